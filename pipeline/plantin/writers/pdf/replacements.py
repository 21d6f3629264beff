"""What is changed of WeasyPrint for the sake of the page, in force only inside ``layout_in_place()`` and
``drawing_in_place()``: ten of its functions, tables and classes, each wrapped or made a subclass of. docs/upstream says
why, and has the patches. Each is imported by its name, so that an engine without one is refused before a page is laid
out (D012).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import weasyprint.document
import weasyprint.draw.text
import weasyprint.pdf
from weasyprint import svg
from weasyprint.document import LayoutContext
from weasyprint.draw.text import draw_first_line
from weasyprint.layout import block, inline, page
from weasyprint.layout.block import _linebox_layout
from weasyprint.layout.inline import split_first_line
from weasyprint.layout.page import make_page

from plantin.model.labels import Hyphenation
from plantin.writers.engine import apply_replacements
from plantin.writers.pdf import bidi, glyph_strings
from plantin.writers.pdf import expansion as font_expansion
from plantin.writers.pdf.drawing_text import placing
from plantin.writers.pdf.engine_types import LayOut
from plantin.writers.pdf.hyphenation import Rules
from plantin.writers.pdf.layout_context import context_of
from plantin.writers.pdf.page_fitting import PageFitting
from plantin.writers.pdf.page_making import avoid_breaks, divide_notes, fill_page
from plantin.writers.pdf.paragraph_layout import Paragraphs

_ALSO_NEEDED = weasyprint.pdf.add_tags, block.block_level_layout, inline.resolve_percentages
"""The name of the last, and what the page calls by these modules so that their caches serve it."""


@contextmanager
def layout_in_place(
    hyphenation: Hyphenation, *, expansion: float = 0.0, stretch: float = 0.0, leading: float = 0.0
) -> Iterator[Paragraphs]:
    """WeasyPrint that lets notes go on overleaf, sets paragraphs as a whole, divides words by the rules of
    ``hyphenation`` and expands type by ``expansion`` of its width at most; pages end at one height, by spaces that grow
    by ``stretch`` times themselves, or by lines, each ``leading`` pixels high. What it gives knows the paragraphs.
    """
    setting = Paragraphs(Rules(hyphenation), expansion)
    rows = (
        (weasyprint.document, "LayoutContext", context_of(LayoutContext, setting)),
        (block, "table_layout", fill_page(block.table_layout)),
        (block, "avoid_page_break", avoid_breaks(block.avoid_page_break)),
        (page, "make_page", PageFitting(divide_notes(make_page), stretch, leading, setting).page),
        (block, "_linebox_layout", partial(setting.lines, _linebox_layout)),
        (inline, "split_first_line", partial(setting.text, split_first_line)),
    )
    with apply_replacements(rows):
        yield setting
    setting.forget()


@contextmanager
def drawing_in_place(add_tags: LayOut) -> Iterator[None]:
    """WeasyPrint that draws expanded type and text from right to left, and tags the file by ``add_tags``, which is
    given what its own is.
    """
    drawing = font_expansion.drawing(bidi.keep_glyphs(glyph_strings.drawing(draw_first_line)))
    text = placing(svg.text)
    with apply_replacements(
        (
            (weasyprint.draw.text, "draw_first_line", drawing),
            (svg, "text", text),
            (svg, "TAGS", {tag: text if draw is svg.text else draw for tag, draw in svg.TAGS.items()}),
            (weasyprint.pdf, "add_tags", add_tags),
        )
    ):
        yield
