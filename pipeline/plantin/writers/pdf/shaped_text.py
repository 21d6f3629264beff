"""Text that stays shaped: the glyphs of a paragraph, kept from the one line on which it was measured until its lines
are drawn.

The engine shapes the words of each line again to set them, and once more to draw them. A line ends between letters that
do not touch, so its glyphs are a part of the paragraph's. A glyph is kept as its number in a table of its face, two
bytes: most come again and again.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from plantin.writers.pdf.engine_types import Css, Pango

Made = tuple[Pango, int, int | None, float, float, float]
"""What WeasyPrint's ``split_first_line`` gives for a text: its layout, how many bytes of it are on the line, and how
many come before the next line (None: nothing is left), the width, the height and the baseline of the line in pixels.
"""


@dataclass(frozen=True, slots=True)
class ShapedGlyph:
    """A glyph as a line of text has it: its number in its font, its width and its offset to the right in units of
    Pango, and the letters that it stands for.
    """

    code: int
    width: int
    offset: int
    letters: str


def decompose(letter: str, count: int) -> str:
    """Return what each of ``count`` glyphs stands for that draw one letter which their font does not have: a part of
    it, as ``=`` and a stroke for the sign that something is not equal; nothing where it has not so many parts.

    >>> [f"{ord(part):04x}" for part in decompose("≠", 2)], decompose("≠", 3), decompose("fi", 2)
    (['003d', '0338'], '', '')
    """
    parts = unicodedata.normalize("NFD", letter)
    return parts if len(letter) == 1 and len(parts) == count else ""


class _Numbers(dict[tuple[int, int, int, str], int]):
    """The numbers of the glyphs of a face, in the order in which they are met."""

    def __missing__(self, glyph: tuple[int, int, int, str]) -> int:
        return self.setdefault(glyph, len(self))


@dataclass(slots=True, eq=False)
class Face:
    """The glyphs of a font in one size; ``font`` is Pango's, which lives as long as ``owner``, a layout of it."""

    font: Pango
    owner: Pango
    _numbers: _Numbers = field(default_factory=_Numbers)
    _last: dict[int, tuple[int, int]] = field(default_factory=dict)

    def numbers(self, glyphs: Iterable[tuple[int, int, int, str]]) -> array[int] | None:
        """Return the numbers of ``glyphs`` (code, width, offset, letters); None where two bytes cannot count them."""
        try:
            return array("H", map(self._numbers.__getitem__, glyphs))
        except OverflowError:
            return None

    def last(self, number: int) -> tuple[int, int]:
        """Return the number of a glyph where it ends a line, not kerned with what followed it, and how much wider it is
        there, in units of Pango. A mark stays as it is.
        """
        if number not in self._last:
            code, width, offset, letters = list(self._numbers)[number]
            marks = not letters or unicodedata.category(letters[-1])[0] == "M"
            end_width = width if marks else self._width(code)
            self._last[number] = self._numbers[code, end_width, offset, letters], end_width - width
        return self._last[number]

    def _width(self, code: int) -> int:
        """Return the width of a glyph by itself, in units of Pango."""
        ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
        pango.pango_font_get_glyph_extents(self.font, code, ink, logical)
        return int(logical.width)

    def glyphs(self) -> list[ShapedGlyph]:
        """Return the glyphs by their numbers."""
        return [ShapedGlyph(*glyph) for glyph in self._numbers]


@dataclass(slots=True, eq=False)
class ShapedText:
    """What stands for the engine's ``Layout`` of a text that is drawn from the glyphs it has already: from left to
    right, in one face, neither underlined nor spaced out. ``height`` and ``baseline`` are those of its line, in pixels;
    spaces are ``spacing`` pixels wider than their glyphs.
    """

    text: str
    face: Face
    glyphs: array[int]
    width: float
    height: float
    baseline: float
    spacing: float = 0.0

    first_line_direction = 0
    """Pango's word for left to right."""

    def reactivate(self, style: Css) -> None:
        """Nothing: the engine makes again what it let go of, to draw a text."""

    def deactivate(self) -> None:
        """Nothing, likewise."""

    def with_spacing(self, spacing: float) -> ShapedText:
        """Return the same with spaces that are ``spacing`` pixels wider."""
        return ShapedText(self.text, self.face, self.glyphs, self.width, self.height, self.baseline, spacing)

    def on_line(self, text: str, spacing: float) -> Made:
        """Return what ``split_first_line`` gives for ``text``, which begins with this; spaces after it have no line."""
        line = self.with_spacing(spacing) if spacing else self
        return line, len(self.text.encode()), next_line_start(text, self.text), self.width, self.height, self.baseline


def next_line_start(text: str, words: str) -> int | None:
    """Return how many bytes of ``text`` precede the next line after ``words``, its beginning; None: nothing is left."""
    rest = text[len(words) :]
    return len(words.encode()) + len(rest) - len(rest.lstrip(" ")) if rest else None


@dataclass(slots=True, eq=False)
class LocatedText(ShapedText):
    """A text of which parts can be taken: ``starts`` is where each of its characters begins and where the last one
    ends, in pixels from its left side, ``places`` which of its glyphs that is, and how many there are (-1: the
    character is a part of the one before).
    """

    starts: Sequence[float] = ()
    places: Sequence[int] = ()

    def part(self, begin: int, end: int) -> ShapedText | None:
        """Return the characters from ``begin`` up to ``end``; None where letters apart would be shaped otherwise."""
        if not (self._is_apart(begin) and self._is_apart(end)):
            return None
        glyphs, width = self.glyphs[self.places[begin] : self.places[end]], self.starts[end] - self.starts[begin]
        if end < len(self.text):
            glyphs[-1], wider = self.face.last(glyphs[-1])
            width += wider * FROM_UNITS
        return ShapedText(self.text[begin:end], self.face, glyphs, width, self.height, self.baseline)

    def _is_apart(self, place: int) -> bool:
        """Return whether nothing is shared by the characters before and after ``place``."""
        if not 0 < place < len(self.text):
            return True
        return self.places[place] >= 0 and not (_is_letter(self.text[place - 1]) and _is_letter(self.text[place]))


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"
