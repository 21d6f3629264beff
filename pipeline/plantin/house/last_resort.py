"""Makes the face of last resort: a box with its code point in hexadecimal for each character that no other face has, so
that a PDF still has the character in its text, and who looks at the page sees which one it is.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Protocol

NAME = "PlantinLastResort-Regular"
_EM, _ASCENT, _DESCENT = 1000, 800, -200
_ROWS = (
    "111101101101111", "010110010010111", "111001111100111", "111001111001111", "101101111001001", "111100111001111",
    "111100111101111", "111001001001001", "111101111101111", "111101111001111", "111101111101101", "110101110101110",
    "111100100100111", "110101101101110", "111100111100111", "111100111100100",
)  # fmt: skip
"""The sixteen hexadecimal digits on a grid of three by five, row by row."""


class _Pen(Protocol):
    def moveTo(self, point: tuple[int, int]) -> None: ...  # noqa: N802
    def lineTo(self, point: tuple[int, int]) -> None: ...  # noqa: N802
    def closePath(self) -> None: ...  # noqa: N802


def face(letters: frozenset[str]) -> Path:
    """Return the file of a face that has ``letters`` and no others; it is there as long as this process is."""
    return _face("".join(sorted(letters)))


@cache
def _face(letters: str) -> Path:
    path = _folder() / str(sum(1 for _ in _folder().iterdir())) / f"{NAME}.ttf"
    path.parent.mkdir()
    # The face as TrueType, the same bytes for the same letters.
    from fontTools.fontBuilder import FontBuilder

    names = {letter: f"u{ord(letter):04X}" for letter in letters}
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap({ord(letter): name for letter, name in names.items()})
    builder.setupGlyf({".notdef": _draw_box(""), **{name: _draw_box(name[1:]) for name in names.values()}})
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", *names.values()), (_EM, 40)))
    builder.setupHorizontalHeader(ascent=_ASCENT, descent=_DESCENT)
    builder.setupNameTable({"familyName": NAME, "styleName": "Regular", "psName": NAME, "fullName": NAME})
    builder.setupOS2(sTypoAscender=_ASCENT, sTypoDescender=_DESCENT, usWinAscent=_ASCENT, usWinDescent=-_DESCENT)
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    out = BytesIO()
    builder.save(out)
    path.write_bytes(out.getvalue())
    return path


@cache
def _folder() -> Path:
    """Return a folder of this process, which is removed when it ends."""
    folder = Path(tempfile.mkdtemp(prefix="plantin-faces-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _draw_box(digits: str) -> object:
    """Return a frame with ``digits`` in it, in two rows."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    _box(pen, 40, -160, 960, 760)
    _box(pen, 80, -120, 920, 720, inner=True)
    half = (len(digits) + 1) // 2
    for row, part in enumerate((digits[:half], digits[half:])):
        cell = min(72, 760 // (4 * max(half, 1) - 1))
        left = 500 - (len(part) * 4 - 1) * cell // 2
        for n, digit in enumerate(part):
            for at, dot in enumerate(_ROWS[int(digit, 16)]):
                x, y = left + (4 * n + at % 3) * cell, 660 - 400 * row - (at // 3 + 1) * 64
                if dot == "1":
                    _box(pen, x, y, x + cell, y + 64)
    return pen.glyph()


def _box(pen: _Pen, left: int, bottom: int, right: int, top: int, *, inner: bool = False) -> None:
    """A rectangle; the hole of a frame runs the other way."""
    corners = [(left, bottom), (left, top), (right, top), (right, bottom)]
    corners = corners[::-1] if inner else corners
    pen.moveTo(corners[0])
    for corner in corners[1:]:
        pen.lineTo(corner)
    pen.closePath()
