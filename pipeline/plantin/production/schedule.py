"""Makes the editions that are wanted and not fresh on an executor, and reports what happens as events."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field, replace
from functools import partial
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plantin.bounded import reads
from plantin.bounded.workers import Workers
from plantin.files import BuildRecord, BuildRecords, digest, file_digest, write
from plantin.findings import Finding, Place, PlantinError
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.model.related_editions import RelatedEditions
from plantin.production.batches import batches, cost
from plantin.production.edition_set import EditionSet, of_build_folder
from plantin.production.formats import Edition, content_of, format_named, formats
from plantin.production.ingredients import Ingredients
from plantin.production.planning import Refused
from plantin.production.preloading import on_pages, preload, preload_all
from plantin.production.related_editions import find_related, page_starts
from plantin.production.results import result_of

if TYPE_CHECKING:
    from plantin.production import steps
    from plantin.production.remote import Store


Version = tuple[str, str]
"""A report, by its slug, in a language."""
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


Event = Planned | Begun | Noticed | Fresh | Fetched | Made | Warned | Failed | Refused


@dataclass(slots=True)
class _Work:
    """What a run knows as it goes: what editions are made of, the records, the editions wanted, the set that they are
    of, those whose turn has not come, whether anything had to be made, and the documents composed so far, by report and
    language.
    """

    house: House
    executor: Executor
    made_of: Ingredients
    certifier: str
    records: BuildRecords
    wanted: frozenset[Edition]
    members: EditionSet
    waiting: set[Edition]
    store: Store | None = None
    begun: bool = False
    documents: dict[Version, Document] = field(default_factory=dict)

    def find_related(self, edition: Edition, document_digest: str) -> RelatedEditions:
        """Return what ``edition`` is to know of the others of its set."""
        return find_related(self.made_of, self.records, edition, document_digest, self.members, self.certifier)

    def ingredients(self, edition: Edition, document_digest: str) -> dict[str, str]:
        """Return the digests of all that ``edition`` is made of."""
        others = self.find_related(edition, document_digest)
        return self.made_of.edition_digests(edition, document_digest, others)


@dataclass(slots=True)
class _Batch:
    """Reports that are made together, each in each of its languages."""

    waves: dict[Version, list[list[Edition]]]
    """The editions whose turn has not come."""
    stale: dict[Version, list[Edition]] = field(default_factory=dict)
    """Those whose turn it is that are not made yet."""
    missing: list[Version] = field(default_factory=list)
    """What is to be composed first."""
    composing: set[Version] = field(default_factory=set)
    """What is being composed."""
    ready: list[Version] = field(default_factory=list)
    """What is composed, and may be given away."""
    held: list[Version] = field(default_factory=list)
    """What leads to other languages next: whether it is fresh depends on whether these can be made."""
    running: dict[Future[Any], Callable[[Any], Iterator[Event]]] = field(default_factory=dict)
    """What was given away, each with what is done with the result."""

    def is_settled(self, version: Version) -> bool:
        """Return whether every language of the report is composed that has to be."""
        return all(slug != version[0] for slug, _ in (*self.missing, *self.composing))

    def release(self) -> list[Version]:
        """Return those held that may go on."""
        free = [version for version in self.held if self.is_settled(version)]
        self.held = [version for version in self.held if version not in free]
        return free


def run(
    house: House,
    wanted: tuple[Edition, ...],
    executor: Executor,
    epoch: int | None,
    certifier: str = "",
    store: Store | None = None,
    members: EditionSet | None = None,
) -> Iterator[Event]:
    """Make the out-of-date editions of ``wanted``. An event for each; a report that fails spoils no other.
    ``certifier`` names who has found that the editions conform to what they may then claim. What is in the ``store``
    is fetched, what is made is put there. ``members`` is the set that the editions belong to (default: that of the
    build folder); they lead to no edition outside it.
    """
    costs = {edition: cost(house, edition) for edition in wanted}
    yield Planned(len(wanted), costs)
    made_of, records = Ingredients(house, epoch), BuildRecords(house.build, house.writing_folder)
    members = members or of_build_folder(house, wanted)
    work = _Work(house, executor, made_of, certifier, records, frozenset(wanted), members, set(wanted), store)
    reads.begin(work.made_of.run)
    for batch in batches(house, wanted, costs):
        yield from _make_batch(work, _Batch(_waves(batch)))
        work.documents.clear()


def _waves(wanted: tuple[Edition, ...]) -> dict[Version, list[list[Edition]]]:
    """Return the editions of each report in each language, in the order in which they can be made: none of a wave knows
    of another in it but by its name.
    """
    waves: dict[Version, list[list[Edition]]] = {}
    order = TopologicalSorter({row.name: row.depends_on for row in formats()})
    order.prepare()
    while order.is_active():
        ready = order.get_ready()
        wave: dict[Version, list[Edition]] = {}
        for edition in wanted:
            if edition.format in ready:
                wave.setdefault((edition.slug, edition.language), []).append(edition)
        for version, editions in wave.items():
            waves.setdefault(version, []).append(editions)
        order.done(*ready)
    return waves


def _make_batch(work: _Work, batch: _Batch) -> Iterator[Event]:
    """Make a batch: each report in each language goes through its waves by itself."""
    for version in batch.waves:
        yield from _advance(work, batch, version)
    while True:
        for version in batch.release():
            yield from _advance(work, batch, version, linked=True)
        if not work.begun and (batch.missing or batch.ready):
            work.begun = True
            _begin(work, batch.missing, batch.stale)
            yield Begun()
        _give(work, batch)
        if not batch.running:
            return
        for future in wait(batch.running, return_when=FIRST_COMPLETED).done:
            yield from batch.running.pop(future)(future)


def _advance(work: _Work, batch: _Batch, version: Version, *, linked: bool = False) -> Iterator[Event]:
    """Go on to the next out-of-date editions of ``version``; to those that need others if ``linked``."""
    waves = batch.waves[version]
    while waves:
        if not linked and _has_linked(waves[0]):
            batch.held.append(version)
            return
        wave = waves.pop(0)
        work.waiting.difference_update(wave)
        stale = yield from _stale(work, version, wave)
        if work.store and stale:
            stale = yield from _fetch(work, work.store, version, stale)
        if stale:
            batch.stale[version] = stale
            (batch.ready if version in work.documents else batch.missing).append(version)
            return


def _has_linked(wave: list[Edition]) -> bool:
    """Return whether an edition of ``wave`` leads to other languages."""
    return any(row.linked for edition in wave if (row := format_named(edition.format)))


def _give(work: _Work, batch: _Batch) -> None:
    """Give the executor what can be done now."""
    if not (batch.missing or batch.ready):
        return
    # The steps bring all that makes editions along; who has nothing to make does without.
    from plantin.production import steps

    missing, batch.missing = batch.missing, []
    for version in missing:
        ingredients = work.made_of.document_digests(*version)
        expected = steps.ExpectedFiles(work.made_of.run, work.made_of.read_for_document(*version))
        arguments = (work.house, *version, work.made_of.source(version[0]), expected)
        composing = work.executor.submit(steps.compose, *arguments)
        batch.composing.add(version)
        batch.running[composing] = partial(_take_up_document, work, batch, version, ingredients, expected)
    # All are composed before one is issued that leads to another language: it is not to lead to one that cannot be
    # made.
    ready = [version for version in batch.ready if not _has_linked(batch.stale[version]) or batch.is_settled(version)]
    for version in ready:
        batch.ready.remove(version)
        _issue(work, batch, version)
    if ready and not batch.composing:
        if len(batch.running) == 1 and _has_more_processes(work) and (later := _later(work, batch.stale)):
            # A process has nothing to do meanwhile.
            work.executor.submit(preload, work.house, later, _styles(work, batch.stale))
        _foresee(work)


def _issue(work: _Work, batch: _Batch, version: Version) -> None:
    """Have the editions of ``version`` made whose turn it is."""
    from plantin.production import steps

    document = work.documents[version]
    digest = document.digest()
    for edition in batch.stale[version]:
        others = work.find_related(edition, digest)
        ingredients = work.made_of.edition_digests(edition, digest, others)
        style = work.made_of.style_of(edition.slug)
        expected = steps.ExpectedFiles(work.made_of.run, work.made_of.read_for_edition(style))
        arguments = (work.house, document, edition, work.made_of.epoch, others, style, expected)
        issuing = work.executor.submit(steps.issue, *arguments)
        batch.running[issuing] = partial(_take_up_edition, work, batch, edition, ingredients, expected)


def _foresee(work: _Work) -> None:
    """While processes work, look at what one edition of each format whose turn has not come is made of: what has been
    read for it (words of all languages, the press's own code) is kept, and need not be read when nothing else is done.
    """
    samples = {
        edition.format: edition for edition in work.waiting if (edition.slug, edition.language) in work.documents
    }
    for edition in samples.values():
        with contextlib.suppress(PlantinError):  # it is reported when the edition is made
            work.ingredients(edition, "")


def _begin(work: _Work, missing: list[Version], stale: dict[Version, list[Edition]]) -> None:
    """Begin the processes. What they need is loaded before, once for all of them; but where all waits for one report to
    be composed, the layout engine is loaded meanwhile, by another process.
    """
    now = dict.fromkeys(edition.format for editions in stale.values() for edition in editions)
    names = (*now, *_later(work, stale))
    styles = _styles(work, missing) if on_pages(names) else ()
    waiting = len(missing) == 1 and on_pages(names)
    if isinstance(work.executor, Workers):
        work.executor.begin(
            len(work.wanted) + waiting, None if waiting else partial(preload_all, work.house, names, styles)
        )
    if waiting and _has_more_processes(work):
        work.executor.submit(preload, work.house, names, styles, tuple(language for _, language in missing))


def _has_more_processes(work: _Work) -> bool:
    """Return whether another process of this machine can load what makes editions while one works. (Dask says nothing
    of where a step is done.)
    """
    return isinstance(work.executor, Workers) and work.executor.jobs > 1


def _styles(work: _Work, versions: Iterable[Version]) -> tuple[str, ...]:
    """Return the names of the styles of ``versions``."""
    return tuple(sorted({work.made_of.style_of(slug) for slug, _ in versions}))


def _later(work: _Work, versions: Iterable[Version]) -> tuple[str, ...]:
    """Return the formats of editions of ``versions`` whose turn has not come."""
    return tuple(sorted({edition.format for edition in work.waiting if (edition.slug, edition.language) in versions}))


def _take_up_document(
    work: _Work,
    batch: _Batch,
    version: Version,
    ingredients: dict[str, str],
    expected: steps.ExpectedFiles,
    composed: Future[steps.ComposedReport],
) -> Iterator[Event]:
    """Take up what was composed, and go on with its editions."""
    batch.composing.discard(version)
    try:
        result = result_of(composed, work.house.name(work.house.report(version[0])))
    except PlantinError as error:
        work.members = work.members.without(*version)
        batch.waves[version].clear()
        later = (edition for edition in work.waiting if (edition.slug, edition.language) == version)
        yield Failed((*batch.stale[version], *sorted(later, key=lambda edition: edition.target)), error)
        return
    if result.findings:
        yield Noticed(*version, result.findings)
    work.documents[version] = result.document
    record = BuildRecord(ingredients, result.document.digest())
    sound = yield from _record(work, version_name(version), record, (*result.changed, *expected.changed_files()))
    if sound and work.store:
        work.store.put(version_name(version), record, b"")
    batch.stale[version] = yield from _pass_fresh(work, batch.stale[version], record.result)
    if batch.stale[version]:
        batch.ready.append(version)
    else:
        yield from _advance(work, batch, version)


def _take_up_edition(
    work: _Work,
    batch: _Batch,
    edition: Edition,
    ingredients: dict[str, str],
    expected: steps.ExpectedFiles,
    issued: Future[steps.IssuedFile],
) -> Iterator[Event]:
    """Take up an edition that was made, and go on where it is the last of its wave."""
    try:
        file = result_of(issued, work.house.name(work.house.build / edition.target))
    except PlantinError as error:
        yield Failed((edition,), error)
    else:
        record = BuildRecord(ingredients, file.digest, tuple(start.line() for start in file.pages))
        sound = yield from _record(work, edition.target, record, (*file.changed, *expected.changed_files()))
        if sound and work.store:
            yield from _put_into_store(work, work.store, edition, record)
        yield Made(edition, file.size, file.seconds)
    version = edition.slug, edition.language
    batch.stale[version].remove(edition)
    if not batch.stale[version]:
        yield from _advance(work, batch, version)


def _record(work: _Work, target: str, record: BuildRecord, changed: tuple[str, ...]) -> Generator[Event, None, bool]:
    """Record what ``target`` was made of; where files ``changed`` meanwhile, so that it is made again, and report them.
    Whether none did.
    """
    if not changed:
        work.records.put(target, record)
        return True
    work.records.put(target, replace(record, ingredients={**record.ingredients, CHANGED_MEANWHILE: "yes"}))
    places = [Place(work.house.name(Path(path))) for path in dict.fromkeys(changed)]
    hint = "Build again: what was made of it is made anew."
    yield Warned(tuple(Finding("V019", f"changed while {target} was made", place, hint, "warning") for place in places))
    return False


def version_name(version: Version) -> str:
    """Return the name of the record of a report (its slug) in a language."""
    return "/".join(version)


def _stale(work: _Work, version: Version, editions: list[Edition]) -> Generator[Event, None, list[Edition]]:
    """Tell which editions are fresh without composing the report again; give back the others."""
    record = work.records.get(version_name(version))
    if record is None or record.ingredients != work.made_of.document_digests(*version):
        return editions
    return (yield from _pass_fresh(work, editions, record.result))


def _pass_fresh(work: _Work, editions: list[Edition], document_digest: str) -> Generator[Event, None, list[Edition]]:
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


def _fetch(
    work: _Work, store: Store, version: Version, editions: list[Edition]
) -> Generator[Event, None, list[Edition]]:
    """Fetch from the store which of ``editions`` lie there; give back the others."""
    record, made_of = work.records.get(version_name(version)), work.made_of.document_digests(*version)
    if record is None or record.ingredients != made_of:
        stored = store.get(version_name(version), made_of)
        if stored is None:
            yield from _warnings(store)
            return editions
        record = stored.record
        work.records.put(version_name(version), record)
        editions = yield from _pass_fresh(work, editions, record.result)
    left = []
    for edition in editions:
        entry = store.get(edition.target, work.ingredients(edition, record.result))
        yield from _warnings(store)
        if entry is None or entry.digest != entry.record.result or not says_pages(edition, entry.record):
            left.append(edition)
            continue
        write(work.house.build / edition.target, entry.content, work.house.writing_folder)
        work.records.put(edition.target, entry.record)
        yield Fetched(edition, len(entry.content))
    return left


def _put_into_store(work: _Work, store: Store, edition: Edition, record: BuildRecord) -> Iterator[Event]:
    """Put an edition that was made into the store."""
    content = content_of(work.house.build / edition.target, edition.target)
    if digest(content) == record.result:
        store.put(edition.target, record, content)
    yield from _warnings(store)


def _warnings(store: Store) -> Iterator[Event]:
    if findings := store.take_findings():
        yield Warned(findings)


def says_pages(edition: Edition, record: BuildRecord) -> bool:
    """Return whether the record of a printed edition says where its pages begin; of any other, true."""
    row = format_named(edition.format)
    return not (row and row.printed) or bool(page_starts(record))
