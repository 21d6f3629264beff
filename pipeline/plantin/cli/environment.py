"""The environment of a command: the house, environment variables, worker processes."""

from __future__ import annotations

import datetime as dt
import os
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING

from plantin.bounded.limits import impose
from plantin.bounded.workers import Workers
from plantin.cli import outputs
from plantin.cli.arguments import Options, remote_kinds
from plantin.findings import Place, UsageError
from plantin.house import layout
from plantin.house.layout import House
from plantin.production.remote import SharedStore

if TYPE_CHECKING:
    from plantin.production.remote import Store

_LAST_SECOND = 253402300799  # of the year 9999, the last that dates can name


def house(options: Options) -> House:
    """Return the house that the call is about; its limits hold from now on. Raises UsageError (U001, U032, U033) and
    StyleError (D020).
    """
    home = layout.find(options.root)
    if output := getattr(options, "output", None):
        if remote := options.remote:
            hint = "Leave one of them out: workers elsewhere send editions to the build folder of the root."
            message = f"--output and --{remote[0].name} exclude each other"
            raise UsageError.of("U032", message, Place("plantin"), hint)
        home = House(home.root, outputs.folder(home.root, output))
    impose(home.settings.limits)
    return home


def executor(jobs: int) -> Executor:
    """Return processes to do the work, so many at once."""
    return Workers(jobs)


def chosen_executor(options: Options, home: House) -> Executor:
    """Return who does the work in ``home``: workers elsewhere where an option names them, else as many processes as
    ``--jobs`` says. Raises ToolError: those elsewhere are not reached (V014), or would make other editions (V015).
    """
    if options.remote:
        kind, address = options.remote
        workers: Executor = kind.connect(address, home)
        return workers
    return executor(options.jobs)


def store(options: Options) -> Store | None:
    """Return the store that an option names, else its variable of the environment; None where neither names one.
    Raises ToolError (V017).
    """
    for kind in remote_kinds("stores", SharedStore):
        if address := getattr(options, kind.name) or os.environ.get(kind.variable, ""):
            return kind.open(address)
    return None


def epoch() -> int | None:
    """Return the seconds in SOURCE_DATE_EPOCH, where it is set. Raises UsageError (U005)."""
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not value:
        return None
    if not (
        value.isascii() and value.isdigit() and len(value) <= len(str(_LAST_SECOND)) and int(value) <= _LAST_SECOND
    ):
        hint = "Give seconds since 1970, or leave it unset: then an edition carries its report's date."
        message = f"SOURCE_DATE_EPOCH is {value[:40]!r}, which is no number of seconds"
        raise UsageError.of("U005", message, Place("environment"), hint)
    return int(value)


def today() -> dt.date:
    """Return the day of SOURCE_DATE_EPOCH, else that of the clock. Raises UsageError (U005)."""
    seconds = epoch()
    return (dt.datetime.now(dt.UTC) if seconds is None else dt.datetime.fromtimestamp(seconds, dt.UTC)).date()


def relative_path(path: Path) -> str:
    """Return ``path`` as it is printed: from the working folder."""
    return os.path.relpath(path)
