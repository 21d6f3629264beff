"""Loads the plug-in that imports received files, an entry point of the group ``plantin.receivers``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from plantin.findings import Finding, Place, PlantinError, ToolError
from plantin.house.layout import House
from plantin.settings import extensions

_NAME = "files"


class ReceivedReport(Protocol):
    """What came of a received file."""

    @property
    def path(self) -> str:
        """The source that was written, from the root of the house."""

    @property
    def refused(self) -> PlantinError | None:
        """Why the source cannot be composed; None where it can."""

    def findings(self) -> Iterable[Finding]:
        """Return what is to be reported."""

    def exit_code(self) -> int:
        """Return the exit code that the findings ask for."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """What reads received files as reports."""

    name: str
    """The name of its entry point."""
    kind: Callable[[Path], str]
    """Returns what a file is read as, "word" for a Word file. Raises SourceError: it cannot be read."""
    receive: Callable[[House, Path, Mapping[str, str]], ReceivedReport]
    """Writes the source of a report into the house, with these fields of its front matter."""


def receiver() -> Receiver:
    """Return the installed receiver. Raises ToolError (V021): there is none, or it cannot be loaded."""
    if _NAME not in extensions.names("receivers"):
        hint = "Install the whole of Plantin again: the pack `imports` is part of it."
        raise ToolError.of("V021", "no installed package reads received files", Place("plantin.receivers"), hint)
    return extensions.load("receivers", _NAME, Receiver)[0]
