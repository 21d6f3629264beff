"""The signs of formulas as text over their drawings, so that they are searched for, marked and copied. A drawing is outlines alone; over
each of its signs lies the same one in a font that draws nothing (text rendering mode 3, ISO 32000-1, 9.3.6), as wide as the sign is.
"""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

from pipeline.writers.pdf.font_tables import font_table, to_unicode
from pipeline.writers.pdf.tags import Structure

_NAME = "signs"
"""The name of the font in the streams, which no face of a style has."""
_ADVANCE = 500
"""How wide each of its glyphs is, in thousandths of its size."""
_RISE, _DEPTH = 750, -250


def lay(structure: Structure, pdf: Any, document: Any, streams: list[Any]) -> None:
    """Write the signs of every formula into the marked content of its drawing in ``streams``, and their font into ``pdf``."""
    formulas = [node for node in structure.tree.nodes() if node.role == "Formula"]
    signs = {id(node): json.loads(node.element.get("data-signs", "[]")) for node in formulas}
    every = sorted({sign for found in signs.values() for sign, *_ in found})
    if not every:
        return
    codes = {sign: code for code, sign in enumerate(every, 1)}
    for node in formulas:
        for mark, (page, left, top, right, _) in zip(node.kids, node.areas, strict=True):
            placed = [(codes[sign], *(value * (right - left) for value in place)) for sign, *place in signs[id(node)]]
            identifier = mark.identifier  # type: ignore[union-attr]  # nothing but its drawing is in a formula
            _write(streams[page].stream, identifier, [(code, left + x, top + y, size, wide) for code, x, y, size, wide in placed])
    key = next(str(font.hash) for font in document.fonts.values() if not font.bitmap)
    font_table(pdf, key)[_NAME] = _embedded(pdf, every)


def _write(items: list[Any], identifier: int, signs: list[tuple[int, float, float, float, float]]) -> None:
    """Put ``signs`` (code, place from the upper left corner of the page, size and width, in CSS pixels) before the end of a mark."""
    depth, inside = 0, False
    for place, item in enumerate(items):
        if item in (b"BDC", b"BMC"):
            inside = inside or (item == b"BDC" and isinstance(items[place - 1], dict) and items[place - 1].get("MCID") == identifier)
            depth += inside
        elif item == b"EMC" and inside:
            depth -= 1
            if not depth:
                items[place:place] = [b"\n".join([b"q", b"BT", b"3 Tr", *map(_shown, signs), b"ET", b"Q"])]
                return


def _shown(sign: tuple[int, float, float, float, float]) -> bytes:
    code, x, y, size, wide = sign
    across = wide / (size * _ADVANCE / 1000)
    return b"/%s %.3f Tf %.4f 0 0 -1 %.3f %.3f Tm <%04x> Tj" % (_NAME.encode(), size, across, x, y, code)


def _embedded(pdf: Any, signs: list[str]) -> Any:
    """The font of ``signs``, whose codes count from 1 (ISO 32000-1, 9.7): its reference."""
    import pydyf

    def added(value: Any) -> Any:
        pdf.add_object(value)
        return value.reference

    program = _program(len(signs))
    file = pydyf.Stream([program], pydyf.Dictionary({"Length1": len(program)}), compress=True)
    descriptor = {"Type": "/FontDescriptor", "FontName": "/Signs", "Flags": 4, "FontBBox": pydyf.Array([0, _DEPTH, _ADVANCE, _RISE])}
    descriptor |= {"ItalicAngle": 0, "Ascent": _RISE, "Descent": _DEPTH, "CapHeight": _RISE, "StemV": 0, "FontFile2": added(file)}
    system = pydyf.Dictionary({"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0})
    face = {"Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": "/Signs", "CIDSystemInfo": system, "CIDToGIDMap": "/Identity"}
    face |= {"DW": _ADVANCE, "FontDescriptor": added(pydyf.Dictionary(descriptor))}
    font = {"Type": "/Font", "Subtype": "/Type0", "BaseFont": "/Signs", "Encoding": "/Identity-H"}
    font |= {"DescendantFonts": pydyf.Array([added(pydyf.Dictionary(face))])}
    font |= {"ToUnicode": to_unicode(pdf, dict(enumerate(signs, 1)))}
    return added(pydyf.Dictionary(font))


def _program(count: int) -> bytes:
    """A TrueType font of ``count`` glyphs after .notdef. Each is a contour that goes to its far corner and back, which holds no area: but
    where a glyph has no box, PDFium passes over the text.
    """
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((_ADVANCE, _RISE))
    pen.lineTo((0, 0))
    pen.closePath()
    glyph = pen.glyph()
    names = [".notdef", *(f"sign{number}" for number in range(1, count + 1))]
    made = FontBuilder(1000)
    made.setupHead(unitsPerEm=1000, created=0, modified=0)
    made.font.recalcTimestamp = False
    made.setupGlyphOrder(names)
    made.setupCharacterMap({})
    made.setupGlyf(dict.fromkeys(names, glyph))
    made.setupHorizontalMetrics(dict.fromkeys(names, (_ADVANCE, 0)))
    made.setupHorizontalHeader(ascent=_RISE, descent=_DEPTH)
    made.setupNameTable({"familyName": "Signs", "styleName": "Regular"})
    made.setupOS2()
    made.setupPost()
    held = BytesIO()
    made.save(held)
    return held.getvalue()
