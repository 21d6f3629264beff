"""Measures charts with axes: the numbers beside the axis say how high a value is, the labels below where it belongs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from plantin.model.charts import STACKED, Chart, Panel
from plantin.packs.tactile.auditor.cells import BrailleLine, is_braille
from plantin.packs.tactile.auditor.drawing import DrawnDots, DrawnLine, DrawnSheet, Point, inside
from plantin.packs.tactile.auditor.spacing import LEAST, centroid, is_pattern, same
from plantin.packs.tactile.auditor.words import AXIS, ReadSheet, letter_at

Look = tuple[object, ...]
Due = tuple[int, int, str, list[Point]]
CLOSE = 0.3
"""How far a mark may be from where its value belongs, in millimetres."""
_BESIDE = 1.0
"""How far the middle of a label may be from what it labels."""
_TICK, _EDGE, _LEADER, _THICK = 0.9, 0.8, 0.5, 2.0
_DIRECTIONS = 12


def pattern_of(area: DrawnLine, sheet: DrawnSheet) -> Look:
    """Return how an area feels: the directions and widths of the lines in it, whether there are dots."""
    looks = set[tuple[float, ...]]()
    for line in sheet.lines:
        if is_pattern(line):
            (x, y), (u, v) = line.points
            if inside(((x + u) / 2, (y + v) / 2), area.points):
                turn = round(math.atan2(v - y, u - x) / math.pi * _DIRECTIONS) % _DIRECTIONS
                looks.add((turn, round(line.width, 1)))
    for dots in sheet.dots:
        within = sum(inside(at, area.points) for at in dots.centres)
        if not is_braille(dots) and max(dots.sizes) < LEAST / 2 and 2 * within > len(dots.centres):
            looks.add((-1.0, round(max(dots.sizes), 1)))
    return ("area", *sorted(looks))


def look_of(mark: DrawnLine | DrawnDots, sheet: DrawnSheet) -> Look:
    """Return how a mark of a series, or its sample in the key, feels."""
    if isinstance(mark, DrawnDots):
        return ("disc",)
    if mark.closed and same(mark.width, _EDGE):
        return pattern_of(mark, sheet)
    if mark.closed:
        turned = min(abs(x - centroid(mark.points)[0]) for x, _ in mark.points) < LEAST / 6
        return ("sign", len(mark.points), turned)
    return ("line", round(mark.width, 1), *(round(part, 1) for part in mark.dash))


def marks(sheet: DrawnSheet) -> list[DrawnLine | DrawnDots]:
    """Return what can be the mark of a value or a sample of a pattern: no axes, ticks, patterns and braille."""
    others = (_TICK, AXIS, _LEADER)
    found: list[DrawnLine | DrawnDots] = [
        line
        for line in sheet.lines
        if line.closed or not (is_pattern(line) or any(same(line.width, width) for width in others))
    ]
    return found + [
        DrawnDots((at,), (size,))
        for dots in sheet.dots
        if not is_braille(dots)
        for at, size in zip(dots.centres, dots.sizes, strict=True)
        if size > LEAST
    ]


@dataclass(frozen=True, slots=True)
class Scale:
    """Where values are on a sheet, and where its categories are, by what is written beside its axes."""

    zero: float
    step: float
    places: dict[int, float]
    """The middle of each label, by the number of its category or mark."""

    def y(self, value: float) -> float:
        """Return how far down a value belongs."""
        return self.zero + value * self.step


class PlaneReader:
    """Reads the sheets of a chart with axes."""

    def __init__(
        self, chart: Chart, cells: Callable[[str], str], samples: dict[str, Look], *, lettered: bool, step: int
    ) -> None:
        self._chart, self._samples = chart, samples
        self._numbers = [cells(tick.label) for tick in chart.ticks]
        names = [mark.label for mark in chart.marks] or list(chart.categories)
        self._names = [letter_at(n // step) if lettered else cells(name) for n, name in enumerate(names)]
        self._step = step if chart.marks else 1
        self.seen = set[int]()
        """The labels that were found."""

    def look(self, n: int) -> Look | None:
        """Return how the series ``n`` has to feel; None where it is the only one."""
        return self._samples.get(f"series {n}")

    def scale(self, sheet: ReadSheet) -> tuple[Scale | None, list[str]]:
        """Return the scale of a sheet, and what is wrong with its axes, in words."""
        if sheet.upright is None:
            return None, []
        x = sheet.upright.points[0][0]
        left = [line for line in sheet.labels if line.end < x]
        below = [line for line in sheet.labels if line not in left]
        ticks = [line for line in sheet.drawn.lines if same(line.width, _TICK) and not line.closed]
        faults, places = list[str](), list[tuple[float, float]]()
        numbered = [n for n, cells in enumerate(self._numbers) if cells]
        for step in range(1, len(numbered) + 1):
            if len(left) == len(numbered[::step]):
                numbered = numbered[::step]
                break
        for n, line in zip(numbered, sorted(left, key=lambda one: -one.y), strict=False):
            at = line.middle[1]
            tick = next(
                (
                    t
                    for t in ticks
                    if max(abs(t.points[0][1] - at), abs(t.points[1][1] - at)) < CLOSE
                    and abs(t.points[1][0] - x) < CLOSE
                ),
                None,
            )
            if line.cells != self._numbers[n] or tick is None:
                faults.append(f"{line.cells} is beside the axis where {self._numbers[n]} belongs, with its mark")
            else:
                places.append((float(self._chart.ticks[n].at), tick.points[0][1]))
        if len(left) != len(numbered) or len(places) < 2:
            return None, [*faults, f"the axis has {len(left)} numbers"]
        (low, foot), (high, top) = places[0], places[-1]
        step_down = (top - foot) / (high - low)
        scale = Scale(foot - low * step_down, step_down, {})
        faults += [f"the mark of {at:g} is not in its place" for at, y in places if abs(scale.y(at) - y) > CLOSE / 2]
        return scale, [*faults, *self._labels(below, ticks, scale.places)]

    def _labels(
        self, below: Sequence[BrailleLine], ticks: Sequence[DrawnLine], places: dict[int, float]
    ) -> Iterator[str]:
        marked = self._chart.marks and [t.points[0][0] for t in ticks if same(t.points[0][0], t.points[1][0])]
        at = min((n for n in range(len(self._names)) if n not in self.seen), default=0) if not self._chart.marks else 0
        due = list(range(at, len(self._names)))[:: self._step]
        for n, line in zip(due, sorted(below, key=lambda one: one.x), strict=False):
            if line.cells != self._names[n]:
                yield f"{line.cells} is below the axis where {self._names[n]} belongs"
            elif marked and min(abs(x - line.middle[0]) for x in marked) > _BESIDE:
                yield f"the label {line.cells} is not at its mark"
            places[n] = min(marked, key=lambda x: abs(x - line.middle[0])) if marked else line.middle[0]
            self.seen.add(n)
        if len(below) > len(due) or (self._chart.marks and len(below) != len(due)):
            yield f"there are {len(below)} labels below the axis, not {len(due)}"

    def due(self, panel: Panel) -> set[tuple[int, int]]:
        """Return the lines or points of a panel, which may be on several sheets."""
        if self._chart.kind not in ("line", "point"):
            return set()
        count, whole = len(self._chart.categories), self._chart.kind == "line"
        return {
            (k, begin)
            for k, series in enumerate(panel.series)
            for begin, _ in _runs(
                {n: (0, 0) for n, one in enumerate(series.values) if one is not None}, count, whole=whole
            )
        }

    def place(self, scale: Scale, at: float) -> float:
        """Return how far to the right a number of the axis of the categories is."""
        (first, x), *rest = scale.places.items()
        last, u = rest[-1] if rest else (first, x)
        low, high = float(self._chart.marks[first].at), float(self._chart.marks[last].at)
        return x + (at - low) / (high - low) * (u - x) if high > low else x

    def marks_due(self, panel: Panel, scale: Scale) -> list[Due]:
        """Return the marks that a sheet has to have: the number of the series and of the first category, what it is,
        its points; of bars x is where their category is.
        """
        chart, found = self._chart, list[Due]()
        xs = {n: scale.places.get(n, math.nan) for n in range(len(chart.categories))}
        if chart.positions:
            xs = {n: self.place(scale, float(at)) for n, at in enumerate(chart.positions)}
        if chart.kind == "histogram":
            edges = sorted(scale.places.items())
            (first, x), (last, u) = edges[0], edges[-1]
            pitch = (u - x) / (last - first)
            xs = {n: x + (n - first + 0.5) * pitch for n in xs}
        shown = [n for n in xs if not math.isnan(xs[n])]
        if chart.kind == "box":
            return [(n, n, "box", [(xs[n], scale.y(float(one.values[n] or 0))) for one in panel.series]) for n in shown]
        below = [0.0] * len(chart.categories)
        origin = min(max(0.0, float(chart.ticks[0].at)), float(chart.ticks[-1].at))
        for k, series in enumerate(panel.series):
            values = {n: float(value) for n in shown if (value := series.values[n]) is not None}
            if chart.kind in ("line", "point"):
                points = {n: (xs[n], scale.y(value)) for n, value in values.items()}
                runs = _runs(points, len(xs), whole=chart.kind == "line")
                found += [(k, begin, chart.kind, run) for begin, run in runs]
            elif chart.kind == "area":
                upper = [(xs[n], scale.y(below[n] + values.get(n, 0.0))) for n in shown]
                lower = [(xs[n], scale.y(below[n])) for n in shown]
                found.append((k, 0, "area", [*upper, *reversed(lower)]))
            else:
                for n, height in values.items():
                    under = below[n] if chart.kind == "stacked" else origin
                    top = under + height if chart.kind == "stacked" else height
                    if chart.kind != "stacked" or height:
                        found.append((k, n, "bar", [(xs[n], scale.y(under)), (xs[n], scale.y(top))]))
            if chart.kind in STACKED:
                below = [under + float(value or 0) for under, value in zip(below, series.values, strict=True)]
        return found

    def faults(self, sheet: ReadSheet, panel: Panel, done: set[tuple[int, int]]) -> Iterator[str]:
        """Yield what a sheet shows otherwise than the data, in words; what it shows of lines and points is ``done``, as
        others are on further sheets.
        """
        scale, wrong = self.scale(sheet)
        yield from wrong
        if scale is None or not scale.places or sheet.upright is None:
            return
        x, top = sheet.upright.points[0][0], min(y for _, y in sheet.upright.points)
        middles = [(mark, centroid(_points(mark))) for mark in marks(sheet.drawn)]
        left = [mark for mark, middle in middles if middle[0] > x + 1 and middle[1] > top - LEAST]
        for k, begin, kind, points in self.marks_due(panel, scale):
            matching = [mark for mark in left if self._shows(mark, kind, k, points, sheet.drawn)]
            if kind == "box":
                if len(matching) != _PARTS_OF_BOX:
                    yield f"the box {k + 1} is not where its values belong"
                left = [mark for mark in left if mark not in matching]
            elif matching:
                left.remove(matching[0])
                done.add((k, begin))
            elif kind not in ("line", "point"):
                yield f"series {k + 1} has no {kind} where {_place(points)} belongs"
        yield from (f"there is a mark at {_place(_points(mark))} that no value has" for mark in left)

    def _shows(
        self, mark: DrawnLine | DrawnDots, kind: str, k: int, points: Sequence[Point], sheet: DrawnSheet
    ) -> bool:
        """Return whether a mark is that of these points."""
        own = _points(mark)
        if kind == "box":
            return isinstance(mark, DrawnLine) and _is_part_of_box(mark, points)
        if kind == "bar":
            (x, under), (_, over) = points
            heights = sorted((min(y for _, y in own), max(y for _, y in own)))
            fits = _near(heights, sorted((under, over))) and self._is_at(own, x, k)
            if abs(under - over) < CLOSE / 10:
                return fits and not (isinstance(mark, DrawnLine) and mark.closed)
        elif kind == "point":
            fits = math.dist(centroid(own), points[0]) < CLOSE
        else:
            fits = len(own) == len(points) and all(math.dist(*pair) < CLOSE for pair in zip(own, points, strict=True))
        wanted = self.look(k)
        return fits and (look_of(mark, sheet) == wanted or (wanted is None and self._is_usual(mark, kind, sheet)))

    def _is_usual(self, mark: DrawnLine | DrawnDots, kind: str, sheet: DrawnSheet) -> bool:
        """Return whether a series that is the only one has a mark of its kind."""
        look = look_of(mark, sheet)
        alone: dict[str, Look] = {"line": ("line", _THICK), "point": ("disc",)}
        return look == alone[kind] if kind in alone else look[0] == "area" and len(look) > 1

    def _is_at(self, own: Sequence[Point], x: float, k: int) -> bool:
        """Return whether a bar is at its category: the only one above its label, several on its two sides, in order."""
        middle = (min(u for u, _ in own) + max(u for u, _ in own)) / 2
        wide = max(u for u, _ in own) - min(u for u, _ in own)
        beside = len(self._chart.panels[0].series) if self._chart.kind in ("bar", "grouped") else 1
        offset = (k - (beside - 1) / 2) * (wide + LEAST + 1) if beside > 1 else 0.0
        return abs(middle - x - offset) < _BESIDE


_PARTS_OF_BOX = 4


def _is_part_of_box(mark: DrawnLine, points: Sequence[Point]) -> bool:
    """Return whether a line is a side of the box, a whisker or the median of these five values."""
    x, heights = points[0][0], [y for _, y in points]
    ys = sorted((min(y for _, y in mark.points), max(y for _, y in mark.points)))
    middle = (min(u for u, _ in mark.points) + max(u for u, _ in mark.points)) / 2
    if abs(middle - x) > _BESIDE:
        return False
    low, first, median, third, high = heights
    if mark.closed:
        return _near(ys, [third, first])
    return (
        _near(ys, [median, median]) if same(mark.width, _THICK) else _near(ys, [first, low]) or _near(ys, [high, third])
    )


def _near(seen: Sequence[float], due: Sequence[float]) -> bool:
    return all(abs(one - other) < CLOSE for one, other in zip(seen, due, strict=True))


def _runs(points: dict[int, Point], count: int, *, whole: bool) -> Iterator[tuple[int, list[Point]]]:
    """Yield the points that follow each other, or each alone; a line of one point is a short one around it."""
    run: list[Point] = []
    for n in range(count + 1):
        if n in points and (whole or not run):
            run.append(points[n])
            continue
        if run:
            (x, y) = run[0]
            yield n - len(run), [(x - 3, y), (x + 3, y)] if whole and len(run) == 1 else run
        run = [points[n]] if n in points else []


def _points(mark: DrawnLine | DrawnDots) -> Sequence[Point]:
    return mark.points if isinstance(mark, DrawnLine) else mark.centres


def _place(points: Sequence[Point]) -> str:
    x, y = centroid(points)
    return f"{x:.0f} mm across and {y:.0f} mm down"
