"""Documents as lines of text: the walk that plain text and Markdown share. How a line, an entry or an object looks is
the vocabulary of each.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Iterator

from plantin.model.document import Block, Box, Document, Figure, Listing, Note, Paragraph, Section, Table
from plantin.model.inlines import IndexMark, Indicator, Inline, PageBreak
from plantin.writers.writer import Writer


class Linear(Writer[str]):
    """Prints the blocks of ``document``, an empty line between them."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @abstractmethod
    def line(self, content: tuple[Inline, ...], label: str = "", anchor: str = "") -> str:
        """Words after their label, as a block of their own."""

    @abstractmethod
    def heading(self, section: Section) -> str:
        """The heading of a section."""

    @abstractmethod
    def title(self, label: str, content: tuple[Inline, ...]) -> str:
        """The title of an object."""

    @abstractmethod
    def alternative(self, words: str) -> str:
        """The words that stand for a picture."""

    @abstractmethod
    def rows(self, table: Table) -> str:
        """The rows of a table."""

    @abstractmethod
    def framed(self, kind: str, anchor: str, inside: str) -> str:
        """An object, with what shows where it begins and ends."""

    @abstractmethod
    def note(self, note: Note) -> str:
        """A note of the report."""

    @abstractmethod
    def letter(self, note: Note) -> str:
        """A note under an object, or an asterisk of the masthead."""

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """``blocks`` with an empty line between them."""
        return apart(map(self.block, blocks))

    def held(self, blocks: tuple[Block, ...]) -> str:
        """The blocks of an object."""
        return self.blocks(blocks)

    def inlines(self, content: tuple[Inline, ...]) -> str:
        """``content`` as it is printed within a line."""
        return "".join(map(self.inline, content))

    def contents(self) -> Iterator[tuple[Section, tuple[Inline, ...]]]:
        """Each section with its heading, without the calls of notes in it."""
        for section in self.document.sections():
            yield section, tuple(inline for inline in section.heading if not isinstance(inline, Indicator))

    def section(self, section: Section) -> str:
        return apart((self.heading(section), self.blocks(section.blocks)))

    def paragraph(self, paragraph: Paragraph) -> str:
        return self.line(paragraph.content, paragraph.label, paragraph.anchor)

    def table(self, table: Table) -> str:
        return self._object("table", table, table.headnote, self.rows(table), table.source)

    def figure(self, figure: Figure) -> str:
        if not figure.label and not figure.alternative:
            return apart((self.held(figure.source), *map(self.letter, figure.notes)))
        return self._object(
            "figure", figure, (), self.alternative(figure.alternative) if figure.picture.name else "", figure.source
        )

    def box(self, box: Box) -> str:
        return self._object("box", box, (), "", box.blocks)

    def _object(
        self, kind: str, thing: Table | Figure | Box, above: tuple[Block, ...], shown: str, below: tuple[Block, ...]
    ) -> str:
        parts = (
            self.title(thing.label, thing.title),
            self.held(above),
            shown,
            self.held(below),
            *map(self.letter, thing.notes),
        )
        return self.framed(kind, thing.anchor, apart(parts))

    def listing(self, listing: Listing) -> str:
        fence = max(fenced(listing.text), "```", key=len)
        return f"{fence}{self.language_of(listing)}\n{listing.text}\n{fence}"

    def language_of(self, listing: Listing) -> str:
        """What the first line of a listing says of it."""
        del listing
        return ""

    def page_break(self, page: PageBreak) -> str:
        del page
        return ""

    def index_mark(self, mark: IndexMark) -> str:
        del mark
        return ""


def apart(parts: Iterable[str]) -> str:
    """``parts`` with an empty line between them; those that are empty are left out."""
    return "\n\n".join(filter(None, parts))


def fenced(text: str) -> str:
    """A run of backticks longer than any in ``text``."""
    return "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
