"""The elements of the drawing of a chart: rectangles, paths and text at plain coordinates; rows of a legend."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from html import escape

from plantin.charts.colours import DASHES, FILLS, LINES, SIGNS
from plantin.model.charts import Chart

WIDTH = 480
"""The width of a chart in CSS pixels."""
SIZE, LINE = 13.0, 16.0
"""The size of its words and the distance of lines in CSS pixels."""
_WIDE = {"W", "F"}
_NARROW, _BROAD = frozenset("fijlrtI.,:;'|!()[]-"), frozenset("mwMW@%жмшщыюфЖМШЩЫЮФ")
_LETTER, _CAPITAL, _BLANK = 0.64, 0.74, 0.33
"""About how wide letters are in DejaVu Sans, the widest of the usual faces, as parts of its size."""


class Sheet:
    """The elements of a drawing. From right to left, all that is drawn is mirrored, but not the letters."""

    def __init__(self, chart: Chart, width: int = WIDTH) -> None:
        self.parts: list[str] = []
        self.width = width
        self._mirrored = chart.direction == "rtl"
        self._fills, self._lines = chart.fills or FILLS, chart.lines or LINES

    def fill(self, n: int) -> str:
        """Return the look of the areas of a series."""
        return f'{self.ground(n)} stroke="currentColor" stroke-width="0.75"'

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

    def rectangle(self, one: tuple[float, float], other: tuple[float, float], look: str) -> None:
        """Draw the rectangle between two corners."""
        xs = sorted((self.across(one[0]), self.across(other[0])))
        ys = sorted((one[1], other[1]))
        width, height = format_number(xs[1] - xs[0]), format_number(ys[1] - ys[0])
        if "0" in (width, height):
            # A rectangle without an area is not painted (SVG 2, 9.2); its edge is the bar of nothing.
            begin, end = map(self.across, xs)
            self.path([(begin, ys[0]), (end, ys[0]), (end, ys[1]), (begin, ys[1])], look, closed=True)
            return
        place = f'x="{format_number(xs[0])}" y="{format_number(ys[0])}"'
        self.parts.append(f'<rect {place} width="{width}" height="{height}"{look}/>')

    def path(self, points: Sequence[tuple[float, float]], look: str, *, closed: bool = False) -> None:
        """Draw the line through ``points``."""
        steps = " ".join(f"{format_number(self.across(x))} {format_number(y)}" for x, y in points)
        begin, _, rest = steps.partition(" ")
        second, _, rest = rest.partition(" ")
        after = f" L {rest}" if rest else ""
        self.parts.append(f'<path d="M {begin} {second}{after}{" Z" if closed else ""}"{look}/>')

    def open(self, name: str) -> None:
        """Begin the group of that class."""
        self.parts.append(f'<g class="{name}">')

    def close(self) -> None:
        """End the group begun last."""
        self.parts.append("</g>")


def format_number(number: float) -> str:
    """Return ``number`` with two decimals at most."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def room_of(words: str) -> float:
    """Return about how wide ``words`` are, in the widest of the usual faces without serifs."""
    return sum(map(_letter, words)) * SIZE


def _letter(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in _WIDE:
        return 1.0
    if unicodedata.combining(letter):
        return 0.0
    if letter in _NARROW or letter.isspace():
        return _BLANK if letter.isspace() else 0.4
    return 0.93 if letter in _BROAD else _CAPITAL if letter.isupper() else _LETTER


def wrap_words(words: str, room: float) -> list[str]:
    """Return ``words`` in lines that are about as wide as ``room``, divided at spaces."""
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and room_of(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def title_look(chart: Chart, words: str) -> str:
    """Return the look of the title of an axis."""
    # Arabic letters and Chinese signs have no slanted form; slanted by force, an Arabic one reaches out of the drawing.
    slanted = chart.direction == "ltr" and not any(unicodedata.east_asian_width(letter) in _WIDE for letter in words)
    return ' class="axis-title"' + (' font-style="italic"' if slanted else "")


def legend(sheet: Sheet, chart: Chart, names: Sequence[str], top: float = 0.0) -> float:
    """Write the ``names`` of series or classes in rows; return where they end."""
    sheet.open("legend")
    x, y = 0.0, top + LINE
    for n, name in enumerate(names):
        room = 30 + room_of(name)
        if x and x + room > WIDTH:
            x, y = 0.0, y + LINE + 3
        if chart.kind in ("line", "point"):
            if chart.kind == "line":
                sheet.path([(x, y - 4), (x + 22, y - 4)], sheet.line(n))
            sign(sheet, n, (x + 11, y - 4))
        else:
            sheet.rectangle((x + 4, y - 11), (x + 20, y + 1), sheet.fill(n))
        sheet.text(x + 27, y, name, "start")
        x += room + 16
    sheet.close()
    return y + 12


def sign(sheet: Sheet, n: int, at: tuple[float, float], r: float = 4.0) -> None:
    """Draw the sign of the series ``n`` around a point."""
    x, y = at
    shapes: dict[str, list[tuple[float, float]]] = {
        "square": [(-r, -r), (r, -r), (r, r), (-r, r)],
        "triangle": [(0, -6), (r + 1, 3), (-r - 1, 3)],
        "diamond": [(0, -r - 1.5), (r + 1.5, 0), (0, r + 1.5), (-r - 1.5, 0)],
        "circle": [(r * math.sin(k * math.pi / 6), -r * math.cos(k * math.pi / 6)) for k in range(12)],
        "cross": [(-r, -r), (0, -1), (r, -r), (1, 0), (r, r), (0, 1), (-r, r), (-1, 0)],
        "plus": [(0, -r - 1), (1, -1), (r + 1, 0), (1, 1), (0, r + 1), (-1, 1), (-r - 1, 0), (-1, -1)],
    }
    sheet.path([(x + dx, y + dy) for dx, dy in shapes[SIGNS[n]]], sheet.sign(n), closed=True)
