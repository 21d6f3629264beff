"""Plain text: the report in UTF-8, in lines of a measure, for terminals, mail, old machines and whoever wants nothing
but the words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby

from plantin.house.style import Style
from plantin.model.document import Block, Document, Note, Section
from plantin.model.inlines import Indicator
from plantin.model.outline import inlines
from plantin.writers.text.blocks import Lines
from plantin.writers.text.wrapping import ruled, wrapped

_NOTES = "-" * 10
"""The line above notes."""


def write(document: Document, style: Style, moment: dt.datetime) -> bytes:
    """The edition as text in UTF-8, its lines ended by line feeds. It names no time."""
    del moment
    lines = Lines(document, style.text.width)
    parts = [_masthead(lines), *map(lines.note, document.masthead.notes), _contents(lines)]
    parts += _sections(lines) if style.text.notes == "section" else _whole(lines)
    return ("\n\n".join(filter(None, parts)) + "\n").encode()


def _masthead(lines: Lines) -> str:
    *rows, title = (
        lines.printed((*lines.document.masthead.worded(words), *calls))
        for _, words, calls in lines.document.masthead.rows()
    )
    above = "\n".join(wrapped(row, lines.width, "", "    ") for row in rows)
    words = ruled(wrapped(title, lines.width), "=")
    rule = words.rpartition("\n")[2]
    return f"{above}\n\n{rule}\n{words}"


def _contents(lines: Lines) -> str:
    rows = []
    for section in lines.document.sections():
        heading = tuple(inline for inline in section.heading if not isinstance(inline, Indicator))
        inside = " " * (2 * (section.level - 1))
        label = f"{section.label}  " if section.label else ""
        # An odd number of columns in: where an entry begins it is even.
        rows.append(lines.lines(heading, f"{inside}{label}", f"{inside}{' ' * 5}"))
    return f"{ruled(lines.document.labels.contents, ':')}\n\n" + "\n".join(rows) if rows else ""


def _whole(lines: Lines) -> Iterator[str]:
    """The text, and all notes after it."""
    yield lines.blocks(lines.document.blocks)
    if lines.document.notes:
        yield ruled(lines.document.labels.notes, ":")
        yield from _listed(lines, lines.document.notes)


def _sections(lines: Lines) -> Iterator[str]:
    """The text, and at the foot of each main section the notes that are called there first."""
    left = {note.anchor: note for note in lines.document.notes}
    for _, group in groupby(
        enumerate(lines.document.blocks), lambda one: one[0] if isinstance(one[1], Section) else -1
    ):
        blocks = tuple(block for _, block in group)
        yield lines.blocks(blocks)
        yield from _listed(lines, tuple(_called(blocks, left)))
    yield from _listed(lines, tuple(left.values()))


def _called(blocks: tuple[Block, ...], left: dict[str, Note]) -> Iterator[Note]:
    """The notes among ``left`` that ``blocks`` call, and those that these call; they are taken from it."""
    for block in blocks:
        for inline in inlines(block):
            if isinstance(inline, Indicator) and (note := left.pop(inline.note, None)) is not None:
                yield note
                yield from _called(note.blocks, left)


def _listed(lines: Lines, notes: tuple[Note, ...]) -> Iterator[str]:
    if notes:
        yield _NOTES
        yield from map(lines.note, notes)
