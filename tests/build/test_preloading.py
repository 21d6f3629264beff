"""A process that will have something to write later begins while there is one edition to make."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from pipeline.build import schedule, steps
from pipeline.build.preloading import preload
from pipeline.house.layout import House
from tests.kit import houses
from tests.kit.command import Serial


class Noting(Serial):
    """Notes which calls it is given; it makes nothing."""

    def __init__(self) -> None:
        self.given: list[tuple[Callable[..., Any], tuple[Any, ...]]] = []

    def submit(self, call: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        self.given.append((call, arguments))
        return super().submit(call, *arguments, **named)


@pytest.fixture
def home(tmp_path: Path) -> House:
    return houses.small(tmp_path)


def calls(home: House, *formats: str) -> list[tuple[Callable[..., Any], tuple[Any, ...]]]:
    executor = Noting()
    wanted = schedule.plan(home, home.slugs(), (), formats).wanted
    list(schedule.run(home, wanted, executor, None))
    return executor.given


def test_the_writers_of_what_comes_later_are_loaded_before_the_first_edition_is_made(home: House) -> None:
    given = calls(home, "txt", "html", "md")
    assert [call for call, _ in given].count(preload) == 0, "all three can be made at once"
    given = calls(home, "pdf", "html", "docx")
    assert given[0] == (preload, (("pdf", "docx", "html"),))
    assert [call for call, _ in given[1:]] == [steps.compose, *[steps.issue] * 3]
    assert preload not in [call for call, _ in calls(home, "pdf", "html", "docx")], "nothing is to be made"


def test_a_writer_is_loaded_in_the_process_that_is_asked() -> None:

    code = """
import sys
from pipeline.build.preloading import preload
for formats in (("html",), ("pdf",)):
    preload(formats)
    print("pipeline.writers.html" in sys.modules, "weasyprint" in sys.modules)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.splitlines() == ["True False", "True True"]
