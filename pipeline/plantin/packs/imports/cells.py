"""Writes tables of received files in source markup: pipe rows, or a list table where a cell has several paragraphs or a
list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from plantin.packs.imports import markup
from plantin.packs.imports.markup import LISTED, Row

Cell = str | tuple[Row, ...]
"""The words of a cell on one line, the sign of the cell that it belongs to, or its paragraphs and entries."""
LEFT, UP = "<", "^"
Text = TypeVar("Text")
_CALL = re.compile(r"\[\^[^\]]+\]")
_SIGNED = re.compile(
    r"(?:\((?:\d{1,9}|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+)\)|(?:\d{1,9}|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+)[.)])"
)
_TYPED_ENTRY = re.compile(r"(\([a-z]\)|\([ivx]+\))[ \t\u00a0]+(?=\S)")
_TYPED_BULLET = re.compile(r"[•●▪◦○·–‣][ \t\u00a0]+(?=\S)")
_ALL_BOLD = re.compile(r"^(\[?)\*\*([^*]+)\*\*((?:\]\{lang=[\w-]+\})?)$")
_CAPITAL = re.compile(r"[A-Z]+\.")
_DEEPEST, _LONGEST_HEAD = 5, 60
_ALIGNS = {":--": "left", "--:": "right", ":-:": "center"}


def read_sign(words: str) -> tuple[str, str, str]:
    """Return what a paragraph is by the sign that is typed before it: an entry ("item") with its label, a bullet, or
    nothing; and the sign with the space after it.

    >>> read_sign("(a) oil"), read_sign("• oil"), read_sign("Oil")
    (('item', '(a)', '(a) '), ('bullet', '', '• '), ('', '', ''))
    """
    if entry := _TYPED_ENTRY.match(words):
        return "item", entry[1], entry[0]
    if bullet := _TYPED_BULLET.match(words):
        return "bullet", "", bullet[0]
    return "", "", ""


def make_cell(rows: Sequence[Row]) -> Cell:
    """Return a cell of ``rows``: paragraphs (of any kind), entries of lists with their labels, bullets, and what goes
    on under these.
    """
    content = [row for row in rows if row.text.strip() or row.label]
    if len(content) < 2 and not any(
        row.kind == "bullet" or (row.kind == "item" and row.text and _SIGNED.fullmatch(row.label)) for row in content
    ):
        return " ".join(filter(None, (part for row in content for part in (row.label, _on_a_line(row.text)))))
    return tuple(map(_settle, content))


def _settle(row: Row) -> Row:
    """Return an entry whose label no list of a source can have as a paragraph that begins with it, as others are."""
    level = max(1, min(row.level, _DEEPEST))
    if row.kind == "item" and _SIGNED.fullmatch(row.label):
        # A capital and a full stop are an initial, but where two spaces follow.
        return replace(row, level=level, label=row.label + " " * bool(_CAPITAL.fullmatch(row.label)))
    if row.kind in LISTED and row.kind != "item":
        return replace(row, level=level)
    return Row("numbered", 0, markup.escape_beginning(f"{markup.escape(row.label)} {row.text}".strip()))


def _on_a_line(text: str) -> str:
    return re.sub(r"[ \t\n]+", " ", text.replace("\\\n", "<br>")).strip(" ")


def words(cell: Cell) -> str:
    """Return the words of a cell in the source's marks, on one line, without calls of notes."""
    text = cell if isinstance(cell, str) else " ".join(_on_a_line(f"{row.label} {row.text}") for row in cell)
    return _CALL.sub("", text).strip()


def heads_in_words(row: Sequence[Cell]) -> str:
    """Return the words of a row of heads, for a table that has no title."""
    return ", ".join(text for cell in row if cell not in (LEFT, UP) and (text := words(cell)))


def head(cell: Cell) -> Cell:
    """Return a cell of a head without the marks that make all its words bold, which those of a head are.

    >>> head("**Oil**"), head("[**Öl**]{lang=de}"), head("**Oil** in casks")
    ('Oil', '[Öl]{lang=de}', '**Oil** in casks')
    """
    return _ALL_BOLD.sub(r"\1\2\3", cell) if isinstance(cell, str) else cell


def is_bold(row: Sequence[Cell]) -> bool:
    """Return whether all words of a row are bold, which makes it a head to look at.

    >>> is_bold(["", "**2034**", "**2035**"]), is_bold(["", ""]), is_bold(["**Lamps**", "12"])
    (True, False, False)
    """
    filled = [cell for cell in row if cell not in ("", LEFT, UP)]
    return bool(filled) and all(head(cell) != cell for cell in filled)


def is_no_head(row: Sequence[Cell]) -> bool:
    """Return whether the first row of a table is not its head: a cell beside its first has no words, as in a form, or
    more than a head has.

    >>> is_no_head(["Name", ""]), is_no_head(["", "2035"]), is_no_head(["Present", "The keepers of " + "lamps, " * 9])
    (True, False, True)
    """
    return any(not isinstance(cell, str) or not cell or len(cell) > _LONGEST_HEAD for cell in row[1:])


def several(rows: Sequence[Sequence[Cell]]) -> int:
    """Return how many cells have several paragraphs, or a list."""
    return sum(not isinstance(cell, str) for row in rows for cell in row)


@dataclass(frozen=True, slots=True)
class ReceivedTable:
    """A table as a reader of files gives it."""

    rows: Sequence[Sequence[Cell]]
    """The cells of each row, each with what it holds or the sign of the cell that it belongs to."""
    heads: int
    """How many rows are its head."""
    marked: bool
    """Whether the file says so."""
    aligns: Sequence[str]
    """The alignment of each column, as in the rule below a head (``:--``)."""
    uneven: int = 0
    """How many rows had fewer cells than others."""

    def text(self, title: str, mark: str = "") -> str:
        """The table in the source's marks, under ``title``, with the attributes that ``mark`` stands for; with neither,
        without number.
        """
        listed = bool(several(self.rows))
        texts = [[_write(cell) if listed else str(cell) for cell in row] for row in self.rows]
        drawn, attribute = lines(texts, self.aligns, listed=listed)
        head = f"head={self.heads}" if self.heads > 1 else ""
        kind = f"{mark}.table" if mark else ".table .unnumbered"
        given = filter(None, (kind, ".list" if listed else "", head, attribute))
        return f"::: {{{' '.join(given)}}}\n" + (f"{title}\n\n" if title else "") + "\n".join(drawn) + "\n:::"


def spread(rows: Sequence[Iterable[tuple[Text, int, int]]], heads: int = 0) -> list[list[Text | str]]:
    """Return rows of cells, each with how many rows and columns it takes up, as rows with a cell in each column, or the
    sign of the one that it belongs to. A span is a rectangle, within the first ``heads`` rows or below, and covers no
    other.

    >>> spread([[("a", 1, 2)], [("b", 2, 1), ("c", 1, 1)], [("d", 1, 1)]])
    [['a', '<'], ['b', 'c'], ['^', 'd']]
    """
    covered: dict[tuple[int, int], str] = {}
    out: list[list[Text | str]] = []
    for r, row in enumerate(rows):
        line: list[Text | str] = []
        last = heads if r < heads else len(rows)
        for cell, down, wide in row:
            while (r, len(line)) in covered:
                line.append(covered[r, len(line)])
            c = len(line)
            across = next((n for n in range(1, wide) if (r, c + n) in covered), max(1, wide))
            below = range(min(max(1, down), last - r))
            covered |= {(r + i, c + j): LEFT if j else UP for i in below for j in range(across)}
            line += [cell, *[LEFT] * (across - 1)]
        while (r, len(line)) in covered:
            line.append(covered[r, len(line)])
        out.append(line)
    return out


def escape_sign(words: str) -> str:
    """Return the words of a cell; those that say no more than the sign of a span are code."""
    sign = words.replace("\\", "")
    return f"`{sign}`" if sign in (LEFT, UP) else words


def lines(rows: Sequence[Sequence[str]], aligns: Sequence[str], *, listed: bool) -> tuple[list[str], str]:
    """Return the lines of a table whose cells are texts in the source's marks: rows of pipes, or ``listed`` as entries
    of a list of lists; and the attribute that gives the alignment of its columns, empty where pipes say it or none is
    needed.

    >>> lines([["Oil", "2"]], [":--", "--:"], listed=True)
    (['- - Oil', '  - 2'], 'align="left, right"')
    """
    if not listed:
        drawn = [f"| {' | '.join(row)} |" for row in rows]
        return [*drawn[:1], f"|{'|'.join(aligns)}|", *drawn[1:]], ""
    sides = [_ALIGNS.get(align, "left") for align in aligns]
    drawn = [_entry(text, "  - " if n else "- - ") for row in rows for n, text in enumerate(row)]
    return drawn, f'align="{", ".join(sides)}"' if set(sides) != {"left"} else ""


def _write(cell: Cell) -> str:
    """Return a cell of a table that is a list of lists, in the source's marks."""
    if isinstance(cell, str):
        return cell if cell in (LEFT, UP) else markup.escape_beginning(cell.replace("<br>", "\\\n"))
    return "\n\n".join(markup.blocks(cell, ()))


def _entry(text: str, sign: str) -> str:
    """Return a cell as an entry; what goes on in it is as far in as its first word."""
    return (sign + re.sub(r"\n(?=[^\n])", "\n    ", text)).rstrip()
