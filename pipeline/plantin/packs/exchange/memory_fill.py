"""Fills the missing translations of a catalogue from a memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from plantin.translation.memory import LEAST, Memory, MemoryPair, fill_from, neighbours, pairs_of, with_numbers
from plantin.translation.po import Catalogue


@dataclass(frozen=True, slots=True)
class MemoryFill:
    """A catalogue that was filled from a memory."""

    catalogue: Catalogue
    filled: Counter[str]
    """How many messages were filled: "exact", "near", "numbers"."""


def fill(
    catalogue: Catalogue, memory: Memory, number: Callable[[str], str], report: str, least: int = LEAST
) -> MemoryFill:
    """Return ``catalogue`` of ``report`` with its missing translations from ``memory`` and, for
    repetitions, from itself.

    An exact match is a translation that was not reviewed; a near one, and an exact one that was translated in more than
    one way, is stale. A comment says the score and the origin. Messages that are numbers are written by ``number``.
    """
    for pair in pairs_of(catalogue, report):
        memory.add(pair)
    entries, filled = list(with_numbers(catalogue, number).entries), Counter[str]()
    filled["numbers"] = sum(entry != was for entry, was in zip(entries, catalogue.entries, strict=True))
    originals = [entry.original for entry in entries]
    for n, entry in enumerate(entries):
        if entry.translation:
            continue
        around = neighbours(originals, n)
        if match := memory.match(entry.original, *around, least):
            entries[n] = fill_from(entry, match)
            filled["near" if entries[n].stale else "exact"] += 1
            if not entries[n].stale:
                memory.add(MemoryPair(entry.original, entries[n].translation, report, *around))
    return MemoryFill(replace(catalogue, entries=tuple(entries)), filled)
