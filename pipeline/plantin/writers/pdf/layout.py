"""Setting the pages: WeasyPrint with the markup and the house's faces alone, and the proof that it kept every note."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

import weasyprint
from weasyprint.formatting_structure.boxes import FootnoteAreaBox
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from plantin.bounded.bytes import read
from plantin.bounded.fonts import LARGEST
from plantin.findings import Finding, Place, StyleError
from plantin.house.style import CUTS, Style
from plantin.writers.pdf.drawing_text import set_words_whole
from plantin.writers.pdf.engine_types import Box, LaidOutDocument, Link, Page, Rectangle
from plantin.writers.pdf.glyph_coverage import require_letters
from plantin.writers.pdf.index_pages import number_links
from plantin.writers.pdf.rendition import Served
from plantin.writers.pdf.table_fit import fit

ROUNDS = 6
"""How often pages are laid out again to give a wide table room: turned, in the size of notes, on a fold-out page, and
once to spare; with an index, whose pages are known last, twice more.
"""
_TARGET = 12.0
"""The least width and height of a link in pixels: 9 points on paper, 18 on a page shown at twice its size."""
_NOTES_APART = (
    "Give the page more room for its notes; where two are called in one line and the first is longer than a page, call"
    " them further apart."
)


def lay_out(root: ET.Element, style: Style, pictures: Mapping[str, Served] | None = None) -> LaidOutDocument:
    """Return the pages of ``root``, which names ``pictures`` by their addresses, as WeasyPrint's document. Raises
    StyleError: D003 a font is missing, D010 a note does not begin on the page of its call, D011 a sheet asks for
    something that the style's fonts are not, D014 no face of the style has a character, D015 a table is wider than any
    page.
    """
    require_letters(root, style)
    html = weasyprint.HTML(string="<html></html>", url_fetcher=_fetcher(style, pictures or {}))
    html.wrapper_element = type(html.wrapper_element).from_html_root(root, content_language=None)
    html.etree_element = html.wrapper_element.etree_element
    faces = FontConfiguration()
    images: dict[str, object] = {}
    try:
        document: LaidOutDocument = html.render(font_config=faces, cache=images)
        for _ in range(ROUNDS):
            changed = fit(root, document.pages, style)
            if not number_links(root, document.pages) and not changed:
                break
            document = html.render(font_config=faces, cache=images)
    except FatalURLFetchingError as refused:
        raise StyleError(
            Finding(
                "D011",
                f"the style asks for {refused}",
                Place(str(style.folder)),
                "A page is made from the style's own fonts alone.",
            )
        ) from None
    set_words_whole(images.values())
    require_notes(root, document.pages, style)
    _drop_repeated_links(root, document.pages)
    for page in document.pages:
        _join_links(page)
    return document


def blank(style: Style, rule: str) -> Page:
    """Return an empty page, as large as the others with the ``rule`` of CSS for their sheets."""
    sheet = f"@page {{ size: {style.page.width}mm {style.page.height}mm }} {rule}"
    blank_page: Page = (
        weasyprint.HTML(string=f"<html><style>{sheet}</style></html>", url_fetcher=_fetcher(style, {}))
        .render()
        .pages[0]
    )
    blank_page.quads = {}
    return blank_page


def _drop_repeated_links(root: ET.Element, pages: list[Page]) -> None:
    """The head of a table that goes on is for the eye: its links are on the page where the table begins."""
    tables = {inside: table for table in root.iter("thead") for inside in table.iter()}
    first: dict[ET.Element, int] = {}
    for number, page in enumerate(pages):
        page.links[:] = [
            entry
            for entry in page.links
            if entry[3].element not in tables or first.setdefault(tables[entry[3].element], number) == number
        ]


def _fetcher(style: Style, pictures: Mapping[str, Served]) -> object:
    """Serves the style's faces (``font:bold``) and the report's ``pictures``, refuses the rest: no page depends on a
    network or on what else is on the machine.
    """
    faces = {f"font:{cut}": style.font(cut) for cut in CUTS}
    faces |= {f"font:{path.stem}": path for path in style.others()}

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> object:
            del headers
            if url in pictures:
                content, media_type = pictures[url]
                return URLFetcherResponse(url, content, {"Content-Type": media_type})
            if url not in faces:
                raise FatalURLFetchingError(url)
            return URLFetcherResponse(url, read(faces[url], LARGEST), {"Content-Type": "font/ttf"})

    return Fetcher()


def require_notes(root: ET.Element, pages: list[Page], style: Style) -> None:
    """Every note begins on the page of its first call and goes on, if it does, on the next pages, once on each; else
    StyleError (D010), naming each that does not. (That its words are all there is proved where the text is repaired,
    D013.)
    """
    calls: dict[str, int] = {}
    notes: dict[str, list[int]] = defaultdict(list)
    for number, page in enumerate(pages, 1):
        for box in page._page_box.descendants():  # noqa: SLF001
            if isinstance(box, FootnoteAreaBox):
                for note in box.children:
                    notes[note.element.get("id")].append(number)
            elif box.footnote is not None:
                calls.setdefault(box.element.get("id"), number)
    findings = []
    for element in root.iter("aside"):
        if element.get("class") != "note":
            continue
        anchor = element.get("id", "")
        numbers, call = notes[anchor], calls.get(anchor)
        if call is None or not numbers or numbers != [*range(call, call + len(numbers))]:
            where = " and ".join(map(str, numbers)) or "no page"
            message = f"{anchor} is called on page {call or 'none'} but is on {where}"
            findings.append(Finding("D010", message, Place(str(style.folder), anchor=anchor), _NOTES_APART))
    if findings:
        raise StyleError(*findings)


def _join_links(page: Page) -> None:
    """One entry per link and page; the rectangles of its lines are kept on its box, as quads of one annotation."""
    joined: dict[ET.Element, tuple[str, str, list[Rectangle], Box]] = {}
    for kind, target, rectangle, box in page.links:
        if not _is_link(box):  # a descendant of the link, or an anonymous part of it
            continue
        if box.element in joined:
            joined[box.element][2].append(_pressable(rectangle, box))
        else:
            joined[box.element] = (kind, target, [_pressable(rectangle, box)], box)
    page.links[:] = list(_entries(joined))
    page.quads = {entry[3]: entry[2] for entry in joined.values()}


def _is_link(box: Box) -> bool:
    """Return whether ``box`` is what its author made a link."""
    if hasattr(box, "link"):
        return box.link is not None
    # Before WeasyPrint 70 it was a property of the style, which texts and anonymous boxes inherit.
    return "link" in getattr(box.style, "cascaded", ())


def _pressable(rectangle: Rectangle, box: Box) -> Rectangle:
    """Return the rectangle of a line of a link, as high as its letters and as large as a fingertip needs at least:
    raised figures open no line (``line-height: 0``), and the mark of a note is narrow.
    """
    left, top, right, bottom = rectangle
    low = max(max(box.style["font_size"], _TARGET) - (bottom - top), 0) / 2
    narrow = max(_TARGET - (right - left), 0) / 2
    return left - narrow, top - low, right + narrow, bottom + low


def _entries(joined: Mapping[ET.Element, tuple[str, str, list[Rectangle], Box]]) -> Iterator[Link]:
    for kind, target, rectangles, box in joined.values():
        left, top, right, bottom = zip(*rectangles, strict=True)
        yield kind, target, (min(left), min(top), max(right), max(bottom)), box
