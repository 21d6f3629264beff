"""Writes a cell that is a number as another language writes it."""

from __future__ import annotations

import re
from collections.abc import Callable

from plantin.lint.translation.forms import Forms

_SIGNED = re.compile(r"(?P<sign>[-−–+±]?)(?P<number>[^%]*?)(?P<percent>\s?%?)")


def writer(original: Forms, forms: Forms) -> Callable[[str], str]:
    """What gives a number of the original in the language of ``forms``; nothing for a text that is no number alone.

    Years and other numbers without signs stay as they are; a per cent sign stays where the language has one.
    """
    group, decimal = re.escape(original.group), re.escape(original.decimal)
    number = re.compile(rf"\d{{1,3}}(?:{group}\d{{3}})+(?:{decimal}\d+)?|\d+(?:{decimal}\d+)?")

    def written(text: str) -> str:
        match = _SIGNED.fullmatch(text.strip())
        if match is None or not number.fullmatch(match["number"]):
            return ""
        if match["percent"] and not forms.percents.match(" %"):
            return ""
        whole, _, fraction = match["number"].partition(original.decimal)
        tail = forms.decimal + fraction if fraction else ""
        grouped = whole.replace(original.group, forms.group) + tail
        # A language may set numbers of four figures closed.
        if any(rule.search(grouped) for rule in forms.forbidden):
            grouped = whole.replace(original.group, "") + tail
        space = "\u00a0" if match["percent"] and forms.group in "\u00a0\u202f" else ""
        return f"{match['sign']}{grouped}{space}{match['percent'].strip()}"

    return written
