"""The rows of a facing edition: the documents shown side by side, walked in step, message by message."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal, TypeVar

from plantin.model.document import (
    Block,
    Box,
    Cell,
    Definition,
    Definitions,
    Document,
    Equation,
    Figure,
    Item,
    List,
    Listing,
    Note,
    Paragraph,
    Passage,
    Quotation,
    Section,
    Table,
)
from plantin.model.inlines import Code, Foreign, Inline, PageBreak, Strong, Text

Kind = Literal["masthead", "title", "section", "paragraph", "notes"]
Known = TypeVar("Known")
_MASTHEAD = (
    "organization", "organ", "symbol", "distribution", "date", "language", "original", "session", "agenda", "notice",
    "supplement", "title",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """What one document has in a row: the printed number, and the words."""

    label: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class FacingRow:
    """One message in every document; None where a document lacks it. ``anchor`` is the one that its place has in every
    edition, empty where it has none. ``level`` counts from 1 for sections and is 0 for the rest.
    """

    anchor: str
    kind: Kind
    level: int
    sides: tuple[Side | None, ...]


def rows(documents: Sequence[Document]) -> Iterator[FacingRow]:
    """The masthead, blocks and notes of ``documents``, row by row; blocks that differ have rows of their own."""
    yield from _masthead(documents)
    yield from _held([document.masthead.notes for document in documents])
    yield from _blocks([document.blocks for document in documents])
    if any(document.notes for document in documents):
        yield FacingRow("notes", "notes", 1, tuple(Side("", (Text(document.labels.notes),)) for document in documents))
    yield from _held([document.notes for document in documents])


def _masthead(documents: Sequence[Document]) -> Iterator[FacingRow]:
    """The lines of the masthead, each beside the same of the others; the title comes last."""
    for field in _MASTHEAD:
        columns = [[row for row in document.masthead.rows() if row[0] == field] for document in documents]
        kind: Kind = "title" if field == "title" else "masthead"
        for lines in zip_longest(*columns):
            sides = tuple(
                Side("", (*document.masthead.worded(line[1]), *line[2])) if line else None
                for document, line in zip(documents, lines, strict=True)
            )
            yield FacingRow("title" if kind == "title" else "", kind, 0, sides)


def _blocks(columns: Sequence[tuple[Block, ...]]) -> Iterator[FacingRow]:
    for blocks in zip_longest(*columns):
        yield from _abreast(blocks)


def _abreast(blocks: tuple[Block | None, ...]) -> Iterator[FacingRow]:
    """The rows of blocks that correspond to each other; those of another kind than the first come after it."""
    known: Block = next(block for block in blocks if block is not None)
    yield from _alike(known, tuple(block if type(block) is type(known) else None for block in blocks))
    rest = tuple(None if type(block) is type(known) else block for block in blocks)
    if any(rest):
        yield from _abreast(rest)


def _alike(known: Block, blocks: tuple[Block | None, ...]) -> Iterator[FacingRow]:
    """The rows of blocks of the kind of ``known``."""
    match known:
        case Section():
            sections = _of(Section, blocks)
            yield FacingRow(
                known.anchor, "section", known.level, _sides(sections, lambda one: Side(one.label, one.heading))
            )
            yield from _blocks([one.blocks if one else () for one in sections])
        case Paragraph():
            yield _row(known.anchor, _sides(_of(Paragraph, blocks), lambda one: Side(one.label, one.content)))
        case List():
            yield from _held([one.items if one else () for one in _of(List, blocks)])
        case Quotation():
            yield from _blocks([one.blocks if one else () for one in _of(Quotation, blocks)])
        case Passage():
            yield from _passage(_of(Passage, blocks))
        case Definitions():
            for entries in zip_longest(*(one.entries if one else () for one in _of(Definitions, blocks))):
                yield from _definition(entries)
        case Table():
            yield from _table(known.anchor, _of(Table, blocks))
        case Figure():
            yield from _figure(known, _of(Figure, blocks))
        case Box():
            boxes = _of(Box, blocks)
            yield _row(known.anchor, _sides(boxes, lambda one: Side(one.label, (Strong(one.title),))))
            yield from _blocks([one.blocks if one else () for one in boxes])
            yield from _held([one.notes if one else () for one in boxes])
        case Equation():
            yield _row(known.anchor, _sides(_of(Equation, blocks), lambda one: Side(one.label, (one.formula,))))
        case Listing():
            yield _row("", _sides(_of(Listing, blocks), lambda one: Side("", (Code(one.text),))))
        case PageBreak():
            pass


def _passage(passages: tuple[Passage | None, ...]) -> Iterator[FacingRow]:
    """The blocks of passages; the words of one in another language are marked so."""
    for row in _blocks([one.blocks if one else () for one in passages]):
        sides = (
            (
                replace(side, content=(Foreign(one.language, one.direction, side.content),))
                if side and one and one.language
                else side
            )
            for side, one in zip(row.sides, passages, strict=True)
        )
        yield replace(row, sides=tuple(sides))


def _definition(entries: tuple[Definition | None, ...]) -> Iterator[FacingRow]:
    yield _row("", _sides(entries, lambda one: Side("", (Strong(one.term),))))
    yield from _blocks([one.blocks if one else () for one in entries])


def _table(anchor: str, tables: tuple[Table | None, ...]) -> Iterator[FacingRow]:
    """The title of a table, its headnotes, its rows with a bar between their cells, its sources and its notes."""
    yield _row(anchor, _sides(tables, lambda one: Side(one.label, (Strong(one.title),))))
    yield from _blocks([one.headnote if one else () for one in tables])
    for lines in zip_longest(*((*one.head, *one.rows) if one else () for one in tables)):
        yield _row("", _sides(lines, _cells))
    yield from _blocks([one.source if one else () for one in tables])
    yield from _held([one.notes if one else () for one in tables])


def _cells(cells: tuple[Cell, ...]) -> Side:
    words: list[Inline] = []
    for cell in cells:
        words += [*([Text(" | ")] if words else []), *cell.line()]
    return Side("", tuple(words))


def _figure(known: Figure, figures: tuple[Figure | None, ...]) -> Iterator[FacingRow]:
    """The title of a figure, what it says to who cannot see it, its sources and its notes."""
    if known.label:
        yield _row(known.anchor, _sides(figures, lambda one: Side(one.label, (Strong(one.title),))))
    if known.picture.name:
        yield _row("", _sides(figures, lambda one: Side("", (Text(one.alternative),))))
    yield from _blocks([one.source if one else () for one in figures])
    yield from _held([one.notes if one else () for one in figures])


def _held(columns: Sequence[Sequence[Item | Note]]) -> Iterator[FacingRow]:
    """The rows of entries of a list, or of notes: the first row of each has its anchor and its number."""
    for holders in zip_longest(*columns):
        anchor = next(holder.anchor for holder in holders if holder)
        first, *rest = list(_blocks([holder.blocks if holder else () for holder in holders])) or [
            _row("", (None,) * len(holders))
        ]
        sides = (
            (
                Side(f"{holder.label} {side.label if side else ''}".strip(), side.content if side else ())
                if holder
                else side
            )
            for holder, side in zip(holders, first.sides, strict=True)
        )
        yield replace(first, anchor=anchor or first.anchor, sides=tuple(sides))
        yield from rest


def _row(anchor: str, sides: tuple[Side | None, ...]) -> FacingRow:
    return FacingRow(anchor, "paragraph", 0, sides)


def _of(kind: type[Known], blocks: Sequence[Block | None]) -> tuple[Known | None, ...]:
    return tuple(block if isinstance(block, kind) else None for block in blocks)


def _sides(blocks: Sequence[Known | None], side: Callable[[Known], Side]) -> tuple[Side | None, ...]:
    return tuple(None if block is None else side(block) for block in blocks)
