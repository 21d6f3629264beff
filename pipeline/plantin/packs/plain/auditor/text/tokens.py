"""Divides plain text into blocks between empty lines, fenced code, and the rules that open and close an object."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_FENCE = re.compile(r"( *)(`{3,})")
_RULE = re.compile(r"( *)(-{12,}|_{12,}|\*{12,})")


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece with the number of its first line (from 1) and how many columns that is in. ``lines`` are those of a
    block without what is before its first one's column, those of code as they are, one rule.
    """

    kind: Literal["block", "code", "open", "close"]
    line: int
    inside: int
    lines: tuple[str, ...]


def pieces(text: str) -> Iterator[TextPiece]:
    """Yield the pieces of ``text`` in their order."""
    lines = text.split("\n")
    at = 0
    opened: list[str] = []
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif opened and line == opened[-1]:
            yield TextPiece("close", at + 1, _inside(line), (opened.pop().strip(),))
            at += 1
        elif _opens(lines, at):
            opened.append(line)
            yield TextPiece("open", at + 1, _inside(line), (line.strip(),))
            at += 1
        elif (fence := _FENCE.fullmatch(line)) and (end := _closing(lines, at)) is not None:
            yield TextPiece(
                "code", at + 1, len(fence[1]), tuple(row.removeprefix(fence[1]) for row in lines[at + 1 : end])
            )
            at = end + 1
        else:
            end = at + 1
            while end < len(lines) and lines[end].strip() and not (opened and lines[end] == opened[-1]):
                end += 1
            inside = _inside(line)
            yield TextPiece("block", at + 1, inside, tuple(_from(row, inside) for row in lines[at:end]))
            at = end


def _opens(lines: list[str], at: int) -> bool:
    return (
        bool(_RULE.fullmatch(lines[at]))
        and (at == 0 or not lines[at - 1].strip())
        and bool(lines[at + 1 : at + 2] and lines[at + 1].strip())
    )


def _closing(lines: list[str], at: int) -> int | None:
    """Return the line of the fence that closes the one at ``at``."""
    return next((n for n in range(at + 1, len(lines)) if lines[n] == lines[at]), None)


def _inside(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _from(line: str, column: int) -> str:
    """Return ``line`` from a column on; what it has before that stays where it is no space."""
    return line[column:] if not line[:column].strip() else line.lstrip(" ")


def join_lines(lines: tuple[str, ...]) -> str:
    """Return the text that these lines were: with a space between two, but not between two wide characters (UAX 11)
    unless the first line ends in one.

    >>> join_lines(("The keepers", "count.")), join_lines(("灯塔", "看守人"))
    ('The keepers count.', '灯塔看守人')
    """
    text = ""
    for line in map(str.lstrip, lines):
        between = "" if not text or (line and _is_wide(text[-1]) and _is_wide(line[0])) else " "
        text += between + line
    return text.strip()


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}
