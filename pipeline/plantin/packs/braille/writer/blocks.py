"""Lays out blocks and inlines of a document as groups of braille lines (Braille Formats 2016; docs/formats.md)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from textwrap import dedent

from plantin.model.document import (
    Block,
    Box,
    Cell,
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
from plantin.model.labels import EmphasisSigns
from plantin.model.rewrite import RewriteRules, rewrite
from plantin.packs.braille import cells as braille
from plantin.packs.braille.writer.runs import BrailleRun, Emphasized, Group, Line, TableCell, code_formulas
from plantin.writers import grid
from plantin.writers.grid import Placed
from plantin.writers.writer import Writer, first_words

_RUNOVER = 8
"""Where every entry of a list goes on, unless one of the report begins there or further in: two cells after that."""
_FLOWING = (2, 0)
"""Where a paragraph begins and goes on: cells 3 and 1."""
_NO_LANGUAGE = "zxx"

Made = list[Group | BrailleRun]
GroupList = list[Group]
RunList = list[BrailleRun]


class Groups(Writer[Made]):
    """Prints the blocks of ``document``: blocks are groups, inlines runs."""

    def __init__(self, document: Document, *, nemeth: bool = False) -> None:
        self.document = document
        self._coded = code_formulas(document) if nemeth else {}
        self.forms = document.transcription
        self.main = braille.table_of(document)
        self._table = self.main
        self._quoted = False
        self._pages: RunList = []
        levels = (2 * block.level for block in every(document.text()) if isinstance(block, List))
        self._runover = max(_RUNOVER, *levels, 0)
        self.emphasized = set[EmphasisSigns]()
        """Of italics and bold, what the text has."""

    def groups(self, blocks: tuple[Block, ...]) -> GroupList:
        """Return ``blocks`` as groups."""
        return [group for block in blocks for group in self.block(block) if isinstance(group, Group)]

    def runs(self, content: tuple[Inline, ...]) -> tuple[BrailleRun, ...]:
        """Return ``content`` as runs, those of one table in one."""
        runs: RunList = []
        for run in (piece for inline in content for piece in self.inline(inline) if isinstance(piece, BrailleRun)):
            last = runs[-1] if runs else None
            if (
                last
                and last.language == run.language
                and run.table == last.table
                and not (_apart(last) or _apart(run) or run.before or last.after)
            ):
                runs[-1] = last + run
            else:
                runs.append(run)
        return tuple(runs)

    def line(self, first: int, hanging: int, label: str, content: tuple[Inline, ...]) -> Line:
        """Return a line after its label and a blank; it begins with the print pages that begin before it."""
        pages, self._pages = tuple(self._pages), []
        named = (BrailleRun(label, self.main), BrailleRun(" ", self.main)) if label else ()
        return Line(first, hanging, (*pages, *named, *self.runs(content)))

    # Blocks

    def section(self, section: Section) -> Made:
        level = section.level
        inside = 2 * level if level > 1 else 0
        line = self.line(inside, inside, section.label, section.heading)
        heading = Group("centred" if level == 1 else "heading", [line], level=level, anchor=section.anchor)
        return [heading, *self.groups(section.blocks)]

    def paragraph(self, paragraph: Paragraph) -> Made:
        first, hanging = (5, 3) if self._quoted else _FLOWING
        line = self.line(first, hanging, paragraph.label, paragraph.content)
        return [Group("quotation" if self._quoted else "paragraph", [line])] if line.runs else []

    def list(self, block: List) -> Made:
        groups: GroupList = []
        for item in block.items:
            words, rest = first_words(self._skip_page_breaks(item.blocks))
            groups.append(Group("list", [self.line(2 * (block.level - 1), self._runover, item.label, words)]))
            groups += self.groups(rest)
        return [*groups]

    def _skip_page_breaks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """``blocks`` without the page breaks before them: a page that begins with an entry begins with its label."""
        while blocks and isinstance(blocks[0], PageBreak):
            self.block(blocks[0])
            blocks = blocks[1:]
        return blocks

    def quotation(self, quotation: Quotation) -> Made:
        quoted, self._quoted = self._quoted, True
        groups = self.groups(quotation.blocks)
        self._quoted = quoted
        return [*groups]

    def passage(self, passage: Passage) -> Made:
        if passage.role in {"index", "subentries"}:
            return self._entries(passage, 0 if passage.role == "index" else 2)
        if not passage.language:
            return [*self.groups(passage.blocks)]

        def foreign(run: tuple[Inline, ...]) -> tuple[Inline, ...]:
            return (Foreign(passage.language, passage.direction, run),) if run else ()

        # Each paragraph, entry and cell is a passage of its own.
        return [*self.groups(rewrite(passage.blocks, RewriteRules(lambda one: one, whole=foreign)))]

    def _entries(self, passage: Passage, inside: int) -> Made:
        """Return the entries of an index as a list, those under one further in."""
        groups: GroupList = []
        for block in passage.blocks:
            if isinstance(block, Paragraph):
                groups.append(Group("list", [self.line(inside, self._runover, "", block.content)]))
            else:
                groups += self.groups((block,))
        return [*groups]

    def definitions(self, definitions: Definitions) -> Made:
        groups: GroupList = []
        for entry in definitions.entries:
            words, rest = first_words(self._skip_page_breaks(entry.blocks))
            groups.append(Group("list", [self.line(0, self._runover, "", (*entry.term, Text(": "), *words))]))
            groups += self.groups(rest)
        return [*groups]

    def table(self, table: Table) -> Made:
        titled = self._open_object(table.label, table.title)
        rows = grid.of_cells((*table.head, *table.rows))
        simple = len(table.head) == 1 and all(
            cell.columns == cell.rows == 1 for row in (*table.head, *table.rows) for cell in row
        )
        group = Group("table", head=len(table.head))
        for number, row in enumerate(rows):
            heads = rows[: len(table.head)] if number >= len(table.head) else []
            group.table.append([self._table_cell(slot, heads, simple=simple) for slot in row])
        above, below = self._apart(table.headnote), self._apart(table.source)
        return self._object(titled, [*above, group, *below], table.notes)

    def _table_cell(self, slot: Placed[Cell], heads: Sequence[Sequence[Placed[Cell]]], *, simple: bool) -> TableCell:
        """Return a cell, or one that reaches down into this row, where no print page begins."""
        cell, runs = slot.cell, self.runs(slot.cell.line())
        runs = runs if slot.begins else tuple(run for run in runs if not run.page)
        return TableCell(runs, self._name(slot, heads), simple, cell.kind, cell.columns, cell.rows, begins=slot.begins)

    def _name(self, cell: Placed[Cell], heads: Sequence[Sequence[Placed[Cell]]]) -> tuple[BrailleRun, ...]:
        """Return the heads above a cell, for a list."""
        over = [
            plain(head.cell.line()).strip()
            for row in heads
            for head in row
            if head.begins and head.column <= cell.column < head.column + head.columns and cell.columns <= head.columns
        ]
        words = ", ".join(filter(None, over))
        return (BrailleRun(f"{words}:", self.main),) if words else ()

    def figure(self, figure: Figure) -> Made:
        if not figure.label and not figure.alternative:
            return [*self.groups(figure.source), *(group for note in figure.notes for group in self.note(note))]
        titled = self._open_object(figure.label, figure.title)
        opened, closed = braille.DESCRIBED
        described = Line(*_FLOWING, (BrailleRun(figure.alternative, self.main, opened, closed),))
        description = [Group("paragraph", [described])] if figure.picture.name else []
        return self._object(titled, [*description, *self._apart(figure.source)], figure.notes)

    def box(self, box: Box) -> Made:
        titled = self._open_object(box.label, box.title)
        return self._object(titled, self._apart(box.blocks), box.notes)

    def _open_object(self, label: str, title: tuple[Inline, ...]) -> GroupList:
        """The line of full cells that opens an object, after the print pages that begin before it, and its title."""
        pages, self._pages = tuple(self._pages), []
        opened = Group("open", [Line(0, 0, pages)] if pages else [], sign=braille.OPENED)
        return [opened, *([Group("heading", [self.line(4, 4, label, title)], level=2)] if label or title else [])]

    def _object(self, titled: GroupList, inside: GroupList, notes: tuple[Note, ...]) -> Made:
        """Return what is between two lines of full cells: title, groups, letter notes."""
        letters = [group for note in notes for group in self.note(note)]
        separator = [Group("separator", sign=braille.SEPARATOR)] if letters else []
        return [*titled, *inside, *separator, *letters, Group("close", sign=braille.CLOSED)]

    def _apart(self, blocks: tuple[Block, ...]) -> GroupList:
        quoted, self._quoted = self._quoted, False
        groups = self.groups(blocks)
        self._quoted = quoted
        return groups

    def note(self, note: Note) -> GroupList:
        """Return a note: its mark as where it is called, then its blocks."""
        words, rest = first_words(note.blocks, bare=True)
        content = (Indicator("", "", note.label), Text(" "), *words)
        return [Group("paragraph", [self.line(*_FLOWING, "", content)]), *self._apart(rest)]

    def equation(self, equation: Equation) -> Made:
        return [Group("equation", [self.line(7, 9, equation.label, (equation.formula,))])]

    def listing(self, listing: Listing) -> Made:
        """Return lines for a machine: each word by itself and without contractions, blanks as they are."""
        table = braille.uncontracted_table(self.document.language, self.main)
        lines = [line for line in dedent(listing.text.expandtabs()).split("\n") if line.strip()]
        rows = [
            [BrailleRun(word, table, braille.BLANK * len(blanks)) for blanks, word in re.findall(r"(\s*)(\S+)", line)]
            for line in lines
        ]
        opened, closed = self.forms.uncontracted
        if rows:
            rows[0][0] = replace(rows[0][0], before=rows[0][0].before + opened)
            rows[-1][-1] = replace(rows[-1][-1], after=closed)
        return [Group("listing", [Line(1, 11, tuple(runs), verbatim=True) for runs in rows])]

    # Inlines

    def text(self, text: Text | Code | Reference) -> Made:
        return [BrailleRun(text.text, self._table)]

    code = reference = text

    def emphasis(self, emphasis: Emphasis) -> Made:
        return self._emphasize(emphasis.content, self.forms.italic)

    def strong(self, strong: Strong) -> Made:
        return self._emphasize(strong.content, self.forms.bold)

    def _emphasize(self, content: tuple[Inline, ...], signs: EmphasisSigns) -> Made:
        """Return what is emphasized, its words between ``signs`` where the code of the text has them."""
        pieces = self._inside(content)
        runs = [piece for piece in pieces if isinstance(piece, BrailleRun)]
        plain_text = all(run.table == self.main and not (_apart(run) or run.before or run.after) for run in runs)
        if not (signs.word or signs.begin) or not plain_text or self._table != self.main:
            return pieces
        self.emphasized.add(signs)
        run = sum(runs, BrailleRun("", self.main))
        return [replace(run, emphasis=(Emphasized(0, len(run.text), signs),))]

    def foreign(self, foreign: Foreign) -> Made:
        other = braille.tables(foreign.language)[-1]  # uncontracted (Unified English Braille 2013, 13.2.1)
        is_main = foreign.language.partition("-")[0] == self.document.language.partition("-")[0]
        if is_main and self._table != self.main:
            inside = self._runs_by(self.main, foreign.content)
            return [replace(run, language=run.language or self.document.language) for run in inside]
        if is_main or foreign.language == _NO_LANGUAGE or other.startswith("language:") or other == self._table:
            return self._inside(foreign.content)
        made: Made = []
        # No passage is within another: after the sign of its end the reader is in the language of the edition.
        for language, runs in groupby(self._runs_by(other, foreign.content), attrgetter("language")):
            group = [*runs]
            made += group if language else self._enclose([replace(run, language=foreign.language) for run in group])
        return made

    def _runs_by(self, table: str, content: tuple[Inline, ...]) -> RunList:
        outer, self._table = self._table, table
        inside = self.runs(content)
        self._table = outer
        return [*inside]

    def _enclose(self, core: RunList) -> RunList:
        """Return what is in another language between the signs for it, spaces at its ends outside of them."""
        if not any(run.text.strip() or run.before or run.page for run in core):
            return core
        opened, closed = self.forms.passage
        lead, tail = core[0].text[:1].isspace(), core[-1].text[-1:].isspace()
        begun = core[0].text.lstrip()
        ends = tuple(at - len(core[0].text) + len(begun) for at in core[0].ends)
        core[0] = replace(core[0], text=begun, before=opened + core[0].before, ends=ends)
        core[-1] = replace(core[-1], text=core[-1].text.rstrip(), after=core[-1].after + closed)
        blank = BrailleRun(" ", self._table)
        return [*([blank] if lead else []), *core, *([blank] if tail else [])]

    def link(self, inline: Link | Subscript | Superscript) -> Made:
        return self._inside(inline.content)

    superscript = subscript = link

    def indicator(self, indicator: Indicator) -> Made:
        before, _, after = self.forms.call.partition("{}")
        return [BrailleRun(indicator.label, self.main, before, after)]

    def line_break(self, line_break: LineBreak) -> Made:
        del line_break
        return [BrailleRun(" ", self._table, ends=(0,))]

    def formula(self, formula: Formula) -> Made:
        cells = self._coded.get(formula.mathml, "") if self._table == self.main else ""
        opened, closed = braille.NEMETH
        if cells:
            return [BrailleRun("", self._table, f"{opened}{braille.BLANK}{cells}", f"{braille.BLANK}{closed}")]
        return [BrailleRun(formula.words, self._table)]

    def page_break(self, page: PageBreak) -> Made:
        return [BrailleRun("", self.main, page=page.label)]

    def index_mark(self, mark: IndexMark) -> Made:
        del mark
        return []

    def block(self, block: Block) -> Made:
        if isinstance(block, PageBreak):
            self._pages.append(BrailleRun("", self.main, page=block.label))
            return []
        return super().block(block)

    def _inside(self, content: tuple[Inline, ...]) -> Made:
        return [piece for inline in content for piece in self.inline(inline)]


def _apart(run: BrailleRun) -> bool:
    """Return whether a run is more than text: a print page begins, or it is a link."""
    return bool(run.page or run.target)
