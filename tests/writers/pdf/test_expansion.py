"""Type set wider or narrower so that its spaces stay even: how much, and that the page shows it."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace

import pikepdf
import pytest

from plantin.auditors import pdf as auditor
from plantin.house.style import Style
from plantin.model.outline import outline
from plantin.writers import pdf
from plantin.writers.pdf.expansion import part
from tests.kit.compose import composed

WORDS = (
    "The lamps of the harbour are lit at dusk, and whoever looks after them goes round by boat before the tide has"
    " turned. " * 6
)
MATRIX = re.compile(rb"([\d.]+) 0 0 -?1 [\d.]+ [\d.]+ Tm")


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        (0.0, 0.0),
        (17.0, 0.0111),  # spaces bear 15 of 27: .15 em each
        (30.0, 0.02),  # no more than most
        (60.0, 0.03),  # spaces that are .22 em wider are wide enough: type bears half as much again
        (-9.0, -0.01),  # spaces give .06 em each
        (-40.0, -0.02),
    ],
)
def test_type_and_spaces_bear_what_a_line_lacks_in_proportion(extra: float, expected: float) -> None:
    assert part(extra, spaces=10, width=600, em=10, most=0.02) == pytest.approx(expected, abs=0.0015)


def factors(made: bytes) -> set[float]:
    """The horizontal factors of the text of all pages."""
    with pikepdf.open(io.BytesIO(made)) as file:
        streams = b"".join(page.Contents.read_bytes() for page in file.pages)
    return {float(found[1]) for found in MATRIX.finditer(streams)}


def test_filled_lines_are_expanded_and_read_back(house: Style, moment: dt.datetime) -> None:
    document = composed(f"# Lamps\n\n{WORDS}\n\n{WORDS}")
    made = pdf.write(document, house, moment)
    found = factors(made)
    assert len(found) > 3
    assert all(0.98 <= factor <= 1.03 for factor in found)
    assert auditor.read(made, "edition.pdf").outline() == outline(document)
    assert auditor.read(made, "edition.pdf").findings() == ()


def test_a_style_may_leave_its_type_as_it_is(house: Style, moment: dt.datetime) -> None:
    plain = replace(house, type=replace(house.type, expansion=0.0))
    assert factors(pdf.write(composed(f"# Lamps\n\n{WORDS}"), plain, moment)) <= {1.0}
