"""What most tests need: the report, a small report in which everything occurs, the house style, finished editions."""

from __future__ import annotations

import compileall
import contextlib
import datetime as dt
import gc
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from _pytest.assertion import rewrite

from plantin.house import style
from plantin.house.layout import House
from plantin.house.style import Style
from plantin.model.document import Document
from tests.kit import chromium, houses
from tests.kit.asked_once import asked_once
from tests.kit.compose import compose, compose_half
from tests.kit.editions import MOMENT, Editions
from tests.kit.guard import GUARD
from tests.kit.programs import versions

if TYPE_CHECKING:
    from playwright.sync_api import Browser


GUARD.watch()
# The tests as pytest rewrites them are kept, whatever the environment asks for: to rewrite and compile them takes each
# process longer than to collect them.
sys.dont_write_bytecode = False
# What is made while tests are collected stays: to look through it for garbage again and again is for nothing.
gc.set_threshold(0)

LONGEST = (
    "tests/auditors/pdf/test_conformance.py",
    "tests/translation/test_half_translated.py",
    "tests/auditors/test_spoilt.py",
    "tests/validators",
    "tests/packs/publish/test_release.py",
    "tests/packs/test_moved_away.py",
    "tests/test_newcomer.py",
    "tests/reports/test_random_reports.py",
    "tests/writers/pdf/test_note_pages.py",
    "tests/packs/imports/test_translated_word.py",
    "tests/hostile/test_pdf.py",
    "tests/packs/imports/test_editions.py",
    "tests/hostile/test_docx.py",
    "tests/writers/pdf/test_renditions.py",
    "tests/writers/pdf/test_seam.py",
    "tests/packs/farm/test_dask.py",
    "tests/browser/test_web.py",
    "tests/writers/pdf/test_layout.py",
    "tests/house/test_languages.py",
    "tests/cli/test_typical_mistakes.py",
    "tests/auditors/pdf/test_labels.py",
    "tests/packs/publish/test_edition_sets.py",
    "tests/hostile/test_markup.py",
    "tests/packs/imports/test_comparing.py",
    "tests/packs/imports/test_docx_resaved.py",
    "tests/lint/test_translation.py",
    "tests/house/test_conventions.py",
    "tests/packs/imports/test_docx.py",
    "tests/packs/imports/test_docx_objects.py",
    "tests/cli",
    "tests/test_examples.py",
    "tests/independent",
    "tests/packs/desk",
    "tests/test_manual.py",
    "tests/house",
    "tests/hostile",
    "tests/packs/publish",
    "tests/writers/pdf",
    "tests/packs/imports",
    "tests/auditors/pdf",
    "tests/reports",
)
"""The files that take longest, of both halves, by their processor time. They are run first, so that no process is left
with one of them at the end.
"""


COLLECTED = 50_000
"""How many objects are made before a process of the tests looks for garbage; after ten times as many it looks among
all, or the pages of two hundred tests would be let go of in one, which takes ten seconds.
"""


TIERS = {
    "quick": {"full", "proof", "slow"},
    "test": {"proof", "slow"},
    "proof": {"slow"},
    "all": set[str](),
}
"""The marks that are not in each tier."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="write the expected dumps anew; read them before you keep them"
    )
    parser.addoption(
        "--tier", choices=TIERS, default="test", help="which tests are run (CONTRIBUTING.md); all: the slow too"
    )


def pytest_sessionstart(session: pytest.Session) -> None:
    """Once in a run: compile the press, which each process that a test starts would else do for itself."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    compileall.compile_dir(houses.ROOT / "pipeline", quiet=1)
    if session.config.getoption("numprocesses", None):
        _rewrite(session.config)


def _rewrite(config: pytest.Config) -> None:
    """Rewrite the tests that are new, as pytest does, with a second process, and compile what they import. The
    processes of the tests begin together, and each would do it for itself, file by file.
    """
    tests = houses.ROOT / "tests"
    compiled = {
        path: rewrite.get_cache_dir(path) / f"{path.stem}{rewrite.PYC_TAIL}" for path in tests.rglob("test_*.py")
    }
    new = [path for path, kept in compiled.items() if not kept.exists() or kept.stat().st_mtime < path.stat().st_mtime]
    second = os.fork()
    try:
        for path in new[bool(second) :: 2]:
            with contextlib.suppress(Exception):  # Whoever collects the file says what is wrong with it.
                rewrite.try_makedirs(compiled[path].parent)
                source, code = rewrite._rewrite_test(path, config)
                rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, source, compiled[path])
        if second:
            compileall.compile_dir(tests, quiet=2, rx=re.compile("/(test_|conftest)"))
    finally:
        if not second:
            os._exit(0)
    os.waitpid(second, 0)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left = select(items, config.getoption("--tier"))
    config.hook.pytest_deselected(items=[item for item in items if item not in left])
    items[:] = [item for item in items if item in left]
    files = {path: path.relative_to(houses.ROOT).as_posix() for path in {item.path for item in items}}
    ranks = {
        path: next((rank for rank, begin in enumerate(LONGEST) if name.startswith(begin)), len(LONGEST))
        for path, name in files.items()
    }
    items.sort(key=lambda item: ranks[item.path])


def select(items: list[pytest.Item], tier: str) -> set[pytest.Item]:
    """The tests of a tier: without those whose marks leave them to a dearer one, and but for the whole proof of a test
    with a sample only so many parameters.
    """
    left = [item for item in items if not marks(item) & TIERS[tier]]
    if tier in ("proof", "all"):
        return set(left)
    tests: dict[str, list[pytest.Item]] = {}
    for item in left:
        tests.setdefault(item.nodeid.partition("[")[0], []).append(item)
    return {item for alike in tests.values() for item in spread(alike)}


def spread(items: list[pytest.Item]) -> list[pytest.Item]:
    """As many of ``items``, which are one test, as its sample has, evenly from the first to the last."""
    sample = items[0].get_closest_marker("sample")
    size = sample.args[0] if sample else len(items)
    if len(items) <= size:
        return items
    return [items[round(n * (len(items) - 1) / max(size - 1, 1))] for n in range(size)]


def marks(item: pytest.Item) -> set[str]:
    """The names of the marks of a test."""
    return {mark.name for mark in item.iter_markers()}


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A test that was skipped, for want of a tool or otherwise, has not passed."""
    if skipped := terminalreporter.stats.get("skipped"):
        names = sorted({report.nodeid for report in skipped})
        terminalreporter.write_line(f"skipped, which counts as failed: {', '.join(names)}", red=True)
        terminalreporter._session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_collection_finish() -> None:
    """What is loaded now stays, as in a worker of the press: it is not looked through again and again for garbage, nor
    copied in each process that is forked for a test.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED, 5, 2)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Look for garbage once more, for errors that nobody caught in it. pytest does so five times when it ends, through
    all that is left.
    """
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """The failure of a test that lets programs of others judge, read or save says which versions they have."""
    report = yield
    if report.failed and marks(item) & {"full", "proof"}:
        report.sections.append(("Programs of others", versions()))
    return report


@pytest.fixture(autouse=True)
def _nothing_outside(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test may write or delete outside the temporary folders, but to write the expected dumps anew; and none but
    those marked ``full`` or ``proof`` may ask for validators, which a fresh clone has not.
    """
    yield
    validators, GUARD.validators = GUARD.validators, []
    assert marks(request.node) & {"full", "proof"} or not validators, "\n".join(
        ["validators are asked for by a test that is not marked full:", *validators]
    )
    outside, GUARD.outside = GUARD.outside, []
    assert request.config.getoption("--accept") or not outside, "\n".join(
        ["written or deleted outside the test's folders:", *outside]
    )


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run have in common."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session", autouse=True)
def _user_folder(shared: Path) -> Iterator[None]:
    """What the press keeps for its user is kept for this run alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(shared / "cache"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _asked_once(shared: Path) -> Iterator[None]:
    """What pandoc says of a text and how a cover looks is asked for once in a run."""
    with asked_once(shared):
        yield


@pytest.fixture(scope="session")
def report() -> Document:
    """S/2017/97 in English."""
    return compose(houses.REPORT)


@pytest.fixture(scope="session")
def half() -> Document:
    """The first half of S/2017/97, which has nearly all of its notes: to be laid out many times."""
    return compose_half()


@pytest.fixture(scope="session")
def harbour() -> Document:
    """The small report in which every kind of block and inline occurs."""
    return compose(houses.HARBOUR)


@pytest.fixture(scope="session")
def house() -> Style:
    """The house style of the United Nations."""
    return style.read(houses.ROOT / "styles" / "un")


@pytest.fixture(scope="session")
def moment() -> dt.datetime:
    """When the editions of the tests are made."""
    return MOMENT


@pytest.fixture(scope="session")
def store(shared: Path, house: Style) -> Editions:
    """Finished documents and editions, each made once."""
    return Editions(shared, house)


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house of the test reports."""
    return houses.make(tmp_path_factory.mktemp("examples"))


@pytest.fixture
def expected(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares a text with the dump in a file; with ``--accept`` the file is written instead."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--accept"):
            path.write_text(text, "utf-8")
        assert path.is_file(), f"no {path.name}: look at the text, then run pytest --accept"
        assert text == path.read_text("utf-8")

    return compare


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. One for all tests of a process: its driver cannot be started twice in one."""
    with chromium.opened() as started:
        yield started
