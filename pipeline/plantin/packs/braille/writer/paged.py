"""Groups of an edition on pages: rows of lists of tables, figures and boxes lead to the pages of these, and figures to
the page of their data.
"""

from __future__ import annotations

from dataclasses import replace

from plantin.model.document import Box, Figure, Paragraph, Passage, Table
from plantin.packs.braille.writer.blocks import Groups, Made
from plantin.packs.braille.writer.runs import Group
from plantin.writers.parts import row_reference


class PagedGroups(Groups):
    """Groups with the anchors of what begins with them, and of what they lead to by its page."""

    _lists = False
    _figure = ""

    def passage(self, passage: Passage) -> Made:
        self._lists = passage.role == "object-list"
        made = super().passage(passage)
        self._lists = False
        return made

    def paragraph(self, paragraph: Paragraph) -> Made:
        made, reference = super().paragraph(paragraph), row_reference(paragraph)
        if reference and (self._lists or reference.anchor == f"{self._figure}.data"):
            return [replace(group, target=reference.anchor) if isinstance(group, Group) else group for group in made]
        return made

    def table(self, table: Table) -> Made:
        return _anchored(super().table(table), table)

    def figure(self, figure: Figure) -> Made:
        outer, self._figure = self._figure, figure.anchor
        made = super().figure(figure)
        self._figure = outer
        return _anchored(made, figure)

    def box(self, box: Box) -> Made:
        return _anchored(super().box(box), box)


def _anchored(made: Made, block: Table | Figure | Box) -> Made:
    return [
        replace(piece, anchor=block.anchor) if isinstance(piece, Group) and not at else piece
        for at, piece in enumerate(made)
    ]
