"""Fonts that are added to those of the layout engine: their maps to Unicode, and the table that names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

import pydyf
from fontTools.fontBuilder import FontBuilder

from plantin.writers.pdf.engine_types import Dictionary, Pdf

_CMAP = (
    b"/CIDInit /ProcSet findresource begin",
    b"12 dict begin",
    b"begincmap",
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
    b"/CMapName /Adobe-Identity-UCS def",
    b"/CMapType 2 def",
    b"1 begincodespacerange",
    b"<0000> <ffff>",
    b"endcodespacerange",
)
_CMAP_END = (b"endcmap", b"CMapName currentdict /CMap defineresource pop", b"end", b"end")
Outline = object
"""A glyph of fontTools."""
_MOST_ROWS = 100
"""How many rows a block of a map to Unicode may have (Adobe Technical Note 5411, 1.4.1)."""


def to_unicode(pdf: Pdf, meanings: dict[int, str]) -> bytes:
    """Return a map from codes of two bytes to ``meanings``, added to ``pdf``: its reference (ISO 32000-1, 9.10.3)."""
    rows = [b"<%04x> <%s>" % (code, meaning.encode("utf-16-be").hex().encode()) for code, meaning in meanings.items()]
    blocks = [rows[start : start + _MOST_ROWS] for start in range(0, len(rows), _MOST_ROWS)]
    listed = [line for block in blocks for line in (b"%d beginbfchar" % len(block), *block, b"endbfchar")]
    stream = pydyf.Stream([*_CMAP, *listed, *_CMAP_END], compress=True)
    pdf.add_object(stream)
    reference: bytes = stream.reference
    return reference


def say(pdf: Pdf, shown: str, meant: str) -> None:
    """Have the fonts of ``pdf`` say ``meant`` for the glyph of the character ``shown``, as an author types it."""
    before, after = (b"> <%s>" % character.encode("utf-16-be").hex().encode() for character in (shown, meant))
    for obj in pdf.objects:
        if isinstance(obj, pydyf.Stream) and b"begincmap" in obj.stream:
            obj.stream = [row.replace(before, after) if isinstance(row, bytes) else row for row in obj.stream]


def font_table(pdf: Pdf, key: str) -> Dictionary:
    """Return the table of all fonts of the pages, in which one is called ``key``."""
    table: Dictionary = next(
        obj for obj in pdf.objects if isinstance(obj, pydyf.Dictionary) and key in obj and "Type" not in obj
    )
    return table


RISE, DEPTH = 750, -250
"""How high over the base line the glyphs of a font that is made here reach, and how deep, in thousandths of its size.
"""


def embed_font(pdf: Pdf, name: str, glyphs: Sequence[Outline], meanings: Mapping[int, str], advance: int) -> bytes:
    """Return a font called ``name`` of ``glyphs`` (of fontTools), each ``advance`` thousandths of its size wide, whose
    codes count from 1, with what they mean, added to ``pdf`` (ISO 32000-1, 9.7): its reference.
    """

    def add(value: Dictionary) -> bytes:
        pdf.add_object(value)
        return value.reference

    program = _program(name, glyphs, advance)
    file = pydyf.Stream([program], pydyf.Dictionary({"Length1": len(program)}), compress=True)
    descriptor = {
        "Type": "/FontDescriptor",
        "FontName": f"/{name}",
        "Flags": 4,
        "FontBBox": pydyf.Array([0, DEPTH, advance, RISE]),
    }
    descriptor |= {
        "ItalicAngle": 0,
        "Ascent": RISE,
        "Descent": DEPTH,
        "CapHeight": RISE,
        "StemV": 0,
        "FontFile2": add(file),
    }
    system = pydyf.Dictionary(
        {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0}
    )
    face = {
        "Type": "/Font",
        "Subtype": "/CIDFontType2",
        "BaseFont": f"/{name}",
        "CIDSystemInfo": system,
        "CIDToGIDMap": "/Identity",
    }
    face |= {"DW": advance, "FontDescriptor": add(pydyf.Dictionary(descriptor))}
    font = {"Type": "/Font", "Subtype": "/Type0", "BaseFont": f"/{name}", "Encoding": "/Identity-H"}
    font |= {"DescendantFonts": pydyf.Array([add(pydyf.Dictionary(face))])}
    return add(pydyf.Dictionary(font | {"ToUnicode": to_unicode(pdf, dict(meanings))}))


def _program(name: str, glyphs: Sequence[Outline], advance: int) -> bytes:
    """Return a TrueType font of ``glyphs`` after .notdef, which is like the first of them."""
    names = [".notdef", *(f"sign{number}" for number in range(1, len(glyphs) + 1))]
    builder = FontBuilder(1000)
    builder.setupHead(unitsPerEm=1000, created=0, modified=0)
    builder.font.recalcTimestamp = False
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({})
    builder.setupGlyf(dict(zip(names, [glyphs[0], *glyphs], strict=True)))
    # A renderer moves an outline so that it begins where its metrics say.
    builder.setupHorizontalMetrics({name: (advance, builder.font["glyf"][name].xMin) for name in names})
    builder.setupHorizontalHeader(ascent=RISE, descent=DEPTH)
    builder.setupNameTable({"familyName": name, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    buffer = BytesIO()
    builder.save(buffer)
    return buffer.getvalue()
