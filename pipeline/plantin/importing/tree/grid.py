"""Tables of pandoc's tree as source tables: spans are marked, uneven rows filled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from plantin.importing import cells as typed
from plantin.importing.cells import LEFT, UP, Cell
from plantin.source.nodes import Json

_MOST_ROWS, _MOST_COLUMNS, _MOST_CELLS = 2_000, 64, 20_000
_NUMBER = re.compile(r"^(?:\[)?[(+\\−–-]*\d[\d.,'’\s\u00a0\u202f)]*[%‰]?(?:\]\{lang=[\w-]+\})?$")
_ALIGNS = {"AlignRight": "--:", "AlignCenter": ":-:"}

Inside = Callable[[list[Json]], Cell]


@dataclass(frozen=True, slots=True)
class TreeGrid:
    """A table: its rows of cells, each with what it holds or the sign of the cell that it belongs to; how many rows are
    its head; whether the file says so; the alignment of its columns; how many rows had fewer cells than others.
    """

    rows: list[list[Cell]]
    heads: int
    marked: bool
    aligns: list[str]
    uneven: int

    def text(self, title: str) -> str:
        """The table in the source's marks, under ``title``."""
        return typed.table(self.rows, self.aligns, self.heads, title)


def rows(table: Json) -> tuple[list[Json], list[Json]]:
    """The rows of the head and those below it, each a list of cells."""
    _, _, _, (_, heads), bodies, (_, feet) = table
    below = [row for _, _, above, under in bodies for part in (above, under) for row in part]
    return [row[1] for row in heads], [row[1] for row in (*below, *feet)]


def cells(table: Json) -> Iterator[list[Json]]:
    """The blocks of each cell, in order."""
    head, body = rows(table)
    yield from (cell[4] for row in (*head, *body) for cell in row)


def lays_out(table: Json) -> bool:
    """Whether a table only puts passages beside or below each other: it has one row or one column."""
    head, body = rows(table)
    made = [row for row in (*head, *body) if row]
    return len(made) < 2 or all(len(row) == 1 for row in made)


def grid(table: Json, inside: Inside) -> TreeGrid | None:
    """The table, what is in each cell written by ``inside``; None where it is more than a report can have."""
    head, body = rows(table)
    made = [row for row in (*head, *body) if row]
    heads = sum(bool(row) for row in head)
    width = max((sum(max(1, cell[3]) for cell in row) for row in made), default=0)
    if not made or len(made) > _MOST_ROWS or width > _MOST_COLUMNS or len(made) * width > _MOST_CELLS:
        return None
    used = max(1, min(heads, len(made) - 1))
    laid, uneven = _laid(made, used, inside)
    laid[:used] = [list(map(typed.head, row)) for row in laid[:used]]
    columns = [align["t"] for align, _ in table[2]]
    aligns = [_ALIGNS.get(columns[n] if n < len(columns) else "", ":--") for n in range(len(laid[0]))]
    return TreeGrid(laid, used, bool(heads), aligns, uneven)


def with_numbers_right(found: TreeGrid) -> TreeGrid:
    """The table with its columns of numbers set to the right, for a file whose alignment was not read."""
    below = found.rows[found.heads :]
    numbers = [
        all(isinstance(cell, str) and (not cell or _NUMBER.search(cell)) for cell in column) and any(column)
        for column in zip(*below, strict=True)
    ]
    aligns = ["--:" if is_number else align for is_number, align in zip(numbers, found.aligns, strict=True)]
    return replace(found, aligns=aligns)


def _laid(made: list[list[Json]], heads: int, inside: Inside) -> tuple[list[list[Cell]], int]:
    """The rows with a cell in each column; how many rows had fewer than others."""
    covered: dict[tuple[int, int], str] = {}
    out: list[list[Cell]] = []
    for r, row in enumerate(made):
        line: list[Cell] = []
        last = heads if r < heads else len(made)
        for cell in row:
            while (r, len(line)) in covered:
                line.append(covered[r, len(line)])
            _, _, down, across, blocks = cell
            c, across = len(line), max(1, across)
            # A span is a rectangle, within the head or below it, and covers no other.
            while across > 1 and any((r, c + n) in covered for n in range(1, across)):
                across -= 1
            down = min(max(1, down), last - r)
            for i in range(down):
                for j in range(across):
                    covered[r + i, c + j] = LEFT if j else UP
            line.append(_plain(inside(blocks)))
            line += [LEFT] * (across - 1)
        while (r, len(line)) in covered:
            line.append(covered[r, len(line)])
        out.append(line)
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
    """A cell in which a bar is not a border, and what says no more than the sign of a span is code."""
    if not isinstance(cell, str):
        return cell
    words = re.sub(r"(?<!\\)\|", r"\|", cell)
    return f"`{words}`" if words.replace("\\", "") in (LEFT, UP) else words
