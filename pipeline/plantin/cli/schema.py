"""The command ``plantin schema``."""

from __future__ import annotations

from plantin.cli import environment
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.terminal import Terminal


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "write JSON Schemas of the settings into .schemas/ of the house, for editors"
    command(commands, "schema", words, _schema)


def _schema(options: Options, terminal: Terminal) -> int:
    # Loaded here: it loads what reads every kind of settings.
    from plantin.new_house import editor_files

    for path in editor_files.write_files(environment.house(options).root):
        terminal.say(environment.relative_path(path))
    return 0
