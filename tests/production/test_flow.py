"""Many reports: the longest first, and no more documents in memory than a machine bears."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from plantin.house.layout import House
from plantin.production import flow as flowing
from plantin.production import planning, schedule, steps
from plantin.production.flow import Flow, by_report, costs, sizes
from plantin.production.remaining import Remaining
from plantin.production.schedule import Failed, Made, Planned
from tests.kit.command import Serial
from tests.kit.houses import in_un

HEAD = (
    '---\nsymbol: A/91/{0}\norgan: General Assembly\ntitle: "The lamps"\ndate: 2035-06-01\noriginal-language:'
    " en\n---\n\n# Lamps\n\n"
)


@pytest.fixture
def home(tmp_path: Path) -> House:
    """Four reports, the second the longest, the third wrong."""
    house = in_un(tmp_path)
    for number, words in ((1, 10), (2, 900), (3, 40), (4, 200)):
        path = house.report(f"A-91-{number}")
        path.parent.mkdir(parents=True)
        wrong = " See [](#nowhere)." if number == 3 else ""
        path.write_text(f"{HEAD.format(number)}{'The lamps burn. ' * words}{wrong}\n", "utf-8")
    return house


def test_the_longest_come_first_and_no_more_together_than_memory_takes(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = planning.plan(home, home.slugs(), (), ("txt", "pdf")).wanted
    reports = by_report(wanted, costs(home, wanted))
    assert list(reports) == ["A-91-2", "A-91-4", "A-91-3", "A-91-1"]
    assert [edition.format for edition in reports["A-91-2"]] == ["pdf", "txt"]
    assert sorted((edition for some in reports.values() for edition in some), key=str) == sorted(wanted, key=str)
    flow = Flow[object](Executor(), sizes(home, reports))
    assert list(flow.open()) == list(reports), "all fit into memory"
    monkeypatch.setattr(flowing, "_MOST", 5_000)
    flow = Flow[object](Executor(), sizes(home, reports))
    flow.queued.append(STEP)
    assert list(flow.open()) == ["A-91-2"], "the longest alone is as much as may be"
    assert list(flow.open()) == []
    flow.close("A-91-2")
    assert list(flow.open()) == ["A-91-4", "A-91-3", "A-91-1"]


def test_more_are_begun_than_memory_takes_where_workers_would_wait(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = planning.plan(home, home.slugs(), (), ("txt",)).wanted
    monkeypatch.setattr(flowing, "_MOST", 1)
    executor = Executor()
    executor.jobs = 2  # type: ignore[attr-defined]
    flow = Flow[object](executor, sizes(home, by_report(wanted, costs(home, wanted))))
    begun = flow.open()
    assert next(begun) == "A-91-2"
    flow.queued.append(STEP)
    assert next(begun) == "A-91-4", "two workers, one step"
    flow.queued += [STEP, STEP]
    assert list(begun) == []


STEP: Any = (iter, steps.compose, ())


class Noting(Serial):
    """Notes what is done for which report."""

    def __init__(self) -> None:
        self.done: list[tuple[str, str]] = []

    def submit(self, call: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        slug = arguments[1] if call is steps.compose else arguments[2].slug
        self.done.append((call.__name__, slug))
        return super().submit(call, *arguments, **named)


def test_a_report_is_made_before_the_next_is_composed_and_a_wrong_report_stops_no_other(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flowing, "_MOST", 1)
    executor: Executor = Noting()
    wanted = planning.plan(home, home.slugs(), (), ("txt",)).wanted
    events = list(schedule.run(home, wanted, executor, None))
    order = ["A-91-2", "A-91-4", "A-91-3", "A-91-1"]
    assert executor.done == [
        (name, slug) for slug in order for name in ("compose", "issue") if (name, slug) != ("issue", "A-91-3")
    ]
    assert [event.edition.slug for event in events if isinstance(event, Made)] == ["A-91-2", "A-91-4", "A-91-1"]
    assert [edition.slug for event in events if isinstance(event, Failed) for edition in event.editions] == ["A-91-3"]


def test_what_is_left_is_reckoned_by_what_editions_take_not_by_their_number(home: House) -> None:
    left = Remaining()
    wanted = planning.plan(home, home.slugs(), (), ("txt",)).wanted
    for event in schedule.run(home, wanted, Serial(), None):
        left.take(event)
        if isinstance(event, Planned):
            assert (left.done, left.made, left.total) == (
                0,
                0,
                pytest.approx(sum(costs(home, wanted).values())),
            )
        if isinstance(event, Made) and event.edition.slug == "A-91-2":
            assert left.made / left.total > 0.7, "one of four, and most of the work"
    assert (left.done, left.wanted) == (4, 4)
    assert left.made == pytest.approx(left.total), "what failed is no work that is left"
    again = Remaining()
    for event in schedule.run(home, wanted, Serial(), None):
        again.take(event)
    assert (again.done, again.made, again.total) == (4, 0, pytest.approx(0)), "what was fresh was no work"
