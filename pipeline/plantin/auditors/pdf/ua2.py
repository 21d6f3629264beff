"""Checks what only PDF 2.0 has: Ref, namespaces, destinations that are elements (ISO 14289-2; ISO 32000-2, 14.7)."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from plantin.auditors.fault import Fault
from plantin.auditors.pdf.reading import PdfText
from plantin.auditors.pdf.structure import MATHML, StructureElement

_VERSION = "2.0"
_FIRST_ONLY = frozenset(("/TOC", "/TOCI", "/Reference", "/BibEntry", "/BlockQuote", "/Code", "/Index"))
"""Types that PDF 2.0 has no more: they stay in the namespace of PDF 1.7, that of an element without one (14.8.6)."""
_DATA = ".data"
"""What the anchor of a figure's data ends with."""
_SECOND = "http://iso.org/pdf2/ssn"


def ua2_faults(reading: PdfText) -> Iterator[Fault]:
    """A122 of a PDF 2.0, as code and message; nothing of an older one."""
    if reading.file.pdf.pdf_version < _VERSION:
        return
    yield from _references(reading)
    yield from _structure(reading)
    # 14.13 of ISO 32000-2: the data of a figure, which a table gives, belong to it as a file of its name.
    titles = {anchor: element for element, anchor in reading.anchors.items()}
    for anchor, table in titles.items():
        title = titles.get(anchor.removesuffix(_DATA)) if anchor.endswith(_DATA) and table.tag == "Table" else None
        figure = title.parent.first("Figure") if title is not None and title.parent else None
        if figure is None:
            continue
        node: pikepdf.Object = reading.file.node(figure)
        wanted = f"{anchor.removesuffix(_DATA)}.csv"
        if [str(file.get("/F", "")) for file in node.get("/AF", [])] != [wanted]:
            yield "A122", f"{wanted} does not belong to its figure"


def _references(reading: PdfText) -> Iterator[Fault]:
    """8.2.5.14 of ISO 14289-2: notes and what calls them name each other."""
    calls: dict[str, set[tuple[int, int]]] = {}
    for call in reading.indicators:
        anchor = next((reading.target(link) for link in reading.links(call)), "")
        calls.setdefault(anchor, set()).add(call.number)
    for note in reading.notes:
        node: pikepdf.Object = reading.file.node(note)
        named = {reference.objgen for reference in node.get("/Ref", [])}
        if named != calls.get(reading.anchors.get(note, ""), set()):
            yield "A122", f"note {reading.note_label(note)} does not name its calls (Ref)"


def _in_formula(element: StructureElement) -> bool:
    return element.parent is not None and any(ancestor.tag == "Formula" for ancestor in element.above())


def _structure(reading: PdfText) -> Iterator[Fault]:
    """8.8 of ISO 14289-2, and 14.8.6 of ISO 32000-2."""
    for element in reading.file.elements:
        if element.number == (0, 0):  # the root, and what is no object of its own
            continue
        node: pikepdf.Object = reading.file.node(element)
        wanted = MATHML if _in_formula(element) else "" if str(node.S) in _FIRST_ONLY else _SECOND
        if element.space != wanted:
            yield "A122", f"an element {element.tag} is not in its namespace"
    for number, page in enumerate(reading.file.pdf.pages, 1):
        for annotation in page.obj.get("/Annots", []):
            action = annotation.get("/A", pikepdf.Dictionary())
            if "/Dest" in annotation or (action.get("/S") == "/GoTo" and "/SD" not in action):
                yield "A122", f"a link on page {number} leads to a page, not to an element"
