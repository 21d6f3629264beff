"""What most tests need: the report, a small report in which everything occurs, the house style, the day of issue."""

from __future__ import annotations

import datetime as dt
import os
import runpy
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.house import locale, style
from pipeline.house.layout import House
from pipeline.house.style import Style
from pipeline.model.document import Document
from pipeline.resolve import resolve
from pipeline.resolve.notes import definitions
from pipeline.source import front_matter, pandoc, tables
from pipeline.source import text as source_text

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "sources" / "S-2017-97" / "report.md"
HARBOUR = ROOT / "tests" / "reports" / "harbour-lights" / "report.md"
REPORTS = ROOT / "tests" / "reports"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the expected dumps anew; read them before you keep them")


def compose(path: Path, language: str = "en") -> Document:
    """The finished document of the source at ``path``."""
    report = source_text.read(path)
    nodes, _ = pandoc.parse(tables.prepared(report), report.path)
    words = locale.read(ROOT / "locales" / language / "locale.toml")
    return resolve(front_matter.read(report), nodes, definitions(report), words).document


@pytest.fixture(scope="session")
def report() -> Document:
    """S/2017/97 in English."""
    return compose(REPORT)


@pytest.fixture(scope="session")
def harbour() -> Document:
    """The small report in which every kind of block and inline occurs."""
    return compose(HARBOUR)


@pytest.fixture(scope="session")
def house() -> Style:
    """The house style of the United Nations."""
    return style.read(ROOT / "styles" / "un")


@pytest.fixture(scope="session")
def moment() -> dt.datetime:
    """When the editions of the tests are made."""
    return dt.datetime(2017, 2, 2, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house of the test reports."""
    made: House = runpy.run_path(str(REPORTS / "houses.py"))["make"](tmp_path_factory.mktemp("examples"))
    return made


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
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    assert program, "not run: chromium is missing; `make tools` installs it"
    # Chromium refuses its sandbox to the superuser, as whom containers run.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=arguments)
        yield started
        started.close()
