"""The command ``plantin build``."""

from __future__ import annotations

import os
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from plantin.cli import outputs
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.tables import edition_table, quantity, size_of
from plantin.cli.terminal import Terminal
from plantin.house.root import build_folder, find
from plantin.production import stat_cache
from plantin.production.formats import format_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plantin.production.schedule import Event

# What makes editions, and reads the house, is loaded where something may have to be made: it takes longer than to see
# that nothing has.


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    kinds = ("symbols", "language", "format", "json", "jobs", "remote", "store", "output", "strict")
    command(commands, "build", "build the editions that are out of date", _build, *kinds)


def _build(options: Options, terminal: Terminal) -> int:
    root = find(options.root)
    build = build_folder(root, outputs.folder(root, options.output) if options.output else None)
    asked = (*options.symbol, "", *options.language, "", *options.format, os.environ.get("SOURCE_DATE_EPOCH", ""))
    asked += ("--strict",) if options.strict else ()
    if options.json or options.remote:
        return _editions(options, terminal)[0]
    before = stat_cache.state(root)
    present = stat_cache.recall(before, build, asked)
    if present is not None:
        rows = [(os.path.relpath(build / name), size_of(size), "as it was") for name, size in present.items()]
        terminal.results.print(edition_table(rows))
        return 0
    code, events = _editions(options, terminal)
    if not code and (targets := _present(events)):
        stat_cache.keep(root, build, asked, before, targets)
    return code


def _present(events: Sequence[Event]) -> list[str]:
    """Return the targets of all editions; none where one failed or depends on programs, which may change unseen."""
    from plantin.production.planning import Refused
    from plantin.production.schedule import Failed, Fetched, Fresh, Made

    present = [event.edition for event in events if isinstance(event, Fresh | Fetched | Made)]
    rows = [format_named(edition.format) for edition in present]
    if any(isinstance(event, Failed | Refused) for event in events) or any(row is None or row.programs for row in rows):
        return []
    return [edition.target for edition in present]


def _editions(options: Options, terminal: Terminal) -> tuple[int, list[Event]]:
    """Make the out-of-date editions; the exit code, and what happened."""
    from plantin.cli import environment, progress
    from plantin.production import planning, schedule
    from plantin.production.planning import Refused
    from plantin.production.preloading import on_pages
    from plantin.production.remaining import track
    from plantin.production.schedule import Begun, Failed, Made, Noticed, Warned
    from plantin.writers.pdf import caches

    home = environment.house(options)
    plan = planning.plan(home, options.symbol, options.language, options.format)
    store = environment.store(options)
    run = partial(schedule.run, strict=options.strict)
    with environment.chosen_executor(options, home) as executor:
        events = chain(plan.refused, run(home, plan.wanted, executor, environment.epoch(), store=store))
        if options.json:
            kept: list[Event] = []
            for event in events:
                kept.append(event)
                if not isinstance(event, Begun):
                    terminal.data(progress.as_json(event) + "\n")
        else:
            with progress.show_bar(terminal.notices):
                kept = list(track(events))
    failed = [event for event in kept if isinstance(event, Failed | Refused)]
    noticed = [finding for event in kept if isinstance(event, Noticed) for finding in event.findings]
    terminal.report(dict.fromkeys(finding for event in failed for finding in event.error.findings))
    warnings = [finding for event in kept if isinstance(event, Warned) for finding in event.findings]
    has_new_pages = any(isinstance(event, Made) and on_pages((event.edition.format,)) for event in kept)
    terminal.report([remark] if has_new_pages and (remark := caches.remark()) else [])
    drafts = [finding for finding in noticed if finding.code == "T087"]
    terminal.report((*warnings, *(noticed if options.strict else drafts)))
    if not options.json:
        terminal.results.print(progress.made_table(kept, lambda target: environment.relative_path(home.build / target)))
        noticed = [finding for finding in noticed if finding not in drafts or options.strict]
        if noticed and not options.strict:
            errors = sum(finding.severity == "error" for finding in noticed)
            words = quantity(len(noticed), "finding") + (f" ({quantity(errors, 'error')})" if errors else "")
            terminal.note(f"{words} in the sources: `plantin check` lists them, and those in translations.")
    return max(
        (event.error.exit_code for event in failed), default=1 if options.strict and (noticed or warnings) else 0
    ), kept
