"""The show strings of a line of text (ISO 32000-1, 9.4.3): its glyphs, and how far the pen goes back or on between
them.

What a glyph adds to its string follows from its face, its size, its width and its offset; it is worked out once. The
engine works it out for every glyph of every line, and ends the string after nearly each to move the pen by nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, pango
from weasyprint.text.line_break import Layout

from plantin.writers.pdf.engine_types import Box, Font, LayOut, Matrix, Pango, Stream
from plantin.writers.pdf.shaped_text import Face, ShapedGlyph, ShapedText, decompose
from plantin.writers.pdf.shaping import columns, is_blank, runs

_RIGHT_SIZES = 14802
"""The version of Pango from which a font says the size that it is set in."""
_SPACES = {" ", "\u00a0"}
_Shown = list[tuple[Font, float, str]]
"""A line as show strings, each with its font and size."""


def drawing(draw_first_line: LayOut) -> LayOut:
    """Return ``draw_first_line``, given the engine's, to which lines are left that end with an ellipsis, that have
    raised glyphs or letters of no face, and those set in a face of pictures. It is for one file: what each face adds to
    its strings is kept.
    """
    faces: dict[Face, _Strings | None] = {}

    def draw(stream: Stream, box: Box, overflow: str, ellipsis: str, matrix: Matrix) -> object:
        whole = overflow != "ellipsis" and ellipsis == "none" and not is_blank(box.text) and box.style["font_size"]
        text = box.pango_layout
        pieces: _Shown | None = None
        if isinstance(text, ShapedText):
            if text.face not in faces:
                faces[text.face] = _Strings.of(stream, text.face)
            strings = faces[text.face]
            pieces = [strings.line(stream, text)] if whole and strings else None
            if pieces is None:
                box.pango_layout = _laid_out(box, text)
        elif whole:
            pieces = _show_strings(stream, box)
        if pieces is None:
            return draw_first_line(stream, box, overflow, ellipsis, matrix)
        stream.set_text_matrix(*matrix.values)
        for font, size, string in pieces:
            stream.set_font_size(font.hash, size)
            stream.show_text(string)
        return []

    return draw


def _laid_out(box: Box, text: ShapedText) -> Pango:
    """Return the engine's layout of ``text``, for what it draws itself."""
    layout = Layout(box.style, text.spacing)
    layout.set_text(text.text, justify=True)
    return layout


@dataclass(slots=True)
class _Strings:
    """What the glyphs of ``face`` add to show strings, by their numbers, from the first time that one is drawn."""

    face: Face
    font: Font
    size: float
    glyphs: list[ShapedGlyph]
    known: list[str]

    @classmethod
    def of(cls, stream: Stream, face: Face) -> _Strings | None:
        """Return those of a face in which the engine need not draw by itself."""
        font, size = stream.add_font(face.font)
        glyphs = face.glyphs()
        return None if _is_drawn_otherwise(font) else cls(face, font, size, glyphs, [""] * len(glyphs))

    def line(self, stream: Stream, text: ShapedText) -> tuple[Font, float, str]:
        """Return the show string of ``text``, its font and size."""
        cached = self.known
        parts = [cached[number] or self._add_glyph(stream, number) for number in text.glyphs]
        if more := int(text.spacing * TO_UNITS):
            spaces = (number for number in set(text.glyphs) if self.glyphs[number].letters in _SPACES)
            wider = {number: self._string(stream, number, more) for number in spaces}
            parts = [wider.get(number, part) for number, part in zip(text.glyphs, parts, strict=True)]
        return self.font, self.size, _join(parts)

    def _add_glyph(self, stream: Stream, number: int) -> str:
        glyph = self.glyphs[number]
        self.font.to_unicode.setdefault(glyph.code, glyph.letters)
        self.known[number] = self._string(stream, number, 0)
        return self.known[number]

    def _string(self, stream: Stream, number: int, more: int) -> str:
        """Return what a glyph adds to a show string where it is ``more`` units of Pango wider."""
        glyph = self.glyphs[number]
        return _string(stream, self.font, self.size, self.face.font, (glyph.code, glyph.width + more, glyph.offset))


def _show_strings(stream: Stream, box: Box) -> _Shown | None:
    """Return the line of ``box``, which the engine laid out, as show strings; None where the engine is to draw it."""
    layout = box.pango_layout
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    pieces: list[tuple[Font, float, list[str]]] = []
    before = None
    for run in runs(line):
        face = run.item.analysis.font
        if face != before:
            before = face
            font, size = stream.add_font(face)
            if _is_drawn_otherwise(font):
                return None
            pieces.append((font, size, []))
        font, size, strings = pieces[-1]
        codes, widths, offsets, rises = columns(run)
        if any(rises) or max(codes, default=0) >= pango.PANGO_GLYPH_EMPTY:
            return None
        cached = vars(font).setdefault("strings", {}).setdefault(size, {})
        for place, glyph in enumerate(zip(codes, widths, offsets, strict=True)):
            if glyph not in cached:
                _say(font, glyph[0], run, place, layout.text)
                cached[glyph] = _string(stream, font, size, face, glyph)
            strings.append(cached[glyph])
    return [(font, size, _join(strings)) for font, size, strings in pieces]


def _is_drawn_otherwise(font: Font) -> bool:
    """Return whether a font has pictures for letters, or does not say the size that it is set in."""
    pictures = font.bitmap or font.png or font.svg or getattr(font, "colr", None)
    return bool(pictures or pango.pango_version() < _RIGHT_SIZES)


def _join(strings: list[str]) -> str:
    return f"<{''.join(strings)}>".removeprefix("<>").removesuffix("<>")


def _say(font: Font, code: int, run: Pango, place: int, text: str) -> None:
    """Note which letters of ``text`` the glyph ``code`` stands for, the one at ``place`` in its run."""
    if code in font.to_unicode:
        return
    item, clusters = run.item, run.glyphs.log_clusters
    following = place - 1 if item.analysis.level % 2 else place + 1
    end = clusters[following] if 0 <= following < run.glyphs.num_glyphs else item.length
    begin, count = clusters[place], run.glyphs.num_glyphs
    if not item.analysis.level % 2 and (begin == end or (place and clusters[place - 1] == begin)):
        cluster = [n for n in range(count) if clusters[n] == begin]
        end = next((clusters[n] for n in range(cluster[-1] + 1, count)), item.length)
        letter = text.encode()[item.offset + begin : item.offset + end].decode()
        if parts := decompose(letter, len(cluster)):
            font.to_unicode[code] = parts[place - cluster[0]]
            return
        end = begin if place < cluster[-1] else end
    font.to_unicode[code] = text.encode()[item.offset + begin : item.offset + end].decode()


def _string(stream: Stream, font: Font, size: float, face: Pango, glyph: tuple[int, int, int]) -> str:
    """Return what a glyph of a width and an offset adds to a show string."""
    code, width, moved = glyph
    if code not in font.widths:
        pango.pango_font_get_glyph_extents(face, code, stream.ink_rect, stream.logical_rect)
        font.widths[code] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    offset = moved / size
    kerning = int(font.widths[code] + offset - width * 1000 * FROM_UNITS / size)
    return (f">{-offset}<" if offset else "") + f"{code:04x}" + (f">{kerning}<" if kerning else "")
