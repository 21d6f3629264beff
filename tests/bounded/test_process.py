"""A program that we start ends within its bounds, with all that it started, and says which bound it reached."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from plantin.bounded.process import BoundError, Limits, run

pytestmark = pytest.mark.full


def alive(mark: str) -> bool:
    """Whether a process that was started with ``mark`` in its environment lives on; the system may take a moment to end
    one.
    """
    until = time.monotonic() + 5
    while found := _found(mark):
        if time.monotonic() > until:
            break
        time.sleep(0.02)
    return found


def _found(mark: str, command: bytes = b"") -> bool:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if (
                f"MARK={mark}".encode() in (folder / "environ").read_bytes()
                and command in (folder / "cmdline").read_bytes()
            ):
                return True
        except OSError:
            continue
    return False


def test_a_program_gets_its_input_and_gives_all_that_it_prints() -> None:
    words = b"lamps " * 500_000
    ended = run(["cat"], given=words)
    assert (ended.code, ended.output, ended.errors) == (0, words, b"")
    assert run(["sh", "-c", "echo one; echo two >&2; exit 3"]).complaint == "two"
    assert run(["sh", "-c", "exit 3"]).complaint == "it ended with code 3"
    assert run(["sh", "-c", "kill -9 $$"]).complaint == "it was ended by signal 9"
    assert run(["true"], given=words).code == 0, "a program need not read what it is given"


def test_a_program_that_cannot_be_started_is_an_error_of_the_system() -> None:
    with pytest.raises(FileNotFoundError):
        run(["/nowhere/program"])
    with pytest.raises(OSError, match="NUL"):
        run(["echo", "a\0b"])


@pytest.mark.parametrize(
    ("script", "limits", "words"),
    [
        ("sleep 30", Limits(seconds=1), "sh did not end within 1 s"),
        ("exec >&- 2>&-; sleep 30", Limits(seconds=1), "sh did not end within 1 s"),
        ("yes", Limits(output=1), "sh printed more than 1 MiB"),
        ("while :; do :; done", Limits(processor=1), "sh used more than 1 s of processor time"),
        ("(while :; do :; done) & wait", Limits(processor=1), "sh used more than 1 s of processor time"),
        (
            f"{sys.executable} -c 'bytearray(10**9); input()' & wait",
            Limits(memory=100),
            "sh used more than 100 MiB of memory",
        ),
    ],
)
def test_each_bound_ends_a_program_and_its_children(script: str, limits: Limits, words: str) -> None:
    mark = f"{os.getpid()}-{time.monotonic_ns()}"
    with pytest.raises(BoundError) as raised:
        run(["sh", "-c", script], variables={"MARK": mark}, limits=limits)
    assert str(raised.value) == words
    assert f"raise `{raised.value.bound}`" in raised.value.hint
    assert not alive(mark)


def test_what_a_program_leaves_behind_ends_with_it() -> None:
    mark = f"{os.getpid()}-{time.monotonic_ns()}"
    begun = time.monotonic()
    assert run(["sh", "-c", "sleep 31 & echo lit"], variables={"MARK": mark}).text == "lit\n"
    assert time.monotonic() - begun < 5
    assert not alive(mark)


def test_a_program_ends_with_the_command_that_started_it() -> None:
    mark = f"{os.getpid()}-{time.monotonic_ns()}"
    imports = "from plantin.cli import main; from plantin.bounded import process"
    code = f"{imports}\nmain.run = lambda _: process.run(['sleep', '32'])\nmain.main()"
    with subprocess.Popen(
        [sys.executable, "-c", code], env={**os.environ, "MARK": mark}, stderr=subprocess.DEVNULL
    ) as command:
        until = time.monotonic() + 20
        while not _found(mark, b"sleep\x0032") and time.monotonic() < until:
            time.sleep(0.05)
        command.send_signal(signal.SIGTERM)
    assert not alive(mark)
