"""Normalizes the heading levels of a received file: none skipped, none too deep; each change is reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from plantin.findings import Finding, Place
from plantin.importing.markup import Row
from plantin.importing.paragraph_pieces import Piece, Words
from plantin.importing.received import PrintedNumber
from plantin.importing.typed_numbers import DEEPEST, Sections, label

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


_Report = Callable[[str, str, Draft, str], None]


@dataclass(frozen=True, slots=True)
class SettledHeadings:
    """The blocks, their headings in order, and what was changed."""

    drafts: list[Draft]
    findings: list[Finding]


def plain(pieces: Sequence[Piece]) -> list[Piece]:
    """The words of a heading: on one line, without a link (the list of contents links it), and not bold as a whole."""
    bold = all(piece.look.strong for piece in pieces if isinstance(piece, Words) and piece.text.strip())
    return [
        (
            Words(piece.text.replace("\n", " "), replace(piece.look, link="", strong=piece.look.strong and not bold))
            if isinstance(piece, Words)
            else piece
        )
        for piece in pieces
    ]


def settled(drafts: Sequence[Draft], path: str) -> SettledHeadings:
    """The blocks of a report whose headings are in order. S062 for a level that was changed, S063 for headings that are
    alone at their level, S064 for one that became text because it holds an address.
    """
    findings: list[Finding] = []

    def report(code: str, message: str, draft: Draft, hint: str) -> None:
        findings.append(Finding(code, f"{message}: “{draft.words[:60]}”", Place(path), hint, "warning"))

    rows = list(_ranked(drafts))
    rows = [_readable(draft, report) for draft in rows]
    rows = _nested(rows, report)
    if lone := [rows[n] for n in sorted(_lone(rows))]:
        shown = ", ".join(f"“{draft.words[:60]}”" for draft in lone[:_MOST_SHOWN])
        message = f"alone at their level, and imported as they are: {shown}{', …' * (len(lone) > _MOST_SHOWN)}"
        hint = "Nothing, or make one a bold line (**...**), or give it a second; a waiver of S011 says why it is alone."
        findings.append(Finding("S063", message, Place(path), hint, "warning"))
    return SettledHeadings(rows, findings)


def _ranked(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The blocks with a level for each heading that is one by its look: by its number, else one below the heading by
    style before it.
    """
    sections, styled = Sections(), 0
    for draft in drafts:
        level = draft.row.level
        if draft.row.kind == "heading" and level == BY_LOOK:
            found = label(f"{draft.printed.label} X") if draft.printed and draft.printed.label else None
            level = sections.level(found) if found and not styled else styled + (found.parts if found else 1)
        elif draft.row.kind == "heading":
            styled = level
        yield replace(draft, row=replace(draft.row, level=level))


def _readable(draft: Draft, report: _Report) -> Draft:
    if draft.row.kind == "heading" and _ADDRESS.search(draft.row.text):
        report(
            "S064",
            "a heading that holds an address becomes a bold line",
            draft,
            "Give the heading words, and put the address below it.",
        )
        return _line(draft)
    return draft


def _nested(drafts: list[Draft], report: _Report) -> list[Draft]:
    """The blocks, each heading one level below the one that it belongs to."""
    around: list[int] = []
    out = []
    highest = min((draft.row.level for draft in drafts if draft.row.kind == "heading"), default=1)
    for draft in drafts:
        level = draft.row.level
        if draft.row.kind != "heading":
            out.append(draft)
            continue
        while around and around[-1] >= level:
            around.pop()
        around.append(level)
        due = min(len(around), DEEPEST)
        # Where all begin at the second level, as below a title, none was moved.
        if due != level - highest + 1:
            report(
                "S062",
                f"a heading of level {level - highest + 1} is given level {due}",
                draft,
                "Nothing, if it belongs there.",
            )
        out.append(replace(draft, row=replace(draft.row, level=due)))
    return out


def _lone(drafts: Sequence[Draft]) -> list[int]:
    """The positions of the headings, below the first level, that have no other at their level beside them."""
    beside: list[list[int]] = [[]]
    lone: list[int] = []

    def close(level: int) -> None:
        while len(beside) > level:
            held = beside.pop()
            lone.extend(held if len(held) == 1 and beside else [])

    for n, draft in enumerate(drafts):
        if draft.row.kind == "heading":
            close(draft.row.level)
            while len(beside) < draft.row.level:
                beside.append([])
            beside[draft.row.level - 1].append(n)
    close(1)
    return lone


def _line(draft: Draft) -> Draft:
    """The heading as a bold paragraph without a number, after the number that it had."""
    number = draft.printed.label if draft.printed else ""
    words = f"{number} {draft.row.text}".strip()
    return Draft(Row("plain", 0, f"**{words}**"), None, draft.words)
