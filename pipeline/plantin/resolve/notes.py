"""Resolves notes: each is labelled by its first call, printed once, and has the anchors of all its calls.

Those of the text are numbers in one run; those of a table, a figure or a box are letters of its own, where the rules
say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plantin.findings import Finding, Place, SourceError
from plantin.model.document import Block, Note
from plantin.model.labels import Numerals
from plantin.model.numerals import numeral
from plantin.resolve.references import Target
from plantin.source import scan
from plantin.source.text import Source

if TYPE_CHECKING:
    from plantin.resolve.context import Context
    from plantin.source.nodes import Node

_INDENTED = re.compile(r"(?:[ \t>]+|[ \t>]*(?:[-+*]|\(?\w{1,5}[.)])[ \t]+)(\[\^[^\]\s]+\]):")
_CALL = re.compile(r"(?<!\\)\[\^([^\]\s^\\]+)\]")
"""A call inside a note, before a colon too: only at the left margin would that be a definition."""
_REFERENCE = re.compile(r" {0,3}\[(?!\^)((?:\\.|[^\[\]\\])+)\]:[ \t]*\S")


@dataclass(frozen=True, slots=True)
class NoteDefinition:
    """A note that the source defines: its name, where the definition is, where its text begins."""

    name: str
    place: Place
    text: Place


def definitions(source: Source) -> tuple[NoteDefinition, ...]:
    """Return the notes that ``source`` defines, from its text: pandoc leaves out of its tree what is never called, and
    calls inside notes.

    Raises SourceError for what pandoc would lose in silence, or never finish: N004 a note that calls a note, N005 a
    note that is defined inside another block, S017 an address kept apart from its link.
    """
    note_definitions: list[NoteDefinition] = []
    lost: list[Finding] = []
    lines = [line for _, of_block in scan.blocks(source.blocks) for line in of_block]
    for n, line in enumerate(lines):
        if not line.code:
            lost += _lost_definitions(line.text, Place(source.path, line.number, 1))
            text = line.text
            if match := scan.DEFINITION.match(text):
                below = next((other.number for other in lines[n + 1 :] if other.text.strip()), line.number + 1)
                is_below = match.end() == len(text)
                begin = Place(source.path, below if is_below else line.number, 0 if is_below else match.end() + 1)
                note_definitions.append(NoteDefinition(match[1], Place(source.path, line.number, 1), begin))
                text = text[match.end() :]
            if line.note and note_definitions:
                for name in _CALL.findall(re.sub(r"(?<![`\\])(`+)(?!`).+?(?<!`)\1(?!`)", "", text)):
                    hint = f"Refer to it in words, [](#{name}), and call it in the text."
                    lost.append(
                        Finding("N004", f"note {line.note!r} calls note {name!r}", note_definitions[-1].place, hint)
                    )
    if lost:
        raise SourceError(*sorted(lost, key=lambda finding: finding.place))
    return tuple(note_definitions)


def _lost_definitions(line: str, place: Place) -> Iterator[Finding]:
    if match := _INDENTED.match(line):
        message = f"{match[1]} is defined inside another block"
        yield Finding("N005", message, place, "Begin the definition at the left margin.")
    elif match := _REFERENCE.match(line):
        message = f"an address kept apart from its link, {match[1]!r}"
        yield Finding("S017", message, place, "Write [words](https://...) in the text.")


def definition_faults(defined: tuple[NoteDefinition, ...], called: dict[Place, str]) -> list[Finding]:
    """Return N002 for a note that is defined and never called, N003 for a name defined twice."""
    findings, names = [], set()
    lines = {place.line for place in called}
    for definition in defined:
        if definition.name in names:
            hint = "Give each note a name of its own."
            findings.append(Finding("N003", f"note {definition.name!r} is defined twice", definition.place, hint))
        elif definition.text.line not in lines:
            hint = f"Call it in the text, `[^{definition.name}]`, or remove it."
            findings.append(
                Finding("N002", f"note {definition.name!r} is defined but never called", definition.place, hint)
            )
        names.add(definition.name)
    return findings


class _Series:
    """One series of notes by first call: the numbers of the text, or the letters under the object ``owner``."""

    def __init__(self, owner: str = "", numerals: Numerals = "decimal") -> None:
        self.owner = owner
        self.numbers: dict[Place, int] = {}
        self.blocks: dict[int, tuple[Block, ...]] = {}
        self.calls: dict[int, list[str]] = {}
        self._numerals = numerals

    def anchor(self, kind: str, number: int) -> str:
        """Return an anchor; anchors take the same letters in every language."""
        return f"{self.owner}.{kind}-{numeral(number, 'lower-latin')}" if self.owner else f"{kind}-{number}"

    def label(self, number: int) -> str:
        return numeral(number, self._numerals)

    def all_notes(self) -> tuple[Note, ...]:
        return tuple(
            Note(self.anchor("note", n), self.label(n), self.blocks[n], tuple(self.calls[n]))
            for n in sorted(self.blocks)
        )


class Notes:
    """The notes of one report. Two calls of one note are known by the place of the note's text.

    ``read`` gives the blocks of a note from its nodes and its anchor.
    """

    def __init__(self, context: Context, read: Callable[[tuple[Node, ...], str], tuple[Block, ...]]) -> None:
        self._context = context
        self._read = read
        self._letters = context.numbering.letters.numerals
        self._text = self._open = _Series()
        self._series: dict[Place, _Series] = {}

    def call(self, node: Node) -> tuple[str, str, str]:
        """Return the anchor of this call, the anchor of the note it calls, and the label of both."""
        # Where the text of a note begins: the place of its first node that is not a wrapper of others.
        inner = node
        while inner.children:
            inner = inner.children[0]
        text, series = inner.place, self._open
        if self._series.setdefault(text, series) is not series:
            hint = "Define it twice, under two names: it is printed in two places, each with a label of its own."
            self._context.find("N006", "a note called both in an object with letters and elsewhere", node.place, hint)
        number = series.numbers.get(text)
        if number is None:
            number = series.numbers[text] = len(series.numbers) + 1
            series.calls[number] = []
            self._context.place(series.anchor("note", number), text)
            series.blocks[number] = self._read(node.children, series.anchor("note", number))
        calls = series.calls[number]
        anchor = series.anchor("indicator", number)
        calls.append(f"{anchor}-{len(calls) + 1}" if calls else anchor)
        return calls[-1], series.anchor("note", number), series.label(number)

    @contextmanager
    def under(self, owner: str) -> Iterator[list[Note]]:
        """While it lasts, notes are letters under the object ``owner``; afterwards the list holds them."""
        outer, self._open = self._open, _Series(owner, self._letters)
        kept: list[Note] = []
        try:
            yield kept
        finally:
            kept += self._open.all_notes()
            self._open = outer

    def all_notes(self) -> tuple[Note, ...]:
        """Return every note of the text, when all calls have been read."""
        return self._text.all_notes()

    def places(self) -> dict[Place, str]:
        """Return where the text of each called note begins, with its anchor."""
        return {place: series.anchor("note", series.numbers[place]) for place, series in self._series.items()}

    def name(self, defined: tuple[NoteDefinition, ...]) -> None:
        """Make each called note something to refer to, ``[](#fines)``, under the name that the source gives it."""
        series_by_line = {place.line: (series, series.numbers[place]) for place, series in self._series.items()}
        for definition in defined:
            if definition.text.line in series_by_line:
                series, number = series_by_line[definition.text.line]
                self._context.target(
                    definition.name,
                    Target("note", series.anchor("note", number), series.label(number)),
                    definition.place,
                )
