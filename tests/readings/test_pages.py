"""The words that the press itself puts into pages, in six languages: labels, masthead, lists and notices of an edition,
the panel of the web page, pages of a release and of a site, the search, volumes in braille, what a voice says.

Files and marks are as in ``test_readings``. Every text of ``locale.toml`` that readers see is there with specimens in
its braces, whether a page below has it or not: a new one cannot be left out. What formulas are called is in
``tests/resolve/formulas``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path, PurePosixPath

import pytest
from lxml import html

from plantin.house.layout import House
from plantin.house.locale import Locale
from plantin.model.document import Document
from plantin.model.related_editions import ALONE
from plantin.packs.publish import changes_page, landing, site_pages, site_reports
from plantin.packs.publish.changes import PassageChange
from plantin.packs.publish.manifest import ConformanceClaim, ReleasedEdition, ReleaseOrder
from plantin.packs.publish.passages import KeptPassage
from plantin.packs.publish.previous import PreviousRelease
from plantin.packs.publish.record import Bibliographic, IssuedEdition, _Claim
from plantin.packs.publish.site_reports import SiteReport, SiteVersion
from plantin.production.formats import format_named
from plantin.source import text as source_text
from plantin.writers.a11y_metadata import DescribedImage, EditionContent, claims
from tests.kit import houses
from tests.kit.chart_data import LANGUAGES
from tests.kit.compose import compose_text

HOUSE = House(houses.ROOT)
PAGES = Path(__file__).parent / "pages"
SOURCE = """---
symbol: A/90/1
organ: General Assembly
session: "90"
title: "—"
date: 2035-06-01
distribution: general
original-language: en
languages: [en, fr, es, ru, ar, zh]
keywords: [alpha]
version: "2"
licence: CC-BY-4.0
isbn: 978-92-1-101411-2
abstract: "—"
rules: {lists: [tables, figures, boxes]}
---

# — {#first}

[]{#one}—.[^n]

::: {#t .table}
—

| — | — |
|---|---|
| — | 1 |
:::

::: {#b .box}
—

—.
:::

# — {.annex}

—.

[^n]: —, [](#one), [](#t), [](#b).
"""
SPECIMENS = {
    "symbol": "A/90/1", "unspaced": "A/90/1", "address": "https://example.org/1", "format": "PDF", "size": "20",
    "whole": "1", "tenths": "5", "number": "12", "label": "3", "page": "2", "pages": "24", "title": "…", "organ": "…",
    "count": "3", "untranslated": "3", "messages": "60", "outdated": "2", "version": "1.1", "newer": "1.2", "text": "…",
    "percent": "150", "family": "…", "keywords": "…", "licence": "CC BY 4.0", "isbn": "978-92-1-101411-2", "issn": "0000-0019",
    "doi": "10.1000/1", "level": "A2", "entry": "…", "first": "1", "last": "48", "table": "…", "claims": "PDF/UA-1",
    "tools": "veraPDF 1.26", "contact": "a@example.org", "sort": "…", "passage": "…", "former": "11", "kind": "…", "heading": "…",
    "date": "…", "language": "…", "place": "…", "inner": "…",
}  # fmt: skip
_APART = {
    "language", "name", "stage", "cldr", "numbers", "dates", "typography", "hyphenation", "spellings", "charts", "references", "numbering",
    "formulas", "citations", "documents", "tables",
}  # fmt: skip
"""Tables that no reader sees as they are, or that another reading has."""
_SIGNS = re.compile(
    "[\u2800-\u28ff]|#|y年|MMMM|^[a-z]{2}(-[a-z]{2})?(_[A-Z]{2})?$|\\.utb|\\.ctb|^(first|last) line$|^(left|right)$"
)
"""Values that are no words: cells of braille, patterns, tags, choices."""
VISIBLE = ("title", "h1", "h2", "h3", "p", "li", "dt", "dd", "noscript")


def texts(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Each text of a locale, after its path."""
    if isinstance(value, str):
        yield ".".join(path), value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts(inner, (*path, str(key)))
    elif isinstance(value, tuple):
        for n, inner in enumerate(value):
            yield from texts(inner, (*path, str(n + 1)))
    elif is_dataclass(value):
        for each in fields(value):
            if path or each.name not in _APART:
                yield from texts(getattr(value, each.name), (*path, each.name))


def words(locale: Locale) -> Iterator[str]:
    yield "== words of locale.toml"
    for path, text in texts(locale):
        if re.search(r"\w", text) and not _SIGNS.search(text) and "endings" not in path:
            filled = re.sub(r"{(\w+)}", lambda match: SPECIMENS[match[1]], text)
            yield f"{path:<38} {filled}"


def shown(page: bytes) -> Iterator[str]:
    """What a reader of a web page is shown, and what is read out."""
    root = html.fromstring(page.decode())
    for element in root.iter():
        if label := element.get("aria-label") or element.get("alt"):
            yield f"[{label}]"
        if element.tag in VISIBLE and (text := " ".join(re.split(r"[ \n]+", element.text_content())).strip(" ")):
            yield text


def passage(kind: str, number: str) -> KeptPassage:
    return KeptPassage(kind, "a", number, "…", "…", "…")


def changes() -> tuple[PassageChange, ...]:
    """A change of each sort, of each kind of passage."""
    kinds = ("paragraph", "section", "item", "note", "table", "figure", "box", "masthead", "other")
    numbers = ("12.", "II.", "(a)", "3", "2", "1", "4", "", "")
    both = [passage(kind, number) for kind, number in zip(kinds, numbers, strict=True)]
    return (
        *(PassageChange("added", None, each) for each in both),
        PassageChange("removed", both[0], None),
        PassageChange("moved", passage("paragraph", "9."), both[0]),
        PassageChange("reworded", both[3], both[3]),
        *(
            PassageChange("renumbered", passage("paragraph", f"{n}."), passage("paragraph", f"{n + 1}."))
            for n in (4, 5)
        ),
    )


def release(language: str, documents: Mapping[str, Document], locales: Mapping[str, Locale]) -> Iterator[str]:
    claims_ = tuple(
        ConformanceClaim(standard, "veraPDF", "1.26", "passed") for standard in ("PDF/UA-1", "PDF/A-2a", "WCAG 2.2")
    )
    names = ("pdf", "large-20-sans-dark", "html")
    editions = [
        ReleasedEdition(
            f"1.1/A-90-1.{name}", language, name, "", "0a1b", 1_531_000, 24 * (name == "pdf"), {}, 0, claims_
        )
        for name in names
    ]
    former = PreviousRelease("1.0", "", {})
    style = HOUSE.style()
    order = ReleaseOrder("1.1", contact="a@example.org")
    summary = changes_page.summary(language, documents, locales[language], former, changes())
    yield "\n== page of a release"
    yield from shown(landing.page(language, documents, editions, locales, order, summary, style))
    yield "\n== page of what changed"
    yield from shown(changes_page.page(language, documents, locales, former, changes(), "1.1", "index.html", style))
    yield "\n== the same where nothing did"
    yield from list(shown(changes_page.page(language, documents, locales, former, (), "1.1", "index.html", style)))[-1:]


def site(language: str) -> Iterator[str]:
    """The pages of a site that are in ``language``; only these: each line of another language is in its own file."""
    claims_ = (_Claim("PDF/UA-1", "passed"), _Claim("PDF/A-2a", "passed"))
    editions = tuple(
        IssuedEdition(f"A-90-1.{name}", "0a1b", language, name, 131_000, claims_) for name in ("pdf", "html")
    )
    versions = tuple(
        SiteVersion(name, None, editions, (), since)  # type: ignore[arg-type]
        for name, since in (("1.1", "1.0"), ("1.0", ""))
    )
    about = {language: Bibliographic("2035-06-01", "…", ("…",), "…")}
    reports = (SiteReport("A-90-1", "A/90/1", PurePosixPath("A/90/1"), about, versions),)
    for name, page in site_pages.pages(site_reports.settings(HOUSE, reports, searchable=True, draft=True), {}):
        if name.endswith(".html") and not name.endswith(f"/{language}/index.html"):
            yield f"\n== page of a site: {name}"
            yield from shown(page)


def accessibility(locale: Locale) -> Iterator[str]:
    yield "\n== what an edition says of its accessibility"
    for content in (
        EditionContent(sections=False, notes=False),
        EditionContent(
            sections=True, notes=True, images=(DescribedImage("…", moves=True),), tables=True, formulas=True, pages=True
        ),
        EditionContent(sections=True, notes=True, images=(DescribedImage(""),)),
    ):
        yield claims(content, locale.labels).summary


def edition(document: Document) -> Iterator[str]:
    """The edition in plain text of a report whose author says nothing."""
    row = format_named("txt")
    assert row is not None
    yield "\n== an edition in plain text, without the words of its author"
    content = row.write(document, HOUSE.style(), dt.datetime(2035, 6, 1, tzinfo=dt.UTC), ALONE)
    yield from filter(None, content.decode().splitlines())


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_say_what_was_read(language: str, expected: Callable[[Path, str], None]) -> None:
    report = source_text.parse(SOURCE, "report.md")
    documents = {tag: compose_text(report, tag) for tag in dict.fromkeys((language, "en"))}
    locales = {tag: houses.un(tag) for tag in documents}
    lines = (
        *words(locales[language]),
        *edition(documents[language]),
        *accessibility(locales[language]),
        *release(language, documents, locales),
        *site(language),
    )
    text = "\n".join(lines).replace("\u00a0", "~").replace("\u200e", "{LRM}").replace("\u202f", "{NNBSP}")
    expected(PAGES / f"{language}.txt", f"{text}\n")
