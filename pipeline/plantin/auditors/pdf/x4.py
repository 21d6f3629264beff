"""Checks the clauses of PDF/X-4 (ISO 15930-7:2010, clause 6) that a file of text, lines and codes can violate."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import pikepdf

from plantin.auditors.fault import Fault
from plantin.auditors.pdf.bounds import LARGEST_PACKET, decoded, outline_items

_CLAIMS = {
    "PDF/X-4 (6.11)": (r"GTS_PDFXVersion>PDF/X-4<",),
    "a title (6.10)": (r"<dc:title>.*?<rdf:li[^>]*>\s*[^<\s]",),
    "dates (6.10)": ("xmp:CreateDate>", "xmp:ModifyDate>", "xmp:MetadataDate>"),
    "identifiers (6.10)": ("xmpMM:DocumentID>", "xmpMM:RenditionClass>", "xmpMM:VersionID>"),
}
_BLEED = 3 * 72 / 25.4
_SLACK = 0.01
_PLATES = frozenset({"/DeviceCMYK", "/DeviceGray"})
_SPACES = _PLATES | {"/Pattern"}
_MARKS = frozenset({"/PrinterMark", "/TrapNet"})
_BLACK: tuple[float, ...] = (0.0, 0.0, 0.0, 1.0)


def x4_faults(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """V301 to V307, as code, message and hint."""
    return (row for rule in _RULES for row in rule(pdf))


def _boxes(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """6.12: page in bleed in sheet; and, by the house's rule, three millimetres of bleed."""
    for number, page in enumerate(pdf.pages, 1):
        boxes = [page.obj.get(name) for name in ("/MediaBox", "/BleedBox", "/TrimBox")]
        if None in boxes or "/ArtBox" in page.obj:
            yield (
                "V301",
                f"page {number} does not say where it is to be cut",
                "Give it a TrimBox in a BleedBox, and no ArtBox.",
            )
            continue
        media, bleed, trim = ([float(corner) for corner in box] for box in boxes if box is not None)
        wide = all(abs(one - other) >= _BLEED - _SLACK for one, other in zip(bleed, trim, strict=True))
        if not (_within(bleed, media) and _within(trim, bleed) and wide):
            yield (
                "V301",
                f"page {number}: its boxes are not nested with three millimetres of bleed",
                "Set the boxes.",
            )
        if not _within(bleed, [float(corner) for corner in page.cropbox]):
            yield "V301", f"page {number} is cropped within its bleed", "Take out the CropBox."


def _within(inner: list[float], outer: list[float]) -> bool:
    return all(inner[side] >= outer[side] - _SLACK and inner[side + 2] <= outer[side + 2] + _SLACK for side in (0, 1))


def _inks(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """6.4: only the inks of the output condition; and, by the house's rule, text on the black plate alone."""
    for number, page in enumerate(pdf.pages, 1):
        resources: Any = page.obj.get("/Resources", pikepdf.Dictionary())
        seen = dict.fromkeys(chain(_colours(page, resources, set()), _shaded(resources), _grouped(page.obj)))
        for name in (one for one in seen if isinstance(one, str)):
            yield "V302", f"page {number} is painted in {name}", "Colours are those of the press: device-cmyk."
        if any(isinstance(one, tuple) for one in seen):
            yield (
                "V302",
                f"page {number} has text on other plates than black",
                "Text is black or a tint of it: device-cmyk(0 0 0 1).",
            )


def _colours(stream: Any, resources: Any, met: set[tuple[int, int]]) -> Iterator[str | tuple[float, ...]]:
    """The colour spaces other than the process inks, by name, and the colours of text other than black. ``met`` are
    the forms that have been looked at.
    """
    space, ink = "/DeviceGray", _BLACK
    saved: list[tuple[str, tuple[float, ...]]] = []
    for instruction in pikepdf.parse_content_stream(stream):
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator in {"rg", "RG"}:
            yield "/DeviceRGB"
        elif operator in {"cs", "CS"} and str(operands[0]) not in _SPACES:
            yield str(operands[0])
        if operator == "q":
            saved.append((space, ink))
        elif operator == "Q" and saved:
            space, ink = saved.pop()
        elif operator == "cs":
            space, ink = str(operands[0]), _BLACK
        elif operator in {"k", "g", "sc", "scn"} and not isinstance(operands[-1], pikepdf.Name):
            values = tuple(float(value) for value in operands)
            ink = values if len(values) != 1 else (0.0, 0.0, 0.0, 1 - values[0])
        elif operator in {"Tj", "TJ", "'", '"'} and any(ink[:3]):
            yield ink
        elif operator == "Do":
            yield from _painted(resources, str(operands[0]), met)


def _painted(resources: Any, name: str, met: set[tuple[int, int]]) -> Iterator[str | tuple[float, ...]]:
    """The same of an image or of a form, which has a stream of its own."""
    painted = resources.get("/XObject", pikepdf.Dictionary()).get(name)
    if painted is None or painted.objgen in met:
        return
    met.add(painted.objgen)
    if painted.get("/Subtype") == "/Form":
        own = painted.get("/Resources", resources)
        yield from chain(_colours(painted, own, met), _shaded(own), _grouped(painted))
    elif "/ColorSpace" in painted and str(painted.ColorSpace) not in _PLATES:
        yield "an image that is not in CMYK"


def _shaded(resources: pikepdf.Object) -> Iterator[str]:
    """Shadings, and patterns made of them."""
    patterns = resources.get("/Pattern", pikepdf.Dictionary()).values()
    shadings = [
        *resources.get("/Shading", pikepdf.Dictionary()).values(),
        *(one.Shading for one in patterns if "/Shading" in one),
    ]
    if any(str(shading.get("/ColorSpace")) not in _PLATES for shading in shadings):
        yield "a shading that is not in CMYK"


def _grouped(holder: pikepdf.Object) -> Iterator[str]:
    space = holder.get("/Group", pikepdf.Dictionary()).get("/CS")
    if space is not None and str(space) not in _PLATES:
        yield "a transparency group that is not in CMYK"


def _intent(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """6.4: one output intent for PDF/X, with a profile for printing in CMYK; PDF/A's names the same."""
    intents = list(pdf.Root.get("/OutputIntents", []))
    exchanged: list[pikepdf.Object] = [intent for intent in intents if intent.get("/S") == "/GTS_PDFX"]
    hint = "Name the condition of printing and embed its profile."
    if len(exchanged) != 1 or not str(exchanged[0].get("/OutputConditionIdentifier", "")):
        yield "V303", "the file does not say for which condition of printing it is made", hint
        return
    profile = exchanged[0].get("/DestOutputProfile")
    head = profile.read_bytes()[:40] if profile is not None else b""
    if head[12:20] != b"prtrCMYK" or head[36:40] != b"acsp":
        yield "V303", "the output profile is not one of printing in CMYK", hint
    if any(
        "/DestOutputProfile" in one and one.DestOutputProfile.objgen != profile.objgen
        for one in intents
        if profile is not None
    ):
        yield "V303", "the output intents name different profiles", hint


def _identity(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """6.1, 6.9 to 6.11 and 6.15: what the file says of itself."""
    text = decoded(pdf.Root.Metadata, LARGEST_PACKET).decode("utf-8", "replace") if "/Metadata" in pdf.Root else ""
    hint = "Write it into the XMP packet, uncompressed."
    for name, patterns in _CLAIMS.items():
        if not all(re.search(pattern, text, re.DOTALL) for pattern in patterns):
            yield "V304", f"the file does not state {name}", hint
    trapped = str(pdf.trailer.get("/Info", pikepdf.Dictionary()).get("/Trapped", ""))
    if trapped not in {"/True", "/False"}:
        yield "V304", "the file does not say whether it is trapped (6.9)", "Set Trapped in the information dictionary."
    elif f"pdf:Trapped>{trapped[1:]}<" not in text:
        yield (
            "V304",
            "the XMP packet does not say the same of trapping (6.9)",
            "Write pdf:Trapped as in the information dictionary.",
        )
    if "/ID" not in pdf.trailer or pdf.is_encrypted or pdf.pdf_version > "1.6":
        message = "the file has no identifier (6.10), is encrypted (6.15) or is of a later version than 1.6 (6.1)"
        yield "V304", message, "Write it as PDF 1.6, with an ID."


def _silence(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """6.17, 6.18 and 6.26: no annotation on the page, no mark of the printer's where the page is cut, no form, nothing
    that acts.
    """
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.obj.get("/Annots", []):
            mark = str(annotation.get("/Subtype")) in _MARKS
            left, low, right, high = map(float, annotation.Rect)
            own = [float(corner) for corner in page.obj.get("/TrimBox" if mark else "/BleedBox", page.mediabox)]
            if not (right <= own[0] or left >= own[2] or high <= own[1] or low >= own[3]):
                yield (
                    "V305",
                    f"an annotation is on page {number}",
                    "On paper nothing can be followed: print no links.",
                )
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    if "/OpenAction" in pdf.Root or "/AA" in pdf.Root or "/JavaScript" in names:
        yield "V305", "the file acts when it is opened", "Take the action out."
    if any("/AA" in page.obj for page in pdf.pages) or any("/A" in one or "/AA" in one for one in _followed(pdf)):
        yield (
            "V305",
            "a page, a bookmark or an annotation acts",
            "Lead to a place with a destination (Dest), not with an action.",
        )
    if "/AcroForm" in pdf.Root:
        yield "V305", "the file has a form", "On paper nothing can be filled in: take it out."


def _followed(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """The bookmarks and the annotations."""
    for page in pdf.pages:
        yield from page.obj.get("/Annots", [])
    yield from outline_items(pdf)


def _sheets(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """6.5: fonts embedded; and, by the house's rule, an even number of pages, so that the last leaf has its verso."""
    if len(pdf.pages) % 2:
        yield "V306", f"the file has {len(pdf.pages)} pages: the last leaf has no verso", "Add a blank page."
    met: set[tuple[int, int]] = set()
    fonts = {font.objgen: font for page in pdf.pages for font in _fonts(page, met)}
    for font in fonts.values():
        own = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        held = own.get("/FontDescriptor", pikepdf.Dictionary())
        if not any(name in held for name in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield "V306", f"the font {font.get('/BaseFont')} is not in the file", "Embed it."


def _fonts(holder: Any, met: set[tuple[int, int]]) -> list[Any]:
    """The fonts of a page, and of the forms on it that have not been ``met``."""
    resources: Any = getattr(holder, "obj", holder).get("/Resources", pikepdf.Dictionary())
    found = list(resources.get("/Font", pikepdf.Dictionary()).values())
    for form in resources.get("/XObject", pikepdf.Dictionary()).values():
        if form.get("/Subtype") == "/Form" and form.objgen not in met:
            met.add(form.objgen)
            found += _fonts(form, met)
    return found


def _foreign(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """6.7, 6.8, 6.13, 6.14, 6.16, 6.22 and 6.24: nothing that is elsewhere, that differs from place to place,
    or that changes what was proofed.
    """
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    found: dict[str, None] = {}
    if "/AlternatePresentations" in names:
        found["another presentation (6.22)"] = None
    if "/EmbeddedFiles" in names or "/AF" in pdf.Root:
        found["a file in the file (6.7)"] = None
    layers = pdf.Root.get("/OCProperties", pikepdf.Dictionary())
    if any("/AS" in config for config in (layers.get("/D", pikepdf.Dictionary()), *layers.get("/Configs", []))):
        found["layers that are switched by what they are used for (6.24)"] = None
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream | pikepdf.Dictionary):
            found.update(dict.fromkeys(_alien(one)))
    for what in found:
        yield "V307", f"the file has {what}", "Take it out: what is printed is what is in the file, as it is."


def _alien(one: pikepdf.Object) -> Iterator[str]:
    kind, filters = str(one.get("/Subtype", "")), one.get("/Filter", pikepdf.Array())
    if "/LZWDecode" in map(str, filters if isinstance(filters, pikepdf.Array) else [filters]):
        yield "a stream in LZW (6.8)"
    if kind == "/PS" or one.get("/Subtype2") == "/PS":
        yield "PostScript (6.14)"
    if kind == "/Image" and "/Alternates" in one:
        yield "an image with alternates (6.16)"
    if kind in {"/Form", "/Image"} and ("/OPI" in one or "/Ref" in one):
        yield "a placeholder for another picture elsewhere (6.7)"
    states = one.get("/ExtGState", pikepdf.Dictionary()) if "/ExtGState" in one else pikepdf.Dictionary()
    held = [one, *(states.values() if isinstance(states, pikepdf.Dictionary) else ()), *_states(one)]
    if any("/TR" in state or "/HTP" in state or str(state.get("/TR2", "/Default")) != "/Default" for state in held):
        yield "a transfer function or the origin of a halftone (6.13)"


def _states(one: pikepdf.Object) -> list[pikepdf.Object]:
    """The graphics states that ``one`` has among its resources."""
    resources = one.get("/Resources")
    states = (
        resources.get("/ExtGState", pikepdf.Dictionary())
        if isinstance(resources, pikepdf.Dictionary)
        else pikepdf.Dictionary()
    )
    return [state for state in states.values() if isinstance(state, pikepdf.Dictionary)]


_RULES: tuple[Callable[[pikepdf.Pdf], Iterator[Fault]], ...] = (
    _boxes,
    _inks,
    _intent,
    _identity,
    _silence,
    _sheets,
    _foreign,
)
