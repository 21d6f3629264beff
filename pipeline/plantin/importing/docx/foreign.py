"""A report received as a Word file of others: styles by name, outline levels, automatic and typed numbers."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby

from lxml.etree import _Element as Element

from plantin.bounded.archive import ArchiveError
from plantin.bounded.xml import XmlError
from plantin.importing import assembly, captions, cross_references, markup, masthead
from plantin.importing.assembly import Definition, ImportContext, Ledger
from plantin.importing.cross_references import CrossReferences
from plantin.importing.docx import Footnote, Manuscript, Passage, charts, grids, headings, recognition
from plantin.importing.docx.caption_references import CaptionReferences
from plantin.importing.docx.headings import Draft
from plantin.importing.docx.pictures import Pictures
from plantin.importing.docx.story import BARE_LINK, END
from plantin.importing.generated_names import GeneratedNames
from plantin.importing.markup import Marks, Row
from plantin.importing.masthead import Head, LineKind, MastheadLine
from plantin.importing.paragraph_pieces import Call, Marked, Piece, Pointer, Words, is_blank, worded
from plantin.importing.received import LeftOut, PrintedNumber, Received
from plantin.model.outline import normal
from plantin.source.front_matter import NumberingRules

_ADDRESS = re.compile(r"(?:https?|mailto):")
_HINT = "Write it in the canonical source's own marks."
_SERIES = {"heading": "section", "numbered": "paragraph", "item": "item"}


def received(given: Manuscript, context: ImportContext) -> Received:
    """The canonical source of the report in the Word file ``given``, with the numbers that Word shows.

    Raises UsageError (S045) where a given symbol is invalid.
    """
    ledger = Ledger(str(context.path), list(given.findings))
    for what, words in given.set_aside:
        ledger.lose(what, words)
    calls = _Calls(given, ledger)
    text = Marks(calls.in_text, _shown, context.plain, context.passages.spoken)
    references = CrossReferences(
        context.locale, calls.new_names, _targets(given), write=lambda words: markup.inline([Words(words)], text)
    )
    labels = context.locale.numbering
    places = CaptionReferences({"table": labels.table, "figure": labels.figure})
    manuscript = _with_references(given, references, places)
    writer = _Writer(context, ledger, references, text, replace(text, call=calls.in_cell))
    head, used = _masthead(manuscript, context, ledger)
    pictures = Pictures(context.path, context.folder)
    drafts = _Objects(context, ledger, writer, places, pictures).drafts(manuscript.passages, used)
    made = assembly.assembled(
        head,
        drafts,
        references,
        NumberingRules().subparagraphs,
        lambda: _definitions(manuscript, calls, writer, ledger),
        ledger,
    )
    made = replace(made, source=places.settled(made.source))
    ledger.taken += places.words()
    _remark(manuscript, references, writer, ledger)
    ledger.notices += (*pictures.findings(), *context.passages.reported(ledger.path))
    links = sum(one.code == "S065" for one in ledger.notices) + max(len(writer.unlinked) - 1, 0)
    changed = {
        "links": links + ledger.changed[BARE_LINK],
        "tables": ledger.changed["tables"],
        "cells": ledger.changed["cells"],
        "notes": len(manuscript.asterisks) + len(calls.of_empty),
        "languages": int(bool(context.passages.said)),
    }
    return ledger.received(head, made, changed)


def _shown(pointer: Pointer) -> str:
    return markup.escaped(pointer.shown)


# References and notes


def _stories(manuscript: Manuscript) -> Iterator[tuple[Passage, ...]]:
    yield manuscript.passages
    yield from (note.passages for note in manuscript.notes)


def _targets(manuscript: Manuscript) -> Iterable[str]:
    pieces = (piece for story in _stories(manuscript) for one in story for piece in one.line.pieces)
    return (piece.target for piece in pieces if isinstance(piece, Pointer))


def _with_references(manuscript: Manuscript, references: CrossReferences, places: CaptionReferences) -> Manuscript:
    """The manuscript with a mark in place of each reference, which is settled when all numbers are known."""

    def marked(piece: Piece) -> Piece:
        if not isinstance(piece, Pointer):
            return piece
        marks = places.reference(piece.shown) or references.mark(piece.target, piece.shown)
        return Marked(marks, piece.shown)

    def of(passages: Iterable[Passage]) -> tuple[Passage, ...]:
        return tuple(replace(one, line=replace(one.line, pieces=[*map(marked, one.line.pieces)])) for one in passages)

    notes = tuple(replace(note, passages=of(note.passages)) for note in manuscript.notes)
    return replace(manuscript, passages=of(manuscript.passages), notes=notes)


class _Calls:
    """Writes the calls of notes, and keeps which notes are called."""

    def __init__(self, manuscript: Manuscript, ledger: Ledger) -> None:
        self._ledger, self._marks = ledger, manuscript.marks
        self.new_names = GeneratedNames()
        words = {note.identifier: " ".join(one.line.text() for one in note.passages) for note in manuscript.notes}
        self.names = {identifier: self.new_names.new(said) for identifier, said in words.items()}
        self._empty = {
            note.identifier for note in manuscript.notes if not any(one.line.pieces for one in note.passages)
        }
        untabled = (piece for one in manuscript.passages if not one.tabled for piece in one.line.pieces)
        self._in_text = {self._note(piece) for piece in untabled if isinstance(piece, Call)}
        self.called: dict[str, None] = {}
        self.lettered: dict[str, str] = {}
        self.of_empty: set[str] = set()

    def in_text(self, call: Call) -> str:
        """The mark of a call in the text."""
        name = self._name(call)
        if name:
            self.called.setdefault(self._note(call))
        return f"[^{name}]" if name else ""

    def in_cell(self, call: Call) -> str:
        """The mark of a call in a table: a letter under it, which cannot be a number of the text as well."""
        name, note = self._name(call), self._note(call)
        if name:
            self.lettered.setdefault(note, f"{name}-table" if note in self._in_text else name)
        return f"[^{self.lettered[note]}]" if name else ""

    def _note(self, call: Call) -> str:
        return call.note or self._marks.get(call.target, "")

    def _name(self, call: Call) -> str:
        note = self._note(call)
        self._ledger.taken.append(call.shown)
        if note in self._empty:
            self.of_empty.add(note)
        elif note not in self.names:
            _report("a call of a note that the file does not have", self._ledger)
        else:
            return self.names[note]
        return ""


def _definitions(manuscript: Manuscript, calls: _Calls, writer: _Writer, ledger: Ledger) -> Iterator[Definition]:
    """The notes that are called, in the order of the file, then those of tables; others are left out."""
    called = [note for note in manuscript.notes if note.identifier in calls.called]
    for number, note in enumerate(called, 1):
        words = " ".join(f"{one.label} {cross_references.words(one.line.pieces)}" for one in note.passages)
        # End notes have a series of their own in Word.
        label = "" if note.identifier.startswith(END) else str(number)
        yield Definition(writer.note(note, calls.names[note.identifier]), PrintedNumber("note", label, words, 0))
    if ends := sum(note.identifier.startswith(END) for note in called):
        hint = "Nothing, if they may be printed at the foot of the page."
        ledger.notice("S066", f"{ends} end notes become notes like the others", hint)
    if calls.of_empty:
        ledger.notice("S165", f"{len(calls.of_empty)} notes without words are left out", "Write what they are to say.")
    lettered = [note for note in manuscript.notes if note.identifier in calls.lettered]
    yield from (Definition(writer.note(note, calls.lettered[note.identifier])) for note in lettered)
    if lettered:
        message = f"{len(lettered)} notes of tables get letters under their tables"
        ledger.notice("S123", message, "Nothing, if that is right.")
    for note in manuscript.notes:
        if not any(note.identifier in known for known in (calls.called, calls.lettered, calls.of_empty)):
            words = " ".join(one.line.text() for one in note.passages)
            ledger.lose("a note that nothing in the source calls", words, _HINT)


def _remark(manuscript: Manuscript, references: CrossReferences, writer: _Writer, ledger: Ledger) -> None:
    """Report what became something else, and what only Word can open."""
    if count := ledger.changed["headings in cells"]:
        message = f"{count} headings in cells of tables become bold lines"
        ledger.notice("S165", message, "Nothing, if they are read well.")
    if manuscript.controls:
        message = f"form fields and content controls come in as the words that they show: {manuscript.controls}"
        ledger.notice("S165", message, "Look whether each is filled in.")
    if manuscript.held:
        what = f"{manuscript.held} documents inside the file, which only Word puts together (altChunk)"
        ledger.lose(what, hint="Open the file in Word, save it again and import that.", severity="error")
    if links := len(writer.unlinked):
        named = ", ".join(repr(link[:80]) for link in dict.fromkeys(writer.unlinked))
        what = f"{links} links to {named[:160]}, which are no whole addresses, become words"
        what = what if links > 1 else f"a link to {named}, which is no whole address, becomes words"
        ledger.notice("S065", what, "Write https://...")
    words = references.reported()
    shown = ", ".join(dict.fromkeys(f"“{one[:40]}”" for one in words if one))
    if len(words) == 1:
        _report(f"the reference “{words[0]}” becomes mere text", ledger)
    elif words:
        rest = "…" * (len(shown) > 160)
        _report(f"{len(words)} references to places in the file become mere text: {shown[:160]}{rest}", ledger)


def _report(message: str, ledger: Ledger) -> None:
    ledger.notice("S058", f"not carried over: {message}", _HINT)


# The masthead


def _masthead(manuscript: Manuscript, context: ImportContext, ledger: Ledger) -> tuple[Head, set[int]]:
    """The masthead that the passages before the first heading or number give, and the positions of those that it
    says.
    """
    passages = manuscript.passages
    title = recognition.title_by_level(passages)
    end = next((n for n, one in enumerate(passages) if n != title and recognition.begins(one)), len(passages))
    at, lines = [], []
    for n, passage in enumerate(passages[:end]):
        titled = passage.kind == "title" or n == title
        kind: LineKind = "title" if titled else "masthead" if passage.kind == "head" else "line"
        for part in re.split(r"[\t\n]", passage.line.text()):
            if part.strip() and not passage.boxed:
                at.append(n)
                lines.append(MastheadLine(0, context.plain(part, " ").strip(), "cell" if passage.tabled else kind))
    running = (part.strip() for words in manuscript.running for part in re.split(r"\s{2,}|\s(?=[A-Z]+/)", words))
    symbol = next((part for part in running if masthead.is_symbol(part)), "")
    head = masthead.read(lines, context.given, context.locale, replace(context.fallbacks, symbol=symbol), ledger.path)
    used = {at[n] for n in head.used} | {at[n] for n in head.left_out}
    ledger.taken += [lines[n].text for n in head.used]
    for n, line in enumerate(lines):
        if at[n] in used and n not in head.used and n not in head.left_out and line.kind != "cell":
            ledger.left_out.append(LeftOut("left out, beside the masthead", line.text))
    return head, used


def _serves_masthead(held: Sequence[tuple[int, Passage]], used: Container[int]) -> bool:
    """Whether a table is the masthead: at least half of its words are. One with a row of a date among others is not."""
    sizes = [(n in used, len(passage.line.text())) for n, passage in held]
    serving = sum(size for is_used, size in sizes if is_used)
    return serving > 0 and 2 * serving >= sum(size for _, size in sizes)


# Passages


class _Writer:
    """Writes passages in the source's marks, ``text`` for those of the text, ``cell`` for those in tables."""

    def __init__(
        self, context: ImportContext, ledger: Ledger, references: CrossReferences, text: Marks, cell: Marks
    ) -> None:
        self._passages, self._ledger, self._references = context.passages, ledger, references
        self._marks, self._cell_marks = text, cell
        self.unlinked: list[str] = []

    def drafts(self, passage: Passage) -> Iterator[Draft]:
        """A passage as a block; a number typed before it is removed, and kept to be compared."""
        self.lost(passage)
        if passage.boxed and passage.line.pieces:
            message = f"a text box comes in as text: {passage.place()}"
            self._ledger.notice("S069", message, "Put it into a box of the source, if it is one.")
        if is_blank(passage.line.pieces):
            return
        if recognition.is_code(passage):
            text = passage.line.text()
            yield Draft(Row("object", 0, markup.code_block(text)), None, text)
            return
        kind, level, number = recognition.recognized(passage)
        if kind == "item" and number:
            kind, level, number = "plain", 0, ""  # whether it is an entry, those around it say
        pieces = recognition.without_start(list(passage.line.pieces), len(number))
        if is_blank(pieces):
            return
        words, series = normal(worded(pieces)), _SERIES.get(kind, "")
        text = self.inline(headings.plain(pieces) if kind == "heading" else pieces)
        name = self._references.identifier(passage.line.bookmarks, words) if series or kind == "plain" else ""
        shown = number.strip() or passage.label
        printed = PrintedNumber(series, shown, cross_references.words(pieces), 0) if series else None
        yield Draft(Row(kind, level, text, name), printed, words)

    def lost(self, passage: Passage) -> None:
        """Report what of a passage a source has no room for."""
        self._ledger.changed[BARE_LINK] += passage.line.losses.count(BARE_LINK)
        for words in dict.fromkeys(loss for loss in passage.line.losses if loss != "a picture"):
            _report(f"{words}: {passage.place()}", self._ledger)
        for what, words in passage.line.dropped:
            self._ledger.lose(what, words)
        for words in passage.line.formulas:
            self._ledger.lose("a formula", words, _HINT)

    def note(self, note: Footnote, name: str) -> str:
        """The definition of a note."""
        rows = [Row(one.kind, one.level, self.inline(one.line.pieces)) for one in note.passages]
        return markup.note(name, rows, NumberingRules().subparagraphs)

    def inline(self, pieces: Sequence[Piece], *, in_cell: bool = False) -> str:
        """The words in the source's marks; those of a link that leads to a file beside this one without the link."""
        found = [self._linked(piece) for piece in map(self._passages.unmarked, pieces)]
        return markup.inline(found, self._cell_marks if in_cell else self._marks)

    def _linked(self, piece: Piece) -> Piece:
        if not isinstance(piece, Words) or not piece.look.link:
            return piece
        link = piece.look.link
        if not _ADDRESS.match(link):
            self.unlinked.append(link)
            return replace(piece, look=replace(piece.look, link=""))
        if markup.names_another(piece.text, link):
            message = f"the words {piece.text[:80]!r} name an address, and their link leads to {link[:80]!r}"
            self._ledger.notice("S065", f"{message}: they become code", "Correct one of the two.")
            return replace(piece, look=replace(piece.look, link="", code=True))
        return piece

    def cell(self, passage: Passage) -> Row:
        """A passage of a cell: an entry with the number that it has, a bullet, or a paragraph; a heading is a bold
        line.
        """
        kind, level, number = recognition.recognized(passage)
        pieces = list(passage.line.pieces)
        if kind == "bullet" and number:
            pieces = recognition.without_start(pieces, len(number))
        elif kind in ("item", "numbered") and number and not passage.label:
            pieces, kind = recognition.without_start(pieces, len(number)), "item"
        text = self.inline(headings.plain(pieces) if kind == "heading" else pieces, in_cell=True)
        shown = number.strip() or passage.label
        self._ledger.taken += [number.strip()] if kind in ("item", "bullet") and number else []
        if kind == "heading":
            self._ledger.changed["headings in cells"] += 1
            return Row("plain", 0, f"**{f'{markup.escaped(shown)} {text}'.strip()}**" if text else "")
        if kind == "numbered":
            kind = "item" if shown else "plain"
        return Row(kind, max(level, 1) if kind in markup.LISTED else 0, text, label=shown if kind == "item" else "")


# Tables and pictures


class _Objects:
    """Makes the blocks of a report of its passages: its tables and pictures as objects."""

    def __init__(
        self, context: ImportContext, ledger: Ledger, writer: _Writer, places: CaptionReferences, pictures: Pictures
    ) -> None:
        self._forms, self._ledger, self._writer = context.locale.numbering, ledger, writer
        self._places, self._pictures = places, pictures

    def drafts(self, passages: Sequence[Passage], used: Container[int]) -> list[Draft]:
        """The blocks, without the passages at the positions ``used``, which are the masthead."""
        out: list[Draft] = []
        rows = groupby(
            enumerate(passages), key=lambda row: grids.outermost(row[1].line.node) if row[1].tabled else None
        )
        for table, group in rows:
            held = list(group)
            if table is not None:
                inside = [passage for _, passage in held]
                self._table(table, inside, out, taken=_serves_masthead(held, used))
                out += [draft for passage in inside for draft in self._images(passage)]
            else:
                for n, passage in held:
                    out += () if n in used else self._writer.drafts(passage)
                    out += self._images(passage)
        return self._figures(out)

    def _table(self, node: Element, passages: list[Passage], out: list[Draft], *, taken: bool) -> None:
        """Add a table to ``out``, under the caption that ends it; of one that only lays out, its passages. One that is
        the masthead (``taken``) or too large is left out, and reported with all its words.
        """
        words = " | ".join(normal(passage.line.text()) for passage in passages if passage.line.pieces)
        if not taken and grids.lays_out(node):
            self._ledger.changed["tables"] += 1
            self._ledger.changed["cells"] += grids.filled(node, passages)
            message = f"a table of one row or column is opened: “{words[:60]}”"
            self._ledger.notice("S165", message, "Nothing, if its passages read well in order.")
            for passage in passages:
                out += self._writer.drafts(replace(passage, tabled=False))
            return
        for passage in passages:
            self._writer.lost(passage)
        found = None if taken else grids.grid(node, passages, self._writer.cell)
        if found is None:
            self._ledger.lose("a table", words, _HINT)
            return
        label, title = assembly.captioned(out[-1].row.text.strip("*") if out else "", self._forms.table, self._ledger)
        if label:
            out.pop()
        title = assembly.table_title(found, title if label else "", self._ledger)
        if grids.nests(node):
            message = f"a table in a cell becomes paragraphs of the cell: “{title[:60]}”"
            self._ledger.notice("S165", message, "Nothing, if it reads well so.")
        out.append(Draft(Row("object", 0, found.text(title, self._places.defined("table", label))), None, words))

    def _images(self, passage: Passage) -> Iterator[Draft]:
        """The pictures of a passage, below it; charts as tables of their data, diagrams as lists of their words."""
        for kind, part, said in passage.line.drawn:
            try:
                made = charts.drafts(kind, self._pictures.read(part), said)
            except (OSError, ArchiveError, XmlError):
                made = []
            if made:
                became = "table of its data" if kind == "chart" else "list of its words"
                message = f"a {kind} becomes a {became}: “{made[0].words[:60]}”"
                self._ledger.notice("S165", message, "Put a picture of it there, if it says more.")
            else:
                self._ledger.lose(f"a {kind} that holds no data", said, _HINT)
            yield from made
        for image in passage.line.images:
            name = self._pictures.name(image.part)
            if not name:
                what = f"a picture: {self._pictures.fault(image.part)}"
                self._ledger.lose(what, image.alternative, "Put it into the report's folder yourself.")
            elif image.decorative:
                yield Draft(Row("object", 0, f"::: {{.figure}}\n![]({name}){{.decorative}}\n:::"), None, "")
            else:
                yield Draft(Row("figure", 0, name), None, image.alternative)

    def _figures(self, drafts: list[Draft]) -> list[Draft]:
        """The blocks with each picture as a figure under its title: the caption below it or above it, else what it
        says. Meanwhile its row has the name of the file as text, the label as id and the title as suffix.
        """
        legend = captions.pattern(self._forms.figure)
        out: list[Draft] = []
        waiting = False
        for draft in drafts:
            match = legend.fullmatch(draft.row.text.strip("*")) if draft.row.kind in ("plain", "heading") else None
            if match and waiting:
                self._ledger.taken.append(match[1])
                out[-1] = replace(out[-1], row=replace(out[-1].row, suffix=match[2].strip(), identifier=match[1]))
            else:
                out.append(draft)
            waiting = out[-1].row.kind == "figure" and not out[-1].row.suffix
            above = legend.fullmatch(out[-2].row.text.strip("*")) if waiting and len(out) > 1 else None
            if above and out[-2].row.kind == "plain":
                self._ledger.taken.append(above[1])
                out[-2:] = [replace(draft, row=replace(draft.row, suffix=above[2].strip(), identifier=above[1]))]
                waiting = False
        texts = accumulate(
            out, lambda before, draft: before if draft.row.kind in ("figure", "object") else draft.words, initial=""
        )
        return [
            self._figure(draft, before) if draft.row.kind == "figure" else draft
            for draft, before in zip(out, texts, strict=False)
        ]

    def _figure(self, draft: Draft, before: str) -> Draft:
        row = draft.row
        text = assembly.figure(
            row.text, row.suffix, draft.words, before, lambda words: self._writer.inline([Words(words)]), self._ledger
        )
        place = self._places.defined("figure", row.identifier)
        named = f"#{place} " if place else ""
        return replace(draft, row=Row("object", 0, f"::: {{{named}.figure}}\n{text}\n:::"))
