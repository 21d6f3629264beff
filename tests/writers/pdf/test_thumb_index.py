"""A book's own marks: the bars of a thumb index at the fore-edge, and pages that say that they are blank on purpose."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from bench.lines import Line, lines
from plantin.auditors import pdf as auditor
from plantin.auditors.statements import UNKNOWN
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.writers import pdf
from tests.kit.compose import composed
from tests.kit.read_back import strictly

pytestmark = pytest.mark.full

_BLANK = "This page is intentionally left blank."
_WIDTH = 595
_EDGE = 45
"""How far from the fore-edge the numerals of the index are at most, in points."""


@pytest.fixture(scope="module")
def parts() -> Document:
    """Three main sections, a turned table in the second."""
    row = " | ".join(["lamps"] * 9)
    rule = "|".join(["---"] * 9)
    table = f"::: {{#tbl-lamps .table .wide}}\nLamps\n\n| {row} |\n|{rule}|\n| {row} |\n:::"
    return composed(f"# Lamps\n\nThey are lit.\n\n# Piers\n\nThey are long.\n\n{table}\n\n# Boats\n\nThey are blue.")


@pytest.fixture(scope="module")
def book(house: Style) -> Style:
    """The style of a book."""
    return replace(house, page=replace(house.page, opening="recto", inner=24, outer=36, thumbs=True, blank=True))


@pytest.fixture(scope="module")
def made(parts: Document, book: Style, moment: dt.datetime) -> bytes:
    return pdf.write(parts, book, moment)


def found(made: bytes, folder: Path) -> list[Line]:
    path = folder / "book.pdf"
    path.write_bytes(made)
    return lines(path)


def test_the_number_of_a_section_is_lower_for_each_at_the_outer_edge(made: bytes, tmp_path: Path) -> None:
    marks = {}
    for line in found(made, tmp_path):
        for word, left, right in line.words:
            if word in {"I", "II", "III"} and min(left, _WIDTH - right) < _EDGE:
                marks[line.page] = word, line.top, left > _WIDTH / 2
    # On the first page nothing has begun; 2, 4 and 6 are blank or turned.
    assert {page: (word, right) for page, (word, _, right) in marks.items()} == {
        3: ("I", True),
        5: ("II", True),
        7: ("III", True),
    }
    assert marks[3][1] < marks[5][1] < marks[7][1]


def test_a_blank_page_says_so_and_no_other(made: bytes, tmp_path: Path) -> None:
    told = [line.page for line in found(made, tmp_path) if " ".join(word for word, *_ in line.words) == _BLANK]
    assert told == [2, 4]


def test_marks_of_a_book_are_artifacts(made: bytes, parts: Document) -> None:
    read = auditor.read(made, "book.pdf")
    assert read.outline() == outline(parts)
    assert read.findings() == ()


def test_a_style_without_them_has_neither(parts: Document, house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    plain = replace(house, page=replace(house.page, opening="recto"))
    said = [" ".join(word for word, *_ in line.words) for line in found(pdf.write(parts, plain, moment), tmp_path)]
    assert _BLANK not in said
    assert not {"I", "II", "III"} & set(said)


def test_long_numerals_stay_on_the_page(house: Style, moment: dt.datetime) -> None:
    many = composed("\n\n".join(f"# Pier {number}\n\nIt is long." for number in range(1, 39)))
    narrow = replace(house, page=replace(house.page, opening="page", outer=17, thumbs=True))
    read = auditor.read(pdf.write(many, narrow, moment), "piers.pdf")
    assert read.findings() == ()


def test_other_words_on_a_blank_page_are_found(made: bytes, parts: Document, book: Style) -> None:
    reading = auditor.read(made, "book.pdf")
    labels = replace(parts.labels, blank_page="This page is blank.")
    found = strictly("pdf", reading, replace(parts, labels=labels), book, UNKNOWN)
    assert any(f"says “{_BLANK}” as running head, which the document does not say" in one.message for one in found)


def test_heads_of_a_table_that_are_repeated_on_two_lines_are_heard(house: Style, moment: dt.datetime) -> None:
    head = " | ".join(f"Hour {number} {'of rain ' * 3}" for number in range(1, 9))
    rows = "\n".join("| " + " | ".join(["1"] * 8) + " |" for _ in range(60))
    document = composed(
        f"# Rain\n\nIt rained.\n\n::: {{#tbl-rain .table}}\nRain\n\n| {head} |\n|{'---|' * 8}\n{rows}\n:::"
    )
    assert auditor.read(pdf.write(document, house, moment), "rain.pdf").findings() == ()
