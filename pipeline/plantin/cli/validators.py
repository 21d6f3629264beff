"""The command ``plantin validators``."""

from __future__ import annotations

import os
from pathlib import Path

from plantin.cli import environment
from plantin.cli.arguments import Commands, Options, Parser, command
from plantin.cli.terminal import Terminal
from plantin.validators import install


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "install the third-party validators"
    keep: Parser = commands.add_parser("validators", help=words, description=words)
    kinds = keep.add_subparsers(required=True, metavar="install")
    words = "install them into .validators/ of the house, or into the folder that PLANTIN_VALIDATORS names"
    parser = command(kinds, "install", words, _install)
    parser.add_argument("--into", metavar="DIR", help="another folder")
    parser.set_defaults(endless=True)


def _install(options: Options, terminal: Terminal) -> int:
    named = options.into or os.environ.get("PLANTIN_VALIDATORS")
    folder = Path(named).absolute() if named else environment.house(options).root / ".validators"
    for step in install.install(folder):
        terminal.note(f"Installing {step}")
    if packages := install.missing():
        terminal.say(f"Still missing, from the system: apt-get install --no-install-recommends {' '.join(packages)}")
    terminal.say(environment.relative_path(folder))
    return 0
