"""The steps of the press: what crosses a process. Each is a top-level function of picklable values."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from pipeline import catalogue, front, pandoc, source
from pipeline.checks import translation
from pipeline.checks.languages import across
from pipeline.checks.parity import differences
from pipeline.checks.source import lint
from pipeline.companions import ALONE, Companions, PageStart
from pipeline.document import Document
from pipeline.editions import FORMATS, Edition, Format, format_named
from pipeline.findings import Finding, Place, PlantinError, SourceError, TranslationError
from pipeline.front import Front
from pipeline.house import House
from pipeline.locale import Locale
from pipeline.outline import Outline, outline
from pipeline.resolve import resolve
from pipeline.resolve.notes import definitions
from pipeline.source import Source
from pipeline.store import digest, file_digest, tree_digest, write
from pipeline.writers import facing as facing_edition

# Modules that only read editions back, talk to the user, or say where things lie: a change in them makes no edition again.
_NO_PRESS = (
    "audit.py", "build.py", "cli.py", "cli_catalogue.py", "gate.py", "house.py", "importing.py", "ledger.py", "progress.py", "verdicts.py",
)  # fmt: skip

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
    if head.slug != slug:
        hint = f"Name the folder {head.slug}, or correct the symbol."
        raise SourceError(Finding("S019", f"the symbol {head.symbol} in the folder {slug}", head.place("symbol"), hint))
    locale = house.locale(language)
    if language == head.original_language:
        composed = _composed(report, head, locale)
        return replace(composed, findings=(*lint(report, head, locale), *composed.findings))
    file = house.catalogue_file(language, slug)
    text = catalogue.translate(report, head, file, locale, house.name(file))
    try:
        composed = _composed(text.source, text.head, locale, text.notice)
    except SourceError as error:
        # A fault of the report itself is its author's and is raised here; what is left is the translator's.
        _composed(report, head, house.locale(head.original_language))
        raise TranslationError(*map(text.moved, error.findings)) from None
    return replace(composed, findings=tuple(map(text.moved, composed.findings)))


def _composed(report: Source, head: Front, locale: Locale, draft: str = "") -> Composed:
    # Before pandoc: it loses some notes in silence, and would never finish with others.
    defined = definitions(report)
    nodes, warnings = pandoc.parse(report.body(), report.path)
    resolved = resolve(head, nodes, defined, locale, draft)
    return Composed(resolved.document, resolved.places, warnings)


def facing(house: House, slug: str, language: str) -> Path:
    """Write the edition that has the translation into ``language`` beside the original, with what its gate finds in place.

    Raises SourceError, TranslationError or StyleError as the editions do.
    """
    path = house.report(slug)
    report = source.read(path, house.name(path))
    head = front.read(report)
    original, translated = compose(house, slug, head.original_language), compose(house, slug, language)
    _, messages = catalogue.current(report, head, house.catalogue_file(language, slug))
    lines = {message.context: message.place.line for message in messages}
    anchors = {place.line: anchor for anchor, place in original.places}
    remarks: dict[str, tuple[str, ...]] = {}
    for finding in translation.gate(house, slug, language):
        anchor = anchors.get(lines.get(finding.place.anchor, 0), "title")
        remarks[anchor] = (*remarks.get(anchor, ()), f"{finding.code} {finding.message}")
    target = house.build / slug / f"{slug}-{head.original_language}-{language}.html"
    write(target, facing_edition.write(original.document, translated.document, remarks, house.style()))
    return target


def moment(document: Document, epoch: int | None) -> dt.datetime:
    """The only time an edition may name: ``epoch`` (SOURCE_DATE_EPOCH, seconds), else midnight UTC of the report's date."""
    if epoch is not None:
        return dt.datetime.fromtimestamp(epoch, dt.UTC)
    return dt.datetime.combine(dt.date.fromisoformat(document.masthead.issued), dt.time(), dt.UTC)


def issue(house: House, document: Document, edition: Edition, epoch: int | None, companions: Companions = ALONE) -> tuple[str, int, float]:
    """Write one edition into the build folder; its digest, its size in bytes and the seconds it took. Where its companions have a printed
    edition among them, that is read for the beginnings of its pages.
    """
    start = time.perf_counter()
    target = house.build / edition.target
    row = _format(edition)
    if companions.printed:
        companions = replace(companions, pages=_printed(row).pages(target.with_name(companions.printed.file)))
    content = row.write(document, house.style(), moment(document, epoch), companions)
    write(target, content)
    return digest(content), len(content), time.perf_counter() - start


def _printed(row: Format) -> Format:
    """The format whose pages an edition of the format ``row`` marks."""
    return next(format_ for name in row.after if (format_ := format_named(name)) and format_.printed)


def compose_ingredients(house: House, slug: str, language: str) -> dict[str, str]:
    """The digests of all that a composed report is made of."""
    return {
        "source": file_digest(house.report(slug)),
        "locale": file_digest(house.locale_file(language)),
        "catalogue": file_digest(house.catalogue_file(language, slug)),
        "press": press(),
        "pandoc": pandoc.edition(),
    }


def issue_ingredients(
    house: House, edition: Edition, document_digest: str, epoch: int | None, companions: Companions = ALONE
) -> dict[str, str]:
    """The digests of all that an edition is made of."""
    libraries = " ".join(f"{name} {version(name)}" for name in _format(edition).libraries)
    return {
        "document": document_digest,
        "style": tree_digest(house.style_folder()),
        "press": press(),
        "libraries": libraries,
        "epoch": "" if epoch is None else str(epoch),
        "companions": companions.digest() + (tree_digest(Path(__file__).parent / "checks" / "pdf", "*.py") if companions.printed else ""),
    }


def press() -> str:
    """One digest of the press's own code; what only reads editions back, or talks to the user, is no part of it."""
    folder = Path(__file__).parent
    own = [path for path in sorted(folder.glob("*.py")) if path.name not in _NO_PRESS]
    parts = [file_digest(path) for path in own] + [tree_digest(folder / name, "**/*.py") for name in ("catalogue", "resolve", "writers")]
    return digest("\n".join(parts).encode())


def _format(edition: Edition) -> Format:
    return format_named(edition.format) or FORMATS[0]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the auditor found in one finished file. ``outline`` is None where the file could not be read; ``pages`` are the beginnings of
    printed pages that it has or marks.
    """

    edition: Edition
    path: str
    digest: str
    size: int
    outline: Outline | None
    pages: tuple[PageStart, ...]
    differences: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    seconds: float


def check(path: Path, name: str, edition: Edition, document: Document) -> Verdict:
    """Read the finished file at ``path`` back and compare it with ``document``; findings call the file ``name``."""
    start = time.perf_counter()
    if not path.is_file():
        missing = Finding("P000", "the edition is not there", Place(name), "Make it with `plantin build`.")
        return Verdict(edition, name, "", 0, None, (), (missing,), (), time.perf_counter() - start)
    row = _format(edition)
    try:
        found = row.read(path)
        unlike = differences(outline(document), found, name)
        findings = row.rules(path)
        pages = row.pages(path)
    except PlantinError as error:
        return Verdict(edition, name, file_digest(path), path.stat().st_size, None, (), error.findings, (), time.perf_counter() - start)
    return Verdict(edition, name, file_digest(path), path.stat().st_size, found, pages, unlike, findings, time.perf_counter() - start)
