"""Reads the languages of passages of a Word file (ECMA-376 part 1, 17.3.2.20)."""

from __future__ import annotations

from collections.abc import Iterator

from plantin.auditors.docx.reading import WordText
from plantin.auditors.docx.story import Call, Run, WordLine
from plantin.auditors.record import LANGUAGES, RecordedStatement
from plantin.model import languages
from plantin.model.outline import mark, normal


def language_spans(reading: WordText) -> RecordedStatement:
    """Every passage that says its language, with the usual region of that."""
    found = (passage for line in reading.all_lines() for passage in _passages(reading, line))
    return RecordedStatement("the story", LANGUAGES, tuple(dict.fromkeys(found)))


def _passages(reading: WordText, line: WordLine) -> Iterator[str]:
    """The passages of a paragraph; a call of a note at the end of one may be in it or after it."""
    tag = ""
    held: list[Run | Call] = []
    for piece in (*line.pieces, None):
        if isinstance(piece, Call):
            held.append(piece)
            continue
        before, tag = tag, (piece.language or reading.styles.run_language(piece.style, "w:val")) if piece else ""
        if tag != before or piece is None:
            yield from _spans_of(reading, before, held)
            held = []
        if piece:
            held.append(piece)


def _spans_of(reading: WordText, tag: str, held: list[Run | Call]) -> Iterator[str]:
    """What a run of pieces in the language ``tag`` says, with the calls at its end and without them."""
    while tag and held:
        shown = (
            piece.text if isinstance(piece, Run) else mark(reading.labels.get(id(piece), piece.label)) for piece in held
        )
        if words := normal("".join(shown)):
            yield f"{languages.regional(tag)} {words}"
        if isinstance(held[-1], Run):
            return
        held = held[:-1]
