"""Draws charts with axes: bars, boxes, lines, areas and points, on as many sheets as their distances need."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from plantin.model.charts import STACKED, Chart, Panel, Series, Tick
from plantin.packs.tactile.writer.sheet import (
    APART,
    AXIS,
    BLANK_CELL,
    DOT,
    DOTS,
    EDGE,
    LEAST,
    LINE,
    LINES,
    MARGIN,
    MEDIAN,
    PATTERNS,
    SIGN,
    TICK,
    Point,
    Sheet,
    crossing,
    distance,
    extent,
    from_line,
)
from plantin.packs.tactile.writer.text import MOST_LETTERS, TactileText, letter, wrap

MOST_SHEETS = 6
"""On so many sheets the lines or points of one plane are divided at most."""
_OUT, _PAD, _GAP, _BESIDE, _WIDEST = 5.0, 8.0, 9.0, APART + EDGE, 16.0
"""How long a tick is, how far a line stays from the axes, the gaps between bars, and their greatest width."""
_CLEAR = TICK / 2 + APART + DOT / 2
"""From the end of a tick, which is round, to the dots of its label."""
_DISC, _RADIUS = 3.6, 2.6
_NEAR = 9.0
"""Around a crossing two lines are near each other."""
_BARS = ("bar", "grouped", "stacked", "box")


class UndrawableError(Exception):
    """Why no sheet can show a chart."""


@dataclass(frozen=True, slots=True)
class Job:
    """What one sheet shows: the name of its panel, and what draws it between two heights."""

    name: str
    draw: Callable[[Sheet, float, float], None]


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of the axis of categories: where each is in the data, its cells; ``lettered``, they are in a key."""

    cells: tuple[str, ...]
    step: int
    lettered: bool


@dataclass(frozen=True, slots=True)
class Plane:
    """The area between the axes."""

    left: float
    right: float
    top: float
    bottom: float
    low: float
    high: float

    def y(self, value: float) -> float:
        """Return how far down a value is."""
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)


def with_ticks(chart: Chart) -> Chart:
    """Return a sparkline as a line whose axis has its lowest and its highest value; any other chart as it is."""
    if chart.kind != "sparkline":
        return chart
    series = chart.panels[0].series[0]
    known = sorted(
        (value, shown) for value, shown in zip(series.values, series.shown, strict=True) if value is not None
    )
    ends = dict([known[0], known[-1]])
    low, high = known[0][0], known[-1][0]
    ticks = [Tick(at, label) for at, label in ends.items()]
    if low == high:
        ticks = [*ticks, Tick(high + 1, "")]
    return replace(chart, kind="line", ticks=tuple(ticks))


class PlaneChart:
    """A chart with axes, to be drawn on sheets of a width."""

    def __init__(self, chart: Chart, text: TactileText, width: float) -> None:
        """Find what is on each sheet. Raises UndrawableError."""
        self.chart = chart
        self._text = text
        self._series = len(chart.panels[0].series)
        if self._series > len(PATTERNS) and chart.kind != "box":
            raise UndrawableError(f"{self._series} series, and {len(PATTERNS)} patterns that differ to the touch")
        self._numbers = [text.cells(tick.label) for tick in chart.ticks]
        self._left = MARGIN + max(map(extent, filter(None, self._numbers))) + _CLEAR + _OUT
        self._padded = chart.kind in ("line", "point", "box")
        names = [mark.label for mark in chart.marks] or list(chart.categories)
        self.names = tuple(names)
        self._on_edges = chart.kind == "histogram"
        beyond = max(_PAD, extent(text.cells(names[-1])) / 2 if chart.marks else 0.0)
        self._room = width - MARGIN - self._left - _PAD - beyond
        self.labels = self._find_labels([text.cells(name) for name in names])
        self.chunks = self._divide()

    # What is where

    def _find_labels(self, cells: Sequence[str]) -> Labels:
        pitch = self._room / max(len(cells), 1)
        if self.chart.positions and len(cells) > 1:
            places = [self._share(float(mark.at)) for mark in self.chart.marks]
            pitch = min(b - a for a, b in itertools.pairwise(places)) * self._room
        widest = max(map(extent, cells)) + DOT + APART
        step = math.ceil(widest / pitch)
        numbered = bool(self.chart.positions) or self._on_edges
        if step == 1 or (numbered and (step == 2 or len(cells) > MOST_LETTERS)):
            return Labels(tuple(cells), step, lettered=False)
        if len(cells) > MOST_LETTERS:
            raise UndrawableError(f"{len(cells)} names of categories, and {MOST_LETTERS} letters for them")
        return Labels(tuple(map(letter, range(len(cells)))), 1, lettered=True)

    def _divide(self) -> list[range]:
        """Return which categories are on each sheet: all, but of bars as many as have room."""
        count = len(self.chart.categories)
        if self.chart.kind not in _BARS:
            if self._on_edges and self._room / count < LEAST:
                raise UndrawableError(f"{count} bars beside each other")
            return [range(count)]
        beside = self._series if self.chart.kind in ("bar", "grouped") else 1
        least = beside * LEAST + (beside - 1) * _BESIDE + _GAP
        if self.labels.lettered:
            least = max(least, extent(self.labels.cells[0]) + DOT + BLANK_CELL)
        most = int(self._room / least)
        if not most:
            raise UndrawableError(f"{beside} bars beside each other")
        size = math.ceil(count / math.ceil(count / most))
        return [range(begin, min(begin + size, count)) for begin in range(0, count, size)]

    def _share(self, at: float) -> float:
        ends = [float(tick.at) for tick in self.chart.marks] + [float(one) for one in self.chart.positions]
        low, high = min(ends), max(ends)
        return (at - low) / (high - low) if high > low else 0.5

    def _place(self, plane: Plane, n: int, chunk: range) -> float:
        """Return how far to the right a category is."""
        if self.chart.positions:
            return self._along(plane, float(self.chart.positions[n]))
        pitch = (plane.right - plane.left - _PAD) / len(chunk)
        return plane.left + _PAD + (n - chunk.start + 0.5) * pitch

    def _along(self, plane: Plane, at: float) -> float:
        return plane.left + _PAD + self._share(at) * (plane.right - plane.left - _PAD)

    # Sheets

    def jobs(self) -> Iterator[Job]:
        """Yield what each sheet shows. Raises UndrawableError."""
        for panel in self.chart.panels:
            for chunk in self.chunks:
                for layer in self._layers(panel):
                    yield Job(panel.name, partial(self._draw, panel, chunk, layer))

    def _layers(self, panel: Panel) -> list[set[tuple[int, int]]]:
        """Return the lines (series, 0) or points (series, category) of each sheet: none is too near to another."""
        if self.chart.kind not in ("line", "point"):
            return [set()]
        # As large as a plane is at least: on a higher one they are further from each other.
        ticks = self.chart.ticks
        plane = Plane(self._left, self._left + _PAD + self._room, 0, _LOWEST, float(ticks[0].at), float(ticks[-1].at))
        whole = self.chunks[0]
        marks: dict[tuple[int, int], list[list[Point]]] = {}
        for n, series in enumerate(panel.series):
            runs = list(self._runs(plane, series, whole))
            if self.chart.kind == "line":
                marks[n, 0] = runs
            else:
                marks |= {(n, k): [[point]] for k, point in enumerate(self._points(plane, series, whole)) if point}
        layers: list[set[tuple[int, int]]] = []
        for key, runs in marks.items():
            fits = (layer for layer in layers if not any(self._is_near(runs, marks[other]) for other in layer))
            layer = next(fits, None)
            if layer is None:
                layers.append({key})
            else:
                layer.add(key)
        if len(layers) > MOST_SHEETS:
            raise UndrawableError(f"its marks are too near each other for {MOST_SHEETS} sheets")
        return layers

    def _is_near(self, runs: Sequence[Sequence[Point]], others: Sequence[Sequence[Point]]) -> bool:
        if self.chart.kind == "point":
            return math.dist(runs[0][0], others[0][0]) < 2 * _RADIUS + SIGN + APART
        return any(_run_beside(one, other) for one in runs for other in others)

    def _points(self, plane: Plane, series: Series, chunk: range) -> list[Point | None]:
        return [
            None if value is None else (self._place(plane, n, chunk), plane.y(float(value)))
            for n, value in enumerate(series.values)
        ]

    def _runs(self, plane: Plane, series: Series, chunk: range) -> Iterator[list[Point]]:
        """Yield the lines between values that follow each other; a value alone is a short one."""
        run: list[Point] = []
        for point in (*self._points(plane, series, chunk), None):
            if point:
                run.append(point)
            elif run:
                ((x, y), *rest) = run
                yield run if rest else [(x - 3, y), (x + 3, y)]
                run = []

    def _draw(
        self, panel: Panel, chunk: range, layer: set[tuple[int, int]], sheet: Sheet, top: float, low: float
    ) -> None:
        plane = self._axes(sheet, chunk, top, low)
        if self.chart.kind == "box":
            self._boxes(sheet, panel, chunk, plane)
            return
        below = [0.0] * len(self.chart.categories)
        for n, series in enumerate(panel.series):
            if self.chart.kind == "line" and (n, 0) in layer:
                for run in self._runs(plane, series, chunk):
                    sheet.stroke(run, LINES[n][0], dash=LINES[n][1])
            elif self.chart.kind == "point":
                for k, point in enumerate(self._points(plane, series, chunk)):
                    if point and (n, k) in layer:
                        sign(sheet, n, point)
            elif self.chart.kind == "area":
                self._area(sheet, plane, n, series, below)
            elif self.chart.kind != "line":
                self._bars(sheet, panel, chunk, plane, n, below)
            if self.chart.kind in STACKED:
                below = [under + float(value or 0) for under, value in zip(below, series.values, strict=True)]

    def _axes(self, sheet: Sheet, chunk: range, top: float, low: float) -> Plane:
        """Draw both axes with their titles, numbers and labels; return the area between them."""
        ticks = self.chart.ticks
        top = title(sheet, top, self._text.cells(self.chart.value_axis)) + 2 * DOTS
        under = wrap(self._text.cells(self.chart.category_axis), sheet.columns) if self.chart.category_axis else []
        for n, line in enumerate(reversed(under)):
            sheet.braille(MARGIN, low - 2 * DOTS - n * LINE, line)
        foot = low - len(under) * LINE - 2 * DOTS - _CLEAR - _OUT
        right = sheet.width - MARGIN - max(_PAD, extent(self.labels.cells[-1]) / 2 if self.chart.marks else 0.0)
        plane = Plane(
            self._left, right, top, foot - (_PAD if self._padded else 0), float(ticks[0].at), float(ticks[-1].at)
        )
        if plane.bottom - plane.top < _LOWEST:
            raise UndrawableError("its titles leave no room for it")
        origin = foot if self._padded or self.chart.kind == "area" else plane.y(min(max(0.0, plane.low), plane.high))
        sheet.stroke([(plane.left, plane.top - 2), (plane.left, foot)], AXIS)
        sheet.stroke([(plane.left, origin), (right + 2, origin)], AXIS)
        step = math.ceil((LINE + 0.5) * (len(ticks) - 1) / (plane.bottom - plane.top))
        for tick, cells in list(zip(ticks, self._numbers, strict=True))[::step]:
            if cells:
                y = plane.y(float(tick.at))
                sheet.stroke([(plane.left - _OUT, y), (plane.left, y)], TICK)
                sheet.braille(plane.left - _OUT - _CLEAR - extent(cells), y - DOTS, cells)
        y = foot + _OUT + _CLEAR + DOTS
        for x, cells in self._placed_labels(plane, chunk):
            if self.chart.kind not in _BARS:
                sheet.stroke([(x, foot), (x, foot + _OUT)], TICK)
            sheet.braille_around(x, y, cells)
        return plane

    def _placed_labels(self, plane: Plane, chunk: range) -> list[tuple[float, str]]:
        """Return the labels of the categories and where they are."""
        cells, step = self.labels.cells, self.labels.step
        if self._on_edges:
            room = plane.right - plane.left - _PAD
            places = [plane.left + _PAD + room * n / (len(cells) - 1) for n in range(len(cells))]
        elif self.chart.positions:
            places = [self._along(plane, float(mark.at)) for mark in self.chart.marks]
        else:
            return [(self._place(plane, n, chunk), cells[n]) for n in chunk][::step]
        return list(zip(places, cells, strict=True))[::step]

    # Marks

    def _bars(self, sheet: Sheet, panel: Panel, chunk: range, plane: Plane, n: int, below: Sequence[float]) -> None:
        kind, series = self.chart.kind, panel.series[n]
        beside = len(panel.series) if kind in ("bar", "grouped") else 1
        pitch = (plane.right - plane.left - _PAD) / len(chunk)
        thick = pitch if kind == "histogram" else min(_WIDEST, (pitch - _GAP - _BESIDE * (beside - 1)) / beside)
        around = beside * thick + (beside - 1) * _BESIDE
        origin = min(max(0.0, plane.low), plane.high)
        for k in chunk:
            value = series.values[k]
            if value is None:
                continue
            x = self._place(plane, k, chunk) - around / 2 + (n * (thick + _BESIDE) if beside > 1 else 0)
            under = below[k] if kind == "stacked" else origin
            y, foot = plane.y(under + float(value) if kind == "stacked" else float(value)), plane.y(under)
            if kind == "stacked" and 0 < foot - y < APART:
                raise UndrawableError(f"a part of {foot - y:.1f} mm")
            if y != foot:
                sheet.area([[(x, foot), (x, y), (x + thick, y), (x + thick, foot)]], n)
            elif kind != "stacked":
                sheet.stroke([(x, foot), (x + thick, foot)], MEDIAN)

    def _area(self, sheet: Sheet, plane: Plane, n: int, series: Series, below: Sequence[float]) -> None:
        xs = [self._place(plane, k, self.chunks[0]) for k in range(len(below))]
        lower = [(x, plane.y(under)) for x, under in zip(xs, below, strict=True)]
        upper = [
            (x, plane.y(under + float(value or 0))) for x, under, value in zip(xs, below, series.values, strict=True)
        ]
        thin = [low[1] - high[1] for low, high in zip(lower, upper, strict=True) if low[1] - high[1] < APART]
        if any(thin):
            raise UndrawableError(f"a part of {max(thin):.1f} mm")
        if len(xs) == 1:
            raise UndrawableError("an area of one value")
        sheet.area([[*upper, *reversed(lower)]], n)

    def _boxes(self, sheet: Sheet, panel: Panel, chunk: range, plane: Plane) -> None:
        half = min(_WIDEST, (plane.right - plane.left - _PAD) / len(chunk) - _GAP) / 2
        for k in chunk:
            if any(series.values[k] is None for series in panel.series):
                continue
            low, first, median, third, high = (plane.y(float(series.values[k] or 0)) for series in panel.series)
            x = self._place(plane, k, chunk)
            if thin := [gap for gap in (first - median, median - third) if 0 < gap < APART + (MEDIAN + EDGE) / 2]:
                raise UndrawableError(f"a median {min(thin):.1f} mm from the edge of its box")
            sheet.area([[(x - half, first), (x - half, third), (x + half, third), (x + half, first)]], None)
            sheet.stroke([(x, low), (x, first)], EDGE)
            sheet.stroke([(x, third), (x, high)], EDGE)
            sheet.stroke([(x - half, median), (x + half, median)], MEDIAN)


_LOWEST = 90.0
"""The least height of a plane."""


def title(sheet: Sheet, y: float, cells: str) -> float:
    """Write the title of an axis in lines of its own; return where they end."""
    lines = wrap(cells, sheet.columns) if cells else []
    for n, line in enumerate(lines):
        sheet.braille(MARGIN, y + n * LINE, line)
    return y + len(lines) * LINE


def sign(sheet: Sheet, n: int, at: Point) -> None:
    """Draw the sign of a series of points: a disc, or an outline."""
    if n == 0:
        sheet.dots([at], _DISC)
        return
    corners = {1: 4, 2: 3, 3: 24, 4: 4}[n]
    turned = math.pi / 4 if n == 1 else 0.0
    points = [
        (
            at[0] + _RADIUS * math.sin(turned + k * math.tau / corners),
            at[1] - _RADIUS * math.cos(turned + k * math.tau / corners),
        )
        for k in range(corners)
    ]
    sheet.stroke(points, SIGN, closed=True)


def _run_beside(one: Sequence[Point], other: Sequence[Point]) -> bool:
    """Return whether two lines run beside each other nearer than what is not to touch; they may cross."""
    if distance(one, other) >= APART + MEDIAN:
        return False
    pairs = list(itertools.pairwise(other))
    crossings = [point for a, b in itertools.pairwise(one) for c, d in pairs if (point := crossing(a, b, c, d))]
    for (x, y), (u, v) in itertools.pairwise(one):
        steps = max(1, math.ceil(math.dist((x, y), (u, v))))
        for n in range(steps + 1):
            at = (x + (u - x) * n / steps, y + (v - y) * n / steps)
            if all(math.dist(at, point) > _NEAR for point in crossings) and any(
                from_line(at, c, d) < APART + MEDIAN for c, d in pairs
            ):
                return True
    return False
