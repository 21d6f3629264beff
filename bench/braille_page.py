"""Shows a page of a braille edition in dots beside the page of the print edition, to be looked at.

python bench/braille_page.py build/S-2017-97/S-2017-97-en.brf 9 build/S-2017-97/S-2017-97-en.pdf 3 page.png
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from plantin.packs.braille.auditor.cell_pages import ascii_book, pef_book

_CELL, _LINE, _DOT, _APART = 14, 24, 2, 6
"""Pixels from cell to cell and from line to line, the radius of a dot, and how far the dots of a cell are from each
other: in the proportions of Braille Authority of North America, "Size and spacing of braille characters".
"""
_MARGIN = 24


def dots(lines: list[str]) -> Image.Image:
    """Lines of cells (U+2800 to U+283F) as raised dots."""
    width = max(map(len, lines), default=0)
    page = Image.new("L", (2 * _MARGIN + width * _CELL, 2 * _MARGIN + len(lines) * _LINE), 255)
    draw = ImageDraw.Draw(page)
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            for dot in range(6):
                x = _MARGIN + column * _CELL + dot // 3 * _APART
                y = _MARGIN + row * _LINE + dot % 3 * _APART
                if ord(cell) - 0x2800 >> dot & 1:
                    draw.ellipse((x - _DOT, y - _DOT, x + _DOT, y + _DOT), fill=0)
    return page


def main(braille: Path, page: int, printed: Path, print_page: int, target: Path) -> None:
    """Write the picture of both pages, which are counted from 1, side by side."""
    book = (pef_book if braille.suffix == ".pef" else ascii_book)(braille.read_bytes())
    left = dots(list(book.pages[page - 1]))
    with pypdfium2.PdfDocument(printed) as file:
        right = file[print_page - 1].render(scale=left.height / file[print_page - 1].get_height()).to_pil().convert("L")
    both = Image.new("L", (left.width + right.width, left.height), 255)
    both.paste(left, (0, 0))
    both.paste(right, (left.width, 0))
    both.save(target, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]))
