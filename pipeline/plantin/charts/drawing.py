"""Draws a chart as SVG: rectangles, paths and text at plain coordinates, without transforms and style sheets.

Its words are text. What belongs together is a group with a class: ``panel``, in it
``values`` and ``categories`` (the axes) and a ``series`` for each; ``legend``. On a dark page a chart has a white
ground.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from plantin.charts.maps import draw_map
from plantin.charts.sheet import LINE, SIZE, WIDTH, Sheet, format_number, legend, room_of, sign, title_look, wrap_words
from plantin.model.charts import QUARTILES, STACKED, Chart, Panel, Series

FACE = "sans-serif"
"""The face of its words, where the edition does not have another."""
_HEIGHT, _SMALL = 230, 150
_PAD = 6.0
_LONGEST = 3
_ROW, _MARK = 26.0, 5.0
_THICK, _NAME = 0.72, 140.0
_NUMBERS = 60.0
_SPARKLINE, _LOW = 96, 24.0
"""The width and height of a sparkline."""


@dataclass(frozen=True, slots=True)
class ChartDrawing:
    """A chart as SVG, with its size in CSS pixels."""

    width: int
    height: int
    content: bytes


@dataclass(slots=True)
class _Plane:
    """The area between the axes: where a share ``along`` the axis of the categories and a value are."""

    left: float
    top: float
    width: float
    height: float
    low: float
    high: float
    turned: bool

    def at(self, along: float, value: float) -> tuple[float, float]:
        """Return the point of a share of the axis of the categories and a value."""
        across = (value - self.low) / (self.high - self.low)
        if self.turned:
            return self.left + across * self.width, self.top + along * self.height
        return self.left + along * self.width, self.top + (1 - across) * self.height

    def origin(self) -> float:
        """Return the value that bars begin at."""
        return min(max(0.0, self.low), self.high)


def draw(chart: Chart) -> ChartDrawing:
    """Return the drawing of ``chart``."""
    sheet = Sheet(chart, _SPARKLINE if chart.kind == "sparkline" else WIDTH)
    top = legend(sheet, chart, [series.name for series in chart.panels[0].series]) if _has_legend(chart) else 0.0
    match chart.kind:
        case "pie":
            height = _pie(sheet, chart, top)
        case "map":
            height = draw_map(sheet, chart)
        case "sparkline":
            height = _sparkline(sheet, chart)
        case _:
            height = _panels(sheet, chart, top)
    size = f'viewBox="0 0 {sheet.width} {math.ceil(height)}" width="{sheet.width}" height="{math.ceil(height)}"'
    # Without a direction of its own, a page from right to left would turn "start" and "end" round.
    # A drawing that is a picture of a page does not have the faces of the page; without a name it has one with serifs.
    look = f'class="chart" font-family="{FACE}" font-size="{format_number(SIZE)}" fill="currentColor" direction="ltr"'
    inside = "".join(sheet.parts)
    content = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {look}>{inside}</svg>'
    return ChartDrawing(sheet.width, math.ceil(height), content.encode())


def _has_legend(chart: Chart) -> bool:
    """Return whether a legend names the series: the names of lines are at their ends where there is one panel."""
    names = chart.panels[0].series
    if chart.kind in ("pie", "box", "histogram", "map", "sparkline") or len(names) == 1:
        return False
    return chart.kind != "line" or len(chart.panels) > 1


# Panels and axes


def _panels(sheet: Sheet, chart: Chart, top: float) -> float:
    """Draw the panels, two or three beside each other; return where the drawing ends."""
    several = len(chart.panels) > 1
    columns = 1 if not several else 2 if len(chart.panels) in (2, 4) else 3
    width = (WIDTH - 12 * (columns - 1)) / columns
    above, below = chart.value_axis, chart.category_axis
    if not several and is_turned(chart):
        above, below = below, above
    if above:
        sheet.text(0, top + SIZE, above, "start", title_look(chart, above))
        top += LINE + _PAD
    bottom, middle = top, 0.0
    for n, panel in enumerate(chart.panels):
        if n % columns == 0:
            top = bottom + (10 if n else 0)
        sheet.open("panel")
        end, middle = _panel(sheet, chart, panel, (n % columns) * (width + 12), top, width)
        bottom = max(bottom, end)
        sheet.close()
    if below:
        sheet.text(WIDTH / 2 if several else middle, bottom + SIZE, below, "middle", title_look(chart, below))
        bottom += LINE + _PAD
    return bottom


def _panel(sheet: Sheet, chart: Chart, panel: Panel, left: float, top: float, width: float) -> tuple[float, float]:
    """Draw one panel at ``left`` and ``top``; return where it ends, and where the middle of its width is."""
    small = bool(panel.name)
    if small:
        sheet.text(left + width / 2, top + SIZE, panel.name, "middle", ' class="panel-name" font-weight="bold"')
        top += LINE + _PAD
    low, high = float(chart.ticks[0].at), float(chart.ticks[-1].at)
    numbers = max(room_of(tick.label) for tick in chart.ticks) + _PAD + 1
    lines = [line for series in panel.series for line in wrap_words(series.name, _NAME)] if _is_direct(chart) else []
    names = max(map(room_of, lines), default=-2.0) + 10
    if chart.kind == "histogram":
        names = max(names, room_of(chart.marks[-1].label) / 2)
    room = width - numbers - names
    turned = not small and is_turned(chart)
    if turned:
        labels = [wrap_words(category, width * 0.38) for category in chart.categories]
        begin = max(room_of(line) for lines in labels for line in lines) + 10
        group = 9.0 * len(panel.series) if chart.kind == "grouped" else 0
        bar = max(_ROW, group, *(14.0 * len(label) + 6 for label in labels))
        last = room_of(chart.ticks[-1].label) / 2
        plane = _Plane(left + begin, top, width - begin - last - 26, bar * len(labels), low, high, turned)
    else:
        height = float(_SMALL if small else _HEIGHT)
        plane = _Plane(left + numbers, top + _PAD, room, height - _PAD, low, high, turned)
    _values(sheet, chart, plane, bare=_are_numbered(chart, panel, plane))
    end = _categories(sheet, chart, plane)
    _series(sheet, chart, panel, plane)
    return end, plane.left + plane.width / 2


def _is_direct(chart: Chart) -> bool:
    return chart.kind == "line" and len(chart.panels) == 1 and len(chart.panels[0].series) > 1


def is_turned(chart: Chart) -> bool:
    """Return whether the bars of a chart of one panel lie, as their names have no room below them."""
    if chart.kind not in ("bar", "grouped", "stacked", "box"):
        return False
    band = (WIDTH - _NUMBERS) / len(chart.categories) - 4
    lines = [wrap_words(category, band) for category in chart.categories]
    return any(len(label) > _LONGEST or max(map(room_of, label)) > band for label in lines)


def _values(sheet: Sheet, chart: Chart, plane: _Plane, *, bare: bool) -> None:
    """Draw the axis of the values: for each mark its number and a line across. Bars with numbers have the line that
    they begin at, and no others (``bare``), which would strike out the numbers.
    """
    sheet.open("values")
    for tick in chart.ticks:
        strong = float(tick.at) == plane.origin()
        begin, end = plane.at(0, float(tick.at)), plane.at(1, float(tick.at))
        if bare and not strong and plane.turned:
            begin = plane.at(1 - _MARK / plane.height, float(tick.at))
        elif bare and not strong:
            end = plane.at(_MARK / plane.width, float(tick.at))
        ink = 'stroke="currentColor" stroke-width="1"' if strong else 'stroke="#8a8a8a" stroke-width="0.5"'
        look = f' class="grid" {ink}'
        sheet.path([begin, end], look)
        if plane.turned:
            sheet.text(end[0], end[1] + LINE, tick.label)
        else:
            sheet.text(begin[0] - _PAD, begin[1] + 4.5, tick.label, "end")
    sheet.close()


def _categories(sheet: Sheet, chart: Chart, plane: _Plane) -> float:
    """Draw the axis of the categories; return where it ends."""
    sheet.open("categories")
    y = plane.top + plane.height
    end = y + (LINE + 4 if plane.turned else 0)
    if chart.positions:
        places = _places(chart, [float(mark.at) for mark in chart.marks])
        labels = list(zip(places, [mark.label for mark in chart.marks], strict=True))
        labels = _thin_labels(labels, plane.width)
    elif chart.marks:  # the edges of classes
        labels = [(n / (len(chart.marks) - 1), mark.label) for n, mark in enumerate(chart.marks)]
    else:
        labels = [(_share(chart, n), name) for n, name in enumerate(chart.categories)]
        if chart.kind in ("line", "area"):
            labels = _thin_labels(labels, plane.width)
    for along, words in labels:
        x, v = plane.at(along, plane.low)
        if plane.turned:
            lines = wrap_words(words, WIDTH * 0.38)
            for k, line in enumerate(lines):
                sheet.text(x - _PAD, v + 4.5 + (k - (len(lines) - 1) / 2) * 14, line, "end")
            continue
        lines = wrap_words(words, plane.width / max(1, len(labels)) - 4)
        sheet.path([(x, y), (x, y + 4)], ' class="mark" stroke="currentColor" stroke-width="0.75"')
        for k, line in enumerate(lines):
            sheet.text(x, y + LINE + 2 + 14 * k, line)
        end = max(end, y + LINE + 8 + 14 * (len(lines) - 1))
    sheet.close()
    return end


def _thin_labels(labels: list[tuple[float, str]], room: float) -> list[tuple[float, str]]:
    """Return as many of ``labels``, from the first on, as have room beside each other."""
    # A month may be on the line above its year.
    halves = [wrap_words(words, room_of(words) / 2) for _, words in labels]
    widest = max(room_of(line) for lines in halves for line in lines) + 10
    step = max(1, math.ceil(len(labels) * widest / room))
    return labels[::step]


def _share(chart: Chart, n: int) -> float:
    """Return how far along its axis the category ``n`` is."""
    if chart.positions:
        return _places(chart, [float(chart.positions[n])])[0]
    return (n + 0.5) / len(chart.categories)


def _places(chart: Chart, numbers: Iterable[float]) -> list[float]:
    """Return how far along the axis of the categories ``numbers`` are, with some room at both ends."""
    ends = [float(mark.at) for mark in chart.marks] + [float(position) for position in chart.positions]
    low, high = min(ends), max(ends)
    span = (high - low) or 1.0
    return [0.04 + 0.92 * ((number - low) / span if high > low else 0.5) for number in numbers]


# Series


def _series(sheet: Sheet, chart: Chart, panel: Panel, plane: _Plane) -> None:
    if chart.kind == "box":
        _boxes(sheet, panel, plane)
        return
    below = [0.0] * len(chart.categories)
    for n, series in enumerate(panel.series):
        sheet.open("series")
        if chart.kind in ("line", "point"):
            _points(sheet, chart, series, plane, n)
        elif chart.kind == "area":
            _area(sheet, chart, series, plane, n, below)
        else:
            _bars(sheet, chart, panel, plane, n, below)
        sheet.close()
        if chart.kind in STACKED:
            below = [base + float(value or 0) for base, value in zip(below, series.values, strict=True)]
    if _is_direct(chart):
        _names(sheet, chart, panel, plane)


def _points(sheet: Sheet, chart: Chart, series: Series, plane: _Plane, n: int) -> None:
    """Draw the points of a series, with a line between those that follow each other."""
    runs: list[list[tuple[float, float]]] = [[]]
    for k, value in enumerate(series.values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(plane.at(_share(chart, k), float(value)))
    if chart.kind == "line":
        for run in runs:
            if len(run) > 1:
                sheet.path(run, sheet.line(n))
    for at in (point for run in runs for point in run):
        sign(sheet, n, at)


def _area(sheet: Sheet, chart: Chart, series: Series, plane: _Plane, n: int, below: list[float]) -> None:
    """Draw the area between what is ``below`` and the series on top of it."""
    shares = [_share(chart, k) for k in range(len(below))]
    upper = [plane.at(x, under + float(v or 0)) for x, under, v in zip(shares, below, series.values, strict=True)]
    lower = [plane.at(x, under) for x, under in zip(shares, below, strict=True)]
    sheet.path([*upper, *reversed(lower)], sheet.fill(n), closed=True)


def _bars(sheet: Sheet, chart: Chart, panel: Panel, plane: _Plane, n: int, below: list[float]) -> None:
    """Draw the bars of a series; with their numbers, where there are few."""
    band = 1 / len(chart.categories)
    thick = band if chart.kind == "histogram" else band * _THICK
    beside = len(panel.series) if chart.kind in ("bar", "grouped") else 1
    series = panel.series[n]
    numbered = _are_numbered(chart, panel, plane)
    for k, value in enumerate(series.values):
        if value is None:
            continue
        begin = (k + 0.5) * band - thick / 2 + (thick / beside * n if beside > 1 else 0)
        under = below[k] if chart.kind == "stacked" else plane.origin()
        top = under + float(value) if chart.kind == "stacked" else float(value)
        sheet.rectangle(plane.at(begin, under), plane.at(begin + thick / beside, top), sheet.fill(n))
        if numbered:
            # The number of a bar below the line is above the line: below the bar are the names of the categories.
            x, y = plane.at(begin + thick / beside / 2, max(top, under))
            if plane.turned:
                sheet.text(x + 5, y + 4.5, series.shown[k], "start", ' class="number"')
            else:
                sheet.text(x, y - 4, series.shown[k], more=' class="number"')


def _are_numbered(chart: Chart, panel: Panel, plane: _Plane) -> bool:
    """Return whether the numbers of the bars have room at their ends."""
    if chart.kind not in ("bar", "grouped") or panel.name:
        return False
    thick = _THICK / len(chart.categories) / len(panel.series)
    if plane.turned:
        return thick * plane.height >= SIZE - 2 and float(chart.ticks[0].at) >= 0
    return max(room_of(number) for series in panel.series for number in series.shown) <= thick * plane.width + 8


def _names(sheet: Sheet, chart: Chart, panel: Panel, plane: _Plane) -> None:
    """Write the name of each series at the end of its line, none over another."""
    sheet.open("names")
    ends = []
    for n, series in enumerate(panel.series):
        last = max((k for k, value in enumerate(series.values) if value is not None), default=-1)
        if last >= 0:
            y = plane.at(_share(chart, last), float(series.values[last] or 0))[1]
            ends.append((y, n, wrap_words(series.name, _NAME)))
    low, limit = plane.top - LINE, plane.top + plane.height - LINE * sum(len(lines) for _, _, lines in ends)
    for y, n, lines in sorted(ends):
        limit += LINE
        low = min(max(y - LINE / 2 * (len(lines) - 1), low + LINE), limit)
        for line in lines:
            sheet.text(plane.left + plane.width + 4, low + 4.5, line, "start", f' class="name-{n + 1}"')
            low += LINE
        low -= LINE * 0.8
        limit += LINE * (len(lines) - 1)
    sheet.close()


def _boxes(sheet: Sheet, panel: Panel, plane: _Plane) -> None:
    """Draw a box between the quartiles of each category, its median, and lines to the lowest and highest values."""
    sheet.open("series")
    lows, firsts, medians, thirds, highs = (
        [float(value or 0) for value in each.values] for each in panel.series[:QUARTILES]
    )
    band = 1 / len(lows)
    for k, low in enumerate(lows):
        middle, half = (k + 0.5) * band, band * 0.3
        ends = ' class="whisker" fill="none" stroke="currentColor" stroke-width="1"'
        sheet.path([plane.at(middle, low), plane.at(middle, firsts[k])], ends)
        sheet.path([plane.at(middle, thirds[k]), plane.at(middle, highs[k])], ends)
        sheet.rectangle(plane.at(middle - half, firsts[k]), plane.at(middle + half, thirds[k]), sheet.fill(3))
        median = ' class="median" fill="none" stroke="currentColor" stroke-width="2.5"'
        sheet.path([plane.at(middle - half, medians[k]), plane.at(middle + half, medians[k])], median)
    sheet.close()


def _pie(sheet: Sheet, chart: Chart, top: float) -> float:
    """Draw the parts of a whole, from twelve o'clock on, each with its name and number; return where it ends."""
    series = chart.panels[0].series[0]
    radius, x, y = 95.0, WIDTH / 2, top + 115.0
    total = sum(float(value or 0) for value in series.values)
    sheet.open("series")
    turned, labels = 0.0, []
    for n, value in enumerate(series.values):
        share = float(value or 0) / total
        angles = [turned + share * k / 24 for k in range(25)]
        rim = [(x + radius * math.sin(2 * math.pi * a), y - radius * math.cos(2 * math.pi * a)) for a in angles]
        sheet.path([(x, y), *rim], sheet.fill(n), closed=True)
        middle = 2 * math.pi * (turned + share / 2)
        labels.append((math.sin(middle), -math.cos(middle), f"{chart.categories[n]} {series.shown[n]}"))
        turned += share
    sheet.close()
    sheet.open("categories")
    for across, down, words in labels:
        anchor = "start" if across >= 0 else "end"
        lines = wrap_words(words, WIDTH / 2 - radius - 14)
        for k, line in enumerate(lines):
            lift = (k - (len(lines) - 1) / 2) * 14
            sheet.text(x + across * (radius + 9), y + down * (radius + 9) + 4.5 + lift, line, anchor)
    sheet.close()
    return y + 118


def _sparkline(sheet: Sheet, chart: Chart) -> float:
    """Draw a line without axes, as high as a line of text, with a dot at each value and larger ones at the lowest and
    the highest; return where it ends.
    """
    values = [None if number is None else float(number) for number in chart.panels[0].series[0].values]
    numbers = [number for number in values if number is not None]
    low, high = min(numbers), max(numbers)
    step = (_SPARKLINE - 2 * _MARK) / (len(values) - 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for n, value in enumerate(values):
        if value is None:
            runs.append([])
            continue
        share = (value - low) / (high - low) if high > low else 0.5
        runs[-1].append((_MARK + n * step, _LOW - _MARK - share * (_LOW - 2 * _MARK)))
    sheet.open("panel")
    sheet.open("series")
    for run in runs:
        if len(run) > 1:
            sheet.path(run, sheet.line(0, 1.5))
    for at, value in zip((point for run in runs for point in run), numbers, strict=True):
        sign(sheet, 0, at, 3.0 if value in (low, high) else 1.6)
    sheet.close()
    sheet.close()
    return _LOW
