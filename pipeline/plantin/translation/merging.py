"""What comes back from translators, merged into the catalogue: compared with what was exported and with what the
catalogue has now, so that neither side's newer text is overwritten.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from plantin.findings import Finding, Place, TranslationError
from plantin.translation import revisions
from plantin.translation.conflict_markers import show_apart
from plantin.translation.exchange import ReceivedUnit, TranslatorFile, target_text
from plantin.translation.memory import Memory, MemoryPair, fill_from
from plantin.translation.po import STAGES, Catalogue, PoEntry, signer

Side = Literal["", "ours", "theirs"]
Fate = Literal["taken", "confirmed", "same", "conflict", "unfinished", "emptied", "unknown"]
_SETTLED: dict[Side, Fate] = {"": "conflict", "ours": "same", "theirs": "taken"}
_SHOWN = 60


@dataclass(slots=True)
class MergeResult:
    """A catalogue with what came back in it."""

    catalogue: Catalogue
    findings: list[Finding] = field(default_factory=list)
    """T055 for a message that the report does not have, T082 for a conflict, T083 for a target that was emptied, T086
    for one whose translator would be its reviser.
    """
    fates: Counter[Fate] = field(default_factory=Counter)
    """How many units were taken, confirmed though their text was old, the same, in conflict, unfinished, emptied or
    unknown.
    """
    unfinished: list[str] = field(default_factory=list)
    """The contexts of the messages that were left out as unfinished."""
    notes: int = 0
    """How many notes of translators were added."""
    conflicts: list[PoEntry] = field(default_factory=list)
    """The messages in conflict, with the file's text; the note of each has that of the catalogue."""


def merge(
    catalogue: Catalogue,
    given: TranslatorFile,
    name: str,
    report: str,
    prefer: Side = "",
    by: str = "",
    *,
    two_people: bool = False,
) -> MergeResult:
    """Return ``catalogue`` of the report ``report`` with the units of ``given``, the file that findings call ``name``.

    A unit is recognized by its context and text, else by its text, else by the text that a stale message had before,
    which stays stale. The translation of a text that the report no longer has is kept as obsolete, and given, stale, to
    a message without translation whose text is nearly that. Where its target has changed since the export and the
    catalogue's text has too, it is a conflict: ``prefer`` settles it, else the catalogue keeps its text and both are
    reported. A review and an approval survive unless the text changes. What the file says was revised or approved since
    the export is so in the catalogue, signed as the file does, else by ``by``; with ``two_people``, not by its
    translator.

    Raises TranslationError: T080 the file is in another language, T081 it is of another report.
    """
    _require_same(catalogue, given, name, report)
    if given.language.replace("_", "-").lower() not in ("", catalogue.language.lower()):
        given = replace(given, units=tuple(replace(unit, signatures={}) for unit in given.units))
    entries, merged = list(catalogue.entries), MergeResult(catalogue)
    places, gone = _Places(entries, given.units), list[ReceivedUnit]()
    for unit in given.units:
        place = places.of(unit)
        fate: Fate = "unknown" if place is None else _fate(entries[place], unit, prefer)
        merged.fates[fate] += 1
        if finding := _finding(fate, unit, entries[place] if place is not None else None, name):
            merged.findings.append(finding)
        if place is None:
            gone.append(unit)
        else:
            if fate == "unfinished":
                merged.unfinished.append(entries[place].context)
            if fate == "conflict":
                merged.conflicts.append(_in_conflict(entries[place], unit))
            entry, added = _with_notes(_take_text(entries[place], unit, fate, by), unit)
            merged.notes += added
            if fate in ("taken", "confirmed", "same") and entry.translation == unit.translation and not entry.stale:
                entry, refused = _sign_stages(entry, unit, by, two_people=two_people)
                merged.findings += [revisions.same_person(entry, Place(name, unit.line))] * refused
            entries[place] = entry
    if given.units and merged.fates["unknown"] == len(given.units):
        hint = "Name the report that it was exported from."
        raise TranslationError.of("T081", "no message of the file is in this report", Place(name), hint)
    merged.catalogue = replace(catalogue, entries=tuple(entries))
    if gone:
        merged.catalogue = _with_gone(merged.catalogue, gone, report)
    return merged


def _require_same(catalogue: Catalogue, given: TranslatorFile, name: str, report: str) -> None:
    """The file is of the language, or of that of which it is a variety, and of the report, whatever symbol that had."""
    theirs, ours = given.language.replace("_", "-").lower(), catalogue.language.lower()
    if theirs and theirs != ours and not ours.startswith(f"{theirs}-"):
        message = f"the file is in {given.language}, not in {catalogue.language}"
        hint = f"Give --language {given.language}, or send the file of {catalogue.language}."
        raise TranslationError.of("T080", message, Place(name), hint)
    texts = {text for entry in (*catalogue.entries, *catalogue.obsolete) for text in (entry.original, entry.previous)}
    present = sum(unit.original in texts for unit in given.units)
    if given.report not in ("", report) and not 2 * present >= len(given.units) > 0:
        raise of_another_report(given.report, report, name)


def of_another_report(given: str, report: str, name: str) -> TranslationError:
    """T081 for the file ``name`` of the report ``given``, which is not ``report``."""
    message = f"the file is of the report {given}, not of {report}"
    return TranslationError.of("T081", message, Place(name), "Name the report that it was exported from.")


class _Places:
    """Finds the entry of each unit: by context and text, but of equal texts by the target it was exported with; else
    the next one with its text, else with it before.
    """

    def __init__(self, entries: Sequence[PoEntry], units: Sequence[ReceivedUnit]) -> None:
        self._entries = tuple(entries)
        self._exact = {(entry.context, entry.original): n for n, entry in enumerate(entries)}
        claimed = {self._exact.get((unit.context, unit.original)) for unit in units}
        unchanged = {place for unit in units if (place := self._unchanged(unit)) is not None}
        self._by_text: dict[str, deque[int]] = defaultdict(deque)
        self._by_target: dict[str, list[int]] = defaultdict(list)
        for n, entry in enumerate(entries):
            if n not in claimed:
                self._by_text[entry.original].append(n)
            if n not in unchanged:
                self._by_target[entry.original].append(n)
        for n, entry in enumerate(entries):
            if n not in claimed and entry.stale and entry.previous:
                self._by_text[entry.previous].append(n)

    def _unchanged(self, unit: ReceivedUnit) -> int | None:
        """Return the index of the entry of its context, where that has the target that it was exported with."""
        place = self._exact.get((unit.context, unit.original))
        same = place is not None and unit.was_exported_as(target_text(self._entries[place]))
        return place if same else None

    def of(self, unit: ReceivedUnit) -> int | None:
        """Return the index of the entry; none where the report does not have the message."""
        exact = self._exact.get((unit.context, unit.original))
        if unit.base and self._unchanged(unit) is None:
            places = self._by_target.get(unit.original, ())
            same = [n for n in places if unit.was_exported_as(target_text(self._entries[n]))]
            exact = same[0] if len(same) == 1 else exact
        if exact is not None:
            return exact
        waiting = self._by_text.get(unit.original)
        return waiting.popleft() if waiting else None


def _fate(entry: PoEntry, unit: ReceivedUnit, prefer: Side) -> Fate:
    """Return what becomes of a unit."""
    text = unit.translation
    if not text.strip():
        return "emptied" if entry.translation and unit.base else "unfinished"
    if text == entry.translation and not entry.stale:
        return "same"
    if unit.was_exported_as(text):
        if entry.stale and entry.original == unit.original and text == entry.translation and unit.signatures:
            return "confirmed"
        return "unfinished" if unit.unfinished else "same" if entry.translation else "taken"
    if unit.unfinished and not unit.base:
        return "unfinished"
    newer = not unit.was_exported_as(target_text(entry)) if unit.base else entry.state in ("translated", "reviewed")
    if newer and entry.translation not in ("", text):
        return _SETTLED[prefer]
    return "taken"


def _take_text(entry: PoEntry, unit: ReceivedUnit, fate: Fate, by: str) -> PoEntry:
    """Return ``entry`` with the text of a unit that is taken; ``by`` translated it, unless the file says more."""
    if fate not in ("taken", "confirmed"):
        return entry
    if entry.original != unit.original:
        return replace(entry, translation=unit.translation)
    changed = replace(entry, translation=unit.translation, stale=False, previous="", review="", approved="").pin()
    return changed.sign("translated", by) if by and not unit.signatures else changed


def _sign_stages(entry: PoEntry, unit: ReceivedUnit, by: str, *, two_people: bool) -> tuple[PoEntry, bool]:
    """Return ``entry`` at the stage that the unit has reached, and whether a stage was refused because its translator
    would be its reviser. What the entry has reached already keeps its signature.
    """
    for stage, signature in unit.signatures.items():
        if stage in entry.signatures or STAGES.index(entry.stage) >= STAGES.index(stage) > 1:
            continue
        who = signer(signature) or by
        if two_people and stage == "revised" and who and who == signer(entry.translated):
            return entry, True
        entry = entry.with_signature(stage, signature) if signer(signature) else entry.sign(stage, by)
    return entry, False


def _with_notes(entry: PoEntry, unit: ReceivedUnit) -> tuple[PoEntry, int]:
    """Return ``entry`` with the notes of the unit that it does not have; how many these are."""
    lines = (line for note in unit.notes for line in note.splitlines() if line.strip())
    new = tuple(line for line in dict.fromkeys(lines) if line not in entry.comments)
    return (replace(entry, comments=(*entry.comments, *new)) if new else entry), len(new)


def _in_conflict(entry: PoEntry, unit: ReceivedUnit) -> PoEntry:
    """Return the message with the text of the unit, for the file in which conflicts are settled one by one."""
    note = f"the catalogue has: {entry.translation}"
    return PoEntry(entry.context, entry.original, unit.translation, note=note)


def _with_gone(catalogue: Catalogue, gone: Sequence[ReceivedUnit], report: str) -> Catalogue:
    """Return ``catalogue`` with the finished translations of texts that the report no longer has."""
    brought = {
        (unit.context, unit.original): unit.translation
        for unit in gone
        if unit.translation.strip()
        and (not unit.was_exported_as(unit.translation) if unit.base else not unit.unfinished)
    }
    memory = Memory(MemoryPair(original, translation, report) for (_, original), translation in brought.items())
    entries = (
        fill_from(entry, match) if not entry.translation and (match := memory.match(entry.original)) else entry
        for entry in catalogue.entries
    )
    obsolete = {(entry.context, entry.original): entry for entry in catalogue.obsolete}
    for key, translation in brought.items():
        obsolete[key] = replace(obsolete.get(key, PoEntry(*key)), translation=translation).pin()
    return replace(catalogue, entries=tuple(entries), obsolete=tuple(obsolete.values()))


def _finding(fate: Fate, unit: ReceivedUnit, entry: PoEntry | None, name: str) -> Finding | None:
    place = Place(name, unit.line)
    if fate == "unknown":
        message = f"the report does not have this message: {unit.original[:_SHOWN]!r}"
        hint = "It has changed since the export: what was translated is kept at the end of the catalogue."
        return Finding("T055", message, place, hint, "warning")
    if fate == "conflict" and entry is not None:
        ours, theirs = show_apart(entry.translation, unit.translation)
        why = "was changed on both sides" if unit.base else "is another in the file, which does not say its base"
        message = (
            f"the translation of {unit.original[:_SHOWN]!r} {why}: the catalogue has {ours}, the file has {theirs}"
        )
        hint = (
            "Import again with --theirs to take the file's texts, with --ours to keep those of the catalogue; edit the"
            " file of conflicts to settle each."
        )
        return Finding("T082", message, place, hint, "warning")
    if fate == "emptied":
        message = f"the target of {unit.original[:_SHOWN]!r} is empty; the catalogue keeps its translation"
        return Finding(
            "T083", message, place, "Remove the translation from the catalogue if that was meant.", "warning"
        )
    return None
