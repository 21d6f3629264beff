"""Which translation each message of a changed report goes on with. The text is the key, as in gettext and po4a; what is
around it decides between equal texts alone.

No equal text is ever left without its translation, however sections, tables and paragraphs were moved. A changed text
goes on from the most alike of those that are gone, if they share at least half their words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from plantin.translation.message import Message
from plantin.translation.po import PoEntry

_WORD = re.compile(r"\d+(?:[.,]\d+)*|\w+")
_LEAST_SHARE = 0.5
"""The words that a changed text shares with the one before it, as a part of those of both (Dice's coefficient)."""
_LEAST_SHARE_OF_PART = 0.7
"""The words of a part that are in the text from which it was split off, or into which it was joined."""
_LEAST_WORDS = 3
"""The words of such a part."""
_RAREST, _MOST_WITH, _MOST_ALIKE = 4, 512, 24
"""Candidates for a new text share one of its rarest words; how many of the old texts with a word are looked at, and
with how many of them, those with the most such words, the new one is compared.
"""
_NEIGHBOUR_WEIGHT = 0.2
"""What counts, beside the words, for a pair whose neighbours are a pair too, for each of them."""
_AUTHORS_ID_WEIGHT = 1.0
"""What counts for a pair with the same author's id: more than any words."""


@dataclass(frozen=True, slots=True)
class MessageOrigin:
    """What a message goes on from."""

    entries: tuple[int, ...]
    """The indices of the old entries, in their order: one, or those whose texts were joined."""
    shared: bool = False
    """Whether another message goes on from the same entry: a repetition, or a part that was split off."""


def origins(entries: Sequence[PoEntry], live: int, messages: Sequence[Message]) -> dict[int, MessageOrigin]:
    """Return the origin of each message by its index; a message that is new has none. Of ``entries``, the first
    ``live`` are those of the report before, the others are obsolete: these come back where their text does.
    """
    work = _Alignment(entries, live, messages)
    work.pair_equal()
    work.pair_restored()
    work.pair_repeated()
    work.pair_changed()
    work.pair_joined()
    work.pair_parts()
    return work.found


@dataclass(slots=True)
class _Alignment:
    """The pairs found so far."""

    entries: Sequence[PoEntry]
    live: int
    messages: Sequence[Message]
    found: dict[int, MessageOrigin] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    changes: set[int] = field(default_factory=set)
    """The messages whose text has changed."""

    def _open(self) -> list[int]:
        """Return the messages without an origin."""
        return [n for n in range(len(self.messages)) if n not in self.found]

    def _pair(self, n: int, i: int) -> None:
        self.found[n] = MessageOrigin((i,))
        self.taken.add(i)

    def pair_equal(self) -> None:
        """Pair equal texts: those with the same author's id, with the same neighbours on both sides, on one side, then
        those left in their order; obsolete ones last.
        """
        old = [entry.original for entry in self.entries[: self.live]]
        new = [message.text for message in self.messages]
        context = [entry.context for entry in self.entries[: self.live]]

        def around(texts: list[str], at: int, before: int, after: int) -> tuple[str | None, ...]:
            places = range(at - before, at + after + 1)
            return tuple(texts[place] if 0 <= place < len(texts) else None for place in places)

        self._pair_by_key(
            lambda i: (old[i], context[i]),
            lambda n: (new[n], self.messages[n].context if self.messages[n].permanent else None),
        )
        for before, after in ((1, 1), (1, 0), (0, 1), (0, 0)):
            self._pair_by_key(
                lambda i, b=before, a=after: around(old, i, b, a),  # type: ignore[misc]
                lambda n, b=before, a=after: around(new, n, b, a),  # type: ignore[misc]
            )
        self._pair_by_key(lambda i: self.entries[i].original, lambda n: new[n], range(self.live, len(self.entries)))

    def _pair_by_key(
        self, old: Callable[[int], object], new: Callable[[int], object], places: Sequence[int] | None = None
    ) -> None:
        """Pair what is open and has the same key, in order."""
        waiting: dict[object, deque[int]] = defaultdict(deque)
        for i in places if places is not None else range(self.live):
            if i not in self.taken:
                waiting[old(i)].append(i)
        for n in self._open():
            if places := waiting.get(new(n)):
                self._pair(n, places.popleft())

    def pair_restored(self) -> None:
        """Pair texts that were changed, made a translation stale, and are as they were again."""
        stale = [i for i in range(self.live) if self.entries[i].stale and self.entries[i].previous]
        self._pair_by_key(lambda i: self.entries[i].previous, lambda n: self.messages[n].text, stale)

    def pair_changed(self) -> None:
        """Pair texts that share enough words, the most alike first."""
        olds = [i for i in range(self.live) if i not in self.taken]
        bags = {i: Counter(_WORD.findall(self.entries[i].original)) for i in olds}
        by_word: dict[str, list[int]] = defaultdict(list)
        for i, bag in bags.items():
            for word in bag:
                by_word[word].append(i)
        rows = []
        for n in self._open():
            bag = Counter(_WORD.findall(self.messages[n].text))
            for i in self._candidates(n, bag, by_word):
                both = (bag & bags[i]).total()
                alike = 2 * both / max(bag.total() + bags[i].total(), 1)
                if alike >= _LEAST_SHARE and kind_of(self.entries[i].context) in ("", self.messages[n].kind):
                    rows.append((-(alike + self._likely(n, i)), n, i))
        for _, n, i in sorted(rows):
            if n not in self.found and i not in self.taken:
                self._pair(n, i)
                self.changes.add(n)

    def _candidates(self, n: int, bag: Counter[str], by_word: dict[str, list[int]]) -> Iterator[int]:
        """Yield the old texts with which the new one is compared: those with which it shares the most rare words, and
        those beside the old texts of its neighbours.
        """
        rarest = sorted((word for word in bag if word in by_word), key=lambda word: len(by_word[word]))[:_RAREST]
        counts = Counter(i for word in rarest for i in by_word[word][:_MOST_WITH])
        alike = [i for i, _ in counts.most_common(_MOST_ALIKE)]
        yield from alike
        for step in (-1, 1):
            beside = self.found.get(n + step)
            place = beside.entries[0] - step if beside else -1
            if 0 <= place < self.live and place not in self.taken and place not in alike:
                yield place

    def _likely(self, n: int, i: int) -> float:
        """Return what speaks for a pair besides its words."""
        message = self.messages[n]
        if message.permanent and message.context == self.entries[i].context:
            return _AUTHORS_ID_WEIGHT
        return _NEIGHBOUR_WEIGHT * sum(self.found.get(n + step) == MessageOrigin((i + step,)) for step in (-1, 1))

    def pair_joined(self) -> None:
        """Give a changed message those old texts too that went into it as a whole."""
        for i in range(self.live):
            if i in self.taken or not self.entries[i].translation:
                continue
            for n in [n for n in sorted(self.changes) if {i - 1, i + 1} & set(self.found[n].entries)]:
                other_parts = " ".join(self.entries[index].original for index in self.found[n].entries)
                if _part(self.entries[i].original, self.messages[n].text, other_parts):
                    self.found[n] = MessageOrigin(tuple(sorted((*self.found[n].entries, i))))
                    self.taken.add(i)
                    break

    def pair_parts(self) -> None:
        """Give a new message the old text of which it was a part."""
        for n in self._open():
            for m in (n - 1, n + 1):
                origin = self.found.get(m)
                if origin is None or not (m in self.changes or origin.shared):
                    continue
                if _part(self.messages[n].text, self.entries[origin.entries[0]].original, self.messages[m].text):
                    self.found[n] = MessageOrigin(origin.entries, shared=True)
                    break

    def pair_repeated(self) -> None:
        """Let a text that is there more often than before go on from an equal one, where it has one translation."""
        by_text: dict[str, dict[str, int]] = defaultdict(dict)
        for i, entry in enumerate(self.entries[: self.live]):
            if entry.translation and not entry.stale:
                by_text[entry.original].setdefault(entry.translation, i)
        for n in self._open():
            if len(same := by_text.get(self.messages[n].text, {})) == 1:
                self.found[n] = MessageOrigin((*same.values(),), shared=True)


def _part(text: str, whole: str, known: str) -> bool:
    """Return whether ``text`` has words enough, and nearly all of them are in what ``whole`` has besides the words of
    another part, ``known``.
    """
    bag = Counter(_WORD.findall(text))
    rest = Counter(_WORD.findall(whole)) - Counter(_WORD.findall(known))
    return bag.total() >= _LEAST_WORDS and (bag & rest).total() >= _LEAST_SHARE_OF_PART * bag.total()


_KINDS = {"section": "heading"}


def kind_of(context: str) -> str:
    """Return the kind of message that a context names; none for one that the author gave."""
    name, sign, _ = context.partition(":")
    return _KINDS.get(name, name) if sign and not context.startswith("#") else ""
