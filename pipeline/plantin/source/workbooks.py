"""Reads the first sheet of a workbook (Excel, OpenDocument) and a table of Parquet as the rows of a data file: with a
library of the extra ``data``, in a process of its own, within limits.
"""

from __future__ import annotations

import sys

from plantin.bounded import data, process
from plantin.bounded.data import DataError
from plantin.bounded.process import BoundError, Limits

SUFFIXES = (".xlsx", ".ods", ".parquet")
"""The endings of the files that are read."""
_LIMITS = Limits(seconds=60, processor=30, memory=1024, output=16)
_CELL = """
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
_SHEET = "from python_calamine import load_workbook as load\nrows = load(given).get_sheet_by_index(0).to_python()\n"
_TABLE = (
    "from pyarrow.parquet import ParquetFile\nfile = ParquetFile(given)\nassert file.metadata.num_rows < 1e6\n"
    "made = file.read()\nrows = [made.column_names, *zip(*(one.to_pylist() for one in made.columns))]\n"
)
_PRINT = "json.dump([[cell(one) for one in row] for row in rows], sys.stdout)"


def rows(content: bytes, suffix: str) -> list[tuple[int, list[str]]]:
    """The rows of a file with this ending, each with its number from 1, empty ones left out; numbers have a point
    before their decimals, days are ``2026-03-02``. Raises DataError.
    """
    program = _CELL + (_TABLE if suffix == ".parquet" else _SHEET) + _PRINT
    try:
        ended = process.run([sys.executable, "-I", "-c", program], given=content, name=suffix[1:], limits=_LIMITS)
    except BoundError as error:
        raise DataError(str(error)) from None
    if "ModuleNotFoundError" in ended.complaint:
        raise DataError(f"{suffix} files are read by the extra `data`: pip install 'plantin[data]'")
    if ended.code:
        raise DataError(f"not a {suffix} file that can be read: {ended.complaint}")
    found = data.json(ended.output)
    kept = found if isinstance(found, list) else []
    return [(n, row) for n, row in enumerate(kept, 1) if any(map(str.strip, row))]
