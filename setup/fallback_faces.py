"""Makes the fallback faces for characters that the faces of a style do not have: parts of Noto, small enough to be kept
with the press.

    python setup/fallback_faces.py FOLDER [pipeline/plantin/house/faces]

FOLDER has the fonts of the Debian package fonts-noto-core (usr/share/fonts/truetype/noto). Hints for screens are left
out, and of the symbols those that no report has: tiles and cards of games, signs of dead scripts, signs of old
computers. The results are committed; the same fonts give the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FACES = (
    "NotoSansSymbols2",
    "NotoSansSymbols",
    "NotoSerifArmenian",
    "NotoSerifGeorgian",
    "NotoSerifThai",
    "NotoSerifLao",
    "NotoSerifDevanagari",
    "NotoSerifTamil",
    "NotoSerifKhmer",
    "NotoSerifEthiopic",
)
LEFT_OUT = ((0x10000, 0x1EFFF), (0x1F000, 0x1F0FF), (0x1FB00, 0x1FBFF))


def main(folder: Path, target: Path) -> None:
    """Write each face to ``target``."""
    for name in FACES:
        font = TTFont(folder / f"{name}-Regular.ttf", recalcTimestamp=False)
        options = Options()
        options.layout_features = ["*"]
        options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
        options.hinting = False
        options.notdef_outline = True
        options.recalc_timestamp = False
        subsetter = Subsetter(options)
        taken = [code for code in font.getBestCmap() if not any(first <= code <= last for first, last in LEFT_OUT)]
        subsetter.populate(unicodes=taken)
        subsetter.subset(font)
        font.save(target / f"{name}-Regular.ttf")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "pipeline/plantin/house/faces"))
