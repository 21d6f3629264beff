"""The web redline: both states as one page, insertions and deletions announced, with a list of changes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from plantin.house import screens
from plantin.house.style import Style
from plantin.model.added_tables import table_of
from plantin.model.document import Document
from plantin.packs.revision.changes import ChangedLine, Piece, ReportChanges, Word
from plantin.packs.revision.tables import RevisionWords

_SHAPE = re.compile(r"([crgd])(\d*)(?:/(\d+))?")
_CALL = re.compile(r"\[\^([^\]]*)\]")
_LONGEST_PLACE = 60
_FEWEST_FOLDED = 3
"""So many places with other numbers, one after another, are one line of the list of changes."""
_SHEET = """
body { max-width: 46rem; margin: 0 auto; padding: 1rem; font-family: var(--face) }
main { padding: 0 } ol { padding-inline-start: 2.5rem } #masthead p { margin-block-end: .25rem }
ins { text-decoration: underline 2px; background: var(--good-panel); color: var(--good) }
del { text-decoration: line-through 2px; background: var(--bad-panel); color: var(--bad) }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.level-1 { margin-inline-start: 2rem } .level-2 { margin-inline-start: 4rem } .level-3 { margin-inline-start: 6rem }
.quotation { margin-inline: 3rem }
.back { font: var(--small) var(--tool); margin-inline-start: .5rem }
.listing { white-space: pre-wrap; font-family: monospace }
""".strip()


def write(changes: ReportChanges, document: Document, style: Style | None = None) -> bytes:
    """Return the page of ``changes``, whose present state is ``document``, in the look of ``style``."""
    return _Page(changes, document, screens.sheet(style)).write().encode()


class _Page:
    """The page of one language."""

    def __init__(self, changes: ReportChanges, document: Document, sheet: str) -> None:
        self._sheet = sheet
        self._changes = changes
        self._document = document
        self._words = table_of(document.tables, RevisionWords)
        self._numbers = {id(line): n for n, line in enumerate(changes.changed(), 1)}

    def write(self) -> str:
        """Return the page."""
        words, document = self._words, self._document
        title = html.escape(words.title.format(symbol=document.masthead.symbol))
        parts = {series: list(lines) for series, lines in groupby(self._changes.lines, lambda line: line.series)}
        sections = "\n".join(
            f'<section id="{series}" aria-labelledby="{series}-heading">\n'
            f'<h2 id="{series}-heading">{html.escape(heading)}</h2>\n{self._lines(parts[series])}\n</section>'
            for series, heading in (("masthead", words.masthead), ("body", words.text), ("notes", words.notes))
            if series in parts
        )
        return (
            f'<!DOCTYPE html>\n<html lang="{html.escape(document.language)}" dir="{document.direction}">\n<head>\n'
            f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{title}</title>\n<style>\n{self._sheet}{_SHEET}\n</style>\n</head>\n<body>\n"
            f'<a class="skip" href="#body">{html.escape(words.skip)}</a>\n<header>\n<h1>{title}</h1>\n</header>\n'
            f"{self._list()}\n<main>\n{sections}\n</main>\n</body>\n</html>\n"
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
            self._table(list(group)) if rows else "\n".join(map(self._line, group)) for rows, group in groups
        )

    def _line(self, line: ChangedLine) -> str:
        entry = line.entry
        tag = f"h{min(entry.level + 2, 6)}" if entry.kind == "section" else "p"
        level = f" level-{min(entry.level, 3)}" if entry.kind == "item" else ""
        inside = f"{self._label(line)}{self._cell(line.cells[0] if line.cells else ())}"
        return f'<{tag}{self._place(line)} class="{entry.kind}{level}">{inside}{self._back(line)}</{tag}>'

    def _place(self, line: ChangedLine) -> str:
        number = self._numbers.get(id(line))
        return f' id="change-{number}" tabindex="-1" data-change="{line.sort}"' if number else ""

    def _back(self, line: ChangedLine) -> str:
        number = self._numbers.get(id(line))
        words = html.escape(self._words.back)
        spoken = f'<span class="spoken">{words} </span>'
        return f' <a class="back" href="#changes">{spoken}↑ {number}</a>' if number else ""

    def _label(self, line: ChangedLine) -> str:
        label = line.entry.label
        if line.former is not None and line.now is not None and line.former.label != label:
            inside = self._change("deleted", html.escape(line.former.label)) if line.former.label else ""
            inside += " " + self._change("inserted", html.escape(label)) if label else ""
        elif label and line.sort in ("inserted", "moved-to"):
            inside = self._change("inserted", html.escape(label))
        elif label and line.sort in ("deleted", "moved-from"):
            inside = self._change("deleted", html.escape(label))
        else:
            inside = html.escape(label)
        return f'<span class="label">{inside}</span> ' if inside else ""

    def _table(self, lines: Sequence[ChangedLine]) -> str:
        return "<table>\n" + "\n".join(map(self._table_row, lines)) + "\n</table>"

    def _table_row(self, line: ChangedLine) -> str:
        shapes = [match.groups() for match in map(_SHAPE.match, line.entry.label.split(" ")) if match]
        cells = []
        for n, cell in enumerate(line.cells):
            kind, columns, rows = shapes[n] if n < len(shapes) else ("d", "", None)
            spans = (f' colspan="{columns}"' if columns else "") + (f' rowspan="{rows}"' if rows else "")
            scope = {"c": ' scope="col"', "r": ' scope="row"', "g": ' scope="rowgroup"'}.get(str(kind), "")
            tag = "th" if scope else "td"
            last = self._back(line) if n == len(line.cells) - 1 else ""
            cells.append(f"<{tag}{scope}{spans}>{self._cell(cell)}{last}</{tag}>")
        return f'<tr{self._place(line)} class="row">{"".join(cells)}</tr>'

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


def _place(line: ChangedLine) -> str:
    """Return the label of a line and its first words."""
    label = "" if line.entry.kind == "row" else line.entry.label
    text = " ".join(" ".join(_plain(piece.words) for piece in cell) for cell in line.cells)
    place = " ".join(f"{label} {text}".split())
    return place if len(place) <= _LONGEST_PLACE else place[:_LONGEST_PLACE].rpartition(" ")[0] + "…"


def _plain(words: Sequence[Word]) -> str:
    return _CALL.sub("", "".join(word.text for word in words))


def _markup(words: Sequence[Word]) -> str:
    return "".join(_runs(words))


def _runs(words: Sequence[Word]) -> Iterator[str]:
    for marks, group in groupby(words, lambda word: word.marks):
        text = "".join(_CALL.sub(r"<sup>[\1]</sup>", html.escape(word.text)) for word in group)
        yield "".join(f"<{mark}>" for mark in marks) + text + "".join(f"</{mark}>" for mark in reversed(marks))
