"""Reads the outline of a plain text edition from indents and first characters (docs/formats.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from plantin.auditors.nesting import find_closing
from plantin.model.outline import Entry, Kind, mark, normal
from plantin.model.outline import join_entries as joined_rows
from plantin.packs.plain.auditor.text.tokens import TextPiece, join_lines

_ITEM, _EQUATION, _INSIDE, _DEFINED = 2, 4, 6, 8
_RULES = "=-~.'\"^+`"
_BAR, _DITTO = "│", "〃"
_RULE = re.compile(r"─+(┼─+|─┼─)*")
_NOTE = re.compile(r"\[([^\[\]\s]{1,40})\](  (?P<text>.*)|$)", re.DOTALL)
_FIELD = re.compile(r"-(?: (?P<head>.*?):)?(?:  (?P<text>.*)|$)", re.DOTALL)
_ADDRESS = re.compile(r"\s<[a-z][a-z0-9+.-]*:[^<>\s]+>", re.IGNORECASE)
_SEPARATOR = "-" * 10

Context = Literal["text", "notes", "table", "figure", "box"]


@dataclass(slots=True)
class TextRows:
    """What has been read: rows of the body, notes, and the labels of all notes."""

    body: list[Entry] = field(default_factory=list)
    notes: list[Entry] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)

    def read(self, pieces: Sequence[TextPiece], base: int = 0, level: int = 1, context: Context = "text") -> None:
        """Read ``pieces`` that begin ``base`` columns in; lists among them are of ``level``."""
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            at += 1
            inside = piece.inside - base
            if piece.kind == "open":
                end = find_closing(pieces, at)
                self._object(piece.lines[0][0], pieces[at:end], piece.inside)
                at = end + 1
            elif piece.kind == "code":
                self._row("listing", "", normal("\n".join(piece.lines)))
            elif piece.kind == "close":
                continue
            elif inside == _ITEM:
                end = _further(pieces, at, base + _INSIDE)
                self._row("item", *_split_label(piece.lines), level)
                self.read(pieces[at:end], base + _INSIDE, level + 1)
                at = end
            elif inside == _EQUATION:
                self._row("equation", *_split_label(piece.lines))
            elif inside >= _DEFINED:
                end = _further(pieces, at, base + _DEFINED)
                self.read(pieces[at - 1 : end], base + _DEFINED, level)
                at = end
            elif piece.lines == (_SEPARATOR,):
                context = "notes"
            elif context in {"notes", "table", "figure", "box"} and _NOTE.fullmatch(join_lines(piece.lines)):
                end = _further(pieces, at, base + _EQUATION)
                self._note(piece, pieces[at:end], base + _EQUATION, context)
                at = end
            else:
                context = "text" if context == "notes" else context
                self._plain(piece.lines)

    def _row(self, kind: Kind, label: str, text: str, level: int = 0) -> None:
        self.body.append(Entry(kind, level, "", label, text))

    def _plain(self, lines: tuple[str, ...]) -> None:
        """Read a block at the margin: a heading, a quotation, a definition, or a paragraph."""
        level = heading_level(lines)
        defined = next((n for n, line in enumerate(lines) if n and line.startswith((": ", ":")) and not level), 0)
        if level:
            self._row("section", *_split_label(lines[:-1]), level)
        elif lines[0].startswith("> "):
            self._row("quotation", *_split_label((lines[0][2:], *lines[1:])))
        elif (defined and lines[defined].startswith(": ")) or (defined and lines[defined] == ":"):
            self._row("term", "", normal(join_lines(lines[:defined])))
            self._row("definition", "", normal(join_lines((lines[defined][2:], *lines[defined + 1 :]))))
        else:
            self._row("paragraph", *_split_label(lines))

    def _note(self, piece: TextPiece, rest: Sequence[TextPiece], base: int, context: Context) -> None:
        match = _NOTE.fullmatch(join_lines(piece.lines))
        label, text = (match[1], normal(match["text"] or "")) if match else ("", "")
        inside = TextRows()
        inside.read(rest, base)
        self.labels |= {label} | inside.labels
        words = joined_rows([Entry("paragraph", 0, "", "", text), *inside.body])
        row = Entry("note" if context == "notes" else "letter", 0, "", label, words)
        (self.notes if context == "notes" else self.body).append(row)

    def _object(self, rule: str, pieces: Sequence[TextPiece], base: int) -> None:
        kinds: dict[str, Literal["table", "figure", "box"]] = {"-": "table", "_": "figure", "*": "box"}
        kind = kinds[rule]
        at = 0
        alone = kind == "figure" and len(pieces) > 0 and _is_alternative(pieces[0])
        alone = alone or (kind == "table" and len(pieces) > 0 and _is_grid(pieces[0]))
        if not alone and pieces and pieces[0].kind == "block":
            self._row(kind, *_split_label(pieces[0].lines))
            at = 1
        if kind == "figure" and at < len(pieces) and pieces[at].kind != "open":
            self._row("image", "", normal(join_lines(pieces[at].lines).removeprefix("[").removesuffix("]")))
            at += 1
        elif kind == "table":
            begin = next((n for n in range(at, len(pieces)) if _is_grid(pieces[n])), len(pieces))
            self.read(pieces[at:begin], base, 1, kind)
            at = begin + self._grid(pieces[begin:])
        self.read(pieces[at:], base, 1, kind)

    def _grid(self, pieces: Sequence[TextPiece]) -> int:
        """Read the rows of a table; return how many pieces they take."""
        if not pieces:
            return 0
        lines = pieces[0].lines
        rule = next(n for n, line in enumerate(lines) if _RULE.fullmatch(line))
        head, below = _hanging(lines[:rule]), lines[rule + 1 :]
        self._cells(head)
        if below:
            self._cells(below)
            return 1
        end = next((n for n in range(1, len(pieces)) if not _is_record(pieces[n])), len(pieces))
        for piece in pieces[1:end]:
            matches = (_FIELD.fullmatch(line) for line in _hanging(piece.lines))
            texts = [normal(match["text"] or "") for match in matches if match]
            self._row("row", "", " | ".join(text for text in texts if text != _DITTO))
        return end

    def _cells(self, lines: Sequence[str]) -> None:
        for line in lines:
            cells = [cell.strip() for cell in line.split(_BAR)]
            self._row("row", "", " | ".join(normal(cell) for cell in cells if cell != _DITTO))


def heading_level(lines: tuple[str, ...]) -> int:
    """Return the level of the heading that these lines are; 0 where they are not a heading."""
    rule = lines[-1]
    same = len(lines) > 1 and len(rule) > 2 and rule == rule[0] * len(rule) and rule[0] in _RULES
    return _RULES.index(rule[0]) + 1 if same and all(len(line) <= len(rule) for line in lines) else 0


def mark_row_calls(row: Entry, labels: frozenset[str]) -> Entry:
    """Return ``row`` with its calls as marks, other brackets as the text has them, and without the addresses of its
    links.
    """
    if row.kind in {"image", "listing"}:
        return row
    return replace(row, text=" | ".join(mark_calls(words, labels) for words in row.text.split(" | ")))


def mark_calls(text: str, labels: frozenset[str]) -> str:
    """Return ``text`` with its calls as marks, other brackets as it has them, and without addresses of links."""
    names = "|".join(sorted(map(re.escape, labels), key=len, reverse=True))
    if labels:
        text = re.sub(
            rf"\[\[({names})\]\]|\[({names})\]", lambda match: f"[{match[1]}]" if match[1] else mark(match[2]), text
        )
    return normal(_ADDRESS.sub("", text))


def contents(piece: TextPiece) -> Iterator[Entry]:
    """Yield the rows of the list of contents: one begins where a line is an even number of columns in."""
    entries: list[tuple[int, list[str]]] = []
    for line in piece.lines:
        inside = len(line) - len(line.lstrip(" "))
        if inside % 2 and entries:
            entries[-1][1].append(line)
        else:
            entries.append((inside // 2 + 1, [line]))
    for level, lines in entries:
        yield Entry("contents", level, "", *_split_label(tuple(line.lstrip() for line in lines)))


def _split_label(lines: tuple[str, ...]) -> tuple[str, str]:
    """Return the label, which two spaces part from the text, and the text."""
    label, parted, first = lines[0].lstrip().partition("  ")
    return (normal(label), normal(join_lines((first, *lines[1:])))) if parted else _alone(lines)


def _alone(lines: tuple[str, ...]) -> tuple[str, str]:
    return "", normal(join_lines(lines))


def _hanging(lines: Sequence[str]) -> list[str]:
    """Return the lines with those that go on after them, which are four columns in."""
    groups: list[list[str]] = []
    for line in lines:
        if line.startswith("    ") and groups:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [group[0] if len(group) == 1 else join_lines(tuple(group)) for group in groups]


def _is_grid(piece: TextPiece) -> bool:
    return piece.kind == "block" and any(_RULE.fullmatch(line) for line in piece.lines)


def _is_record(piece: TextPiece) -> bool:
    return piece.kind == "block" and _FIELD.fullmatch(piece.lines[0]) is not None


def _is_alternative(piece: TextPiece) -> bool:
    text = join_lines(piece.lines)
    return text.startswith("[") and text.endswith("]")


def _further(pieces: Sequence[TextPiece], at: int, inside: int) -> int:
    """Return where pieces end that are ``inside`` columns in, or more."""
    return next((n for n in range(at, len(pieces)) if pieces[n].inside < inside), len(pieces))
