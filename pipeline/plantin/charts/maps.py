"""Draws a map: areas in the colours of their classes. From right to left its words are, but not its areas."""

from __future__ import annotations

from collections.abc import Sequence

from plantin.charts.sheet import LINE, SIZE, Sheet, legend, room_of, title_look, wrap_words
from plantin.model.charts import Chart, Ring


def draw_map(sheet: Sheet, chart: Chart) -> float:
    """Draw the areas in the colours of their classes, with names where there is room; return where it ends."""
    top = 0.0
    if chart.value_axis:
        sheet.text(0, SIZE, chart.value_axis, "start", title_look(chart, chart.value_axis))
        top = LINE
    top = legend(sheet, chart, [mark.label for mark in chart.marks], top)
    classes = chart.classes()
    sheet.open("series")
    for area in chart.areas:
        level = classes[area.category] if area.category >= 0 else None
        if level is not None:
            sheet.path(_lower_ring(sheet, area.path(), top), sheet.ground(level), closed=True)
        dashes = "" if level is not None else ' stroke-dasharray="2 2"'
        edge = f' class="border" fill="none" stroke="currentColor" stroke-width="0.75"{dashes}'
        for ring in area.rings:
            sheet.path(_lower_ring(sheet, ring, top), edge, closed=True)
    sheet.close()
    sheet.open("categories")
    named = set[int]()
    for area in chart.areas:
        if area.category >= 0 and area.category not in named:
            named.add(area.category)
            value = chart.panels[0].series[0].shown[area.category]
            _write_name(sheet, area.rings, top, chart.categories[area.category], value)
    sheet.close()
    return top + max(y for area in chart.areas for _, y in area.rings[0]) + 2


def _lower_ring(sheet: Sheet, ring: Ring, top: float) -> list[tuple[float, float]]:
    return [(sheet.across(x), y + top) for x, y in ring]


def _write_name(sheet: Sheet, rings: Sequence[Ring], top: float, name: str, value: str) -> None:
    """Write the name of an area and its value, or its name alone, or nothing, as there is room."""
    ys = [y for _, y in rings[0]]
    low, high = min(ys), max(ys)
    widest, x, y = max(_span(rings, low + (high - low) * step / 20) for step in range(5, 16))
    lines = wrap_words(name, widest - 6)
    for words in ([*lines, *([value] if value else [])], lines):
        if max(map(room_of, words)) <= widest - 6 and len(words) * 14 <= (high - low) * 0.7:
            for k, line in enumerate(words):
                sheet.text(sheet.across(x), top + y + 4.5 + (k - (len(words) - 1) / 2) * 14, line)
            return


def _span(rings: Sequence[Ring], y: float) -> tuple[float, float, float]:
    """Return the longest way through an area at the height ``y`` with room for two lines: its length and middle."""
    begin, end = max(_ways(rings, y), key=lambda way: way[1] - way[0], default=(0.0, 0.0))
    for beside in (y - LINE, y + LINE):
        both = ((max(begin, start), min(end, stop)) for start, stop in _ways(rings, beside))
        begin, end = max(both, key=lambda way: way[1] - way[0], default=(0.0, 0.0))
    return end - begin, (begin + end) / 2, y


def _ways(rings: Sequence[Ring], y: float) -> list[tuple[float, float]]:
    """Return where the height ``y`` is within an area, from one x to another."""
    cut = sorted(
        x + (y - v) * (u - x) / (w - v)
        for ring in rings
        for (x, v), (u, w) in zip(ring, (*ring[1:], ring[0]), strict=True)
        if min(v, w) <= y < max(v, w)
    )
    return list(zip(cut[::2], cut[1::2], strict=False))
