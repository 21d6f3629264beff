"""Compares the edited file with the unedited edition: what is kept, new, deleted or lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import cast

from plantin.findings import Finding, Place
from plantin.house.locale import Locale
from plantin.house.locale_tables import ReferenceKind
from plantin.model.alignment import longest_rising
from plantin.packs.imports.corrections import chart_data, matching
from plantin.packs.imports.corrections.chart_data import ChangedValue
from plantin.packs.imports.corrections.objects import (
    below,
    grid,
    pair_messages,
    parts_with_words,
    pieces_of,
    stretches,
    without_attributes,
)
from plantin.packs.imports.corrections.recasting import NoteText, PlacedPassage, messages
from plantin.packs.imports.corrections.wording import (
    Targets,
    anchor,
    body,
    folding,
    head,
    in_marks,
    is_inner,
    keep_source_marks,
    key,
    languages,
    normal,
    restore_references,
    words_of,
)
from plantin.packs.imports.docx import Footnote, Manuscript, Passage
from plantin.packs.imports.generated_names import make_name
from plantin.packs.imports.markup import Marks, Row
from plantin.packs.imports.paragraph_pieces import Call, Pointer, Words
from plantin.packs.imports.paragraph_pieces import Piece as Part
from plantin.resolve.typography import plainer
from plantin.source.front_matter import FrontMatter
from plantin.source.scan import CALL
from plantin.source.text import Source
from plantin.translation.message import MessagePiece

_OWN_WORDS = ("table", "figure", "box", "equation", "annex", "appendix")
_LEADING_ID = re.compile(r"\[\]\{(?:#([^\s}]+))?[ \t]*(\.[a-z]+)?\}[ \t]*")


@dataclass(slots=True)
class Reconciliation:
    """The source's passages and notes as they shall be, its title, and what is to be reported. ``former`` are the
    passages that the source has now, ``edited`` is the file with every reference that was found again; ``texts`` are
    the new texts of messages in objects, by their contexts, ``reworded`` those objects, ``values`` those of charts.
    """

    former: list[Passage]
    edited: Manuscript
    standing: list[PlacedPassage] = field(default_factory=list)
    definitions: list[NoteText] = field(default_factory=list)
    title: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    reworded: list[Passage] = field(default_factory=list)
    values: list[ChangedValue] = field(default_factory=list)
    changes: list[Finding] = field(default_factory=list)
    losses: list[Finding] = field(default_factory=list)


class Reconciler:
    """Compares one edited file with its source."""

    def __init__(
        self, report: Source, header: FrontMatter, words: Locale, former: Manuscript, edited: Manuscript, path: str
    ) -> None:
        self._report, self._header, self._words, self._path = report, header, words, path
        self._former, self._edited = former, edited
        self._old, self._new = body(former), body(edited)
        self._passages, self._notes = messages(report)
        self._outdated = matching.is_outdated(self._old, self._new)
        self._found = matching.passages(self._old, self._new, by_words=self._outdated)
        self._same_note = matching.notes(former, edited, by_words=self._outdated)
        self._out = Reconciliation(self._old, edited, title=header.title)
        self._names = self._note_names()
        self._ids = self._identifiers()
        self._targets_old = self._targets(
            former, {note.identifier: note.identifier for note in former.notes}, self._old
        )
        notes = {
            note.identifier: self._same_note.get(note.identifier, f"new {note.identifier}")
            for note in self._edited.notes
        }
        targets = self._targets(self._edited, notes, [])
        places = dict(targets.places)
        for n, passage in enumerate(self._new):
            place = self._found.get(n)
            for mark in passage.line.bookmarks:
                if mark == anchor(passage) or not (mark in self._edited.marks or is_inner(mark, passage)):
                    places.setdefault(mark, f"place {place}" if place is not None else f"new {n}")
        # An object that the file has no more stays, and what referred to it does.
        for place, passage in enumerate(self._old):
            if passage.kind == "object":
                places |= {
                    mark: f"place {place}"
                    for mark in passage.line.bookmarks
                    if mark not in places and not is_inner(mark, passage)
                }
        self._targets_new = Targets(targets.notes, places, targets.marks)
        self._plain, self._fold = plainer(words.typography), folding(words.typography)
        self._tags = languages(former)

    def reconcile(self) -> Reconciliation:
        """Return everything that the two files say of each other."""
        if self._outdated:
            self._remark(
                "S061", "the file was made of another state of the source; passages are matched by their words"
            )
        self._restore()
        self._wanted_ids()
        for n, passage in enumerate(self._new):
            place = self._found.get(n)
            former = self._old[place] if place is not None else None
            if passage.kind == "object":
                self._object(passage, place, former)
                continue
            if former is None and not passage.line.pieces:
                self._report_losses(passage)
                continue
            self._out.standing.append(self._standing(passage, place, former, self._source_piece(place)))
        self._report_moves()
        gone = set(range(len(self._old))) - set(self._found.values())
        for place in sorted(gone):
            if self._old[place].kind == "object" or not self._old[place].line.pieces:
                self._keep_in_source(place)
                continue
            self._remark("S056", f"{self._old[place].kind} deleted: {self._old[place].place()}")
        for note in self._edited.notes:
            self._out.definitions.append(self._definition(note))
        for note in self._former.notes:
            if note.identifier not in self._same_note.values():
                self._remark(
                    "S056", f"note [^{self._names['', note.identifier]}] deleted: {matching.first_words(note)}"
                )
        self._out.definitions += self._letters()
        self._head()
        for passage in self._edited.passages:
            if not (passage.line.pieces or passage.line.formulas) and passage.kind != "object":
                self._report_losses(passage)
        return self._out

    def _report_moves(self) -> None:
        """Report each passage that is in another order now: those around it are where they were."""
        order = [(n, place) for n, place in sorted(self._found.items()) if self._new[n].kind != "object"]
        still = set(longest_rising([place for _, place in order]))
        for at, (n, _) in enumerate(order):
            if at not in still:
                self._remark("S057", f"{self._new[n].kind} moved: {self._new[n].place()}")

    # Names and places

    def _note_names(self) -> dict[tuple[str, str], str]:
        """Return the name of each note: ("", id) of the former file's, ("new", id) of the edited one's."""
        order = list(self._notes)
        called = {note.identifier: n for n, note in enumerate(self._former.notes)}
        names = {("", identifier): name for identifier, name in zip(called, self._by_number(order), strict=False)}
        taken = set(order)
        for note in self._edited.notes:
            was = self._same_note.get(note.identifier)
            name = names["", was] if was is not None else make_name(" ".join(map(words_of, note.passages)), taken)
            names["new", note.identifier] = name
            taken.add(name)
        return names

    def _by_number(self, names: list[str]) -> list[str]:
        """Return the names of the source's notes in the order of their first calls."""
        text = self._report.body()
        letters = self._letter_note_names()
        return [name for name in dict.fromkeys(CALL.findall(text)) if name in names and name not in letters]

    def _letter_note_names(self) -> set[str]:
        """Return the names of the notes under an object."""
        letters = self._header.rules.letters
        kinds = {*letters, *(("summary", "easy-to-read") if "box" in letters else ())}
        texts = (
            "\n\n".join(block.text for block in self._report.blocks[stretch.start : stretch.end + 1])
            for stretch in stretches(self._report)
            if stretch.kind in kinds
        )
        return {name for text in texts for name in CALL.findall(text)}

    def _letters(self) -> list[NoteText]:
        """Return the notes under objects, which stay as they are."""
        notes = []
        for name in self._letter_note_names() & self._notes.keys():
            rows = [PlacedPassage(Row("plain", 0, piece.message.text), n) for n, piece in enumerate(self._notes[name])]
            notes.append(NoteText(name, rows, was=True))
        return notes

    def _identifiers(self) -> dict[int, str]:
        """Return the id that the source gives a passage, by the place of the passage."""
        identifiers = {}
        for place, piece in enumerate(self._passages):
            leading = _LEADING_ID.match(piece.message.text)
            if piece.message.context.startswith("#"):
                identifiers[place] = piece.message.context[1:].partition("~")[0]
            elif leading and leading[1]:
                identifiers[place] = leading[1]
        return identifiers

    def _targets(self, manuscript: Manuscript, notes: dict[str, str], passages: list[Passage]) -> Targets:
        shared = {identifier: f"note {name}" for identifier, name in notes.items()}
        places = {anchor(passage): f"place {n}" for n, passage in enumerate(passages) if anchor(passage)}
        places |= {note.bookmark: shared[note.identifier] for note in manuscript.notes if note.bookmark}
        return Targets(shared, places, manuscript.marks)

    def _restore(self) -> None:
        """Make references again of those that are plain words in the edited file and are where they were."""
        pairs = [
            (passage, self._old[place])
            for n, passage in enumerate(self._new)
            if (place := self._found.get(n)) is not None
        ]
        for note in self._edited.notes:
            was = next(
                (old for old in self._former.notes if old.identifier == self._same_note.get(note.identifier)), None
            )
            pairs += zip(note.passages, was.passages, strict=False) if was else ()
        for passage, former in pairs:
            passage.line.pieces, references = restore_references(
                passage.line.pieces, former.line.pieces, self._targets_new, self._targets_old
            )
            for words in references:
                self._remark(
                    "S059", f"the reference “{words}” is mere text in the file; it stays a reference: {passage.place()}"
                )

    def _wanted_ids(self) -> None:
        """Give an id to each passage that a reference leads to and that has none."""
        for passage in (*self._new, *(inner for note in self._edited.notes for inner in note.passages)):
            for piece in passage.line.pieces:
                if isinstance(piece, Pointer) and re.fullmatch(
                    r"place \d+", target := self._targets_new.place(piece.target)
                ):
                    place = int(target.split()[1])
                    if place not in self._ids and self._old[place].kind == "object":
                        self._lose(
                            f"a reference to {self._old[place].place()}, which has no id", "Give it one in the source."
                        )
                    elif place not in self._ids:
                        taken = {*self._ids.values(), *self._notes}
                        self._ids[place] = make_name(words_of(self._old[place]), taken, "place")
                        message = f"a reference leads to it now, so it has the id #{self._ids[place]}"
                        self._remark("S055", f"{message}: {self._old[place].place()}")

    # Passages

    def _source_piece(self, place: int | None) -> MessagePiece | None:
        return self._passages[place] if place is not None and place < len(self._passages) else None

    def _standing(
        self, passage: Passage, place: int | None, former: Passage | None, piece: MessagePiece | None, note: str = ""
    ) -> PlacedPassage:
        """Return a passage as the source shall have it: unchanged where it says the same, else in canonical marks."""
        self._report_losses(passage, former)
        identifier = self._ids.get(place, "") if place is not None and not note else ""
        text = self._write(passage)
        where = f" in note [^{note}]" if note else ""
        if former is None or piece is None:
            self._remark("S055", f"new {passage.kind}{where}: {passage.place()}")
            # Where no paragraph has a number, one without is an ordinary one.
            bare = passage.kind == "plain" and not note and self._header.rules.paragraphs == "none"
            return PlacedPassage(Row("numbered" if bare else passage.kind, passage.level, text, identifier), place)
        before = _LEADING_ID.sub("", piece.message.text)
        leading = _LEADING_ID.match(piece.message.text)
        had = (leading is not None and leading[1] is not None) or (
            passage.kind == "heading" and piece.message.context.startswith("#")
        )
        changed = self._key(passage, self._targets_new) != self._key(former, self._targets_old)
        if self._formulas(passage, former, changed=changed):
            changed = False
        if changed:
            text = keep_source_marks(text, self._write(former, old=True), before)
            more = matching.difference(former, passage)
            self._remark("S057", f"changed{where}: {former.place()} is now {passage.place()}{more}")
        if (passage.kind, passage.level) != (former.kind, former.level):
            forms = " is now ".join(f"{side.kind} {side.level or ''}".strip() for side in (former, passage))
            self._remark("S057", f"{forms}{where}: {passage.place()}")
        level = passage.level
        row = Row(passage.kind, level, text if changed else before, identifier, (leading[2] or "") if leading else "")
        return PlacedPassage(row, place, changed or (bool(identifier) and not had))

    # Objects

    def _object(self, passage: Passage, place: int | None, former: Passage | None) -> None:
        """Keep an object as it is in the source, and report what was changed in it."""
        if place is None or former is None:
            words = " | ".join(normal(part.line.text()).strip() for part in passage.parts)
            self._lose(f"a {passage.named}: “{words[:60]}”", "Write it in the source.")
            return
        changed, same = False, self._says(passage, self._targets_new) == self._says(former, self._targets_old)
        if former.line.formulas and not passage.line.formulas:
            self._remark("S059", f"the formula “{former.line.formulas[0]}” is not in the file; it stays")
        elif (
            same
            and (piece := self._source_piece(place))
            and (values := chart_data.changed_values(passage, former, piece.block))
        ):
            self._out.values += values
        elif not same or not matching.pictures_alike(passage, former):
            texts = self._new_texts(passage, former, place)
            if not texts:
                difference = matching.difference(former, passage) or f", now {passage.place()}"
                self._lose(
                    f"what was changed in a {passage.named}: {former.place()}{difference}", "Change it in the source."
                )
            self._out.texts |= texts
            self._out.reworded += [passage] if texts else []
            changed = bool(texts)
        self._out.standing.append(PlacedPassage(Row("object", 0, ""), place, changed=changed))

    def _new_texts(self, passage: Passage, former: Passage, place: int) -> dict[str, str]:
        """Return new texts of an object's messages, by context, where only words were changed in it; else nothing."""
        new, old = parts_with_words(passage), parts_with_words(former)
        old_messages = pair_messages(
            [self._write(part, old=True) for part in old], pieces_of(self._report, self._passages[place].block)
        )
        shapes = [[(part.named, part.kind, part.level) for part in parts] for parts in (new, old)]
        if (
            shapes[0] != shapes[1]
            or grid(passage) != grid(former)
            or not matching.pictures_alike(passage, former)
            or self._said_below(passage, self._targets_new) != self._said_below(former, self._targets_old)
        ):
            return {}
        texts: dict[str, str] = {}
        for part, was, piece in zip(new, old, old_messages, strict=True):
            if self._key(part, self._targets_new) == self._key(was, self._targets_old):
                continue
            if piece is None:
                return {}
            written, attributes = without_attributes(_LEADING_ID.sub("", piece.message.text), part.named)
            now, then = (_in_cell(self._write(side, old=side is was), side) for side in (part, was))
            text = keep_source_marks(now, then, written) + attributes
            if was.line.formulas or part.line.formulas or "\n" in text or not text.strip():
                return {}
            self._remark("S057", f"changed in a {passage.named}: {was.place()} is now {part.place()}")
            texts[piece.message.context] = text
        return texts

    def _said_below(self, passage: Passage, targets: Targets) -> list[object]:
        return [self._key(part, targets) for part in passage.parts if below(part)]

    def _says(self, passage: Passage, targets: Targets) -> tuple[object, ...]:
        parts = [part for part in passage.parts if part.line.pieces]
        content = tuple((part.kind, part.level, part.label, self._key(part, targets)) for part in parts)
        return (passage.named, content, tuple(passage.line.formulas), grid(passage))

    def _keep_in_source(self, place: int) -> None:
        """Keep an object that the file no longer has after what it came after."""
        former = self._old[place]
        if former.line.formulas:
            self._remark("S059", f"the formula “{former.line.formulas[0]}” is not in the file; it stays")
        else:
            self._lose(f"that a {former.named} was deleted: {former.place()}", "Take it out of the source.")
        before = [n for n, placed in enumerate(self._out.standing) if placed.place is not None and placed.place < place]
        text = _LEADING_ID.sub("", self._passages[place].message.text) if former.kind != "object" else ""
        row = Row(former.kind, former.level, text, self._ids.get(place, "") if text else "")
        self._out.standing.insert(max(before, default=-1) + 1, PlacedPassage(row, place))

    def _formulas(self, passage: Passage, former: Passage, *, changed: bool) -> bool:
        """Return whether a passage stays as it is in the source because of the formulas in it."""
        old, new = former.line.formulas, passage.line.formulas
        if old and changed:
            self._lose(
                f"changed words around a formula: {passage.place()}{matching.difference(former, passage)}",
                "Change them in the source.",
            )
        elif old and not new:
            self._remark("S059", f"the formula “{old[0]}” is not in the file; it stays: {passage.place()}")
        elif old != new:
            self._lose(f"a changed formula: {passage.place()}", "Change it in the source.")
        return bool(old)

    def _key(self, passage: Passage, targets: Targets) -> tuple[object, ...]:
        return key(passage.line.pieces, targets, self._words.language, self._fold)

    def _write(self, passage: Passage, *, old: bool = False) -> str:
        """Return the passage in the source's marks."""
        pieces = self._drop_lead_words(passage.line.pieces, old=old)
        names = Marks(
            lambda call: self._call(call, old=old), lambda pointer: self._pointer(pointer, old=old), self._plain
        )
        return in_marks(pieces, names, self._words.language, self._tags)

    def _call(self, call: Call, *, old: bool) -> str:
        manuscript = self._former if old else self._edited
        identifier = call.note or manuscript.marks.get(call.target, "")
        name = self._names.get(("" if old else "new", identifier), "")
        return f"[^{name}]" if name else ""

    def _pointer(self, pointer: Pointer, *, old: bool) -> str:
        place = (self._targets_old if old else self._targets_new).place(pointer.target)
        kind, _, rest = place.partition(" ")
        if kind == "note":
            new = next((new for new, was in self._same_note.items() if was == rest), "")
            name_key = ("", rest) if old else ("new", new)
            name = self._names.get(name_key) or self._names.get(("", rest), "")
            return f"[](#{name})" if name else pointer.shown
        if kind == "place" and int(rest) in self._ids:
            return f"[](#{self._ids[int(rest)]})"
        return pointer.shown

    def _drop_lead_words(self, pieces: list[Part], *, old: bool) -> list[Part]:
        """Return the pieces without the words that the press writes around the number of a reference."""
        out: list[Part] = []
        for piece in pieces:
            before = out[-1] if out else None
            if (
                isinstance(piece, Pointer)
                and isinstance(before, Words)
                and (lead := self._lead(piece, before.text, old=old))
            ):
                out[-1] = replace(before, text=before.text[: -len(lead)])
            out.append(piece)
        return out

    def _lead(self, pointer: Pointer, before: str, *, old: bool) -> str:
        place = (self._targets_old if old else self._targets_new).place(pointer.target)
        passage = self._old[int(place.split()[1])] if re.fullmatch(r"place \d+", place) else None
        kinds: dict[str, ReferenceKind] = {"heading": "section", "item": "item"}
        kind = "note" if place.startswith("note ") else kinds.get(passage.kind if passage else "", "paragraph")
        if passage and (object_kind := anchor(passage).partition("_")[0]) in _OWN_WORDS:
            kind = cast("ReferenceKind", object_kind)
        leads = (pattern.partition("{}")[0] for pattern, case in self._words.references.wordings(kind) if not case)
        lead = max((lead for lead in leads if normal(before).endswith(normal(lead))), key=len, default="")
        return before[len(before) - len(lead) :] if lead else ""

    def _definition(self, note: Footnote) -> NoteText:
        name = self._names["new", note.identifier]
        was = self._same_note.get(note.identifier)
        former = next((former_note for former_note in self._former.notes if former_note.identifier == was), None)
        if former is None:
            self._remark("S055", f"new note [^{name}]: {matching.first_words(note)}")
            rows = [Row(passage.kind, passage.level, self._write(passage)) for passage in note.passages]
            return NoteText(name, [PlacedPassage(row, None) for row in rows], was=False)
        pieces = self._notes.get(name, [])
        places = matching.passages(list(former.passages), list(note.passages))
        standing = []
        for n, passage in enumerate(note.passages):
            place = places.get(n)
            piece = pieces[place] if place is not None and place < len(pieces) else None
            former_passage = former.passages[place] if place is not None else None
            standing.append(self._standing(passage, place if piece else None, former_passage, piece, name))
        for place in sorted(set(range(len(former.passages))) - set(places.values())):
            self._remark("S056", f"deleted in note [^{name}]: {former.passages[place].place()}")
        return NoteText(name, standing, was=True)

    def _head(self) -> None:
        """Import the title; the other lines of the masthead are the front matter's and the locale's."""
        titles = [passage for passage in self._edited.passages if passage.kind == "title"]
        old = [passage for passage in self._former.passages if passage.kind == "title"]
        if [self._fold(words_of(passage)) for passage in titles] != [self._fold(words_of(passage)) for passage in old]:
            text = " ".join(self._plain(passage.line.text().replace("\n", " "), " ") for passage in titles)
            if text:
                self._out.title = text
                self._remark("S057", f"changed: the title is now “{text[:60]}”")
        for line in head(self._edited):
            if line not in head(self._former):
                self._lose(f"a line of the masthead: “{line}”", "Change the front matter, or the locale.")

    def _report_losses(self, passage: Passage, former: Passage | None = None) -> None:
        expected = {"a formula"} if former is not None else set()
        # The logo over the masthead is the style's.
        heads = [candidate for candidate in self._former.passages if candidate.kind == passage.kind == "head"]
        expected |= {loss for former_head in heads for loss in former_head.line.losses}
        for words in dict.fromkeys(loss for loss in passage.line.losses if loss not in expected):
            self._lose(f"{words}: {passage.place()}", "A source has no room for it; say it in its own marks.")

    def _remark(self, code: str, message: str) -> None:
        self._out.changes.append(Finding(code, message, Place(self._path), severity="warning"))

    def _lose(self, message: str, hint: str) -> None:
        self._out.losses.append(Finding("S058", f"not carried over: {message}", Place(self._path), hint))


def _in_cell(text: str, passage: Passage) -> str:
    """Return the words of a cell on one line of the source."""
    return text.replace("\\\n", "<br>") if passage.tabled else text
