"""Progress for people, a bar during the work and a table of what was made; or one line of JSON for each event."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from plantin.cli.tables import edition_table, size_of
from plantin.production.formats import Edition
from plantin.production.schedule import Begun, Event, Failed, Fetched, Fresh, Made, Noticed, Planned, Refused, Warned

_PERIOD = 600.0
"""Seconds by whose speed the rest is reckoned."""


@dataclass
class Left:
    """How far the work is: ``done`` of ``wanted`` editions, and ``made`` of ``total`` in what they take. What is found
    fresh was never to be done: it makes the total less, not the speed more.
    """

    wanted: int = 0
    done: int = 0
    total: float = 0.0
    made: float = 0.0
    costs: Mapping[Edition, float] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Reckon with what has happened."""
        match event:
            case Planned(wanted, costs):
                self.wanted, self.costs, self.total = wanted, costs, sum(costs.values())
            case Made(edition):
                self.done += 1
                self.made += self.costs.get(edition, 0.0)
            case Fresh(edition) | Fetched(edition):
                self.done += 1
                self.total -= self.costs.get(edition, 0.0)
            case Failed(editions):
                self.done += len(editions)
                self.total -= sum(self.costs.get(edition, 0.0) for edition in editions)
            case _:
                pass


def shown(events: Iterable[Event], console: Console) -> list[Event]:
    """The events, after a bar on ``console`` has followed them from where work has begun, not before: a process with
    the bar's thread could not be forked.
    """
    words = TextColumn("{task.fields[done]}/{task.fields[wanted]}")
    columns = (TextColumn("{task.description}"), BarColumn(), words, TimeElapsedColumn(), TimeRemainingColumn())
    kept: list[Event] = []
    bar = Progress(*columns, console=console, transient=True, speed_estimate_period=_PERIOD)
    task = bar.add_task("editions", total=None, done=0, wanted="?")
    left = Left()
    with contextlib.ExitStack() as shown_bar:
        for event in events:
            if isinstance(event, Begun):
                shown_bar.enter_context(bar)
            kept.append(event)
            left.take(event)
            name = event.edition.target.rpartition("/")[2] if isinstance(event, Fresh | Fetched | Made) else None
            bar.update(
                task, total=left.total, completed=left.made, description=name, done=left.done, wanted=left.wanted
            )
    return kept


def as_json(event: Event) -> str:
    """One event as a line of JSON."""
    name = type(event).__name__.lower()
    row: dict[str, object] = {}
    match event:
        case Planned(total):
            row = {"total": total}
        case Begun():
            pass
        case Fresh(edition, size) | Fetched(edition, size):
            row = {"edition": edition.target, "bytes": size}
        case Made(edition, size, seconds):
            row = {"edition": edition.target, "bytes": size, "seconds": round(seconds, 3)}
        case Noticed(slug, language, findings):
            row = {"report": slug, "language": language, "findings": [finding.row() for finding in findings]}
        case Failed(editions, error):
            row = {"editions": [edition.target for edition in editions], "findings": [f.row() for f in error.findings]}
        case Warned(findings):
            row = {"findings": [finding.row() for finding in findings]}
        case Refused(slug, error):
            row = {"report": slug, "findings": [finding.row() for finding in error.findings]}
    return json.dumps({"event": name, **row}, ensure_ascii=False)


def made_table(events: Iterable[Event], where: Callable[[str], str]) -> Table:
    """What was made and where, one row an edition; ``where`` gives the path of a target as the user should see it."""
    rows = []
    for event in events:
        match event:
            case Fresh(edition, size):
                rows.append((where(edition.target), size_of(size), "as it was"))
            case Fetched(edition, size):
                rows.append((where(edition.target), size_of(size), "from the store"))
            case Made(edition, size, seconds):
                rows.append((where(edition.target), size_of(size), f"made in {seconds:.1f} s"))
            case Failed(editions):
                rows += [(where(edition.target), "", "NOT MADE") for edition in editions]
            case Refused(slug):
                rows.append((where(slug), "", "NOT MADE"))
            case _:
                pass
    return edition_table(rows)
