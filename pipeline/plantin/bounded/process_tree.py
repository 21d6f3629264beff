"""A process and its descendants: their resource usage together, and how they are ended together."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_FIRST_LOOK_SECONDS, _INTERVAL_SECONDS = 0.1, 0.25
"""Seconds before the first look, and between two; looking itself may take a twentieth of the time."""


@dataclass(frozen=True, slots=True)
class ResourceUsage:
    """What processes have taken: seconds of processor time, and bytes of memory that are theirs alone."""

    processor: float = 0
    memory: int = 0


@dataclass(frozen=True, slots=True)
class _Process:
    """A process in /proc: ``start_time`` distinguishes it from a later one with the same ``pid``."""

    pid: int
    parent: int
    session: int
    processor: float
    start_time: int


class ProcessTree:
    """The process ``first``, which leads a session, and its descendants, those in sessions of their own (as browsers
    are) included.

    Where the system has no /proc, they are the session alone, and nothing is known of what they take.
    """

    def __init__(self, first: int) -> None:
        self._first = first
        self._known: dict[int, int] = {}
        self._usage = ResourceUsage()
        self._next = time.monotonic() + _FIRST_LOOK_SECONDS

    def usage(self) -> ResourceUsage:
        """Return what they have taken, as far as was known at most a moment ago."""
        now = time.monotonic()
        if now < self._next:
            return self._usage
        members = self._members()
        processor = max(self._usage.processor, sum(process.processor for process in members))
        self._usage = ResourceUsage(processor, sum(_own_memory(process.pid) for process in members))
        self._next = time.monotonic() + max(_INTERVAL_SECONDS, 20 * (time.monotonic() - now))
        return self._usage

    def end(self) -> None:
        """Kill all of them."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._first, signal.SIGKILL)
        for process in self._members():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(process.pid, signal.SIGKILL)

    def _members(self) -> list[_Process]:
        """Return those that live, one whose parent has ended among them where it was seen before."""
        processes = {process.pid: process for process in _processes()}
        members = {
            pid
            for pid, process in processes.items()
            if pid == self._first or process.session == self._first or self._known.get(pid) == process.start_time
        }
        before = -1
        while before != len(members):
            before = len(members)
            members |= {pid for pid, process in processes.items() if process.parent in members}
        self._known = {pid: processes[pid].start_time for pid in members}
        return [processes[pid] for pid in members]


def _processes() -> Iterator[_Process]:
    """Yield every process that may be seen."""
    tick = os.sysconf("SC_CLK_TCK")
    for name in os.listdir(_PROC) if _PROC.is_dir() else ():  # noqa: PTH208 - names are all that is wanted
        if name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):  # it may end while it is looked at
                # proc(5), stat, from field 3: [11:15] is utime, stime, cutime, cstime; [19] is starttime.
                row = _read(f"{_PROC}/{name}/stat").rpartition(b")")[2].split()
                yield _Process(int(name), int(row[1]), int(row[3]), sum(map(int, row[11:15])) / tick, int(row[19]))


def _read(path: str) -> bytes:
    """Return a file of /proc, read without the cost of a buffer: all are read whenever a program ends."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(handle, 4096)
    finally:
        os.close(handle)


def _own_memory(pid: int) -> int:
    """Return the bytes of memory of a process that no other and no file has."""
    with contextlib.suppress(OSError, IndexError, ValueError):
        _, resident, shared, *_ = Path(_PROC, str(pid), "statm").read_bytes().split()
        return max(int(resident) - int(shared), 0) * os.sysconf("SC_PAGE_SIZE")
    return 0
