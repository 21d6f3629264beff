"""Draws a pie: the parts of a whole, each with its name and number beside it, or in a key where they have no room."""

from __future__ import annotations

import math

from plantin.charts.frame import spread
from plantin.charts.sheet import Point, Sheet, legend
from plantin.model.charts import Chart

_RADIUS, _RADIUS_SHARE = 95.0, 0.28
_LEADER, _ELBOW, _FAR, _STEPS = 16.0, 6.0, 24.0, 120
_LONGEST = 4


def draw_pie(sheet: Sheet, chart: Chart) -> float:
    """Draw the parts of a whole, from twelve o'clock on; return where the drawing ends."""
    series = chart.panels[0].series[0]
    names = [f"{name} {shown}" for name, shown in zip(chart.categories, series.shown, strict=True)]
    radius = min(_RADIUS, sheet.width * _RADIUS_SHARE)
    room = sheet.width / 2 - radius - _LEADER - 2
    labels = [sheet.frame.wrap(name, room) for name in names]
    beside = all(sheet.frame.widest_piece(name) <= room for name in names) and max(map(len, labels)) <= _LONGEST
    sheet.hatched = not beside
    total = sum(float(value or 0) for value in series.values)
    shares = [float(value or 0) / total for value in series.values]
    begins = [sum(shares[:n]) for n in range(len(shares))]
    turns = [begin + share / 2 for begin, share in zip(begins, shares, strict=True)]
    sides = [_places_beside(sheet, radius, turns, labels, right=right) for right in (True, False)] if beside else []
    above = max([radius + 4, *(-top + 2 for side in sides for top, _, _ in side)])
    x, y = sheet.width / 2, above + (0.0 if beside else legend(sheet, chart, names) + sheet.row / 2)
    sheet.open("series")
    for n, (begin, share) in enumerate(zip(begins, shares, strict=True)):
        steps = max(2, math.ceil(share * _STEPS))
        sheet.area([(x, y), *(_at(x, y, radius, begin + share * k / steps) for k in range(steps + 1))], n)
    sheet.close()
    if not beside:
        return y + radius + 4
    sheet.open("categories")
    for side, way, anchor in zip(sides, (1, -1), ("start", "end"), strict=True):
        edge = x + way * (radius + _LEADER)
        for top, height, n in side:
            foot = y + top + height / 2
            sheet.leader([*(_at(x, y, radius + more, turns[n]) for more in (1, _ELBOW)), (edge - way * 2, foot)])
            sheet.lines(edge, foot, labels[n], anchor, centred=True)
    sheet.close()
    return y + max([radius + 4, *(top + height for side in sides for top, height, _ in side)])


def _at(x: float, y: float, radius: float, turned: float) -> Point:
    angle = 2 * math.pi * turned
    return x + radius * math.sin(angle), y - radius * math.cos(angle)


def _places_beside(
    sheet: Sheet, radius: float, turns: list[float], labels: list[list[str]], *, right: bool
) -> list[tuple[float, float, int]]:
    """Return where the labels of the parts on one side begin, below the middle of the pie, how high they are and of
    which part: each as near as may be to the way out from the middle through its part.
    """
    rows = []
    for n in (n for n, turn in enumerate(turns) if (turn <= 0.5) == right):
        across, down = _at(0, 0, 1, turns[n])
        out = (radius + _LEADER) * down / (abs(across) or 1e-9)
        rows.append((max(-radius - _FAR, min(out, radius + _FAR)), n))
    rows.sort(key=lambda row: (row[0], row[1] if right else -row[1]))
    heights = [sheet.height(labels[n]) for _, n in rows]
    tops = spread([at for at, _ in rows], heights, -math.inf, math.inf)
    return [(top, height, n) for top, height, (_, n) in zip(tops, heights, rows, strict=True)]
