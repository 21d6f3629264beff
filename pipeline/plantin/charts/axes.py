"""The axes of a chart: where values and categories are, and as many of their labels as have room."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from plantin.charts.sheet import Sheet, write_rows
from plantin.model.charts import Chart

PAD = 6.0
"""What is between a label and what it belongs to."""
LEAST_PLANE = 100.0
"""As wide at least is the plane of one of several panels."""
_APART = 8.0
_LONGEST, _MARK = 3, 5.0
_LEAST_SHARE, _MOST_SHARE = 0.38, 0.5
"""How much of the width the names of lying bars take, and how much for the sake of a long word."""
_MOST_IN_KEY = 26


@dataclass(frozen=True, slots=True)
class Plane:
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


def values_room(sheet: Sheet, chart: Chart) -> float:
    """Return how much room the numbers of an upright axis need."""
    return sheet.frame.longest([tick.label for tick in chart.ticks]) + PAD + 1


def names_need_rows(sheet: Sheet, chart: Chart, room: float) -> bool:
    """Return whether the names of bars have no room below them, so that the bars lie."""
    if chart.kind not in ("bar", "grouped", "stacked", "box"):
        return False
    band = room / len(chart.categories) - 4
    return any(
        sheet.frame.widest_piece(name) > band or len(sheet.frame.wrap(name, band)) > _LONGEST
        for name in chart.categories
    )


def row_labels(sheet: Sheet, chart: Chart, width: float) -> tuple[list[list[str]], float]:
    """Return the names of lying bars in lines of text, and how much room they need beside the bars."""
    longest = max(map(sheet.frame.widest_piece, chart.categories))
    room = max(width * _LEAST_SHARE, min(longest, width * _MOST_SHARE))
    labels = [sheet.frame.wrap(name, room) for name in chart.categories]
    return labels, sheet.frame.longest([line for lines in labels for line in lines]) + PAD + 4


def draw_values(sheet: Sheet, chart: Chart, plane: Plane, *, bare: bool) -> None:
    """Draw the axis of the values: for each mark a line across, and its number where there is room. Bars with numbers
    have the line that they begin at, and no others (``bare``), which would strike out the numbers.
    """
    sheet.open("values")
    labels = [tick.label for tick in chart.ticks]
    places = [plane.at(0, float(tick.at)) for tick in chart.ticks]
    apart = plane.height / (len(labels) - 1)
    step = _least_step(sheet, labels, [x for x, _ in places]) if plane.turned else math.ceil((sheet.row - 2) / apart)
    for n, tick in enumerate(chart.ticks):
        strong = float(tick.at) == plane.origin()
        begin, end = plane.at(0, float(tick.at)), plane.at(1, float(tick.at))
        if bare and not strong and plane.turned:
            # Below the axis: above it may be the number of the last bar.
            begin = (end[0], end[1] + _MARK)
        elif bare and not strong:
            begin, end = (begin[0] - _MARK / 2, begin[1]), (begin[0] + _MARK / 2, begin[1])
        ink = 'stroke="currentColor" stroke-width="1"' if strong else 'stroke="#8a8a8a" stroke-width="0.5"'
        sheet.path([begin, end], f' class="grid" {ink}')
        if n % step == 0:
            place = (end[0], end[1] + sheet.row) if plane.turned else (plane.left - PAD, begin[1] + 4.5)
            sheet.text(*place, tick.label, "middle" if plane.turned else "end")
    sheet.close()


def _least_step(sheet: Sheet, labels: Sequence[str], places: Sequence[float]) -> int:
    """Return the least ``n`` so that every ``n``-th label has room on its line."""
    for step in range(1, len(labels)):
        kept = [(x, sheet.frame.room_of(label) / 2) for x, label in zip(places[::step], labels[::step], strict=True)]
        if all(x + half + _APART <= u - other for (x, half), (u, other) in pairwise(kept)):
            return step
    return len(labels)


def draw_categories(
    sheet: Sheet, chart: Chart, plane: Plane, ends: tuple[float, float], rows: Sequence[Sequence[str]]
) -> float:
    """Draw the axis of the categories between two ends, of lying bars the labels of their ``rows``; return where it
    ends.
    """
    sheet.open("categories")
    end = _draw_rows(sheet, chart, plane, rows) if plane.turned else _draw_columns(sheet, chart, plane, ends)
    sheet.close()
    return end


def _draw_rows(sheet: Sheet, chart: Chart, plane: Plane, labels: Sequence[Sequence[str]]) -> float:
    for n, lines in enumerate(labels):
        x, y = plane.at(share_of(chart, n), plane.low)
        sheet.lines(x - PAD, y, lines, "end", centred=True)
    return plane.top + plane.height + sheet.row + 4


def _draw_columns(sheet: Sheet, chart: Chart, plane: Plane, ends: tuple[float, float]) -> float:
    labels = _category_labels(chart)
    y = plane.top + plane.height
    places = [plane.at(along, plane.low)[0] for along, _ in labels]
    words = [words for _, words in labels]
    step, lines = _fitting_labels(sheet, words, places, ends[1] - ends[0])
    if step > 1 and not chart.marks and len(words) <= _MOST_IN_KEY:
        sheet.keyed, step, lines = True, 1, [[str(n)] for n in range(1, len(words) + 1)]
    end = y + sheet.row + PAD
    for x, label in zip(places[::step], lines, strict=True):
        sheet.path([(x, y), (x, y + _MARK)], ' class="mark" stroke="currentColor" stroke-width="0.75"')
        half = sheet.frame.longest(label) / 2
        within = min(max(x, ends[0] + half), ends[1] - half)
        end = max(end, y + sheet.row + 8 + sheet.lines(within, y + sheet.row + 2, label))
    return end


def draw_key(sheet: Sheet, names: Sequence[str], top: float) -> float:
    """Write the names of categories that the axis has by their numbers alone; return where they end."""
    sheet.open("key")
    end = write_rows(sheet, names, top, lambda n, x, y: sheet.text(x, y, f"{n + 1}.", "start"))
    sheet.close()
    return end


def _category_labels(chart: Chart) -> list[tuple[float, str]]:
    """Return where along their axis the labels of an upright chart are."""
    if chart.positions:
        places = _places(chart, [float(mark.at) for mark in chart.marks])
        return list(zip(places, [mark.label for mark in chart.marks], strict=True))
    if chart.marks:  # the edges of classes
        return [(n / (len(chart.marks) - 1), mark.label) for n, mark in enumerate(chart.marks)]
    return [(share_of(chart, n), name) for n, name in enumerate(chart.categories)]


def _fitting_labels(
    sheet: Sheet, words: Sequence[str], places: Sequence[float], width: float
) -> tuple[int, list[list[str]]]:
    """Return the least ``n`` so that every ``n``-th label has room beside the next, and those labels in lines."""
    if len(words) == 1:
        return 1, [sheet.frame.wrap(words[0], width)]
    pitch = abs(places[-1] - places[0]) / (len(places) - 1)
    least = max(map(sheet.frame.widest_piece, words)) + _APART
    first = max(1, math.ceil(least / pitch))
    for step in range(first, len(words)):
        kept = places[::step]
        room = min(abs(after - before) for before, after in pairwise(kept)) - _APART
        if least - _APART > room:
            continue
        lines = [sheet.frame.wrap(label, room) for label in words[::step]]
        if max(map(len, lines)) <= _LONGEST:
            return step, lines
    return len(words), [sheet.frame.wrap(words[0], width)]


def share_of(chart: Chart, n: int) -> float:
    """Return how far along its axis the category ``n`` is."""
    if chart.positions:
        return _places(chart, [float(chart.positions[n])])[0]
    return (n + 0.5) / len(chart.categories)


def _places(chart: Chart, numbers: Iterable[float]) -> list[float]:
    """Return how far along the axis of the categories ``numbers`` are, with some room at both ends."""
    low, high = _reach(chart)
    span = (high - low) or 1.0
    return [0.04 + 0.92 * ((number - low) / span if high > low else 0.5) for number in numbers]


def _reach(chart: Chart) -> tuple[float, float]:
    """Return the ends of the axis of the categories."""
    ends = [mark.at for mark in (*chart.marks[:1], *chart.marks[-1:])]
    return float(min(*ends, *chart.positions)), float(max(*ends, *chart.positions))
