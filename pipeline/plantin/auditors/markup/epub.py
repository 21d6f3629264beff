"""The auditor of EPUB files: opens the container, follows the package through the spine, and reads each page as a
reading system does.

It shares nothing with the writer of the EPUB but the words of EPUB 3.3, XHTML and DPUB-ARIA.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from hashlib import sha256
from itertools import islice, zip_longest

from lxml import etree

from plantin.auditors.fault import finding, limit_findings
from plantin.auditors.markup.a11y_metadata import ClaimEvidence, package_claims, package_faults
from plantin.auditors.markup.accessibility import faults
from plantin.auditors.markup.dom import (
    MarkupPage,
    elements,
    is_a,
    masthead_field,
)
from plantin.auditors.markup.epub_conformance import epub_conformance
from plantin.auditors.markup.epub_package import EpubFile, container_findings, open_book, unpack
from plantin.auditors.markup.links import key, places, targets
from plantin.auditors.markup.outline import contents
from plantin.auditors.markup.reading import MarkupReading
from plantin.auditors.markup.record import abbreviations, package_record
from plantin.auditors.markup.text import page_label, visible
from plantin.auditors.record import RecordedStatement
from plantin.auditors.statements import Conformance, HouseContent
from plantin.findings import Finding
from plantin.model.outline import Entry


def read(content: bytes, name: str) -> EpubReading:
    """Return the EPUB with these bytes; findings call it ``name``. Raises Unreadable (V010)."""
    files = unpack(content, name)
    return EpubReading(open_book(files, name), name, container_findings(content, files, name))


class EpubReading(MarkupReading):
    """An EPUB, opened and parsed once, read page by page in the order of its spine: each chapter is a page of its own,
    the masthead is on the title page, the contents are the toc of the navigation document.
    """

    def __init__(self, book: EpubFile, name: str, container: tuple[Finding, ...]) -> None:
        @cache
        def digest(page: MarkupPage, address: str) -> str:
            return sha256(book.files.get(key(page, address)[0], b"")).hexdigest()

        super().__init__(name, book.order(), book.contents_page(), package_claims(book.package), digest)
        self._book, self._container = book, container

    @property
    def _language(self) -> str:
        return self._book.languages()[0]

    def _contents(self) -> Iterator[Entry]:
        for nav, toc in islice(self._tocs(), 1):
            rows = tuple(contents(toc, partial(_target, self._book, nav)))
            if self._has_sections or not _is_title_alone(self._book, nav, rows):
                yield from rows

    def conformance(self, known: HouseContent) -> Conformance:
        """Return what the EPUB has that its grammar (epub.toml) does not have, and what it says beside its text."""
        return epub_conformance(self._book, self._name, known)

    def findings(self) -> tuple[Finding, ...]:
        """Accessibility (A005 to A017), dead links (L001), container (E001), claims (E002; EPUB
        Accessibility 1.1) and the page list (E003).
        """
        book, name = self._book, self._name
        pages = list(book.pages.values())
        destinations = places(pages, book.files)
        accessibility = tuple(limit_findings(fault for page in pages for fault in faults(page, name)))
        content = ClaimEvidence(pages, book.media(), accessibility, self._has_sections)
        return (
            *self._container,
            *accessibility,
            *limit_findings(fault for page in pages for fault in targets(page, name, destinations)),
            *limit_findings(finding("E003", message, name) for message in _page_list_faults(book)),
            *(finding("E002", message, name) for message in package_faults(book.package, content)),
        )

    def record(self) -> tuple[RecordedStatement, ...]:
        """Return what the package says, and what abbreviations on the pages stand for."""
        return (*package_record(self._book.package), abbreviations(self._pages))


def _target(book: EpubFile, nav: MarkupPage, link: etree._Element) -> str:
    """Return where a link of the contents arrives: its anchor, or what comes first on the page that it names."""
    name, anchor = key(nav, link.get("href", ""))
    if anchor or name not in book.pages:
        return anchor
    return next((element.get("id", "") for element in elements(book.pages[name].body()) if element.get("id")), "")


def _is_title_alone(book: EpubFile, nav: MarkupPage, rows: tuple[Entry, ...]) -> bool:
    """Return whether the contents are nothing but the report's title, leading to its page. EPUB 3.3, 7.4.1, wants a row
    in every list of contents: a report without headings has none to give but this.
    """
    links = [link for toc in elements(nav.body(), "nav") if is_a(toc, "toc") for link in elements(toc, "a")]
    if len(rows) != 1 or len(links) != 1 or rows[0].label:
        return False
    name, anchor = key(nav, links[0].get("href", ""))
    page = book.pages.get(name)
    titles = [visible(line) for line in elements(page.body()) if masthead_field(line) == "title"] if page else []
    return not anchor and titles == [rows[0].text]


# Judging it


def _page_list_faults(book: EpubFile) -> Iterator[str]:
    """EPUB 3.3, 7.4.4: the page list leads to every mark of a printed page, in the order in which they are met."""
    nav = book.contents_page()
    lists = [toc for toc in elements(nav.body(), "nav") if is_a(toc, "page-list")] if nav else []
    links = [link for toc in lists for link in elements(toc, "a")]
    rows = [(key(nav, link.get("href", "")), visible(link)) for link in links if nav]
    marks = [
        ((page.name, mark.get("id", "")), page_label(mark))
        for page in book.order()
        for mark in elements(page.body())
        if is_a(mark, "pagebreak")
    ]
    for mark, row in zip_longest(marks, rows, fillvalue=(("", "no place"), "nothing")):
        if mark != row:
            yield f"the page list has {row[1]} ({row[0][1]}) where the text has the mark {mark[1]} ({mark[0][1]})"
            return
