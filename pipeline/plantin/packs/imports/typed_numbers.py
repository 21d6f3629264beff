"""Interprets numbers typed before headings and paragraphs, I. / A. / 1. / 1.1, and the level of a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from plantin.model.labels import Numerals
from plantin.model.numerals import numeral

_LABELLED = re.compile(
    r"(?:(?P<dotted>[IVXLCDM]{1,15}|[A-Z]|[0-9]{1,3}(?:\.[0-9]{1,3}){0,4})\.|(?P<bare>[0-9]{1,3}(?:\.[0-9]{1,3}){1,4}))"
    r"\s+(?P<words>\S.*)",
    re.DOTALL,
)
_SENTENCE = re.compile(r"[.:;?!]([\"”’)]|\s*\|\d+\|)*$")
Reading = tuple[Numerals, int]
"""The numerals of a number, and which it is."""
_LARGEST = 1000
_HEADING = 300
"""The most characters of a heading."""
DEEPEST = 5
"""The levels of headings that a report has."""


@dataclass(frozen=True, slots=True)
class Label:
    """A number as typed, with its full stop; what it may be, the likeliest first (nothing for a number of many parts);
    the words after it.
    """

    typed: str
    readings: tuple[Reading, ...]
    words: str

    @property
    def parts(self) -> int:
        """How many numbers it is made of: 3 for 2.1.4."""
        return self.typed.rstrip(".").count(".") + 1

    def heads(self) -> bool:
        """Return whether the words after it are a heading: short, and after a figure no sentence."""
        figures = self.typed[0].isdigit()
        return len(self.words) <= _HEADING and not (figures and _SENTENCE.search(self.words))


def label(text: str) -> Label | None:
    """Return the number before a heading or a paragraph; None where there is none, and for a year, a figure or what is
    no numeral.

    >>> label("II. Lamps").readings, label("2.1 Oil").parts
    ((('upper-roman', 2),), 2)
    >>> label("2017. It was a good year."), label("IIII. Lamps"), label("0. Lamps"), label("2.5 million were spent.")
    (None, None, None, None)
    """
    match = _LABELLED.fullmatch(text)
    if match is None:
        return None
    number, words = match["dotted"] or match["bare"], match["words"]
    meanings = () if "." in number or number[0] == "0" else tuple(readings(number))
    typed_label = Label(text[: len(text) - len(words)].rstrip(), meanings[:: 1 if number in "IVX" else -1], words)
    many = "." in number and words[:1].isupper() and typed_label.heads()
    return typed_label if typed_label.readings or many else None


def readings(sign: str) -> Iterator[Reading]:
    """Yield what a number may be: ``i`` is one in Roman numerals, or the ninth letter.

    >>> list(readings("i")), list(readings("12"))
    ([('lower-roman', 1), ('lower-latin', 9)], [('decimal', 12)])
    """
    if sign.isdecimal():
        yield "decimal", int(sign)
        return
    if roman := _romans().get(sign):
        yield roman
    if len(sign) == 1:
        yield ("upper-latin" if sign.isupper() else "lower-latin"), ord(sign.lower()) - ord("a") + 1


@cache
def _romans() -> Mapping[str, Reading]:
    kinds: tuple[Numerals, ...] = ("upper-roman", "lower-roman")
    return {numeral(n, kind): (kind, n) for kind in kinds for n in range(1, _LARGEST)}


class Sections:
    """The headings that are open while a text is read: the numerals of each level and the number there."""

    def __init__(self) -> None:
        self._open: list[Reading] = []

    def level(self, found: Label) -> int:
        """Return the level at which a heading continues the open ones, the deepest first; else the one its numerals
        have. None is skipped.
        """
        for level in range(len(self._open), 0, -1):
            kind, number = self._open[level - 1]
            if (kind, number + 1) in found.readings:
                self._open[level - 1 :] = [(kind, number + 1)]
                return level
        kind, number = found.readings[0] if found.readings else ("decimal", 0)
        same = [level for level, (open_, _) in enumerate(self._open, 1) if open_ == kind and found.parts == 1]
        natural = found.parts if found.parts > 1 else {"upper-roman": 1, "upper-latin": 2}.get(kind, 3)
        level = min(same[-1] if same else natural, len(self._open) + 1, DEEPEST)
        self._open[level - 1 :] = [(kind, number)]
        return level
