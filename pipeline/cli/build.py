"""The command ``plantin build``."""

from __future__ import annotations

from itertools import chain

from pipeline.build import schedule
from pipeline.build.schedule import Event, Failed, Noticed, Refused
from pipeline.cli import progress, surroundings
from pipeline.cli.arguments import Commands, Options, command
from pipeline.cli.terminal import Terminal
from pipeline.house import layout


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    kinds = ("symbols", "language", "format", "json", "jobs", "dask", "output", "strict")
    command(commands, "build", "make the editions that are not fresh", _build, *kinds)


def _build(options: Options, terminal: Terminal) -> int:
    home = surroundings.house(options)
    plan = surroundings.something(schedule.plan(home, layout.chosen(home, tuple(options.symbol)), options.language, options.format))
    with surroundings.chosen_executor(options, home) as executor:
        events = chain(plan.refused, schedule.run(home, plan.wanted, executor, surroundings.epoch()))
        if options.json:
            kept: list[Event] = []
            for event in events:
                kept.append(event)
                terminal.data(progress.as_json(event) + "\n")
        else:
            kept = progress.shown(events, terminal.notices)
    failed = [event for event in kept if isinstance(event, Failed | Refused)]
    noticed = [finding for event in kept if isinstance(event, Noticed) for finding in event.findings]
    terminal.tell(dict.fromkeys(finding for event in failed for finding in event.error.findings))
    if options.strict:
        terminal.tell(noticed)
    if not options.json:
        terminal.results.print(progress.made_table(kept, lambda target: surroundings.shown(home.build / target)))
        if noticed and not options.strict:
            terminal.note(f"{len(noticed)} findings in the sources: `plantin check` lists them.")
    return max((event.error.exit_code for event in failed), default=1 if options.strict and noticed else 0)
