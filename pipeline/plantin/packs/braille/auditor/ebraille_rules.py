"""Where the links of an eBraille publication lead (DAISY, eBraille 1.0, 14 August 2025)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from plantin.auditors.fault import SHOWN, finding
from plantin.auditors.markup.dom import MarkupPage, elements
from plantin.auditors.markup.epub_package import EpubFile
from plantin.auditors.markup.links import is_internal, key
from plantin.findings import Finding
from plantin.packs.braille.auditor.ebraille_outline import cells, role
from plantin.packs.braille.auditor.paper_outline import TURN


def findings(book: EpubFile, name: str) -> Iterator[Finding]:
    """Return E009: links, rows of the contents and of the page list, calls and notes that lead nowhere or elsewhere."""
    for message in dict.fromkeys((*_links(book), *_contents(book), *_page_list(book), *_notes(book))):
        yield finding("E009", message, name)


def _target(book: EpubFile, page: MarkupPage, link: etree._Element) -> etree._Element | None:
    """Return the element that ``link`` leads to inside the publication."""
    name, anchor = key(page, link.get("href", ""))
    other = book.pages.get(name)
    if other is None or not anchor:
        return None if other is None else other.body()
    return next((element for element in elements(other.root) if element.get("id") == anchor), None)


def _links(book: EpubFile) -> Iterator[str]:
    for page in book.pages.values():
        for link in elements(page.body(), "a"):
            if is_internal(page, link.get("href", "")) and _target(book, page, link) is None:
                yield f"the link {link.get('href', '')[:SHOWN]} in {page.name} leads nowhere"


def _find_links(book: EpubFile, kind: str) -> Iterator[tuple[MarkupPage, etree._Element]]:
    index = book.contents_page()
    if index is not None:
        for nav in elements(index.body(), "nav"):
            if role(nav) == kind:
                yield from ((index, link) for link in elements(nav, "a"))


def _contents(book: EpubFile) -> Iterator[str]:
    """Yield where a row of the contents does not lead to the heading that it names."""
    for index, link in _find_links(book, "toc"):
        heading = _target(book, index, link)
        if (
            heading is not None
            and not cells(heading, calls=False).replace(TURN, "").startswith(cells(link))
            and heading.tag != "body"
        ):
            yield f"a row of the contents leads to another heading than it names: {link.get('href', '')[:SHOWN]}"


def _page_list(book: EpubFile) -> Iterator[str]:
    """Yield where a page of the printed edition is not listed once, in its order, in cells and in print (8.3.2)."""
    marks = [mark for page in book.order() for mark in elements(page.body()) if role(mark) == "pagebreak"]
    rows = list(_find_links(book, "pagelist"))
    targets = [_target(book, index, link) for index, link in rows]
    if [id(mark) for mark in marks] != [id(target) for target in targets]:
        yield f"the list of pages has {len(rows)} rows, not the {len(marks)} marks of the text in their order"
    for (_, link), target in zip(rows, targets, strict=True):
        if target is not None and cells(target) != cells(link):
            yield f"a row of the list of pages leads to the page with another number: {link.get('href', '')[:SHOWN]}"
        if not link.get("title", "").strip():
            yield "a row of the list of pages does not have its number in print (title)"


def _notes(book: EpubFile) -> Iterator[str]:
    """Yield where a call does not lead to a note with its mark, or the note back to a call of it."""
    for page in book.order():
        for link in elements(page.body(), "a"):
            other = _target(book, page, link)
            if other is None or role(link) not in {"noteref", "backlink"}:
                continue
            if role(link) == "noteref":
                mark = next((inner_link for inner_link in elements(other, "a") if role(inner_link) == "backlink"), None)
                if role(other) != "footnote" or mark is None or cells(mark) != cells(link):
                    yield f"a call leads to a note with another mark: {link.get('href', '')[:SHOWN]}"
            elif cells(other) != cells(link) or role(other) != "noteref":
                yield f"a note leads back to the call of another: {link.get('href', '')[:SHOWN]}"
