"""Colours of painted content, converted near enough to screen colours to compare two of them (ISO 32000-1, 8.6)."""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf

Colour = tuple[float, float, float]
"""Red, green and blue, from 0 to 1."""
BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)
_DEVICES = {
    "/DeviceGray": 1,
    "/CalGray": 1,
    "/G": 1,
    "/DeviceRGB": 3,
    "/CalRGB": 3,
    "/RGB": 3,
    "/DeviceCMYK": 4,
    "/CMYK": 4,
}
_MOST = 21.0
_LEAST = 0.1
"""How far two colours must be apart in red, green or blue to be distinguished by everyone."""


def components(space: pikepdf.Object, resources: pikepdf.Object) -> int | None:
    """Return how many components a colour of ``space`` has; None where it is not grey, red, green and blue, or inks."""
    name = str(space)
    if name in _DEVICES:
        return _DEVICES[name]
    named = resources.get("/ColorSpace", pikepdf.Dictionary()).get(name)
    if isinstance(named, pikepdf.Name):
        return _DEVICES.get(str(named))
    if not isinstance(named, pikepdf.Array) or not len(named):
        return None
    kind: pikepdf.Object = named[0]
    if str(kind) == "/ICCBased":
        profile: pikepdf.Object = named[1]
        return int(profile.get("/N", 0)) or None
    return _DEVICES.get(str(kind))


def mix_colour(operands: Sequence[pikepdf.Object], space: int | None) -> Colour | None:
    """Return the colour with these components; None for a pattern, or in a space that is not known."""
    if space is None or len(operands) != space or any(isinstance(operand, pikepdf.Name) for operand in operands):
        return None
    values = [min(max(float(operand), 0.0), 1.0) for operand in operands]
    if space == 1:
        return values[0], values[0], values[0]
    if space == 4:
        cyan, magenta, yellow, black = values
        return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
    red, green, blue = values
    return red, green, blue


def alike(one: Colour | None, other: Colour | None) -> bool:
    """Return whether nobody can distinguish two colours; never true of what is no single colour."""
    return one is not None and other is not None and all(abs(a - b) < _LEAST for a, b in zip(one, other, strict=True))


def contrast_seen(colour: Colour | None, ground: Colour | None, opacity: float = 1.0) -> float:
    """Return the contrast of ``colour``, as opaque as that, on ``ground``: 1 to 21; of what is no single colour, 21."""
    if colour is None or ground is None:
        return _MOST
    red, green, blue = (over * opacity + under * (1 - opacity) for over, under in zip(colour, ground, strict=True))
    return contrast((red, green, blue), ground)


def contrast(colour: Colour, ground: Colour) -> float:
    """Return the contrast of ``colour`` on ``ground``, from 1 to 21 (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def format_colour(colour: Colour) -> str:
    """Return the colour as ``#rrggbb``.

    >>> format_colour((1.0, 0.0, 0.2))
    '#ff0033'
    """
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def _luminance(colour: Colour) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
