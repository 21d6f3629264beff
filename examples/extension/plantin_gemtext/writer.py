"""Writes a document as Gemtext: a heading, a paragraph, an entry, a row or a note is one line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from plantin.house.style import Style
from plantin.model.added_tables import table_of
from plantin.model.document import Document, Listing, every
from plantin.model.outline import Entry, outline
from plantin_gemtext.signs import APART, DEEPER, END, FENCE, LISTED, SIGNS
from plantin_gemtext.tables import Gemtext, GemtextWords


def write(document: Document, style: Style, moment: dt.datetime) -> bytes:
    """The edition in UTF-8. It names no time."""
    del moment
    said = outline(document)
    *above, title = said.masthead
    code = (block.text for block in every(document.blocks) if isinstance(block, Listing))
    lines = [*above, f"# {title}"]
    lines += ["", *(f"{LISTED * row.level} {_labelled(row)}" for row in said.contents)]
    lines += ["", *(line for row in said.body for line in _lines(row, code))]
    lines += ["", *(f"[{note.label}]{APART}{note.text}" for note in said.notes)]
    lines += ["", f"{END}{table_of(document.tables, GemtextWords).end}"] if style.table(Gemtext).end else []
    return ("\n".join(lines) + "\n").encode()


def _lines(row: Entry, code: Iterator[str]) -> Iterator[str]:
    if row.kind == "section":
        yield f"{'#' * min(row.level + 1, 3)} {DEEPER * (row.level - 2)}{_labelled(row)}"
    elif row.kind == "item":
        yield f"* {DEEPER * (row.level - 1)}{_labelled(row)}"
    elif row.kind == "listing":
        # A line of code that looks like a fence is moved in, so that it ends nothing.
        yield from (FENCE, *(f" {line}" if line.startswith(FENCE) else line for line in next(code).split("\n")), FENCE)
    else:
        yield SIGNS.get(row.kind, "") + (row.text if row.kind == "row" else _labelled(row))


def _labelled(row: Entry) -> str:
    return f"{row.label}{APART}{row.text}" if row.label else row.text
