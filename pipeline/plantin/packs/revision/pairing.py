"""Which line of a report each line of its earlier state has become, by the aligner that translations are carried over
with: equal text first, then the text that shares the most words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plantin.findings import Place
from plantin.model.alignment import longest_rising
from plantin.translation.alignment import origins
from plantin.translation.message import Message
from plantin.translation.po import PoEntry

_FIRST_SIGN = 0xF0000
"""Of the private characters that stand for kinds: no words, so that kinds are equal or not and never alike."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one state: ``kind`` is what two states of one line have in common, ``text`` what is compared. A
    ``fixed`` line, one of a masthead, is there once: whatever it says, it is the same line.
    """

    kind: str
    text: str
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One line of both states laid together: its index ``before``, ``now``, or both; ``moved`` where the line has left
    its order, so that it is a step before and another one now.
    """

    before: int | None
    now: int | None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Pairing:
    """The pairs of lines, by the index before, and which of these have left the order of the others."""

    now: dict[int, int]
    moved: frozenset[int]
    lengths: tuple[int, int]

    def steps(self) -> Iterator[Step]:
        """Yield both states as one: between lines that stayed, first what is gone, then what is new."""
        stayed = [(old, new) for old, new in sorted(self.now.items()) if old not in self.moved]
        new_moved = {self.now[old] for old in self.moved}
        old_next = new_next = 0
        for old, new in (*stayed, self.lengths):
            yield from (Step(at, None, at in self.moved) for at in range(old_next, old))
            yield from (Step(None, at, at in new_moved) for at in range(new_next, new))
            if (old, new) != self.lengths:
                yield Step(old, new)
            old_next, new_next = old + 1, new + 1


def pair(before: Sequence[Line], now: Sequence[Line], *, moves: bool = True) -> Pairing:
    """Return the pairing of two states. Without ``moves``, a line that left its order is not paired."""
    signs = {kind: chr(_FIRST_SIGN + n) for n, kind in enumerate(dict.fromkeys(line.kind for line in (*before, *now)))}
    entries = [PoEntry("", signs[line.kind] + line.text) for line in before]
    messages = [Message("", signs[line.kind] + line.text, "paragraph", Place("")) for line in now]
    pairs = {
        origin.entries[0]: new
        for new, origin in origins(entries, len(entries), messages).items()
        if not origin.shared and before[origin.entries[0]].kind == now[new].kind
    }
    taken = set(pairs.values())
    for old, line in enumerate(before):
        if line.fixed and old not in pairs:
            same = (n for n, other in enumerate(now) if other.fixed and other.kind == line.kind and n not in taken)
            if (new := next(same, None)) is not None:
                pairs[old] = new
                taken.add(new)
    olds = sorted(pairs)
    moved = frozenset(olds) - {olds[at] for at in longest_rising([pairs[old] for old in olds])}
    if not moves:
        pairs = {old: new for old, new in pairs.items() if old not in moved}
    return Pairing(pairs, moved if moves else frozenset(), (len(before), len(now)))
