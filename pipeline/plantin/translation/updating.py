"""Updates a catalogue to a changed report, and fills it from translations made elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from plantin.translation import alignment, doubts, queries, terms
from plantin.translation.alignment import MessageOrigin, Site
from plantin.translation.message import Message
from plantin.translation.po import Catalogue, PoEntry
from plantin.translation.renamed_marks import normal_form, rename_marks


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did, in messages: kept as they were, their original changed, new, no longer in the report."""

    kept: int
    changed: int
    new: int
    gone: int
    sources: tuple[tuple[str, int], ...] = ()
    """The other catalogues that translations are from, each with how many."""


def update(
    catalogue: Catalogue, messages: Sequence[Message], elsewhere: Sequence[Catalogue] = ()
) -> tuple[Catalogue, Update]:
    """Return ``catalogue`` with the messages of the report as it is now.

    The text is the key: a message goes on from the entry with its text, wherever it was moved. One whose text has
    changed becomes stale and keeps the text it was translated from, with the signatures of that; where only names of
    marks or spaces changed, its translation changes with them. A paragraph that was split gives its translation to both
    parts, paragraphs that were joined give theirs to the whole, stale. A repetition has the translation of the text
    that it repeats, not reviewed. Equal texts whose translations differ are known by what is around them; where
    that has changed too, they are stale and say all translations. An entry that is gone becomes obsolete; an obsolete
    one whose text comes back brings its translation along, and so does one of the catalogues ``elsewhere``.
    """
    live = len(catalogue.entries)
    own = (*catalogue.entries, *catalogue.obsolete)
    old = (*own, *(entry for other in elsewhere for entry in other.entries))
    around = [*alignment.sites(catalogue.entries), *map(alignment.apart, alignment.sites(catalogue.obsolete))]
    around += [site for other in elsewhere for site in alignment.sites(other.entries)]
    origins = alignment.origins(old, live, messages, around)
    entries = [_carry_over(old, around, origins.get(n), message) for n, message in enumerate(messages)]
    changed = sum(
        any(normal_form(old[i].original) != normal_form(messages[n].text) for i in origin.entries)
        for n, origin in origins.items()
    )
    new = len(messages) - len(origins)
    kept = {i for origin in origins.values() for i in origin.entries if len(origin.entries) == 1}
    taken = {i for origin in origins.values() for i in origin.entries}
    gone = [i for i in range(live) if i not in kept and (old[i].translation or old[i].comments)]
    obsolete = [old[i] for i in range(live, len(own)) if i not in taken]
    obsolete += doubts.with_places(old, gone, lambda i: around[i].place)
    lost = sum(i not in taken for i in range(live))
    names = (*((catalogue.path,) * len(own)), *(other.path for other in elsewhere for _ in other.entries))
    sources = Counter(names[origin.entries[0]] for origin in origins.values() if origin.entries[0] >= len(own))
    count = Update(len(messages) - changed - new, changed, new, lost, tuple(sources.items()))
    return replace(catalogue, entries=tuple(entries), obsolete=tuple(obsolete)), count


def _carry_over(
    known: Sequence[PoEntry], sites: Sequence[Site], origin: MessageOrigin | None, message: Message
) -> PoEntry:
    """Return the entry of ``message``, which goes on from those of ``known`` that ``origin`` names."""
    if origin is None:
        return _renew(PoEntry(message.context, message.text), message)
    old = [known[i] for i in origin.entries]
    if len(old) > 1:
        original, translation = (
            " ".join(texts) for texts in zip(*((entry.original, entry.translation) for entry in old), strict=True)
        )
        comments = tuple(dict.fromkeys(line for entry in old for line in entry.comments))
        joined = PoEntry(old[0].context, original, translation, original, stale=True, comments=comments)
        return replace(_renew(joined, message), stale=True, previous=original)
    entry = old[0]
    if origin.shared and entry.original == message.text:
        entry = replace(entry, review="", translated="", approved="")
    if origin.shared:
        entry = replace(entry, comments=())
    if origin.returned:
        entry = doubts.settle(replace(entry, stale=False))
    renewed = _renew(entry, message)
    if origin.others and not renewed.stale:
        return doubts.put_in_doubt(renewed, sites[origin.entries[0]].place, origin.others)
    return renewed


def _renew(entry: PoEntry, message: Message) -> PoEntry:
    """Return ``entry`` under the context and the text of ``message``."""
    pinned = entry.pin() if entry.stale else doubts.settle(entry.pin())
    if entry.original == message.text:
        lines = [line for line in entry.note.split("\n") if line.startswith((terms.NOTE, queries.NOTE))]
        note = "\n".join((message.note, *lines))
        if (entry.context, entry.note) == (message.context, note):
            return pinned
        return replace(pinned, context=message.context, note=note)
    renewed = replace(pinned, context=message.context, note=message.note)
    if same := rename_marks(renewed, message.text):
        return same
    renewed = replace(renewed, original=message.text)
    if not entry.translation:
        return renewed
    if entry.stale and entry.previous == message.text:
        return replace(renewed, stale=False, previous="")
    return replace(renewed, stale=True, previous=entry.previous if entry.stale and entry.previous else entry.original)


def adopt(catalogue: Catalogue, translations: Mapping[str, str], *, reviewed: bool = False) -> Catalogue:
    """Return ``catalogue`` with the translations that the mapping has by context; other contexts stay as they are."""
    entries = []
    for entry in catalogue.entries:
        text = translations.get(entry.context)
        if not text:
            entries.append(entry)
            continue
        changed = replace(entry, translation=text, stale=False, previous="", review="yes" if reviewed else "")
        kept = entry if text == entry.translation and not entry.stale and not reviewed else changed
        entries.append(kept.pin())
    return replace(catalogue, entries=tuple(entries))
