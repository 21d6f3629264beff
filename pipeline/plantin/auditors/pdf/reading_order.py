"""Checks the reading order of a PDF: notes follow their calls on the same page, and the text goes page by page."""

from __future__ import annotations

from collections.abc import Iterator

from plantin.auditors.fault import SHOWN, Fault
from plantin.auditors.pdf.anchors import ElementsByPage
from plantin.auditors.pdf.reading import PdfRule, PdfText
from plantin.auditors.pdf.structure import StructureElement
from plantin.model.outline import normal


def note_pages(reading: PdfText) -> Iterator[Fault]:
    """L101: a note is on the page of its first call; letters are under their table, which may go on over the page."""
    for note, call in _calls(reading).items():
        here, there = reading.file.first(call), reading.file.first(note)
        if here and there and here.page != there.page:
            label = normal(reading.file.text(call))
            yield "L101", f"note {label} is on page {there.page + 1}, its first call on page {here.page + 1}"


def _calls(reading: PdfText) -> dict[StructureElement, StructureElement]:
    """Return the first call of each numbered note: it shows its number, and leads to it where it leads anywhere."""
    notes = ElementsByPage(reading.file, reading.notes)
    labels = {reading.note_label(note): note for note in reversed(reading.notes) if note not in reading.letters}
    firsts: dict[str, StructureElement] = {}
    calls: dict[StructureElement, StructureElement] = {}
    for call in reading.indicators:
        number = normal(reading.file.text(call))
        first = firsts.setdefault(number, call)
        links = list(reading.links(call))
        note = notes.nearest(*(link.place for link in links)) if links else labels.get(number)
        label = reading.note_label(note) if note else ""
        # Those of the masthead (asterisks) are read after its last line, whichever calls them.
        if note is not None and note not in reading.letters and label.strip("*") and label == number and first is call:
            calls[note] = call
    return calls


def _notes(reading: PdfText) -> Iterator[Fault]:
    """Check that a note is read right after the block that calls it first: only other notes may come between them."""
    notes = set(reading.notes)
    for note, call in _calls(reading).items():
        beside = list(note.parent.elements()) if note.parent else []
        before = [sibling for sibling in beside[: beside.index(note)] if sibling not in notes]
        around = {note.parent, *note.above()} if not before else {before[-1]}
        if around.isdisjoint(call.above()):
            yield "A120", f"note {reading.note_label(note)} is not read after what calls it"


def _pages(reading: PdfText) -> Iterator[Fault]:
    """Who reads on comes to the same page or to the next, never back. A note that goes on overleaf does not count, in
    an entry of a list either.
    """
    page = 0
    noted = {key for note in reading.notes for key in note.marks()}
    for block in reading.parts()[1]:
        marks = (reading.file.marks[key] for key in block.marks() if key in reading.file.marks and key not in noted)
        pages = [mark.page for mark in marks if mark.painted.strip()]
        if pages and pages[0] < page:
            text = normal(reading.file.text(block))[:SHOWN]
            yield "A125", f"“{text}” on page {pages[0] + 1} is read after the text of page {page + 1}"
        page = max(pages[-1:], default=page)


RULES: tuple[PdfRule, ...] = (_notes, _pages)
"""A120 and A125."""
