"""A sheet for swell paper: what is black on it rises. All measures are millimetres, from the upper left corner."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from plantin.charts.maps import spans_at

Point = tuple[float, float]
Ring = Sequence[Point]
Shape = Sequence[Ring]
"""The edge of an area, then its holes."""

APART = 3.2
"""What is between two things that are not to touch: an eighth of an inch (Guidelines, 2.9)."""
LEAST = 6.4
"""No part with a pattern is narrower: a quarter of an inch."""
MARGIN = 15.0
DOT, DOTS, CELL, LINE = 1.6, 2.5, 6.1, 10.0
"""A dot of braille, the distances of dots, cells and lines."""
BLANK_CELL = 2 * CELL - DOTS - DOT
"""What is between two labels on one line: less would be felt as one word."""
AXIS, TICK, EDGE, LEADER, SIGN, MEDIAN = 1.5, 0.9, 0.8, 0.5, 1.1, 2.0
"""The widths of lines, by what they are; each is felt as different from the next."""
LINES: Sequence[tuple[float, tuple[float, ...]]] = (
    (2.0, ()), (2.0, (7.0, 4.0)), (1.2, ()), (2.0, (0.01, 4.5)), (1.2, (3.0, 3.0)),
)  # fmt: skip
"""The lines of five series: width and dashes, whose ends are round. No more differ to the touch (Guidelines, 3.4)."""
_STEEP, _FALLING = math.radians(45), math.radians(135)
PATTERNS: Sequence[tuple[tuple[float, ...], float, float]] = (
    ((_STEEP,), 3.0, 0.6), ((), 0.0, 0.0), ((), 3.0, 1.0), ((0.0,), 4.0, 1.0), ((_STEEP, _FALLING), 4.5, 0.6),
)  # fmt: skip
"""The patterns of five areas: directions of lines, their distance and width; without a direction dots, or nothing."""
BLANK_PATTERN = 1
RISING = (1, 2, 0, 3, 4)
"""The patterns of the classes of a map, from the least to the densest."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line of a width through points; ``dash`` are the lengths of its dashes and gaps."""

    points: tuple[Point, ...]
    width: float
    closed: bool = False
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Dots:
    """Dots of one size: a line of braille, or a pattern."""

    centres: tuple[Point, ...]
    size: float


@dataclass(slots=True)
class Sheet:
    """What is on a sheet, and what it is about in words."""

    width: float
    height: float
    about: str = ""
    items: list[Stroke | Dots] = field(default_factory=list)

    @property
    def columns(self) -> int:
        """How many cells a line has."""
        return int((self.width - 2 * MARGIN) / CELL)

    def stroke(
        self, points: Iterable[Point], width: float, *, closed: bool = False, dash: tuple[float, ...] = ()
    ) -> None:
        """Draw a line."""
        self.items.append(Stroke(tuple(points), width, closed, dash))

    def dots(self, centres: Iterable[Point], size: float) -> None:
        """Draw dots, if there are any."""
        if found := tuple(centres):
            self.items.append(Dots(found, size))

    def braille(self, x: float, y: float, cells: str) -> None:
        """Write a line of cells, whose first dot is at that point."""
        self.dots(
            (
                (x + CELL * n + DOTS * (dot // 3), y + DOTS * (dot % 3))
                for n, cell in enumerate(cells)
                for dot in range(6)
                if ord(cell) >> dot & 1
            ),
            DOT,
        )

    def braille_around(self, x: float, y: float, cells: str) -> None:
        """Write cells around a point."""
        self.braille(x - extent(cells) / 2, y - DOTS, cells)

    def area(self, rings: Shape, pattern: int | None, blank: Sequence[Shape] = ()) -> None:
        """Draw the edges of an area, and its pattern, but not in what is left ``blank``."""
        for ring in rings:
            self.stroke(ring, EDGE, closed=True)
        if pattern is not None:
            self._fill(rings, blank, *PATTERNS[pattern])

    def _fill(self, rings: Shape, blank: Sequence[Shape], turns: Sequence[float], apart: float, width: float) -> None:
        for turn in turns:
            for begin, end in _strokes(rings, blank, turn, apart):
                self.stroke((begin, end), width)
        if apart and not turns:
            spots: list[Point] = []
            for (x, y), (u, _) in _strokes(rings, blank, 0.0, apart):
                count = max(1, int((u - x - width) / apart))
                spots += ((x + (u - x) * (n + 0.5) / count, y) for n in range(count) if u - x > 2 * width)
            self.dots(spots, width)


def extent(cells: str) -> float:
    """Return how far cells reach from their first to their last dot."""
    return CELL * (len(cells) - 1) + DOTS


def label_box(x: float, y: float, cells: str, room: float = 0.0) -> tuple[Point, ...]:
    """Return the corners around cells in the middle of a point, with ``room`` around their dots."""
    across, down = extent(cells) / 2 + DOT / 2 + room, DOTS + DOT / 2 + room
    return ((x - across, y - down), (x + across, y - down), (x + across, y + down), (x - across, y + down))


def _strokes(rings: Shape, blank: Sequence[Shape], turn: float, apart: float) -> Iterator[tuple[Point, Point]]:
    """Yield the lines of a pattern within an area, at equal distances from each other, one at least."""
    cos, sin = math.cos(turn), -math.sin(turn)
    area, *others = (
        [[(x * cos + y * sin, y * cos - x * sin) for x, y in ring] for ring in shape] for shape in (rings, *blank)
    )
    heights = [y for _, y in area[0]]
    low, high = min(heights), max(heights)
    count = max(1, int((high - low) / apart))
    for n in range(count):
        level = (low + high) / 2 + (n - (count - 1) / 2) * apart
        spans = spans_at(area, level)
        for other in others:
            for begin, end in spans_at(other, level):
                cut = [(start, min(stop, begin)) for start, stop in spans]
                spans = [*cut, *((max(start, end), stop) for start, stop in spans)]
        for begin, end in spans:
            if end - begin > apart / 4:
                yield (
                    (begin * cos - level * sin, begin * sin + level * cos),
                    (end * cos - level * sin, end * sin + level * cos),
                )


def distance(one: Sequence[Point], other: Sequence[Point]) -> float:
    """Return how near two open lines come to each other, between the middles of their strokes."""
    return min(
        _part_distance(a, b, c, d)
        for a, b in zip(one, one[1:] or one, strict=False)
        for c, d in zip(other, other[1:] or other, strict=False)
    )


def crossing(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Return where two straight lines cross; None where they do not."""
    (x, y), (u, v) = (b[0] - a[0], b[1] - a[1]), (d[0] - c[0], d[1] - c[1])
    area = x * v - y * u
    if not area:
        return None
    s = ((c[0] - a[0]) * v - (c[1] - a[1]) * u) / area
    t = ((c[0] - a[0]) * y - (c[1] - a[1]) * x) / area
    return (a[0] + s * x, a[1] + s * y) if 0 <= s <= 1 and 0 <= t <= 1 else None


def _part_distance(a: Point, b: Point, c: Point, d: Point) -> float:
    if crossing(a, b, c, d):
        return 0.0
    return min(from_line(a, c, d), from_line(b, c, d), from_line(c, a, b), from_line(d, a, b))


def from_line(point: Point, begin: Point, end: Point) -> float:
    """Return how far a point is from a straight line."""
    (x, y), (u, v) = (end[0] - begin[0], end[1] - begin[1]), (point[0] - begin[0], point[1] - begin[1])
    share = max(0.0, min(1.0, (x * u + y * v) / ((x * x + y * y) or 1.0)))
    return math.hypot(u - share * x, v - share * y)
