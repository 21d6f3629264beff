"""Updates a catalogue to a changed report, and fills it from translations made elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from plantin.translation import alignment
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
    """``catalogue`` with the messages of the report as it is now.

    A message whose text has changed becomes stale and keeps the text it was translated from; one that is gone becomes
    obsolete; an obsolete one that comes back brings its translation along.
    """
    pairs = alignment.pairs(catalogue.entries, messages)
    revived = {(entry.context, entry.original): entry for entry in catalogue.obsolete}
    entries, changed, new = [], 0, 0
    for n, message in enumerate(messages):
        old = catalogue.entries[pairs[n]] if n in pairs else revived.pop((message.context, message.text), None)
        new += old is None
        changed += old is not None and old.original != message.text
        entries.append(_renewed(old or PoEntry(message.context, message.text), message))
    taken = set(pairs.values())
    gone = [entry for i, entry in enumerate(catalogue.entries) if i not in taken]
    obsolete = [*revived.values(), *(replace(entry, note="") for entry in gone if entry.translation or entry.comments)]
    count = Update(len(messages) - changed - new, changed, new, len(gone))
    return replace(catalogue, entries=tuple(entries), obsolete=tuple(obsolete)), count


def _renewed(entry: PoEntry, message: Message) -> PoEntry:
    """``entry`` under the context and the text of ``message``."""
    note = f"{message.kind} at {message.place.path}:{message.place.line}"
    renewed = replace(entry.pinned(), context=message.context, note=note)
    if entry.original == message.text:
        return renewed
    renewed = replace(renewed, original=message.text, review="")
    if not entry.translation:
        return renewed
    if entry.stale and entry.previous == message.text:
        return replace(renewed, stale=False, previous="")
    return replace(renewed, stale=True, previous=entry.previous if entry.stale and entry.previous else entry.original)


def adopt(catalogue: Catalogue, translations: Mapping[str, str], *, reviewed: bool = False) -> Catalogue:
    """``catalogue`` with the translations that the mapping has by context; other contexts are left as they are."""
    entries = []
    for entry in catalogue.entries:
        text = translations.get(entry.context)
        if not text:
            entries.append(entry)
            continue
        changed = replace(entry, translation=text, stale=False, previous="", review="yes" if reviewed else "")
        kept = entry if text == entry.translation and not entry.stale and not reviewed else changed
        entries.append(kept.pinned())
    return replace(catalogue, entries=tuple(entries))
