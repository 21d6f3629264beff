"""The command ``plantin facing``."""

from __future__ import annotations

import re

from plantin.cli import environment, progress
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.catalogue import reports_and_languages
from plantin.cli.terminal import Terminal
from plantin.findings.progress import each
from plantin.packs.exchange import facing

_TAGS = re.compile(r"[a-z]{2,3}(?:,[a-z]{2,3})*")


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "make an edition with a translation beside its original, and findings in place"
    parser = command(commands, "facing", words, _facing, "symbols", "language")
    parser.add_argument(
        "--format", choices=facing.KINDS, default="html", help="a web page (default), or a Word file with comments"
    )


def _facing(options: Options, terminal: Terminal) -> int:
    home = environment.house(options)
    # No symbol is a language: `plantin facing S/2017/97 fr` says what is meant.
    named = [word for word in options.symbol if _TAGS.fullmatch(word)]
    options.symbol = [word for word in options.symbol if word not in named]
    options.language = (*options.language, *(tag for word in named for tag in word.split(",")))
    pairs = reports_and_languages(home, options)
    with progress.show_bar(terminal.notices):
        paths = [
            facing.write(home, slug, language, options.format) for slug, language in each("write", pairs, "-".join)
        ]
    for path in paths:
        terminal.say(environment.relative_path(path))
    return 0
