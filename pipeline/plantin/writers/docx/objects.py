"""Writes tables, figures and boxes with numbered captions, definitions, equations and listings into a Word file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from docx.opc.part import Part

from plantin.model.document import (
    Block,
    Box,
    Cell,
    Definitions,
    Equation,
    Figure,
    Listing,
    Note,
    Paragraph,
    Passage,
    Table,
)
from plantin.model.inlines import Formula, Inline
from plantin.model.labels import Scheme
from plantin.model.numerals import WORDED, numeral, position_of
from plantin.writers.docx import formulas, tables
from plantin.writers.docx.numbering import ITEMS, NOTE_ITEMS, Series, SingleListInstance
from plantin.writers.docx.ooxml import (
    Element,
    Elements,
    RunLook,
    bookmark_name,
    clark,
    element,
    field,
    leap,
    line_feed,
    paragraph,
    run,
    tab,
    words,
)
from plantin.writers.docx.pictures import row_height
from plantin.writers.docx.styles import rule_colour
from plantin.writers.parts import row_reference
from plantin.writers.writer import Writer, first_words

if TYPE_CHECKING:
    from plantin.writers.docx.composition import PackageContext


@dataclass(frozen=True, slots=True)
class StyleNames:
    """The paragraph styles of a story, or of a part of it that has its own. ``items`` is the list of entries that hang
    on no numbered paragraph, ``hangs`` whether others may hang on one, ``calls`` whether it may have marks of notes of
    its own.
    """

    paragraph: str
    item: str
    bullet: str
    continued: str
    quotation: str
    typed: str
    items: int = ITEMS
    hangs: bool = False
    calls: bool = True


TEXT = StyleNames("BodyText", "Subparagraph", "ListBullet", "ListContinue", "Quotation", "TypedEntry", hangs=True)
NOTE = StyleNames(
    "NoteParagraph",
    "NoteSubparagraph",
    "NoteBullet",
    "NoteContinue",
    "NoteQuotation",
    "NoteTypedEntry",
    items=NOTE_ITEMS,
    calls=False,
)
_LETTER = replace(NOTE, calls=True)
_MOST_FIGURES_IN_ROW = 3
"""The number of figures of one figure in a row of their own; two are in a row where there are more or fewer."""
_BOX = StyleNames("BoxText", "BoxSubparagraph", "BoxBullet", "BoxContinue", "BoxQuotation", "TypedEntry")
_CELL = StyleNames("TableParagraph", "TableTypedEntry", "TableBullet", "TableContinue", "Quotation", "TableTypedEntry")
_SOURCE = replace(TEXT, paragraph="Source", hangs=False)
_HEADNOTE = replace(_SOURCE, paragraph="TableHeadnote")
_PASSAGES = {
    "preamble": "Preamble",
    "letter": "LetterText",
    "signature": "SignatureText",
    "subtitle": "Subtitle",
    "authors": "Author",
    "affiliations": "Affiliation",
    "imprint": "Imprint",
    "references": "Bibliography",
    "index": "Index1",
    "subentries": "Index2",
}
_FIGURES = {
    "decimal": "ARABIC",
    "upper-roman": "ROMAN",
    "lower-roman": "roman",
    "upper-latin": "ALPHABETIC",
    "lower-latin": "alphabetic",
    "arabic-abjad": "ARABICABJAD",
    "chinese-counting": "CHINESENUM3",
    "hebrew": "HEBREW1",
}
"""How a field names the kind of its numerals (17.16.4.3.1)."""


class DocxObjects(Writer[Elements]):
    """Prints objects. ``turned`` gives an object pages of its own that lie on their side."""

    _composition: PackageContext
    _part: Part
    _names: StyleNames
    _style: str
    _own: Series | SingleListInstance | None
    _look: RunLook
    _chapter: str | None
    """The name of the style of the annex's heading, in an annex."""
    _turned: bool | None
    """Whether paragraphs go from right to left, None where they go as the document does."""

    def blocks(self, blocks: tuple[Block, ...]) -> Elements:
        """Return the paragraphs and tables of ``blocks``; Word makes one table of two with nothing between them."""
        elements: Elements = []
        for block in blocks:
            parts = self.block(block)
            if elements and parts and elements[-1].tag == parts[0].tag == clark("w:tbl"):
                elements.append(paragraph("Source", []))
            elements += parts
        return elements

    def inlines(self, content: tuple[Inline, ...]) -> Elements:
        """Return the runs of ``content``."""
        return [part for inline in content for part in self.inline(inline)]

    @contextmanager
    def _as_in(self, names: StyleNames, style: str = "") -> Iterator[None]:
        """Give paragraphs, while it lasts, the styles ``names``, plain ones ``style``; lists are of their own."""
        outer = (self._names, self._style, self._own)
        calls = self._names.calls and names.calls
        self._names, self._style, self._own = replace(names, calls=calls), style or names.paragraph, None
        yield
        self._names, self._style, self._own = outer

    @property
    def _properties(self) -> Elements:
        """What paragraphs have here besides their style."""
        if self._turned is None:
            return []
        return [element("bidi") if self._turned else element("bidi", val=0)]

    # Captions

    def _caption(self, style: str, kind: str, anchor: str, label: str, title: tuple[Inline, ...]) -> Element:
        """Return a title after a label whose number counts itself (17.16.5.56), in the object's bookmark."""
        scheme: Scheme = getattr(self._composition.document.numbering, kind)
        begin, _, _ = scheme.pattern.partition("{}")
        counted: Elements = []
        if label:
            number = label.startswith(begin)
            counted = self._count_label(kind, anchor, label, scheme) if number else self._letter_label(label)
        labelled = [*counted, line_feed()] if label else []
        return paragraph(
            style, self._composition.bookmarks.around(anchor, [*labelled, *self.inlines(title)]), *self._properties
        )

    def _letter_label(self, label: str) -> Elements:
        """Return the label of one of several figures, "(a)", whose letter counts itself."""
        scheme = self._composition.document.numbering.subparagraphs[0]
        before, _, after = scheme.pattern.partition("{}")
        letter = label.removeprefix(before).removesuffix(after)
        begin = " \\r 1" if letter == numeral(1, scheme.numerals) else ""
        seq = field(f"SEQ Subfigure \\* {_FIGURES[scheme.numerals]}{begin}", [words(letter, self._look)], self._look)
        return [*_optional_words(before, self._look), *seq, *_optional_words(after, self._look)]

    def _count_label(self, kind: str, anchor: str, label: str, scheme: Scheme) -> Elements:
        before, _, after = scheme.pattern.partition("{}")
        number = label.removeprefix(before).removesuffix(after) if after else label.removeprefix(before)
        chapter, dot, nth = number.rpartition(".") if scheme.nested else ("", "", number)
        if scheme.numerals in WORDED:
            # No field counts in words.
            return _optional_words(label, self._look)
        if not chapter and not position_of(nth, scheme.numerals):
            # A number that the author gives, A-2.
            typed = self._composition.bookmarks.around(f"{anchor}.number", [words(number, self._look)])
            return [*_optional_words(before, self._look), *typed, *_optional_words(after, self._look)]
        begin = (
            "" if self._composition.follows(kind, nth, scheme, chapter) else f" \\r {self._composition.position(kind)}"
        )
        code = (
            f"SEQ {kind.removesuffix('es' if kind == 'boxes' else 's').capitalize()} \\*"
            f" {_FIGURES[scheme.numerals]}{begin}"
        )
        fields = field(code, [words(nth, self._look)], self._look)
        if chapter:
            # 17.16.5.59: the number of the nearest heading above, of its label the words left out.
            named = "1" if self._chapter is None else f'"{self._chapter}"'
            fields = [
                *field(f"STYLEREF {named} \\n \\t", [words(chapter, self._look)], self._look),
                words(dot, self._look),
                *fields,
            ]
        counted = self._composition.bookmarks.around(f"{anchor}.number" if anchor else "", fields)
        return [*_optional_words(before, self._look), *counted, *_optional_words(after, self._look)]

    # Tables

    def table(self, table: Table) -> Elements:
        titled = bool(table.label or table.title)
        caption = self._caption("TableTitle", "tables", table.anchor, table.label, table.title)
        elements = [caption] if titled else []
        with self._as_in(_HEADNOTE):
            elements += self.blocks(table.headnote)
        turned = self._names.hangs and (table.wide or self._is_crowded(table))
        measure = self._composition.measure(turned=turned)
        right_to_left = self._composition.document.direction == "rtl"
        elements.append(tables.table(table, measure, right_to_left=right_to_left, inside=self._in_cell))
        elements += self._below(table.source, table.notes)
        return self._composition.on_landscape_pages(elements) if turned else elements

    def _is_crowded(self, table: Table) -> bool:
        """Return whether words of ``table`` would be divided on an upright page."""
        size = self._composition.style.type
        return tables.least(table, (size.text + size.note) / 2) > self._composition.measure()

    def _in_cell(self, cell: Cell, style: str, properties: Sequence[Element]) -> Elements:
        """Return what is in a cell: a paragraph of the ``style`` with these properties, or blocks in those of cells."""
        if not cell.blocks:
            return [paragraph(style, self.inlines(cell.content), *properties)]
        if cell.picture:
            room, height = self._composition.measure(), row_height(self._composition.style)
            drawn = self._composition.pictures.draw(cell.picture, self._part, room, height)
            return [paragraph(style, [drawn], *properties)]
        with self._as_in(_CELL, "TableParagraph" if style == "TableText" else style):
            elements = self.blocks(cell.blocks)
        for node in elements:
            node[0][1:1] = [copy(part) for part in properties]
        return elements

    # Figures

    def figure(self, figure: Figure) -> Elements:
        return self._figure(figure, self._composition.measure())

    def _figure(self, figure: Figure, width: int) -> Elements:
        """Return a figure in a column of that width in twips."""
        elements: Elements = []
        if figure.label or figure.title:
            elements.append(self._caption("FigureTitle", "figures", figure.anchor, figure.label, figure.title))
        if not figure.picture.name:
            beside = [
                part
                for block in figure.source
                if isinstance(block, Passage) and block.role == "parts"
                for part in block.blocks
            ]
            rest = tuple(block for block in figure.source if not (isinstance(block, Passage) and block.role == "parts"))
            return [*elements, *self._beside(beside), *self._below(rest, figure.notes)]
        # A chart is drawn for the page, its words in the size of notes: it may be higher than wide.
        height = figure.picture.height * 15 if figure.chart else 0
        drawn = self._composition.pictures.draw(figure, self._part, width, max(height, self._composition.measure()))
        below = bool(figure.source or figure.notes)
        elements.append(paragraph("FigurePicture", [drawn], *([element("keepNext")] if below else [])))
        return [*elements, *self._below(figure.source, figure.notes)]

    def _beside(self, blocks: Sequence[Block]) -> Elements:
        """Return the figures of one figure, in rows of two, three in one row: each in a column of a section, so that
        all are read one after another, title, picture, notes. Where there can be no section, in a box or a note, they
        are below each other.
        """
        hangs = self._names.hangs
        with self._as_in(_SOURCE):
            if not hangs or len(blocks) == 1:
                return self.blocks(tuple(blocks))
            columns = len(blocks) if len(blocks) == _MOST_FIGURES_IN_ROW else 2
            width, gap = self._composition.column(columns)
            elements: Elements = []
            for first in range(0, len(blocks), columns):
                row: Elements = []
                for n, block in enumerate(blocks[first : first + columns]):
                    placed = self._figure(block, width) if isinstance(block, Figure) else self.blocks((block,))
                    if n and placed:
                        placed[0].insert(1, element("r", element("br", type="column")))
                    row += placed
                elements += self._composition.in_columns(row, columns, gap)
            return elements

    def _below(self, source: tuple[Block, ...], notes: tuple[Note, ...]) -> Elements:
        with self._as_in(_SOURCE):
            elements = self.blocks(source)
        return [*elements, *(part for note in notes for part in self._letter(note))]

    def _letter(self, note: Note) -> Elements:
        """Return a note under an object: its letter leads back to its first call."""
        mark = words(note.label, self._composition.mark)
        back = self._composition.document.labels.back.format(label=note.label)
        begin = leap(note.indicators[0], back, [mark]) if note.indicators else mark
        begun, rest = first_words(note.blocks)
        with self._as_in(_LETTER):
            inside = self._composition.bookmarks.around(note.anchor, [begin, tab(), *self.inlines(begun)])
            return [paragraph("LetterNote", inside), *self.blocks(rest)]

    # Boxes and passages

    def box(self, box: Box) -> Elements:
        level = 0 if box.label or not box.title else self._composition.box_level
        style = f"Heading{level}" if level else "BoxTitle"
        title = self._caption(style, "boxes", box.anchor, box.label, box.title)
        with self._as_in(_BOX):
            elements = [title, *self.blocks(box.blocks)]
        elements += self._below((), box.notes)
        _rule_under(elements[-1], rule_colour(self._composition.style))
        return elements

    def passage(self, passage: Passage) -> Elements:
        """Return blocks in the style of their part; in another language, paragraphs in its direction and runs in it."""
        outer = (self._look, self._turned)
        if passage.language:
            right_to_left = passage.direction == "rtl"
            self._look = replace(self._look, language=passage.language, right_to_left=right_to_left)
            self._turned = None if passage.direction == self._composition.document.direction else right_to_left
        style = _PASSAGES.get(passage.role, self._style)
        if self._style == self._names.quotation or not self._names.hangs:
            style = self._style
        with self._as_in(self._names, style):
            elements = [part for block in passage.blocks for part in self._passage_block(block, passage.role)]
        self._look, self._turned = outer
        return elements

    def _passage_block(self, block: Block, role: str) -> Elements:
        """Return a block of a passage; a line of a list of objects with the page of the object, where that is known."""
        row = row_reference(block) if role == "object-list" else None
        if row is None:
            return self.block(block)
        content = self.inlines((row,))
        if page := self._composition.pages.get(row.anchor):
            content += [
                tab(),
                *field(rf"PAGEREF {bookmark_name(row.anchor)} \h", [words(page, self._look)], self._look),
            ]
        return [paragraph("TableOfFigures", content, *self._properties)]

    def definitions(self, definitions: Definitions) -> Elements:
        elements: Elements = []
        for entry in definitions.entries:
            elements.append(paragraph("DefinitionTerm", self.inlines(entry.term), *self._properties))
            first = entry.blocks[0] if entry.blocks else None
            rest = entry.blocks
            if isinstance(first, Paragraph):
                elements.append(paragraph("DefinitionText", self.inlines(first.content), *self._properties))
                rest = entry.blocks[1:]
            with self._as_in(self._names, "DefinitionContinue"):
                elements += self.blocks(rest)
        return elements

    # Formulas and listings

    def equation(self, equation: Equation) -> Elements:
        """Return a formula in the middle of the line, its number at the end of it."""
        if not equation.label:
            return [paragraph("Equation", [formulas.formula(equation.formula, display=True)])]
        scheme = self._composition.document.numbering.equations
        number = self._count_label("equations", equation.anchor, equation.label, scheme)
        inside = [tab(), formulas.formula(equation.formula), tab(), *number]
        return [paragraph("Equation", self._composition.bookmarks.around(equation.anchor, inside))]

    def formula(self, formula: Formula) -> Elements:
        return [formulas.formula(formula)]

    def listing(self, listing: Listing) -> Elements:
        """Return the lines as one paragraph, so that they stay together; in an entry they begin where its words do."""
        look = RunLook()
        lines: Elements = []
        for n, line in enumerate(listing.text.split("\n")):
            lines += [run(look, element("br"))] if n else []
            lines += [words(line, look)] if line else []
        entry, _, level = self._style.partition(self._names.continued)
        style = f"ListingContinue{level}" if not entry and self._style.startswith(self._names.continued) else "Listing"
        return [
            paragraph(
                style, lines, *([element("bidi", val=0)] if self._composition.document.direction == "rtl" else [])
            )
        ]


def _optional_words(text: str, look: RunLook) -> Elements:
    return [words(text, look)] if text else []


def _rule_under(last: Element, colour: str) -> None:
    """Put a rule in this ``colour`` under the last paragraph of a box (17.3.1.24)."""
    properties = last[0]
    rule = element("pBdr", element("bottom", val="single", sz=4, space=4, color=colour))
    before = tuple("pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers".split())
    at = sum(1 for kid in properties if kid.tag.rpartition("}")[2] in before)
    properties.insert(at, rule)
