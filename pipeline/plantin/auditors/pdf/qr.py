"""Decodes QR codes (ISO/IEC 18004:2015, model 2, versions 1 to 10) from the squares that a PDF paints, and compares
them with their text alternative.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from plantin.auditors.fault import Fault
from plantin.auditors.pdf.reading import PdfText
from plantin.auditors.pdf.structure import StructureElement
from plantin.auditors.pdf.unit_squares import Squares

_CODEWORDS = (26, 44, 70, 100, 134, 172, 196, 242, 292, 346)
"""All codewords of each version (table 1)."""
_CORRECTING = {
    "L": (7, 10, 15, 20, 26, 18, 20, 24, 30, 18),
    "M": (10, 16, 26, 18, 24, 16, 18, 22, 22, 26),
    "Q": (13, 22, 18, 26, 18, 24, 18, 22, 20, 24),
    "H": (17, 28, 22, 16, 22, 28, 26, 26, 24, 28),
}
"""Those of a block that correct errors, by level and version (table 9)."""
_BLOCKS = {
    "L": (1, 1, 1, 1, 1, 2, 2, 2, 2, 4),
    "M": (1, 1, 1, 2, 2, 4, 4, 4, 5, 5),
    "Q": (1, 1, 2, 2, 4, 4, 6, 6, 8, 8),
    "H": (1, 1, 2, 4, 4, 4, 5, 6, 8, 8),
}
_ALIGNED: tuple[tuple[int, ...], ...] = (
    (),
    (6, 18),
    (6, 22),
    (6, 26),
    (6, 30),
    (6, 34),
    (6, 22, 38),
    (6, 24, 42),
    (6, 26, 46),
    (6, 28, 50),
)
"""The middles of the alignment patterns (annex E)."""
_LEVELS = "MLHQ"
_FORMAT = 0x5412
_WITH_VERSION = 7
_TIMING = 6
_LONG_COUNTS = 10
_ADDRESS = "[A-Za-z0-9/_~%#?&=+:@-]"
_SMALLEST, _LARGEST = 21, 57
_BYTES, _SIGNED, _CHARACTER_SET = 4, 2, 7
_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_MASKS: tuple[Callable[[int, int], int], ...] = (
    lambda x, y: (x + y) % 2,
    lambda _, y: y % 2,
    lambda x, _: x % 3,
    lambda x, y: (x + y) % 3,
    lambda x, y: (x // 3 + y // 2) % 2,
    lambda x, y: x * y % 2 + x * y % 3,
    lambda x, y: (x * y % 2 + x * y % 3) % 2,
    lambda x, y: ((x + y) % 2 + x * y % 3) % 2,
)
"""The conditions of table 10, 0 where a module is turned over."""


def code_faults(reading: PdfText) -> Iterator[Fault]:
    """A168 for each figure that is a QR code and whose alternative text, or the words printed in it, do not say where
    it leads.
    """
    for figure in reading.file.elements:
        if figure.tag != "Figure" or any(figure.elements()):
            continue
        dark = _painted(reading, figure)
        if not _is_code(dark):
            continue
        printed = reading.file.text(figure).strip()
        try:
            leads = decoded(dark)
        except ValueError:
            yield "A168", "the QR code cannot be read", "Build the edition again; a spoilt code leads nowhere."
            continue
        # An address may be between direction marks or letters of another script, and continue in a second line.
        said = re.search(rf"(?<!{_ADDRESS}){re.escape(leads)}(?!\.?{_ADDRESS})", figure.alternative)
        for words, agrees, where in (
            (figure.alternative, said is not None, "its alternative text says"),
            (printed, "".join(printed.split()) in ("", leads), "below it is printed"),
        ):
            if not agrees:
                yield (
                    "A168",
                    f"the QR code leads to {leads[:200]}, {where} “{words[:200]}”",
                    "Say the address that it leads to.",
                )


def decoded(dark: Squares) -> str:
    """The text of a code. Raises ValueError where it is of another kind, or damaged: errors are not corrected."""
    size = _size(dark)
    if size % 4 != 1 or not _SMALLEST <= size <= _LARGEST:
        raise ValueError("no size of a QR code")
    version = (size - 17) // 4
    places = [(8, y) for y in range(6)] + [(8, 7), (8, 8), (7, 8)] + [(14 - n, 8) for n in range(9, 15)]
    form = (sum((place in dark) << n for n, place in enumerate(places)) ^ _FORMAT) >> 10
    level, mask = _LEVELS[form >> 3], _MASKS[form & 7]
    bits = [((x, y) in dark) ^ (mask(x, y) == 0) for x, y in _course(size, version)]
    count = _CODEWORDS[version - 1]
    words = [int("".join("01"[bit] for bit in bits[8 * n : 8 * n + 8]), 2) for n in range(count)]
    return _text(_in_order(words, _CORRECTING[level][version - 1], _BLOCKS[level][version - 1]), version)


def _size(dark: Squares) -> int:
    return max((max(place) for place in dark), default=-1) + 1


def _is_code(dark: Squares) -> bool:
    """Whether there are finder patterns in three corners (6.3.3): a ring, and a square in it."""
    size = _size(dark)
    corners = ((0, 0), (size - 7, 0), (0, size - 7))
    ring = {
        (x, y) for x in range(7) for y in range(7) if x in (0, 6) or y in (0, 6) or (x in (2, 3, 4) and y in (2, 3, 4))
    }
    found = (
        {(x - left, y - top) for x, y in dark if left <= x < left + 7 and top <= y < top + 7} for left, top in corners
    )
    return size >= _SMALLEST and all(pattern == ring for pattern in found)


def _course(size: int, version: int) -> Iterator[tuple[int, int]]:
    """The modules that carry data, in their order (7.7.3)."""
    for pair in range(size - 1, 0, -2):
        right = pair - (pair <= _TIMING)
        rises = (right + 1) & 2 == 0
        for step in range(size):
            y = size - 1 - step if rises else step
            yield from ((x, y) for x in (right, right - 1) if not _is_fixed(x, y, size, version))


def _is_fixed(x: int, y: int, size: int, version: int) -> bool:
    """Whether a module belongs to a pattern, or to the information about the code itself."""
    far = size - 8
    if (x < 9 and y < 9) or (x >= far and y < 9) or (x < 9 and y >= far) or _TIMING in (x, y):
        return True
    if version >= _WITH_VERSION and ((x >= far - 3 and y < 6) or (y >= far - 3 and x < 6)):
        return True
    middles = _ALIGNED[version - 1]
    return any(
        abs(x - column) < 3 and abs(y - row) < 3
        for column in middles
        for row in middles
        if (column, row) not in ((6, 6), (6, middles[-1]), (middles[-1], 6))
    )


def _in_order(words: list[int], correcting: int, blocks: int) -> bytes:
    """The codewords that carry data, one block after another; they are interleaved (7.6)."""
    length, longer = len(words) // blocks - correcting, blocks - len(words) % blocks
    found: list[list[int]] = [[] for _ in range(blocks)]
    given = iter(words)
    for n in range(length + 1):
        for number, block in enumerate(found):
            if n < length or number >= longer:
                block.append(next(given))
    return bytes(word for block in found for word in block)


def _text(content: bytes, version: int) -> str:
    """The segments of the content (7.4): bytes and alphanumeric signs. Raises ValueError for others."""
    bits = "".join(f"{byte:08b}" for byte in content)
    at, parts = 0, []

    def taken(count: int) -> int:
        nonlocal at
        at += count
        return int(bits[at - count : at], 2)

    while at + 4 <= len(bits) and (mode := taken(4)):
        if mode == _BYTES:
            count = taken(16 if version >= _LONG_COUNTS else 8)
            parts.append(_decoded(bytes(taken(8) for _ in range(count))))
        elif mode == _SIGNED:
            count = taken(11 if version >= _LONG_COUNTS else 9)
            for left in range(count, 0, -2):
                pair = taken(11) if left > 1 else taken(6)
                parts.append(_SIGNS[pair // 45] + _SIGNS[pair % 45] if left > 1 else _SIGNS[pair])
        elif mode == _CHARACTER_SET:
            taken(8)
        else:
            raise ValueError(f"mode {mode}")
    return "".join(parts)


def _decoded(content: bytes) -> str:
    """Bytes as readers of codes guess them: UTF-8, else ISO 8859-1, the standard's own."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _painted(reading: PdfText, figure: StructureElement) -> Squares:
    """The squares of one size that the marks of ``figure`` paint as paths on the page that it begins on, in their own
    units.
    """
    wanted = [reading.file.marks[key] for key in figure.marks() if key in reading.file.marks]
    return frozenset(square for mark in wanted if mark.key[:2] == wanted[0].key[:2] for square in mark.squares)
