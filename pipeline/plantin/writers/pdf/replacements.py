"""What is changed of WeasyPrint for the sake of the page, in force only inside ``laid_out()`` and ``drawn()``: six of
its functions and classes, each wrapped or made a subclass of. Each waits for an issue of the engine; docs/upstream has
the patches.

1. ``LayoutContext``: notes begin on the page of their call and go on overleaf (#2502, #1564); words are divided by the
  rules of the language.
2. ``make_page``: what of a note goes on overleaf is handed on; pages end at one height.
3. ``_linebox_layout``: no note is thrown to the next page to win a line (#2432); the ends of lines are chosen for a
  whole paragraph.
4. ``split_first_line``: the words of a chosen line are set as they were measured.
5. ``draw_first_line``: type is expanded, letters from right to left are found by readers.
6. ``add_tags``: the tags come from the report (#2482, #2903).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import weasyprint.document
import weasyprint.draw.text
import weasyprint.pdf
from weasyprint.layout import block, inline, page

from plantin.model.labels import Hyphenation
from plantin.writers.pdf import bidi, glyph_strings
from plantin.writers.pdf import expansion as font_expansion
from plantin.writers.pdf.engine_types import LayOut
from plantin.writers.pdf.hyphenation import Rules
from plantin.writers.pdf.layout_context import context_of
from plantin.writers.pdf.page_fitting import PageFitting
from plantin.writers.pdf.page_making import made
from plantin.writers.pdf.paragraph_layout import Paragraphs

# The engine's functions are replaced for the whole process, so one document is set at a time.
_ONE_AT_A_TIME = threading.RLock()
Replacement = tuple[object, str, object]
"""A module or a class, one of its names, and what replaces it."""


@contextmanager
def replaced(rows: list[Replacement]) -> Iterator[None]:
    """Each name stands for its replacement, until the end."""
    with _ONE_AT_A_TIME:
        before = [(place, name, getattr(place, name)) for place, name, _ in rows]
        try:
            for place, name, instead in rows:
                setattr(place, name, instead)
            yield
        finally:
            for place, name, known in before:
                setattr(place, name, known)


@contextmanager
def laid_out(
    hyphenation: Hyphenation, *, expansion: float = 0.0, stretch: float = 0.0, leading: float = 0.0
) -> Iterator[Paragraphs]:
    """WeasyPrint that lets notes go on overleaf, sets paragraphs as a whole, divides words by the rules of
    ``hyphenation`` and expands type by ``expansion`` of its width at most; pages end at one height, by spaces that grow
    by ``stretch`` times themselves, or by lines, each ``leading`` pixels high. What it gives knows the paragraphs.
    """
    setting = Paragraphs(Rules(hyphenation), expansion)
    rows = present(
        (weasyprint.document, "LayoutContext", lambda known: context_of(known, setting)),
        (page, "make_page", lambda known: PageFitting(made(known), stretch, leading, setting).page),
        (block, "_linebox_layout", lambda known: partial(setting.lines, known)),
        (inline, "split_first_line", lambda known: partial(setting.text, known)),
    )
    with replaced(rows):
        yield setting
    setting.forget()


@contextmanager
def drawn(add_tags: LayOut) -> Iterator[None]:
    """WeasyPrint that draws expanded type and text from right to left, and tags the file by ``add_tags``, which is
    given what its own is.
    """
    rows = present(
        (
            weasyprint.draw.text,
            "draw_first_line",
            lambda known: font_expansion.drawing(bidi.drawing(glyph_strings.drawing(known))),
        ),
        (weasyprint.pdf, "add_tags", lambda _: add_tags),
    )
    with replaced(rows):
        yield


def present(*rows: tuple[object, str, Callable[[Any], object]]) -> list[Replacement]:
    """What ``replaced`` takes: each name with what is made of it. One that an engine does not have is left out."""
    return [(place, name, make(getattr(place, name))) for place, name, make in rows if hasattr(place, name)]
