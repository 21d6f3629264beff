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
        """Return words after their label, as a block of their own."""

    @abstractmethod
    def heading(self, section: Section) -> str:
        """Return the heading of a section."""

    @abstractmethod
    def title(self, label: str, content: tuple[Inline, ...]) -> str:
        """Return the title of an object."""

    @abstractmethod
    def alternative(self, words: str) -> str:
        """Return the words that stand for a picture."""

    @abstractmethod
    def rows(self, table: Table) -> str:
        """Return the rows of a table."""

    @abstractmethod
    def frame(self, kind: str, anchor: str, inside: str) -> str:
        """Return an object, with what shows where it begins and ends."""

    @abstractmethod
    def note(self, note: Note) -> str:
        """Return a note of the report."""

    @abstractmethod
    def letter(self, note: Note) -> str:
        """Return a note under an object, or an asterisk of the masthead."""

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """Return ``blocks`` with an empty line between them."""
        return apart(map(self.block, blocks))

    def object_blocks(self, blocks: tuple[Block, ...]) -> str:
        """Return the blocks of an object."""
        return self.blocks(blocks)

    def inlines(self, content: tuple[Inline, ...]) -> str:
        """Return ``content`` as it is printed within a line."""
        return "".join(map(self.inline, content))

    def contents(self) -> Iterator[tuple[Section, tuple[Inline, ...]]]:
        """Yield each section with its heading, without the calls of notes in it."""
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
            return apart((self.object_blocks(figure.source), *map(self.letter, figure.notes)))
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
            self.object_blocks(above),
            shown,
            self.object_blocks(below),
            *map(self.letter, thing.notes),
        )
        return self.frame(kind, thing.anchor, apart(parts))

    def listing(self, listing: Listing) -> str:
        fence = max(fence_around(listing.text), "```", key=len)
        return f"{fence}{self.language_of(listing)}\n{listing.text}\n{fence}"

    def language_of(self, listing: Listing) -> str:
        """Return what the first line of a listing says of it."""
        del listing
        return ""

    def page_break(self, page: PageBreak) -> str:
        del page
        return ""

    def index_mark(self, mark: IndexMark) -> str:
        del mark
        return ""


def apart(parts: Iterable[str]) -> str:
    """Return ``parts`` with an empty line between them; those that are empty are left out."""
    return "\n\n".join(filter(None, parts))


def fence_around(text: str) -> str:
    """Return a run of backticks longer than any in ``text``."""
    return "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
