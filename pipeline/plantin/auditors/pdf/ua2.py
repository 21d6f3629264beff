"""Checks what only PDF 2.0 has: references between notes and calls, structure destinations, namespaces, associated
files of the document and its formulas (ISO 14289-2, ISO 32000-2, 14.7 and 14.13).
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import pikepdf

from plantin.auditors.fault import SHOWN, Fault
from plantin.auditors.parity.content import formulas
from plantin.auditors.parity.index_rows import comparable
from plantin.auditors.pdf.reading import PdfText
from plantin.model import document, inlines
from plantin.model.document import Document
from plantin.model.outline import normal, outline

_VERSION = "2.0"
_FIRST_ONLY = frozenset(("/TOC", "/TOCI", "/Reference", "/BibEntry", "/BlockQuote", "/Code", "/Index"))
"""Types that PDF 2.0 has no more: they stay in the namespace of PDF 1.7, which is that of an element without one
(14.8.6).
"""
_SECOND = "http://iso.org/pdf2/ssn"
_NODES: dict[str, Any] = {
    name: kind
    for module in (document, inlines)
    for name, kind in vars(module).items()
    if dataclasses.is_dataclass(kind)
}
"""The kinds of node that a document consists of, by name."""


def ua2_faults(pdf: pikepdf.Pdf, reading: PdfText) -> Iterator[Fault]:
    """A121 and A122 of a PDF 2.0, as code, message and hint; nothing of an older one."""
    if pdf.pdf_version < _VERSION:
        return
    yield from _references(pdf, reading)
    yield from _structure(pdf, reading)
    yield from _attached(pdf, reading)


def _references(pdf: pikepdf.Pdf, reading: PdfText) -> Iterator[Fault]:
    """8.2.5.14 of ISO 14289-2: notes and what calls them name each other."""
    calls: dict[str, set[tuple[int, int]]] = {}
    for call in reading.indicators:
        anchor = next((reading.target(link) for link in reading.links(call)), "")
        calls.setdefault(anchor, set()).add(call.number)
    for note in reading.notes:
        node: Any = pdf.get_object(*note.number)
        named = {one.objgen for one in node.get("/Ref", [])}
        if named != calls.get(reading.anchors.get(note, ""), set()):
            yield (
                "A122",
                f"note {reading.note_label(note)} does not name its calls (Ref)",
                "Name each of its calls, and no other.",
            )


def _structure(pdf: pikepdf.Pdf, reading: PdfText) -> Iterator[Fault]:
    """8.8 of ISO 14289-2, and 14.8.6 of ISO 32000-2."""
    for element in reading.file.elements:
        if element.number == (0, 0):  # the root, and what is no object of its own
            continue
        node: Any = pdf.get_object(*element.number)
        space = str(node.get("/NS", pikepdf.Dictionary()).get("/NS", ""))
        if (space != _SECOND) != (str(node.S) in _FIRST_ONLY):
            yield (
                "A122",
                f"an element {element.tag} is not in its namespace",
                "Name the namespace of PDF 2.0 in it (NS).",
            )
        if element.tag == "Formula" and not list(node.get("/AF", [])):
            words = normal(element.alternative)[:SHOWN]
            yield "A122", f"the formula “{words}” has no MathML", "Let its MathML belong to it as a file (AF)."
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.obj.get("/Annots", []):
            action = annotation.get("/A", pikepdf.Dictionary())
            if "/Dest" in annotation or (action.get("/S") == "/GoTo" and "/SD" not in action):
                yield (
                    "A122",
                    f"a link on page {number} leads to a page, not to an element",
                    "Give its action a destination SD.",
                )


def _attached(pdf: pikepdf.Pdf, reading: PdfText) -> Iterator[Fault]:
    """The document that travels in the file is the one on the pages, and so is each formula."""
    catalog: Any = pdf.Root
    sources = [one for one in catalog.get("/AF", []) if str(one.get("/AFRelationship", "")) == "/Source"]
    hint = "Attach the document from which the pages were made."
    if not sources or "/EmbeddedFiles" not in catalog.get("/Names", pikepdf.Dictionary()):
        yield "A121", "the document is not attached", hint
        return
    try:
        held = _rebuilt(json.loads(sources[0].EF.F.read_bytes()))
    except (ValueError, KeyError, TypeError, AttributeError, pikepdf.PdfError) as error:
        yield "A121", f"the attached document cannot be read: {error}", hint
        return
    expected, found = comparable(outline(held), reading.outline())
    if expected != found:
        yield "A121", "the attached document says something else than the pages", hint
    known = {(normal(one.words), one.mathml) for one in formulas(held)}
    drawn = (element for element in reading.file.elements if element.tag == "Formula" and element.number != (0, 0))
    for element in drawn:
        words = normal(element.alternative)
        node: Any = pdf.get_object(*element.number)
        for file in node.get("/AF", []):
            if (words, file.EF.F.read_bytes().decode()) not in known:
                yield (
                    "A121",
                    f"the MathML of the formula “{words[:SHOWN]}” is not the document's",
                    "Attach that of the document.",
                )


def _rebuilt(value: dict[str, Any]) -> Document:
    """The document of which ``value`` is the data, as far as an outline needs it."""
    parts = {
        name: _value(value[name]) for name in ("masthead", "blocks", "notes", *(["logo"] if value.get("logo") else []))
    }
    rest: dict[str, Any] = {
        field.name: value.get(field.name) for field in dataclasses.fields(Document) if field.name not in parts
    }
    return Document(**rest, **parts)


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_value, value))
    if not isinstance(value, dict):
        return value
    kind = _NODES[value["@type"]]
    given = {name: _value(inside) for name, inside in value.items()}
    wanted = {field.name for field in dataclasses.fields(kind)}
    return kind(**{name: given.get(name, b"") for name in wanted if name in given or name == "content"})
