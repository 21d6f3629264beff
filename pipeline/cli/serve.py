"""The command ``plantin serve``."""

from __future__ import annotations

from contextlib import suppress

from pipeline.cli import surroundings
from pipeline.cli.arguments import Commands, Options, command
from pipeline.cli.terminal import Terminal
from pipeline.preview import server

_PORT = 8017


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "show each report beside its translation in a browser, findings in place, made anew when a file changes"
    parser = command(commands, "serve", words, _serve)
    parser.set_defaults(endless=True)
    parser.add_argument(
        "--port", type=int, default=_PORT, metavar="N", help=f"of this machine alone (default: {_PORT}; 0: any that is free)"
    )


def _serve(options: Options, terminal: Terminal) -> int:
    with server.server(surroundings.house(options), options.port) as running:
        terminal.say(running.address)
        terminal.note("Ctrl-C ends it.")
        with suppress(KeyboardInterrupt):
            running.serve_forever()
    return 0
