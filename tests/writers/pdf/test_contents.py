"""Contents that go on overleaf say so there, and may be kept on one page or on pages of their own."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Literal

import pypdfium2
import pytest

from plantin.auditors import pdf as auditor
from plantin.auditors.statements import UNKNOWN
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.writers import pdf
from plantin.writers.pdf import large
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.kit.read_back import strictly

pytestmark = pytest.mark.full

CONTINUED = "Contents (continued)"


@pytest.fixture(scope="module")
def long() -> Document:
    """A report whose contents are longer than its first page, and as long as no whole one."""
    return composed("\n\n".join(f"# Lamps of pier {n}\n\nThey are lit." for n in range(1, 41)))


def pages(made: bytes) -> list[str]:
    with pypdfium2.PdfDocument(made) as file:
        return [page.get_textpage().get_text_range() for page in file]


def set_as(document: Document, style: Style, moment: dt.datetime, way: Literal["auto", "whole", "page"]) -> list[str]:
    return pages(pdf.write(document, replace(style, page=replace(style.page, contents=way)), moment))


def test_the_head_of_a_page_says_that_the_contents_go_on(long: Document, store: Editions) -> None:
    made = store.content(long, "pdf")
    first, second, *others = pages(made)
    assert "pier 1" in first
    assert CONTINUED in second
    assert not any(CONTINUED in page for page in (first, *others))
    read = auditor.read(made, "edition.pdf")
    assert read.outline() == outline(long)  # an artifact: nobody hears it
    assert read.findings() == ()


def test_contents_on_one_page_or_on_pages_of_their_own(long: Document, house: Style, moment: dt.datetime) -> None:
    assert not any(CONTINUED in page for page in set_as(long, house, moment, "whole"))
    short = composed("# Lamps\n\nThey are lit.\n\n# Piers\n\nThey are long.")
    first, second, third = set_as(short, house, moment, "page")
    assert "Contents" not in first
    assert "Contents" in second
    assert CONTINUED not in second
    assert "They are lit." not in second
    assert CONTINUED not in third


def test_short_contents_say_nothing_of_going_on(harbour: Document, store: Editions) -> None:
    assert not any(harbour.labels.contents_continued in page for page in pages(store.content(harbour, "pdf")))


def test_the_words_at_the_head_of_the_largest_print_are_in_one_line(house: Style, moment: dt.datetime) -> None:
    document = composed("\n\n".join(f"# Фонари мола {n}\n\nОни горят." for n in range(1, 31)), language="ru")
    made = large.write(document, house, moment, size=24, sans=True)
    assert "Содержание (продолжение)" in pages(made)[1]
    assert auditor.read(made, "edition.pdf").findings() == ()


def test_words_at_the_head_that_need_several_lines_are_known_again(
    long: Document, house: Style, moment: dt.datetime
) -> None:
    title = "All the lamps of the piers of the northern harbour, their wicks and their keepers by day and by night"
    labels = replace(long.labels, contents=title, contents_continued=f"{title} (continued)")
    made = pdf.write(replace(long, labels=labels), house, moment)
    assert title not in pages(made)[1]
    assert auditor.read(made, "edition.pdf").findings() == ()


def test_another_title_at_the_head_is_found(long: Document, house: Style, moment: dt.datetime) -> None:
    labels = replace(long.labels, contents_continued="Lamps (continued)")
    reading = auditor.read(pdf.write(replace(long, labels=labels), house, moment), "edition.pdf")
    said = "says “Lamps (continued)” as running head"
    assert any(said in finding.message for finding in strictly("pdf", reading, long, house, UNKNOWN))


@pytest.mark.parametrize("foot", ["{page}", "{symbol} {page}"])
def test_a_symbol_with_the_number_of_a_page_in_it_is_a_running_head(
    foot: str, long: Document, house: Style, moment: dt.datetime
) -> None:
    document = replace(long, masthead=replace(long.masthead, symbol="E/CN.2/2031/3"))
    style = replace(house, running=replace(house.running, foot=foot))
    reading = auditor.read(pdf.write(document, style, moment), "edition.pdf")
    assert not [one for one in strictly("pdf", reading, document, style, UNKNOWN) if "running head" in one.message]


def test_a_running_head_that_lacks_the_number_of_its_page_is_found(
    long: Document, house: Style, moment: dt.datetime
) -> None:
    spoilt = replace(long, masthead=replace(long.masthead, symbol="E/CN./2031/3"))
    document = replace(long, masthead=replace(long.masthead, symbol="E/CN.2/2031/3"))
    reading = auditor.read(pdf.write(spoilt, house, moment), "edition.pdf")
    said = "page 2 says “E/CN./2031/3” as running head"
    assert any(said in finding.message for finding in strictly("pdf", reading, document, house, UNKNOWN))


@pytest.mark.parametrize("before", range(58, 76, 3))
def test_a_range_of_years_in_a_title_stays_on_one_line(before: int, house: Style, moment: dt.datetime) -> None:
    title = f"{('lamp ' * 20)[:before].strip()} of 2025–2026 and later"
    made = pdf.write(composed(f"# {title}\n\nThey are lit.\n\n## {title}\n\nThey burn."), house, moment)
    lines = [line.strip() for page in pages(made) for line in page.splitlines()]
    assert sum("2025–2026" in line for line in lines) == 4


def test_a_text_without_headings_keeps_its_distance_from_the_title(store: Editions) -> None:
    document = composed("The lamps burn oil.\n\nThe wicks are of wool.")
    with pypdfium2.PdfDocument(store.content(document, "pdf")) as file:
        page = file[0].get_textpage()
        whole = page.get_text_range()
        starts = [whole.index(words) for words in (document.masthead.title, "The lamps", "The wicks")]
        below, above, after = (page.get_charbox(at) for at in starts)
    title_bottom, first_top, first_bottom, second_top = below[1], above[3], above[1], after[3]
    assert title_bottom - first_top >= first_bottom - second_top
