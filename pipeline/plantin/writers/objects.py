"""Writes tables, figures, boxes, definitions, formulas and listings as XHTML that is also HTML, for all web-based
editions.

A table is ``<div class="table">`` around a ``<table>`` with its caption, a figure ``<figure>``, a box ``<div
class="box" role="group">``; letter notes are ``<ol class="letters">`` under them, each with the anchor of the note.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from html import escape

from plantin.model.document import (
    Block,
    Box,
    Cell,
    Definitions,
    Equation,
    Figure,
    Listing,
    Note,
    Picture,
    Table,
)
from plantin.model.inlines import Code, Formula, Inline
from plantin.writers.a11y_metadata import is_described
from plantin.writers.writer import Writer

Media = Callable[[Picture], str]
_SCOPES = {"column": ("col", "colgroup"), "row": ("row", "row"), "group": ("rowgroup", "rowgroup")}


class Objects(Writer[str]):
    """What the shared body prints beside running text. ``media`` gives the address of a picture."""

    media: Media
    rank: int
    """The rank of a heading among the blocks that are written."""
    code_direction: str
    """The attribute of code on a page from right to left, where it is from left to right; empty elsewhere."""
    draws = False
    """Whether charts are drawn in the page, their words in its faces; else they are pictures beside it."""
    details = ""
    """What pictures name beside the anchor of their figure (WAI-ARIA 1.2, aria-details): their long description, which
    is on the same page, or the link to it, which is below them; empty, nothing.
    """

    def inlines(self, content: tuple[Inline, ...]) -> str:
        """Return the markup of ``content``."""
        return "".join(map(self.inline, content))

    def with_label(self, label: str, content: tuple[Inline, ...]) -> str:
        """Return ``content`` after its printed number, which may be empty."""
        return f'<span class="label">{escape(label)}</span> {self.inlines(content)}' if label else self.inlines(content)

    @abstractmethod
    def blocks(self, blocks: tuple[Block, ...], role: str = "") -> str:
        """Return the markup of blocks; ``role`` is the class of the paragraphs among them that have no number."""

    @abstractmethod
    def letter(self, note: Note) -> str:
        """Return a letter note as an entry of its list, with a link back to each call."""

    def definitions(self, definitions: Definitions) -> str:
        rows = []
        for entry in definitions.entries:
            rows.append(f"<dt>{self.inlines(entry.term)}</dt>\n<dd>{self.blocks(entry.blocks)}</dd>\n")
        return f"<dl>{''.join(rows)}</dl>\n"

    def table(self, table: Table, look: str = "") -> str:
        """Return a table; ``look`` are further classes of it."""
        headnote = self.blocks(table.headnote, "headnote").rstrip("\n")
        # The name of a table is its title: a headnote, as the sentences of a chart, is read with the table alone.
        name = f' id="{table.anchor}-title"'
        title = f'<span class="title"{name * bool(headnote)}>{self.with_label(table.label, table.title)}</span>'
        caption = f"<caption{name * (not headnote)}>{title}{headnote}</caption>\n"
        caption = caption if table.label or table.title else ""
        head = f"<thead>{''.join(map(self._cells, table.head))}</thead>\n" if table.head else ""
        body = "".join(self._groups(table))
        columns = "".join(f'<col style="width: {width}%"/>' for width in table.widths)
        columns = f"<colgroup>{columns}</colgroup>\n" if columns else ""
        classes = f"table{look}{' wide' if table.wide else ''}"
        return (
            f'<div id="{table.anchor}" class="{classes}">'
            + self.room(
                table,
                f"<table>\n{caption}{columns}{head}{body}</table>\n",
            )
            + f"{self._below(table.source, table.notes)}</div>\n"
        )

    def room(self, table: Table, rows: str) -> str:
        """Return ``rows``, the whole element of a table, in the room that the edition has for it."""
        del table
        return rows

    def _groups(self, table: Table) -> Iterator[str]:
        """Yield the rows below the head; each cut-in head opens a group of its own."""
        rows: list[str] = []
        for row in table.rows:
            if rows and row[0].kind == "group":
                yield f"<tbody>{''.join(rows)}</tbody>\n"
                rows = []
            rows.append(self._cells(row))
        yield f"<tbody>{''.join(rows)}</tbody>\n"

    def _cells(self, cells: tuple[Cell, ...]) -> str:
        return f"<tr>{''.join(map(self._cell, cells))}</tr>\n"

    def _cell(self, cell: Cell) -> str:
        tag = "td" if cell.kind == "data" else "th"
        scope = f' scope="{_SCOPES[cell.kind][cell.columns > 1]}"' if tag == "th" else ""
        spans = (f' colspan="{cell.columns}"' if cell.columns > 1 else "") + (
            f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        )
        align = f' class="{cell.align}"' if cell.align != "start" else ""
        inside = self.blocks(cell.blocks).rstrip("\n") if cell.blocks else self.inlines(cell.content)
        return f"<{tag}{scope}{spans}{align}>{inside}</{tag}>"

    def figure(self, figure: Figure) -> str:
        if not (figure.label or figure.title):
            kind = "sparkline" if figure.chart else "picture" if figure.alternative else "ornament"
            return f'<div class="{kind}">{self.image(figure)}</div>\n{self._below(figure.source, figure.notes)}'
        caption = f'<figcaption id="{figure.anchor}-title">{self.with_label(figure.label, figure.title)}</figcaption>\n'
        picture = f"{self.image(figure)}\n" if figure.picture.name else ""
        return (
            f'<figure id="{figure.anchor}" class="figure" aria-labelledby="{figure.anchor}-title">{caption}'
            f"{picture}{self._below(figure.source, figure.notes)}</figure>\n"
        )

    def image(self, figure: Figure) -> str:
        """Return the picture of a figure, with its alternative text."""
        picture = figure.picture
        wide = f' style="width: {figure.width}%"' if figure.width else ""
        details = f' aria-details="{figure.anchor}{self.details}"' if self.details and is_described(figure) else ""
        if figure.chart and self.draws:
            named = f'<svg role="img" aria-label="{escape(figure.alternative)}"{details}'
            drawings = filter(None, (figure.narrow, picture))
            return "\n".join(drawing.content.decode().replace("<svg", named, 1) for drawing in drawings)
        wide += (' class="chart"' if figure.chart else "") + details
        return (
            f'<img src="{escape(self.media(picture))}" alt="{escape(figure.alternative)}"{self.size(picture)}{wide}/>'
        )

    def size(self, picture: Picture) -> str:
        """Return the attributes that give the size of a picture."""
        return f' width="{picture.width}" height="{picture.height}"'

    def _below(self, source: tuple[Block, ...], notes: tuple[Note, ...]) -> str:
        below = self.blocks(source, "source")
        letters = "".join(map(self.letter, notes))
        return below + (f'<ol class="letters">{letters}</ol>\n' if letters else "")

    def box(self, box: Box, look: str = "") -> str:
        """Return a box; ``look`` are further classes of it."""
        # Without a number in front, it is found by its heading; a paragraph that is one looks like the other titles.
        heading = f' role="heading" aria-level="{self.rank}"' if box.title and not box.label else ""
        words = self.with_label(box.label, box.title)
        title = f'<p class="box-title" id="{box.anchor}-title"{heading}>{words}</p>\n'
        return (
            f'<div id="{box.anchor}" class="box{look}" role="group" aria-labelledby="{box.anchor}-title">{title}'
            f"{self.blocks(box.blocks)}{self._below((), box.notes)}</div>\n"
        )

    def equation(self, equation: Equation, attributes: str = "") -> str:
        """Return a formula that has a line to itself; ``attributes`` are further ones of its element."""
        identity = f' id="{equation.anchor}"' if equation.anchor else ""
        label = f'<span class="label">{escape(equation.label)}</span> ' if equation.label else ""
        return f'<div{identity} class="equation"{attributes}>{label}{self.display(equation.formula)}</div>\n'

    def listing(self, listing: Listing, attributes: str = "") -> str:
        """Return a listing; ``attributes`` are further ones of its element."""
        return f'<pre class="listing"{self.code_direction}{attributes}>{self.code(Code(listing.text))}</pre>\n'

    def display(self, formula: Formula) -> str:
        """Return a formula that has a line to itself."""
        return self.formula(formula).replace('display="inline"', 'display="block"', 1)

    def formula(self, formula: Formula) -> str:
        return formula.mathml.replace("<math", f'<math alttext="{escape(formula.words)}"', 1)
