"""The abstract writer: one method for each kind of block and inline, by its name, and the dispatch to them.

With the method of a new kind of node the type checker names every writer that forgot it.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from itertools import groupby
from typing import Generic, TypeVar, get_args

from plantin.model.document import (
    Block,
    Box,
    Definitions,
    Document,
    Equation,
    Figure,
    List,
    Listing,
    Note,
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
from plantin.model.outline import inlines

Out = TypeVar("Out")
METHODS = {
    kind: re.sub("(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower() for kind in (*get_args(Block), *get_args(Inline))
}
"""The method for each kind of node: ``line_break`` for LineBreak."""


class Writer(ABC, Generic[Out]):
    """Prints blocks and inlines as values of one type (markup, elements, nothing: ``Out``)."""

    def block(self, block: Block) -> Out:
        """Return one block, printed by the method of its kind."""
        output: Out = getattr(self, METHODS[type(block)])(block)
        return output

    def inline(self, inline: Inline) -> Out:
        """Return one inline, printed by the method of its kind."""
        output: Out = getattr(self, METHODS[type(inline)])(inline)
        return output

    @abstractmethod
    def section(self, section: Section, /) -> Out:
        """Return a section: its heading with its number, then its blocks."""

    @abstractmethod
    def paragraph(self, paragraph: Paragraph, /) -> Out:
        """Return a paragraph, with its number where it has one."""

    @abstractmethod
    def list(self, block: List, /) -> Out:
        """Return a list of entries, each with its printed label."""

    @abstractmethod
    def quotation(self, quotation: Quotation, /) -> Out:
        """Return paragraphs quoted from another document."""

    @abstractmethod
    def passage(self, passage: Passage, /) -> Out:
        """Return blocks that have a language or a role of their own: a summary, a letter, a signature."""

    @abstractmethod
    def definitions(self, definitions: Definitions, /) -> Out:
        """Return a list of terms, each with its definition."""

    @abstractmethod
    def table(self, table: Table, /) -> Out:
        """Return a table with its caption, headnote, source and letter notes."""

    @abstractmethod
    def figure(self, figure: Figure, /) -> Out:
        """Return a picture with caption, alternative text, source and letter notes; one alone has no caption."""

    @abstractmethod
    def box(self, box: Box, /) -> Out:
        """Return a box of text beside the report's own, with its title and letter notes."""

    @abstractmethod
    def equation(self, equation: Equation, /) -> Out:
        """Return a formula on a line of its own, with its number where it has one."""

    @abstractmethod
    def listing(self, listing: Listing, /) -> Out:
        """Return lines of code or data, printed with all their spaces."""

    @abstractmethod
    def text(self, text: Text, /) -> Out:
        """Return words as they are, spaces and all."""

    @abstractmethod
    def emphasis(self, emphasis: Emphasis, /) -> Out:
        """Return words in italics."""

    @abstractmethod
    def strong(self, strong: Strong, /) -> Out:
        """Return words in bold."""

    @abstractmethod
    def superscript(self, superscript: Superscript, /) -> Out:
        """Return raised words."""

    @abstractmethod
    def subscript(self, subscript: Subscript, /) -> Out:
        """Return lowered words."""

    @abstractmethod
    def code(self, code: Code, /) -> Out:
        """Return code within a line of text."""

    @abstractmethod
    def foreign(self, foreign: Foreign, /) -> Out:
        """Return words in another language or direction than the text around them."""

    @abstractmethod
    def link(self, link: Link, /) -> Out:
        """Return words that lead to an address outside the document."""

    @abstractmethod
    def reference(self, reference: Reference, /) -> Out:
        """Return the printed number or name of another place in the document, which it leads to."""

    @abstractmethod
    def indicator(self, indicator: Indicator, /) -> Out:
        """Return the mark that calls a note, which it leads to."""

    @abstractmethod
    def line_break(self, line_break: LineBreak, /) -> Out:
        """Return the end of a line within a paragraph."""

    @abstractmethod
    def formula(self, formula: Formula, /) -> Out:
        """Return a formula within a line of text."""

    @abstractmethod
    def page_break(self, page: PageBreak, /) -> Out:
        """Return the place where a page of the printed edition begins."""

    @abstractmethod
    def index_mark(self, mark: IndexMark, /) -> Out:
        """Return the place that an entry of the index leads to."""


def first_words(blocks: tuple[Block, ...], *, bare: bool = False) -> tuple[tuple[Inline, ...], tuple[Block, ...]]:
    """Return the words that ``blocks`` begin with, and the blocks after these; no words where the first is no
    paragraph, or is numbered and ``bare`` asks for one that is not.
    """
    first = blocks[0] if blocks else None
    return (first.content, blocks[1:]) if isinstance(first, Paragraph) and not (bare and first.label) else ((), blocks)


def by_section(document: Document, *, notes_at_end: bool) -> Iterator[tuple[tuple[Block, ...], tuple[Note, ...]]]:
    """Yield what is before the first main section, then each main section, with the notes that are first called there,
    or by such a note; none where all are ``notes_at_end``. The notes that are left come last, without blocks.
    """
    left = {note.anchor: note for note in document.notes}
    for _, group in groupby(enumerate(document.blocks), lambda one: one[0] if isinstance(one[1], Section) else -1):
        blocks = tuple(block for _, block in group)
        yield blocks, () if notes_at_end else tuple(_take_notes(blocks, left))
    yield (), tuple(left.values())


def _take_notes(blocks: tuple[Block, ...], left: dict[str, Note]) -> Iterator[Note]:
    """Yield the notes among ``left`` that ``blocks`` call, and those that these call; they are taken from it."""
    for inline in (part for block in blocks for part in inlines(block)):
        if isinstance(inline, Indicator) and (note := left.pop(inline.note, None)) is not None:
            yield note
            yield from _take_notes(note.blocks, left)
