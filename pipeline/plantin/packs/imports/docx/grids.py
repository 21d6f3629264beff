"""Tables of a Word file (ECMA-376 part 1, 17.4) as source tables: merged cells marked, paragraphs and lists kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lxml.etree import _Element as Node

from plantin.packs.imports import cells
from plantin.packs.imports.cells import LEFT, UP, Cell, ReceivedTable
from plantin.packs.imports.docx import Passage
from plantin.packs.imports.markup import Row
from plantin.wordfile.package import child, children, leading, name, on, val, whole

_TABLE, _ROW, _CELL = name("w:tbl"), name("w:tr"), name("w:tc")
_MOST_ROWS, _MOST_COLUMNS = 2_000, 64
_ALIGNS = {"end": "--:", "center": ":-:"}


def outermost_table(node: Node) -> Node | None:
    """Return the table that a paragraph is in, the outer one of two."""
    return next(reversed(list(node.iterancestors(_TABLE))), None)


def grid(table: Node, passages: Sequence[Passage], row_of: Callable[[Passage], Row]) -> ReceivedTable | None:
    """Return the table whose paragraphs are ``passages``, each written by ``row_of``, those of a table in a cell as
    paragraphs of the cell; None where it has less than two rows or columns, or more than a report can have.
    """
    rows = _rows(table)
    if not 1 < len(rows) <= _MOST_ROWS:
        return None
    by_cell: dict[Node, list[Passage]] = {}
    for passage in passages:
        by_cell.setdefault(list(passage.line.node.iterancestors(_CELL))[-1], []).append(passage)
    heads = next((n for n, row in enumerate(rows) if on(row, "w:trPr/w:tblHeader") is not True), len(rows) - 1)
    marked, heads = heads > 0, max(1, heads)
    cell_rows = [list(_cells(row, by_cell, row_of)) for row in rows]
    while not marked and heads < len(cell_rows) - 1 and UP in cell_rows[heads]:
        heads += 1  # a cell of the head goes on into this row
    columns = max(map(len, cell_rows))
    if not 1 < columns <= _MOST_COLUMNS:
        return None
    padded: list[list[Cell]] = [[*row, *[""] * (columns - len(row))] for row in cell_rows]
    used = max(1, min(heads, len(rows) - 1))
    _mend(padded, used)
    marked = marked or cells.is_bold(padded[0])
    if not marked and used == 1 and cells.is_no_head(padded[0]):
        marked, padded = True, [[""] * columns, *padded]
    padded[:used] = [list(map(cells.head, row)) for row in padded[:used]]
    return ReceivedTable(padded, used, marked, tuple(_aligns(rows[-1], columns)))


def _rows(table: Node) -> list[Node]:
    return [row for row in table.iter(_ROW) if next(row.iterancestors(_TABLE), None) is table]


def _own_cells(row: Node) -> list[Node]:
    """Return the cells of a row, without those of a table in one of them."""
    return [cell for cell in row.iter(_CELL) if next(cell.iterancestors(_ROW), None) is row]


def lays_out(table: Node) -> bool:
    """Return whether a table only puts passages beside or below each other: it has one row or one column."""
    rows = _rows(table)
    return len(rows) < 2 or all(len(_own_cells(row)) == 1 for row in rows)


def count_filled_cells(table: Node, passages: Sequence[Passage]) -> int:
    """Return how many cells of a table have words, those of a table in one of them as that one."""
    nodes = (passage.line.node for passage in passages if passage.line.text().strip())
    around = (reversed(list(node.iterancestors(_CELL))) for node in nodes)
    return len({next(cell for cell in holders if table in cell.iterancestors()) for holders in around})


def nests(table: Node) -> bool:
    """Return whether there is a table in a cell."""
    return len(list(table.iter(_TABLE))) > 1


def _cells(row: Node, by_cell: dict[Node, list[Passage]], row_of: Callable[[Passage], Row]) -> Iterator[Cell]:
    """Yield the cells of a row, one for each column of the grid."""
    yield from [""] * whole(val(row, "w:trPr/w:gridBefore"))
    for cell in _own_cells(row):
        properties = child(cell, "w:tcPr")
        merge = child(properties, "w:vMerge")
        goes_on = merge is not None and val(merge) in ("", "continue")
        inside = cells.make_cell([row_of(passage) for passage in by_cell.get(cell, [])])
        yield UP if goes_on and not inside else inside
        yield from [LEFT] * (min(whole(val(properties, "w:gridSpan"), 1), _MOST_COLUMNS) - 1)


def _mend(rows: list[list[Cell]], heads: int) -> None:
    """Let a cell that goes on from above start again where nothing is above it: at the top, below the head."""
    for n, row in enumerate(rows):
        for c, cell in enumerate(row):
            above = rows[n - 1][c] if n else LEFT
            if cell == UP and (n in (0, heads) or above == LEFT):
                row[c] = ""
        if all(cell in (LEFT, UP) for cell in row):
            row[0] = ""


def paragraph_alignment(paragraph: Node | None) -> str:
    """Return how a paragraph of a cell is set: as it says itself (17.3.1.13), else by its style of the press."""
    styled = {"Right": "end", "Centred": "center"}
    alignment = leading(val(paragraph, "w:pPr/w:jc"))
    return alignment or next((to for end, to in styled.items() if val(paragraph, "w:pPr/w:pStyle").endswith(end)), "")


def _aligns(row: Node, columns: int) -> Iterator[str]:
    """Yield the alignment of the columns, as that of the cells of the last row."""
    alignments = [
        _ALIGNS.get(paragraph_alignment(next(iter(children(cell, "w:p")), None)), ":--") for cell in _own_cells(row)
    ]
    yield from (alignments[n] if n < len(alignments) else ":--" for n in range(columns))
