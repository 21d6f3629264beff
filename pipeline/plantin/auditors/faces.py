"""Whether a face of an edition draws what the face of its house draws, by glyph: one that draws 7 for 4 is found."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from plantin.bounded.fonts import characters

_NEAR = 2
"""So many units of a thousandth of an em may a point be from its place: it was rounded."""


Part = Callable[[frozenset[str]], bytes]
"""The face of a house as an edition carries it, with no characters but these."""


def face_difference(face: bytes, part: Part) -> str:
    """Return how the font ``face`` differs from that of the house with the same characters, in words for a finding: by
    the first character that it draws otherwise, else by its first table with other bytes; empty where it does not.
    """
    from fontTools.ttLib import TTFont

    try:
        expected = part(frozenset(map(chr, characters(face))))
        if expected == face:
            return ""
        with TTFont(io.BytesIO(face), lazy=True) as own, TTFont(io.BytesIO(expected), lazy=True) as house:
            return _difference(own, house)
    except Exception as error:  # noqa: BLE001 - the library raises whatever a broken table leads to
        return f"it cannot be read: {error}"


def _difference(own: Any, house: Any) -> str:
    """Return the first difference between two fonts that do not have the same bytes."""
    glyphs, house_glyphs = own.getBestCmap(), house.getBestCmap()
    drawn, wanted = own.getGlyphSet(), house.getGlyphSet()
    for code, glyph in glyphs.items():
        if code not in house_glyphs:
            return f"it has {chr(code)!r}, which the face of the house does not have"
        if points(drawn, glyph) != points(wanted, house_glyphs[code]):
            return f"it draws {chr(code)!r} otherwise than the face of the house"
    # The checksum in head is another whatever differs.
    tables = sorted({*house.reader.keys(), *own.reader.keys()}, key=lambda name: (name == "head", name))
    other = (name for name in tables if name not in own or name not in house or own.reader[name] != house.reader[name])
    return next((f"its table {name.strip()} has other bytes" for name in other), "its file has other bytes")


def points(glyphs: Any, name: str) -> list[tuple[str, tuple[Any, ...]]]:
    """Return the outline of a glyph of a font, as the segments of a pen and at last its width."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen

    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return [*pen.value, ("width", ((glyphs[name].width, 0),))]


def alike(
    one: Iterable[tuple[str, tuple[Any, ...]]], other: Iterable[tuple[str, tuple[Any, ...]]], scale: float
) -> bool:
    """Return whether two outlines are the same, the first after it is scaled."""
    first, second = list(one), list(other)
    if [name for name, _ in first] != [name for name, _ in second]:
        return False
    return all(
        abs(a * scale - b) <= _NEAR
        for (_, points), (_, others) in zip(first, second, strict=True)
        for a, b in _pairs(points, others)
    )


def _pairs(points: tuple[Any, ...], others: tuple[Any, ...]) -> Iterator[tuple[float, float]]:
    if len(points) != len(others):
        yield 0.0, float("inf")
        return
    for point, other in zip(points, others, strict=True):
        if point is not None and other is not None:
            yield from zip(point, other, strict=True)
