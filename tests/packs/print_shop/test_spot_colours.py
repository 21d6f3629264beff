"""Spot colours of the print edition: on plates of their own, as Ghostscript separates the file."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from bench.plates import separate
from plantin.auditors.pdf.file import open_file
from plantin.house.style import Style
from plantin.packs.print_shop import writer
from plantin.packs.print_shop.auditor import plates
from plantin.packs.print_shop.writer.inks import spots
from tests.kit.compose import composed

MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module", params=["process", "black"])
def spotted(request: pytest.FixtureRequest, house: Style) -> Style:
    colour = replace(house.colour, heading="#13295f")
    paper = replace(house.paper, inks=request.param, spots=("Deep Blue 7: #13295f",))
    return replace(house, colour=colour, paper=paper)


@pytest.fixture(scope="module")
def content(spotted: Style) -> bytes:
    return writer.write(composed("# Lamps\n\nText."), spotted, MOMENT)


def test_headings_are_in_the_ink_of_the_house(spotted: Style, content: bytes) -> None:
    pdf = open_file(content, "x.pdf").pdf
    known = frozenset(map(str, spots(spotted)))
    assert list(plates.plate_faults(pdf, 300, known)) == []
    assert {code for code, _ in plates.plate_faults(pdf, 300)} == {"V313"}


def test_headings_are_on_a_plate_of_their_own(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(content)
    separate(tmp_path / "x.pdf", tmp_path)
    with Image.open(tmp_path / "001(Deep Blue 7).tif") as plate:
        lightest, _ = plate.convert("L").getextrema()
        assert lightest < 128
