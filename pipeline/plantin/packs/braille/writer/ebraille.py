"""Braille as an eBraille publication (DAISY, eBraille 1.0 of 14 August 2025): a package that lays itself out on a
display of any width.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import count

from plantin.house.style import Style
from plantin.model.document import Block, Document, Section
from plantin.model.inlines import Foreign
from plantin.model.levels import spell_levels
from plantin.model.outline import inlines
from plantin.model.pagination import paginate
from plantin.model.publication import record
from plantin.model.related_editions import ALONE, RelatedEditions
from plantin.packs.braille import cells as braille
from plantin.packs.braille.tables import Braille
from plantin.packs.braille.writer import entry, listed_notes, masthead
from plantin.packs.braille.writer.flowing import SHEET, LinkedGroups, Markup, links
from plantin.packs.braille.writer.runs import BrailleRun, Cells, Group, cells_of, translate
from plantin.writers.archives import zip_files
from plantin.writers.writer import by_section

_FOLDER = "ebraille"
_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">\n<rootfiles>\n'
    '<rootfile full-path="package.opf" media-type="application/oebps-package+xml"/>\n</rootfiles>\n</container>\n'
)
_TERMS = {
    "abstract": "dc:description",
    "license": "dcterms:license",
    "version": "schema:version",
    "alternative": "dcterms:alternative",
}
_FEATURES = ("braille", "readingOrder", "structuralNavigation", "tableOfContents", "unlocked")


@dataclass(slots=True)
class _Part:
    """A file of the text: its name below the folder, its groups, and what it is called."""

    name: str
    groups: list[Group]
    section: Section | None = None
    title: tuple[BrailleRun, ...] = ()


def write(document: Document, style: Style, moment: dt.datetime, related: RelatedEditions = ALONE) -> bytes:
    """Return the finished package (``.ebrl``). Raises ToolError (D130, D131, V011)."""
    size, document = style.table(Braille), spell_levels(document)
    coded = size.formulas == "nemeth" and document.language.partition("-")[0] == "en"
    groups = LinkedGroups(document, nemeth=coded)
    head = masthead(groups)
    parts = list(_parts(groups, paginate(document, related.pages), head, at_the_end=size.notes == "end"))
    for part in parts:
        part.title = (
            entry(groups, part.section) if part.section else (BrailleRun(document.masthead.title, groups.main),)
        )
    cells = _translate_parts(groups, document, related, parts)
    files = {anchor: part.name for part in parts for anchor in links(part.groups)}
    texts = {}
    for n, part in enumerate(parts):
        markup = Markup(groups, cells, files, part.name)
        body = markup.groups(part.groups) if n else markup.masthead(head) + markup.groups(part.groups[len(head) :])
        texts[f"{_FOLDER}/{part.name}"] = _page(document, cells_of(part.title, cells), body, sheet="style.css")
    index = _index(document, related, groups, cells, {anchor: f"{_FOLDER}/{name}" for anchor, name in files.items()})
    package = _package(
        document, related, groups, list(texts), moment, nemeth=coded and any("⠸⠩" in text for text in texts.values())
    )
    contents = {"mimetype": "application/epub+zip", "META-INF/container.xml": _CONTAINER, "package.opf": package}
    contents |= {"index.html": index, **texts, f"{_FOLDER}/style.css": SHEET}
    return zip_files({name: text.encode() for name, text in contents.items()})


def _parts(made: LinkedGroups, document: Document, head: list[Group], *, at_the_end: bool) -> Iterator[_Part]:
    """The masthead with what comes before the first section, then each main section with the notes that it calls."""
    part = _Part("front.html", [*head])
    numbers = count(1)
    for blocks, notes in by_section(document, notes_at_end=at_the_end):
        if blocks and isinstance(blocks[0], Section):
            yield part
            part = _Part(f"part-{next(numbers)}.html", [], blocks[0])
        part.groups += [*made.groups(blocks), *listed_notes(made, notes)]
    yield part


def _translate_parts(
    groups: LinkedGroups, document: Document, related: RelatedEditions, parts: list[_Part]
) -> dict[tuple[str, str], str]:
    words = (
        document.labels.contents,
        document.labels.pages,
        document.masthead.title,
        *(page.label for page in related.pages),
    )
    further = [*(BrailleRun(word, groups.main) for word in words), *(run for part in parts for run in part.title)]
    further += [run for section in document.sections() for run in entry(groups, section)]
    cells = dict(translate([group for part in parts for group in part.groups], further))
    for page in related.pages:
        cells[groups.main, f"#{page.label}"] = cells[groups.main, page.label]
    return cells


def _page(document: Document, title: str, body: str, *, sheet: str = "") -> str:
    tag = braille.script_tag(document.language)
    link = f'<link rel="stylesheet" type="text/css" href="{sheet}"/>\n' if sheet else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{tag}"'
        f' xml:lang="{tag}" dir="ltr">\n'
        f'<head>\n<meta charset="UTF-8"/>\n<title>{title.replace(braille.BLANK, " ")}</title>\n{link}</head>\n'
        f"<body>\n{body}</body>\n</html>\n"
    )


def _index(
    document: Document, related: RelatedEditions, made: LinkedGroups, known: Cells, files: dict[str, str]
) -> str:
    """Return the primary entry page: contents, and the printed pages with their numbers in print too (8.3.1, 8.3.2)."""

    def words(*runs: BrailleRun) -> str:
        return cells_of(runs, known).replace(braille.BLANK, " ")

    rows = "".join(_rows(document.blocks, lambda section: words(*entry(made, section)), files))
    rows = (
        rows or f'<li><a href="{_FOLDER}/front.html">{words(BrailleRun(document.masthead.title, made.main))}</a></li>\n'
    )
    body = (
        '<nav id="contents" epub:type="toc" role="doc-toc" aria-labelledby="contents-heading">\n'
        f'<h1 id="contents-heading">{words(BrailleRun(document.labels.contents, made.main))}</h1>\n'
        f"<ol>\n{rows}</ol>\n</nav>\n"
    )
    listed_pages = [page for page in related.pages if page.anchor in files]
    if listed_pages:
        links_ = "".join(
            f'<li><a href="{files[page.anchor]}#{page.anchor}"'
            f' title="{escape(page.label)}">{known[made.main, page.label]}</a></li>\n'
            for page in listed_pages
        )
        body += (
            '<nav id="pages" epub:type="page-list" role="doc-pagelist" aria-labelledby="pages-heading">\n'
            f'<h2 id="pages-heading">{words(BrailleRun(document.labels.pages, made.main))}</h2>\n'
            f"<ol>\n{links_}</ol>\n</nav>\n"
        )
    return _page(document, words(BrailleRun(document.masthead.title, made.main)), body, sheet=f"{_FOLDER}/style.css")


def _rows(blocks: Iterable[Block], words: Callable[[Section], str], files: dict[str, str]) -> Iterator[str]:
    for section in blocks:
        if isinstance(section, Section):
            below = "".join(_rows(section.blocks, words, files))
            nested = f"\n<ol>\n{below}</ol>\n" if below else ""
            yield f'<li><a href="{files[section.anchor]}#{section.anchor}">{words(section)}</a>{nested}</li>\n'


def _package(
    document: Document,
    related: RelatedEditions,
    made: LinkedGroups,
    texts: list[str],
    moment: dt.datetime,
    *,
    nemeth: bool,
) -> str:
    """Return the package document: what EPUB 3 and section 5.3 of eBraille 1.0 ask for."""
    rows = "".join(
        (
            f"<{name}{' id=' + chr(34) + 'identifier' + chr(34) if n == 0 else ''}>"
            f"{escape(value, quote=False)}</{name}>\n"
            if name.startswith("dc:")
            else f'<meta property="{name}">{escape(value, quote=False)}</meta>\n'
        )
        for n, (name, value) in enumerate(_metadata(document, related, made, moment, nemeth=nemeth))
    )
    items = "".join(
        f'<item id="text-{n}" href="{name}" media-type="application/xhtml+xml"/>\n' for n, name in enumerate(texts)
    )
    spine = "".join(f'<itemref idref="text-{n}"/>\n' for n in range(len(texts)))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0"'
        f' unique-identifier="identifier" xml:lang="{document.language}">\n<metadata'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/">\n{rows}</metadata>\n<manifest>\n<item id="index"'
        f' href="index.html" media-type="application/xhtml+xml" properties="nav"/>\n{items}<item id="style"'
        f' href="{_FOLDER}/style.css" media-type="text/css"/>\n</manifest>\n<spine>\n{spine}</spine>\n</package>\n'
    )


def _metadata(
    document: Document, related: RelatedEditions, made: LinkedGroups, moment: dt.datetime, *, nemeth: bool
) -> Iterator[tuple[str, str]]:
    """Yield the rows of the metadata, the identifier first: required ones (5.3.3), then recommended ones."""
    head, publication = document.masthead, document.publication
    publisher = publication.publisher
    passages = dict.fromkeys(_tongues(document))
    yield "dc:identifier", uuid.uuid5(uuid.NAMESPACE_URL, f"urn:x-plantin:{head.symbol}:{document.version}:ebrl").urn
    yield "dc:title", head.title
    yield from (("dc:creator", name) for name in publication.creators or (head.title,))
    yield "dc:format", "eBraille 1.0"
    for tag in dict.fromkeys(map(braille.script_tag, (document.language, *(tag for tag, _ in passages)))):
        yield "dc:language", tag
    yield "dc:date", head.issued
    yield "dcterms:dateCopyrighted", head.issued
    yield "dcterms:modified", moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    yield "a11y:brailleCellType", "6"
    for table in dict.fromkeys((made.main, *(table for _, table in passages))):
        yield "a11y:brailleSystem", braille.system(table)
    if nemeth:
        yield "a11y:brailleSystem", braille.NEMETH_SYSTEM
    yield "a11y:completeTranscription", "true"
    yield "a11y:producer", publisher or head.title
    yield "a11y:tactileGraphics", "none"
    if publisher:
        yield "dc:publisher", publisher
    yield "dc:source", f"{head.symbol}, {document.language}"
    for term, values in record(publication):
        if term not in {"creator", "publisher"}:
            yield from ((_TERMS.get(term, f"dc:{term}"), value) for value in values)
    yield "schema:accessMode", "tactile"
    yield "schema:accessModeSufficient", "tactile"
    pages = ("pageBreakMarkers", "pageNavigation") if related.pages else ()
    yield from (("schema:accessibilityFeature", name) for name in (*_FEATURES, *pages))
    yield "schema:accessibilityHazard", "none"
    if related.pages and related.printed:
        yield "pageBreakSource", f"{head.symbol}, {document.language}, PDF: {related.printed.file}"


def _tongues(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the languages of passages that are in a braille of their own, each with its table."""
    main = document.language.partition("-")[0]
    blocks = document.text()
    for passage in (passage for block in blocks for passage in inlines(block) if isinstance(passage, Foreign)):
        table = braille.tables(passage.language)[0]
        if passage.language.partition("-")[0] not in {main, "zxx"} and not table.startswith("language:"):
            yield passage.language, table
