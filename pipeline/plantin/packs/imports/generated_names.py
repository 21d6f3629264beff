"""Generates names for notes and places from their words, as few as distinguish them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_LONGEST, _MOST, _WORD = 2000, 12, 40
"""How many characters of a text, words and letters of a word its name is made of at most."""
_SMALL = frozenset("a an and as at by for from in of on or see the to also with is are has its".split())


class GeneratedNames:
    """Names that were given: each one once, however many texts begin alike."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._alike: Counter[str] = Counter()

    def new(self, text: str, otherwise: str = "note") -> str:
        """Return a new name for what says ``text``: "According to UNAMI, fines..." is according-unami."""
        words = _words(text[:_LONGEST])
        for count in range(min(2, len(words)), min(_MOST, len(words)) + 1):
            if words and (name := "-".join(words[:count])) not in self._taken:
                self._taken.add(name)
                return name
        stem = "-".join(words[:_MOST]) or otherwise
        name = stem
        while name in self._taken:
            self._alike[stem] += 1
            name = f"{stem}-{self._alike[stem] + 1}"
        self._taken.add(name)
        return name


def make_name(text: str, taken: Iterable[str], otherwise: str = "note") -> str:
    """Return a name for what says ``text``, none of those ``taken``."""
    return GeneratedNames(taken).new(text, otherwise)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return [word[:_WORD] for word in re.findall(r"[a-z0-9]+", plain.replace("'", "")) if word not in _SMALL]
