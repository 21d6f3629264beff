"""The auditor of braille files: reads the cells of the finished file by where lines begin, and translates them back
with liblouis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise

from plantin.auditors import Unreadable
from plantin.auditors.braille.cell_pages import BrailleError, CellPages, ascii_book, pef_book
from plantin.auditors.braille.paper_outline import (
    TURN,
    BrailleRows,
    RowGroup,
    blocks,
    contents,
    goes_on,
    groups,
    heading_level,
    is_page,
    joined,
)
from plantin.auditors.passages import EditionPassages
from plantin.auditors.record import FORMULAS, Stated
from plantin.findings import Finding, Place
from plantin.model.braille import BLANK, CONTINUED, NEMETH
from plantin.model.line_division import is_divisible
from plantin.model.outline import Entry, Lack, Outline
from plantin.model.related_editions import PageStart

_CODED = re.compile(f"{NEMETH[0]}{BLANK}(.*?){BLANK}{NEMETH[1]}")
_LACKS: frozenset[Lack] = frozenset({"marks", "anchors", "language", "shapes", "ornaments", "print"})


def coded_formulas(rows: Iterable[Entry]) -> Stated:
    """The formulas of ``rows`` that are in the Nemeth Code."""
    return Stated("the cells", FORMULAS, tuple(found for row in rows for found in _CODED.findall(row.text)))


def read_brf(content: bytes, name: str) -> BrailleReading:
    """The book in ASCII braille; findings call it ``name``. Raises Unreadable (V010)."""
    try:
        return BrailleReading(ascii_book(content), name)
    except BrailleError as error:
        raise Unreadable.at(name, str(error)) from None


def read_pef(content: bytes, name: str) -> BrailleReading:
    """The book in the Portable Embosser Format; findings call it ``name``. Raises Unreadable (V010)."""
    try:
        return BrailleReading(pef_book(content), name)
    except BrailleError as error:
        raise Unreadable.at(name, str(error)) from None


class BrailleReading:
    """A braille book. The first row of a page is its running head, with the page's number at the end; pages ahead of
    the text (masthead, contents) have a letter before their number.
    """

    def __init__(self, book: CellPages, name: str) -> None:
        if not book.pages or not all(book.pages):
            raise Unreadable.at(name, "it has no pages, or an empty one")
        self._book = book
        self._name = name
        self._width = book.columns or max(len(page[0]) for page in book.pages)

    @cached_property
    def _numbers(self) -> list[str]:
        """The cells of the number of each page."""
        return [page[0].rpartition(BLANK)[2] for page in self._book.pages]

    @cached_property
    def _begin(self) -> int:
        """The index of the page on which the text begins."""
        first = self._numbers[0]
        return next(
            (n for n, number in enumerate(self._numbers) if n and first != number and first.endswith(number)),
            len(self._numbers),
        )

    @cached_property
    def _front(self) -> tuple[list[str], list[Entry], list[tuple[Entry, str]]]:
        """The lines of the masthead, its notes, the rows of the contents with the cells of their pages."""
        found = list(groups(self._rows(0, self._begin), self._width))
        title = next(
            (
                n
                for n, group in enumerate(found)
                if group.kind == "rows" and heading_level(group.rows, self._width) == 1
            ),
            0,
        )
        lines = [text for group in found[:title] for _, _, text in blocks(group.rows, self._width)]
        lines += [joined(found[title].rows, self._width)] if found else []
        listed = next(
            (n for n in range(title + 1, len(found)) if heading_level(found[n].rows, self._width) == 1), len(found)
        )
        rows = BrailleRows(self._width)
        rows.read(found[title + 1 : listed])
        self._marks.update(rows.marks)
        return lines, rows.notes, list(contents(found[listed + 1 :], self._width))

    @cached_property
    def _marks(self) -> dict[str, str]:
        return {}

    def _rows(self, begin: int, end: int) -> list[str]:
        return [row for page in self._book.pages[begin:end] for row in page[1:]]

    @cached_property
    def _text(self) -> BrailleRows:
        rows = BrailleRows(self._width)
        found: list[RowGroup] = list(groups(self._rows(self._begin, len(self._book.pages)), self._width))
        rows.read(found)
        self._marks.update(rows.marks)
        return rows

    def outline(self) -> Outline:
        """What the book says, in cells, in the order in which it is read."""
        head, asterisks, listed = self._front
        text = self._text
        body = tuple(self._called(row) for row in text.body)
        notes = tuple(self._called(row) for row in (*asterisks, *text.notes))
        masthead = tuple(self._called(Entry("paragraph", 0, "", "", line)).text for line in head)
        return Outline("", masthead, tuple(row for row, _ in listed), body, notes, (), _LACKS)

    def _called(self, row: Entry) -> Entry:
        """``row`` with the marks of notes as calls, the longest first; the lines of a listing call none."""
        if not self._marks or row.kind == "listing":
            return row
        names = "|".join(map(re.escape, sorted(self._marks, key=len, reverse=True)))
        text = re.sub(names, lambda found: f"[^{self._marks[found[0]]}]", row.text)
        return Entry(row.kind, row.level, row.anchor, row.label, text)

    def findings(self) -> tuple[Finding, ...]:
        """A row beyond the page, a page beyond its rows, a number of a page out of its order (A304); a list of contents
        that names another page than the heading is on (A305); a line divided within a sign or a number (A306).
        """
        return (*self._faults(), *self._divided())

    def _divided(self) -> Iterator[Finding]:
        rows = [row for page in self._book.pages for row in page[1:] if not is_page(row, self._width)]
        for row, after in pairwise(rows):
            if not goes_on(row, self._width):
                continue
            word, rest = row.rpartition(BLANK)[2].removesuffix(CONTINUED), after.strip(BLANK).partition(BLANK)[0]
            if word and not is_divisible(word + rest, len(word)):
                yield Finding(
                    "A306",
                    f"the line {row.strip(BLANK)} ends within a sign or a number",
                    Place(self._name),
                    "Build the edition again.",
                )

    def _faults(self) -> Iterator[Finding]:
        height = self._book.rows or max(len(page) for page in self._book.pages)
        hint = "Build the edition again."
        for number, page in enumerate(self._book.pages, 1):
            if any(len(row) > self._width for row in page) or len(page) > height:
                yield Finding(
                    "A304",
                    f"page {number} is wider or longer than {self._width} cells and {height} rows",
                    Place(self._name),
                    hint,
                )
        series = self._numbers[self._begin :]
        if len(set(series)) != len(series) or len(set(self._numbers[: self._begin])) != self._begin or not series:
            yield Finding(
                "A304", "a page has the number of another one, or no page begins the text", Place(self._name), hint
            )
        where: dict[str, list[str]] = {}
        for page, shown in zip(self._book.pages[self._begin :], series, strict=True):
            for group in groups(page[1:], self._width):
                if group.kind == "rows" and heading_level(group.rows, self._width):
                    where.setdefault(joined(group.rows, self._width).replace(TURN, ""), []).append(shown)
        for row, named in self._front[2]:
            known = [
                numbers
                for words, numbers in where.items()
                if self._called(Entry("section", 0, "", "", words)).text.startswith(row.text)
            ]
            if known and not any(named in numbers for numbers in known):
                yield Finding(
                    "A305", "the list of contents names another page than the heading is on", Place(self._name), hint
                )

    def pages(self) -> tuple[PageStart, ...]:
        """None: the lines that mark print pages name no place in words."""
        return ()

    def record(self) -> tuple[Stated, ...]:
        """The formulas in the Nemeth Code. Only one of the two files has metadata, for programs that sort files."""
        return (coded_formulas((*self._text.body, *self._text.notes)),)

    def passages(self) -> EditionPassages | None:
        """None: braille marks a passage in another language, and does not say which."""
        return None


__all__ = ["BrailleReading", "is_page", "read_brf", "read_pef"]
