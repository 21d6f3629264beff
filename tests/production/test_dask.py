"""Editions made on the workers of Dask: the same bytes as here, whatever becomes of a worker; a press that is not the
same is refused.
"""

from __future__ import annotations

import builtins
import pickle
import shutil
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import pytest

from plantin.findings import ToolError
from plantin.house.layout import House
from plantin.production import dask_executor, dask_tasks, parcels, schedule, steps
from plantin.production.dask_executor import DaskWorkers
from plantin.production.dask_tasks import Job
from plantin.production.formats import Edition
from tests.kit.command import Serial
from tests.kit.houses import ROOT

SLUG = "A-90-12-Add.1"
WANTED = tuple(Edition(SLUG, "en", name) for name in ("html", "epub", "docx"))

# Dask leaves sockets and loops to the collector when a worker is killed.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


def house_in(folder: Path) -> House:
    shutil.copytree(ROOT / "tests" / "reports" / "harbour-lights", folder / "sources" / SLUG)
    return House(folder)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> House:
    return house_in(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def workers(home: House) -> Iterator[DaskWorkers]:
    with DaskWorkers("local:2", home) as running:
        yield running


def made(home: House, executor: Executor) -> list[schedule.Event]:
    return list(schedule.run(home, WANTED, executor, None))


def contents(home: House) -> dict[str, bytes]:
    return {
        path.relative_to(home.build).as_posix(): path.read_bytes()
        for path in home.build.rglob("*.*")
        if path.is_file() and path.suffix != ".json"
    }


def test_the_same_bytes_as_without_and_one_worker_less(home: House, workers: DaskWorkers, tmp_path: Path) -> None:
    seen = []
    for event in schedule.run(home, WANTED, workers, None):
        seen.append(type(event).__name__)
        if isinstance(event, schedule.Made) and seen.count("Made") == 1:
            next(iter(workers._cluster.workers.values())).process.process._process.kill()
    assert seen.count("Made") == len(WANTED)
    other = house_in(tmp_path)
    made(other, Serial())
    assert contents(home) == contents(other)
    assert {type(event).__name__ for event in made(home, workers)} == {"Planned", "Fresh"}, (
        "recorded as if it were made here"
    )


def test_a_fault_of_the_source_comes_back_with_its_line(tmp_path: Path, workers: DaskWorkers) -> None:
    report = workers._house.report("A-90-46")
    shutil.copytree(workers._house.report(SLUG).parent, report.parent)
    report.write_text(
        report.read_text("utf-8").replace("A/90/12/Add.1", "A/90/46") + "\n\nSee [](#nowhere).\n", "utf-8"
    )
    (failed,) = [
        event
        for event in schedule.run(workers._house, (Edition("A-90-46", "en", "html"),), workers, None)
        if isinstance(event, schedule.Failed)
    ]
    assert [(finding.code, finding.place.path) for finding in failed.error.findings] == [
        ("R001", "sources/A-90-46/report.md")
    ]


def test_another_press_is_refused_by_its_name(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert dask_tasks.unlike(dask_tasks.identity(), dask_tasks.identity()) == ""
    older = tuple((name, "1.0" if name == "weasyprint" else value) for name, value in dask_tasks.identity())
    difference = dask_tasks.unlike(dask_tasks.identity(), older)
    assert difference.startswith("weasyprint 1.0, not ")
    with pytest.raises(ToolError, match=r"not like this press: weasyprint"):
        dask_tasks.do(pickle.dumps(Job(steps.compose, (), older)), parcels.of_house(home), None)
    monkeypatch.setattr(dask_executor.dask_tasks, "unlike", lambda *_presses: difference)
    with pytest.raises(ToolError, match=r"V015.*weasyprint 1\.0"):
        DaskWorkers("local:1", home)


def test_a_scheduler_that_is_not_there_is_a_finding(home: House) -> None:
    with pytest.raises(ToolError, match="V014"):
        DaskWorkers("nonsense", home)


def test_without_dask_the_extra_is_named(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    found = builtins.__import__

    def lacking(name: str, *arguments: Any) -> Any:
        if name == "distributed":
            raise ImportError(name)
        return found(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", lacking)
    with pytest.raises(ToolError, match=r"plantin\[dask\]"):
        DaskWorkers("local:1", home)


def test_a_parcel_has_what_the_house_reads_and_no_more(tmp_path: Path) -> None:
    home = house_in(tmp_path)
    (tmp_path / "locales" / "fr").mkdir(parents=True)
    for name in (f"{SLUG}.po", "A-1-1.po", "locale.toml"):
        (tmp_path / "locales" / "fr" / name).write_text("x")
    (tmp_path / "plantin.toml").write_text("")
    assert [name for name, _ in parcels.of_house(home).files] == ["locales/fr/locale.toml", "plantin.toml"]
    held = [name for name, _ in parcels.of_report(home, SLUG).files]
    assert f"sources/{SLUG}/report.md" in held
    assert f"locales/fr/{SLUG}.po" in held
    assert "locales/fr/A-1-1.po" not in held
