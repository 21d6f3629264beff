"""What the codes of a font mean in Unicode: its ToUnicode map, else its simple encoding (ISO 32000-1, 9.10); and how wide they are
(9.2.4 and 9.7.4.3).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

UNKNOWN = "\ufffd"
_UNITS = 1000
_MISSING = 500

_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_CODESPACE = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f\s]+)>")
_PAIR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(<[0-9A-Fa-f\s]*>|\[[^\]]*\])")
_STRING = re.compile(rb"<([0-9A-Fa-f\s]*)>")


class Font:
    """A font of the file, as far as reading goes. ``width`` is how many bytes one code has."""

    def __init__(self, font: Any) -> None:
        composite = font.get("/Subtype") == "/Type0"
        self.width = 2 if composite else 1
        self.simple = not composite
        self.map: dict[int, str] = {}
        self._known: dict[bytes, tuple[str, float]] = {}
        if "/ToUnicode" in font:
            self._read(font.ToUnicode.read_bytes())
        self.advances, self.advance = _composite(font.DescendantFonts[0]) if composite else _simple(font)

    def glyphs(self, codes: bytes) -> list[tuple[str, float]]:
        """The characters that ``codes`` paint, U+FFFD for each that the file gives no meaning, and their widths as parts of the size."""
        found = []
        for start in range(0, len(codes), self.width):
            code = codes[start : start + self.width]
            if code not in self._known:
                number = int.from_bytes(code, "big")
                self._known[code] = self._character(number), self.advances.get(number, self.advance)
            found.append(self._known[code])
        return found

    def _character(self, code: int) -> str:
        if code in self.map:
            return self.map[code]
        return bytes([code]).decode("cp1252", "replace") if self.simple and not self.map else UNKNOWN

    def _read(self, cmap: bytes) -> None:
        if space := _CODESPACE.search(cmap):
            self.width = max(1, len(_hex(space[1])))
        for block in _CHARS.findall(cmap):
            for code, value in _PAIR.findall(block):
                self.map[int.from_bytes(_hex(code), "big")] = _unicode(_hex(value))
        for block in _RANGES.findall(cmap):
            for first, last, value in _RANGE.findall(block):
                low, high = (int.from_bytes(_hex(end), "big") for end in (first, last))
                strings = [_hex(string) for string in _STRING.findall(value)]
                for step, code in enumerate(range(low, min(high, low + 0xFFFF) + 1)):
                    if value.startswith(b"["):
                        self.map[code] = _unicode(strings[step]) if step < len(strings) else UNKNOWN
                    else:
                        self.map[code] = _unicode(_raised(strings[0], step))


def _simple(font: Any) -> tuple[dict[int, float], float]:
    """The widths of the codes of a font that has one byte for each, and that of the rest."""
    first = int(font.get("/FirstChar", 0))
    descriptor = font.get("/FontDescriptor", {})
    other = float(descriptor.get("/MissingWidth", _MISSING))
    return {first + step: float(width) / _UNITS for step, width in enumerate(font.get("/Widths", []))}, other / _UNITS


def _composite(font: Any) -> tuple[dict[int, float], float]:
    """The same for a font with more bytes: a list of widths after a code, or one width after two codes."""
    widths: dict[int, float] = {}
    row = list(font.get("/W", []))
    while len(row) > 1:
        first = int(row.pop(0))
        if isinstance(row[0], int | float | Decimal):
            if len(row) > 1:
                last, width = int(row.pop(0)), float(row.pop(0)) / _UNITS
                widths.update(dict.fromkeys(range(first, min(last, first + 0xFFFF) + 1), width))
        else:
            widths.update({first + step: float(width) / _UNITS for step, width in enumerate(row.pop(0))})
    return widths, float(font.get("/DW", _UNITS)) / _UNITS


def _hex(digits: bytes) -> bytes:
    clean = b"".join(digits.split()).decode("ascii")
    return bytes.fromhex(clean + "0" * (len(clean) % 2))


def _raised(value: bytes, step: int) -> bytes:
    return (int.from_bytes(value, "big") + step).to_bytes(max(len(value), 2), "big")


def _unicode(value: bytes) -> str:
    return value.decode("utf-16-be", "replace") if len(value) > 1 else value.decode("latin-1")
