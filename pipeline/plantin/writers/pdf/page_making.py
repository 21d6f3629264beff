"""Pages whose notes go on overleaf: what the engine's ``make_page`` is given, and what is made of what it gives; tables
that are to be parted nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from weasyprint.layout.page import set_page_type_computed_styles

from plantin.writers.pdf.engine_types import Asked, Box, Context, Made, PageType, Resume
from plantin.writers.pdf.note_fragmentation import divided_area, hand_on, handed_on
from plantin.writers.pdf.note_pages import ALONE, USUAL, sharing
from plantin.writers.pdf.target_pages import count_pages, name_targets

_LEADING = frozenset({"a", "aside"})


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


def fill_page(lay_out: Callable[..., Any]) -> Callable[..., Any]:
    """Return ``table_layout``, given the engine's, by which a table that begins or goes on at the top of a page is put
    there with its head. Where rows are higher than the page or must not be parted from what follows, the engine leaves
    the head out, or all: then breaks are taken where the room ends (CSS Fragmentation 3, 4.4). A group of rows goes on
    overleaf under its own head too.
    """

    def laid_out(context: Context, table: Box, *arguments: Any) -> Any:
        _, skip, _, page_is_empty, absolute, _ = arguments
        original, table = table, _with_head_of_group(table, skip)
        placed, notes = list(absolute), list(context.current_page_footnotes)
        result = lay_out(context, table, *arguments)
        if page_is_empty and (result[0] is None or _has_head(table) > _has_head(result[0])):
            absolute[:] = placed
            for note in [note for note in context.current_page_footnotes if note not in notes]:
                context.unlayout_footnote(note)
            context.breaks_anywhere = True
            try:
                result = lay_out(context, table, *arguments)
            finally:
                context.breaks_anywhere = False
        if table is not original and result[0] is not None:
            result[0].skipped_rows -= 1  # rows of the table, by which borders are found: the copy is not one of them
        return result

    return laid_out


def _with_head_of_group(table: Any, skip: Resume) -> Any:
    """Return ``table``, which goes on from ``skip``, with the cut-in head of the group that goes on there below its
    head; as it is where no group does, or that head leads somewhere or calls a note, which is done once.
    """
    (group, row), *_ = skip.items() if skip and _has_head(table) else [(0, None)]
    first = table.children[group].children[0] if row and next(iter(row)) else None
    cell = first.children[0].element if first and first.children else None
    if first is None or cell is None or cell.get("scope") != "rowgroup" or _LEADING.intersection(_tags(first.element)):
        return table
    again = first.deepcopy()
    for box in (again, *again.descendants()):
        box.repeated = True
    head, *groups = table.children
    return table.copy_with_children([head.copy_with_children([*head.children, again]), *groups])


def _tags(element: Any) -> set[str]:
    return {inside.tag for inside in element.iter()}


def _has_head(table: Any) -> bool:
    return bool(table.children) and table.children[0].is_header


def avoid_breaks(avoid: Callable[[str, Context], bool]) -> Callable[[str, Context], bool]:
    """Return ``avoid_page_break``, given the engine's: no break is avoided where ``fill_page`` says so."""

    def avoided(page_break: str, context: Context) -> bool:
        return not vars(context).get("breaks_anywhere") and avoid(page_break, context)

    return avoided


def _end(root: Box) -> dict[int, None]:
    """Return where a page begins that follows the end of the text."""
    return {len(root.children): None}


def _without_text(kind: PageType) -> PageType:
    """Return a type of page like ``kind``, with the same styles, of which the engine makes a page without text."""

    class WithoutText(type(kind)):  # type: ignore[misc]
        blank = True

    return WithoutText(*kind)
