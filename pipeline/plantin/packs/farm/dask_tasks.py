"""The tasks of a Dask worker: it unpacks the house, runs a step of the build, and returns the files."""

from __future__ import annotations

import pickle
import platform
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from plantin import __version__
from plantin.bounded import workers
from plantin.bounded.limits import BoundError, impose
from plantin.bounded.workers import WorkError
from plantin.findings import Place, PlantinError, ToolError
from plantin.house.layout import House
from plantin.packs.farm import dask_answers, parcels
from plantin.packs.farm.dask_answers import Answer
from plantin.packs.farm.parcels import Parcel, SentFile
from plantin.production import ingredients
from plantin.production.formats import formats
from plantin.source import pandoc
from plantin.writers import engine

_ONE_AT_A_TIME = threading.Lock()
"""The layout engine works in one thread; a worker has one process for all of its threads."""


@dataclass(frozen=True, slots=True)
class HousePlaceholder:
    """Stands for the house of the caller in what is sent to a worker."""


@dataclass(frozen=True, slots=True)
class Job:
    """A call to be made in a house like the caller's, by a press like the caller's."""

    call: Callable[..., object]
    arguments: tuple[object, ...]
    press: tuple[tuple[str, str], ...]


@cache
def identity() -> tuple[tuple[str, str], ...]:
    """Return what the bytes of editions depend on besides the house, by name: equal presses make equal editions."""
    from importlib.metadata import distributions, version

    libraries = sorted({name for row in formats() for name in row.libraries})
    return (
        ("plantin", __version__),
        ("Python", platform.python_version()),
        ("code", ingredients.press()),
        ("stock", parcels.stock_digest()),
        ("pandoc", pandoc.edition()),
        *((name, version(name) if any(distributions(name=name)) else "") for name in libraries),
        *sorted(engine.versions().items()),
    )


def unlike(press: tuple[tuple[str, str], ...], own: tuple[tuple[str, str], ...]) -> str:
    """Return what differs between two presses, in words; empty where nothing does.

    >>> unlike((("Python", "3.13.1"), ("pandoc", "1.15")), (("Python", "3.12.4"), ("pandoc", "1.15")))
    'Python 3.12.4, not 3.13.1'
    """
    there = dict(own)
    return "; ".join(
        f"{name} {there.get(name) or 'missing'}, not {value}"[:90] for name, value in press if there.get(name) != value
    )


def do(packed: bytes, house: Parcel, report: Parcel | None) -> bytes:
    """Return the answer to a Job, ``packed`` by pickle, done below a folder of this worker in which the files of
    ``house`` and ``report`` are: an ``Answer`` as bytes, with the error of the step if it ended with one; V015
    (ToolError) where this press is not like the caller's.
    """
    job: Job = pickle.loads(packed)  # noqa: S301 - the caller's, as all that Dask brings
    try:
        return dask_answers.encode_answer(_run_job(job, house, report))
    except (PlantinError, BoundError, WorkError) as error:
        return dask_answers.encode_answer(Answer(error=error))


def _run_job(job: Job, house: Parcel, report: Parcel | None) -> Answer:
    if difference := unlike(job.press, identity()):
        message = f"a Dask worker is not like this press: {difference}"
        raise ToolError.of("V015", message, Place("dask"), "Install the same there.")
    with _ONE_AT_A_TIME:
        root = _root(house.digest)
        if not (root / "sources").is_dir():
            parcels.unpack(house, root)
            (root / "sources").mkdir()
        if report is not None and _reports.get(report.digest) != house.digest:
            parcels.unpack(report, root)
            _reports[report.digest] = house.digest
        home = House(root)
        impose(home.settings.limits)
        _empty_folder(home.build)
        arguments = tuple(_unpack_argument(argument, home) for argument in job.arguments)
        with workers.limit_process():
            result = job.call(*arguments)
        sent_names = {argument.name for argument in job.arguments if isinstance(argument, SentFile)}
        new_files = (
            path for path in sorted(home.build.rglob("*")) if path.is_file() and home.name(path) not in sent_names
        )
        return Answer(result, tuple(SentFile(home.name(path), path.read_bytes()) for path in new_files))


_reports: dict[str, str] = {}


@cache
def _root(digest: str) -> Path:
    """Return a folder for the house with this digest, in that of the worker, which Dask removes with it."""
    from distributed import get_worker

    return Path(tempfile.mkdtemp(prefix=f"plantin-{digest[:8]}-", dir=get_worker().local_directory))


def _empty_folder(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def _unpack_argument(value: object, home: House) -> object:
    """Return an argument as it is here: the house, and files where they lie in it."""
    if isinstance(value, HousePlaceholder):
        return home
    if isinstance(value, SentFile):
        path = home.root / value.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(value.content)
        return path
    return value
