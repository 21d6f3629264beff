"""The languages of passages of a Word file (ECMA-376 part 1, 17.3.2.20)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from pipeline.auditors.docx.reading import WordText
from pipeline.auditors.docx.story import Run, WordLine
from pipeline.auditors.record import LANGUAGES, Stated
from pipeline.model import languages
from pipeline.model.outline import normal


def tongues(reading: WordText) -> Stated:
    """Every passage that says its language, with the usual region of that."""
    found = (passage for line in reading.all_lines() for passage in _passages(reading, line))
    return Stated("the story", LANGUAGES, tuple(dict.fromkeys(found)))


def _passages(reading: WordText, line: WordLine) -> Iterator[str]:
    runs = [piece for piece in line.pieces if isinstance(piece, Run)]
    for tag, held in groupby(runs, key=lambda run: run.language or reading.styles.run_language(run.style, "w:val")):
        if tag and (words := normal("".join(run.text for run in held))):
            yield f"{languages.regional(tag)} {words}"
