"""Draws a map: areas in the colours of their classes. From right to left its words are, but not its areas."""

from __future__ import annotations

from collections.abc import Sequence

from plantin.charts.frame import SIZE, WIDTH
from plantin.charts.sheet import EDGE, Sheet, legend, title_look
from plantin.model.charts import Chart, Ring


def draw_map(sheet: Sheet, chart: Chart) -> float:
    """Draw the areas in the colours of their classes, with names where there is room; return where it ends."""
    top = 0.0
    if chart.value_axis:
        lines = sheet.frame.wrap(chart.value_axis, sheet.width - 2 * EDGE)
        top = sheet.row + sheet.lines(EDGE, SIZE, lines, "start", title_look(chart, chart.value_axis))
    top = legend(sheet, chart, [mark.label for mark in chart.marks], top)
    place = _Place(sheet, chart, top)
    classes = chart.classes()
    sheet.open("series")
    for area in chart.areas:
        level = classes[area.category] if area.category >= 0 else None
        if level is not None:
            sheet.path(place.ring(area.path()), sheet.ground(level), closed=True)
        dashes = "" if level is not None else ' stroke-dasharray="2 2"'
        edge = f' class="border" fill="none" stroke="currentColor" stroke-width="0.75"{dashes}'
        for ring in area.rings:
            sheet.path(place.ring(ring), edge, closed=True)
    sheet.close()
    sheet.open("categories")
    named = set[int]()
    for n, area in enumerate(chart.areas):
        if area.category >= 0 and area.category not in named:
            named.add(area.category)
            value = chart.panels[0].series[0].shown[area.category]
            above = [place.ring(other.rings[0]) for other in chart.areas[n + 1 :]]
            _write_name(sheet, [place.ring(ring) for ring in area.rings], above, chart.categories[area.category], value)
    sheet.close()
    return place.bottom + 2


class _Place:
    """Where a map is in its drawing: in the middle, as large as there is room."""

    def __init__(self, sheet: Sheet, chart: Chart, top: float) -> None:
        below = max(y for area in chart.areas for _, y in area.rings[0])
        self._scale = min(sheet.width / WIDTH, 1.0, max(sheet.tallest - top, 80) / below)
        self._left = (sheet.width - WIDTH * self._scale) / 2
        self._mirror = sheet.across
        self._top = top
        self.bottom = top + below * self._scale

    def ring(self, ring: Ring) -> Ring:
        """Return where an outline is: a map is never mirrored."""
        return tuple((self._mirror(self._left + x * self._scale), self._top + y * self._scale) for x, y in ring)


def _write_name(sheet: Sheet, rings: Sequence[Ring], above: Sequence[Ring], name: str, value: str) -> None:
    """Write the name of an area and its value, or its name alone, or nothing, as there is room within the area and
    beside the areas ``above`` it.
    """
    ys = [y for _, y in rings[0]]
    low, high = min(ys), max(ys)
    widest, x, y = max(_span(rings, low + (high - low) * step / 20, sheet.row) for step in range(5, 16))
    if sheet.frame.widest_piece(name) > widest - 6:
        return
    lines = sheet.frame.wrap(name, widest - 6)
    for words in ([*lines, *([value] if value else [])], lines):
        half, lift = sheet.frame.longest(words) / 2, len(words) * sheet.leading / 2
        covered = any(
            start < x + half and x - half < stop
            for level in (y - lift, y, y + lift)
            for ring in above
            for start, stop in spans_at([ring], level)
        )
        if half <= widest / 2 - 3 and low < y - lift and y + lift < high and not covered:
            sheet.lines(x, y, words, centred=True)
            return


def _span(rings: Sequence[Ring], y: float, room: float) -> tuple[float, float, float]:
    """Return the longest way through an area at ``y`` with that room above and below: its length and middle."""
    begin, end = max(spans_at(rings, y), key=lambda way: way[1] - way[0], default=(0.0, 0.0))
    for beside in (y - room, y + room):
        both = ((max(begin, start), min(end, stop)) for start, stop in spans_at(rings, beside))
        begin, end = max(both, key=lambda way: way[1] - way[0], default=(0.0, 0.0))
    return end - begin, (begin + end) / 2, y


def spans_at(rings: Sequence[Sequence[tuple[float, float]]], y: float) -> list[tuple[float, float]]:
    """Return where the height ``y`` is within an area, from one x to another: even-odd, as SVG fills."""
    cut = sorted(
        x + (y - v) * (u - x) / (w - v)
        for ring in rings
        for (x, v), (u, w) in zip(ring, (*ring[1:], ring[0]), strict=True)
        if min(v, w) <= y < max(v, w)
    )
    return list(zip(cut[::2], cut[1::2], strict=False))
