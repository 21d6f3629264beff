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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from plantin.model.charts import Chart
from plantin.model.inlines import Foreign, Formula, Indicator, Inline, PageBreak, Text, merge_texts, plain
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
    "object-list", "references", "parts", "index", "subentries", "glossary",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the blocks under it."""

    anchor: str
    """``section-IV.B.3``, ``annex-II``, or ``heading-2`` for the second one without a number."""
    level: int
    """The depth of the heading, from 1."""
    label: str
    """The number as printed ("II.", "Annex I"), empty where it has none."""
    heading: tuple[Inline, ...]
    """The words of the heading, without the label."""
    blocks: tuple[Block, ...]
    """What follows, up to the next heading of the same or a higher level."""
    kind: SectionKind = "section"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    anchor: str
    """``paragraph-12``; empty where the paragraph has no number, except for works and index entries."""
    label: str
    """The number as printed ("17."), empty where the report does not number the paragraph."""
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list."""

    anchor: str
    """``paragraph-12.a``; empty for a bullet and for a typed number."""
    label: str
    """The number or bullet as printed ("(a)", "a)", "•")."""
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class List:
    """A list."""

    kind: ListKind
    """Numbered subparagraphs, bullets, or the items of a quotation with the numbers they have there (``typed``)."""
    level: int
    """The depth, from 1; it grows with nesting."""
    items: tuple[Item, ...]
    scheme: Scheme | None = None
    """How the labels are made, where the level does not determine it."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage quoted as a block; nothing in it is numbered."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Blocks that have a role of their own; nothing in them is numbered."""

    role: Role
    """The role. ``title-block``: the lines about the publication under the title, always the first block, with the
    other blocks of the title inside. ``references``: the works cited, a paragraph with an anchor for each. ``index``:
    the entries of the index, a paragraph each, with an anchor where another entry refers to it, followed by its
    ``subentries``. ``foreign``: a passage in another language.
    """
    language: str
    """The BCP 47 tag of the passage, empty where it is in the language of the text around it."""
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
    """A cell of a table."""

    kind: CellKind
    """What the cell is the header of: columns, its row, rows below (``group``, a cut-in head), nothing (``data``)."""
    content: tuple[Inline, ...]
    """The words; empty where there are ``blocks``."""
    columns: int = 1
    """The number of columns that the cell spans."""
    rows: int = 1
    """The number of rows that the cell spans."""
    align: Align = "start"
    blocks: tuple[Block, ...] = field(default=(), repr=False)
    """Several paragraphs, a list, whose labels are kept as given, or a sparkline, which is a figure without a label."""

    @property
    def picture(self) -> Figure | None:
        """The sparkline in the cell, or None."""
        return next((block for block in self.blocks if isinstance(block, Figure)), None)

    def lines(self) -> tuple[tuple[int, tuple[Inline, ...]], ...]:
        """Return a run of inlines for each paragraph, entry (after its label) and picture, with its depth in lists."""
        return tuple(_lines(self.blocks)) if self.blocks else ((0, self.content),)

    def line(self) -> tuple[Inline, ...]:
        """Return the same in one run."""
        return merge_texts(
            part for n, (_, run) in enumerate(self.lines()) for part in ((Text(" "),) if n else ()) + run
        )


@dataclass(frozen=True, slots=True)
class Table:
    """A table. The notes come below the source, the source below the last row."""

    anchor: str
    """``table-2``, or ``table-3.1`` where tables are numbered by chapter."""
    label: str
    """The label as printed ("Table 2"); empty for a table without a number, which may have no title either."""
    title: tuple[Inline, ...]
    headnote: tuple[Block, ...]
    """Blocks between the title and the header rows."""
    columns: int
    head: tuple[tuple[Cell, ...], ...]
    """The header rows; cells covered by a span are left out."""
    rows: tuple[tuple[Cell, ...], ...]
    """The other rows, likewise."""
    source: tuple[Block, ...]
    """Blocks below the last row."""
    notes: tuple[Note, ...]
    wide: bool
    """Whether the table is rotated on the printed page."""
    widths: tuple[int, ...] = ()
    """The widths of the columns in hundredths of the table; empty, they follow from the words."""

    def cells(self) -> Iterator[Cell]:
        """Return its cells in reading order."""
        return (cell for row in (*self.head, *self.rows) for cell in row)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its bytes."""

    name: str
    media_type: str
    """The media type, "image/png"."""
    width: int
    """The width in pixels (of a drawing, in CSS pixels)."""
    height: int
    """The height, likewise."""
    moving: bool
    """Whether the picture is animated."""
    digest: str
    """SHA-256 of the bytes in hexadecimal."""
    content: bytes = field(repr=False)
    """The bytes of the file."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its title above it. A figure of several pictures has a picture without a name, and its ``source``
    begins with a passage (``parts``) of one figure for each.
    """

    anchor: str
    """``figure-I``, or ``figure-I.a`` for one of several pictures; empty where it has no label."""
    label: str
    """The label as printed ("Figure I"), empty for a picture without title and number."""
    title: tuple[Inline, ...]
    picture: Picture
    alternative: str
    """The text alternative, empty for a decorative picture."""
    source: tuple[Block, ...]
    notes: tuple[Note, ...]
    """Notes with letters, below the source."""
    width: int = 0
    """The width in hundredths of the text width; 0, the picture has its own size."""
    chart: Chart | None = field(default=None, repr=False)
    """The values that the picture was drawn from, of a chart."""
    narrow: Picture | None = field(default=None, repr=False)
    """The chart drawn for a narrow column, in place of the picture."""


@dataclass(frozen=True, slots=True)
class Box:
    """A passage set apart: the summary, or a numbered box."""

    anchor: str
    """``box-1`` or ``summary``."""
    label: str
    """The label as printed ("Box 1"), empty for the summary."""
    title: tuple[Inline, ...]
    """The title ("Summary" in the language of the edition)."""
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """A formula on a line of its own."""

    anchor: str
    """``equation-1``, empty where nothing refers to it."""
    label: str
    """The number as printed ("(1)"), empty where nothing refers to it."""
    formula: Formula


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines to be printed exactly as given, such as code."""

    text: str
    language: str
    """What the author calls the language of the code ("toml"), or empty."""


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
    """A note, once, however often it is called. There are three series: numbers in the text, letters under a table,
    figure or box, asterisks in the masthead.
    """

    anchor: str
    """``note-7``, or ``table-2.note-a`` for a note with a letter."""
    label: str
    """The number, letter or asterisk as printed."""
    blocks: tuple[Block, ...]
    indicators: tuple[str, ...]
    """The anchors of its calls in reading order."""


@dataclass(frozen=True, slots=True)
class Masthead:
    """The head of the first page, each line as printed in the language of the edition (Editorial Manual, Masthead)."""

    organization: str
    organ: str
    """The organ that the report is submitted to, or empty."""
    symbol: str
    """The document symbol, "S/2017/97"."""
    distribution: str
    """The line on distribution ("Distr.: General"), or empty."""
    date: str
    """The date as a reader sees it."""
    issued: str
    """The date in ISO 8601 ("2017-02-02"), for metadata."""
    language: str
    """The line that names the language of the edition, or empty."""
    original: str
    """The line that names the original language ("Original: English"), or empty."""
    title: str
    job: str
    """The printer's job number with the letter of the language ("16-11706 (E)"), or empty."""
    notice: str
    """The kind of translation ("Unofficial translation"), empty for the original. It comes before the title, and before
    the supplement, which belongs to the title, and after all other lines, in every format, so that no reader misses it.
    """
    session: str = ""
    """The session of the organ, or empty."""
    agenda: tuple[str, ...] = ()
    """The agenda items."""
    supplement: str = ""
    """What the suffix of the symbol means ("Addendum"), or empty."""
    notes: tuple[Note, ...] = ()
    """The notes that the asterisks call."""
    calls: tuple[tuple[str, Indicator], ...] = ()
    """The asterisks, each with the name of the line that it ends."""
    foreign: tuple[tuple[str, Foreign], ...] = ()
    """Lines that end in another language, as in an unfinished translation, each with those words."""

    @property
    def title_language(self) -> str:
        """The language of the title where it is not that of the edition, for metadata."""
        passage = dict(self.foreign).get(self.title)
        return passage.language if passage else ""

    def line_inlines(self, line: str) -> tuple[Inline, ...]:
        """Return a printed line as inlines: words in another language are a passage of their own."""
        passage = dict(self.foreign).get(line)
        return (Text(line.removesuffix(plain(passage.content))), passage) if passage else (Text(line),)

    def lines(self) -> tuple[str, ...]:
        """Return the printed lines in reading order, empty ones left out; the title comes last."""
        return tuple(words for _, words, _ in self.rows())

    def rows(self) -> tuple[tuple[str, str, tuple[Indicator, ...]], ...]:
        """Return the same lines, each with the name of its field before it and the asterisks at its end."""
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
    """Another document that this one names."""

    symbol: str
    address: str
    """Its permanent address."""
    anchors: tuple[str, ...]
    """The anchors of the places that name it."""


@dataclass(frozen=True, slots=True)
class Document:
    """A report in one language, finished."""

    language: str
    """The BCP 47 tag of the language, as editions give it: zh-Hans."""
    version: str
    """The tag by which the house knows it: zh."""
    direction: Direction
    original: str
    """The tag by which the house knows the language that the report was written in."""
    masthead: Masthead
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    """The notes of the text; letters and asterisks are kept with what they belong to."""
    labels: Labels
    """The words that editions print between those of the author, "Contents"."""
    numbering: Numbering
    hyphenation: Hyphenation
    citations: tuple[Citation, ...] = ()
    """The other documents that the report names."""
    publication: Publication = field(default_factory=Publication)
    transcription: Transcription = field(default=Transcription())
    """How braille is made."""
    logo: Figure | None = field(default=None, repr=False)
    display: DisplayWords | None = None
    """The words of the display settings of web pages."""
    regional: str = ""
    """The language tag with a region (en-GB), empty where it is not known."""
    palette: Palette = field(default=Palette(), repr=False, compare=False)
    """The colours of the house. Documents that differ in it alone are equal."""

    tables: tuple[object, ...] = field(default=(), repr=False, compare=False)
    """What packs and extensions have of the language in tables of their own. It is not compared either."""

    def digest(self) -> str:
        """SHA-256 of the document's value in hexadecimal, in every process and on every machine the same."""
        in_cells = (cell.blocks for block in every(self.blocks) if isinstance(block, Table) for cell in block.cells())
        further = "".join(repr(value) for value in (self.logo, self.publication.companions, *in_cells) if value)
        return hashlib.sha256((repr(self) + further).encode()).hexdigest()

    def sections(self) -> Iterator[Section]:
        """Return every section in reading order, at every depth."""
        return (block for block in every(self.blocks) if isinstance(block, Section))

    def text(self) -> tuple[Block, ...]:
        """Return its blocks, and after them those of its notes."""
        return (*self.blocks, *(block for note in self.notes for block in note.blocks))

    def pictures(self) -> Iterator[Figure]:
        """Return every figure in reading order, the logo first, those in notes last."""
        blocks = (*((self.logo,) if self.logo else ()), *self.text())
        return (block for block in every(blocks) if isinstance(block, Figure) and block.picture.name)


def every(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield ``blocks`` and all blocks in them, each before what it holds; letter notes come after their object."""
    for block in blocks:
        yield block
        yield from every(inside(block))


RUNS = frozenset(("heading", "content", "title", "term"))
"""The fields of blocks, entries and cells that are runs of inlines."""
PARTS: Mapping[type, tuple[str, ...]] = {
    Section: ("heading", "blocks"),
    Paragraph: ("content",),
    List: ("items",),
    Item: ("blocks",),
    Quotation: ("blocks",),
    Passage: ("blocks",),
    Definitions: ("entries",),
    Definition: ("term", "blocks"),
    Table: ("title", "headnote", "head", "rows", "source", "notes"),
    Cell: ("content", "blocks"),
    Figure: ("title", "source", "notes"),
    Box: ("title", "blocks", "notes"),
    Note: ("blocks",),
}
"""The fields of each kind of node that hold others, in reading order."""


def inside(block: Block) -> tuple[Block, ...]:
    """Return the blocks that ``block`` holds, in reading order."""
    return tuple(_children(block))


def _children(part: object) -> Iterator[Block]:
    if isinstance(part, tuple):
        for member in part:
            yield from (member,) if isinstance(member, Block) else _children(member)
    for name in PARTS.get(type(part), ()):
        if name not in RUNS:
            yield from _children(getattr(part, name))


def leading_breaks(blocks: tuple[Block, ...]) -> tuple[tuple[PageBreak, ...], tuple[Block, ...]]:
    """Return the page breaks with which ``blocks`` begin, and the rest."""
    count = next((n for n, block in enumerate(blocks) if not isinstance(block, PageBreak)), len(blocks))
    return tuple(block for block in blocks[:count] if isinstance(block, PageBreak)), blocks[count:]


def divide_title(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the title block that ``blocks`` begin with, if any, after the page breaks before it; and the rest."""
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
            case Figure():
                yield depth, (Text(block.alternative),)
            case _:
                yield from _lines(inside(block), depth)
        label = ""
