"""The show strings of a line of text (ISO 32000-1, 9.4.3): its glyphs, and how far the pen goes back or on between them.

What a glyph adds to its string follows from its face, its size, its width and its offset; it is worked out once. The engine works it out
for every glyph of every line, and ends the string after nearly each to move the pen by nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.writers.pdf.shaping import columns, runs

_RIGHT_SIZES = 14802
"""The version of Pango from which a font says the size that it is set in."""


def drawing(draw_first_line: Callable[..., Any]) -> Callable[..., Any]:
    """``draw_first_line``, given the engine's, to which lines are left that end with an ellipsis, that have raised glyphs or letters of
    no face, and those set in a face of pictures.
    """

    def draw(stream: Any, box: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
        shown = None
        if overflow != "ellipsis" and ellipsis == "none" and box.text.strip() and box.style["font_size"]:
            shown = _shown(stream, box)
        if shown is None:
            return draw_first_line(stream, box, overflow, ellipsis, matrix)
        stream.set_text_matrix(*matrix.values)
        for font, size, string in shown:
            stream.set_font_size(font.hash, size)
            stream.show_text(string)
        return []

    return draw


def _shown(stream: Any, box: Any) -> list[tuple[Any, float, str]] | None:
    """The line of ``box`` as show strings, each with its font and size; None where the engine is to draw it."""
    from weasyprint.text.ffi import pango

    layout = box.pango_layout
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    found: list[tuple[Any, float, list[str]]] = []
    before = None
    for run in runs(line):
        face = run.item.analysis.font
        if face != before:
            before = face
            font, size = stream.add_font(face)
            if font.bitmap or font.png or font.svg or font.colr or pango.pango_version() < _RIGHT_SIZES:
                return None
            found.append((font, size, []))
        font, size, strings = found[-1]
        codes, widths, offsets, rises = columns(run)
        if any(rises) or max(codes, default=0) >= pango.PANGO_GLYPH_EMPTY:
            return None
        known = vars(font).setdefault("strings", {}).setdefault(size, {})
        for place, glyph in enumerate(zip(codes, widths, offsets, strict=True)):
            if glyph not in known:
                _say(font, glyph[0], run, place, layout.text)
                known[glyph] = _string(stream, font, size, face, glyph)
            strings.append(known[glyph])
    return [(font, size, f"<{''.join(strings)}>".removeprefix("<>").removesuffix("<>")) for font, size, strings in found]


def _say(font: Any, code: int, run: Any, place: int, text: str) -> None:
    """Note which letters of ``text`` the glyph ``code`` stands for, the one at ``place`` in its run."""
    if code in font.to_unicode:
        return
    item, clusters = run.item, run.glyphs.log_clusters
    following = place - 1 if item.analysis.level % 2 else place + 1
    end = clusters[following] if 0 <= following < run.glyphs.num_glyphs else item.length
    font.to_unicode[code] = text.encode()[item.offset + clusters[place] : item.offset + end].decode()


def _string(stream: Any, font: Any, size: float, face: Any, glyph: tuple[int, int, int]) -> str:
    """What a glyph of a width and an offset adds to a show string."""
    from weasyprint.text.ffi import FROM_UNITS, pango

    code, width, moved = glyph
    if code not in font.widths:
        pango.pango_font_get_glyph_extents(face, code, stream.ink_rect, stream.logical_rect)
        font.widths[code] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    offset = moved / size
    kerning = int(font.widths[code] + offset - width * 1000 * FROM_UNITS / size)
    return (f">{-offset}<" if offset else "") + f"{code:04x}" + (f">{kerning}<" if kerning else "")
