"""The audit: reads every requested edition back, compares it with its document, and the languages with each other."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import import_module
from pathlib import Path

from plantin.auditors.parity import pages
from plantin.auditors.parity.languages import across
from plantin.bounded.workers import Workers
from plantin.findings import Finding, Place, PlantinError, ToolError, UsageError
from plantin.findings.progress import Steps
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.production import flow as flowing
from plantin.production import steps
from plantin.production.checking import Verdict
from plantin.production.flow import Flow
from plantin.production.formats import Edition, format_named, from_path
from plantin.production.ingredients import Ingredients
from plantin.production.preloading import preload_all
from plantin.production.results import result_of
from plantin.proof import ledger
from plantin.proof.leftovers import left_over


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit of one report found."""

    slug: str
    verdicts: tuple[Verdict, ...]
    """What was found in each edition."""

    lint: tuple[Finding, ...]
    """What is wrong with its source and its translations, in the languages asked for."""

    across: tuple[Finding, ...]
    """The differences between its languages."""

    refused: tuple[PlantinError, ...] = ()
    """Why some languages, or all, could not be composed: their editions were not read."""

    places: tuple[tuple[str, Place], ...] = ()
    """Where in the source each anchor comes from."""

    asked: int = 0
    """How many editions were asked for."""

    def read(self) -> tuple[Verdict, ...]:
        """Return what was found in the editions that were read."""
        return tuple(verdict for verdict in self.verdicts if verdict.outline)

    def differences(self) -> tuple[Finding, ...]:
        """Return every difference between an edition and its document, and between languages."""
        return (*(finding for verdict in self.verdicts for finding in verdict.differences), *self.across)

    def findings(self) -> tuple[Finding, ...]:
        """Return everything else that was found."""
        refused = dict.fromkeys(finding for error in self.refused for finding in error.findings)
        return (*refused, *self.lint, *(finding for verdict in self.verdicts for finding in verdict.findings))

    def has_passed(self) -> bool:
        """Return whether there are no errors; warnings are allowed."""
        return (
            not self.refused
            and not self.differences()
            and all(finding.severity == "warning" for finding in self.findings())
        )


def run(
    house: House, wanted: tuple[Edition, ...], executor: Executor, *, whole: bool, named: bool = False
) -> Iterator[Audit]:
    """Audit the editions of ``wanted`` in the build folder, as many reports at once as keep the workers busy; what was
    found comes in the order of ``wanted``.

    ``whole`` says that they are all of their reports' editions: then the ledger is written, if none was refused.
    ``named`` says that each was asked for by its format.
    """
    if wanted and isinstance(executor, Workers):
        executor.begin(len(wanted), partial(_preload, house, wanted))
    reports = flowing.by_report(wanted, flowing.costs(house, wanted))
    flow = Flow[Audit](executor, flowing.sizes(house, reports))
    work = _Run(house, flow, Ingredients(house, None), Steps("check", len(wanted)), whole=whole, named=named)
    asked: dict[str, list[Edition]] = {}
    for edition in wanted:
        asked.setdefault(edition.slug, []).append(edition)
    finished: dict[str, Audit] = {}
    order = iter(asked)
    due = next(order, "")
    while flow.is_active():
        for slug in flow.open():
            _begin_report(work, slug, asked[slug])
        flow.give()
        finished |= {audit.slug: audit for audit in flow.take()}
        while due in finished:
            yield finished.pop(due)
            due = next(order, "")


@dataclass(frozen=True, slots=True)
class _Run:
    """What a run knows of all reports."""

    house: House
    flow: Flow[Audit]
    made_of: Ingredients
    read: Steps
    whole: bool
    named: bool


@dataclass(slots=True)
class _Reading:
    """A report whose editions are being read, and what was found so far."""

    slug: str
    asked: Sequence[Edition]
    missing: int
    """How many steps have not ended."""
    composed: dict[str, steps.ComposedReport] = field(default_factory=dict)
    refused: dict[str, PlantinError] = field(default_factory=dict)
    """Why it could not be composed in these languages."""
    verdicts: dict[Edition, Verdict] = field(default_factory=dict)

    def languages(self) -> tuple[str, ...]:
        """Return the languages asked for, in their order."""
        return tuple(dict.fromkeys(edition.language for edition in self.asked))


def _begin_report(work: _Run, slug: str, asked: Sequence[Edition]) -> None:
    work.read.at(slug)
    reading = _Reading(slug, asked, 0)
    for language in reading.languages():
        reading.missing += 1
        work.flow.submit(partial(_take_up_document, work, reading, language), steps.compose, work.house, slug, language)


def _take_up_document(
    work: _Run, reading: _Reading, language: str, composed: Future[steps.ComposedReport]
) -> Iterator[Audit]:
    """Have the editions in a language read; what an earlier build left, made on request alone and not ``named``, is
    reported, not read.
    """
    house = work.house
    try:
        result = result_of(composed, house.name(house.report(reading.slug)))
    except PlantinError as error:
        reading.refused[language] = error
    else:
        reading.composed[language] = result
        document, document_digest = result.document, result.document.digest()
        for edition in (edition for edition in reading.asked if edition.language == language):
            path = house.build / edition.target
            name = house.name(path)
            stale = left_over(work.made_of, edition, document_digest, named=work.named)
            if _only_warns(stale):
                reading.verdicts[edition] = Verdict(edition, name, "", 0, None, (), (), stale, 0)
                work.read.at(edition.target.rpartition("/")[2], 1)
            else:
                reading.missing += 1
                follow = partial(_take_up_verdict, work, reading, edition, name)
                work.flow.submit(follow, steps.check, path, name, edition, document, stale, house)
    yield from _count_down(work, reading)


def _take_up_verdict(
    work: _Run, reading: _Reading, edition: Edition, name: str, checked: Future[Verdict]
) -> Iterator[Audit]:
    """Take up what a worker found; where it found nothing because it died or reached a bound, that."""
    try:
        reading.verdicts[edition] = result_of(checked, name)
    except ToolError as error:
        reading.verdicts[edition] = Verdict(edition, name, "", 0, None, (), (), error.findings, 0)
    work.read.at(edition.target.rpartition("/")[2], 1)
    yield from _count_down(work, reading)


def _count_down(work: _Run, reading: _Reading) -> Iterator[Audit]:
    """Yield what was found in a report with its last step."""
    reading.missing -= 1
    if not reading.missing:
        work.made_of.forget(reading.slug)
        work.flow.close(reading.slug)
        yield _conclude(work, reading)


def _conclude(work: _Run, reading: _Reading) -> Audit:
    """Compare the languages and pages of a report, and write its ledger."""
    house, slug, asked = work.house, reading.slug, reading.asked
    composed = {tag: reading.composed[tag] for tag in reading.languages() if tag in reading.composed}
    refused = tuple(reading.refused[tag] for tag in reading.languages() if tag in reading.refused)
    if not composed:
        return Audit(slug, (), (), (), refused, (), len(asked))
    documents = {language: result.document for language, result in composed.items()}
    verdicts = _compare_pages(tuple(reading.verdicts[edition] for edition in asked if edition in reading.verdicts))
    left = sum(not verdict.outline and _only_warns(verdict.findings) for verdict in verdicts)
    outlines = {language: outline(document) for language, document in documents.items()}
    between = across(outlines, _original(documents), slug)
    lint = tuple(finding for result in composed.values() for finding in result.findings)
    if work.whole and not refused:
        symbol = next(iter(documents.values())).masthead.symbol
        ledger.save(house.build / slug / "ledger.json", house.writing_folder, symbol, outlines, verdicts, between)
    return Audit(slug, verdicts, lint, between, refused, composed[_original(documents)].places, len(asked) - left)


def _preload(house: House, wanted: Sequence[Edition]) -> None:
    """Load what composes reports and reads editions, and what the house puts into them, once for all processes."""
    from plantin.house.fallback import missing

    preload_all(house, ())
    import_module("plantin.production.checking")
    with contextlib.suppress(PlantinError):
        for slug, format_ in dict.fromkeys((edition.slug, edition.format) for edition in wanted):
            style = house.style(house.style_of(slug))
            style.read_faces()
            missing((), style)
            if row := format_named(format_):
                import_module(row.read.module)
                import_module(row.known.module if row.known else "plantin.production.house_content")


def _only_warns(findings: Sequence[Finding]) -> bool:
    """Return whether there are ``findings``, and they are warnings."""
    return bool(findings) and all(finding.severity == "warning" for finding in findings)


def _compare_pages(verdicts: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    """Compare pages with those of the printed editions, and return the verdicts with the differences."""
    rows = {verdict: format_named(verdict.edition.format) for verdict in verdicts}
    printed = {verdict.edition.language: verdict for verdict, row in rows.items() if row and row.printed}
    judged = []
    for verdict, row in rows.items():
        other = printed.get(verdict.edition.language)
        if row and row.marked and other and other.outline and verdict.outline:
            differences = pages.differences(other.pages, verdict.pages, other.outline, verdict.path)
            judged.append(replace(verdict, differences=(*verdict.differences, *differences)))
        else:
            judged.append(verdict)
    return tuple(judged)


def files(house: House, paths: tuple[Path, ...]) -> Iterator[Audit]:
    """Audit single files, by what their names claim: S-2017-97-fr.pdf is compared with S/2017/97 in French. What is
    wrong with a source or a translation is among the findings of the first file of its language.

    Raises UsageError (U004) where a name claims nothing of this house.
    """
    composed: dict[tuple[str, str], steps.ComposedReport] = {}
    for path in paths:
        claimed = from_path(path)
        if claimed is None or claimed[0] not in house.slugs():
            hint = "Name it as the press does, <report>-<language>.<suffix>, S-2017-97-fr.pdf for one."
            raise UsageError(
                Finding(
                    "U004",
                    "the name says no report, language and format of this house",
                    Place(house.name_of_given(path)),
                    hint,
                )
            )
        slug, language, row = claimed
        earlier = composed.get((slug, language))
        try:
            report = earlier or steps.compose(house, slug, language)
        except PlantinError as error:
            yield Audit(slug, (), (), (), (error,), (), 1)
            continue
        composed[slug, language] = report
        verdict = steps.check(
            path, house.name_of_given(path), Edition(slug, language, row.name), report.document, (), house
        )
        yield Audit(slug, (verdict,), () if earlier else report.findings, (), (), report.places, 1)


def _original(documents: dict[str, Document]) -> str:
    first = next(iter(documents))
    original = documents[first].original
    return original if original in documents else first
