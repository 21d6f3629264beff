"""The contrast of text with its background (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

Colour = tuple[float, float, float]
"""Red, green and blue, from 0 to 1."""


def contrast(colour: Colour, ground: Colour) -> float:
    """The contrast of ``colour`` on ``ground``, from 1 to 21."""
    lighter, darker = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def written(colour: Colour) -> str:
    """The colour as ``#rrggbb``.

    >>> written((1.0, 0.0, 0.2))
    '#ff0033'
    """
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def _luminance(colour: Colour) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
