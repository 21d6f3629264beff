"""The container of an EPUB, packed by EbookLib so that the same book gives the same bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ebooklib import epub
from lxml import etree

from plantin.model.document import Document
from plantin.writers.archives import zip_files

_DUBLIN_CORE = frozenset(
    "contributor creator date description identifier language publisher relation rights source subject title".split()
)
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class EpubItem:
    """A file of the book: ``properties`` of the manifest, ``read`` where it is a page in the reading order."""

    id: str
    name: str
    media_type: str
    content: bytes
    properties: tuple[str, ...] = ()
    read: bool = False


@dataclass(frozen=True, slots=True)
class Meta:
    """A row of the metadata: an element of Dublin Core, or else a property. ``identity`` is the name of a row that
    another ``refines``, ``language`` that of the value where it is not that of the book.
    """

    name: str
    value: str
    identity: str = ""
    refines: str = ""
    language: str = ""


NcxRows = Sequence[epub.Link | tuple[epub.Link, "NcxRows"]]
"""Rows of the contents for reading systems of EPUB 2: links, those with rows below them as pairs."""


def pack(
    document: Document,
    metadata: tuple[Meta, ...],
    items: tuple[EpubItem, ...],
    contents: NcxRows,
    moment: dt.datetime,
) -> bytes:
    """Return the finished EPUB, last modified at ``moment``. The first row of the metadata identifies the book.
    ``contents`` become the NCX (OPF 2.0.1, 2.4.1), which EPUB 3.3 (5.9.3) allows beside its own navigation document.
    """
    book = epub.EpubBook()
    book.metadata.clear()  # of a random identifier and the packer's name
    book.IDENTIFIER_ID = "identifier"
    for n, meta in enumerate(metadata):
        attributes = {"id": meta.identity} if meta.identity else {}
        attributes |= {"refines": f"#{meta.refines}"} if meta.refines else {}
        attributes |= {_LANGUAGE: meta.language} if meta.language else {}
        if meta.name in _DUBLIN_CORE:
            book.add_metadata("DC", meta.name, meta.value, attributes if n else {"id": "identifier"})
        else:
            book.add_metadata("OPF", meta.name, meta.value, {"property": meta.name, **attributes})
    book.uid, book.title = metadata[0].value, document.masthead.title
    book.language, book.direction = document.language, document.direction
    book.toc = contents
    for item in items:
        # Plain items: EbookLib's own kind of page parses the markup again and loses the attributes of the body.
        raw = epub.EpubItem(item.id, item.name, item.media_type, item.content)
        raw.properties = item.properties
        book.add_item(raw)
        book.spine += [raw] * item.read
    book.add_item(epub.EpubNcx())
    return zip_files(_EpubWriter("", book, {"mtime": moment.astimezone(dt.UTC)}).files(), level=6)


class _Files(dict[str, bytes]):
    """The files of the book, as EbookLib gives them to an archive."""

    def writestr(self, name: str, content: str | bytes) -> None:
        """Take one file."""
        self[name] = content.encode() if isinstance(content, str) else content


class _EpubWriter(epub.EpubWriter):  # type: ignore[misc]
    """EbookLib's writer of the files of a book, with the language on the package."""

    def files(self) -> dict[str, bytes]:
        """Return the files by their names, the media type first."""
        self.out = _Files(mimetype=b"application/epub+zip")
        self._write_container()
        self._write_opf()
        self._write_items()
        return self.out

    def _write_opf_file(self, root: etree._Element) -> None:
        root.set(_LANGUAGE, self.book.language)
        root.set("dir", self.book.direction)
        del root.attrib["prefix"]
        super()._write_opf_file(root)
