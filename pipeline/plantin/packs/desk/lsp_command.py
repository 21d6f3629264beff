"""The command ``plantin lsp``."""

from __future__ import annotations

import os
import signal
from typing import NoReturn

from plantin.bounded import process
from plantin.cli import environment
from plantin.cli.arguments import Commands, Options, command
from plantin.cli.terminal import Terminal
from plantin.findings import Place, StyleError, ToolError
from plantin.house import layout


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    words = "speak the Language Server Protocol with an editor: findings, completion and numbers as you type"
    parser = command(commands, "lsp", words, _lsp)
    parser.set_defaults(endless=True)


def _lsp(options: Options, _terminal: Terminal) -> int:
    try:
        house = environment.house(options)
    except StyleError:
        house = layout.find(options.root)  # the editor shows what is wrong with its plantin.toml
    try:
        from plantin.packs.desk.language_server.server import server
    except ModuleNotFoundError as error:
        hint = 'pip install "plantin[lsp]"'
        raise ToolError.of("V023", f"{error.name} is not installed", Place("lsp"), hint) from None
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    server(house).start_io()
    return _leave()


def _leave(*_: object) -> NoReturn:
    """End at once, whatever a thread still works out for an editor that is gone: no thread writes a file, and the
    library has closed the streams.
    """
    process.end_all()
    os._exit(0)
