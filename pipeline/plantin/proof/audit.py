"""The audit: reads every requested edition back, compares it with its document, and the languages with each other."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
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
from plantin.production import steps
from plantin.production.checking import Verdict
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
    """Audit the editions of ``wanted`` in the build folder, one report after another.

    ``whole`` says that they are all of their reports' editions: then the ledger is written, if none was refused.
    ``named`` says that each was asked for by its format.
    """
    if wanted and isinstance(executor, Workers):
        executor.begin(len(wanted), partial(_preload, house, wanted))
    read = Steps("check", len(wanted))
    for slug in dict.fromkeys(edition.slug for edition in wanted):
        read.at(slug)
        asked = [edition for edition in wanted if edition.slug == slug]
        composed, refused = _compose(house, slug, dict.fromkeys(edition.language for edition in asked), executor)
        if not composed:
            yield Audit(slug, (), (), (), refused, (), len(asked))
            continue
        documents = {language: result.document for language, result in composed.items()}
        editions = [edition for edition in asked if edition.language in documents]
        verdicts = _compare_pages(_verdicts(house, editions, documents, executor, read, named=named))
        left = sum(not verdict.outline and _only_warns(verdict.findings) for verdict in verdicts)
        outlines = {language: outline(document) for language, document in documents.items()}
        between = across(outlines, _original(documents), slug)
        lint = tuple(finding for result in composed.values() for finding in result.findings)
        if whole and not refused:
            symbol = next(iter(documents.values())).masthead.symbol
            ledger.save(house.build / slug / "ledger.json", house.writing_folder, symbol, outlines, verdicts, between)
        places = composed[_original(documents)].places
        yield Audit(slug, verdicts, lint, between, refused, places, len(asked) - left)


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


def _compose(
    house: House, slug: str, languages: Iterable[str], executor: Executor
) -> tuple[dict[str, steps.ComposedReport], tuple[PlantinError, ...]]:
    """Return the report in each of these languages, and why it is not to be had in others."""
    composing = {language: executor.submit(steps.compose, house, slug, language) for language in languages}
    composed = {}
    refused = []
    for language, future in composing.items():
        try:
            composed[language] = result_of(future, house.name(house.report(slug)))
        except PlantinError as error:
            refused.append(error)
    return composed, tuple(refused)


def _verdicts(
    house: House,
    editions: Sequence[Edition],
    documents: Mapping[str, Document],
    executor: Executor,
    read: Steps,
    *,
    named: bool,
) -> tuple[Verdict, ...]:
    """Return what was found in each edition; what an earlier build left, made on request alone and not ``named``, is
    reported, not read.
    """
    pending: list[Verdict | Future[Verdict]] = []
    made_of = Ingredients(house, None)
    for edition in editions:
        path, document = house.build / edition.target, documents[edition.language]
        stale = left_over(made_of, edition, document, named=named)
        if _only_warns(stale):
            pending.append(Verdict(edition, house.name(path), "", 0, None, (), (), stale, 0))
        else:
            pending.append(executor.submit(steps.check, path, house.name(path), edition, document, stale, house))
    names = [house.name(house.build / edition.target) for edition in editions]
    verdicts = []
    for answer, edition, name in zip(pending, editions, names, strict=True):
        verdicts.append(answer if isinstance(answer, Verdict) else _await_verdict(answer, edition, name))
        read.at(edition.target.rpartition("/")[2], 1)
    return tuple(verdicts)


def _only_warns(findings: Sequence[Finding]) -> bool:
    """Return whether there are ``findings``, and they are warnings."""
    return bool(findings) and all(finding.severity == "warning" for finding in findings)


def _await_verdict(checking: Future[Verdict], edition: Edition, name: str) -> Verdict:
    """Wait for what a worker found; where it found nothing because it died or reached a bound, return that."""
    try:
        return result_of(checking, name)
    except ToolError as error:
        return Verdict(edition, name, "", 0, None, (), (), error.findings, 0)


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
