"""Contrast of the colours of a style, and their equivalents in dark mode."""

from __future__ import annotations

import colorsys

LEAST = 4.5
"""The least contrast of text with its ground (WCAG 2.2, 1.4.3)."""

DARK_GROUND = "#15181b"
"""The ground of a dark page in the stock sheet, --paper."""

_DIM, _DULL = 0.155, 0.27
"""How light and how coloured a ground is on a dark page, from 0 to 1."""

_CLEAR = 7.0
"""The contrast that a colour gets on a dark page (WCAG 2.2, 1.4.6)."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours given as ``#rrggbb`` (WCAG 2.2, contrast ratio).

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return round((lighter + 0.05) / (darker + 0.05), 2)


def on_dark(colour: str, ground: str) -> str:
    """``colour`` made lighter until it stands out clearly on the dark ``ground``; its hue stays.

    >>> on_dark("#000080", "#15181b")
    '#9a9aff'
    """
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(colour))
    made = colour
    while contrast(made, ground) < _CLEAR and light < 1:
        light = min(1.0, light + 0.01)
        made = _written(colorsys.hls_to_rgb(hue, light, saturation))
    return made


def darkened(colour: str) -> str:
    """``colour`` made darker until it stands out on white as text must; its hue stays.

    >>> darkened("#c0d8e8"), contrast(darkened("#c0d8e8"), "#ffffff") >= LEAST
    ('#3c7ba5', True)
    """
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(colour))
    made = colour
    while contrast(made, "#ffffff") < LEAST and light > 0:
        light = max(0.0, light - 0.01)
        made = _written(colorsys.hls_to_rgb(hue, light, saturation))
    return made


def dim(tint: str) -> str:
    """A ground on a dark page in the hue of ``tint``, on which light text stands out as on the page itself.

    >>> dim("#e7f1f4")
    '#1d2d32'
    """
    hue, _, saturation = colorsys.rgb_to_hls(*_parts(tint))
    return _written(colorsys.hls_to_rgb(hue, _DIM, min(saturation, _DULL)))


def _written(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _parts(colour: str) -> tuple[float, float, float]:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def _luminance(colour: str) -> float:
    """The relative luminance of a colour of sRGB."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
