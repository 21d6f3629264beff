"""What web pages and EPUBs have in common as readings: pages in an order, of which parts are the text of the report."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from lxml import etree

from plantin.auditors.markup.a11y_metadata import Claims, summary
from plantin.auditors.markup.dom import MarkupPage, elements, is_a, note_elements
from plantin.auditors.markup.outline import OutlineReader, calls, logo, masthead, note, pages_in_lists
from plantin.auditors.markup.passages import passages, shown_objects, ways_back
from plantin.auditors.passages import EditionPassages
from plantin.auditors.reading import Reading
from plantin.model.outline import Entry, Outline
from plantin.model.related_editions import PageStart


class MarkupReading(Reading):
    """Pages of markup, parsed once. A heading hN is a section of level N, or N-1 where the title of the report is an
    h1; the masthead are the elements of the classes ``masthead-...``; the contents are the list with role doc-toc;
    notes are the entries of the list with role doc-endnotes.
    """

    _rank = 1
    """The rank of a main section's heading."""

    def __init__(
        self,
        name: str,
        order: Sequence[MarkupPage],
        nav: MarkupPage | None,
        claims: Claims,
        digest: Callable[[MarkupPage, str], str],
    ) -> None:
        """Of the edition called ``name``: the pages as they are met, the one with the contents, what is claimed of
        accessibility, and what gives the SHA-256 of a picture of a page by its address.
        """
        self._name, self._pages, self._nav, self._claims, self._digest = name, order, nav, claims, digest

    def _parts(self) -> Iterator[tuple[MarkupPage, etree._Element]]:
        """Return (page, body) pairs, without the contents page."""
        return ((page, page.body()) for page in self._pages if page is not self._nav)

    def _tocs(self) -> Iterator[tuple[MarkupPage, etree._Element]]:
        """Yield the list of contents, with the page that it is on."""
        if page := self._nav:
            yield from ((page, nav) for nav in elements(page.body(), "nav") if is_a(nav, "toc"))

    @abstractmethod
    def _contents(self) -> Iterator[Entry]:
        """Return the rows of the list of contents."""

    @property
    def _language(self) -> str:
        return self._pages[0].language

    @cached_property
    def _text(self) -> OutlineReader:
        """The text of the report, read once: its rows, and the marks of printed pages among them."""
        reader = OutlineReader(self._rank, indicators=[call for page in self._pages for call in calls(page)])
        for _, part in self._parts():
            reader.read(part)
        return reader

    @property
    def _has_sections(self) -> bool:
        return any(row.kind == "section" for row in self._text.rows)

    def outline(self) -> Outline:
        """Return what the edition says, in the order in which it is read."""
        order, reader, in_notes = self._pages, self._text, OutlineReader(self._rank)
        notes = tuple(note(element, in_notes) for page in order for element in note_elements(page))
        return Outline(
            language=self._language,
            masthead=tuple(line for page in order for line in masthead(page)),
            contents=tuple(self._contents()),
            body=tuple(reader.rows),
            notes=notes,
            indicators=(*reader.indicators, *in_notes.indicators),
            marks=tuple(reader.marks),
            logo=next(filter(None, map(logo, order)), ""),
        )

    def pages(self) -> tuple[PageStart, ...]:
        """Return where the edition marks the beginnings of printed pages."""
        return (*(start for page in self._pages for start in pages_in_lists(page)), *self._text.pages)

    def passages(self) -> EditionPassages:
        """Return passages in another language, the links outside, the pictures, and the summary of accessibility."""
        return EditionPassages(
            tuple(passage for place in self._tocs() for passage in passages(*place)),
            tuple(passage for place in self._parts() for passage in passages(*place)),
            tuple(item for page in self._pages for item in shown_objects(page, self._digest)),
            summary(self._claims),
            backs=tuple(ways_back(self._pages)),
        )
