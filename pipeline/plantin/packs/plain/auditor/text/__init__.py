"""The auditor of plain text: reads the lines of the finished file by their indents and first characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from plantin.auditors import UnreadableEdition
from plantin.auditors.reading import Reading
from plantin.auditors.statements import Conformance, HouseContent
from plantin.model.outline import Entry, Lack, Outline, normal
from plantin.packs.plain.auditor.text.conformance import conformance
from plantin.packs.plain.auditor.text.outline import TextRows, contents, heading_level, mark_calls, mark_row_calls
from plantin.packs.plain.auditor.text.tokens import TextPiece, join_lines, pieces

_MARK = re.compile(r"\[\^([^\]]*)\]")
_LACKS: frozenset[Lack] = frozenset({"marks", "anchors", "language", "shapes", "ornaments"})


def read(content: bytes, name: str) -> TextReading:
    """Return the text with these bytes; findings call it ``name``. Raises Unreadable (V010) where they are no UTF-8."""
    try:
        return TextReading(content.decode(), name)
    except UnicodeDecodeError as error:
        raise UnreadableEdition.at(name, f"byte {error.start} is not UTF-8") from None


class TextReading(Reading):
    """A plain text edition: the masthead comes first, the title is between two rules, notes are below a short rule."""

    spells_levels = True

    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._name = name

    @cached_property
    def _read(self) -> tuple[list[str], list[Entry], TextRows]:
        """The lines of the masthead, the rows of the contents, all else."""
        parts = list(pieces(self._text))
        title = next((n for n, piece in enumerate(parts) if _is_title(piece)), None)
        head = [line for piece in parts[: title or 0] for line in _lines(piece.lines)]
        begin = 0
        if title is not None:
            head.append(join_lines(parts[title].lines[1:-1]))
            begin = title + 1
        rows, listed = TextRows(), list[Entry]()
        asterisks = next((n for n in range(begin, len(parts)) if not _is_asterisk(parts[n])), len(parts))
        rows.read(parts[begin:asterisks], context="notes")
        begin = asterisks
        if begin + 1 < len(parts) and _is_apart(parts[begin].lines) and not _is_note(parts[begin + 1]):
            listed = list(contents(parts[begin + 1]))
            begin += 2
        end = next(
            (n for n in range(begin, len(parts)) if _is_apart(parts[n].lines) and parts[n].kind == "block"), len(parts)
        )
        rows.read(parts[begin:end])
        rows.read(parts[end + 1 :], context="notes")
        return head, listed, rows

    def outline(self) -> Outline:
        """Return what the text says, in the order in which it is read."""
        head, listed, rows = self._read
        labels = frozenset(rows.labels)
        masthead = tuple(normal(mark_calls(line, labels)) for line in head)
        body = tuple(mark_row_calls(row, labels) for row in rows.body)
        notes = tuple(mark_row_calls(row, labels) for row in rows.notes)
        # Lines for a machine call no note, whatever is in them.
        texts = (*masthead, *(row.text for row in (*body, *notes) if row.kind != "listing"))
        calls = tuple(Entry("indicator", 0, "", label, "") for text in texts for label in _MARK.findall(text))
        return Outline("", masthead, tuple(listed), body, notes, calls, _LACKS)

    def conformance(self, known: HouseContent) -> Conformance:
        """Return A019 for lines that the grammar does not have, and every character and address as a statement."""
        del known
        return conformance(self._text, self._name)


def _lines(lines: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines of the masthead, those that go on after them joined."""
    group: list[str] = []
    for line in lines:
        if group and not line.startswith("    "):
            yield join_lines(tuple(group))
            group = []
        group.append(line)
    yield join_lines(tuple(group))


def _is_title(piece: TextPiece) -> bool:
    first = piece.lines[0]
    return piece.kind == "block" and len(piece.lines) > 2 and first == "=" * len(first) == piece.lines[-1]


def _is_asterisk(piece: TextPiece) -> bool:
    return piece.inside >= 4 or piece.lines[0].startswith("[*")


def _is_note(piece: TextPiece) -> bool:
    return piece.lines[0].startswith("[")


def _is_apart(lines: tuple[str, ...]) -> bool:
    """Return whether this is the heading of the contents or of the notes, which is no section's."""
    return len(lines) > 1 and lines[-1] == ":" * len(lines[-1]) and len(lines[-1]) > 2 and not heading_level(lines)
