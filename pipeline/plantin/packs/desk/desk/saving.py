"""Saves one message into its catalogue: three-way, so that what another window or program wrote meanwhile is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from plantin.files import file_digest
from plantin.findings import Finding
from plantin.house.layout import House
from plantin.packs.desk.desk.opened_catalogue import OpenedCatalogue
from plantin.translation import Catalogue, PoEntry, revisions, write_catalogue
from plantin.translation.po import STAGES, Stage, require_sound, signer

__all__ = ["Edit", "SaveResult", "require_sound", "save"]

Fate = Literal["saved", "same", "conflict", "changed", "gone", "refused"]

_TRIES = 5
"""So often is a catalogue read again that another program wrote in between."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What a translator did with a message."""

    context: str
    original: str
    """The original that they saw."""
    base: str
    """The translation that they began from."""
    translation: str
    stage: Stage = "translated"
    """The stage that it has reached."""
    by: str = ""
    """Their name; empty where they do not give it."""
    comments: tuple[str, ...] | None = None
    """Their notes, line by line; nothing where they were not edited."""
    base_comments: tuple[str, ...] = ()
    """The notes that they began from."""


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What became of an edit: "saved"; "same", the catalogue has it already; "conflict", the translation was changed
    elsewhere too, or the catalogue is being written again and again; "changed", the original is another now; "gone",
    the report does not have the message any more; "refused", for ``findings``. Nothing was written but for "saved".
    """

    fate: Fate
    entry: PoEntry | None = None
    """The message as the catalogue has it now."""
    findings: tuple[Finding, ...] = ()


def save(house: House, path: Path, edit: Edit, opened: Callable[[], OpenedCatalogue]) -> SaveResult:
    """Put an edit into the catalogue at ``path``, which is written whole; ``opened`` gives it as it is at that moment.
    Every other message stays as it is there, brought up to the report.

    Raises SourceError; TranslationError: T014, T015, T070 to T072 for the catalogue, T070, T071 for the text;
    UsageError (U026) where a link would have to be followed.
    """
    two_people = house.settings.translations.two_people
    for _ in range(_TRIES):
        before, now = file_digest(path), opened()
        saved = _apply(now, edit, two_people=two_people)
        if saved.fate != "saved" or saved.entry is None:
            return saved
        at = now.index(saved.entry.context)
        entries = now.catalogue.entries
        catalogue = replace(now.catalogue, entries=(*entries[:at], saved.entry, *entries[at + 1 :]))
        require_sound(replace(catalogue, entries=(saved.entry,), obsolete=()))
        if file_digest(path) == before:
            write_catalogue(path, catalogue, house.root)
            return saved
    return SaveResult("conflict", opened().entry(edit.context))


def _apply(now: OpenedCatalogue, edit: Edit, *, two_people: bool) -> SaveResult:
    """Return what becomes of an edit, with the entry that is to be written where it is saved."""
    try:
        entry = now.entry(edit.context)
    except KeyError:
        return SaveResult("gone")
    if entry.original != edit.original:
        return SaveResult("changed", entry)
    if entry.translation not in (edit.base, edit.translation):
        return SaveResult("conflict", entry)
    if refusal := _refusal(now.catalogue, entry, edit, two_people=two_people):
        return SaveResult("refused", entry, (refusal,))
    after = _set_stage(_merge_notes(entry, edit), edit)
    return SaveResult("same" if after == entry else "saved", after)


def _merge_notes(entry: PoEntry, edit: Edit) -> PoEntry:
    """Return ``entry`` with the notes of the edit; where both sides changed them, it has those of both."""
    if edit.comments is None or edit.comments == entry.comments:
        return entry
    both = entry.comments != edit.base_comments
    new = (line for line in edit.comments if line not in entry.comments)
    return replace(entry, comments=(*entry.comments, *new) if both else edit.comments)


def _set_stage(entry: PoEntry, edit: Edit) -> PoEntry:
    """Return ``entry`` with the translation and the stage of the edit. Who translated it is kept in a revision."""
    text = edit.translation if edit.translation.strip() else ""
    if edit.stage == "draft" or not text:
        previous = entry.previous if entry.stale else ""
        draft = replace(entry, translation=text, stale=bool(text), previous=previous)
        return replace(draft, review="", translated="", approved="")
    new = replace(entry, translation=text, stale=False, previous="")
    if edit.stage == "revised":
        return revisions.record_revision(entry, replace(new, approved="")).sign("revised", edit.by)
    if edit.stage == "approved":
        return new.sign("approved", edit.by)
    if new == entry and (entry.stage != "translated" or entry.translated or not edit.by):
        return entry
    begun = revisions.drop_earlier_revision(replace(new, review="", translated="", approved=""))
    return begun.sign("translated", edit.by) if edit.by else begun


def _refusal(catalogue: Catalogue, entry: PoEntry, edit: Edit, *, two_people: bool) -> Finding | None:
    """Return why a message cannot reach the stage: what comes before it is missing, or the translator would be the
    reviser.
    """
    place = catalogue.place(entry)
    if edit.stage == "approved" and (
        edit.translation != entry.translation or STAGES.index(entry.stage) < STAGES.index("revised")
    ):
        return Finding("T013", f"{entry.context} has not been reviewed", place, "Revise it first.")
    if edit.stage == "revised" and two_people and edit.by and signer(entry.signatures.get("translated", "")) == edit.by:
        return revisions.same_person(entry, place)
    return None
