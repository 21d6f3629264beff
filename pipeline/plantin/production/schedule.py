"""Plans what must be made, runs it on an executor, and reports what happens as events."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass, field, replace
from functools import partial
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

from plantin.bounded import reads
from plantin.bounded.workers import Workers
from plantin.files import Record, Records, digest, file_digest, write
from plantin.findings import Finding, Place, PlantinError, SourceError
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.model.languages import is_pseudo
from plantin.model.related_editions import RelatedEditions
from plantin.production.batches import batches, cost
from plantin.production.formats import FORMATS, Edition, content_of, format_named
from plantin.production.ingredients import Ingredients
from plantin.production.preloading import on_pages, preload, preload_all
from plantin.production.related_editions import page_starts, related
from plantin.production.results import result_of

if TYPE_CHECKING:
    from plantin.production import steps
    from plantin.production.store import Store


CHANGED_MEANWHILE = "a file that was read meanwhile"
"""The ingredient that an edition has whose files changed while it was made; none has it that is fresh."""


@dataclass(frozen=True, slots=True)
class Planned:
    """How many editions are wanted, and what each takes, all in one unit."""

    total: int
    costs: Mapping[Edition, float]


@dataclass(frozen=True, slots=True)
class Begun:
    """What is not fresh is being made from now on: it takes time, and processes are there to make it."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """The lint's findings on a source that is printed all the same."""

    slug: str
    language: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Fresh:
    """An edition that was made before, from the same ingredients, and is still there unchanged."""

    edition: Edition
    size: int


@dataclass(frozen=True, slots=True)
class Made:
    """An edition that was made now."""

    edition: Edition
    size: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Fetched:
    """An edition that lay in the store: it was made from the same ingredients before, here or elsewhere."""

    edition: Edition
    size: int


@dataclass(frozen=True, slots=True)
class Warned:
    """What is wrong with the store, or which files changed while something was made of them; the work goes on."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """Editions that could not be made, and why."""

    editions: tuple[Edition, ...]
    error: PlantinError


@dataclass(frozen=True, slots=True)
class Refused:
    """A report whose languages cannot be read, and why."""

    slug: str
    error: PlantinError


Event = Planned | Begun | Noticed | Fresh | Fetched | Made | Warned | Failed | Refused


@dataclass(frozen=True, slots=True)
class Plan:
    """The editions wanted, and the reports whose editions are not known."""

    wanted: tuple[Edition, ...]
    refused: tuple[Refused, ...] = ()

    def whole(self) -> tuple[Edition, ...]:
        """The editions wanted where all are known; raises the error of the reports refused, see ``together``."""
        if self.refused:
            raise together([one.error for one in self.refused])
        return self.wanted


def plan(
    house: House, slugs: tuple[str, ...], languages: tuple[str, ...], formats: tuple[str, ...], *, present: bool = False
) -> Plan:
    """Every edition wanted: of these reports, in the languages each is issued in, kept to ``languages`` and ``formats``
    if given, and in the pseudo languages among ``languages``.

    Where no format is given, those made by default; with ``present``, whatever else is in the build folder too. A
    report that cannot be read spoils no other: it is among those refused.
    """
    wanted: list[Edition] = []
    refused = []
    for slug in slugs:
        try:
            issued = (*house.languages(slug), *filter(is_pseudo, languages))
        except PlantinError as error:
            refused.append(Refused(slug, together([error, *_wrong_text(house, slug), *_wrong_settings(house)])))
            continue
        for row, language in (
            (row, language)
            for language in dict.fromkeys(issued)
            if not languages or language in languages
            for row in FORMATS
        ):
            edition = Edition(slug, language, row.name)
            if (
                row.name in formats
                if formats
                else row.default or (present and (house.build / edition.target).is_file())
            ):
                wanted.append(edition)
    return Plan(tuple(wanted), tuple(refused))


def _wrong_text(house: House, slug: str) -> Iterator[PlantinError]:
    """What is wrong with the text of a report under a front matter that is wrong."""
    # Loaded here: a plan of sound reports composes nothing.
    from plantin.production.versions import wrong_text

    if found := tuple(wrong_text(house, slug)):
        yield SourceError(*found)


def _wrong_settings(house: House) -> Iterator[PlantinError]:
    """What is wrong with the style of the house and with its words: it is reported with what is wrong with a report,
    not after it.
    """
    tags = sorted(path.parent.name for path in (house.root / "locales").glob("*/locale.toml"))
    reads: list[Callable[[], object]] = [house.style, *(partial(house.locale, tag) for tag in tags)]
    for read in reads:
        try:
            read()
        except PlantinError as error:
            yield error


def together(errors: Sequence[PlantinError]) -> PlantinError:
    """One error for several: the kind of the one with the highest exit code, the findings of all, each once."""
    worst = max(errors, key=lambda error: error.exit_code)
    return type(worst)(*dict.fromkeys(finding for error in errors for finding in error.findings))


@dataclass(slots=True)
class _Work:
    """What a run knows as it goes: what editions are made of, the records, the editions wanted and those whose turn has
    not come, whether anything had to be made, the documents composed so far, by report and language, and those that
    will not be.
    """

    house: House
    executor: Executor
    made_of: Ingredients
    certifier: str
    records: Records
    wanted: frozenset[Edition]
    waiting: set[Edition]
    store: Store | None = None
    begun: bool = False
    documents: dict[tuple[str, str], Document] = field(default_factory=dict)
    failed: set[tuple[str, str]] = field(default_factory=set)

    def related(self, edition: Edition, document_digest: str) -> RelatedEditions:
        """What ``edition`` is to know of the others, as they are now or, where they are made with it, will be."""
        coming = frozenset(other for other in self.wanted if (other.slug, other.language) not in self.failed)
        return related(self.house, self.records, edition, document_digest, coming, self.certifier)

    def ingredients(self, edition: Edition, document_digest: str) -> dict[str, str]:
        """The digests of all that ``edition`` is made of."""
        known = self.related(edition, document_digest)
        return self.made_of.edition(edition, document_digest, known)


def run(
    house: House,
    wanted: tuple[Edition, ...],
    executor: Executor,
    epoch: int | None,
    certifier: str = "",
    store: Store | None = None,
) -> Iterator[Event]:
    """Make the editions of ``wanted`` that are not fresh. An event for each; a report that fails spoils no other.
    ``certifier`` names who has found that the editions conform to what they may then claim. What is in the ``store``
    is fetched, what is made is put there.
    """
    costs = {edition: cost(house, edition) for edition in wanted}
    yield Planned(len(wanted), costs)
    work = _Work(
        house,
        executor,
        Ingredients(house, epoch),
        certifier,
        Records(house.build),
        frozenset(wanted),
        set(wanted),
        store,
    )
    reads.begin(work.made_of.run)
    for batch in batches(house, wanted, costs):
        for wave in _waves(batch):
            work.waiting.difference_update(wave)
            yield from _made(work, [edition for edition in wave if (edition.slug, edition.language) not in work.failed])
        work.documents.clear()


def _waves(wanted: tuple[Edition, ...]) -> Iterator[list[Edition]]:
    """The editions in the order in which they can be made: none of a wave knows of another in it but by its name."""
    order = TopologicalSorter({row.name: row.depends_on for row in FORMATS})
    order.prepare()
    while order.is_active():
        ready = order.get_ready()
        if wave := [edition for edition in wanted if edition.format in ready]:
            yield wave
        order.done(*ready)


def _made(work: _Work, wave: list[Edition]) -> Iterator[Event]:
    versions: dict[tuple[str, str], list[Edition]] = {}
    for edition in wave:
        versions.setdefault((edition.slug, edition.language), []).append(edition)
    stale: dict[tuple[str, str], list[Edition]] = {}
    for version, editions in versions.items():
        stale[version] = yield from _stale(work, version, editions)
        if work.store and stale[version]:
            stale[version] = yield from _fetched(work, work.store, version, stale[version])
    missing = [version for version, editions in stale.items() if editions and version not in work.documents]
    if not any(stale.values()):
        return
    # The steps bring all that makes editions along; who has nothing to make does without.
    from plantin.production import steps

    if not work.begun:
        work.begun = True
        _begin(work, missing, stale)
        yield Begun()
    yield from _composed(work, missing, stale)
    # All are composed before one is issued: an edition that leads to another language is not to lead to one that cannot
    # be made.
    issuing: dict[Future[steps.Issued], tuple[Edition, dict[str, str], steps.Expected]] = {}
    for version, editions in stale.items():
        if not editions or version in work.failed:
            continue
        document = work.documents[version]
        said = document.digest()
        left = (yield from _left(work, editions, said)) if version in missing else editions
        for edition in left:
            known = work.related(edition, said)
            ingredients = work.made_of.edition(edition, said, known)
            expected = steps.Expected(work.made_of.run, work.made_of.read_for_edition(edition.slug))
            style = work.made_of.style_of(edition.slug)
            given = (work.house, document, edition, work.made_of.epoch, known, style, expected)
            issuing[work.executor.submit(steps.issue, *given)] = (edition, ingredients, expected)
    if len(issuing) == 1 and _has_more_processes(work) and (later := _later(work, stale)):
        # A process has nothing to do meanwhile.
        work.executor.submit(preload, work.house, later, _styles(work, stale))
    _foresee(work)
    yield from _issued(work, issuing)


def _foresee(work: _Work) -> None:
    """While processes work, look at what one edition of each format whose turn has not come is made of: what has been
    read for it (words of all languages, the press's own code) is kept, and need not be read when nothing else is done.
    """
    known = {one.format: one for one in work.waiting if (one.slug, one.language) in work.documents}
    for edition in known.values():
        with contextlib.suppress(PlantinError):  # it is reported when the edition is made
            work.ingredients(edition, "")


def _begin(work: _Work, missing: list[tuple[str, str]], stale: dict[tuple[str, str], list[Edition]]) -> None:
    """Begin the processes. What they need is loaded before, once for all of them; but where all waits for one report to
    be composed, the layout engine is loaded meanwhile, by another process.
    """
    now = dict.fromkeys(edition.format for editions in stale.values() for edition in editions)
    formats = (*now, *_later(work, stale))
    styles = _styles(work, missing) if on_pages(formats) else ()
    waiting = len(missing) == 1 and on_pages(formats)
    if isinstance(work.executor, Workers):
        work.executor.begin(
            len(work.wanted) + waiting, None if waiting else partial(preload_all, work.house, formats, styles)
        )
    if waiting and _has_more_processes(work):
        work.executor.submit(preload, work.house, formats, styles, tuple(language for _, language in missing))


def _has_more_processes(work: _Work) -> bool:
    """Whether another process of this machine can load what makes editions while one works. (Dask says nothing of where
    a step is done.)
    """
    return isinstance(work.executor, Workers) and work.executor.jobs > 1


def _styles(work: _Work, versions: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The names of the styles of ``versions``."""
    return tuple(sorted({work.made_of.style_of(slug) for slug, _ in versions}))


def _later(work: _Work, versions: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The formats of editions of ``versions`` whose turn has not come."""
    return tuple(sorted({one.format for one in work.waiting if (one.slug, one.language) in versions}))


def _composed(
    work: _Work, missing: list[tuple[str, str]], stale: dict[tuple[str, str], list[Edition]]
) -> Iterator[Event]:
    from plantin.production import steps

    composing: dict[Future[steps.Composed], tuple[tuple[str, str], dict[str, str], steps.Expected]] = {}
    for version in missing:
        ingredients = work.made_of.document(*version)
        expected = steps.Expected(work.made_of.run, work.made_of.read_for_document(*version))
        given = (work.house, *version, work.made_of.source(version[0]), expected)
        composing[work.executor.submit(steps.compose, *given)] = (version, ingredients, expected)
    for composed in as_completed(composing):
        version, ingredients, expected = composing[composed]
        try:
            result = result_of(composed, work.house.name(work.house.report(version[0])))
        except PlantinError as error:
            work.failed.add(version)
            later = (edition for edition in work.waiting if (edition.slug, edition.language) == version)
            yield Failed((*stale[version], *sorted(later, key=lambda edition: edition.target)), error)
            continue
        if result.findings:
            yield Noticed(*version, result.findings)
        work.documents[version] = result.document
        record = Record(ingredients, result.document.digest())
        if changed := (*result.changed, *expected.changed()):
            yield _changed(work, version_name(version), record, changed)
            continue
        work.records.put(version_name(version), record)
        if work.store:
            work.store.put(version_name(version), record, b"")


def _issued(
    work: _Work, issuing: dict[Future[steps.Issued], tuple[Edition, dict[str, str], steps.Expected]]
) -> Iterator[Event]:
    for issued in as_completed(issuing):
        edition, ingredients, expected = issuing[issued]
        try:
            made = result_of(issued, work.house.name(work.house.build / edition.target))
        except PlantinError as error:
            yield Failed((edition,), error)
            continue
        record = Record(ingredients, made.digest, tuple(start.line() for start in made.pages))
        if changed := (*made.changed, *expected.changed()):
            yield _changed(work, edition.target, record, changed)
        else:
            work.records.put(edition.target, record)
            if work.store:
                yield from _given(work, work.store, edition, record)
        yield Made(edition, made.size, made.seconds)


def _changed(work: _Work, target: str, record: Record, changed: tuple[str, ...]) -> Warned:
    """Record that ``target`` was made of files that changed meanwhile, so that it is made again, and say so."""
    work.records.put(target, replace(record, ingredients={**record.ingredients, CHANGED_MEANWHILE: "yes"}))
    places = [Place(work.house.name(Path(path))) for path in dict.fromkeys(changed)]
    hint = "Build again: what was made of it is made anew."
    return Warned(
        tuple(Finding("V019", f"changed while {target} was made", place, hint, "warning") for place in places)
    )


def version_name(version: tuple[str, str]) -> str:
    """The name of the record of a report (its slug) in a language."""
    return "/".join(version)


def _stale(work: _Work, version: tuple[str, str], editions: list[Edition]) -> Generator[Event, None, list[Edition]]:
    """Tell which editions are fresh without composing the report again; give back the others."""
    record = work.records.get(version_name(version))
    if record is None or record.ingredients != work.made_of.document(*version):
        return editions
    return (yield from _left(work, editions, record.result))


def _left(work: _Work, editions: list[Edition], document_digest: str) -> Generator[Event, None, list[Edition]]:
    """Tell which editions of the document with this digest are fresh; give back the others."""
    left = []
    for edition in editions:
        record = work.records.get(edition.target)
        path = work.house.build / edition.target
        # A printed edition whose record no longer says where its pages begin is made again: others ask it.
        same = (
            record is not None
            and record.ingredients == work.ingredients(edition, document_digest)
            and says_pages(edition, record)
        )
        if record is not None and same and file_digest(path) == record.result:
            yield Fresh(edition, path.stat().st_size)
        else:
            left.append(edition)
    return left


def _fetched(
    work: _Work, store: Store, version: tuple[str, str], editions: list[Edition]
) -> Generator[Event, None, list[Edition]]:
    """Fetch from the store which of ``editions`` lie there; give back the others."""
    record, made_of = work.records.get(version_name(version)), work.made_of.document(*version)
    if record is None or record.ingredients != made_of:
        known = store.get(version_name(version), made_of)
        if known is None:
            yield from _told(store)
            return editions
        record = known.record
        work.records.put(version_name(version), record)
        editions = yield from _left(work, editions, record.result)
    left = []
    for edition in editions:
        entry = store.get(edition.target, work.ingredients(edition, record.result))
        yield from _told(store)
        if entry is None or entry.digest != entry.record.result or not says_pages(edition, entry.record):
            left.append(edition)
            continue
        write(work.house.build / edition.target, entry.content, work.house.written)
        work.records.put(edition.target, entry.record)
        yield Fetched(edition, len(entry.content))
    return left


def _given(work: _Work, store: Store, edition: Edition, record: Record) -> Iterator[Event]:
    """Put an edition that was made into the store."""
    content = content_of(work.house.build / edition.target, edition.target)
    if digest(content) == record.result:
        store.put(edition.target, record, content)
    yield from _told(store)


def _told(store: Store) -> Iterator[Event]:
    if found := store.take_findings():
        yield Warned(found)


def says_pages(edition: Edition, record: Record) -> bool:
    """Whether the record of a printed edition says where its pages begin; of any other, true."""
    row = format_named(edition.format)
    return not (row and row.printed) or bool(page_starts(record))
