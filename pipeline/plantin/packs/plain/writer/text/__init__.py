"""Plain text: the report in UTF-8, in lines of a measure, for terminals, mail, old machines and whoever wants nothing
but the words.

What a line is shows by how far it is in and by what it begins with, what an object is by the rules around it
(docs/formats.md).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from plantin.house.style import Style
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
from plantin.model.levels import spell_levels
from plantin.packs.plain.tables import PlainText
from plantin.packs.plain.writer.text import tables
from plantin.packs.plain.writer.text.wrapping import LINE_END, clean, clean_code, indent, underline, wrap
from plantin.writers.linear import Linear, apart
from plantin.writers.writer import by_section, first_words

_ITEM, _UNDER, _EQUATION, _INSIDE, _DEFINED = 2, 3, 4, 6, 8
"""How far in an entry of a list begins, an entry under another of the index, a formula, what else is in an entry of a
list, and what else is in a definition.
"""
_RULES = "=-~.'\"^+`"
"""What is under a heading, by its level."""
_FRAMES = {"table": "-", "figure": "_", "box": "*"}
_CALL, _END = "\ufdd0", "\ufdd1"
"""What stands for the brackets of a call until literal ones are distinguished; neither is a character (Unicode, 23.7).
"""
_NOTES = "-" * 10
"""The line above notes."""


def write(document: Document, style: Style, moment: dt.datetime) -> bytes:
    """Return the edition as text in UTF-8, its lines ended by line feeds. It names no time."""
    del moment
    lines = TextLines(spell_levels(document), style.table(PlainText).width)
    parts = [_masthead(lines), *map(lines.note, document.masthead.notes), _contents(lines)]
    parts += _text(lines, at_the_end=style.table(PlainText).notes == "end")
    return (apart(parts) + "\n").encode()


def _masthead(lines: TextLines) -> str:
    *rows, title = (
        lines.inlines((*lines.document.masthead.line_inlines(words), *calls))
        for _, words, calls in lines.document.masthead.rows()
    )
    above = "\n".join(wrap(row, lines.width, "", "    ") for row in rows)
    words = underline(wrap(title, lines.width), "=")
    rule = words.rpartition("\n")[2]
    return f"{above}\n\n{rule}\n{words}"


def _contents(lines: TextLines) -> str:
    rows = []
    for section, heading in lines.contents():
        inside = " " * (2 * (section.level - 1))
        label = f"{section.label}  " if section.label else ""
        # An odd number of columns in: where an entry begins it is even.
        rows.append(lines.wrap_inlines(heading, f"{inside}{label}", f"{inside}{' ' * 5}"))
    return f"{underline(lines.document.labels.contents, ':')}\n\n" + "\n".join(rows) if rows else ""


def _text(lines: TextLines, *, at_the_end: bool) -> Iterator[str]:
    """Yield the text, and at the foot of each main section the notes that are called there first, or all after it."""
    for blocks, notes in by_section(lines.document, notes_at_end=at_the_end):
        yield lines.blocks(blocks)
        if notes:
            yield underline(lines.document.labels.notes, ":") if at_the_end else ""
            yield _NOTES
            yield from map(lines.note, notes)


class TextLines(Linear):
    """Prints the blocks of ``document`` in lines of ``width`` columns."""

    def __init__(self, document: Document, width: int) -> None:
        super().__init__(document)
        self.width = width
        self._share = 1
        self._quoted = False
        self._cited = {citation.address for citation in document.citations}
        labels = {note.label for note in (*document.masthead.notes, *document.notes)} | set(_letters(document.blocks))
        names = "|".join(sorted(map(re.escape, labels), key=len, reverse=True))
        self._literal = re.compile(rf"\[({names})\]") if labels else None

    @contextmanager
    def _within(self, inside: int = 0, *, quoted: bool | None = None, share: int = 0) -> Iterator[None]:
        """Within it lines are ``inside`` columns shorter, ``quoted`` or not, and rules a ``share`` of a line long."""
        before = self.width, self._quoted, self._share
        self.width, self._quoted, self._share = (
            self.width - inside,
            self._quoted if quoted is None else quoted,
            share or self._share,
        )
        yield
        self.width, self._quoted, self._share = before

    def inlines(self, content: tuple[Inline, ...]) -> str:
        """Return the words of ``content``: a call of a note is its label in brackets; the same in the text has two of
        each.
        """
        words = super().inlines(content)
        if self._literal:
            words = self._literal.sub(r"[[\1]]", words)
        return words.replace(_CALL, "[").replace(_END, "]")

    def wrap_inlines(self, content: tuple[Inline, ...], first: str = "", hanging: str = "") -> str:
        """Return ``content`` in lines of the measure: the first begins with ``first``, the others with ``hanging``."""
        return wrap(self.inlines(content), self.width, first, hanging)

    # Blocks

    def line(self, content: tuple[Inline, ...], label: str = "", anchor: str = "") -> str:
        del anchor
        if self._quoted:
            return self.wrap_inlines((Text(f"{label}  "), *content) if label else content, "> ", "  ")
        return self.title(label, content)

    def heading(self, section: Section) -> str:
        return underline(self.title(section.label, section.heading), _RULES[min(section.level, len(_RULES)) - 1])

    def title(self, label: str, content: tuple[Inline, ...], hanging: str = "") -> str:
        return self.wrap_inlines(content, f"{clean(label)}  " if label else "", hanging) if content else clean(label)

    def listing(self, listing: Listing) -> str:
        return super().listing(replace(listing, text=clean_code(listing.text)))

    def further(self, blocks: tuple[Block, ...], inside: int) -> str:
        """Return ``blocks``, all of them ``inside`` columns further in."""
        with self._within(inside):
            return apart(indent(text, inside) for text in map(self.block, blocks) if text)

    def list(self, block: List) -> str:
        parts = []
        for item in block.items:
            words, rest = first_words(item.blocks)
            with self._within(_ITEM, quoted=False):
                parts.append(indent(self.title(item.label, words, " " * (_INSIDE - _ITEM)), _ITEM))
            parts.append(self.further(rest, _INSIDE))
        return apart(parts)

    def quotation(self, quotation: Quotation) -> str:
        with self._within(quoted=True):
            return self.blocks(quotation.blocks)

    def passage(self, passage: Passage) -> str:
        # The rules of figures in a figure are shorter: alike, the end of one would look like the beginning of another.
        with self._within(share=2 if passage.role == "parts" else 0):
            return self.further(passage.blocks, _UNDER if passage.role == "subentries" else 0)

    def definitions(self, definitions: Definitions) -> str:
        parts = []
        for entry in definitions.entries:
            words, rest = first_words(entry.blocks)
            parts += [
                f"{self.wrap_inlines(entry.term)}\n{self.wrap_inlines(words, ': ', '  ')}",
                self.further(rest, _DEFINED),
            ]
        return apart(parts)

    def rows(self, table: Table) -> str:
        words = {
            id(cell): (
                "\n".join(" " * _ITEM * depth + wrap(self._on_one_line(run), 10**6) for depth, run in cell.lines()),
                clean(plain(cell.line())).strip(),
            )
            for cell in table.cells()
        }
        placed = tables.place_cells((*table.head, *table.rows), words, table.columns)
        head, rows = placed[: len(table.head)], placed[len(table.head) :]
        return tables.grid(head, rows, table.columns, self.width) or tables.records(head, rows, self.width)

    def _on_one_line(self, content: tuple[Inline, ...]) -> str:
        return self.inlines(content).replace(LINE_END, " ")

    def alternative(self, words: str) -> str:
        return wrap(words, self.width, "[", " ") + "]"

    def frame(self, kind: str, anchor: str, inside: str) -> str:
        del anchor
        rule = _FRAMES[kind] * (self.width // self._share)
        return f"{rule}\n{inside}\n{rule}"

    def object_blocks(self, blocks: tuple[Block, ...]) -> str:
        with self._within(quoted=False):
            return self.blocks(blocks)

    def note(self, note: Note) -> str:
        """Return a note: its label in brackets, then its blocks."""
        words, rest = first_words(note.blocks, bare=True)
        with self._within(quoted=False):
            return apart((self.title(f"[{note.label}]", words, " " * _EQUATION), self.further(rest, _EQUATION)))

    letter = note

    def equation(self, equation: Equation) -> str:
        with self._within(_EQUATION):
            return indent(self.title(equation.label, (equation.formula,), " " * _ITEM), _EQUATION)

    # Inlines

    def text(self, text: Text | Code | Reference) -> str:
        return text.text

    code = reference = text

    def emphasis(self, inline: Emphasis | Strong | Foreign | Superscript | Subscript) -> str:
        return self._inside(inline.content)

    strong = foreign = superscript = subscript = emphasis

    def link(self, link: Link) -> str:
        words = self._inside(link.content)
        redundant = link.target in self._cited or clean(words).strip() in link.target
        return words if redundant else f"{words} <{link.target}>"

    def indicator(self, indicator: Indicator) -> str:
        return f"{_CALL}{indicator.label}{_END}"

    def line_break(self, line_break: LineBreak) -> str:
        del line_break
        return LINE_END

    def formula(self, formula: Formula) -> str:
        return formula.words

    def _inside(self, content: tuple[Inline, ...]) -> str:
        return "".join(map(self.inline, content))


def _letters(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in every(blocks):
        if isinstance(block, Table | Figure | Box):
            yield from (note.label for note in block.notes)
