"""Makes the face for Chinese: the part of Noto Serif CJK SC that texts need, small enough to be kept with the style.

    python setup/hanfont.py NotoSerifCJK-Regular.ttc [styles/un/fonts/NotoSerifCJKsc-Regular.otf]

The collection is in the Debian package fonts-noto-cjk. Taken are the 3,755 characters of the first level of GB 2312, which are those in
everyday use, and the punctuation and full-width forms; a text that uses another one is refused by the press, never printed with a gap.
The result is committed; the same collection gives the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection

FACE = "Noto Serif CJK SC"
RANGES = ((0x3000, 0x301F), (0xFF01, 0xFF5E), (0x2010, 0x2026), (0x00B7, 0x00B7), (0x0020, 0x007E), (0x00A0, 0x00A0))
ROWS = range(16, 56)
FAMILY = 1


def characters() -> Iterator[int]:
    """The code points of the face: rows 16 to 55 of GB 2312, and RANGES."""
    for row in ROWS:
        for cell in range(1, 95):
            try:
                yield ord(bytes((0xA0 + row, 0xA0 + cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    for first, last in RANGES:
        yield from range(first, last + 1)


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
    font.save(target)
    print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path((sys.argv[2:] or ["styles/un/fonts/NotoSerifCJKsc-Regular.otf"])[0]))
