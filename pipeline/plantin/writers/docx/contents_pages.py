"""On which pages of the printed edition sections and objects begin: what the contents and the lists of tables, figures
and boxes show until Word or LibreOffice counts pages again.
"""

from __future__ import annotations

from plantin.model.document import Document
from plantin.model.outline import Kind, outline
from plantin.model.related_editions import PageStart

_LISTED: tuple[Kind, ...] = ("section", "table", "figure", "box")


def printed_pages(document: Document, pages: tuple[PageStart, ...]) -> dict[str, str]:
    """The printed page of each section, table, figure and box, by its anchor; nothing where no pages are known."""
    found: dict[str, str] = {}
    starts = {start.row: start.label for start in pages if start.series == "body" and not start.offset}
    inside = {start.row + 1: start.label for start in pages if start.series == "body" and start.offset}
    page = next((start.label for start in reversed(pages) if start.series != "body"), "")
    for number, row in enumerate(outline(document).body if pages else ()):
        # A page that begins within a row is that of the next one, unless another begins there.
        page = starts.get(number, inside.get(number, page))
        if row.kind in _LISTED and page:
            found[row.anchor] = page
    return found
