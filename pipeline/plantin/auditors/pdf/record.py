"""What a PDF says of the report as a publication: the XMP packet (ISO 16684-1, 8), abbreviations, brand colours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from plantin.auditors.pdf.colour import format_colour
from plantin.auditors.pdf.file import File
from plantin.auditors.pdf.objects import BOXES
from plantin.auditors.pdf.structure import HEADINGS as HEADING_TAGS
from plantin.auditors.record import ABBREVIATIONS, HEADINGS, RULES, RecordedStatement
from plantin.model.outline import normal

_TERMS = {
    "creator": ("dc:creator",),
    "publisher": ("dc:publisher",),
    "contributor": ("dc:contributor",),
    "rights": ("dc:rights",),
    "license": ("xmpRights:WebStatement", "xmpRights:UsageTerms"),
    "identifier": ("xmp:Identifier",),
    "subject": ("dc:subject",),
    "abstract": ("dc:description",),
    "version": ("xmpMM:VersionID",),
    "relation": ("dc:relation",),
}
_ENTRY = re.compile(r"<rdf:li[^>]*>([^<]*)</rdf:li>")


def record(file: File) -> Iterator[RecordedStatement]:
    """Yield what the XMP packet says, for each term the first of its properties that is present. Then the author in the
    information dictionary, where it differs from all creators in one text. Last, what abbreviations stand for.
    """
    for term, names in _TERMS.items():
        markup = next(
            (match[1] for name in names if (match := re.search(rf"<{name}>(.*?)</{name}>", file.metadata, re.DOTALL))),
            "",
        )
        values = _ENTRY.findall(markup) if "<rdf:" in markup else [markup]
        stated = tuple(words for value in values if (words := normal(unescape(value))))
        yield RecordedStatement("the XMP packet", term, stated)
        if term == "creator" and file.author and normal(file.author) != ", ".join(stated):
            yield RecordedStatement("the information dictionary", term, (normal(file.author),))
    # ISO 32000-1, 14.9.5; WCAG 2.2, PDF8.
    abbreviations = (
        f"{normal(file.text(element))}={normal(element.expansion)}"
        for element in file.elements
        if element.tag == "Span" and element.expansion
    )
    yield RecordedStatement("the tags", ABBREVIATIONS, tuple(dict.fromkeys(abbreviations)))


def palette(file: File) -> Iterator[RecordedStatement]:
    """Yield the colours of the headings of sections and of rules as they are painted (ISO 32000-1, 8.6)."""
    headings = []
    for element in file.elements:
        # The heading of a box belongs to no section.
        in_box = element.parent is not None and element.parent.tag in BOXES
        marks = file.under(element) if element.tag in HEADING_TAGS and not in_box else ()
        if colours := sorted({format_colour(mark.ink) for mark in marks if mark.ink and mark.painted.strip()}):
            headings.append(" ".join((element.tag[1:], *colours)))
    yield RecordedStatement("the pages", HEADINGS, tuple(headings))
    rules = {format_colour(colour) for sheet in file.sheets for colour in sheet.rules if colour}
    yield RecordedStatement("the pages", RULES, tuple(sorted(rules)))
