"""Checks the formulas of a PDF: MathML for each, symbols that can be found as text."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from lxml import etree

from plantin.auditors.fault import SHOWN, Fault
from plantin.auditors.mathml import formula_elements, signs
from plantin.auditors.pdf.bounds import LARGEST_MAP, decode
from plantin.auditors.pdf.reading import PdfText
from plantin.auditors.pdf.structure import StructureElement
from plantin.auditors.pdf.substitutes import letters
from plantin.bounded.xml import XmlError, parse
from plantin.model.outline import normal

_UNHEARD = frozenset({"semantics", "mrow"})


def formulas(reading: PdfText) -> Iterator[Fault]:
    """A163, in PDF 2.0 A122: a formula to which no MathML belongs as a file (6.8 of ISO 19005-3), or that is tagged as
    another than that (8.8 of ISO 14289-2). A167: one whose signs nobody finds or copies, for they are others.
    """
    file = reading.file
    second = file.pdf.pdf_version >= "2.0"
    for element in file.elements:
        if element.tag != "Formula" or element.number == (0, 0):
            continue
        words = normal(element.alternative)[:SHOWN]
        files = [attached for attached in file.node(element).get("/AF", []) if _is_mathml(attached)]
        mathml = _read(files[0]) if files else None
        if not files:
            yield "A122" if second else "A163", f"the formula “{words}” has no MathML"
        elif second and _describe_tags(element) != (
            "" if mathml is None else formula_elements(mathml, attributes=False)
        ):
            yield "A122", f"the tags in the formula “{words}” are not the MathML that belongs to it"
        painted = "".join(mark.signs for mark in file.under(element))
        if mathml is not None and letters(painted) != letters(meant := signs(mathml)):
            message = f"the formula “{words}” is found as “{normal(painted)[:SHOWN]}”, not as “{normal(meant)[:SHOWN]}”"
            yield "A167", message


def _read(file: pikepdf.Object) -> etree._Element | None:
    """Attached MathML; None where it cannot be read, which another rule reports."""
    try:
        return parse(decode(file.EF.F, LARGEST_MAP))
    except (XmlError, pikepdf.PdfError):
        return None


def _is_mathml(file: pikepdf.Object) -> bool:
    stream = file.get("/EF", pikepdf.Dictionary()).get("/F")
    return (
        stream is not None
        and str(stream.get("/Subtype", "")) == "/application/mathml+xml"
        and "/AFRelationship" in file
    )


def _describe_tags(formula: StructureElement) -> str:
    """The elements of MathML that a formula is tagged with, and their signs, as ``formula_elements`` gives them."""

    def inside(element: StructureElement) -> str:
        content = "".join(map(inside, element.elements()))
        return content if element.tag in _UNHEARD else f"{element.tag}({normal(element.actual or '')}{content})"

    return "".join(map(inside, formula.elements()))
