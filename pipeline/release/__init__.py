"""A release: editions that passed every check, with what it takes to believe it, in a folder that is there whole or not at all."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import build, catalogue, front, gate, source, steps, verdicts
from pipeline.checks import translation
from pipeline.checks.validators import Judgement
from pipeline.document import Document
from pipeline.editions import Edition
from pipeline.findings import Finding, Place, PlantinError, TranslationError, UsageError
from pipeline.gate import Asked, Gate
from pipeline.house import House
from pipeline.release import landing
from pipeline.release.bill import bill
from pipeline.release.listing import listing
from pipeline.release.manifest import Issued, Order, issued, manifest
from pipeline.release.origin import Origin, origin
from pipeline.release.verification import SUMS, rebuild, sums, verify
from pipeline.store import digest, write

__all__ = ["Order", "Released", "make", "rebuild", "verify"]

_VERSION = re.compile(r"\d+(?:\.\d+)*(?:-[0-9A-Za-z.-]+)?")


@dataclass(frozen=True, slots=True)
class Released:
    """A release that was made: its folder, what its gate found, what was said of its own pages."""

    folder: Path
    gate: Gate
    pages: tuple[Judgement, ...]


def make(house: House, slugs: Sequence[str], order: Order, asked: Asked, executor: Executor) -> Released:
    """Make the release ``order.version`` of these reports in ``release/``, and the editions that are not fresh.

    Raises UsageError (U008: no version, or one that was released already); PlantinError for a tree that is not as it was committed
    (D101, D102), for whatever the gate finds, and for a page of the release that a validator fails; TranslationError for
    translations that are unfinished, stale or not reviewed (T011, T012, T013) or do not say what the
    original says; and as the build does.
    """
    target = house.root / "release" / order.version
    if not _VERSION.fullmatch(order.version) or target.exists():
        why = "was released already" if target.exists() else "is no version"
        hint = "A release is never made again under its number: give the next one. A version is 1, 1.0 or 1.0-rc.1."
        raise UsageError(Finding("U008", f"{order.version!r} {why}", Place(house.name(target)), hint))
    made = origin(house.root)
    wanted = build.plan(house, tuple(slugs), order.languages, order.formats)
    _ready(house, wanted)
    _built(house, wanted, order, executor)
    found = gate.run(house, wanted, executor, whole=not order.languages and not order.formats, asked=asked)
    if not found.passed():
        raise PlantinError(*(finding for finding in found.findings() if finding.severity == "error"))
    reports = _documents(house, wanted, executor)
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{order.version}."))
    try:
        pages = _filled(folder, house, order, asked, made, found, reports)
        folder.chmod(0o755)
        folder.rename(target)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Released(target, found, pages)


def _ready(house: House, wanted: Sequence[Edition]) -> None:
    findings: list[Finding] = []
    for slug, language in dict.fromkeys((edition.slug, edition.language) for edition in wanted):
        path = house.report(slug)
        report = source.read(path, house.name(path))
        head = front.read(report)
        if language != head.original_language:
            findings += catalogue.unready(report, head, house.catalogue_file(language, slug))
            findings += (finding for finding in translation.gate(house, slug, language) if finding.severity == "error")
    if findings:
        raise TranslationError(*findings)


def _built(house: House, wanted: tuple[Edition, ...], order: Order, executor: Executor) -> None:
    failed = [event for event in build.run(house, wanted, executor, order.epoch, order.certifier) if isinstance(event, build.Failed)]
    if failed:
        raise type(failed[0].error)(*(finding for event in failed for finding in event.error.findings))


def _documents(house: House, wanted: Sequence[Edition], executor: Executor) -> dict[str, dict[str, Document]]:
    versions = list(dict.fromkeys((edition.slug, edition.language) for edition in wanted))
    slugs, languages = [slug for slug, _ in versions], [language for _, language in versions]
    composed = executor.map(steps.compose, [house] * len(versions), slugs, languages)
    reports: dict[str, dict[str, Document]] = {}
    for (slug, language), one in zip(versions, composed, strict=True):
        reports.setdefault(slug, {})[language] = one.document
    return reports


def _filled(
    folder: Path, house: House, order: Order, asked: Asked, made: Origin, found: Gate, reports: Mapping[str, Mapping[str, Document]]
) -> tuple[Judgement, ...]:
    """Fill the folder of a release; the judgements of its pages. Raises PlantinError where one fails."""
    editions = {slug: issued(found, slug) for slug in reports}
    for one in (one for rows in editions.values() for one in rows):
        _put(folder / one.path, (house.build / one.path).read_bytes(), one)
    for slug, documents in reports.items():
        locales = {language: house.locale(language) for language in documents}
        for language in documents:
            content = landing.page(language, documents, editions[slug], locales, order, house.style())
            write(folder / slug / landing.name(language, documents), content)
    record = manifest(house, order, made, found, reports, asked.waived or {})
    write(folder / "manifest.json", _json(record))
    programs = {name: str(record["made-with"][name]) for name in ("pandoc", "Pango")} if isinstance(record["made-with"], dict) else {}
    write(folder / "sbom.cdx.json", _json(bill(made.commit, programs)))
    write(folder / "catalogue.jsonld", _json(listing(order, made, reports, editions)))
    write(folder / "check.json", _json(verdicts.rows(found)))
    write(folder / "check.html", verdicts.page(found, f"Release {order.version}: how it was checked").encode())
    pages = [
        folder / "check.html",
        *(folder / slug / landing.name(language, reports[slug]) for slug in reports for language in reports[slug]),
    ]
    judged = gate.judge(house, {path.relative_to(folder).as_posix(): path for path in pages}, replace(asked, fast=False))
    wrong = [finding for one in judged for finding in one.findings]
    if wrong:
        raise PlantinError(*wrong)
    write(folder / SUMS, sums(folder))
    return judged


def _put(path: Path, content: bytes, one: Issued) -> None:
    if digest(content) != one.sha256:
        raise PlantinError(Finding("D103", "the edition was changed after it was checked", Place(one.path), "Make the release again."))
    write(path, content)


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
