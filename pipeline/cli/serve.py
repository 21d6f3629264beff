"""The command ``plantin serve``."""

from __future__ import annotations

import argparse
from contextlib import suppress

from rich.console import Console

from pipeline.bounded.limits import impose
from pipeline.bounded.workers import Workers
from pipeline.house import layout
from pipeline.preview import server

_PORT = 8017
_JOBS = 3
"""So many processes make pages."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    words = "show each report beside its translation in a browser, findings in place, made anew when a file changes"
    show = commands.add_parser("serve", help=words, description=words)
    show.add_argument("--port", type=int, default=_PORT, metavar="N", help=f"of this machine alone (default: {_PORT}; 0: any that is free)")
    show.add_argument("--root", help="the folder that holds sources/ (default: the nearest one upward)")
    show.set_defaults(call=_serve)


def _serve(options: argparse.Namespace, results: Console, notices: Console) -> int:
    house = layout.find(options.root)
    impose(house.limits())
    # The interrupt goes through the workers, which end at once whatever they make.
    with suppress(KeyboardInterrupt), Workers(_JOBS) as executor, server.server(house, options.port, executor) as running:
        results.print(running.address, markup=False)
        notices.print("Ctrl-C ends it.")
        running.serve_forever()
    return 0
