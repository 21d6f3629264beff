"""Which heads a cell of a table has, where rows and columns alone do not say it (ISO 32000-1, 14.8.5.7, Headers)."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from plantin.writers.grid import grid


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell in the grid: its first row and column, and where both end."""

    cell: ET.Element
    row: int
    column: int
    row_end: int
    column_end: int

    def shares(self, other: GridCell) -> bool:
        """Return whether both are in one row."""
        return self.row < other.row_end and other.row < self.row_end

    def under(self, other: GridCell) -> bool:
        """Return whether it is below ``other``, in one of its columns."""
        return other.row_end <= self.row and self.column < other.column_end and other.column < self.column_end


def grid_cells(table: ET.Element) -> list[GridCell]:
    """Return the cells of ``table`` in reading order, each with its place in the grid."""
    rows = grid(table.iter("tr"), lambda cell: (int(cell.get("colspan", "1")), int(cell.get("rowspan", "1"))))
    return [
        GridCell(slot.cell, n, slot.column, n + int(slot.cell.get("rowspan", "1")), slot.column + slot.columns)
        for n, row in enumerate(rows)
        for slot in row
        if slot.begins
    ]


def heads(table: ET.Element) -> dict[ET.Element, list[ET.Element]]:
    """Return the heads of every cell of ``table`` that has any: those of its columns from the top, the cut-in head
    above it, that of its row.

    Nothing where no head spans more than one row or column: there the scopes of the heads say the same.
    """
    cells = grid_cells(table)
    header_cells = [cell for cell in cells if cell.cell.tag == "th"]
    if all(cell.row_end - cell.row == 1 and cell.column_end - cell.column == 1 for cell in header_cells):
        return {}
    return {cell.cell: above for cell in cells if (above := [head.cell for head in _heads(cell, header_cells)])}


def _heads(cell: GridCell, header_cells: list[GridCell]) -> list[GridCell]:
    scope = cell.cell.get("scope", "")
    columns = [head for head in header_cells if head.cell.get("scope", "").startswith("col") and cell.under(head)]
    if scope == "rowgroup":
        return columns
    groups = [head for head in header_cells if head.cell.get("scope") == "rowgroup" and cell.under(head)]
    rows = [] if scope else [head for head in header_cells if head.cell.get("scope") == "row" and head.shares(cell)]
    return [*columns, *groups[-1:], *rows]
