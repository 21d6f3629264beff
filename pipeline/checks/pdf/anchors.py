"""Which anchor belongs to which element: proved from where each named destination lies on the page.

A reader who follows "paragraph-12" lands at a point of a page. The anchor is that of the element of its kind whose first line begins
at or just under that point; an identifier of the tag tree is believed only where the destination of that name lands there too.
"""

from __future__ import annotations

import re

from pipeline.checks.pdf.file import HEADINGS, Destination, Element, File
from pipeline.outline import Kind

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("section", re.compile(r"section-[^.]")),
    ("item", re.compile(r"paragraph-[^.]+\..")),
    ("paragraph", re.compile(r"paragraph-[^.]+$")),
    ("note", re.compile(r"note-")),
    ("indicator", re.compile(r"indicator-")),
)
_TAGS: dict[Kind, tuple[str, ...]] = {
    "section": HEADINGS[1:],
    "paragraph": ("P",),
    "item": ("LI",),
    "note": ("Note", "FENote"),
    "indicator": ("Reference",),
}
_REACH = 3.0
"""How many lines (of the element's own size) the point may lie above the first base line."""
_SLACK = 2.0
_SIDE = 30.0


def kind(anchor: str) -> Kind | None:
    """The kind of place that an anchor names; None where it is not one of the report's."""
    return next((kind for kind, pattern in _KINDS if pattern.match(anchor)), None)


def lands(file: File, place: Destination, element: Element) -> float | None:
    """How far the first words of ``element`` are from ``place``, in points; None where a reader sent there would not see them."""
    if place.element != (0, 0) and place.element == element.number:
        return 0.0
    first = file.first(element)
    if first is None or first.page != place.page:
        return None
    below = place.y - first.y
    if not -_SLACK <= below <= _REACH * max(first.size, 1.0):
        return None
    if element.tag == "Reference":
        aside = abs(first.x - place.x)
        return below + aside if aside <= _SIDE else None
    return below


def anchors(file: File) -> dict[Element, str]:
    """The anchors of the elements of ``file``. A destination is given to the one element of its kind that it lands on best."""
    elements: dict[Kind, list[Element]] = {name: [] for name in _TAGS}
    for element in file.root.walk():
        for name, tags in _TAGS.items():
            if element.tag in tags and not any(above.tag in {"TOC", "TOCI"} for above in element.above()):
                elements[name].append(element)
    chosen: dict[Element, str] = {}
    pairs: list[tuple[float, int, str, Element]] = []
    for anchor, place in file.destinations.items():
        sort = kind(anchor)
        for order, element in enumerate(elements[sort]) if sort else ():
            distance = lands(file, place, element)
            if distance is not None:
                pairs.append((distance - (element.identity == anchor), order, anchor, element))
    taken: set[str] = set()
    for _, _, anchor, element in sorted(pairs, key=lambda pair: pair[:3]):
        if anchor not in taken and element not in chosen:
            chosen[element] = anchor
            taken.add(anchor)
    return chosen
