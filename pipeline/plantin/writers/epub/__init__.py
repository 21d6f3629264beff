"""The EPUB: a title page, the contents, a chapter for each main section, and the notes, numbered through."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape, unescape
from itertools import count
from pathlib import PurePosixPath

from ebooklib import epub

from plantin.house.style import Style
from plantin.model import languages
from plantin.model.document import Block, Document, Picture, Section
from plantin.model.inlines import PageBreak, plain
from plantin.model.pagination import paginate
from plantin.model.publication import record
from plantin.model.related_editions import ALONE, PageStart, RelatedEditions
from plantin.writers import font_faces, parts
from plantin.writers.a11y_metadata import claims, matter
from plantin.writers.epub.container import EpubItem, Meta, NcxRows, pack
from plantin.writers.epub.cover import cover
from plantin.writers.xhtml import Body, anchors

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_TAG = re.compile(r"<[^>]*>")
_CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"


def write(
    document: Document, style: Style, moment: dt.datetime, related: RelatedEditions = ALONE, *, draws: bool = True
) -> bytes:
    """Return the edition as an EPUB 3.3 file; it ``draws`` charts in its pages, or has them as files."""
    chapters = _chapters(paginate(document, related.pages))
    addresses = {anchor: f"{file.name}#{anchor}" for file in chapters for anchor in anchors(file.blocks)}
    addresses |= {anchor: f"title.xhtml#{anchor}" for anchor in _of_the_masthead(document)}
    addresses |= {
        anchor: f"notes.xhtml#{anchor}" for note in document.notes for anchor in (note.anchor, *anchors(note.blocks))
    }
    sheet = parts.sheet(document, style, "epub.css")
    pictures = (figure.picture for figure in document.pictures() if not (figure.chart and draws))
    media = _media((*pictures, *sheet.pictures))

    def place(picture: Picture) -> str:
        return media[picture.digest].name

    body = _Chapter(document, top=1, address=addresses.__getitem__, xml=True, media=place)
    body.draws = draws
    symbol = document.masthead.symbol
    read = [_title_page(body, chapters[0], related.pages)]
    read += [_page(body, file.name, f"{file.title} – {symbol}", body.blocks(file.blocks)) for file in chapters[1:]]
    read += [_notes(body)] if document.notes else []
    pages = [read[0], _contents(body, chapters, read, related.pages), *read[1:]]
    toc = _toc(document.blocks, body.address, count(1))
    toc = toc or [epub.Link("title.xhtml", document.masthead.title, "entry-1")]
    items = (*_items(document, style, pages, sheet.text(place)), *media.values())
    return pack(document, tuple(_metadata(document, related)), items, toc, moment)


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the book: the blocks of a chapter before they are printed, or a finished page."""

    name: str
    title: str
    blocks: tuple[Block, ...] = ()
    markup: str = ""

    @property
    def properties(self) -> tuple[str, ...]:
        """What the manifest must say of the page."""
        return (
            ("nav",) * (self.name == "nav.xhtml")
            + ("svg",) * ("<svg" in self.markup)
            + ("mathml",) * ("<math" in self.markup)
        )


class _Chapter(Body):
    call = 'epub:type="noteref" role="doc-noteref"'
    # Reading systems open a note over the page only where it says that it is one (EPUB Structural Semantics Vocabulary
    # 1.1, notes).
    endnote = ' epub:type="endnote"'
    footnote = ' epub:type="footnote"'
    start = 'epub:type="pagebreak" role="doc-pagebreak"'
    cites = 'epub:type="biblioref" role="doc-biblioref"'
    works = 'epub:type="bibliography" role="doc-bibliography"'
    places = 'epub:type="index" role="doc-index"'
    terms = 'epub:type="glossary" role="doc-glossary"'
    divides = True
    details = ".link"


def _of_the_masthead(document: Document) -> Iterator[str]:
    """Yield the anchors of the asterisks in the masthead and of their notes."""
    yield from (anchor for note in document.masthead.notes for anchor in (note.anchor, *anchors(note.blocks)))
    yield from (call.anchor for _, call in document.masthead.calls)


def _media(pictures: Iterable[Picture]) -> dict[str, EpubItem]:
    """Return the pictures as files of the book, each once, by their digests."""
    items: dict[str, EpubItem] = {}
    for picture in pictures:
        if picture.digest not in items:
            path = PurePosixPath(picture.name)
            stem = _UNSAFE.sub("-", path.stem).strip("-.") or "picture"
            taken = {item.name for item in items.values()}
            names = (
                f"media/{stem}{count}{path.suffix.lower()}"
                for count in ("", *(f"-{n}" for n in range(2, len(taken) + 3)))
            )
            name = next(name for name in names if name not in taken)
            items[picture.digest] = EpubItem(f"picture-{len(items) + 1}", name, picture.media_type, picture.content)
    return items


def _chapters(document: Document) -> list[_File]:
    """Return the title page with what comes before the first section, then a chapter for each main section; page breaks
    go with what follows.
    """
    chapters = [_File("title.xhtml", document.masthead.title)]
    waiting: tuple[Block, ...] = ()
    for block in document.blocks:
        waiting = (*waiting, block)
        if isinstance(block, PageBreak):
            continue
        if isinstance(block, Section):
            title = " ".join(filter(None, (block.label, plain(block.heading))))
            chapters.append(_File(f"chapter-{len(chapters)}.xhtml", title))
        chapters[-1] = replace(chapters[-1], blocks=(*chapters[-1].blocks, *waiting))
        waiting = ()
    chapters[-1] = replace(chapters[-1], blocks=(*chapters[-1].blocks, *waiting))
    return chapters


def _title_page(body: Body, file: _File, pages: tuple[PageStart, ...]) -> _File:
    head = f'<header class="masthead">\n{body.masthead(pages)}</header>\n'
    section = f'<section epub:type="titlepage">\n{body.logo()}{head}</section>\n'
    return _page(
        body, file.name, file.title, f"{section}{body.blocks(file.blocks)}", body.document.masthead.title_language
    )


def _notes(body: Body) -> _File:
    heading = body.document.labels.notes
    rows = "".join(map(body.note, body.document.notes))
    section = (
        '<section id="notes" class="notes" epub:type="endnotes" role="doc-endnotes" aria-labelledby="notes-heading">'
        f'<h1 id="notes-heading">{escape(heading)}</h1>\n<ol>{rows}</ol></section>\n'
    )
    return _page(body, "notes.xhtml", f"{heading} – {body.document.masthead.symbol}", section)


def _toc(blocks: tuple[Block, ...], address: Callable[[str], str], numbers: Iterator[int]) -> NcxRows:
    """Return the contents for reading systems of EPUB 2: sections with those in them, named by ``numbers``."""
    rows: list[epub.Link | tuple[epub.Link, NcxRows]] = []
    for block in blocks:
        if isinstance(block, Section):
            words = f"{block.label} {plain(block.heading)}".strip()
            link = epub.Link(address(block.anchor), words, f"entry-{next(numbers)}")
            below = _toc(block.blocks, address, numbers)
            rows.append((link, below) if below else link)
    return rows


def _contents(body: Body, chapters: list[_File], read: list[_File], starts: tuple[PageStart, ...]) -> _File:
    """Return the navigation document, also the page of contents; ``read`` are the other pages with ``starts``."""
    labels = body.document.labels
    rows = (
        body.contents(starts) or f'<ol><li><a href="title.xhtml">{escape(body.document.masthead.title)}</a></li></ol>'
    )
    marks = [("titlepage", "title.xhtml", labels.masthead), ("toc", "nav.xhtml", labels.contents)]
    if len(chapters) > 1:
        marks.append(("bodymatter", chapters[1].name, chapters[1].title))
    if body.document.notes:
        marks.append(("endnotes", "notes.xhtml", labels.notes))
    links = "".join(
        f'<li><a epub:type="{kind}" href="{name}">{escape(words)}</a></li>\n' for kind, name, words in marks
    )
    markup = (
        '<nav id="contents" epub:type="toc" role="doc-toc" aria-labelledby="contents-heading">'
        f'<h1 id="contents-heading">{escape(labels.contents)}</h1>\n{rows}</nav>\n'
        f'<nav id="landmarks" epub:type="landmarks" hidden="hidden"><ol>{links}</ol></nav>\n'
        f"{_page_list(body, read, starts)}"
    )
    return _page(body, "nav.xhtml", f"{labels.contents} – {body.document.masthead.symbol}", markup)


def _page_list(body: Body, read: list[_File], starts: tuple[PageStart, ...]) -> str:
    """Return the pages of the printed edition, for the reading system: each leads to the mark where it begins."""
    if not starts:
        return ""
    # A page that begins in the list of contents is marked in this very file.
    places = {
        start: next((file.name for file in read if f'id="{start.anchor}"' in file.markup), "nav.xhtml")
        for start in starts
    }
    links = "".join(
        f'<li><a href="{name}#{start.anchor}">{escape(start.label)}</a></li>\n' for start, name in places.items()
    )
    words = escape(body.document.labels.pages)
    return (
        f'<nav id="page-list" epub:type="page-list" role="doc-pagelist" aria-label="{words}"'
        f' hidden="hidden"><ol>{links}</ol></nav>\n'
    )


def _page(body: Body, name: str, title: str, content: str, tongue: str = "") -> _File:
    document = body.document
    attributes = body.language(tongue) if tongue else ""
    if tongue and (turned := languages.direction(tongue)) != document.direction:
        attributes += f' dir="{turned}"'
    markup = (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f'{body.language(document.language)} dir="{document.direction}">\n'
        f'<head>\n<meta charset="utf-8"/>\n<title{attributes}>{escape(title, quote=False)}</title>\n'
        '<link rel="stylesheet" type="text/css" href="style.css"/>\n</head>\n'
        f"<body>\n{content}</body>\n</html>\n"
    )
    return _File(name, title, markup=markup)


def _items(document: Document, style: Style, pages: list[_File], style_sheet: str) -> Iterator[EpubItem]:
    """Yield every file of the book, the pages first and in reading order; ``style_sheet`` is that of the style."""
    for page in pages:
        yield EpubItem(
            page.name.removesuffix(".xhtml"),
            page.name,
            "application/xhtml+xml",
            page.markup.encode(),
            page.properties,
            read=True,
        )
    cuts = font_faces.cuts(document)
    page_text = unescape("".join(_TAG.sub("", page.markup) for page in pages))
    others = font_faces.others(style, page_text, page_text)
    sheet = (
        font_faces.rules(
            style,
            cuts,
            lambda cut: f"url(fonts/{style.font(cut).name})",
            tuple((face, f"url(fonts/{face.path.name})") for face in others),
        )
        + f"@media (prefers-color-scheme: light) {{ a {{ color: {style.colour.link}; }}{_brand(style)} }}\n"
        + style_sheet
        + (_logo(style) if document.logo else "")
    )
    yield EpubItem("style", "style.css", "text/css", sheet.encode())
    yield EpubItem("cover", "cover.png", "image/png", cover(document, style), ("cover-image",))
    for cut in cuts:
        yield _font(f"font-{cut}", style.font(cut).name, style.book_font(cut))
    for face in others:
        yield _font(f"font-{face.path.stem}", face.path.name, style.book_part(face.path, face.letters))


def _font(identifier: str, name: str, content: bytes) -> EpubItem:
    """Return a face as an item. Not WOFF2: MuPDF and the programs made of it, KOReader and the makers of Kindle books
    do not read that, and an archive compresses TrueType nearly as well.
    """
    kind = "font/otf" if content.startswith(b"OTTO") else "font/ttf"
    return EpubItem(identifier, f"fonts/{name}", kind, content)


def _logo(style: Style) -> str:
    """Return the logo on the title page, on white whatever the ground of the page."""
    high = style.brand.logo_height / 25.4 * 6
    return (
        "\n.masthead-logo { margin: 1em 0; }\n"
        f".masthead-logo img {{ height: {high:.2f}em; width: auto; max-width: 100%; background: #fff; }}\n"
    )


def _brand(style: Style) -> str:
    """Return the optional colours by day, in its sheet too; at night they have none, and are the reading system's."""
    heading, accent = style.colour.heading, style.colour.accent
    words = f" :is(h1, h2, h3, h4, h5, h6), .masthead-organization {{ color: {heading}; }}" if heading else ""
    named = {"heading": heading, "accent": accent, "rule": style.colour.rule, "text": style.colour.text}
    root = (
        f" :root {{ {'; '.join(f'--{name}: {value}' for name, value in named.items() if value)} }}"
        if heading or accent
        else ""
    )
    return root + words + (f" .masthead {{ border-color: {accent}; }}" if accent else "")


def _metadata(document: Document, related: RelatedEditions) -> Iterator[Meta]:
    head, a11y = document.masthead, claims(matter(document, related, page_list=True), document.labels)
    # A name-based UUID: the same report in the same language is the same book on every machine.
    yield Meta("identifier", uuid.uuid5(uuid.NAMESPACE_URL, f"urn:x-plantin:{head.symbol}:{document.version}").urn)
    yield Meta("identifier", head.symbol)
    yield Meta("title", head.title, language=head.title_language)
    yield Meta("language", document.language)
    publication = document.publication
    role = "aut" if publication.authors or not publication.translator else "trl"
    for n, name in enumerate(publication.creators, 1):
        yield Meta("creator", name, identity=f"creator-{n}")
        yield Meta("role", role, refines=f"creator-{n}")
    if publication.translator:
        yield Meta("contributor", publication.translator, identity="translator")
        yield Meta("role", "trl", refines="translator")
    terms = {
        "abstract": "description",
        "license": "dcterms:license",
        "version": "schema:version",
        "alternative": "dcterms:alternative",
    }
    for name, values in record(publication):
        if name not in ("creator", "contributor"):
            yield from (Meta(terms.get(name, name), value) for value in values)
    yield Meta("date", head.issued)
    yield from (Meta("schema:accessMode", mode) for mode in a11y.modes)
    yield from (Meta("schema:accessModeSufficient", mode) for mode in a11y.sufficient)
    yield from (Meta("schema:accessibilityFeature", feature) for feature in a11y.features)
    yield from (Meta("schema:accessibilityHazard", hazard) for hazard in a11y.hazards)
    yield Meta("schema:accessibilitySummary", a11y.summary)
    if related.pages and related.printed:
        printed = f"{head.symbol}, {document.language}, PDF: {related.printed.file}"
        yield Meta("source", printed)
        yield Meta("pageBreakSource", printed)
    if related.certifier:
        yield Meta("dcterms:conformsTo", _CONFORMANCE, identity="conformance")
        yield Meta("a11y:certifiedBy", related.certifier, refines="conformance")
