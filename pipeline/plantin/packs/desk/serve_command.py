"""The command ``plantin serve``."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from plantin.cli import environment
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.terminal import Terminal
from plantin.findings import UsageError
from plantin.house.layout import House
from plantin.packs.desk import reception, server

_PORT = 8017
_JOBS = 3
"""So many processes make pages."""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "preview reports in a browser, with findings in place, and translate them there"
    parser = command(commands, "serve", words, _serve)
    parser.set_defaults(endless=True)
    parser.add_argument(
        "--port", type=int, default=_PORT, metavar="N", help=f"the local port (default: {_PORT}; 0: any free port)"
    )


def _serve(options: Options, terminal: Terminal) -> int:
    house = _house(options)
    # The interrupt goes through the workers, which end at once whatever they make.
    with (
        suppress(KeyboardInterrupt),
        environment.executor(_JOBS) as executor,
        environment.executor(1) as typing,
        server.server(house, options.port, executor, typing) as running,
    ):
        terminal.say(running.address)
        terminal.note("Ctrl-C ends it.")
        running.serve_forever()
    return 0


def _house(options: Options) -> House:
    """Return the house that the call is about; an empty folder is one to be: the first file that is brought furnishes
    it. Raises UsageError as ``environment.house`` does.
    """
    try:
        return environment.house(options)
    except UsageError:
        here = House(Path.cwd())
        if options.root is None and reception.is_empty(here):
            return here
        raise
