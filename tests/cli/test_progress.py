"""The bar that a person sees at a terminal while the press works: names, how many of how many, and the time left."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from plantin import validators
from plantin.cli import progress
from plantin.findings.progress import Step, each, follow_steps, report
from plantin.production import planning, remaining, schedule
from plantin.production.formats import Edition
from plantin.production.schedule import Begun, Event, Fresh, Made, Planned
from plantin.proof import gate
from plantin.validators import Toolbox
from tests.kit.command import Serial
from tests.kit.houses import own

REPORT = '---\nsymbol: A/91/1\norgan: "General Assembly"\ntitle: "Lamps"\ndate: 2036-01-05\ndistribution: general\n---\n\n# Oil\n\nIt burns.\n'


def test_the_bar_begins_with_the_work_so_that_processes_can_begin_as_copies() -> None:
    old, new = (Edition("A-1-1", "en", name) for name in ("md", "txt"))
    threads: list[int] = []
    before = set(threading.enumerate())

    def events() -> Iterator[Event]:
        for event in (
            Planned(2, {old: 1.0, new: 1.0}),
            Fresh(old, 10),
            Begun(),
            Made(new, 10, 0.1),
        ):
            threads.append(len(set(threading.enumerate()) - before))
            yield event
        threads.append(len(set(threading.enumerate()) - before))

    with progress.show_bar(Console(file=io.StringIO(), force_terminal=True)):
        assert [type(event) for event in remaining.track(events())] == [
            Planned,
            Fresh,
            Begun,
            Made,
        ]
    assert threads == [0, 0, 0, 1, 1]


def test_it_shows_names_and_the_time_left_and_only_on_a_terminal() -> None:
    seen = []
    for terminal in (True, False):
        console = Console(file=io.StringIO(), force_terminal=terminal, width=100)
        with progress.show_bar(console):
            for _ in each("check", ["a.pdf", "b.pdf", "c.pdf"]):
                time.sleep(0.15)
            report(Step("validate", "axe", 1, 2, 1, 2))
        seen.append(console.file.getvalue())  # type: ignore[attr-defined]
    assert "0/0" not in seen[0]
    assert all(words in seen[0] for words in ("check a.pdf", "check b.pdf", "2/3", "validate axe", "0:00:0"))
    assert not seen[1]


def test_checks_and_validators_report_each_file(tmp_path: Path) -> None:
    home = own(tmp_path, "A-91-1", REPORT, "locales/en")
    wanted = planning.plan(home, home.slugs(), (), ("md", "txt"))
    list(schedule.run(home, wanted.wanted, Serial(), None))
    seen: list[Step] = []
    with follow_steps(seen.append):
        gate.run(home, wanted, Serial(), whole=False, asked=None)
        validators.judge({"page": tmp_path / "page.html"}, Toolbox(tmp_path / "nothing"))
    checked = [(step.name, step.done, step.wanted) for step in seen if step.work == "check"]
    assert checked == [("A-91-1", 0, 2), ("A-91-1-en.txt", 1, 2), ("A-91-1-en.md", 2, 2)]
    judged = [step for step in seen if step.work == "validate"]
    assert {"axe", "nu"} <= {step.name for step in judged}
    assert judged[-1].done == judged[-1].wanted > 2
