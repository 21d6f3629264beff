"""Makes a release: editions that passed every check, with the evidence, in a folder complete or absent."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from plantin import translation as catalogue
from plantin.bounded.workers import Workers
from plantin.files import json_file, write
from plantin.findings import Finding, Place, PlantinError, StyleError, TranslationError, UsageError
from plantin.house import configuration
from plantin.house.configuration import folder_of
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.packs.publish import changes_page, landing, passages, previous, scratch, signing
from plantin.packs.publish.changes import PassageChange
from plantin.packs.publish.dcat import listing
from plantin.packs.publish.manifest import ReleasedEdition, ReleaseOrder, manifest, programs, released_editions
from plantin.packs.publish.origin import Origin, origin
from plantin.packs.publish.page_template import name
from plantin.packs.publish.previous import PreviousRelease
from plantin.packs.publish.rebuilding import rebuild
from plantin.packs.publish.sbom import bill
from plantin.packs.publish.signing import SigningKey
from plantin.packs.publish.verification import SUMS, sums, verify
from plantin.production import compose, edition_set, planning, publications, schedule, steps
from plantin.production.earlier_editions import EarlierEditions
from plantin.production.formats import Edition, format_named, formats
from plantin.production.preloading import preload_all
from plantin.production.remaining import track
from plantin.production.results import result_of
from plantin.proof import gate, links
from plantin.proof import report as verdicts
from plantin.proof.gate import Gate
from plantin.proof.proved import Proved
from plantin.resolve import elsewhere
from plantin.validators import Judgement, ValidatorChoice

__all__ = [
    "ReleaseOrder",
    "ReleaseResult",
    "SigningKey",
    "is_locked",
    "make",
    "rebuild",
    "verify",
    "workshop",
]

_WORKSHOP = ".release"
"""The folder in that of the editions where those of a release are made."""
is_locked = signing.is_locked


@dataclass(frozen=True, slots=True)
class ReleaseResult:
    """A release that was made: its folder, what its gate found, the findings about its own pages."""

    folder: Path
    gate: Gate
    pages: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class _Filling:
    """What the folder of a release is filled from."""

    house: House
    order: ReleaseOrder
    asked: ValidatorChoice
    made: Origin
    gate: Gate
    proved: tuple[Proved, ...]
    reports: Mapping[str, Mapping[str, Document]]
    former: PreviousRelease | None


def workshop(house: House) -> House:
    """Return ``house`` with a build folder of its own for releases. An edition leads to those that are published with
    it: those of a release are a set of their own, and those in the build folder stay as they are.
    """
    return House(house.root, house.build / _WORKSHOP)


def make(
    house: House,
    slugs: Sequence[str],
    order: ReleaseOrder,
    asked: ValidatorChoice,
    executor: Executor,
    since: str = "",
    seal: SigningKey | None = None,
    key: str = "",
) -> ReleaseResult:
    """Make the release ``order.version`` of these reports in ``release/``, and its editions in the ``workshop`` that
    ``house`` is; those that are the same in the build folder are taken over. It says what changed since the release
    ``since``, or else since the highest below it in that folder, which must be signed with the public ``key`` where one
    is given; and it is signed with ``seal``.

    Raises UsageError (U008: no version, or one that was released already; U021, U022: the key or the other release is
    none); PlantinError for a tree that is not as it was committed (D101, D102), for whatever the gate finds, for a page
    of the release that a validator fails, and as ``former.find`` does; TranslationError for translations that are
    unfinished, stale or not reviewed (T011, T012, T013) or do not say what the original says; ToolError (D110, D117);
    and as the build does.
    """
    target = house.root / "release" / order.version
    exists = os.path.lexists(target)
    if not previous.is_version(order.version) or exists:
        why = "was released already" if exists else "is no version"
        hint = "A release is never made again: give the next number." if exists else "A version is 1, 1.0 or 1.0-rc.1."
        raise UsageError.of("U008", f"{order.version!r} {why}", Place(house.name(target)), hint)
    if seal:
        signing.ready(seal)
    with scratch.alone(house.root) as releases:
        source, before = origin(house.root), previous.find(target.parent, order.version, since, key)
        wanted = planning.plan(house, tuple(slugs), order.languages, order.formats or _formats(house)).whole()
        reports = _ready(house, wanted, executor, asked.waived or {})
        _build(house, wanted, order, executor)
        outcome = gate.run(
            house, planning.Plan(wanted), executor, whole=not order.languages and not order.formats, asked=asked
        )
        filling = _Filling(house, order, asked, source, outcome, outcome.require_proved(house), reports, before)
        with scratch.folder(releases, order.version) as folder:
            pages = _fill(folder / order.version, filling)
            if seal:
                signing.sign(folder / order.version, seal, signing.statement(order.version, source.commit, [*reports]))
            _require_links(folder / order.version)
        shutil.rmtree(house.build, ignore_errors=True)
        return ReleaseResult(target, outcome, pages)


def _formats(house: House) -> tuple[str, ...]:
    """Return the formats of a release that is asked for none: those always made, and those that the house asks for.
    Raises StyleError (D020).
    """
    further = house.settings.release.formats
    if unknown := [name for name in further if format_named(name) is None]:
        hint = f"Known: {', '.join(row.name for row in formats())}."
        raise StyleError.of(
            "D020", f"[release] formats names {unknown[0]!r}, which is no format", Place(configuration.NAME), hint
        )
    return (*(row.name for row in formats() if row.default), *further) if further else ()


def _ready(
    house: House, wanted: Sequence[Edition], executor: Executor, waived: Mapping[str, str]
) -> dict[str, dict[str, Document]]:
    """Return the documents of the release, by report and language. Raises TranslationError for a translation that is
    not finished, or says something else than its original; for words of a language that are a draft (T087), and
    editions in a language that is not proved in their format (V116), unless those are ``waived``.
    """
    versions = list(dict.fromkeys((edition.slug, edition.language) for edition in wanted))
    if isinstance(executor, Workers):
        executor.begin(len(wanted), partial(preload_all, house, (), ()))
    composing = [executor.submit(steps.compose, house, *version) for version in versions]
    reports: dict[str, dict[str, Document]] = {}
    findings: list[Finding] = []
    for (slug, language), work in zip(versions, composing, strict=True):
        composed = result_of(work, house.name(house.report(slug)))
        reports.setdefault(slug, {})[language] = composed.document
        drafts = (finding for finding in composed.findings if finding.code == "T087" and "T087" not in waived)
        findings += (replace(finding, severity="error") for finding in drafts)
        if language != composed.document.original:
            file, rules = house.catalogue_file(language, slug), house.settings.translations
            arguments = (*catalogue.report_of(house, slug), file, house.name(file), rules.release)
            findings += catalogue.unready(*arguments, two_people=rules.two_people)
            findings += (finding for finding in composed.findings if finding.severity == "error")
    if "V116" not in waived:
        findings += _drafts(wanted, reports)
    if findings:
        raise TranslationError(*findings)
    return reports


def _drafts(wanted: Sequence[Edition], reports: Mapping[str, Mapping[str, Document]]) -> Iterator[Finding]:
    """Yield V116 for each language that is not proved in formats of ``wanted``, with these formats."""
    groups: dict[tuple[str, str], list[Edition]] = {}
    for edition in wanted:
        row = format_named(edition.format)
        why = row.draft(reports[edition.slug][edition.language]) if row and row.draft else ""
        if why:
            groups.setdefault((edition.language, why), []).append(edition)
    for (language, why), editions in groups.items():
        *most, last = dict.fromkeys(edition.format for edition in editions)
        said = f"{', '.join(most)} and {last}" if most else last
        message = f"{said} in the language {language} {'are drafts' if most else 'is a draft'}: {why}"
        place = ", ".join(dict.fromkeys(edition.slug for edition in editions))
        hint = "Release it in other formats, or give a reason: --waive V116=REASON."
        yield Finding("V116", message, Place(place), hint)


def _build(house: House, wanted: tuple[Edition, ...], order: ReleaseOrder, executor: Executor) -> None:
    """Make the out-of-date editions. Raises what was wrong with one; PlantinError (V019) where a file that it is
    made of changed meanwhile.
    """
    earlier, members = EarlierEditions(House(house.root)), edition_set.of_plan(wanted)
    run = schedule.run(house, wanted, executor, order.epoch, order.certifier, earlier, members)
    events = list(track(run))
    if failed := [event.error for event in events if isinstance(event, schedule.Failed)]:
        raise planning.together(failed)
    if changed := [finding for event in events if isinstance(event, schedule.Warned) for finding in event.findings]:
        raise PlantinError(*(replace(finding, severity="error") for finding in changed))


def _fill(folder: Path, filling: _Filling) -> tuple[Judgement, ...]:
    """Fill the folder of a release; return the judgements of its pages. Raises PlantinError where one fails."""
    house, order, source, outcome, reports = filling.house, filling.order, filling.made, filling.gate, filling.reports
    editions = {slug: released_editions(outcome, slug) for slug in reports}
    for edition in filling.proved:
        write(folder / edition.verdict.edition.target, edition.content(), house.root)
    pages = [page for slug in reports for page in _pages(folder / slug, filling, slug, editions[slug])]
    added = publications.statements(house, tuple(reports))
    record = manifest(house, order, source, outcome, reports, filling.asked.waived or {}, filling.former, added)
    write(folder / "manifest.json", json_file(record), house.root)
    write(folder / "sbom.cdx.json", json_file(bill(source.commit, programs())), house.root)
    write(folder / elsewhere.INVENTORY, json_file(_inventory(house, reports)), house.root)
    write(folder / "catalogue.jsonld", json_file(listing(order, source, reports, editions, added)), house.root)
    write(folder / "check.json", json_file(verdicts.rows(outcome)), house.root)
    page = verdicts.page(outcome, f"Release {order.version}: how it was checked", house)
    write(folder / "check.html", page.encode(), house.root)
    named = {path.relative_to(folder).as_posix(): path for path in (folder / "check.html", *pages)}
    judged = gate.judge(house, named, replace(filling.asked, fast=False, drawn=False))
    wrong = [finding for judgement in judged for finding in judgement.findings]
    wrong += publications.release_findings(lambda name: (folder / name).read_bytes())
    if wrong:
        raise PlantinError(*wrong)
    write(folder / SUMS, sums(folder), house.root)
    return judged


def _require_links(folder: Path) -> None:
    """Refuse a release in which a link, a download or a page leads nowhere. Raises PlantinError (L107)."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    if dead := links.dead(folder, names):
        raise PlantinError(*dead)


def _inventory(house: House, reports: Mapping[str, Mapping[str, Document]]) -> dict[str, object]:
    """Return the places that references from elsewhere may name."""
    rows = {}
    for slug, documents in reports.items():
        symbol = next(iter(documents.values())).masthead.symbol
        rows[slug] = elsewhere.row(symbol, f"{folder_of(symbol)}/", documents, compose.places(house, slug))
    return elsewhere.inventory(house.settings.address, rows)


def _pages(folder: Path, filling: _Filling, slug: str, editions: Sequence[ReleasedEdition]) -> Iterator[Path]:
    """Write the pages of one report and what the next release will compare itself with; give back the pages."""
    house, documents, before = filling.house, filling.reports[slug], filling.former
    asked = house.style_of(slug)
    style, locales = house.style(asked), {language: house.locale(language, asked) for language in documents}
    write(folder / passages.KEPT, json_file(passages.to_json(documents)), house.root)
    changes: Mapping[str, Sequence[PassageChange]] = before.changes(slug, documents) if before else {}
    if before and changes:
        write(folder / f"{changes_page.STEM}.json", json_file(previous.rows(before, changes)), house.root)
    # A page of changes leads to those in other languages, and a language may be new.
    compared = {language: documents[language] for language in changes}
    for language in documents:
        summary, landing_name = None, name(landing.STEM, language, documents)
        if before and language in changes:
            summary = changes_page.summary(language, compared, locales[language], before, changes[language])
            content = changes_page.page(
                language, compared, locales, before, changes[language], filling.order.version, landing_name, style
            )
            path = folder / name(changes_page.STEM, language, compared)
            write(path, content, house.root)
            yield path
        content = landing.page(language, documents, editions, locales, filling.order, summary, style)
        write(folder / landing_name, content, house.root)
        yield folder / landing_name
