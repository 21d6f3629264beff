"""Checks the targets of notes, bookmarks, contents and the index, and that links are large enough to be clicked."""

from __future__ import annotations

from collections.abc import Iterator

from plantin.auditors.fault import SHOWN, Fault
from plantin.auditors.pdf.anchors import ElementsByPage, lands
from plantin.auditors.pdf.objects import is_indexed
from plantin.auditors.pdf.reading import NOTES, PdfRule, PdfText
from plantin.auditors.pdf.structure import HEADINGS, StructureElement
from plantin.model.outline import normal


def _notes(reading: PdfText) -> Iterator[Fault]:
    notes, places = ElementsByPage(reading.file, reading.notes), ElementsByPage(reading.file, reading.indicators)
    calls: dict[StructureElement, list[StructureElement]] = {}
    for call in reading.indicators:
        if (note := notes.nearest(*(link.place for link in reading.links(call)))) is not None:
            calls.setdefault(note, []).append(call)
    for note, note_calls in calls.items():
        label = reading.note_label(note)
        reached = {places.nearest(link.place) for link in reading.links(note)}
        if note_calls[0] not in reached:
            yield "L102", f"note {label} does not lead back to its first call"


def bookmarks(reading: PdfText) -> Iterator[Fault]:
    """L104: the bookmarks are the headings, the title first."""
    title = [element for element in reading.file.elements if element.tag == "H1"][:1]
    headings = [*title, *(block for block in reading.parts()[1] if block.tag in HEADINGS)]
    marks = [(normal(bookmark.title), bookmark) for bookmark in reading.file.bookmarks]
    names = [normal(reading.loose(heading, stop=("Reference", *NOTES))) for heading in headings]
    if [text for text, _ in marks] != names:
        odd = next((pair for pair in zip([text for text, _ in marks], names, strict=False) if pair[0] != pair[1]), None)
        difference = (
            f"“{odd[0][:SHOWN]}” is for “{odd[1][:SHOWN]}”" if odd else f"{len(marks)} for {len(names)} headings"
        )
        yield "L104", f"the bookmarks are not the headings: {difference}"
        return
    for (text, bookmark), heading in zip(marks, headings, strict=True):
        if bookmark.place is None or lands(reading.file, bookmark.place, heading) is None:
            yield "L104", f"the bookmark “{text[:SHOWN]}” does not lead to its heading"
        if bookmark.level - reading.file.bookmarks[0].level != int(heading.tag[1]) - int(headings[0].tag[1]):
            yield "L104", f"the bookmark “{text[:SHOWN]}” is on another level than its heading"


def contents(reading: PdfText) -> Iterator[Fault]:
    """L105: the contents give the page of each heading."""
    for row in reading.contents():
        place = row.place
        name = f"{row.entry.label} {row.entry.text}".strip()[:SHOWN]
        if place is None or place.page < 0:
            yield "L105", f"the contents' row “{name}” leads nowhere"
        elif row.page != reading.file.labels[place.page]:
            yield (
                "L105",
                f"the contents give page {row.page} for “{name}”, which is on page {reading.file.labels[place.page]}",
            )


_ENTRY = "entry-"
"""What the anchors of entries of the index begin with that others send to, by their words."""


def _index(reading: PdfText) -> Iterator[Fault]:
    """L106: the index gives the page of each place that it leads to, and so do lists of tables, figures and boxes."""
    for element in (
        candidate
        for candidate in reading.file.elements
        if candidate.tag == "Link" and all(above.tag != "TOCI" for above in candidate.above())
    ):
        number = element if is_indexed(element) else next(filter(reading.is_page, element.elements()), None)
        if number is None or any(reading.target(link).startswith(_ENTRY) for link in reading.links(element)):
            continue
        place = next((link.place for link in reading.links(element)), None)
        page, where = normal(reading.file.text(number)), "the index" if number is element else "a list"
        if place is None or place.page < 0:
            yield "L106", f"page {page} of {where} leads nowhere"
        elif page != reading.file.labels[place.page]:
            yield "L106", f"{where} gives page {page} for what is on page {reading.file.labels[place.page]}"


_LEAST = 9.0
"""The least width and height of a link in points: shown at twice its size, 24 CSS pixels wide (WCAG 2.2, 2.5.8)."""
_ROUNDING = 0.05


def _check_link_areas(reading: PdfText) -> Iterator[Fault]:
    """A161: links that are smaller than a fingertip needs, or with exchanged corners (ISO 32000-1, 7.9.5)."""
    for number, page in enumerate(reading.file.pdf.pages, 1):
        for annotation in page.obj.get("/Annots", []):
            if annotation.get("/Subtype") != "/Link":
                continue
            left, lower, right, upper = map(float, annotation.Rect)
            words = str(annotation.get("/Contents", ""))[:SHOWN]
            if left > right or lower > upper:
                yield "A161", f"the rectangle of the link “{words}” on page {number} has its corners exchanged"
            elif min(right - left, upper - lower) < _LEAST - _ROUNDING:
                size = f"{right - left:.1f} x {upper - lower:.1f}"
                yield "A161", f"the link “{words}” on page {number} is {size} points, less than {_LEAST:g} x {_LEAST:g}"


RULES: tuple[PdfRule, ...] = (_notes, bookmarks, contents, _index, _check_link_areas)
"""L102, L104 to L106, and A161."""
