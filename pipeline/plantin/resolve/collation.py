"""The sort order of words in a language: UTS #10, with letters that a language sorts elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyuca import Collator

_LAST = "\U0010fffd"
"""A character that no word has, and that follows all others: its weight is that of an unassigned one."""


def sort_key(word: str, after: Mapping[str, str]) -> tuple[int, ...]:
    """Return what ``word`` is sorted by. ``after`` has letters, and for each those of the language that follow it, in
    their order:

    >>> sorted(["nube", "ñandú", "oca"], key=lambda word: sort_key(word, {"n": "ñ"}))
    ['nube', 'ñandú', 'oca']
    >>> sorted(["Öl", "oval", "ode"], key=lambda word: sort_key(word, {}))
    ['ode', 'Öl', 'oval']
    """
    moved = {
        ord(sign): letter + _LAST * count
        for base, letters in after.items()
        for count, variant in enumerate(letters, 1)
        for sign, letter in ((variant.lower(), base.lower()), (variant.upper(), base.upper()))
    }
    return tuple(_collator().sort_key(word.translate(moved)))


@cache
def _collator() -> Collator:
    from pyuca import Collator

    return Collator()
