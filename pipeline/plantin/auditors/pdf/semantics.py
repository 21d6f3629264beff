"""Checks tags inside lines: labels, the heading of the contents, superscripts and subscripts, divided words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from plantin.auditors.fault import SHOWN, Fault
from plantin.auditors.pdf.content import MarkedContent
from plantin.auditors.pdf.reading import NOTES, UNNUMBERED, PdfRule, PdfText, split
from plantin.auditors.pdf.structure import HEADINGS, SHIFTS, StructureElement
from plantin.model.levels import LOWERED, RAISED, is_number
from plantin.model.outline import normal

_SOFT = "\u00ad"
_NUMBERED = re.compile(r"(.+\.)?paragraph-[^.]+$")
_SMALLER = 0.9
_LEAST_SHIFT, _MOST_SHIFT = 0.05, 0.6
"""By how much of the size of the text beside it a passage of the same line is raised or lowered."""
_RISING = frozenset({"3", "Sup"})
"""What the attributes of a raised passage say."""


def _labels(reading: PdfText) -> Iterator[Fault]:
    """14.8.4.3.3 of ISO 32000-1: the number of a heading or paragraph is its label; a label precedes what it labels."""
    for element, anchor in reading.anchors.items():
        numbered = element.tag in HEADINGS or (element.tag == "P" and _NUMBERED.match(anchor))
        if UNNUMBERED.search(anchor):
            continue  # its words may begin with a number that is the author's own
        if numbered and not reading.label(element) and (label := split(normal(reading.text(element)))[0]):
            yield "A164", f"the number {label} of “{reading.apart(element)[:SHOWN]}” is no label"
    for parent in reading.file.elements:
        tags = [kid.tag for kid in parent.elements()]
        labelled = [place for place, tag in enumerate(tags) if tag in {"LBody", "Formula"}]
        if labelled and "Lbl" in tags[labelled[0] :]:
            words = normal(reading.text(parent))[:SHOWN]
            yield "A164", f"the label of “{words}” is read after it"


def _contents(reading: PdfText) -> Iterator[Fault]:
    """14.8.4.3.1 of ISO 32000-1: the contents have a caption, or a heading before them."""
    for parent in reading.file.elements:
        kids = list(parent.elements())
        for place, kid in enumerate(kids):
            titled = place > 0 and kids[place - 1].tag in HEADINGS
            if kid.tag == "TOC" and parent.tag not in {"TOC", "TOCI"} and kid.first("Caption") is None and not titled:
                yield "A164", "the contents have neither a heading nor a caption"


def _check_shifts(reading: PdfText) -> Iterator[Fault]:
    """14.8.5.4 of ISO 32000-1: what is raised or lowered says so, as its place changes its meaning (H₂O, m²)."""
    marks = reading.file.marks
    for element in reading.file.elements:
        if element.tag not in {"P", "Caption", "TD", "TH", *HEADINGS}:
            continue
        pieces = [
            (marks[key], owner) for key, owner in _walk_marks(element) if key in marks and marks[key].painted.strip()
        ]
        largest = max((mark.size for mark, _ in pieces), default=0.0)
        for (before, _), (mark, owner) in pairwise(pieces):
            if mark.size < _SMALLER * largest and _is_beside(before, mark, largest) and not says_so(owner, element):
                message = (
                    f"“{normal(mark.text)[:SHOWN]}” on page {mark.page + 1} is raised or lowered, and nothing says so"
                )
                yield "A165", message


def _levels(reading: PdfText) -> Iterator[Fault]:
    """14.9.4 of ISO 32000-1: a raised or lowered number is read as those characters; as figures it is another one."""
    for element in reading.file.elements:
        shift = next((str(element.attributes[name]) for name in SHIFTS.intersection(element.attributes)), "")
        marks = list(reading.file.under(element))
        painted = "".join(mark.painted for mark in marks).strip()
        if not shift or not is_number(painted):
            continue
        wanted = painted.translate(RAISED if shift in _RISING else LOWERED)
        replacements = {(element.actual or "").strip(), *(mark.replaced.strip() for mark in marks if len(marks) == 1)}
        if replacements != {wanted}:
            heard = next((replacement for replacement in sorted(replacements) if replacement != wanted), "") or painted
            yield "A165", f"the number {painted} on page {marks[0].page + 1} is raised or lowered and read as “{heard}”"


def _walk_marks(element: StructureElement) -> Iterator[tuple[tuple[int, int, int], StructureElement]]:
    """The marks under ``element`` in reading order, without those of notes, each with the element that holds it."""
    for kid in element.kids:
        if isinstance(kid, StructureElement):
            if kid.tag not in NOTES:
                yield from _walk_marks(kid)
        elif isinstance(kid, tuple):
            yield kid, element


def _is_beside(before: MarkedContent, mark: MarkedContent, size: float) -> bool:
    return (
        before.page == mark.page
        and before.size > mark.size
        and _LEAST_SHIFT * size < abs(before.y - mark.y) < _MOST_SHIFT * size
    )


def says_so(owner: StructureElement, block: StructureElement) -> bool:
    """Return whether an element from ``owner`` up to ``block`` says that it is shifted, or is a call or a label."""
    for element in (owner, *owner.above()):
        if element is block:
            return False
        if element.tag in {"Reference", "Lbl", "Formula", "Figure"} or SHIFTS.intersection(element.attributes):
            return True
    return False


def _check_hyphens(reading: PdfText) -> Iterator[Fault]:
    """9.10.3 and 14.8.2.2.3 of ISO 32000-1: a hyphen that divides a word is a soft one by its own map to Unicode."""
    for number, sheet in enumerate(reading.file.sheets, 1):
        count = sum(actual == _SOFT != painted for actual, painted in sheet.substitutes)
        if count:
            yield "A166", f"{count} words on page {number} are divided by hyphens that only replacement text removes"


RULES: tuple[PdfRule, ...] = (_labels, _contents, _check_shifts, _levels, _check_hyphens)
"""A164 (labels, the heading of the contents), A165 (what is raised or lowered) and A166 (divided words)."""
