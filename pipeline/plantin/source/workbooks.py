"""Reads the first sheet of a workbook, or a Parquet table, in a process of its own (extra ``data``), within limits."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from plantin.bounded import data, process
from plantin.bounded.data import DataError
from plantin.bounded.process import BoundError, Limits
from plantin.source import hidden_cells
from plantin.source.hidden_cells import HiddenCells, SheetVisibility

SUFFIXES = (".xlsx", ".ods", ".parquet")
"""The endings of the files that are read."""
_LIMITS = Limits(seconds=60, processor=30, memory=1024, output=16)
# Programs, because they run in a process of their own.
_CELL_PROGRAM = """
import datetime, decimal, io, json, sys
def cell(value):
    if value is None:
        return ""
    if isinstance(value, datetime.datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    if isinstance(value, (float, decimal.Decimal)) and value == value and abs(value) < 1e30:
        whole = decimal.Decimal(str(value))
        return format(whole.quantize(1) if whole == whole.to_integral_value() else whole.normalize(), "f")
    return str(value)
given = io.BytesIO(sys.stdin.buffer.read())
"""
_SHEET_PROGRAM = (
    "from python_calamine import load_workbook as load\nsheet = load(given).get_sheet_by_index(int(sys.argv[1]))\n"
    "start, rows = sheet.start, sheet.to_python()\n"
)
_TABLE_PROGRAM = (
    "from pyarrow.parquet import ParquetFile\nfile = ParquetFile(given)\nassert file.metadata.num_rows < 1e6\n"
    "made = file.read()\nstart, rows = None, [made.column_names, *zip(*(one.to_pylist() for one in made.columns))]\n"
)
_PRINT_PROGRAM = "json.dump([start or [0, 0], [[cell(one) for one in row] for row in rows]], sys.stdout)"


def rows(content: bytes, suffix: str, hidden: HiddenCells = "") -> tuple[list[tuple[int, list[str]]], str]:
    """Return the rows of a file with this ending, each with its number from 1, empty ones left out, and, in words, what
    the file hides and is left out; numbers have a point before their decimals, days are ``2026-03-02``. ``hidden``:
    hidden cells are "left-out", "printed", or ("") left out and reported. Raises DataError.
    """
    if suffix == ".parquet":
        return _number_rows(*_cells(content, suffix, 0), SheetVisibility(0)), ""
    visibility = hidden_cells.visibility(content, suffix, first=hidden == "printed")
    start, cells = _cells(content, suffix, visibility.sheet)
    if hidden == "printed":
        return _number_rows(start, cells, SheetVisibility(visibility.sheet)), ""
    hidden_rows = _within(visibility.rows, start[0], len(cells))
    hidden_columns = _within(visibility.columns, start[1], len(cells[0]) if cells else 0)
    in_range = replace(visibility, rows=hidden_rows, columns=hidden_columns)
    return _number_rows(start, cells, in_range), "" if hidden else "; ".join(_left_out(in_range))


def _within(ranges: Sequence[range], start: int, count: int) -> tuple[range, ...]:
    """Return the parts of ``ranges`` that have cells."""
    cut = (range(max(span.start, start), min(span.stop, start + count)) for span in ranges)
    return tuple(part for part in cut if part)


def _left_out(visibility: SheetVisibility) -> Iterator[str]:
    if visibility.before:
        yield f"hidden sheets: {', '.join(name[:40] for name in visibility.before[:20])}"
    if visibility.rows:
        yield f"hidden rows: {hidden_cells.name_ranges(visibility.rows[:20])}"
    if visibility.columns:
        yield f"hidden columns: {hidden_cells.name_ranges(visibility.columns[:20], letters=True)}"
    if visibility.comments:
        yield f"comments: {visibility.comments}"


def _number_rows(start: Sequence[int], cells: list[list[str]], sheet: SheetVisibility) -> list[tuple[int, list[str]]]:
    """Return the rows that are not hidden and not empty, without their hidden cells."""
    rows, columns = set(chain.from_iterable(sheet.rows)), set(chain.from_iterable(sheet.columns))
    visible = (
        (at + 1, [cell for n, cell in enumerate(row, start[1]) if n not in columns])
        for at, row in enumerate(cells, start[0])
        if at not in rows
    )
    return [(number, row) for number, row in visible if any(map(str.strip, row))]


def _cells(content: bytes, suffix: str, sheet: int) -> tuple[list[int], list[list[str]]]:
    """Return where the cells of a sheet begin, row and column from 0, and the cells. Raises DataError."""
    program = _CELL_PROGRAM + (_TABLE_PROGRAM if suffix == ".parquet" else _SHEET_PROGRAM) + _PRINT_PROGRAM
    try:
        ended = process.run(
            [sys.executable, "-I", "-c", program, str(sheet)], given=content, name=suffix[1:], limits=_LIMITS
        )
    except BoundError as error:
        raise DataError(str(error)) from None
    if "ModuleNotFoundError" in ended.complaint:
        raise DataError(f"{suffix} files are read by the extra `data`: pip install 'plantin[data]'")
    if ended.code:
        raise DataError(f"not a {suffix} file that can be read: {ended.complaint}")
    printed = data.json(ended.output)
    start, cells = printed if isinstance(printed, list) else ([0, 0], [])
    return start, cells
