"""Converts an EPUB to one HTML page: documents in spine order, ids distinct, links, notes and pictures resolved."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree
from lxml.etree import _Element as Element

from plantin.bounded import archive as archives
from plantin.bounded import xml
from plantin.bounded.archive import ArchiveError
from plantin.bounded.xml import XmlError

_PACKAGE = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_OPS = "{http://www.idpf.org/2007/ops}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_MATH = "{http://www.w3.org/1998/Math/MathML}"
_XLINK = "{http://www.w3.org/1999/xlink}"


class BookError(ValueError):
    """An EPUB that cannot be read. Its text says why, in words for a finding."""


@dataclass(slots=True)
class HtmlPage:
    """A page of HTML, or an EPUB as one page with the bodies of its documents."""

    root: Element
    picture: Callable[[str], bytes]
    """Reads a picture by its name."""
    title: str = ""
    language: str = ""
    date: str = ""
    texts: tuple[str, ...] = ()
    """The texts counted in it."""
    navigation: list[Element] = field(default_factory=list)


def read(content: bytes) -> HtmlPage:
    """Read the EPUB with these bytes (EPUB 3.3, 4 and 5). Raises BookError."""
    try:
        archive = archives.open_archive(content)
        container = xml.parse(archive.read("META-INF/container.xml"))
        name = next((str(node.get("full-path", "")) for node in container.iter("{*}rootfile")), "")
        package = xml.parse(archive.read(name))
    except (ArchiveError, XmlError) as error:
        raise BookError(str(error)) from None
    items = {str(item.get("id")): item for item in package.iter(f"{_PACKAGE}item")}
    order = [items[key] for ref in package.iter(f"{_PACKAGE}itemref") if (key := str(ref.get("idref"))) in items]
    page = etree.Element("html")
    body = etree.SubElement(page, "body")
    title, language, date = (
        next((" ".join(str(node.text or "").split()) for node in package.iter(f"{_DC}{name}")), "")
        for name in ("title", "language", "date")
    )
    book = HtmlPage(page, archive.read, title, language, date[:10])
    folder = posixpath.dirname(name)
    paths = [posixpath.normpath(posixpath.join(folder, unquote(str(item.get("href", ""))))) for item in order]
    numbers = {path: n for n, path in enumerate(paths, 1)}
    for item, path in zip(order, paths, strict=True):
        try:
            root = xml.parse(archive.read(path), doctype=True)
        except (ArchiveError, XmlError) as error:
            raise BookError(f"{archives.quote(path)}: {error}") from None
        if "nav" in str(item.get("properties", "")).split():
            book.navigation.append(root)
            continue
        _add(body, root, path, numbers)
    return book


def _add(body: Element, root: Element, path: str, numbers: dict[str, int]) -> None:
    """Add the body of a document, its elements without a namespace, its ids and links with the document's number."""
    part = etree.SubElement(body, "div", {"id": f"part{numbers[path]}"})
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        node.tag = node.tag.removeprefix(_XHTML).removeprefix(_MATH)
        if kind := node.get(f"{_OPS}type"):
            node.set("epub-type", str(kind))
            del node.attrib[f"{_OPS}type"]
        if identifier := node.get("id"):
            node.set("id", f"p{numbers[path]}-{identifier}")
        for name in ("href", "src", f"{_XLINK}href"):
            if (target := node.get(name)) is not None:
                node.set(name.removeprefix(_XLINK), _resolve_target(str(target), path, numbers))
    content = next(root.iter("body"), None)
    if content is not None:
        part.text = content.text
        part.extend(list(content))


def _resolve_target(target: str, path: str, numbers: dict[str, int]) -> str:
    """Return a link or the name of a picture as the one page has it."""
    if ":" in target.partition("/")[0]:
        return target
    file, mark, place = target.partition("#")
    whole = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(file))) if file else path
    if whole in numbers:
        return f"#p{numbers[whole]}-{place}" if mark and place else f"#part{numbers[whole]}"
    return whole
