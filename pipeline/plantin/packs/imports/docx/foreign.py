"""A report received as a Word file of others: styles by name, outline levels, automatic and typed numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from plantin.model.outline import normal
from plantin.packs.imports import assembly, cross_references, markup, masthead
from plantin.packs.imports.assembly import Definition, ImportContext
from plantin.packs.imports.captions import Captions
from plantin.packs.imports.cross_references import CrossReferences
from plantin.packs.imports.docx import Manuscript, Passage, recognition
from plantin.packs.imports.docx.objects import Objects
from plantin.packs.imports.docx.passages import HINT, Writer, report
from plantin.packs.imports.docx.pictures import Pictures
from plantin.packs.imports.docx.story import BARE_LINK, END
from plantin.packs.imports.generated_names import GeneratedNames
from plantin.packs.imports.markup import Marks
from plantin.packs.imports.masthead import LineKind, MastheadLine, RecognizedMasthead
from plantin.packs.imports.paragraph_pieces import Call, Piece, Pointer, SourceMarkup, Words, text_of
from plantin.packs.imports.read_back import Written
from plantin.packs.imports.received import ImportedReport, Ledger, Omission, PrintedNumber
from plantin.source.front_matter import NumberingRules


def import_report(manuscript: Manuscript, context: ImportContext) -> ImportedReport:
    """Return the canonical source of the report in the Word file ``manuscript``, with the numbers that Word shows.

    Raises UsageError (S045) where a given symbol is invalid.
    """
    ledger = Ledger(str(context.path), list(manuscript.findings))
    manuscript = _without_head_of_contents(manuscript, context.locale.labels.contents, ledger)
    for what, words in manuscript.set_aside:
        ledger.left_out.append(Omission(f"not carried over: {what}", words, code="S058", around=True))
    labels = context.locale.numbering
    captions = Captions({"table": labels.table, "figure": labels.figure})
    stories = (manuscript.passages, *(note.passages for note in manuscript.notes))
    pieces = (piece for story in stories for passage in story for piece in passage.line.pieces)
    pointers = [piece for piece in pieces if isinstance(piece, Pointer)]
    calls = _Calls(manuscript, ledger, filter(None, (captions.name(pointer.shown) for pointer in pointers)))
    marks = Marks(calls.in_text, lambda link: markup.escape(link.shown), context.plain, context.passages.tag_words)
    wanted = (pointer.target for pointer in pointers)
    references = CrossReferences(
        context.locale,
        calls.new_names,
        wanted,
        write=lambda words: markup.inline([Words(words)], replace(marks, written=Written())),
    )
    manuscript = _with_references(manuscript, references, captions)
    writer = Writer(context, ledger, references, marks, replace(marks, call=calls.in_cell))
    head, used = _masthead(manuscript, context, ledger)
    pictures = Pictures(context.path, context.folder)
    drafts = Objects(context, ledger, writer, captions, pictures).drafts(manuscript.passages, used)
    imported = assembly.assemble(
        head,
        drafts,
        references,
        NumberingRules().subparagraphs,
        lambda: _definitions(manuscript, calls, writer, ledger),
        captions,
        ledger,
        marks.written,
    )
    _remark(manuscript, references, writer, ledger)
    ledger.notices += (*pictures.findings(), *context.passages.report_languages(ledger.path))
    # One notice stands for all links without an address.
    links = sum(notice.code == "S065" for notice in ledger.notices) + max(len(writer.unlinked) - 1, 0)
    changed = {
        "links": links + ledger.changed[BARE_LINK],
        "tables": ledger.changed["tables"],
        "cells": ledger.changed["cells"],
        "notes": len(manuscript.asterisks) + len(calls.of_empty),
        "languages": int(bool(context.passages.declared)),
    }
    return assembly.add_ledger(imported, ledger, changed)


def _without_head_of_contents(manuscript: Manuscript, label: str, ledger: Ledger) -> Manuscript:
    """Return the manuscript without the line over a list of contents that was left out, where it says ``label``."""
    heads = [
        n
        for n, passage in enumerate(manuscript.passages)
        if normal(text_of(passage.line.pieces)).rstrip(":").casefold() == label.casefold()
    ]
    if not heads or not any("contents" in what for what, _ in manuscript.set_aside):
        return manuscript
    heading = normal(text_of(manuscript.passages[heads[0]].line.pieces))
    ledger.left_out.append(Omission("not carried over: the heading of the contents", heading, code="S058", around=True))
    return replace(
        manuscript, passages=tuple(passage for n, passage in enumerate(manuscript.passages) if n != heads[0])
    )


# References and notes


def _with_references(manuscript: Manuscript, references: CrossReferences, captions: Captions) -> Manuscript:
    """Return the manuscript with a mark in place of each reference, which is settled when all numbers are known."""

    def mark_reference(piece: Piece) -> Piece:
        if not isinstance(piece, Pointer):
            return piece
        marks = captions.refer(piece.shown) or references.mark(piece.target, piece.shown)
        return SourceMarkup(marks, piece.shown)

    def mark_passages(passages: Iterable[Passage]) -> tuple[Passage, ...]:
        return tuple(
            replace(passage, line=replace(passage.line, pieces=[*map(mark_reference, passage.line.pieces)]))
            for passage in passages
        )

    notes = tuple(replace(note, passages=mark_passages(note.passages)) for note in manuscript.notes)
    return replace(manuscript, passages=mark_passages(manuscript.passages), notes=notes)


class _Calls:
    """Writes the calls of notes, and keeps which notes are called."""

    def __init__(self, manuscript: Manuscript, ledger: Ledger, taken: Iterable[str]) -> None:
        """``taken``: ids already in use."""
        self._ledger, self._marks = ledger, manuscript.marks
        self.new_names = GeneratedNames(taken)
        words = {
            note.identifier: " ".join(passage.line.text() for passage in note.passages) for note in manuscript.notes
        }
        self.names = {identifier: self.new_names.new(text) for identifier, text in words.items()}
        self._empty = {
            note.identifier for note in manuscript.notes if not any(passage.line.pieces for passage in note.passages)
        }
        untabled = (piece for passage in manuscript.passages if not passage.tabled for piece in passage.line.pieces)
        self._in_text = {self._note(piece) for piece in untabled if isinstance(piece, Call)}
        self.called: dict[str, None] = {}
        self.lettered: dict[str, str] = {}
        self.of_empty: set[str] = set()

    def in_text(self, call: Call) -> str:
        """Return the mark of a call in the text."""
        name = self._name(call)
        if name:
            self.called.setdefault(self._note(call))
        return f"[^{name}]" if name else ""

    def in_cell(self, call: Call) -> str:
        """Return the mark of a call in a table: a letter under it, which cannot be a number of the text as well."""
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
            report("a call of a note that the file does not have", self._ledger)
        else:
            return self.names[note]
        return ""


def _definitions(manuscript: Manuscript, calls: _Calls, writer: Writer, ledger: Ledger) -> Iterator[Definition]:
    """Yield the notes that are called, in the order of the file, then those of tables; others are left out."""
    called = [note for note in manuscript.notes if note.identifier in calls.called]
    for number, note in enumerate(called, 1):
        words = " ".join(f"{passage.label} {cross_references.words(passage.line.pieces)}" for passage in note.passages)
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
        if not any(note.identifier in group for group in (calls.called, calls.lettered, calls.of_empty)):
            words = " ".join(passage.line.text() for passage in note.passages)
            ledger.lose("a note that nothing in the source calls", words, HINT)


def _remark(manuscript: Manuscript, references: CrossReferences, writer: Writer, ledger: Ledger) -> None:
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
    words = references.remaining_words()
    excerpts = ", ".join(dict.fromkeys(f"“{reference[:40]}”" for reference in words if reference))
    if len(words) == 1:
        report(f"the reference “{words[0]}” becomes mere text", ledger)
    elif words:
        rest = "…" * (len(excerpts) > 160)
        report(f"{len(words)} references to places in the file become mere text: {excerpts[:160]}{rest}", ledger)


# The masthead


def _masthead(manuscript: Manuscript, context: ImportContext, ledger: Ledger) -> tuple[RecognizedMasthead, set[int]]:
    """Read the masthead before the first heading or number, and the indices of the passages it consumed."""
    passages = manuscript.passages
    title = recognition.title(passages)
    styled = [n for n, passage in enumerate(passages) if passage.kind == "title"]
    last = max(styled) if styled else title
    subtitle = None if last is None else recognition.subtitle(passages, last)
    end = next(
        (n for n, passage in enumerate(passages) if n not in (title, subtitle) and recognition.begins(passage)),
        len(passages),
    )
    lines = []
    for n, passage in enumerate(passages[:end]):
        titled = passage.kind == "title" or n == title
        kind: LineKind = "title" if titled else "masthead" if passage.kind == "head" else "line"
        kind = "subtitle" if n == subtitle else kind
        for part in re.split(r"[\t\n]", passage.line.text()):
            if part.strip() and not passage.boxed:
                text, kind = context.plain(part, " ").strip(), "cell" if passage.tabled else kind
                lines.append(MastheadLine(0, text, kind, n))
    running = (part.strip() for words in manuscript.running for part in re.split(r"\s{2,}|\s(?=[A-Z]+/)", words))
    # HO/1_2022 at the foot of a page is the code of a template.
    symbol = next((part for part in running if masthead.is_symbol(part) and part.count("/") > 1), "")
    heading = next(
        (passage.line.text() for passage in passages if passage.kind == "heading" and not passage.tabled), ""
    )
    fallbacks = replace(context.fallbacks, symbol=symbol, heading=heading)
    head = masthead.read(lines, context.given, context.locale, fallbacks, ledger.path)
    used = {lines[n].place for n in (*head.used, *head.left_out)}
    ledger.taken += [lines[n].text for n in head.used]
    for n, line in enumerate(lines):
        if line.place in used and n not in head.used and n not in head.left_out and line.kind != "cell":
            ledger.left_out.append(Omission("left out, beside the masthead", line.text))
    return head, used
