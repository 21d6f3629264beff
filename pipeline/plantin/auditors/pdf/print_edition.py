"""The auditor of the edition for a printer. Without links, it matches notes by their numbers at the foot of the page
and sections by the pages in the contents; everything else is read as in the screen edition.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import pikepdf

from plantin.auditors import guarded
from plantin.auditors.fault import Fault, finding
from plantin.auditors.passages import EditionPassages
from plantin.auditors.pdf import record as _record
from plantin.auditors.pdf import x4
from plantin.auditors.pdf.conformance import PdfConformance
from plantin.auditors.pdf.file import File, opened
from plantin.auditors.pdf.links import bookmarks, contents
from plantin.auditors.pdf.pages import starts
from plantin.auditors.pdf.plates import plate_faults
from plantin.auditors.pdf.qr import code_faults
from plantin.auditors.pdf.reading import NOTES, ContentsRow, PdfText
from plantin.auditors.pdf.rules import findings_of
from plantin.auditors.pdf.structure import HEADINGS, StructureElement
from plantin.auditors.record import RecordedStatement
from plantin.auditors.statements import Conformance, HouseContent
from plantin.findings import Finding
from plantin.model.outline import Entry, Outline, normal
from plantin.model.related_editions import PageStart

__all__ = ["SPOTS", "TOTAL_INK", "PrintReading", "read"]

TOTAL_INK = "total ink"
"""The term of the most ink that the house lays on one place, in hundredths of one ink."""
SPOTS = "spot colours"
"""The term of the inks of their own that the house has."""
_MOST_INK = 300
_AUTHORS = {"V309", "V310"}
"""What the pictures of the author are to blame for."""


def read(content: bytes, name: str) -> PrintReading:
    """The PDF with these bytes; findings call it ``name``. Raises Unreadable (V010) where it is damaged."""
    pdf, file = opened(content, name)
    with guarded(name):
        return PrintReading(pdf, PaperReading(file), name)


class PrintReading:
    """A PDF for a printer, opened and parsed once, read in the order of its tags (ISO 32000-1, 14.7)."""

    def __init__(self, pdf: pikepdf.Pdf, paper: PaperReading, name: str) -> None:
        self._pdf = pdf
        self._paper = paper
        self._name = name

    def outline(self) -> Outline:
        """What the PDF says, in the order of its tags."""
        return self._paper.outline()

    def findings(self) -> tuple[Finding, ...]:
        """What breaks ISO 14289-1 (A102 to A125) or ISO 15930-7 (V301, V306), or leads astray on paper (A168, L101,
        L103 to L105).
        """
        paper = self._paper
        further = (
            *(_notes(paper), bookmarks(paper), contents(paper)),
            *(code_faults(paper), x4.x4_faults(self._pdf)),
        )
        return findings_of(paper, self._pdf, self._name, chain.from_iterable(further))

    def conformance(self, known: HouseContent) -> Conformance:
        """What the file has that the grammar of PDF/X-4 does not have, what it says beside its text, and what a printer
        finds on its plates (V308 to V313; lines and dots are warnings: they are the author's).
        """
        with guarded(self._name):
            judged = PdfConformance(self._pdf, self._paper.file, "x4", known).judged(self._name)
            limit = max(map(int, known.terms.get(TOTAL_INK, ())), default=_MOST_INK)
            plates = tuple(
                finding(code, message, self._name, severity="warning" if code in _AUTHORS else "error")
                for code, message in plate_faults(self._pdf, limit, frozenset(known.terms.get(SPOTS, ())))
            )
        return replace(judged, findings=(*judged.findings, *plates))

    def pages(self) -> tuple[PageStart, ...]:
        """Where each page begins in the text of the report."""
        return starts(self._paper)

    def record(self) -> tuple[RecordedStatement, ...]:
        """What the XMP packet says, and what abbreviations stand for."""
        return (
            *_record.record(self._paper.file.metadata, self._paper.file.catalog["author"]),
            _record.abbreviations(self._paper.file),
        )

    def passages(self) -> EditionPassages | None:
        """None: paper has no links, and passages are read in the screen edition."""
        return None


class PaperReading(PdfText):
    """Reads as a reader of paper does."""

    def __init__(self, file: File) -> None:
        super().__init__(file)
        self._numbered: dict[str, list[StructureElement]] = defaultdict(list)
        for note in self.notes:
            self._numbered[self.note_label(note)].append(note)

    def page(self, element: StructureElement) -> int:
        """The page that ``element`` begins on; -1 where nothing of it is painted."""
        first = self.file.first(element)
        return first.page if first else -1

    def called(self, call: StructureElement) -> StructureElement | None:
        """The note that has the number of ``call``, on the same page or, of those before, on the nearest."""
        label = normal(self.file.text(call))
        if label[:1].isalpha():
            own = (
                note
                for above in call.above()
                for note in above.walk()
                if note in self._lettered and self.note_label(note) == label
            )
            return next(own, None)
        page = self.page(call)
        found = [note for note in self._numbered.get(label, []) if self.page(note) <= page]
        return max(found, key=self.page, default=None)

    def indicator(self, element: StructureElement) -> Entry:
        """The entry of an indicator: its printed number, and the anchor of the note that has this number, which paper
        cannot link to.
        """
        note = self.called(element)
        label = normal(self.file.text(element))
        return Entry("indicator", 0, self.anchors.get(element, ""), label, self.anchors.get(note, "") if note else "")

    def contents(self) -> Iterator[ContentsRow]:
        """The rows of the contents, each with the anchor of the heading of the same words and with its place."""
        headings: dict[str, deque[StructureElement]] = defaultdict(deque)
        for block in self.parts()[1]:
            if block.tag in HEADINGS:
                headings[normal(self.loose(block, stop=("Reference", *NOTES)))].append(block)
        for row in super().contents():
            alike = headings.get(f"{row.entry.label} {row.entry.text}".strip())
            found = alike.popleft() if alike else None
            anchor = self.anchors.get(found, "") if found else ""
            yield replace(
                row, entry=self.divided(replace(row.entry, anchor=anchor)), place=self.file.destinations.get(anchor)
            )


def _notes(reading: PaperReading) -> Iterator[Fault]:
    """L101: the first call of a number has its note at the foot of its own page; a later one, there or on a page
    before.
    """
    met: set[StructureElement] = set()
    for call in reading.indicators:
        note = reading.called(call)
        label = normal(reading.file.text(call))
        apart = note is not None and note not in reading.letters and reading.page(note) != reading.page(call)
        if note is None or (note not in met and apart):
            message = (
                f"indicator {label} on page {reading.page(call) + 1} has no note of this number at the foot of its page"
            )
            yield "L101", message
        if note is not None:
            met.add(note)
