"""The edited file and the one the press would write, side by side: what stands, what is new, what is gone, what is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import yaml

from pipeline.catalogue.message import Piece
from pipeline.corrections import matching
from pipeline.corrections.recasting import Definition, Standing, messages
from pipeline.corrections.wording import Targets, anchor, body, folded, head, in_marks, kept, key, languages, normal, restored, spoken
from pipeline.findings import Finding, Place
from pipeline.front import Front
from pipeline.importers.docx import Footnote, Manuscript, Passage
from pipeline.importers.docx.story import Call, Pointer, Words
from pipeline.importers.docx.story import Piece as Part
from pipeline.importers.markup import Names, Row
from pipeline.importers.names import named
from pipeline.locale import Locale, ReferenceKind
from pipeline.resolve.typography import plainer
from pipeline.source import Source

_LEADING_ID = re.compile(r"\[\]\{#([^\s}]+)\}[ \t]*")


@dataclass(slots=True)
class Reconciled:
    """The source's passages and notes as they shall stand, its title, and what is to be told. ``former`` are the passages that the
    source has now, ``edited`` is the file with every reference that was found again.
    """

    former: list[Passage]
    edited: Manuscript
    standing: list[Standing] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    title: str = ""
    changes: list[Finding] = field(default_factory=list)
    losses: list[Finding] = field(default_factory=list)


class Home:
    """Compares one edited file with its source."""

    def __init__(self, report: Source, header: Front, words: Locale, former: Manuscript, edited: Manuscript, path: str) -> None:
        self._report, self._header, self._words, self._path = report, header, words, path
        self._former, self._edited = former, edited
        self._old, self._new = body(former), body(edited)
        self._passages, self._notes = messages(report)
        self._outdated = matching.outdated(self._old, self._new)
        self._found = matching.passages(self._old, self._new, by_words=self._outdated)
        self._same_note = matching.notes(former, edited, by_words=self._outdated)
        self._out = Reconciled(self._old, edited, title=header.title)
        self._names = self._note_names()
        self._ids = self._identifiers()
        self._targets_old = self._targets(former, {note.identifier: note.identifier for note in former.notes}, self._old)
        self._targets_new = self._edited_targets()
        self._plain, self._fold = plainer(words.typography), folded(words.typography)
        self._tags = languages(former)

    def reconciled(self) -> Reconciled:
        """Everything that the two files say of each other."""
        if self._outdated:
            self._tell("S061", "the file was made of another state of the source; passages are matched by their words")
        self._restore()
        self._wanted_ids()
        for n, passage in enumerate(self._new):
            place = self._found.get(n)
            self._out.standing.append(
                self._standing(passage, place, self._old[place] if place is not None else None, self._source_piece(place))
            )
        gone = set(range(len(self._old))) - set(self._found.values())
        for place in sorted(gone):
            self._tell("S056", f"{self._old[place].kind} deleted: {self._old[place].place()}")
        for note in self._edited.notes:
            self._out.definitions.append(self._definition(note))
        for note in self._former.notes:
            if note.identifier not in self._same_note.values():
                self._tell("S056", f"note [^{self._names['', note.identifier]}] deleted: {_first(note)}")
        self._head()
        self._tables()
        for passage in self._edited.passages:
            if not passage.line.pieces:
                self._lost(passage)
        return self._out

    # Names and places

    def _note_names(self) -> dict[tuple[str, str], str]:
        """The name of each note: ("", id) of the former file's, ("new", id) of the edited one's."""
        order = list(self._notes)
        called = {note.identifier: n for n, note in enumerate(self._former.notes)}
        names = {("", identifier): name for identifier, name in zip(called, self._by_number(order), strict=False)}
        taken = set(order)
        for note in self._edited.notes:
            was = self._same_note.get(note.identifier)
            name = names["", was] if was is not None else named(" ".join(map(spoken, note.passages)), taken)
            names["new", note.identifier] = name
            taken.add(name)
        return names

    def _by_number(self, names: list[str]) -> list[str]:
        """The names of the source's notes in the order of their first calls."""
        text = self._report.body()
        calls = re.findall(r"(?<!\\)\[\^([^\]\s]+)\](?!:)", text)
        return [name for name in dict.fromkeys(calls) if name in names]

    def _identifiers(self) -> dict[int, str]:
        """The id that the source gives a passage, by the place of the passage."""
        found = {}
        for place, piece in enumerate(self._passages):
            if piece.message.context.startswith("#"):
                found[place] = piece.message.context[1:].partition("~")[0]
        return found

    def _targets(self, manuscript: Manuscript, notes: dict[str, str], passages: list[Passage]) -> Targets:
        shared = {identifier: f"note {name}" for identifier, name in notes.items()}
        places = {anchor(passage): f"place {n}" for n, passage in enumerate(passages) if anchor(passage)}
        places |= {note.bookmark: shared[note.identifier] for note in manuscript.notes if note.bookmark}
        return Targets(shared, places, manuscript.marks)

    def _edited_targets(self) -> Targets:
        notes = {note.identifier: self._same_note.get(note.identifier, f"new {note.identifier}") for note in self._edited.notes}
        made = self._targets(self._edited, notes, [])
        places = dict(made.places)
        for n, passage in enumerate(self._new):
            place = self._found.get(n)
            for mark in passage.line.bookmarks:
                if mark not in self._edited.marks or mark == anchor(passage):
                    places.setdefault(mark, f"place {place}" if place is not None else f"new {n}")
        return Targets(made.notes, places, made.marks)

    def _restore(self) -> None:
        """References that are mere words in the edited file, and stand where they stood, are references again."""
        pairs = [(passage, self._old[place]) for n, passage in enumerate(self._new) if (place := self._found.get(n)) is not None]
        for note in self._edited.notes:
            was = next((one for one in self._former.notes if one.identifier == self._same_note.get(note.identifier)), None)
            pairs += zip(note.passages, was.passages, strict=False) if was else ()
        for passage, former in pairs:
            passage.line.pieces, found = restored(passage.line.pieces, former.line.pieces, self._targets_new, self._targets_old)
            for words in found:
                self._tell("S059", f"the reference “{words}” is mere text in the file; it stays a reference: {passage.place()}")

    def _wanted_ids(self) -> None:
        """An id for each passage that a reference leads to and that has none."""
        for passage in (*self._new, *(one for note in self._edited.notes for one in note.passages)):
            for piece in passage.line.pieces:
                if isinstance(piece, Pointer) and re.fullmatch(r"place \d+", found := self._targets_new.place(piece.target)):
                    place = int(found.split()[1])
                    if place not in self._ids:
                        self._ids[place] = named(spoken(self._old[place]), {*self._ids.values(), *self._notes}, "place")
                        self._tell("S055", f"a reference leads to it now, so it has the id #{self._ids[place]}: {self._old[place].place()}")

    # Passages

    def _source_piece(self, place: int | None) -> Piece | None:
        return self._passages[place] if place is not None and place < len(self._passages) else None

    def _standing(self, passage: Passage, place: int | None, former: Passage | None, piece: Piece | None, note: str = "") -> Standing:
        """A passage as the source shall have it: as it stands there where it says the same, else in canonical marks."""
        self._lost(passage)
        identifier = self._ids.get(place, "") if place is not None and not note else ""
        text = self._written(passage)
        where = f" in note [^{note}]" if note else ""
        if former is None or piece is None:
            self._tell("S055", f"new {passage.kind}{where}: {passage.place()}")
            return Standing(Row(passage.kind, passage.level, text, identifier), place)
        own = _LEADING_ID.sub("", piece.message.text)
        had = _LEADING_ID.match(piece.message.text) is not None or (passage.kind == "heading" and piece.message.context.startswith("#"))
        changed = self._key(passage, self._targets_new) != self._key(former, self._targets_old)
        if changed:
            text = kept(text, self._written(former, old=True), own)
            self._tell("S057", f"changed{where}: {former.place()} is now {passage.place()}{_difference(former, passage)}")
        if (passage.kind, passage.level) != (former.kind, former.level):
            message = f"{former.kind} {former.level or ''} is now {passage.kind} {passage.level or ''}".replace("  ", " ").strip()
            self._tell("S057", f"{message}{where}: {passage.place()}")
        level = passage.level
        row = Row(passage.kind, level, text if changed else own, identifier)
        return Standing(row, place, changed or (bool(identifier) and not had))

    def _key(self, passage: Passage, targets: Targets) -> tuple[object, ...]:
        return key(passage.line.pieces, targets, self._header.original_language, self._fold)

    def _written(self, passage: Passage, *, old: bool = False) -> str:
        """The passage in the source's marks."""
        pieces = self._unworded(passage.line.pieces, old=old)
        names = Names(lambda call: self._call(call, old=old), lambda pointer: self._pointer(pointer, old=old), self._plain)
        return in_marks(pieces, names, self._header.original_language, self._tags)

    def _call(self, call: Call, *, old: bool) -> str:
        manuscript = self._former if old else self._edited
        identifier = call.note or manuscript.marks.get(call.target, "")
        name = self._names.get(("" if old else "new", identifier), "")
        return f"[^{name}]" if name else ""

    def _pointer(self, pointer: Pointer, *, old: bool) -> str:
        place = (self._targets_old if old else self._targets_new).place(pointer.target)
        kind, _, rest = place.partition(" ")
        if kind == "note":
            own = ("new", next((new for new, was in self._same_note.items() if was == rest), "")) if not old else ("", rest)
            name = self._names.get(own) or self._names.get(("", rest), "")
            return f"[](#{name})" if name else pointer.shown
        if kind == "place" and int(rest) in self._ids:
            return f"[](#{self._ids[int(rest)]})"
        return pointer.shown

    def _unworded(self, pieces: list[Part], *, old: bool) -> list[Part]:
        """The pieces without the words that the press writes around the number of a reference."""
        out: list[Part] = []
        for piece in pieces:
            before = out[-1] if out else None
            if isinstance(piece, Pointer) and isinstance(before, Words) and (lead := self._lead(piece, before.text, old=old)):
                out[-1] = replace(before, text=before.text[: -len(lead)])
            out.append(piece)
        return out

    def _lead(self, pointer: Pointer, before: str, *, old: bool) -> str:
        place = (self._targets_old if old else self._targets_new).place(pointer.target)
        passage = self._old[int(place.split()[1])] if re.fullmatch(r"place \d+", place) else None
        kinds: dict[str, ReferenceKind] = {"heading": "section", "item": "item"}
        kind: ReferenceKind = "note" if place.startswith("note ") else kinds.get(passage.kind, "paragraph") if passage else "paragraph"
        lead = self._words.references.form(kind, 1).partition("{}")[0]
        return before[len(before) - len(lead) :] if lead and normal(before).endswith(normal(lead)) else ""

    # Notes, head, tables

    def _definition(self, note: Footnote) -> Definition:
        name = self._names["new", note.identifier]
        was = self._same_note.get(note.identifier)
        former = next((one for one in self._former.notes if one.identifier == was), None)
        if former is None:
            self._tell("S055", f"new note [^{name}]: {_first(note)}")
            rows = [Row(passage.kind, passage.level, self._written(passage)) for passage in note.passages]
            return Definition(name, [Standing(row, None) for row in rows], was=False)
        own = self._notes.get(name, [])
        found = matching.passages(list(former.passages), list(note.passages))
        standing = []
        for n, passage in enumerate(note.passages):
            place = found.get(n)
            piece = own[place] if place is not None and place < len(own) else None
            former_one = former.passages[place] if place is not None else None
            standing.append(self._standing(passage, place if piece else None, former_one, piece, name))
        for place in sorted(set(range(len(former.passages))) - set(found.values())):
            self._tell("S056", f"deleted in note [^{name}]: {former.passages[place].place()}")
        return Definition(name, standing, was=True)

    def _head(self) -> None:
        """The title comes home; the other lines of the masthead are the front matter's and the locale's."""
        titles = [passage for passage in self._edited.passages if passage.kind == "title"]
        old = [passage for passage in self._former.passages if passage.kind == "title"]
        if [self._fold(spoken(one)) for one in titles] != [self._fold(spoken(one)) for one in old]:
            text = " ".join(self._plain(passage.line.text().replace("\n", " "), " ") for passage in titles)
            if text:
                self._out.title = text
                self._tell("S057", f"changed: the title is now “{text[:60]}”")
        for line in head(self._edited):
            if line not in head(self._former):
                self._lose(f"a line of the masthead: “{line}”", "Change the front matter, or the locale.")

    def _tables(self) -> None:
        for n in range(max(len(self._edited.tables), len(self._former.tables))):
            now = self._edited.tables[n] if n < len(self._edited.tables) else ""
            was = self._former.tables[n] if n < len(self._former.tables) else ""
            if normal(now) != normal(was):
                self._lose(f"a table: “{normal(now or was)[:60]}”", "Change it in the source.")

    def _lost(self, passage: Passage) -> None:
        for words in dict.fromkeys(passage.line.losses):
            self._lose(f"{words}: {passage.place()}", "A source has no room for it; say it in its own marks.")

    def _tell(self, code: str, message: str) -> None:
        self._out.changes.append(Finding(code, message, Place(self._path), severity="warning"))

    def _lose(self, message: str, hint: str) -> None:
        self._out.losses.append(Finding("S058", f"not carried over: {message}", Place(self._path), hint))


def _first(note: Footnote) -> str:
    return note.passages[0].place() if note.passages else "“”"


def _difference(former: Passage, passage: Passage) -> str:
    """The first words that differ, where the beginnings are the same."""
    if former.place() != passage.place():
        return ""
    old, new = spoken(former).split(), spoken(passage).split()
    n = next((n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new)))
    return f", from “{' '.join(old[n : n + 5])}” to “{' '.join(new[n : n + 5])}”"


def head_with_title(report: Source, title: str) -> Source:
    """The source with another title in its front matter; the same where it has that one."""
    root = yaml.compose(report.head, Loader=yaml.SafeLoader)
    rows: Iterator[tuple[yaml.Node, yaml.Node]] = iter(root.value if isinstance(root, yaml.MappingNode) else ())
    for name, value in rows:
        if name.value == "title" and " ".join(str(value.value).split()) != title:
            start, end = value.start_mark.index, value.end_mark.index
            return replace(report, head=report.head[:start] + json.dumps(title, ensure_ascii=False) + report.head[end:])
    return report
