"""The masthead and the contents of a Word file: paragraph styles, two columns and a field; no table, no frame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace

from docx.opc.part import Part

from plantin.model.document import Document, Section
from plantin.model.inlines import (
    Emphasis,
    Foreign,
    Indicator,
    Inline,
    LineBreak,
    Link,
    Reference,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain,
)
from plantin.model.outline import Kind, outline
from plantin.model.related_editions import PageStart
from plantin.writers.docx.numbering import STEP, WIDE
from plantin.writers.docx.ooxml import (
    Element,
    Elements,
    RunLook,
    bookmark_name,
    clark,
    element,
    field,
    paragraph,
    tab,
    value,
    words,
)
from plantin.writers.docx.story import PackageContext, Story
from plantin.writers.docx.styles import LOGO, heading_levels, identifier, is_slanted, moved_rule, twips

SYMBOL_PART = "SymbolPart"
_MOST_LARGE_FIGURES = 6
"""The most figures of a number of a symbol that is printed large."""
LEFT = ("organization", "organ")
RIGHT = ("symbol", "distribution", "date", "language", "original")
_LISTED: tuple[Kind, ...] = ("section", "table", "figure", "box")
UNDER = ("session", "agenda", "notice", "supplement")


def logo(composition: PackageContext, part: Part) -> Elements:
    """Return the logo in a paragraph of its own; nothing where the house has none."""
    figure, style = composition.document.logo, composition.style
    if figure is None:
        return []
    measure = twips(style.page.width - style.page.inner - style.page.outer)
    high = twips(style.brand.logo_height)
    return [paragraph(identifier(LOGO), [composition.pictures.draw(replace(figure, width=100), part, measure, high)])]


def masthead(composition: PackageContext, *, columns: bool = True) -> Elements:
    """Return a paragraph for each line of the masthead, in its own style; the left column first, or in one column."""
    paragraphs: Elements = []
    # From right to left the second column is at the left edge of the page, and so are its lines.
    turned = [value("jc", "right")] if columns and composition.document.direction == "rtl" else []
    for side in (LEFT, RIGHT):
        rows = [row for row in composition.document.masthead.rows() if row[0] in side]
        for n, row in enumerate(rows):
            paragraphs.append(
                _line(
                    f"Masthead{row[0].capitalize()}",
                    row,
                    composition,
                    breaks=columns and bool(paragraphs) and side is RIGHT and n == 0,
                    properties=turned if side is RIGHT and row[0] != "symbol" else [],
                )
            )
    return paragraphs


def title(composition: PackageContext) -> Elements:
    """Return the lines under the two columns, the title last. The style's rule over the title is over them all."""
    rows = [row for row in composition.document.masthead.rows() if row[0] in (*UNDER, "title")]
    over, none = moved_rule(composition.style) if len(rows) > 1 else ([], [])
    return [
        _line(
            "Title" if row[0] == "title" else f"Masthead{row[0].capitalize()}",
            row,
            composition,
            properties=over if not n else none if row[0] == "title" else [],
        )
        for n, row in enumerate(rows)
    ]


def _line(
    style: str,
    row: tuple[str, str, tuple[Indicator, ...]],
    composition: PackageContext,
    *,
    breaks: bool = False,
    properties: Sequence[Element] = (),
) -> Element:
    """Return a line with the asterisks at its end: notes with marks of their own, which take no number (17.11.14)."""
    inside = [element("r", element("br", type="column"))] if breaks else []
    for piece in composition.document.masthead.line_inlines(row[1]):
        look = composition.look
        if isinstance(piece, Foreign):
            look = replace(look, language=piece.language, right_to_left=piece.direction == "rtl")
        inside += _symbol(row[1], look) if row[0] == "symbol" else [words(plain((piece,)), look)]
    for call in row[2]:
        number = 1 + [note.anchor for note in composition.document.masthead.notes].index(call.note)
        mark = words(call.label, composition.mark)
        mark.insert(1, element("footnoteReference", id=number, customMarkFollows=1))
        inside += composition.bookmarks.around(call.anchor, [mark])
    return paragraph(style, inside, *map(deepcopy, properties))


def _symbol(symbol: str, look: RunLook) -> Iterator[Element]:
    """Yield a symbol whose initial and last number (S, 97) have a style of their own: houses print them large."""
    look = replace(look, right_to_left=False)
    parts = symbol.split("/")
    last = max((n for n, part in enumerate(parts) if part.isdecimal() and len(part) <= _MOST_LARGE_FIGURES), default=0)
    for n, part in enumerate(parts):
        if n:
            yield words("/", look)
        large = len(parts) > 1 and n in {0, last}
        yield words(part, look.with_style(SYMBOL_PART) if large else look)


def contents(composition: PackageContext, story: Story, pages: Mapping[str, str]) -> Elements:
    """Return the list of contents: a content control (17.5.2) around a TOC field (17.16.5.68) with its rows there.

    ``pages`` are the printed pages of sections by their anchors, under a head that says so. A row without one has no
    number: nobody but the program that lays out the pages knows it, and a wrong one is worse than none.
    """
    document = composition.document
    rows = list(_rows(composition, story, pages))
    if not rows:
        return []
    depth = heading_levels(document)
    begin, code, separate, end = field(rf'TOC \o "1-{depth}" \h \z \u', [])
    rows[0][1:1] = [begin, code, separate]
    rows[-1].append(end)
    properties = rows[-1][0]
    indent = properties.find(clark("w:ind"))
    properties.insert(
        len(properties) if indent is None else properties.index(indent), element("spacing", before=0, after=240)
    )
    over = [tab(), _over_pages(composition)] if pages else []
    heading = paragraph("TOCHeading", [words(document.labels.contents, composition.look), *over])
    gallery = element("docPartObj", value("docPartGallery", "Table of Contents"), element("docPartUnique"))
    return [element("sdt", element("sdtPr", gallery), element("sdtContent", heading, *rows))]


def _over_pages(composition: PackageContext) -> Element:
    """Return what is above the pages, in the same line as the heading and lighter than it."""
    run = words(
        composition.document.labels.contents_page, replace(composition.look, italic=is_slanted(composition.document))
    )
    light = [value("b", 0), value("bCs", 0)]
    if run[0].tag == element("rPr").tag:
        run[0][:0] = light
    else:  # a script without italics has no properties of its own yet
        run.insert(0, element("rPr", *light))
    return run


def _rows(composition: PackageContext, story: Story, pages: Mapping[str, str]) -> Iterator[Element]:
    for section in composition.document.sections():
        label = [words(section.label, composition.look), tab()] if section.label else []
        heading = plain(section.heading)
        tip = f"{section.label} {heading}".strip()[:255]
        inside = [*label, *story.inlines(tuple(_bare(section.heading)))]
        name = bookmark_name(section.anchor)
        if page := pages.get(section.anchor):
            inside += [tab(), *field(rf"PAGEREF {name} \h", [words(page, composition.look)], composition.look)]
        link = element("hyperlink", *inside, anchor=name, tooltip=tip, history=1)
        yield paragraph(f"TOC{section.level}", [link], *_room(section))


def _room(section: Section) -> Elements:
    """Return room for a label that has words in it, as Word makes it when it counts the pages again. A heading without
    a label begins where the others do: the page number of a short one would be there.
    """
    if section.kind == "section":
        return [] if section.label else [element("ind", left=section.level * STEP, firstLine=0)]
    indent, wide = section.level * STEP, (section.level + WIDE - 1) * STEP
    stops = element("tabs", element("tab", val="clear", pos=indent), element("tab", val="left", pos=wide))
    return [stops, element("ind", left=wide, hanging=WIDE * STEP)]


def _bare(content: tuple[Inline, ...]) -> Iterator[Inline]:
    """Yield a heading as the contents print it: without calls of notes, and without links inside the row's own."""
    for node in content:
        match node:
            case Indicator():
                continue
            case Reference(_, text):
                yield Text(text)
            case LineBreak():
                yield Text(" ")
            case Link(_, inside):
                yield from _bare(inside)
            case Emphasis(inside) | Strong(inside) | Superscript(inside) | Subscript(inside) | Foreign(_, _, inside):
                yield replace(node, content=tuple(_bare(inside)))
            case _:
                yield node


def printed_pages(document: Document, pages: tuple[PageStart, ...]) -> dict[str, str]:
    """Return the printed page of each section, table, figure and box, by its anchor: what the contents and lists show
    until a program counts pages again. Nothing where no pages are known.
    """
    page_numbers: dict[str, str] = {}
    starts = {start.row: start.label for start in pages if start.series == "body" and not start.offset}
    inside = {start.row + 1: start.label for start in pages if start.series == "body" and start.offset}
    page = next((start.label for start in reversed(pages) if start.series != "body"), "")
    for number, row in enumerate(outline(document).body if pages else ()):
        # A page that begins within a row is that of the next one, unless another begins there.
        page = starts.get(number, inside.get(number, page))
        if row.kind in _LISTED and page:
            page_numbers[row.anchor] = page
    return page_numbers
