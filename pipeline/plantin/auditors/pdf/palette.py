"""The brand colours of a PDF: those of headings, and of rules that are artifacts."""

from __future__ import annotations

from collections.abc import Iterator

from plantin.auditors.contrast import written
from plantin.auditors.pdf.file import File
from plantin.auditors.pdf.objects import BOXES
from plantin.auditors.pdf.structure import HEADINGS as TAGS
from plantin.auditors.record import HEADINGS, RULES, RecordedStatement


def palette(file: File) -> Iterator[RecordedStatement]:
    """The colours of the headings of sections and of rules as they are painted (ISO 32000-1, 8.6)."""
    headings = []
    for element in file.elements:
        headed = element.tag in TAGS and (element.parent is None or element.parent.tag not in BOXES)
        marks = (file.marks[key] for key in element.marks() if key in file.marks) if headed else ()
        if colours := sorted({written(mark.ink) for mark in marks if mark.ink and mark.painted.strip()}):
            headings.append(" ".join((element.tag[1:], *colours)))
    yield RecordedStatement("the pages", HEADINGS, tuple(headings))
    rules = {written(colour) for sheet in file.sheets for colour in sheet.rules if colour}
    yield RecordedStatement("the pages", RULES, tuple(sorted(rules)))
