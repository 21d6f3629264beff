"""Runs the steps of a build on workers of dask.distributed, here or on other machines (the extra ``dask``).

Whatever a step needs is sent by value, and what it writes is sent back and lands here as any edition does: by one
rename. Dask does the scheduling; work that was lost with a worker is done again by another.
"""

from __future__ import annotations

import logging
import pickle
import re
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from plantin.bounded.workers import WorkError
from plantin.files import digest, write
from plantin.findings import Place, PlantinError, ToolError
from plantin.house.layout import House
from plantin.packs.farm import dask_answers, dask_tasks, parcels
from plantin.packs.farm.dask_answers import RefusedError, WorkRequest
from plantin.packs.farm.dask_tasks import HousePlaceholder, Job
from plantin.packs.farm.parcels import SentFile
from plantin.production import steps
from plantin.production.checking import Verdict
from plantin.production.formats import Edition, content_of

if TYPE_CHECKING:
    from distributed import LocalCluster

T = TypeVar("T")
P = ParamSpec("P")
Task = Any
"""A future of Dask, whose methods have no types."""
_LOCAL = re.compile(r"local:([1-9]\d{0,2})")
_BUILD = "build"
"""The name of the build folder of a worker, wherever editions land here."""
_SECONDS = 30
"""How long the scheduler may take to answer, and the first worker to be there."""


class DaskWorkers(Executor):
    """The workers of the Dask scheduler at ``address``, or with ``local:N`` so many of our own on this machine, for
    steps of a build in ``house``. Raises ToolError: V014 Dask is not installed, not reached or without a worker, V015 a
    worker that would make other editions.
    """

    def __init__(self, address: str, house: House) -> None:
        self._house = house
        self._press = dask_tasks.identity()
        self._cluster: LocalCluster | None = None
        self._futures: dict[str, Task] = {}
        self._reports: dict[str, Task] = {}
        self._over = False
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            self._client = self._connect(address)
        except ImportError:
            raise _connection_error("Dask is not installed", "Install it: pip install 'plantin[dask]'.") from None
        except (OSError, TimeoutError, ValueError, RuntimeError, TypeError) as error:  # TypeError: tls: without keys
            raise _connection_error(
                f"no Dask scheduler at {address}: {str(error) or 'no answer'}",
                "Start it, or correct the address; tls: needs keys, `plantin help scale`.",
            ) from None
        try:
            self._require_alike(address)
        except BaseException:
            self._close()
            raise

    @property
    def jobs(self) -> int:
        """How many steps the workers do at once: the threads that they have now."""
        return max(1, sum(map(int, self._client.ncores().values())))

    def submit(self, call: Callable[P, T], /, *arguments: P.args, **named: P.kwargs) -> Future[T]:
        """See ``concurrent.futures.Executor``; the call is ``compose``, ``issue`` or ``check`` of
        ``plantin.production.steps``, without named arguments.
        """
        if named:
            raise TypeError(f"named arguments: {', '.join(named)}")
        outcome: Future[T] = Future()
        outcome.set_running_or_notify_cancel()
        try:
            sent = tuple(map(self._pack_argument, arguments))
            asked = _work_request(call, sent)
            # As bytes: Dask's scheduler would unpack a job, which has a whole document in it, and pack it again.
            job = pickle.dumps(Job(call, sent, self._press))
            report = self._report(str(arguments[1])) if call is steps.compose else None
            task = self._client.submit(dask_tasks.do, job, self._parcel, report, pure=False)
        except PlantinError as error:
            outcome.set_exception(error)
            return outcome
        self._futures[task.key] = task
        task.add_done_callback(lambda done: self._settle(done, outcome, asked))
        return outcome

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of the workers; those of ``local:N`` end."""
        if cancel_futures or not wait:
            self._over = True
            self._client.cancel(list(self._futures.values()))
        self._close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown(cancel_futures=kind is not None)

    def _connect(self, address: str) -> Any:
        from distributed import Client, LocalCluster

        if local := _LOCAL.fullmatch(address):
            # With keys of its own (TLS): whoever reaches a scheduler can run code there, and other users of this
            # machine reach its port.
            self._cluster = LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=int(local[1]),
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                silence_logs=logging.CRITICAL,
                security=True,
            )
        return Client(self._cluster or address, timeout=_SECONDS, set_as_default=False, name="plantin")  # type: ignore[no-untyped-call]

    def _require_alike(self, address: str) -> None:
        try:
            self._client.wait_for_workers(1, timeout=_SECONDS)
            identities = self._client.run(dask_tasks.identity)
        except TimeoutError:
            hint = "Start one: dask worker ADDRESS."
            raise _connection_error(f"the Dask scheduler at {address} has no worker", hint) from None
        except ImportError as error:
            raise _unlike(address, str(error)) from None
        for worker, identity in identities.items():
            if difference := dask_tasks.unlike(self._press, identity):
                raise _unlike(worker, difference)

    @cached_property
    def _parcel(self) -> Task:
        """The house, as the result of a task: Dask makes it again where it was lost with a worker."""
        parcel = parcels.of_house(self._house)
        return self._client.submit(_itself, parcel, key=f"plantin-house-{parcel.digest}")

    def _report(self, slug: str) -> Task:
        if slug not in self._reports:
            parcel = parcels.of_report(self._house, slug)
            self._reports[slug] = self._client.submit(_itself, parcel, key=f"plantin-report-{parcel.digest}")
        return self._reports[slug]

    def _pack_argument(self, value: object) -> object:
        """Return an argument as it travels."""
        if isinstance(value, House):
            if value != self._house:
                raise TypeError(f"another house than that of these workers: {value.root}")
            return HousePlaceholder()
        if isinstance(value, Path) and value.is_relative_to(self._house.root):
            name = self._house.name(value)
            return SentFile(name, content_of(value, name)) if value.is_file() else value
        return value

    def _settle(self, done: Task, outcome: Future[T], asked: WorkRequest) -> None:
        """Give whoever waits for it what a worker answered, after the edition that was asked for was written."""
        self._futures.pop(done.key, None)
        if self._over or done.status != "finished":
            outcome.set_exception(self._fault(done))
            return
        try:
            answer, content = dask_answers.accept_answer(done.result(), asked, _BUILD)
            if asked.edition and content:
                write(self._house.build / asked.edition.target, content, self._house.writing_folder)
        except RefusedError as error:
            hint = "Nothing of it was taken. Find out who answers there."
            outcome.set_exception(ToolError.of("V018", f"a Dask worker answered with {error}", Place("dask"), hint))
        except Exception as error:  # noqa: BLE001 - who waits for the result hears of it
            outcome.set_exception(error)
        else:
            outcome.set_exception(answer.error) if answer.error else outcome.set_result(answer.result)

    def _fault(self, done: Task) -> BaseException:
        from distributed import KilledWorker

        if self._over or done.status != "error":
            return WorkError("was given up")
        error = done.exception()
        if isinstance(error, KilledWorker):
            return WorkError("ended the Dask workers that did it, one after another")
        return WorkError(f"failed on a Dask worker: {type(error).__name__}: {str(error)[:300]}")

    def _close(self) -> None:
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()


def _work_request(call: Callable[..., object], sent: Sequence[object]) -> WorkRequest:
    """Return what ``call`` with the arguments ``sent`` may be answered with."""
    edition = next((argument for argument in sent if isinstance(argument, Edition)), None)
    if call is steps.compose:
        return WorkRequest(steps.ComposedReport)
    if call is steps.issue:
        return WorkRequest(steps.IssuedFile, edition)
    if call is steps.check:
        content_digest = next((digest(argument.content) for argument in sent if isinstance(argument, SentFile)), "")
        return WorkRequest(Verdict, edition, content_digest)
    raise TypeError(f"{call.__name__} is no step that Dask workers do")


def _itself(parcel: parcels.Parcel) -> parcels.Parcel:
    return parcel


def _connection_error(message: str, hint: str) -> ToolError:
    return ToolError.of("V014", message[:300], Place("dask"), hint)


def _unlike(worker: str, difference: str) -> ToolError:
    message = f"the Dask worker {worker} would make other editions: {difference}"
    return ToolError.of("V015", message[:400], Place("dask"), "Install the same press and libraries there.")
