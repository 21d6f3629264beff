"""What a reviser changed: a comment of the message keeps the text as it was translated."""

from __future__ import annotations

import json
from dataclasses import replace

from plantin.findings import Finding, Place
from plantin.translation.inline import divide, prose
from plantin.translation.po import STAGES, PoEntry, Stage, signer

_PREFIX = "before revision: "


def drop_earlier_revision(entry: PoEntry) -> PoEntry:
    """Return ``entry`` as a translator finished it: what was changed in an earlier revision is no longer of it."""
    return replace(entry, comments=_other_comments(entry))


def record_revision(before: PoEntry, after: PoEntry) -> PoEntry:
    """Return ``after``, a revision of ``before``, keeping the translator's text in a comment if it differs."""
    if after.translation == before.translation:
        return after.pin()
    first_text = translation_before(before) or before.translation
    signature = before.signatures.get("translated", "")
    _, _, who = signature.partition(",")
    kept = replace(after, review="", translated=f"yes,{who}" if signer(signature) else "").pin()
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


def needs_people(entry: PoEntry) -> bool:
    """Return whether a person has to sign a message: what has no letters says the same in every language.

    >>> needs_people(PoEntry("a", "Two")), needs_people(PoEntry("b", "*1,250*[^a]"))
    (True, False)
    """
    return any(letter.isalpha() for words in prose(divide(entry.original)) for letter in words)


def lacks_names(entry: PoEntry) -> bool:
    """Return whether a message does not name two people, who translated and who revised it, and has to."""
    names = (signer(entry.translated), signer(entry.review))
    return needs_people(entry) and not (all(names) and names[0] != names[1])


def sign_stage(entry: PoEntry, stage: Stage, name: str, *, two_people: bool) -> tuple[PoEntry, bool]:
    """Return ``entry`` with its ``stage`` signed by the person ``name``, where it has reached the stage before, and
    whether that was refused: with ``two_people`` the translator and the reviser are not the same, and who finished a
    stage that nobody has signed may say so.
    """
    due, reached = (STAGES.index(stage) - 1 or 1, STAGES.index(entry.stage))
    signature = {"translated": entry.translated, "revised": entry.review, "approved": entry.approved}.get(stage, "")
    unsigned = two_people and reached >= STAGES.index(stage) and lacks_names(entry)
    if signer(signature) or not (reached == due or unsigned):
        return entry, False
    other = {"revised": entry.translated, "translated": entry.review}.get(stage, "")
    if two_people and signer(other) == name:
        return entry, True
    return entry.sign(stage, name), False


def same_person(entry: PoEntry, place: Place) -> Finding:
    """T086 at ``place`` for a message whose translator would be its reviser."""
    message = f"{entry.context} was translated by {signer(entry.translated)}, who cannot revise it"
    return Finding("T086", message, place, "Let another person revise it.")


def _other_comments(entry: PoEntry) -> tuple[str, ...]:
    return tuple(line for line in entry.comments if not line.startswith(_PREFIX))
