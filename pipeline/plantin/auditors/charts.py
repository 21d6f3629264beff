"""Reads charts back: what their drawings show, by the places of their shapes, and whether that is what their data say.

A drawing is judged by its geometry alone. The axis gives the measure: two of its marks, with their labels, say how far
apart two values are; every bar, point, area and part is measured by it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from plantin.model.charts import QUARTILES, STACKED, Chart, Series

Point = tuple[float, float]
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_CLOSE = 0.05
"""How far a shape may be from where its value belongs, in CSS pixels."""
_TEXT = 4.0
"""The same of the anchor of a text: measured widths differ a little."""
_MARK = 5.0
"""The same of the foot of a number beside its mark."""
_SHARE = 0.001
_SIGN, _FILL, _LINE, _HATCH = "sign-", "fill-", "line-", "hatch-"


@dataclass(frozen=True, slots=True)
class DrawnShape:
    """A shape or a piece of text: its points (of text the place of its anchor, on the line), and its colour as
    ``#rrggbb``, empty where it does not matter.
    """

    kind: str
    """The class of a shape, or ``text``."""
    points: tuple[Point, ...]
    words: str = ""
    colour: str = ""
    anchor: str = ""


def shapes(content: bytes) -> tuple[DrawnShape, ...]:
    """Return the shapes and texts of a drawing in the order in which they are painted."""
    return tuple(_shape(element) for element in etree.fromstring(content).iter("{*}rect", "{*}path", "{*}text"))


def _shape(element: etree._Element) -> DrawnShape:
    kind = element.get("class", "")
    match etree.QName(element).localname:
        case "text":
            place = (float(element.get("x", "0")), float(element.get("y", "0")))
            words = "".join(map(str, element.itertext()))
            return DrawnShape("text", (place,), words, anchor=element.get("text-anchor", "start"))
        case "rect":
            x, y, width, height = (float(element.get(name, "0")) for name in ("x", "y", "width", "height"))
            corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
            return DrawnShape(kind, corners, colour=element.get("fill", ""))
        case _:
            numbers = list(map(float, _NUMBER.findall(element.get("d", ""))))
            colour = element.get("stroke", "") if kind.startswith(_LINE) else element.get("fill", "")
            points = tuple(zip(numbers[::2], numbers[1::2], strict=True))
            return DrawnShape(kind, points, colour=colour if kind.startswith((_LINE, _SIGN, _FILL)) else "")


def faults(content: bytes, chart: Chart) -> Iterator[str]:
    """Yield what the drawing ``content`` shows otherwise than the values of ``chart``, in words."""
    panels = [group for group in etree.fromstring(content).iter("{*}g") if group.get("class") == "panel"]
    if chart.kind in ("pie", "map"):
        yield from _parts(content, chart) if chart.kind == "pie" else _areas(content, chart)
        return
    if len(panels) != len(chart.panels):
        yield f"there are {len(panels)} panels, not {len(chart.panels)}"
        return
    for drawn, panel in zip(panels, chart.panels, strict=True):
        if chart.kind == "sparkline":
            yield from _sparkline(drawn, chart, panel.series)
            continue
        axis = _group(drawn, "values")[0]
        marks = [shape for shape in axis if shape.kind == "grid"]
        labels = [shape for shape in axis if shape.kind == "text"]
        if len(marks) != len(chart.ticks) or not labels:
            yield f"the axis of the values has {len(marks)} marks and {len(labels)} numbers"
            continue
        measure = _Measure(marks, [float(tick.at) for tick in chart.ticks])
        places = {tick.label: mark.points[0][measure.side] for tick, mark in zip(chart.ticks, marks, strict=True)}
        if any(abs(places.get(label.words, math.inf) - label.points[0][measure.side]) > _MARK for label in labels):
            yield f"the axis of the values has the marks {', '.join(label.words for label in labels)}"
        if not measure.even:
            yield "the marks of the axis are not where their numbers belong"
        yield from _panel(chart, panel.series, _group(drawn, "series"), measure)


def _group(around: etree._Element, name: str) -> list[list[DrawnShape]]:
    groups = [group for group in around.iter("{*}g") if group.get("class") == name]
    return [[_shape(shape) for shape in group.iter("{*}rect", "{*}path", "{*}text")] for group in groups]


class _Measure:
    """The axis of the values: what value a place has. ``side`` is the coordinate that counts, 0 across, 1 down."""

    def __init__(self, marks: Sequence[DrawnShape], values: Sequence[float]) -> None:
        (begin, end) = marks[0].points[:2]
        self.side = 0 if abs(begin[0] - end[0]) < _CLOSE else 1
        places = [mark.points[0][self.side] for mark in marks]
        self._origin, self._lowest = places[0], values[0]
        self._step = (values[-1] - values[0]) / ((places[-1] - places[0]) or math.inf)
        self.slack = abs(self._step) * _CLOSE
        self.even = all(
            abs(self.value(place) - value) <= self.slack for place, value in zip(places, values, strict=True)
        )

    def value(self, place: float) -> float:
        """Return the value at a place."""
        return self._lowest + (place - self._origin) * self._step

    def values(self, shape: DrawnShape) -> list[float]:
        """Return the values at the points of a shape."""
        return [self.value(point[self.side]) for point in shape.points]


def _panel(
    chart: Chart, series: Sequence[Series], groups: Sequence[Sequence[DrawnShape]], measure: _Measure
) -> Iterator[str]:
    if chart.kind == "box":
        yield from _boxes(chart, series, groups[0] if groups else (), measure)
        return
    if len(groups) != len(series):
        yield f"there are {len(groups)} series, not {len(series)}"
        return
    below = [0.0] * len(chart.categories)
    for n, (data, group) in enumerate(zip(series, groups, strict=True), 1):
        if strange := {shape.kind for shape in group if shape.kind not in ("text", "number")} - {
            f"{form}{n}" for form in (_SIGN, _FILL, _LINE, _HATCH)
        }:
            yield f"the series {data.name!r} has the look of another: {', '.join(sorted(strange))}"
        expected = [(k, float(value)) for k, value in enumerate(data.values) if value is not None]
        drawn = list(_read_values(chart, group, measure, below))
        if chart.kind == "area":
            expected = [(k, float(value or 0)) for k, value in enumerate(data.values)]
        if len(drawn) != len(expected):
            yield f"the series {data.name!r} has {len(drawn)} values, not {len(expected)}"
        for (k, value), seen in zip(expected, drawn, strict=False):
            if abs(seen - value) > 2 * measure.slack:
                yield f"{data.name!r} is {seen:.4g} at {chart.categories[k]!r}, not {value:g}"
        yield from _order(chart, data, group, measure)
        if chart.kind in STACKED:
            below = [under + float(value or 0) for under, value in zip(below, data.values, strict=True)]


def _read_values(
    chart: Chart, group: Sequence[DrawnShape], measure: _Measure, below: Sequence[float]
) -> Iterator[float]:
    """Yield the values that a series shows."""
    if chart.kind in ("line", "point", "sparkline"):
        for sign in (shape for shape in group if shape.kind.startswith(_SIGN)):
            yield sum(measure.values(sign)) / len(sign.points)
        return
    if chart.kind == "area":
        for shape in group[:1]:
            values = measure.values(shape)
            upper, lower = values[: len(values) // 2], values[len(values) // 2 :]
            yield from (high - low for high, low in zip(upper, reversed(lower), strict=False))
        return
    lowest, highest = float(chart.ticks[0].at), float(chart.ticks[-1].at)
    origin = min(max(0.0, lowest), highest)
    for k, bar in enumerate(shape for shape in group if shape.kind.startswith(_FILL)):
        low, high = min(measure.values(bar)), max(measure.values(bar))
        under = below[k] if chart.kind == "stacked" and k < len(below) else origin
        yield high - low if chart.kind == "stacked" else high if abs(low - under) <= 2 * measure.slack else low


def _order(chart: Chart, series: Series, group: Sequence[DrawnShape], measure: _Measure) -> Iterator[str]:
    """Check that the shapes of a series follow each other as its categories do; a line goes through its signs."""
    marks = [shape for shape in group if shape.kind.startswith((_SIGN, _FILL))]
    side = 1 - measure.side
    centres = [sum(point[side] for point in shape.points) / len(shape.points) for shape in marks]
    if chart.direction == "rtl" and side == 0:
        centres = [-centre for centre in centres]
    if chart.kind != "point" and any(after <= before for before, after in pairwise(centres)):
        yield f"the values of {series.name!r} are not in the order of their categories"
    lines = [point for shape in group if shape.kind.startswith(_LINE) for point in shape.points]
    signs = [_centre(shape) for shape in marks if shape.kind.startswith(_SIGN)]
    if any(min((math.dist(point, sign) for sign in signs), default=math.inf) > 2 * _CLOSE for point in lines):
        yield f"the line of {series.name!r} does not go through its points"


def _centre(shape: DrawnShape) -> Point:
    xs, ys = zip(*shape.points, strict=True)
    return sum(xs) / len(xs), sum(ys) / len(ys)


def _sparkline(drawn: etree._Element, chart: Chart, series: Sequence[Series]) -> Iterator[str]:
    """Without an axis, the lowest and the highest value are the measure: they are apart by most of the height, and all
    others are between them in proportion.
    """
    groups = _group(drawn, "series")
    heights = [_centre(shape)[1] for group in groups for shape in group if shape.kind.startswith(_SIGN)]
    values = [float(value) for value in series[0].values if value is not None]
    room = float(drawn.getroottree().getroot().get("height", "0"))
    if len(heights) != len(values):
        yield f"it has {len(heights)} values, not {len(values)}"
        return
    ends = [(heights[values.index(value)], value) for value in (min(values), max(values))]
    if ends[0][1] == ends[1][1]:
        ends[1] = (ends[0][0] - room, ends[1][1] + 1)
    if ends[0][0] - ends[1][0] < room / 2:
        yield f"its highest value is not above its lowest, {ends[0][1]:g}"
        return
    marks = [DrawnShape("grid", ((0, height), (1, height))) for height, _ in ends]
    yield from _panel(chart, series, groups, _Measure(marks, [value for _, value in ends]))


def _boxes(chart: Chart, series: Sequence[Series], group: Sequence[DrawnShape], measure: _Measure) -> Iterator[str]:
    """Of each box: two lines out of it, the box, the median."""
    for k, name in enumerate(chart.categories):
        parts = group[k * 4 : k * 4 + 4]
        if [shape.kind for shape in parts] != ["whisker", "whisker", "fill-4", "median"]:
            yield f"the box {name!r} does not have its parts"
            continue
        low, high, box, median = map(measure.values, parts)
        seen = (low[0], min(box), median[0], max(box), high[-1])
        due = [float(data.values[k] or 0) for data in series[:QUARTILES]]
        if any(abs(value - other) > 2 * measure.slack for value, other in zip(seen, due, strict=True)):
            yield f"the box {name!r} shows {', '.join(f'{value:.4g}' for value in seen)}"


def _parts(content: bytes, chart: Chart) -> Iterator[str]:
    """Check that each part of a pie has its share of the circle, one after another."""
    series = chart.panels[0].series[0]
    total = sum(float(value or 0) for value in series.values)
    drawn = _group(etree.fromstring(content), "series")
    parts = [shape for group in drawn for shape in group if shape.kind.startswith(_FILL)]
    if len(parts) != len(series.values):
        yield f"there are {len(parts)} parts, not {len(series.values)}"
    way, end = (-1 if chart.direction == "rtl" else 1), 0.0
    for n, (part, value) in enumerate(zip(parts, series.values, strict=False)):
        (x, y), *rim = part.points
        angles = [way * math.atan2(px - x, y - py) / (2 * math.pi) for px, py in rim]
        share, due = sum((after - before) % 1 for before, after in pairwise(angles)), float(value or 0) / total
        gap = abs(math.remainder(angles[0] - end, 1))
        if abs(share - due) > _SHARE or gap > _SHARE or part.kind != f"{_FILL}{n + 1}":
            yield f"{chart.categories[n]!r} is {share:.1%} of the whole, not {due:.1%}, or not in its place"
        end = angles[-1]


def _areas(content: bytes, chart: Chart) -> Iterator[str]:
    """Check that each area of a map has its outline, the colour of its class in the legend, and no other's name."""
    root, series = etree.fromstring(content), chart.panels[0].series[0]
    legend, drawn, texts = (next(iter(_group(root, name)), []) for name in ("legend", "series", "categories"))
    edges = [float(tick.at) for tick in chart.ticks]
    if [entry.words for entry in legend if entry.kind == "text"] != [mark.label for mark in chart.marks]:
        yield "the legend does not have the classes of its values"
    colours = [entry.colour for entry in legend if entry.kind != "text"]
    paths, place = iter(drawn), _placing([DrawnShape("", area.rings[0]) for area in chart.areas], drawn, down=True)
    if place is None:
        yield "it is turned, mirrored or stretched"
        return
    for area in chart.areas:
        value = series.values[area.category] if area.category >= 0 else None
        name = chart.categories[area.category] if area.category >= 0 else "an area without data"
        for ring in ((area.path(),) if value is not None else ()) + area.rings:
            shape = next(paths, None)
            if shape is None or not _close(shape.points, ring, place):
                yield f"the outline of {name!r} is not in its place"
                return
            if not shape.kind.startswith(_FILL):
                continue
            n = int(shape.kind.removeprefix(_FILL)) - 1
            last = n == len(chart.marks) - 1
            within = edges[n] <= float(value or 0) and (float(value or 0) < edges[n + 1] or last)
            if not within or n >= len(colours) or shape.colour != colours[n]:
                yield f"{name!r} does not have the colour of the class of {series.shown[area.category]}"
    for text in texts:
        around = [area for area in chart.areas if _inside(_unplaced(text.points[0], place), area.rings[0])]
        numbers = {area.category for area in around[-1:]}
        words = [f"{chart.categories[n]} {series.shown[n]}" for n in numbers if n >= 0]
        if not any(text.words in phrase for phrase in words):
            yield f"{text.words!r} is not in its area"


def _close(points: Sequence[Point], due: Sequence[Point], place: tuple[float, float, float]) -> bool:
    """Return whether an outline is another one in that place."""
    return len(points) == len(due) and all(
        math.dist(_unplaced(point, place), corner) * place[0] <= 2 * _CLOSE
        for point, corner in zip(points, due, strict=True)
    )


def _unplaced(point: Point, place: tuple[float, float, float]) -> Point:
    """Return where a point of a drawing is in what was drawn at that scale, left and top."""
    scale, left, top = place
    return (point[0] - left) / scale, (point[1] - top) / scale


def _inside(point: Point, ring: Sequence[Point]) -> bool:
    x, y = point
    crossed = False
    for (a, b), (c, d) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (b > y) != (d > y) and x < a + (y - b) * (c - a) / (d - b):
            crossed = not crossed
    return crossed


def drawing_difference(due: Sequence[DrawnShape], seen: Sequence[DrawnShape]) -> str:
    """Return how a drawing that was painted at some size somewhere (``seen``; there y grows upward) differs from
    ``due``, in words; empty where it does not. The texts of ``seen`` have the two ends of their lines.
    """
    if len(due) != len(seen):
        return f"there are {len(seen)} shapes and texts, not {len(due)}"
    place = _placing(due, seen)
    if place is None:
        return "it is turned, mirrored or stretched"
    scale, left, top = place
    for expected, other in zip(due, seen, strict=True):
        name = expected.words or expected.kind or "a shape"
        if (expected.kind == "text") != (other.kind == "text") or _letters(expected.words) != _letters(other.words):
            return f"{other.words or other.kind!r} is where {name!r} belongs"
        points = [((x - left) / scale, (top - y) / scale) for x, y in other.points]
        if expected.kind == "text":
            (begin, y), (end, _) = points[0], points[-1]
            x = {"start": begin, "end": end}.get(expected.anchor, (begin + end) / 2)
            if abs(y - expected.points[0][1]) > _TEXT or abs(x - expected.points[0][0]) > _TEXT:
                return f"{name!r} is not in its place"
        elif len(points) != len(expected.points) or any(
            math.dist(*pair) > 2 * _CLOSE for pair in zip(points, expected.points, strict=True)
        ):
            return f"a shape ({name}) is not in its place"
        elif expected.colour and other.colour and not _same_colour(expected.colour, other.colour):
            return f"a shape ({name}) is {other.colour}, not {expected.colour}"
    return ""


def _letters(words: str) -> list[str]:
    """The letters of a text in no order: fonts join some, and draw those from right to left from left to right."""
    return sorted(
        letter for letter in unicodedata.normalize("NFKC", words) if unicodedata.category(letter)[0] not in "CZ"
    )


def _placing(
    due: Sequence[DrawnShape], seen: Sequence[DrawnShape], *, down: bool = False
) -> tuple[float, float, float] | None:
    """Return the scale, the left and the top edge at which a drawing was painted, where y grows upward or ``down``;
    None where it has several scales.
    """
    boxes = []
    for drawing in (due, seen):
        points = [point for shape in drawing if shape.kind != "text" for point in shape.points]
        if not points:
            return None
        xs, ys = zip(*points, strict=True)
        boxes.append((min(xs), min(ys), max(xs), max(ys)))
    (left, top, right, bottom), (x, low, far, high) = boxes
    if right - left <= 0 or bottom - top <= 0 or far - x <= 0:
        return None
    scale = (far - x) / (right - left)
    if abs((high - low) / (bottom - top) - scale) > 0.001 * scale:
        return None
    return scale, x - left * scale, low - top * scale if down else high + top * scale


def _same_colour(one: str, other: str) -> bool:
    return all(abs(int(one[n : n + 2], 16) - int(other[n : n + 2], 16)) <= 2 for n in (1, 3, 5))
