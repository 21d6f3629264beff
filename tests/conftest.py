"""What most tests need: the report, a small report in which everything occurs, the house style, the day of issue."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pipeline import front, locale, pandoc, source, style
from pipeline.document import Document
from pipeline.resolve import resolve
from pipeline.resolve.notes import definitions
from pipeline.style import Style

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "sources" / "S-2017-97" / "report.md"
HARBOUR = ROOT / "tests" / "reports" / "harbour-lights" / "report.md"


def compose(path: Path, language: str = "en") -> Document:
    """The finished document of the source at ``path``."""
    report = source.read(path)
    nodes, _ = pandoc.parse(report.body(), report.path)
    words = locale.read(ROOT / "locales" / language / "locale.toml")
    return resolve(front.read(report), nodes, definitions(report), words).document


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
