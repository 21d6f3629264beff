"""Converts a position to a numeral of a given kind."""

from __future__ import annotations

import re

from plantin.model.labels import Numerals

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
# The order of the letters as numerals, which is not that of the alphabet.
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
# The names of those letters, and ordinals up to nineteen as adverbs: "firstly". What counts tens and ones begins with
# حادي, not with أولا.
_LETTERS = (
    "ألف باء جيم دال هاء واو زاي حاء طاء ياء كاف لام ميم نون سين عين فاء صاد قاف راء شين تاء ثاء خاء ذال ضاد ظاء غين"
).split()
_FIRST = ["أولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا", "عاشرا"]
_ONES = ["حادي", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع"]
_TENS = ["عشر", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
_DEFINITE = ["الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر"]
_HUNDRED = 100
_CHINESE = "零一二三四五六七八九"
_HEBREW_ONES, _HEBREW_TENS = " אבגדהוזחט", " יכלמנסעפצ"

WORDED: frozenset[Numerals] = frozenset({"arabic-ordinal", "arabic-definite", "arabic-letter"})
"""Numerals that are words, by which no word processor counts."""
TYPED_NUMBER = "[0-9A-Za-z]+(?:[.–-][0-9A-Za-z]+)*"
"""A pattern of numbers that an author gives to a table or a figure."""
_LONGEST_TYPED = 20
"""Characters of such a number at most."""


def is_typed_number(text: str) -> bool:
    """Return whether an author may give this number to a table or a figure.

    >>> is_typed_number("A-2"), is_typed_number("3 and 4")
    (True, False)
    """
    return len(text) <= _LONGEST_TYPED and re.fullmatch(TYPED_NUMBER, text) is not None


def numeral(number: int, kind: Numerals) -> str:
    """Return ``number`` (from 1) in numerals of ``kind``; letters go on a, b ... z, aa, bb as in Word.

    The kinds are those that Word numbers by too (ECMA-376 part 1, 17.18.59), so that the numbers of a Word file stay
    alive, and those that are words (``WORDED``): ordinals up to ninety-nine, as a heading has them and with the
    article, and the names of letters.

    >>> numeral(4, "upper-roman"), numeral(28, "lower-latin"), numeral(7, "decimal")
    ('IV', 'bb', '7')
    >>> numeral(2, "arabic-abjad"), numeral(11, "chinese-counting"), numeral(20, "chinese-counting")
    ('ب', '十一', '二十')
    >>> [numeral(n, "hebrew") for n in (1, 10, 11, 15, 16, 22)]
    ['א', 'י', 'יא', 'טו', 'טז', 'כב']
    >>> numeral(2, "arabic-ordinal"), numeral(12, "arabic-ordinal")
    ('ثانيا', 'ثاني عشر')
    >>> numeral(21, "arabic-definite"), numeral(2, "arabic-letter")
    ('الحادي والعشرون', 'باء')
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
        case "hebrew":
            return _hebrew(number)
        case "arabic-ordinal":
            return _FIRST[number - 1] if number <= len(_FIRST) else _arabic(number, "")
        case "arabic-definite":
            return _DEFINITE[number - 1] if number <= len(_DEFINITE) else _arabic(number, "ال")
        case "arabic-letter":
            return _LETTERS[number - 1] if number <= len(_LETTERS) else str(number)


def position_of(text: str, kind: Numerals, likely: int = 0) -> int:
    """Return the position whose numeral is ``text``, the ``likely`` one tried first; 0 where none below 1,000 is.

    >>> position_of("IV", "upper-roman"), position_of("A-2", "decimal")
    (4, 0)
    """
    return next((n for n in (likely, *range(1, 1000)) if n and numeral(n, kind) == text), 0)


def _arabic(number: int, article: str) -> str:
    """Return an ordinal from eleven on: ones before tens, و between from twenty-one on, each but عشر with article."""
    tens, ones = divmod(number, 10)
    if number >= _HUNDRED:
        return str(number)
    if not ones:
        return f"{article}{_TENS[tens - 1]}"
    joined = "عشر" if tens == 1 else f"و{article}{_TENS[tens - 1]}"
    return f"{article}{_ONES[ones - 1]} {joined}"


def _hebrew(number: int) -> str:
    """Return letters that add up to a number below 100, tens first; 15 and 16 begin with nine, not with a name of
    God.
    """
    if number >= _HUNDRED:
        return str(number)
    if number in (15, 16):
        return _HEBREW_ONES[9] + _HEBREW_ONES[number - 9]
    return (_HEBREW_TENS[number // 10] + _HEBREW_ONES[number % 10]).strip()


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
