"""Reads QR codes (ISO/IEC 18004) from the page as it is drawn, as a phone does, and compares them with their text
alternative and the address below them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from plantin.auditors.fault import Fault
from plantin.auditors.pdf.reading import PdfText
from plantin.auditors.pdf.structure import StructureElement

_SCALE = 3.0
"""Pixels a point: a module of a code that is 14 mm across has four."""
_MOST_PIXELS = 4_000_000
_QUIET = 8
"""Points of paper around a figure that are drawn with it: readers find a code by its quiet zone."""
_ADDRESS = "[A-Za-z0-9/_~%#?&=+:@-]"


def code_faults(reading: PdfText) -> Iterator[Fault]:
    """A168 for each figure that is a QR code whose alternative text or printed words are not where it leads; A135 where
    PDFium cannot draw the file.
    """
    import pypdfium2

    figures = [
        (element, box) for element in reading.file.elements if element.tag == "Figure" and (box := _box(element))
    ]
    if not figures:
        return
    try:
        with pypdfium2.PdfDocument(reading.file.content) as drawn:
            for figure, box in figures:
                pages = (mark.page for mark in reading.file.under(figure))
                for code in codes(drawn, next(pages, -1), box):
                    text = reading.file.text(figure).strip()
                    linked = {link.address for link in reading.links(figure)}
                    yield from _faults(figure.alternative, text, linked, code.text if code.valid else "")
    except pypdfium2.PdfiumError as error:
        yield "A135", f"the file is damaged, and PDFium cannot draw it: {error}"


def _box(figure: StructureElement) -> tuple[float, ...]:
    """Left, lower, right and upper edge of a figure on its page, in points; nothing where it does not give them."""
    try:
        left, lower, right, upper = map(float, figure.attributes.get("BBox", ()))
    except ValueError:
        return ()
    return (left, lower, right, upper) if left < right and lower < upper else ()


def codes(drawn: Any, number: int, box: tuple[float, ...]) -> Iterator[Any]:
    """Yield the codes in ``box`` on page ``number`` of a PDF that pypdfium2 has opened, as zxing-cpp reads them. A code
    less than half as high as the box is a part of a picture, and left out.
    """
    import zxingcpp

    if not 0 <= number < len(drawn):
        return
    page = drawn[number]
    page.set_rotation(0)
    sheet = page.get_bbox()
    cut = [max(0.0, (box[n] - sheet[n]) * (1 if n < 2 else -1) - _QUIET) for n in range(4)]
    width, height = sheet[2] - sheet[0] - cut[0] - cut[2], sheet[3] - sheet[1] - cut[1] - cut[3]
    if min(width, height) <= 0:
        return
    scale = min(_SCALE, (_MOST_PIXELS / (width * height)) ** 0.5)
    image = page.render(scale=scale, crop=tuple(cut), grayscale=True).to_pil()
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for code in zxingcpp.read_barcodes(image, wanted, return_errors=True):
        if 2 * abs(code.position.bottom_left.y - code.position.top_left.y) >= (box[3] - box[1]) * scale:
            yield code


def _faults(alternative: str, printed: str, linked: set[str], leads: str) -> Iterator[Fault]:
    if not leads:
        yield "A168", "the QR code cannot be read"
        return
    # An address may be between marks of direction or letters of another script, and continue in a second line.
    named = re.search(rf"(?<!{_ADDRESS}){re.escape(leads)}(?!\.?{_ADDRESS})", alternative)
    for words, agrees, where in (
        (alternative, named is not None, "its alternative text is"),
        (printed, "".join(printed.split()) in ("", leads), "below it is printed"),
        (", ".join(sorted(linked)), linked <= {leads}, "the address below it leads to"),
    ):
        if not agrees:
            yield "A168", f"the QR code leads to {leads[:200]}, {where} “{words[:200]}”"
