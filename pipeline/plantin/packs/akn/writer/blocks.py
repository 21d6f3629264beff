"""Prints the blocks and inlines of a document as elements of Akoma Ntoso, by the conventions of AKN4UN."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from plantin.model.document import (
    Block,
    Box,
    Cell,
    Definitions,
    Document,
    Equation,
    Figure,
    Item,
    List,
    Listing,
    Paragraph,
    Passage,
    Quotation,
    Section,
    Table,
    every,
)
from plantin.model.inlines import (
    Code,
    Emphasis,
    Foreign,
    Formula,
    IndexMark,
    Indicator,
    Inline,
    LineBreak,
    Link,
    PageBreak,
    Reference,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from plantin.packs.akn.writer.elements import Element, Run, node
from plantin.packs.akn.writer.identifiers import eid
from plantin.writers.writer import Writer

_MARKS = {Emphasis: "i", Strong: "b", Superscript: "sup", Subscript: "sub"}
_SECTIONS = {"part": "part", "chapter": "chapter"}
_OBJECTS = (Table, Figure, Box)


class AknBlocks(Writer[Run]):
    """Prints the blocks of ``document``. ``cited`` are the names (IRI) of the other documents that it cites, by their
    addresses, each with the identifier of its reference in the metadata.
    """

    def __init__(self, document: Document, cited: Mapping[str, tuple[str, str]]) -> None:
        self._cited = cited
        objects = (block for block in every(document.text()) if isinstance(block, _OBJECTS))
        notes = (*document.masthead.notes, *document.notes, *(note for block in objects for note in block.notes))
        self._first = {note.indicators[0]: note for note in notes if note.indicators}
        self._bases = {
            note.anchor: block.anchor
            for block in every(document.text())
            if isinstance(block, _OBJECTS)
            for note in block.notes
        }

    # In the hierarchy of sections

    def hierarchy(self, blocks: tuple[Block, ...]) -> Iterator[Element]:
        """Yield blocks as parts of the hierarchy of a section: what follows a paragraph and is no object of its own is
        in its content.
        """
        open_content: Element | None = None
        for block in blocks:
            if isinstance(block, Section):
                open_content = None
                yield self._section(block)
            elif isinstance(block, Passage):
                open_content = None
                inside = list(self.hierarchy(block.blocks))
                direction = block.direction if block.language else ""
                yield node("hcontainer", inside, xml_lang=block.language, name=block.role, class_=direction)
            elif isinstance(block, Paragraph) or open_content is None or isinstance(block, _OBJECTS):
                content = node("content", self.block(_without_label(block)))
                open_content = None if isinstance(block, _OBJECTS) else content
                yield self._container(block, content)
            else:
                open_content.extend(self.elements((block,)))

    def _section(self, section: Section) -> Element:
        inside = [*_num(section.label), node("heading", self.run(section.heading)), *self.hierarchy(section.blocks)]
        tag = _SECTIONS.get(section.kind, "section")
        class_ = section.kind if section.kind not in ("section", tag) else ""
        return node(tag, inside, eId=eid(section.anchor), class_=class_)

    def _container(self, block: Block, content: Element) -> Element:
        if isinstance(block, Paragraph):
            return node("paragraph", (*_num(block.label), content), eId=eid(block.anchor))
        name = type(block).__name__.lower()
        return node("hcontainer", (content,), name=name)

    # Blocks

    def elements(self, blocks: Iterable[Block]) -> Iterator[Element]:
        """Yield the elements of blocks in running text, a cell or a note."""
        for block in blocks:
            for piece in self.block(block):
                if not isinstance(piece, str):
                    yield piece

    def section(self, section: Section, /) -> Run:
        return (self._section(section),)

    def paragraph(self, paragraph: Paragraph, /) -> Run:
        words = node("p", self.run(paragraph.content))
        if not paragraph.label and not paragraph.anchor:
            return (words,)
        return (node("tblock", (*_num(paragraph.label), words), eId=eid(paragraph.anchor), class_="paragraph"),)

    def list(self, block: List, /) -> Run:
        items = (self._item(item) for item in block.items)
        return (node("blockList", items, class_=f"{block.kind} level-{block.level}"),)

    def _item(self, item: Item) -> Element:
        blocks = tuple(self.elements(item.blocks)) or (node("p"),)
        return node("item", (*_num(item.label), *blocks), eId=eid(item.anchor))

    def quotation(self, quotation: Quotation, /) -> Run:
        return (node("blockContainer", self._some(quotation.blocks), class_="quotation"),)

    def passage(self, passage: Passage, /) -> Run:
        class_ = f"{passage.role} {passage.direction}" if passage.language else passage.role
        return (node("blockContainer", self._some(passage.blocks), xml_lang=passage.language, class_=class_),)

    def _some(self, blocks: tuple[Block, ...]) -> Sequence[Element]:
        """Return the elements of blocks, or an empty list of them as the schema allows it."""
        return tuple(self.elements(blocks)) or (node("foreign"),)

    def definitions(self, definitions: Definitions, /) -> Run:
        items = (
            node("item", (node("heading", self.run(entry.term)), *self._some(entry.blocks)))
            for entry in definitions.entries
        )
        return (node("blockList", items, class_="definitions"),)

    def table(self, table: Table, /) -> Run:
        head = (node("tr", map(self._cell, row), class_="head") for row in table.head)
        rows = (node("tr", map(self._cell, row)) for row in table.rows)
        inside = (*self._part("headnote", table.headnote), node("table", (*head, *rows)))
        return self._titled(table, (*inside, *self._part("source", table.source)))

    def _cell(self, cell: Cell) -> Element:
        blocks = self.elements(cell.blocks) if cell.blocks else [node("p", self.run(cell.content))]
        align = cell.align if cell.align != "start" else ""
        kind = cell.kind if cell.kind != "data" else ""
        spans = {"colspan": cell.columns, "rowspan": cell.rows}
        written = {name: str(count) for name, count in spans.items() if count > 1}
        words = blocks if cell.blocks or cell.content else ()
        return node("th" if kind else "td", words, class_=f"{kind} {align}".strip(), **written)

    def _part(self, role: str, blocks: tuple[Block, ...]) -> Iterator[Element]:
        if blocks:
            yield node("blockContainer", self.elements(blocks), class_=role)

    def _titled(self, block: Table | Figure | Box, inside: Iterable[Element]) -> Run:
        """Return an object with its number and its title."""
        heading = [node("heading", self.run(block.title))] if block.title else []
        class_ = type(block).__name__.lower()
        identifier = eid(block.anchor)
        return (node("tblock", (*_num(block.label), *heading, *inside), eId=identifier, class_=class_),)

    def figure(self, figure: Figure, /) -> Run:
        picture = [node("p", (self.image(figure),), class_="picture")] if figure.picture.name else []
        return self._titled(figure, (*picture, *self._part("source", figure.source)))

    def image(self, figure: Figure) -> Element:
        """Return the picture of a figure, its bytes in its address (RFC 2397)."""
        picture = figure.picture
        address = f"data:{picture.media_type};base64,{base64.b64encode(picture.content).decode('ascii')}"
        image = node("img", src=address)
        image.set("alt", figure.alternative)
        return image

    def box(self, box: Box, /) -> Run:
        return self._titled(box, self._some(box.blocks))

    def equation(self, equation: Equation, /) -> Run:
        inside = (*_num(equation.label), node("foreign", (_math(equation.formula),)))
        return (node("tblock", inside, eId=eid(equation.anchor), class_="equation"),)

    def listing(self, listing: Listing, /) -> Run:
        return (node("block", (listing.text,), name="listing"),)

    # Inlines

    def run(self, content: tuple[Inline, ...]) -> Iterator[Element | str]:
        """Yield the pieces of a line of text."""
        return (piece for inline in content for piece in self.inline(inline))

    def text(self, text: Text, /) -> Run:
        return (text.text,)

    def mark_words(self, inline: Emphasis | Strong | Superscript | Subscript, /) -> Run:
        """Return words in the element of their kind, which is in that of their language."""
        first = inline.content[0] if len(inline.content) == 1 else None
        if isinstance(first, Foreign):
            return self.foreign(replace(first, content=(replace(inline, content=first.content),)))
        return (node(_MARKS[type(inline)], self.run(inline.content)),)

    emphasis = strong = superscript = subscript = mark_words

    def code(self, code: Code, /) -> Run:
        return (node("inline", (code.text,), name="code"),)

    def foreign(self, foreign: Foreign, /) -> Run:
        words = self.run(foreign.content)
        return (node("span", words, xml_lang=foreign.language, class_=foreign.direction),)

    def link(self, link: Link, /) -> Run:
        if iri_and_reference := self._cited.get(link.target):
            iri, reference = iri_and_reference
            return (node("ref", self.run(link.content), href=iri, refersTo=f"#{reference}"),)
        return (node("a", self.run(link.content), href=link.target),)

    def reference(self, reference: Reference, /) -> Run:
        return (node("ref", (reference.text,), href=f"#{eid(reference.anchor)}"),)

    def indicator(self, indicator: Indicator, /) -> Run:
        attributes = {"marker": indicator.label, "placement": "bottom"}
        if note := self._first.get(indicator.anchor):
            inside: Element = node("authorialNote", self._some(note.blocks), eId=eid(note.anchor), **attributes)
            if base := self._bases.get(note.anchor):
                inside.set("placementBase", f"#{eid(base)}")
        else:
            inside = node("noteRef", href=f"#{eid(indicator.note)}", **attributes)
        return (node("sup", (inside,), eId=eid(indicator.anchor), class_="footnote"),)

    def line_break(self, line_break: LineBreak, /) -> Run:
        del line_break
        return (node("eol"),)

    def formula(self, formula: Formula, /) -> Run:
        return (node("subFlow", (node("foreign", (_math(formula),)),), name="formula"),)

    def page_break(self, page: PageBreak, /) -> Run:
        return (node("eop", eId=page.anchor),)

    def index_mark(self, mark: IndexMark, /) -> Run:
        return (node("marker", name="index", eId=eid(mark.anchor)),)


def _num(label: str) -> Iterator[Element]:
    if label:
        yield node("num", (label,))


def _without_label(block: Block) -> Block:
    """Return a paragraph without its number, which its place in the hierarchy has; other blocks as they are."""
    return Paragraph("", "", block.content) if isinstance(block, Paragraph) else block


def _math(formula: Formula) -> Element:
    element = etree.fromstring(formula.mathml)
    element.set("alttext", formula.words)
    return element
