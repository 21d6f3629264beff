"""Numerals: a position in a run as a numeral of one kind."""

from __future__ import annotations

from pipeline.document import Numerals

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def numeral(number: int, kind: Numerals) -> str:
    """``number`` (from 1) in numerals of ``kind``; letters go on a, b ... z, aa, bb as in Word and in the UN's lists.

    >>> numeral(4, "upper-roman"), numeral(28, "lower-latin"), numeral(7, "decimal")
    ('IV', 'bb', '7')
    """
    match kind:
        case "decimal":
            return str(number)
        case "upper-roman":
            return _roman(number)
        case "lower-roman":
            return _roman(number).lower()
        case "upper-latin":
            return _letter(number)
        case "lower-latin":
            return _letter(number).lower()


def _roman(number: int) -> str:
    letters = []
    for value, sign in _ROMAN:
        letters.append(sign * (number // value))
        number %= value
    return "".join(letters)


def _letter(number: int) -> str:
    times, rest = divmod(number - 1, 26)
    return chr(ord("A") + rest) * (times + 1)
