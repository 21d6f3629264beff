"""A table in lines of text: in columns where it fits, else as records, a cell on a line after its column's heads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plantin.model.document import Cell
from plantin.packs.plain.writer.text.wrapping import NO_BREAK, columns, end_line, wrap
from plantin.writers.grid import Placed, of_cells

BAR = "│"
DITTO = "〃"
"""What is printed where a cell of a row above reaches down."""
_BETWEEN = f" {BAR} "
_HANGING = " " * 4


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A cell with its words as printed, a line for each of its blocks, the words of its head alone (without calls of
    notes), and its first column; ``None`` for a cell is a place that one above covers.
    """

    cell: Cell | None
    words: str
    head: str
    column: int
    columns: int


Row = tuple[PlacedText, ...]


def place_cells(rows: tuple[tuple[Cell, ...], ...], words: dict[int, tuple[str, str]], count: int) -> list[Row]:
    """Return the cells of ``rows``, each in its place among ``count`` columns; ``words`` by the ``id`` of the cell."""

    def text(place: Placed[Cell]) -> PlacedText:
        wide = min(place.columns, count - place.column)
        if not place.begins:
            return PlacedText(None, DITTO, "", place.column, wide)
        return PlacedText(place.cell, *words[id(place.cell)], place.column, wide)

    return [tuple(map(text, row)) for row in of_cells(rows, count)]


def grid(head: list[Row], rows: list[Row], count: int, width: int) -> str | None:
    """Return the table in columns of at most ``width`` together; None where it does not fit, or a cell has the sign
    that parts columns, or several lines.
    """
    every = [entry for row in (*head, *rows) for entry in row]
    if any(BAR in entry.words or "\n" in entry.words for entry in every):
        return None
    widths = [1] * count
    for entry in sorted(every, key=lambda entry: entry.columns):
        if entry.columns == count > 1:
            continue
        room = sum(widths[entry.column : entry.column + entry.columns]) + len(_BETWEEN) * (entry.columns - 1)
        widths[entry.column + entry.columns - 1] += max(0, columns(entry.words) - room)
    total = sum(widths) + len(_BETWEEN) * (count - 1)
    if max(total, *(columns(entry.words) for entry in every)) > width:
        return None
    rule = "─┼─".join("─" * size for size in widths)
    return "\n".join((*(_line(row, widths) for row in head), rule, *(_line(row, widths) for row in rows)))


def _line(row: Row, widths: list[int]) -> str:
    cells = []
    for entry in row:
        room = sum(widths[entry.column : entry.column + entry.columns]) + len(_BETWEEN) * (entry.columns - 1)
        left = max(0, room - columns(entry.words))
        align = entry.cell.align if entry.cell else "start"
        before = {"start": 0, "centre": left // 2, "end": left}[align] if entry.columns < len(widths) else 0
        cells.append(" " * before + entry.words + " " * (left - before))
    return _BETWEEN.join(cells).rstrip()


def records(head: list[Row], rows: list[Row], width: int) -> str:
    """Return the table as a list of its columns' heads above a rule, and a block for each row."""
    top = [wrap(_BETWEEN.join(entry.words for entry in row), width, "", _HANGING) for row in head]
    blocks = ["\n".join((*top, "─" * min(width, 24)))]
    blocks += ["\n".join(_fields(row, head, width)) for row in rows]
    return "\n\n".join(blocks)


def _fields(row: Row, head: list[Row], width: int) -> Iterator[str]:
    for entry in row:
        above = [
            over.head
            for line in head
            for over in line
            if over.cell
            and over.column <= entry.column < over.column + over.columns
            and entry.columns <= over.columns
            and over.head
        ]
        name = f"{' / '.join(above)}:" if above else ""
        first, *rest = entry.words.split("\n")
        lines = [wrap(first, width, f"- {name}  ".replace(NO_BREAK, " ") if name else "-  ", _HANGING).rstrip()]
        for line in rest:
            inside = _HANGING + " " * (len(line) - len(line.lstrip(" ")))
            lines[-1] = end_line(lines[-1], line)
            lines.append(wrap(line, width, inside, inside + "  "))
        yield "\n".join(lines)
