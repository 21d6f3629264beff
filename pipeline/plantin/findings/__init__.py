"""Findings: what is wrong, where, and how to fix it; and the errors, named after who can fix them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, Self

from plantin.findings.printable import printable

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something is: a file as the user named it, line and column from 1 (0: not known), an anchor."""

    path: str
    line: int = 0
    column: int = 0
    anchor: str = ""

    def __str__(self) -> str:
        numbers = [str(number) for number in (self.line, self.column) if number]
        where = ":".join([self.path, *numbers])
        return f"{where} ({self.anchor})" if self.anchor else where


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to fix. ``code`` is a letter and three digits, never reused; each has its row in ``codes.toml``."""

    code: str
    message: str
    place: Place
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        text = printable(f"{self.place}: {self.severity} {self.code}: {self.message}")
        return f"{text}\n    {printable(self.hint)}" if self.hint else text

    def row(self) -> dict[str, object]:
        """Return the finding as plain data, for a program."""
        place = self.place
        where = {"path": place.path, "line": place.line, "column": place.column, "anchor": place.anchor}
        return {"code": self.code, "severity": self.severity, "message": self.message, "hint": self.hint, **where}


class PlantinError(Exception):
    """Work that cannot go on. It carries ALL findings, and the exit code says who can fix it."""

    exit_code: ClassVar[int] = 1

    def __init__(self, *findings: Finding) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings

    @classmethod
    def of(cls, code: str, message: str, place: Place, hint: str = "") -> Self:
        """Return the error for one finding."""
        return cls(Finding(code, message, place, hint))

    def __reduce__(self) -> tuple[type[PlantinError], tuple[Finding, ...]]:
        return type(self), self.findings


class UsageError(PlantinError):
    """The call itself is wrong: for whoever typed it."""

    exit_code = 2


class SourceError(PlantinError):
    """The report's source is wrong: for its author."""

    exit_code = 3


class TranslationError(PlantinError):
    """A locale or a catalogue is wrong: for the translator."""

    exit_code = 4


class StyleError(PlantinError):
    """The house style is wrong: for the designer."""

    exit_code = 5


class ToolError(PlantinError):
    """A program or library that the press needs is missing or failed: for the operator."""

    exit_code = 6
