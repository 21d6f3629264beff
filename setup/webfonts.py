"""Keeps the web fonts of a stock style beside its fonts, so that no build spends time on them; other styles have theirs
made.

python setup/webfonts.py styles/un
"""

from __future__ import annotations

import sys
from pathlib import Path

from plantin.house import style, web_fonts


def main(folder: Path) -> None:
    """Write the web fonts of the style in ``folder``."""
    house = style.read(folder)
    for cut in ("regular", "italic", "bold", "bold_italic"):
        source = house.font(cut)
        target = source.parent / house.fonts.web / house.web_name(cut)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(web_fonts.subset(source.read_bytes()))
        print(f"{target} {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
