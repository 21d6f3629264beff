"""Formulas of a PDF, as they are read out and as they are handed on: words, not TeX, and MathML that belongs to each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from pipeline.auditors.fault import SHOWN, Fault
from pipeline.auditors.mathml import is_tex
from pipeline.auditors.pdf.reading import PdfText
from pipeline.model.outline import normal


def formula_faults(pdf: pikepdf.Pdf, reading: PdfText) -> Iterator[Fault]:
    """A163: a formula whose Alt is TeX (7.7 of ISO 14289-1), or to which no MathML belongs as a file (6.8 of ISO 19005-3; in PDF 2.0, A122
    says so).
    """
    for element in reading.file.root.walk():
        if element.tag != "Formula" or element.number == (0, 0):
            continue
        words = normal(element.alternative)[:SHOWN]
        if is_tex(element.alternative):
            yield "A163", f"the formula “{words}” is read out as TeX", "Give its Alt words."
        node: Any = pdf.get_object(*element.number)
        if pdf.pdf_version < "2.0" and not any(_is_mathml(file) for file in node.get("/AF", [])):
            yield "A163", f"the formula “{words}” has no MathML", "Let its MathML belong to it as a file (AF)."


def _is_mathml(file: Any) -> bool:
    held = file.get("/EF", {}).get("/F")
    return held is not None and str(held.get("/Subtype", "")) == "/application/mathml+xml" and "/AFRelationship" in file
