"""Maps the character codes of a font to Unicode, by ToUnicode or a simple encoding (ISO 32000-1, 9.10), and gives their
widths (9.2.4 and 9.7.4.3).
"""

from __future__ import annotations

import re
from decimal import Decimal

import pikepdf

from plantin.auditors.pdf.bounds import CODE, LARGEST_MAP, ReadingBudget, decode

UNKNOWN = "\ufffd"
_UNITS = 1000
_MISSING = 500

_CODESPACE = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f\s]+)>")
_PAIR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(<[0-9A-Fa-f\s]*>|\[(?:\s*<[0-9A-Fa-f\s]*>)*\s*\])")
_STRING = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_LONGEST_CODE = 4
_MOST_CODES = 0x10000
"""Codes have two bytes at most; what a file says of others is passed over."""


class Font:
    """A font of the file, as far as reading goes. ``width`` is how many bytes one code has."""

    def __init__(self, font: pikepdf.Object, budget: ReadingBudget) -> None:
        composite = font.get("/Subtype") == "/Type0"
        self.width = 2 if composite else 1
        self.simple = not composite
        self.map: dict[int, str] = {}
        self._known: dict[bytes, tuple[str, float]] = {}
        if "/ToUnicode" in font:
            self._read(decode(font.ToUnicode, LARGEST_MAP), budget)
        self.advances, self.advance = _composite(font.DescendantFonts[0], budget) if composite else _simple(font)

    def glyphs(self, codes: bytes) -> list[tuple[str, float]]:
        """Return the characters that ``codes`` paint (U+FFFD: without a meaning), and widths as parts of the size."""
        characters = []
        for start in range(0, len(codes), self.width):
            code = codes[start : start + self.width]
            if code not in self._known:
                number = int.from_bytes(code, "big")
                self._known[code] = self._character(number), self.advances.get(number, self.advance)
            characters.append(self._known[code])
        return characters

    def _character(self, code: int) -> str:
        if code in self.map:
            return self.map[code]
        return bytes([code]).decode("cp1252", "replace") if self.simple and not self.map else UNKNOWN

    def _read(self, cmap: bytes, budget: ReadingBudget) -> None:
        """Read a map to Unicode (ISO 32000-1, 9.10.3)."""
        if space := _CODESPACE.search(cmap):
            self.width = min(max(1, len(_hex(space[1]))), _LONGEST_CODE)
        for block in _blocks(cmap, b"bfchar"):
            self.map.update((_number(_hex(code)), _unicode(_hex(value))) for code, value in _PAIR.findall(block))
        for block in _blocks(cmap, b"bfrange"):
            for first, last, value in _RANGE.findall(block):
                low = _number(_hex(first))
                codes = range(low, min(_number(_hex(last)), _MOST_CODES - 1) + 1)
                budget.spend(CODE * len(codes))
                strings = [_hex(string) for string in _STRING.findall(value)]
                for step, code in enumerate(codes):
                    if value.startswith(b"["):
                        self.map[code] = _unicode(strings[step]) if step < len(strings) else UNKNOWN
                    else:
                        self.map[code] = _range_character(strings[0], step)


def _blocks(cmap: bytes, kind: bytes) -> list[bytes]:
    """Return the content of each block of a map that begins with ``begin`` and ``kind``."""
    return [part.partition(b"end" + kind)[0] for part in cmap.split(b"begin" + kind)[1:]]


def _simple(font: pikepdf.Object) -> tuple[dict[int, float], float]:
    """Return the widths of the codes of a font that has one byte for each, and that of the rest."""
    first = int(font.get("/FirstChar", 0))
    descriptor = font.get("/FontDescriptor", pikepdf.Dictionary())
    other = float(descriptor.get("/MissingWidth", _MISSING))
    return {first + step: float(width) / _UNITS for step, width in enumerate(font.get("/Widths", []))}, other / _UNITS


def _composite(font: pikepdf.Object, budget: ReadingBudget) -> tuple[dict[int, float], float]:
    """Return the same for a font with more bytes: a list of widths after a code, or one width after two codes."""
    widths: dict[int, float] = {}
    row = iter(list(font.get("/W", [])))
    for first, second in zip(row, row, strict=False):
        start = int(first)
        if isinstance(second, int | float | Decimal):
            codes = range(start, min(int(second), _MOST_CODES - 1) + 1)
            budget.spend(len(codes))
            widths.update(dict.fromkeys(codes, float(next(row, 0)) / _UNITS))
        else:
            widths.update({start + step: float(width) / _UNITS for step, width in enumerate(second)})
    return widths, float(font.get("/DW", _UNITS)) / _UNITS


def _hex(digits: bytes) -> bytes:
    clean = b"".join(digits.split()).decode("ascii")
    return bytes.fromhex(clean + "0" * (len(clean) % 2))


def _number(code: bytes) -> int:
    return int.from_bytes(code, "big")


def _range_character(value: bytes, step: int) -> str:
    """Return what the code ``step`` after the first of a range means; nothing is known where its value would be longer
    than that of the first.
    """
    size = max(len(value), 2)
    raised = _number(value) + step
    return _unicode(raised.to_bytes(size, "big")) if raised < 1 << 8 * size else UNKNOWN


def _unicode(value: bytes) -> str:
    return value.decode("utf-16-be", "replace") if len(value) > 1 else value.decode("latin-1")
