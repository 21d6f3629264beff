"""Where a word of braille that is longer than a line may be divided: never within a sign, a number or a symbol.

Each code says what its signs begin with and how it writes numbers. A place is good where all of them allow it, so that
a word in a passage of another language is divided rightly too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from plantin.packs.braille.cells import BLANK

WITHIN = 10
"""A word is divided at one of this many cells before the end of the line; only a longer number is divided itself."""
_RIGHT = "⠈⠐⠘⠠⠨⠰⠸"
_LITERARY = "⠼(?:[⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚]|[⠂⠄⠲⠐⠌](?=[⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚]))+"


@dataclass(frozen=True, slots=True)
class LineDivisionRule:
    """The rule of one code."""

    code: str
    """Which code, and the source of the rule."""
    prefixes: str
    """Cells that only begin a sign, or change what follows them."""
    number: str
    """A number, as a pattern of cells."""


DIVISIONS = (
    LineDivisionRule("Rules of Unified English Braille 2013, 2.1 (prefixes and roots), 6.10", f"{_RIGHT}⠼", _LITERARY),
    LineDivisionRule("Code braille français uniformisé 2008, I.3 and I.4", _RIGHT, "⠠[⠡⠣⠩⠹⠱⠫⠻⠳⠪⠼⠂⠌⠲⠐]+"),
    LineDivisionRule("Comisión Braille Española, Documento técnico B 2, 2005", f"{_RIGHT}⠼", _LITERARY),
    LineDivisionRule("Russian, Arabic and Hebrew tables of liblouis (numbers by ⠼)", f"{_RIGHT}⠼", _LITERARY),
    LineDivisionRule("Common Chinese Braille Scheme, GF 0019-2018", f"{_RIGHT}⠼", _LITERARY),
)
_PREFIXES = frozenset("".join(division.prefixes for division in DIVISIONS))


@lru_cache(maxsize=1)
def _numbers() -> re.Pattern[str]:
    return re.compile("|".join(dict.fromkeys(division.number for division in DIVISIONS)))


def is_divisible(word: str, at: int) -> bool:
    """Return whether the cells of ``word`` may be divided before the cell ``at``.

    >>> is_divisible("⠇⠁⠍⠏⠼⠃⠚", 4), is_divisible("⠇⠁⠍⠏⠼⠃⠚", 5), is_divisible("⠇⠁⠍⠏⠼⠃⠚", 6)
    (True, False, False)
    """
    if not 0 < at < len(word) or word[at - 1] in _PREFIXES or word[at] == BLANK:
        return False
    return not any(match.start() < at < match.end() for match in _numbers().finditer(word))


def place(word: str, room: int) -> int:
    """Return how many cells of ``word``, which is longer, come before the end of a line that has ``room`` for them. A
    number that is longer than a line goes on after a figure.
    """
    least = max(1, room - WITHIN + 2)
    best = (at for at in range(room, least - 1, -1) if is_divisible(word, at))
    return next(best, next((at for at in range(room, least - 1, -1) if word[at - 1] not in _PREFIXES), room))
