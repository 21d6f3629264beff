"""The colours, lines, hatches and signs of the series of a chart.

The six fills differ in lightness too, so that they are distinct in grey and with every kind of colour vision; every
area has an outline, and areas that a legend names have a hatch. The lines have the darker ones alone (WCAG 2.2,
1.4.11: 3:1 on white), and differ in dashes and signs besides.
"""

from __future__ import annotations

from functools import cache

FILLS = ("#13295f", "#d27830", "#008081", "#77cce6", "#862726", "#f7e785")
"""The fill of each series."""
LINES = ("#13295f", "#d27830", "#008081", "#862726", "#13295f", "#862726")
"""The colour of the line of each series."""
DASHES = ("", "7 3", "2 2", "9 3 2 3", "12 4", "4 4")
"""The dashes of the line of each series."""
SIGNS = ("circle", "square", "triangle", "diamond", "cross", "plus")
"""The signs at the points of each series."""
MOST = len(FILLS)
"""So many series has a chart at most."""
HATCHES: tuple[tuple[tuple[tuple[int, int], float], ...], ...] = (
    (),
    (((1, -1), 7),),
    (((1, 0), 6),),
    (((1, 1), 7),),
    (((0, 1), 6),),
    (((1, -1), 9), ((1, 1), 9)),
)
"""The hatches of the fill of each series: their directions, and how far their lines are from each other."""
_SPLIT = 0.18
"""The luminance from which black stands out from a colour by 3:1 and more, as white does below it."""


@cache
def edge_of(fill: str) -> str:
    """Return the colour of an edge that stands out from ``fill`` by 3:1 at least (WCAG 2.2, 1.4.11): between any two
    areas there is one that stands out from each.
    """
    return "currentColor" if luminance(fill) >= _SPLIT else "#ffffff"


def linear(colour: str) -> list[float]:
    """Return red, green and blue of a colour of sRGB (``#rrggbb``) as amounts of light, from 0 to 1 (IEC 61966-2-1)."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour of sRGB (WCAG 2.2)."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
