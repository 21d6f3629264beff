"""Normalizes the heading levels of a received file: none skipped, none too deep; each change is reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plantin.packs.imports.markup import Row
from plantin.packs.imports.paragraph_pieces import Piece, Words
from plantin.packs.imports.received import Ledger, PrintedNumber
from plantin.packs.imports.typed_numbers import DEEPEST, Sections, label

BY_LOOK = 0
"""The level of a heading that is one by its look alone: its number, or the headings around it, say which it is."""
_ADDRESS = re.compile(r"https?://|www\\?\.|@")
_MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Draft:
    """A block of a source to be: its row, the number it was received with, its words."""

    row: Row
    printed: PrintedNumber | None
    words: str


def plain(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the words of a heading on one line, without links (the list of contents links it), not bold as a whole."""
    bold = all(piece.look.strong for piece in pieces if isinstance(piece, Words) and piece.text.strip())
    return [
        (
            Words(piece.text.replace("\n", " "), replace(piece.look, link="", strong=piece.look.strong and not bold))
            if isinstance(piece, Words)
            else piece
        )
        for piece in pieces
    ]


def settle_headings(drafts: Sequence[Draft], ledger: Ledger) -> list[Draft]:
    """Return the blocks of a report whose headings are in order. S062 for a level that was changed, S063 for headings
    that are alone at their level, S064 for one that became text because it holds an address.
    """
    rows = _nest_headings([_demote_heading_with_address(draft, ledger) for draft in _rank_headings(drafts)], ledger)
    if lone := [rows[n] for n in sorted(_lone(rows))]:
        titles = ", ".join(f"“{draft.words[:60]}”" for draft in lone[:_MOST_SHOWN])
        message = f"alone at their level, and imported as they are: {titles}{', …' * (len(lone) > _MOST_SHOWN)}"
        hint = "Nothing, or make one a bold line (**...**), or give it a second; a waiver of S011 says why it is alone."
        ledger.notice("S063", message, hint)
    return rows


def _rank_headings(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the blocks; a heading by its look gets a level by its number, else below the heading by style before it."""
    sections, styled = Sections(), 0
    for draft in drafts:
        level = draft.row.level
        if draft.row.kind == "heading" and level == BY_LOOK:
            # `label` reads a number before words: any will do.
            number = label(f"{draft.printed.label} X") if draft.printed and draft.printed.label else None
            level = sections.level(number) if number and not styled else styled + (number.parts if number else 1)
        elif draft.row.kind == "heading":
            styled = level
        yield replace(draft, row=replace(draft.row, level=level))


def _demote_heading_with_address(draft: Draft, ledger: Ledger) -> Draft:
    """Return the block; a heading that holds an address as a bold paragraph that begins with the number it had."""
    if draft.row.kind != "heading" or not _ADDRESS.search(draft.row.text):
        return draft
    message = f"a heading that holds an address becomes a bold line: “{draft.words[:60]}”"
    ledger.notice("S064", message, "Give the heading words, and put the address below it.")
    words = f"{draft.printed.label if draft.printed else ''} {draft.row.text}".strip()
    return Draft(Row("plain", 0, f"**{words}**"), None, draft.words)


def _nest_headings(drafts: list[Draft], ledger: Ledger) -> list[Draft]:
    """Return the blocks, each heading one level below the one that it belongs to."""
    open_levels: list[int] = []
    out = []
    highest = min((draft.row.level for draft in drafts if draft.row.kind == "heading"), default=1)
    for draft in drafts:
        level = draft.row.level
        if draft.row.kind != "heading":
            out.append(draft)
            continue
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        nested_level = min(len(open_levels), DEEPEST)
        # Where all begin at the second level, as below a title, none was moved.
        if nested_level != level - highest + 1:
            message = f"a heading of level {level - highest + 1} is given level {nested_level}: “{draft.words[:60]}”"
            ledger.notice("S062", message, "Nothing, if it belongs there.")
        out.append(replace(draft, row=replace(draft.row, level=nested_level)))
    return out


def _lone(drafts: Sequence[Draft]) -> list[int]:
    """Return the positions of the headings, below the first level, that have no other at their level beside them."""
    beside: list[list[int]] = [[]]
    lone: list[int] = []

    def close(level: int) -> None:
        while len(beside) > level:
            positions = beside.pop()
            lone.extend(positions if len(positions) == 1 and beside else [])

    for n, draft in enumerate(drafts):
        if draft.row.kind == "heading":
            close(draft.row.level)
            while len(beside) < draft.row.level:
                beside.append([])
            beside[draft.row.level - 1].append(n)
    close(1)
    return lone
