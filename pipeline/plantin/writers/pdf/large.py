"""Large print: the same structure in 18 points and more, lines of even word spaces, no divided words (Braille Authority
of North America and Clear Print guidelines agree on these); in the style's own face or without serifs, on a light
ground or on a dark one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from math import inf

from plantin.charts.frame import Frame
from plantin.findings import Finding, StyleError
from plantin.house.style import Style
from plantin.house.style_tables import Type
from plantin.model.document import Document
from plantin.writers import chart_frames
from plantin.writers.pdf import render
from plantin.writers.pdf.metadata import UA1
from plantin.writers.pdf.rendition import Rendition

_WIDE_MEASURE_FROM_PT = 20
"""From so many points on, the measure takes what room the margins can give."""
_LEAST_MARGIN_MM = 20
"""What they keep, in millimetres: a hand holds the page there."""


def write(
    document: Document, style: Style, moment: dt.datetime, *, size: int = 0, sans: bool = False, dark: bool = False
) -> bytes:
    """Return the edition with a text of ``size`` points (0: that of ``style.large``) and all else larger alike,
    PDF/UA-1 and PDF/A-3a. Raises StyleError (D026: the style has no face without serifs, or no colours for a dark
    ground) or ToolError; see ``pdf.render``.
    """
    used = _enlarged_style(style, size, sans=sans)
    if dark:
        if style.dark is None:
            raise _lacking(style, "dark", "colours for a dark ground")
        # What is in a colour of the brand by day is in that of the text on a dark ground.
        shades = {name: getattr(style.dark, name) for name in ("text", "link", "rule", "tint")}
        used = replace(used, colour=replace(style.colour, heading="", accent="", call="", **shades))
    ground = style.dark.ground if dark and style.dark else ""
    return render(document, used, moment, Rendition(UA1, sheet="large.css", ground=ground)).content


def frames(style: Style, *, size: int = 0, sans: bool = False, dark: bool = False) -> tuple[Frame, ...]:
    """Return the room and the type size of charts in that edition. Raises StyleError as ``write``."""
    del dark
    return chart_frames.page(_enlarged_style(style, size, sans=sans))


def _enlarged_style(style: Style, size: int, *, sans: bool) -> Style:
    kind = _enlarge(style.large, size) if size else style.large
    page, most = style.page, _LEAST_MARGIN_MM if kind.text >= _WIDE_MEASURE_FROM_PT else inf
    used = replace(style, type=kind, page=replace(page, inner=min(page.inner, most), outer=min(page.outer, most)))
    if not sans:
        return used
    if (plain := used.in_sans()) is None:
        raise _lacking(style, "sans", "a face without serifs")
    return plain


def _enlarge(type_: Type, size: int) -> Type:
    """Return the sizes of ``type_`` for a text of ``size`` points. What is larger or smaller than the text stays so by
    as many points: in proportion, a title would fill the first page.
    """
    more = size - type_.text
    headings = tuple(value + more for value in type_.headings)
    leading = round(2 * type_.leading * size / type_.text) / 2
    return replace(
        type_,
        text=size,
        leading=leading,
        note=type_.note + more,
        running=type_.running + more,
        title=type_.title + more,
        headings=headings,
    )


def _lacking(style: Style, table: str, what: str) -> StyleError:
    hint = f"Give [{table}] in style.toml; the stock style has it with its meaning."
    return StyleError(Finding("D026", f"the style {style.name} has no {what}", style.place(table), hint))
