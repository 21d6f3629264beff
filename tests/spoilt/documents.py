"""The reports whose editions are spoilt, by the names that the registry gives them."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from plantin.house import brand, style
from plantin.house.layout import House
from plantin.house.style import Style
from plantin.model.document import Document
from tests.kit.editions import Editions
from tests.kit.houses import ROOT
from tests.spoilt import (
    report_with_cells,
    report_with_citations,
    report_with_decimals,
    report_with_index,
    report_with_index_ranges,
    report_with_objects,
)
from tests.spoilt.registry import HARBOUR

LAMPS, WATER, BRANDED, COLOURED = "lamps", "water", "branded", "coloured"
WORKS, MARKED, RANGED, CELLS = "works", "marked", "ranged", "cells"

CIVIC = ROOT / "styles" / "civic"

SLUGS = {
    HARBOUR: "A-90-12-Add.1",
    "gardens": "A-91-14",
    "ferry": "A-90-44",
    "libraries": "A-90-41",
    "meadows": "E-2036-18",
    "trains": "A-90-46-Rev.1-Corr.1",
    "weather": "A-90-42",
}
"""Test reports, by name: what they are called in a house of all of them."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The finished documents of these reports, each composed once."""

    house: House
    store: Editions

    def document(self, report: str) -> Document:
        """The document of the report of that name, in its first language."""
        if report == BRANDED:
            made = _own(WATER)
            mark = next(made.pictures())
            return replace(
                made,
                logo=replace(
                    mark, anchor="", label="", title=(), alternative="Town Water", source=(), notes=(), width=0
                ),
            )
        if report == COLOURED:
            return replace(_own(WATER), palette=brand.palette(CIVIC))
        if report in _OWN:
            return _own(report)
        return self.store.document(self.house, SLUGS[report])

    def path(self, report: str, format_: str) -> Path:
        """The sound edition of that report."""
        return self.store.path(self.document(report), format_, style=self.style(report))

    def style(self, report: str) -> Style:
        """The style of the store or, of the report in colour, that one."""
        return style.read(CIVIC) if report == COLOURED else self.store.style


_OWN = {
    LAMPS: report_with_objects.SOURCE,
    WATER: report_with_decimals.SOURCE,
    WORKS: report_with_citations.SOURCE,
    MARKED: report_with_index.SOURCE,
    RANGED: report_with_index_ranges.SOURCE,
    CELLS: report_with_cells.SOURCE,
}


@cache
def _own(report: str) -> Document:
    with tempfile.TemporaryDirectory() as folder:
        return report_with_objects.make(Path(folder), _OWN[report])
