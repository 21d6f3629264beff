"""The commands ``plantin locale ...``."""

from __future__ import annotations

from plantin.cli import environment
from plantin.cli.arguments import Commands, Options, Parser, command, line
from plantin.cli.terminal import Terminal
from plantin.house import new_language


def add(commands: Commands) -> None:
    """Add the commands to the parser."""
    words = "begin a language of the house"
    keep: Parser = commands.add_parser("locale", help=words, description=words)
    kinds = keep.add_subparsers(required=True, metavar="new")
    words = "make the files of a language from CLDR and those of another language, and a list of what is to be decided"
    new = command(kinds, "new", words, _new)
    new.add_argument("tag", type=line, metavar="pt", help="the language, a BCP 47 tag")
    words = "the language that is copied (default: en; for fr-CA none, its files have what differs from fr)"
    new.add_argument("--from", dest="origin", default="", metavar="en", help=words)


def _new(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    for path in new_language.begin(home, options.tag, options.origin):
        terminal.say(environment.relative_path(path))
    count = len(new_language.undecided_keys(home, options.tag))
    terminal.say(f"{count} values to decide; `plantin check` refuses the language until none is left")
    return 0
