"""Makes the editions that are wanted and not fresh on an executor, and reports what happens as events."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from plantin.bounded import reads
from plantin.bounded.workers import Workers
from plantin.files import BuildRecord, BuildRecords, digest, file_digest, write
from plantin.findings import Finding, Place, PlantinError
from plantin.house import style_values
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.model.related_editions import RelatedEditions
from plantin.production import flow as flowing
from plantin.production.edition_set import EditionSet, of_build_folder
from plantin.production.flow import Flow
from plantin.production.formats import Edition, content_of, format_named
from plantin.production.ingredients import VALUES, Ingredients, is_same
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
class _Report:
    """What is missing of a report that was begun."""

    unfinished: int
    """How many of its languages have editions that are not made yet."""
    uncomposed: int = 0
    """How many of its languages are being composed."""
    ready: list[Version] = field(default_factory=list)
    """What is composed, and leads to other languages: it is not to lead to one that cannot be made."""
    held: list[Version] = field(default_factory=list)
    """What leads to other languages next: whether it is fresh depends on whether these can be made."""


@dataclass(slots=True)
class _Work:
    """What a run knows as it goes. Of a report that is finished it keeps nothing."""

    house: House
    flow: Flow[Event]
    made_of: Ingredients
    certifier: str
    records: BuildRecords
    members: EditionSet
    """The set that the editions are of."""
    wanted: dict[str, list[Edition]]
    """The editions that are wanted of each report that was not begun."""
    ranks: Mapping[str, int]
    """The wave of each format."""
    store: Store | None = None
    strict: bool = False
    """Whether all is composed, so that all findings are there."""
    begun: bool = False
    """Whether anything had to be made."""
    reports: dict[str, _Report] = field(default_factory=dict)
    waves: dict[Version, list[list[Edition]]] = field(default_factory=dict)
    """The editions whose turn has not come."""
    stale: dict[Version, list[Edition]] = field(default_factory=dict)
    """Those whose turn it is that are not made yet."""
    documents: dict[Version, tuple[Document, str]] = field(default_factory=dict)
    """What was composed, with its digest."""
    composing: set[Version] = field(default_factory=set)
    issued: bool = False
    """Whether an edition was given away since this process looked ahead."""
    foreseen: set[str] = field(default_factory=set)
    """The formats of editions that it looked ahead at."""

    def find_related(self, edition: Edition, document_digest: str) -> RelatedEditions:
        """Return what ``edition`` is to know of the others of its set."""
        return find_related(self.made_of, self.records, edition, document_digest, self.members, self.certifier)

    def ingredients(self, edition: Edition, document_digest: str) -> dict[str, str]:
        """Return the digests of all that ``edition`` is made of."""
        others = self.find_related(edition, document_digest)
        return self.made_of.edition_digests(edition, document_digest, others)

    def later(self, versions: Iterable[Version]) -> tuple[Edition, ...]:
        """Return the editions of ``versions`` whose turn has not come."""
        return tuple(edition for version in versions for wave in self.waves.get(version, ()) for edition in wave)


def run(
    house: House,
    wanted: tuple[Edition, ...],
    executor: Executor,
    epoch: int | None,
    certifier: str = "",
    store: Store | None = None,
    members: EditionSet | None = None,
    *,
    strict: bool = False,
) -> Iterator[Event]:
    """Make the out-of-date editions of ``wanted``. An event for each; a report that fails spoils no other.
    ``certifier`` names who has found that the editions conform to what they may then claim. What is in the ``store``
    is fetched, what is made is put there. ``members`` is the set that the editions belong to (default: that of the
    build folder); they lead to no edition outside it. With ``strict``, all reports are composed, whether editions are
    out of date or not, so that all is noticed that ``check`` finds in sources and translations.
    """
    costs = flowing.costs(house, wanted)
    yield Planned(len(wanted), costs)
    members = members or of_build_folder(house, wanted)
    reports = flowing.by_report(wanted, costs)
    flow = Flow[Event](executor, flowing.sizes(house, reports))
    records = BuildRecords(house.build, house.writing_folder)
    made_of = Ingredients(house, epoch)
    work = _Work(house, flow, made_of, certifier, records, members, reports, flowing.ranks(), store, strict)
    reads.begin(made_of.run)
    while flow.is_active():
        for slug in flow.open():
            yield from _begin_report(work, slug)
        if flow.queued and not work.begun:
            work.begun = True
            _begin(work, len(wanted))
            yield Begun()
        flow.give()
        if work.issued and not work.composing:
            _look_ahead(work)
        yield from flow.take()


def _begin_report(work: _Work, slug: str) -> Iterator[Event]:
    """Begin a report in each of its languages, which go through their waves by themselves."""
    waves: dict[Version, dict[int, list[Edition]]] = {}
    for edition in work.wanted.pop(slug):
        rank = work.ranks[edition.format]
        waves.setdefault((slug, edition.language), {}).setdefault(rank, []).append(edition)
    work.waves |= {version: [by_rank[rank] for rank in sorted(by_rank)] for version, by_rank in waves.items()}
    work.reports[slug] = _Report(len(waves))
    for version in waves:
        yield from _advance(work, version)
    yield from _release(work, slug)


def _advance(work: _Work, version: Version, *, linked: bool = False) -> Iterator[Event]:
    """Go on to the next out-of-date editions of ``version``; to those that need others if ``linked``."""
    waves, report = work.waves[version], work.reports[version[0]]
    while waves:
        if not linked and _has_linked(waves[0]):
            report.held.append(version)
            return
        stale = waves.pop(0)
        if version in work.documents or not work.strict:
            stale = yield from _stale(work, version, stale)
            stale = yield from _fetch(work, version, stale)
        if stale:
            work.stale[version] = stale
            _issue(work, version) if version in work.documents else _compose(work, version)
            return
    _finish(work, version)


def _finish(work: _Work, version: Version) -> None:
    """Forget a report in a language; all of it with its last one."""
    slug = version[0]
    for kept in (work.waves, work.stale, work.documents):
        kept.pop(version, None)
    work.reports[slug].unfinished -= 1
    if not work.reports[slug].unfinished:
        del work.reports[slug]
        work.made_of.forget(slug)
        work.flow.close(slug)


def _release(work: _Work, slug: str) -> Iterator[Event]:
    """Go on with what leads to other languages, where every language of the report is composed that has to be."""
    while (report := work.reports.get(slug)) and not report.uncomposed and (report.ready or report.held):
        ready, report.ready = report.ready, []
        for version in ready:
            _issue(work, version)
        held, report.held = report.held, []
        for version in held:
            yield from _advance(work, version, linked=True)


def _has_linked(wave: list[Edition]) -> bool:
    """Return whether an edition of ``wave`` leads to other languages."""
    return any(row.linked for edition in wave if (row := format_named(edition.format)))


def _compose(work: _Work, version: Version) -> None:
    """Have a report composed in a language."""
    # The steps bring all that makes editions along; who has nothing to make does without.
    from plantin.production import steps

    ingredients = work.made_of.document_digests(*version)
    expected = steps.ExpectedFiles(work.made_of.run, work.made_of.read_for_document(*version))
    follow = partial(_take_up_document, work, version, ingredients, expected)
    purpose: steps.Purpose = "check" if work.strict else "build"
    work.flow.submit(follow, steps.compose, work.house, *version, work.made_of.source(version[0]), expected, purpose)
    work.composing.add(version)
    work.reports[version[0]].uncomposed += 1


def _issue(work: _Work, version: Version) -> None:
    """Have the editions of ``version`` made whose turn it is; those that lead to languages, when these are composed."""
    from plantin.production import steps

    report, stale = work.reports[version[0]], work.stale[version]
    if report.uncomposed and _has_linked(stale):
        report.ready.append(version)
        return
    document, digest = work.documents[version]
    work.issued = True
    for edition in stale:
        others = work.find_related(edition, digest)
        ingredients = work.made_of.edition_digests(edition, digest, others)
        style = work.made_of.style_of(edition.slug)
        expected = steps.ExpectedFiles(work.made_of.run, work.made_of.read_for_edition(style))
        follow = partial(_take_up_edition, work, edition, ingredients, expected)
        work.flow.submit(
            follow, steps.issue, work.house, document, edition, work.made_of.epoch, others, style, expected
        )


def _look_ahead(work: _Work) -> None:
    """While processes work, have what editions need whose turn has not come loaded by one that has nothing to do; and
    look at what one of each format is made of: what has been read for it (words of all languages, the press's own
    code) is kept, and need not be read when nothing else is done.
    """
    work.issued = False
    later = work.later(work.documents)
    if len(work.flow.running) == 1 and _has_more_processes(work) and later:
        names = tuple(sorted({edition.format for edition in later}))
        work.flow.executor.submit(preload, work.house, names, _styles(work))
    for edition in later:
        if edition.format not in work.foreseen:
            work.foreseen.add(edition.format)
            with contextlib.suppress(PlantinError):  # it is reported when the edition is made
                work.ingredients(edition, "")


def _begin(work: _Work, most: int) -> None:
    """Begin the processes, ``most`` at most. What they need is loaded before, once for all of them; but where all waits
    for one report to be composed, the layout engine is loaded meanwhile, by another process.
    """
    now = dict.fromkeys(edition.format for editions in work.stale.values() for edition in editions)
    names = (*now, *sorted({edition.format for edition in work.later(work.stale)}))
    styles = _styles(work) if on_pages(names) else ()
    waiting, executor = len(work.composing) == 1 and on_pages(names), work.flow.executor
    if isinstance(executor, Workers):
        executor.begin(most + waiting, None if waiting else partial(preload_all, work.house, names, styles))
    if waiting and _has_more_processes(work):
        executor.submit(preload, work.house, names, styles, tuple(language for _, language in work.composing))


def _has_more_processes(work: _Work) -> bool:
    """Return whether another process of this machine can load what makes editions while one works. (Dask says nothing
    of where a step is done.)
    """
    return isinstance(work.flow.executor, Workers) and work.flow.executor.jobs > 1


def _styles(work: _Work) -> tuple[str, ...]:
    """Return the names of the styles of what is being made."""
    return tuple(sorted({work.made_of.style_of(slug) for slug, _ in work.stale}))


def _take_up_document(
    work: _Work,
    version: Version,
    ingredients: dict[str, str],
    expected: steps.ExpectedFiles,
    composed: Future[steps.ComposedReport],
) -> Iterator[Event]:
    """Take up what was composed, and go on with its editions."""
    work.composing.discard(version)
    work.reports[version[0]].uncomposed -= 1
    try:
        result = result_of(composed, work.house.name(work.house.report(version[0])))
    except PlantinError as error:
        work.members = work.members.without(*version)
        later = sorted(work.later([version]), key=lambda edition: edition.target)
        yield Failed((*work.stale[version], *later), error)
        _finish(work, version)
        yield from _release(work, version[0])
        return
    if result.findings:
        yield Noticed(*version, result.findings)
    record = BuildRecord(ingredients, result.document.digest())
    work.documents[version] = result.document, record.result
    sound = yield from _record(work, version_name(version), record, (*result.changed, *expected.changed_files()))
    if sound and work.store:
        work.store.put(version_name(version), record, b"")
    stale = yield from _pass_fresh(work, work.stale[version], record.result)
    if work.strict:
        stale = yield from _fetch(work, version, stale)
    work.stale[version] = stale
    if stale:
        _issue(work, version)
    else:
        yield from _advance(work, version)
    yield from _release(work, version[0])


def _take_up_edition(
    work: _Work,
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
        own = {**ingredients, VALUES: style_values.pick(ingredients[VALUES], file.values)}
        changed = (*file.changed, *expected.changed_files())
        sound = yield from _record(work, edition.target, replace(record, ingredients=own), changed)
        if sound and work.store:
            yield from _put_into_store(work, work.store, edition, record)
        yield Made(edition, file.size, file.seconds)
    version = edition.slug, edition.language
    work.stale[version].remove(edition)
    if not work.stale[version]:
        yield from _advance(work, version)
        yield from _release(work, version[0])


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
            and is_same(record.ingredients, work.ingredients(edition, document_digest))
            and says_pages(edition, record)
        )
        if record is not None and same and file_digest(path) == record.result:
            yield Fresh(edition, path.stat().st_size)
        else:
            left.append(edition)
    return left


def _fetch(work: _Work, version: Version, editions: list[Edition]) -> Generator[Event, None, list[Edition]]:
    """Fetch from the store, where there is one, which of ``editions`` lie there; give back the others."""
    store = work.store
    if store is None or not editions:
        return editions
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
