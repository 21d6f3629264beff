"""Groups as rows of cells, and rows on pages: running heads, headings with what follows them, marks of print pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from plantin.packs.braille.cells import BLANK, CONTINUED, GUIDE, NUMBERED, PAGE, RULE
from plantin.packs.braille.line_division import WITHIN, place
from plantin.packs.braille.writer.runs import (
    LINE_END,
    BrailleRun,
    Cells,
    Group,
    Line,
    TableCell,
    cells_of,
    run_cells,
    words_of,
)

_BETWEEN = BLANK * 2
_FURTHER = 4
"""Cells further in than it begins, where a line that leads to a page goes on."""


@dataclass(slots=True)
class CellRow:
    """A row: its cells; ``tied`` says how many of the next rows stay on its page; ``section`` is the section that
    begins in it, ``anchors`` are all that begins in it; at its end comes the number of the page of ``target``.
    """

    cells: str
    tied: int = 0
    section: str = ""
    anchors: tuple[str, ...] = ()
    target: str = ""


@dataclass(slots=True)
class Layout:
    """Rows of ``width`` cells. ``known`` are the cells of texts, ``lists`` says that no table is set in columns."""

    known: Cells
    width: int
    lists: bool = False
    rows: list[CellRow] = field(default_factory=list)

    def groups(self, groups: Iterable[Group]) -> list[CellRow]:
        """Return the rows of ``groups``, with blank ones between them where they are not of one kind that flows."""
        before: Group | None = None
        for group in groups:
            if before and not _flows(before, group):
                self.rows.append(CellRow("", 1 if before.kind in {"centred", "heading"} else 0))
            begin = len(self.rows)
            self._group(group)
            if group.anchor and len(self.rows) > begin:
                self.rows[begin].anchors = (group.anchor,)
            before = group
        rows, self.rows = self.rows, []
        return rows

    def _group(self, group: Group) -> None:
        begin = len(self.rows)
        if group.sign:
            for line in group.lines:
                self.lines(line, self.width)
            full = group.sign * self.width if group.kind in {"open", "close"} else group.sign
            if group.kind == "close" and self.rows:
                self.rows[-1].tied = max(self.rows[-1].tied, 1)
            self.rows.append(CellRow(full, 2 if group.kind != "close" else 0))
        elif group.kind == "centred":
            self._centre(group)
        elif group.kind in {"heading", "quotation", "equation"}:
            for line in group.lines:
                self._aside(line)
        elif group.kind == "table":
            self._table(group)
        else:
            for line in group.lines:
                if line.verbatim:
                    # The rows of a line whose blanks are kept: it goes on wherever a sign ends,
                    # and never begins with a blank.
                    cells = "".join(run_cells(run, self.known) for run in line.runs)
                    inside = len(cells) - len(cells.lstrip(BLANK))
                    indent = BLANK * (line.first + min(inside, self.width // 2))
                    self.rows.append(CellRow(self._divide_word(indent, cells.strip(BLANK), line.hanging, self.width)))
                elif group.target:
                    self._referring(line, group.target)
                else:
                    self.lines(line, self.width)
        if group.kind in {"centred", "heading"} and len(self.rows) > begin:
            for number, row in enumerate(self.rows[begin:]):
                row.tied = len(self.rows) - begin - number + 2
            self.rows[begin].section = group.anchor

    def lines(self, line: Line, width: int) -> None:
        """Add the rows of a line within ``width`` cells."""
        cells, empty = BLANK * line.first, True
        for word in words_of(line.runs, self.known):
            if isinstance(word, BrailleRun):
                if not empty:
                    self.rows.append(CellRow(cells))
                    cells, empty = BLANK * line.hanging, True
                self._print_page(word)
                continue
            if word == LINE_END:
                if not empty:
                    self.rows.append(CellRow(cells))
                cells, empty = (cells, True) if empty else (BLANK * line.hanging, True)
                continue
            rest = word
            if not empty and _fits(f"{cells}{BLANK}{rest}", width):
                cells += BLANK + rest
                continue
            if not empty:
                self.rows.append(CellRow(cells))
                cells = BLANK * line.hanging
            cells, empty = self._divide_word(cells, rest, line.hanging, width), False
        if not empty:
            self.rows.append(CellRow(cells))

    def _divide_word(self, cells: str, rest: str, hanging: int, width: int) -> str:
        """The last row of ``rest`` after ``held``: rows before it are added, each ended by the sign that it goes on."""
        while not _fits(cells + rest, width):
            at = place(rest, min(width - len(cells), len(rest)) - 1)
            self.rows.append(CellRow(cells + rest[:at] + CONTINUED))
            cells, rest = BLANK * hanging, rest[at:]
        return cells + rest

    def _referring(self, line: Line, target: str) -> None:
        """Add the rows of a line that leads to a page: they stay together, with room for its number."""
        begin = len(self.rows)
        self.lines(Line(line.first, line.first + _FURTHER, line.runs), self.width - NUMBERED)
        for row in self.rows[begin:-1]:
            row.tied = 1
        self.rows[-1].target = target

    def _print_page(self, run: BrailleRun) -> None:
        number = self.known[run.table, f"#{run.page}"]
        self.rows.append(CellRow(PAGE * (self.width - len(number)) + number, 1))

    def _centre(self, group: Group) -> None:
        (line,) = group.lines
        begin = len(self.rows)
        self.lines(Line(0, 0, line.runs), self.width - 6)
        for row in self.rows[begin:]:
            if not row.cells.startswith(PAGE * 10):
                row.cells = BLANK * ((self.width - len(row.cells)) // 2) + row.cells

    def _aside(self, line: Line) -> None:
        """Add a heading at cell 5 or 7, a quotation or a formula: in shorter lines where all would look centred."""
        begin, width = len(self.rows), self.width
        while True:
            self.lines(line, width)
            rows = [row for row in self.rows[begin:] if not row.cells.startswith(PAGE * 10)]
            if width < self.width // 2 or not all(_is_centred(row.cells, self.width) for row in rows):
                return
            del self.rows[begin:]
            width -= 1

    def _table(self, group: Group) -> None:
        texts = [[cells_of(cell.runs, self.known) for cell in row] for row in group.table]
        columns = max(map(len, texts), default=0)
        widths = [max(1, *(len(row[at]) for row in texts if at < len(row))) for at in range(columns)]
        plain = all(cell.plain for row in group.table for cell in row) and all(len(row) == columns for row in texts)
        if plain and not self.lists and sum(widths) + 2 * (columns - 1) <= self.width and columns > 1:
            self._columns(group, texts, widths)
        else:
            self._list_rows(group.table, group.head)

    def _columns(self, group: Group, texts: list[list[str]], widths: list[int]) -> None:
        rule = _BETWEEN.join(RULE * width for width in widths)
        for number, row in enumerate(texts):
            self._pages(group.table[number])
            cells = (text + BLANK * (width - len(text)) for text, width in zip(row, widths, strict=True))
            self.rows.append(CellRow(_BETWEEN.join(cells).rstrip(BLANK), 2 if not number else 0))
            if not number:
                self.rows.append(CellRow(rule, 1))

    def _list_rows(self, table: Sequence[Sequence[TableCell]], head: int) -> None:
        """Add the heads of the columns one below the other, then a block of lines for each row."""
        for number, row in enumerate(table):
            if number == head:
                self.rows.append(CellRow(RULE * self.width, 1))
            elif number:
                self.rows.append(CellRow(RULE * 3) if number < head else CellRow(""))
            self._pages(row)
            for at, cell in enumerate(row):
                words = tuple(run for run in cell.runs if not run.page)
                runs = (*cell.name, BrailleRun("  ", "", BLANK), *words) if cell.name else words
                inside = 0 if not at or number < head else 2
                begin = len(self.rows)
                self.lines(Line(inside, inside + 4, runs), self.width)
                if len(self.rows) == begin:
                    self.rows.append(CellRow(BLANK * inside + RULE))

    def _pages(self, row: Sequence[TableCell]) -> None:
        """Add the print pages that begin with a row of a table."""
        for run in (run for cell in row for run in cell.runs if run.page):
            self._print_page(run)


def _fits(row: str, width: int) -> bool:
    """Whether a row has room, and does not look like one that goes on: near its end that has a sign of its own."""
    return len(row) <= width and not (row.endswith(CONTINUED) and len(row) > width - WITHIN)


def _flows(before: Group, after: Group) -> bool:
    """Return whether no blank line parts the two."""
    if before.kind in {"open", "separator"} or after.kind == "close":
        return True
    return before.kind == after.kind and after.kind in {"paragraph", "list", "quotation"}


def _is_centred(cells: str, width: int) -> bool:
    text = cells.lstrip(BLANK)
    return len(cells) - len(text) == (width - len(text)) // 2


def divide_into_pages(rows: list[CellRow], height: int, *, filled: bool = False) -> list[list[CellRow]]:
    """Return ``rows`` on pages of ``height`` rows; a row stays with those that it is tied to, unless they need more
    than a page. Where pages are ``filled`` with blank rows, a blank row that ends one begins the next: it parts groups.
    """
    pages: list[list[CellRow]] = [[]]
    at = 0
    while at < len(rows):
        end = at
        for number in range(at, len(rows)):
            if number > end:
                break
            end = max(end, min(number + rows[number].tied, len(rows) - 1))
        block = rows[at : end + 1]
        if len(pages[-1]) + len(block) > height and pages[-1] and len(block) < height:
            pages.append(_carry_blank(pages[-1], filled=filled))
        for row in block:
            if len(pages[-1]) == height:
                pages.append(_carry_blank(pages[-1], filled=filled))
            pages[-1].append(row)
        at = end + 1
    return [page for page in pages if page]


def _carry_blank(page: list[CellRow], *, filled: bool) -> list[CellRow]:
    return [page.pop()] if filled and len(page) > 1 and not page[-1].cells else []


def contents(entries: Sequence[tuple[int, str, str]], width: int) -> list[CellRow]:
    """Return the rows of the list of contents: of each entry its level, its cells, and the cells of its page."""
    contents_rows: list[CellRow] = []
    deepest = 2 * max((level for level, _, _ in entries), default=1)
    for level, text, number in entries:
        first = 2 * (level - 1)
        layout = Layout({}, width - NUMBERED)
        layout.lines(Line(first, deepest + 2, (BrailleRun("", "", text),)), width - NUMBERED)
        rows = layout.rows or [CellRow(BLANK * first)]
        rows[-1] = CellRow(lead_to(rows[-1].cells, number, width))
        contents_rows += rows
    return contents_rows


def lead_to(cells: str, number: str, width: int) -> str:
    """Return a row of ``width`` that leads to a page: its cells, guide dots, the cells of the number."""
    dots = GUIDE * (width - len(cells) - 2 - len(number))
    return f"{cells}{BLANK}{dots}{BLANK}{number}"
