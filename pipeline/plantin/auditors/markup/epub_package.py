"""An opened EPUB: the container, the package, and the pages that the package lists."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from plantin.auditors import UnreadableEdition
from plantin.auditors.fault import finding
from plantin.auditors.markup.a11y_metadata import MediaFile
from plantin.auditors.markup.dom import MarkupPage, elements
from plantin.bounded import archive, xml
from plantin.bounded.archive import Archive, ArchiveError
from plantin.bounded.bytes import MIB
from plantin.bounded.xml import XmlBounds
from plantin.findings import Finding
from plantin.model.outline import normal

XHTML = "application/xhtml+xml"
PACKAGE = "application/oebps-package+xml"
MIMETYPE = b"application/epub+zip"
_ARCHIVE = archive.ArchiveBounds(file=64 * MIB, size=512 * MIB)
_SPACES = frozenset((
    "", "http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML", "http://www.w3.org/ns/SMIL",
    "http://www.idpf.org/2007/opf", "http://www.daisy.org/z3986/2005/ncx/", "http://www.daisy.org/z3986/2005/dtbook/",
    "http://www.w3.org/2001/SMIL20/", "http://openebook.org/namespaces/oeb-package/1.0/", "http://purl.org/dc/elements/1.1/",
    "urn:oasis:names:tc:opendocument:xmlns:container", "http://www.daisy.org/z3986/2005/resource/",
))  # fmt: skip
_BOUNDS = XmlBounds(elements=200_000, nesting=2_000_000, depth=150)
"""What one page may hold."""
_ELEMENTS = 200_000
"""So many elements may all pages of a book have; a report of a thousand pages has half of that."""


@dataclass(frozen=True, slots=True)
class ManifestItem:
    """A file that the manifest lists; ``name`` is its path in the archive."""

    identity: str
    name: str
    media_type: str
    properties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EpubFile:
    """An EPUB, opened: all its files, the package, the manifest, and the pages; ``linear`` are the names of those that
    are met by turning pages, in order, each once.
    """

    files: Archive
    package: etree._Element
    package_name: str
    manifest: tuple[ManifestItem, ...]
    linear: tuple[str, ...]
    pages: dict[str, MarkupPage]

    def media(self) -> list[MediaFile]:
        """Return the files that are no text, fonts and style sheets left out."""
        return [
            MediaFile.of(item.media_type, self.files[item.name])
            for item in self.manifest
            if item.media_type.startswith(("image/", "audio/", "application/smil")) and item.name in self.files
        ]

    def contents_page(self) -> MarkupPage | None:
        """Return the navigation document."""
        return next(
            (self.pages[item.name] for item in self.manifest if "nav" in item.properties and item.name in self.pages),
            None,
        )

    def order(self) -> list[MarkupPage]:
        """Return the pages in the order in which they are met."""
        return [self.pages[name] for name in self.linear if name in self.pages]

    def languages(self) -> list[str]:
        """Return the languages that the package declares, one of them empty where it declares none."""
        declared = [normal(element.text or "") for element in elements(self.package, "language")]
        return declared or [""]


def unpack(content: bytes, title: str) -> Archive:
    """Return the files of the EPUB with these bytes, which findings call ``title``. Raises Unreadable (V010) where it
    exceeds a limit or one of them is damaged.
    """
    try:
        files = archive.open_archive(content, _ARCHIVE)
    except ArchiveError as error:
        raise UnreadableEdition.at(title, str(error)) from None
    if damaged := files.find_damage():
        raise UnreadableEdition.at(title, damaged[0])
    return files


def open_book(files: Archive, title: str) -> EpubFile:
    """Return the EPUB of these files, which findings call ``title``. Raises Unreadable (V010)."""
    name = _package_name(title, files)
    package = parse_part(title, name, files.get(name))
    folder = posixpath.dirname(name)
    listed = [
        ManifestItem(
            item.get("id", ""),
            _inside(folder, item.get("href", "")),
            item.get("media-type", ""),
            tuple(item.get("properties", "").split()),
        )
        for item in elements(package, "item")
    ]
    names = {item.identity: item.name for item in listed}
    manifest = {item.name: item for item in reversed(listed)}
    linear = dict.fromkeys(
        names[identity]
        for reference in elements(package, "itemref")
        if (identity := reference.get("idref", "")) in names and reference.get("linear") != "no"
    )
    items = tuple(reversed(manifest.values()))
    pages = dict(_pages(items, files, title))
    return EpubFile(files, package, name, items, tuple(linear), pages)


def _pages(manifest: Iterable[ManifestItem], files: Archive, title: str) -> Iterator[tuple[str, MarkupPage]]:
    """Yield the pages by their names. Raises Unreadable where they have too many elements taken together."""
    left = _ELEMENTS
    for item in manifest:
        if item.media_type == XHTML and item.name in files:
            page = MarkupPage(item.name, parse_part(title, item.name, files[item.name]))
            left -= sum(1 for _ in page.root.iter())
            if left < 0:
                raise UnreadableEdition.at(title, f"its pages have more than {_ELEMENTS:,} elements")
            yield page.name, page


def _package_name(title: str, files: Archive) -> str:
    container = parse_part(title, "META-INF/container.xml", files.get("META-INF/container.xml"))
    for rootfile in elements(container, "rootfile"):
        if rootfile.get("media-type") == PACKAGE and rootfile.get("full-path"):
            return rootfile.get("full-path", "")
    raise UnreadableEdition.at(title, "META-INF/container.xml names no package")


def parse_part(title: str, name: str, content: bytes | None) -> etree._Element:
    """Return the root of an XML file of the EPUB, its names without the namespaces of such files: no reading system
    shows an element of another one as what it is called.
    """
    if content is None:
        raise UnreadableEdition.at(title, f"{name} is missing")
    try:
        root = xml.parse(content, _BOUNDS, doctype=True)
    except xml.XmlError as error:
        line = f" (line {error.line})" if error.line else ""
        raise UnreadableEdition.at(title, f"{archive.quote(name)} {error}{line}") from None
    for element in elements(root):
        space, _, local = str(element.tag).rpartition("}")
        element.tag = local if space.removeprefix("{") in _SPACES else element.tag
    return root


def _inside(folder: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(address)))


def container_findings(content: bytes, files: Archive, name: str) -> tuple[Finding, ...]:
    """Return what is wrong with the container of the EPUB with these bytes and files (E001)."""
    return tuple(finding("E001", message, name) for message in _container_faults(content, files))


def _container_faults(content: bytes, files: Archive) -> Iterator[str]:
    """EPUB 3.3, 4.3.3: the media type is the first file, stored as it is."""
    if files.first != "mimetype":
        yield "the file mimetype is not the first in the archive"
    elif files["mimetype"] != MIMETYPE or content[30:58] != b"mimetype" + MIMETYPE:
        yield f"the file mimetype is not stored as it is, or does not say {MIMETYPE.decode()}"
    yield from files.faults
