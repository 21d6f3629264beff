"""The entry point of the command: parses arguments, runs a command, turns errors into exit codes.

Exit codes: 0 fine, 1 a check failed, 2 usage, 3 source (its author), 4 translation (its translator), 5 style (its
designer), 6 a tool (its operator), 70 a fault of ours.
"""

from __future__ import annotations

import contextlib
import errno
import importlib
import keyword
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from dataclasses import replace
from types import FunctionType

from plantin import __version__
from plantin.bounded import process, workers
from plantin.bounded.limits import BoundError
from plantin.bounded.workers import WorkError
from plantin.cli.arguments import AddCommand, Options, Parser
from plantin.cli.terminal import Terminal, close_streams, open_streams
from plantin.findings import Finding, Place, PlantinError, ToolError
from plantin.settings import extensions

_CORE = (
    "new", "build", "check", "why", "show", "explain",
    "style", "catalogue", "locale",
    "schema", "validators", "doctor", "help", "completion",
)  # fmt: skip
"""Commands of the core, in the order of the help; those of packs and extensions follow. Each has a module of its own,
which is loaded when the command is called: that of another may take a second.
"""
_FIRST = (
    "new", "import", "build", "check", "serve", "catalogue",
    "release", "verify", "site", "explain", "doctor", "help",
)  # fmt: skip
"""What a house needs every day, in the order of the help; the others are named below, by what they are for."""
_OTHERS = {
    "Translations": ("memory", "glossary", "facing", "merge-po"),
    "Reports": ("show", "why", "compare", "diff", "corrigendum", "fragment"),
    "The house": ("style", "locale", "schema", "validators"),
    "Programs": ("lsp", "completion"),
}
_OUR_FAULT = 70
_INTERRUPTED = 130
_FULL, _TAKEN = "Free some disk space.", "Something else has this name: move it away, or give another name."
_HINTS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), _FULL),
    **dict.fromkeys((errno.EEXIST, errno.ENOTDIR, errno.EISDIR), _TAKEN),
}


def main() -> None:
    """Run the command ``plantin``: its entry point."""
    open_streams()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    code = run(sys.argv[1:])
    if not close_streams():
        code = code or ToolError.exit_code
    # A font thread of the layout engine may crash while the interpreter shuts down, when all work is done and reported.
    os._exit(code)


def _interrupt(_number: int, _frame: object) -> None:
    process.end_all()
    raise KeyboardInterrupt


def run(arguments: Sequence[str]) -> int:
    """Do what ``arguments`` ask for and return the exit code."""
    terminal = Terminal()
    try:
        return _call(_parser(arguments, terminal).parse_args(arguments), terminal)
    except SystemExit as stop:
        return int(stop.code or 0)
    except PlantinError as error:
        terminal.report(error.findings)
        return error.exit_code
    except KeyboardInterrupt:
        terminal.note("interrupted; what was made stays")
        return _INTERRUPTED
    except BrokenPipeError:
        return 0
    except OSError as error:
        hint = _HINTS.get(error.errno or 0, "Grant permission to write there, or work in another folder.")
        terminal.report([Finding("V002", str(error.strerror or error), Place(str(error.filename or "disk")), hint)])
        return ToolError.exit_code
    except Exception:  # noqa: BLE001 - the last line of defence: a fault of ours is shown whole
        terminal.note(traceback.format_exc())
        terminal.note("This is a fault of plantin itself: please report it with the lines above.")
        return _OUR_FAULT


def _call(options: Options, terminal: Terminal) -> int:
    """The exit code of the command. Raises ToolError for too much work (V011) or nesting (V012) of its own."""
    try:
        with contextlib.nullcontext() if options.endless else workers.limit_process():
            code: int = options.call(options, terminal)
        terminal.report(extensions.passed_over())
    except BoundError as error:
        raise ToolError.of("V011", f"the work {str(error).strip()}", Place("plantin"), error.hint) from error
    except WorkError as error:
        hint = "Look whether the file is sound."
        raise ToolError.of("V012", f"what was given {error}", Place("plantin"), hint) from error
    return code


def _parser(arguments: Sequence[str], terminal: Terminal) -> Parser:
    """Return the parser of the command that the first argument names; that of all commands where it names none.

    Raises ToolError (V021): the command that is named cannot be loaded. One that is not named is left out and reported.
    """
    parser = Parser(
        prog="plantin",
        description="Build accessible editions of an official report from one source, and prove them.",
        epilog="Begin with `plantin new DIR`; `plantin help tutorial` goes on from there.",
    )
    parser.add_argument("--version", action="version", version=f"plantin {__version__}")
    parser.set_defaults(endless=False)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    first = arguments[0] if arguments else ""
    if first == "--version":
        return parser
    if first in _CORE and first != "completion":  # which tells of all
        _core_command(first)(commands)
    elif first not in _CORE and first in extensions.names("commands"):
        _pack_command(first)(commands)
    else:
        for name in _CORE:
            _core_command(name)(commands)
        for name in extensions.names("commands"):
            try:
                _pack_command(name)(commands)
            except ToolError as error:
                terminal.report([replace(finding, severity="warning") for finding in error.findings])
        # Let the help list the first commands with their words, and the others by name.
        rows = {action.dest: action for action in commands._choices_actions}  # noqa: SLF001 - no public name
        commands._choices_actions[:] = [rows.pop(name) for name in _FIRST if name in rows]  # noqa: SLF001
        groups = {group: [name for name in names if rows.pop(name, None)] for group, names in _OTHERS.items()}
        groups["Extensions"] = [*rows]
        lines = (f"{group}: {', '.join(names)}" for group, names in groups.items() if names)
        parser.add_argument_group("more commands (`plantin COMMAND --help` says what each does)", "\n".join(lines))
    return parser


def _core_command(name: str) -> AddCommand:
    module = importlib.import_module(f"plantin.cli.{name}{'_' if keyword.iskeyword(name) else ''}")
    add: AddCommand = module.add
    return add


def _pack_command(name: str) -> AddCommand:
    add, _ = extensions.load("commands", name, FunctionType)
    return add
