"""The command ``plantin corrigendum``."""

from __future__ import annotations

import datetime as dt

from plantin.cli import environment, progress
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.terminal import Terminal
from plantin.files import write_all
from plantin.findings import Place, UsageError
from plantin.packs.revision import corrigendum, states
from plantin.packs.revision.redline import Comparison


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "write the sources of corrigenda from two states of a report"
    parser = command(commands, "corrigendum", words, _corrigendum, "language")
    what = "a report of the house, its folder or file, a release, or REVISION:REPORT of git"
    parser.add_argument("old", metavar="OLD", help=f"the report as it was issued: {what}")
    parser.add_argument("new", metavar="NEW", help="the report as it ought to be, likewise")
    parser.add_argument("--date", required=True, type=dt.date.fromisoformat, help="the day of issue, 2017-03-01")
    parser.add_argument("--number", type=int, default=1, metavar="N", help="the number of the first one")


def _corrigendum(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    with states.both(home, options.old, options.new) as (old, new):
        comparison = Comparison(old, new, epoch=environment.epoch())
        languages = tuple(options.language) or comparison.languages()
        with progress.show_bar(terminal.notices):
            contents = corrigendum.make(comparison, languages, options.number, options.date.isoformat())
    contents = {home.root / path.relative_to(new.house.root): content for path, content in contents.items()}
    if existing := next((path for path in contents if path.exists()), None):
        hint = f"Give the next number: --number {options.number + 1}."
        raise UsageError.of("REV008", "there is such a corrigendum already", Place(home.name(existing)), hint)
    write_all(contents, home.root)
    for path in contents:
        terminal.say(environment.relative_path(path))
    reports = " ".join(path.parent.name for path in contents if path.suffix == ".md")
    terminal.say(f"Next: read them, then plantin build {reports}")
    return 0
