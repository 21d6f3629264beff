"""Contrast of the colours of a style, and their equivalents in dark mode."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from itertools import combinations
from operator import mul

from plantin.charts.colours import linear, luminance

LEAST = 4.5
"""The least contrast of text with its ground (WCAG 2.2, 1.4.3)."""

DARK_GROUND = "#15181b"
"""The ground of a dark page in the stock sheet, --paper."""

_DIM, _DULL = 0.155, 0.27
"""How light and how coloured a ground is on a dark page, from 0 to 1."""

_DARK_PAGE_CONTRAST = 7.0
"""The contrast that a colour gets on a dark page (WCAG 2.2, 1.4.6)."""


APART = 1.3
"""The least contrast of two fills of a chart, by which they are distinct in grey."""

_LIGHTEST, _DARKEST = 18.0, 7.5
"""The contrasts with black of the first and the last tint, so that words stand out on a dark page too, where charts are
inverted."""
_SEEN, _LINE = 0.05, 3.0
_EYES = {
    "red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""What eyes see without one kind of cones, in linear light (Machado, Oliveira and Fernandes 2009, severity 1.0)."""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours given as ``#rrggbb`` (WCAG 2.2, contrast ratio).

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return round((lighter + 0.05) / (darker + 0.05), 2)


def on_dark(colour: str, ground: str) -> str:
    """Return ``colour`` made lighter until it stands out clearly on the dark ``ground``; its hue stays.

    >>> on_dark("#000080", "#15181b")
    '#9a9aff'
    """
    return _apart(colour, ground, _DARK_PAGE_CONTRAST, 0.01)


def darken(colour: str, least: float = LEAST) -> str:
    """Return ``colour`` made darker until it stands out on white as text must, or as much as ``least``; its hue stays.

    >>> darken("#c0d8e8"), contrast(darken("#c0d8e8"), "#ffffff") >= LEAST
    ('#3c7ba5', True)
    """
    return _apart(colour, "#ffffff", least, -0.01)


def tints(colour: str, count: int) -> tuple[str, ...]:
    """Return ``count`` grounds in the hue of ``colour``, each darker than the one before; black text stands out on all.

    >>> tints("#13295f", 3)
    ('#e8edfa', '#acbfee', '#7998e4')
    """
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(colour))
    light, grounds = 1.0, list[str]()
    for n in range(count):
        most = _LIGHTEST * (_DARKEST / _LIGHTEST) ** (n / max(1, count - 1))
        while contrast(ground := _notation(colorsys.hls_to_rgb(hue, light, saturation)), "#000000") > most:
            light -= 0.005
        grounds.append(ground)
    return tuple(grounds)


def dim(tint: str) -> str:
    """Return a ground on a dark page in the hue of ``tint``, on which light text stands out as on the page itself.

    >>> dim("#e7f1f4")
    '#1d2d32'
    """
    hue, _, saturation = colorsys.rgb_to_hls(*_parts(tint))
    return _notation(colorsys.hls_to_rgb(hue, _DIM, min(saturation, _DULL)))


def line_of(fill: str) -> str:
    """Return the colour of lines and signs beside areas in ``fill``: as dark as WCAG 2.2, 1.4.11 wants."""
    return darken(fill.lower(), _LINE)


def alike(given: Sequence[str]) -> str:
    """Two of the colours ``given``, in words, that are alike in grey, or to eyes without one kind of cones; empty where
    there are none.

    >>> alike(["#13295f", "#d27830"]), alike(["#d00000", "#7a6000"])
    ('', '#d00000 and #7a6000 in grey')
    """
    for first, other in combinations(given, 2):
        if contrast(first, other) < APART:
            return f"{first} and {other} in grey"
        for cones, rows in _EYES.items():
            seen = ([sum(map(mul, row, linear(each))) for row in rows] for each in (first, other))
            if max(abs(a - b) for a, b in zip(*seen, strict=True)) <= _SEEN:
                return f"{first} and {other} without {cones} cones"
    return ""


def _apart(colour: str, ground: str, least: float, step: float) -> str:
    """Return ``colour`` made lighter, or darker, by ``step`` until its contrast with ``ground`` is ``least``."""
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(colour))
    result, end = colour, 1.0 if step > 0 else 0.0
    while contrast(result, ground) < least and light != end:
        light = min(1.0, max(0.0, light + step))
        result = _notation(colorsys.hls_to_rgb(hue, light, saturation))
    return result


def _notation(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _parts(colour: str) -> tuple[float, float, float]:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255
