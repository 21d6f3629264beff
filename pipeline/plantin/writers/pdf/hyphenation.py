"""Which words a language divides at the end of a line, and where.

Words in capitals and short names stay whole, and so do longer names and parts of compounds unless the line would be
loose; a language's exceptions win over the dictionary.
"""

from __future__ import annotations

import re

from plantin.model.labels import Hyphenation
from plantin.writers.pdf.engine_types import Patterns

_RELUCTANCE = 10.0
"""How much more than another it costs to divide a word that is better left whole: a name, a part of a compound."""
_NAME = 12
"""How many letters a word with a capital, divided at need, has at least: Исполнительного, but no name of a place."""
_APOSTROPHE = re.compile("[’']")


class Rules:
    """The rules of one language, as its locale gives them."""

    def __init__(self, hyphenation: Hyphenation) -> None:
        self._least, self._before, self._after = hyphenation.name, hyphenation.before, hyphenation.after
        self._price = float(hyphenation.penalty) ** 2
        self._stems = [
            (stem.replace("-", ""), tuple(match.start() - count for count, match in enumerate(re.finditer("-", stem))))
            for stem in hyphenation.exceptions
        ]
        self._known: dict[tuple[str, int, bool], tuple[frozenset[int], float]] = {}

    def admits(self, word: str, *, joined: bool = False, need: bool = False) -> bool:
        """Return whether ``word`` may be divided at all: never a word in capitals or a short name; a name that the
        language calls short, or a part of a compound (``joined`` to another by a hyphen), only at ``need``.
        """
        core = _APOSTROPHE.split(word)[-1]
        named = core[:1].isupper()
        if any(map(str.isupper, core[1:])) or (named and len(core) < _NAME):
            return False
        return need or not (joined or (named and len(core) < self._least))

    def price(self, *, willing: bool) -> float:
        """Return what dividing a word costs; ``willing`` where nothing but the hyphen speaks against it."""
        return self._price if willing else self._price * _RELUCTANCE

    def divisions(self, word: str, dictionary: Patterns, *, joined: bool = False) -> tuple[frozenset[int], float]:
        """Return where ``word`` is divided at all, ``joined`` to another by a hyphen or not, by ``dictionary``
        (pyphen's) and the rules, and what that costs. Words come again and again: each is looked up once, while the
        dictionary is there.
        """
        key = (word, id(dictionary), joined)
        if key not in self._known:
            willing = self.admits(word, joined=joined)
            divided = willing or self.admits(word, joined=joined, need=True)
            places = self.places(word, list(map(int, dictionary.positions(word)))) if divided else ()
            self._known[key] = frozenset(places), self.price(willing=willing)
        return self._known[key]

    def keeps(self, before: str, after: str) -> bool:
        """Return whether two parts of a compound stay together at its hyphen, because one would be a stub."""
        return len(before) < self._before or len(after) < self._after

    def places(self, word: str, found: list[int]) -> set[int]:
        """Return where ``word`` may be divided, given the places that the dictionary has ``found``."""
        places = set(found)
        for stem, offsets in self._stems:
            at = word.lower().find(stem)
            if at >= 0:
                places -= set(range(at + 1, at + len(stem)))
                places |= {at + offset for offset in offsets}
        return {place for place in places if self._before <= place <= len(word) - self._after}
