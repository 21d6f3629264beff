"""What eBraille 1.0 (DAISY, 14 August 2025) asks of a package, and what this project asks of its links."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml import etree

from plantin.auditors.braille.ebraille_outline import cells, role
from plantin.auditors.braille.paper_outline import TURN
from plantin.auditors.fault import SHOWN
from plantin.auditors.markup.dom import MarkupPage, elements
from plantin.auditors.markup.epub_package import MIMETYPE, XHTML, EpubFile
from plantin.findings import Finding, Place
from plantin.model.outline import normal

_DATE = r"\d{4}(-\d\d(-\d\d)?)?"
_REQUIRED = {
    "title": (r".+", 0),
    "creator": (r".+", 0),
    "identifier": (r".+", 0),
    "language": (r"[a-z]{2,3}-Brai(-[A-Za-z0-9]+)*", 0),
    "format": (r"eBraille 1\.0", 1),
    "date": (r".+", 1),
    "dcterms:dateCopyrighted": (_DATE, 1),
    "dcterms:modified": (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", 1),
    "a11y:brailleCellType": (r"6|8|6, ?8|8, ?6", 1),
    "a11y:brailleSystem": (r".+", 0),
    "a11y:completeTranscription": (r"true|false", 1),
    "a11y:producer": (r".+", 0),
    "a11y:tactileGraphics": (r"none|(JPG|PNG|SVG|PDF)(, ?(JPG|PNG|SVG|PDF))*", 1),
}
"""The form of each row that 5.3.3 requires, and how many of it there may be (0: one or more)."""
_FORBIDDEN = ("collection", "guide", "bindings")
_READ_ATTRIBUTES = ("alt", "abbr", "title", "aria-label")
_SIX, _EIGHT = re.compile("[⠀-⠿ \t\r\n\u00a0\u00ad]*"), re.compile("[⠀-⣿ \t\r\n\u00a0\u00ad]*")
_HINT = "Build the edition again."
_MOST = 5


def findings(book: EpubFile, name: str) -> Iterator[Finding]:
    """E007 (package), E008 (cells), E009 (links)."""
    faults = [
        *(("E007", message) for message in (*_container(book), *_metadata(book), *_manifest(book), *_pages(book)))
    ]
    faults += [("E008", message) for message in _characters(book)][:_MOST]
    faults += [("E009", message) for message in (*_links(book), *_contents(book), *_page_list(book), *_notes(book))]
    for code, message in dict.fromkeys(faults):
        yield Finding(code, message, Place(name), _HINT)


def _container(book: EpubFile) -> Iterator[str]:
    """4.3 and 4.7; EPUB 3.3, 4.2."""
    files = book.files
    yield from files.faults
    if files.first != "mimetype" or files.get("mimetype") != MIMETYPE:
        yield f"the first file is not mimetype with {MIMETYPE.decode()}"
    if book.package_name != "package.opf":
        yield f"the package is {book.package_name[:SHOWN]}, not package.opf in the root (4.2)"
    if book.package.get("version") != "3.0":
        yield f"the package is of version {book.package.get('version')}, not 3.0 (5.2)"
    unique = book.package.get("unique-identifier", "")
    if not any(one.get("id") == unique and (one.text or "").strip() for one in elements(book.package, "identifier")):
        yield "the package has no unique identifier (5.2)"


def _metadata(book: EpubFile) -> Iterator[str]:
    """5.3.3: every required row, as often as it may be, with a value that it may have."""
    given: dict[str, list[str]] = {}
    for element in elements(book.package):
        key = element.get("property", "") if element.tag == "meta" else str(element.tag)
        if not element.get("refines"):
            given.setdefault(key, []).append(normal(element.text or ""))
    for key, (pattern, count) in _REQUIRED.items():
        values = given.get(key, [])
        if not values or (count and len(values) != count):
            yield f"the metadata have {key} {len(values)} times"
        for value in values:
            if not re.fullmatch(pattern, value):
                yield f"“{value[:SHOWN]}” is no {key} that eBraille knows"


def _manifest(book: EpubFile) -> Iterator[str]:
    """5.4 to 5.6, and 4.4: what is listed is there, what is there is listed, and only pages of text are read."""
    package = book.package
    for tag in _FORBIDDEN:
        if next(elements(package, tag), None) is not None:
            yield f"the package has the element {tag} (5.6)"
    if any(item.get("fallback") for item in elements(package, "item")) or any(
        one.get("toc") for one in elements(package, "spine")
    ):
        yield "the package has a fallback or an NCX (5.4, 5.6)"
    listed = {item.name: item for item in book.manifest}
    for missing in sorted(set(listed) - set(book.files)):
        yield f"{missing[:SHOWN]} is listed and missing (5.4)"
    for more in sorted(set(book.files) - set(listed) - {"mimetype", "META-INF/container.xml", "package.opf"}):
        yield f"{more[:SHOWN]} is in no manifest (5.4)"
    index = listed.get("index.html")
    if index is None or "nav" not in index.properties:
        yield "index.html in the root is not the navigation document (8.2)"
    if "index.html" in book.spine:
        yield "index.html is in the spine (8.2)"
    if not book.spine or any(name not in listed or listed[name].media_type != XHTML for name in book.spine):
        yield "the spine has nothing, or what is no page of text (5.5)"


def _pages(book: EpubFile) -> Iterator[str]:
    """6.2: no scripts, no forms, a language in braille, no resource from elsewhere; 8.3: contents and pages say what
    they are.
    """
    for page in book.pages.values():
        if "Brai" not in page.language.split("-"):
            yield f"{page.name} is in {page.language or 'no language'}, not in braille"
        for element in elements(page.root, "script", "form", "style"):
            yield f"{page.name} has the element {element.tag} (6.2.3)"
        for element in elements(page.root, "link", "img", "object"):
            address = element.get("href") or element.get("src") or element.get("data") or ""
            if urlsplit(address).scheme not in {"", "data"} or address.startswith("/"):
                yield f"{page.name} fetches {address[:SHOWN]} (3.5)"
    index = book.contents_page()
    for nav in elements(index.body(), "nav") if index else ():
        kind = {"toc": "toc", "page-list": "pagelist"}.get(nav.get("{http://www.idpf.org/2007/ops}type", ""))
        if kind and role(nav) != kind:
            yield f"a list of index.html is {kind} by its epub:type and not by its role (8.3)"


def _characters(book: EpubFile) -> Iterator[str]:
    """6.2.1: text and what may be shown in its place are cells and white space, of six dots where the package
    says so.
    """
    stated = {
        normal(one.text or "")
        for one in elements(book.package, "meta")
        if one.get("property") == "a11y:brailleCellType"
    }
    allowed = _SIX if stated == {"6"} else _EIGHT
    for page in book.pages.values():
        for element in elements(page.root):
            held = [element.text or "", element.tail or ""]
            held += [element.get(name, "") for name in _READ_ATTRIBUTES if not (name == "title" and element.tag == "a")]
            for text in held:
                if not allowed.fullmatch(text):
                    yield f"“{normal(text)[:SHOWN]}” in {page.name} is no braille"


def _target(book: EpubFile, page: MarkupPage, link: etree._Element) -> etree._Element | None:
    """The element that ``link`` leads to inside the publication."""
    address = urlsplit(link.get("href", ""))
    name = (
        posixpath.normpath(posixpath.join(posixpath.dirname(page.name), unquote(address.path)))
        if address.path
        else page.name
    )
    other = book.pages.get(name)
    if other is None or address.scheme or address.netloc:
        return None
    if not address.fragment:
        return other.body()
    wanted = unquote(address.fragment)
    return next((element for element in elements(other.root) if element.get("id") == wanted), None)


def _links(book: EpubFile) -> Iterator[str]:
    for page in book.pages.values():
        for link in elements(page.body(), "a"):
            outside = urlsplit(link.get("href", "")).scheme in {"http", "https", "mailto"}
            if not outside and _target(book, page, link) is None:
                yield f"the link {link.get('href', '')[:SHOWN]} in {page.name} leads nowhere"


def _listed(book: EpubFile, kind: str) -> Iterator[tuple[MarkupPage, etree._Element]]:
    index = book.contents_page()
    if index is not None:
        for nav in elements(index.body(), "nav"):
            if role(nav) == kind:
                yield from ((index, link) for link in elements(nav, "a"))


def _contents(book: EpubFile) -> Iterator[str]:
    """A row of the contents leads to the heading that it names."""
    for index, link in _listed(book, "toc"):
        heading = _target(book, index, link)
        if (
            heading is not None
            and not cells(heading, calls=False).replace(TURN, "").startswith(cells(link))
            and heading.tag != "body"
        ):
            yield f"a row of the contents leads to another heading than it names: {link.get('href', '')[:SHOWN]}"


def _page_list(book: EpubFile) -> Iterator[str]:
    """8.3.2: each page of the printed edition is listed once, in its order, in cells and in print."""
    marks = [mark for page in book.order() for mark in elements(page.body()) if role(mark) == "pagebreak"]
    rows = list(_listed(book, "pagelist"))
    targets = [_target(book, index, link) for index, link in rows]
    if [id(mark) for mark in marks] != [id(target) for target in targets]:
        yield f"the list of pages has {len(rows)} rows, not the {len(marks)} marks of the text in their order"
    for (_, link), target in zip(rows, targets, strict=True):
        if target is not None and cells(target) != cells(link):
            yield f"a row of the list of pages leads to the page with another number: {link.get('href', '')[:SHOWN]}"
        if not link.get("title", "").strip():
            yield "a row of the list of pages does not have its number in print (title)"


def _notes(book: EpubFile) -> Iterator[str]:
    """A call leads to a note with its mark, and the note back to a call of it."""
    for page in book.order():
        for link in elements(page.body(), "a"):
            other = _target(book, page, link)
            if other is None or role(link) not in {"noteref", "backlink"}:
                continue
            if role(link) == "noteref":
                mark = next((one for one in elements(other, "a") if role(one) == "backlink"), None)
                if role(other) != "footnote" or mark is None or cells(mark) != cells(link):
                    yield f"a call leads to a note with another mark: {link.get('href', '')[:SHOWN]}"
            elif cells(other) != cells(link) or role(other) != "noteref":
                yield f"a note leads back to the call of another: {link.get('href', '')[:SHOWN]}"
