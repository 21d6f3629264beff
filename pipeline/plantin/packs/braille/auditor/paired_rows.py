"""Pairs the rows of a document with those of an edition in cells, by their places, and parts both into the languages
that they are in: for readers of cells that do not ask liblouis.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from plantin.model.labels import Transcription
from plantin.model.outline import Entry, Outline
from plantin.packs.braille.auditor.marked_texts import Stretch, bare, part_stretches
from plantin.packs.braille.auditor.wording import full_texts
from plantin.packs.braille.cells import NEMETH

_OPENED, _CLOSED = Transcription().passage
_PASSAGE = re.compile(f"{_OPENED}(.*?){_CLOSED}")
_UNLABELLED = frozenset(("note", "letter", "row"))
_CELLS = re.compile(r" \| (?!\|)")
_CALL = re.compile(r"\[\^[^\]]*\]")
"""A call of a note, which is in the language of the edition in a passage too."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What a row, or a cell of a table, says in one ``language``, empty that of the edition: its words and its cells.
    Those of a table may begin with the name of the column: they are ``named``.
    """

    row: Entry
    language: str
    words: str
    cells: str
    named: bool


def pair_rows(marked: Outline, found: Outline, table: str, *, repeated: bool) -> Iterator[Pair | Entry]:
    """Yield what belongs together in an outline with marks in its texts and in one in cells, whose tables have cells in
    all rows that they cover where these are ``repeated``; the row alone where the other has not as many passages or
    cells, and the first row of a series that has more rows or fewer. Rows with the Nemeth Code are left out.
    """
    for wanted, seen in ((marked.contents, found.contents), (marked.body, found.body), (marked.notes, found.notes)):
        if len(wanted) != len(seen):
            yield (*wanted, *seen)[0]
            continue
        full = full_texts(wanted) if repeated else (row.text for row in wanted)
        for row, other, text in zip(wanted, seen, full, strict=True):
            if row.kind != "listing" and NEMETH[0] not in other.text:
                yield from _pair_row(replace(row, text=bare(row.text)), text, other, marked.language, table)


def _pair_row(row: Entry, text: str, other: Entry, language: str, table: str) -> Iterator[Pair | Entry]:
    is_table = row.kind == "row"
    texts = _CELLS.split(text) if is_table else [f"{'' if row.kind in _UNLABELLED else row.label} {text}"]
    cells = other.text.split(" | ") if is_table else [other.text]
    if len(texts) != len(cells):
        yield row
        return
    for words, seen in zip(texts, cells, strict=True):
        passages, others, main = _PASSAGE.findall(seen), list[Stretch](), ""
        for stretch in part_stretches(words, language, table):
            said = "".join(stretch.parts)
            main += "".join(_CALL.findall(said)) if stretch.language else said
            others += [stretch] if stretch.language and not stretch.is_blank else []
        if len(others) != len(passages):
            yield row
            continue
        outside = _PASSAGE.sub(lambda passage: "".join(_CALL.findall(passage[1])), seen)
        yield Pair(row, "", main, outside, is_table)
        for stretch, passage in zip(others, passages, strict=True):
            said = _CALL.sub("", "".join(stretch.parts))
            yield Pair(row, stretch.language, said, _CALL.sub("", passage), named=False)
