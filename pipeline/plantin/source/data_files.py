"""Reads the data files of a report (CSV, RFC 4180; workbooks, Parquet), in the words of one language."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import cast

from plantin.bounded import bytes as bounded_bytes
from plantin.bounded import data
from plantin.findings import Finding, Place, SourceError
from plantin.findings.suggestion import suggest_file
from plantin.settings.forms import unprintable
from plantin.source import workbooks
from plantin.source.hidden_cells import CHOICES, HiddenCells

SUFFIXES = (".csv", *workbooks.SUFFIXES)
"""The endings of data files."""
JSON = (".json", ".geojson")
"""The endings of specifications of charts and of maps."""
LARGEST = 4_000_000
"""The most bytes that a data file may have."""
_HIDDEN = "Write hidden=printed beside the file to print hidden cells, or hidden=left-out if they are not meant to be."
_SHOWN = 20
_ROW = 'Give it as many cells as the head; put a cell that has a comma in it in double quotes: "1,371".'
_ENCODING = 'Excel saves it as "CSV UTF-8 (Comma delimited)", LibreOffice with the character set UTF-8.'
_HINT = (
    "Put a CSV file in UTF-8 into the report's folder, as data/lamps.csv, with a head and as many cells in each row."
)


@dataclass(frozen=True, slots=True)
class DataFiles:
    """The data files in ``folder``, for an edition in ``language``."""

    folder: Path
    language: str
    remarks: list[Finding] = field(default_factory=list, compare=False)
    """Collected: what was left out of the files."""

    def __call__(self, name: str, place: Place, *, original: bool = False, hidden: str = "") -> list[list[str]]:
        """Return the rows of the file ``name`` (a path below the folder, with slashes), the head first; those of
        ``lamps.fr.csv`` beside ``lamps.csv`` for the edition in French, unless the ``original`` is asked for. Raises
        SourceError: S155 no such file, outside the folder, not read, or rows that differ in length.

        What a workbook hides is left out and reported (S178); ``hidden``, as the author has it, is empty, or
        ``printed``, or ``left-out``, which reports nothing.
        """
        if hidden and hidden not in CHOICES:
            raise _refusal(f"hidden={hidden[:40]}", place, f"Give one of {', '.join(CHOICES)}.")
        path = self._path(name, SUFFIXES, place)
        language_file = self.folder.joinpath(*path.with_suffix(f".{self.language}{path.suffix}").parts)
        file = language_file if language_file.is_file() and not original else self.folder.joinpath(*path.parts)
        content, inside = self._content(file, name, place), self._inside(file, place)
        try:
            rows, left_out = (
                (data.rows(content), "")
                if path.suffix == ".csv"
                else workbooks.rows(content, path.suffix, cast("HiddenCells", hidden))
            )
        except data.DataError as error:
            hint = _ENCODING if isinstance(error, data.EncodingError) else _HINT
            raise _refusal(str(error), Place(inside, error.line, error.column), hint) from None
        if left_out:
            self.remarks.append(Finding("S178", f"left out: {left_out}", Place(inside), _HIDDEN, "warning"))
        if len(rows) < 2:
            raise _refusal("has no row below its head", Place(inside, 1))
        width = len(rows[0][1])
        faults = [
            Finding("S155", f"a row of {len(row)} cells, where the head has {width}", Place(inside, line), _ROW)
            for line, row in rows
            if len(row) != width
        ]
        faults += [
            Finding("S155", f"a cell with {fault}", Place(inside, line), "Remove it.")
            for line, row in rows
            if (fault := next(filter(None, map(unprintable, row)), ""))
        ]
        if faults:
            more = Finding("S155", f"{len(faults) - _SHOWN} more of these rows and cells", Place(inside), _ROW)
            raise SourceError(*faults[:_SHOWN], *[more] * (len(faults) > _SHOWN))
        return [row for _, row in rows]

    def json(self, name: str, place: Place) -> object:
        """Return the value of the JSON file ``name``. Raises SourceError: S155 no such file, outside, not read."""
        path = self._path(name, JSON, place)
        file = self.folder.joinpath(*path.parts)
        content = self._content(file, name, place)
        try:
            return data.json(content, LARGEST)
        except data.DataError as error:
            raise _refusal(str(error), Place(self._inside(file, place), error.line, error.column)) from None

    def _path(self, name: str, suffixes: Sequence[str], place: Place) -> PurePosixPath:
        path = bounded_bytes.below(name)
        if path is None or path.suffix not in suffixes:
            raise _refusal(
                f"{name!r} is no path of a data file ({', '.join(suffixes)}) inside the report's folder", place
            )
        return path

    def _inside(self, file: Path, place: Place) -> str:
        return str(PurePosixPath(place.path).parent / file.relative_to(self.folder).as_posix())

    def _content(self, file: Path, name: str, place: Place) -> bytes:
        try:
            return bounded_bytes.read(file, LARGEST, self.folder)
        except (FileNotFoundError, NotADirectoryError):
            raise _refusal(f"there is no data file {name!r}", place, suggest_file(self.folder, name, _HINT)) from None
        except OSError as error:
            size = " (4 MB are the most)" if error.errno == errno.EFBIG else ""
            raise _refusal(f"{name} {bounded_bytes.why(error)}{size}", place) from None


def _refusal(message: str, place: Place, hint: str = _HINT) -> SourceError:
    return SourceError.of("S155", message, place, hint)
