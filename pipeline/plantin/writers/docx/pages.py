"""The pages of a Word file: size, the columns of the masthead, header with the symbol, footer with the page number."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from docx.document import Document as Package
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement, parse_xml
from docx.section import Section, _Footer, _Header
from docx.shared import Mm
from lxml import etree

from plantin.house.style import Style
from plantin.model.document import Document
from plantin.writers.docx.ooxml import (
    Element,
    Elements,
    RunLook,
    clark,
    element,
    field,
    paragraph,
    style_of,
    tab,
    value,
    words,
)
from plantin.writers.docx.styles import twips
from plantin.writers.parts import title_drop
from plantin.writers.running import PAGE, PAGES, parts

RIGHT_COLUMN = 0.36
"""The part of the measure that holds the symbol and the lines under it."""


_RULE_MM = 25
"""How long the rule after the text is, in millimetres."""
_ROOM_TWIPS = 200
"""The room under an object in twips."""
_IMPRINT_TWIPS = 440
"""The room over publisher and numbers on a title page in twips."""


def close_sections(text: Elements) -> Elements:
    """Return ``text`` with the signs of its sections (w:sectPr) put into the last paragraph of each (17.6.18)."""
    nodes: Elements = []
    for node in text:
        if node.tag != clark("w:sectPr"):
            if nodes and _ends_object(nodes[-1]):
                _set_off(node)
            nodes.append(node)
            continue
        last = nodes[-1] if nodes and nodes[-1].tag == clark("w:p") else None
        closed = last is not None and last[0].find(clark("w:sectPr")) is not None
        if closed and not len(node):
            continue
        if closed or last is None:
            nodes.append(paragraph("BodyText", []))
        nodes[-1][0].append(parse_xml(etree.tostring(node)))
    if nodes and nodes[-1].tag == clark("w:tbl"):
        nodes.append(paragraph("BodyText", []))
    return nodes


def end_rule(measure: int) -> Element:
    """Return the rule after the text, in the middle of a ``measure`` in twips: an empty paragraph, as in Word."""
    aside = (measure - twips(_RULE_MM)) // 2
    return paragraph("EndRule", [], element("ind", left=aside, right=aside, firstLine=0))


def part_title(title: Elements, text: Elements, document: Document, style: Style) -> None:
    """Give what is in ``title`` a page of its own, under the masthead; ``text`` begins the next (17.3.1.23)."""
    _space(title[0], twips(title_drop(document, style)))
    imprint = next((node for node in title if style_of(node) == "Imprint"), None)
    if imprint is not None:
        _space(imprint, _IMPRINT_TWIPS)
    begin = next((node for part in text for node in part.iter(clark("w:p"))), None)
    if begin is not None:
        before = [clark(f"w:{tag}") for tag in ("pStyle", "keepNext", "keepLines")]
        begin[0].insert(sum(kid.tag in before for kid in begin[0]), element("pageBreakBefore"))


_CLOSE = ("Source", "LetterNote", "Heading", "Annex", "Appendix", "Table", "Figure", "Box")
"""The styles, by their beginnings, of what is set close under an object or has space above of its own."""


def _ends_object(node: Element) -> bool:
    return node.tag == clark("w:tbl") or style_of(node) in ("Source", "LetterNote", "FigurePicture")


def _set_off(node: Element) -> None:
    """Give room above what follows an object: no style can know that it does."""
    if node.tag == clark("w:p") and not style_of(node).startswith(_CLOSE):
        _space(node, _ROOM_TWIPS)


def _space(node: Element, above: int) -> None:
    before = [clark(f"w:{tag}") for tag in ("pStyle", "keepNext", "numPr", "pBdr", "tabs", "bidi")]
    node[0].insert(sum(kid.tag in before for kid in node[0]), element("spacing", before=above))


def arrange(package: Package, last: Element, document: Document, style: Style) -> None:
    """Arrange the masthead's section, which ends with the paragraph ``last``, the text's under it on the same page, and
    those after it.

    The first section carries the headers and footers, from which the second inherits (17.10.1). The first page has no
    header. Sections after a landscape page have their own: their lines end elsewhere.
    """
    package.settings.odd_and_even_pages_header_footer = True
    final = package.element.body[-1]
    final[:] = _last_size(final)
    final.attrib.clear()  # the marks of the template's editing
    last[0].append(OxmlElement("w:sectPr"))
    right_to_left = document.direction == "rtl"
    before: Section | None = None
    for n, section in enumerate(package.sections):
        goes_on = n == 1 or _goes_on(before, section)
        _measure(section, style)
        node = section._sectPr  # noqa: SLF001
        if not _has_columns(section):
            node.append(element("cols", space=0) if n or style.page.head == "block" else _columns(style, document))
        node.extend([element("bidi")] if right_to_left else [])
        section.start_type = WD_SECTION.CONTINUOUS if goes_on else WD_SECTION.NEW_PAGE
        if not goes_on:
            _running(section, document, style, first=n == 0)
        before = section
    package.sections[0].different_first_page_header_footer = True


def _has_columns(section: Section) -> bool:
    """Return whether a section has things side by side."""
    columns = section._sectPr.find(clark("w:cols"))  # noqa: SLF001
    return columns is not None and columns.get(clark("w:num")) is not None


def _goes_on(before: Section | None, section: Section) -> bool:
    """Return whether a section goes on on the page of the one before: both are upright, and one of them has columns."""
    lies = [part.orientation == WD_ORIENT.LANDSCAPE for part in (before, section) if part is not None]
    return before is not None and not any(lies) and (_has_columns(before) or _has_columns(section))


def _last_size(final: Element) -> Elements:
    """Return what the last section keeps where the text ends with a landscape page: else an empty page would follow."""
    before = final.getprevious()
    closed = before[0].find(clark("w:sectPr")) if before is not None and before.tag == clark("w:p") else None
    if before is None or closed is None:
        return []
    before[0].remove(closed)
    return list(closed)


def _measure(section: Section, style: Style) -> None:
    page = style.page
    if section.orientation == WD_ORIENT.LANDSCAPE:
        section.page_width, section.page_height = Mm(page.height), Mm(page.width)
        sides = (page.inner, page.outer, page.top, page.bottom)
    else:
        section.page_width, section.page_height = Mm(page.width), Mm(page.height)
        sides = (page.top, page.bottom, page.inner, page.outer)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, sides)
    section.header_distance, section.footer_distance = Mm(sides[0] * 0.5), Mm(sides[1] * 0.5)


def _columns(style: Style, document: Document) -> Element:
    """Return the two columns of the masthead (17.6.4), with nothing between them, so that the rules in them meet. They
    are equally wide from right to left, where programs do not agree which of them comes first.
    """
    if document.direction == "rtl":
        return element("cols", num=2, space=0)
    measure = twips(style.page.width - style.page.inner - style.page.outer)
    right = round(measure * RIGHT_COLUMN)
    widths = (measure - right, right)
    return element("cols", *(element("col", w=width, space=0) for width in widths), num=2, space=0, equalWidth=0)


def _running(section: Section, document: Document, style: Style, *, first: bool) -> None:
    """Put the symbol at the head, and the page's number at the outer edge, on the first page and all odd ones away from
    the binding.

    A label without words ("1/2") is read from left to right in every script. In a paragraph from right to left
    LibreOffice exchanges its figures, whatever their runs say; so its paragraph goes from left to right there, and the
    edges change places.
    """
    right_to_left = document.direction == "rtl"
    running = style.running
    turned = right_to_left and not any(map(str.isalpha, "".join(text for text, _ in parts(running.foot, document))))
    stops = [] if first else [_stop(section, style)]
    look = RunLook(right_to_left=right_to_left)
    head, head_inner = (_runs(pattern, document, look) for pattern in (running.head, running.head_inner))
    _fill(section.header, "RunningHead", [*head_inner(), tab(), *head()], *stops)
    low = RunLook(right_to_left=right_to_left and not turned)
    foot, foot_inner = (_runs(pattern, document, low) for pattern in (running.foot, running.foot_inner))
    feet = [(section.footer, True), (section.even_page_footer, False)]
    if first:
        aside = [tab(), *head_inner()] if running.head_inner else []
        _fill(section.even_page_header, "RunningHead", [*head(), *aside])
        # A title page is counted and bears no number; without a footer of its own the first page has none (17.10.6).
        feet += [] if style.page.title_page else [(section.first_page_footer, True)]
    for footer, is_odd in feet:
        inner = foot_inner()
        content = [*inner, tab(), *foot()] if is_odd is not turned else [*foot(), *([tab(), *inner] if inner else [])]
        _fill(footer, "Footer", content, *deepcopy(stops), *([value("bidi", 0)] if turned else []))


def _stop(section: Section, style: Style) -> Element:
    """Return the stop at the end of the line of a section, in the place of that of the style."""
    usual = twips(style.page.width - style.page.inner - style.page.outer)
    width = int(section.page_width or 0) - int(section.left_margin or 0) - int(section.right_margin or 0)
    place = round(width / 635)
    cleared = [element("tab", val="clear", pos=usual)] if abs(place - usual) > 1 else []
    return element("tabs", *cleared, element("tab", val="right", pos=place if cleared else usual))


def _fill(story: _Header | _Footer, style: str, content: Elements, *properties: Element) -> None:
    """Fill one paragraph in a header or a footer, made for it where it was inherited."""
    story.is_linked_to_previous = False
    root = story._element  # noqa: SLF001
    root[:] = [paragraph(style, content, *properties)]


def _runs(pattern: str, document: Document, look: RunLook) -> Callable[[], Elements]:
    """Return what runs at the head or the foot, made anew for each of its places."""
    codes = {PAGE: "PAGE", PAGES: "NUMPAGES"}

    def make_runs() -> Elements:
        runs: Elements = []
        for text, name in parts(pattern, document):
            runs += [words(text, look)] if text else []
            # Every program that shows pages counts them again: the result is a placeholder that is never seen.
            runs += field(codes[name], [words("1", look)], look) if name else []
        return runs

    return make_runs
