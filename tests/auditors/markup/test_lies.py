"""EPUBs that say, show or do something else than their document, by the classes of what others tried: each is refused,
by the row that it breaks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from plantin.house.layout import House
from tests.kit.editions import Editions
from tests.kit.read_back import opened, strictly
from tests.spoilt import epub
from tests.spoilt.documents import Documents
from tests.spoilt.rewriting import Files, book

TITLE, TEXT, OPF = "title.xhtml", "chapter-3.xhtml", "content.opf"
LAST = epub.by_id("paragraph-7")


@pytest.fixture(scope="module")
def documents(examples: House, store: Editions) -> Documents:
    return Documents(examples, store)


def last(change: Callable[[Any], object]) -> epub.Spoil:
    """Another last paragraph."""
    return epub.edit(TEXT, LAST, change)


def sheet(rule: str) -> epub.Spoil:
    """A rule more at the end of the style sheet."""
    return epub.append("EPUB/style.css", rule.encode())


def written(name: str, old: str, new: str) -> epub.Spoil:
    """Other text in a file, as it is written."""

    def change(files: Files) -> None:
        content = files[f"EPUB/{name}"].decode()
        assert old in content
        files[f"EPUB/{name}"] = content.replace(old, new, 1).encode()

    return change


def other_face(files: Files) -> None:
    """One byte of a face changed."""
    content = files[name := "EPUB/fonts/STIXTwoText-Bold.ttf"]
    files[name] = content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]


def other_cover(files: Files) -> None:
    files["EPUB/cover.png"] = files["EPUB/cover.png"][:-1]


def stated(name: str, value: str) -> epub.Spoil:
    """Another value of an element of the package."""
    return epub.edit(OPF, f"//dc:{name}", epub.text(value))


CLASSES: dict[str, dict[str, tuple[epub.Spoil, str, str]]] = {
    "said of the words": {
        "struck": (epub.edit(TITLE, "//h:em", epub.retag("del")), "A019", "del"),
        "raised": (epub.edit(TITLE, "//h:em", epub.retag("sup")), "P037", "raised"),
        "a mark of direction": (written(TEXT, "Nothing", "Noth\u202eing"), "A019", "text of numbered"),
        "a mark of no width in a number": (written(TITLE, ">A/90/12", ">A/9\u200b0/12"), "A019", "text of"),
        "a mark of no width in a word": (written(TEXT, "Nothing", "Noth\u200bing"), "P037", "of no width"),
        "a tooltip": (last(epub.put("title", "Not so")), "A019", "title"),
        "read out otherwise": (last(epub.put("aria-label", "Not so")), "A019", "aria-label"),
        "a face that draws other glyphs": (other_face, "A020", "Bold"),
        "another cover": (other_cover, "P037", "cover"),
    },
    "hidden or altered by style": {
        "by the element": (last(epub.put("style", "display: none")), "A019", "style"),
        "generated": (sheet("em::before { content: 'not ' }"), "A020", "style.css"),
        "mirrored": (sheet("p { transform: scaleX(-1) }"), "A020", "style.css"),
        "on paper alone": (sheet("@media print { p { display: none } }"), "A020", "style.css"),
        "by a sheet in the page": (
            epub.edit(TEXT, "//h:head", epub.add("<style >p { color: #fff }</style>")),
            "A019",
            "style",
        ),
    },
    "runs or loads": {
        "as the page loads": (epub.edit(TEXT, "//h:body", epub.put("onload", "go()")), "A019", "onload"),
        "a script": (epub.edit(TEXT, "//h:head", epub.add("<script >go()</script>")), "A019", "script"),
        "a page in the page": (last(epub.add("<iframe srcdoc='go'/>")), "A019", "iframe"),
        "a form": (last(epub.add("<form action='https://example.org/'/>")), "A019", "form"),
        "a file of another kind": (epub.whole("EPUB/go.js", b"go()"), "A019", "go.js"),
    },
    "metadata": {
        "date": (stated("date", "2001-01-01"), "P037", "2001-01-01"),
        "author": (stated("creator", "Nobody"), "P037", "Nobody"),
        "publisher": (stated("publisher", "Nobody"), "P037", "Nobody"),
        "identifier": (stated("identifier", "urn:uuid:0"), "P037", "urn:uuid:0"),
        "title": (stated("title", "Not so"), "P037", "Not so"),
        "a term that nobody gives": (epub.claim("dcterms:rightsHolder", "Nobody"), "A019", "property of modified"),
    },
}  # fmt: skip
CASES = [(kind, name) for kind, cases in CLASSES.items() for name in cases]


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_class_of_lies_is_refused(kind: str, name: str, documents: Documents, store: Editions) -> None:
    change, code, row = CLASSES[kind][name]
    content = book(change)(documents.path("harbour", "epub").read_bytes())
    found = strictly("epub", opened("epub", content), documents.document("harbour"), store.style)
    assert any(one.code == code and row in one.message for one in found), [str(one) for one in found[:5]]
