"""Makes a face for Chinese: the part of Noto Serif CJK SC that texts need, small enough to be kept with the style.

    python setup/hanfont.py NotoSerifCJK-Regular.ttc styles/press/fonts/NotoSerifCJKsc-Regular.otf
    python setup/hanfont.py NotoSerifCJK-Bold.ttc styles/press/fonts/NotoSerifCJKsc-Bold.otf

The collections are in the Debian package fonts-noto-cjk. Taken are the 6,763 characters of GB 2312, in everyday use and
in names, and the punctuation and full-width forms; a text that uses another one is refused by the press, never printed
with a gap. The glyphs are numbered anew, one after another: the layout engine writes a glyph's place in the font where
a PDF file wants its number in the character collection (ISO 32000-1, 9.7.4.2), so the two have to be the same. The
result is committed; the same collection gives the same bytes.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

FACE = "Noto Serif CJK SC"
RANGES = ((0x3000, 0x301F), (0xFF01, 0xFF5E), (0x2010, 0x2026), (0x00B7, 0x00B7), (0x0020, 0x007E), (0x00A0, 0x00A0))
ROWS = range(16, 88)
FAMILY = 1


def characters() -> Iterator[int]:
    """The code points of the face: rows 16 to 87 of GB 2312, and RANGES."""
    for row in ROWS:
        for cell in range(1, 95):
            try:
                yield ord(bytes((0xA0 + row, 0xA0 + cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    for first, last in RANGES:
        yield from range(first, last + 1)


def numbered_anew(font: TTFont) -> TTFont:
    """``font`` with each glyph's place in it as its number in the character collection. Tables but that of the outlines
    stay as bytes.
    """
    made = io.BytesIO()
    font.save(made)
    again = TTFont(made, recalcTimestamp=False)
    top = again["CFF "].cff.topDictIndex[0]
    names = {old: ".notdef" if place == 0 else f"cid{place:05}" for place, old in enumerate(top.charset)}
    top.CharStrings.charStrings = {names[old]: place for old, place in top.CharStrings.charStrings.items()}
    top.charset = list(names.values())
    return again


def main(collection: Path, target: Path) -> None:
    """Write the part of the face in ``collection`` to ``target``."""
    font = next(face for face in TTCollection(collection).fonts if face["name"].getDebugName(FAMILY) == FACE)
    options = Options()
    options.layout_features = ["kern"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.hinting = False
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    font.recalcTimestamp = False
    numbered_anew(font).save(target)
    print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
