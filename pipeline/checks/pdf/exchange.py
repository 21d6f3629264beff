"""What a printer may count on: the clauses of PDF/X-4 (ISO 15930-7) that a file made of text, lines and codes can break."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf

Told = tuple[str, str, str]
"""Code, message, hint."""

_CLAIMS = {
    "PDF/X-4 (6.4.2)": r"GTS_PDFXVersion>PDF/X-4<",
    "a title (6.4.3)": r"<dc:title>.*?<rdf:li[^>]*>\s*[^<\s]",
    "dates (6.4.3)": r"xmp:CreateDate>.+xmp:ModifyDate>.+xmp:MetadataDate>",
    "identifiers (6.4.3)": r"xmpMM:DocumentID>.+xmpMM:RenditionClass>.+xmpMM:VersionID>",
}
_BLEED = 3 * 72 / 25.4
_SLACK = 0.01
_PLATES = frozenset({"/DeviceCMYK", "/DeviceGray"})
_MARKS = frozenset({"/PrinterMark", "/TrapNet"})
_BLACK: tuple[float, ...] = (0.0, 0.0, 0.0, 1.0)


def told(path: Path) -> Iterator[Told]:
    """V301 to V306, as code, message and hint."""
    with pikepdf.open(path) as pdf:
        for rule in _RULES:
            yield from rule(pdf)


def _boxes(pdf: pikepdf.Pdf) -> Iterator[Told]:
    """6.13: page in bleed in sheet, and three millimetres of bleed."""
    for number, page in enumerate(pdf.pages, 1):
        boxes = [page.obj.get(name) for name in ("/MediaBox", "/BleedBox", "/TrimBox")]
        if None in boxes or "/ArtBox" in page.obj:
            yield "V301", f"page {number} does not say where it is to be cut", "Give it a TrimBox in a BleedBox, and no ArtBox."
            continue
        media, bleed, trim = ([float(corner) for corner in box] for box in boxes if box is not None)
        wide = all(abs(one - other) >= _BLEED - _SLACK for one, other in zip(bleed, trim, strict=True))
        if not (_within(bleed, media) and _within(trim, bleed) and wide):
            yield "V301", f"page {number}: its boxes do not lie one in the other, three millimetres of bleed apart", "Set the boxes."


def _within(inner: list[float], outer: list[float]) -> bool:
    return all(inner[side] >= outer[side] - _SLACK and inner[side + 2] <= outer[side + 2] + _SLACK for side in (0, 1))


def _inks(pdf: pikepdf.Pdf) -> Iterator[Told]:
    """6.2.3 and 6.2.4: only the inks of the output condition; and, by the house's rule, text on the black plate alone."""
    for number, page in enumerate(pdf.pages, 1):
        seen = dict.fromkeys(_colours(page))
        for name in (one for one in seen if isinstance(one, str)):
            yield "V302", f"page {number} is painted in {name}", "Colours are those of the press: device-cmyk."
        if any(isinstance(one, tuple) for one in seen):
            yield "V302", f"page {number} has text on other plates than black", "Text is device-cmyk(0 0 0 1)."


def _colours(page: pikepdf.Page) -> Iterator[str | tuple[float, ...]]:
    """The colour spaces that are none of the press's, by name, and the colours of text other than black."""
    space, ink = "/DeviceGray", _BLACK
    saved: list[tuple[str, tuple[float, ...]]] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator in {"rg", "RG"}:
            yield "/DeviceRGB"
        elif operator in {"cs", "CS"} and str(operands[0]) not in _PLATES:
            yield str(operands[0])
        if operator == "q":
            saved.append((space, ink))
        elif operator == "Q" and saved:
            space, ink = saved.pop()
        elif operator == "cs":
            space, ink = str(operands[0]), _BLACK
        elif operator in {"k", "g", "sc", "scn"}:
            values = tuple(float(value) for value in operands)
            ink = values if len(values) != 1 else (0.0, 0.0, 0.0, 1 - values[0])
        elif operator in {"Tj", "TJ", "'", '"'} and ink != _BLACK:
            yield ink
        elif operator == "Do":
            yield from _painted(page, str(operands[0]))


def _painted(page: pikepdf.Page, name: str) -> Iterator[str]:
    resources: Any = page.obj.get("/Resources", pikepdf.Dictionary())
    image = resources.get("/XObject", pikepdf.Dictionary()).get(name)
    colours = image.get("/ColorSpace") if image is not None else None
    if colours is not None and str(colours) not in _PLATES:
        yield "an image that is not in CMYK"


def _intent(pdf: pikepdf.Pdf) -> Iterator[Told]:
    """6.2.2: one output intent for PDF/X, with a profile for printing in CMYK; PDF/A's names the same."""
    intents = list(pdf.Root.get("/OutputIntents", []))
    exchanged: list[Any] = [intent for intent in intents if intent.get("/S") == "/GTS_PDFX"]
    hint = "Name the condition of printing and embed its profile."
    if len(exchanged) != 1 or not str(exchanged[0].get("/OutputConditionIdentifier", "")):
        yield "V303", "the file does not say for which condition of printing it is made", hint
        return
    profile = exchanged[0].get("/DestOutputProfile")
    head = profile.read_bytes()[:40] if profile is not None else b""
    if head[12:20] != b"prtrCMYK" or head[36:40] != b"acsp":
        yield "V303", "the output profile is not one of printing in CMYK", hint
    if any("/DestOutputProfile" in one and one.DestOutputProfile.objgen != profile.objgen for one in intents if profile is not None):
        yield "V303", "the output intents name different profiles", hint


def _identity(pdf: pikepdf.Pdf) -> Iterator[Told]:
    """6.1, 6.4 and 6.9: what the file says of itself."""
    text = pdf.Root.Metadata.read_bytes().decode("utf-8", "replace") if "/Metadata" in pdf.Root else ""
    hint = "Write it into the XMP packet, uncompressed."
    for name, pattern in _CLAIMS.items():
        if not re.search(pattern, text, re.DOTALL):
            yield "V304", f"the file does not state {name}", hint
    if str(pdf.docinfo.get("/Trapped", "")) not in {"/True", "/False"}:
        yield "V304", "the file does not say whether it is trapped (6.9)", "Set Trapped in the information dictionary."
    if "/ID" not in pdf.trailer or pdf.is_encrypted or pdf.pdf_version > "1.6":
        yield "V304", "the file has no identifier, is encrypted or is of a later version than 1.6 (6.1)", "Write it as PDF 1.6, with an ID."


def _silence(pdf: pikepdf.Pdf) -> Iterator[Told]:
    """6.14 and 6.15: no annotation on the page, nothing that acts."""
    for number, page in enumerate(pdf.pages, 1):
        bleed = [float(corner) for corner in page.obj.get("/BleedBox", page.mediabox)]
        for annotation in page.obj.get("/Annots", []):
            left, low, right, high = map(float, annotation.Rect)
            beside = right <= bleed[0] or left >= bleed[2] or high <= bleed[1] or low >= bleed[3]
            if str(annotation.get("/Subtype")) not in _MARKS and not beside:
                yield "V305", f"an annotation lies on page {number}", "On paper nothing can be followed: print no links."
    if "/OpenAction" in pdf.Root or "/AA" in pdf.Root or "/JavaScript" in pdf.Root.get("/Names", pikepdf.Dictionary()):
        yield "V305", "the file acts when it is opened", "Take the action out."


def _sheets(pdf: pikepdf.Pdf) -> Iterator[Told]:
    """6.3: fonts embedded; and, by the house's rule, an even number of pages, so that the last leaf has its verso."""
    if len(pdf.pages) % 2:
        yield "V306", f"the file has {len(pdf.pages)} pages: the last leaf has no verso", "Add a blank page."
    fonts = {font.objgen: font for page in pdf.pages for font in _fonts(page)}
    for font in fonts.values():
        own = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        held = own.get("/FontDescriptor", pikepdf.Dictionary())
        if not any(name in held for name in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield "V306", f"the font {font.get('/BaseFont')} is not in the file", "Embed it."


def _fonts(page: pikepdf.Page) -> list[Any]:
    resources: Any = page.obj.get("/Resources", pikepdf.Dictionary())
    return list(resources.get("/Font", pikepdf.Dictionary()).values())


_RULES: tuple[Callable[[pikepdf.Pdf], Iterator[Told]], ...] = (_boxes, _inks, _intent, _identity, _silence, _sheets)
