"""The elements of the drawing of a chart: rectangles, paths and text at plain coordinates; rows of a legend."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape

from plantin.charts.colours import DASHES, FILLS, HATCHES, LINES, SIGNS, edge_of
from plantin.charts.frame import SIZE, Frame, is_wide
from plantin.model.charts import Chart

_LINES = {"ltr": (16.0, 14.0), "rtl": (20.0, 18.0)}
"""The distance of lines, and of those of one label: Arabic and Hebrew letters reach further above and below."""
CLOSE, KEYED = 1, 2
"""Where a page has no room for a drawing: rows of bars are close; a key names the categories."""
EDGE = 2.0
"""How far a slanted letter may reach to the left of where it is."""
_SWATCH, _THINNEST = 27.0, 5.0

Point = tuple[float, float]


class Sheet:
    """The elements of a drawing. From right to left, all that is drawn is mirrored, but not the letters."""

    def __init__(self, chart: Chart, frame: Frame, width: float = 0, density: int = 0, lower: float = 0) -> None:
        self.parts: list[str] = []
        self.frame = frame
        self.width = width or math.floor(frame.width * SIZE / frame.size)
        self.tallest = (frame.tallest - 1) * SIZE / frame.size  # a drawing is whole pixels high
        self.density, self.lower = density, lower
        """How close the rows are, and how high the plane is where it is lower than usual."""
        self.rows, self.keyed = 1, False
        """The rows of panels, and whether a key names the categories."""
        self.row, self.leading = _LINES[chart.direction]
        self.hatched = False
        """Whether areas have hatches, by which a legend names them whatever their colours."""
        self._mirrored = chart.direction == "rtl"
        self._fills, self._lines = chart.fills or FILLS, chart.lines or LINES

    def fill(self, n: int) -> str:
        """Return the look of the areas of a series: the edge stands out from its fill (WCAG 2.2, 1.4.11)."""
        edge = edge_of(self._fills[n])
        return f'{self.ground(n)} stroke="{edge}" stroke-width="{"0.75" if edge == "currentColor" else "1"}"'

    def ground(self, n: int) -> str:
        """Return the look of an area of a map, without its edge."""
        return f' class="fill-{n + 1}" fill="{self._fills[n]}"'

    def line(self, n: int, width: float = 2) -> str:
        """Return the look of the line of a series."""
        dashes = f' stroke-dasharray="{DASHES[n]}"' if DASHES[n] else ""
        width_and_dashes = f'stroke-width="{format_number(width)}"{dashes}'
        return f' class="line-{n + 1}" fill="none" stroke="{self._lines[n]}" {width_and_dashes}'

    def sign(self, n: int) -> str:
        """Return the look of the signs of a series."""
        return f' class="sign-{n + 1}" fill="{self._lines[n]}"'

    def across(self, x: float) -> float:
        """Return where ``x`` is."""
        return self.width - x if self._mirrored else x

    def text(self, x: float, y: float, words: str, anchor: str = "middle", more: str = "") -> None:
        """Write ``words`` at a point of their line."""
        other = {"start": "end", "end": "start"}.get(anchor, anchor) if self._mirrored else anchor
        place = f'x="{format_number(self.across(x))}" y="{format_number(y)}" text-anchor="{other}"'
        self.parts.append(f"<text{more} {place}>{escape(words, quote=False)}</text>")

    def lines(
        self, x: float, y: float, lines: Sequence[str], anchor: str = "middle", more: str = "", *, centred: bool = False
    ) -> float:
        """Write a label of ``lines``, the first with its foot at ``y``, or all of them around it; return how much lower
        the last one is than the first.
        """
        below = self.leading * (len(lines) - 1)
        for n, line in enumerate(lines):
            self.text(x, y + self.leading * n + (4.5 - below / 2 if centred else 0), line, anchor, more)
        return below

    def area(self, points: Sequence[Point], n: int) -> None:
        """Draw an area of a series, with its hatch where areas have one."""
        self.path(points, self.fill(n), closed=True)
        self._hatch(points, n)

    def rectangle(self, one: Point, other: Point, n: int) -> None:
        """Draw the rectangle of a series between two corners."""
        xs = sorted((self.across(one[0]), self.across(other[0])))
        ys = sorted((one[1], other[1]))
        width, height = format_number(xs[1] - xs[0]), format_number(ys[1] - ys[0])
        begin, end = map(self.across, xs)
        corners = [(begin, ys[0]), (end, ys[0]), (end, ys[1]), (begin, ys[1])]
        if "0" in (width, height):
            # A rectangle without an area is not painted (SVG 2, 9.2); its edge is the bar of nothing.
            self.path(corners, f'{self.ground(n)} stroke="currentColor" stroke-width="0.75"', closed=True)
            return
        place = f'x="{format_number(xs[0])}" y="{format_number(ys[0])}"'
        self.parts.append(f'<rect {place} width="{width}" height="{height}"{self.fill(n)}/>')
        if min(xs[1] - xs[0], ys[1] - ys[0]) >= _THINNEST:
            self._hatch(corners, n)

    def _hatch(self, points: Sequence[Point], n: int) -> None:
        if not self.hatched or not HATCHES[n]:
            return
        ink = "#ffffff" if edge_of(self._fills[n]) == "#ffffff" else "#000000"
        steps = [
            f"M {format_number(self.across(x))} {format_number(y)} L {format_number(self.across(u))} {format_number(v)}"
            for turn, apart in HATCHES[n]
            for (x, y), (u, v) in _strokes(points, turn, apart)
        ]
        if steps:
            look = f' class="hatch-{n + 1}" fill="none" stroke="{ink}" stroke-width="0.9"'
            self.parts.append(f'<path d="{" ".join(steps)}"{look}/>')

    def path(self, points: Sequence[Point], look: str, *, closed: bool = False) -> None:
        """Draw the line through ``points``."""
        steps = " ".join(f"{format_number(self.across(x))} {format_number(y)}" for x, y in points)
        begin, _, rest = steps.partition(" ")
        second, _, rest = rest.partition(" ")
        after = f" L {rest}" if rest else ""
        self.parts.append(f'<path d="M {begin} {second}{after}{" Z" if closed else ""}"{look}/>')

    def height(self, lines: Sequence[str]) -> float:
        """Return how high a label of these lines of text is."""
        return self.leading * (len(lines) - 1) + self.row

    def leader(self, points: Sequence[Point]) -> None:
        """Draw the line from a mark to its label."""
        self.path(points, ' class="leader" fill="none" stroke="#6b6b6b" stroke-width="0.75"')

    def open(self, name: str) -> None:
        """Begin the group of that class."""
        self.parts.append(f'<g class="{name}">')

    def close(self) -> None:
        """End the group begun last."""
        self.parts.append("</g>")


def _strokes(points: Sequence[Point], turn: tuple[int, int], apart: float) -> Iterator[tuple[Point, Point]]:
    """Yield the lines of a hatch within an outline: along ``turn``, so far from each other."""
    dx, dy = turn
    size = math.hypot(dx, dy)
    across = [(x * dy - y * dx) / size for x, y in points]
    low, high = min(across), max(across)
    # Lines are counted from the outline, so that a small area has its lines too.
    levels = [low + apart * (count + 0.5) for count in range(int((high - low - apart / 2) / apart) + 1)]
    cuts: list[list[Point]] = [[] for _ in levels]
    for k, ((x, y), here) in enumerate(zip(points, across, strict=True)):
        (u, v), there = points[k - 1], across[k - 1]
        for n in range(*sorted((bisect_left(levels, here), bisect_left(levels, there)))):
            share = (levels[n] - here) / (there - here)
            cuts[n].append((x + share * (u - x), y + share * (v - y)))
    for ends in cuts:
        ends.sort(key=lambda point: point[0] * dx + point[1] * dy)
        yield from zip(ends[::2], ends[1::2], strict=False)


@lru_cache(maxsize=4096)
def format_number(number: float) -> str:
    """Return ``number`` with two decimals at most."""
    text = f"{number:.2f}"
    if text[-1] == "0":
        text = text[:-3] if text[-2] == "0" else text[:-1]
    return "0" if text == "-0" else text


def title_look(chart: Chart, words: str) -> str:
    """Return the look of the title of an axis."""
    # Arabic letters and Chinese signs have no slanted form; slanted by force, an Arabic one reaches out of the drawing.
    slanted = chart.direction == "ltr" and not any(map(is_wide, words))
    return ' class="axis-title"' + (' font-style="italic"' if slanted else "")


def legend(sheet: Sheet, chart: Chart, names: Sequence[str], top: float = 0.0) -> float:
    """Write the ``names`` of series or classes in rows; return where they end."""

    def mark(n: int, x: float, y: float) -> None:
        if chart.kind == "line":
            sheet.path([(x, y - 4), (x + 22, y - 4)], sheet.line(n))
        if chart.kind in ("line", "point"):
            sign(sheet, n, (x + 11, y - 4))
        else:
            sheet.rectangle((x + 2, y - 11), (x + 22, y + 1), n)

    sheet.open("legend")
    end = write_rows(sheet, names, top, mark)
    sheet.close()
    return end


def write_rows(sheet: Sheet, names: Sequence[str], top: float, mark: Callable[[int, float, float], None]) -> float:
    """Write ``names`` in rows, as many beside each other as have room, each after its ``mark``; return where they
    end.
    """
    x, y = 0.0, top + sheet.row
    for n, name in enumerate(names):
        lines = sheet.frame.wrap(name, sheet.width - _SWATCH)
        room = _SWATCH + 3 + sheet.frame.longest(lines)
        if x and x + room > sheet.width:
            x, y = 0.0, y + sheet.row + (0 if sheet.density else 3)
        mark(n, x, y)
        y += sheet.lines(x + _SWATCH, y, lines, "start")
        x += room + 16 if len(lines) == 1 else sheet.width
    return y + 12


def sign(sheet: Sheet, n: int, at: Point, r: float = 4.0) -> None:
    """Draw the sign of the series ``n`` around a point."""
    x, y = at
    sheet.path([(x + dx, y + dy) for dx, dy in _shapes(r)[SIGNS[n]]], sheet.sign(n), closed=True)


@lru_cache(maxsize=16)
def _shapes(r: float) -> Mapping[str, Sequence[Point]]:
    """Return the corners of each sign around nothing."""
    return {
        "square": [(-r, -r), (r, -r), (r, r), (-r, r)],
        "triangle": [(0, -6), (r + 1, 3), (-r - 1, 3)],
        "diamond": [(0, -r - 1.5), (r + 1.5, 0), (0, r + 1.5), (-r - 1.5, 0)],
        "circle": [(r * math.sin(k * math.pi / 6), -r * math.cos(k * math.pi / 6)) for k in range(12)],
        "cross": [(-r, -r), (0, -1), (r, -r), (1, 0), (r, r), (0, 1), (-r, r), (-1, 0)],
        "plus": [(0, -r - 1), (1, -1), (r + 1, 0), (1, 1), (0, r + 1), (-1, 1), (-r - 1, 0), (-1, -1)],
    }
