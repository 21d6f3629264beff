"""Work in processes of our own: one that dies, or takes too much, spoils no other work, and says what happened."""

from __future__ import annotations

import contextlib
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import spawn
from pathlib import Path

import pytest

from plantin.bounded.limits import BoundError, Limits, current, impose
from plantin.bounded.workers import WorkError, Workers, limit_process
from plantin.findings import ToolError
from plantin.production.results import result_of

pytestmark = pytest.mark.full


class StubbornError(Exception):
    """An error that cannot leave its process."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first + second)


def double(number: int) -> int:
    return 2 * number


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fill() -> int:
    return len(bytearray(2 * 2**30))


def spin() -> None:
    while True:
        pass


def stubborn() -> None:
    raise StubbornError("odd ", "thing")


def nested(depth: int = 0) -> int:
    return nested(depth + 1)


def bound(name: str) -> int:
    return int(getattr(current(), name))


def processor_bound() -> int:
    """The bound of processor time that the system holds."""
    return resource.getrlimit(resource.RLIMIT_CPU)[0]


def work_for_a_second() -> None:
    end = time.process_time() + 1.1
    while time.process_time() < end:
        pass


def litter() -> str:
    """Leaves a folder for temporary files, as the layout engine leaves its fonts."""
    left = tempfile.mkdtemp()
    assert Path(left).parent == Path(os.environ["TMPDIR"]), (
        "programs that the worker starts would leave theirs elsewhere"
    )
    return left


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    before = current()
    impose(Limits(processor=1, memory=1024))
    with Workers(2) as started:
        yield started
    impose(before)


def test_work_gives_its_result_or_its_error(workers: Workers) -> None:
    assert [one.result() for one in [workers.submit(double, number) for number in range(5)]] == [0, 2, 4, 6, 8]
    with pytest.raises(FileNotFoundError):
        workers.submit(Path("/nowhere").stat).result()
    assert workers.submit(bound, "memory").result() == 1024, "the bounds hold in the workers too"


def test_only_the_work_that_kills_its_process_is_without_result(workers: Workers) -> None:
    before, deadly, after = (
        workers.submit(double, 1),
        workers.submit(die),
        [workers.submit(double, number) for number in range(4)],
    )
    with pytest.raises(ToolError) as raised:
        result_of(deadly, "build/lamps.pdf")
    (finding,) = raised.value.findings
    assert (finding.code, finding.place.path) == ("V012", "build/lamps.pdf")
    assert "crashed" in finding.message
    assert [before.result(), *(one.result() for one in after)] == [2, 0, 2, 4, 6]
    assert workers.submit(double, 7).result() == 14


def test_a_worker_outlives_the_thread_that_gave_it_its_first_work() -> None:
    with Workers(1) as started, ThreadPoolExecutor(1) as thread:
        first = thread.submit(lambda: started.submit(os.getpid).result()).result()
        thread.shutdown()
        assert started.submit(os.getpid).result() == first


def test_workers_take_their_temporary_files_with_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Workers(1) as started:
        left = Path(started.submit(litter).result())
        assert left.is_relative_to(tmp_path)
        assert left.is_dir()
    assert not list(tmp_path.iterdir())


def test_an_interrupted_command_leaves_no_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    started = Workers(1)
    started.submit(litter).result()
    started.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert not list(tmp_path.iterdir())


def test_work_that_takes_too_much_says_which_bound_it_reached(workers: Workers) -> None:
    for work, words in ((fill, "used more than 1,024 MiB of memory"), (spin, "used more than 1 s of processor time")):
        with pytest.raises(BoundError, match=words):
            workers.submit(work).result()
    with pytest.raises(
        ToolError, match=r"build/lamps.pdf: error V011: the work on it used more than 1,024 MiB of memory"
    ):
        result_of(workers.submit(fill), "build/lamps.pdf")


def test_a_worker_has_the_bound_of_each_piece_of_work_not_that_of_the_command_for_all() -> None:
    before = current()
    impose(Limits())
    with limit_process(), Workers(1) as started:
        first, _, second = (
            started.submit(work).result() for work in (processor_bound, work_for_a_second, processor_bound)
        )
    impose(before)
    assert second > first


def test_an_error_that_cannot_leave_its_process_is_reported_in_words(workers: Workers) -> None:
    with pytest.raises(WorkError, match="failed: StubbornError: odd thing"):
        workers.submit(stubborn).result()
    with pytest.raises(WorkError, match="is nested too deeply"):
        workers.submit(nested).result()


# Forked processes: only a process with one thread forks, so each of these tests has one of its own

COPIES = """
import multiprocessing, os, signal, sys, threading, time
from plantin.bounded.limits import BoundError, Limits, impose
from plantin.bounded.workers import WorkError, Workers

LOADED = "'colorsys' in __import__('sys').modules"

def load():
    import colorsys

def begun(most=2, load=load):
    workers = Workers(2)
    workers.begin(most, load)
    return workers

def children():
    return sorted(child.pid for child in multiprocessing.active_children())
"""


def alone(code: str) -> list[str]:
    """What ``code`` prints, line by line, in a process of its own."""
    command = [sys.executable, "-W", "error", "-c", COPIES + code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


linux = pytest.mark.skipif(sys.platform != "linux", reason="forks are made on Linux alone")


@linux
def test_forked_processes_have_what_was_loaded_once() -> None:
    code = """
import os, time
for most in (1, 2, 5):
    while len(os.listdir("/proc/self/task")) > 1:  # the system ends a thread a little after it was joined
        time.sleep(0.01)
    with begun(most) as workers:
        first = children()
        print(len(first), workers.submit(eval, LOADED).result(), children() == first)
"""
    assert alone(code) == ["1 True True", "2 True True", "2 True True"]


@linux
def test_a_process_with_other_threads_does_not_fork() -> None:
    code = """
stop = threading.Event()
thread = threading.Thread(target=stop.wait)
thread.start()
with begun() as workers:
    print(children(), workers.submit(eval, LOADED).result())
stop.set()
thread.join()
def begin_thread():
    stop.clear()
    threading.Thread(target=stop.wait, daemon=True).start()
with begun(load=begin_thread) as workers:
    print(children(), workers.submit(eval, LOADED).result())
stop.set()
"""
    assert alone(code) == ["[] False", "[] False"]


@linux
def test_forked_processes_obey_the_bounds_and_spoil_no_work_but_their_own() -> None:
    code = """
def spin():
    while True:
        pass

impose(Limits(processor=1, memory=1024))
with begun() as workers:
    for call, arguments in ((spin, ()), (bytearray, (2 * 2**30,))):
        try:
            workers.submit(call, *arguments).result()
        except BoundError as error:
            print(str(error).strip())
    deadly, sound = workers.submit(eval, "__import__('os').kill(__import__('os').getpid(), 9)"), workers.submit(pow, 2, 3)
    try:
        deadly.result()
    except WorkError as error:
        print(error)
    print(sound.result(), workers.submit(pow, 2, 5).result())
"""
    ended = "ended its process: it crashed, or the system ended it for want of memory"
    assert alone(code) == ["used more than 1 s of processor time", "used more than 1,024 MiB of memory", ended, "8 32"]


@linux
def test_a_forked_process_has_the_bound_of_each_piece_of_work_not_that_of_the_command_for_all() -> None:
    code = """
import resource
from plantin.bounded.workers import limit_process
def processor_bound():
    return resource.getrlimit(resource.RLIMIT_CPU)[0]

def work_for_a_second():
    end = time.process_time() + 1.1
    while time.process_time() < end:
        pass

with limit_process(), begun(1) as workers:
    works = processor_bound, work_for_a_second, processor_bound
    first, _, second = (workers.submit(work).result() for work in works)
    print(second > first)
"""
    assert alone(code) == ["True"]


@linux
def test_what_cannot_be_loaded_or_forked_is_left_to_the_work() -> None:
    code = """
def no(*_):
    raise OSError("no")

with begun(load=no) as workers:
    print(len(children()), workers.submit(pow, 2, 3).result())
fork = os.fork
count = []
def second():
    count.append(1)
    return fork() if len(count) == 1 else no()
os.fork = second
with begun() as workers:
    while children():
        time.sleep(0.01)
    print("ended", workers.submit(pow, 2, 3).result())
import multiprocessing.context
multiprocessing.context.BaseContext.Lock = no  # as where /dev/shm may not be written
with begun() as workers:
    print(workers.submit(pow, 2, 3).exception())
"""
    assert alone(code) == ["2 8", "ended 8", "could not be begun: no"]


@linux
@pytest.mark.parametrize(
    "unheard", ["", "workers.submit(signal.signal, signal.SIGTERM, signal.SIG_IGN).result()"], ids=["", "signal lost"]
)
def test_forked_processes_end_with_a_command_that_is_killed(unheard: str) -> None:
    code = f"""
workers = begun()
workers.submit(pow, 2, 3).result()
{unheard}
busy = workers.submit(time.sleep, 60)
print(*children(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    command = [sys.executable, "-c", COPIES + code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as killed:
        try:
            said, complaint = killed.communicate(timeout=60)  # the streams are held open as long as a process is left
        except subprocess.TimeoutExpired as late:
            left = {int(number): what_it_does(number) for number in (late.stdout or b"").split()}
            ended = killed.poll()
            killed.kill()
            for number in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            pytest.fail(f"the command ended with {ended}; left are {left}")
    assert (killed.returncode, len(said.split()), complaint) == (-signal.SIGKILL, 2, "")


def what_it_does(number: bytes) -> str:
    """The state of each thread of a process, where it waits, and its signals."""
    threads = Path("/proc", number.decode(), "task").glob("*")
    return "; ".join(
        " ".join(
            [
                *re.findall(r"^(?:State|Sig\w+|Shd\w+):.*", (thread / "status").read_text("utf-8"), re.MULTILINE),
                (thread / "wchan").read_text("utf-8"),
            ]
        )
        for thread in threads
    )


@linux
def test_what_is_loaded_before_a_fork_is_within_the_bound_of_the_command() -> None:
    code = """
from plantin.bounded.workers import limit_process
def endless():
    while True:
        pass
try:
    with limit_process(Limits(processor=1)):
        begun(load=endless)
except BoundError as error:
    print(error.bound, children())
"""
    assert alone(code) == ["processor []"]


@linux
def test_a_python_without_pidfd_has_workers_all_the_same() -> None:
    code = """
del os.pidfd_open
with begun() as workers:
    print(workers.submit(eval, LOADED).result())
"""
    assert alone(code) == ["True"]


@pytest.fixture
def no_python(tmp_path: Path) -> Iterator[Path]:
    """A Python that may not be executed, as the one that workers are started with."""
    path = tmp_path / "python3"
    path.write_text("#!/bin/sh\n", "utf-8")
    path.chmod(0o644)
    before = spawn.get_executable()
    spawn.set_executable(str(path))
    yield path
    spawn.set_executable(before)


@pytest.mark.filterwarnings("ignore:resource_tracker")  # its process is begun with the same Python, and dies too
@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # semaphores are taken off its list, and it has died
@pytest.mark.parametrize("checked", [True, False])
def test_a_python_that_may_not_be_executed_is_reported(
    no_python: Path, monkeypatch: pytest.MonkeyPatch, *, checked: bool
) -> None:
    if not checked:  # nobody could know before: the process is begun, and dies
        monkeypatch.setattr(os, "access", lambda *_: True)
    with Workers(2) as executor:
        futures = [executor.submit(double, n) for n in range(3)]
        for future in futures:
            with pytest.raises(
                WorkError, match=f"could not be begun.*{no_python}" if checked else "begun|ended its process"
            ):
                future.result(timeout=60)
    with Workers(1) as executor, pytest.raises(ToolError) as caught:
        result_of(executor.submit(double, 1), "build/x.pdf")
    assert [finding.code for finding in caught.value.findings] == ["V012"]
