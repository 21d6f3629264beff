"""The abstract writer: one method for each kind of block and inline, and the dispatch to them, written once.

A new kind of node makes the type checker name every writer that forgot it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Generic, TypeVar

from plantin.model.document import (
    Block,
    Box,
    Definitions,
    Equation,
    Figure,
    List,
    Listing,
    Paragraph,
    Passage,
    Quotation,
    Section,
    Table,
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

Out = TypeVar("Out")


class Writer(ABC, Generic[Out]):
    """Prints blocks and inlines as values of one type (markup, elements, nothing: ``Out``)."""

    def block(self, block: Block) -> Out:
        """One block, printed by the method of its kind."""
        match block:
            case Section():
                return self.section(block)
            case Paragraph():
                return self.paragraph(block)
            case List():
                return self.list(block)
            case Quotation():
                return self.quotation(block)
            case Passage():
                return self.passage(block)
            case Definitions():
                return self.definitions(block)
            case Table():
                return self.table(block)
            case Figure():
                return self.figure(block)
            case Box():
                return self.box(block)
            case Equation():
                return self.equation(block)
            case Listing():
                return self.listing(block)
            case PageBreak():
                return self.page_break(block)

    def inline(self, inline: Inline) -> Out:
        """One inline, printed by the method of its kind."""
        match inline:
            case Text():
                return self.text(inline)
            case Emphasis():
                return self.emphasis(inline)
            case Strong():
                return self.strong(inline)
            case Superscript():
                return self.superscript(inline)
            case Subscript():
                return self.subscript(inline)
            case Code():
                return self.code(inline)
            case Foreign():
                return self.foreign(inline)
            case Link():
                return self.link(inline)
            case Reference():
                return self.reference(inline)
            case Indicator():
                return self.indicator(inline)
            case LineBreak():
                return self.line_break(inline)
            case Formula():
                return self.formula(inline)
            case PageBreak():
                return self.page_break(inline)
            case IndexMark():
                return self.index_mark(inline)

    @abstractmethod
    def section(self, section: Section) -> Out:
        """A section: its heading with its number, then its blocks."""

    @abstractmethod
    def paragraph(self, paragraph: Paragraph) -> Out:
        """A paragraph, with its number where it has one."""

    @abstractmethod
    def list(self, block: List) -> Out:
        """A list of entries, each with its printed label."""

    @abstractmethod
    def quotation(self, quotation: Quotation) -> Out:
        """Paragraphs quoted from another document."""

    @abstractmethod
    def passage(self, passage: Passage) -> Out:
        """Blocks that have a language or a role of their own: a summary, a letter, a signature."""

    @abstractmethod
    def definitions(self, definitions: Definitions) -> Out:
        """A list of terms, each with its definition."""

    @abstractmethod
    def table(self, table: Table) -> Out:
        """A table with its caption, headnote, source and letter notes."""

    @abstractmethod
    def figure(self, figure: Figure) -> Out:
        """A picture with its caption, its alternative text, source and letter notes; one alone has no caption."""

    @abstractmethod
    def box(self, box: Box) -> Out:
        """A box of text beside the report's own, with its title and letter notes."""

    @abstractmethod
    def equation(self, equation: Equation) -> Out:
        """A formula on a line of its own, with its number where it has one."""

    @abstractmethod
    def listing(self, listing: Listing) -> Out:
        """Lines of code or data, printed with all their spaces."""

    @abstractmethod
    def text(self, text: Text) -> Out:
        """Words as they are, spaces and all."""

    @abstractmethod
    def emphasis(self, emphasis: Emphasis) -> Out:
        """Words in italics."""

    @abstractmethod
    def strong(self, strong: Strong) -> Out:
        """Words in bold."""

    @abstractmethod
    def superscript(self, superscript: Superscript) -> Out:
        """Raised words."""

    @abstractmethod
    def subscript(self, subscript: Subscript) -> Out:
        """Lowered words."""

    @abstractmethod
    def code(self, code: Code) -> Out:
        """Code within a line of text."""

    @abstractmethod
    def foreign(self, foreign: Foreign) -> Out:
        """Words in another language or direction than the text around them."""

    @abstractmethod
    def link(self, link: Link) -> Out:
        """Words that lead to an address outside the document."""

    @abstractmethod
    def reference(self, reference: Reference) -> Out:
        """The printed number or name of another place in the document, which it leads to."""

    @abstractmethod
    def indicator(self, indicator: Indicator) -> Out:
        """The mark that calls a note, which it leads to."""

    @abstractmethod
    def line_break(self, line_break: LineBreak) -> Out:
        """The end of a line within a paragraph."""

    @abstractmethod
    def formula(self, formula: Formula) -> Out:
        """A formula within a line of text."""

    @abstractmethod
    def page_break(self, page: PageBreak) -> Out:
        """The place where a page of the printed edition begins."""

    @abstractmethod
    def index_mark(self, mark: IndexMark) -> Out:
        """The place that an entry of the index leads to."""
