"""The pages: their size, the two columns of the masthead, the symbol at the head and the page's number at the foot."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from string import Formatter
from typing import TYPE_CHECKING

from pipeline.document import Document
from pipeline.style import Style
from pipeline.writers.docx.ooxml import Element, Elements, Look, element, field, paragraph, tab, words
from pipeline.writers.docx.styles import twips

if TYPE_CHECKING:
    from docx.document import Document as Package
    from docx.section import Section, _Footer, _Header

_RIGHT_COLUMN = 0.36
"""The part of the measure in which the symbol and the lines under it stand."""


def arrange(package: Package, last: Element, document: Document, style: Style) -> None:
    """Two sections, the masthead's, which ends with the paragraph ``last``, and the text's under it on the same page.

    The first section carries the headers and footers, from which the second inherits (17.10.1). The first page has no header.
    """
    from docx.enum.section import WD_SECTION

    package.settings.odd_and_even_pages_header_footer = True
    text = package.element.body[-1]
    text[:] = [element("cols", space=0), *([element("bidi")] if document.direction == "rtl" else [])]
    head = deepcopy(text)
    head[0] = _columns(style)
    last[0].append(head)
    for section in package.sections:
        _measure(section, style)
        section.start_type = WD_SECTION.CONTINUOUS
    first = package.sections[0]
    first.start_type = WD_SECTION.NEW_PAGE
    first.different_first_page_header_footer = True
    look = Look(right_to_left=document.direction == "rtl")
    symbol = document.masthead.symbol
    _fill(first.header, "RunningHead", [tab(), words(symbol, look)])
    _fill(first.even_page_header, "RunningHead", [words(symbol, look)])
    page = _page(document, look)
    _fill(first.footer, "Footer", [tab(), *page()])
    _fill(first.first_page_footer, "Footer", [tab(), *page()])
    _fill(first.even_page_footer, "Footer", page())


def _measure(section: Section, style: Style) -> None:
    from docx.shared import Mm

    page = style.page
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.inner), Mm(page.outer)
    section.header_distance, section.footer_distance = Mm(page.top * 0.5), Mm(page.bottom * 0.5)


def _columns(style: Style) -> Element:
    """The two columns of the masthead (17.6.4), with nothing between them, so that the rules in them meet."""
    measure = twips(style.page.width - style.page.inner - style.page.outer)
    right = round(measure * _RIGHT_COLUMN)
    widths = (measure - right, right)
    return element("cols", *(element("col", w=width, space=0) for width in widths), num=2, space=0, equalWidth=0)


def _fill(story: _Header | _Footer, style: str, content: Elements) -> None:
    """One paragraph in a header or a footer, made for it where it was inherited."""
    story.is_linked_to_previous = False
    root = story._element  # noqa: SLF001
    root[:] = [paragraph(style, content)]


def _page(document: Document, look: Look) -> Callable[[], Elements]:
    codes = {"page": "PAGE", "pages": "NUMPAGES"}

    def made() -> Elements:
        found: Elements = []
        for text, name, _, _ in Formatter().parse(document.labels.page):
            found += [words(text, look)] if text else []
            # Every program that shows pages counts them anew: the result is a place-holder that is never seen.
            found += field(codes[name], [words("1", look)], look) if name else []
        return found

    return made
