"""The auditor of the web page: reads the finished file as a browser and a screen reader do, and judges it.

It shares nothing with the writer of the page but the words of HTML and DPUB-ARIA.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from pipeline.auditors import Unreadable
from pipeline.auditors.markup.a11y_metadata import unborne_page
from pipeline.auditors.markup.accessibility import faults, landmarks
from pipeline.auditors.markup.css import conceal
from pipeline.auditors.markup.dom import Page, elements, fragment, is_a, note_elements
from pipeline.auditors.markup.links import Places, leading_out, note_links, outside, references, targets
from pipeline.auditors.markup.outline import Reading, calls, contents, masthead, note, pages_in_lists
from pipeline.auditors.parity import content as shown
from pipeline.auditors.parity.marks import Passages, found
from pipeline.findings import Finding, Place
from pipeline.model.outline import Entry, Outline
from pipeline.model.related_editions import PageStart

_TOP = 2
"""The rank of a main section's heading: the page's title is its h1."""
_CLAIMS = "Derive what the linked data say of accessibility from the content."
_HTML = re.compile(r"<html[\s>]", re.IGNORECASE)


def read(path: Path) -> Outline:
    """What the web page at ``path`` says, read from its text.

    A heading hN is a section of level N-1; the masthead are the elements of the classes ``masthead-...``; the contents are the list
    in the element with role doc-toc; notes are the entries of the list with role doc-endnotes. Raises Unreadable (V010).
    """
    page = _page(path)
    reading = Reading(_TOP, indicators=list(calls(page)))
    for part in _text_parts(page):
        reading.read(part)
    body = tuple(reading.rows)
    notes = tuple(note(element, reading) for element in note_elements(page))
    return Outline(
        language=page.language,
        masthead=tuple(masthead(page)),
        contents=tuple(_contents(page)),
        body=body,
        notes=notes,
        indicators=tuple(reading.indicators),
    )


def pages(path: Path) -> tuple[PageStart, ...]:
    """Where the web page at ``path`` marks the beginnings of printed pages. Raises Unreadable (V010)."""
    page = _page(path)
    reading = Reading(_TOP)
    for part in _text_parts(page):
        reading.read(part)
    return (*pages_in_lists(page), *reading.pages)


def passages(path: Path) -> Passages:
    """The passages in another language and the links outside that the page at ``path`` has. Raises Unreadable (V010)."""
    page = _page(path)
    nav = next((element for element in elements(page.body()) if is_a(element, "toc")), None)
    return Passages(
        () if nav is None else tuple(found(page, nav)),
        tuple(passage for part in _text_parts(page) for passage in found(page, part)),
        tuple(shown.found(page, lambda _, address: shown.carried(address))),
    )


def rules(path: Path) -> tuple[Finding, ...]:
    """What is wrong with the page in itself: accessibility (A001 to A014: WCAG 2.2, DPUB-ARIA), what it claims of that (A015), and links
    (L001, L002, L003, L005 to L008). Raises Unreadable (V010).
    """
    page = _page(path)
    name = str(path)
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


def _page(path: Path) -> Page:
    try:
        content = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable.at(path, str(error)) from error
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable.at(path, str(error)) from error
    if root is None or root.tag != "html" or root.find("body") is None or not _HTML.search(content):
        raise Unreadable.at(path, "it is not a web page")
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
