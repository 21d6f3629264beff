"""Measures tactile sheets: whether fingers can tell one thing on them from another."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plantin.packs.tactile.auditor.cells import is_braille
from plantin.packs.tactile.auditor.drawing import DrawnLine, DrawnSheet, Point, inside, segments

LEAST = 3.0
"""Millimetres between two things that do not touch (BANA/CBA, Guidelines 2010: an eighth of an inch)."""
EDGE = 10.0
"""What is white at the edges of a sheet, which machines do not print."""
PATTERN_WIDTHS, PATTERN_DOT = (0.6, 1.0), 1.0
"""The widths of lines, and the size of dots, that fill an area: among themselves they may be closer."""
DATA_WIDTHS = (2.0, 1.2)
"""The widths of the lines of series."""
_TOUCHING, _ROUNDING, _AROUND = 0.05, 0.02, 10.0


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is felt as one: a line or dots, how far it is black beside its ``path``, and the box around it."""

    kind: str
    parts: tuple[tuple[Point, Point], ...]
    half: float
    box: tuple[float, float, float, float]
    line: DrawnLine | None = None


def same(one: float, other: float) -> bool:
    """Return whether two measures are the same but for rounding."""
    return abs(one - other) <= _ROUNDING


def is_pattern(line: DrawnLine) -> bool:
    """Return whether a line is one of those that fill areas."""
    return len(line.points) == 2 and any(same(line.width, width) for width in PATTERN_WIDTHS)


def _things(sheet: DrawnSheet) -> Iterator[Thing]:
    for line in sheet.lines:
        yield _thing("pattern" if is_pattern(line) else "line", tuple(segments(line)), line.width / 2, line)
    for dots in sheet.dots:
        if is_braille(dots):
            yield _thing("braille", tuple((at, at) for at in dots.centres), max(dots.sizes) / 2)
        else:
            for at, size in zip(dots.centres, dots.sizes, strict=True):
                yield _thing("pattern" if size < LEAST / 2 else "disc", ((at, at),), size / 2)


def _thing(kind: str, parts: tuple[tuple[Point, Point], ...], half: float, line: DrawnLine | None = None) -> Thing:
    xs, ys = zip(*(point for part in parts for point in part), strict=True)
    return Thing(kind, parts, half, (min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half), line)


def faults(sheet: DrawnSheet) -> Iterator[str]:
    """Yield what is too near to something else, or to the edge of the sheet, in words."""
    things = sorted(_things(sheet), key=lambda thing: thing.box[0])
    for thing in things:
        left, top, right, low = thing.box
        if min(left, top, sheet.width - right, sheet.height - low) < EDGE:
            yield f"a {thing.kind} is less than {EDGE:g} mm from the edge of the sheet"
    areas = [line.points for line in sheet.lines if line.closed]
    for line in filter(is_pattern, sheet.lines):
        middle = centroid(line.points)
        if not any(inside(middle, area) for area in areas):
            yield f"a line of a pattern is in no area, {middle[0]:.0f} mm across and {middle[1]:.0f} mm down"
    for n, one in enumerate(things):
        for other in things[n + 1 :]:
            if other.box[0] - one.box[2] >= LEAST:
                break
            if max(one.box[1] - other.box[3], other.box[1] - one.box[3]) < LEAST and _matters(one, other):
                yield from _too_near(one, other)


def _matters(one: Thing, other: Thing) -> bool:
    """Return whether two things have to be apart: a pattern only from what is read or counted."""
    kinds = {one.kind, other.kind}
    return "pattern" not in kinds or bool(kinds & {"braille", "disc"})


def _too_near(one: Thing, other: Thing) -> Iterator[str]:
    between = min(distance(*part, *further) for part in one.parts for further in other.parts)
    lines = one.kind == other.kind == "line"
    if lines and between <= _TOUCHING:
        if one.line and other.line and _run_beside(one.line, other.line):
            yield "two lines run beside each other too near"
        return
    gap = between - one.half - other.half
    if gap < LEAST - _ROUNDING:
        x, y = one.parts[0][0]
        yield f"{one.kind} and {other.kind} are {max(gap, 0):.1f} mm apart, {x:.0f} mm across and {y:.0f} mm down"


def _run_beside(one: DrawnLine, other: DrawnLine) -> bool:
    """Return whether two lines of series are near each other elsewhere than where they cross."""
    if one.closed or other.closed or not all(any(same(line.width, w) for w in DATA_WIDTHS) for line in (one, other)):
        return False
    crossings = [
        at
        for part in segments(one)
        for further in segments(other)
        if distance(*part, *further) <= _TOUCHING and (at := _meeting(*part, *further))
    ]
    for begin, end in segments(one):
        steps = max(1, math.ceil(math.dist(begin, end) / 2))
        for n in range(steps + 1):
            at = (begin[0] + (end[0] - begin[0]) * n / steps, begin[1] + (end[1] - begin[1]) * n / steps)
            near = min(distance(at, at, *part) for part in segments(other)) - (one.width + other.width) / 2
            if near < LEAST - _ROUNDING and all(math.dist(at, place) > _AROUND for place in crossings):
                return True
    return False


def _meeting(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Return where two lines meet; None where they are parallel."""
    turn = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
    if not turn:
        return None
    share = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / turn
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def distance(a: Point, b: Point, c: Point, d: Point) -> float:
    """Return how far the lines from ``a`` to ``b`` and from ``c`` to ``d`` are from each other."""
    sides = [_side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b)]
    if sides[0] * sides[1] < 0 and sides[2] * sides[3] < 0:
        return 0.0
    return min(_reach(c, d, a), _reach(c, d, b), _reach(a, b, c), _reach(a, b, d))


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _reach(a: Point, b: Point, point: Point) -> float:
    size = math.dist(a, b) ** 2
    share = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / size if size else 0.0
    share = min(1.0, max(0.0, share))
    return math.dist(point, (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))


def centroid(points: Sequence[Point]) -> Point:
    """Return the middle of points."""
    xs, ys = zip(*points, strict=True)
    return sum(xs) / len(xs), sum(ys) / len(ys)
