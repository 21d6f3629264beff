"""Lines that are drawn beside what the layout engine sets, each an artifact of layout.

The dots between a row of the contents and the number of its page are one dashed line a row: the engine's ``leader()``
sets each dot as a box and a marked piece of text (3,215 for a contents of 33 rows, a fifth of the time). The rule over
the notes is shorter than the measure, which no border of the note area can be.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

import pydyf
from weasyprint.formatting_structure.boxes import BlockBox, FootnoteAreaBox, LineBox, TextBox
from weasyprint.layout.absolute import AbsolutePlaceholder

from plantin.house.style import Style
from plantin.writers.pdf.engine_types import Box, Page, Stream

_PIXEL = 0.75
"""Points in a CSS pixel."""
_MILLIMETRE = 72 / 25.4
_RULE = 0.5
"""How thick the rule over the notes is, in points."""
_DOT = 0.085
"""How large a dot is, in ems."""
_AIR = 0.75
"""How far the first dot is from the number at least, in steps."""
_LEAST = 3
"""How many steps of room there must be for any dot."""


def draw(pages: list[Page], streams: list[Stream], style: Style) -> None:
    """Draw the leaders and the rules over the notes of all ``pages`` into their ``streams``."""
    step, length = style.type.leader, style.page.note_rule * _MILLIMETRE
    for page, stream in zip(pages, streams, strict=True):
        drawn = []
        if step and (rows := list(_rows(page, step))):
            dots = " ".join(f"{begin:.3f} {height:.3f} m {end:.3f} {height:.3f} l S" for begin, end, height in rows)
            drawn.append(f"q {_stroke(style.colour.text)} {style.type.text * _DOT:.3f} w 1 J [0 {step:g}] 0 d {dots} Q")
        drawn += [
            f"q {_stroke(style.colour.rule)} {_RULE} w {begin:.3f} {height:.3f} m {end:.3f} {height:.3f} l S Q"
            for begin, end, height in _note_rules(page, length)
        ]
        if drawn:
            stream.stream.extend(
                ["/Artifact", pydyf.Dictionary({"Type": "/Layout"}), b"BDC", " ".join(drawn).encode(), b"EMC"]
            )


def _note_rules(page: Page, length: float) -> Iterator[tuple[float, float, float]]:
    """Yield where the rule over the notes of ``page`` (``length`` points) begins and ends, and how far down it is."""
    for area in page._page_box.children:  # noqa: SLF001
        if isinstance(area, FootnoteAreaBox) and length:
            height = (area.position_y + area.margin_top) * _PIXEL
            left, right = area.position_x * _PIXEL, (area.position_x + area.width) * _PIXEL
            ltr = area.style["direction"] == "ltr"
            yield (left, min(left + length, right), height) if ltr else (right, max(right - length, left), height)


def _rows(page: Page, step: float) -> Iterator[tuple[float, float, float]]:
    """Of each row of the contents on ``page``: where its dots begin, beside the number, and end, and how far down they
    are, in points from the upper left corner. They begin a whole number of steps from the edge, so that those of all
    rows are below each other.
    """
    for row in page._page_box.descendants():  # noqa: SLF001
        row_parts = _line(row) if row.element_tag == "a" else None
        if row_parts is None:
            continue
        line, number, texts = row_parts
        ltr = row.style["direction"] == "ltr"
        edge = (row.position_x + row.margin_width() if ltr else row.position_x) * _PIXEL
        side = (number.position_x if ltr else number.position_x + number.margin_width()) * _PIXEL
        far = (
            max(box.position_x + box.width for box in texts) if ltr else min(box.position_x for box in texts)
        ) * _PIXEL
        out = 1 if ltr else -1
        begin = edge - out * step * ceil(abs(edge - side) / step + _AIR)
        if (begin - far) * out > _LEAST * step:
            yield begin, far + out * step, (line.position_y + line.baseline) * _PIXEL


def _line(row: Box) -> tuple[Box, Box, list[Box]] | None:
    """Return the last line of a row of the contents, the box of its number, its texts; nothing for any other link."""
    line: Box | None = row.children[-1] if isinstance(row, BlockBox) and row.children else None
    inside = list(line.descendants()) if isinstance(line, LineBox) else []
    numbers = [box._box for box in inside if isinstance(box, AbsolutePlaceholder)]  # noqa: SLF001
    texts = [box for box in inside if isinstance(box, TextBox) and box.text.strip()]
    return (line, numbers[0], texts) if line is not None and numbers and texts else None


def _stroke(colour: str) -> str:
    """Return the operator that strokes in ``colour``, #rrggbb or ``device-cmyk()``, as a style gives it."""
    if colour.startswith("#"):
        return " ".join(f"{int(colour[place : place + 2], 16) / 255:.4g}" for place in (1, 3, 5)) + " RG"
    return " ".join(colour.partition("(")[2].rstrip(")").split()) + " K"
