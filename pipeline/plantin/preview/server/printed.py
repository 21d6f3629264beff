"""The PDF of the report being written: its bytes, and which page has which anchor."""

from __future__ import annotations

from dataclasses import dataclass

from plantin.house.layout import House
from plantin.model.outline import outline
from plantin.production import steps
from plantin.production.formats import format_named, moment


@dataclass(frozen=True, slots=True)
class PrintedPages:
    """A PDF that is in no file, and the anchor of the first place that begins on each page, or none."""

    content: bytes
    starts: tuple[str, ...]


def printed(house: House, slug: str, language: str) -> PrintedPages:
    """The report ``slug`` in ``language`` as it is now. Raises as a build does."""
    document = steps.compose(house, slug, language).document
    row = format_named("pdf")
    if row is None:
        return PrintedPages(b"", ())
    made = row.paged(document, house.style(house.style_of(slug)), moment(document))
    rows = outline(document).body
    starts = [0 if start.series != "body" else start.row for start in made.pages]
    return PrintedPages(
        made.content, tuple(next((entry.anchor for entry in rows[start:] if entry.anchor), "") for start in starts)
    )
