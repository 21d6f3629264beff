"""One walk over a document's blocks that gives them back with every inline changed by a function."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.document import (
    Block,
    Code,
    Emphasis,
    Foreign,
    Indicator,
    Inline,
    Item,
    LineBreak,
    Link,
    List,
    Paragraph,
    Quotation,
    Reference,
    Section,
    Strong,
    Subscript,
    Superscript,
    Text,
)

Change = Callable[[Inline], Inline | tuple[Inline, ...]]


def rewrite(blocks: tuple[Block, ...], change: Change) -> tuple[Block, ...]:
    """``blocks`` with ``change`` applied to every inline, in reading order, the innermost first."""
    return tuple(_block(block, change) for block in blocks)


def _block(block: Block, change: Change) -> Block:
    match block:
        case Section(anchor, level, label, heading, blocks):
            return Section(anchor, level, label, inlines(heading, change), rewrite(blocks, change))
        case Paragraph(anchor, label, content):
            return Paragraph(anchor, label, inlines(content, change))
        case List(kind, level, items):
            return List(kind, level, tuple(Item(item.anchor, item.label, rewrite(item.blocks, change)) for item in items))
        case Quotation(blocks):
            return Quotation(rewrite(blocks, change))


def inlines(content: tuple[Inline, ...], change: Change) -> tuple[Inline, ...]:
    """``content`` with ``change`` applied to every inline; one may become several."""
    out: list[Inline] = []
    for inline in content:
        changed = change(_inline(inline, change))
        out += changed if isinstance(changed, tuple) else (changed,)
    return tuple(out)


def _inline(inline: Inline, change: Change) -> Inline:
    match inline:
        case Text() | Code() | Reference() | Indicator() | LineBreak():
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
