"""Checks what only PDF 2.0 has: references between notes and calls, namespaces, destinations that are elements (ISO
14289-2; ISO 32000-2, 14.7).
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from plantin.auditors.fault import SHOWN, Fault
from plantin.auditors.mathml import formula_elements
from plantin.auditors.pdf.bounds import LARGEST_MAP, decoded
from plantin.auditors.pdf.reading import PdfText
from plantin.auditors.pdf.structure import MATHML, StructureElement
from plantin.bounded.xml import XmlError, parse
from plantin.model.outline import normal

_VERSION = "2.0"
_FIRST_ONLY = frozenset(("/TOC", "/TOCI", "/Reference", "/BibEntry", "/BlockQuote", "/Code", "/Index"))
"""Types that PDF 2.0 has no more: they stay in the namespace of PDF 1.7, which is that of an element without one
(14.8.6).
"""
_DATA = ".data"
"""What the anchor of a figure's data ends with."""
_UNHEARD = frozenset({"semantics", "mrow"})
_SECOND = "http://iso.org/pdf2/ssn"


def ua2_faults(pdf: pikepdf.Pdf, reading: PdfText) -> Iterator[Fault]:
    """A122 of a PDF 2.0, as code and message; nothing of an older one."""
    if pdf.pdf_version < _VERSION:
        return
    yield from _references(pdf, reading)
    yield from _structure(pdf, reading)
    yield from _data(pdf, reading)


def _references(pdf: pikepdf.Pdf, reading: PdfText) -> Iterator[Fault]:
    """8.2.5.14 of ISO 14289-2: notes and what calls them name each other."""
    calls: dict[str, set[tuple[int, int]]] = {}
    for call in reading.indicators:
        anchor = next((reading.target(link) for link in reading.links(call)), "")
        calls.setdefault(anchor, set()).add(call.number)
    for note in reading.notes:
        node: pikepdf.Object = pdf.get_object(*note.number)
        named = {one.objgen for one in node.get("/Ref", [])}
        if named != calls.get(reading.anchors.get(note, ""), set()):
            yield "A122", f"note {reading.note_label(note)} does not name its calls (Ref)"


def _data(pdf: pikepdf.Pdf, reading: PdfText) -> Iterator[Fault]:
    """14.13 of ISO 32000-2: the data of a figure, which a table gives, belong to it as a file of its name."""
    titles = {anchor: element for element, anchor in reading.anchors.items()}
    for anchor, table in titles.items():
        title = titles.get(anchor.removesuffix(_DATA)) if anchor.endswith(_DATA) and table.tag == "Table" else None
        figure = title.parent.first("Figure") if title is not None and title.parent else None
        if figure is None:
            continue
        node: pikepdf.Object = pdf.get_object(*figure.number)
        wanted = f"{anchor.removesuffix(_DATA)}.csv"
        if [str(file.get("/F", "")) for file in node.get("/AF", [])] != [wanted]:
            yield "A122", f"{wanted} does not belong to its figure"


def _in_formula(element: StructureElement) -> bool:
    return element.parent is not None and any(one.tag == "Formula" for one in element.above())


def _tagged(formula: StructureElement) -> str:
    """The elements of MathML that a formula is tagged with, and their signs, as ``formula_elements`` gives them."""

    def inside(element: StructureElement) -> str:
        held = "".join(map(inside, element.elements()))
        return held if element.tag in _UNHEARD else f"{element.tag}({normal(element.actual or '')}{held})"

    return "".join(map(inside, formula.elements()))


def _attached(formula: pikepdf.Object) -> str:
    """The same of the MathML that belongs to a formula; empty where it cannot be read."""
    try:
        return formula_elements(parse(decoded(formula.AF[0].EF.F, LARGEST_MAP)), attributes=False)
    except (XmlError, pikepdf.PdfError, AttributeError, IndexError):
        return ""


def _structure(pdf: pikepdf.Pdf, reading: PdfText) -> Iterator[Fault]:
    """8.8 of ISO 14289-2, and 14.8.6 of ISO 32000-2."""
    for element in reading.file.elements:
        if element.number == (0, 0):  # the root, and what is no object of its own
            continue
        node: pikepdf.Object = pdf.get_object(*element.number)
        wanted = MATHML if _in_formula(element) else "" if str(node.S) in _FIRST_ONLY else _SECOND
        if element.space != wanted:
            yield "A122", f"an element {element.tag} is not in its namespace"
        if element.tag == "Formula" and not list(node.get("/AF", [])):
            words = normal(element.alternative)[:SHOWN]
            yield "A122", f"the formula “{words}” has no MathML"
        elif element.tag == "Formula" and _tagged(element) != _attached(node):
            words = normal(element.alternative)[:SHOWN]
            yield "A122", f"the tags in the formula “{words}” are not the MathML that belongs to it"
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.obj.get("/Annots", []):
            action = annotation.get("/A", pikepdf.Dictionary())
            if "/Dest" in annotation or (action.get("/S") == "/GoTo" and "/SD" not in action):
                yield "A122", f"a link on page {number} leads to a page, not to an element"
