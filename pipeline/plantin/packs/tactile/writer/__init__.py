"""Writes the tactile edition: a list of the drawings, then each on its sheets, with a key where it needs one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from plantin.house.style import Style
from plantin.model.added_tables import table_of
from plantin.model.charts import Chart
from plantin.model.document import Document, Figure, every
from plantin.model.levels import spell_levels
from plantin.packs.braille.cells import BLANK
from plantin.packs.tactile.tables import TactilePaper, TactileWords
from plantin.packs.tactile.writer.parts import has_unknown, map_jobs, pie_jobs, used_classes
from plantin.packs.tactile.writer.planes import PlaneChart, UndrawableError, sign, with_ticks
from plantin.packs.tactile.writer.printing import pdf, svg
from plantin.packs.tactile.writer.sheet import BLANK_PATTERN, CELL, DOTS, LINE, LINES, MARGIN, Sheet
from plantin.packs.tactile.writer.text import (
    MOST_PARTS,
    TactileText,
    figure_title,
    letter,
    name_and_value,
    part_words,
    wrap,
)
from plantin.writers.archives import zip_files

_PAPERS = {"A4": (210.0, 297.0), "A3": (297.0, 420.0), "letter": (215.9, 279.4)}
_SWATCH, _SWATCH_COLUMNS, _HANGING, _NUMBER = (18.0, 12.0), 4, 5, 5
"""The size of a sample of a pattern, and the cells that it takes; those of the number of a sheet."""
_LEAST = 132.0
"""The least height of a drawing with its titles; a key that leaves less is on a sheet of its own."""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """An entry of a key: a letter, or the number of a pattern."""

    text: str
    sign: str = ""
    pattern: int = 0


def write_pdf(document: Document, style: Style, moment: dt.datetime) -> bytes:
    """Return the sheets in one PDF. Raises SourceError (D133) or ToolError (D130, D131, V011)."""
    return pdf(_sheets(document, style), document.masthead.title, document.language, moment)


def write_svg(document: Document, style: Style, moment: dt.datetime) -> bytes:
    """Return an archive with a drawing for each sheet. Raises SourceError (D133) or ToolError (D130, D131, V011)."""
    del moment
    sheets = enumerate(_sheets(document, style), 1)
    return zip_files({f"sheet-{number:03}.svg": svg(sheet) for number, sheet in sheets})


def _sheets(document: Document, style: Style) -> list[Sheet]:
    """Return all sheets, each with its number at the end of its first line."""
    document = spell_levels(document)
    figures = list(_charts(document))
    text = TactileText(document, table_of(document.tables, TactileWords), [figure for figure, _ in figures])
    size = _PAPERS[style.table(TactilePaper).paper]
    drawn: list[tuple[Figure, list[Sheet]]] = []
    for figure, chart in figures:
        try:
            drawn.append((figure, FigureSheets(figure, chart, text, size).make()))
        except UndrawableError:
            drawn.append((figure, []))
    front: list[Sheet] = []
    while (listed := _list(document, text, drawn, size, len(front))) and len(listed) != len(front):
        front = listed
    sheets = [*listed, *(sheet for _, own in drawn for sheet in own)]
    for number, sheet in enumerate(sheets, 1):
        cells = text.number(number)
        sheet.braille(MARGIN + CELL * (sheet.columns - len(cells)), MARGIN, cells)
    return sheets


def _charts(document: Document) -> Iterator[tuple[Figure, Chart]]:
    """Yield the figures that are drawn from values, those in cells of tables too, with these."""
    for block in every(document.text()):
        if isinstance(block, Figure) and block.chart:
            yield block, block.chart


def _list(
    document: Document,
    text: TactileText,
    drawn: Sequence[tuple[Figure, list[Sheet]]],
    size: tuple[float, float],
    ahead: int,
) -> list[Sheet]:
    """Return the sheets with the list of the drawings, which are ``ahead`` of the others: the symbol, the title, the
    label and title of each drawing, and the number of its first sheet.
    """
    head, words = document.masthead, text.words
    heads = (*filter(None, (text.draft,)), head.symbol, head.title, "", words.drawings)
    rows = [(text.cells(line), "") for line in heads]
    number = ahead + 1
    for figure, sheets in drawn:
        named = BLANK.join(filter(None, (text.cells(figure.label), text.cells(figure_title(figure)))))
        rows.append((named, text.number(number)) if sheets else (f"{named}{BLANK}{text.cells(words.undrawn)}", ""))
        number += len(sheets)
    if not drawn:
        rows.append((BLANK * 2 + text.cells(words.none), ""))
    made = [Sheet(*size, f"{head.symbol}. {head.title}")]
    y = MARGIN
    for cells, place in rows:
        begun = cells[: len(cells) - len(cells.lstrip(BLANK))]
        lines = wrap(cells, made[-1].columns - _NUMBER - 1, 2) if cells else [""]
        lines[0] = begun + lines[0]
        if y + len(lines) * LINE > size[1] - MARGIN:
            made.append(Sheet(*size, f"{head.symbol}. {head.title}"))
            y = MARGIN + LINE
        for n, line in enumerate(lines):
            made[-1].braille(MARGIN, y + n * LINE, line)
        made[-1].braille(MARGIN + CELL * (made[-1].columns - len(place)), y + (len(lines) - 1) * LINE, place)
        y += len(lines) * LINE
    return made


class FigureSheets:
    """The sheets of one figure."""

    def __init__(self, figure: Figure, chart: Chart, text: TactileText, size: tuple[float, float]) -> None:
        """Find what they show. Raises UndrawableError."""
        self._text, self._size = text, size
        self._label = text.cells(figure.label)
        self._title = text.cells(figure_title(figure))
        self._about = ". ".join(filter(None, (figure.label, figure_title(figure))))
        self._chart = with_ticks(chart)
        plane = None if self._chart.kind in ("pie", "map") else PlaneChart(self._chart, text, size[0])
        if plane:
            self._jobs = list(plane.jobs())
        else:
            self._jobs = list((pie_jobs if self._chart.kind == "pie" else map_jobs)(self._chart))
        self._key = list(_key(self._chart, text, plane))

    def make(self) -> list[Sheet]:
        """Return the sheets: the key first, where it has no room on that of the drawing. Raises UndrawableError."""
        if self._key and len(self._jobs) == 1:
            sheet, y = self._begin(self._jobs[0].name)
            beneath = y + LINE + sum(map(self._height, self._key))
            if self._size[1] - MARGIN - beneath >= _LEAST:
                with suppress(UndrawableError):  # it needs all of a sheet
                    self._jobs[0].draw(sheet, self._write_key(sheet, y, self._key), self._size[1] - MARGIN)
                    return [sheet]
        sheets: list[Sheet] = []
        heads = [self._begin(job.name) for job in self._jobs]
        parts = self._divide_key(heads[0][1]) if self._key else []
        count = len(heads) + len(parts)
        if count >= MOST_PARTS:
            raise UndrawableError(f"it takes {count} sheets")
        for part in parts:
            sheet, y = self._begin("")
            self._write_key(sheet, self._number(sheet, y, len(sheets) + 1, count), part)
            sheets.append(sheet)
        for job, (sheet, end) in zip(self._jobs, heads, strict=True):
            job.draw(sheet, self._number(sheet, end, len(sheets) + 1, count), self._size[1] - MARGIN)
            sheets.append(sheet)
        return sheets

    def _begin(self, name: str) -> tuple[Sheet, float]:
        """Return a sheet with the label, the title and the ``name`` of a panel, and where they end."""
        sheet = Sheet(*self._size, ". ".join(filter(None, (self._about, name))))
        # The first line has the number of the sheet at its end.
        lines = wrap(self._label, sheet.columns - _NUMBER - 1)
        for cells in filter(None, (self._title, self._text.cells(name))):
            lines += wrap(cells, sheet.columns - (0 if lines[0] else _NUMBER + 1))
        lines = [line for line in lines if line]
        for n, line in enumerate(lines):
            sheet.braille(MARGIN, MARGIN + n * LINE, line)
        return sheet, MARGIN + len(lines) * LINE

    def _number(self, sheet: Sheet, y: float, number: int, count: int) -> float:
        if count == 1:
            return y
        words = part_words(self._text.words, number, count)
        sheet.about = f"{sheet.about}. {words}"
        lines = wrap(self._text.cells(words), sheet.columns)
        for n, line in enumerate(lines):
            sheet.braille(MARGIN, y + n * LINE, line)
        return y + len(lines) * LINE

    # The key

    def _lines(self, row: KeyRow) -> list[str]:
        columns = int((self._size[0] - 2 * MARGIN) / CELL)
        if row.sign:
            return wrap(f"{row.sign}{BLANK}{row.text}", columns, _HANGING)
        return wrap(row.text, columns - _SWATCH_COLUMNS)

    def _height(self, row: KeyRow) -> float:
        return LINE * (len(self._lines(row)) + (0 if row.sign else 1))

    def _divide_key(self, y: float) -> list[list[KeyRow]]:
        """Return the entries on each sheet of the key."""
        room = self._size[1] - MARGIN - y - 2 * LINE
        parts: list[list[KeyRow]] = [[]]
        for row in self._key:
            if parts[-1] and sum(map(self._height, [*parts[-1], row])) > room:
                parts.append([])
            parts[-1].append(row)
        return parts

    def _write_key(self, sheet: Sheet, y: float, rows: Sequence[KeyRow]) -> float:
        sheet.braille(MARGIN, y, self._text.cells(self._text.words.key))
        y += LINE
        for row in rows:
            if not row.sign:
                y += LINE / 2
                self._swatch(sheet, y + DOTS, row.pattern)
            for n, line in enumerate(self._lines(row)):
                sheet.braille(MARGIN + (0 if row.sign else CELL * _SWATCH_COLUMNS), y + n * LINE, line)
            y += self._height(row) - (0 if row.sign else LINE / 2)
        return y

    def _swatch(self, sheet: Sheet, y: float, pattern: int) -> None:
        width, height = _SWATCH
        if self._chart.kind == "line":
            sheet.stroke([(MARGIN, y), (MARGIN + width, y)], LINES[pattern][0], dash=LINES[pattern][1])
        elif self._chart.kind == "point":
            sign(sheet, pattern, (MARGIN + width / 2, y))
        else:
            y, low = y - height / 2, y + height / 2
            ring = [(MARGIN, y), (MARGIN + width, y), (MARGIN + width, low), (MARGIN, low)]
            sheet.area([ring], pattern)


def _key(chart: Chart, text: TactileText, plane: PlaneChart | None) -> Iterator[KeyRow]:
    """Yield the entries of the key of a chart: patterns first, then letters."""
    series = chart.panels[0].series
    if chart.kind == "map":
        for level, pattern in used_classes(chart).items():
            yield KeyRow(text.cells(chart.marks[level].label), pattern=pattern)
        if has_unknown(chart):
            yield KeyRow(text.cells(text.words.no_data), pattern=BLANK_PATTERN)
    elif len(series) > 1 and chart.kind != "box":
        for n, one in enumerate(series):
            yield KeyRow(text.cells(one.name), pattern=n)
    if plane is None or plane.labels.lettered:
        names = plane.names if plane else chart.categories
        drawn = {area.category for area in chart.areas}
        step = plane.labels.step if plane else 1
        for n, name in list(enumerate(names))[::step]:
            if chart.kind == "map" and n not in drawn:
                continue
            single = len(chart.series()) == 1 and not chart.marks
            value = series[0].shown[n] if single or chart.kind == "map" else ""
            yield KeyRow(text.cells(name_and_value(name, value)), sign=letter(n // step))
