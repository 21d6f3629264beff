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
_SOON, _OFTEN = 0.1, 0.25
"""Seconds before the first look and between two; looking itself may take a twentieth of the time."""


@dataclass(frozen=True, slots=True)
class ResourceUsage:
    """What processes have taken: seconds of processor time, and bytes of memory that are theirs alone."""

    processor: float = 0
    memory: int = 0


@dataclass(frozen=True, slots=True)
class _Process:
    """A line of /proc: ``begun`` distinguishes a process from a later one that was given the same number."""

    number: int
    parent: int
    session: int
    processor: float
    begun: int


class ProcessTree:
    """The process ``first``, which leads a session, and its descendants, those in sessions of their own (as browsers
    are) included.

    Where the system has no /proc, they are the session alone, and nothing is known of what they take.
    """

    def __init__(self, first: int) -> None:
        self._first = first
        self._known: dict[int, int] = {}
        self._usage = ResourceUsage()
        self._next = time.monotonic() + _SOON

    def usage(self) -> ResourceUsage:
        """Return what they have taken, as far as was known at most a moment ago."""
        now = time.monotonic()
        if now < self._next:
            return self._usage
        members = self._members()
        processor = max(self._usage.processor, sum(process.processor for process in members))
        self._usage = ResourceUsage(processor, sum(_own_memory(process.number) for process in members))
        self._next = time.monotonic() + max(_OFTEN, 20 * (time.monotonic() - now))
        return self._usage

    def end(self) -> None:
        """Kill all of them."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._first, signal.SIGKILL)
        for process in self._members():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(process.number, signal.SIGKILL)

    def _members(self) -> list[_Process]:
        """Return those that live, one whose parent has ended among them where it was seen before."""
        processes = {process.number: process for process in _processes()}
        members = {
            number
            for number, process in processes.items()
            if number == self._first or process.session == self._first or self._known.get(number) == process.begun
        }
        before = -1
        while before != len(members):
            before = len(members)
            members |= {number for number, process in processes.items() if process.parent in members}
        self._known = {number: processes[number].begun for number in members}
        return [processes[number] for number in members]


def _processes() -> Iterator[_Process]:
    """Yield every process that may be seen."""
    tick = os.sysconf("SC_CLK_TCK")
    for name in os.listdir(_PROC) if _PROC.is_dir() else ():  # noqa: PTH208 - names are all that is wanted
        if name.isdigit():
            # It may end while it is looked at.
            with contextlib.suppress(OSError, IndexError, ValueError):
                row = _read(f"{_PROC}/{name}/stat").rpartition(b")")[2].split()
                yield _Process(int(name), int(row[1]), int(row[3]), sum(map(int, row[11:15])) / tick, int(row[19]))


def _read(path: str) -> bytes:
    """Return the bytes of a file of /proc, in one piece: each process has one, all read whenever a program ends."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(handle, 4096)
    finally:
        os.close(handle)


def _own_memory(number: int) -> int:
    """Return the bytes of memory of a process that no other and no file has."""
    with contextlib.suppress(OSError, IndexError, ValueError):
        _, resident, shared, *_ = Path(_PROC, str(number), "statm").read_bytes().split()
        return max(int(resident) - int(shared), 0) * os.sysconf("SC_PAGE_SIZE")
    return 0
