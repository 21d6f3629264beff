"""Fonts that are added to a file beside those of the layout engine: their maps to Unicode, and the table that names them."""

from __future__ import annotations

from typing import Any

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
_MOST_ROWS = 100
"""How many rows a block of a map to Unicode may have (Adobe Technical Note 5411, 1.4.1)."""


def to_unicode(pdf: Any, meanings: dict[int, str]) -> Any:
    """A map from codes of two bytes to ``meanings``, added to ``pdf``: its reference (ISO 32000-1, 9.10.3)."""
    import pydyf

    rows = [b"<%04x> <%s>" % (code, meaning.encode("utf-16-be").hex().encode()) for code, meaning in meanings.items()]
    blocks = [rows[start : start + _MOST_ROWS] for start in range(0, len(rows), _MOST_ROWS)]
    listed = [line for block in blocks for line in (b"%d beginbfchar" % len(block), *block, b"endbfchar")]
    stream = pydyf.Stream([*_CMAP, *listed, *_CMAP_END], compress=True)
    pdf.add_object(stream)
    return stream.reference


def font_table(pdf: Any, key: str) -> Any:
    """The table of all fonts of the pages, in which one is called ``key``."""
    import pydyf

    return next(one for one in pdf.objects if isinstance(one, pydyf.Dictionary) and key in one and "Type" not in one)
