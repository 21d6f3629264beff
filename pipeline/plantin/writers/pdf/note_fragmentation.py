"""Notes that go on overleaf (CSS GCPM 3, 2.6): what does not fit below the call of a note is set at the foot of the
next page.

WeasyPrint 70 lays out the notes of a page as one box of copies, again whenever one is added. Where the last note does
not fit, this module gives it the ``room`` that is left below the line of its call, and below the lines that must stay
on the page with that line; the rest is a note of its own that the next page begins with, ``continued`` from
where the first part ended. A note that has a ``lowest`` begins no higher than that, so that the text has room above it.
All three are attributes of the engine's boxes. Page layout is repeated where page numbers change, so what each page
hands on is kept by its number.
"""

from __future__ import annotations

from collections import deque
from math import inf
from xml.etree import ElementTree as ET

from weasyprint.formatting_structure.boxes import LineBox, ReplacedBox, TextBox
from weasyprint.formatting_structure.build import create_anonymous_boxes
from weasyprint.layout import block
from weasyprint.layout.absolute import absolute_layout

from plantin.writers.pdf.engine_types import Box, Context, Lines, Resume

_TOLERANCE_PX = 0.01
"""Pixels by which notes may exceed their area: sums of the same heights in another order differ in binary."""


class PeekableLines:
    """An iterator of lines that can be asked which lines come next."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._seen: deque[tuple[Box, Resume]] = deque()

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> tuple[Box, Resume]:
        return self._seen.popleft() if self._seen else next(self._lines)

    def ahead(self, count: int) -> list[tuple[Box, Resume]]:
        """Return the next lines, ``count`` at most, which still come."""
        while len(self._seen) < count:
            try:
                self._seen.append(next(self._lines))
            except StopIteration:
                break
        return list(self._seen)[:count]

    def lines_ahead(self) -> list[Box]:
        """Return the lines that were looked at ahead and not given yet."""
        return [line for line, _ in self._seen]

    def lines_to_keep(self, before: int, orphans: int, widows: int) -> list[Box]:
        """Return the lines that must be on the same page as the line given last, after ``before`` others."""
        coming = [line for line, _ in self.ahead(orphans + widows)]
        for count in range(len(coming)):
            if before + 1 + count >= orphans and len(coming) - count >= widows:
                return coming[:count]
        return coming


def overflows(
    context: Context,
    note: Box,
    lines: PeekableLines,
    before: int,
    box: Box,
    bottom_space: float,
    bottom: float,
    *,
    first: bool,
) -> bool:
    """Return whether the page, with ``note`` just laid out, has no room for the line that ends at ``bottom``, which
    calls it; first the note is divided so that there is. ``before`` is the number of lines of ``box`` on the page
    before that line; the ``first`` line of a page parts from the lines after it rather than from its note.
    """
    bound = lines.lines_to_keep(before, box.style["orphans"], box.style["widows"])
    low = max(bottom + sum(line.height for line in bound), getattr(note, "lowest", 0.0))
    if not context.overflows_page(bottom_space, low) or divide(context, note, bottom_space, low):
        return False
    return bool(context.overflows_page(bottom_space, bottom)) and not (
        first and divide(context, note, bottom_space, bottom)
    )


def divide(context: Context, note: Box, bottom_space: float, bottom: float) -> bool:
    """Give ``note``, the last, the room below ``bottom``, and its rest to the next page; whether that can be."""
    if context.in_column:
        return False
    note.room = context.current_footnote_area.position_y - bottom_space - bottom
    note.rest = None
    if note.room > 0:
        context._update_footnote_area()  # noqa: SLF001
    if note.rest is None:
        note.room = None
        context._update_footnote_area()  # noqa: SLF001
        return False
    context.reported_footnotes.append(note.rest)
    return True


def forget(context: Context, note: Box) -> None:
    """Take back the division of ``note``, if it has one."""
    rest = getattr(note, "rest", None)
    if rest in context.reported_footnotes:
        context.reported_footnotes.remove(rest)
    note.room = note.rest = None


def set_notes(context: Context, area: Box, positioned: list[Box] | None = None) -> Box:
    """Return the note area laid out from ``area``, a copy of that of the page, with the first note going on and the
    last divided where they are; ``positioned`` takes the boxes that are to be placed when the page is done.
    """
    begin = {0: area.children[0].continued} if area.children and getattr(area.children[0], "continued", None) else None
    room = getattr(area.children[-1], "room", None) if area.children else None
    if begin or room is not None:
        # The rule and the margins of the area are on every page.
        area.style = area.style.copy()
        area.style["box_decoration_break"] = "clone"
    new_area = _divide_area(context, area, begin, room) if room is not None else None
    return new_area or block.block_level_layout(context, area, -inf, begin, area.page, True, positioned, positioned)[0]


def _divide_area(context: Context, area: Box, begin: Resume, room: float) -> Box | None:
    """Return the note area no higher than ``room``, so that its last note goes on overleaf; else nothing."""
    space = context.page_bottom - area.position_y - room
    part: Box | None
    part, resume, *_ = block.block_level_layout(context, area.deepcopy(), space, begin, area.page, page_is_empty=False)
    last = len(area.children) - 1
    if (
        part is None
        or len(part.children) <= last
        or not resume
        or not resume.get(last)
        or not _says(part.children[last])
    ):
        return None
    note = context.current_page_footnotes[-1]
    if note.rest is None:
        note.rest = note.copy()
    note.rest.continued, note.rest.room, note.rest.rest = resume[last], None, None
    _fit(part)
    return part


def _says(note: Box) -> bool:
    """Return whether something of a note is there: the engine would also part its empty marker from its first line."""
    return any(isinstance(box, TextBox | ReplacedBox) for box in note.descendants())


def _fit(area: Box) -> None:
    """The engine makes what goes on as high as the room that there is: here, as high as its lines."""
    chain = [area]
    while not isinstance(chain[-1].children[-1], LineBox):
        chain.append(chain[-1].children[-1])
    for box in reversed(chain):
        last = box.children[-1]
        low = last.position_y + (last.height if isinstance(last, LineBox) else last.margin_height())
        box.height = low - box.content_box_y()


def update_area(context: Context) -> bool:
    """Lay out the notes of the page again, and set the room above them; whether they are higher than their area."""
    area = context.current_footnote_area
    if area.height != "auto" and not context.in_column:
        context.page_bottom += area.margin_height()
    area.children = context.current_page_footnotes
    new_area, overflow = None, False
    if area.children:
        new_area = set_notes(context, create_anonymous_boxes(area.deepcopy()))
        last = new_area.children[-1]
        low = last.position_y + last.margin_height() - last.margin_bottom
        overflow = low > new_area.position_y + new_area.margin_height() - new_area.margin_bottom + _TOLERANCE_PX
    area.height = new_area.height if new_area else 0
    if not context.in_column:
        context.page_bottom -= (new_area or area).margin_height()
    return overflow


def divided_area(context: Context) -> Box | None:
    """Return the note area at the foot of the page made, where a note is divided; None where the engine's is right."""
    area, notes = context.current_footnote_area, context.current_page_footnotes
    if not notes or (getattr(notes[0], "continued", None) is None and getattr(notes[-1], "room", None) is None):
        return None
    positioned: list[Box] = []
    context.create_block_formatting_context()
    new_area = set_notes(context, create_anonymous_boxes(area.deepcopy()), positioned)
    new_area.translate(dy=-new_area.margin_height())
    for box in positioned:
        absolute_layout(context, box, area.page, positioned, bottom_space=0, skip_stack=None)
    context.finish_block_formatting_context()
    return new_area


def handed_on(context: Context, number: int) -> list[Box]:
    """Return the notes that page ``number`` (from 1) hands on to the next, as it was last made."""
    return list(_notes_by_page(context).get(number, ()))


def hand_on(context: Context, number: int) -> None:
    """Keep the notes that page ``number`` hands on; where they are others than before, the next page is made again."""
    before = handed_on(context, number)
    _notes_by_page(context)[number] = list(context.reported_footnotes)
    if [*map(_identity, before)] != [*map(_identity, context.reported_footnotes)] and number < len(context.page_maker):
        context.page_maker[number][-1]["content_changed"] = True


def _notes_by_page(context: Context) -> dict[int, list[Box]]:
    kept: dict[int, list[Box]] = vars(context).setdefault("notes_handed_on", {})
    return kept


def _identity(note: Box) -> tuple[ET.Element, str]:
    return note.element, repr(getattr(note, "continued", None))
