"""Groups the dots of tactile sheets into cells by their distances, and holds these to the size of braille."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plantin.packs.tactile.auditor.drawing import DrawnDots, DrawnSheet

CONTINUED = "⠐"
"""The last cell of a line whose last word goes on in the next."""
BLANK = "⠀"
SMALLEST, LARGEST = 1.5, 1.6
"""The size of a dot of braille, in millimetres; no other dots of a sheet are of that size."""
_WITHIN, _PITCHES = 2.5, (6.1, 6.0, 6.2)
_CLOSE = 0.08
_ROUNDING = 0.01


@dataclass(frozen=True, slots=True)
class BrailleLine:
    """Cells beside each other: the place of dot 1 of the first, and their distance."""

    x: float
    y: float
    cells: str
    pitch: float
    dots: DrawnDots

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of all its cells."""
        return self.x + (self.pitch * (len(self.cells) - 1) + _WITHIN) / 2, self.y + _WITHIN

    @property
    def end(self) -> float:
        """How far it reaches to the right."""
        return max(x for x, _ in self.dots.centres) + LARGEST / 2


def is_braille(dots: DrawnDots) -> bool:
    """Return whether dots are of the size of braille, as far as a finger tells."""
    return all(SMALLEST - 0.35 < size < LARGEST + 0.35 for size in dots.sizes)


def read_lines(sheet: DrawnSheet) -> tuple[list[BrailleLine], list[str]]:
    """Return the lines of braille, from above, and what is wrong with the others, in words."""
    lines, faults = list[BrailleLine](), list[str]()
    for dots in sheet.dots:
        if not is_braille(dots):
            continue
        if any(not SMALLEST - _ROUNDING <= size <= LARGEST + _ROUNDING for size in dots.sizes):
            faults.append("a dot of braille is too small or too large")
        line = _read(dots)
        if line:
            lines.append(line)
        else:
            x, y = min(dots.centres)
            faults.append(f"the dots from {x:.1f} mm across and {y:.1f} mm down are not on the grid of braille")
    return sorted(lines, key=lambda line: (round(line.y, 1), line.x)), faults


def _read(dots: DrawnDots) -> BrailleLine | None:
    """Return dots as cells, by the first grid that they are all on."""
    left, top = (min(axis) for axis in zip(*dots.centres, strict=True))
    for pitch in _PITCHES:
        for x in (left, left - _WITHIN):
            for y in (top, top - _WITHIN, top - 2 * _WITHIN):
                cells = _cells(dots.centres, x, y, pitch)
                if cells:
                    return BrailleLine(x, y, cells, pitch, dots)
    return None


def _cells(centres: Sequence[tuple[float, float]], x: float, y: float, pitch: float) -> str:
    """Return the cells of dots on a grid; nothing where one is beside it."""
    found: dict[int, int] = {}
    for across, down in centres:
        number = int((across - x + _CLOSE) // pitch)
        column, row = (across - x - number * pitch) / _WITHIN, (down - y) / _WITHIN
        if any(abs(one - round(one)) * _WITHIN > _CLOSE for one in (column, row)) or not (
            round(column) in (0, 1) and round(row) in (0, 1, 2)
        ):
            return ""
        found[number] = found.get(number, 0) | 1 << (3 * round(column) + round(row))
    return "".join(chr(0x2800 + found.get(number, 0)) for number in range(max(found) + 1))


def count_rows(rows: Sequence[str], words: str) -> int:
    """Return how many of the first ``rows`` say ``words``, all of them: lines end at blanks, or with the sign of a
    longer word; 0 where they do not say them.

    >>> count_rows(["⠇⠁⠍⠏", "⠕⠊⠇"], "⠇⠁⠍⠏⠀⠕⠊⠇"), count_rows(["⠇⠁⠍⠏"], "⠇⠁⠍⠏⠀⠕⠊⠇")
    (2, 0)
    """
    rest = words
    for number, row in enumerate(rows, 1):
        if rest == row:
            return number
        if rest.startswith(row + BLANK):
            rest = rest[len(row) + 1 :]
        elif row.endswith(CONTINUED) and rest.startswith(row[:-1]):
            rest = rest[len(row) - 1 :]
        else:
            return 0
    return 0


def beside(lines: Sequence[BrailleLine]) -> Iterator[list[BrailleLine]]:
    """Yield the lines that are on the same height, from left to right."""
    row: list[BrailleLine] = []
    for line in lines:
        if row and abs(line.y - row[0].y) > _CLOSE:
            yield row
            row = []
        row.append(line)
    if row:
        yield row
