"""The auditor of web pages: reads the finished file as a browser and a screen reader do.

It shares nothing with the writer of the page but the words of HTML and DPUB-ARIA.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from lxml import etree

from plantin.auditors import UnreadableEdition
from plantin.auditors.fault import finding, limit_findings
from plantin.auditors.grammar import Breach, GrammarStatement
from plantin.auditors.markup.a11y_metadata import ClaimEvidence, claim_faults, page_claims
from plantin.auditors.markup.accessibility import faults
from plantin.auditors.markup.conformance import conformance, grammar_results, misread
from plantin.auditors.markup.dom import MarkupPage, elements, fragment
from plantin.auditors.markup.links import places, targets
from plantin.auditors.markup.outline import contents
from plantin.auditors.markup.passages import data_url_content
from plantin.auditors.markup.reading import MarkupReading
from plantin.auditors.markup.record import abbreviations, page_record
from plantin.auditors.record import RecordedStatement
from plantin.auditors.statements import Conformance, HouseContent
from plantin.bounded import html
from plantin.bounded.html import HtmlError
from plantin.findings import Finding
from plantin.model.outline import Entry

_HTML = re.compile(rb"<html[\s>]", re.IGNORECASE)


def read(content: bytes, name: str) -> HtmlReading:
    """Return the web page with these bytes; findings call it ``name``. Raises Unreadable (V010)."""
    return HtmlReading(*_page(content, name), name)


class HtmlReading(MarkupReading):
    """A web page, parsed once.

    A heading hN is a section of level N-1; the masthead are the elements of the classes ``masthead-...``; the contents
    are the list in the element with role doc-toc; notes are the entries of the list with role doc-endnotes.
    """

    _rank = 2

    def __init__(self, page: MarkupPage, found: list[Breach | GrammarStatement], name: str) -> None:
        super().__init__(name, [page], page, page_claims(page), _digest)
        self._page, self._found = page, found

    def _parts(self) -> Iterator[tuple[MarkupPage, etree._Element]]:
        """Yield the heads and the main part of the page. The grammar of pages has the rest."""
        for element in elements(self._page.body(), "header", "main"):
            if not any(around.tag in {"header", "main"} for around in element.iterancestors()):
                yield self._page, element

    def _contents(self) -> Iterator[Entry]:
        return (row for _, toc in self._tocs() for row in contents(toc, fragment))

    def findings(self) -> tuple[Finding, ...]:
        """Accessibility (A005 to A017: WCAG 2.2), what the page claims of it (A015), and dead links (L001)."""
        page, name = self._page, self._name
        accessibility = tuple(limit_findings(faults(page, name)))
        content = ClaimEvidence.of_page(page, accessibility, sections=self._has_sections)
        return (
            *accessibility,
            *(finding("A015", message, name) for message in claim_faults(self._claims, content)),
            *limit_findings(targets(page, name, places([page]))),
        )

    def conformance(self, known: HouseContent) -> Conformance:
        """Return what the page has that its grammar (html.toml) does not have, and what it says beside its text."""
        return conformance(self._page, self._name, "html", self._found, known)

    def record(self) -> tuple[RecordedStatement, ...]:
        """Return what linked data, terms of Dublin Core and the tags ``citation_`` say, and abbreviations stand for."""
        return (*page_record(self._page), abbreviations([self._page]))


def _digest(_: MarkupPage, address: str) -> str:
    return sha256(data_url_content(address)).hexdigest()


def _page(content: bytes, name: str) -> tuple[MarkupPage, list[Breach | GrammarStatement]]:
    """Return the page, and what the grammar finds in it as it is written."""
    try:
        root = html.parse(content)
        if root.tag != "html" or root.find("body") is None or not _HTML.search(content):
            raise UnreadableEdition.at(name, "it is not a web page")
        results = grammar_results(MarkupPage("", root), "html", "page")
        results += (Breach(message, root) for message in misread(content.decode(), root))
        return MarkupPage("", root), results
    except HtmlError as error:
        raise UnreadableEdition.at(name, str(error)) from None
