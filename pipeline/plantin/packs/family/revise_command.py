"""The command ``plantin revise``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from plantin.cli import environment
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.terminal import Terminal
from plantin.files import write_all
from plantin.house import layout
from plantin.packs.family import revise


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "make the source of a revision, an addendum or a reissue of a report, with its translations"
    parser = command(commands, "revise", words, _revise)
    parser.add_argument("report", metavar="REPORT", help="a report of the house, S/2017/97")
    parser.add_argument("--date", required=True, type=dt.date.fromisoformat, help="the day of issue, 2017-03-01")
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument("--add", metavar="FILE", help="make an addendum with the text of this file of Markdown")
    kinds.add_argument("--reissue", action="store_true", help="an asterisk and its note alone: no word has changed")


def _revise(options: Options, terminal: Terminal) -> int:
    house = environment.house(options)
    (slug,) = layout.choose(house, (options.report,))
    if options.add:
        files = revise.addendum(house, slug, options.date, Path(options.add))
    else:
        files = (revise.reissue if options.reissue else revise.revision)(house, slug, options.date)
    left_out = revise.left_out(house, slug, files)
    write_all(files, house.root)
    for path in files:
        terminal.say(environment.relative_path(path))
    if left_out:
        terminal.say(f"Left out: {', '.join(left_out)}")
    report = next(path.parent.name for path in files if path.name == "report.md")
    terminal.say(f"Next: plantin check {report}" if options.reissue else f"Next: write it, then plantin build {report}")
    return 0
