"""Which translation each message of a changed report goes on with. The text is the key, as in gettext and po4a; what is
around it decides between equal texts alone.

No equal text is ever left without its translation, however sections, tables and paragraphs were moved. A changed text
goes on from the most alike of those that are gone, if they share at least half their words.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, takewhile

from plantin.translation import doubts
from plantin.translation.message import Message
from plantin.translation.po import PoEntry
from plantin.translation.renamed_marks import normal_form

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
_SIDES = 3
"""How many digests a place has at most."""
_HEADS = 2
"""How many heads the note of a cell has."""
_MOST_IN_ROW = 64
"""With how many cells of its row one is kept: all of them with all others would be too many in a wide table."""
_Variants = dict[str, dict[str, str]]
"""What texts are translated as: by the normal form of a translation, one of those."""
_AUTHORS_ID_WEIGHT = 1.0
"""What counts for a pair with the same author's id: more than any words."""


@dataclass(frozen=True, slots=True)
class MessageOrigin:
    """What a message goes on from."""

    entries: tuple[int, ...]
    """The indices of the old entries, in their order: one, or those whose texts were joined."""
    shared: bool = False
    """Whether another message goes on from the same entry: a repetition, or a part that was split off."""
    others: tuple[str, ...] = ()
    """What equal texts are translated as too, where nothing around the message says which of them it is."""
    returned: bool = False
    """Whether it is back at the place where its translation was certain."""


@dataclass(frozen=True, slots=True)
class Site:
    """A text with what is around it."""

    text: str
    authors_id: str
    section: str
    heads: tuple[str, ...]
    """The heads of its column and its row."""
    heading: bool
    before: str | None = None
    """The text before it; of a cell, the one above it in its column: columns change places."""
    after: str | None = None
    row: tuple[str, ...] = ()
    """The other cells of its row, in the order of letters."""
    lines: tuple[str | None, ...] = ()
    """What is above and below the first cell of its row."""

    @property
    def place(self) -> str:
        """What the place is recognized by: digests of all that is around the text, of its row, and of its column or
        what is beside it.
        """
        before = None if self.heading else self.before
        around = [self.section, *self.heads, before, self.after], [*self.heads, "", *self.row]
        return " ".join(map(_digest, ([*around[0], *around[1], *self.lines], *around[::-1][not self.row :])))


def _digest(texts: Iterable[str | None]) -> str:
    return hashlib.sha256("\0".join((text and normal_form(text)) or "" for text in texts).encode()).hexdigest()[:12]


_Key = Callable[[Site], object]
_CERTAIN: tuple[_Key, ...] = (
    lambda site: site.authors_id and (site.text, site.authors_id),
    lambda site: (site.text, site.section, site.heads, site.before, site.after, site.row, site.lines),
    lambda site: (site.text, site.heads, site.before, site.after, site.row),
    lambda site: site.heads and (site.text, site.section, site.heads),
    lambda site: site.heads and (site.text, site.heads),
)
"""What tells equal texts apart, the surest first; nothing where a text has no such key."""
_WHOLE = 3
"""How many of these have all that is around a text."""


_Beside = Callable[[Site], Iterable[object]]
_BESIDE: tuple[_Beside, ...] = (
    lambda site: [(site.text, site.heads, site.row)] if site.row else [],
    lambda site: [(site.text, site.heads, text) for text in site.row],
    lambda site: [
        (site.text, site.heads, beside, text)
        for beside, text in (("before", site.before), ("after", site.after))
        if beside == "after" or not site.heading
    ],
)
"""What tells most of those that are left apart, where it does not say different things: a heading is that of what
follows it.
"""
_Row = tuple[str, str, str, tuple[str, ...], bool]
"""What is known of a text by itself: the first fields of ``Site``."""


def sites(entries: Sequence[PoEntry]) -> list[Site]:
    """Return the texts of a catalogue, each with what is around it; the notes of cells say their heads."""
    rows = []
    for entry in entries:
        place, *heads = entry.note.split("\n", 1)[0].rsplit(" | ", _HEADS)
        heads = heads if place.startswith("cell") and len(heads) == _HEADS else []
        rows.append((entry.original, entry.context, place.partition(": ")[2], (*heads,), place == "heading"))
    return _beside(rows)


def apart(site: Site) -> Site:
    """Return ``site`` without what is beside it: entries that are gone lie in no order."""
    return replace(site, before=None, after=None, row=(), lines=())


def _beside(rows: Sequence[_Row]) -> list[Site]:
    """Return the texts with what is around them. Cells of one row have its head; one in the column of the first begins
    another row.
    """
    texts = [None, *(row[0] for row in rows), None]
    places = [Site(*row, *around) for row, around in zip(rows, zip(texts, texts[2:], strict=False), strict=True)]
    lines: list[list[int]] = []
    columns: Counter[str] = Counter()
    last: dict[tuple[str, int], int] = {}
    for n, site in enumerate(places):
        if not site.heads:
            last.clear()
            continue
        line = lines[-1] if last else []
        first = places[line[0]].heads if 0 < len(line) < _MOST_IN_ROW else ()
        if not first or site.heads == first or site.heads[1] != first[1]:
            lines.append(line := [])
            columns.clear()
        column = site.heads[0], columns[site.heads[0]]
        columns[site.heads[0]] += 1
        above = last.get(column, -1)
        line.append(n)
        places[n] = replace(site, before=None if last else site.before, after=None)
        last[column] = n
        if above >= 0:
            places[n] = replace(site, before=places[above].text, after=None)
            places[above] = replace(places[above], after=site.text)
    for line in lines:
        around = places[line[0]].before, places[line[0]].after
        for n in line:
            row = tuple(sorted(places[m].text for m in line if m != n))
            places[n] = replace(places[n], row=row, lines=around)
    return places


def origins(
    entries: Sequence[PoEntry], live: int, messages: Sequence[Message], old_sites: Sequence[Site] = ()
) -> dict[int, MessageOrigin]:
    """Return the origin of each message by its index; a message that is new has none. Of ``entries``, the first
    ``live`` are those of the report before, the others are obsolete or of other reports: these come back where their
    text does. ``old_sites`` are the places of all of them, by default those in one catalogue.
    """
    old = old_sites or [*sites(entries[:live]), *map(apart, sites(entries[live:]))]
    rows = [
        (
            message.text,
            message.context if message.permanent else "",
            message.section,
            message.heads,
            message.kind == "heading",
        )
        for message in messages
    ]
    new = _beside(rows)
    if not any(site.heads for site in old):  # a catalogue of an earlier version does not say the heads of cells
        new = [replace(site, heads=()) for site in new]
    work = _Alignment(entries, live, messages, old, new)
    work.pair_returned()
    work.pair_equal(str)
    work.pair_restored()
    work.pair_repeated()
    work.pair_equal(normal_form)
    work.pair_changed()
    work.pair_joined()
    work.pair_parts()
    work.settle_doubts()
    return work.found


@dataclass(slots=True)
class _Alignment:
    """The pairs found so far."""

    entries: Sequence[PoEntry]
    live: int
    messages: Sequence[Message]
    old: Sequence[Site]
    new: Sequence[Site]
    found: dict[int, MessageOrigin] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    changes: set[int] = field(default_factory=set)
    """The messages whose text has changed."""

    def _open(self) -> list[int]:
        """Return the messages without an origin."""
        return [n for n in range(len(self.messages)) if n not in self.found]

    def _pair(self, n: int, i: int, others: Iterable[str] = ()) -> None:
        self.found[n] = MessageOrigin((i,), others=(*others,))
        self.taken.add(i)

    def pair_returned(self) -> None:
        """Pair the messages that were in doubt and are back at their former places, or at one side of them."""
        doubtful = {
            i: doubts.place_of(entry).split()
            for i, entry in enumerate(self.entries)
            if (entry.stale or i >= self.live) and doubts.place_of(entry)
        }
        texts = {self.old[i].text for i in doubtful}
        places = {n: self.new[n].place.split() for n in self._open() if self.new[n].text in texts}
        for side in range(_SIDES):
            waiting, following = defaultdict[object, list[int]](list), defaultdict[object, list[int]](list)
            for rows, digests, done, sites_of in (
                (waiting, doubtful, self.taken, self.old),
                (following, places, self.found, self.new),
            ):
                for place, of_sides in digests.items():
                    if place not in done and len(of_sides) > side:
                        rows[sites_of[place].text, of_sides[side]].append(place)
            for key, numbers in following.items():
                if len(numbers) == len(same := waiting.get(key, [])) == 1:
                    self.found[numbers[0]] = MessageOrigin((*same,), returned=True)
                    self.taken.add(same[0])

    def pair_equal(self, form: Callable[[str], str]) -> None:
        """Pair texts that are equal in a ``form``, by what is around them, those of the report before first; what is
        left in their order, and with the other translations of the text where these differ.
        """
        places = [i for i in range(len(self.entries)) if i not in self.taken]
        old = {i: self._in_form(self.old[i], form) for i in places}
        new = {n: self._in_form(self.new[n], form) for n in self._open()}
        texts = {site.text for site in new.values()}
        old = {i: site for i, site in old.items() if site.text in texts}
        variants: dict[str, dict[str, str]] = defaultdict(dict)
        for entry in self.entries:
            if entry.translation and (text := form(entry.original)) in texts:
                variants[text].setdefault(normal_form(entry.translation), entry.translation)
        certain = {i: site for i, site in old.items() if i < self.live or not doubts.place_of(self.entries[i])}
        for chosen in (range(self.live), range(self.live, len(self.entries))):
            for key in _CERTAIN[:_WHOLE]:
                self._pair_by_key(certain, new, key, chosen, variants)
            for beside in _BESIDE:
                self._pair_beside(certain, new, chosen, beside)
            for key in _CERTAIN[_WHOLE:]:
                self._pair_by_key(certain, new, key, chosen, variants, most=1)
            self._pair_left(old, new, chosen, variants)

    def _in_form(self, site: Site, form: Callable[[str], str]) -> Site:
        if form is str:
            return site
        before, after, *lines = (text and form(text) for text in (site.before, site.after, *site.lines))
        row = tuple(sorted(map(form, site.row)))
        return replace(site, text=form(site.text), before=before, after=after, row=row, lines=(*lines,))

    def _pair_by_key(
        self, old: dict[int, Site], new: dict[int, Site], key: _Key, places: range, variants: _Variants, most: int = 0
    ) -> None:
        """Pair what is open and has the same key, in order. Of texts whose translations differ, as many have to have
        the key in both, and not more than ``most``.
        """
        waiting: dict[object, list[int]] = defaultdict(list)
        for i, site in old.items():
            if i in places and i not in self.taken and (found := key(site)):
                waiting[found].append(i)
        following: dict[object, list[int]] = defaultdict(list)
        for n, site in new.items():
            if n not in self.found and (found := key(site)) in waiting:
                following[found].append(n)
        for found, numbers in following.items():
            same = waiting[found]
            if len(same) == len(numbers) <= (most or len(same)) or len(variants[new[numbers[0]].text]) <= 1:
                for n, i in zip(numbers, same, strict=False):
                    self._pair(n, i)

    def _pair_beside(self, old: dict[int, Site], new: dict[int, Site], places: range, beside: _Beside) -> None:
        """Pair what is open and has one neighbour as before, as ``beside`` says, if that fits no other."""
        waiting, following = defaultdict[object, list[int]](list), defaultdict[object, list[int]](list)
        for rows, sites_of, done in ((waiting, old, self.taken), (following, new, self.found)):
            for place, site in sites_of.items():
                if place not in done and (rows is following or place in places):
                    for key in beside(site):
                        rows[key].append(place)
        fits: dict[int, set[int]] = defaultdict(set)
        fit_by: Counter[int] = Counter()
        for key, numbers in following.items():
            for n in numbers:
                fits[n].update(waiting.get(key, ()))
        for same in fits.values():
            fit_by.update(same)
        for n, same in fits.items():
            if len(same) == 1 and fit_by[i := next(iter(same))] == 1:
                self._pair(n, i)

    def _pair_left(self, old: dict[int, Site], new: dict[int, Site], places: range, variants: _Variants) -> None:
        waiting: dict[str, deque[int]] = defaultdict(deque)
        for i, site in old.items():
            if i in places and i not in self.taken:
                waiting[site.text].append(i)
        live = Counter(site.text for i, site in old.items() if i < self.live)
        for n, site in new.items():
            if n in self.found or not waiting[site.text]:
                continue
            i = waiting[site.text].popleft()
            only = i < self.live and live[site.text] == 1 and not old[i].heads
            translation = normal_form(self.entries[i].translation)
            others = [] if only else [text for form, text in variants[site.text].items() if form != translation]
            others += [text for text in doubts.others_of(self.entries[i]) if text not in others]
            self._pair(n, i, others if self.entries[i].translation else ())

    def pair_restored(self) -> None:
        """Pair texts that were changed, made a translation stale, and are as they were again."""
        waiting: dict[str, deque[int]] = defaultdict(deque)
        for i, entry in enumerate(self.entries[: self.live]):
            if i not in self.taken and entry.stale and entry.previous:
                waiting[entry.previous].append(i)
        for n in self._open():
            if places := waiting.get(self.messages[n].text):
                self._pair(n, places.popleft())

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
        """Let a text that is there more often than before go on from an equal one, where it has one translation, or
        from one that was changed and is stale.
        """
        by_text: dict[str, dict[str, int]] = defaultdict(dict)
        for i, entry in enumerate(self.entries[: self.live]):
            if entry.translation and (text := entry.previous if entry.stale else entry.original):
                by_text[text].setdefault(entry.translation, i)
        for n in self._open():
            if len(same := by_text.get(self.messages[n].text, {})) == 1:
                self.found[n] = MessageOrigin((*same.values(),), shared=True)

    def settle_doubts(self) -> None:
        """Give the messages in doubt those of their entries that are beside the same ones as before, though these were
        changed, or under the same heads; the others stay in doubt.
        """
        doubtful = {n for n, origin in self.found.items() if origin.others and not origin.shared}
        holders = {i: n for n, origin in self.found.items() for i in origin.entries}
        settled, heads = doubtful, self._changed_heads() if doubtful else {}
        above = [*accumulate((i * site.heading for i, site in enumerate(self.old[: self.live])), max)]
        while settled:
            fits = {n: self._fitting(n, heads, above) for n in doubtful}
            claims = Counter(min(same) for same in fits.values() if len(same) == 1)
            settled = set()
            for n, same in fits.items():
                if len(same) != 1 or claims[i := min(same)] != 1 or holders.get(i, n) not in doubtful:
                    continue
                if (other := holders.get(i, n)) != n:
                    holders[self.found[n].entries[0]] = other
                    self.found[other] = replace(self.found[other], entries=self.found[n].entries)
                self.found[n] = MessageOrigin((i,))
                holders[i] = n
                settled.add(n)
            doubtful -= settled

    def _changed_heads(self) -> dict[str, str]:
        """Return the former heads of cells by those that go on from them."""
        pairs = ((self.new[n], self.old[origin.entries[0]]) for n, origin in self.found.items())
        return {
            name: was
            for new, old in pairs
            if new.text != old.text
            for name, was in zip(new.heads, old.heads, strict=False)
        }

    def _fitting(self, n: int, heads: Mapping[str, str], above: Sequence[int]) -> set[int]:
        """Return the equal old texts beside what the neighbours of a message go on from: of a heading, above what its
        section goes on from; of a cell, those under the ``heads`` that its own go on from, and if these are several,
        those of them that are beside the same.
        """
        if self.new[n].heading:
            return {i for i in self._headings_of_section(n, above) if self.old[i].text == self.new[n].text}
        neighbours = ((step, self.found.get(n + step)) for step in (-1, 1))
        beside = {origin.entries[0] - step for step, origin in neighbours if origin and not origin.others}
        beside = {i for i in beside if 0 <= i < self.live and self.old[i].text == self.new[n].text}
        if not self.new[n].heads:
            return beside
        due = tuple(heads.get(name, name) for name in self.new[n].heads)
        same = {i for i in range(self.live) if self.old[i].heads == due and self.old[i].text == self.new[n].text}
        return same & beside or same

    def _headings_of_section(self, n: int, above: Sequence[int]) -> Iterator[int]:
        """Yield the old headings ``above`` what the messages below a heading go on from."""
        for m in takewhile(lambda m: not self.new[m].heading, range(n + 1, len(self.new))):
            origin = self.found.get(m)
            if origin and not origin.others and origin.entries[0] < self.live:
                yield above[origin.entries[0]]


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
