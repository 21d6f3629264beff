"""The flow of reports through an executor: a step is given as soon as what it needs is there, and taken up as it ends,
whichever that is; a report is opened as others are finished, the longest first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future
from graphlib import TopologicalSorter
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from plantin.house.layout import House
from plantin.production.formats import Edition, format_named, formats

E = TypeVar("E")
Follow = Callable[[Future[Any]], Iterator[E]]
"""What is done with the outcome of a step."""
_MOST = 4_000_000
"""Bytes of source, once for each language, whose documents are kept in memory at the same time; they take some ten
times that. Only to keep every worker busy may it be more.
"""


class Flow(Generic[E]):
    """Reports that go through ``executor``: ``sizes`` has what each takes in memory, in the order in which they are
    opened. What an executor has in ``jobs`` is how many steps it does at once.
    """

    def __init__(self, executor: Executor, sizes: Mapping[str, int]) -> None:
        self.executor = executor
        self.queued: deque[tuple[Follow[E], Callable[..., Any], tuple[object, ...]]] = deque()
        """Steps that are not given yet."""
        self.running: dict[Future[Any], Follow[E]] = {}
        """Steps that were given, each with what follows."""
        self._waiting = deque(sizes.items())
        self._open: dict[str, int] = {}
        self._size = 0
        self.ended: SimpleQueue[Future[Any]] = SimpleQueue()
        """Steps that have ended, and wait to be taken up."""
        # One and a half steps for each worker: none waits while this process takes up what it did.
        self._busy = getattr(executor, "jobs", 1) * 3 // 2

    def is_active(self) -> bool:
        """Return whether there is still something to do."""
        return bool(self._waiting or self.queued or self.running)

    def open(self) -> Iterator[str]:
        """Yield reports to be begun, as long as there is room for more."""
        while self._waiting:
            idle = len(self.queued) + len(self.running) < self._busy
            if self._open and not idle and self._size + self._waiting[0][1] > _MOST:
                return
            slug, size = self._waiting.popleft()
            self._open[slug] = size
            self._size += size
            yield slug

    def close(self, slug: str) -> None:
        """Take a report to be finished."""
        self._size -= self._open.pop(slug)

    def submit(self, follow: Follow[E], call: Callable[..., Any], *arguments: object) -> None:
        """Queue a step, whose outcome goes to ``follow``."""
        self.queued.append((follow, call, arguments))

    def give(self) -> None:
        """Give the executor all that is queued."""
        while self.queued:
            follow, call, arguments = self.queued.popleft()
            future = self.executor.submit(call, *arguments)
            self.running[future] = follow
            future.add_done_callback(self.ended.put)

    def take(self) -> Iterator[E]:
        """Wait until a step has ended, and yield what follows; nothing where none runs."""
        if self.running:
            future = self.ended.get()
            yield from self.running.pop(future)(future)


def ranks() -> dict[str, int]:
    """Return the wave of each format: none of a wave knows of another in it but by its name."""
    ranks: dict[str, int] = {}
    order = TopologicalSorter({row.name: row.depends_on for row in formats()})
    order.prepare()
    while order.is_active():
        ready = order.get_ready()
        ranks |= dict.fromkeys(ready, max(ranks.values(), default=-1) + 1)
        order.done(*ready)
    return ranks


def costs(house: House, wanted: Iterable[Edition]) -> dict[Edition, float]:
    """Return what each edition takes, in the unit of the whole: the size of its source by what its format takes."""
    sizes: dict[str, int] = {}
    rows = {}
    for edition in wanted:
        if edition.slug not in sizes:
            sizes[edition.slug] = _size(house, edition.slug)
        row = format_named(edition.format)
        rows[edition] = sizes[edition.slug] * (row.cost if row else 1.0)
    return rows


def by_report(wanted: Iterable[Edition], costs: Mapping[Edition, float]) -> dict[str, list[Edition]]:
    """Return the editions of each report, those that take most first: no worker begins a long one when the others have
    nothing left to do.
    """
    reports: dict[str, list[Edition]] = {}
    for edition in wanted:
        reports.setdefault(edition.slug, []).append(edition)
    slugs = sorted(reports, key=lambda slug: (-sum(costs[edition] for edition in reports[slug]), slug))
    return {slug: sorted(reports[slug], key=lambda edition: -costs[edition]) for slug in slugs}


def sizes(house: House, reports: Mapping[str, Iterable[Edition]]) -> dict[str, int]:
    """Return the bytes of source of each report, once for each of its languages."""
    return {
        slug: _size(house, slug) * len({edition.language for edition in editions}) for slug, editions in reports.items()
    }


def _size(house: House, slug: str) -> int:
    """Return the bytes of a report's source; 1 where there is none."""
    try:
        return house.report(slug).stat().st_size or 1
    except OSError:
        return 1
