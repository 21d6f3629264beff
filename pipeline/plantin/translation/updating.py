"""Updates a catalogue to a changed report, and fills it from translations made elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from plantin.translation import alignment, queries, terms
from plantin.translation.alignment import MessageOrigin
from plantin.translation.message import Message
from plantin.translation.po import Catalogue, PoEntry


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did, in messages: kept as they were, their original changed, new, no longer in the report."""

    kept: int
    changed: int
    new: int
    gone: int


def update(catalogue: Catalogue, messages: Sequence[Message]) -> tuple[Catalogue, Update]:
    """Return ``catalogue`` with the messages of the report as it is now.

    The text is the key: a message goes on from the entry with its text, wherever it was moved. One whose text has
    changed becomes stale and keeps the text it was translated from; a paragraph that was split gives its translation to
    both parts, paragraphs that were joined give theirs to the whole, stale. A repetition has the translation of the
    text that it repeats, not reviewed. An entry that is gone becomes obsolete; an obsolete one whose text comes back
    brings its translation along.
    """
    live = len(catalogue.entries)
    old = (*catalogue.entries, *catalogue.obsolete)
    origins = alignment.origins(old, live, messages)
    entries = [_carry_over(old, origins.get(n), message) for n, message in enumerate(messages)]
    changed = sum(any(old[i].original != messages[n].text for i in origin.entries) for n, origin in origins.items())
    new = len(messages) - len(origins)
    taken = {i for origin in origins.values() for i in origin.entries}
    gone = [old[i] for i in range(live) if i not in taken]
    obsolete = [old[i] for i in range(live, len(old)) if i not in taken]
    obsolete += [replace(entry, note="") for entry in gone if entry.translation or entry.comments]
    count = Update(len(messages) - changed - new, changed, new, len(gone))
    return replace(catalogue, entries=tuple(entries), obsolete=tuple(obsolete)), count


def _carry_over(known: Sequence[PoEntry], origin: MessageOrigin | None, message: Message) -> PoEntry:
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
    return _renew(
        replace(old[0], review="", translated="", approved="", comments=()) if origin.shared else old[0], message
    )


def _renew(entry: PoEntry, message: Message) -> PoEntry:
    """Return ``entry`` under the context and the text of ``message``."""
    renewed = replace(entry.pin(), context=message.context, note=message.note)
    if entry.original == message.text:
        kept = [line for line in entry.note.split("\n") if line.startswith((terms.NOTE, queries.NOTE))]
        return replace(renewed, note="\n".join((message.note, *kept)))
    renewed = replace(renewed, original=message.text, review="")
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
