"""The auditor of web pages: reads the finished file as a browser and a screen reader do.

It shares nothing with the writer of the page but the words of HTML and DPUB-ARIA.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from hashlib import sha256

from lxml import etree

from plantin.auditors import UnreadableEdition
from plantin.auditors.fault import finding, listed
from plantin.auditors.grammar import Breach, GrammarStatement
from plantin.auditors.markup.a11y_metadata import ClaimEvidence, claim_faults, page_claims, summary
from plantin.auditors.markup.accessibility import faults
from plantin.auditors.markup.conformance import conformance, grammar_results, misread
from plantin.auditors.markup.dom import MarkupPage, elements, fragment, is_a, note_elements
from plantin.auditors.markup.links import places, targets
from plantin.auditors.markup.outline import OutlineReader, calls, contents, logo, masthead, note, pages_in_lists
from plantin.auditors.markup.passages import data_url_content, passages, shown, ways_back
from plantin.auditors.markup.record import abbreviations, page_record, sizes
from plantin.auditors.passages import EditionPassages
from plantin.auditors.reading import Reading
from plantin.auditors.record import RecordedStatement
from plantin.auditors.statements import Conformance, HouseContent
from plantin.bounded import html
from plantin.bounded.html import HtmlError
from plantin.findings import Finding
from plantin.model.outline import Entry, Outline
from plantin.model.related_editions import PageStart

_TOP = 2
"""The rank of a main section's heading: the page's title is its h1."""
_HTML = re.compile(rb"<html[\s>]", re.IGNORECASE)


def read(content: bytes, name: str) -> HtmlReading:
    """The web page with these bytes; findings call it ``name``. Raises Unreadable (V010)."""
    return HtmlReading(*_page(content, name), name)


class HtmlReading(Reading):
    """A web page, parsed once.

    A heading hN is a section of level N-1; the masthead are the elements of the classes ``masthead-...``; the contents
    are the list in the element with role doc-toc; notes are the entries of the list with role doc-endnotes.
    """

    def __init__(self, page: MarkupPage, found: list[Breach | GrammarStatement], name: str) -> None:
        self._page = page
        self._found = found
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
            marks=tuple(reader.marks),
            logo=logo(page),
        )

    def findings(self) -> tuple[Finding, ...]:
        """Accessibility (A005 to A017: WCAG 2.2), what the page claims of it (A015), and dead links (L001)."""
        page, name = self._page, self._name
        accessibility = tuple(listed(faults(page, name)))
        return (
            *accessibility,
            *(
                finding("A015", message, name)
                for message in claim_faults(page_claims(page), self._content(accessibility))
            ),
            *listed(targets(page, name, places([page]))),
        )

    def _content(self, findings: Sequence[Finding]) -> ClaimEvidence:
        """What the claims of the page are held against."""
        return ClaimEvidence.of_page(
            self._page, findings, sections=any(row.kind == "section" for row in self._text.rows)
        )

    def conformance(self, known: HouseContent) -> Conformance:
        """What the page has that its grammar (html.toml) does not have, and what it says beside its text."""
        return conformance(self._page, self._name, "html", self._found, known)

    def pages(self) -> tuple[PageStart, ...]:
        """Where the page marks the beginnings of printed pages."""
        return (*pages_in_lists(self._page), *self._text.pages)

    def record(self) -> tuple[RecordedStatement, ...]:
        """What the linked data, the terms of Dublin Core and the tags ``citation_`` say, and the sizes of pictures."""
        return (*page_record(self._page), sizes([self._page]), abbreviations([self._page]))

    def passages(self) -> EditionPassages:
        """The passages in another language, the links outside, the pictures, and the summary of accessibility."""
        page = self._page
        nav = next((element for element in elements(page.body()) if is_a(element, "toc")), None)
        return EditionPassages(
            () if nav is None else tuple(passages(page, nav)),
            tuple(passage for part in _text_parts(page) for passage in passages(page, part)),
            tuple(shown(page, lambda _, address: sha256(data_url_content(address)).hexdigest())),
            summary(page_claims(page)),
            backs=tuple(ways_back([page])),
        )


def _page(content: bytes, name: str) -> tuple[MarkupPage, list[Breach | GrammarStatement]]:
    """The page, and what the grammar finds in it as it is written."""
    try:
        root = html.parse(content)
        if root.tag != "html" or root.find("body") is None or not _HTML.search(content):
            raise UnreadableEdition.at(name, "it is not a web page")
        found = grammar_results(MarkupPage("", root), "html", "page")
        found += (Breach(message, root) for message in misread(content.decode(), root))
        return MarkupPage("", root), found
    except HtmlError as error:
        raise UnreadableEdition.at(name, str(error)) from None


def _text_parts(page: MarkupPage) -> Iterator[etree._Element]:
    """Where the text of the report is: the heads and the main part of the page. The grammar of pages has
    the rest.
    """
    for element in elements(page.body(), "header", "main"):
        if not any(around.tag in {"header", "main"} for around in element.iterancestors()):
            yield element


def _contents(page: MarkupPage) -> Iterator[Entry]:
    nav = next((element for element in elements(page.body()) if is_a(element, "toc")), None)
    if nav is not None:
        yield from contents(nav, fragment)
