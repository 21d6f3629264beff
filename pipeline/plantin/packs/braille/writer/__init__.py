"""Braille: pages of cells for embossers and displays, as North American ASCII (``brf``) and as XML (``pef``)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from html import escape

from plantin.house.style import Style
from plantin.model.document import Document, Note, Section
from plantin.model.inlines import Indicator
from plantin.model.levels import spell_levels
from plantin.model.pagination import paginate
from plantin.model.related_editions import ALONE, RelatedEditions
from plantin.packs.braille import cells as braille
from plantin.packs.braille import repertoire
from plantin.packs.braille.tables import Braille
from plantin.packs.braille.writer.blocks import Groups
from plantin.packs.braille.writer.paged import PagedGroups
from plantin.packs.braille.writer.pages import CellRow, Layout, contents, lead_to
from plantin.packs.braille.writer.runs import BrailleRun, Cells, Group, Line, cells_of, translate
from plantin.packs.braille.writer.volumes import (
    FRONT,
    LETTERS,
    Furniture,
    parts,
    printed_pages,
    title_lines,
    transcriber,
)
from plantin.writers.writer import by_section


@dataclass(frozen=True, slots=True)
class Book:
    """The volumes, each a list of pages of rows, and the size of a page in cells and rows."""

    volumes: list[list[list[str]]]
    columns: int
    rows: int


def brf(document: Document, style: Style, moment: dt.datetime, related: RelatedEditions = ALONE) -> bytes:
    """The edition in ASCII braille: lines end with CR LF, pages with a form feed. Raises ToolError (D130, D131)."""
    del moment
    pages = (page for volume in _book(document, style, related).volumes for page in volume)
    return "".join("".join(f"{braille.ascii_of(row).rstrip()}\r\n" for row in page) + "\f" for page in pages).encode(
        "ascii"
    )


def pef(document: Document, style: Style, moment: dt.datetime, related: RelatedEditions = ALONE) -> bytes:
    """Return the edition in the Portable Embosser Format 2008-1. Raises ToolError (D130, D131)."""
    book, head = _book(document, style, related), document.masthead
    fields = {
        "format": "application/x-pef+xml",
        "identifier": head.symbol,
        "title": head.title,
        "publisher": document.publication.publisher,
        "language": document.language,
        "date": head.issued,
    }
    meta = "".join(f"<dc:{name}>{escape(value, quote=False)}</dc:{name}>\n" for name, value in fields.items() if value)
    volumes = "".join(
        f'<volume cols="{book.columns}" rows="{book.rows}" rowgap="0" duplex="false">\n<section>\n'
        + "".join(f"<page>\n{''.join(f'<row>{row}</row>' + chr(10) for row in page)}</page>\n" for page in volume)
        + "</section>\n</volume>\n"
        for volume in book.volumes
    )
    del moment
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<pef version="2008-1"'
        ' xmlns="http://www.daisy.org/ns/2008/pef">\n<head>\n<meta'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/">\n{meta}</meta>\n</head>\n<body>\n{volumes}</body>\n</pef>\n'
    ).encode()


def _book(document: Document, style: Style, related: RelatedEditions) -> Book:
    """Return the volumes: title page, signs, transcriber's notes and contents on pages of their own; then the text."""
    size, document = style.table(Braille), spell_levels(document)
    groups = PagedGroups(document, nemeth=size.formulas == "nemeth" and document.language.partition("-")[0] == "en")
    front, paginated = masthead(groups), paginate(document, related.pages)
    text = _text(groups, paginated, at_the_end=size.notes == "end")
    listed = [(section.level, section.anchor, entry(groups, section)) for section in document.sections()]
    cells = dict(translate([*front, *text], _further(groups, document, related, listed)))
    for page in related.pages:
        cells[groups.main, f"#{page.label}"] = cells[groups.main, page.label]
    head, words = cells[groups.main, document.masthead.symbol], groups.forms.words
    furniture = Furniture(
        head, size.columns, size.rows, foot=groups.forms.page_number == "last line", printed=groups.forms.print_number
    )
    layout = Layout(cells, size.columns, size.tables == "lists")
    pages = furniture.pages(layout.groups(text))
    volume_parts = parts(pages, size.volume)
    begins = {
        anchor: (number, _number(groups, cells, number))
        for number, page in enumerate(pages, 1)
        for row in page
        for anchor in row.anchors
    }
    for row in (row for page in pages for row in page if row.target in begins):
        row.cells = lead_to(row.cells, begins[row.target][1], size.columns)
    first = cells[groups.main, related.pages[0].label] if related.pages else ""
    letters = [cells[groups.main, letter].removeprefix(braille.LETTER) for letter in LETTERS]
    printed = list(printed_pages(pages, first, letters))
    volumes = []
    for number, part in enumerate(volume_parts, 1):
        at = next(n for n, group in enumerate(front) if group.kind == "centred") + 1
        which = title_lines(groups, words, part, number, len(volume_parts))
        titled = [*front[:at], which, *front[at:]] if number == 1 else [*_draft(groups), front[at - 1], which]
        notes = transcriber(groups, words, part, printed=bool(related.pages))
        contents_head = Group("centred", [Line(0, 0, (BrailleRun(document.labels.contents, groups.main),))])
        layout.known = {**cells, **translate([*titled, *notes, contents_head])}
        ahead = [*furniture.pages(layout.groups(titled)), *furniture.pages([CellRow(""), *layout.groups(notes)])]
        entries = [
            (level, cells_of(runs, cells), begins[anchor][1])
            for level, anchor, runs in listed
            if anchor in begins and (number == 1 or part.first <= begins[anchor][0] <= part.last)
        ]
        if entries:
            rows = [CellRow(""), *layout.groups([contents_head]), CellRow(""), *contents(entries, size.columns)]
            ahead += furniture.pages(rows)
        front_sign = cells[groups.main, FRONT].removeprefix(braille.LETTER)
        volumes.append(
            [
                *(furniture.page(page, front_sign + _number(groups, cells, n), "") for n, page in enumerate(ahead, 1)),
                *(
                    furniture.page(page, _number(groups, cells, n), printed[n - 1])
                    for n, page in enumerate(part.pages, part.first)
                ),
            ]
        )
    return Book(volumes, size.columns, size.rows)


def _further(
    made: Groups, document: Document, related: RelatedEditions, listed: list[tuple[int, str, tuple[BrailleRun, ...]]]
) -> list[BrailleRun]:
    """Return what is in cells besides the groups: the running head, numbers of pages, the list of contents."""
    words = [document.masthead.symbol, *LETTERS, *map(str, range(10)), *(page.label for page in related.pages)]
    return [*(BrailleRun(word, made.main) for word in words), *(run for _, _, runs in listed for run in runs)]


def _number(made: Groups, known: Cells, number: int) -> str:
    """Return the number of a page: the sign of the first figure serves them all."""
    figures = [known[made.main, figure] for figure in str(number)]
    return figures[0] + "".join(figure[-1] for figure in figures[1:])


def entry(made: Groups, section: Section) -> tuple[BrailleRun, ...]:
    """Return a row of the list of contents: the label and the heading of ``section``, without calls."""
    heading = tuple(inline for inline in section.heading if not isinstance(inline, Indicator))
    return made.line(0, 0, section.label, heading).runs


def masthead(made: Groups) -> list[Group]:
    """Return the lines of the masthead, the title, the notes of its asterisks."""
    head = made.document.masthead
    *rows, title = (made.runs((*head.line_inlines(words), *calls)) for _, words, calls in head.rows())
    lines = [Line(0, 8, runs) for runs in rows]
    notes = [group for note in head.notes for group in made.note(note)]
    separated = [Group("separator", sign=braille.SEPARATOR), *notes] if notes else []
    return [
        *_draft(made),
        *([Group("list", lines)] if lines else []),
        Group("centred", [Line(0, 0, title)]),
        *separated,
    ]


def _draft(made: Groups) -> list[Group]:
    """Return the line that says of a language without a whole repertoire that its braille is not proved."""
    line = repertoire.draft_line(made.main, made.forms.words)
    return [Group("list", [Line(0, 8, (BrailleRun(line, made.main),))])] if line else []


def _text(made: Groups, document: Document, *, at_the_end: bool) -> list[Group]:
    """Return the text, with the notes after each main section, or all after it."""
    text_groups: list[Group] = []
    for blocks, notes in by_section(document, notes_at_end=at_the_end):
        text_groups += [*made.groups(blocks), *listed_notes(made, notes)]
    return text_groups


def listed_notes(made: Groups, notes: tuple[Note, ...]) -> list[Group]:
    """Return the notes below a separating line, nothing where there is none."""
    groups = [group for note in notes for group in made.note(note)]
    return [Group("separator", sign=braille.SEPARATOR), *groups] if groups else []
