"""Writes a cell that is a number as another language writes it."""

from __future__ import annotations

import re
from collections.abc import Callable

from plantin.house.locale import Locale
from plantin.lint.translation.forms import Forms

_SIGNED = re.compile(r"(?P<sign>[-−–+±]?)(?P<number>[^%]*?)(?P<percent>\s?%?)")


def writer(original: Forms, forms: Forms, locale: Locale) -> Callable[[str], str]:
    """Return what gives a number of the original as the ``locale`` writes it; "" for a text that is no number alone.

    Years and other numbers without signs stay as they are; so does a per cent that the ``forms`` of the language lack.
    """
    group, decimal = re.escape(original.group), re.escape(original.decimal)
    number = re.compile(rf"\d{{1,3}}(?:{group}\d{{3}})+(?:{decimal}\d+)?|\d+(?:{decimal}\d+)?")

    def write_number(text: str) -> str:
        match = _SIGNED.fullmatch(text.strip())
        if match is None or not number.fullmatch(match["number"]):
            return ""
        if match["percent"] and not forms.percents.match(" %"):
            return ""
        cell = match["number"].replace(original.group, "").replace(original.decimal, ".")
        plain = cell.isdecimal() and original.group not in match["number"]
        if match["percent"]:
            return f"{match['sign']}{locale.percentage(cell)}"
        return f"{match['sign']}{match['number'] if plain else locale.number(cell)}"

    return write_number
