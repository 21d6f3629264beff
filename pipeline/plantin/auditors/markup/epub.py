"""The auditor of EPUB files: opens the container, follows the package through the spine, and reads each page as a
reading system does.

It shares nothing with the writer of the EPUB but the words of EPUB 3.3, XHTML and DPUB-ARIA.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from itertools import zip_longest

from lxml import etree

from plantin.auditors.fault import finding, listed
from plantin.auditors.markup.a11y_metadata import ClaimEvidence, package_claims, package_faults, summary
from plantin.auditors.markup.accessibility import faults
from plantin.auditors.markup.dom import (
    MarkupPage,
    elements,
    is_a,
    masthead_field,
    note_elements,
)
from plantin.auditors.markup.epub_conformance import epub_conformance
from plantin.auditors.markup.epub_package import EpubFile, container_findings, file_faults, open_book, unpack
from plantin.auditors.markup.links import key, places, targets
from plantin.auditors.markup.outline import OutlineReader, calls, contents, logo, masthead, note, pages_in_lists
from plantin.auditors.markup.passages import passages, shown, ways_back
from plantin.auditors.markup.record import abbreviations, package_record, sizes
from plantin.auditors.markup.text import page_label, visible
from plantin.auditors.passages import EditionPassages
from plantin.auditors.reading import Reading
from plantin.auditors.record import RecordedStatement
from plantin.auditors.statements import Conformance, HouseContent
from plantin.findings import Finding
from plantin.model.outline import Entry, Outline
from plantin.model.related_editions import PageStart

_TOP = 1
"""The rank of a main section's heading: each chapter is a page of its own."""


def read(content: bytes, name: str) -> EpubReading:
    """The EPUB with these bytes; findings call it ``name``. Raises Unreadable (V010)."""
    files = unpack(content, name)
    return EpubReading(open_book(files, name), name, container_findings(content, files, name))


class EpubReading(Reading):
    """An EPUB, opened and parsed once, read page by page in the order of its spine.

    A heading hN is a section of level N; the masthead is on the title page; the contents are the toc of the navigation
    document; notes are the entries of the list with role doc-endnotes.
    """

    def __init__(self, book: EpubFile, name: str, container: tuple[Finding, ...]) -> None:
        self._book = book
        self._name = name
        self._container = container

    @cached_property
    def _text(self) -> OutlineReader:
        """The text of the report, read once, the page of contents left out."""
        order = self._book.order()
        reader = OutlineReader(_TOP, indicators=[call for page in order for call in calls(page)])
        for page in order:
            if page is not self._book.contents_page():
                reader.read(page.body())
        return reader

    def outline(self) -> Outline:
        """What the EPUB says, in the order in which it is read."""
        book, reader = self._book, self._text
        nav, order = book.contents_page(), book.order()
        in_notes = OutlineReader(_TOP)
        notes = tuple(note(element, in_notes) for page in order for element in note_elements(page))
        title = tuple(line for page in order for line in masthead(page))
        rows = tuple(_contents(book, nav)) if nav else ()
        headed = any(row.kind == "section" for row in reader.rows)
        return Outline(
            language=book.languages()[0],
            masthead=title,
            contents=rows if headed or not (nav and _is_title_alone(book, nav, rows)) else (),
            body=tuple(reader.rows),
            notes=notes,
            indicators=(*reader.indicators, *in_notes.indicators),
            marks=tuple(reader.marks),
            logo=next(filter(None, map(logo, order)), ""),
        )

    def conformance(self, known: HouseContent) -> Conformance:
        """What the EPUB has that its grammar (epub.toml) does not have, and what it says beside its text."""
        return epub_conformance(self._book, self._name, known)

    def findings(self) -> tuple[Finding, ...]:
        """Accessibility (A005 to A017), dead links (L001), files (L004), container (E001), claims (E002; EPUB
        Accessibility 1.1) and the page list (E003).
        """
        book, name = self._book, self._name
        pages = list(book.pages.values())
        known = places(pages, book.files)
        accessibility = tuple(listed(found for page in pages for found in faults(page, name)))
        content = ClaimEvidence(
            pages, book.media(), accessibility, any(row.kind == "section" for row in self._text.rows)
        )
        return (
            *self._container,
            *accessibility,
            *listed(found for page in pages for found in targets(page, name, known)),
            *listed(finding("L004", message, name) for message in file_faults(book)),
            *listed(finding("E003", message, name) for message in _page_list_faults(book)),
            *(finding("E002", message, name) for message in package_faults(book.package, content)),
        )

    def pages(self) -> tuple[PageStart, ...]:
        """Where the EPUB marks the beginnings of printed pages."""
        return (*(start for page in self._book.order() for start in pages_in_lists(page)), *self._text.pages)

    def record(self) -> tuple[RecordedStatement, ...]:
        """What the package says, and the look of the pages."""
        order = self._book.order()
        return (*package_record(self._book.package), sizes(order), abbreviations(order))

    def passages(self) -> EditionPassages:
        """The passages in another language, the links outside, the pictures, and the summary of accessibility."""
        book = self._book
        digests: dict[str, str] = {}

        def digest(page: MarkupPage, address: str) -> str:
            name = key(page, address)[0]
            if name not in digests:
                digests[name] = sha256(book.files.get(name, b"")).hexdigest()
            return digests[name]

        order, nav = book.order(), book.contents_page()
        tocs = [element for element in elements(nav.body(), "nav") if is_a(element, "toc")] if nav else []
        return EditionPassages(
            tuple(passage for toc in tocs if nav for passage in passages(nav, toc)),
            tuple(passage for page in order if page is not nav for passage in passages(page, page.body())),
            tuple(one for page in order for one in shown(page, digest)),
            summary(package_claims(book.package)),
            backs=tuple(ways_back(order)),
        )


def _contents(book: EpubFile, nav: MarkupPage) -> Iterator[Entry]:
    toc = next((element for element in elements(nav.body(), "nav") if is_a(element, "toc")), None)
    if toc is None:
        return

    first: dict[str, str] = {}

    def target(link: etree._Element) -> str:
        """Where a link arrives: its anchor, or what comes first on the page that it names."""
        name, anchor = key(nav, link.get("href", ""))
        if anchor or name not in book.pages:
            return anchor
        if name not in first:
            first[name] = next(
                (element.get("id", "") for element in elements(book.pages[name].body()) if element.get("id")), ""
            )
        return first[name]

    yield from contents(toc, target)


def _is_title_alone(book: EpubFile, nav: MarkupPage, rows: tuple[Entry, ...]) -> bool:
    """Whether the contents are nothing but the report's title, leading to its page. EPUB 3.3, 7.4.1, wants a row in
    every list of contents: a report without headings has none to give but this.
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
    lists = [one for one in elements(nav.body(), "nav") if is_a(one, "page-list")] if nav else []
    links = [link for one in lists for link in elements(one, "a")]
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
