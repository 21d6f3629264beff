"""Tables of pandoc's tree as source tables: spans are marked, uneven rows filled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from plantin.packs.imports import cells as typed
from plantin.packs.imports.cells import LEFT, UP, Cell, ReceivedTable
from plantin.source.nodes import Json

_MOST_ROWS, _MOST_COLUMNS, _MOST_CELLS = 2_000, 64, 20_000
_NUMBER = re.compile(r"^(?:\[)?[(+\\−–-]*\d[\d.,'’\s\u00a0\u202f)]*[%‰]?(?:\]\{lang=[\w-]+\})?$")
_ALIGNS = {"AlignRight": "--:", "AlignCenter": ":-:"}

Inside = Callable[[list[Json]], Cell]


def rows(table: Json) -> tuple[list[Json], list[Json]]:
    """Return the rows of the head and those below it, each a list of cells."""
    _, _, _, (_, heads), bodies, (_, feet) = table
    below = [row for _, _, above, under in bodies for part in (above, under) for row in part]
    return [row[1] for row in heads], [row[1] for row in (*below, *feet)]


def cells(table: Json) -> Iterator[list[Json]]:
    """Yield the blocks of each cell, in order."""
    head, body = rows(table)
    yield from (cell[4] for row in (*head, *body) for cell in row)


def lays_out(table: Json) -> bool:
    """Return whether a table only puts passages beside or below each other: it has one row or one column."""
    head, body = rows(table)
    filled_rows = [row for row in (*head, *body) if row]
    return len(filled_rows) < 2 or all(len(row) == 1 for row in filled_rows)


def grid(table: Json, inside: Inside) -> ReceivedTable | None:
    """Return the table, what is in each cell written by ``inside``; None where it is more than a report can have."""
    head, body = rows(table)
    filled_rows = [row for row in (*head, *body) if row]
    heads = sum(bool(row) for row in head)
    width = max((sum(max(1, cell[3]) for cell in row) for row in filled_rows), default=0)
    if (
        not filled_rows
        or len(filled_rows) > _MOST_ROWS
        or width > _MOST_COLUMNS
        or len(filled_rows) * width > _MOST_CELLS
    ):
        return None
    used = max(1, min(heads, len(filled_rows) - 1))
    laid, uneven = _lay_out(filled_rows, used, inside)
    laid[:used] = [list(map(typed.head, row)) for row in laid[:used]]
    columns = [align["t"] for align, _ in table[2]]
    aligns = [_ALIGNS.get(columns[n] if n < len(columns) else "", ":--") for n in range(len(laid[0]))]
    return ReceivedTable(laid, used, bool(heads), aligns, uneven)


def with_numbers_right(table: ReceivedTable) -> ReceivedTable:
    """Return the table with its columns of numbers set to the right, for a file whose alignment was not read."""
    below = table.rows[table.heads :]
    numbers = [
        all(isinstance(cell, str) and (not cell or _NUMBER.search(cell)) for cell in column) and any(column)
        for column in zip(*below, strict=True)
    ]
    aligns = ["--:" if is_number else align for is_number, align in zip(numbers, table.aligns, strict=True)]
    return replace(table, aligns=aligns)


def _lay_out(filled_rows: list[list[Json]], heads: int, inside: Inside) -> tuple[list[list[Cell]], int]:
    """Return the rows with a cell in each column; how many rows had fewer than others."""
    out = typed.spread(
        [((_plain(inside(blocks)), down, across) for _, _, down, across, blocks in row) for row in filled_rows], heads
    )
    width = max(map(len, out))
    uneven = sum(len(line) < width for line in out)
    padded: list[list[Cell]] = [[*line, *[""] * (width - len(line))] for line in out]
    for r, line in enumerate(padded):
        if all(cell in (LEFT, UP) for cell in line):
            padded[r] = [""] * len(line)
            for below in padded[r + 1 :]:
                if not any(cell == UP for cell in below):
                    break
                below[:] = ["" if cell == UP else cell for cell in below]
    return padded, uneven


def _plain(cell: Cell) -> Cell:
    """Return a cell in which a bar is not a border, and what says no more than the sign of a span is code."""
    return typed.escape_sign(re.sub(r"(?<!\\)\|", r"\|", cell)) if isinstance(cell, str) else cell
