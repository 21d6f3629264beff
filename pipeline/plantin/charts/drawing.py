"""Draws a chart as SVG: rectangles, paths and text at plain coordinates, without transforms and style sheets.

Its words are text, laid out for the room and the type size of a frame: labels touch neither each other nor marks nor
the edge. What belongs together is a group with a class: ``panel``, in it
``values`` and ``categories`` (the axes) and a ``series`` for each; ``legend``. On a dark page a chart has a white
ground.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from plantin.charts import axes
from plantin.charts.axes import PAD, Plane, share_of
from plantin.charts.frame import SIZE, Frame, spread
from plantin.charts.maps import draw_map
from plantin.charts.pies import draw_pie
from plantin.charts.sheet import CLOSE, EDGE, KEYED, Point, Sheet, format_number, legend, sign, title_look
from plantin.model.charts import QUARTILES, STACKED, Chart, Panel, Series

FACE = "sans-serif"
"""The face of its words, where the edition does not have another."""
_HEIGHT, _SMALL, _LOWEST = 230.0, 150.0, 44.0
_BETWEEN = 12.0
_MARK, _GUTTER = 5.0, 16.0
_THICK, _NAMES_SHARE = 0.72, 0.34
_NUMBERED_BAR, _BAR, _MOST_NUMBERS = 14.0, 9.0, 24
_CLOSE_BAR, _ROWS_SHARE = 5.0, 0.65
"""How thick bars are where rows are close, and the part of the height that such rows take at most for their sake."""
_SPARKLINE, _LOW = 96, 24.0
"""The width and height of a sparkline."""


@dataclass(frozen=True, slots=True)
class ChartDrawing:
    """A chart as SVG, with its size in CSS pixels."""

    width: int
    height: int
    content: bytes


def draw(chart: Chart, frame: Frame = Frame()) -> ChartDrawing:  # noqa: B008 - a frozen value
    """Return the drawing of ``chart`` in the room and the type size of ``frame``: where a page has no room for its
    usual height, with closer rows, else with a key and a lower plane.
    """
    sheet = Sheet(chart, frame, _SPARKLINE if chart.kind == "sparkline" else 0)
    height = _draw(sheet, chart)
    for density, lower in ((CLOSE, 0.0), (KEYED, _LOWEST)) if height > sheet.tallest else ():
        sheet = Sheet(chart, frame, density=density, lower=lower)
        height = _draw(sheet, chart)
        if height <= sheet.tallest:
            break
    if sheet.lower and (spare := (sheet.tallest - height) // sheet.rows) > 0:
        sheet = Sheet(chart, frame, density=KEYED, lower=_LOWEST + spare)
        height = _draw(sheet, chart)
    scale = 1 if chart.kind == "sparkline" else frame.size / SIZE
    width, tall = math.ceil(sheet.width * scale), math.ceil(height * scale)
    # In the proportions of its whole pixels: else it would be shrunk to fit, and its words with it.
    size = f'viewBox="0 0 {format_number(width / scale)} {format_number(tall / scale)}" width="{width}" height="{tall}"'
    # Without a direction of its own, a page from right to left would turn "start" and "end" round.
    # A drawing that is a picture of a page does not have the faces of the page; without a name it has one with serifs.
    look = f'class="chart" font-family="{FACE}" font-size="{format_number(SIZE)}" fill="currentColor" direction="ltr"'
    inside = "".join(sheet.parts)
    content = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {look}>{inside}</svg>'
    return ChartDrawing(width, tall, content.encode())


def _draw(sheet: Sheet, chart: Chart) -> float:
    """Draw ``chart`` on a sheet; return where it ends."""
    match chart.kind:
        case "pie":
            return draw_pie(sheet, chart)
        case "map":
            return draw_map(sheet, chart)
        case "sparkline":
            return _sparkline(sheet, chart)
        case _:
            return _panels(sheet, chart)


def _panels(sheet: Sheet, chart: Chart) -> float:
    """Draw the panels, some beside each other, with what is around them; return where the drawing ends."""
    names = [series.name for series in chart.panels[0].series]
    sheet.hatched = len(names) > 1 and chart.kind not in ("line", "point", "box")
    beside = _names_beside(sheet, chart)
    top = legend(sheet, chart, names) if _has_legend(chart) and not beside else 0.0
    columns, turned = _columns(sheet, chart)
    above, below = (chart.value_axis, chart.category_axis)[:: -1 if turned else 1]
    if above:
        lines = sheet.frame.wrap(above, sheet.width - 2 * EDGE)
        top += sheet.lines(EDGE, top + SIZE, lines, "start", title_look(chart, above)) + sheet.row + PAD
    bottom, middle = _rows_of_panels(sheet, chart, top, columns, beside, turned=turned)
    if below:
        foot = sheet.frame.wrap(below, sheet.width - 2 * EDGE)
        half = sheet.frame.longest(foot) / 2 + EDGE
        x = sheet.width / 2 if len(chart.panels) > 1 else min(max(middle, half), sheet.width - half)
        bottom += sheet.lines(x, bottom + SIZE, foot, "middle", title_look(chart, below)) + sheet.row + PAD
    return axes.draw_key(sheet, chart.categories, bottom) if sheet.keyed else bottom


def _has_legend(chart: Chart) -> bool:
    """Return whether a legend names the series, unless their names are at the ends of their lines."""
    return chart.kind not in ("box", "histogram") and len(chart.panels[0].series) > 1


def _names_beside(sheet: Sheet, chart: Chart) -> list[list[str]]:
    """Return the names of lines in lines of text, where they have room at the ends of their lines; else nothing."""
    if chart.kind != "line" or len(chart.panels) > 1 or len(chart.panels[0].series) == 1 or sheet.density:
        return []
    room = sheet.width * _NAMES_SHARE - 2 * _GUTTER
    names = [sheet.frame.wrap(series.name, room) for series in chart.panels[0].series]
    whole = all(sheet.frame.widest_piece(series.name) <= room for series in chart.panels[0].series)
    return names if whole and sum(sheet.height(lines) for lines in names) <= _HEIGHT - sheet.row else []


# Panels and axes


def _rows_of_panels(
    sheet: Sheet, chart: Chart, top: float, columns: int, beside: list[list[str]], *, turned: bool
) -> tuple[float, float]:
    """Draw the panels, so many beside each other; return where they end, and the middle of the last."""
    width = (sheet.width - _BETWEEN * (columns - 1)) / columns
    sheet.rows = math.ceil(len(chart.panels) / columns)
    bottom, middle = top, 0.0
    for n, panel in enumerate(chart.panels):
        if n % columns == 0:
            top = bottom + (10 if n else 0)
        sheet.open("panel")
        left = (n % columns) * (width + _BETWEEN)
        end, middle = _panel(sheet, chart, panel, (left, top, width), beside, turned=turned)
        bottom = max(bottom, end)
        sheet.close()
    return bottom, middle


def _columns(sheet: Sheet, chart: Chart) -> tuple[int, bool]:
    """Return how many panels are beside each other, and whether the bars of a panel alone lie: their names have no room
    below them.
    """
    numbers = axes.values_room(sheet, chart)
    panels, least = len(chart.panels), axes.LEAST_PLANE * (0.6 if sheet.density == KEYED else 1)
    if panels == 1:
        return 1, sheet.density != KEYED and axes.names_need_rows(sheet, chart, sheet.width - numbers)
    for columns in (2, 1) if panels in (2, 4) and not sheet.density else (3, 2):
        if (sheet.width - _BETWEEN * (columns - 1)) / columns - numbers >= least:
            return columns, False
    return 1, False


def is_turned(chart: Chart, frame: Frame = Frame()) -> bool:  # noqa: B008 - a frozen value
    """Return whether the bars of a chart of one panel lie, as their names have no room below them."""
    return _columns(Sheet(chart, frame), chart)[1]


def _panel(
    sheet: Sheet,
    chart: Chart,
    panel: Panel,
    room: tuple[float, float, float],
    beside: list[list[str]],
    *,
    turned: bool,
) -> tuple[float, float]:
    """Draw one panel in its room (left, top, width); return where it ends, and the middle of its width."""
    left, top, width = room
    if panel.name:
        lines = sheet.frame.wrap(panel.name, width)
        below = sheet.lines(left + width / 2, top + SIZE, lines, more=' class="panel-name" font-weight="bold"')
        top += below + sheet.row + PAD
    low, high = float(chart.ticks[0].at), float(chart.ticks[-1].at)
    numbers, labels = _numbers_room(sheet, chart, panel), list[list[str]]()
    if turned:
        labels, begin = axes.row_labels(sheet, chart, width)
        end = max(numbers + 8, sheet.frame.room_of(chart.ticks[-1].label) / 2 + 1)
        rows = _row_height(sheet, chart, panel, labels)
        numbered = bool(numbers) and rows * _THICK / _beside(chart, panel) >= SIZE - 3 and low >= 0
        end = end if numbered else sheet.frame.room_of(chart.ticks[-1].label) / 2 + 1
        plane = Plane(left + begin, top, width - begin - end, rows * len(labels), low, high, turned)
    else:
        begin = axes.values_room(sheet, chart)
        names = sheet.frame.longest([line for lines in beside for line in lines]) + 2 * _GUTTER if beside else 2.0
        if chart.kind == "histogram":
            names = max(names, sheet.frame.room_of(chart.marks[-1].label) / 2)
        pitch = (width - begin - names) * _THICK / len(chart.categories) / _beside(chart, panel)
        numbered = bool(numbers) and numbers <= pitch - 2
        head = PAD + (sheet.row if numbered else 0)
        height = sheet.lower or (_SMALL if panel.name else _HEIGHT)
        plane = Plane(left + begin, top + head, width - begin - names, height - PAD, low, high, turned)
    axes.draw_values(sheet, chart, plane, bare=numbered)
    end = axes.draw_categories(sheet, chart, plane, (left, left + width), labels)
    _series(sheet, chart, panel, plane, numbered=numbered)
    if beside:
        _names(sheet, chart, panel, plane, beside)
    return end, plane.left + plane.width / 2


def _beside(chart: Chart, panel: Panel) -> int:
    """Return how many bars of a category are beside each other."""
    return len(panel.series) if chart.kind in ("bar", "grouped") else 1


def _numbers_room(sheet: Sheet, chart: Chart, panel: Panel) -> float:
    """Return how much room the longest number of a bar needs; 0 where bars have no numbers."""
    few = len(chart.categories) * len(panel.series) <= _MOST_NUMBERS
    if chart.kind not in ("bar", "grouped") or panel.name or not few:
        return 0
    longest = sheet.frame.longest([number for series in panel.series for number in series.shown])
    return longest if longest <= sheet.width * _NAMES_SHARE else 0


def _row_height(sheet: Sheet, chart: Chart, panel: Panel, labels: list[list[str]]) -> float:
    """Return how high the row of each lying bar is."""
    bars, close = _beside(chart, panel), sheet.density == CLOSE
    least = max(sheet.leading * len(lines) + (2 if close else 6) for lines in labels)
    if close:
        return max(least, min(bars * _CLOSE_BAR / _THICK, sheet.tallest * _ROWS_SHARE / len(labels)))
    numbered = _numbers_room(sheet, chart, panel) and bars > 1
    return max(26.0, least, bars * (_NUMBERED_BAR if numbered else _BAR) / (_THICK if bars > 1 else 1))


# Series


def _series(sheet: Sheet, chart: Chart, panel: Panel, plane: Plane, *, numbered: bool) -> None:
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
            _bars(sheet, chart, panel, plane, n, below, numbered=numbered)
        sheet.close()
        if chart.kind in STACKED:
            below = [base + float(value or 0) for base, value in zip(below, series.values, strict=True)]


def _points(sheet: Sheet, chart: Chart, series: Series, plane: Plane, n: int) -> None:
    """Draw the points of a series, with a line between those that follow each other."""
    runs: list[list[Point]] = [[]]
    for k, value in enumerate(series.values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(plane.at(share_of(chart, k), float(value)))
    if chart.kind == "line":
        for run in runs:
            if len(run) > 1:
                sheet.path(run, sheet.line(n))
    for at in (point for run in runs for point in run):
        sign(sheet, n, at)


def _area(sheet: Sheet, chart: Chart, series: Series, plane: Plane, n: int, below: list[float]) -> None:
    """Draw the area between what is ``below`` and the series on top of it."""
    shares = [share_of(chart, k) for k in range(len(below))]
    upper = [plane.at(x, under + float(v or 0)) for x, under, v in zip(shares, below, series.values, strict=True)]
    lower = [plane.at(x, under) for x, under in zip(shares, below, strict=True)]
    sheet.area([*upper, *reversed(lower)], n)


def _bars(
    sheet: Sheet, chart: Chart, panel: Panel, plane: Plane, n: int, below: list[float], *, numbered: bool
) -> None:
    """Draw the bars of a series; with their numbers, where these have room."""
    band = 1 / len(chart.categories)
    thick = band if chart.kind == "histogram" else band * _THICK
    beside = _beside(chart, panel)
    series = panel.series[n]
    for k, value in enumerate(series.values):
        if value is None:
            continue
        begin = (k + 0.5) * band - thick / 2 + (thick / beside * n if beside > 1 else 0)
        under = below[k] if chart.kind == "stacked" else plane.origin()
        top = under + float(value) if chart.kind == "stacked" else float(value)
        sheet.rectangle(plane.at(begin, under), plane.at(begin + thick / beside, top), n)
        if numbered:
            # The number of a bar below the line is above the line: below the bar are the names of the categories.
            x, y = plane.at(begin + thick / beside / 2, max(top, under))
            if plane.turned:
                sheet.text(x + 5, y + 4.5, series.shown[k], "start", ' class="number"')
            else:
                sheet.text(x, y - 4, series.shown[k], more=' class="number"')


def _names(sheet: Sheet, chart: Chart, panel: Panel, plane: Plane, names: list[list[str]]) -> None:
    """Write the name of each series beside the end of its line: none over another, a leader to each that is moved."""
    ends = []
    for n, series in enumerate(panel.series):
        last = max((k for k, value in enumerate(series.values) if value is not None), default=-1)
        if last >= 0:
            x, y = plane.at(share_of(chart, last), float(series.values[last] or 0))
            ends.append((y, n, x))
    ends.sort()
    heights = [sheet.height(names[n]) for _, n, _ in ends]
    tops = spread([y for y, _, _ in ends], heights, plane.top - PAD, plane.top + plane.height + PAD)
    right = plane.left + plane.width
    sheet.open("names")
    for (y, n, x), top, height in zip(ends, tops, heights, strict=True):
        middle = top + height / 2
        if abs(middle - y) > 1:
            sheet.leader([(x + 6, y), (right + _GUTTER - 6, middle)])
        sign(sheet, n, (right + _GUTTER, middle))
        sheet.lines(right + _GUTTER + 9, middle, names[n], "start", f' class="name-{n + 1}"', centred=True)
    sheet.close()


def _boxes(sheet: Sheet, panel: Panel, plane: Plane) -> None:
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
        sheet.rectangle(plane.at(middle - half, firsts[k]), plane.at(middle + half, thirds[k]), 3)
        median = ' class="median" fill="none" stroke="currentColor" stroke-width="2.5"'
        sheet.path([plane.at(middle - half, medians[k]), plane.at(middle + half, medians[k])], median)
    sheet.close()


def _sparkline(sheet: Sheet, chart: Chart) -> float:
    """Draw a line without axes, as high as a line of text, with a dot at each value and larger ones at the lowest and
    the highest; return where it ends.
    """
    values = [None if number is None else float(number) for number in chart.panels[0].series[0].values]
    numbers = [number for number in values if number is not None]
    low, high = min(numbers), max(numbers)
    step = (_SPARKLINE - 2 * _MARK) / (len(values) - 1)
    runs: list[list[Point]] = [[]]
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
