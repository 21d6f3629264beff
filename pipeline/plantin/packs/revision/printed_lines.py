"""Where words are in a PDF: their page, and their line in the paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from plantin.auditors.pdf.file import open_file
from plantin.auditors.pdf.reading import PdfText
from plantin.auditors.pdf.structure import StructureElement

_RAISED = 0.7
"""A change of height within a line, as a part of the size of its type: powers, calls of notes."""

Line = tuple[int, list[str]]
"""A page, from 0, and the words that are painted on a line of it."""


class PrintedLines:
    """The lines of the paragraphs and notes of a finished PDF."""

    def __init__(self, content: bytes, name: str) -> None:
        self._reading = PdfText(open_file(content, name))
        _, blocks = self._reading.parts()
        self._body = [elements for _, elements in self._reading.report(blocks)]
        lettered = set(self._reading.letters)
        self._notes = [[note] for note in self._reading.notes if note not in lettered]

    def place(self, row: int, text: str, before: int, *, note: bool = False) -> tuple[str, int]:
        """Return the label of the page and the number of the line, from 1, of what ``before`` words of a row of the
        outline are before: of its ``row``-th row with the text ``text``. Page and line are "" and 0 where nothing of
        it is painted.
        """
        lines = self._lines((self._notes if note else self._body)[row])
        painted = [(word, n) for n, (_, words) in enumerate(lines) for word in words]
        if not painted:
            return "", 0
        matcher = SequenceMatcher(None, text.split(), [word for word, _ in painted], autojunk=False)
        at = 0
        for block in matcher.get_matching_blocks():
            if block.size and block.a <= before:
                at = block.b + min(before - block.a, block.size)
        line = painted[min(at, len(painted) - 1)][1]
        return self._reading.file.labels[lines[line][0]], line + 1

    def _lines(self, elements: Sequence[StructureElement]) -> list[Line]:
        marks = self._reading.file.marks
        lines: list[tuple[int, list[str]]] = []
        height, page = 0.0, -1
        for mark in (marks[key] for element in elements for key in element.marks() if key in marks):
            if mark.page != page or height - mark.y > mark.size * _RAISED:
                lines.append((mark.page, []))
                height, page = mark.y, mark.page
            lines[-1][1].append(mark.text)
        return [(page, "".join(texts).split()) for page, texts in lines]
