"""Marks over and under letters (vowel signs, points) as glyphs whose outlines put them where they belong, not by
moves of the pen.

A reader that takes text by its position takes a sign that is raised, or to which the pen goes back, for a word of its
own, or for the end of one. So each sign has a glyph for each place that it takes beside a letter, in a font that is
made for them, all of no width: in the line of the letters, between which it is read.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from plantin.writers.pdf.engine_types import Font, Pdf
from plantin.writers.pdf.font_tables import Outline, embed_font, font_table

NAME = b"marks"
"""The name of the font in the streams, which no face of a style has."""
_UNITS = 1000


@dataclass(slots=True)
class PlacedMarks:
    """The signs placed: font, glyph and place (in thousandths of the size), and what each means, by new codes."""

    codes: dict[tuple[bytes, int, int, int, str], int] = field(default_factory=dict)
    letters: dict[int, str] = field(default_factory=dict)

    def code(self, font: bytes, glyph: int, place: tuple[float, float], letters: str) -> int:
        """Return the code of ``glyph`` of ``font`` at ``place``, from pen and base line; it means ``letters``."""
        code = self.codes.setdefault((font, glyph, round(place[0]), round(place[1]), letters), len(self.codes) + 1)
        self.letters[code] = letters
        return code

    def embed(self, pdf: Pdf, fonts: Iterable[Font]) -> None:
        """Add the font of the signs to ``pdf``, with glyphs of the engine's ``fonts``; nothing if there is none."""
        if not self.codes:
            return
        drawn = {str(font.hash).encode(): font for font in fonts if not font.bitmap}
        faces = {name: _Face(drawn[name]) for name in dict.fromkeys(name for name, *_ in self.codes)}
        glyphs = [faces[name].glyph(number, x, y) for name, number, x, y, _ in self.codes]
        font_table(pdf, next(iter(drawn)).decode())[NAME.decode()] = embed_font(pdf, "Marks", glyphs, self.letters, 0)


class _Face:
    """The outlines of a font as it is in the file."""

    def __init__(self, font: Font) -> None:
        self._font = TTFont(io.BytesIO(font.file_content), fontNumber=font.index)
        self._outlines = self._font.getGlyphSet()
        self._scale = _UNITS / self._font["head"].unitsPerEm

    def glyph(self, number: int, x: int, y: int) -> Outline:
        """Return the glyph of that number, moved."""
        pen = TTGlyphPen(None)
        moved = TransformPen(Cu2QuPen(pen, 1.0), (self._scale, 0, 0, self._scale, x, y))
        self._outlines[self._font.getGlyphName(number)].draw(moved)
        outline: Outline = pen.glyph()
        return outline
