"""The auditor of PDF files: reads tags and painted text back (pikepdf, and fontTools for glyphs), and checks them
against ISO 14289-1 and the house rules.

A paragraph is what a reader of the tags gets: text is decoded from the content streams through each font's ToUnicode
map, and only where it is marked and in the tree. Notes, indicators and anchors are proved by where links land on the
page, not by their names.
"""

from __future__ import annotations

from functools import partial

from plantin.auditors import guard_reading
from plantin.auditors.passages import EditionPassages
from plantin.auditors.pdf import pages as _pages
from plantin.auditors.pdf import passages as _passages
from plantin.auditors.pdf import record as _record
from plantin.auditors.pdf import rules as _rules
from plantin.auditors.pdf.conformance import UA1, UA2, PdfConformance, PdfStandard
from plantin.auditors.pdf.file import open_file
from plantin.auditors.pdf.large_print import size_faults
from plantin.auditors.pdf.reading import PdfText
from plantin.auditors.reading import Reading
from plantin.auditors.record import RecordedStatement
from plantin.auditors.statements import Conformance, HouseContent
from plantin.findings import Finding
from plantin.model.outline import Outline
from plantin.model.related_editions import PageStart

__all__ = ["PdfReading", "read"]


def read(content: bytes, name: str, *, size: float = 0, second: float = False) -> PdfReading:
    """Return the PDF with these bytes; findings call it ``name``. ``size`` is that of its text in points where it is to
    be large print, else 0; ``second`` whether it is to be PDF/UA-2. Raises Unreadable (V010) where it is damaged.
    """
    file = open_file(content, name)
    with guard_reading(name):
        return PdfReading(PdfText(file), name, size, UA2 if second else UA1)


class PdfReading(Reading):
    """A PDF, opened and parsed once, read in the order of its tags (ISO 32000-1, 14.7)."""

    def __init__(self, reading: PdfText, name: str, size: float = 0, standard: PdfStandard = UA1) -> None:
        self._reading, self._name, self._size, self._standard = reading, name, size, standard

    def outline(self) -> Outline:
        """Return what the PDF says, in the order of its tags."""
        return self._reading.outline()

    def findings(self) -> tuple[Finding, ...]:
        """Return what breaks ISO 14289-1 (A102 to A125), misleads (L101 to L106) or is small in large print (A169)."""
        large = (partial(size_faults, size=self._size),) if self._size else ()
        return _rules.findings(self._reading, self._name, (*_rules.ON_SCREEN, *large))

    def conformance(self, known: HouseContent) -> Conformance:
        """Return what the file has that the grammar of its standard does not have, and what it says beside its text."""
        with guard_reading(self._name):
            return PdfConformance(self._reading.file, self._standard, known).judge(self._name)

    def pages(self) -> tuple[PageStart, ...]:
        """Return where each page begins in the text of the report."""
        return _pages.starts(self._reading)

    def record(self) -> tuple[RecordedStatement, ...]:
        """Return what the XMP packet says, what abbreviations stand for, and the colours of headings and rules."""
        return (*_record.record(self._reading.file), *_record.palette(self._reading.file))

    def passages(self) -> EditionPassages | None:
        """Return the passages in another language and the links."""
        return _passages.passages(self._reading)
