"""Pages without holes and last pages that are no stubs: measured in the finished file, with and without the lines that
pages give.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from math import inf
from pathlib import Path

import pytest

from bench.lines import lines
from plantin.auditors import pdf as auditor
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.writers import pdf
from plantin.writers.pdf import page_fitting
from plantin.writers.pdf.line_breaking import Measure, choose_lines, first_fit
from plantin.writers.pdf.planned_lines import ParagraphShape
from plantin.writers.pdf.target_pages import TargetPages
from plantin.writers.pdf.unbroken_line import UnbrokenLine
from tests.kit.compose import composed
from tests.writers.pdf.test_line_breaking import stops
from tests.writers.pdf.test_note_fragmentation import prose
from tests.writers.pdf.test_note_pages import a5

pytestmark = pytest.mark.full

_LINE = 15.0
_TITLE = (
    "A title that is as long as titles of official reports are, so that it takes a line and half of another one on most"
    " pages"
)


def depths(document: Document, style: Style, path: Path, moment: dt.datetime) -> list[float]:
    """Where the text of each page ends, in points from the top."""
    path.write_bytes(pdf.write(document, style, moment))
    found = lines(path)
    return [
        max(line.bottom for line in found if line.page == page and line.bottom < 775)
        for page in range(1, max(line.page for line in found) + 1)
    ]


def holes(found: list[float]) -> int:
    """How many pages but the last end more than two lines above the deepest."""
    return sum(max(found) - depth > 2 * _LINE for depth in found[:-1])


def titled(number: int) -> str:
    """Two headings of several lines, and two paragraphs."""
    below = (prose(190 + 11 * (number % 5) + 7 * more, f"Lamp {number}:") for more in range(2))
    return "\n\n".join([f"# {_TITLE}", f"## {_TITLE}", *below])


@pytest.mark.parametrize("count", [-1, 0, 1, 2])
def test_a_paragraph_without_good_lines_is_left_to_the_engine(count: int) -> None:
    """Neither of two words side by side fits into a narrow cell, so that its line would be mostly space."""
    text = "north 30078."
    shape = ParagraphShape(
        (None, 11.0, ""), None, UnbrokenLine(None, 0.0, {}, text), tuple(stops(text)), Measure(11, 4.0), 0
    )
    assert shape.lines(count) == ((), inf)


def test_pages_end_at_their_foot_where_a_heading_does_not_fit(
    house: Style, moment: dt.datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = composed("\n\n".join(titled(number) for number in range(8)))
    firm = replace(house, page=replace(house.page, stretch=0.02))
    fitted = depths(document, firm, tmp_path / "fitted.pdf", moment)
    monkeypatch.setattr(page_fitting, "_HOLE", inf)
    still = depths(document, firm, tmp_path / "still.pdf", moment)
    # The first page has nothing but a title, the contents and a few lines: a line more or less is all that it can give.
    assert (holes(fitted[1:]), holes(still[1:])) == (0, 1), (fitted, still)


def test_last_page_is_no_stub(
    house: Style, moment: dt.datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = composed("\n\n".join(prose(103, f"Lamp {number}:") for number in range(7)))
    longer = depths(document, house, tmp_path / "longer.pdf", moment)
    monkeypatch.setattr(page_fitting, "_ROUNDS", 0)
    stub = depths(document, house, tmp_path / "stub.pdf", moment)
    assert len(longer) == len(stub) == 2
    assert longer[1] > 71 + 0.25 * 700 > stub[1]


def test_contents_name_the_page_on_which_a_heading_ends_up(
    house: Style, moment: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first page holds the second heading until it is set in more lines, for a last page that would be a stub."""
    sections = ((52, 17), (57, 57), (63,), (62,), (16,))
    blocks = [
        ["# Lamps", *(prose(words, f"Lamp {number}{place}:") for place, words in enumerate(of))]
        for number, of in enumerate(sections)
    ]
    document = composed("\n\n".join(block for section in blocks for block in section))
    assert auditor.read(pdf.write(document, a5(house), moment), "right.pdf").findings() == ()
    monkeypatch.setattr(TargetPages, "put_back", lambda _: None)
    (wrong,) = auditor.read(pdf.write(document, a5(house), moment), "wrong.pdf").findings()
    assert wrong.code == "L105"


def test_contents_are_made_once_more_when_their_numbers_are_known(
    house: Style, moment: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = composed("\n\n".join(f"# Lamps of pier {number}\n\n{prose(300, 'Lamp:')}" for number in range(4)))
    made: list[int] = []
    once = page_fitting._RepeatablePage._once

    def counted(page: page_fitting._RepeatablePage) -> object:
        made.append(page.number)
        return once(page)

    monkeypatch.setattr(page_fitting._RepeatablePage, "_once", counted)
    still = replace(house, page=replace(house.page, stretch=0))
    assert auditor.read(pdf.write(document, still, moment), "edition.pdf").findings() == ()
    assert made == [*range(1, max(made) + 1), 1]
    assert max(made) > 2


def test_numbers_of_lines_are_kept_exactly() -> None:
    text = stops(" ".join(["aa bbb cccc dd"] * 12))
    ragged, filled = Measure(40, 4.0, filled=False), Measure(40, 4.0)
    assert first_fit(text, 40) == 5
    found = choose_lines(text, ragged, 8)
    assert list(found) == [5, 6, 7, 8]
    for count in (5, 6, 7):
        ends, cost = found[count]
        assert len(ends) == count
        assert ends[-1].at == len("aa bbb cccc dd ") * 12 - 1
        assert cost < found[count + 1][1]
        assert choose_lines(text, ragged, count)[count] == found[count]
    assert 9 not in choose_lines(text, filled, 9)
