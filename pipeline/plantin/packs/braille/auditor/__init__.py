"""The auditor of braille files: reads the cells by where lines begin, and translates them back with liblouis."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property, partial
from itertools import groupby, pairwise
from operator import itemgetter

from plantin.auditors import UnreadableEdition
from plantin.auditors.fault import finding
from plantin.auditors.statements import Conformance, HouseContent
from plantin.findings import Finding
from plantin.model.document import Document
from plantin.model.outline import Entry, Outline
from plantin.packs.braille.auditor.cell_edition import LACKS, CellEdition
from plantin.packs.braille.auditor.cell_pages import BrailleError, CellPages, ascii_book, pef_book
from plantin.packs.braille.auditor.conformance import of_brf, of_pef
from plantin.packs.braille.auditor.marked_texts import bare_outline
from plantin.packs.braille.auditor.paper_outline import (
    RUNOVER,
    TURN,
    BrailleRows,
    blocks,
    contents,
    goes_on,
    groups,
    heading_level,
    is_page,
    join_rows,
)
from plantin.packs.braille.auditor.wording import merge_entries, reword
from plantin.packs.braille.cells import BLANK, CONTINUED
from plantin.packs.braille.line_division import is_divisible

_NEAR = 0.8
"""Which part of its cells a title shares at least with its row in a list."""
_STOPS = f"[{BLANK}⠲⠄⠠⠐]"
"""Blanks, full stops of the codes, and the cells between them and numbers."""


def read_brf(content: bytes, name: str) -> BrailleReading:
    """Return the book in ASCII braille; findings call it ``name``. Raises Unreadable (V010)."""
    return _open_book(ascii_book, content, name, of_brf)


def read_pef(content: bytes, name: str) -> BrailleReading:
    """Return the book in the Portable Embosser Format; findings call it ``name``. Raises Unreadable (V010)."""
    return _open_book(pef_book, content, name, of_pef)


def _open_book(
    book: Callable[[bytes], CellPages], content: bytes, name: str, judged: Callable[[bytes, str], Conformance]
) -> BrailleReading:
    try:
        return BrailleReading(book(content), name, partial(judged, content, name))
    except BrailleError as error:
        raise UnreadableEdition.at(name, str(error)) from None


class BrailleReading(CellEdition):
    """A braille book. The first row of a page is its running head, with the page's number at the end; pages ahead of
    the text (masthead, contents) have a letter before their number.
    """

    def __init__(self, book: CellPages, name: str, judged: Callable[[], Conformance]) -> None:
        if not book.pages or not all(book.pages):
            raise UnreadableEdition.at(name, "it has no pages, or an empty one")
        self._book = book
        self._judged = judged
        self._texts: dict[int, BrailleRows] = {}
        self._name = name
        self._width = book.columns or max(len(row) for page in book.pages for row in (page[0], page[-1]))

    @cached_property
    def _has_footers(self) -> bool:
        """Whether the last line of most pages has their number and nothing else."""
        last = [page[-1] for page in self._book.pages if len(page) > 1]
        numbered = [
            row for row in last if len(row) == self._width and BLANK not in row.lstrip(BLANK) and row[0] == BLANK
        ]
        return 2 * len(numbered) > len(self._book.pages)

    @cached_property
    def _numbers(self) -> list[str]:
        """The cells of the number of each page."""
        return [page[-1 if self._has_footers else 0].rpartition(BLANK)[2] for page in self._book.pages]

    @cached_property
    def _is_front(self) -> list[bool]:
        """Which pages come before the text of a volume: they have a letter before their number."""
        first = self._numbers[0]
        text = next((other for other in self._numbers[1:] if other != first and first.endswith(other)), "")
        letter = first.removesuffix(text) if text else first[:1]
        return [number.startswith(letter) and len(number) > len(letter) for number in self._numbers]

    @cached_property
    def _front(self) -> tuple[list[str], list[Entry], list[tuple[Entry, str]]]:
        """The lines of the masthead, its notes, the rows of the contents with the cells of their pages."""
        first = next((n for n, front in enumerate(self._is_front) if not front), len(self._numbers))
        row_groups = list(groups(self._rows(range(first)), self._width))
        title = next(
            (
                n
                for n, group in enumerate(row_groups)
                if group.kind == "rows" and heading_level(group.rows, self._width) == 1
            ),
            0,
        )
        lines = [text for group in row_groups[:title] for _, _, text in blocks(group.rows, self._width)]
        lines += [join_rows(row_groups[title].rows, self._width)] if row_groups else []
        # Signs and notes of the transcriber come before the contents, each below a centred heading.
        centred = [n for n in range(title + 1, len(row_groups)) if heading_level(row_groups[n].rows, self._width) == 1]
        rows = BrailleRows(self._width)
        rows.read(row_groups[title + 1 : centred[0] if centred else len(row_groups)])
        self._marks.update(rows.marks)
        return lines, rows.notes, list(contents(row_groups[centred[-1] + 1 :], self._width)) if centred else []

    @cached_property
    def _marks(self) -> dict[str, str]:
        return {}

    def _rows(self, pages: Iterable[int]) -> list[str]:
        """Return the rows of pages without their first lines, and last ones where these have the number."""
        if not self._has_footers:
            return [row for number in pages for row in self._book.pages[number][1:]]
        return [row for number in pages for row in _strip_filling(self._book.pages[number][1:-1])]

    @cached_property
    def _text_pages(self) -> list[int]:
        return [number for number, front in enumerate(self._is_front) if not front]

    def _text(self, runover: int) -> BrailleRows:
        """Return the rows of the text; entries of lists go on ``runover`` cells in."""
        if runover not in self._texts:
            self._texts[runover] = rows = BrailleRows(self._width, runover)
            rows.read(list(groups(self._rows(self._text_pages), self._width)))
            self._marks.update(rows.marks)
        return self._texts[runover]

    def outline(self, runover: int = RUNOVER) -> Outline:
        """Return what the book says, in cells, in the order in which it is read; entries of lists go on ``runover``
        cells in.
        """
        head, asterisks, listed = self._front
        text = self._text(runover)
        body = tuple(self._mark_calls(row) for row in text.body)
        notes = tuple(self._mark_calls(row) for row in (*asterisks, *text.notes))
        masthead = tuple(self._mark_calls(Entry("paragraph", 0, "", "", line)).text for line in head)
        return Outline("", masthead, tuple(row for row, _ in listed), body, notes, (), LACKS)

    def _mark_calls(self, row: Entry) -> Entry:
        """Return ``row`` with the marks of notes as calls, the longest first; the lines of a listing call none."""
        if not self._marks or row.kind == "listing":
            return row
        names = "|".join(map(re.escape, sorted(self._marks, key=len, reverse=True)))
        text = re.sub(names, lambda match: f"[^{self._marks[match[0]]}]", row.text)
        return Entry(row.kind, row.level, row.anchor, row.label, text)

    def findings(self) -> tuple[Finding, ...]:
        """Return a row beyond the page, a page beyond its rows, a number of a page out of its order (A304); a list of
        contents that names another page than the heading is on (A305); a line divided within a sign or a number (A306).
        """
        return (*self._faults(), *self._division_faults())

    def _division_faults(self) -> Iterator[Finding]:
        rows = [row for row in self._rows(range(len(self._numbers))) if not is_page(row, self._width)]
        for row, after in pairwise(rows):
            if not goes_on(row, self._width):
                continue
            word, rest = row.rpartition(BLANK)[2].removesuffix(CONTINUED), after.strip(BLANK).partition(BLANK)[0]
            if word and not is_divisible(word + rest, len(word)):
                yield finding("A306", f"the line {row.strip(BLANK)} ends within a sign or a number", self._name)

    def _faults(self) -> Iterator[Finding]:
        height = self._book.rows or max(len(page) for page in self._book.pages)
        for number, page in enumerate(self._book.pages, 1):
            if any(len(row) > self._width for row in page) or len(page) > height:
                yield finding(
                    "A304", f"page {number} is wider or longer than {self._width} cells and {height} rows", self._name
                )
        series = [self._numbers[number] for number in self._text_pages]
        if len(set(series)) != len(series) or not series or not all(map(_distinct, self._fronts)):
            yield finding("A304", "a page has the number of another one, or no page begins the text", self._name)
        yield from self._wrong_pages(series)

    def _wrong_pages(self, series: Sequence[str]) -> Iterator[Finding]:
        """Yield what leads to a page on which it is not; ``series`` are the numbers of the pages of the text."""
        where: dict[str, list[str]] = {}
        titles: dict[str, list[str]] = {}
        for place, page_number in zip(self._text_pages, series, strict=True):
            for group in groups(self._rows([place]), self._width):
                if group.kind == "rows" and heading_level(group.rows, self._width):
                    title = join_rows(group.rows, self._width).replace(TURN, "")
                    where.setdefault(title, []).append(page_number)
                    titles.setdefault(page_number, []).append(title)
        for row, named in self._front[2]:
            candidates = [
                numbers
                for words, numbers in where.items()
                if self._mark_calls(Entry("section", 0, "", "", words)).text.startswith(row.text.replace(TURN, ""))
            ]
            if candidates and not any(named in numbers for numbers in candidates):
                yield finding("A305", "the list of contents names another page than the heading is on", self._name)
        exact: dict[str, set[str]] = {}
        for title, numbers in where.items():
            exact.setdefault(_without_stops(title), set()).update(numbers)
        for words, within, named in self._text(RUNOVER).referred:
            key, there = _without_stops(words), titles.get(named, ())
            found = named in exact[key] if key in exact else any(_is_near(words, title) for title in there)
            # The data of a figure have its title, which may be marked in other ways.
            if not found and not any(within and _is_near(within, title) for title in there):
                yield finding("A305", f"a line names the page {named}, where what it names is not", self._name)
        for listed, held in self._later_volumes():
            if listed != [(row.text, page) for row, page in self._front[2] if page in held]:
                yield finding("A305", "the contents of a volume are not those of the report on its pages", self._name)

    def _later_volumes(self) -> Iterator[tuple[list[tuple[str, str]], set[str]]]:
        """Yield the rows of the contents of each volume but the first, with the numbers of its pages of text."""
        runs = [[*pages] for _, pages in groupby(range(len(self._numbers)), self._is_front.__getitem__)]
        for front, text in pairwise(runs):
            if not front[0] or not self._is_front[front[0]]:
                continue
            found = [*groups(self._rows(front), self._width)]
            heads = [n for n, group in enumerate(found) if heading_level(group.rows, self._width) == 1]
            rows = contents(found[heads[-1] + 1 :] if heads else [], self._width)
            yield [(row.text, page) for row, page in rows], {self._numbers[number] for number in text}

    @property
    def _fronts(self) -> Iterator[list[str]]:
        """The numbers of the pages before the text of each volume."""
        for front, pages in groupby(zip(self._is_front, self._numbers, strict=True), itemgetter(0)):
            if front:
                yield [number for _, number in pages]

    def conformance(self, known: HouseContent) -> Conformance:
        """Return how the file conforms to the grammar of its kind, and what it says of itself."""
        del known
        return self._judged()

    def comparable_outlines(self, expected: Outline, found: Outline) -> tuple[Outline, Outline]:
        """Return the outline of the document as braille has it, and the cells of the edition as words."""
        del found  # which is read again where lists are deeper than usual
        merged = merge_entries(expected)
        return bare_outline(merged), reword(merged, self.outline(_runover(merged)), repeated=True)

    def unlike(self, document: Document) -> Iterator[Finding]:
        """Yield P015 for formulas in the Nemeth Code that ``document`` does not have, P042 for figures and letters."""
        runover = _runover(self.expected_outline(document))
        text = self._text(runover)
        yield from self.unlike_cells((*text.body, *text.notes), self.outline(runover), document, self._name)


def _runover(expected: Outline) -> int:
    """Return where entries of lists go on: further in than usual where one of ``expected`` begins there, which a page
    does not show where no entry is longer than a line.
    """
    return max(RUNOVER, *(2 * row.level for row in expected.body if row.kind == "item"), 0)


def _strip_filling(rows: Sequence[str]) -> Sequence[str]:
    """Return the rows of a page before the blank ones that fill it."""
    end = next((n for n in range(len(rows), 0, -1) if rows[n - 1].strip(BLANK)), 0)
    return rows[:end]


def _without_stops(title: str) -> str:
    """Return the cells of a title without stops and blanks: a list has others after the number."""
    return re.sub(_STOPS, "", title.replace(TURN, ""))


def _is_near(words: str, title: str) -> bool:
    """Return whether ``words`` are a title as lists have it: without its signs of emphasis and its calls."""
    return SequenceMatcher(None, words, title, autojunk=False).ratio() >= _NEAR


def _distinct(numbers: Sequence[str]) -> bool:
    return len(set(numbers)) == len(numbers)


__all__ = ["BrailleReading", "is_page", "read_brf", "read_pef"]
