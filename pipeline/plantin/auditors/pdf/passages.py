"""The passages in another language and the links of a PDF, from its tags and annotations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from plantin.auditors.passages import DrawnFigure, EditionPassages, ForeignPassage
from plantin.auditors.pdf.reading import NOTES, PdfText, leads_back
from plantin.auditors.pdf.structure import StructureElement
from plantin.model import languages
from plantin.model.outline import normal

_ESCAPED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_INLINE = frozenset(("Span", "Em", "Strong", "Quote", "Code", "Link", "Reference", "BibEntry", "Lbl", "Sub"))


def passages(reading: PdfText) -> EditionPassages:
    """Return the passages of the contents, and those of the masthead, the text and its notes. A reference is a link to
    the anchor of the place that it leads to.
    """
    contents, text = list[ForeignPassage](), list[ForeignPassage]()
    for element in reading.file.elements:
        if element is reading.file.root:
            continue
        listed = any(ancestor.tag == "TOC" for ancestor in (element, *element.above()))
        (contents if listed else text).extend(_languages(reading, element))
        coded = any(ancestor.tag == "Figure" for ancestor in element.above())  # A168 compares it with its code
        if element.tag == "Link" and not listed and not coded:
            text.extend(_links(reading, element))
    return EditionPassages(tuple(contents), tuple(text), paged=True, drawings=tuple(_drawings(reading)))


def _drawings(reading: PdfText) -> Iterator[DrawnFigure]:
    for element in reading.file.elements:
        if element.tag == "Figure" and element.alternative:
            shapes = tuple(shape for mark in reading.file.under(element) for shape in mark.shapes)
            yield DrawnFigure(normal(element.alternative), shapes)


def _languages(reading: PdfText, element: StructureElement) -> Iterator[ForeignPassage]:
    around = element.parent.language if element.parent else ""
    is_note = element.tag in NOTES  # it is in the language of the edition, wherever it is called
    around = reading.file.root.language if is_note else around
    if (element.named or is_note) and (element.language != around or element.tag == "Span"):
        words = normal(reading.text(element))
        yield ForeignPassage(
            words if element.tag in _INLINE else "", element.language, direction(element.language, words)
        )
    for tag, words in (passage for mark in reading.file.inside(element) for passage in mark.foreign):
        if tag and tag != element.language:
            yield ForeignPassage(normal(words), tag, direction(tag, words))


def direction(language: str, words: str) -> str:
    """Return the direction of ``words``, which no tag gives: that of their language, else of their first letter."""
    if languages.direction(language) == "rtl":
        return "rtl"
    first = next((kind for kind in map(unicodedata.bidirectional, words) if kind in {"L", "R", "AL"}), "L")
    return "ltr" if first == "L" else "rtl"


def _spell_address(address: str, words: str) -> str:
    """An address as the report spells it: a file has letters of ASCII alone, so others are taken from the words."""
    spelt = _ESCAPED.sub(lambda found: unquote(found[0]), address)
    return spelt if any(letter in words for letter in spelt if not letter.isascii()) else address


def _links(reading: PdfText, element: StructureElement) -> Iterator[ForeignPassage]:
    """Yield where a link of the text leads: calls of notes and the ways back from them have rules of their own."""
    above = list(element.above())
    if leads_back(element) or not set(reading.indicators).isdisjoint(above):
        return
    words = normal(reading.text(element))
    links = list(reading.links(element))
    targets = [
        _spell_address(link.address, words) or (f"#{reading.target(link)}" if link.inside else "another file")
        for link in links
    ]
    yield from (ForeignPassage(words, target=target) for target in dict.fromkeys(targets))
