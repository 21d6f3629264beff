"""Progress for people, a bar during the work and a table of what was made; or one line of JSON for each event."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from plantin.cli.tables import edition_table, size_of
from plantin.findings.progress import Step, follow_steps
from plantin.production.planning import Refused
from plantin.production.schedule import Begun, Event, Failed, Fetched, Fresh, Made, Noticed, Planned, Warned

_PERIOD = 600.0
"""Seconds by whose speed the rest is reckoned."""


@contextlib.contextmanager
def show_bar(console: Console) -> Iterator[None]:
    """Show a bar on ``console`` within it, which follows long work to its end; nothing where that is no terminal."""
    words = TextColumn("{task.fields[done]}/{task.fields[wanted]}")
    columns = (TextColumn("{task.description}"), BarColumn(), words, TimeElapsedColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=console, transient=True, speed_estimate_period=_PERIOD)
    with contextlib.ExitStack() as opened:

        def follow(step: Step) -> None:
            name = f"{step.work} {step.name}"
            if bar.tasks and (bar.tasks[0].fields["work"] != step.work or step.made < bar.tasks[0].completed):
                bar.remove_task(bar.tasks[0].id)  # what begins now has its own time
            if not bar.tasks:
                bar.add_task(name, total=step.total, work=step.work, done=step.done, wanted=step.wanted)
            bar.update(
                bar.tasks[0].id,
                total=step.total,
                completed=step.made,
                description=name,
                done=step.done,
                wanted=step.wanted,
            )
            if not bar.live.is_started:
                opened.enter_context(bar)

        with follow_steps(follow) if console.is_terminal else contextlib.nullcontext():
            yield


def as_json(event: Event) -> str:
    """Return one event as a line of JSON."""
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
