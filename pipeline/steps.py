"""The steps of the press: what crosses a process. Each is a top-level function of picklable values."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pipeline import catalogue, front, pandoc, source
from pipeline.checks.languages import across
from pipeline.checks.parity import differences
from pipeline.checks.source import lint
from pipeline.document import Document
from pipeline.editions import FORMATS, Edition, Format, format_named
from pipeline.findings import Finding, Place, PlantinError
from pipeline.house import House
from pipeline.outline import Outline, outline
from pipeline.resolve import resolve
from pipeline.resolve.notes import definitions
from pipeline.store import digest, file_digest, tree_digest, write

__all__ = ["Composed", "Verdict", "across", "check", "compose", "compose_ingredients", "issue", "issue_ingredients", "moment"]


@dataclass(frozen=True, slots=True)
class Composed:
    """A report in one language: the document, where in the source each anchor comes from, and the lint's findings."""

    document: Document
    places: tuple[tuple[str, Place], ...]
    findings: tuple[Finding, ...]


def compose(house: House, slug: str, language: str) -> Composed:
    """The report ``slug`` in ``language``, resolved. Raises SourceError or TranslationError with every finding."""
    path = house.report(slug)
    report = source.read(path, house.name(path))
    head = front.read(report)
    findings = lint(report, head, house.locale(language)) if language == head.original_language else ()
    if language != head.original_language:
        report, head = catalogue.translate(report, head, house.catalogue_file(language, slug), language)
    nodes, warnings = pandoc.parse(report.body(), report.path)
    resolved = resolve(head, nodes, definitions(report), house.locale(language))
    return Composed(resolved.document, resolved.places, (*findings, *warnings))


def moment(document: Document, epoch: int | None) -> dt.datetime:
    """The only time an edition may name: ``epoch`` (SOURCE_DATE_EPOCH, seconds), else midnight UTC of the report's date."""
    if epoch is not None:
        return dt.datetime.fromtimestamp(epoch, dt.UTC)
    return dt.datetime.combine(dt.date.fromisoformat(document.masthead.issued), dt.time(), dt.UTC)


def issue(house: House, document: Document, edition: Edition, epoch: int | None) -> tuple[str, int, float]:
    """Write one edition into the build folder; its digest, its size in bytes and the seconds it took."""
    start = time.perf_counter()
    content = _format(edition).write(document, house.style(), moment(document, epoch))
    write(house.build / edition.target, content)
    return digest(content), len(content), time.perf_counter() - start


def compose_ingredients(house: House, slug: str, language: str) -> dict[str, str]:
    """The digests of all that a composed report is made of."""
    return {
        "source": file_digest(house.report(slug)),
        "locale": file_digest(house.locale_file(language)),
        "catalogue": file_digest(house.catalogue_file(language, slug)),
        "press": press(),
        "pandoc": pandoc.edition(),
    }


def issue_ingredients(house: House, edition: Edition, document_digest: str, epoch: int | None) -> dict[str, str]:
    """The digests of all that an edition is made of."""
    libraries = " ".join(f"{name} {version(name)}" for name in _format(edition).libraries)
    return {
        "document": document_digest,
        "style": tree_digest(house.style_folder()),
        "press": press(),
        "libraries": libraries,
        "epoch": "" if epoch is None else str(epoch),
    }


def press() -> str:
    """One digest of the press's own code; what only reads editions back, or talks to the user, is no part of it."""
    folder = Path(__file__).parent
    own = [path for path in sorted(folder.glob("*.py")) if path.name not in ("cli.py", "progress.py", "build.py", "house.py")]
    parts = [file_digest(path) for path in own] + [tree_digest(folder / name, "**/*.py") for name in ("catalogue", "resolve", "writers")]
    return digest("\n".join(parts).encode())


def _format(edition: Edition) -> Format:
    return format_named(edition.format) or FORMATS[0]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the auditor found in one finished file. ``outline`` is None where the file could not be read."""

    edition: Edition
    path: str
    digest: str
    size: int
    outline: Outline | None
    differences: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    seconds: float


def check(path: Path, name: str, edition: Edition, document: Document) -> Verdict:
    """Read the finished file at ``path`` back and compare it with ``document``; findings call the file ``name``."""
    start = time.perf_counter()
    if not path.is_file():
        missing = Finding("P000", "the edition is not there", Place(name), "Make it with `plantin build`.")
        return Verdict(edition, name, "", 0, None, (missing,), (), time.perf_counter() - start)
    row = _format(edition)
    try:
        found = row.read(path)
        unlike = differences(outline(document), found, name)
        findings = row.rules(path)
    except PlantinError as error:
        return Verdict(edition, name, file_digest(path), path.stat().st_size, None, error.findings, (), time.perf_counter() - start)
    return Verdict(edition, name, file_digest(path), path.stat().st_size, found, unlike, findings, time.perf_counter() - start)
