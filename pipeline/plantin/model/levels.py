"""Raised and lowered numbers: 10² is another number than 102, in whichever form it is given."""

from __future__ import annotations

import re
from collections.abc import Callable

MINUS = "\N{MINUS SIGN}"
_PLAIN = f"0123456789+-{MINUS}"
RAISED = str.maketrans(_PLAIN, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
"""The superscript of each character of a number."""
LOWERED = str.maketrans(_PLAIN, "₀₁₂₃₄₅₆₇₈₉₊₋₋")
"""The subscript of each character of a number."""
_NUMBER = re.compile(rf"[+\-{MINUS}]?[0-9]+")
_LEVELS = re.compile("([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|([₊₋]?[₀₁₂₃₄₅₆₇₈₉]+)")
_FLAT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-0123456789+-")


def is_number(text: str) -> bool:
    """Return whether ``text`` is a number, perhaps with its sign, which raised or lowered is one still.

    >>> is_number("-3"), is_number("rd")
    (True, False)
    """
    return _NUMBER.fullmatch(text) is not None


def flat(text: str) -> str:
    """Return ``text`` with the figures and signs that superscript and subscript characters are of.

    >>> flat("10⁻³ of CO₂")
    '10-3 of CO2'
    """
    return text.translate(_FLAT)


def levels_in_words(text: str, raised: Callable[[str], str], lowered: Callable[[str], str]) -> str:
    """Return ``text`` with what ``raised`` and ``lowered`` give for each number in superscript or subscript characters.

    >>> levels_in_words("10⁻³ of CO₂", " to the power of {}".format, " {}".format)
    '10 to the power of -3 of CO 2'
    """

    def change(found: re.Match[str]) -> str:
        number = flat(found[0])
        return raised(number) if found[1] else lowered(number)

    return _LEVELS.sub(change, text)
