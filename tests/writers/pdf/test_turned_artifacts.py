"""Words from right to left that are outside the tags: the head of a table that is repeated on the next page."""

from __future__ import annotations

import datetime as dt
import io

import pikepdf
import pytest

from plantin.auditors import pdf as auditor
from plantin.auditors.pdf.file import open_file
from plantin.house.style import Style
from plantin.writers import pdf
from tests.kit.compose import composed

MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)
HEADS = ("السنة 2026/27", "ملايين اللترات (2026)", "الأوَّلُ مِنْ شَهْرٍ لا")


@pytest.fixture(scope="module")
def made(house: Style) -> bytes:
    rows = "\n".join(f"| {year} | {year % 7} | {year % 9} |" for year in range(1950, 2010))
    table = f"::: {{.table}}\nجدول\n\n| {' | '.join(HEADS)} |\n|---|---|---|\n{rows}\n:::"
    return pdf.write(composed(f"# عنوان\n\n{table}", language="ar"), house, MOMENT)


def test_a_repeated_head_is_read_as_the_report_has_it(made: bytes) -> None:
    assert auditor.read(made, "x.pdf").findings() == ()
    sheets = open_file(made, "x.pdf").sheets
    assert any(set(HEADS) <= set(sheet.artifacts) for sheet in sheets)


def test_each_of_its_words_is_reversed_by_itself_for_readers_that_search(made: bytes) -> None:
    within, found = list[str](), 0
    with pikepdf.open(io.BytesIO(made)) as file:
        for operands, operator in pikepdf.parse_content_stream(file.pages[1]):
            if str(operator) in {"BDC", "BMC"}:
                within.append(str(operands[0]))
                found += within == ["/Artifact", "/ReversedChars"]
            elif str(operator) == "EMC":
                within.pop()
            assert str(operator) != "Ts"
    assert found >= sum(not word.isascii() for head in HEADS for word in head.split())
