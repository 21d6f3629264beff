"""Draws the charts of a document again for an edition: as wide as its measure, their words in the size of its notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from plantin.bounded import fonts
from plantin.charts.drawing import draw
from plantin.charts.frame import SIZE, WIDTH, Advances, Frame, is_wide
from plantin.files import digest
from plantin.house.style import Style
from plantin.model.charts import Chart
from plantin.model.document import Block, Box, Document, Figure, Picture
from plantin.model.rewrite import rewrite_blocks
from plantin.writers.pdf.stylesheet import tallest_chart

_NARROW = 280
"""The width in CSS pixels that a page of 320 pixels leaves (WCAG 2.2, 1.4.10)."""
_BOX = 32
"""What the edge of a box takes of the measure, in CSS pixels."""
_MM, _POINT = 96 / 25.4, 96 / 72
"""CSS pixels in a millimetre and in a point."""
_CUTS = ("regular", "italic", "bold")


class _FaceAdvances(Advances):
    """The widths of the letters of a style: of each the widest in the cuts of its text face, of a letter that this
    lacks that in another of its faces.
    """

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        contents = [style.face(style.font(cut)) for cut in _CUTS]
        for content in (*contents, *(content for cut in _CUTS for _, content in style.legible_files(cut))):
            self._add(content)

    def _add(self, content: bytes) -> None:
        for letter, width in fonts.advances(content).items():
            self[letter] = max(self.get(letter, 0.0), width)

    def __missing__(self, letter: str) -> float:
        path = next((path for path in self._style.other_files() if letter in self._style.letters(path)), None)
        if path is None or is_wide(letter):
            return super().__missing__(letter)
        self._add(self._style.face(path))
        return self[letter]


@lru_cache(maxsize=16)
def _advances(style: Style) -> Advances:
    return _FaceAdvances(style)


def page(style: Style) -> tuple[Frame, ...]:
    """Return the room of charts on a page of ``style``, and the size of its notes. Raises StyleError: D003, D024."""
    sheet = style.page
    measure = (sheet.width - sheet.inner - sheet.outer) * _MM
    return (Frame(int(measure), style.type.note * _POINT, tallest_chart(style) * _MM, _advances(style)),)


def screen(style: Style) -> tuple[Frame, ...]:
    """Return the room of charts on a screen, and on a narrow one. Raises StyleError: D003, D024."""
    return tuple(Frame(width, SIZE, advances=_advances(style)) for width in (WIDTH, _NARROW))


def draw_charts(document: Document, frames: Sequence[Frame]) -> Document:
    """Return ``document`` with its charts drawn for the first of ``frames``, and for the second as narrow ones."""

    def redraw(block: Block, around: tuple[Block, ...]) -> Block:
        if not isinstance(block, Figure) or block.chart is None or block.chart.kind == "sparkline":
            return block
        less = _BOX * sum(isinstance(outer, Box) for outer in around)
        chart, rooms = block.chart, [replace(frame, width=frame.width - less) for frame in frames]
        first, *others = (_picture(block.picture, chart, room) for room in rooms)
        return replace(block, picture=first, narrow=_marked(others[0]) if others else None)

    return replace(document, blocks=rewrite_blocks(document.blocks, redraw))


def _picture(picture: Picture, chart: Chart, frame: Frame) -> Picture:
    drawn = draw(chart, frame)
    checksum = digest(drawn.content)
    return replace(picture, width=drawn.width, height=drawn.height, digest=checksum, content=drawn.content)


def _marked(picture: Picture) -> Picture:
    """Return a drawing for a narrow page, which sheets show there alone."""
    content = picture.content.replace(b'class="chart"', b'class="chart narrow"', 1)
    return replace(picture, digest=digest(content), content=content)
