"""The signs of formulas as text over their drawings, so that they are searched for, marked and copied. A drawing is
outlines alone; over each of its signs is the same one in a font that draws nothing (text rendering mode 3, ISO
32000-1, 9.3.6), as wide as the sign is.
"""

from __future__ import annotations

import json
from typing import Any

from fontTools.pens.ttGlyphPen import TTGlyphPen

from plantin.writers.pdf.engine_types import LaidOutDocument, Pdf, Stream
from plantin.writers.pdf.font_tables import RISE, Outline, embed_font, font_table
from plantin.writers.pdf.tags import Structure

_NAME = "signs"
"""The name of the font in the streams, which no face of a style has."""
_ADVANCE = 500
"""How wide each of its glyphs is, in thousandths of its size."""


def lay(structure: Structure, pdf: Pdf, document: LaidOutDocument, streams: list[Stream]) -> None:
    """Write the signs of every formula into the marked content of its drawing, and their font into ``pdf``."""
    formulas = [node for node in structure.tree.nodes() if node.role == "Formula"]
    signs = {id(node): json.loads(node.element.get("data-signs", "[]")) for node in formulas}
    every = sorted({sign for rows in signs.values() for sign, *_ in rows})
    if not every:
        return
    codes = {sign: code for code, sign in enumerate(every, 1)}
    for node in formulas:
        for mark, (page, left, top, right, _) in zip(node.kids, node.areas, strict=True):
            placed = [(codes[sign], *(value * (right - left) for value in place)) for sign, *place in signs[id(node)]]
            identifier = mark.identifier  # type: ignore[union-attr]  # nothing but its drawing is in a formula
            _write(
                streams[page].stream,
                identifier,
                [(code, left + x, top + y, size, wide) for code, x, y, size, wide in placed],
            )
    key = next(str(font.hash) for font in document.fonts.values() if not font.bitmap)
    font_table(pdf, key)[_NAME] = embed_font(pdf, "Signs", [_glyph()] * len(every), dict(enumerate(every, 1)), _ADVANCE)


def _write(items: list[Any], identifier: int, signs: list[tuple[int, float, float, float, float]]) -> None:
    """Put ``signs`` (code, place, size and width, CSS pixels from the upper left corner) before the end of a mark."""
    depth, inside = 0, False
    for place, item in enumerate(items):
        if item in (b"BDC", b"BMC"):
            inside = inside or (
                item == b"BDC" and isinstance(items[place - 1], dict) and items[place - 1].get("MCID") == identifier
            )
            depth += inside
        elif item == b"EMC" and inside:
            depth -= 1
            if not depth:
                items[place:place] = [b"\n".join([b"q", b"BT", b"3 Tr", *map(_show_string, signs), b"ET", b"Q"])]
                return


def _show_string(sign: tuple[int, float, float, float, float]) -> bytes:
    code, x, y, size, wide = sign
    across = wide / (size * _ADVANCE / 1000)
    return b"/%s %.3f Tf %.4f 0 0 -1 %.3f %.3f Tm <%04x> Tj" % (_NAME.encode(), size, across, x, y, code)


def _glyph() -> Outline:
    """Return a contour to the far corner and back, of no area: PDFium passes over text whose glyphs have no box."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((_ADVANCE, RISE))
    pen.lineTo((0, 0))
    pen.closePath()
    outline: Outline = pen.glyph()
    return outline
