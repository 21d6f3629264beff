"""The rows of a facing edition: the documents shown side by side, walked in step, message by message."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal, TypeVar

from plantin.model.document import (
    PARTS,
    RUNS,
    Block,
    Cell,
    Definition,
    Document,
    Equation,
    Figure,
    Item,
    Listing,
    Note,
    Passage,
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
    """Yield the masthead, blocks and notes of ``documents``, row by row; blocks that differ have rows of their own."""
    yield from _masthead(documents)
    yield from _entry_rows([document.masthead.notes for document in documents])
    yield from _blocks([document.blocks for document in documents])
    if any(document.notes for document in documents):
        yield FacingRow("notes", "notes", 1, tuple(Side("", (Text(document.labels.notes),)) for document in documents))
    yield from _entry_rows([document.notes for document in documents])


def _masthead(documents: Sequence[Document]) -> Iterator[FacingRow]:
    """Yield the lines of the masthead, each beside the same of the others; the title comes last."""
    for field in _MASTHEAD:
        columns = [[row for row in document.masthead.rows() if row[0] == field] for document in documents]
        kind: Kind = "title" if field == "title" else "masthead"
        for lines in zip_longest(*columns):
            sides = tuple(
                Side("", (*document.masthead.line_inlines(line[1]), *line[2])) if line else None
                for document, line in zip(documents, lines, strict=True)
            )
            yield FacingRow("title" if kind == "title" else "", kind, 0, sides)


def _blocks(columns: Sequence[tuple[Block, ...]]) -> Iterator[FacingRow]:
    for blocks in zip_longest(*columns):
        yield from _abreast(blocks)


def _abreast(blocks: tuple[Block | None, ...]) -> Iterator[FacingRow]:
    """Yield the rows of blocks that correspond to each other; those of another kind than the first come after it."""
    first: Block = next(block for block in blocks if block is not None)
    yield from _alike(first, tuple(block if type(block) is type(first) else None for block in blocks))
    rest = tuple(None if type(block) is type(first) else block for block in blocks)
    if any(rest):
        yield from _abreast(rest)


def _alike(known: Block, blocks: tuple[Block | None, ...]) -> Iterator[FacingRow]:
    """Yield the rows of blocks of the kind of ``known``."""
    match known:
        case Passage():
            yield from _passage(_of(Passage, blocks))
        case Equation():
            yield _row(known.anchor, _sides(_of(Equation, blocks), lambda one: Side(one.label, (one.formula,))))
        case Listing():
            yield _row("", _sides(_of(Listing, blocks), lambda one: Side("", (Code(one.text),))))
        case PageBreak():
            pass
        case _:
            yield from _parts(known, blocks)


def _parts(known: Block | Definition, holders: tuple[Block | Definition | None, ...]) -> Iterator[FacingRow]:
    """Yield the rows of what blocks or entries of one kind hold, in reading order: words, cells, entries, blocks,
    notes.
    """
    for name in PARTS[type(known)]:
        columns = [getattr(holder, name) if holder else () for holder in holders]
        if name in RUNS:
            yield from _words(known, name, holders)
        elif name in {"head", "rows"}:
            yield from (_row("", _sides(cells, _cells)) for cells in zip_longest(*columns))
        elif name == "entries":
            for entries in zip_longest(*columns):
                yield from _parts(next(filter(None, entries)), entries)
        else:
            yield from _entry_rows(columns) if name in {"items", "notes"} else _blocks(columns)


def _words(known: Block | Definition, name: str, holders: tuple[Block | Definition | None, ...]) -> Iterator[FacingRow]:
    """Yield the row of a heading, a paragraph, a title or a term, with its label; of a figure also the row of its
    words.
    """

    def side(one: object) -> Side:
        words = getattr(one, name)
        return Side(getattr(one, "label", ""), words if name in {"heading", "content"} else (Strong(words),))

    kind: Kind = "section" if isinstance(known, Section) else "paragraph"
    if not isinstance(known, Table | Figure) or known.label or known.title:
        level = known.level if isinstance(known, Section) else 0
        yield FacingRow(getattr(known, "anchor", ""), kind, level, _sides(holders, side))
    if isinstance(known, Figure) and known.picture.name:
        yield _row("", _sides(_of(Figure, holders), lambda one: Side("", (Text(one.alternative),))))


def _passage(passages: tuple[Passage | None, ...]) -> Iterator[FacingRow]:
    """Yield the blocks of passages; the words of one in another language are marked so."""
    for row in _blocks([passage.blocks if passage else () for passage in passages]):
        sides = (
            (
                replace(side, content=(Foreign(passage.language, passage.direction, side.content),))
                if side and passage and passage.language
                else side
            )
            for side, passage in zip(row.sides, passages, strict=True)
        )
        yield replace(row, sides=tuple(sides))


def _cells(cells: tuple[Cell, ...]) -> Side:
    words: list[Inline] = []
    for cell in cells:
        words += [*([Text(" | ")] if words else []), *cell.line()]
    return Side("", tuple(words))


def _entry_rows(columns: Sequence[Sequence[Item | Note]]) -> Iterator[FacingRow]:
    """Yield the rows of entries of a list, or of notes: the first row of each has its anchor and its number."""
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


def _of(kind: type[Known], blocks: Sequence[object]) -> tuple[Known | None, ...]:
    return tuple(block if isinstance(block, kind) else None for block in blocks)


def _sides(blocks: Sequence[Known | None], side: Callable[[Known], Side]) -> tuple[Side | None, ...]:
    return tuple(None if block is None else side(block) for block in blocks)
