"""Inserts the page breaks of the printed edition into a document, as nodes that writers print like any other.

The walk is that of ``outline``: one item of ``rows`` for each row of the body, in the same order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

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
from plantin.model.outline import normal, outline, text_with_marks
from plantin.model.related_editions import PageStart

_Starts = list[PageStart]
_Rows = Iterator[_Starts]
_Places = list[tuple[int, PageBreak]]
"""Page breaks, each with its index in the spoken text of a run of inlines."""


def paginate(document: Document, starts: Iterable[PageStart]) -> Document:
    """Return ``document`` with a page break where each page of ``starts`` begins, as far as that is in the body.

    A page that begins with a section, a paragraph or an object is broken before that block, one that begins with a row
    of a table in its first cell, one that begins inside a text before its word. Pages that begin after the last row are
    broken after the last block.
    """
    pages = [start for start in starts if start.series == "body"]
    if not pages:
        return document
    count = len(outline(document).body)
    by_row: list[_Starts] = [[] for _ in range(count + 1)]
    for start in pages:
        by_row[min(start.row, count)].append(start)
    rows = iter(by_row)
    blocks = _blocks(document.blocks, rows)
    return replace(document, blocks=(*blocks, *_breaks(next(rows))))


def _breaks(starts: _Starts) -> tuple[PageBreak, ...]:
    return tuple(PageBreak(start.anchor, start.label) for start in starts)


def _before(starts: _Starts) -> tuple[PageBreak, ...]:
    """Return the breaks of the pages that begin with a row of running text, not inside it."""
    return _breaks([start for start in starts if not start.offset])


def _blocks(blocks: tuple[Block, ...], rows: _Rows) -> tuple[Block, ...]:
    return tuple(part for block in blocks for part in _block(block, rows))


def _block(block: Block, rows: _Rows) -> Iterator[Block]:
    """Yield ``block``, after the breaks of the pages that begin with it."""
    match block:
        case Section():
            starts = next(rows)
            yield from _before(starts)
            yield replace(block, heading=_within(block.heading, starts), blocks=_blocks(block.blocks, rows))
        case Paragraph():
            starts = next(rows)
            yield from _before(starts)
            yield replace(block, content=_within(block.content, starts))
        case Quotation() | Passage():
            yield replace(block, blocks=_blocks(block.blocks, rows))
        case List():
            yield replace(block, items=tuple(_item(item, rows) for item in block.items))
        case Definitions():
            yield Definitions(tuple(_definition(entry, rows) for entry in block.entries))
        case Table(label="", title=()):
            yield _object(block, rows)
        case Table() | Figure() | Box():
            yield from _breaks(next(rows))
            yield _object(block, rows)
        case Equation() | Listing():
            yield from _breaks(next(rows))
            yield block
        case PageBreak():
            yield block


def _item(item: Item, rows: _Rows) -> Item:
    """Return an entry of a list. One that does not begin with a paragraph gets an empty one, the row that has its
    label: a page can begin before the label or after it.
    """
    begins = bool(item.blocks) and isinstance(item.blocks[0], Paragraph)
    blocks = item.blocks if begins else (Paragraph("", "", ()), *item.blocks)
    return replace(item, blocks=_blocks(blocks, rows))


def _definition(entry: Definition, rows: _Rows) -> Definition:
    term = (*_breaks(next(rows)), *entry.term)
    begins = bool(entry.blocks) and isinstance(entry.blocks[0], Paragraph)
    before = () if begins else _breaks(next(rows))
    return Definition(term, (*before, *_blocks(entry.blocks, rows)))


def _object(block: Table | Figure | Box, rows: _Rows) -> Table | Figure | Box:
    """Return what follows the first row of an object: its parts in reading order."""
    match block:
        case Table():
            block = replace(
                block,
                headnote=_blocks(block.headnote, rows),
                head=tuple(_row(cells, rows) for cells in block.head),
                rows=tuple(_row(cells, rows) for cells in block.rows),
                source=_blocks(block.source, rows),
            )
        case Figure():
            # The picture is a row of its own after the title; a decorative one is the only row.
            below_title = (block.label or block.title) and block.picture.name
            title = (*block.title, *_breaks(next(rows))) if below_title else block.title
            block = replace(block, title=title, source=_blocks(block.source, rows))
        case Box():
            block = replace(block, blocks=_blocks(block.blocks, rows))
    return replace(
        block, notes=tuple(replace(note, blocks=(*_breaks(next(rows)), *note.blocks)) for note in block.notes)
    )


def _row(cells: tuple[Cell, ...], rows: _Rows) -> tuple[Cell, ...]:
    breaks = _breaks(next(rows))
    return tuple(_break_before(cell, breaks) if n == 0 else cell for n, cell in enumerate(cells))


def _break_before(cell: Cell, breaks: tuple[PageBreak, ...]) -> Cell:
    return (
        replace(cell, blocks=(*breaks, *cell.blocks))
        if cell.blocks
        else replace(cell, content=(*breaks, *cell.content))
    )


def _within(content: tuple[Inline, ...], starts: _Starts) -> tuple[Inline, ...]:
    """Return ``content`` with a break before the word with which each page begins inside it."""
    words = text_with_marks(content)
    places = [(_place(words, start.offset), PageBreak(start.anchor, start.label)) for start in starts if start.offset]
    return tuple(_break_run(content, places, 0)) if places else content


def _place(words: str, offset: int) -> int:
    """Return the index in ``words`` of the character at ``offset`` of their normal form."""
    left = len(normal(words)) - offset
    place = bisect_left(range(len(words)), -left, key=lambda at: -len(normal(words[at:])))
    while place < len(words) and not normal(words[place]):
        place += 1
    return place


def _break_run(content: tuple[Inline, ...], places: _Places, at: int) -> Iterator[Inline]:
    """Yield ``content``, which begins at ``at`` of the text, with the breaks that are inside it."""
    for inline in content:
        end = at + len(text_with_marks((inline,)))
        inside = [(place, page) for place, page in places if at <= place < end]
        yield from _break_inline(inline, inside, at) if inside else (inline,)
        at = end


def _break_inline(inline: Inline, places: _Places, at: int) -> Iterator[Inline]:
    """Yield ``inline`` with the breaks that are inside it or before its first character: in two where it is text."""
    match inline:
        case Text(text) | Code(text) | Reference(_, text):
            begin = 0
            for place, page in places:
                if place - at > begin:
                    yield replace(inline, text=text[begin : place - at])
                yield page
                begin = place - at
            yield replace(inline, text=text[begin:])
        case Emphasis() | Strong() | Superscript() | Subscript() | Foreign() | Link():
            yield replace(inline, content=tuple(_break_run(inline.content, places, at)))
        case Indicator() | LineBreak() | Formula() | PageBreak() | IndexMark():
            yield from (page for _, page in places)
            yield inline
