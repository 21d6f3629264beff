"""The bar that a person sees while the press works."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator

from rich.console import Console

from plantin.cli import progress
from plantin.production.formats import Edition
from plantin.production.schedule import Begun, Event, Fresh, Made, Planned


def test_the_bar_begins_with_the_work_so_that_processes_can_begin_as_copies() -> None:
    old, new = (Edition("A-1-1", "en", name) for name in ("md", "txt"))
    threads: list[int] = []
    before = set(threading.enumerate())

    def events() -> Iterator[Event]:
        for event in (Planned(2, {old: 1.0, new: 1.0}), Fresh(old, 10), Begun(), Made(new, 10, 0.1)):
            threads.append(len(set(threading.enumerate()) - before))
            yield event
        threads.append(len(set(threading.enumerate()) - before))

    console = Console(file=io.StringIO(), force_terminal=True)
    assert [type(event) for event in progress.shown(events(), console)] == [Planned, Fresh, Begun, Made]
    assert threads == [0, 0, 0, 1, 1]
