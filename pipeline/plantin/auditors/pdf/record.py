"""Reads the bibliographic record from the XMP packet of a PDF (ISO 16684-1, 8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from plantin.auditors.pdf.file import File
from plantin.auditors.record import ABBREVIATIONS, RecordedStatement
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


def record(packet: str, author: str) -> Iterator[RecordedStatement]:
    """What the XMP ``packet`` says; of a term with several properties the first that is there. The ``author`` of the
    information dictionary, where it has one, is all creators in one text.
    """
    for term, names in _TERMS.items():
        found = next(
            (match[1] for name in names if (match := re.search(rf"<{name}>(.*?)</{name}>", packet, re.DOTALL))), ""
        )
        values = _ENTRY.findall(found) if "<rdf:" in found else [found]
        stated = tuple(words for value in values if (words := normal(unescape(value))))
        yield RecordedStatement("the XMP packet", term, stated)
        if term == "creator" and author and normal(author) != ", ".join(stated):
            yield RecordedStatement("the information dictionary", term, (normal(author),))


def abbreviations(file: File) -> RecordedStatement:
    """The passages of the text with an expansion (ISO 32000-1, 14.9.5; WCAG 2.2, PDF8)."""
    found = (
        f"{normal(file.text(one))}={normal(one.expansion)}"
        for one in file.elements
        if one.tag == "Span" and one.expansion
    )
    return RecordedStatement("the tags", ABBREVIATIONS, tuple(dict.fromkeys(found)))
