"""Finds the element of each anchor from the position of its named destination on the page.

A reader who follows "paragraph-12" lands at a point of a page. The anchor is that of the element of its kind whose
first line begins at or just under that point; an identifier of the tag tree is believed only where the destination of
that name lands there too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from plantin.auditors.pdf.file import Destination, File
from plantin.auditors.pdf.objects import BOXES, is_equation, is_title, top
from plantin.auditors.pdf.structure import HEADINGS, StructureElement
from plantin.model.outline import Kind

_WITHIN = r"(?:annex-[^.]+\.)?(?:appendix-[^.]+\.)?"
_KINDS: tuple[tuple[re.Pattern[str], tuple[Kind, ...]], ...] = (
    (re.compile(r"(?:.+\.)?indicator-"), ("indicator",)),
    (re.compile(r"(?:.+\.)?note-[^.]+$"), ("note",)),
    (re.compile(r"(?:.+\.)?note-."), ("item",)),
    (re.compile(r"(?:reference-.|entry-\d+$)"), ("item",)),
    (re.compile(_WITHIN + r"table-."), ("table",)),
    (re.compile(_WITHIN + r"figure-.+\.data$"), ("table", "box")),
    (re.compile(_WITHIN + r"figure-."), ("figure",)),
    (re.compile(_WITHIN + r"equation-."), ("equation",)),
    (re.compile(_WITHIN + r"(?:box-[^.]+|summary|easy-to-read|abstract)$"), ("box",)),
    (re.compile(_WITHIN + r"(?:box-|summary\.|easy-to-read\.)."), ("box", "item")),
    (re.compile(r"(?:annex-[^.]+|" + _WITHIN + r"appendix-[^.]+)$"), ("section",)),
    # An entry's anchor goes on from that of what it hangs on, and so looks like a subsection's, or like that of a
    # paragraph which has its section's number before its own.
    (re.compile(_WITHIN + r"(?:section|heading)-[^.]+$"), ("section",)),
    (re.compile(_WITHIN + r"section-."), ("section", "item")),
    (re.compile(_WITHIN + r"paragraph-[^.]+$"), ("paragraph",)),
    (re.compile(_WITHIN + r"paragraph-.+\.\d+(?:-[a-z]+)?$"), ("paragraph", "item")),
    (re.compile(_WITHIN + r"paragraph-."), ("item",)),
    (re.compile(_WITHIN + r"[^.]+\."), ("item",)),
)
_TAGS: dict[Kind, tuple[str, ...]] = {
    "section": HEADINGS[1:],
    "paragraph": ("P",),
    "item": ("LI",),
    "note": ("Note", "FENote"),
    "indicator": ("Reference",),
    "table": ("Table",),
    "figure": ("Caption", "P"),
    "box": BOXES,
    "equation": ("P",),
}
_UNNUMBERED = frozenset({"LI", "BlockQuote", "Note", "FENote", "Caption", "Art", "Aside"})
"""What has no numbered paragraph in it."""
_REACH_LINES = 3.0
"""How many lines (of the element's own size) the point may be above the first base line."""
_SLACK = 2.0
_SIDE = 30.0


def kinds(anchor: str) -> tuple[Kind, ...]:
    """Return the kinds of place that an anchor may name; none where it is not one of the report's."""
    return next((kinds for pattern, kinds in _KINDS if pattern.match(anchor)), ())


def lands(file: File, place: Destination, element: StructureElement) -> float | None:
    """Return how far the first words of ``element`` are from ``place``, in points; None where it does not show them."""
    if place.element != (0, 0) and place.element == element.number:
        return 0.0
    first = file.first(element)
    if first is None or first.page != place.page:
        return None
    drawn = next((kid for kid in element.elements() if kid.tag == "Formula"), None) if is_equation(element) else None
    height = top(drawn) if drawn else None
    below = place.y - (first.y if height is None else max(height, first.y))
    if not -_SLACK <= below <= _REACH_LINES * max(first.size, 1.0):
        return None
    if element.tag == "Reference":
        aside = abs(first.x - place.x)
        return below + aside if aside <= _SIDE else None
    return below


class ElementsByPage:
    """Elements by the page that they begin on: what a place lands on is found without a look at every one of them."""

    def __init__(self, file: File, elements: Iterable[StructureElement]) -> None:
        self._file = file
        self._pages: dict[int, list[tuple[int, StructureElement]]] = defaultdict(list)
        self._numbers: dict[tuple[int, int], list[tuple[int, StructureElement]]] = defaultdict(list)
        for order, element in enumerate(elements):
            self._numbers[element.number].append((order, element))
            if first := file.first(element):
                self._pages[first.page].append((order, element))

    def at(self, place: Destination | None) -> Iterator[tuple[float, int, StructureElement]]:
        """Yield the elements that a reader sent to ``place`` sees, each with its distance and its place among all."""
        if place is None:
            return
        named = self._numbers.get(place.element, []) if place.element != (0, 0) else []
        for order, element in dict.fromkeys((*named, *self._pages.get(place.page, []))):
            distance = lands(self._file, place, element)
            if distance is not None:
                yield distance, order, element

    def nearest(self, *places: Destination | None) -> StructureElement | None:
        """Return the element nearest to one of ``places``, of several the first; None where a reader sees none."""
        hits = (hit for place in places for hit in self.at(place))
        return min(hits, key=lambda hit: hit[:2], default=(0.0, 0, None))[2]


def anchors(file: File) -> dict[StructureElement, str]:
    """Return the anchors of the elements of ``file``: a destination is that of an element of its kinds there."""
    elements: dict[Kind, list[StructureElement]] = {name: [] for name in _TAGS}
    for element in file.elements:
        for name, tags in _TAGS.items():
            if element.tag in tags and _may_have_anchor(element) and _is(element, name):
                elements[name].append(element)
    landings = {name: ElementsByPage(file, group) for name, group in elements.items()}
    pairs: list[tuple[float, int, str, StructureElement]] = []
    for anchor, place in file.destinations.items():
        for name in kinds(anchor):
            for distance, order, element in landings[name].at(place):
                pairs.append((distance - (element.identity == anchor), order, anchor, element))
    chosen: dict[StructureElement, str] = {}
    taken: set[str] = set()
    for _, _, anchor, element in sorted(pairs, key=lambda pair: pair[:3]):
        if anchor not in taken and element not in chosen:
            chosen[element] = anchor
            taken.add(anchor)
    return chosen


def _is(element: StructureElement, name: Kind) -> bool:
    """Return whether an element with the tag of a kind is of that kind."""
    if is_equation(element) != (name == "equation"):
        return False
    return name != "figure" or is_title(element)


def _may_have_anchor(element: StructureElement) -> bool:
    above = {ancestor.tag for ancestor in element.above()}
    return not above & {"TOC", "TOCI"} and not (element.tag in {"P", *HEADINGS} and above & _UNNUMBERED)
