"""Work done in a process of its own, within limits of time and memory that end it."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import pickle
import resource
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Done:
    """What a call gave, the processor time that it took (seconds), and the most memory that its process held (MB)."""

    result: Any
    seconds: float
    megabytes: float


def limited(call: Callable[[], Any], *, seconds: int, megabytes: int) -> Done:
    """Do ``call`` in a forked process. Raises RuntimeError where it raises, or is ended by a limit."""
    with tempfile.TemporaryFile() as file:
        child = os.fork()
        if child == 0:
            _work(call, file.fileno(), seconds, megabytes)
        _, status, used = os.wait4(child, 0)
        spent, most = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
        file.seek(0)
        answer = file.read()
    if not answer:
        ended = (
            signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)
        )
        raise RuntimeError(f"ended by {ended} after {spent:.1f} s, {most:,.0f} MB")
    fine, result, imported = pickle.loads(answer)  # noqa: S301 - written by this process's child
    # The next child has these from the beginning; most of them do little else than to import them.
    for name in imported:
        with warnings.catch_warnings(action="ignore"), contextlib.suppress(ImportError):
            importlib.import_module(name)
    if not fine:
        raise RuntimeError(f"{result}\nafter {spent:.1f} s, {most:,.0f} MB")
    return Done(result, spent, most)


def _work(call: Callable[[], Any], handle: int, seconds: int, megabytes: int) -> None:
    """The child: it never returns."""
    # What the parent has is not looked through for garbage, nor copied for that.
    gc.freeze()
    try:
        known = frozenset(sys.modules)
        held = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (held + megabytes * 2**20,) * 2)
        try:
            answer = True, call()
        except BaseException:  # noqa: BLE001 - whatever it is, the parent reports it
            answer = False, "".join(traceback.format_exc(limit=-4))
        os.write(handle, pickle.dumps((*answer, [name for name in sys.modules if name not in known])))
    finally:
        sys.stdout.flush()
        os._exit(0)
