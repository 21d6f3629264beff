"""Optional parts of reports: their style sheets and styles are only in editions that need them."""

from __future__ import annotations

from plantin.house.style import Style
from plantin.house.style_sheets import CheckedSheet, join
from plantin.model.document import Block, Cell, Document, Paragraph, Passage, Table, every
from plantin.model.inlines import Reference

_SHEET = "parts.css"
CELLS = "cells.css"
"""The sheet of reports with cells of several blocks."""
SHEETS = (_SHEET, CELLS)
"""The sheets that web editions of some reports have after their own."""
TITLE_PAGE = "title-page.css"
"""The sheet of styles that ask for a title page in print."""
_DROP, _LEAST_DROP, _UNDER_LOGO = 0.1, 0.05, 7
"""By which part of the height of the page a title is lower on a page of its own, at least so much where there is a
logo over it, and the millimetres under that.
"""


def has(document: Document, *roles: str) -> bool:
    """Return whether there is a passage with one of ``roles`` in ``document``: a list of references, an index."""
    return any(isinstance(block, Passage) and block.role in roles for block in every(document.blocks))


def has_object_lists(document: Document) -> bool:
    """Return whether there is a list of tables, figures or boxes in ``document``."""
    lists = (block for block in document.blocks if isinstance(block, Passage) and block.role == "object-list")
    return any(row_reference(row) for block in lists for row in block.blocks)


def has_cell_blocks(document: Document) -> bool:
    """Return whether a cell of a table has several paragraphs or a list."""
    tables = (block for block in every(document.blocks) if isinstance(block, Table))
    return any(has_blocks(cell) for table in tables for cell in table.cells())


def has_blocks(cell: Cell) -> bool:
    """Return whether a cell has several paragraphs or a list."""
    return bool(cell.blocks) and not cell.picture


def title_drop(document: Document, style: Style) -> float:
    """Return how many millimetres lower a title is on a page of its own, a third of the way down it."""
    high = style.page.height
    logo = style.brand.logo_height + _UNDER_LOGO if document.logo else 0
    return max(high * _DROP - logo, high * _LEAST_DROP)


def row_reference(row: Block) -> Reference | None:
    """Return the reference that a line of a list of objects consists of; None of a heading or anything else."""
    only = row.content[0] if isinstance(row, Paragraph) and len(row.content) == 1 else None
    return only if isinstance(only, Reference) else None


def sheet(document: Document, style: Style, name: str) -> CheckedSheet:
    """Return the sheet ``name`` of ``style``, followed by that for such parts where ``document`` has any. Raises
    StyleError as ``Style.sheet``.
    """
    further = [style.sheet(_SHEET)] if has(document, "references", "parts", "index") else []
    further += [style.sheet(CELLS)] if has_cell_blocks(document) else []
    return join((style.sheet(name), *further)) if further else style.sheet(name)
