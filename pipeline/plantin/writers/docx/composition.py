"""What the parts of one Word file share: bookmarks, numbers, pictures, and which notes have been called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from plantin.findings import Finding, Place, SourceError
from plantin.house.style import Style
from plantin.model.document import Box, Document, Equation, Figure, Paragraph, Section, Table, every
from plantin.model.inlines import Indicator
from plantin.model.labels import Scheme
from plantin.model.numerals import WORDED, numeral, position_of
from plantin.writers.docx.numbering import ANNEXES, APPENDICES, PARAGRAPHS, SECTIONS, Numbers
from plantin.writers.docx.ooxml import Bookmarks, Elements, RunLook, element
from plantin.writers.docx.pictures import Pictures
from plantin.writers.docx.styles import box_level, twips

_GAP_SHARE = 0.06
"""The room between two columns as a part of the measure, as style sheets have it."""


class PackageContext:
    """What the stories of one file share."""

    def __init__(self, document: Document, style: Style) -> None:
        self.document = document
        self.style = style
        self.pictures = Pictures(style, document)
        self.bookmarks = Bookmarks()
        self.numbers = Numbers(document)
        self.sections = self.numbers.series(SECTIONS, shared=True)
        self.annexes = self.numbers.series(ANNEXES, shared=True)
        self.appendices = self.numbers.series(APPENDICES, shared=True)
        self.paragraphs = self.numbers.series(PARAGRAPHS, shared=True)
        self.look = RunLook(right_to_left=document.direction == "rtl")
        self.mark = replace(self.look, style="FootnoteReference")
        self.box_level = box_level(document)
        """The level of the headings of boxes without a number, or 0."""
        self.called: dict[str, str] = {}
        self.marks = {note.anchor: note.indicators[0] for note in document.notes if note.indicators}
        self.pages: Mapping[str, str] = {}
        """The printed pages of sections and objects by their anchors, where they are known."""
        self._alive = dict(_alive(document))
        self._counts: dict[str, int] = {}
        self._chapters: dict[str, str] = {}

    def number(self, anchor: str) -> str:
        """Return the number that a field gives for ``anchor``: its label without the full stop (17.16.5.51), if any."""
        return self._alive.get(anchor, "")

    def call(self, indicator: Indicator) -> int:
        """Return the w:id of the note first called here. Raises SourceError (N004) where Word numbers it otherwise."""
        count = len(self.called) + 1
        asterisks = len(self.document.masthead.notes)
        scheme = self.document.numbering.notes
        if scheme.pattern.format(numeral(count, scheme.numerals)) != indicator.label:
            raise _nested_note_error(indicator)
        self.called[indicator.note] = indicator.anchor
        return asterisks + count

    def follows(self, kind: str, number: str, scheme: Scheme, chapter: str = "") -> bool:
        """Return whether the next object of a kind has this number when each counts one more; if not, the count goes on
        from it. In a ``chapter`` of its own it never does: the count begins again.
        """
        count = self._counts.get(kind, 0) + 1
        if scheme.nested and self._chapters.get(kind, "") != chapter:
            count = 0
        self._chapters[kind] = chapter
        self._counts[kind] = position_of(number, scheme.numerals, count) or count
        return self._counts[kind] == count

    def position(self, kind: str) -> int:
        """Return the count of the last object of a kind."""
        return self._counts[kind]

    def measure(self, *, turned: bool = False) -> int:
        """Return the width of the text in twips, on a landscape page (``turned``) its height."""
        page = self.style.page
        return twips(page.height - page.top - page.bottom) if turned else twips(page.width - page.inner - page.outer)

    def on_landscape_pages(self, content: Elements) -> Elements:
        """Return ``content`` on landscape pages of its own: between the signs of the sections before it and with it."""
        return [element("sectPr"), *content, element("sectPr", element("pgSz", orient="landscape"))]

    def column(self, number: int) -> tuple[int, int]:
        """Return the width in twips of one of so many columns of the text, and the room between two."""
        gap = self.gap(self.measure())
        return (self.measure() - gap * (number - 1)) // number, gap

    @staticmethod
    def gap(measure: int) -> int:
        """Return the room between two columns of a text that is ``measure`` wide."""
        return round(measure * _GAP_SHARE)

    def in_columns(self, content: Elements, number: int, gap: int) -> Elements:
        """Return ``content`` in so many columns on the same page, between the signs of sections (17.6.4)."""
        return [element("sectPr"), *content, element("sectPr", element("cols", num=number, space=gap))]

    def first_call(self, indicator: Indicator) -> str:
        """Return the anchor of the mark that calls a note in text. Raises SourceError (N004) where only notes do."""
        if indicator.note not in self.called:
            raise _nested_note_error(indicator)
        return self.called[indicator.note]


def _alive(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the places that a field can name by the printed number alone: paragraphs, main sections, notes, objects."""
    for note in document.notes:
        yield note.anchor, note.label
    for block in every(document.blocks):
        match block:
            case Section(anchor, level, label) if level == 1 or (document.numbering.decimal and label):
                yield anchor, label.removesuffix(".")
            # Of "12 bis" Word would print more than that.
            case Paragraph(anchor, label) if label and " " not in label:
                yield anchor, label.removesuffix(".")
            case Table() | Figure() | Box() | Equation():
                yield block.anchor, _number(block, document)
            case _:
                pass


def _number(block: Table | Figure | Box | Equation, document: Document) -> str:
    numbering = document.numbering
    kinds = {Table: numbering.tables, Figure: numbering.figures, Box: numbering.boxes, Equation: numbering.equations}
    scheme = kinds[type(block)]
    before, _, after = scheme.pattern.partition("{}")
    # One of several figures is "(a)": no field gives its number with that of the whole; and none counts in words.
    if scheme.numerals in WORDED or not block.label.startswith(before):
        return ""
    return block.label.removeprefix(before).removesuffix(after)


def _nested_note_error(indicator: Indicator) -> SourceError:
    message = f"note {indicator.label} is first called from another note, and Word has no notes of notes"
    hint = "Call it once in the text before the next note is called."
    return SourceError(Finding("N004", message, Place("", anchor=indicator.anchor), hint))
