"""Plan what must be made, make it over an executor, and tell what happens as events."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass, field

from pipeline import steps
from pipeline.beside import companions
from pipeline.companions import Companions
from pipeline.document import Document
from pipeline.editions import FORMATS, Edition, Format, format_named
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
    rows = [row.name for row in FORMATS if (row.name in formats if formats else row.default)]
    wanted = []
    for slug in slugs:
        for language in house.languages(slug):
            if not languages or language in languages:
                wanted += [Edition(slug, language, name) for name in rows]
    return tuple(wanted)


@dataclass(slots=True)
class _Work:
    """What a run knows as it goes: the records, the documents composed so far, by report and language, and those that will not be."""

    house: House
    executor: Executor
    epoch: int | None
    certifier: str
    records: Records
    wanted: frozenset[Edition]
    documents: dict[tuple[str, str], Document] = field(default_factory=dict)
    failed: set[tuple[str, str]] = field(default_factory=set)

    def companions(self, edition: Edition, document_digest: str) -> Companions:
        """What ``edition`` is to know of the others, as they are now or, where they are made with it, will be."""
        coming = frozenset(other for other in self.wanted if (other.slug, other.language) not in self.failed)
        return companions(self.house, self.records, edition, document_digest, coming, self.certifier)

    def ingredients(self, edition: Edition, document_digest: str) -> dict[str, str]:
        """The digests of all that ``edition`` is made of."""
        known = self.companions(edition, document_digest)
        return steps.issue_ingredients(self.house, edition, document_digest, self.epoch, known)


def run(house: House, wanted: tuple[Edition, ...], executor: Executor, epoch: int | None, certifier: str = "") -> Iterator[Event]:
    """Make the editions of ``wanted`` that are not fresh. An event for each; a report that fails spoils no other. ``certifier`` names who
    has found that the editions conform to what they may then claim.
    """
    yield Planned(len(wanted))
    work = _Work(house, executor, epoch, certifier, Records(house.build), frozenset(wanted))
    for wave in _waves(wanted):
        yield from _made(work, [edition for edition in wave if (edition.slug, edition.language) not in work.failed])


def _waves(wanted: tuple[Edition, ...]) -> Iterator[list[Edition]]:
    """The editions in the order in which they can be made: none of a wave knows of another in it but by its name."""
    depths = {edition: _depth(format_named(edition.format)) for edition in wanted}
    for depth in sorted(set(depths.values())):
        yield [edition for edition in wanted if depths[edition] == depth]


def _depth(row: Format | None) -> int:
    return max((1 + _depth(format_named(name)) for name in row.after), default=0) if row else 0


def _made(work: _Work, wave: list[Edition]) -> Iterator[Event]:
    versions: dict[tuple[str, str], list[Edition]] = {}
    for edition in wave:
        versions.setdefault((edition.slug, edition.language), []).append(edition)
    composing: dict[Future[steps.Composed], tuple[str, str]] = {}
    issuing: dict[Future[tuple[str, int, float]], tuple[Edition, str]] = {}
    for version, editions in versions.items():
        versions[version] = stale = yield from _stale(work, version, editions)
        if not stale:
            continue
        if version in work.documents:
            _issue(work, stale, work.documents[version], issuing)
        else:
            composing[work.executor.submit(steps.compose, work.house, *version)] = version
    for composed in as_completed(composing):
        version = composing[composed]
        try:
            result = composed.result()
        except PlantinError as error:
            work.failed.add(version)
            yield Failed((*versions[version], *_later(work, version, wave)), error)
            continue
        if result.findings:
            yield Noticed(*version, result.findings)
        document_digest = result.document.digest()
        work.documents[version] = result.document
        work.records.put(_version(version), Record(steps.compose_ingredients(work.house, *version), document_digest))
        stale = yield from _left(work, versions[version], document_digest)
        _issue(work, stale, result.document, issuing)
    yield from _issued(work, issuing)


def _later(work: _Work, version: tuple[str, str], wave: list[Edition]) -> list[Edition]:
    """The editions of a report in a language that were to be made after ``wave``."""
    depth = _depth(format_named(wave[0].format))
    later = (edition for edition in work.wanted if (edition.slug, edition.language) == version)
    return sorted((edition for edition in later if _depth(format_named(edition.format)) > depth), key=lambda edition: edition.target)


def _issue(
    work: _Work, editions: list[Edition], document: Document, issuing: dict[Future[tuple[str, int, float]], tuple[Edition, str]]
) -> None:
    document_digest = document.digest()
    for edition in editions:
        known = work.companions(edition, document_digest)
        issuing[work.executor.submit(steps.issue, work.house, document, edition, work.epoch, known)] = (edition, document_digest)


def _issued(work: _Work, issuing: dict[Future[tuple[str, int, float]], tuple[Edition, str]]) -> Iterator[Event]:
    for issued in as_completed(issuing):
        edition, document_digest = issuing[issued]
        try:
            result, size, seconds = issued.result()
        except PlantinError as error:
            yield Failed((edition,), error)
            continue
        work.records.put(edition.target, Record(work.ingredients(edition, document_digest), result))
        yield Made(edition, size, seconds)


def _version(version: tuple[str, str]) -> str:
    return "/".join(version)


def _stale(work: _Work, version: tuple[str, str], editions: list[Edition]) -> Generator[Event, None, list[Edition]]:
    """Tell which editions are fresh without composing the report again; give back the others."""
    record = work.records.get(_version(version))
    if record is None or record.ingredients != steps.compose_ingredients(work.house, *version):
        return editions
    return (yield from _left(work, editions, record.result))


def _left(work: _Work, editions: list[Edition], document_digest: str) -> Generator[Event, None, list[Edition]]:
    """Tell which editions of the document with this digest are fresh; give back the others."""
    left = []
    for edition in editions:
        record = work.records.get(edition.target)
        path = work.house.build / edition.target
        same = record is not None and record.ingredients == work.ingredients(edition, document_digest)
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
    known = companions(house, records, edition, composed.result)
    reasons += _changed(issued, steps.issue_ingredients(house, edition, composed.result, epoch, known))
    if found != issued.result:
        reasons.append("the file was changed after it was made")
    return tuple(dict.fromkeys(reasons))


def _changed(record: Record, now: dict[str, str]) -> list[str]:
    names = sorted({*record.ingredients, *now})
    return [f"{name} changed" for name in names if record.ingredients.get(name) != now.get(name)]
