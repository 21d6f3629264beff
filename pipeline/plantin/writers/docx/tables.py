"""Tables of a Word file (ECMA-376 part 1, 17.4): repeated header rows, row headers, spans, column widths."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from plantin.model.document import Cell, Table
from plantin.model.inlines import plain
from plantin.writers import grid
from plantin.writers.docx.ooxml import Element, Elements, element, paragraph, value
from plantin.writers.grid import Placed
from plantin.writers.parts import has_blocks

STYLE = "HouseTable"
_ALIGNED = {"centre": "Centred", "end": "Right"}
"""What follows the name of a style of cells in that of the one that sets them so."""
_STYLES = {"column": "TableHead", "group": "TableGroup"}
_LEAST, _MOST = 5, 34
"""How many letters a column has room for at least, and at most before its words are divided into lines."""


_LETTER_EM = 0.5
"""The width of a letter or figure as a part of the size of the type, on average."""
_APART = re.compile(r"[ \t\n]+")
"""Where words are divided into lines: not at a no-break space, so "1 411 280" is one word."""


_Slot = Placed[Cell]
Inside = Callable[[Cell, str, Sequence[Element]], Elements]


def table(given: Table, measure: int, *, right_to_left: bool, inside: Inside) -> Element:
    """Return the grid of ``given``, ``measure`` twips wide; ``inside`` gives what is in a cell, in paragraphs of the
    style that it is given, each with such properties besides (``Inside``).
    """
    widths = column_widths(given, measure)
    rows = _slots(given)
    heads = len(given.head)
    row_elements = [
        _row(
            slots,
            widths,
            inside,
            head=n < heads,
            styled=heads == 1,
            last_head=n == heads - 1 < len(rows) - 1,
            left=len(rows) - 1 - n,
        )
        for n, slots in enumerate(rows)
    ]
    columns = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    return element("tbl", _properties(given, right_to_left=right_to_left), columns, *row_elements)


def least(given: Table, size: float) -> int:
    """Return the width in twips that ``given`` needs in a type of ``size`` points so that no word of it is divided."""
    return round(sum(_needs(given, 0)) * size * _LETTER_EM * 20)


def _properties(given: Table, *, right_to_left: bool) -> Element:
    """Return the w:tblPr in the schema's order (17.4.60). The first column has heads of rows where the look says."""
    heads = any(cell.kind == "row" for row in given.rows for cell in row)
    look = element(
        "tblLook",
        val="06A0" if heads else "0620",
        firstRow=1,
        lastRow=0,
        firstColumn=int(heads),
        lastColumn=0,
        noHBand=1,
        noVBand=1,
    )
    caption = f"{given.label} {plain(given.title)}".strip()
    return element(
        "tblPr",
        value("tblStyle", STYLE),
        *([element("bidiVisual")] if right_to_left else []),
        element("tblW", w=5000, type="pct"),
        element("tblLayout", type="fixed"),
        look,
        *([value("tblCaption", caption)] if caption else []),
    )


def column_widths(given: Table, measure: int) -> list[int]:
    """Return the columns' widths in twips, each by the words that it has to hold."""
    needs: Sequence[float] = given.widths or _needs(given, _MOST)
    widths = [round(need / sum(needs) * measure) for need in needs]
    widths[-1] += measure - sum(widths)
    return widths


def _needs(given: Table, most: int) -> list[float]:
    """Return how many letters each column must have room for: its longest word, and its longest cell up to ``most``."""
    needs = [float(_LEAST)] * given.columns
    for slots in _slots(given):
        at = 0
        for slot in slots:
            lines = [plain(run) for _, run in slot.cell.lines()]
            words = max(lines, key=len)
            longest = max(len(word) for line in lines for word in _APART.split(line))
            if slot.columns == 1 and slot.cell.kind != "group":
                needs[at] = max(needs[at], longest + 2, min(len(words) + 2, most))
            at += slot.columns
    return needs


def _slots(given: Table) -> list[list[_Slot]]:
    """Return the rows with the cells that go on into them from above (17.4.84), and empty ones where some lack."""
    filled = ((*row, *[Cell("data", ())] * given.columns) for row in (*given.head, *given.rows))
    return grid.of_cells(filled, given.columns)


def _row(
    slots: list[_Slot],
    widths: list[int],
    inside: Inside,
    *,
    head: bool,
    styled: bool,
    last_head: bool,
    left: int,
) -> Element:
    """Return a row with ``left`` rows below it. Heads stay with what follows, and the last row with the one above."""
    whole = head or not any(has_blocks(slot.cell) for slot in slots)
    properties = element("trPr", *([element("cantSplit")] if whole else []), *([element("tblHeader")] if head else []))
    cells, at = [], 0
    kept = left > 0 and (head or left == 1 or any(slot.cell.kind == "group" for slot in slots))
    for slot in slots:
        width = sum(widths[at : at + slot.columns])
        ruled = not styled and (last_head or (head and slot.columns > 1))
        cells.append(_cell(slot, width, inside, head=head, low=head and not styled, ruled=ruled, kept=kept))
        at += slot.columns
    return element("tr", properties, *cells)


def _cell(slot: _Slot, width: int, inside: Inside, *, head: bool, low: bool, ruled: bool, kept: bool) -> Element:
    """Return a cell (17.4.65), without what its style sets: alignment, and of a head of one row its rule and place."""
    cell = slot.cell
    spans = [value("gridSpan", slot.columns)] if slot.columns > 1 else []
    if cell.rows > 1:
        spans.append(value("vMerge", "restart") if slot.begins else element("vMerge"))
    rule = [element("tcBorders", element("bottom", val="single", sz=4, space=0, color="auto"))] if ruled else []
    properties = element(
        "tcPr", element("tcW", w=width, type="dxa"), *spans, *rule, *([value("vAlign", "bottom")] if low else [])
    )
    style = _STYLES.get(cell.kind, "TableText") if not head else "TableHead"
    if style != _STYLES["group"]:
        style += _ALIGNED.get(cell.align, "")
    # Heads stay with what follows by their style; where nothing follows, they are not to be held to what is under the
    # table.
    keeps_next = style.startswith(tuple(_STYLES.values()))
    free = [] if keeps_next == kept else [element("keepNext") if kept else value("keepNext", 0)]
    return element("tc", properties, *(inside(cell, style, free) if slot.begins else [paragraph(style, [], *free)]))
