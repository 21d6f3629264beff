"""A story of the Word file, the text or a note: blocks become paragraphs, inlines become runs, with every number alive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from pipeline.document import (
    Block,
    Code,
    Document,
    Emphasis,
    Foreign,
    Indicator,
    Inline,
    Item,
    LineBreak,
    Link,
    List,
    Paragraph,
    Quotation,
    Reference,
    Section,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain,
)
from pipeline.findings import Finding, Place, SourceError
from pipeline.numerals import numeral
from pipeline.writers.docx.numbering import BULLETS, ITEMS, NOTE_ITEMS, PARAGRAPHS, SECTIONS, Numbers, Series, deep
from pipeline.writers.docx.ooxml import Bookmarks, Elements, Look, bookmark_name, element, field, paragraph, run, value, words
from pipeline.writers.writer import Writer

HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


class Part(Protocol):
    """What a story needs of the part of the package that it stands in."""

    def relate_to(self, target: str, reltype: str, is_external: bool = False) -> str:
        """The id of a relationship, made where there is none."""


@dataclass(frozen=True, slots=True)
class Names:
    """The paragraph styles of a story."""

    paragraph: str
    item: str
    bullet: str
    continued: str
    quotation: str


TEXT = Names("BodyText", "Subparagraph", "ListBullet", "ListContinue", "Quotation")
NOTE = Names("FootnoteText", "NoteSubparagraph", "NoteBullet", "NoteContinue", "NoteQuotation")


class Composition:
    """What the stories of one file share."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.bookmarks = Bookmarks()
        self.numbers = Numbers(document)
        self.sections = self.numbers.series(SECTIONS, shared=True)
        self.paragraphs = self.numbers.series(PARAGRAPHS, shared=True)
        self.look = Look(right_to_left=document.direction == "rtl")
        self.mark = replace(self.look, style="FootnoteReference")
        self.called: dict[str, str] = {}
        self._alive = dict(_alive(document))

    def number(self, anchor: str) -> str:
        """The number that a field of Word's gives for ``anchor``: its label without the full stop (17.16.5.51), or nothing."""
        return self._alive.get(anchor, "")

    def call(self, indicator: Indicator) -> int:
        """The w:id of the note that is called here for the first time. Raises SourceError (N004) where Word would number it otherwise."""
        count = len(self.called) + 1
        scheme = self.document.numbering.notes
        if scheme.pattern.format(numeral(count, scheme.numerals)) != indicator.label:
            raise _unplaced(indicator)
        self.called[indicator.note] = indicator.anchor
        return count

    def first_call(self, indicator: Indicator) -> str:
        """The anchor of the mark in the text that calls the note. Raises SourceError (N004) where only other notes call it."""
        if indicator.note not in self.called:
            raise _unplaced(indicator)
        return self.called[indicator.note]


class Story(Writer[Elements]):
    """Prints blocks as paragraphs and inlines as runs, in one part of the package."""

    def __init__(self, composition: Composition, part: Part, names: Names = TEXT) -> None:
        self._composition = composition
        self._part = part
        self._names = names
        self._look = composition.look
        self._style = names.paragraph
        self._own: Series | None = None

    # Blocks

    def blocks(self, blocks: tuple[Block, ...]) -> Elements:
        """The paragraphs of ``blocks``."""
        return [made for block in blocks for made in self.block(block)]

    def section(self, section: Section) -> Elements:
        heading = self._bookmarked(section.anchor, section.heading)
        style = f"Heading{section.level}"
        if section.label:
            instance = self._composition.sections.next(section.level - 1, section.label)
            number = _number(instance, section.level - 1) if self._composition.sections.is_own(instance) else []
        else:
            number = _number(0, 0)
        return [paragraph(style, heading, *number), *self.blocks(section.blocks)]

    def paragraph(self, paragraph_: Paragraph) -> Elements:
        content = self._bookmarked(paragraph_.anchor, paragraph_.content)
        if not paragraph_.label:
            return [paragraph(self._style, content)]
        instance = self._composition.paragraphs.next(0, paragraph_.label)
        number = _number(instance, 0) if self._composition.paragraphs.is_own(instance) else []
        return [paragraph("NumberedParagraph", content, *number)]

    def list(self, block: List) -> Elements:
        outer = self._own
        if block.kind == "subparagraphs" and not self._own and not self._under_paragraph(block.level):
            self._own = self._composition.numbers.series(ITEMS if self._names is TEXT else NOTE_ITEMS, shared=False)
        made = [part for item in block.items for part in self._item(item, block)]
        self._own = outer
        return made

    def _under_paragraph(self, level: int) -> bool:
        return self._names is TEXT and self._composition.paragraphs.reaches(level)

    def _item(self, item: Item, block: List) -> Elements:
        first, rest = (item.blocks[0], item.blocks[1:]) if item.blocks else (None, ())
        if not isinstance(first, Paragraph):
            first, rest = Paragraph("", "", ()), item.blocks
        content = self._bookmarked(item.anchor, first.content)
        if block.kind == "bullets":
            made = [paragraph(deep(self._names.bullet, min(block.level, BULLETS)), content)]
        else:
            made = [paragraph(deep(self._names.item, block.level), content, *self._item_number(item, block.level))]
        outer, self._style = self._style, self._continued(block.level)
        made += self.blocks(rest)
        self._style = outer
        return made

    def _continued(self, level: int) -> str:
        return self._style if self._style == self._names.quotation else deep(self._names.continued, min(level, BULLETS))

    def _item_number(self, item: Item, level: int) -> Elements:
        series = self._own or self._composition.paragraphs
        depth = level - 1 if self._own else level
        instance = series.next(depth, item.label)
        return _number(instance, depth) if series.is_own(instance) else []

    def quotation(self, quotation: Quotation) -> Elements:
        outer, self._style = self._style, self._names.quotation
        made = self.blocks(quotation.blocks)
        self._style = outer
        return made

    # Inlines

    def inlines(self, content: tuple[Inline, ...]) -> Elements:
        """The runs of ``content``."""
        return [made for inline in content for made in self.inline(inline)]

    def _bookmarked(self, anchor: str, content: tuple[Inline, ...]) -> Elements:
        return self._composition.bookmarks.around(anchor, self.inlines(content))

    def _as(self, look: Look, content: tuple[Inline, ...]) -> Elements:
        outer, self._look = self._look, look
        made = self.inlines(content)
        self._look = outer
        return made

    def text(self, text: Text) -> Elements:
        return [words(text.text, self._look)]

    def emphasis(self, emphasis: Emphasis) -> Elements:
        return self._as(self._look.styled("Emphasis"), emphasis.content)

    def strong(self, strong: Strong) -> Elements:
        return self._as(self._look.styled("Strong"), strong.content)

    def superscript(self, superscript: Superscript) -> Elements:
        return self._as(replace(self._look, raised="superscript"), superscript.content)

    def subscript(self, subscript: Subscript) -> Elements:
        return self._as(replace(self._look, raised="subscript"), subscript.content)

    def code(self, code: Code) -> Elements:
        return [words(code.text, self._look.styled("CodeText"))]

    def foreign(self, foreign: Foreign) -> Elements:
        right_to_left = foreign.direction == "rtl"
        return self._as(replace(self._look, language=foreign.language, right_to_left=right_to_left), foreign.content)

    def link(self, link: Link) -> Elements:
        inside = self._as(self._look.styled("Hyperlink"), link.content)
        target = self._part.relate_to(link.target, HYPERLINK, is_external=True)
        # Without a tooltip the link has no description in a PDF made of this file.
        tip = link.target if len(link.target) <= 255 else plain(link.content)[:255]
        return [element("hyperlink", *inside, r_id=target, tooltip=tip, history=1)]

    def reference(self, reference: Reference) -> Elements:
        """A REF or NOTEREF field where Word's own update gives the printed number; else a link with the final words."""
        number = self._composition.number(reference.anchor)
        token = re.split(rf"(?<![\w.(]){re.escape(number)}(?![\w.)])", reference.text) if number else []
        if len(token) != 2:
            inside = words(reference.text, self._look)
            return [element("hyperlink", inside, anchor=bookmark_name(reference.anchor), tooltip=reference.text, history=1)]
        if call := self._composition.called.get(reference.anchor):
            instruction = f"NOTEREF {bookmark_name(call)} \\h"
        else:
            instruction = f"REF {bookmark_name(reference.anchor)} \\r \\h"
        made = field(instruction, [words(number, self._look)], self._look)
        before, after = ([words(part, self._look)] if part else [] for part in token)
        return [*before, *made, *after]

    def indicator(self, indicator: Indicator) -> Elements:
        look = self._composition.mark
        if self._names is TEXT and indicator.note not in self._composition.called:
            mark = [run(look, element("footnoteReference", id=self._composition.call(indicator)))]
        else:
            call = bookmark_name(self._composition.first_call(indicator))
            mark = field(f"NOTEREF {call} \\f \\h", [words(indicator.label, look)], look)
        return self._composition.bookmarks.around(indicator.anchor, mark)

    def line_break(self, line_break: LineBreak) -> Elements:
        del line_break
        return [run(self._look, element("br"))]


def _number(instance: int, depth: int) -> Elements:
    return [element("numPr", value("ilvl", depth), value("numId", instance))]


def _alive(document: Document) -> Iterator[tuple[str, str]]:
    """The places that a field can name by the printed number alone: paragraphs, main sections, notes."""
    for note in document.notes:
        yield note.anchor, note.label
    pending: list[Block] = list(document.blocks)
    while pending:
        block = pending.pop()
        if isinstance(block, Section):
            pending += block.blocks
            if block.level == 1:
                yield block.anchor, block.label.removesuffix(".")
        elif isinstance(block, Paragraph) and block.label:
            yield block.anchor, block.label.removesuffix(".")


def _unplaced(indicator: Indicator) -> SourceError:
    message = f"note {indicator.label} is first called from another note, and Word has no notes of notes"
    hint = "Call it once in the text before the next note is called."
    return SourceError(Finding("N004", message, Place("", anchor=indicator.anchor), hint))
