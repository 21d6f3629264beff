"""Reads what a text says of amounts, whatever its words: times, decades, centuries, shares, durations, multiples. Two
passages with one value say the same: ``half`` and ``50 %``, ``9 p.m.`` and ``21 heures``, ``6 months`` and ``полгода``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from plantin.bounded.patterns import Pattern
from plantin.lint.translation.forms import Forms
from plantin.lint.translation.spelled_numbers import SpelledNumber, han_numbers, spelled_numbers
from plantin.lint.translation.tokens import GONE, YEARS, number_value, numbers_in
from plantin.model.numerals import numeral

_TERM = re.compile(r"(?P<times>\d*)(?P<variable>[nm]?)(?:/(?P<by>\d+|m))?")
_NO_BREAK = re.compile("(?<!\\d)[\u00a0\u202f]|[\u00a0\u202f](?!\\d)")
_COUNTED = re.compile(r"(?:[2-9]|\d[\d.,]*\d)(?:[\s-]+[^\W\d]+){0,2}[\s-]*$")
"""What is before a unit that has its number: ``24 heures``, ``48 longues heures``; one may be an article."""
_COUNTS = re.compile(r"(?:[2-9]|\d\d)[\s-]*$")
_ROMAN = {numeral(number, "upper-roman"): Fraction(number) for number in range(1, 40)}
"""The numerals of centuries."""
_NEAR, _HUNDRED, _HOURS = 12, 100, 24
_YEAR = re.compile(r"\s*\d{4}(?!\d)")
ASKED = ("share", "times")
"""The kinds of values that a translation has to have where the original has them in words."""
TIMES = frozenset({"day", "month"})
"""The kinds of lengths of time: one that has none of its value, but another instead, is wrong."""

Reading = tuple[str, Fraction]
"""A kind of value (``share``, ``clock`` in hours, ``day``, ``month``, ``number``) and the value."""


@dataclass(slots=True)
class Quantity:
    """One passage that says an amount."""

    words: str
    readings: set[Reading] = field(default_factory=set)
    """The values that it may have."""
    numbers: Counter[Fraction] = field(default_factory=Counter)
    """The numbers in it, in figures or in words."""
    in_words: bool = False
    """Whether it has its value in words of their own, as ``half``."""
    counted: bool = False
    """Whether these have a number beside them, as ``две недели``."""


def pairs(
    texts: tuple[str, str], forms: tuple[Forms, Forms], numbers: tuple[Counter[Fraction], Counter[Fraction]]
) -> tuple[tuple[Counter[Fraction], Counter[Fraction]], list[Quantity], list[tuple[Fraction, str]]]:
    """Return the numbers of the original and of its translation that are accounted for by quantities of one value, the
    quantities of the original, in words, that the translation does not have, and the numbers of units of time that the
    translation has without them: ``heures sur 24``. ``numbers`` are those in figures.
    """
    sides = [list(_read(_NO_BREAK.sub(" ", text), form)) for text, form in zip(texts, forms, strict=True)]
    excused: tuple[Counter[Fraction], Counter[Fraction]] = Counter(), Counter()
    left = list(sides[1])
    missing: list[Quantity] = []
    uncounted: list[tuple[Fraction, str]] = []

    def is_given(value: Fraction, side: int) -> bool:
        return value in numbers[side] or value in forms[side].values_in(texts[side])

    for quantity in sides[0]:
        other = next((other for other in left if other.readings & quantity.readings), None)
        if other is not None:
            left.remove(other)
            excused[0].update(quantity.numbers)
            excused[1].update(other.numbers)
            continue
        uncounted += _bare_units(quantity, texts[1], forms[1])
        if shared := _said_once(quantity, sides[1], forms[1], numbers[1] - numbers[0]):
            excused[0].update(quantity.numbers)
            excused[1][shared] += 1
        elif instead := next((other for other in left if _is_time(quantity) and _is_time(other)), None):
            left.remove(instead)
            if all(
                amount.numbers - other.numbers and amount.numbers & count
                for amount, other, count in ((quantity, instead, numbers[0]), (instead, quantity, numbers[1]))
            ):
                continue  # figures that differ are found as numbers
            missing.append(quantity)
            excused[0].update(quantity.numbers)
            excused[1].update(instead.numbers)
        elif values := [value for kind, value in quantity.readings if kind == "number" and is_given(value, 1)]:
            excused[0].update(quantity.numbers)
            excused[1][values[0]] += 1
        elif quantity.in_words and any(kind in ASKED for kind, _ in quantity.readings):
            missing.append(quantity)
            excused[0].update(quantity.numbers)
            kinds = {kind for kind, _ in quantity.readings}
            instead = next((other for other in left if kinds & {kind for kind, _ in other.readings}), None)
            if instead is not None:
                left.remove(instead)
                excused[1].update(instead.numbers)
    for other in left:
        for year in _years_apart(other, numbers):
            excused[0][year] += 1
        for kind, value in other.readings:
            if kind == "number" and is_given(value, 0):
                excused[0][value] += 1
                excused[1].update(other.numbers)
    return excused, missing, uncounted


def _years_apart(quantity: Quantity, numbers: tuple[Counter[Fraction], Counter[Fraction]]) -> Iterator[Fraction]:
    """Yield the years of the original that the translation has by their distance from another: ``a decade earlier``."""
    for kind, value in quantity.readings:
        if kind == "month":
            for year in numbers[0] - numbers[1]:
                if year in YEARS and {year - value / 12, year + value / 12} & numbers[1].keys():
                    yield year


def _said_once(
    quantity: Quantity, others: Sequence[Quantity], forms: Forms, numbers: Counter[Fraction]
) -> Fraction | None:
    """Return the number that has the unit of another one: the 80 of ``les années 70 et 80``."""
    said = {kind for other in others for kind, _ in other.readings} & {kind for kind, _ in quantity.readings}
    expressions = [(kind, expression) for kind, expression, _ in forms.quantity_numbers if kind in said]
    for number in numbers:
        for kind, expression in expressions:
            if "m" not in expression and (kind, evaluate(expression, {"n": number})) in quantity.readings:
                return number
    return None


def _is_time(quantity: Quantity) -> bool:
    """Return whether a quantity is a length of time and nothing else: not a year, as in ``2028 году``."""
    kinds = {kind for kind, _ in quantity.readings}
    return bool(kinds & TIMES and kinds <= TIMES | {"share"}) and not (
        quantity.counted or YEARS & quantity.numbers.keys()
    )


def _bare_units(quantity: Quantity, text: str, forms: Forms) -> Iterator[tuple[Fraction, str]]:
    """Yield the number that counts a time in the original where ``text`` has that unit without a number."""
    for kind, value, words in forms.unit_words:
        for number in quantity.numbers:
            if (kind, number * value) in quantity.readings:
                text = _figures_of_words(text, forms)
                bare = next((match[0] for match in words.finditer(text) if _is_bare(text, match)), None)
                if bare:
                    yield number, bare


def _is_bare(text: str, match: re.Match[str]) -> bool:
    return not (_COUNTED.search(text, 0, match.start()) or text[match.end() :].lstrip()[:1].isdigit())


def _read(text: str, forms: Forms) -> Iterator[Quantity]:
    """Yield the quantities of a text: those in words of their own, then those of a number and what it counts."""
    spelled = _find_spelled(text, forms)
    patterns = forms.quantity_words if forms.any_quantity_word.search(text) else ()
    for quantity, start, end in _longest(text, forms, patterns):
        if any(number.start < start < number.last for number in spelled):
            continue  # two and a half years
        quantity.counted = _is_counted(text, (start, end), spelled)
        quantity.in_words = True
        quantity.numbers = _numbers(text[start:end], forms)
        yield quantity
        text = text[:start] + GONE * (end - start) + text[end:]
    text = _figures_of_words(text, forms)
    patterns = forms.quantity_numbers if re.search(r"[\dIVXХ]", text) else ()
    for quantity, start, end in _longest(text, forms, patterns):
        quantity.numbers = _numbers(text[start:end], forms)
        yield quantity


def _is_counted(text: str, span: tuple[int, int], spelled: Sequence[SpelledNumber]) -> bool:
    """Return whether a number beside a passage says how many it is, or which year."""
    start, end = span
    spelled_before = (number for number in spelled if number.end <= start and not text[number.end : start].strip(" -"))
    return bool(
        _COUNTS.search(text, max(0, start - _NEAR), start)
        or any(1 < number.value < _HUNDRED for number in spelled_before)
        or _YEAR.match(text, end)
    )


def _longest(text: str, forms: Forms, patterns: Sequence[tuple[str, str, Pattern]]) -> list[tuple[Quantity, int, int]]:
    """Return the longest passages that the patterns find, each with all that it may say."""
    found: dict[tuple[int, int], set[Reading]] = {}
    for kind, expression, pattern in patterns:
        for match in pattern.finditer(text):
            matched = match.groupdict()
            half = Fraction(1, 2) if matched.pop("rest", None) else 0
            groups = {name: _value(figures, forms) for name, figures in matched.items() if figures}
            if half and groups.get("n", Fraction(0)).denominator == 1:
                groups["n"] = groups.get("n", Fraction(0)) + half
            value = evaluate(expression, groups)
            if value is not None and _can_be(kind, expression, value):
                found.setdefault(match.span(), set()).add((kind, value))
    rows, taken = [], [False] * len(text)
    for (start, end), readings in sorted(found.items(), key=lambda row: (row[0][0] - row[0][1], row[0])):
        if not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            rows.append((Quantity(text[start:end], readings), start, end))
    return rows


def _value(figures: str, forms: Forms) -> Fraction:
    """Return the value of figures, or of a Roman numeral, whose ten Russian types with its own letter."""
    if figures[0].isdigit():
        return number_value(figures, forms)
    return _ROMAN.get(figures.replace("Х", "X"), Fraction(0))


def _can_be(kind: str, expression: str, value: Fraction) -> bool:
    """Return whether a value is one of its kind: no ``208 in 3`` is a share, no 312 a time of the day."""
    return value <= {"share": 1 if "m" in expression else value, "clock": _HOURS}.get(kind, value)


def evaluate(expression: str, values: dict[str, Fraction]) -> Fraction | None:
    """Return the value of a sum of terms as ``12n``, ``m/60``, ``n/m``; nothing where it divides by nothing.

    >>> evaluate("n+12+m/60", {"n": Fraction(9), "m": Fraction(30)})
    Fraction(43, 2)
    """
    total = Fraction(0)
    for term in expression.split("+"):
        match = _TERM.fullmatch(term)
        if match is None:
            return None
        by = values["m"] if match["by"] == "m" else Fraction(match["by"] or 1)
        if not by:
            return None
        total += Fraction(match["times"] or 1) * (values[match["variable"]] if match["variable"] else 1) / by
    return total


def _numbers(text: str, forms: Forms) -> Counter[Fraction]:
    return numbers_in(text, forms) | numbers_in(_figures_of_words(text, forms), forms)


def _figures_of_words(text: str, forms: Forms) -> str:
    """Return ``text`` with its numbers in words in figures."""
    for number in reversed(_find_spelled(text, forms)):
        value = number.value
        figures = str(value) if value.denominator == 1 else str(float(value)).replace(".", forms.decimal)
        text = text[: number.start] + figures + text[number.end :]
    return text


def _find_spelled(text: str, forms: Forms) -> list[SpelledNumber]:
    """Return the numbers in words of ``text``."""
    if forms.script == "CJK":
        return [SpelledNumber(start, end, Fraction(value), end) for start, end, value in han_numbers(text)]
    if not forms.any_word.search(text):
        return []
    return [number for number in spelled_numbers(text, forms) if number.counts]
