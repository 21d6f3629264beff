"""Merges two catalogues that go back to a third, message by message, as git asks of a merge driver.

A message is followed from the third catalogue into both by the alignment that follows it through an edit of its report,
so that a translation made on one side joins a text that moved or changed on the other. Only what both sides changed is
in conflict: such a message is fuzzy, and its comments have both texts with their reviews.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast, get_args

from plantin.findings import Place
from plantin.packs.exchange import alternatives
from plantin.packs.exchange.alternatives import Side
from plantin.translation import alignment
from plantin.translation.message import Kind, Message
from plantin.translation.po import Catalogue, PoEntry

T = TypeVar("T")
_DATE, _TRANSLATOR = "PO-Revision-Date", "Last-Translator"


@dataclass(slots=True)
class _Versions:
    """One message in the third catalogue and on both sides, where they have it."""

    base: PoEntry | None = None
    sides: dict[Side, PoEntry] = field(default_factory=dict)

    @property
    def ours(self) -> PoEntry | None:
        """Our message."""
        return self.sides.get("ours")

    @property
    def theirs(self) -> PoEntry | None:
        """Their message."""
        return self.sides.get("theirs")

    @property
    def is_deleted(self) -> bool:
        """Whether a side has removed the message."""
        return self.base is not None and len(self.sides) < len(get_args(Side))


def merge_catalogues(base: Catalogue, ours: Catalogue, theirs: Catalogue) -> Catalogue:
    """Return ``ours`` with what ``theirs`` has changed since ``base``; where the two have no common catalogue, an empty
    one is their base. What is in conflict is listed by ``alternatives.list_conflicts``.
    """
    base, ours, theirs = (
        replace(catalogue, entries=tuple(entry.pin() for entry in catalogue.entries))
        for catalogue in (base, ours, theirs)
    )
    rows = _list_versions(base.entries, ours.entries, theirs.entries)
    gone = [row for row in rows if row.is_deleted]
    return replace(
        ours,
        entries=_with_contexts_apart([_merge_entry(row) for row in rows if not row.is_deleted]),
        obsolete=_merge_obsolete(
            [*base.obsolete, *(row.base for row in gone if row.base)],
            [*ours.obsolete, *(row.ours for row in gone if row.ours)],
            [*theirs.obsolete, *(row.theirs for row in gone if row.theirs)],
        ),
        header=_merge_headers(*(dict(catalogue.header) for catalogue in (base, ours, theirs))),
        remark="\n".join(_merge_lines(*(catalogue.remark.split("\n") for catalogue in (base, ours, theirs)))),
    )


def _choose(base: T, ours: T, theirs: T) -> T:
    """Return what one side has changed; ours where both have."""
    return theirs if ours == base else ours


def _list_versions(base: Sequence[PoEntry], ours: Sequence[PoEntry], theirs: Sequence[PoEntry]) -> list[_Versions]:
    """Return every message of the three catalogues, in the order of the side that has moved messages."""
    rows = [_Versions(entry) for entry in base]
    new: dict[tuple[str, str], _Versions] = {}
    sides = []
    versions: tuple[tuple[Side, Sequence[PoEntry]], ...] = ("ours", ours), ("theirs", theirs)
    for name, entries in versions:
        origins = _trace(base, entries)
        side = []
        for place, entry in enumerate(entries):
            # What is in neither is one message where both sides have added it alike.
            key = entry.context, entry.original
            row = rows[origins[place]] if place in origins else new.setdefault(key, _Versions())
            row.sides[name] = entry
            side.append(row)
        sides.append(side)
    return [row for row in _join(rows, *sides) if row.sides]


def _trace(base: Sequence[PoEntry], entries: Sequence[PoEntry]) -> dict[int, int]:
    """Return which message of ``base`` each of ``entries`` goes on from, by their places: each at most once."""
    kinds = (cast("Kind", alignment.kind_of(entry.context) or "paragraph") for entry in entries)
    messages = [
        Message(entry.context, entry.original, kind, Place(entry.context))
        for entry, kind in zip(entries, kinds, strict=True)
    ]
    originals = Counter(entry.original for entry in base)
    pairs, others = (Counter((entry.original, entry.translation) for entry in side) for side in (base, entries))
    alone = {
        (entry.original, entry.translation): n
        for n, entry in enumerate(base)
        if originals[entry.original] > 1 == pairs[entry.original, entry.translation]
    }
    places = {
        place: alone[pair]
        for place, pair in enumerate((entry.original, entry.translation) for entry in entries)
        if pair in alone and others[pair] == 1
    }
    free = set(range(len(base))) - set(places.values())
    origins = alignment.origins(base, len(base), messages).items()
    for place, origin in sorted(origins, key=lambda pair: (pair[1].shared, pair[0])):
        left = [n for n in origin.entries if n in free]
        if left and place not in places:
            places[place] = max(left, key=lambda n: len(base[n].original))
            free.remove(places[place])
    for place, entry in enumerate(entries):
        # Two edits in a row may leave few words of a text; what its old translation was made from says which it was.
        if place not in places and entry.stale and entry.previous:
            left = [n for n in free if base[n].original == entry.previous]
            if left:
                places[place] = min(left)
                free.remove(min(left))
    return places


def _join(base: list[_Versions], ours: list[_Versions], theirs: list[_Versions]) -> list[_Versions]:
    """Return the rows of the three in one order, each once."""
    in_base = [id(row) for row in base if row.ours and row.theirs]
    unmoved = [id(row) for row in ours if row.base and row.theirs] == in_base
    first, *others = (theirs, ours, base) if unmoved else (ours, theirs, base)
    joined = {id(row): row for row in first}
    order = list(joined)
    for rows in others:
        after = -1
        for row in rows:
            if id(row) in joined:
                after = order.index(id(row))
            else:
                joined[id(row)] = row
                after += 1
                order.insert(after, id(row))
    return [joined[key] for key in order]


def _merge_entry(row: _Versions) -> PoEntry:
    """Return the message that both sides have, or that one of them has added."""
    if row.ours is None or row.theirs is None:
        entry = row.ours or row.theirs
        assert entry is not None  # noqa: S101 - a row without either is not listed
        return entry
    before = row.base or PoEntry(row.ours.context, row.ours.original)
    original = _choose(before.original, row.ours.original, row.theirs.original)
    source = row.ours if row.ours.original == original else row.theirs
    if row.ours.original == row.theirs.original:
        source = replace(source, context=_choose(before.context, row.ours.context, row.theirs.context))
    base, ours, theirs = (_renew(entry, source) for entry in (before, row.ours, row.theirs))
    texts = _text(base), _text(ours), _text(theirs)
    if ours.translation == theirs.translation and texts[0] not in texts[1:]:
        chosen = theirs if ours.stale else ours  # the same text, which one side has confirmed
    else:
        chosen = ours if _choose(*texts) == texts[1] else theirs
    entry = replace(
        _merge_signatures(base, ours, theirs, chosen),
        comments=_merge_lines(base.comments, ours.comments, theirs.comments),
        flags=_merge_lines(base.flags, ours.flags, theirs.flags),
        note=_choose(base.note, ours.note, theirs.note),
    )
    if ours.translation == theirs.translation or texts[0] in texts[1:]:
        return entry
    return alternatives.put_in_conflict(entry, ours, theirs)


def _text(entry: PoEntry) -> tuple[str, bool, str]:
    return entry.translation, entry.stale, entry.previous if entry.stale else ""


def _renew(entry: PoEntry, source: PoEntry) -> PoEntry:
    """Return ``entry`` under the context and the original of ``source``: stale where its own original is another."""
    if entry.original == source.original:
        return replace(entry, context=source.context)
    stale = bool(entry.translation) and not (entry.stale and entry.previous == source.original)
    previous = (entry.stale and entry.previous) or entry.original
    previous = previous if stale else ""
    return replace(entry, context=source.context, original=source.original, stale=stale, previous=previous).pin()


def _merge_signatures(base: PoEntry, ours: PoEntry, theirs: PoEntry, entry: PoEntry) -> PoEntry:
    """Return ``entry`` with the signatures of each version that has its text."""

    def choose(name: str) -> str:
        return _choose(
            *(getattr(version, name) if _text(version) == _text(entry) else "" for version in (base, ours, theirs))
        )

    return replace(entry, translated=choose("translated"), review=choose("review"), approved=choose("approved"))


def _merge_lines(base: Iterable[str], ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Return the lines of both sides, without those that one of them has removed."""
    before = set(base)
    kept = [line for line in ours if line not in before or line in theirs]
    return (*kept, *(line for line in theirs if line not in before and line not in ours))


def _merge_obsolete(base: Iterable[PoEntry], ours: Iterable[PoEntry], theirs: Iterable[PoEntry]) -> tuple[PoEntry, ...]:
    """Return the messages that the report no longer has; where both sides changed one, both texts."""
    before, mine, other = (
        {(entry.context, entry.original, entry.translation): replace(entry, note="") for entry in entries}
        for entries in (base, ours, theirs)
    )
    merged = {key: entry for key, entry in mine.items() if key not in before or key in other}
    merged |= {key: entry for key, entry in other.items() if key not in before and key not in mine}
    return tuple(entry for entry in merged.values() if entry.translation or entry.comments)


def _merge_headers(base: dict[str, str], ours: dict[str, str], theirs: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the fields of the header; the later date with its translator, so that the two are never in conflict."""
    merged = {
        name: _choose(base.get(name, ""), ours.get(name, ""), theirs.get(name, "")) for name in {**theirs, **ours}
    }
    later = max(ours, theirs, key=lambda header: header.get(_DATE, ""))
    merged |= {name: later[name] for name in (_DATE, _TRANSLATOR) if name in later}
    return tuple(merged.items())


def _with_contexts_apart(entries: Iterable[PoEntry]) -> tuple[PoEntry, ...]:
    """Return ``entries``, each with a context of its own; the next update gives those of the report."""
    apart: dict[str, PoEntry] = {}
    for entry in entries:
        context, count = entry.context, 1
        while context in apart:
            count += 1
            context = f"{entry.context}~{count}"
        apart[context] = replace(entry, context=context)
    return tuple(apart.values())
