"""Wraps text into lines of a fixed width, with the column widths of terminals (Unicode Standard Annex 11)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

NO_BREAK = "\u00a0"
"""A space at which no line ends; it is printed as any other."""
LINE_END = "\u2028"
"""Where a line ends by the wish of its author (Unicode, 5.8)."""
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Soft hyphens, joints and marks of direction; not the joiners U+200C and U+200D, which are part of the spelling."""
_FIXED = re.compile("[\u00a0\u2007\u202f]")
_SPACES = re.compile(r"[^\S\u00a0]+")
_CLOSING = frozenset("!%),.:;?]}¢°’”‰′″℃、。々〉》」』】〕〗〞︰﹐﹑﹒！％），．：；？］｝～")
_OPENING = frozenset("([{‘“〈《「『【〔〖（［｛")


def clean(text: str) -> str:
    r"""Return ``text`` without characters that nobody sees; each run of spaces is one, no-break ones are U+00A0.

    >>> clean("para.\u202f6  of\u00ad the")
    'para.\xa06 of the'
    """
    return _SPACES.sub(" ", _FIXED.sub(NO_BREAK, _UNSEEN.sub("", text)))


def clean_code(text: str) -> str:
    """Return ``text`` without characters that nobody sees and with plain spaces, as many as there are."""
    return _FIXED.sub(" ", _UNSEEN.sub("", text))


def columns(text: str) -> int:
    r"""Return how many columns ``text`` takes: two for a wide character, none for a mark on another one.

    >>> columns("lamp"), columns("灯"), columns("e\u0301")
    (4, 2, 1)
    """
    return sum(map(_columns, text))


@cache
def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if is_wide(character) else 1


@cache
def is_wide(character: str) -> bool:
    """Return whether ``character`` takes two columns: then a line may end beside it without a space."""
    return unicodedata.east_asian_width(character) in {"W", "F"}


def wrap(text: str, width: int, first: str = "", hanging: str = "") -> str:
    """Return ``text`` in lines of at most ``width`` columns: the first begins with ``first``, the others with
    ``hanging``.

    A line ends at a space that is not between two wide characters, or between two wide characters without one, so that
    whoever joins the lines again knows which it was. A word that is longer than a line has one to itself. A line ends
    at ``LINE_END`` too, with a space where it would be joined without one.

    >>> print(wrap("The keepers count lamps.", 14, "1.  ", "    "))
    1.  The
        keepers
        count
        lamps.
    """
    lines: list[str] = []
    line = first
    for part in [part for part in map(str.strip, map(clean, text.split(LINE_END))) if part] or [""]:
        if lines or line != first:
            lines.append(end_line(line, part))
            line = hanging
        empty = True
        for space, word in _words(part):
            if not empty and columns(line) + len(space) + columns(word) > width:
                lines.append(line)
                line, empty = hanging, True
            line += word if empty else space + word
            empty = False
    return "\n".join((*lines, line)).replace(NO_BREAK, " ")


def end_line(line: str, following: str) -> str:
    """Return ``line``, with a space where it would be joined to ``following`` without one."""
    return f"{line} " if is_wide(line[-1]) and is_wide(following.lstrip()[:1] or " ") else line


def _words(text: str) -> list[tuple[str, str]]:
    """Return the parts of ``text`` that stay together, each with the space before it."""
    parts: list[tuple[str, str]] = []
    begin, space = 0, ""
    for at in range(1, len(text)):
        before, here = text[at - 1], text[at]
        if here == " " and 0 < at < len(text) - 1 and not (is_wide(before) and is_wide(text[at + 1])):
            parts.append((space, text[begin:at]))
            begin, space = at + 1, " "
        elif begin < at and is_wide(before) and is_wide(here) and here not in _CLOSING and before not in _OPENING:
            parts.append((space, text[begin:at]))
            begin, space = at, ""
    return [*parts, (space, text[begin:])] if text else []


def indent(block: str, by: int) -> str:
    """Return ``block`` with its lines ``by`` columns further in; empty ones stay empty."""
    return "\n".join(" " * by + line if line else "" for line in block.split("\n"))


def underline(text: str, rule: str) -> str:
    """Return ``text`` with a line of ``rule`` under it, as long as its longest line and three columns at least."""
    return f"{text}\n{rule * max(3, *map(columns, text.split(chr(10))))}"
