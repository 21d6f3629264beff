"""The only module that starts external programs: each in a session of its own, within limits of time, processor time,
memory and output, and ended together with its children in every case.
"""

from __future__ import annotations

import contextlib
import os
import resource
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plantin.bounded.limits import MIB, BoundError, Limits, current
from plantin.bounded.process_tree import ProcessTree

__all__ = ["BoundError", "Limits", "ProcessResult", "end_all", "run"]

_AT_ONCE = 2**16
_PAUSE = 0.1
"""Seconds after which a program that says nothing is looked at."""


@dataclass(frozen=True, slots=True)
class ProcessResult:
    """How a program ended: its exit code (negative: the signal that ended it) and all that it printed."""

    code: int
    output: bytes
    errors: bytes

    @property
    def text(self) -> str:
        """What it printed on stdout, as UTF-8; invalid bytes are replaced."""
        return self.output.decode("utf-8", "replace")

    @property
    def complaint(self) -> str:
        """The last line that it printed on stderr, else on stdout, at most 300 letters; else how it ended."""
        for stream in (self.errors, self.output):
            lines = [line.strip() for line in stream[-4096:].decode("utf-8", "replace").splitlines() if line.strip()]
            if lines:
                return " ".join(lines[-1].split())[-300:]
        return f"it was ended by signal {-self.code}" if self.code < 0 else f"it ended with code {self.code}"


def run(
    command: Sequence[str | Path],
    *,
    given: bytes = b"",
    folder: Path | None = None,
    variables: Mapping[str, str] | None = None,
    name: str = "",
    limits: Limits | None = None,
) -> ProcessResult:
    """Run ``command`` to its end, with ``given`` on its stdin, in ``folder`` (default: this one), with ``variables``
    added to the environment. When this returns or raises, none of the processes that it started in its session is left.

    Raises OSError where it cannot be started, and BoundError, which calls the program ``name`` (default: its file's
    name), where it reached one of ``limits`` (default: those of this process).

    >>> run(["cat"], given=b"lamps").text
    'lamps'
    """
    if _over.is_set():
        raise OSError("the command was interrupted")
    words = list(map(str, command))
    if any("\0" in word for word in words):
        raise OSError(f"cannot start {words[0]!r} with NUL in its arguments")
    process = subprocess.Popen(
        words,
        stdin=subprocess.PIPE if given else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={**os.environ, **(variables or {})},
        start_new_session=True,
    )
    watch = _Watch(process, name or Path(words[0]).name, limits or current())
    _running.add(watch)
    try:
        output, errors = watch.talk(given)
        return ProcessResult(watch.wait(), output, errors)
    finally:
        watch.end()
        _running.discard(watch)


def end_all() -> None:
    """End every program that runs in any thread, and let none be started any more: this process is about to end."""
    _over.set()
    for watch in tuple(_running):
        watch.kill()


class _Watch:
    """A program that runs, and what it has taken so far."""

    def __init__(self, process: subprocess.Popen[bytes], name: str, limits: Limits) -> None:
        self._process = process
        self._name = name
        self._limits = limits
        self._begun = time.monotonic()
        self._tree = ProcessTree(process.pid)
        self._printed = 0
        if sys.platform == "linux":
            # Should this process be killed, nobody watches that one any more: the system then ends it in the end.
            bound = limits.processor + 5
            with contextlib.suppress(OSError, ValueError):
                resource.prlimit(process.pid, resource.RLIMIT_CPU, (bound, bound))

    def talk(self, given: bytes) -> tuple[bytes, bytes]:
        """Give it its input and take all that it prints until it has ended or closed both streams."""
        process, rest = self._process, memoryview(given)
        kept: dict[int, list[bytes]] = {}
        with selectors.DefaultSelector() as streams:
            for stream in filter(None, (process.stdout, process.stderr)):
                streams.register(stream, selectors.EVENT_READ)
                kept[stream.fileno()] = []
            if process.stdin is not None:
                os.set_blocking(process.stdin.fileno(), False)
                streams.register(process.stdin, selectors.EVENT_WRITE)
            while streams.get_map():
                # Asked first: a child that holds the streams open is not waited for, but nothing printed before the end
                # is lost.
                over = process.poll() is not None
                events = streams.select(_PAUSE)
                for key, _ in events:
                    if key.fileobj is process.stdin:
                        rest = self._give(key.fd, rest)
                        goes_on = len(rest) > 0
                    else:
                        goes_on = self._take(key.fd, kept[key.fd])
                    if not goes_on:
                        streams.unregister(key.fileobj)
                        key.fileobj.close()  # type: ignore[union-attr]
                self._look()
                if over and not events:
                    break
        output, errors = kept.values()
        return b"".join(output), b"".join(errors)

    def _give(self, stream: int, rest: memoryview) -> memoryview:
        """Return what is left to give after the program has taken what it can; nothing where it reads no further."""
        try:
            return rest[os.write(stream, rest[:_AT_ONCE]) :]
        except BrokenPipeError:
            return memoryview(b"")

    def _take(self, stream: int, kept: list[bytes]) -> bool:
        content = os.read(stream, _AT_ONCE)
        kept.append(content)
        self._printed += len(content)
        return bool(content)

    def wait(self) -> int:
        """Return its exit code, after it has ended."""
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                code = self._process.wait(_PAUSE)
                break
            self._look()
        if code == -signal.SIGXCPU:
            raise BoundError(self._name, "processor", self._limits.processor)
        return code

    def _look(self) -> None:
        """Raise BoundError where it has taken too much."""
        used = self._tree.usage()
        for bound, most, has in (
            ("output", self._limits.output, self._printed / MIB),
            ("seconds", self._limits.seconds, time.monotonic() - self._begun),
            ("processor", self._limits.processor, used.processor),
            ("memory", self._limits.memory, used.memory / MIB),
        ):
            if has > most:
                raise BoundError(self._name, bound, most)

    def kill(self) -> None:
        """End whatever of it is left."""
        self._tree.end()

    def end(self) -> None:
        """End whatever of it is left, and close its streams."""
        self.kill()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()
        self._process.wait()


_running: set[_Watch] = set()
_over = threading.Event()
