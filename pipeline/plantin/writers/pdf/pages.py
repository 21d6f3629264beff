"""Where each page of the printed report begins, as the layout knows it: at the first word that begins on the page."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from plantin.model import outline
from plantin.model.document import Document
from plantin.model.outline import Kind, normal
from plantin.model.related_editions import PageStart, Series
from plantin.writers.pdf.roles import RANKS, name
from plantin.writers.pdf.tags import Mark, Structure

_RUNNING: frozenset[Kind] = frozenset({"section", "paragraph", "quotation", "item", "definition"})
"""Rows whose text is one run of words, so that a page can begin within it; every other row is marked where it begins.
"""
_ROWS = frozenset({"p", "dt", "tr", "figcaption", "img", "pre"})
_NAMED_ROWS = frozenset({("span", "title"), ("div", "equation"), ("aside", "letter")})
"""The elements that are a row of the body, headings apart; the second by tag and class."""
_IDEOGRAPHS = "\u2e80"
"""The first of the characters (Chinese, Japanese, Korean) before any of which a line may break."""


def starts(document: Document, root: ET.Element, structure: Structure, count: int) -> tuple[PageStart, ...]:
    """Return the beginning of each of the ``count`` pages on which ``document`` was set from the markup ``root``, in
    order; ``structure`` is their text, repaired. A page with nothing but notes begins where the text goes on.
    """
    pages: list[PageStart] = []
    end = 0
    for series, row, text, marks in _rows(document, root, structure):
        end = row + 1 if series == "body" else end
        for page, offset in _page_starts(text, marks):
            # Pages passed over, on which nothing but notes is, begin here too.
            pages += [PageStart(str(number), series, row, offset) for number in range(len(pages) + 1, page + 2)]
    return (*pages, *(PageStart(str(number), "body", end, 0) for number in range(len(pages) + 1, count + 1)))


_TITLE_BLOCK = "title-block"


def _rows(document: Document, root: ET.Element, structure: Structure) -> Iterator[tuple[Series, int, str, list[Mark]]]:
    """Yield every row of the outline but notes: its series, its place, its text (none where no page begins), marks."""
    expected = outline.outline(document)
    lines = [element for element in _lines(root[1]) if structure.texts.get(element)]
    for row, (text, element) in enumerate(zip(expected.masthead, lines, strict=True)):
        yield "masthead", row, text, structure.texts[element]
    block = next((element for element in root.iter("div") if name(element) == _TITLE_BLOCK), None)
    # An entry of the index gives pages: it is marked where it begins.
    entries = {entry for listed in root.iter("ul") if name(listed) == "index" for entry in listed.iter("p")}
    title_rows = [] if block is None else list(_row_elements(block))
    printed = [*title_rows, *_row_elements(next(root.iter("main")))]
    for row, (entry, element) in enumerate(zip(expected.body, printed, strict=True)):
        if row == len(title_rows):
            for n, link in enumerate(root.iterfind(".//nav//a")):
                yield "contents", n, "", structure.texts[link][:1]
        if entry.kind in _RUNNING and element not in entries:
            yield "body", row, entry.text, structure.texts.get(element, [])
        else:
            yield "body", row, "", _first(element, structure)


def _lines(body: ET.Element) -> Iterator[ET.Element]:
    """Yield the lines of the masthead."""
    for element in body:
        if element.tag in {"nav", "main"}:
            return
        if element.tag in {"p", "h1"}:
            yield element
        elif name(element) not in {"codes", _TITLE_BLOCK}:
            yield from _lines(element)


def _row_elements(holder: ET.Element) -> Iterator[ET.Element]:
    """Yield the element of each row of the body below ``holder``."""
    for element in holder:
        if element.tag in _ROWS or (element.tag, name(element)) in _NAMED_ROWS or RANKS.fullmatch(element.tag):
            yield element
        elif element.tag != "aside":
            if element.tag == "dd" and (not len(element) or element[0].tag != "p"):
                yield element
            yield from _row_elements(element)


def _first(element: ET.Element, structure: Structure) -> list[Mark]:
    """Return the first mark under ``element``; none of a picture, which has no words."""
    if element.tag == "img":
        return []
    return next((marks[:1] for inside in element.iter() if (marks := structure.texts.get(inside))), [])


def _page_starts(text: str, marks: list[Mark]) -> Iterator[tuple[int, int]]:
    """Yield the pages (from 0) on which a word of a row begins, with its place in ``text``, 0 at its beginning."""
    before = -1
    for index, mark in enumerate(marks):
        if mark.page <= before or not normal(mark.read):
            continue
        before = mark.page
        # From the end, because the text before it loses its last space when it is normalized.
        at = max(len(text) - len(normal("".join(map(_mark_text, marks[index:])))), 0)
        around = text[max(at - 1, 0) : at + 1]
        if len(around) > 1 and around.isalnum() and max(around) < _IDEOGRAPHS:
            # A word divided between two pages is read whole on the first.
            at = text.find(" ", at) + 1 or len(text)
        if at < len(text) or not at:
            yield mark.page, at


def _mark_text(mark: Mark) -> str:
    """Return a mark as the outline has it: calls of notes as marks, formulas in words."""
    element = mark.holder.element
    if element.get("role") == "doc-noteref":
        return outline.mark(normal(mark.read)) + " " * mark.read.endswith(" ")
    return element.get("aria-label", "") + " " * mark.read.endswith(" ") if mark.holder.role == "Formula" else mark.read
