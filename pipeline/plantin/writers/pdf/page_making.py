"""Pages whose notes go on overleaf: what the engine's ``make_page`` is given, and what is made of what it gives."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

from weasyprint.layout.page import set_page_type_computed_styles

from plantin.writers.pdf.engine_types import Asked, Box, Context, Made, PageType, Resume
from plantin.writers.pdf.note_fragmentation import divided_area, hand_on, handed_on
from plantin.writers.pdf.note_pages import ALONE, USUAL, sharing
from plantin.writers.pdf.target_pages import count_pages, name_targets


def begin_page(context: Context, kind: PageType, skip: Resume, root: Box, number: int, state: Asked) -> PageType:
    """Return what kind of page is to be made from ``skip``, given what the engine takes it for; the notes that page
    ``number`` - 1 hands on to it are those of ``context``. With the rest of a note, a page without text (because the
    text has ended or goes on on the other side of a leaf) is a page like others, with a head and a number, and does not
    say that nothing is on it.
    """
    context.reported_footnotes = handed_on(context, number - 1)
    if number == 1:
        name_targets(context)
    count_pages(context, state[1]["pages"])
    alone = bool(context.reported_footnotes) and (kind.blank or skip == _end(root))
    context.notes_share = ALONE if alone else USUAL
    if alone and kind.blank:
        kind = kind._replace(blank=False)
        set_page_type_computed_styles(
            kind, SimpleNamespace(etree_element=root.element, base_url=None), context.style_for
        )
    return kind


def divide_notes(make: Callable[..., Made]) -> Callable[..., Made]:
    """Return ``make_page``, given the engine's, of which the notes are divided and handed on to the next page; a page
    that is a note's alone is made like a blank one, and one follows the end of the text as long as a note goes on.
    """

    def page_with_notes(context: Context, root: Box, kind: PageType, skip: Resume, number: int, state: Asked) -> Made:
        alone = sharing(context).alone
        page, resume, following = make(context, root, _without_text(kind) if alone else kind, skip, number, state)
        page.page_type = kind
        if (notes := divided_area(context)) is not None:
            page.children[1] = notes
        if resume in (None, _end(root)):
            resume = _end(root) if context.reported_footnotes else None
        hand_on(context, number)
        return page, resume, following

    return page_with_notes


def _end(root: Box) -> dict[int, None]:
    """Return where a page begins that follows the end of the text."""
    return {len(root.children): None}


def _without_text(kind: PageType) -> PageType:
    """Return a type of page like ``kind``, with the same styles, of which the engine makes a page without text."""

    class WithoutText(type(kind)):  # type: ignore[misc]
        blank = True

    return WithoutText(*kind)
