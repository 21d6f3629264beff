"""Makes tables, listings and formulas that are wider than a narrow window scrollable."""

from __future__ import annotations

import re

from plantin.model.document import Listing, Table
from plantin.model.inlines import Formula, plain
from plantin.writers import grid

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
    for one in (one for row in grid.of_cells((*table.head, *table.rows), table.columns) for one in row):
        if one.columns == 1 and one.begins:
            widths[one.column] = max(widths[one.column], *map(len, _APART.split(plain(one.cell.line()))))
    return sum(widths) + _PADDING * table.columns > _NARROW


def is_long(listing: Listing) -> bool:
    """Whether a narrow window may not show the whole of a line of ``listing``."""
    return any(len(line.expandtabs()) > _LINE for line in listing.text.splitlines())


def is_extended(formula: Formula) -> bool:
    """Whether ``formula`` may be wider than a narrow window, by the number of its signs."""
    return len(_COMMAND.sub("", formula.tex)) + len(re.findall(r"\\[A-Za-z]+", formula.tex)) > _LINE // 2
