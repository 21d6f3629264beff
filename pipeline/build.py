"""Plan what must be made, make it over an executor, and tell what happens as events."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass

from pipeline import steps
from pipeline.editions import FORMATS, Edition
from pipeline.findings import Finding, PlantinError
from pipeline.house import House
from pipeline.store import Record, Records, file_digest


@dataclass(frozen=True, slots=True)
class Planned:
    """How many editions are wanted."""

    total: int


@dataclass(frozen=True, slots=True)
class Noticed:
    """The lint's findings on a source that is printed all the same."""

    slug: str
    language: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Fresh:
    """An edition that was made before, from the same ingredients, and still lies there unchanged."""

    edition: Edition
    size: int


@dataclass(frozen=True, slots=True)
class Made:
    """An edition that was made now."""

    edition: Edition
    size: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """Editions that could not be made, and why."""

    editions: tuple[Edition, ...]
    error: PlantinError


Event = Planned | Noticed | Fresh | Made | Failed


def plan(house: House, slugs: tuple[str, ...], languages: tuple[str, ...], formats: tuple[str, ...]) -> tuple[Edition, ...]:
    """Every edition wanted: of these reports, in the languages each is issued in, kept to ``languages`` and ``formats`` if given.

    Raises SourceError where a report cannot be read.
    """
    rows = [row.name for row in FORMATS if not formats or row.name in formats]
    wanted = []
    for slug in slugs:
        for language in house.languages(slug):
            if not languages or language in languages:
                wanted += [Edition(slug, language, name) for name in rows]
    return tuple(wanted)


def run(house: House, wanted: tuple[Edition, ...], executor: Executor, epoch: int | None) -> Iterator[Event]:
    """Make the editions of ``wanted`` that are not fresh. An event for each; a report that fails spoils no other."""
    yield Planned(len(wanted))
    records = Records(house.build)
    versions: dict[tuple[str, str], list[Edition]] = {}
    for edition in wanted:
        versions.setdefault((edition.slug, edition.language), []).append(edition)
    composing: dict[Future[steps.Composed], tuple[tuple[str, str], list[Edition]]] = {}
    for version, editions in versions.items():
        stale = yield from _stale(house, records, version, editions, epoch)
        if stale:
            composing[executor.submit(steps.compose, house, *version)] = (version, stale)
    issuing: dict[Future[tuple[str, int, float]], tuple[Edition, str]] = {}
    for composed in as_completed(composing):
        version, editions = composing[composed]
        try:
            result = composed.result()
        except PlantinError as error:
            yield Failed(tuple(editions), error)
            continue
        if result.findings:
            yield Noticed(*version, result.findings)
        document_digest = result.document.digest()
        records.put(_version(version), Record(steps.compose_ingredients(house, *version), document_digest))
        for edition in (yield from _left(house, records, editions, document_digest, epoch)):
            issuing[executor.submit(steps.issue, house, result.document, edition, epoch)] = (edition, document_digest)
    yield from _issued(house, records, issuing, epoch)


def _issued(
    house: House, records: Records, issuing: dict[Future[tuple[str, int, float]], tuple[Edition, str]], epoch: int | None
) -> Iterator[Event]:
    for issued in as_completed(issuing):
        edition, document_digest = issuing[issued]
        try:
            result, size, seconds = issued.result()
        except PlantinError as error:
            yield Failed((edition,), error)
            continue
        records.put(edition.target, Record(steps.issue_ingredients(house, edition, document_digest, epoch), result))
        yield Made(edition, size, seconds)


def _version(version: tuple[str, str]) -> str:
    return "/".join(version)


def _stale(
    house: House, records: Records, version: tuple[str, str], editions: list[Edition], epoch: int | None
) -> Generator[Event, None, list[Edition]]:
    """Tell which editions are fresh without composing the report again; give back the others."""
    record = records.get(_version(version))
    if record is None or record.ingredients != steps.compose_ingredients(house, *version):
        return editions
    return (yield from _left(house, records, editions, record.result, epoch))


def _left(
    house: House, records: Records, editions: list[Edition], document_digest: str, epoch: int | None
) -> Generator[Event, None, list[Edition]]:
    """Tell which editions of the document with this digest are fresh; give back the others."""
    left = []
    for edition in editions:
        record = records.get(edition.target)
        path = house.build / edition.target
        same = record is not None and record.ingredients == steps.issue_ingredients(house, edition, document_digest, epoch)
        if record is not None and same and file_digest(path) == record.result:
            yield Fresh(edition, path.stat().st_size)
        else:
            left.append(edition)
    return left


def why(house: House, edition: Edition, epoch: int | None) -> tuple[str, ...]:
    """Why an edition would be made again, in words; nothing where it is fresh."""
    records = Records(house.build)
    version = (edition.slug, edition.language)
    composed, issued = records.get(_version(version)), records.get(edition.target)
    if composed is None or issued is None:
        return ("it was never made here",)
    found = file_digest(house.build / edition.target)
    if not found:
        return ("the file is gone",)
    reasons = _changed(composed, steps.compose_ingredients(house, *version))
    reasons += _changed(issued, steps.issue_ingredients(house, edition, composed.result, epoch))
    if found != issued.result:
        reasons.append("the file was changed after it was made")
    return tuple(dict.fromkeys(reasons))


def _changed(record: Record, now: dict[str, str]) -> list[str]:
    names = sorted({*record.ingredients, *now})
    return [f"{name} changed" for name in names if record.ingredients.get(name) != now.get(name)]
