"""The abstract writer: one method for each kind of block and inline, and the dispatch to them, written once.

A new kind of node makes the type checker name every writer that forgot it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Generic, TypeVar

from pipeline.model.document import (
    Block,
    Box,
    Code,
    Definitions,
    Emphasis,
    Equation,
    Figure,
    Foreign,
    Formula,
    Indicator,
    Inline,
    LineBreak,
    Link,
    List,
    Listing,
    Paragraph,
    Passage,
    Quotation,
    Reference,
    Section,
    Strong,
    Subscript,
    Superscript,
    Table,
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

    @abstractmethod
    def section(self, section: Section) -> Out: ...

    @abstractmethod
    def paragraph(self, paragraph: Paragraph) -> Out: ...

    @abstractmethod
    def list(self, block: List) -> Out: ...

    @abstractmethod
    def quotation(self, quotation: Quotation) -> Out: ...

    @abstractmethod
    def passage(self, passage: Passage) -> Out: ...

    @abstractmethod
    def definitions(self, definitions: Definitions) -> Out: ...

    @abstractmethod
    def table(self, table: Table) -> Out: ...

    @abstractmethod
    def figure(self, figure: Figure) -> Out: ...

    @abstractmethod
    def box(self, box: Box) -> Out: ...

    @abstractmethod
    def equation(self, equation: Equation) -> Out: ...

    @abstractmethod
    def listing(self, listing: Listing) -> Out: ...

    @abstractmethod
    def text(self, text: Text) -> Out: ...

    @abstractmethod
    def emphasis(self, emphasis: Emphasis) -> Out: ...

    @abstractmethod
    def strong(self, strong: Strong) -> Out: ...

    @abstractmethod
    def superscript(self, superscript: Superscript) -> Out: ...

    @abstractmethod
    def subscript(self, subscript: Subscript) -> Out: ...

    @abstractmethod
    def code(self, code: Code) -> Out: ...

    @abstractmethod
    def foreign(self, foreign: Foreign) -> Out: ...

    @abstractmethod
    def link(self, link: Link) -> Out: ...

    @abstractmethod
    def reference(self, reference: Reference) -> Out: ...

    @abstractmethod
    def indicator(self, indicator: Indicator) -> Out: ...

    @abstractmethod
    def line_break(self, line_break: LineBreak) -> Out: ...

    @abstractmethod
    def formula(self, formula: Formula) -> Out: ...
