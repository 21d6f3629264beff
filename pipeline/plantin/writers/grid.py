"""The grid of a table: in which columns its cells are, beside those that reach down from the rows above."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from math import inf
from typing import Generic, TypeVar

from plantin.model.document import Cell

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """A cell in a row: the first of its columns, how many they are, and whether it begins in this row."""

    cell: T
    column: int
    columns: int
    begins: bool = True


def grid(
    rows: Iterable[Iterable[T]], spans: Callable[[T], tuple[int, int]], width: float = inf
) -> list[list[Placed[T]]]:
    """Return the cells of each of ``rows`` in the first ``width`` columns, those that reach down into it too; ``spans``
    gives over how many columns and rows a cell goes.
    """
    reaching: dict[int, tuple[Placed[T], int]] = {}
    return [list(_row(iter(row), spans, width, reaching)) for row in rows]


def _row(
    cells: Iterator[T], spans: Callable[[T], tuple[int, int]], width: float, reaching: dict[int, tuple[Placed[T], int]]
) -> Iterator[Placed[T]]:
    """Yield the cells of a row; ``reaching`` are those from above by their columns with the rows they have left."""
    above = dict(reaching)
    reaching.clear()
    column = 0
    while column < width:
        if column in above:
            placed, left = above.pop(column)
            placed = replace(placed, begins=False)
        elif (cell := next(cells, None)) is not None:
            columns, left = spans(cell)
            placed = Placed(cell, column, columns)
        elif above:
            column = min(above)
            continue
        else:
            return
        if left > 1:
            reaching[column] = placed, left - 1
        yield placed
        column += placed.columns


def of_cells(rows: Iterable[Iterable[Cell]], width: float = inf) -> list[list[Placed[Cell]]]:
    """Return the grid of cells of a document."""
    return grid(rows, lambda cell: (cell.columns, cell.rows), width)
