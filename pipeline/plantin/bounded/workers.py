"""Worker processes within limits; one that crashes affects no other work."""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import gc
import os
import pickle
import resource
import select
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from plantin.bounded import process
from plantin.bounded.limits import MIB, BoundError, Limits, current, impose

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

__all__ = ["WorkError", "Workers", "limit_process"]

T = TypeVar("T")
P = ParamSpec("P")
_PR_SET_PDEATHSIG = 1
_COLLECTED = 1_000_000
"""How many objects are made before a worker looks for garbage: more is faster, and takes more memory."""
_GRACE = 60
"""Seconds of processor time after which work that does not hear of its bound is ended by the system."""
_PROCESSOR = resource.getrlimit(resource.RLIMIT_CPU)[0]
"""The seconds of processor time that the system gave this process when it began."""


class WorkError(RuntimeError):
    """A piece of work that gave no result because its process died, or because its error cannot leave its process. The
    message says why, in words that follow the name of the work, ``hint`` what may help.
    """

    hint = "Look whether it is sound, and try again with --jobs 1."


class NoProcessError(WorkError):
    """A piece of work for which no process could be begun."""

    hint = "Let whoever runs the press execute its Python, begin processes, and write to /dev/shm."

    @classmethod
    def of(cls, error: Exception) -> NoProcessError:
        """Return the error for what the system, or the pool of processes, reported."""
        return cls(f"could not be begun: {error}")


class Workers(Executor):
    """``jobs`` processes, started by ``begin`` or with the first piece of work; they end when this one does, however it
    ends. What they, and the programs that they start, write into the folder for temporary files is gone with them.

    A future has the result or error of its work; BoundError where it took too much, WorkError where its process died.
    When a process dies, work that was lost with it is done again, each piece in a process of its own, so that only the
    guilty piece is without result.
    """

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self._limits = current()
        self._pool: ProcessPoolExecutor | None = None
        self._again = ThreadPoolExecutor(1)
        # The system ends a worker with the thread that started it (prctl(2), PR_SET_PDEATHSIG), and work may be given
        # by threads that end.
        self._starter = ThreadPoolExecutor(1)
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._over = False

    def begin(self, most: int, load: Callable[[], object] | None = None) -> None:
        """Fork the processes now, but no more than ``most``, after ``load`` was called: what all of them need is loaded
        once. Where a fork is not safe, because this process has other threads or the system is not Linux, nothing is
        done, and each process is spawned and loads by itself. So is one that takes the place of one that died. What
        ``load`` does not find (ImportError, OSError) is reported by the work that needs it; other errors are raised,
        BoundError among them: it reached a bound of this process.
        """
        if self._pool is not None or not _may_fork():
            return
        if load is not None:
            with _pause_collection(), contextlib.suppress(ImportError, OSError):
                load()
        if not _may_fork():
            return
        gc.freeze()
        others = _children()
        try:
            pool = self._start_pool(min(self.jobs, most), "fork")
        except OSError:
            return  # whoever gives work hears of it
        try:
            pool.submit(os.getpid)  # with its first piece of work such a pool starts all its processes
        except (OSError, BrokenExecutor):
            for worker in _children() - others:
                worker.terminate()
            pool.shutdown(wait=False)
        else:
            self._pool = pool

    def submit(self, call: Callable[P, T], /, *arguments: P.args, **named: P.kwargs) -> Future[T]:
        """See ``concurrent.futures.Executor``; a call whose process dies is done again by itself before it fails."""
        work = partial(call, *arguments, **named)
        outcome: Future[T] = Future()
        outcome.set_running_or_notify_cancel()
        try:
            future = self._starter.submit(self._submit_to_pool, work).result()
        except (OSError, BrokenExecutor) as error:
            outcome.set_exception(NoProcessError.of(error))
            return outcome
        future.add_done_callback(lambda done: self._settle(done, outcome, work))
        return outcome

    def _submit_to_pool(self, work: Callable[[], T]) -> Future[T]:
        """Give ``work`` to a process, in the thread that starts them, and return its outcome. Raises OSError or
        BrokenExecutor where there is none.
        """
        pool = self._pool or self._new(self.jobs)
        try:
            future = pool.submit(_done, work)
        except BrokenExecutor:
            pool.shutdown(wait=False)
            pool = self._new(self.jobs)
            future = pool.submit(_done, work)
        self._pool = pool
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes, after the calls that were begun."""
        if self._pool is not None:
            self._pool.shutdown(wait, cancel_futures=cancel_futures)
        self._again.shutdown(wait, cancel_futures=cancel_futures)
        self._starter.shutdown(wait)
        if self._scratch is not None:
            self._scratch.cleanup()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            # Nobody waits for the results any more.
            self._over = True
            for worker in _children():
                worker.terminate()
        self.shutdown(cancel_futures=kind is not None)

    def _settle(self, done: Future[T], outcome: Future[T], work: Callable[[], T]) -> None:
        if done.cancelled() or self._over:
            outcome.set_exception(WorkError("was given up"))
        elif isinstance(done.exception(), BrokenExecutor):
            try:
                self._again.submit(self._alone, outcome, work)
            except RuntimeError:  # it was shut down meanwhile
                outcome.set_exception(WorkError("was given up"))
        else:
            _copy(done, outcome)

    def _alone(self, outcome: Future[T], work: Callable[[], T]) -> None:
        """Do ``work`` once more, in a process that does nothing else."""
        try:
            with self._new(1) as pool:
                done = pool.submit(_done, work)
                broken = isinstance(done.exception(), BrokenExecutor)
        except (OSError, BrokenExecutor) as error:
            # Whoever waits for the result must hear of it: nobody looks at what this thread raises.
            outcome.set_exception(NoProcessError.of(error))
            return
        if broken:
            outcome.set_exception(WorkError("ended its process: it crashed, or the system ended it for want of memory"))
        else:
            _copy(done, outcome)

    def _new(self, jobs: int) -> ProcessPoolExecutor:
        # Loaded where there is something to do: who finds all editions as they were starts no process.
        from multiprocessing import spawn

        # Of a program that cannot be started multiprocessing says nothing: its process is begun, and dies.
        program = os.fsdecode(spawn.get_executable() or sys.executable)
        if not os.access(program, os.X_OK):
            raise PermissionError(f"{program} may not be executed, or is not there")
        return self._start_pool(jobs, "spawn")

    def _start_pool(self, jobs: int, method: str) -> ProcessPoolExecutor:
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        if self._scratch is None:
            self._scratch = tempfile.TemporaryDirectory(prefix="plantin-", ignore_cleanup_errors=True)
        context = multiprocessing.get_context(method)
        return ProcessPoolExecutor(jobs, context, _begin, (os.getpid(), self._limits, self._scratch.name, _PROCESSOR))


def _may_fork() -> bool:
    """Return whether this process has one thread, with those of libraries: in a fork, locks of others stay held."""
    return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 - names are all that is wanted


def _children() -> set[BaseProcess]:
    """Return the processes that this one has started by multiprocessing."""
    import multiprocessing

    return set(multiprocessing.active_children())


def _copy(done: Future[T], outcome: Future[T]) -> None:
    error = done.exception()
    if error is not None:
        outcome.set_exception(error)
    else:
        outcome.set_result(done.result())


@contextlib.contextmanager
def _pause_collection() -> Iterator[None]:
    """Look for no garbage meanwhile: what is loaded stays."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _begin(parent: int, limits: Limits, scratch: str, processor: int) -> None:
    """Let this process end with the command, instead of waiting for work for ever (Linux), obey ``limits``, and keep
    its temporary files in ``scratch``: it ends at once, without clearing away what its libraries have left there (the
    layout engine its fonts). ``processor`` is the system's bound of processor time: that under which the command works
    is not one for all that a worker does.
    """
    impose(limits)
    resource.setrlimit(resource.RLIMIT_CPU, (processor, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    tempfile.tempdir = os.environ["TMPDIR"] = scratch
    # What is loaded now stays: it need not be looked through again and again for garbage, and a page of a report makes
    # little.
    gc.freeze()
    gc.set_threshold(_COLLECTED)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # The command hears of it too, and ends its workers.
    signal.signal(signal.SIGTERM, _leave)
    # All results have been sent when a worker ends: to free what it holds piece by piece takes as long as a report's
    # Word files.
    atexit.register(os._exit, 0)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        # Some systems and builds of Python have no pidfd, and no thread may be allowed.
        with contextlib.suppress(OSError, AttributeError, RuntimeError):
            threading.Thread(target=_end_with, args=(os.pidfd_open(parent),), daemon=True).start()
        # The signal is sent once: a command that was killed while this worker started has sent it already.
        if os.getppid() != parent:
            os._exit(1)


def _end_with(command: int) -> None:
    """End this process when that of the pidfd ``command`` has ended. A signal is not heard where it comes after the
    last look for signals and before the wait for work that is shared with a worker that has ended meanwhile (signal(7),
    sem_wait(3)).
    """
    over = select.poll()
    over.register(command, select.POLLIN)
    over.poll()
    _leave(signal.SIGTERM, None)


def _leave(number: int, _frame: object) -> None:
    process.end_all()
    os._exit(128 + number)


def _done(work: Callable[[], T]) -> T:
    """Return the result of a piece of work; what cannot go back to the other process is found while reportable."""
    try:
        with limit_process():
            result = work()
    except Exception as error:
        if _can_travel(error):
            raise
        raise WorkError(f"failed: {type(error).__name__}: {str(error)[:300]}") from None
    return result


def _can_travel(value: object) -> bool:
    try:
        pickle.loads(pickle.dumps(value))  # noqa: S301 - made in this line
    except Exception:  # noqa: BLE001 - whatever it is, it cannot
        return False
    return True


@contextlib.contextmanager
def limit_process(limits: Limits | None = None) -> Iterator[None]:
    """Give this process so much more processor time and memory within it; beyond them its main thread gets a
    BoundError.

    >>> with limit_process(Limits(processor=1)):
    ...     while True:
    ...         pass
    Traceback (most recent call last):
    plantin.bounded.limits.BoundError: used more than 1 s of processor time
    """
    most = limits or current()
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, lambda *_: _stop(most))
    signal.setitimer(signal.ITIMER_PROF, most.processor)
    with (
        _soft(resource.RLIMIT_DATA, most.memory * MIB),
        _soft(resource.RLIMIT_CPU, int(_processor_time()) + most.processor + _GRACE),
    ):
        try:
            yield
        except MemoryError:
            raise BoundError("", "memory", most.memory) from None
        except RecursionError:
            raise WorkError("is nested too deeply") from None
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)


def _stop(limits: Limits) -> None:
    raise BoundError("", "processor", limits.processor)


def _processor_time() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


@contextlib.contextmanager
def _soft(kind: int, most: int) -> Iterator[None]:
    """Set the limit ``kind`` of the system to ``most``, where that is lower than it was; put it back afterwards."""
    soft, hard = resource.getrlimit(kind)
    lower = [bound for bound in (soft, hard, most) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(kind, (min(lower), hard))
    try:
        yield
    finally:
        resource.setrlimit(kind, (soft, hard))
