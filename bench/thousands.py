"""A house of thousands of reports whose steps take no time: what the press itself spends on each step, and how busy it
keeps so many workers.

    python bench/thousands.py [--editions 1000,10000] [--workers 50,200] [--formats 8]

Steps answer at once with a document of one paragraph and editions of a few bytes; what they write is not counted. The
house is written anew for each size: reports of 8,000 characters in six languages, whose catalogues are empty. For
workers the clock is a made one, in which each step takes as long as a page of a report does (1.0 s to compose, 0.2 s
to 3 s for an edition): of the time of all workers, so much was work.
"""

from __future__ import annotations

import argparse
import heapq
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from plantin.files import digest
from plantin.house.layout import House
from plantin.production import planning, schedule, steps
from plantin.production.flow import Flow
from plantin.production.formats import formats

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
_BODY = "The stations on the northern shore counted rain and wind in every hour of the year. " * 12
_COMPOSING = 1.0
_SECONDS = {"pdf": 3.0, "docx": 0.4, "epub": 0.4}
_OTHER = 0.2


def house(folder: Path, reports: int) -> House:
    """A house with so many reports."""
    for name in ("styles", "locales"):
        (folder / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "plantin.toml", folder)
    home = House(folder)
    for number in range(1, reports + 1):
        path = home.report(f"A-92-{number}")
        path.parent.mkdir(parents=True)
        head = f'symbol: A/92/{number}\norgan: General Assembly\ntitle: "Rain"\ndate: 2035-09-21\n'
        body = "\n\n".join(f"# Part {part}\n\n{_BODY}" for part in range(8))
        path.write_text(f"---\n{head}languages: [{', '.join(LANGUAGES)}]\n---\n\n{body}\n", "utf-8")
    return home


class Instant(Executor):
    """Workers of no time; what their work takes is kept apart in ``spent``."""

    def __init__(self, home: House, jobs: int) -> None:
        self.jobs, self.spent, self.steps = jobs, 0.0, 0
        self._document = steps.compose(home, home.slugs()[0], "en", purpose="build").document

    def submit(self, call: Callable[..., Any], /, *arguments: Any, **_: Any) -> Future[Any]:
        begun = time.process_time()
        self.steps += 1
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()
        self.answer(future, self._result(call, arguments), self._seconds(call, arguments))
        self.spent += time.process_time() - begun
        return future

    def answer(self, future: Future[Any], result: object, _: float) -> None:
        future.set_result(result)

    def _result(self, call: Callable[..., Any], arguments: tuple[Any, ...]) -> object:
        if call is steps.compose:
            _, _, language, *_ = arguments
            return steps.ComposedReport(replace(self._document, language=language), (), ())
        home, _, edition, *_ = arguments
        path = home.build / edition.target
        path.parent.mkdir(parents=True, exist_ok=True)
        content = edition.target.encode()
        path.write_bytes(content)
        return steps.IssuedFile(digest(content), len(content), 0.1, ())

    @staticmethod
    def _seconds(call: Callable[..., Any], arguments: tuple[Any, ...]) -> float:
        return _COMPOSING if call is steps.compose else _SECONDS.get(arguments[2].format, _OTHER)


class Clocked(Instant):
    """Workers that take as long as ``_seconds`` says, by a clock that nobody waits for."""

    def __init__(self, home: House, jobs: int) -> None:
        super().__init__(home, jobs)
        self.now = self.worked = 0.0
        self._free = [0.0] * jobs
        self._coming: list[tuple[float, int, Future[Any], object]] = []

    def answer(self, future: Future[Any], result: object, seconds: float) -> None:
        end = max(self.now, heapq.heappop(self._free)) + seconds
        heapq.heappush(self._free, end)
        self.worked += seconds
        heapq.heappush(self._coming, (end, self.steps, future, result))

    def advance(self) -> None:
        """Let the step end that ends next."""
        self.now, _, future, result = heapq.heappop(self._coming)
        future.set_result(result)


class Waiting(SimpleQueue[Any]):
    """Outcomes of clocked workers: who waits for one moves the clock."""

    workers: Clocked

    def get(self, block: bool = True, timeout: float | None = None) -> Any:  # noqa: ARG002
        self.workers.advance()
        return super().get()


def wanted_of(home: House, count: int) -> tuple[Any, ...]:
    """Editions of all reports in so many formats."""
    names = tuple(row.name for row in formats() if not row.printed and not row.programs)[: count - 1]
    return planning.plan(home, home.slugs(), (), ("pdf", *names)).wanted


def caller(editions: int, count: int) -> None:
    """Print what one size costs."""
    with tempfile.TemporaryDirectory() as name:
        home = house(Path(name), max(1, editions // (len(LANGUAGES) * count)))
        begun = time.process_time()
        wanted = wanted_of(home, count)
        planned = time.process_time() - begun
        workers = Instant(home, 2)
        begun = time.process_time()
        events = sum(1 for _ in schedule.run(home, wanted, workers, None))
        spent = time.process_time() - begun - workers.spent
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        each = 1000 * spent / workers.steps
        print(
            f"| {len(wanted):,} | {workers.steps:,} | {1000 * planned / len(home.slugs()):.2f} | {each:.2f} | {most:.0f} |"
        )
        if events < len(wanted):
            sys.exit("events are missing")


def busy(workers: int, count: int) -> None:
    """Print how busy so many workers are with a house of four reports for each."""
    with tempfile.TemporaryDirectory() as name:
        home = house(Path(name), max(8, 4 * workers))
        executor = Clocked(home, workers)
        ended = Waiting()
        ended.workers = executor
        begin = Flow.__init__

        def clocked(flow: Flow[Any], *arguments: Any) -> None:
            begin(flow, *arguments)
            flow.ended = ended

        Flow.__init__ = clocked  # type: ignore[method-assign]
        try:
            for _ in schedule.run(home, wanted_of(home, count), executor, None):
                pass
        finally:
            Flow.__init__ = begin  # type: ignore[method-assign]
        share = executor.worked / (workers * executor.now)
        print(f"| {workers} | {executor.steps:,} | {executor.now:,.0f} | {share:.1%} |")


def main() -> None:
    """Measure, and print tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--editions", default="1000,10000")
    parser.add_argument("--workers", default="")
    parser.add_argument("--formats", type=int, default=8)
    options = parser.parse_args()
    print("| editions | steps | plan, ms a report | caller, ms a step | MB |\n|---|---|---|---|---|")
    for editions in filter(None, options.editions.split(",")):
        caller(int(editions), options.formats)
    print("\n| workers | steps | seconds | busy |\n|---|---|---|---|")
    for workers in filter(None, options.workers.split(",")):
        busy(int(workers), options.formats)


if __name__ == "__main__":
    main()
