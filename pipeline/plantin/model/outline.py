"""The outline: what a reader finds in an edition, as plain rows. A document has one, and so does every finished file
that is read back; an edition is correct when the two are equal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from plantin.model.document import (
    PARTS,
    RUNS,
    Block,
    Box,
    Cell,
    Definitions,
    Document,
    Equation,
    Figure,
    List,
    Listing,
    Note,
    Paragraph,
    Passage,
    Quotation,
    Section,
    Table,
    leading_breaks,
)
from plantin.model.inlines import (
    Emphasis,
    Foreign,
    IndexMark,
    Indicator,
    Inline,
    Link,
    PageBreak,
    Reference,
    Strong,
    Subscript,
    Superscript,
    plain,
)

Kind = Literal[
    "section", "paragraph", "item", "quotation", "note", "indicator", "contents",
    "table", "row", "figure", "image", "box", "letter", "term", "definition", "equation", "listing", "mark",
]  # fmt: skip
Lack = Literal["anchors", "language", "shapes", "bullets", "ornaments", "print", "marks", "rows of marks", "links"]
"""What a format can be without: anchors and what leads to them, the language of the edition, the shapes of a table's
cells, the signs of entries without a number, pictures that say nothing, print (the rows of a braille edition are in
cells), the places that the index leads to, the rows that they are in (then the index gives their pages, not their
numbers), links.
"""
_SIGNS = {"column": "c", "row": "r", "group": "g", "data": "d"}

_MARK = re.compile(r"\[\^([^\]]*)\]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def normal(text: str) -> str:
    """Return ``text`` as outlines compare it: NFC, every run of white space (no-break ones too) one space, none at the
    ends, and no invisible characters (soft hyphens, joiners, direction marks).
    """
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return " ".join(text.split())


def mark(label: str) -> str:
    """Return how an indicator is written in outline text: ``[^7]``, so that its place is compared with the words."""
    return f"[^{label}]"


def shape(kind: str, columns: int = 1, rows: int = 1) -> str:
    """Return how a cell is written in the label of a table's row: c, r, g or d (head of columns, of a row, of a group,
    or data), then its spans.

    >>> shape("column", 3), shape("data", 1, 2), shape("row")
    ('c3', 'd1/2', 'r')
    """
    return _SIGNS[kind] + (f"{columns}/{rows}" if rows > 1 else str(columns) if columns > 1 else "")


def build(rows: Sequence[Entry]) -> str:
    """Return how the blocks of a cell are written after its shape: a sign for each row of it, p for a paragraph, its
    level for an entry of a list. Nothing for one paragraph, or none.

    >>> build([Entry("paragraph", 0, "", "", "Each"), Entry("item", 1, "", "•", "a."), Entry("item", 2, "", "•", "b.")])
    ':p12'
    """
    if not rows or (len(rows) == 1 and rows[0].kind == "paragraph"):
        return ""
    return ":" + "".join(str(row.level) if row.kind == "item" else row.kind[0] for row in rows)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of an outline.

    A table is its title (``table``), headnotes, rows, sources and letter notes. A figure is its title (``figure``, none
    where it is decorative), its alternative (``image``), sources and letter notes; one of several figures has these in
    place of the alternative. A box is its title and what it holds. Headnotes and sources are paragraphs.
    """

    kind: Kind
    level: int
    """From 1 for sections, contents and items; 0 for the rest."""
    anchor: str
    """The anchor, of a row of the contents that of where it leads; empty where there is none."""
    label: str
    """The label as printed, empty where there is none; of a ``row`` the ``shape`` of its cells, separated by spaces,
    each with the ``build`` of what it holds.
    """
    text: str
    """The words in normal form, with indicators as ``[^7]``; of a ``row`` those of its cells, separated by " | ", of an
    indicator the anchor of the note that it leads to.
    """


@dataclass(frozen=True, slots=True)
class Outline:
    """What an edition says. Each series is in reading order; notes and indicators are series of their own, because
    formats read a note at different moments.
    """

    language: str
    masthead: tuple[str, ...]
    """Its lines, the title last."""
    contents: tuple[Entry, ...]
    body: tuple[Entry, ...]
    """Sections, paragraphs, items, quotations and objects with their letter notes."""
    notes: tuple[Entry, ...]
    """Asterisks of the masthead first, then numbers; the text is all blocks of a note, joined by one space."""
    indicators: tuple[Entry, ...]
    """Those of the masthead, of the body with its letters, then of the notes."""
    lacks: frozenset[Lack] = frozenset()
    """What the format that it is read from cannot say, whatever its editions do."""
    logo: str = ""
    """The words for the picture over the masthead, empty where there is none."""
    marks: tuple[Entry, ...] = ()
    """The places that the index leads to, each with the text of its row, or in print the number of its page."""
    index: tuple[Entry, ...] = ()
    """The rows of the index, the last of the body, with its references as marks of where they lead, "lamps, [index-3]",
    and with their levels, from 1; of an edition only where its links are read in no other way.
    """

    def counts(self) -> dict[str, int]:
        """Return how many sections, paragraphs (numbered ones), notes and indicators there are."""
        kinds = [entry.kind for entry in self.body if entry.kind != "paragraph" or entry.label]
        return {
            "sections": kinds.count("section"),
            "paragraphs": kinds.count("paragraph"),
            "notes": len(self.notes),
            "indicators": len(self.indicators),
            "tables": kinds.count("table"),
            "figures": kinds.count("figure"),
        }


def aloud(outline: Outline) -> Iterator[tuple[str, str]]:
    """Yield what a screen reader gets, line by line: the role of each piece, and its words with calls of notes."""
    *lines, title = outline.masthead or ("",)
    yield from [("graphic", outline.logo)] * bool(outline.logo)
    yield from (("text", line) for line in lines)
    yield "heading 1", title
    yield from ((f"contents {entry.level}", f"{entry.label} {entry.text}".strip()) for entry in outline.contents)
    roles = {"section": "heading", "item": "list item", "letter": "note", "image": "graphic", "equation": "formula"}
    for entry in (*outline.body, *outline.notes):
        level = {"section": f" {entry.level + 1}", "item": f" {entry.level}"}.get(entry.kind, "")
        words = _MARK.sub(r" (note \1)", entry.text)
        label = "" if entry.kind == "row" else entry.label
        yield f"{roles.get(entry.kind, entry.kind)}{level}", f"{label} {words}".strip()


def outline(document: Document) -> Outline:
    """Return the outline of a document: what each of its editions must be found to say."""
    return Outline(
        language=document.language,
        masthead=tuple(
            normal(words + "".join(mark(call.label) for call in calls)) for _, words, calls in document.masthead.rows()
        ),
        contents=tuple(_contents(document)),
        body=tuple(_body(document.blocks)),
        notes=tuple(_notes("note", (*document.masthead.notes, *document.notes))),
        indicators=tuple(_indicators(document)),
        logo=normal(document.logo.alternative) if document.logo else "",
        marks=tuple(_marks(document.blocks)),
        index=tuple(_index(document.blocks)),
    )


def _marks(blocks: tuple[Block, ...]) -> Iterator[Entry]:
    for run in runs(blocks):
        yield from (
            Entry("mark", 0, inline.anchor, "", _text(run)) for inline in flat(run) if isinstance(inline, IndexMark)
        )


def _index(blocks: tuple[Block, ...]) -> Iterator[Entry]:
    for block in blocks:
        if isinstance(block, Section):
            yield from _index(block.blocks)
        elif isinstance(block, Passage) and block.role == "index":
            yield from _entries(block.blocks, 1)


def _entries(blocks: tuple[Block, ...], level: int) -> Iterator[Entry]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield Entry("paragraph", level, block.anchor, "", _index_text(block.content))
        elif isinstance(block, Passage):
            yield from _entries(block.blocks, level + 1)


def _index_text(content: tuple[Inline, ...]) -> str:
    return normal(
        "".join(
            led(part.anchor, part.text) if isinstance(part, Reference) else text_with_marks((part,)) for part in content
        )
    )


def led(anchor: str, words: str) -> str:
    """Return how a link of the index is written in ``Outline.index``: a place as a mark, another entry by
    its words and a mark.

    >>> led("index-3", "para. 7"), led("entry-1", "lamps")
    ('[index-3]', 'lamps [entry-1]')
    """
    return f"[{anchor}]" if anchor.startswith("index-") else f"{words} [{anchor}]"


def _contents(document: Document) -> Iterator[Entry]:
    for section in document.sections():
        heading = tuple(inline for inline in section.heading if not isinstance(inline, Indicator))
        yield Entry("contents", section.level, section.anchor, section.label, _text(heading))


def _notes(kind: Kind, notes: tuple[Note, ...]) -> Iterator[Entry]:
    return (Entry(kind, 0, note.anchor, note.label, join_entries(_body(note.blocks))) for note in notes)


def _body(blocks: tuple[Block, ...], quoted: bool = False) -> Iterator[Entry]:
    for block in blocks:
        match block:
            case Section(anchor, level, label, heading, inside):
                yield Entry("section", level, anchor, label, _text(heading))
                yield from _body(inside)
            case Paragraph(anchor, label, content):
                yield Entry("quotation" if quoted else "paragraph", 0, anchor, label, _text(content))
            case Quotation(inside):
                yield from _body(inside, quoted=True)
            case Passage(_, _, _, inside):
                yield from _body(inside, quoted)
            case List(_, level, items, _):
                for item in items:
                    first, rest = _first_paragraph(item.blocks)
                    yield Entry("item", level, item.anchor, item.label, first)
                    yield from _body(rest, quoted)
            case Definitions(entries):
                for entry in entries:
                    first, rest = _first_paragraph(entry.blocks)
                    yield Entry("term", 0, "", "", _text(entry.term))
                    yield Entry("definition", 0, "", "", first)
                    yield from _body(rest, quoted)
            case Table() | Figure() | Box():
                yield from _object(block)
            case Equation(anchor, label, formula):
                yield Entry("equation", 0, anchor, label, normal(formula.words))
            case Listing(text):
                yield Entry("listing", 0, "", "", normal(text))
            case PageBreak():
                pass


def _object(block: Table | Figure | Box) -> Iterator[Entry]:
    match block:
        case Table():
            if block.label or block.title:
                yield Entry("table", 0, block.anchor, block.label, _text(block.title))
            yield from _body(block.headnote)
            yield from map(_row, (*block.head, *block.rows))
            yield from _body(block.source)
        case Figure():
            if block.label or block.title:
                yield Entry("figure", 0, block.anchor, block.label, _text(block.title))
            if block.picture.name:
                yield Entry("image", 0, "", "", normal(block.alternative))
            yield from _body(block.source)
        case Box():
            yield Entry("box", 0, block.anchor, block.label, _text(block.title))
            yield from _body(block.blocks)
    yield from _notes("letter", block.notes)


def _row(cells: tuple[Cell, ...]) -> Entry:
    cell_rows = [list(_body(cell.blocks)) for cell in cells]
    shapes = " ".join(
        shape(cell.kind, cell.columns, cell.rows) + build(rows) for cell, rows in zip(cells, cell_rows, strict=True)
    )
    return Entry(
        "row",
        0,
        "",
        shapes,
        " | ".join(_text(cell.content) or join_entries(rows) for cell, rows in zip(cells, cell_rows, strict=True)),
    )


def _first_paragraph(blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    _, blocks = leading_breaks(blocks)
    if blocks and isinstance(blocks[0], Paragraph):
        return _text(blocks[0].content), blocks[1:]
    return "", blocks


def join_entries(entries: Iterable[Entry]) -> str:
    """Return the words of a note: those of all its blocks with their labels."""
    return normal(" ".join(f"{entry.label} {entry.text}" for entry in entries))


def _text(content: tuple[Inline, ...]) -> str:
    return normal(text_with_marks(content))


def text_with_marks(content: tuple[Inline, ...]) -> str:
    """Return the characters of ``content``, with indicators as marks: by ``normal`` they become a row's text."""
    return plain(content, mark)


def _indicators(document: Document) -> Iterator[Entry]:
    yield from (_call(call) for _, _, calls in document.masthead.rows() for call in calls)
    for block in document.text():
        yield from (_call(inline) for inline in inlines(block) if isinstance(inline, Indicator))


def _call(indicator: Indicator) -> Entry:
    return Entry("indicator", 0, indicator.anchor, indicator.label, indicator.note)


def inlines(block: Block) -> Iterator[Inline]:
    """Return every inline in ``block`` in reading order, each before what it holds."""
    return (inline for run in runs(block) for inline in flat(run))


def runs(part: object) -> Iterator[tuple[Inline, ...]]:
    """Yield every run of inlines in a block, or in several, in reading order: a heading, a paragraph, a term, a title,
    a cell, a formula.
    """
    if isinstance(part, tuple):
        for member in part:
            yield from runs(member)
    elif isinstance(part, Equation):
        yield (part.formula,)
    for name in PARTS.get(type(part), ()):
        value = getattr(part, name)
        yield from (value,) if name in RUNS else runs(value)


def flat(content: tuple[Inline, ...]) -> Iterator[Inline]:
    """Yield every inline in ``content`` in reading order, each before what it holds."""
    for node in content:
        yield node
        if isinstance(node, Emphasis | Strong | Superscript | Subscript | Foreign | Link):
            yield from flat(node.content)
