"""Reads the table of criteria: their numbers, titles and levels, and which checks read them in each kind of file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from plantin.findings import ToolError
from plantin.settings import reader
from plantin.settings.reader import Codes

Kind = Literal["html", "epub", "pdf", "docx", "site", "serve"]
KINDS: tuple[Kind, ...] = ("html", "epub", "pdf", "docx", "site", "serve")
"""The kinds of files that a report is on."""
WEB = ("html", "site", "serve")
STANDARDS = {
    "wcag": "WCAG 2.2",
    "en": "EN 301 549 V3.2.1",
    "508": "Section 508",
    "ua": "PDF/UA-1",
    "epub": "EPUB Accessibility 1.1",
}
"""The standards, by the names that the table has for them."""
_PREFIX = {"wcag": "", "en": "EN 301 549 ", "508": "Section 508 ", "ua": "PDF/UA-1 ", "epub": "EPUB Accessibility "}
_NO_DOCUMENT = ("2.4.1", "2.4.5", "3.2.3", "3.2.4")
"""Criteria on sets of pages, which clause 10 of EN 301 549 does not ask of documents."""
_FILE = Path(__file__).with_name("criteria.toml")


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion; ``whole``, ``part`` and ``absent`` have the checks that read it, parted by spaces, by kind of file
    (``criteria.toml`` says what they mean).
    """

    standard: str
    number: str
    title: str
    level: str = ""
    since: str = ""
    """The version of WCAG that brought it."""
    until: str = ""
    """The last version of WCAG that has it."""
    kinds: tuple[str, ...] = KINDS
    """The kinds of files that it asks something of."""
    whole: Mapping[str, str] = field(default_factory=dict)
    part: Mapping[str, str] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is called wherever it could be taken for one of another standard."""
        return f"{_PREFIX[self.standard]}{self.number}"

    def checks(self, kind: str) -> tuple[str, ...]:
        """Return the checks that read it in files of a kind."""
        return tuple(check for table in (self.whole, self.part, self.absent) for check in table.get(kind, "").split())

    def elsewhere(self, kinds: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield where other standards ask the same of files of these kinds: their names and their numbers."""
        if self.standard != "wcag" or self.level == "AAA":
            return
        if self.since != "2.2":
            web = [f"9.{self.number}"] if set(kinds) & set(WEB) else []
            documents = [f"10.{self.number}"] if set(kinds) - set(WEB) and self.number not in _NO_DOCUMENT else []
            if web or documents:
                yield "EN 301 549", (*web, *documents)
        if self.since == "2.0":
            yield "Section 508", ("E205.4",)


@dataclass(frozen=True, slots=True)
class _Table:
    criteria: tuple[Criterion, ...]


@cache
def criteria() -> tuple[Criterion, ...]:
    """Return all criteria, in the order of their standards."""
    codes = Codes(ToolError, unreadable="CNF005", wrong="CNF005", hint="Install the press again.")
    return reader.fill(_Table, reader.toml(_FILE, codes, _FILE.name), codes).criteria
