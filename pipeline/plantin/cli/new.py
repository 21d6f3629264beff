"""The command ``plantin new``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from plantin.cli import environment
from plantin.cli.arguments import Commands, Options, Parser, line, words_of
from plantin.cli.terminal import Terminal
from plantin.house import inheritance
from plantin.importing import new_house
from plantin.importing.new_house import Order


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "make a house: a folder with a first report that builds at once"
    parser: Parser = commands.add_parser("new", help=words, description=words)
    parser.set_defaults(call=_new)
    parser.add_argument("folder", metavar="DIR", help="the folder, new or not; nothing in it is overwritten")
    parser.add_argument(
        "--style", choices=inheritance.stock_styles(), default="plain", help="the stock style to go on from"
    )
    parser.add_argument(
        "--languages", type=words_of, default=("en",), metavar="en,fr", help="that of the original first (default: en)"
    )
    parser.add_argument("--title", type=line, help="the title of the first report")
    parser.add_argument(
        "--publisher", type=line, metavar="NAME", help="whose reports these are (default: after the folder)"
    )
    parser.add_argument(
        "--from", dest="received", metavar="FILE", help="a Word file or a text that becomes the first report"
    )


def _new(options: Options, terminal: Terminal) -> int:
    received = Path(options.received) if options.received else None
    order = Order(options.style, options.languages, options.title or "", options.publisher or "", received)
    epoch = environment.epoch()
    day = dt.datetime.now(dt.UTC).date() if epoch is None else dt.datetime.fromtimestamp(epoch, dt.UTC).date()
    made = new_house.make(Path(options.folder), order, day)
    for path in made.files:
        terminal.say(environment.shown(path))
    if made.arrived:
        terminal.tell(made.arrived.findings())
        terminal.say(made.arrived.path)
    terminal.say(
        f"\nNext: cd {environment.shown(made.house.root)} && plantin build && plantin check; `plantin help` says what"
        " else there is"
    )
    return made.arrived.exit_code() if made.arrived else 0
