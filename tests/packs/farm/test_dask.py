"""Editions made on the workers of Dask: the same bytes as here, whatever becomes of a worker; a press that is not the
same is refused.
"""

from __future__ import annotations

import builtins
import os
import pickle
import shutil
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import pytest

from plantin.bounded.workers import WorkError
from plantin.files import digest, write
from plantin.findings import SourceError, ToolError
from plantin.house.layout import House
from plantin.packs.farm import dask_answers, dask_executor, dask_tasks, parcels
from plantin.packs.farm.dask_answers import Answer, RefusedError, WorkRequest
from plantin.packs.farm.dask_executor import DaskWorkers
from plantin.packs.farm.dask_tasks import Job
from plantin.packs.farm.parcels import SentFile
from plantin.production import schedule, steps
from plantin.production.checking import Verdict
from plantin.production.composed import ComposedReport
from plantin.production.formats import Edition
from tests.kit.command import Serial
from tests.kit.houses import ROOT

SLUG = "A-90-12-Add.1"
WANTED = tuple(Edition(SLUG, "en", name) for name in ("html", "epub", "docx"))

# Dask leaves sockets and loops to the collector when a worker is killed.
pytestmark = [
    pytest.mark.full,
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
    ),
]


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
            # A worker that broke off by itself has no process any more.
            nannies = (nanny for nanny in workers._cluster.workers.values() if nanny.process)
            next(nannies).process.process._process.kill()
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
    refused = dask_tasks.do(pickle.dumps(Job(steps.compose, (), older)), parcels.of_house(home), None)
    answer, _ = dask_answers.accept_answer(refused, WorkRequest(steps.ComposedReport), "build")
    assert "not like this press: weasyprint" in str(answer.error)
    monkeypatch.setattr(dask_executor.dask_tasks, "unlike", lambda *_presses: difference)
    with pytest.raises(ToolError, match=r"V015.*weasyprint 1\.0"):
        DaskWorkers("local:1", home)


ISSUED = Edition(SLUG, "en", "html")
PAGE = b"<!DOCTYPE html>\n<p>Lamps.</p>\n"
TARGET = f"build/{ISSUED.target}"


def issued(*written: tuple[str, bytes], named: bytes = PAGE) -> bytes:
    result = steps.IssuedFile(digest(named), len(named), 0.1, ())
    return dask_answers.encode_answer(Answer(result, tuple(SentFile(*one) for one in written)))


class Evil:
    """What runs a program when it is unpickled."""

    def __init__(self, *call: Any) -> None:
        self.call = call

    def __reduce__(self) -> Any:
        return self.call[0], self.call[1:]


LIES = {
    "a source": issued((f"sources/{SLUG}/report.md", PAGE)),
    "a hook": issued((".git/hooks/post-checkout", PAGE)),
    "settings": issued(("plantin.toml", PAGE)),
    "outside": issued(("../outside/victim", PAGE)),
    "absolute": issued(("/victim", PAGE)),
    "through build": issued(("build/../sources/victim", PAGE)),
    "another edition": issued((f"build/{SLUG}/{SLUG}-fr.html", PAGE)),
    "a record": issued((f"build/.records/{ISSUED.target}.json", PAGE)),
    "one file more": issued((TARGET, PAGE), ("plantin.toml", PAGE)),
    "no file": issued(),
    "twice": issued((TARGET, PAGE), (TARGET, PAGE)),
    "other bytes": issued((TARGET, PAGE + b"more")),
    "another format": issued((TARGET, b"%PDF-1.7"), named=b"%PDF-1.7"),
    "another result": dask_answers.encode_answer(Answer("lamps", (SentFile(TARGET, PAGE),))),
    "an error with files": dask_answers.encode_answer(Answer(error=WorkError("x"), written=(SentFile(TARGET, PAGE),))),
    "another error": dask_answers.encode_answer(Answer(error=SystemExit(1))),
    "no answer": pickle.dumps("lamps"),
    "damaged": issued((TARGET, PAGE))[:-9],
    "os.system": pickle.dumps(Answer(Evil(os.system, "touch ran"))),
    "eval": pickle.dumps(Answer(Evil(eval, "open('ran', 'w')"))),
    "by the way of the press": b"cplantin.files\nos.system\n(S'touch ran'\ntR.",
    "a function of the press": pickle.dumps(Answer(Evil(write, Path("ran"), b"", Path()))),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lying_answer_is_refused_and_nothing_of_it_is_done(lie: str, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RefusedError):
        dask_answers.accept_answer(LIES[lie], WorkRequest(steps.IssuedFile, ISSUED), "build")
    assert list(tmp_path.iterdir()) == []


def test_an_edition_that_was_asked_for_is_taken(tmp_path: Path) -> None:
    asked = WorkRequest(steps.IssuedFile, ISSUED)
    assert dask_answers.accept_answer(issued((TARGET, PAGE)), asked, "build")[1] == PAGE
    more = dask_answers.encode_answer(Answer(ComposedReport(None, (), ()), (SentFile("plantin.toml", b""),)))  # type: ignore[arg-type]
    with pytest.raises(RefusedError, match="nobody asked for"):
        dask_answers.accept_answer(more, WorkRequest(ComposedReport), "build")
    verdict = steps.check(tmp_path / "none", TARGET, ISSUED, None)  # type: ignore[arg-type]
    packed = dask_answers.encode_answer(Answer(verdict))
    assert dask_answers.accept_answer(packed, WorkRequest(Verdict, ISSUED), "build")[0].result == verdict
    for asked in (WorkRequest(Verdict, ISSUED, digest(PAGE)), WorkRequest(Verdict, Edition(SLUG, "fr", "html"))):
        with pytest.raises(RefusedError, match="another file"):
            dask_answers.accept_answer(packed, asked, "build")


def lying(*_: Any) -> bytes:
    """What a worker does that is not ours."""
    return issued(("plantin.toml", PAGE))


def test_a_worker_that_lies_writes_nothing(home: House, workers: DaskWorkers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_executor.dask_tasks, "do", lying)
    before = sorted(path for path in home.root.rglob("*") if path.is_file())
    events = schedule.run(home, (Edition(SLUG, "en", "md"),), workers, None)
    (failed,) = [event for event in events if isinstance(event, schedule.Failed)]
    assert [finding.code for finding in failed.error.findings] == ["V018"]
    assert sorted(path for path in home.root.rglob("*") if path.is_file()) == before


def test_only_steps_are_given_to_workers(workers: DaskWorkers) -> None:
    with pytest.raises(TypeError, match="no step"):
        workers.submit(len, ())


def test_who_has_no_key_does_not_reach_our_own_workers(workers: DaskWorkers) -> None:
    from distributed import Client

    address = workers._cluster.scheduler_address
    assert address.startswith("tls://127.0.0.1:")
    for scheme in ("tls", "tcp"):
        with pytest.raises((OSError, TypeError, ValueError)):
            Client(address.replace("tls", scheme), timeout=3, set_as_default=False)  # type: ignore[no-untyped-call]


def test_workers_elsewhere_are_reached_by_tls(home: House) -> None:
    import dask
    from distributed import LocalCluster, Security

    keys = Security.temporary()
    own = {"ca-file": keys.tls_ca_file, "client.key": keys.tls_client_key, "client.cert": keys.tls_client_cert}
    settings = {f"distributed.comm.tls.{name}": value for name, value in own.items()}
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0", security=keys) as cluster:  # type: ignore[no-untyped-call]
        with pytest.raises(ToolError, match="V014"):
            DaskWorkers(cluster.scheduler_address, home)
        with dask.config.set(settings), DaskWorkers(cluster.scheduler_address, home) as far:
            assert far.submit(steps.compose, home, SLUG, "en").result().document.masthead.symbol == "A/90/12/Add.1"


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


@pytest.mark.parametrize("name", [f"sources/{SLUG}/report.md", f"sources/{SLUG}/lamps.csv", f"sources/{SLUG}"])
def test_no_file_from_outside_is_sent(name: str, tmp_path: Path) -> None:
    home, outside = house_in(tmp_path / "house"), tmp_path / "outside"
    shutil.copytree(home.report(SLUG).parent, outside)
    (outside / "lamps.csv").write_text("secret")
    path = home.root / name
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    path.symlink_to(outside / Path(name).name if path.suffix in {".md", ".csv"} else outside)
    (home.report(SLUG).parent / ".#report.md").symlink_to("keeper@lamp.123")
    with pytest.raises(SourceError, match=r"S001: the file is a link that leads out of sources/"):
        parcels.of_report(home, SLUG)


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
