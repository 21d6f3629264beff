"""The plates of a print edition by Ghostscript: how much of each page each ink covers, and the pictures of the plates.

    python bench/plates.py build/R-2026-1/R-2026-1-en.print.pdf [FOLDER]    # FOLDER keeps the plates as TIFF

Ghostscript (`apt-get install ghostscript`) separates the file by itself: what the press put on a plate is seen there, whatever the file says of it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

PLATES = ("Cyan", "Magenta", "Yellow", "Black")
_DOTS = 72


def separate(path: Path, folder: Path) -> None:
    """Write the plates of each page of a PDF into ``folder``: ``001(Cyan).tif``."""
    command = ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffsep", f"-r{_DOTS}"]
    subprocess.run([*command, f"-sOutputFile={folder}/%03d.tif", str(path)], check=True)


def main(path: Path, folder: Path) -> None:
    """Print a table: a row for each page, the hundredths of it that each plate covers. Any further plate is named."""
    if shutil.which("gs") is None:
        sys.exit("Ghostscript (gs) is not installed.")
    separate(path, folder)
    print(f"| page | {' | '.join(PLATES)} |\n|---|{'---|' * len(PLATES)}")
    for page in sorted(folder.glob("[0-9][0-9][0-9].tif")):
        shares = []
        for plate in PLATES:
            with Image.open(folder / f"{page.stem}({plate}).tif") as image:
                counts = image.convert("L").histogram()
            shares.append(sum((255 - level) * count for level, count in enumerate(counts)) / 2.55 / sum(counts))
        print(f"| {int(page.stem)} | {' | '.join(f'{share:.2f}' for share in shares)} |")
        others = {one.name for one in folder.glob(f"{page.stem}(*).tif")} - {
            f"{page.stem}({one}).tif" for one in PLATES
        }
        if others:
            print(f"further plates: {', '.join(sorted(others))}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as held:
        main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else Path(held))
