"""How a page is shared between its text and the rest of a note that goes on at its foot.

The text has a quarter of the page at least. Where its first line calls another note, which has no place before the rest
has ended, or where what comes first needs more room, the rest may leave the text less; where that is not enough either,
the page is the note's alone, and the text goes on overleaf. A line that calls a note after one that fills the page ends
before the word with the second call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from weasyprint.formatting_structure.boxes import LineBox

from plantin.writers.pdf.engine_types import Box, Context, Made
from plantin.writers.pdf.page_depth import depth, last_block

_TOLERANCE_PX = 0.01
"""Pixels by which the text may reach into its notes: sums of heights are not exact."""


@dataclass(frozen=True, slots=True)
class PageShare:
    """How much of a page, at least, is left to its text, and whether the page has any text."""

    text: float
    alone: bool = False


USUAL = PageShare(0.25)
ALONE = PageShare(0.0, alone=True)
_FURTHER = (PageShare(0.0), ALONE)
"""What is tried after it, in this order."""


def sharing(context: Context) -> PageShare:
    """Return how the page that is being made is shared."""
    used: PageShare = vars(context).get("notes_share", USUAL)
    return used


def share_page(context: Context, handed: list[Box], make: Callable[[], Made]) -> Made:
    """Return the page that ``make`` gives, with where the next one begins and how, shared so that each note begins with
    its call; ``handed`` are the notes that the page before hands on.
    """
    share = sharing(context)
    result = make()
    if handed and not share.alone:
        for way in _FURTHER:
            if not _fails(context, result, handed):
                break
            context.notes_share = way
            try:
                result = make()
            finally:
                context.notes_share = share
    return result


def called_with_another(context: Context, page: Box, handed: list[Box]) -> Box | None:
    """Return a note that does not begin on ``page`` because another called in its line fills the page, or None."""
    late = _late(context, handed)
    lines = [box for box in page.children[0].descendants() if isinstance(box, LineBox)] if late else []
    calls = [[box.footnote for box in line.descendants() if box.footnote is not None] for line in lines]
    return next((note for notes in calls for note in notes[1:] if note in late), None)


def _late(context: Context, handed: list[Box]) -> list[Box]:
    """Return the notes that are called on the page and do not begin there."""
    return [note for note in context.reported_footnotes if not getattr(note, "continued", None) and note not in handed]


def _fails(context: Context, result: Made, handed: list[Box]) -> bool:
    """Return whether a note that is called on the page does not begin there, the text does not end above the notes, or
    a heading is without what it introduces.
    """
    page, resume, following = result
    if _late(context, handed):
        return True
    page_depth, last = depth(page, context.page_bottom), last_block(page)
    if page_depth is None or last is None:
        return False
    return page_depth.lacking < -_TOLERANCE_PX or (
        resume is not None and following["break"] == "any" and last.style["break_after"] in _AVOID
    )


_AVOID = {"avoid", "avoid-page"}
