"""Checks the formulas of a PDF: MathML for each, symbols that can be found as text."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from plantin.auditors.fault import SHOWN, Fault
from plantin.auditors.mathml import signs
from plantin.auditors.pdf.bounds import LARGEST_MAP, decoded
from plantin.auditors.pdf.reading import PdfText
from plantin.auditors.pdf.substitutes import letters
from plantin.bounded.xml import XmlError, parse
from plantin.model.outline import normal


def formula_faults(pdf: pikepdf.Pdf, reading: PdfText) -> Iterator[Fault]:
    """A163: a formula to which no MathML belongs as a file (6.8 of ISO 19005-3; in PDF 2.0, A122 says so). A167: one
    whose signs nobody finds or copies, for they are not those of its MathML.
    """
    for element in reading.file.elements:
        if element.tag != "Formula" or element.number == (0, 0):
            continue
        words = normal(element.alternative)[:SHOWN]
        node: pikepdf.Object = pdf.get_object(*element.number)
        held = [file for file in node.get("/AF", []) if _is_mathml(file)]
        if pdf.pdf_version < "2.0" and not held:
            yield "A163", f"the formula “{words}” has no MathML"
        painted = "".join(reading.file.marks[key].signs for key in element.marks() if key in reading.file.marks)
        meant = _meant(held[0]) if held else None
        if meant is not None and letters(painted) != letters(meant):
            message = f"the formula “{words}” is found as “{normal(painted)[:SHOWN]}”, not as “{normal(meant)[:SHOWN]}”"
            yield "A167", message


def _meant(file: pikepdf.Object) -> str | None:
    """The signs of attached MathML; None where it cannot be read, which another rule reports."""
    try:
        return signs(parse(decoded(file.EF.F, LARGEST_MAP)))
    except (XmlError, pikepdf.PdfError):
        return None


def _is_mathml(file: pikepdf.Object) -> bool:
    held = file.get("/EF", pikepdf.Dictionary()).get("/F")
    return held is not None and str(held.get("/Subtype", "")) == "/application/mathml+xml" and "/AFRelationship" in file
