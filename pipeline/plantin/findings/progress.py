"""How far long work is, for whoever follows it: a command at a terminal does, and shows it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """How far a piece of work is."""

    work: str
    """What is done, in one word: check, validate."""
    name: str
    """What it is being done to: the name of a file or of a program."""
    done: int
    """So many pieces are done."""
    wanted: int
    """So many there are."""
    made: float
    """What the pieces done have taken, in the unit of ``total``."""
    total: float
    """What all pieces take."""


Follower = Callable[[Step], None]
_follower: ContextVar[Follower | None] = ContextVar("_follower", default=None)


@contextlib.contextmanager
def follow_steps(by: Follower) -> Iterator[None]:
    """Give ``by`` the steps of all work of this thread within it, some from threads that share the work."""
    before = _follower.set(by)
    try:
        yield
    finally:
        _follower.reset(before)


def report(step: Step) -> None:
    """Give a step to whoever follows."""
    if follower := _follower.get():
        follower(step)


class Steps:
    """Counts pieces of work that take about as long as one another. Threads may share it."""

    def __init__(self, work: str, wanted: int) -> None:
        self._work, self._wanted, self._done = work, wanted, 0
        self._follower = _follower.get()
        self._lock = threading.Lock()

    def at(self, name: str, done: int = 0) -> None:
        """Report that work is at ``name``, and that ``done`` more pieces are done."""
        with self._lock:
            self._done += done
            if self._follower:
                self._follower(Step(self._work, name, self._done, self._wanted, self._done, self._wanted))


def each(work: str, pieces: Sequence[T], name: Callable[[T], str] = str) -> Iterator[T]:
    """Yield the pieces, one by one: it is reported when one is begun, and when it is done.

    >>> with follow_steps(lambda step: print(step.name, step.done, step.wanted)):
    ...     for word in each("check", ["a.pdf", "b.pdf"]):
    ...         pass
    a.pdf 0 2
    a.pdf 1 2
    b.pdf 1 2
    b.pdf 2 2
    """
    steps = Steps(work, len(pieces))
    for piece in pieces:
        steps.at(name(piece))
        yield piece
        steps.at(name(piece), 1)
