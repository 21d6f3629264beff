"""Makes the web fonts of a house style: WOFF2 of its four cuts with the characters of the languages it prints.

    python setup/webfonts.py [styles/un]

The result is committed, so that no edition is made with a subsetter at work. The same fonts give the same bytes.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from pipeline.house import style

RANGES = (
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
FEATURES = ("ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "onum", "pnum", "tnum")


def subset(path: Path) -> bytes:
    """The font at ``path`` as WOFF2, with the characters of ``RANGES`` that it has."""
    options = Options()
    options.layout_features = list(FEATURES)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.hinting = False
    options.recalc_timestamp = False
    font = TTFont(path, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def main(folder: Path) -> None:
    """Write the web fonts of the style in ``folder``."""
    house = style.read(folder)
    for cut in ("regular", "italic", "bold", "bold_italic"):
        source = house.font(cut)
        target = source.parent / house.fonts.web / f"{source.stem}.woff2"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(subset(source))
        print(f"{target} {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "styles/un"))
