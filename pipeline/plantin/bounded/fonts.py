"""Opens external fonts within limits, before any text is set in them: OpenType, and WOFF2 for the web."""

from __future__ import annotations

import hashlib
import io
import logging
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

LARGEST = 40 * 2**20
"""The most bytes that a font may have, packed and unpacked."""

_SFNT = (b"\0\1\0\0", b"OTTO", b"true")
_WOFF2 = b"wOF2"
_TABLES = ("head", "hhea", "maxp", "hmtx", "cmap", "name", "OS/2", "post")
_OUTLINES = ("glyf", "CFF ", "CFF2")
_MOST_TABLES = 100
_FAMILIES = (1, 16, 21)
_MOST_CODES = 0x110000 * 2
"""The most characters that the maps of a font may name together; libraries write out each of them."""


_KEPT = 64
_known: dict[bytes, frozenset[int]] = {}
"""The characters of ``_KEPT`` fonts, by digest: styles share their files, and to read one takes long."""


class FontError(ValueError):
    """Bytes that are no whole font of an accepted kind; the message follows the name of the file."""


def characters(content: bytes) -> frozenset[int]:
    """Return the characters that the font ``content`` has, by their numbers: a whole OpenType font (ISO/IEC 14496-22)
    or WOFF2 (W3C WOFF File Format 2.0). Raises FontError for anything else, without unpacking more than ``LARGEST``
    bytes.
    """
    digest = hashlib.sha256(content).digest()
    code_points = _known.get(digest)
    if code_points is None:
        code_points = _characters(content)
        while len(_known) >= _KEPT:
            _known.pop(next(iter(_known)), None)
        _known[digest] = code_points
    return code_points


def advances(content: bytes) -> dict[str, float]:
    """Return how wide each letter of a font is that ``characters`` has read, as a part of the type size (ISO/IEC
    14496-22, table ``hmtx``). Raises FontError where that table is damaged.
    """
    with _open(content) as font:
        font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
        metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {chr(code): metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()}


def families(content: bytes) -> frozenset[str]:
    """Return the names of the family of a font that ``characters`` has read (ISO/IEC 14496-22, table ``name``). Raises
    FontError where that table is damaged.
    """
    with _open(content) as font:
        return frozenset(row.toUnicode(errors="replace") for row in font["name"].names if row.nameID in _FAMILIES)


def family(content: bytes) -> str:
    """Return the name by which programs offer the family of such a font, in English where it has one; empty where it
    has no name. Raises FontError where that table is damaged.
    """
    with _open(content) as font:
        return str(font["name"].getBestFamilyName() or "")


def _characters(content: bytes) -> frozenset[int]:
    if content[:4] == _WOFF2:
        _require_packed(content)
    elif content[:4] in _SFNT:
        _require_directory(content)
    else:
        raise FontError("is no OpenType or WOFF2 font")
    with _open(content) as font:
        return _read(font)


@contextmanager
def _open(content: bytes) -> Iterator[TTFont]:
    """While it lasts, a table of the font is read when it is asked for. Raises FontError where one is damaged."""
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    try:
        with TTFont(io.BytesIO(content), lazy=True) as font:
            yield font
    except FontError:
        raise
    except Exception as error:  # noqa: BLE001 - the library raises whatever a broken table leads to
        raise FontError(f"is damaged: {str(error)[:120] or type(error).__name__}") from None


def _read(font: TTFont) -> frozenset[int]:
    lacking = [tag for tag in _TABLES if tag not in font]
    if not any(tag in font for tag in _OUTLINES):
        lacking.append("glyf or CFF")
    if lacking:
        raise FontError(f"is damaged: it has no table {', '.join(lacking)}")
    require_maps(font.reader["cmap"])
    for tag in ("head", "hhea", "maxp", "OS/2", "post"):
        font[tag].tableTag  # noqa: B018 - the table is read when it is asked for
    glyphs = font["maxp"].numGlyphs
    wide = min(font["hhea"].numberOfHMetrics, glyphs)
    if not wide or len(font.reader["hmtx"]) < 2 * (glyphs + wide):
        raise FontError("is damaged: it does not say how wide its glyphs are")
    # The names of glyphs, which nobody asks for, take as long to read as all the rest.
    font.setGlyphOrder([str(number) for number in range(glyphs)])
    if not 16 <= font["head"].unitsPerEm <= 16384:
        raise FontError(f"is damaged: it has {font['head'].unitsPerEm} units in an em")
    character_map = font.getBestCmap()
    if not character_map:
        raise FontError("has no map of Unicode characters")
    return frozenset(character_map)


def _require_directory(content: bytes) -> None:
    """Refuse a font whose tables are not all within the file. Raises FontError."""
    count = int.from_bytes(content[4:6], "big")
    if not 0 < count <= _MOST_TABLES or len(content) < 12 + 16 * count:
        raise FontError("is damaged: its list of tables is not whole")
    for place in range(12, 12 + 16 * count, 16):
        offset, length = struct.unpack_from(">II", content, place + 8)
        if offset + length > len(content):
            raise FontError("is damaged: a table ends after the end of the file")


def _require_packed(content: bytes) -> None:
    """Refuse a WOFF2 file whose header is false, or that packs more than the bound. Raises FontError."""
    import brotli

    if len(content) < 48:
        raise FontError("is damaged: its header is not whole")
    length, count, _, unpacked, packed = struct.unpack_from(">IHHII", content, 8)
    if length != len(content) or not 0 < count <= _MOST_TABLES or packed > len(content):
        raise FontError("is damaged: its header does not fit the file")
    if unpacked > LARGEST:
        raise FontError(f"says that it unpacks to {unpacked:,} bytes, {LARGEST:,} are the most")
    # The stream ends the file, but for metadata; it comes after the list of tables, whose entries have no fixed length.
    begin = _after_tables(content, count)
    stream = brotli.Decompressor()
    try:
        size = len(stream.process(content[begin : begin + packed], output_buffer_limit=LARGEST))
    except brotli.error:
        raise FontError("is damaged: it cannot be unpacked") from None
    if size >= LARGEST or not stream.is_finished():
        raise FontError("is damaged: it does not unpack to what it says")


def _after_tables(content: bytes, count: int) -> int:
    """Return where the packed stream begins (WOFF2, 4.1: flags, a tag if bits 0 to 5 are set, one or two lengths)."""
    place = 48
    total = 0
    try:
        for _ in range(count):
            flags = content[place]
            place += 1
            tag = flags & 0x3F
            place += 4 * (tag == 0x3F)
            size, place = _length(content, place)
            # glyf (10) and loca (11) are transformed unless their version is 3; others are where it is not 0.
            version = flags >> 6
            if (tag in (10, 11)) != bool(version):
                size, place = _length(content, place)
            total += size
    except IndexError:
        raise FontError("is damaged: its list of tables is not whole") from None
    if total > LARGEST:
        raise FontError(f"says that its tables have {total:,} bytes, {LARGEST:,} are the most")
    return place


def _length(content: bytes, place: int) -> tuple[int, int]:
    """Return a number in groups of seven bits (WOFF2, 4.1, UIntBase128), and the place after it."""
    value = 0
    for step in range(5):
        byte = content[place + step]
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            return value, place + step + 1
    raise FontError("is damaged: its list of tables is not whole")


def require_maps(table: bytes) -> None:
    """Raise FontError where the ``cmap`` of a font names more characters than there are: libraries write out each."""
    total = 0
    try:
        (count,) = struct.unpack_from(">H", table, 2)
        for offset in {struct.unpack_from(">I", table, 8 + 8 * number)[0] for number in range(count)}:
            (kind,) = struct.unpack_from(">H", table, offset)
            total += _codes(table, offset, kind)
            if total > _MOST_CODES:
                raise FontError("is damaged: its maps name more characters than there are")
    except struct.error:
        raise FontError("is damaged: its map of characters is not whole") from None


def _codes(table: bytes, offset: int, kind: int) -> int:
    if kind == 4:
        (twice,) = struct.unpack_from(">H", table, offset + 6)
        ends = struct.unpack_from(f">{twice // 2}H", table, offset + 14)
        starts = struct.unpack_from(f">{twice // 2}H", table, offset + 16 + twice)
    elif kind in (8, 12, 13):
        (groups,) = struct.unpack_from(">I", table, offset + 12)
        if groups > len(table) // 12:
            raise FontError("is damaged: its map of characters is not whole")
        rows = struct.unpack_from(f">{3 * groups}I", table, offset + 16)
        starts, ends = rows[::3], rows[1::3]
    else:
        return 0
    return sum(max(0, end - start + 1) for start, end in zip(starts, ends, strict=True))
