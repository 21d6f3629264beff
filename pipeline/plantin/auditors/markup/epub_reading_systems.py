"""Checks what reading systems do with an EPUB besides its text: pop-up notes, the cover in the library, the contents
for EPUB 2.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from plantin.auditors.markup.dom import EPUB_TYPE, elements, is_a, is_note_call
from plantin.auditors.markup.epub_package import EpubFile, parsed
from plantin.auditors.markup.links import key
from plantin.findings import Finding, Place
from plantin.model.outline import normal

_NOTES = frozenset(("footnote", "endnote", "rearnote"))
_RASTER = frozenset(("image/png", "image/jpeg"))
NCX = "application/x-dtbncx+xml"


def reading_system_faults(book: EpubFile, name: str) -> Iterator[Finding]:
    """Findings of the EPUB that findings call ``name``: E004 notes that do not say what they are (EPUB Structural
    Semantics Vocabulary 1.1, notes), E005 a cover that shelves cannot show, E006 an NCX that says something else than
    the contents (EPUB 3.3, 5.9.3).
    """
    for note, anchor in _untyped_notes(book):
        message = f"{note} is called as a note, and its element does not say that it is one"
        yield Finding(
            "E004",
            message,
            Place(name, anchor=anchor),
            "Give it epub:type footnote or endnote: then it opens over the page.",
        )
    covers = [item for item in book.manifest if "cover-image" in item.properties]
    for cover in covers:
        if cover.media_type not in _RASTER:
            message = f"the cover is {cover.media_type}, which many shelves do not show"
            yield Finding("E005", message, Place(name), "Give it as PNG or JPEG.")
    for item in book.manifest:
        if item.media_type == NCX and item.name in book.files:
            rows = list(_ncx_rows(parsed(name, item.name, book.files[item.name]), item.name))
            yield from (
                Finding("E006", message, Place(name), "Make both from the same contents.")
                for message in _at_odds(book, rows)
            )


def _untyped_notes(book: EpubFile) -> Iterator[tuple[str, str]]:
    """The notes, each once, that a call leads to and that have no epub:type of a note: their place and their anchor."""
    places = {
        (page.name, element.get("id", "")): element
        for page in book.pages.values()
        for element in elements(page.root)
        if element.get("id")
    }
    called = {
        key(page, call.get("href", "")): None
        for page in book.pages.values()
        for call in elements(page.root, "a")
        if is_note_call(call)
    }
    for place in called:
        element = places.get(place)
        if element is not None and not _NOTES & set(element.get(EPUB_TYPE, "").split()):
            yield "#".join(place), place[1]


def _ncx_rows(root: etree._Element, name: str) -> Iterator[tuple[str, str]]:
    """The rows of an NCX in reading order, each with its words and its address in the archive."""
    folder = posixpath.dirname(name)
    for point in elements(root, "navPoint"):
        words = point.find("navLabel/text")
        content = point.find("content")
        address = "" if content is None else content.get("src", "")
        yield (
            normal("" if words is None else words.text or ""),
            posixpath.normpath(posixpath.join(folder, unquote(address))),
        )


def _at_odds(book: EpubFile, rows: list[tuple[str, str]]) -> Iterator[str]:
    """The first row in which the NCX and the contents of the navigation document differ."""
    nav = book.contents_page()
    if nav is None:
        return
    links = [link for toc in elements(nav.body(), "nav") if is_a(toc, "toc") for link in elements(toc, "a")]
    listed = [
        (normal("".join(map(str, link.itertext()))), "#".join(filter(None, key(nav, link.get("href", "")))))
        for link in links
    ]
    for n in range(max(len(rows), len(listed))):
        one, other = (some[n] if n < len(some) else ("nothing", "") for some in (rows, listed))
        if one != other:
            yield f"row {n + 1} of the NCX is “{one[0]}” ({one[1]}), that of the contents “{other[0]}” ({other[1]})"
            return
