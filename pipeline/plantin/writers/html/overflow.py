"""Makes tables, listings and formulas that are wider than a narrow window scrollable."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plantin.model.document import Cell, Listing, Table
from plantin.model.inlines import Formula, plain

_NARROW = 26
"""The widest table, in characters, that surely fits 320 pixels, even with letters set apart (WCAG 2.2, 1.4.12)."""
_LINE = 28
_PADDING = 2
_APART = re.compile(r"[ \t\n]+")
"""Where words are divided into lines: not at a no-break space, so "1 411 280" is one word."""
_COMMAND = re.compile(r"\\[A-Za-z]+|[{}_^&\\\s]")


def is_wide(table: Table) -> bool:
    """Whether a narrow window may not show all the columns of ``table`` side by side."""
    widths = [0] * table.columns
    for begin, cell in (*_placed(table.head), *_placed(table.rows)):
        if cell.columns == 1 and begin < table.columns:
            widths[begin] = max(widths[begin], _longest(cell))
    return sum(widths) + _PADDING * table.columns > _NARROW


def is_long(listing: Listing) -> bool:
    """Whether a narrow window may not show the whole of a line of ``listing``."""
    return any(len(line.expandtabs()) > _LINE for line in listing.text.splitlines())


def is_extended(formula: Formula) -> bool:
    """Whether ``formula`` may be wider than a narrow window, by the number of its signs."""
    return len(_COMMAND.sub("", formula.tex)) + len(re.findall(r"\\[A-Za-z]+", formula.tex)) > _LINE // 2


def _placed(rows: tuple[tuple[Cell, ...], ...]) -> Iterator[tuple[int, Cell]]:
    """The cells with the column that each begins in, beside those that reach down from the rows above."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            yield column, cell
            taken.update((row + down, column + over) for down in range(cell.rows) for over in range(cell.columns))
            column += cell.columns


def _longest(cell: Cell) -> int:
    return max(map(len, _APART.split(plain(cell.line()))))
