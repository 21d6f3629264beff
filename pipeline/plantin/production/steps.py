"""The steps of a build that run in worker processes: top-level functions of picklable values.

What a step needs is loaded where it is done: the process that gives it away does none, and a worker that makes editions
reads none back.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from plantin.bounded import reads
from plantin.files import digest, write
from plantin.findings import Finding
from plantin.house import style_values
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.model.related_editions import ALONE, PageStart, RelatedEditions
from plantin.production.composed import ComposedReport
from plantin.production.formats import Edition, format_named, formats, moment
from plantin.source.text import Source

if TYPE_CHECKING:
    from plantin.production.checking import Verdict

__all__ = ["ComposedReport", "ExpectedFiles", "IssuedFile", "check", "compose", "issue", "moment"]


@dataclass(frozen=True, slots=True)
class ExpectedFiles:
    """What the caller takes files to have: a step says where it read something else."""

    run: str
    """The run of the caller: what a process reads is noted for each run."""
    files: Mapping[str, str]
    """SHA-256 by path, without links."""

    def begin(self) -> None:
        """Note what is read from now on."""
        if self.run:
            reads.begin(self.run)

    def changed_files(self) -> tuple[str, ...]:
        """Return the files of which this process has read other bytes."""
        return reads.find_changed(self.files)


_NOTHING = ExpectedFiles("", {})
Purpose = Literal["build", "check"]
"""What a report is composed for."""


def compose(
    house: House,
    slug: str,
    language: str,
    report: Source | None = None,
    expected: ExpectedFiles = _NOTHING,
    purpose: Purpose = "check",
) -> ComposedReport:
    """Return the report ``slug`` in ``language``, resolved, with all findings about its source or translation; to build
    editions, whether a translation says the same as its original is not looked at. ``report`` is its source where that
    was read before.

    Raises SourceError or TranslationError with every finding where no edition can be made.
    """
    from plantin.production import versions

    expected.begin()
    result = versions.compose(house, slug, language, report, compares=purpose == "check")
    return replace(result, changed=expected.changed_files())


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """An edition that was written: its digest, its size in bytes, the seconds it took, and where its pages begin, if
    others mark them.
    """

    digest: str
    size: int
    seconds: float
    pages: tuple[PageStart, ...]
    changed: tuple[str, ...] = ()
    """The files that were read with other bytes than was expected: they changed meanwhile."""
    values: tuple[str, ...] = ()
    """The names of the values of ``style.toml`` that were read."""


def issue(
    house: House,
    document: Document,
    edition: Edition,
    epoch: int | None,
    related: RelatedEditions = ALONE,
    style: str = "",
    expected: ExpectedFiles = _NOTHING,
) -> IssuedFile:
    """Write one edition into the build folder, in the house style ``style``. Raises StyleError or ToolError."""
    start = time.perf_counter()
    expected.begin()
    row = format_named(edition.format) or formats()[0]
    values: set[str] = set()
    look = style_values.watch(house.style(style), values)
    file = row.write_with_pages(document, look, moment(document, epoch), related)
    write(house.build / edition.target, file.content, house.writing_folder)
    changed = expected.changed_files()
    read = tuple(sorted(values))
    return IssuedFile(digest(file.content), len(file.content), time.perf_counter() - start, file.pages, changed, read)


def check(
    path: Path,
    name: str,
    edition: Edition,
    document: Document,
    found_before: tuple[Finding, ...] = (),
    house: House | None = None,
) -> Verdict:
    """Read the finished file at ``path`` back and compare it with ``document`` and with what ``house`` puts into its
    editions; findings call the file ``name``. ``found_before`` are findings of it that are among those given back.
    """
    from plantin.production import checking

    return checking.check(path, name, edition, document, found_before, house)
