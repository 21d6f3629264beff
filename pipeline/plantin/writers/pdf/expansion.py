"""Font expansion: the type of a filled line is set a little wider or narrower, so that its spaces alone need not bear
what it lacks.

Glyphs, kerning and spaces of a line grow together, by a factor of the text matrix (ISO 32000-1, 9.4.2), as pdfTeX and
microtype do it; at .02 nobody sees it. Lines that run from right to left and lines without spaces stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from plantin.writers.pdf.line_breaking import COMFORT, GROWTH, SHRINKING

_DIGITS = 4
"""Decimal places of a factor: finer than a printer's dot on any line."""

_MORE = 1.5
"""How much more than ``most`` type grows where nothing else keeps the spaces of a line from being holes."""


def expanding(justify_line: Callable[..., None], most: float) -> Callable[..., None]:
    """WeasyPrint's ``justify_line``, which takes its part of what a line lacks from its type first, ``most`` of its
    width at most.
    """

    def justified(context: Any, line: Any, extra: float) -> None:
        texts = list(_texts(line))
        width, spaces = sum(box.width for box in texts), sum(map(_spaces, texts))
        if not (most and spaces) or line.style["direction"] == "rtl":
            justify_line(context, line, extra)
            return
        factor = 1 + part(extra, spaces, width, line.style["font_size"], most)
        justify_line(context, line, (width + extra) / factor - width)
        _expand(line, factor, 0.0)

    return justified


def part(extra: float, spaces: int, width: float, em: float, most: float) -> float:
    """By which part of itself type that is ``width`` wide grows (shrinks, below 0) where its line lacks ``extra`` and
    has so many spaces: type and spaces bear it in proportion to what they can. Where spaces would be wider than is
    good, type bears half as much again.
    """
    each = GROWTH if extra > 0 else SHRINKING
    share = most * extra / (spaces * each * em + most * width)
    wanting = (extra - spaces * COMFORT * em) / width
    return round(max(-most, min(most, share), min(most * _MORE, wanting)), _DIGITS)


def drawing(draw_first_line: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's ``draw_first_line``, which draws expanded boxes by their factor."""

    def draw(stream: Any, box: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
        from weasyprint.matrix import Matrix

        factor = getattr(box, "expansion", 1.0)
        if factor != 1:
            a, b, c, d, e, f = matrix.values
            matrix = Matrix(a * factor, b * factor, c, d, e, f)
        return draw_first_line(stream, box, overflow, ellipsis, matrix)

    return draw


def _texts(box: Any) -> Iterator[Any]:
    """The texts of a line, those of boxes in it left out."""
    from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox

    if isinstance(box, TextBox):
        yield box
    elif isinstance(box, LineBox | InlineBox):
        for child in box.children:
            yield from _texts(child)


def _spaces(box: Any) -> int:
    return int(box.text.count(" ") + box.text.count("\u00a0"))


def _expand(box: Any, factor: float, moved: float) -> float:
    """Expand the texts of ``box``, which stands ``moved`` further to the right, and move what follows; how far that
    is.
    """
    from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox

    if isinstance(box, TextBox):
        grown = float(box.width) * (factor - 1)
        box.expansion = factor
        box.position_x += moved
        box.width += grown
        return moved + grown
    if isinstance(box, LineBox | InlineBox):
        box.position_x += moved
        begin = moved
        for child in reversed(box.children) if box.style["direction"] == "rtl" else box.children:
            if child.is_in_normal_flow():
                moved = _expand(child, factor, moved)
        box.width += moved - begin
        return moved
    box.translate(moved, 0)
    return moved
