"""Events as a person sees them: a bar while the press works, and a table of what was made; or one line of JSON each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from pipeline.build.schedule import Event, Failed, Fetched, Fresh, Made, Noticed, Planned, Refused, Warned
from pipeline.cli.tables import edition_table, size_of


def shown(events: Iterable[Event], console: Console) -> list[Event]:
    """The events, after a bar on ``console`` has followed them."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    kept: list[Event] = []
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("editions", total=None)
        for event in events:
            kept.append(event)
            match event:
                case Planned(total):
                    bar.update(task, total=total)
                case Fresh() | Fetched() | Made():
                    bar.update(task, advance=1, description=event.edition.target.rpartition("/")[2])
                case Failed(editions):
                    bar.update(task, advance=len(editions))
                case Noticed() | Refused() | Warned():
                    pass
    return kept


def as_json(event: Event) -> str:
    """One event as a line of JSON."""
    name = type(event).__name__.lower()
    row: dict[str, object] = {}
    match event:
        case Planned(total):
            row = {"total": total}
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
