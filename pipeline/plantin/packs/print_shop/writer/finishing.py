"""What a printer needs beyond the pages (PDF/X-4, ISO 15930-7): output intent, boxes, crop marks, trapping."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pydyf

from plantin.bounded.bytes import MIB, read
from plantin.house.style import Style
from plantin.packs.print_shop.writer.inks import Press, Spot, inks, press, spots
from plantin.writers.pdf.engine_types import Pdf, Stream

_POINTS = 72 / 25.4
_REGISTRY = "http://www.color.org"
_LENGTH = 5  # of a crop mark, in millimetres
_COLOUR = re.compile(rb"([0-9.eE+-]+ [0-9.eE+-]+ [0-9.eE+-]+) (rg|RG)")
_FILL = re.compile(rb"([0-9. ]+) (?:scn|k|g)")
_INKED = re.compile(rb"([0-9.]+ [0-9.]+ [0-9.]+ [0-9.]+) (scn|SCN|k|K)")
_BLACK = b"0 0 0 1"
_INKS = 3
Colours = dict[str, Any]
"""A shading, or a function in it."""
_GAP = 0.5  # between the bleed and a crop mark


def finish(pdf: Pdf, streams: list[Stream], style: Style) -> None:
    """Make ``pdf``, its pages painted into ``streams``, ready for exchange: intent, boxes, crop marks, trapping."""
    _output_intents(pdf, style)
    pdf.info["Trapped"] = "/False"
    condition = press(style)
    # The colours of drawings in the inks of condition, or in greys on the black plate (ITU-R BT.601).
    for painted in _streams(pdf, streams, "stream"):
        for place, item in enumerate(painted.stream):
            if isinstance(item, bytes) and (match := _COLOUR.fullmatch(item)):
                painted.stream[place] = _paint_operator(
                    list(map(float, match[1].split())), match[2] == b"RG", condition
                )
        if "CS" in (group := painted.extra.get("Group", {})):
            # What is seen through has the colours of what it is laid on.
            group["CS"] = "/DeviceCMYK" if condition else "/DeviceGray"
        for shading in (getattr(painted, "_resources", None) or {}).get("Shading", {}).values():
            if isinstance(shading, dict):
                _ink_shading(shading, condition)
    for obj in pdf.objects:
        if isinstance(obj, dict) and "ShadingType" in obj:
            _ink_shading(obj, condition)
    _spots(pdf, streams, spots(style))
    _overprint(pdf, streams)
    bleed = style.paper.bleed * _POINTS
    for reference, stream in zip(pdf.page_references, streams, strict=True):
        page = pdf.objects[int(reference.split()[0])]
        left, top, right, bottom = page["TrimBox"]
        page["BleedBox"] = pydyf.Array([left - bleed, top - bleed, right + bleed, bottom + bleed])
        stream.stream.extend(_marks(right - left, bottom - top, bleed, plates=b"1 1 1 1" if condition else b"0 0 0 1"))
        if right - left > bottom - top:
            page["Rotate"] = 270  # all sheets are upright for the printer, a wide table with its head to the left


def _paint_operator(channels: list[float], line: bool, condition: Press | None) -> bytes:
    """Return the instruction that sets a colour, of lines or of surfaces."""
    if condition is None:
        return b"%.4g %s" % (_luma(channels), b"G" if line else b"g")
    red, green, blue = channels
    return f"{' '.join(f'{ink:g}' for ink in inks(red, green, blue, condition))} {'K' if line else 'k'}".encode()


def _streams(pdf: Pdf, pages: list[Stream], having: str) -> list[Stream]:
    """Return the contents of ``pages``, and those objects of ``pdf`` besides that are ``having`` an attribute."""
    return [*pages, *(obj for obj in pdf.objects if hasattr(obj, having) and obj not in pages)]


def _spots(pdf: Pdf, streams: list[Stream], own: tuple[Spot, ...]) -> None:
    """Paint with an ink of its own whatever has its colour (ISO 32000-1, 8.6.6.4)."""
    if not own:
        return
    by_inks: dict[tuple[float, ...], tuple[str, object]] = {spot.inks: (spot.key, _separation(spot)) for spot in own}
    for painted in _streams(pdf, streams, "_resources"):
        steps: list[object] = []
        for item in painted.stream:
            match = _INKED.fullmatch(item) if isinstance(item, bytes) else None
            spot = by_inks.get(tuple(map(float, match[1].split()))) if match else None
            if match is None or spot is None:
                steps.append(item)
                continue
            key, space = spot
            chosen, inked = (b"CS", b"1 SCN") if match[2] in {b"K", b"SCN"} else (b"cs", b"1 scn")
            if steps and steps[-1] == b"/DeviceCMYK " + chosen:
                steps.pop()
            steps += [f"/{key} ".encode() + chosen, inked]
            spaces = painted._resources["ColorSpace"]  # noqa: SLF001
            shared = pdf.objects[int(spaces.split()[0])] if isinstance(spaces, bytes) else spaces
            shared[key] = space
        painted.stream[:] = steps


def _separation(spot: Spot) -> object:
    """Return the colour space of an ink of its own, and what is shown in its place where it is not known."""
    tint = {"FunctionType": 2, "Domain": pydyf.Array([0, 1]), "C0": pydyf.Array([0] * 4), "N": 1}
    tint["C1"] = pydyf.Array(spot.inks)
    name = f"/{spot.name.replace(' ', '#20')}"
    return pydyf.Array(["/Separation", name, "/DeviceCMYK", pydyf.Dictionary(tint)])


def _overprint(pdf: Pdf, streams: list[Stream]) -> None:
    """Black over what is below it, so that no white line is seen where plates do not fit; every other colour knocks
    out what is below (ISO 32000-1, 11.7.4).
    """
    for painted in _streams(pdf, streams, "_resources"):
        steps: list[object] = []
        for item in painted.stream:
            if isinstance(item, bytes) and (match := _FILL.fullmatch(item)):
                name, over = ("over", "true") if match[1] == _BLACK else ("knock", "false")
                states = painted._resources["ExtGState"]  # noqa: SLF001
                if name not in states:
                    states[name] = pydyf.Dictionary({"op": over, "OP": "false", "OPM": 1})
                steps.append(f"/{name} gs".encode())
            steps.append(item)
        painted.stream[:] = steps


def _ink_shading(value: Colours, condition: Press | None) -> None:
    for name, inside in list(value.items()):
        if name in {"C0", "C1"} and len(inside) == _INKS:
            red, green, blue = map(float, inside)
            value[name] = type(inside)(inks(red, green, blue, condition) if condition else [_luma(inside)])
        elif name == "ColorSpace" and inside == "/DeviceRGB":
            value[name] = "/DeviceCMYK" if condition else "/DeviceGray"
        elif isinstance(inside, dict):
            _ink_shading(inside, condition)
        elif isinstance(inside, list):
            for item in inside:
                if isinstance(item, dict):
                    _ink_shading(item, condition)


def _luma(channels: Iterable[float]) -> float:
    red, green, blue = map(float, channels)
    return round(0.299 * red + 0.587 * green + 0.114 * blue, 4)


def _output_intents(pdf: Pdf, style: Style) -> None:
    """The condition of printing, once for PDF/X and once for PDF/A; both name one profile (ISO 19005-3, 6.2.3)."""
    profile = pydyf.Stream([read(style.profile(), 8 * MIB)], pydyf.Dictionary({"N": 4}), compress=True)
    pdf.add_object(profile)
    intents = pydyf.Array()
    for kind in ("/GTS_PDFX", "/GTS_PDFA1"):
        values = {
            "OutputConditionIdentifier": style.paper.condition,
            "Info": style.paper.condition,
            "RegistryName": _REGISTRY,
        }
        named = {name: pydyf.String(value) for name, value in values.items()}
        intents.append(
            pydyf.Dictionary({"Type": "/OutputIntent", "S": kind, **named, "DestOutputProfile": profile.reference})
        )
    pdf.catalog["OutputIntents"] = intents


def _marks(width: float, height: float, bleed: float, *, plates: bytes) -> list[object]:
    """Crop marks at the corners, outside the bleed, on all ``plates``: page artifacts (ISO 32000-1, 14.8.2.2.2)."""
    near = bleed + _GAP * _POINTS
    far = near + _LENGTH * _POINTS
    lines = []
    for x, outward in ((0.0, -1), (width, 1)):
        for y, down in ((0.0, -1), (height, 1)):
            lines.append(f"{x + outward * near:.3f} {y:.3f} m {x + outward * far:.3f} {y:.3f} l")
            lines.append(f"{x:.3f} {y + down * near:.3f} m {x:.3f} {y + down * far:.3f} l")
    drawn = b"q %s K .25 w %s S Q" % (plates, " ".join(lines).encode())
    return ["/Artifact", pydyf.Dictionary({"Type": "/Page"}), b"BDC", drawn, b"EMC"]
