"""Events as a person sees them: a bar while the press works, and a table of what was made; or one line of JSON each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from pipeline.build.schedule import Event, Failed, Fresh, Made, Noticed, Planned, Refused

if TYPE_CHECKING:
    from pipeline.build.steps import Verdict
    from pipeline.translation import Status
    from pipeline.validators import Judgement


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
                case Fresh() | Made():
                    bar.update(task, advance=1, description=event.edition.target.rpartition("/")[2])
                case Failed(editions):
                    bar.update(task, advance=len(editions))
                case Noticed() | Refused():
                    pass
    return kept


def as_json(event: Event) -> str:
    """One event as a line of JSON."""
    name = type(event).__name__.lower()
    row: dict[str, object] = {}
    match event:
        case Planned(total):
            row = {"total": total}
        case Fresh(edition, size):
            row = {"edition": edition.target, "bytes": size}
        case Made(edition, size, seconds):
            row = {"edition": edition.target, "bytes": size, "seconds": round(seconds, 3)}
        case Noticed(slug, language, findings):
            row = {"report": slug, "language": language, "findings": [finding.row() for finding in findings]}
        case Failed(editions, error):
            row = {"editions": [edition.target for edition in editions], "findings": [f.row() for f in error.findings]}
        case Refused(slug, error):
            row = {"report": slug, "findings": [finding.row() for finding in error.findings]}
    return json.dumps({"event": name, **row}, ensure_ascii=False)


def made_table(events: Iterable[Event], where: Callable[[str], str]) -> Table:
    """What was made and where, one row an edition; ``where`` gives the path of a target as the user should see it."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column, justify in (("edition", "left"), ("size", "right"), ("", "left")):
        table.add_column(column, justify="right" if justify == "right" else "left")
    rows = []
    for event in events:
        match event:
            case Fresh(edition, size):
                rows.append((where(edition.target), _size(size), "as it was"))
            case Made(edition, size, seconds):
                rows.append((where(edition.target), _size(size), f"made in {seconds:.1f} s"))
            case Failed(editions):
                rows += [(where(edition.target), "", "NOT MADE") for edition in editions]
            case Refused(slug):
                rows.append((where(slug), "", "NOT MADE"))
            case _:
                pass
    for row in sorted(rows):
        table.add_row(*map(escape, row))
    return table


def verdict_table(verdicts: Iterable[Verdict]) -> Table:
    """What the auditors found, one row an edition."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("edition")
    for column in ("sections", "paragraphs", "notes", "indicators", "differences", "findings"):
        table.add_column(column, justify="right")
    for verdict in verdicts:
        counts = verdict.outline.counts() if verdict.outline else {}
        numbers = [str(counts.get(name, "-")) for name in ("sections", "paragraphs", "notes", "indicators")]
        table.add_row(escape(verdict.path), *numbers, str(len(verdict.differences)), str(len(verdict.findings)))
    return table


def judgement_table(judgements: Iterable[Judgement]) -> Table:
    """What the validators found, one row a tool: of how many files it says what; a waived tool with its reason."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("validator", "version", "passed", "failed", "not run", "waived", ""):
        table.add_column(column, justify="right" if column in ("passed", "failed", "not run", "waived") else "left")
    told: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        told.setdefault(judgement.tool, []).append(judgement)
    for tool, rows in told.items():
        counts = [sum(row.status == status for row in rows) for status in ("passed", "failed", "not run", "waived")]
        reasons = dict.fromkeys(row.reason for row in rows if row.reason)
        table.add_row(tool, rows[0].version, *(str(count or "-") for count in counts), escape("; ".join(reasons)))
    return table


def standing_table(slug: str, standings: Iterable[Status]) -> Table:
    """How far the translations of a report are, one row a language."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(slug)
    for column in ("messages", "translated", "reviewed", "stale", "missing", "words", "done"):
        table.add_column(column, justify="right")
    for row in standings:
        done = 100 * row.words_translated // max(row.words, 1)
        numbers = (row.messages, row.translated, row.reviewed, row.stale, row.missing, row.words)
        table.add_row(row.language, *map(str, numbers), f"{done} %")
    return table


def _size(size: int) -> str:
    return f"{size / 1024:,.0f} KB"
