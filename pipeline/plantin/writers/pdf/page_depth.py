"""Pages of one depth: where a page ends before its last line is full, the spaces between its blocks grow until the text
reaches the notes.

A page ends early where two lines of a paragraph, a heading with the text below it, or a call with the beginning of its
note have no room any more. Printers then open the spaces between paragraphs and above headings a little. A space grows
by a part of itself at most (``page.stretch`` of the style), so that those above headings grow most and lines never. The
last page, and one after which another begins by itself (an annex, a turned table), stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from weasyprint.formatting_structure.boxes import BlockBox, BlockLevelBox, LineBox

from plantin.writers.pdf.engine_types import Box

_MOST_LACKING_SHARE = 0.2
"""A page that lacks more of its depth ends where something large did not fit, which no spaces can hide."""


@dataclass(frozen=True, slots=True)
class Depth:
    """By how much the text of a page ends above its notes, and the spaces that may grow, all together; in pixels."""

    lacking: float
    spaces: float

    def hole(self, stretch: float) -> float:
        """Return what is left white where spaces grow by ``stretch`` times themselves."""
        return self.lacking - stretch * self.spaces


def depth(page: Box, bottom: float) -> Depth | None:
    """Return how deep ``page`` is, whose text could go down to ``bottom``; None for an empty page."""
    blocks = list(_blocks(page.children[0]))
    return Depth(bottom - _bottom(blocks[-1]), sum(_spaces(blocks))) if blocks else None


def last_block(page: Box) -> Box | None:
    """Return the last of the blocks of ``page``; None for an empty page."""
    return next(iter(list(_blocks(page.children[0]))[-1:]), None)


def even(page: Box, bottom: float, stretch: float) -> None:
    """Make the spaces of ``page`` grow, by ``stretch`` times themselves at most, until its text ends at ``bottom``."""
    root = page.children[0]
    blocks = list(_blocks(root))
    spaces = _spaces(blocks)
    lacking = bottom - _bottom(blocks[-1]) if blocks else 0.0
    if not sum(spaces) or not 0 < lacking < _MOST_LACKING_SHARE * page.height:
        return
    part = min(stretch, lacking / sum(spaces))
    moves = {id(blocks[0]): 0.0}
    moved = 0.0
    for block, space in zip(blocks[1:], spaces, strict=True):
        moved += part * space
        moves[id(block)] = moved
    _move(root, moves)


def _spaces(blocks: list[Box]) -> list[float]:
    return [max(below.position_y + below.margin_top - _bottom(above), 0) for above, below in pairwise(blocks)]


def _blocks(box: Box) -> Iterator[Box]:
    """Yield blocks below ``box`` between which space may grow: paragraphs, headings, tables, pictures, framed ones."""
    for child in box.children:
        if _is_holder(child):
            yield from _blocks(child)
        elif _is_block(child):
            yield child


def _is_block(box: Box) -> bool:
    return isinstance(box, BlockLevelBox) and bool(box.is_in_normal_flow())


def _is_holder(box: Box) -> bool:
    """Return whether ``box`` holds nothing but blocks, and shows nothing itself that would have to grow with them."""
    style = box.style
    return (
        isinstance(box, BlockBox)
        and _is_block(box)
        and not box.is_table_wrapper
        and any(map(_is_block, box.children))
        and not any(vars(box).get(f"border_{side}_width") for side in ("top", "right", "bottom", "left"))
        and style["background_color"].alpha == 0
        and style["position"] == "static"
    )


def _bottom(block: Box) -> float:
    """Return where ``block`` ends, with its last line: the engine makes what goes on overleaf as high as the page."""
    last = block.children[-1] if getattr(block, "children", ()) else None
    if isinstance(last, LineBox):
        return float(last.position_y + last.height)
    return float(block.position_y + block.margin_height() - block.margin_bottom)


def _move(box: Box, moves: dict[int, float]) -> tuple[float, float] | None:
    """Move the blocks below ``box`` down; by how much the first and the last of them were moved."""
    shifts = []
    for child in box.children:
        if id(child) in moves:
            child.translate(dy=moves[id(child)])
            shifts.append((moves[id(child)], moves[id(child)]))
        elif _is_holder(child) and (moved := _move(child, moves)):
            child.position_y += moved[0]
            child.height += moved[1] - moved[0]
            shifts.append(moved)
    return (shifts[0][0], shifts[-1][1]) if shifts else None
