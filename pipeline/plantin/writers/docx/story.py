"""Writes blocks as paragraphs and inlines as runs, with live numbering, into the text or a note of a Word file."""

from __future__ import annotations

import re
from dataclasses import replace

from docx.opc.part import Part

from plantin.model.document import Item, List, Paragraph, Quotation, Section
from plantin.model.inlines import (
    Code,
    Emphasis,
    Foreign,
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
    plain,
)
from plantin.writers.docx.composition import PackageContext
from plantin.writers.docx.numbering import BULLETS, LIST_BULLETS, Series, SingleListInstance, deep, suffix_of
from plantin.writers.docx.objects import NOTE, TEXT, DocxObjects, StyleNames
from plantin.writers.docx.ooxml import (
    Elements,
    RunLook,
    bookmark_name,
    element,
    field,
    leap,
    paragraph,
    run,
    tab,
    value,
    words,
)
from plantin.writers.writer import first_words

__all__ = ["NOTE", "TEXT", "PackageContext", "Story"]

HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_APPENDED = {"annex": "AnnexHeading", "appendix": "AppendixHeading"}
_CHAPTERS = {"annex": "Annex Heading", "appendix": "Appendix Heading"}
_ADDRESS = re.compile(r"https?://|www\.")
_STROKE = re.compile(r"(?<![:/])/(?=[^/\s])")
_COUNTED = re.compile(r"(?:table|figure|box|equation)-")


class Story(DocxObjects):
    """Prints blocks as paragraphs and inlines as runs, in one part of the package."""

    def __init__(self, composition: PackageContext, part: Part, names: StyleNames = TEXT) -> None:
        self._composition = composition
        self._part = part
        self._names = names
        self._look = composition.look
        self._style = names.paragraph
        self._own: Series | SingleListInstance | None = None
        self._chapter = None
        self._turned = None
        self._appended: tuple[Series, int] | None = None

    # Blocks

    def section(self, section: Section) -> Elements:
        outer, chapter = self._appended, self._chapter
        if section.kind in _APPENDED and section.level == 1:
            self._chapter = _CHAPTERS[section.kind]
        if section.kind == "annex":
            self._appended = (self._composition.annexes, section.level)
        elif section.kind == "appendix":
            self._appended = (self._composition.appendices, section.level)
        style = _APPENDED.get(section.kind, f"Heading{section.level}")
        # An appendix of the report itself is as deep as an annex, not as its style.
        alone = style == "AppendixHeading" and section.level == 1
        first, last = ([element("pageBreakBefore")], [value("outlineLvl", 0)]) if alone else ([], [])
        heading = paragraph(
            style, self._with_bookmark(section.anchor, section.heading), *first, *self._section_number(section), *last
        )
        elements = [heading, *self.blocks(section.blocks)]
        self._appended, self._chapter = outer, chapter
        return elements

    def _section_number(self, section: Section) -> Elements:
        """Return the number of a section as properties; in an annex it is of its list, which begins with the annex."""
        if not section.label:
            return _number(self._composition.numbers.none(), 0)
        series, top = self._appended or (self._composition.sections, 1)
        depth = section.level - top
        instance = series.next(depth, section.label)
        explicit = series.is_own(instance) or (self._appended is not None and section.kind not in _APPENDED)
        return _number(instance, depth) if explicit else []

    def paragraph(self, paragraph_: Paragraph) -> Elements:
        content = self._with_bookmark(paragraph_.anchor, paragraph_.content)
        if not paragraph_.label:
            return [paragraph(self._style, content, *self._properties)]
        if suffix := suffix_of(self._composition.document.numbering.paragraphs, paragraph_.label):
            return [paragraph("NumberedParagraph", content, *_number(*self._composition.paragraphs.beside(suffix)))]
        instance = self._composition.paragraphs.next(0, paragraph_.label)
        number = _number(instance, 0) if self._composition.paragraphs.is_own(instance) else []
        return [paragraph("NumberedParagraph", content, *number)]

    def list(self, block: List) -> Elements:
        outer = self._own
        if block.scheme and block.items:
            self._own = self._composition.numbers.alone(
                self._names.items, block.level - 1, block.scheme, block.items[0].label
            )
        elif block.kind == "subparagraphs" and not self._own and not self._under_paragraph(block.level):
            self._own = self._composition.numbers.series(self._names.items, shared=False)
        elements = [part for item in block.items for part in self._item(item, block)]
        self._own = outer
        return elements

    def _under_paragraph(self, level: int) -> bool:
        return self._names.hangs and self._composition.paragraphs.reaches(level)

    def _item(self, item: Item, block: List) -> Elements:
        begun, rest = first_words(item.blocks)
        content = self._with_bookmark(item.anchor, begun)
        if block.kind == "bullets":
            level = min(block.level, BULLETS)
            # Boxes share a list, and LibreOffice shows the bullet of a style only where the list is that style's own.
            number = _number(LIST_BULLETS, level - 1) if self._names.bullet == "BoxBullet" else []
            elements = [paragraph(deep(self._names.bullet, level), content, *number, *self._properties)]
        elif block.kind == "typed":
            content = [words(item.label, self._look), tab(), *content]
            elements = [paragraph(deep(self._names.typed, min(block.level, 3)), content, *self._properties)]
        else:
            series = self._own or self._composition.paragraphs
            depth = block.level - 1 if self._own else block.level
            instance = series.next(depth, item.label)
            number = _number(instance, depth) if series.is_own(instance) else []
            level = min(block.level, len(self._composition.document.numbering.subparagraphs))
            elements = [paragraph(deep(self._names.item, level), content, *number, *self._properties)]
        outer, self._style = self._style, self._continuation_style(block.level)
        elements += self.blocks(rest)
        self._style = outer
        return elements

    def _continuation_style(self, level: int) -> str:
        return self._style if self._style == self._names.quotation else deep(self._names.continued, min(level, BULLETS))

    def quotation(self, quotation: Quotation) -> Elements:
        outer, self._style = self._style, self._names.quotation
        elements = self.blocks(quotation.blocks)
        self._style = outer
        return elements

    # Inlines

    def _with_bookmark(self, anchor: str, content: tuple[Inline, ...]) -> Elements:
        return self._composition.bookmarks.around(anchor, self.inlines(content))

    def _as(self, look: RunLook, content: tuple[Inline, ...]) -> Elements:
        outer, self._look = self._look, look
        runs = self.inlines(content)
        self._look = outer
        return runs

    def text(self, text: Text) -> Elements:
        return [words(text.text, self._look)]

    def emphasis(self, emphasis: Emphasis) -> Elements:
        return self._as(self._look.with_style("Emphasis"), emphasis.content)

    def strong(self, strong: Strong) -> Elements:
        return self._as(self._look.with_style("Strong"), strong.content)

    def superscript(self, superscript: Superscript) -> Elements:
        return self._as(replace(self._look, raised="superscript"), superscript.content)

    def subscript(self, subscript: Subscript) -> Elements:
        return self._as(replace(self._look, raised="subscript"), subscript.content)

    def code(self, code: Code) -> Elements:
        return [words(code.text, self._look.with_style("CodeText"))]

    def foreign(self, foreign: Foreign) -> Elements:
        right_to_left = foreign.direction == "rtl"
        return self._as(replace(self._look, language=foreign.language, right_to_left=right_to_left), foreign.content)

    def link(self, link: Link) -> Elements:
        content = _allow_breaks(link.content) if _ADDRESS.match(plain(link.content)) else link.content
        inside = self._as(self._look.with_style("Hyperlink"), content)
        target = self._part.relate_to(link.target, HYPERLINK, is_external=True)
        # Without a tooltip the link has no description in a PDF made of this file.
        tip = link.target if len(link.target) <= 255 else plain(link.content)[:255]
        return [element("hyperlink", *inside, r_id=target, tooltip=tip, history=1)]

    def reference(self, reference: Reference) -> Elements:
        """Return a REF or NOTEREF field where Word's update gives the number; else a link with the final words."""
        number = self._composition.number(reference.anchor)
        token = re.split(rf"(?<![\w.(]){re.escape(number)}(?![\w.)])", reference.text) if number else []
        if len(token) != 2:
            inside = words(reference.text, self._look)
            return [
                element("hyperlink", inside, anchor=bookmark_name(reference.anchor), tooltip=reference.text, history=1)
            ]
        if call := self._composition.marks.get(reference.anchor):
            instruction = f"NOTEREF {bookmark_name(call)} \\h"
        elif _COUNTED.match(reference.anchor):
            instruction = f"REF {bookmark_name(reference.anchor + '.number')} \\h"
        else:
            instruction = f"REF {bookmark_name(reference.anchor)} \\r \\h"
        number_field = field(instruction, [words(number, self._look)], self._look)
        before, after = ([words(part, self._look)] if part else [] for part in token)
        return [*before, *number_field, *after]

    def indicator(self, indicator: Indicator) -> Elements:
        look = self._composition.mark
        if ".indicator-" in indicator.anchor:
            tip = self._composition.document.labels.note_call.format(label=indicator.label)
            mark = [leap(indicator.note, tip, [words(indicator.label, look)])]
        elif self._names.calls and indicator.note not in self._composition.called:
            mark = [run(look, element("footnoteReference", id=self._composition.call(indicator)))]
        else:
            call = bookmark_name(self._composition.first_call(indicator))
            mark = field(f"NOTEREF {call} \\f \\h", [words(indicator.label, look)], look)
        return self._composition.bookmarks.around(indicator.anchor, mark)

    def page_break(self, page: PageBreak) -> Elements:
        # Word breaks its own pages; no document that it gets has the printed ones.
        del page
        return []

    def index_mark(self, mark: IndexMark) -> Elements:
        return self._composition.bookmarks.around(mark.anchor, [])

    def line_break(self, line_break: LineBreak) -> Elements:
        del line_break
        return [run(self._look, element("br"))]


def _allow_breaks(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return a printed address that may be divided after each of its strokes: U+200B is Word's own optional break."""
    return tuple(
        Text(_STROKE.sub("/\u200b", inline.text)) if isinstance(inline, Text) else inline for inline in content
    )


def _number(instance: int, depth: int) -> Elements:
    return [element("numPr", value("ilvl", depth), value("numId", instance))]
