"""The room that a drawing has, and how wide words are in it: the drawing is laid out for both, never shrunk to fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf

WIDTH = 480
"""The width of a drawing in CSS pixels where nobody asks for another."""
SIZE = 13.0
"""The size of words in the units of a drawing."""
_WIDE = {"W", "F"}
_NARROW, _BROAD = frozenset("fijlrtI.,:;'|!()[]-"), frozenset("mwMW@%жмшщыюфЖМШЩЫЮФ")
_LETTER, _CAPITAL, _BLANK = 0.64, 0.74, 0.33
"""About how wide letters are in DejaVu Sans, the widest of the usual faces, as parts of its size."""
_CLOSING = frozenset("，。、；：？！）》」』”’,.;:?!)")
"""What no line begins with."""


class Advances(dict[str, float]):
    """How wide each letter is as a part of the type size; a letter that no face gave is as wide as in the widest."""

    def __missing__(self, letter: str) -> float:
        self[letter] = width = _usual_advance(letter)
        return width


@lru_cache(maxsize=1024)
def is_wide(letter: str) -> bool:
    """Return whether a letter fills a square, as Chinese signs do in all faces."""
    return unicodedata.east_asian_width(letter) in _WIDE


def _usual_advance(letter: str) -> float:
    if is_wide(letter):
        return 1.0
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0.0
    if letter in _NARROW or letter.isspace():
        return _BLANK if letter.isspace() else 0.4
    return 0.93 if letter in _BROAD else _CAPITAL if letter.isupper() else _LETTER


@dataclass(frozen=True, slots=True)
class Frame:
    """The room of a drawing in CSS pixels, the type size of its words, and how wide their letters are."""

    width: float = WIDTH
    size: float = SIZE
    tallest: float = inf
    """The height that a page has for it."""
    advances: Mapping[str, float] = field(default_factory=Advances, repr=False)

    def room_of(self, words: str) -> float:
        """Return how wide ``words`` are, in the units of the drawing."""
        return sum(map(self.advances.__getitem__, words)) * SIZE

    def longest(self, lines: Sequence[str]) -> float:
        """Return how wide the longest of ``lines`` is."""
        return max(map(self.room_of, lines), default=0.0)

    def wrap(self, words: str, room: float) -> list[str]:
        """Return ``words`` in lines no wider than ``room``: divided at spaces and between Chinese signs, a longer word
        wherever it must be.
        """
        lines, width = [""], 0.0
        for piece in _pieces(words):
            wide = self.room_of(piece.rstrip())
            if lines[-1] and width + wide > room:
                lines[-1] = lines[-1].rstrip()
                lines.append("")
                width = 0.0
            if wide > room:
                for letter in piece:
                    if lines[-1] and width + self.advances[letter] * SIZE > room:
                        lines.append("")
                        width = 0.0
                    lines[-1] += letter
                    width += self.advances[letter] * SIZE
                continue
            lines[-1] += piece
            width += self.room_of(piece)
        return [line.rstrip() for line in lines if line.strip()] or [""]

    def widest_piece(self, words: str) -> float:
        """Return how wide the longest part of ``words`` is that need not be divided."""
        return max((self.room_of(piece.rstrip()) for piece in _pieces(words)), default=0.0)


@lru_cache(maxsize=1024)
def _pieces(words: str) -> Sequence[str]:
    """Return the parts between which a line may end, each with the space after it."""
    pieces = [""]
    for letter in words:
        last = pieces[-1][-1:]
        if last == " " or (last and letter not in _CLOSING and (is_wide(letter) or is_wide(last)) and letter != " "):
            pieces.append("")
        pieces[-1] += letter
    return pieces


def spread(middles: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Return where labels of these heights begin, from the first to the last, so that none touches another, all are
    between ``low`` and ``high``, and the squares of their ways from their ``middles``, in order, are least (isotonic
    regression by pooling adjacent violators).

    >>> spread([10, 12, 50], [10, 10, 10], 0, 100)
    [1.0, 11.0, 45.0]
    """
    before, blocks = 0.0, list[tuple[float, int]]()
    for middle, height in zip(middles, heights, strict=True):
        blocks.append((middle - height / 2 - before, 1))
        before += height
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (one, count), (other, more) = blocks[-2:]
            blocks[-2:] = [((one * count + other * more) / (count + more), count + more)]
    starts, passed = [], 0.0
    shifts = (shift for shift, count in blocks for _ in range(count))
    for shift, height in zip(shifts, heights, strict=True):
        starts.append(max(low, min(shift, high - before)) + passed)
        passed += height
    return starts
