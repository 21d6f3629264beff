"""Blocks and inlines as lines of text. What a line is shows by how far it is in and by what it begins with
(docs/formats.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    plain,
)
from plantin.writers.text import tables
from plantin.writers.text.wrapping import clean, indented, ruled, wrapped
from plantin.writers.writer import Writer

_ITEM, _UNDER, _EQUATION, _INSIDE, _DEFINED = 2, 3, 4, 6, 8
"""How far in an entry of a list begins, an entry under another of the index, a formula, what else is in an entry of a
list, and what else is in a definition.
"""
_RULES = "=-~.'\"^+`"
"""What is under a heading, by its level."""
_TABLE, _FIGURE, _BOX = "-_*"
_CALL, _END = "\ufdd0", "\ufdd1"
"""What stands for the brackets of a call until literal ones are told apart; neither is a character (Unicode, 23.7)."""
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_RAISABLE = re.compile(r"[0-9+\-−=()n]+")
_LOWERABLE = re.compile(r"[0-9+\-−=()]+")


class Lines(Writer[str]):
    """Prints the blocks of ``document`` in lines of ``width`` columns."""

    def __init__(self, document: Document, width: int) -> None:
        self.document = document
        self.width = width
        self._share = 1
        self._quoted = False
        self._cited = {citation.address for citation in document.citations}
        labels = {note.label for note in (*document.masthead.notes, *document.notes)} | set(_letters(document.blocks))
        names = "|".join(sorted(map(re.escape, labels), key=len, reverse=True))
        self._literal = re.compile(rf"\[({names})\]") if labels else None

    def printed(self, content: tuple[Inline, ...]) -> str:
        """The words of ``content``: a call of a note is its label in brackets, the same in the text itself has two of
        each.
        """
        return self._bracketed("".join(map(self.inline, content)))

    def _bracketed(self, words: str) -> str:
        if self._literal:
            words = self._literal.sub(r"[[\1]]", words)
        return words.replace(_CALL, "[").replace(_END, "]")

    def lines(self, content: tuple[Inline, ...], first: str = "", hanging: str = "") -> str:
        """``content`` in lines of the measure."""
        return wrapped(self.printed(content), self.width, first, hanging)

    def blocks(self, blocks: tuple[Block, ...], inside: int = 0) -> str:
        """``blocks`` with an empty line between them, all of them ``inside`` columns further in."""
        self.width -= inside
        made = [text for text in map(self.block, blocks) if text]
        self.width += inside
        return "\n\n".join(indented(text, inside) for text in made)

    # Blocks

    def section(self, section: Section) -> str:
        heading = self.heading(section)
        return "\n\n".join(filter(None, (heading, self.blocks(section.blocks))))

    def heading(self, section: Section) -> str:
        """The heading of a section, with the rule of its level under it."""
        return ruled(self.labelled(section.label, section.heading), _RULES[min(section.level, len(_RULES)) - 1])

    def labelled(self, label: str, content: tuple[Inline, ...], hanging: str = "") -> str:
        """``content`` in lines, after its label and two spaces."""
        return self.lines(content, f"{clean(label)}  " if label else "", hanging) if content else clean(label)

    def paragraph(self, paragraph: Paragraph) -> str:
        if self._quoted:
            words = (Text(f"{paragraph.label}  "), *paragraph.content) if paragraph.label else paragraph.content
            return self.lines(words, "> ", "  ")
        return self.labelled(paragraph.label, paragraph.content)

    def list(self, block: List) -> str:
        made = []
        for item in block.items:
            first = item.blocks[0] if item.blocks and isinstance(item.blocks[0], Paragraph) else None
            quoted, self._quoted = self._quoted, False
            self.width -= _ITEM
            head = indented(self.labelled(item.label, first.content if first else (), " " * (_INSIDE - _ITEM)), _ITEM)
            self.width += _ITEM
            self._quoted = quoted
            made += [head, self.blocks(item.blocks[1:] if first else item.blocks, _INSIDE)]
        return "\n\n".join(filter(None, made))

    def quotation(self, quotation: Quotation) -> str:
        quoted, self._quoted = self._quoted, True
        made = self.blocks(quotation.blocks)
        self._quoted = quoted
        return made

    def passage(self, passage: Passage) -> str:
        # The rules of figures in a figure are shorter: alike, nobody could tell the end of one from the beginning of
        # another.
        outer, self._share = self._share, 2 if passage.role == "parts" else self._share
        made = self.blocks(passage.blocks, _UNDER if passage.role == "subentries" else 0)
        self._share = outer
        return made

    def definitions(self, definitions: Definitions) -> str:
        made = []
        for entry in definitions.entries:
            first = entry.blocks[0] if entry.blocks and isinstance(entry.blocks[0], Paragraph) else None
            made.append(f"{self.lines(entry.term)}\n{self.lines(first.content if first else (), ': ', '  ')}")
            made.append(self.blocks(entry.blocks[1:] if first else entry.blocks, _DEFINED))
        return "\n\n".join(filter(None, made))

    def table(self, table: Table) -> str:
        words = {
            id(cell): (
                "\n".join(" " * _ITEM * depth + wrapped(self.printed(run), 10**6) for depth, run in cell.lines()),
                clean(plain(cell.line())).strip(),
            )
            for cell in table.cells()
        }
        placed = tables.placed((*table.head, *table.rows), words, table.columns)
        head, rows = placed[: len(table.head)], placed[len(table.head) :]
        body = tables.grid(head, rows, table.columns, self.width) or tables.records(head, rows, self.width)
        return self._object(
            _TABLE,
            table.label,
            table.title,
            (self._apart(table.headnote), body, self._apart(table.source)),
            table.notes,
        )

    def figure(self, figure: Figure) -> str:
        if not figure.label and not figure.alternative:
            return "\n\n".join(filter(None, (self._apart(figure.source), *map(self.note, figure.notes))))
        alternative = wrapped(figure.alternative, self.width, "[", " ") + "]" if figure.picture.name else ""
        return self._object(
            _FIGURE, figure.label, figure.title, (alternative, self._apart(figure.source)), figure.notes
        )

    def box(self, box: Box) -> str:
        return self._object(_BOX, box.label, box.title, (self._apart(box.blocks),), box.notes)

    def _object(
        self, rule: str, label: str, title: tuple[Inline, ...], parts: tuple[str, ...], notes: tuple[Note, ...]
    ) -> str:
        """What is between two rules: its title, its parts, its letter notes."""
        line = rule * (self.width // self._share)
        held = [self.labelled(label, title), *parts, *map(self.note, notes)]
        return "\n".join((line, "\n\n".join(filter(None, held)), line))

    def _apart(self, blocks: tuple[Block, ...]) -> str:
        """Blocks of an object, which are quoted by nobody."""
        quoted, self._quoted = self._quoted, False
        made = self.blocks(blocks)
        self._quoted = quoted
        return made

    def note(self, note: Note) -> str:
        """A note: its label in brackets, then its blocks."""
        quoted, self._quoted = self._quoted, False
        first = (
            note.blocks[0]
            if note.blocks and isinstance(note.blocks[0], Paragraph) and not note.blocks[0].label
            else None
        )
        head = self.labelled(f"[{note.label}]", first.content if first else (), " " * _EQUATION)
        made = "\n\n".join(filter(None, (head, self.blocks(note.blocks[1:] if first else note.blocks, _EQUATION))))
        self._quoted = quoted
        return made

    def equation(self, equation: Equation) -> str:
        self.width -= _EQUATION
        made = self.labelled(equation.label, (equation.formula,), " " * _ITEM)
        self.width += _EQUATION
        return indented(made, _EQUATION)

    def listing(self, listing: Listing) -> str:
        longest = max((len(run) for run in re.findall("`+", listing.text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}\n{listing.text}\n{fence}"

    # Inlines

    def text(self, text: Text) -> str:
        return text.text

    def emphasis(self, emphasis: Emphasis) -> str:
        return self._inside(emphasis.content)

    def strong(self, strong: Strong) -> str:
        return self._inside(strong.content)

    def superscript(self, superscript: Superscript) -> str:
        inside = self._inside(superscript.content)
        return inside.translate(_RAISED) if _RAISABLE.fullmatch(inside) else inside

    def subscript(self, subscript: Subscript) -> str:
        inside = self._inside(subscript.content)
        return inside.translate(_LOWERED) if _LOWERABLE.fullmatch(inside) else inside

    def code(self, code: Code) -> str:
        return code.text

    def foreign(self, foreign: Foreign) -> str:
        return self._inside(foreign.content)

    def link(self, link: Link) -> str:
        words = self._inside(link.content)
        shown = link.target in self._cited or clean(words).strip() in link.target
        return words if shown else f"{words} <{link.target}>"

    def reference(self, reference: Reference) -> str:
        return reference.text

    def indicator(self, indicator: Indicator) -> str:
        return f"{_CALL}{indicator.label}{_END}"

    def line_break(self, line_break: LineBreak) -> str:
        del line_break
        return " "

    def formula(self, formula: Formula) -> str:
        return formula.words

    def page_break(self, page: PageBreak) -> str:
        del page
        return ""

    def index_mark(self, mark: IndexMark) -> str:
        del mark
        return ""

    def _inside(self, content: tuple[Inline, ...]) -> str:
        return "".join(map(self.inline, content))


def _letters(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in every(blocks):
        if isinstance(block, Table | Figure | Box):
            yield from (note.label for note in block.notes)
