"""Reads the data files of a report (CSV, RFC 4180), in the words of one language."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from plantin.bounded import bytes as bounded_bytes
from plantin.bounded import data
from plantin.findings import Finding, Place, SourceError
from plantin.settings.forms import unprintable

_LARGEST = 4_000_000
_HINT = (
    "Put a CSV file in UTF-8 into the report's folder, as data/lamps.csv, with a head and as many cells in each row."
)


@dataclass(frozen=True, slots=True)
class DataFiles:
    """The data files in ``folder``, for an edition in ``language``."""

    folder: Path
    language: str

    def __call__(self, name: str, place: Place, *, original: bool = False) -> list[list[str]]:
        """The rows of the file ``name`` (a path below the folder, with slashes), the head first; those of
        ``lamps.fr.csv`` beside ``lamps.csv`` for the edition in French, unless the ``original`` is asked for. Raises
        SourceError: S155 no such file, outside the folder, no CSV, or rows that differ in length.
        """
        path = PurePosixPath(name)
        if (
            not name
            or ":" in name
            or "\\" in name
            or path.is_absolute()
            or ".." in path.parts
            or path.suffix.lower() != ".csv"
        ):
            raise _refused(f"{name!r} is no path of a CSV file inside the report's folder", place)
        own = self.folder.joinpath(*path.with_suffix(f".{self.language}{path.suffix}").parts)
        try:
            content = bounded_bytes.read(
                own if own.is_file() and not original else self.folder.joinpath(*path.parts), _LARGEST, self.folder
            )
        except (FileNotFoundError, NotADirectoryError):
            raise _refused(f"there is no data file {name!r}", place) from None
        except OSError as error:
            size = " (4 MB are the most)" if error.errno == errno.EFBIG else ""
            raise _refused(f"{name} {bounded_bytes.why(error)}{size}", place) from None
        try:
            rows = data.rows(content)
        except data.DataError as error:
            raise _refused(f"{name}: {error}", place) from None
        if fault := next(filter(None, (unprintable(cell) for row in rows for cell in row)), ""):
            raise _refused(f"{name} has {fault}", place)
        lengths = {len(row) for row in rows}
        if len(rows) < 2 or len(lengths) != 1:
            raise _refused(
                f"{name} has {len(rows)} rows of {' or '.join(map(str, sorted(lengths)[:5])) or 'no'} cells", place
            )
        return rows


def _refused(message: str, place: Place) -> SourceError:
    return SourceError(Finding("S155", message, place, _HINT))
