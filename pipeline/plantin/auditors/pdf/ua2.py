"""Checks what only PDF 2.0 has: references between notes and calls, namespaces, destinations that are elements (ISO
14289-2; ISO 32000-2, 14.7).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from plantin.auditors.fault import SHOWN, Fault
from plantin.auditors.pdf.reading import PdfText
from plantin.model.outline import normal

_VERSION = "2.0"
_FIRST_ONLY = frozenset(("/TOC", "/TOCI", "/Reference", "/BibEntry", "/BlockQuote", "/Code", "/Index"))
"""Types that PDF 2.0 has no more: they stay in the namespace of PDF 1.7, which is that of an element without one
(14.8.6).
"""
_SECOND = "http://iso.org/pdf2/ssn"


def ua2_faults(pdf: pikepdf.Pdf, reading: PdfText) -> Iterator[Fault]:
    """A122 of a PDF 2.0, as code, message and hint; nothing of an older one."""
    if pdf.pdf_version < _VERSION:
        return
    yield from _references(pdf, reading)
    yield from _structure(pdf, reading)


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
