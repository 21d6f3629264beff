"""Grammars: sound editions are within them, each row of a grammar is used by some edition, and what is put in by
construction is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from plantin.auditors.grammar import Grammar, GrammarStatement
from plantin.auditors.markup import conformance as markup
from plantin.auditors.markup.dom import MarkupPage
from plantin.auditors.markup.epub_package import parse_part
from plantin.auditors.markup.passages import shown_objects
from plantin.auditors.reading import Reading
from plantin.bounded import html
from plantin.findings import Finding
from plantin.house import style as styles
from plantin.house.layout import House
from plantin.house.style import Style
from plantin.model.document import Document, Figure
from plantin.model.related_editions import PageStart, PrintedEdition, RelatedEdition, RelatedEditions
from plantin.production.formats import format_named
from tests.kit import charts
from tests.kit.editions import Editions
from tests.kit.read_back import opened, refusals, strictly, unmade
from tests.spoilt import html as pages
from tests.spoilt import mutants, report_with_objects, rewriting
from tests.spoilt.documents import BRANDED, CELLS, CIVIC, COLOURED, LAMPS, RANGED, SLUGS, WATER, WORKS, Documents

pytestmark = pytest.mark.full

FORMATS = ("html", "epub")
REPORTS = (*SLUGS, LAMPS, WATER, BRANDED, COLOURED, WORKS, RANGED, CELLS)


@pytest.fixture(scope="module")
def documents(examples: House, store: Editions) -> Documents:
    return Documents(examples, store)


def style_of(report: str, store: Editions) -> Style:
    return styles.read(CIVIC) if report == COLOURED else store.style


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("report", REPORTS)
def test_a_sound_edition_is_within_its_grammar(
    report: str, format_: str, documents: Documents, store: Editions
) -> None:
    content = documents.path(report, format_).read_bytes()
    found = strictly(format_, opened(format_, content), documents.document(report), style_of(report, store))
    assert [finding.message for finding in found] == []


def first_found(
    content: bytes, format_: str, document: Document, style: Style, *, grammar_first: bool
) -> Finding | None:
    """What a check finds first in an edition."""

    def grammar(reading: Reading) -> list[Finding]:
        return strictly(format_, reading, document, style)

    return next(refusals(format_, content, document, grammar, grammar_first=grammar_first), None)


@pytest.mark.parametrize("format_", mutants.OF)
def test_each_family_of_mutants_counts_the_rows_of_its_grammar(format_: str) -> None:
    assert mutants.OF[format_].rows() > 0


MUTANTS = (*(("html", seed) for seed in range(4)), *(("epub", seed) for seed in range(3)))


@pytest.mark.sample(4)
@pytest.mark.parametrize(("format_", "seed"), MUTANTS)
def test_what_no_grammar_has_is_refused(format_: str, seed: int, documents: Documents, store: Editions) -> None:
    document, content = documents.document("harbour"), documents.path("harbour", format_).read_bytes()
    for name, mutant in mutants.OF[format_].grammar(content, seed, 24):
        found = first_found(mutant, format_, document, store.style, grammar_first=True)
        found = found or next(iter(unmade(content, mutant)), None)
        assert found, name
        assert found.place.path, name


@pytest.mark.parametrize(("format_", "seed"), MUTANTS[::2])
def test_another_text_is_refused(format_: str, seed: int, documents: Documents, store: Editions) -> None:
    document, content = documents.document("harbour"), documents.path("harbour", format_).read_bytes()
    for name, mutant in mutants.OF[format_].text(content, seed, 18):
        assert first_found(mutant, format_, document, store.style, grammar_first=False), name


FORMULAS = r"""---
symbol: A/90/77
organ: General Assembly
title: Sums
date: 2035-08-16
---

# Sums

The table $\begin{aligned} a &= b \\ c &= d \end{aligned}$, the frame $\boxed{x}$ and $\binom{n}{k} \quad \dfrac12 \phantom{x}$,
$\mathbf{A} \Big| \hat{y} \sqrt[3]{x}$.
"""

BESIDE = RelatedEditions(
    pages=(PageStart("1", "masthead", 0, 0), PageStart("2", "contents", 1, 0), PageStart("3", "body", 4, 0)),
    languages=(RelatedEdition("fr", "Français", "ltr", "HTML", "text/html", "A-fr.html", 0),),
    formats=(
        RelatedEdition("en", "English", "ltr", "PDF", "application/pdf", "A-en.pdf", 200_000),
        *(
            RelatedEdition(
                "en",
                "English",
                "ltr",
                f"{n} points",
                "application/pdf",
                f"A-en.large-{n}.pdf",
                2_000_000,
                "Large print",
            )
            for n in (16, 20, 24)
        ),
    ),
    folder="https://example.org/A/",
    address="https://example.org/A/A-en.html",
    picture="https://example.org/a.png",
)


def test_every_row_is_used(documents: Documents, store: Editions, tmp_path: Path) -> None:
    rules, tables = markup.tables("html")
    used: set[str] = set()
    sheets = ""
    own_report = report_with_objects.make(tmp_path, FORMULAS)
    shown = replace(charts.figure(charts.chart("bar"), "chart"), label="Figure 9")
    own_report = replace(own_report, publication=replace(own_report.publication, translator="Nobody"))
    own_report = replace(own_report, blocks=(*own_report.blocks, shown, charts.table()))
    for report in (*REPORTS, ""):
        document, own = documents.document(report) if report else own_report, style_of(report, store)
        content = store.content(document, "html", style=own, related=BESIDE)
        page = MarkupPage("", html.parse(content))
        found = rules.breaches(page.root, "page", used)
        sheets += "".join(one.value for one in found if isinstance(one, GrammarStatement) and one.term == "style sheet")
    assert " ".join(sorted(rules.kinds.keys() - used)) == ""
    assert [name for name, rule in tables["sheet"].items() if not re.search(rule, sheets)] == []


def in_text(markup: str) -> Callable[[Any], None]:
    """Markup at the end of a paragraph."""
    return pages.add("//*[@id='paragraph-7']", markup)


PARAGRAPH = "//*[@id='paragraph-7']"
CLASSES: dict[str, dict[str, tuple[Callable[[Any], None], str]]] = {
    "said of the words": {
        "struck": (pages.retag("//main//em", "del"), "A019"),
        "struck by its style": (pages.put(PARAGRAPH, "style", "text-decoration: line-through"), "A019"),
        "struck by the sheet": (pages.sheet("p { text-decoration: line-through }"), "A020"),
        "raised": (pages.retag("//main//em", "sup"), "P037"),
        "stressed no more": (pages.retag("//main//em", "span"), "P037"),
        "a mark of direction in a number": (pages.words("A/90/12", "A/9\u202e0/12"), "A019"),
        "a mark of no width in a number": (pages.words("A/90/12", "A/9\u200b0/12"), "A019"),
        "a mark of no width in a word": (pages.words("Nothing", "Noth\u200bing"), "P037"),
        "generated": (pages.sheet("em::before { content: 'not ' }"), "A020"),
        "tooltip": (pages.put(PARAGRAPH, "title", "This is not so."), "A019"),
        "described otherwise": (pages.put(PARAGRAPH, "aria-description", "This is not so."), "A019"),
        "control by another name": (pages.put("//header", "aria-label", "Draft"), "P037"),
    },
    "hidden or altered by style": {
        "mirrored": (pages.sheet("p { transform: scaleX(-1) }"), "A020"),
        "on paper alone": (pages.sheet("@media print { p { display: none } }"), "A020"),
        "in a nested rule": (pages.sheet("main { p { letter-spacing: -1em } }"), "A020"),
        "by a layer": (pages.sheet("@layer last { p { line-height: 0 } }"), "A020"),
    },
    "runs or loads": {
        "as the page loads": (pages.put("//body", "onload", "go()"), "A019"),
        "a script of a module": (pages.add("//body", "<script type='module'>go()</script>"), "A019"),
        "a script among those of the press": (pages.add("//head", "<script>go()</script>"), "A021"),
        "no policy": (pages.cut("//meta[@http-equiv]"), "A019"),
        "another policy": (pages.put("//meta[@http-equiv]", "content", "default-src *"), "A019"),
        "a page in the page": (pages.add("//main", "<iframe srcdoc='go'></iframe>"), "A019"),
        "a form": (pages.add("//main", "<form action='https://example.org/'></form>"), "A019"),
    },
    "metadata": {
        "no address for the tools": (lambda root: root.find(".//template").attrib.pop("data-address"), "A019"),
        "date": (pages.put("//meta[@name='dcterms.issued']", "content", "2001-01-01"), "P037"),
        "author": (pages.put("//meta[@name='citation_author']", "content", "Nobody"), "P037"),
        "canonical address": (pages.add("//head", "<link rel='canonical' href='https://example.org/'>"), "P037"),
        "rights": (pages.add("//head", "<meta name='dcterms.rights' content='None'>"), "P037"),
        "linked data": (pages.words_of_data("datePublished", "2001-01-01"), "P037"),
        "a term that nobody gives": (pages.add("//head", "<meta name='author' content='Nobody'>"), "A019"),
    },
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, cases in CLASSES.items() for name in cases])
def test_a_class_of_lies_is_refused(kind: str, name: str, documents: Documents, store: Editions) -> None:
    change, code = CLASSES[kind][name]
    root = lxml.html.document_fromstring(documents.path("harbour", "html").read_bytes().decode())
    change(root)
    reading = opened("html", rewriting.web_page(root))
    found = strictly("html", reading, documents.document("harbour"), store.style)
    assert code in {finding.code for finding in found}


@pytest.mark.parametrize(
    ("spoil", "due"),
    [
        (lambda text: text, True),
        (lambda text: text.replace(">Litres<", ">Gallons<"), False),
        (lambda text: text.replace(' fill="#13295f"', ' fill="#ffffff"'), False),
        (lambda text: re.sub(r'(<rect x="\d+)', r"\g<1>1", text), False),
        (lambda text: text.replace('<g class="values">', '<g class="values" opacity="0">'), False),
        (lambda text: text.replace("</svg>", '<rect width="9" height="9"/></svg>'), False),
    ],
)
def test_a_chart_drawn_in_a_page_is_that_of_the_document(
    spoil: Callable[[str], str], due: bool, documents: Documents, store: Editions
) -> None:
    document = documents.document("harbour")
    figure = replace(charts.figure(charts.chart("bar"), "chart"), label="Figure 9")
    row = format_named("html")
    assert row is not None
    drawn = row.draw_charts(replace(document, blocks=(*document.blocks, figure)), store.style)
    text = store.content(drawn, "html").decode()
    begin, end = text.index('<svg role="img"'), text.rindex("</svg>") + 6
    page = MarkupPage("", html.parse((text[:begin] + spoil(text[begin:end]) + text[end:]).encode()))
    seen = [one for one in shown_objects(page, lambda *_: "") if one.words == "chart"]
    (figure,) = (block for block in drawn.blocks if isinstance(block, Figure) and block.chart)
    assert figure.narrow is not None
    assert ([one.content for one in seen] == [figure.narrow.digest, figure.picture.digest]) is due


@pytest.mark.parametrize("name", ["html", "epub", "docx"])
def test_a_table_with_a_sparkline_is_within_the_grammar(name: str, documents: Documents, store: Editions) -> None:
    document = documents.document("harbour")
    document = replace(document, blocks=(*document.blocks, charts.table()))
    reading = opened(name, store.content(document, name))
    assert [one.message for one in strictly(name, reading, document, store.style)] == []


def test_a_picture_is_not_shown_light_for_dark_as_a_chart(documents: Documents, store: Editions) -> None:
    root = lxml.html.document_fromstring(documents.path("weather", "html").read_bytes().decode())
    pages.put("//figure//img", "class", "chart")(root)
    reading = opened("html", rewriting.web_page(root))
    found = strictly("html", reading, documents.document("weather"), store.style)
    assert {finding.code for finding in found} & {"A019", "P037"}


def test_every_row_of_the_grammar_of_epub_is_used(documents: Documents, store: Editions, tmp_path: Path) -> None:
    rules, tables = markup.tables("epub")
    used: set[str] = set()
    sheets = ""
    formulas = report_with_objects.make(tmp_path, FORMULAS)
    formulas = replace(formulas, publication=replace(formulas.publication, translator="Nobody"))
    beside = replace(BESIDE, printed=PrintedEdition("A-en.pdf", "0"), certifier="Nobody")
    for report in (*REPORTS, ""):
        document, own = documents.document(report) if report else formulas, style_of(report, store)
        files = rewriting.unpacked(store.content(document, "epub", style=own, related=beside))
        sheets += files["EPUB/style.css"].decode()
        for name, content in files.items():
            kind = next(kind for pattern, kind in tables["files"].items() if re.fullmatch(pattern, name))
            if name.endswith((".xhtml", ".opf", ".ncx", ".xml")):
                root = parse_part("", name, content)
                used.update(rules_used(rules, root, kind))
    shared = markup.tables("html")[0].kinds.keys()
    assert " ".join(sorted(rules.kinds.keys() - used - shared)) == ""
    assert [name for name, rule in tables["sheet"].items() if not re.search(rule, sheets)] == []


def rules_used(rules: Grammar, root: Any, kind: str) -> set[str]:
    """The names of the rows that a document uses."""
    used: set[str] = set()
    list(rules.breaches(root, kind, used))
    return used


def test_an_arrow_is_drawn_in_its_own_box(documents: Documents, store: Editions) -> None:
    sound = documents.path("harbour", "html").read_bytes()
    spoilt = sound.replace(b'viewBox="0 0 16 16"', b'viewBox="0 0 96 96"', 1)
    assert spoilt != sound
    found = strictly("html", opened("html", spoilt), documents.document("harbour"), store.style)
    assert "A019" in {finding.code for finding in found}
