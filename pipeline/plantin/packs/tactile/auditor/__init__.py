"""The auditor of tactile editions: reads the finished sheets by touch, as it were, and holds them to the data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

import pikepdf

from plantin.auditors import UnreadableEdition
from plantin.auditors.fault import finding, limit_findings
from plantin.auditors.reading import Reading
from plantin.bounded.archive import ArchiveError
from plantin.bounded.xml import XmlError
from plantin.findings import Finding, ToolError
from plantin.model.added_tables import table_of
from plantin.model.charts import Chart, Tick
from plantin.model.document import Document, Figure, every
from plantin.model.inlines import plain
from plantin.model.levels import spell_levels
from plantin.model.outline import Outline
from plantin.packs.braille import louis
from plantin.packs.braille.cells import table_of as braille_table_of
from plantin.packs.braille.repertoire import draft_line
from plantin.packs.tactile.auditor import spacing
from plantin.packs.tactile.auditor.cells import BLANK, BrailleLine, beside, count_rows, read_lines
from plantin.packs.tactile.auditor.drawing import DrawnSheet, SheetError, pdf_sheets, svg_sheets
from plantin.packs.tactile.auditor.figure import FigureReader
from plantin.packs.tactile.auditor.words import ReadSheet, divide
from plantin.packs.tactile.tables import TactileWords


def read_pdf(content: bytes, name: str) -> TactileReading:
    """Return the sheets of a PDF; findings call it ``name``. Raises Unreadable (V010)."""
    return _open(pdf_sheets, content, name)


def read_svg(content: bytes, name: str) -> TactileReading:
    """Return the sheets of an archive of drawings; findings call it ``name``. Raises Unreadable (V010)."""
    return _open(svg_sheets, content, name)


def _open(read: Callable[[bytes], tuple[str, list[DrawnSheet]]], content: bytes, name: str) -> TactileReading:
    try:
        language, sheets = read(content)
    except (ArchiveError, XmlError, SheetError, pikepdf.PdfError) as error:
        raise UnreadableEdition.at(name, str(error)) from None
    return TactileReading(language, sheets, name)


class TactileReading(Reading):
    """The sheets of a tactile edition, parsed once. Its outline is empty: a sheet says what its chart does, which is
    compared by itself (``unlike``).
    """

    def __init__(self, language: str, sheets: list[DrawnSheet], name: str) -> None:
        self._language, self._sheets, self._name = language, sheets, name
        self._lines = [read_lines(sheet) for sheet in sheets]

    def outline(self) -> Outline:
        """Return the language of the edition, if its format has one."""
        return Outline(self._language, (), (), (), (), (), frozenset() if self._language else frozenset({"language"}))

    def expected_outline(self, document: Document) -> Outline:
        """Return the language of ``document``."""
        return Outline(document.language, (), (), (), (), ())

    def findings(self) -> tuple[Finding, ...]:
        """Return what fingers cannot tell on a sheet (TAC002)."""
        return tuple(limit_findings(self._untold()))

    def _untold(self) -> Iterator[Finding]:
        for number, (sheet, (_, faults)) in enumerate(zip(self._sheets, self._lines, strict=True), 1):
            for fault in (*faults, *spacing.faults(sheet)):
                yield self._finding("TAC002", number, fault)

    def _finding(self, code: str, number: int, fault: str) -> Finding:
        return finding(code, f"sheet {number}: {fault}", self._name)

    @cached_property
    def _numbers(self) -> list[str]:
        """The cells at the end of the first row of each sheet."""
        return [row[-1].cells if row else "" for row in (next(beside(lines), []) for lines, _ in self._lines)]

    @cached_property
    def _rows(self) -> list[list[BrailleLine]]:
        """The rows of all sheets without their numbers, a blank one after each sheet."""
        rows = list[list[BrailleLine]]()
        for lines, _ in self._lines:
            first, *others = list(beside(lines)) or [[]]
            rows += [row for row in (first[:-1], *others) if row]
            rows.append([])
        return rows

    def _first(self) -> int:
        """Return how many rows the list has: it ends with a sheet, and the sheet that its first entry names follows."""
        named = [row[-1].cells for row in self._rows if len(row) > 1 and row[-1].cells in self._numbers]
        ends = [n for n, row in enumerate(self._rows) if not row]
        front = self._numbers.index(named[0]) if named else len(ends)
        return ends[max(1, front) - 1] if ends else 0

    def unlike(self, document: Document) -> Iterator[Finding]:
        """Yield what the sheets show otherwise than ``document``: words (TAC003), values (TAC004); drawings that are on
        no sheet (TAC001).
        """
        document = spell_levels(document)
        words = table_of(document.tables, TactileWords)
        figures = [block for block in every(document.text()) if isinstance(block, Figure) and block.chart]
        cells = _Translator(document, [*map(str, range(1, len(self._sheets) + 1)), *_texts(figures)])
        for number, seen in enumerate(self._numbers, 1):
            if seen != cells.number(number):
                yield self._finding("TAC003", number, f"its number is {seen}")
        begins, faults = self._read_list(document, figures, words, cells)
        yield from (self._finding("TAC003", 1, fault) for fault in faults)
        for figure, begin in zip(figures, begins, strict=False):
            if not begin:
                message = f"{_figure_name(figure)[:60]!r} is on no sheet"
                yield finding("TAC001", message, self._name, severity="warning")
        drawn = [(figure, begin) for figure, begin in zip(figures, begins, strict=False) if begin]
        ends = [*(begin for _, begin in drawn[1:]), len(self._sheets) + 1]
        for (figure, begin), end in zip(drawn, ends, strict=False):
            sheets = [self._divide(number) for number in range(begin, min(end, len(self._sheets) + 1))]
            if not sheets or figure.chart is None:
                yield self._finding("TAC004", begin, "the sheet is not there")
                continue
            reader = FigureReader(with_numbers(figure.chart), sheets, cells)
            for code, number, fault in reader.faults(figure.label, plain(figure.title) or figure.alternative, words):
                yield self._finding(code, number, fault)

    def _divide(self, number: int) -> ReadSheet:
        lines = list(self._lines[number - 1][0])
        if first := next(beside(lines), []):
            lines.remove(first[-1])
        return divide(number, self._sheets[number - 1], lines)

    def _read_list(
        self, document: Document, figures: Sequence[Figure], words: TactileWords, cells: _Translator
    ) -> tuple[list[int], list[str]]:
        """Return the first sheet of each of the ``figures``, 0 of one that is on none, and what is wrong with the list,
        in words.
        """
        rows = [row for row in self._rows[: self._first()] if row]
        texts, at, begins = [row[0].cells for row in rows], 0, list[int]()
        draft = draft_line(braille_table_of(document), document.transcription.words)
        for text in (*filter(None, (draft,)), document.masthead.symbol, document.masthead.title, words.drawings):
            count = count_rows(texts[at:], cells(text))
            if not count:
                return [], [f"{text!r} is not where it belongs on the first sheets"]
            at += count
        for figure in figures:
            named = _figure_name(figure)
            parts = [cells(part) for part in (figure.label, plain(figure.title) or figure.alternative) if part]
            wanted = BLANK.join(parts)
            drawn, undrawn = (
                count_rows(texts[at:], wanted),
                count_rows(texts[at:], f"{wanted}{BLANK}{cells(words.undrawn)}"),
            )
            if not drawn and not undrawn:
                return begins, [f"{named[:60]!r} is not in the list of the drawings, or not in its place"]
            at += drawn or undrawn
            sign = rows[at - 1][-1].cells if len(rows[at - 1]) > 1 else ""
            number = self._numbers.index(sign) + 1 if sign in self._numbers else 0
            if bool(drawn) != bool(number) or (number and number <= max(begins, default=0)):
                return begins, [f"the list does not give the sheet of {named[:60]!r}"]
            begins.append(number)
        at += 0 if figures else count_rows(texts[at:], cells(words.none))
        front = next((begin for begin in begins if begin), len(self._sheets) + 1) - 1
        faults = [] if at == len(rows) else ["the list has more than the drawings"]
        return begins, faults + (
            [] if sum(not row for row in self._rows[: self._first() + 1]) == front else ["a sheet is of no drawing"]
        )


def _figure_name(figure: Figure) -> str:
    """Return the label of a figure and its title; of a sparkline, which has neither, its words."""
    return " ".join(filter(None, (figure.label, plain(figure.title) or figure.alternative)))


def with_numbers(chart: Chart) -> Chart:
    """Return a sparkline as what its sheet shows, a line beside whose axis its lowest and highest values are."""
    if chart.kind != "sparkline":
        return chart
    series = chart.panels[0].series[0]
    pairs = [(value, label) for value, label in zip(series.values, series.shown, strict=True) if value is not None]
    lowest, highest = min(pairs), max(pairs)
    ends = (Tick(*lowest), Tick(*highest) if highest > lowest else Tick(lowest[0] + 1, ""))
    return replace(chart, kind="line", ticks=ends)


def _texts(figures: Iterable[Figure]) -> Iterator[str]:
    """Yield the words of figures and of their charts, names with their values too."""
    for figure in figures:
        yield from (figure.label, plain(figure.title), figure.alternative)
        if chart := figure.chart:
            yield from (chart.value_axis, chart.category_axis, *chart.categories)
            yield from (tick.label for tick in (*chart.ticks, *chart.marks))
            for panel in chart.panels:
                yield from (panel.name, *(series.name for series in panel.series))
                for series in panel.series[:1]:
                    yield from (" ".join(pair) for pair in zip(chart.categories, series.shown, strict=False))
                    yield from series.shown


class _Translator:
    """Gives the cells of words by the table of a document; liblouis is asked for most of them at once."""

    def __init__(self, document: Document, texts: Iterable[str]) -> None:
        self._table = braille_table_of(document)
        self._known: dict[str, str] = {}
        self._ask(text.strip() for text in texts)

    def _ask(self, texts: Iterable[str]) -> None:
        asked = list(dict.fromkeys(texts))
        try:
            self._known |= zip(asked, louis.forward(asked, self._table), strict=True)
        except louis.LouisError as error:
            raise ToolError(finding("D130" if error.missing else "D131", str(error), louis.PROGRAM)) from error

    def __call__(self, text: str) -> str:
        """Return a text in cells. Raises ToolError (D130, D131)."""
        text = text.strip()
        if text not in self._known:
            self._ask([text])
        return self._known[text]

    def number(self, number: int) -> str:
        """Return a number in cells."""
        return self(str(number))
