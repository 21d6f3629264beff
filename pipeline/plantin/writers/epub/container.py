"""The container of an EPUB, packed by EbookLib so that the same book gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from ebooklib import epub
from lxml import etree

from plantin.model.document import Document
from plantin.writers.archives import undated

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


@dataclass(frozen=True, slots=True)
class NcxEntry:
    """A row of the contents for reading systems of EPUB 2: its words, its address and the rows below it."""

    title: str
    address: str
    entries: tuple[NcxEntry, ...] = ()


def pack(
    document: Document,
    metadata: tuple[Meta, ...],
    items: tuple[EpubItem, ...],
    contents: tuple[NcxEntry, ...],
    moment: dt.datetime,
) -> bytes:
    """The finished EPUB, last modified at ``moment``. The first row of the metadata identifies the book. ``contents``
    become the NCX (OPF 2.0.1, 2.4.1), which EPUB 3.3 (5.9.3) allows beside its own navigation document.
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
    numbers = count(1)
    book.toc = [_linked(entry, numbers) for entry in contents]
    for item in items:
        # Plain items: EbookLib's own kind of page parses the markup again and loses the attributes of the body.
        raw = epub.EpubItem(item.id, item.name, item.media_type, item.content)
        raw.properties = item.properties
        book.add_item(raw)
        book.spine += [raw] * item.read
    book.add_item(epub.EpubNcx())
    made = io.BytesIO()
    _EpubWriter(made, book, {"mtime": moment.astimezone(dt.UTC)}).write()
    return made.getvalue()


def _linked(entry: NcxEntry, numbers: Iterator[int]) -> object:
    """``entry`` as EbookLib wants it: a link, or a pair of one and the links below it; ``numbers`` name the links."""
    link = epub.Link(entry.address, entry.title, f"entry-{next(numbers)}")
    return (link, [_linked(below, numbers) for below in entry.entries]) if entry.entries else link


class _Archive(zipfile.ZipFile):
    """An archive whose entries do not record when or on which system it was made."""

    def writestr(
        self, name: Any, data: Any, compress_type: int | None = None, compresslevel: int | None = None
    ) -> None:
        kind = zipfile.ZIP_DEFLATED if compress_type is None else compress_type
        super().writestr(undated(name), data, kind, compresslevel)


class _EpubWriter(epub.EpubWriter):  # type: ignore[misc]
    """EbookLib's writer, with the language on the package."""

    def write(self) -> None:
        with _Archive(self.file_name, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as self.out:
            # First and stored: readers look for the media type at the file's beginning.
            self.out.writestr("mimetype", "application/epub+zip", compress_type=zipfile.ZIP_STORED)
            self._write_container()
            self._write_opf()
            self._write_items()

    def _write_opf_file(self, root: etree._Element) -> None:
        root.set(_LANGUAGE, self.book.language)
        root.set("dir", self.book.direction)
        del root.attrib["prefix"]
        super()._write_opf_file(root)
