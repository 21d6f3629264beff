"""The position of a block during the pass over a report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """Where a block is: the anchor that subparagraphs hang on (empty: the last paragraph or heading of the body) and
    its number as a reference gives it ("3 (b)"), whether paragraphs are numbered here, the levels of lists, quotations
    and divs above it, and whether it is in a cell of a table.
    """

    anchor: str
    numbered: bool
    number: str = ""
    level: int = 0
    quoted: int = 0
    nested: int = 0
    celled: bool = False
