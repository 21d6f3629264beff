"""Font expansion: the type of a filled line is set a little wider or narrower, so that its spaces alone need not bear
what it lacks.

Glyphs, kerning and spaces of a line grow together, by a factor of the text matrix (ISO 32000-1, 9.4.2), as pdfTeX and
microtype do it; at .02 nobody sees it. Lines that run from right to left and lines without spaces stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox
from weasyprint.layout.inline import add_word_spacing
from weasyprint.matrix import Matrix as EngineMatrix

from plantin.writers.pdf.engine_types import Box, Context, LayOut, Matrix, Stream
from plantin.writers.pdf.line_breaking import COMFORT, GROWTH, SHRINKING
from plantin.writers.pdf.shaped_text import ShapedText

_DECIMAL_PLACES = 4
"""Decimal places of a factor: finer than a printer's dot on any line."""

_MOST_GROWTH_EM = 0.9
"""By how many em spaces grow at most: a line beside a word that has no place in it is ragged rather than full of
holes."""

_HOLE_GROWTH_FACTOR = 1.5
"""How much more than ``most`` type grows where nothing else keeps the spaces of a line from being holes."""


def justify(context: Context, line: Box, extra: float, most: float) -> None:
    """Fill ``line``, which lacks ``extra`` pixels: from its type, ``most`` of its width at most, then its spaces."""
    texts = list(_texts(line))
    width, spaces = sum(box.width for box in texts), sum(map(_spaces, texts))
    if not spaces:
        return
    factor = 1 + part(extra, spaces, width, line.style["font_size"], most) if most else 1.0
    spacing = ((width + extra) / factor - width) / spaces
    if any(_is_hole(box, spacing) for box in texts):
        return
    _widen(line, 0.0, partial(_space, context, spacing))
    if most:
        _widen(line, 0.0, partial(_expand, factor))


def has_holes(line: Box) -> bool:
    """Return whether the engine has filled ``line`` with spaces that are too wide."""
    return any(_is_hole(box, getattr(box, "justification_spacing", 0.0)) for box in _texts(line))


def _is_hole(box: Box, spacing: float) -> bool:
    return bool(_spaces(box)) and spacing > _MOST_GROWTH_EM * float(box.style["font_size"])


def _widen(box: Box, moved: float, widen: Callable[[Box], float]) -> float:
    """Let ``widen`` make the texts of ``box``, which is ``moved`` to the right, wider; how far the rest is moved."""
    if isinstance(box, TextBox):
        box.position_x += moved
        return moved + widen(box)
    if not isinstance(box, LineBox | InlineBox):
        box.translate(moved, 0)
        return moved
    begin = moved
    box.position_x += moved
    for child in reversed(box.children) if box.style["direction"] == "rtl" else box.children:
        if child.is_in_normal_flow():
            moved = _widen(child, moved, widen)
    box.width += moved - begin
    return moved


def _space(context: Context, spacing: float, box: Box) -> float:
    """Make the spaces of a text ``spacing`` pixels wider; how much wider the text is."""
    text = getattr(box, "pango_layout", None)
    if not isinstance(text, ShapedText) or text.text != box.text:
        return float(add_word_spacing(context, box, spacing, 0.0))
    more = spacing * _spaces(box)
    box.justification_spacing, box.pango_layout = spacing, text.with_spacing(spacing)
    box.width += more
    return more


def _expand(factor: float, box: Box) -> float:
    """Expand the letters of a text; how much wider it is."""
    grown = float(box.width) * (factor - 1)
    box.expansion = factor
    box.width += grown
    return grown


def part(extra: float, spaces: int, width: float, em: float, most: float) -> float:
    """By which part of itself type that is ``width`` wide grows (shrinks, below 0) where its line lacks ``extra`` and
    has so many spaces: type and spaces bear it in proportion to what they can. Where spaces would be wider than is
    good, type bears half as much again.
    """
    each = GROWTH if extra > 0 else SHRINKING
    share = most * extra / (spaces * each * em + most * width)
    wanting = (extra - spaces * COMFORT * em) / width
    return round(max(-most, min(most, share), min(most * _HOLE_GROWTH_FACTOR, wanting)), _DECIMAL_PLACES)


def drawing(draw_first_line: LayOut) -> LayOut:
    """WeasyPrint's ``draw_first_line``, which draws expanded boxes by their factor."""

    def draw(stream: Stream, box: Box, overflow: str, ellipsis: str, matrix: Matrix) -> object:
        factor = getattr(box, "expansion", 1.0)
        if factor != 1:
            a, b, c, d, e, f = matrix.values
            matrix = EngineMatrix(a * factor, b * factor, c, d, e, f)
        return draw_first_line(stream, box, overflow, ellipsis, matrix)

    return draw


def _texts(box: Box) -> Iterator[Box]:
    """Yield the texts of a line, those of boxes in it left out."""
    if isinstance(box, TextBox):
        yield box
    elif isinstance(box, LineBox | InlineBox):
        for child in box.children:
            yield from _texts(child)


def _spaces(box: Box) -> int:
    return int(box.text.count(" ") + box.text.count("\u00a0"))
