"""Checks what the pages of PDF/X-4 have to be beside its grammar (ISO 15930-7:2010, clause 6): boxes, and leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pikepdf

from plantin.auditors.fault import Fault

_BLEED = 3 * 72 / 25.4
_SLACK = 0.01


def x4_faults(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """V301 and V306, as code and message."""
    return (row for rule in _RULES for row in rule(pdf))


def _boxes(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """6.12: page in bleed in sheet; and, by the house's rule, three millimetres of bleed."""
    for number, page in enumerate(pdf.pages, 1):
        boxes = [page.obj.get(name) for name in ("/MediaBox", "/BleedBox", "/TrimBox")]
        if None in boxes or "/ArtBox" in page.obj:
            yield "V301", f"page {number} does not say where it is to be cut"
            continue
        media, bleed, trim = ([float(corner) for corner in box] for box in boxes if box is not None)
        wide = all(abs(one - other) >= _BLEED - _SLACK for one, other in zip(bleed, trim, strict=True))
        if not (_within(bleed, media) and _within(trim, bleed) and wide):
            yield "V301", f"page {number}: its boxes are not nested with three millimetres of bleed"
        if not _within(bleed, [float(corner) for corner in page.cropbox]):
            yield "V301", f"page {number} is cropped within its bleed"


def _within(inner: list[float], outer: list[float]) -> bool:
    return all(inner[side] >= outer[side] - _SLACK and inner[side + 2] <= outer[side + 2] + _SLACK for side in (0, 1))


def _sheets(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """By the house's rule, an even number of pages, so that the last leaf has its verso."""
    if len(pdf.pages) % 2:
        yield "V306", f"the file has {len(pdf.pages)} pages: the last leaf has no verso"


_RULES: tuple[Callable[[pikepdf.Pdf], Iterator[Fault]], ...] = (_boxes, _sheets)
