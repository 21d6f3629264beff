"""The resolved document: what every edition is printed from.

Each number, label, note, reference and fixed word in it is final. It knows no file format, no parser and no file; a
printer of 1950 would know every field. All values are frozen, hashable and picklable.

Anchors are the permanent names of places, the same in every format and language: ``section-IV.B.3``, ``paragraph-12``,
``paragraph-12.a.i`` (a subparagraph), ``note-7``, ``indicator-7`` (its first call; ``indicator-7-2`` is its second),
``table-2``, ``figure-I``, ``box-1``, ``equation-1``, ``table-2.note-a`` and ``table-2.indicator-a`` (a note under a
table), ``annex-II``, ``annex-II.paragraph-3`` (where an annex has a run of its own), ``heading-2`` (the second without
a number), ``table-3.1`` (by chapter), ``figure-I.a`` (one of several in a figure), ``reference-smith2010`` (a work in
the list of references), ``index-3`` (a place that the index leads to), ``entry-1`` (an entry of the index that another
sends to), ``term-2`` and ``abbreviation-1`` (where these are explained).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Literal

from plantin.model.inlines import Foreign, Formula, Indicator, Inline, PageBreak, Text, merged, plain
from plantin.model.labels import DisplayWords, Hyphenation, Labels, Numbering, Scheme, Transcription
from plantin.model.languages import Direction
from plantin.model.palette import Palette
from plantin.model.publication import Publication

ListKind = Literal["subparagraphs", "bullets", "typed"]
SectionKind = Literal["section", "part", "chapter", "annex", "appendix"]
CellKind = Literal["column", "row", "group", "data"]
Align = Literal["start", "centre", "end"]
Role = Literal[
    "preamble", "letter", "signature", "foreign", "title-block", "subtitle", "authors", "affiliations", "imprint",
    "object-list",
    "references", "parts", "index", "subentries", "glossary",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the blocks under it. ``level`` counts from 1; ``label`` is as printed ("II.", "Annex I")."""

    anchor: str
    level: int
    label: str
    heading: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    kind: SectionKind = "section"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. ``label`` is as printed ("17."), empty (and so is ``anchor``, but for works and entries of the
    index) where the report does not number it.
    """

    anchor: str
    label: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list. ``label`` is as printed ("(a)", "a)", "•"); ``anchor`` is empty for a bullet and for a typed
    number.
    """

    anchor: str
    label: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class List:
    """Subparagraphs, numbered by the press, bullets, or entries of a quotation with the numbers that it has there
    (``typed``). ``level`` counts from 1 and grows with nesting. ``scheme`` is how the labels are made where the level
    does not say it.
    """

    kind: ListKind
    level: int
    items: tuple[Item, ...]
    scheme: Scheme | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage quoted as a block; nothing in it is numbered by the press."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Blocks with a part of their own to play: the preamble of a resolution, a letter of transmittal, a signature, the
    lines about the publication under the title (``title-block``, the first block of all, with the others in it), an
    ``object-list``, or a passage in another ``language`` (empty where it is that of the text around it). Nothing in it
    is numbered by the press. ``references`` are works, a paragraph with an anchor for each, ``index`` are entries of
    the index, a paragraph each, with an anchor where another entry sends to it, and after it ``subentries``, those
    under it.
    """

    role: Role
    language: str
    direction: Direction
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and its definition."""

    term: tuple[Inline, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """A list of terms with their definitions."""

    entries: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. ``kind`` says what it is the head of: its columns, its row, the rows below it (``group``: a
    cut-in head), or nothing (``data``). ``columns`` and ``rows`` are how many of each it spans, ``align`` how its text
    is aligned. One of several paragraphs, or with a list, has them as ``blocks`` (lists with the signs that they were
    given) and no ``content``.
    """

    kind: CellKind
    content: tuple[Inline, ...]
    columns: int = 1
    rows: int = 1
    align: Align = "start"
    blocks: tuple[Block, ...] = field(default=(), repr=False)

    def lines(self) -> tuple[tuple[int, tuple[Inline, ...]], ...]:
        """What it says, a run of inlines for each of its paragraphs and entries, these after their labels; in how many
        lists each is.
        """
        return tuple(_lines(self.blocks)) if self.blocks else ((0, self.content),)

    def line(self) -> tuple[Inline, ...]:
        """The same in one run."""
        return merged(one for n, (_, run) in enumerate(self.lines()) for one in ((Text(" "),) if n else ()) + run)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of so many ``columns``; ``head`` and ``rows`` are rows of cells, those covered by a span left out.

    ``headnote`` comes between the title and the head, ``source`` below the last row, ``notes`` (letters) below that. A
    ``wide`` table is turned on the printed page. ``widths`` are those of its columns, in hundredths of its own; empty,
    they follow from the words.
    """

    anchor: str
    label: str
    title: tuple[Inline, ...]
    headnote: tuple[Block, ...]
    columns: int
    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    source: tuple[Block, ...]
    notes: tuple[Note, ...]
    wide: bool
    widths: tuple[int, ...] = ()

    def cells(self) -> Iterator[Cell]:
        """Its cells in reading order."""
        return (cell for row in (*self.head, *self.rows) for cell in row)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its bytes; ``name`` is that of its file, sizes are in pixels (of a drawing, in CSS pixels).
    ``moving`` is a picture of several frames.
    """

    name: str
    media_type: str
    width: int
    height: int
    moving: bool
    digest: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its title above, its ``source`` and ``notes`` (letters) below. ``alternative`` is what it says to
    who cannot see it, empty where it is decorative: then it has neither title nor label. ``width`` is in hundredths of
    that of the text; 0, the picture is as large as it is. A figure of several has a picture without a name, and begins
    its ``source`` with them, in a passage (``parts``).
    """

    anchor: str
    label: str
    title: tuple[Inline, ...]
    picture: Picture
    alternative: str
    source: tuple[Block, ...]
    notes: tuple[Note, ...]
    width: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """A passage set apart: the summary (``label`` is empty, the title says Summary) or a numbered box, with its
    ``notes`` (letters).
    """

    anchor: str
    label: str
    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """A formula on a line of its own. ``label`` and ``anchor`` are empty where nothing refers to it."""

    anchor: str
    label: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines to be typed, or read by a machine, exactly as given; ``language`` is what the author calls it ("toml"), or
    empty.
    """

    text: str
    language: str


Block = (
    Section
    | Paragraph
    | List
    | Quotation
    | Passage
    | Definitions
    | Table
    | Figure
    | Box
    | Equation
    | Listing
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Note:
    """A note, once, however often it is called; ``indicators`` are the anchors of its calls in reading order.

    There are three series: numbers in the text, letters under a table, figure or box, asterisks in the masthead.
    """

    anchor: str
    label: str
    blocks: tuple[Block, ...]
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Masthead:
    """The head of the first page, every line as printed in the language of the edition.

    ``issued`` is the date of the report in ISO 8601 ("2017-02-02"), for metadata; ``date`` is the line a reader sees.
    ``job`` is the number of the printer's job with the letter of the language ("16-11706 (E)"), empty where there is
    none. ``notice`` says what kind of translation this is ("Unofficial translation"), and is empty for the original. It
    comes before the title (and before the supplement, which belongs to it), after all other lines, in every format:
    nobody comes to the text without it. ``supplement`` is what the symbol's suffix means ("Addendum"). ``calls`` are
    the asterisks with the name of the line that each stands on, ``notes`` what they call (Editorial Manual, Masthead).
    ``foreign`` are the lines that end in another language than the edition's, as in an unfinished translation, each
    with those words.
    """

    organization: str
    organ: str
    symbol: str
    distribution: str
    date: str
    issued: str
    language: str
    original: str
    title: str
    job: str
    notice: str
    session: str = ""
    agenda: tuple[str, ...] = ()
    supplement: str = ""
    notes: tuple[Note, ...] = ()
    calls: tuple[tuple[str, Indicator], ...] = ()
    foreign: tuple[tuple[str, Foreign], ...] = ()

    @property
    def title_language(self) -> str:
        """The language of the title where it is not that of the edition, for metadata."""
        passage = dict(self.foreign).get(self.title)
        return passage.language if passage else ""

    def worded(self, line: str) -> tuple[Inline, ...]:
        """A printed line as inlines: words in another language are a passage of their own."""
        passage = dict(self.foreign).get(line)
        return (Text(line.removesuffix(plain(passage.content))), passage) if passage else (Text(line),)

    def lines(self) -> tuple[str, ...]:
        """The printed lines in reading order, empty ones left out; the title comes last."""
        return tuple(words for _, words, _ in self.rows())

    def rows(self) -> tuple[tuple[str, str, tuple[Indicator, ...]], ...]:
        """The same lines, each with the name of its field before it and the asterisks at its end."""
        names = ("organization", "organ", "symbol", "distribution", "date", "language", "original", "session")
        rows = [(name, str(getattr(self, name))) for name in names]
        rows += [("agenda", item) for item in self.agenda]
        rows += [(name, str(getattr(self, name))) for name in ("notice", "supplement", "title")]
        last = {name: n for n, (name, words) in enumerate(rows) if words}
        marks = [
            tuple(call for line, call in self.calls if line == name and last.get(name) == n)
            for n, (name, _) in enumerate(rows)
        ]
        return tuple((name, words, calls) for (name, words), calls in zip(rows, marks, strict=True) if words)


@dataclass(frozen=True, slots=True)
class Citation:
    """Another document that this one names: its symbol, its permanent address, and the anchors of the places that name
    it.
    """

    symbol: str
    address: str
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A report in one language, finished. ``language``, ``original`` (of the language it was written in) and
    ``regional`` (with a region, en-GB; empty: not known) are BCP 47 tags, ``notes`` those of the text: letters and
    asterisks are kept with what they belong to. ``palette`` says nothing: of two documents that differ in it alone each
    is the other.
    """

    language: str
    direction: Direction
    original: str
    masthead: Masthead
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    labels: Labels
    numbering: Numbering
    hyphenation: Hyphenation
    citations: tuple[Citation, ...] = ()
    publication: Publication = field(default_factory=Publication)
    transcription: Transcription = field(default=Transcription())
    logo: Figure | None = field(default=None, repr=False)
    display: DisplayWords | None = None
    regional: str = ""
    palette: Palette = field(default=Palette(), repr=False, compare=False)

    def digest(self) -> str:
        """SHA-256 of the document's value in hexadecimal: equal for equal documents, in every process and on every
        machine.
        """
        further = "".join(repr(one) for one in (self.logo, self.publication.companions, *_in_cells(self.blocks)) if one)
        return hashlib.sha256((repr(self) + further).encode()).hexdigest()

    def sections(self) -> Iterator[Section]:
        """Every section in reading order, at every depth."""
        return _sections(self.blocks)

    def pictures(self) -> Iterator[Figure]:
        """Every figure in reading order, the logo first, those in notes last."""
        blocks = (
            *((self.logo,) if self.logo else ()),
            *self.blocks,
            *(block for note in self.notes for block in note.blocks),
        )
        return (block for block in every(blocks) if isinstance(block, Figure) and block.picture.name)


def every(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """``blocks`` and all blocks in them, each before what it holds; those of letter notes after the object that they
    belong to.
    """
    for block in blocks:
        yield block
        yield from every(inside(block))


def inside(block: Block) -> tuple[Block, ...]:
    """The blocks that ``block`` holds, in reading order."""
    match block:
        case Section() | Quotation() | Passage():
            return block.blocks
        case List():
            return tuple(one for item in block.items for one in item.blocks)
        case Definitions():
            return tuple(one for entry in block.entries for one in entry.blocks)
        case Box():
            return (*block.blocks, *_noted(block.notes))
        case Table():
            return (
                *block.headnote,
                *(one for cell in block.cells() for one in cell.blocks),
                *block.source,
                *_noted(block.notes),
            )
        case Figure():
            return (*block.source, *_noted(block.notes))
        case Paragraph() | Equation() | Listing() | PageBreak():
            return ()


def leading_breaks(blocks: tuple[Block, ...]) -> tuple[tuple[PageBreak, ...], tuple[Block, ...]]:
    """The page breaks with which ``blocks`` begin, and the rest."""
    breaks = tuple(takewhile(lambda block: isinstance(block, PageBreak), blocks))
    return tuple(block for block in breaks if isinstance(block, PageBreak)), blocks[len(breaks) :]


def titled(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The title block with which ``blocks`` begin, and the page breaks before it, if there is one; and the rest."""
    breaks, rest = leading_breaks(blocks)
    if rest and isinstance(rest[0], Passage) and rest[0].role == "title-block":
        return (*breaks, rest[0]), rest[1:]
    return (), blocks


def _lines(blocks: tuple[Block, ...], depth: int = 0, label: str = "") -> Iterator[tuple[int, tuple[Inline, ...]]]:
    for block in blocks:
        match block:
            case Paragraph():
                yield depth, (*((Text(f"{label} "),) if label else ()), *block.content)
            case List():
                for item in block.items:
                    yield from _lines(item.blocks or (Paragraph("", "", ()),), depth + 1, item.label)
            case _:
                yield from _lines(inside(block), depth)
        label = ""


def _in_cells(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    return (cell.blocks for block in every(blocks) if isinstance(block, Table) for cell in block.cells())


def _noted(notes: tuple[Note, ...]) -> tuple[Block, ...]:
    return tuple(block for note in notes for block in note.blocks)


def _sections(blocks: tuple[Block, ...]) -> Iterator[Section]:
    for block in blocks:
        if isinstance(block, Section):
            yield block
            yield from _sections(block.blocks)
