"""Whether a face of an edition is that of its house, byte for byte; and whether two outlines are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from plantin.bounded.fonts import characters

_TOLERANCE_UNITS = 2
"""So many units of a thousandth of an em may a point be from its place: it was rounded."""


Part = Callable[[frozenset[str]], bytes]
"""The face of a house as an edition carries it, with no characters but these."""


def is_face_of_house(face: bytes, part: Part) -> bool:
    """Return whether the font ``face`` is that of the house with the same characters, byte for byte."""
    try:
        return part(frozenset(map(chr, characters(face)))) == face
    except Exception:  # noqa: BLE001 - the library raises whatever a broken table leads to
        return False


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
        abs(a * scale - b) <= _TOLERANCE_UNITS
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
