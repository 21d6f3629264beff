"""The web redline: both states as one page, insertions and deletions announced, with a list of changes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile
from pathlib import Path
from typing import ClassVar

from plantin.house import screens
from plantin.house.style import Style
from plantin.model.added_tables import table_of
from plantin.model.document import Document
from plantin.packs.revision.changes import ChangedLine, Piece, ReportChanges, Word
from plantin.packs.revision.tables import RevisionWords
from plantin.writers.grid import grid

_SHAPE = re.compile(r"([crgd])(\d*)(?:/(\d+))?")
_SCOPES = {"c": "col", "r": "row", "g": "rowgroup"}
_WHOLE = {"inserted": "inserted", "moved-to": "inserted", "deleted": "deleted", "moved-from": "deleted"}
"""What a line is that is in one state alone, by its sort."""
_CALL = re.compile(r"\[\^([^\]]*)\]")
_LONGEST_PLACE = 60
_FEWEST_FOLDED = 3
"""So many places with other numbers, one after another, are one line of the list of changes."""
_SHEET = Path(__file__).with_suffix(".css")


def write(changes: ReportChanges, document: Document, style: Style | None = None, report: str = "") -> bytes:
    """Return the page of ``changes``, whose present state is ``document``, in the look of ``style``; ``report`` is the
    address of its web edition, empty where there is none.
    """
    return WebRedline(changes, document).write(screens.sheet(style), report).encode()


class WebRedline:
    """The page of one language; what prints it otherwise is a subclass."""

    class_prefix: ClassVar[str] = ""
    """What the class of a line that names its kind begins with."""

    def __init__(self, changes: ReportChanges, document: Document) -> None:
        self._changes = changes
        self._document = document
        self._words = table_of(document.tables, RevisionWords)
        self._numbers = {id(line): n for n, line in enumerate(changes.changed(), 1)}
        self.title = self._words.title.format(symbol=document.masthead.symbol)

    def write(self, sheet: str, report: str) -> str:
        """Return the page, which has its ``sheet`` and leads back to the ``report``."""
        words, document, title = self._words, self._document, html.escape(self.title)
        way = f'<a class="house" href="{html.escape(report)}"><span>{html.escape(document.masthead.symbol)}</span></a>'
        banner = f'<header class="banner"><div>{way}</div></header>\n' if report else ""
        return (
            f'<!DOCTYPE html>\n<html lang="{html.escape(document.language)}" dir="{document.direction}">\n<head>\n'
            f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{title}</title>\n<style>\n{sheet}{_SHEET.read_text('utf-8')}</style>\n</head>\n<body>\n"
            f'<a class="skip" href="#body">{html.escape(words.skip)}</a>\n{banner}<main>\n<h1>{title}</h1>\n'
            f"{self._list()}\n{self._sections()}\n</main>\n</body>\n</html>\n"
        )

    def _sections(self) -> str:
        words = self._words
        parts = {series: list(lines) for series, lines in groupby(self._changes.lines, lambda line: line.series)}
        return "\n".join(
            f'<section id="{series}" aria-labelledby="{series}-heading">\n'
            f'<h2 id="{series}-heading">{html.escape(heading)}</h2>\n{self._lines(parts[series])}\n</section>'
            for series, heading in (("masthead", words.masthead), ("body", words.text), ("notes", words.notes))
            if series in parts
        )

    def _list(self) -> str:
        words = self._words
        rows = "\n".join(
            f'<li value="{number}"><a href="#change-{number}">{self._row(run)}</a></li>' for number, run in self._runs()
        )
        inside = f"<ol>\n{rows}\n</ol>" if rows else f"<p>{html.escape(words.none)}</p>"
        return (
            f'<nav id="changes" aria-labelledby="changes-heading">\n<h2 id="changes-heading">'
            f"{html.escape(words.changes)}</h2>\n<p>{html.escape(words.legend)}</p>\n{inside}\n</nav>"
        )

    def _runs(self) -> Iterator[tuple[int, list[ChangedLine]]]:
        """Yield what is one line of the list of changes, with the number of its first change: a change, or many places
        with other numbers one after another.
        """
        for sort, group in groupby(self._changes.changed(), lambda line: line.sort):
            lines = list(group)
            runs = [lines] if sort == "renumbered" and len(lines) >= _FEWEST_FOLDED else [[line] for line in lines]
            yield from ((self._numbers[id(run[0])], run) for run in runs)

    def _row(self, run: Sequence[ChangedLine]) -> str:
        line = run[0]
        place = _place(line)
        if len(run) > 1:
            place = f"{line.entry.label or place} … {run[-1].entry.label or _place(run[-1])}"
        form = str(getattr(self._words, f"row_{line.sort.replace('-', '_')}"))
        return html.escape(form.format(place=place or "–"))

    def _lines(self, lines: Sequence[ChangedLine]) -> str:
        groups = groupby(lines, lambda line: line.entry.kind == "row")
        return "\n".join(
            self._tables(list(group)) if rows else "\n".join(map(self._line, group)) for rows, group in groups
        )

    def _line(self, line: ChangedLine) -> str:
        entry = line.entry
        tag = f"h{min(entry.level + 2, 6)}" if entry.kind == "section" else "p"
        level = f" level-{min(entry.level, 3)}" if entry.kind == "item" else ""
        if status := _WHOLE.get(line.sort):
            whole = f"{self._plain_label(line)}{_markup(line.cells[0][0].words)}"
            inside = self._change(status, whole) if whole else ""
        else:
            inside = f"{self._label(line)}{self._cell(line.cells[0] if line.cells else ())}"
        return f"<{tag}{self._place(line, f'{entry.kind}{level}')}>{inside}{self._back(line)}</{tag}>"

    def _place(self, line: ChangedLine, kind: str) -> str:
        """Return the attributes of a line, with the number of its change."""
        number = self._numbers.get(id(line))
        place = f' id="change-{number}" tabindex="-1" data-change="{line.sort}"' if number else ""
        return f'{place} class="{self.class_prefix}{kind}{" changed" if number else ""}"'

    def _back(self, line: ChangedLine) -> str:
        number = self._numbers.get(id(line))
        words = html.escape(self._words.back)
        spoken = f'<span class="spoken">{words} </span>'
        return f' <a class="back" href="#changes">{spoken}↑ {number}</a>' if number else ""

    def _plain_label(self, line: ChangedLine) -> str:
        return f'<span class="label">{html.escape(line.entry.label)}</span> ' if line.entry.label else ""

    def _label(self, line: ChangedLine) -> str:
        label, former = line.entry.label, line.former.label if line.former else line.entry.label
        if former == label:
            return self._plain_label(line)
        pairs = (("deleted", former), ("inserted", label))
        inside = " ".join(self._change(status, html.escape(text)) for status, text in pairs if text)
        return f'<span class="label">{inside}</span> '

    def _tables(self, lines: Sequence[ChangedLine]) -> str:
        """Return rows as a table, those with more or fewer columns as another one."""
        rows = list(zip(lines, _continued(lines), strict=True))
        groups = (list(group) for _, group in groupby(rows, lambda row: _column_count(*row)))
        return "\n".join(self._table(list(takewhile(_is_head, group)), group) for group in groups)

    def _table(self, head: Sequence[_Row], rows: Sequence[_Row]) -> str:
        parts = (("thead", head if len(head) < len(rows) else ()), ("tbody", rows[len(head) % len(rows) :]))
        inside = "".join(
            f"<{tag}>{''.join(self._table_row(*row) for row in part)}</{tag}>\n" for tag, part in parts if part
        )
        return f'<div class="table"><table>\n{inside}</table></div>'

    def _table_row(self, line: ChangedLine, continued: Sequence[int]) -> str:
        """Return a row, with empty cells where it is ``continued`` from above: rows of two states stand alone."""
        shapes = _shapes(line.entry.label)
        cells = [self._cell(cell) for cell in line.cells]
        cells[-1:] = [cells[-1] + self._back(line)] if cells else []
        row = ""
        for n in range(len(cells) + 1):
            row += "<td></td>" * continued.count(n)
            if n < len(cells):
                kind, columns, _ = shapes[n] if n < len(shapes) else ("d", 1, 1)
                span = f' colspan="{columns}"' if columns > 1 else ""
                scope = f' scope="{_SCOPES[kind]}"' if kind in _SCOPES else ""
                tag = "th" if scope else "td"
                row += f"<{tag}{scope}{span}>{cells[n]}</{tag}>"
        return f"\n<tr{self._place(line, 'row')}>{row}</tr>"

    def _cell(self, pieces: Sequence[Piece]) -> str:
        return "".join(self._piece(piece) for piece in pieces)

    def _piece(self, piece: Piece) -> str:
        if piece.status == "kept":
            return _markup(piece.words)
        if piece.status == "renumbered":
            return self._change("deleted", _markup(piece.former)) + self._change("inserted", _markup(piece.words))
        return self._change(piece.status, _markup(piece.words)) if piece.words else ""

    def _change(self, status: str, inside: str) -> str:
        """Return words with what a screen reader says around them, outside of what is inserted or deleted."""
        tag, before = ("ins", self._words.inserted) if status == "inserted" else ("del", self._words.deleted)
        return (
            f'<span class="spoken"> {html.escape(before)} </span><{tag}>{inside}</{tag}>'
            f'<span class="spoken"> ({html.escape(self._words.end)}) </span>'
        )


def _shapes(label: str) -> list[tuple[str, int, int]]:
    """Return the kind of each cell of a row with this label, and over how many columns and rows it goes."""
    matches = filter(None, map(_SHAPE.match, label.split(" ")))
    return [(kind, int(columns or 1), int(rows or 1)) for kind, columns, rows in (match.groups() for match in matches)]


def _continued(lines: Sequence[ChangedLine]) -> Iterator[list[int]]:
    """Yield for each row before which of its cells the columns are that cells from above reach down into, once for each
    column, in the state that the row is shown in.
    """
    counts: dict[int, list[int]] = {}
    for state in ("before", "now"):
        rows = [line for line in lines if getattr(line, state) is not None]
        labels = [(line.former or line.entry if state == "before" else line.entry).label for line in rows]
        for line, slots in zip(rows, grid(map(_shapes, labels), lambda shape: shape[1:]), strict=True):
            begun, counts[id(line)] = 0, []
            for slot in slots:
                counts[id(line)] += [] if slot.begins else [begun] * slot.columns
                begun += slot.begins
    yield from (counts[id(line)] for line in lines)


_Row = tuple[ChangedLine, list[int]]
"""A row, and before which of its cells columns are taken by cells from above."""


def _column_count(line: ChangedLine, continued: Sequence[int]) -> int:
    return len(continued) + sum(columns for _, columns, _ in _shapes(line.entry.label))


def _is_head(row: _Row) -> bool:
    kinds = {kind for kind, _, _ in _shapes(row[0].entry.label)}
    return "c" in kinds and kinds <= {"c", "d"}


def _place(line: ChangedLine) -> str:
    """Return the label of a line and its first words, those that are there now where it is."""
    label = "" if line.entry.kind == "row" else line.entry.label
    gone = "deleted" if line.now is not None else ""
    cells = ([word.text for piece in cell if piece.status != gone for word in piece.words] for cell in line.cells)
    place = " ".join(_CALL.sub("", f"{label} {' '.join(map(''.join, cells))}").split())
    return place if len(place) <= _LONGEST_PLACE else place[:_LONGEST_PLACE].rpartition(" ")[0] + "…"


def _markup(words: Sequence[Word]) -> str:
    markup = ""
    for marks, group in groupby(words, lambda word: word.marks):
        text = "".join(_CALL.sub(r"<sup>[\1]</sup>", html.escape(word.text)) for word in group)
        markup += "".join(f"<{mark}>" for mark in marks) + text + "".join(f"</{mark}>" for mark in reversed(marks))
    return markup
