"""Where each page of a PDF begins in the text of the report: the first word that begins on it."""

from __future__ import annotations

from collections.abc import Iterator

from plantin.auditors.pdf.reading import PdfText
from plantin.model.outline import normal
from plantin.model.related_editions import PageStart, Series

_WHOLE = ("table", "row", "figure", "image", "box", "letter", "term", "equation", "listing")
Piece = tuple[int, str]
"""A page (from 0), and text that is painted on it."""


def starts(reading: PdfText) -> tuple[PageStart, ...]:
    """Return the beginning of every page, in order; a page with nothing but notes begins where the text goes on."""
    labels = reading.file.labels
    page_starts: list[PageStart] = []
    end = 0
    for series, row, text, pieces in _rows(reading):
        end = row + 1 if series == "body" else 0
        for page, offset in word_starts(text, pieces):
            page_starts += [PageStart(label, series, row, offset) for label in labels[len(page_starts) : page + 1]]
    page_starts += [PageStart(label, "body", end, 0) for label in labels[len(page_starts) :]]
    return tuple(page_starts)


def _rows(reading: PdfText) -> Iterator[tuple[Series, int, str, list[Piece]]]:
    """Every row of the outline but the notes: its series, its place in it, its text, its label and text by pages."""
    lines, blocks = reading.parts()
    for row, line in enumerate(line for line in lines if normal(reading.text(line))):
        yield "masthead", row, normal(reading.text(line)), list(reading.pieces(line))
    contents = [element for element in reading.file.elements if element.tag == "TOCI"]
    for row, element in enumerate(contents):
        # A row of the contents is short: where it begins is enough.
        yield "contents", row, "", list(reading.pieces(element))[:1]
    for row, (entry, parts) in enumerate(reading.report(blocks)):
        pieces = [piece for part in parts for piece in reading.pieces(part)]
        # What is no run of text is marked where it begins: a mark inside a row of a table would be in one of its cells.
        yield "body", row, *(("", pieces[:1]) if entry.kind in _WHOLE else (entry.text, pieces))


def word_starts(text: str, pieces: list[Piece]) -> Iterator[tuple[int, int]]:
    """Yield the pages on which a word of a row begins, each with its place in ``text``; 0 is where the row begins."""
    before = -1
    for count, (page, painted) in enumerate(pieces):
        if page <= before or not normal(painted):
            continue
        before = page
        at = max(len(text) - len(normal("".join(following for _, following in pieces[count:]))), 0)
        if _is_inside(text, at):
            # A word divided between two pages is read whole on the first.
            at = text.find(" ", at) + 1 or len(text)
        if at < len(text) or not at:
            yield page, at


def _is_inside(text: str, at: int) -> bool:
    """Whether a word is divided at ``at``; scripts from U+2E80 on (East Asia) begin a line with any character."""
    around = text[max(at - 1, 0) : at + 1]
    return len(around) > 1 and around.isalnum() and max(around) < "\u2e80"
