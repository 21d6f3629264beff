"""Blocks as Markdown: one line for each paragraph; objects between elements of HTML, which CommonMark lets through."""

from __future__ import annotations

import re
from html import escape as html_escape

from plantin.model.document import (
    Block,
    Box,
    Cell,
    Definitions,
    Document,
    Equation,
    Figure,
    Item,
    List,
    Listing,
    Note,
    Paragraph,
    Passage,
    Quotation,
    Section,
    Table,
)
from plantin.model.inlines import Formula, IndexMark, Indicator, Inline, PageBreak
from plantin.writers.markdown.inlines import Inlines, anchor, begun, clean, escaped, fenced
from plantin.writers.xhtml import Body

_TOP = 2
_ALIGNED = {"start": "---", "centre": ":-:", "end": "--:"}


class Blocks(Inlines):
    """Prints the blocks of ``document``."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._numbered = {note.anchor for note in document.notes}
        self._cells = _Cells(document)

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """``blocks`` with an empty line between them."""
        return "\n\n".join(filter(None, map(self.block, blocks)))

    def line(self, content: tuple[Inline, ...], name: str = "", label: str = "") -> str:
        """A line of text after its anchor and its label."""
        words = self.inlines(content).strip()
        text = f"{escaped(label)}  {words}" if label else words
        return anchor(name) + text.rstrip() if name else begun(text).rstrip()

    def called(self, indicator: Indicator) -> str:
        if indicator.note in self._numbered:
            return f"[^{indicator.label}]"
        return f"<sup>[{escaped(indicator.label)}](#{indicator.note})</sup>"

    def section(self, section: Section) -> str:
        heading = (
            f"{'#' * min(section.level + _TOP - 1, 6)} {self.line(section.heading, section.anchor, section.label)}"
        )
        return "\n\n".join(filter(None, (heading, self.blocks(section.blocks))))

    def paragraph(self, paragraph: Paragraph) -> str:
        return self.line(paragraph.content, paragraph.anchor, paragraph.label)

    def list(self, block: List) -> str:
        made = []
        for item in block.items:
            first = item.blocks[0] if item.blocks and isinstance(item.blocks[0], Paragraph) else None
            label = item.label if any(map(str.isalnum, item.label)) else ""
            line = self.line(first.content if first else (), item.anchor, label)
            rest = self.blocks(item.blocks[1:] if first else item.blocks)
            made.append(_held("- ", "\n\n".join(filter(None, (line, rest)))))
        return "\n\n".join(made)

    def quotation(self, quotation: Quotation) -> str:
        return "\n".join(f"> {line}".rstrip() for line in self.blocks(quotation.blocks).split("\n"))

    def passage(self, passage: Passage) -> str:
        inside = self.blocks(passage.blocks)
        if passage.role == "subentries":
            return _around('class="subentries"', inside)
        return (
            _around(f'lang="{html_escape(passage.language)}" dir="{passage.direction}"', inside)
            if passage.language
            else inside
        )

    def definitions(self, definitions: Definitions) -> str:
        rows = (f"**{self.inlines(entry.term)}**\n\n{self.blocks(entry.blocks)}" for entry in definitions.entries)
        return _around('class="definitions"', "\n\n".join(_held("- ", row) for row in rows))

    def table(self, table: Table) -> str:
        rows = self._piped(table) if _is_simple(table) else self._cells.table_of(table)
        return self._object(
            table.anchor, "table", table.label, table.title, (table.headnote, rows, table.source), table.notes
        )

    def _piped(self, table: Table) -> str:
        head, *rows = ([self._cell(cell) for cell in row] for row in (*table.head, *table.rows))
        rule = [_ALIGNED[cell.align] for cell in table.head[0]]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))

    def _cell(self, cell: Cell) -> str:
        # A bar ends a cell even in code, unless it has a stroke before it (GFM, 4.10).
        return re.sub(r"(?<!\\)\|", r"\\|", self.inlines(cell.content).strip())

    def figure(self, figure: Figure) -> str:
        if not figure.label and not figure.alternative:
            return "\n\n".join(filter(None, (self.blocks(figure.source), *map(self.letter, figure.notes))))
        shown = escaped(f"[{figure.alternative}]") if figure.picture.name else ""
        return self._object(
            figure.anchor, "figure", figure.label, figure.title, ((), shown, figure.source), figure.notes
        )

    def box(self, box: Box) -> str:
        return self._object(box.anchor, "box", box.label, box.title, ((), "", box.blocks), box.notes)

    def _object(
        self,
        name: str,
        kind: str,
        label: str,
        title: tuple[Inline, ...],
        parts: tuple[tuple[Block, ...], str, tuple[Block, ...]],
        notes: tuple[Note, ...],
    ) -> str:
        above, shown, below = parts
        words = (
            f"**{escaped(label)}**  {self.inlines(title)}" if label else f"**{self.inlines(title)}**" if title else ""
        )
        inside = (words.strip(), self.blocks(above), shown, self.blocks(below), *map(self.letter, notes))
        identity = f'id="{html_escape(name)}" ' if name else ""
        return _around(f'{identity}class="{kind}"', "\n\n".join(filter(None, inside)))

    def letter(self, note: Note) -> str:
        """A note under an object, or an asterisk of the masthead."""
        return _around(f'id="{html_escape(note.anchor)}" class="note"', self._note(note, ""))

    def note(self, note: Note) -> str:
        """A numbered note, as a footnote."""
        held = self._note(note, anchor(note.anchor)).replace("\n", "\n    ")
        return f"[^{note.label}]: " + re.sub(r"\n +\n", "\n\n", held)

    def _note(self, note: Note, before: str) -> str:
        label = "" if before else f"{escaped(note.label)}  "
        first = (
            note.blocks[0]
            if note.blocks and isinstance(note.blocks[0], Paragraph) and not note.blocks[0].label
            else None
        )
        line = (before + label + (self.inlines(first.content).strip() if first else "")).rstrip()
        return "\n\n".join(filter(None, (line, self.blocks(note.blocks[1:] if first else note.blocks))))

    def equation(self, equation: Equation) -> str:
        tex = equation.formula.tex.strip("\n")
        fence = max(fenced(tex), "```", key=len)
        identity = f'id="{html_escape(equation.anchor)}" ' if equation.anchor else ""
        shown = (f"{fence}math\n{tex}\n{fence}", begun(escaped(equation.label)))
        return _around(
            f'{identity}role="math" aria-label="{html_escape(clean(equation.formula.words))}"',
            "\n\n".join(filter(None, shown)),
        )

    def listing(self, listing: Listing) -> str:
        fence = max(fenced(listing.text), "```", key=len)
        return f"{fence}{re.sub('[^a-z0-9+#-]', '', listing.language.lower())}\n{listing.text}\n{fence}"


class _Cells(Body):
    """Prints a table with spans as HTML, the calls in it as everywhere else in the edition."""

    def table_of(self, table: Table) -> str:
        """The rows of ``table``."""
        head = f"<thead>\n{self._listed(table.head)}</thead>\n" if table.head else ""
        return f"<table>\n{head}<tbody>\n{self._listed(table.rows)}</tbody>\n</table>"

    def _listed(self, rows: tuple[tuple[Cell, ...], ...]) -> str:
        return "".join(map(self._cells, rows))

    def list(self, block: List) -> str:
        """A list in a cell: of a number two spaces part the words, the sign of bullets is left to whoever shows
        them.
        """
        return f"<ul>{''.join(map(self.item, block.items))}</ul>\n"

    def item(self, item: Item) -> str:
        label = f"{html_escape(item.label)}  " if any(map(str.isalnum, item.label)) else ""
        first = item.blocks[0] if item.blocks and isinstance(item.blocks[0], Paragraph) else None
        rest = item.blocks[1:] if first else item.blocks
        return f"<li><p>{label}{self.inlines(first.content if first else ())}</p>\n{self.blocks(rest)}</li>\n"

    def indicator(self, indicator: Indicator) -> str:
        return f'<sup><a href="#{html_escape(indicator.note)}">{html_escape(indicator.label)}</a></sup>'

    def formula(self, formula: Formula) -> str:
        tex = html_escape(clean(formula.tex))
        return f'<span role="math" aria-label="{html_escape(clean(formula.words))}">${tex}$</span>'

    def page_break(self, page: PageBreak) -> str:
        del page
        return ""

    def index_mark(self, mark: IndexMark) -> str:
        return anchor(mark.anchor)


def _is_simple(table: Table) -> bool:
    """Whether Markdown's own tables can give the table: one row of heads, no spans, no cut-in heads, one line in each
    cell.
    """
    cells = list(table.cells())
    return len(table.head) == 1 and all(
        cell.columns == cell.rows == 1 and cell.kind != "group" and not cell.blocks for cell in cells
    )


def _around(attributes: str, inside: str) -> str:
    """``inside`` between the tags of an element, each a block of HTML (CommonMark 0.31, 4.6)."""
    return f"<div {attributes}>\n\n{inside}\n\n</div>"


def _held(mark: str, inside: str) -> str:
    """``inside`` as an entry of a list."""
    return mark + re.sub(r"\n(?=.)", "\n" + " " * len(mark), inside)
