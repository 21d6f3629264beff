"""EPUB and HTML editions made to exhaust whoever reads them: each ends with a finding, in bounded time and memory.

One table of cases: what was done to a sound edition. Those that take seconds to make or to read are marked slow.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from plantin.model.document import Document
from plantin.production import steps
from plantin.production.formats import Edition
from tests.kit.editions import Editions
from tests.kit.limits import limited

pytestmark = pytest.mark.full

SECONDS, MEGABYTES = 90, 1500
"""What ends a reader that would never end: five times the processor time that the largest of these pages takes where
nothing else runs, so that a slow or busy machine reaches it as little as a fast one; and MB. Neither is a measure:
`bench/hostile.py` prints what each case takes.
"""

# What is put into a sound edition

Markup = str | Callable[[], str]
"""Markup, or what makes it when it is wanted: a table of cases is no place for megabytes that most processes never
read.
"""


def built(markup: Markup) -> str:
    return markup if isinstance(markup, str) else markup()


def style(text: Markup) -> Callable[[str], str]:
    """A style sheet more at the end of the head."""
    return lambda page: page.replace("</head>", f"<style>{built(text)}</style></head>", 1)


def body(markup: Markup) -> Callable[[str], str]:
    """Markup at the end of the main part."""

    def change(page: str) -> str:
        more = built(markup)
        return (
            (more + "</main>").join(page.rsplit("</main>", 1))
            if "</main>" in page
            else page.replace("</body>", more + "</body>", 1)
        )

    return change


def head(markup: Markup) -> Callable[[str], str]:
    return lambda page: page.replace("</head>", f"{built(markup)}</head>", 1)


def both(*changes: Callable[[str], str]) -> Callable[[str], str]:
    def change(page: str) -> str:
        for one in changes:
            page = one(page)
        return page

    return change


def nested(tag: str, deep: int, times: int = 1, words: str = "x") -> str:
    return (f"<{tag}>" * deep + words + f"</{tag}>" * deep) * times


def properties(count: int) -> str:
    return "".join(f"--a{number}:{number};" for number in range(count))


def many() -> str:
    return "".join(f"<p class='a' id='m{number}'>x</p>" for number in range(20_000))


def slow_selectors() -> str:
    return "".join(f"div *{' div *' * 6} .a{number} ~ p{{color:red}}" for number in range(200))


def tall() -> str:
    return nested("div", 100, 100)


PAGES: dict[str, Callable[[str], str]] = {
    "250 deep, 400 times": body(lambda: nested("div", 240, 400)),
    "130 deep, 200 times": body(lambda: nested("div", 130, 200)),
    "spans 130 deep, 200 times": body(lambda: f"<p>{nested('span', 130, 200)}</p>"),
    "spans in French 130 deep, 200 times": body(
        lambda: "<p>" + nested("span", 130, 200).replace("<span>", '<span lang="fr">') + "</p>"
    ),
    "1,000 deep": body(nested("div", 1000)),
    "spans 240 deep, 400 times": body(lambda: f"<p>{nested('span', 240, 400)}</p>"),
    "links 130 deep": body(
        lambda: "<p>" + nested("b", 130, 100).replace("<b>", '<a href="#x">').replace("</b>", "</a>") + "</p>"
    ),
    "calls 130 deep": body(
        "<p>"
        + nested("b", 130, 100).replace("<b>", '<a role="doc-noteref" href="#note-1">').replace("</b>", "</a>")
        + "</p>"
    ),
    "boxes 130 deep": body(lambda: nested("b", 130).replace("<b>", '<div role="group">').replace("</b>", "</div>")),
    "definitions 130 deep": body(lambda: nested("dd", 130)),
    "entries 130 deep": body(lambda: nested("li", 130)),
    "formulas 130 deep": body(lambda: f"<p><math alttext='x'>{nested('mrow', 130)}</math></p>"),
    "a list 120 deep, 100 times": body(lambda: nested("ul><li", 120, 100).replace("</ul><li>", "</li></ul>")),
    "40 MB of elements": body(lambda: "<b>x</b>" * 5_000_000),
    "190,000 paragraphs": body(lambda: "<p>x</p>" * 190_000),
    "190,000 spans in a paragraph": body(lambda: f"<p>{'<span>x</span>' * 190_000}</p>"),
    "190,000 cells": body("<table>" + ("<tr>" + "<td>x</td>" * 60 + "</tr>") * 3_100 + "</table>"),
    "200,000 paragraphs": body(lambda: "<p>x</p>" * 200_000),
    "200,000 spans in a paragraph": body(lambda: f"<p>{'<span>x</span>' * 200_000}</p>"),
    "one word of 8 MB": body(lambda: f"<p>{'x' * 8_000_000}</p>"),
    "a link of one word of 4 MB": body(lambda: f'<p><a href="#x">{"x" * 4_000_000}</a></p>'),
    "a million attributes": body(
        lambda: "<p " + " ".join(f'a{number}="&gt;"' for number in range(1_000_000)) + ">x</p>"
    ),
    "50,000 attributes with signs": body(
        lambda: "<p " + " ".join(f"a{number}='>'" for number in range(50_000)) + ">x</p>"
    ),
    "a sheet of 50,000 open brackets": style(lambda: "a{b:" + "(" * 50_000),
    "a sheet of 50,000 open blocks": style(lambda: "@media all{" * 50_000),
    "a sheet slow for selectors": both(style(slow_selectors), body(tall)),
    "a sheet slow for siblings": both(
        style("p ~ p ~ p ~ p ~ .b{color:red} p:nth-last-of-type(2n){color:red}"), body(many)
    ),
    "a sheet slow for :has": both(
        style("".join(f":has(.b{number}){{color:red}}" for number in range(100))), body(many)
    ),
    "a sheet of 100,000 rules": both(style("*{color:red}" * 100_000), body(many)),
    "a selector of 5,000 parts": style(lambda: "a " * 5_000 + "{color:red}"),
    ":has and :is 3,000 deep": style(":is(:has(" * 1_500 + "a" + "))" * 1_500 + "{color:red}"),
    "calc 2,000 deep": body(lambda: f'<p style="width:{"calc(" * 2_000}1px{")" * 2_000}">x</p>'),
    "a number of 200,000 digits in a style": body(lambda: f'<p style="opacity:{"1" * 200_000}x">x</p>'),
    "a call of 200,000 letters in a style": body(lambda: f'<p style="transform:{"a" * 200_000}">x</p>'),
    "a sheet of 100,000 open addresses": style(lambda: "url(data:" * 100_000),
    "custom properties 2,000, handed on to 20,000": both(style(f":root{{{properties(2_000)}}} p{{--b:1}}"), body(many)),
    "a colour of 1 MB": both(style(f":root{{--a:{'(' * 20}{'x' * 1_000_000}}} p{{color:var(--a)}}"), body(many)),
    "JSON of 100,000 brackets": head(lambda: f'<script type="application/ld+json">{"[" * 100_000}</script>'),
    "JSON with a number of 5,000 digits": head(
        lambda: f'<script type="application/ld+json">{{"accessMode": {"1" * 5_000}}}</script>'
    ),
    "a span of 5,000 digits": body(lambda: f'<table><tr><td colspan="{"1" * 5_000}">x</td></tr></table>'),
    "a span of a billion": body('<table><tr><td colspan="1000000000" rowspan="1000000000">x</td></tr></table>'),
    "a page mark of 5,000 digits": body(lambda: f'<span id="page-{"1" * 5_000}" role="doc-pagebreak"></span><p>x</p>'),
    "10,000 marks of pages in a paragraph": body(
        "<p>" + "".join(f'<span id="page-{n}" role="doc-pagebreak"></span>x' for n in range(10_000)) + "</p>"
    ),
    "20,000 ids twice": body(lambda: many() * 2),
    "20,000 navigation landmarks": body(lambda: "<nav>x</nav>" * 20_000),
    "20,000 headings": body(lambda: "<h2>x</h2>" * 20_000),
    "20,000 notes": body(
        lambda: (
            '<section role="doc-endnotes"><ol>'
            + "".join(f"<li id='n{n}'>x</li>" for n in range(20_000))
            + "</ol></section>"
        )
    ),
    "20,000 calls of one note": body(
        lambda: "".join(f"<p><a role='doc-noteref' href='#x' id='c{n}'>1</a></p>" for n in range(20_000))
    ),
    "20,000 tables in a table": body(
        lambda: "<table><tr><td>" + "<table><tr><td>x</td></tr></table>" * 20_000 + "</td></tr></table>"
    ),
    "a table 40 deep": body(nested("table><tr><td", 40, 30).replace("</table><tr><td>", "</td></tr></table>")),
    "names of 100,000 elements": body(
        lambda: "<p aria-labelledby='" + " ".join(f"m{n}" for n in range(20_000)) + "'>x</p>" + many()
    ),
    "20,000 names of one another": body(
        lambda: "".join(f"<p id='k{n}' aria-labelledby='k{n + 1} k{n + 2}'>x</p>" for n in range(20_000))
    ),
    "NUL and controls": body("<p>\0\x1b[2J\u202e</p>"),
}
"""What is put into a page, of an EPUB as of a web page."""

Files = dict[str, bytes]


def in_package(old: str, new: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        name = next(name for name in files if name.endswith(".opf"))
        text = files[name].decode()
        assert old in text
        files[name] = text.replace(old, new, 1).encode()

    return change


def spine(markup: str) -> Callable[[Files], None]:
    return in_package("</spine>", f"{markup}</spine>")


def first_page(files: Files) -> str:
    return next(name for name in files if name.endswith("section-I.xhtml") or "section" in name)


def spine_again(files: Files) -> None:
    name = next(name for name in files if name.endswith(".opf"))
    text = files[name].decode()
    row = text[text.index("<itemref") : text.index("/>", text.index("<itemref")) + 2]
    files[name] = text.replace("</spine>", row * 50_000 + "</spine>").encode()


def many_files(files: Files) -> None:
    files.update({f"EPUB/x{number}.xhtml": b"" for number in range(100_000)})


def many_pages(count: int, content: bytes) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        names = [f"x{number}.xhtml" for number in range(count)]
        files.update({f"EPUB/{name}": content for name in names})
        in_package(
            "</manifest>",
            "".join(f'<item id="{n}" href="{n}" media-type="application/xhtml+xml"/>' for n in names) + "</manifest>",
        )(files)
        spine("".join(f'<itemref idref="{n}"/>' for n in names))(files)

    return change


def add(name: str, content: bytes, media_type: str = "image/png") -> Callable[[Files], None]:
    def change(files: Files) -> None:
        files[f"EPUB/{name}"] = content
        in_package("</manifest>", f'<item id="hostile" href="{name}" media-type="{media_type}"/></manifest>')(files)

    return change


def entity(files: Files) -> None:
    name = next(name for name in files if name.endswith(".opf"))
    bomb = (
        "<!DOCTYPE package [<!ENTITY a 'aaaaaaaaaa'>"
        + "".join(f"<!ENTITY {y} '{('&' + x + ';') * 10}'>" for x, y in zip("abcdefgh", "bcdefghi", strict=True))
        + "]>"
    )
    files[name] = files[name].replace(b"<package", bomb.encode() + b"<package", 1)


PAGE = (
    b"<html xmlns='http://www.w3.org/1999/xhtml'"
    b" lang='en'><head><title>x</title><style>%s</style></head><body><p>x</p></body></html>"
)


def large_page(files: Files) -> None:
    many_pages(1, (PAGE % b"").replace(b"<p>x</p>", b"<p>x</p>" * 5_000_000))(files)


def large_picture(files: Files) -> None:
    add("p.png", b"\0" * 200_000_000)(files)


BOOKS: dict[str, Callable[[Files], None]] = {
    "a spine that names one page 50,000 times": spine_again,
    "100,000 files": many_files,
    "5,000 pages": many_pages(5_000, PAGE % b""),
    "2,000 pages with one sheet each": many_pages(2_000, PAGE % (b"a{color:red}" * 1_000)),
    "a page of 40 MB": large_page,
    "a picture of 200 MB": large_picture,
    "entities": entity,
    "50,000 metadata": in_package(
        "</metadata>", '<meta property="schema:accessMode">x</meta>' * 50_000 + "</metadata>"
    ),
    "a manifest of 50,000": in_package(
        "</manifest>",
        "".join(f'<item id="y{n}" href="y{n}.xhtml" media-type="x/y"/>' for n in range(50_000)) + "</manifest>",
    ),
}
"""What is done to the files of an EPUB."""


def epub_page(change: Callable[[str], str]) -> Callable[[Files], None]:
    def spoil(files: Files) -> None:
        name = next(name for name, content in files.items() if b"<h2" in content or b"<h1" in content)
        # XHTML has no attribute without quotation marks, and no NUL.
        files[name] = change(files[name].decode()).encode()

    return spoil


def packed(files: Files) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in files.items():
            archive.writestr(
                zipfile.ZipInfo(name), content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            )
    return made.getvalue()


def check(document: Document, content: bytes, name: str, folder: Path) -> list[tuple[str, str]]:
    """The codes and messages of the errors that a check finds."""
    path = folder / f"x.{name}"
    path.write_bytes(content)
    verdict = steps.check(path, path.name, Edition("x", document.language, name), document)
    found = (*verdict.differences, *verdict.findings)
    return [(finding.code, finding.message[:200]) for finding in found if finding.severity == "error"][:50]


@pytest.fixture(scope="module", autouse=True)
def _checked_once(harbour: Document, store: Editions, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What a check loads and keeps, the process of each case has from the beginning."""
    for name in ("html", "epub"):
        assert check(harbour, store.content(harbour, name), name, tmp_path_factory.mktemp("sound")) == []


def checked(document: Document, content: bytes, name: str, folder: Path) -> Any:
    """What a check finds, the processor time and the memory that it took."""
    return limited(lambda: check(document, content, name, folder), seconds=SECONDS, megabytes=MEGABYTES)


SLOW = frozenset(
    (
        *(
            "130 deep, 200 times",
            "spans 130 deep, 200 times",
            "spans in French 130 deep, 200 times",
            "40 MB of elements",
        ),
        *(
            "190,000 paragraphs",
            "190,000 spans in a paragraph",
            "190,000 cells",
            "a million attributes",
            "a sheet of 100,000 rules",
        ),
        *(
            "a sheet slow for selectors",
            "a sheet slow for siblings",
            "a sheet slow for :has",
            "20,000 ids twice",
            "20,000 headings",
        ),
        *(
            "10,000 marks of pages in a paragraph",
            "20,000 navigation landmarks",
            "20,000 notes",
            "20,000 calls of one note",
        ),
        *("20,000 tables in a table", "names of 100,000 elements", "20,000 names of one another", "5,000 pages"),
        *("2,000 pages with one sheet each", "100,000 files", "a page of 40 MB", "a picture of 200 MB"),
    )
)
TOLD_APART = frozenset(("a sheet of 50,000 open brackets", "1,000 deep", "calc 2,000 deep"))
"""The pages of a book are read as a web page is, but by another parser: of the rest one format is enough, where time is
short.
"""


def marked(cases: Iterable[str], slow: Callable[[str], bool]) -> list[Any]:
    return [pytest.param(case, marks=pytest.mark.slow if slow(case) else ()) for case in cases]


@pytest.mark.sample(7)
@pytest.mark.parametrize("case", marked(PAGES, lambda case: case in SLOW))
def test_a_web_page(case: str, harbour: Document, store: Editions, tmp_path: Path) -> None:
    content = PAGES[case](store.content(harbour, "html").decode())
    assert checked(harbour, content.encode(), "html", tmp_path).result


@pytest.mark.sample(3)
@pytest.mark.parametrize(
    "case", marked([*BOOKS, *PAGES], lambda case: case in SLOW or (case in PAGES and case not in TOLD_APART))
)
def test_an_epub(case: str, harbour: Document, store: Editions, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(store.content(harbour, "epub"))) as archive:
        files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    (BOOKS[case] if case in BOOKS else epub_page(PAGES[case]))(files)
    assert checked(harbour, packed(files), "epub", tmp_path).result
