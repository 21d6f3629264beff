"""Whether a face that an edition carries draws what the face of its house draws, glyph by glyph: a face that draws 7
for 4 is found.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

_NEAR = 2
"""So many units of a thousandth of an em may a point be from its place: it was rounded."""


def unlike(face: bytes, source: Path) -> str:
    """The first character that the font ``face`` draws otherwise than the font at ``source``, in words for a finding;
    empty where there is none.
    """
    return _unlike(face, source, source.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _unlike(face: bytes, source: Path, _changed: int) -> str:
    """The same; a face that several editions carry is read once."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(io.BytesIO(face), lazy=True) as own, TTFont(source, lazy=True) as house:
            return _difference(own, house, source.name)
    except (TTLibError, KeyError, ValueError, AssertionError) as error:
        return f"it cannot be read: {error}"


def _difference(own: Any, house: Any, name: str) -> str:
    """The first difference between two fonts, the second of which is called ``name``."""
    found, known = own.getBestCmap() or {}, house.getBestCmap() or {}
    scale = house["head"].unitsPerEm / own["head"].unitsPerEm
    drawn, wanted = own.getGlyphSet(), house.getGlyphSet()
    for code, glyph in found.items():
        if code not in known:
            return f"it has {chr(code)!r}, which {name} does not have"
        if not alike(points(drawn, glyph), points(wanted, known[code]), scale):
            return f"it draws {chr(code)!r} otherwise than {name}"
    return ""


def points(glyphs: Any, name: str) -> list[tuple[str, tuple[Any, ...]]]:
    """The outline of a glyph of a font, as the segments of a pen and at last its width."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen

    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return [*pen.value, ("width", ((glyphs[name].width, 0),))]


def alike(
    one: Iterable[tuple[str, tuple[Any, ...]]], other: Iterable[tuple[str, tuple[Any, ...]]], scale: float
) -> bool:
    """Whether two outlines are the same, the first after it is scaled."""
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
    for one, other in zip(points, others, strict=True):
        if one is not None and other is not None:
            yield from zip(one, other, strict=True)
