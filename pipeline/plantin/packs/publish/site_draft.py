"""Collects what is built and proved, for a site before any release. What is not proved is left out, and named."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from plantin.files import write
from plantin.findings import Finding, Place, UsageError
from plantin.house.configuration import folder_of
from plantin.house.layout import House
from plantin.packs.publish.manifest import describe
from plantin.packs.publish.record import Bibliographic, IssuedEdition
from plantin.packs.publish.site_reports import SiteReport, SiteVersion
from plantin.production import compose, planning, publications, steps
from plantin.production.checking import Verdict
from plantin.production.formats import Edition
from plantin.production.planning import Plan
from plantin.production.results import result_of
from plantin.proof import gate
from plantin.proof.audit import Audit
from plantin.proof.gate import Gate
from plantin.proof.proved import Proved
from plantin.resolve import elsewhere


@dataclass(frozen=True, slots=True)
class BuiltEditions:
    """The proved editions of a build folder, by their paths in it."""

    editions: Mapping[str, Proved]

    def content(self, name: str) -> bytes:
        """Return the bytes of an edition. Raises PlantinError (D103) where it was changed since it was checked."""
        return self.editions[name].content()

    def edition(self, name: str) -> Proved:
        """Return an edition."""
        return self.editions[name]

    def copy(self, name: str, target: Path) -> None:
        """Copy an edition to ``target``. Raises PlantinError as ``content``."""
        write(target, self.content(name), target.parent)


def collect_reports(house: House, executor: Executor) -> tuple[list[SiteReport], tuple[Finding, ...]]:
    """Return the reports of which editions are built and proved, and a warning (V026) for each edition that is not
    proved. Raises UsageError (U035) where none is.
    """
    plan = planning.plan(house, (), (), (), present=True)
    built = tuple(edition for edition in plan.wanted if (house.build / edition.target).is_file())
    outcome = gate.run(house, Plan(built, plan.refused), executor, whole=False, asked=None)
    kept = _proved_audits(outcome)
    targets = {verdict.edition.target for audit in kept for verdict in audit.verdicts}
    left_out = tuple(_left_out(house, edition) for edition in built if edition.target not in targets)
    if not targets:
        hint = "Build editions, and let `plantin check` say what is wrong with them."
        raise UsageError.of("U035", "no edition was built and proved", Place(house.name(house.build)), hint)
    proved = Gate(kept, ()).require_proved(house)
    folder = BuiltEditions({edition.verdict.edition.target: edition for edition in proved})
    reports = [_report(house, audit, folder, executor) for audit in kept if audit.verdicts]
    added = publications.statements(house, [report.slug for report in reports])
    said = ({name: row.said for name, row in added[report.slug].items()} for report in reports)
    return [replace(report, added=rows) for report, rows in zip(reports, said, strict=True)], left_out


def _left_out(house: House, edition: Edition) -> Finding:
    name = house.name(house.build / edition.target)
    hint = "`plantin check` says why."
    return Finding("V026", "is left out of the site: it is not proved", Place(name), hint, "warning")


def _proved_audits(outcome: Gate) -> tuple[Audit, ...]:
    """Return the audits of an outcome with the editions alone that are proved, and with each all that it leads to."""
    sound = [audit for audit in outcome.audits if not (audit.refused or audit.across or _errors(audit.lint))]
    verdicts = [
        verdict
        for audit in sound
        for verdict in audit.read()
        if not verdict.differences and not _errors(verdict.findings)
    ]
    targets = {verdict.edition.target for verdict in verdicts}
    asked = {verdict.edition.target for audit in outcome.audits for verdict in audit.verdicts}
    while dead := [row for row in verdicts if asked.intersection(_beside(row)) - targets]:
        targets -= {row.edition.target for row in dead}
        verdicts = [row for row in verdicts if row.edition.target in targets]
    return tuple(
        replace(audit, verdicts=shown, across=(), asked=len(shown))
        for audit in sound
        for shown in (tuple(row for row in audit.verdicts if row.edition.target in targets),)
    )


def _errors(findings: Iterable[Finding]) -> bool:
    return any(finding.severity == "error" for finding in findings)


def _beside(verdict: Verdict) -> Iterator[str]:
    """Yield the files of the build folder to which an edition leads."""
    for address in verdict.addresses.addresses if verdict.addresses else ():
        path = urlsplit(address).path if ":" not in address else ""
        if path:
            yield posixpath.normpath(posixpath.join(posixpath.dirname(verdict.edition.target), unquote(path)))


def _report(house: House, audit: Audit, folder: BuiltEditions, executor: Executor) -> SiteReport:
    languages = list(dict.fromkeys(verdict.edition.language for verdict in audit.verdicts))
    composing = [executor.submit(steps.compose, house, audit.slug, language) for language in languages]
    place = house.name(house.report(audit.slug))
    documents = {tag: result_of(work, place).document for tag, work in zip(languages, composing, strict=True)}
    symbol = next(iter(documents.values())).masthead.symbol
    places = {name: target for name, target in sorted(compose.places(house, audit.slug).items()) if target.number}
    return SiteReport(
        audit.slug,
        symbol,
        folder_of(symbol),
        {
            tag: Bibliographic(row.date, row.organ, row.keywords, documents[tag].masthead.title)
            for tag, row in describe(documents).items()
        },
        (SiteVersion("", folder, tuple(map(_issued_edition, audit.verdicts))),),
        elsewhere.InventoryRow(symbol, f"{folder_of(symbol)}/", tuple(documents), places),
        {name: target.anchor for name, target in places.items()},
    )


def _issued_edition(verdict: Verdict) -> IssuedEdition:
    edition = verdict.edition
    return IssuedEdition(edition.target, verdict.digest, edition.language, edition.format, verdict.size)
