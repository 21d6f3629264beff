"""Numerals: a position in a run as a numeral of one kind."""

from __future__ import annotations

from pipeline.model.labels import Numerals

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
# The order of the letters as numerals, which is not that of the alphabet.
_ABJAD = (
    "أ",
    "ب",
    "ج",
    "د",
    "ه",
    "و",
    "ز",
    "ح",
    "ط",
    "ي",
    "ك",
    "ل",
    "م",
    "ن",
    "س",
    "ع",
    "ف",
    "ص",
    "ق",
    "ر",
    "ش",
    "ت",
    "ث",
    "خ",
    "ذ",
    "ض",
    "ظ",
    "غ",
)
_CHINESE = "零一二三四五六七八九"


def numeral(number: int, kind: Numerals) -> str:
    """``number`` (from 1) in numerals of ``kind``; letters go on a, b ... z, aa, bb as in Word.

    The kinds are those that Word numbers by too (ECMA-376 part 1, 17.18.59), so that the numbers of a Word file stay alive.

    >>> numeral(4, "upper-roman"), numeral(28, "lower-latin"), numeral(7, "decimal")
    ('IV', 'bb', '7')
    >>> numeral(2, "arabic-abjad"), numeral(11, "chinese-counting"), numeral(20, "chinese-counting")
    ('ب', '十一', '二十')
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
        case "arabic-abjad":
            times, rest = divmod(number - 1, len(_ABJAD))
            return _ABJAD[rest] * (times + 1)
        case "chinese-counting":
            return _chinese(number)


def _roman(number: int) -> str:
    letters = []
    for value, sign in _ROMAN:
        letters.append(sign * (number // value))
        number %= value
    return "".join(letters)


def _chinese(number: int) -> str:
    """As one counts in Chinese: tens are named, and eleven is ten-one."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_CHINESE[hundreds]}百" if hundreds else ""
    if tens:
        text += f"{_CHINESE[tens] if tens > 1 or hundreds else ''}十"
    elif hundreds and ones:
        text += _CHINESE[0]
    return text + (_CHINESE[ones] if ones else "")


def _letter(number: int) -> str:
    times, rest = divmod(number - 1, 26)
    return chr(ord("A") + rest) * (times + 1)
