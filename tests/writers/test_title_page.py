"""A title page for styles that ask for one: the title and what the report says of itself alone on the first page, in
PDF and Word.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from bench.lines import lines
from plantin.auditors.docx import read
from plantin.auditors.parity.outline import differences
from plantin.house import style as styles
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.production.formats import format_named
from plantin.writers import docx as word
from plantin.writers import pdf
from tests.kit.compose import composed
from tests.kit.houses import ROOT
from tests.kit.read_back import audited

pytestmark = pytest.mark.full

_FIELDS = 'subtitle: "A report of the year"\nauthors: [{name: Ana Gómez}]\nrights: "© 2035 Town"\n'
_TEXT = "# Lamps\n\nThey are lit.\n\n# Piers\n\nThey are long."
_HEIGHT = 842


def asking(name: str) -> Style:
    """A style of the stock, with a title page."""
    style = styles.read(ROOT / "styles" / name)
    return replace(style, page=replace(style.page, title_page=True))


@pytest.fixture(scope="module")
def report() -> Document:
    return composed(_TEXT, _FIELDS)


def printed(document: Document, style: Style, moment: dt.datetime, folder: Path) -> list[tuple[str, int, float]]:
    """Each line of the PDF: its words, its page from 1 and how far from the top it is."""
    path = folder / "edition.pdf"
    path.write_bytes(pdf.write(document, style, moment))
    return [(" ".join(word for word, _, _ in line.words), line.page, line.top) for line in lines(path)]


def page_of(begin: str, found: list[tuple[str, int, float]]) -> int:
    return next(page for words, page, _ in found if words.startswith(begin))


@pytest.mark.parametrize("name", ["un", "plain", "civic"])
def test_the_title_has_the_first_page_and_contents_begin_the_second(
    name: str, report: Document, moment: dt.datetime, tmp_path: Path
) -> None:
    found = printed(report, asking(name), moment, tmp_path)
    first = {words: top for words, page, top in found if page == 1}
    assert {"Lamps", "A report of the year", "Ana Gómez", "© 2035 Town"} <= first.keys()
    assert not any("Contents" in words or "They are lit." in words for words in first)
    assert page_of("Contents", found) == 2
    assert _HEIGHT * 0.2 < first["Lamps"] < _HEIGHT * 0.4


def test_a_report_without_contents_begins_its_text_on_the_second_page(moment: dt.datetime, tmp_path: Path) -> None:
    found = printed(composed("They are lit."), asking("plain"), moment, tmp_path)
    assert any("They are lit." in words and page == 2 for words, page, _ in found)


@pytest.mark.parametrize("body", [_TEXT, "They are lit.", "::: {#tbl-a .table}\nLamps\n\n| A |\n|---|\n| 1 |\n:::"])
def test_word_breaks_the_page_under_the_title(body: str, moment: dt.datetime) -> None:
    document = composed(body, _FIELDS)
    made = word.write(document, asking("plain"), moment)
    body_of = docx.Document(io.BytesIO(made)).element.body
    paragraphs = list(body_of.iter(qn("w:p")))
    broken = [
        n for n, node in enumerate(paragraphs) if node.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None
    ]
    before = ["".join(text.text or "" for text in node.iter(qn("w:t"))) for node in paragraphs[: broken[0]]]
    assert len(broken) == 1
    assert before[-1] == "© 2035 Town"
    assert body_of.find(f".//{qn('w:titlePg')}") is not None
    assert differences(outline(document), read(made, "edition.docx").outline(), "edition.docx") == ()


@pytest.mark.parametrize("name", ["un", "plain", "civic"])
def test_the_title_page_is_counted_and_bears_no_number(
    name: str, report: Document, moment: dt.datetime, tmp_path: Path
) -> None:
    found = printed(report, asking(name), moment, tmp_path)
    numbered = [
        page for words, page, top in found if top > _HEIGHT * 0.85 and re.search(r"(?<!\S)\d+(?:/\d+)?$", words)
    ]
    assert numbered == [2]


def test_word_counts_it_and_prints_no_number_on_it(report: Document, moment: dt.datetime) -> None:
    package = docx.Document(io.BytesIO(word.write(report, asking("plain"), moment)))
    first = package.sections[0]
    assert first.different_first_page_header_footer
    assert first.first_page_footer.is_linked_to_previous
    assert "PAGE" in "".join(text.text or "" for text in first.footer._element.iter(qn("w:instrText")))
    ordinary = docx.Document(io.BytesIO(word.write(report, styles.read(ROOT / "styles" / "plain"), moment)))
    assert not ordinary.sections[0].first_page_footer.is_linked_to_previous


@pytest.mark.parametrize("format_", ["pdf", "docx", "large", "print"])
def test_an_edition_with_a_title_page_has_no_fault(
    format_: str, report: Document, moment: dt.datetime, tmp_path: Path
) -> None:
    row = format_named(format_)
    assert row is not None
    path = tmp_path / f"edition{row.suffix}"
    path.write_bytes(row.write(report, asking("un"), moment))
    assert audited(row, path, report) == ()


def test_a_style_that_does_not_ask_has_none(report: Document, moment: dt.datetime, tmp_path: Path) -> None:
    found = printed(report, styles.read(ROOT / "styles" / "plain"), moment, tmp_path)
    assert page_of("Contents", found) == 1
