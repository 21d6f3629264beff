"""Rewrites every inline of a document's blocks with a function, in one pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from plantin.model.document import (
    Block,
    Box,
    Cell,
    Definition,
    Definitions,
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
from plantin.model.inlines import (
    Code,
    Emphasis,
    Foreign,
    Formula,
    IndexMark,
    Indicator,
    Inline,
    LineBreak,
    Link,
    PageBreak,
    Reference,
    Strong,
    Subscript,
    Superscript,
    Text,
)


def _nothing() -> None:
    pass


def _as_it_is(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return content


@dataclass(frozen=True, slots=True)
class Rewriting:
    """What becomes of an inline (one or several), what is done before each run of them (a paragraph, a heading, a
    cell), and what becomes of the whole run at last.
    """

    one: Callable[[Inline], Inline | tuple[Inline, ...]]
    begin: Callable[[], None] = _nothing
    whole: Callable[[tuple[Inline, ...]], tuple[Inline, ...]] = _as_it_is


def rewrite(blocks: tuple[Block, ...], change: Rewriting) -> tuple[Block, ...]:
    """``blocks`` with ``change`` applied to every inline, in reading order, the innermost first."""
    return tuple(_block(block, change) for block in blocks)


def _block(block: Block, change: Rewriting) -> Block:
    match block:
        case Section():
            return replace(block, heading=_run(block.heading, change), blocks=rewrite(block.blocks, change))
        case Paragraph(anchor, label, content):
            return Paragraph(anchor, label, _run(content, change))
        case List():
            return replace(
                block, items=tuple(Item(item.anchor, item.label, rewrite(item.blocks, change)) for item in block.items)
            )
        case Quotation(blocks):
            return Quotation(rewrite(blocks, change))
        case Passage():
            return replace(block, blocks=rewrite(block.blocks, change))
        case Definitions(entries):
            return Definitions(
                tuple(Definition(_run(entry.term, change), rewrite(entry.blocks, change)) for entry in entries)
            )
        case Table() | Figure() | Box():
            return _object(block, change)
        case Equation() | Listing() | PageBreak():
            return block


def _object(block: Table | Figure | Box, change: Rewriting) -> Table | Figure | Box:
    title = _run(block.title, change)
    match block:
        case Table():
            block = replace(
                block,
                title=title,
                headnote=rewrite(block.headnote, change),
                head=tuple(_row(row, change) for row in block.head),
                rows=tuple(_row(row, change) for row in block.rows),
                source=rewrite(block.source, change),
            )
        case Figure():
            block = replace(block, title=title, source=rewrite(block.source, change))
        case Box():
            block = replace(block, title=title, blocks=rewrite(block.blocks, change))
    return replace(block, notes=notes(block.notes, change))


def _row(cells: tuple[Cell, ...], change: Rewriting) -> tuple[Cell, ...]:
    return tuple(
        replace(cell, content=_run(cell.content, change), blocks=rewrite(cell.blocks, change)) for cell in cells
    )


def notes(found: tuple[Note, ...], change: Rewriting) -> tuple[Note, ...]:
    """``found`` with ``change`` applied to every inline of their blocks."""
    return tuple(replace(note, blocks=rewrite(note.blocks, change)) for note in found)


def _run(content: tuple[Inline, ...], change: Rewriting) -> tuple[Inline, ...]:
    change.begin()
    return change.whole(inlines(content, change))


def inlines(content: tuple[Inline, ...], change: Rewriting) -> tuple[Inline, ...]:
    """``content`` with ``change`` applied to every inline; one may become several."""
    out: list[Inline] = []
    for inline in content:
        changed = change.one(_inline(inline, change))
        out += changed if isinstance(changed, tuple) else (changed,)
    return tuple(out)


def _inline(inline: Inline, change: Rewriting) -> Inline:
    match inline:
        case Text() | Code() | Reference() | Indicator() | LineBreak() | Formula() | PageBreak() | IndexMark():
            return inline
        case Emphasis(content):
            return Emphasis(inlines(content, change))
        case Strong(content):
            return Strong(inlines(content, change))
        case Superscript(content):
            return Superscript(inlines(content, change))
        case Subscript(content):
            return Subscript(inlines(content, change))
        case Foreign(language, direction, content):
            return Foreign(language, direction, inlines(content, change))
        case Link(target, content):
            return Link(target, inlines(content, change))
