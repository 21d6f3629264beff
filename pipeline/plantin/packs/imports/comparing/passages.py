"""Matches the passages of two texts in one language: by equal words, else by the most words in common."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plantin.model.alignment import longest_rising
from plantin.packs.imports.received import letters

Passage = tuple[str, str]
"""Its number, and its words."""
_LEAST_LIKENESS = 0.5
_MOST_PASSAGES_AWAY = 20
"""How many passages between two that both have are looked at for one that says most of the same."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class PassageAlignment:
    """``pairs`` are counterparts, in order; ``lost`` are passages of the first text alone, ``added`` those of the
    other, ``moved`` those of the other that the first has elsewhere.
    """

    pairs: tuple[tuple[Passage, Passage], ...]
    lost: tuple[Passage, ...]
    added: tuple[Passage, ...]
    moved: tuple[Passage, ...]


def align(first: Sequence[Passage], other: Sequence[Passage]) -> PassageAlignment:
    """Return the passages of ``first`` beside those of ``other``.

    >>> alignment = align([("1.", "Oil is dear."), ("2.", "Lamps burn.")], [("1.", "Lamps burn.")])
    >>> alignment.pairs, alignment.lost
    (((('2.', 'Lamps burn.'), ('1.', 'Lamps burn.')),), (('1.', 'Oil is dear.'),))
    """
    places = {key: n for n, key in enumerate(_keys(first))}
    met = [(places[key], n) for n, key in enumerate(_keys(other)) if key in places]
    kept = {met[at] for at in longest_rising([a for a, _ in met])}
    moved = [other[b] for a, b in met if (a, b) not in kept]
    matched = ({a for a, _ in met}, {b for _, b in met})
    pairs = sorted(kept)
    lost: list[Passage] = []
    added: list[Passage] = []
    alike: list[tuple[int, int]] = []
    before = (-1, -1)
    for after in (*pairs, (len(first), len(other))):
        first_rest = [n for n in range(before[0] + 1, after[0]) if n not in matched[0]]
        other_rest = [n for n in range(before[1] + 1, after[1]) if n not in matched[1]]
        similar = list(_likest(first, other, first_rest, other_rest))
        alike += similar
        lost += (first[n] for n in first_rest if n not in {a for a, _ in similar})
        added += (other[n] for n in other_rest if n not in {b for _, b in similar})
        before = after
    return PassageAlignment(
        tuple((first[a], other[b]) for a, b in sorted((*pairs, *alike))), tuple(lost), tuple(added), tuple(moved)
    )


def _keys(passages: Sequence[Passage]) -> Iterator[tuple[str, int]]:
    """Yield what each passage says, and which of those it is that say this."""
    counts: Counter[str] = Counter()
    for _, words in passages:
        key = letters(words)
        counts[key] += 1
        yield key, counts[key]


def _likest(
    first: Sequence[Passage], other: Sequence[Passage], first_rest: Sequence[int], other_rest: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield passages of ``first_rest`` and ``other_rest``, in order, that have most of their words in common."""
    at = 0
    for a in first_rest:
        mine = Counter(_WORD.findall(first[a][1]))
        for place in range(at, min(len(other_rest), at + _MOST_PASSAGES_AWAY)):
            theirs = Counter(_WORD.findall(other[other_rest[place]][1]))
            if (mine & theirs).total() > _LEAST_LIKENESS * max(mine.total(), theirs.total()):
                yield a, other_rest[place]
                at = place + 1
                break
