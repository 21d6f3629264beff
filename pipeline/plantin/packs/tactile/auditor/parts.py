"""Measures pies and maps: the angle of each part, the outline and the pattern of each area, and whose letter it has."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

from plantin.model.charts import Chart
from plantin.packs.tactile.auditor.drawing import DrawnLine, Point, inside
from plantin.packs.tactile.auditor.planes import CLOSE, Look, pattern_of
from plantin.packs.tactile.auditor.spacing import distance, same
from plantin.packs.tactile.auditor.words import ReadSheet, letter_at

_EDGE, _LEADER = 0.8, 0.5
_SHARE = 0.002
_NEAR = 13.0
"""How far the letter of a part is from it at most, where no line leads there."""


def _outlines(sheet: ReadSheet) -> list[DrawnLine]:
    """Return the closed lines of a drawing, below its words."""
    low = max(row.y for row in sheet.rows)
    return [
        line
        for line in sheet.drawn.lines
        if line.closed and same(line.width, _EDGE) and min(y for _, y in line.points) > low
    ]


def pie_faults(sheet: ReadSheet, chart: Chart) -> Iterator[str]:
    """Yield what the parts of a pie show otherwise than the data, in words."""
    values = [float(value or 0) for value in chart.panels[0].series[0].values]
    due = {n: value / sum(values) for n, value in enumerate(values) if value}
    drawn = _outlines(sheet)
    if len(drawn) != len(due):
        yield f"there are {len(drawn)} parts, not {len(due)}"
        return
    if len(drawn) == 1:
        yield from _letters(sheet, {next(iter(due)): drawn[0]})
        return
    middle = drawn[0].points[0]
    parts, end = dict[int, DrawnLine](), 0.0
    rims = {round(math.dist(middle, point), 1) for line in drawn for point in line.points[1:]}
    if max(rims) - min(rims) > CLOSE or any(math.dist(line.points[0], middle) > CLOSE for line in drawn):
        yield "its parts are not those of one circle"
    for (n, share), line in zip(due.items(), drawn, strict=True):
        turns = [math.atan2(x - middle[0], middle[1] - y) / math.tau % 1 for x, y in line.points[1:]]
        seen = sum((after - before) % 1 for before, after in itertools.pairwise(turns))
        if abs(seen - share) > _SHARE or abs(math.remainder(turns[0] - end, 1)) > _SHARE:
            yield f"{chart.categories[n]!r} is {seen:.1%} of the whole, not {share:.1%}, or not in its place"
        end = turns[-1]
        parts[n] = line
    yield from _letters(sheet, parts)


def map_faults(sheet: ReadSheet, chart: Chart, samples: dict[str, Look]) -> Iterator[str]:
    """Yield what the areas of a map show otherwise than the data, in words."""
    due = [ring for area in chart.areas for ring in area.rings]
    drawn = _outlines(sheet)
    if len(drawn) != len(due):
        yield f"there are {len(drawn)} outlines, not {len(due)}"
        return
    placed = _place_rings(due, [line.points for line in drawn])
    for ring, line in zip(placed, drawn, strict=True):
        if len(ring) != len(line.points) or any(
            math.dist(*pair) > CLOSE for pair in zip(ring, line.points, strict=True)
        ):
            yield "an outline is not in its place"
    classes, parts, at = chart.classes(), dict[int, DrawnLine](), 0
    for area in chart.areas:
        line = drawn[at]
        at += len(area.rings)
        level = classes[area.category] if area.category >= 0 else None
        look = (
            pattern_of(line, sheet.drawn)
            if len(area.rings) == 1
            else _beside_holes(drawn[at - len(area.rings) : at], sheet)
        )
        wanted = samples.get("unknown" if level is None else f"class {level}")
        if look != wanted:
            name = chart.categories[area.category] if area.category >= 0 else "an area without data"
            yield f"{name!r} does not have the pattern of its class"
        if area.category >= 0:
            parts.setdefault(area.category, line)
    yield from _letters(sheet, parts)


def _beside_holes(rings: Sequence[DrawnLine], sheet: ReadSheet) -> Look:
    """Return how an area feels beside its holes."""
    holes = [look for ring in rings[1:] for look in pattern_of(ring, sheet.drawn)[1:]]
    whole = pattern_of(rings[0], sheet.drawn)
    return ("area", *(look for look in whole[1:] if look not in holes or _is_around(look, rings, sheet)))


def _is_around(look: object, rings: Sequence[DrawnLine], sheet: ReadSheet) -> bool:
    """Return whether an area has lines of a look outside of its holes too."""
    drawn = sheet.drawn
    kept = [
        line
        for line in drawn.lines
        if not any(all(inside(point, ring.points) for point in line.points) for ring in rings[1:])
    ]
    others = type(drawn)(drawn.width, drawn.height, "", kept, drawn.dots)
    return look in pattern_of(rings[0], others)


def _place_rings(due: Sequence[Sequence[Point]], drawn: Sequence[Sequence[Point]]) -> list[list[Point]]:
    """Return the outlines of the data as large as they are drawn and where they are: by the boxes around both."""
    boxes = []
    for rings in (due, drawn):
        xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
        boxes.append((min(xs), min(ys), max(xs), max(ys)))
    (left, top, right, low), (x, y, far, _) = boxes
    scale = (far - x) / (right - left)
    del low
    return [[(x + (u - left) * scale, y + (v - top) * scale) for u, v in ring] for ring in due]


def _letters(sheet: ReadSheet, parts: dict[int, DrawnLine]) -> Iterator[str]:
    """Check that each part has its letter: in it, or beside it and nearer than to any other, or at the end of a line
    from it.
    """
    leaders = [line for line in sheet.drawn.lines if same(line.width, _LEADER)]
    found = {line.cells: line for line in sheet.labels}
    if sorted(line.cells for line in sheet.labels) != sorted(letter_at(n) for n in parts):
        yield f"its letters are {' '.join(line.cells for line in sheet.labels)}"
        return
    for n, outline in parts.items():
        middle = found[letter_at(n)].middle
        led = [line for line in leaders if math.dist(line.points[1], middle) < 2 * _NEAR]
        nearest = min(led, key=lambda line: math.dist(line.points[1], middle), default=None)
        if inside(middle, outline.points):
            inner = [m for m, other in parts.items() if m > n and inside(middle, other.points)]
            if inner:
                yield f"the letter {letter_at(n)} is in the part of {letter_at(inner[0])}"
        elif nearest is not None and len(leaders) >= len(parts) - sum(
            inside(found[letter_at(m)].middle, parts[m].points) for m in parts
        ):
            begin = nearest.points[0]
            if not inside(begin, outline.points) and _from(begin, outline) > CLOSE:
                yield f"the line of the letter {letter_at(n)} leads to another part"
        elif _from(middle, outline) > _NEAR or min(parts, key=lambda m: _from(middle, parts[m])) != n:
            yield f"the letter {letter_at(n)} is not beside its part"


def _from(point: Point, outline: DrawnLine) -> float:
    path = outline.path
    return min(distance(point, point, a, b) for a, b in itertools.pairwise(path))
