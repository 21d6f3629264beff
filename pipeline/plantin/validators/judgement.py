"""The result of a validator: its faults, and the judgement on each tool and file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from plantin.findings import Finding

Status = Literal["passed", "failed", "not run", "waived"]


class ValidatorNotRun(Exception):  # noqa: N818 - named for what happened: the tool gave no result
    """A tool is missing, ended before it had judged, or answered what cannot be read. It carries the reason."""


@dataclass(frozen=True, slots=True)
class ValidatorChoice:
    """Which validators are asked."""

    fast: bool = False
    """The fast ones alone."""
    waived: Mapping[str, str] | None = None
    """Those that need not be run, with the reason of each."""
    jobs: int = 1
    drawn: bool = True
    """Whether what is drawn of web pages is read too: of editions, not of the pages around them."""


@dataclass(frozen=True, slots=True)
class ToolFault:
    """One thing that a tool found, under the rule's own name; ``line`` and ``column`` are 0 where it gave none.
    ``where`` is the place in its own words: the part of an archive, or a path; ``near`` are the ids at or before it,
    the nearest first.
    """

    rule: str
    message: str
    line: int = 0
    column: int = 0
    count: int = 1
    where: str = ""
    near: tuple[str, ...] = ()

    def __str__(self) -> str:
        words = " ".join(self.message.split())
        return f"{self.rule}: {words}" + (f" ({self.count} times)" if self.count > 1 else "")


@dataclass(frozen=True, slots=True)
class ToolReport:
    """What a tool of this version reported for each file; a file that is not in ``faults`` was not judged."""

    version: str
    faults: Mapping[Path, tuple[ToolFault, ...]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One tool on one file. ``reason`` says why it was not run, and after ``waived`` why that may be."""

    tool: str
    version: str
    path: str
    status: Status
    proves: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    reason: str = ""
