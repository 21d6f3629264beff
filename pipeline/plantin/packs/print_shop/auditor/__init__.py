"""The auditor of the edition for a printer. Without links, it matches notes by their numbers at the foot of the page
and sections by the pages in the contents; everything else is read as in the screen edition.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import replace

from plantin.auditors import guard_reading
from plantin.auditors.fault import Fault, finding
from plantin.auditors.passages import EditionPassages
from plantin.auditors.pdf import PdfReading
from plantin.auditors.pdf import record as _record
from plantin.auditors.pdf.conformance import PdfStandard
from plantin.auditors.pdf.file import File, open_file
from plantin.auditors.pdf.links import bookmarks, contents
from plantin.auditors.pdf.qr import code_faults
from plantin.auditors.pdf.reading import NOTES, ContentsRow, PdfText
from plantin.auditors.pdf.rules import findings
from plantin.auditors.pdf.structure import HEADINGS, StructureElement
from plantin.auditors.record import RecordedStatement
from plantin.auditors.statements import Conformance, HouseContent
from plantin.findings import Finding
from plantin.model.outline import Entry, normal
from plantin.packs.print_shop.auditor.plates import plate_faults

__all__ = ["SPOTS", "TOTAL_INK", "X4", "PrintReading", "read"]

X4 = PdfStandard("x4", "1.6", "plantin.packs.print_shop.auditor")
"""PDF/X-4 (ISO 15930-7)."""
TOTAL_INK = "total ink"
"""The term of the most ink that the house lays on one place, in hundredths of one ink."""
SPOTS = "spot colours"
"""The term of the inks of their own that the house has."""
_MOST_INK = 300
_BLEED = 3 * 72 / 25.4
_SLACK = 0.01
_AUTHORS = {"V309", "V310"}
"""What the pictures of the author are to blame for."""


def read(content: bytes, name: str) -> PrintReading:
    """Return the PDF with these bytes; findings call it ``name``. Raises Unreadable (V010) where it is damaged."""
    file = open_file(content, name)
    with guard_reading(name):
        return PrintReading(PaperReading(file), name)


class PrintReading(PdfReading):
    """A PDF for a printer, opened and parsed once, read in the order of its tags (ISO 32000-1, 14.7)."""

    def __init__(self, paper: PaperReading, name: str) -> None:
        super().__init__(paper, name, standard=X4)
        self._paper = paper

    def findings(self) -> tuple[Finding, ...]:
        """Return what breaks ISO 14289-1 (A102 to A125) or ISO 15930-7 (V301, V306), or leads astray on paper (A168,
        L101, L103 to L105).
        """
        rules = (lambda _: _notes(self._paper), bookmarks, contents, code_faults, _boxes, _sheets)
        return findings(self._paper, self._name, rules)

    def conformance(self, known: HouseContent) -> Conformance:
        """Return what the file has that the grammar of PDF/X-4 does not have, what it says beside its text, and what a
        printer finds on its plates (V308 to V313; lines and dots are warnings: they are the author's).
        """
        judged = super().conformance(known)
        limit = max(map(int, known.terms.get(TOTAL_INK, ())), default=_MOST_INK)
        with guard_reading(self._name):
            plates = tuple(
                finding(code, message, self._name, severity="warning" if code in _AUTHORS else "error")
                for code, message in plate_faults(self._reading.file.pdf, limit, frozenset(known.terms.get(SPOTS, ())))
            )
        return replace(judged, findings=(*judged.findings, *plates))

    def record(self) -> tuple[RecordedStatement, ...]:
        """Return what the XMP packet says, and what abbreviations stand for: the colours are inks."""
        return tuple(_record.record(self._reading.file))

    def passages(self) -> EditionPassages | None:
        """Return None: paper has no links, and passages are read in the screen edition."""
        return None


class PaperReading(PdfText):
    """Reads as a reader of paper does."""

    def __init__(self, file: File) -> None:
        super().__init__(file)
        self._numbered: dict[str, list[StructureElement]] = defaultdict(list)
        for note in self.notes:
            self._numbered[self.note_label(note)].append(note)

    def page(self, element: StructureElement) -> int:
        """Return the page that ``element`` begins on; -1 where nothing of it is painted."""
        first = self.file.first(element)
        return first.page if first else -1

    def find_note(self, call: StructureElement) -> StructureElement | None:
        """Return the note that has the number of ``call``, on the same page or, of those before, on the nearest."""
        label = normal(self.file.text(call))
        if label[:1].isalpha():
            candidates = (
                note
                for above in call.above()
                for note in above.walk()
                if note in self._lettered and self.note_label(note) == label
            )
            return next(candidates, None)
        page = self.page(call)
        earlier = [note for note in self._numbered.get(label, []) if self.page(note) <= page]
        return max(earlier, key=self.page, default=None)

    def indicator(self, element: StructureElement) -> Entry:
        """Return the entry of an indicator: its number, and the anchor of the note that has it (paper has no links)."""
        note = self.find_note(element)
        label = normal(self.file.text(element))
        return Entry("indicator", 0, self.anchors.get(element, ""), label, self.anchors.get(note, "") if note else "")

    def contents(self) -> Iterator[ContentsRow]:
        """Yield the rows of the contents, each with the anchor of the heading of the same words and with its place."""
        headings: dict[str, deque[StructureElement]] = defaultdict(deque)
        for block in self.parts()[1]:
            if block.tag in HEADINGS:
                headings[normal(self.loose(block, stop=("Reference", *NOTES)))].append(block)
        for row in super().contents():
            alike = headings.get(f"{row.entry.label} {row.entry.text}".strip())
            heading = alike.popleft() if alike else None
            anchor = self.anchors.get(heading, "") if heading else ""
            yield replace(
                row, entry=self.divide_row(replace(row.entry, anchor=anchor)), place=self.file.destinations.get(anchor)
            )


def _notes(reading: PaperReading) -> Iterator[Fault]:
    """L101: the first call of a number has its note at the foot of its page; a later one, there or before."""
    met: set[StructureElement] = set()
    for call in reading.indicators:
        note = reading.find_note(call)
        label = normal(reading.file.text(call))
        apart = note is not None and note not in reading.letters and reading.page(note) != reading.page(call)
        if note is None or (note not in met and apart):
            message = (
                f"indicator {label} on page {reading.page(call) + 1} has no note of this number at the foot of its page"
            )
            yield "L101", message
        if note is not None:
            met.add(note)


def _boxes(reading: PdfText) -> Iterator[Fault]:
    """V301, 6.12 of ISO 15930-7:2010: page in bleed in sheet; and, by the house's rule, three millimetres of bleed."""
    for number, page in enumerate(reading.file.pdf.pages, 1):
        boxes = [page.obj.get(name) for name in ("/MediaBox", "/BleedBox", "/TrimBox")]
        if None in boxes or "/ArtBox" in page.obj:
            yield "V301", f"page {number} does not say where it is to be cut"
            continue
        media, bleed, trim = ([float(corner) for corner in box] for box in boxes if box is not None)
        wide = all(abs(edge - other) >= _BLEED - _SLACK for edge, other in zip(bleed, trim, strict=True))
        if not (_within(bleed, media) and _within(trim, bleed) and wide):
            yield "V301", f"page {number}: its boxes are not nested with three millimetres of bleed"
        if not _within(bleed, [float(corner) for corner in page.cropbox]):
            yield "V301", f"page {number} is cropped within its bleed"


def _within(inner: list[float], outer: list[float]) -> bool:
    return all(inner[side] >= outer[side] - _SLACK and inner[side + 2] <= outer[side + 2] + _SLACK for side in (0, 1))


def _sheets(reading: PdfText) -> Iterator[Fault]:
    """V306: by the house's rule, an even number of pages, so that the last leaf has its verso."""
    if (count := len(reading.file.pdf.pages)) % 2:
        yield "V306", f"the file has {count} pages: the last leaf has no verso"
