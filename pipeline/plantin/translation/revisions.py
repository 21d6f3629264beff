"""What a reviser changed: a comment of the message keeps the text as it was translated."""

from __future__ import annotations

import json
from dataclasses import replace

from plantin.findings import Finding, Place
from plantin.translation.po import PoEntry, signer

_PREFIX = "before revision: "


def drop_earlier_revision(entry: PoEntry) -> PoEntry:
    """Return ``entry`` as a translator finished it: what was changed in an earlier revision is no longer of it."""
    return replace(entry, comments=_other_comments(entry))


def record_revision(before: PoEntry, after: PoEntry) -> PoEntry:
    """Return ``after``, a revision of ``before``, keeping the translator's text in a comment if it differs."""
    if after.translation == before.translation:
        return after.pin()
    first_text = translation_before(before) or before.translation
    _, _, who = before.translated.partition(",")
    kept = replace(after, review="", translated=f"yes,{who}" if signer(before.translated) else "").pin()
    # Nothing to keep: the reviser went back to it, it is of another original, or there was none.
    if first_text == after.translation or before.stale or not first_text:
        return replace(kept, comments=_other_comments(kept))
    return replace(kept, comments=(*_other_comments(kept), _PREFIX + json.dumps(first_text, ensure_ascii=False)))


def translation_before(entry: PoEntry) -> str:
    """Return the text that a reviser changed; empty where they changed nothing.

    >>> translation_before(PoEntry("a", "Two.", "Deux.", comments=('before revision: "Duex."',)))
    'Duex.'
    """
    for line in entry.comments:
        if line.startswith(_PREFIX):
            try:
                return str(json.loads(line.removeprefix(_PREFIX)))
            except ValueError:
                return ""
    return ""


def same_person(entry: PoEntry, place: Place) -> Finding:
    """T086 at ``place`` for a message whose translator would be its reviser."""
    message = f"{entry.context} was translated by {signer(entry.translated)}, who cannot revise it"
    return Finding("T086", message, place, "Let another person revise it.")


def _other_comments(entry: PoEntry) -> tuple[str, ...]:
    return tuple(line for line in entry.comments if not line.startswith(_PREFIX))
