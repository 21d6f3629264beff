"""Computes whether an element can be read on a screen, from its CSS properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import tinycss2
from tinycss2.color4 import parse_color

from plantin.bounded.css import Node

Colour = tuple[float, float, float]
Set = Mapping[str, str]
"""The value of each property that is set on one element, in lower case."""

_SIDES = ("top", "right", "bottom", "left")
_FOUR = ((0, 0, 0, 0), (0, 1, 0, 1), (0, 1, 2, 1), (0, 1, 2, 3))
"""Which of one to four values is for the top, the right, the bottom, the left."""
_INSETS = (*_SIDES, "inset-block-start", "inset-block-end", "inset-inline-start", "inset-inline-end")
_MARGINS = (
    *(f"margin-{side}" for side in _SIDES),
    *("margin-block-start", "margin-block-end", "margin-inline-start", "margin-inline-end"),
)
_PAIRS = {
    f"{name}-{axis}": (f"{name}-{axis}-start", f"{name}-{axis}-end")
    for name in ("inset", "margin")
    for axis in ("block", "inline")
}
_SIZES = (
    "width",
    "height",
    "max-width",
    "max-height",
    "inline-size",
    "block-size",
    "max-inline-size",
    "max-block-size",
)
_MOVES = ("transform", "translate", "scale", "zoom")
_PAINT = ("color", "background-color", "-webkit-text-fill-color")
PROPERTIES = frozenset(
    (
        *("display", "visibility", "opacity", "filter", "font-size", "clip", "clip-path", "text-indent", "position"),
        *("content-visibility", "overflow", "overflow-x", "overflow-y", *_INSETS, *_MARGINS, *_SIZES, *_MOVES, *_PAINT),
    )
)
"""The properties that can keep text from readers, shorthands apart."""
_FAR = 500.0
"""How many pixels out of its place text is out of sight. A link to skip by is a few lines above the page until it has
the focus.
"""
_PIXELS = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 37.8,
    "mm": 3.78,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
    "ch": 8.0,
}
_WHOLE = {"%": 100.0, "vw": 100.0, "vh": 100.0, "vi": 100.0, "vb": 100.0, "vmin": 100.0, "vmax": 100.0}
"""Units by how many of them make the whole of what contains the text."""
_LEAST_SIZE = {"px": 2.0, "pt": 1.5, "em": 0.15, "rem": 0.15, "%": 15.0, "": 0.01, "vw": 0.1, "vh": 0.1}
_NUMBER = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)([a-z%]*)", re.ASCII)
_CALL = re.compile(r"(?<![a-z0-9])([a-z0-9]++)\(([^()]*)\)")
_LIKE = 0.08
"""How near each part of two colours must be for text in the one to be lost on the other."""
_FAINT = 0.1
_CORNERS = 3


def longhands(name: str, value: list[Node]) -> Iterator[tuple[str, str]]:
    """A declaration as properties of ``PROPERTIES`` with their values, shorthands taken apart; custom properties as
    they are.
    """
    words = tinycss2.serialize(value).strip().lower()
    tokens = [token for token in value if token.type not in {"whitespace", "comment"}]
    if name in PROPERTIES or name.startswith("--"):
        yield name, words
    elif name in {"inset", "margin"}:
        parts = words.split()
        for side, at in zip(_SIDES, _FOUR[min(len(parts), 4) - 1], strict=True):
            yield (side if name == "inset" else f"margin-{side}"), parts[at] if parts else ""
    elif name in _PAIRS:
        parts = words.split() or [""]
        yield from zip(_PAIRS[name], (parts[0], parts[-1]), strict=True)
    elif name == "background":
        yield "background-color", _background(tokens)
    elif name == "font":
        sizes = (
            token
            for token in tokens
            if token.type in {"dimension", "percentage"} or (token.type == "number" and not token.value)
        )
        yield "font-size", next((token.serialize().lower() for token in sizes), "")


def _background(tokens: list[Node]) -> str:
    """The colour among the parts of a background; "unknown" where a picture covers it."""
    calls = {token.lower_name for token in tokens if token.type == "function" and not parse_color(token)}
    if calls - {"var"} or any(token.type == "url" for token in tokens):
        return "unknown"
    colours = (
        token for token in tokens if parse_color(token) or (token.type == "function" and token.lower_name == "var")
    )
    return next((token.serialize().lower() for token in colours), "transparent")


def is_unseen(given: Set) -> bool:
    """Whether an element with these values, or what it holds, is not shown where a reader would look for it."""
    return _is_unseen(frozenset((name, value) for name, value in given.items() if name in PROPERTIES))


@lru_cache(256)
def _is_unseen(values: frozenset[tuple[str, str]]) -> bool:
    # Most elements of a page are set as others are.
    given = dict(values)
    return (
        given.get("display") == "none"
        or given.get("visibility") in {"hidden", "collapse"}
        or given.get("content-visibility") == "hidden"
        or _is_faint(given.get("opacity", ""))
        or any(call == "opacity" and _is_faint(inside) for call, inside in _CALL.findall(given.get("filter", "")))
        or _is_tiny(given.get("font-size", ""))
        or _is_clipped(given)
        or _is_away(given)
        or _is_shrunk(given)
    )


def _is_faint(value: str) -> bool:
    match = _NUMBER.fullmatch(value.strip())
    return match is not None and float(match[1]) < (_FAINT * 100 if match[2] == "%" else _FAINT)


def _is_tiny(value: str) -> bool:
    match = _NUMBER.fullmatch(value)
    return match is not None and (float(match[1]) == 0 or float(match[1]) < _LEAST_SIZE.get(match[2], 0))


def _length(value: str) -> float | None:
    """A length in parts of what is far: 1 or more is out of sight. None for what is computed, or a word."""
    match = _NUMBER.fullmatch(value.strip())
    if match is None:
        return None
    number, unit = float(match[1]), match[2]
    if unit in _WHOLE:
        return number / _WHOLE[unit]
    return number * _PIXELS[unit] / _FAR if unit in _PIXELS else None


def _is_far(value: str) -> bool:
    length = _length(value)
    return length is not None and abs(length) >= 1


def _is_away(given: Set) -> bool:
    indent = given.get("text-indent", "").split()
    if (indent and _is_far(indent[0])) or any((_length(given.get(name, "")) or 0) <= -1 for name in _MARGINS):
        return True
    if given.get("position", "static") != "static" and any(_is_far(given.get(name, "")) for name in _INSETS):
        return True
    moves = [*given.get("translate", "").split()]
    moves += [
        part
        for call, inside in _CALL.findall(given.get("transform", ""))
        if "translate" in call
        for part in inside.split(",")
    ]
    return any(_is_far(move) for move in moves)


def _is_shrunk(given: Set) -> bool:
    scales = [given.get("scale", "").split(), given.get("zoom", "").split()]
    for call, inside in _CALL.findall(given.get("transform", "")):
        parts = [part.strip() for part in inside.split(",")]
        if call.startswith("scale"):
            scales.append(parts[:2])
        elif call == "matrix" and len(parts) > 3:
            scales.append([parts[0], parts[3]] if not (_number(parts[1]) or _number(parts[2])) else [])
    return any(abs(number) < 0.05 for parts in scales for part in parts if (number := _number(part)) is not None)


def _number(value: str) -> float | None:
    match = _NUMBER.fullmatch(value)
    return None if match is None else float(match[1]) / (100 if match[2] == "%" else 1)


def _is_clipped(given: Set) -> bool:
    """By clip (all of a rectangle away), by clip-path, or in a box without room that shows nothing beyond it."""
    if any(call == "rect" and _is_no_rectangle(inside) for call, inside in _CALL.findall(given.get("clip", ""))):
        return True
    if any(_shows_nothing(call, inside) for call, inside in _CALL.findall(given.get("clip-path", ""))):
        return True
    hides = {word for name in ("overflow", "overflow-x", "overflow-y") for word in given.get(name, "").split()}
    sizes = [_length(given.get(name, "")) for name in _SIZES]
    return bool(hides & {"hidden", "clip"}) and any(size is not None and abs(size) * _FAR <= 1 for size in sizes)


def _is_no_rectangle(edges: str) -> bool:
    """Whether a rectangle, given by its top, right, bottom and left edge, is no wider or higher than a pixel."""
    places = [place * _FAR for part in re.split(r"[\s,]+", edges.strip()) if (place := _length(part)) is not None]
    return len(places) == len(_SIDES) and (places[1] - places[3] <= 1 or places[2] - places[0] <= 1)


def _shows_nothing(shape: str, inside: str) -> bool:
    """Whether a shape of clip-path lets nothing be seen."""
    parts = inside.partition("round")[0].split()
    if shape == "inset" and parts:
        top, right, bottom, left = (_length(parts[at]) or 0.0 for at in _FOUR[min(len(parts), 4) - 1])
        return top + bottom >= 1 or right + left >= 1
    if shape in {"circle", "ellipse"}:
        return bool(parts) and _length(parts[0]) == 0
    return shape == "polygon" and len({point.strip() for point in inside.split(",")}) < _CORNERS


# Colours


def ink(given: Set, around: Colour | str | None, own: Mapping[str, str]) -> Colour | str | None:
    """The colour of an element's text: as set, else that of the element around it; "transparent", or None where it is
    not known. ``own`` are the custom properties that hold here.
    """
    value = given.get("-webkit-text-fill-color") or given.get("color")
    return around if value in {None, "inherit", "unset", "currentcolor"} else _colour(str(value), own)


def ground(given: Set, around: Colour | None, own: Mapping[str, str]) -> Colour | None:
    """The colour behind an element's text."""
    value = given.get("background-color")
    found = _colour(value, own) if value is not None else "transparent"
    return around if isinstance(found, str) else found


def _colour(value: str, own: Mapping[str, str]) -> Colour | str | None:
    for _ in range(8):
        match = re.fullmatch(r"var\(\s*(--[\w-]+)\s*(?:,\s*(.+))?\)", value.strip())
        if match is None:
            break
        value = own.get(match[1], match[2] or "")
    found = parse_color(value) if value else None
    if found is None or isinstance(found, str):
        return None
    red, green, blue = (part or 0.0 for part in found.to("srgb").coordinates)
    return "transparent" if found.alpha < _FAINT else (red, green, blue)


def is_lost(text: Colour | str | None, behind: Colour | None) -> bool:
    """Whether text in one colour cannot be distinguished from the other."""
    if isinstance(text, str):
        return True
    return (
        text is not None and behind is not None and max(abs(a - b) for a, b in zip(text, behind, strict=True)) < _LIKE
    )
