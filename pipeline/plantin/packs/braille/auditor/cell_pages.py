"""Reads a braille file as pages of rows of cells: ASCII braille (``brf``) and Portable Embosser Format (``pef``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plantin.bounded import xml
from plantin.packs.braille.cells import BLANK, FIRST, cells_of

_PEF = "{http://www.daisy.org/ns/2008/pef}"
_LAST = FIRST + 63


class BrailleError(ValueError):
    """A file that is no braille, in words for a finding."""


@dataclass(frozen=True, slots=True)
class CellPages:
    """The pages, each with its rows, and how many cells and rows a page may have (0: the file does not say)."""

    pages: tuple[tuple[str, ...], ...]
    columns: int = 0
    rows: int = 0
    language: str = ""


def ascii_book(content: bytes) -> CellPages:
    """Return the book of a file in ASCII braille. Raises BrailleError."""
    try:
        text = content.decode("ascii")
        pages = [page.split("\r\n")[:-1] for page in text.split("\f")[:-1]]
        return CellPages(tuple(tuple(cells_of(row) for row in page) for page in pages))
    except UnicodeDecodeError as error:
        raise BrailleError(f"byte {error.start} is no ASCII") from None
    except ValueError as error:
        raise BrailleError(f"there is what is no cell of braille: {error}") from None


def pef_book(content: bytes) -> CellPages:
    """Return the book of a file in the Portable Embosser Format. Raises BrailleError."""
    try:
        root = xml.parse(content)
    except xml.XmlError as error:
        raise BrailleError(str(error)) from None
    volume = next(root.iter(f"{_PEF}volume"), None)
    if root.tag != f"{_PEF}pef" or volume is None:
        raise BrailleError("it is no PEF file")
    pages = tuple(tuple(_rows(page)) for page in root.iter(f"{_PEF}page"))
    language = next((element.text or "" for element in root.iter("{http://purl.org/dc/elements/1.1/}language")), "")
    return CellPages(pages, _count(volume.get("cols")), _count(volume.get("rows")), language)


def _rows(page: object) -> Iterator[str]:
    for row in page.iter(f"{_PEF}row"):  # type: ignore[attr-defined]
        cells = "".join(map(str, row.itertext()))
        if any(not FIRST <= ord(cell) <= _LAST for cell in cells):
            raise BrailleError("a row has what is no cell of six dots")
        yield cells.rstrip(BLANK)


def _count(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 4 else 0
