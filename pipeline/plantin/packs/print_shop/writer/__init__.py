"""The edition for a printer: the pages of the screen edition, line for line, on sheets with bleed and crop marks, in
black ink alone or in the four inks of a press.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from plantin.house.style import Style
from plantin.house.style_tables import Colour
from plantin.model.document import Document
from plantin.packs.print_shop.writer.inks import PressPictures, css, ink_notation, press, spots
from plantin.packs.print_shop.writer.standard import X4
from plantin.writers.pdf import render
from plantin.writers.pdf.engine_types import Pdf, Stream
from plantin.writers.pdf.rendition import Paper, Rendition

_NAMED = ("link", "tint", "heading", "accent", "call")


def write(document: Document, style: Style, moment: dt.datetime) -> bytes:
    """Return the edition as one file that is PDF/X-4 (ISO 15930-7), PDF/UA-1 and PDF/A-3a. Its links are not live:
    PDF/X admits no annotation on the page; indicators and references are tagged all the same.

    Raises StyleError or ToolError; see ``pdf.render``.
    """
    page, paper = style.page, style.paper
    bound = replace(page, inner=page.inner + paper.binding, outer=page.outer - paper.binding)
    inked = replace(style, page=bound, colour=colours(style))

    def finish(pdf: Pdf, streams: list[Stream]) -> None:
        # It works with the engine, which is loaded before it.
        from plantin.packs.print_shop.writer import finishing

        finishing.finish(pdf, streams, inked)

    sheet = f"@page {{ bleed: {paper.slug}mm }}"
    plan = Paper(sheet, PressPictures(press(style)), finish)
    return render(document, inked, moment, Rendition(X4, sheet="paper.css", paper=plan)).content


def colours(style: Style) -> Colour:
    """Return the colours of ``style`` in inks: text on the black plate, so that no plate has to fit another; the rest
    by the profile where the house prints in four inks, or for spot colours.
    """
    paper, day, condition = style.paper, style.colour, press(style)
    screen = {name: value for name in _NAMED if (value := str(getattr(day, name)))}
    plates = {spot.colour: ink_notation(spot.inks) for spot in spots(style)}
    if condition is None:
        screen = {name: plates[value.lower()] for name, value in screen.items() if value.lower() in plates}
        values = {"link": paper.black, "tint": paper.tint} | screen
        return Colour(text=paper.black, rule=paper.grey, series=(), **values)
    values = {name: css(value, condition) for name, value in screen.items()}
    return Colour(text=paper.black, rule=paper.grey, series=day.series, **values)
