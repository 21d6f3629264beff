"""Keeps the fonts that web pages (WOFF2) and EPUBs (TrueType) of a stock style carry beside its fonts, so that no build
spends time on them; other styles have theirs made.

python setup/webfonts.py styles/un
"""

from __future__ import annotations

import sys
from pathlib import Path

from plantin.house import style, web_fonts


def main(folder: Path) -> None:
    """Write the fonts for web pages and EPUBs of the style in ``folder``."""
    house = style.read(folder)
    for cut in ("regular", "italic", "bold", "bold_italic"):
        source = house.font(cut)
        target = source.parent / house.fonts.web / house.web_name(cut)
        target.parent.mkdir(exist_ok=True)
        made = web_fonts.subset(source.read_bytes())
        for path, content in ((target, made), (target.with_name(source.name), web_fonts.plain(made))):
            path.write_bytes(content)
            print(f"{path} {len(content):,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
