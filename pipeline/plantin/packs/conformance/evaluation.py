"""Reads ``conformance.toml``: what persons judged, who they were, when and how they did it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from plantin.bounded import bytes as bounded_bytes
from plantin.bounded.bytes import MIB
from plantin.findings import Finding, Place, UsageError
from plantin.findings.suggestion import suggest
from plantin.packs.conformance.criteria import KINDS, Criterion, Kind
from plantin.settings import reader
from plantin.settings.forms import ValueForm
from plantin.settings.reader import Codes

NAME = "conformance.toml"
Level = Literal["supports", "partially", "does_not", "not_applicable", "not_evaluated"]
_GIVEN: Mapping[str, Level] = {
    "Supports": "supports",
    "Partially Supports": "partially",
    "Does Not Support": "does_not",
    "Not Applicable": "not_applicable",
}
_CODES = Codes(UsageError, unreadable="CNF002", wrong="CNF002", hint="", noun="`{}`")
_Line = Annotated[str, ValueForm("one line of text", lambda text: bool(text.strip()) and text.isprintable())]


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement of one criterion, for all kinds of files or for some."""

    criterion: _Line
    level: Literal["Supports", "Partially Supports", "Does Not Support", "Not Applicable"]
    remarks: _Line
    kinds: tuple[Kind, ...] = KINDS
    evaluator: str = ""
    date: dt.date | None = None
    method: str = ""

    def as_level(self) -> Level:
        """Return its level."""
        return _GIVEN[self.level]


@dataclass(frozen=True, slots=True)
class EvaluationFile:
    """What the file has; ``evaluator``, ``date`` and ``method`` hold for each judgement that names no others."""

    evaluator: _Line
    date: dt.date
    method: _Line
    contact: str = ""
    judged: tuple[Judged, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What persons judged, with the place of each judgement, and the bytes of the file."""

    file: EvaluationFile
    places: tuple[Place, ...]
    content: bytes

    def of(self, criterion: Criterion, kind: str) -> Judged | None:
        """Return what was judged of a criterion for files of a kind."""
        return next((row for row in self.file.judged if row.criterion == criterion.name and kind in row.kinds), None)

    def who(self, row: Judged) -> tuple[str, dt.date, str]:
        """Return who judged, when and how."""
        return row.evaluator or self.file.evaluator, row.date or self.file.date, row.method or self.file.method

    def place(self, row: Judged) -> Place:
        """Return where a judgement is."""
        return self.places[self.file.judged.index(row)]


def read(path: Path, name: str, known: Sequence[Criterion], latest: dt.date) -> Evaluation | None:
    """Return the evaluation in ``path``, None where there is no such file. Raises UsageError (CNF002): it cannot be
    read; a key is unknown, or a value is wrong or missing; a criterion is not ``known``, or is judged twice
    for one kind of file; a date is after ``latest``, today.
    """
    if not path.exists() and not path.is_symlink():
        return None
    settings = reader.toml(path, _CODES, name, path.parent)
    file = reader.fill(EvaluationFile, settings, _CODES)
    names = [criterion.name for criterion in known]
    kinds = {criterion.name: criterion.kinds for criterion in known}
    wrong: list[Finding] = []
    seen: set[tuple[str, str]] = set()
    for at, row in enumerate(file.judged):
        place = settings.place("judged", at)
        if row.criterion not in names:
            hint = suggest(row.criterion, names, "Name it as the report does: 1.1.1, EN 301 549 5.2, PDF/UA-1 13.")
            wrong.append(Finding("CNF002", f"there is no criterion {row.criterion[:60]!r}", place, hint))
            continue
        if others := [kind for kind in row.kinds if kind not in kinds[row.criterion] and row.kinds != KINDS]:
            message = f"{row.criterion} asks nothing of {', '.join(others)}"
            wrong.append(Finding("CNF002", message, place, f"It is on {', '.join(kinds[row.criterion])}."))
        if twice := [kind for kind in row.kinds if (row.criterion, kind) in seen]:
            message = f"{row.criterion} is judged twice for {', '.join(twice)}"
            wrong.append(Finding("CNF002", message, place, "Keep one judgement."))
        seen |= {(row.criterion, kind) for kind in row.kinds}
    dates = [(file.date, ("date",)), *((row.date, ("judged", n, "date")) for n, row in enumerate(file.judged))]
    for date, path_to in dates:
        if date and date > latest:
            message = f"{date} is not yet"
            wrong.append(Finding("CNF002", message, settings.place(*path_to), "Give the day of the evaluation."))
    if wrong:
        raise UsageError(*wrong)
    places = tuple(settings.place("judged", n) for n in range(len(file.judged)))
    return Evaluation(file, places, bounded_bytes.read(path, MIB, path.parent))
