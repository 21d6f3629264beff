"""Rewrites every inline of a document's blocks with a function, in one pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from plantin.model.document import PARTS, RUNS, Block, Note
from plantin.model.inlines import Emphasis, Foreign, Inline, Link, Strong, Subscript, Superscript

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class RewriteRules:
    """What becomes of an inline (one or several), what is done before each run of them (a paragraph, a heading, a
    cell), and what becomes of the whole run at last.
    """

    one: Callable[[Inline], Inline | tuple[Inline, ...]]
    begin: Callable[[], None] = lambda: None
    whole: Callable[[tuple[Inline, ...]], tuple[Inline, ...]] = lambda content: content


def rewrite(blocks: tuple[Block, ...], change: RewriteRules) -> tuple[Block, ...]:
    """Return ``blocks`` with ``change`` applied to every inline, in reading order, the innermost first."""
    return tuple(_rewrite_part(block, change) for block in blocks)


def notes(found: tuple[Note, ...], change: RewriteRules) -> tuple[Note, ...]:
    """Return ``found`` with ``change`` applied to every inline of their blocks."""
    return tuple(_rewrite_part(note, change) for note in found)


def _rewrite_part(part: Part, change: RewriteRules) -> Part:
    """Return a block, an entry, a cell or a row of cells with ``change`` applied to every inline in it."""
    if isinstance(part, tuple):
        return cast("Part", tuple(_rewrite_part(member, change) for member in part))
    node: Any = part
    changed = {
        name: _run(getattr(part, name), change) if name in RUNS else _rewrite_part(getattr(part, name), change)
        for name in PARTS.get(type(part), ())
    }
    return replace(node, **changed) if changed else part


def _run(content: tuple[Inline, ...], change: RewriteRules) -> tuple[Inline, ...]:
    change.begin()
    return change.whole(inlines(content, change))


def inlines(content: tuple[Inline, ...], change: RewriteRules) -> tuple[Inline, ...]:
    """Return ``content`` with ``change`` applied to every inline; one may become several."""
    out: list[Inline] = []
    for inline in content:
        changed = change.one(_inline(inline, change))
        out += changed if isinstance(changed, tuple) else (changed,)
    return tuple(out)


def _inline(inline: Inline, change: RewriteRules) -> Inline:
    match inline:
        case Emphasis() | Strong() | Superscript() | Subscript() | Foreign() | Link():
            return replace(inline, content=inlines(inline.content, change))
        case _:
            return inline


def rewrite_blocks(blocks: tuple[Block, ...], change: Callable[[Block, tuple[Block, ...]], Block]) -> tuple[Block, ...]:
    """Return ``blocks`` with ``change`` applied to each block in them, which is given the blocks around it too; what
    holds a block that stays is the same object.
    """
    return _rewrite_members(blocks, change, ())


def _rewrite_members(
    part: Part, change: Callable[[Block, tuple[Block, ...]], Block], around: tuple[Block, ...]
) -> Part:
    node: Any = part
    if isinstance(part, tuple):
        members = tuple(_rewrite_members(member, change, around) for member in part)
        same = all(member is old for member, old in zip(members, part, strict=True))
        return part if same else cast("Part", members)
    inner = (*around, node) if isinstance(part, Block) else around
    changed = {}
    for name in PARTS.get(type(part), ()):
        if name not in RUNS and (value := _rewrite_members(getattr(part, name), change, inner)) is not getattr(
            part, name
        ):
            changed[name] = value
    node = replace(node, **changed) if changed else node
    return cast("Part", change(node, around)) if isinstance(node, Block) else cast("Part", node)
