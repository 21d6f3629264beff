"""What the codes of a font mean in Unicode: its ToUnicode map, else its simple encoding (ISO 32000-1, 9.10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

UNKNOWN = "\ufffd"

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
        if "/ToUnicode" in font:
            self._read(font.ToUnicode.read_bytes())

    def text(self, codes: bytes) -> str:
        """The characters that ``codes`` paint; U+FFFD for each that the file gives no meaning."""
        return "".join(self._characters(codes))

    def _characters(self, codes: bytes) -> Iterator[str]:
        for start in range(0, len(codes), self.width):
            code = int.from_bytes(codes[start : start + self.width], "big")
            if code in self.map:
                yield self.map[code]
            elif self.simple and not self.map:
                yield bytes([code]).decode("cp1252", "replace")
            else:
                yield UNKNOWN

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


def _hex(digits: bytes) -> bytes:
    clean = b"".join(digits.split()).decode("ascii")
    return bytes.fromhex(clean + "0" * (len(clean) % 2))


def _raised(value: bytes, step: int) -> bytes:
    return (int.from_bytes(value, "big") + step).to_bytes(max(len(value), 2), "big")


def _unicode(value: bytes) -> str:
    return value.decode("utf-16-be", "replace") if len(value) > 1 else value.decode("latin-1")
