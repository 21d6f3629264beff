"""Converts the fonts of a style for web pages and EPUBs: WOFF2 with the characters of the languages that most houses
publish in; in EPUBs, which are archives and compress by themselves, without the compression of WOFF2.
"""

from __future__ import annotations

import io
from functools import lru_cache

_RANGES = (
    (0x0020, 0x007E),  # Latin
    (0x00A0, 0x017F),  # Latin-1, Latin Extended-A
    (0x01CD, 0x01DC),  # Pinyin
    (0x0218, 0x021B),  # Romanian
    (0x02BC, 0x02C7),  # letters of transliteration
    (0x0300, 0x0304),  # accents set above a letter: Russian stress
    (0x0306, 0x030C),
    (0x0323, 0x0332),
    (0x0400, 0x045F),  # Cyrillic
    (0x048A, 0x052F),
    (0x1E00, 0x1EF9),  # transliterated Arabic, Vietnamese
    (0x2000, 0x206F),  # dashes, quotation marks, no-break spaces and hyphens, direction marks
    (0x2070, 0x209C),  # raised and lowered figures
    (0x20A0, 0x20BF),  # currencies
    (0x2100, 0x2122),  # №, ℃, ™
    (0x2150, 0x215F),  # fractions
    (0x2190, 0x2193),
    (0x2202, 0x2265),  # signs of arithmetic
)
_FEATURES = ("ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "onum", "pnum", "tnum")


@lru_cache(maxsize=8)
def subset(content: bytes) -> bytes:
    """Return the font ``content`` as WOFF2 with its characters of those ranges. The same font gives the same bytes."""
    return _subset(content, [code for first, last in _RANGES for code in range(first, last + 1)], list(_FEATURES))


@lru_cache(maxsize=8)
def part(content: bytes, letters: frozenset[str]) -> bytes:
    """Return the font ``content`` as WOFF2 with those of ``letters`` that it has, in all the forms of its script."""
    return _subset(content, sorted(map(ord, letters)), ["*"])


@lru_cache(maxsize=8)
def plain(content: bytes) -> bytes:
    """Return the WOFF2 font ``content`` as TrueType or OpenType: many programs that read EPUBs know no other."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(content), recalcTimestamp=False)
    font.flavor = None
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _subset(content: bytes, codes: list[int], features: list[str]) -> bytes:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options()
    options.layout_features = features
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.hinting = False
    options.recalc_timestamp = False
    font = TTFont(io.BytesIO(content), recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
