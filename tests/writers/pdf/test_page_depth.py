"""Pages that end at one height, measured in the finished file."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from bench.lines import lines
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.writers import pdf
from tests.kit.compose import composed
from tests.writers.pdf.test_note_fragmentation import prose


def depths(document: Document, style: Style, path: Path, moment: dt.datetime) -> list[float]:
    """Where the text of each page but the last ends, in points from the top."""
    path.write_bytes(pdf.write(document, style, moment))
    found = lines(path)
    last = max(line.page for line in found)
    return [max(line.bottom for line in found if line.page == page and line.bottom < 775) for page in range(1, last)]


def test_spaces_between_paragraphs_make_pages_equally_deep(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    document = composed("\n\n".join(prose(30 + 17 * (number % 4), f"Lamp {number}:") for number in range(40)))
    grown = depths(document, house, tmp_path / "grown.pdf", moment)
    still = depths(document, replace(house, page=replace(house.page, stretch=0.0)), tmp_path / "still.pdf", moment)
    assert len(grown) == len(still) > 2
    assert max(grown) - min(grown) < 0.5
    assert max(still) - min(still) > 5


def test_page_before_one_that_begins_by_itself_stays(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    body = (
        "# One\n\n"
        + "\n\n".join(prose(60, f"Lamp {number}:") for number in range(5))
        + "\n\n# Two\n\nIt begins a page.\n"
    )
    document = composed(body)
    opening = replace(house, page=replace(house.page, opening="page"))
    still = replace(opening, page=replace(opening.page, stretch=0.0))
    assert depths(document, opening, tmp_path / "a.pdf", moment) == depths(document, still, tmp_path / "b.pdf", moment)
