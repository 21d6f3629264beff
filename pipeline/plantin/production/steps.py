"""The steps of the press: what crosses a process. Each is a top-level function of picklable values.

What a step needs is loaded where it is done: the process that gives it away does none, and a worker that makes editions
reads none back.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plantin.files import digest, write
from plantin.findings import Finding
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.model.related_editions import ALONE, PageStart, RelatedEditions
from plantin.production.composed import Composed
from plantin.production.formats import FORMATS, Edition, format_named, moment
from plantin.source.text import Source

if TYPE_CHECKING:
    from plantin.production.checking import Verdict

__all__ = ["Composed", "Issued", "check", "compose", "issue", "moment"]


def compose(house: House, slug: str, language: str, report: Source | None = None) -> Composed:
    """The report ``slug`` in ``language``, resolved, with all findings about its source or translation. ``report`` is
    its source where that was read before.

    Raises SourceError or TranslationError with every finding where no edition can be made.
    """
    from plantin.production import versions

    return versions.compose(house, slug, language, report)


@dataclass(frozen=True, slots=True)
class Issued:
    """An edition that was written: its digest, its size in bytes, the seconds it took, and where its pages begin, if
    others mark them.
    """

    digest: str
    size: int
    seconds: float
    pages: tuple[PageStart, ...]


def issue(
    house: House, document: Document, edition: Edition, epoch: int | None, related: RelatedEditions = ALONE
) -> Issued:
    """Write one edition into the build folder. Raises StyleError or ToolError."""
    start = time.perf_counter()
    row = format_named(edition.format) or FORMATS[0]
    made = row.paged(document, house.style(house.style_of(edition.slug)), moment(document, epoch), related)
    write(house.build / edition.target, made.content, house.written)
    return Issued(digest(made.content), len(made.content), time.perf_counter() - start, made.pages)


def check(path: Path, name: str, edition: Edition, document: Document, known: tuple[Finding, ...] = ()) -> Verdict:
    """Read the finished file at ``path`` back and compare it with ``document``; findings call the file ``name``.
    ``known`` are findings of it that are among those given back.
    """
    from plantin.production import checking

    return checking.check(path, name, edition, document, known)
