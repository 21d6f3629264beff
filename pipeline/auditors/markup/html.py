"""The auditor of the web page: reads the finished file as a browser and a screen reader do, and judges it.

It shares nothing with the writer of the page but the words of HTML and DPUB-ARIA.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from pipeline.auditors import Unreadable
from pipeline.auditors.markup.a11y_metadata import unborne_page
from pipeline.auditors.markup.accessibility import faults, landmarks
from pipeline.auditors.markup.css import conceal
from pipeline.auditors.markup.dom import Page, elements, fragment, is_a, note_elements
from pipeline.auditors.markup.links import Places, leading_out, note_links, outside, references, targets
from pipeline.auditors.markup.outline import OutlineReader, calls, contents, masthead, note, pages_in_lists
from pipeline.auditors.markup.passages import data_url_content, passages, shown
from pipeline.auditors.passages import Passages
from pipeline.findings import Finding, Place
from pipeline.model.outline import Entry, Outline
from pipeline.model.related_editions import PageStart

_TOP = 2
"""The rank of a main section's heading: the page's title is its h1."""
_CLAIMS = "Derive what the linked data say of accessibility from the content."
_HTML = re.compile(r"<html[\s>]", re.IGNORECASE)


def read(content: bytes, name: str) -> HtmlReading:
    """The web page with these bytes; findings call it ``name``. Raises Unreadable (V010)."""
    return HtmlReading(_page(content, name), name)


class HtmlReading:
    """A web page, parsed once.

    A heading hN is a section of level N-1; the masthead are the elements of the classes ``masthead-...``; the contents are the list
    in the element with role doc-toc; notes are the entries of the list with role doc-endnotes.
    """

    def __init__(self, page: Page, name: str) -> None:
        self._page = page
        self._name = name

    @cached_property
    def _text(self) -> OutlineReader:
        """The text of the report, read once: its rows, and the marks of printed pages among them."""
        reader = OutlineReader(_TOP, indicators=list(calls(self._page)))
        for part in _text_parts(self._page):
            reader.read(part)
        return reader

    def outline(self) -> Outline:
        """What the page says, in the order in which it is read."""
        page, reader = self._page, self._text
        in_notes = OutlineReader(_TOP)
        notes = tuple(note(element, in_notes) for element in note_elements(page))
        return Outline(
            language=page.language,
            masthead=tuple(masthead(page)),
            contents=tuple(_contents(page)),
            body=tuple(reader.rows),
            notes=notes,
            indicators=(*reader.indicators, *in_notes.indicators),
        )

    def findings(self) -> tuple[Finding, ...]:
        """Accessibility (A001 to A014: WCAG 2.2, DPUB-ARIA), what the page claims of it (A015), and links (L001 to L003, L005 to L008)."""
        page, name = self._page, self._name
        accessibility = (*faults(page, name), *landmarks(page, name))
        return (
            *accessibility,
            *(Finding("A015", message, Place(name), _CLAIMS) for message in unborne_page(page, accessibility)),
            *targets(page, name, Places.of([page])),
            *references([page], name),
            *note_links([page], name),
            *leading_out(page, name),
            *outside(page, name, alone=True),
        )

    def pages(self) -> tuple[PageStart, ...]:
        """Where the page marks the beginnings of printed pages."""
        return (*pages_in_lists(self._page), *self._text.pages)

    def passages(self) -> Passages:
        """The passages in another language, the links outside and the pictures."""
        page = self._page
        nav = next((element for element in elements(page.body()) if is_a(element, "toc")), None)
        return Passages(
            () if nav is None else tuple(passages(page, nav)),
            tuple(passage for part in _text_parts(page) for passage in passages(page, part)),
            tuple(shown(page, lambda _, address: data_url_content(address))),
        )


def _page(content: bytes, name: str) -> Page:
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise Unreadable.at(name, str(error)) from error
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable.at(name, str(error)) from error
    if root is None or root.tag != "html" or root.find("body") is None or not _HTML.search(text):
        raise Unreadable.at(name, "it is not a web page")
    conceal(root, ["".join(map(str, style.itertext())) for style in elements(root, "style")])
    return Page("", root)


def _text_parts(page: Page) -> Iterator[etree._Element]:
    """Where the text of the report stands: the heads and the main part of the page. The auditor of landmarks tells of all the rest."""
    for element in elements(page.body(), "header", "main"):
        if not any(around.tag in {"header", "main"} for around in element.iterancestors()):
            yield element


def _contents(page: Page) -> Iterator[Entry]:
    nav = next((element for element in elements(page.body()) if is_a(element, "toc")), None)
    if nav is not None:
        yield from contents(nav, fragment)
