"""Reads numbers in words, put together of those that a language names: ``soixante-dix-neuf``, ``treinta y ocho``,
``two and a half million``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from plantin.bounded.patterns import Pattern

_GAP = "[ \u00a0\u202f-]+"
_COUNTED = re.compile(rf"{_GAP}[^\W\d_]+{_GAP}")
_FIGURE = re.compile(r"\d.?$")
_TENS, _HUNDRED = 10, 100
_MOST_PARTS = 10
_HAN = re.compile("[零〇一二两三四五六七八九十百千万亿]+")
_HAN_DIGITS = "零一二三四五六七八九"
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_HAN_SCALES = {"万": 10**4, "亿": 10**8}


class NumberWords(Protocol):
    """The words of a language for numbers."""

    @property
    def script(self) -> str:
        """Return the script of the language."""

    @property
    def number_joint(self) -> str:
        """Return what joins the parts of a number."""

    @property
    def by_twenties(self) -> Sequence[int]:
        """Return the tens that numbers up to nineteen are added to: soixante-dix."""

    @property
    def number_part(self) -> Pattern:
        """Return the pattern of a part, in a group of its kind and value."""


@dataclass(frozen=True, slots=True)
class SpelledNumber:
    """A passage that is a number in words."""

    start: int
    end: int
    value: Fraction
    last: int = 0
    """Where the half of ``two metres and a half`` ends, which is not next to its number."""
    counts: bool = True
    """Whether it gives a number: several hundred, thousands are indefinite amounts."""


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    end: int
    kind: str
    value: int


def spelled_numbers(text: str, forms: NumberWords) -> Iterator[SpelledNumber]:
    """Yield the numbers in words of ``text``, each as long as it can be."""
    for run in _runs(text, forms):
        at = 0
        while at < len(run):
            parts, value = _longest(run[at:], forms)
            if parts[0].kind != "half":
                counted = parts[-1].kind == "half" and re.search(r"\w", text[parts[-2].end : parts[-1].start])
                end, last = parts[-2 if counted else -1].end, parts[-1].end
                yield SpelledNumber(parts[0].start, end, value, last, any(map(_counts, parts)))
            at += len(parts)


def _counts(part: _Part) -> bool:
    return part.kind == "word" and part.value != _HUNDRED


def _runs(text: str, forms: NumberWords) -> Iterator[list[_Part]]:
    """Yield the parts of numbers that follow one another with nothing, or a word that joins them, between."""
    joint = re.compile(f"{_GAP}(?:(?:{forms.number_joint}){_GAP})?" if forms.number_joint else _GAP, re.IGNORECASE)
    run: list[_Part] = []
    for match in forms.number_part.finditer(text):
        name = next(name for name, words in match.groupdict().items() if words is not None)
        kind, _, value = name.partition("_")
        between = text[run[-1].end : match.start()] if run else ""
        joined = run and (joint.fullmatch(between) or (kind == "half" and _COUNTED.fullmatch(between)))
        if run and (len(run) == _MOST_PARTS or not joined):
            yield run
            run = []
        if not run and kind == "scale" and _FIGURE.search(text, max(0, match.start() - 2), match.start()):
            continue  # the million of "5 million", which the figures have
        run.append(_Part(match.start(), match.end(), kind, int(value)))
    if run:
        yield run


def _longest(run: Sequence[_Part], forms: NumberWords) -> tuple[Sequence[_Part], Fraction]:
    """Return the most parts that are one number, none of which belongs to what follows: in ``one hundred and two
    hundred`` the first is no 102.
    """
    for length in range(len(run), 1, -1):
        value = _sum(run[:length], forms)
        after = run[length] if length < len(run) else None
        if value is not None and not (after and (after.kind == "scale" or after.value == _HUNDRED)):
            return run[:length], value
    return run[:1], Fraction(run[0].value)


def _sum(parts: Sequence[_Part], forms: NumberWords) -> Fraction | None:
    """Return the number that the parts are, None where they are several."""
    total, group, scale = Fraction(0), Fraction(0), 0
    for n, part in enumerate(parts):
        if part.kind == "half":
            if not n:
                return None
            group, total = (group, total + Fraction(scale, 2)) if scale else (group + Fraction(1, 2), total)
        elif part.kind == "scale":
            if (n and not group) or (scale and part.value >= scale):
                return None
            total, group, scale = total + (group or 1) * part.value, Fraction(0), part.value
        elif part.value == _HUNDRED and 0 < group < _HUNDRED and group % _TENS:
            group *= _HUNDRED
        elif (scale and part.value >= scale) or not _may_follow(group, part.value, forms):
            return None
        else:
            group += part.value
    return total + group


def _may_follow(group: Fraction, value: int, forms: NumberWords) -> bool:
    if not group:
        return True
    tens = group % _HUNDRED
    if not tens:
        return value < _HUNDRED
    if forms.script == "Arabic" and tens < _TENS:
        return 2 * _TENS <= value < _HUNDRED and value % _TENS == 0
    if tens in forms.by_twenties:
        return value < 2 * _TENS
    return tens >= 2 * _TENS and tens % _TENS == 0 and value < _TENS


def han_numbers(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield where Chinese numerals are in ``text``, and their values.

    >>> [value for _, _, value in han_numbers("七十二 两 一百五十万")]
    [72, 2, 1500000]
    """
    for match in _HAN.finditer(text):
        yield match.start(), match.end(), _han_value(match[0].replace("两", "二").replace("〇", "零"))


def _han_value(numeral: str) -> int:
    total = group = digit = 0
    for sign in numeral:
        if sign in _HAN_DIGITS:
            digit = _HAN_DIGITS.index(sign)
        elif sign in _HAN_UNITS:
            group, digit = group + (digit or 1) * _HAN_UNITS[sign], 0
        else:
            total, group, digit = (total + (group + digit or 1)) * _HAN_SCALES[sign], 0, 0
    return total + group + digit
