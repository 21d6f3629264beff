"""Draws the parts of a whole, and maps: outlines with a letter each, which a key names."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial

from plantin.charts.frame import spread
from plantin.charts.maps import spans_at
from plantin.model.charts import Chart
from plantin.packs.tactile.writer.planes import Job, UndrawableError
from plantin.packs.tactile.writer.sheet import (
    APART,
    BLANK_PATTERN,
    DOTS,
    EDGE,
    LEADER,
    MARGIN,
    RISING,
    Point,
    Ring,
    Shape,
    Sheet,
    distance,
    label_box,
)
from plantin.packs.tactile.writer.text import MOST_LETTERS, letter

_LARGEST, _OUT, _APART_ON_RIM = 65.0, 11.0, 15.8
_HALF = 6.1
"""Half the diagonal of a letter with its sign."""
_STEPS = 120
_GRID = 2.0


def _require_letters(chart: Chart) -> None:
    if len(chart.categories) > MOST_LETTERS:
        raise UndrawableError(f"{len(chart.categories)} parts, and {MOST_LETTERS} letters for them")


def pie_jobs(chart: Chart) -> Iterator[Job]:
    """Yield the one sheet of a pie. Raises UndrawableError."""
    _require_letters(chart)
    yield Job("", partial(_draw_pie, chart))


def _draw_pie(chart: Chart, sheet: Sheet, top: float, low: float) -> None:
    values = [float(value or 0) for value in chart.panels[0].series[0].values]
    shares = [value / sum(values) for value in values]
    begins = [sum(shares[:n]) for n in range(len(shares))]
    parts = [n for n, share in enumerate(shares) if share]
    middle = (sheet.width / 2, (top + low) / 2)
    radius = min(_LARGEST, sheet.width / 2 - MARGIN - 2 * _OUT - _HALF, (low - top) / 2 - 2 * _OUT - _HALF)
    if (thin := min(shares[n] for n in parts) * math.tau * radius) < APART + EDGE:
        raise UndrawableError(f"a part of {thin:.1f} mm")
    for n in parts:
        steps = max(2, math.ceil(shares[n] * _STEPS))
        rim = [_at(middle, radius, begins[n] + shares[n] * k / steps) for k in range(steps + 1)]
        sheet.area([[middle, *rim] if len(parts) > 1 else rim[:-1]], None)
    turns = [begins[n] + shares[n] / 2 for n in parts]
    way = radius + _OUT
    if _APART_ON_RIM * len(parts) > math.tau * way:
        raise UndrawableError(f"{len(parts)} parts")
    places = _spread(turns, way)
    moved = any(abs(place - turn) * math.tau * way > DOTS for place, turn in zip(places, turns, strict=True))
    if moved:
        way = radius + 2 * _OUT
        places = _spread(turns, way)
    for n, turn, place in zip(parts, turns, places, strict=True):
        sheet.braille_around(*_at(middle, way, place), letter(n))
        if moved:
            sheet.stroke([_at(middle, radius, turn), _at(middle, way - _HALF - APART - 1.5, place)], LEADER)


def _spread(turns: Sequence[float], way: float) -> list[float]:
    around = math.tau * way
    tops = spread([turn * around for turn in turns], [_APART_ON_RIM] * len(turns), 0, around)
    return [(top + _APART_ON_RIM / 2) / around for top in tops]


def _at(middle: Point, radius: float, turned: float) -> Point:
    return middle[0] + radius * math.sin(math.tau * turned), middle[1] - radius * math.cos(math.tau * turned)


def used_classes(chart: Chart) -> dict[int, int]:
    """Return the pattern of each class of a map that an area has; the blank one is that of areas without a value, where
    there are any. Raises UndrawableError.
    """
    classes = sorted({level for level in chart.classes() if level is not None})
    patterns = RISING[has_unknown(chart) :]
    if len(classes) > len(patterns):
        raise UndrawableError(f"{len(classes)} classes, and {len(patterns)} patterns that differ to the touch")
    return dict(zip(classes, patterns, strict=False))


def has_unknown(chart: Chart) -> bool:
    """Return whether an area of a map has no value."""
    values = chart.panels[0].series[0].values
    return any(area.category < 0 or values[area.category] is None for area in chart.areas)


def map_jobs(chart: Chart) -> Iterator[Job]:
    """Yield the one sheet of a map. Raises UndrawableError."""
    _require_letters(chart)
    yield Job("", partial(_draw_map, chart, used_classes(chart)))


def _draw_map(chart: Chart, patterns: dict[int, int], sheet: Sheet, top: float, low: float) -> None:
    points = [point for area in chart.areas for ring in area.rings for point in ring]
    (left, right), (above, below) = ((min(axis), max(axis)) for axis in zip(*points, strict=True))
    # There is room around the map for the letters of small areas.
    room = (sheet.width - 2 * MARGIN - 4 * _HALF, low - top - 4 * _HALF)
    scale = min(room[0] / (right - left), room[1] / ((below - above) or 1))
    begin = (sheet.width - (right - left) * scale) / 2, top + 2 * _HALF
    areas: list[list[Ring]] = [
        [[(begin[0] + (x - left) * scale, begin[1] + (y - above) * scale) for x, y in ring] for ring in area.rings]
        for area in chart.areas
    ]
    _require_apart([ring for rings in areas for ring in rings])
    classes, labels = chart.classes(), list[Ring]()
    done = set[int]()
    for n, (area, rings) in enumerate(zip(chart.areas, areas, strict=True)):
        level = classes[area.category] if area.category >= 0 else None
        blank: list[Shape] = [*areas[n + 1 :]]
        if area.category >= 0 and area.category not in done:
            done.add(area.category)
            cells = letter(area.category)
            place = _within(rings, [ring for other in blank for ring in other], cells)
            if place:
                blank.append([label_box(*place, cells, APART + EDGE)])
            else:
                place = _beside(sheet, (top, low), areas, n, labels, cells)
            labels.append(label_box(*place, cells))
            sheet.braille_around(*place, cells)
        sheet.area(rings, BLANK_PATTERN if level is None else patterns[level], blank)


def _require_apart(rings: Sequence[Ring]) -> None:
    """Raise UndrawableError where two outlines neither touch nor are far enough from each other."""
    boxes = [(min(x for x, _ in r), min(y for _, y in r), max(x for x, _ in r), max(y for _, y in r)) for r in rings]
    for n, (one, ring) in enumerate(zip(boxes, rings, strict=True)):
        for other, further in zip(boxes[:n], rings[:n], strict=True):
            if max(one[0] - other[2], other[0] - one[2], one[1] - other[3], other[1] - one[3]) < APART + EDGE:
                gap = distance((*ring, ring[0]), (*further, further[0]))
                if 0.02 < gap < APART + EDGE:
                    raise UndrawableError(f"two areas {gap:.1f} mm from each other")


def _within(rings: Shape, upper: Sequence[Ring], cells: str) -> Point | None:
    """Return the place in an area for its letter: as near its middle as there is room around it, beside holes and those
    ``upper`` ones that are over it.
    """
    others = [*rings[1:], *upper]
    xs, ys = zip(*rings[0], strict=True)
    middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    for x, y in _candidates(min(xs), min(ys), max(xs), max(ys), middle):
        box = label_box(x, y, cells, APART + EDGE)
        if (
            _inside((x, y), rings[0])
            and not any(_inside((x, y), ring) for ring in others)
            and _is_free(box, [rings[0], *others])
        ):
            return x, y
    return None


def _beside(
    sheet: Sheet,
    heights: tuple[float, float],
    areas: Sequence[Sequence[Ring]],
    n: int,
    labels: Sequence[Ring],
    cells: str,
) -> Point:
    """Return the place outside of the areas for the letter of one that is too small for it, and draw the line that
    leads to it. Raises UndrawableError.
    """
    xs, ys = zip(*areas[n][0], strict=True)
    inner = next(
        (
            (x, y)
            for x, y in _candidates(min(xs), min(ys), max(xs), max(ys), _mean(areas[n][0]), 0.5)
            if _inside((x, y), areas[n][0])
        ),
        _mean(areas[n][0]),
    )
    rings = [ring for area in areas for ring in area]
    others = [ring for k, area in enumerate(areas) if k != n for ring in area]
    edges = (MARGIN + _HALF, heights[0], sheet.width - MARGIN - _HALF, heights[1])
    for x, y in _candidates(*edges, inner):
        box = label_box(x, y, cells, APART + EDGE)
        way = math.dist((x, y), inner)
        share = 1 - (_HALF + APART + LEADER) / way if way else 0
        if any(_inside((x, y), ring) for ring in rings) or share <= 0 or not _is_free(box, [*rings, *labels]):
            continue
        end = (inner[0] + (x - inner[0]) * share, inner[1] + (y - inner[1]) * share)
        if all(distance((inner, end), (*ring, ring[0])) > APART for ring in (*others, *labels)):
            sheet.stroke([inner, end], LEADER)
            return x, y
    raise UndrawableError("an area too small for its letter, and none beside it is free")


def _mean(ring: Ring) -> Point:
    xs, ys = zip(*ring, strict=True)
    return sum(xs) / len(xs), sum(ys) / len(ys)


def _candidates(left: float, top: float, right: float, low: float, near: Point, grid: float = _GRID) -> list[Point]:
    """Return the points of a grid, the nearest to a point first."""
    found = [
        (left + grid * n, top + grid * k)
        for n in range(int((right - left) / grid) + 1)
        for k in range(int((low - top) / grid) + 1)
    ]
    return sorted([near, *found], key=lambda point: math.dist(point, near))


def _is_free(box: Ring, rings: Sequence[Ring]) -> bool:
    """Return whether no outline goes through a box, and none is in it."""
    (left, top), (right, low) = box[0], box[2]
    for ring in rings:
        xs, ys = zip(*ring, strict=True)
        if max(xs) < left or min(xs) > right or max(ys) < top or min(ys) > low:
            continue
        if any(left < x < right and top < y < low for x, y in ring) or distance((*box, box[0]), (*ring, ring[0])) == 0:
            return False
    return True


def _inside(point: Point, ring: Ring) -> bool:
    return any(begin < point[0] < end for begin, end in spans_at([ring], point[1]))
