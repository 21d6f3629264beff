"""The command, in this process or in one of its own."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from plantin.cli import main
from tests.kit.houses import ROOT

COMMAND = (sys.executable, "-c", "from plantin.cli.main import main; main()")
EXECUTOR = "plantin.cli.environment.executor"
"""Where the command gets the processes that it works with."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How the command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


class Serial(Executor):
    """Does the work at once, in this process."""

    def submit(self, call: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()
        try:
            future.set_result(call(*arguments, **named))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the caller's
            future.set_exception(error)
        return future


def plantin(*arguments: str, cwd: Path, **variables: str) -> Ended:
    """Run the command in this process, in the folder ``cwd``, with ``variables`` in its environment."""
    out, err = io.StringIO(), io.StringIO()
    with _environment(cwd, variables), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main.run(arguments)
    return Ended(code, out.getvalue(), err.getvalue())


def _serial(_jobs: int) -> Serial:
    return Serial()


@contextlib.contextmanager
def _environment(cwd: Path, variables: dict[str, str]) -> Iterator[None]:
    validators = {"PLANTIN_VALIDATORS": str(ROOT / ".validators")}
    with (
        contextlib.chdir(cwd),
        mock.patch.dict(os.environ, validators | variables),
        mock.patch(EXECUTOR, _serial),
        warnings.catch_warnings(),
    ):
        # Errors in the tests of the modules; a user's command goes on.
        warnings.simplefilter("ignore")
        yield


def process(*arguments: str, cwd: Path, **variables: str) -> Ended:
    """Run the command in a process of its own, as from a shell."""
    environment = {**os.environ, "PLANTIN_VALIDATORS": str(ROOT / ".validators"), **variables}
    done = subprocess.run(
        [*COMMAND, *arguments], cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr)
