"""The translation memory: what other reports of the house, and memories of others (TMX), have for a message, exactly or
nearly.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from plantin.translation.inline import divide, prose
from plantin.translation.po import Catalogue, PoEntry

LEAST = 75
"""The score from which a near match is worth looking at."""
_TOKEN = re.compile(r"\w+|[^\w\s]")
_SAID = ("memory: ", "machine translation: ")
"""How a comment begins that says where a translation is from."""


@dataclass(frozen=True, slots=True)
class MemoryPair:
    """A message that was translated."""

    original: str
    translation: str
    origin: str
    """The report or the memory that has it."""
    before: str = ""
    """The original of the message before it; empty where that is not known."""
    after: str = ""
    """The original of the message after it."""


@dataclass(frozen=True, slots=True)
class MemoryMatch:
    """What a memory has for a message."""

    pair: MemoryPair
    score: int
    """How alike the originals are, in per cent: 100 for equal ones."""
    in_context: bool = False
    """Whether the message before and the one after it are equal too."""
    certain: bool = True
    """Whether every equal original has this translation."""


def pairs_of(catalogue: Catalogue, origin: str) -> Iterator[MemoryPair]:
    """Yield the finished translations of a catalogue."""
    originals = [entry.original for entry in catalogue.entries]
    for n, entry in enumerate(catalogue.entries):
        if entry.state in ("translated", "reviewed"):
            yield MemoryPair(entry.original, entry.translation, origin, *neighbours(originals, n))


def neighbours(texts: Sequence[str], place: int) -> tuple[str, str]:
    """Return the text before a place and the one after it; empty at the ends."""
    return texts[place - 1] if place else "", texts[place + 1] if place + 1 < len(texts) else ""


class Memory:
    """Pairs, found by their originals. Of equal ones, later ones come first."""

    def __init__(self, pairs: Iterable[MemoryPair]) -> None:
        self._pairs: list[MemoryPair] = []
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._tokens: list[list[str]] = []
        self._by_token: dict[str, list[int]] = defaultdict(list)
        for pair in pairs:
            self.add(pair)

    def add(self, pair: MemoryPair) -> None:
        """Know one more pair."""
        n = len(self._pairs)
        self._pairs.append(pair)
        self._exact[pair.original].append(n)
        self._tokens.append(_TOKEN.findall(pair.original))
        for token in set(self._tokens[n]):
            self._by_token[token].append(n)

    def match(self, text: str, before: str = "", after: str = "", least: int = LEAST) -> MemoryMatch | None:
        """Return the best match of ``text`` between the messages ``before`` and ``after``, if it scores ``least``."""
        if same := self._exact.get(text):
            pairs = [self._pairs[n] for n in reversed(same)]
            context = [pair for pair in pairs if (pair.before, pair.after) == (before, after)]
            best = (context or pairs)[0]
            certain = bool(context) or len({pair.translation for pair in pairs}) == 1
            return MemoryMatch(best, 100, bool(context), certain)
        score, n = max(self._near(text, least), default=(0, 0))
        return MemoryMatch(self._pairs[n], score) if score else None

    def matches(self, text: str, least: int = LEAST, most: int = 5) -> tuple[MemoryMatch, ...]:
        """Return the best matches of ``text`` that score ``least``, the best first, each translation once."""
        rows = [(100, n) for n in reversed(self._exact.get(text, ()))]
        rows += sorted(self._near(text, least), reverse=True)
        seen: dict[str, MemoryMatch] = {}
        for score, n in rows:
            seen.setdefault(self._pairs[n].translation, MemoryMatch(self._pairs[n], score))
        return tuple(seen.values())[:most]

    def _near(self, text: str, least: int) -> Iterator[tuple[int, int]]:
        """Yield the scores of pairs whose originals are like ``text`` and not equal to it, and the pairs."""
        from rapidfuzz.distance import Levenshtein

        tokens = _TOKEN.findall(text)
        # The pairs that can score so much: with one more of the rarest tokens of a text than may be missing.
        missing = len(tokens) * (100 - least) // 100
        rare = sorted(set(tokens), key=lambda token: len(self._by_token.get(token, ())))
        counts = Counter(tokens)
        chosen: set[int] = set()
        for token in rare:
            chosen.update(self._by_token.get(token, ()))
            missing -= counts[token]
            if missing < 0:
                break
        low, high = len(tokens) * least / 100, len(tokens) * 100 / least
        for n in sorted(n for n in chosen if low <= len(self._tokens[n]) <= high):
            alike = Levenshtein.normalized_similarity(tokens, self._tokens[n], score_cutoff=least / 100)
            score = min(int(100 * alike), 99)
            if score >= least and self._pairs[n].original != text:
                yield score, n


def with_numbers(catalogue: Catalogue, number: Callable[[str], str]) -> Catalogue:
    """Return ``catalogue`` with its missing messages that are numbers alone, cells of tables mostly, written by
    ``number``. They need no review: a rule has written them, and the gate compares them.
    """
    entries = (
        replace(entry, translation=written, review="yes").pin()
        if not entry.translation and (written := number(entry.original))
        else entry
        for entry in catalogue.entries
    )
    return replace(catalogue, entries=tuple(entries))


def fill_from(entry: PoEntry, match: MemoryMatch) -> PoEntry:
    """Return ``entry`` with the translation of a match, stale where that is not certain; a comment says its origin."""
    stale = match.score < 100 or not match.certain
    score = "in context" if match.in_context else f"{match.score} %"
    comments = (*unsaid(entry.comments), f"{_SAID[0]}{score}, {match.pair.origin}")
    previous, words = match.pair.original if stale else "", match.pair.translation
    return replace(entry, translation=words, stale=stale, previous=previous, review="", comments=comments)


def of_machine(entry: PoEntry, translation: str, name: str) -> PoEntry:
    """Return ``entry`` with a translation that a program made: always stale, with a comment that names it."""
    comments = (*unsaid(entry.comments), f"{_SAID[1]}{name}")
    return replace(entry, translation=translation, stale=True, previous="", review="", comments=comments)


def unsaid(comments: Sequence[str]) -> tuple[str, ...]:
    """Return the comments without those that say where a translation is from."""
    return tuple(line for line in comments if not line.startswith(_SAID))


def count_words(text: str) -> int:
    """Return how many words a message has, without its marks.

    >>> count_words("Two *small* lamps[^log], see [](#oil).")
    4
    """
    return sum(any(map(str.isalnum, word)) for word in "".join(prose(divide(text))).split())
