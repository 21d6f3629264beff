"""The commands ``plantin locale ...``."""

from __future__ import annotations

from plantin.cli import environment
from plantin.cli.arguments import Commands, Options, Parser, command, line
from plantin.cli.tables import quantity
from plantin.cli.terminal import Terminal
from plantin.house import new_language


def add(commands: Commands) -> None:
    """Add the commands to the parser."""
    words = "begin a language of the house"
    keep: Parser = commands.add_parser("locale", help=words, description=words)
    kinds = keep.add_subparsers(required=True, metavar="new")
    words = "make the file of a language, which lists the words that the reports of the house need in it"
    new = command(kinds, "new", words, _new)
    new.add_argument("tag", type=line, metavar="pt", help="the language, a BCP 47 tag")


def _new(options: Options, terminal: Terminal) -> int:
    from plantin.production import borrowed_words

    home = environment.house(options)
    needed = borrowed_words.needed(home, options.tag)
    for path in new_language.begin(home, options.tag, needed):
        terminal.say(environment.relative_path(path))
    terminal.say(
        f"{quantity(len(needed), 'word')} to write; what is not written is English, and `plantin check` counts it"
    )
    return 0
