"""Checks that links are large enough to be clicked."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from plantin.auditors.fault import Fault

_LEAST = 9.0
"""The least width and height of a link in points: shown at twice its size, 24 CSS pixels wide (WCAG 2.2, 2.5.8)."""
_ROUNDING = 0.05


def navigation(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """A161: links with a rectangle that is smaller than a fingertip needs, or whose corners are exchanged (ISO 32000-1,
    7.9.5).
    """
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.obj.get("/Annots", pikepdf.Array()):
            if annotation.get("/Subtype") == "/Link":
                yield from _pressed(annotation, number)


def _pressed(annotation: pikepdf.Object, number: int) -> Iterator[Fault]:
    left, lower, right, upper = map(float, annotation.Rect)
    words = str(annotation.get("/Contents", ""))[:60]
    if left > right or lower > upper:
        yield "A161", f"the rectangle of the link “{words}” on page {number} has its corners exchanged"
    elif min(right - left, upper - lower) < _LEAST - _ROUNDING:
        size = f"{right - left:.1f} x {upper - lower:.1f} points"
        yield "A161", f"the link “{words}” on page {number} is {size}"
