"""A process that will have something to write later begins while there is one edition to make."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from plantin.bounded.workers import Workers
from plantin.findings import Finding, Place, StyleError
from plantin.house.layout import House
from plantin.model.related_editions import ALONE, RelatedEditions
from plantin.production import planning, schedule, steps
from plantin.production.formats import Edition
from plantin.production.preloading import preload, preload_all
from plantin.production.schedule import Made
from plantin.proof import audit
from tests.kit import houses
from tests.kit.command import Serial
from tests.kit.houses import HARBOUR_SLUG

pytestmark = pytest.mark.full


class Noting(Workers):
    """Notes which calls it is given, how many processes may be needed and what is loaded before they begin; the calls
    are done at once.
    """

    def __init__(self, jobs: int = 2) -> None:
        super().__init__(jobs)
        self.given: list[tuple[Callable[..., Any], tuple[Any, ...]]] = []
        self.begun: list[tuple[int, Callable[[], object] | None]] = []

    def begin(self, most: int, load: Callable[[], object] | None = None) -> None:
        self.begun.append((most, load))

    def submit(self, call: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        self.given.append((call, arguments))
        return Serial().submit(call, *arguments, **named)


@pytest.fixture
def home(tmp_path: Path) -> House:
    return houses.small(tmp_path)


def calls(home: House, *formats: str, jobs: int = 2) -> list[tuple[Callable[..., Any], tuple[Any, ...]]]:
    wanted = planning.plan(home, home.slugs(), (), formats).wanted
    with Noting(jobs) as executor:
        list(schedule.run(home, wanted, executor, None))
    return executor.given


def test_while_one_report_is_composed_what_lays_it_out_is_loaded(home: House) -> None:
    assert preload not in [call for call, _ in calls(home, "txt", "html", "md")], "nothing is laid out on pages"
    assert preload not in [call for call, _ in calls(home, "pdf", "html", jobs=1)], (
        "the one process composes, and errors are reported soon"
    )
    shutil.rmtree(home.root / "build")
    given = calls(home, "pdf", "html", "docx")
    assert given[0] == (preload, (home, ("pdf", "docx", "html"), ("",), ("en",)))
    assert [call for call, _ in given[1:]] == [steps.compose, steps.issue, preload, steps.issue, preload, steps.issue]
    assert given[3][1] == (home, ("docx", "html"), ("",)), "while the PDF is made another process has nothing to do"
    assert preload not in [call for call, _ in calls(home, "pdf", "html", "docx")], "nothing is to be made"


def begun(home: House, *formats: str) -> list[tuple[int, Callable[[], object] | None]]:
    wanted = planning.plan(home, home.slugs(), ("en",), formats).wanted
    with Noting() as executor:
        list(schedule.run(home, wanted, executor, None))
    return executor.begun


def test_what_all_processes_need_is_loaded_before_they_begin(home: House) -> None:
    assert begun(home, "pdf", "html") == [(3, None)], (
        "one process more than there are editions: it loads while another composes"
    )
    report = home.report(HARBOUR_SLUG)
    for slug in ("A-90-13", "A-90-14"):
        home.report(slug).parent.mkdir()
        home.report(slug).write_text(
            report.read_text("utf-8").replace("A/90/12/Add.1", slug.replace("-", "/")), "utf-8"
        )
    ((most, load),) = begun(home, "html", "txt", "ua2")
    assert isinstance(load, partial)
    assert (most, load.func, load.args[0], set(load.args[1]), load.args[2]) == (
        9,
        preload_all,
        home,
        {"html", "txt", "ua2"},
        ("",),
    )
    assert begun(home, "html", "txt", "ua2") == [], "nothing is to be made"


def test_a_writer_is_loaded_in_the_process_that_is_asked(home: House) -> None:
    code = f"""
import sys
from pathlib import Path
from plantin.bounded import css, fonts
from plantin.production.preloading import preload, preload_all
from plantin.house.layout import House
home = House(Path({str(home.root)!r}))
for formats in (("html",), ("pdf",)):
    preload(home, formats)
    print(*(name in sys.modules for name in ("plantin.writers.html", "weasyprint", "plantin.production.compose")))
preload_all(home, ())
print("plantin.production.compose" in sys.modules)
preload(home, ("html",), ("",), ("fr", "xx"))
import pyphen
print(*(path.name for path in pyphen.hdcache))
fonts.characters = css.nodes = None
style = home.style()
print("\u042f" in style.letters(style.font("italic")), len(style.web_font("bold")) > 1000, len(style.others()) > 4)
print(len(style.sheet("screen.css").parts) > 0)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.splitlines() == [
        "True False False",
        "True True False",
        "True",
        "hyph_fr.dic",
        "True True True",
        "True",
    ]


def test_what_composes_is_loaded_before_the_processes_of_an_audit_begin(home: House) -> None:
    wanted = planning.plan(home, home.slugs(), (), ("txt", "md")).wanted
    list(schedule.run(home, wanted, Serial(), None))
    with Noting() as executor:
        (found,) = audit.run(home, wanted, executor, whole=False)
    assert found.has_passed()
    ((most, load),) = executor.begun
    assert isinstance(load, partial)
    assert (most, load.args) == (2, (home, wanted))


def test_what_is_wrong_with_what_is_foreseen_is_reported_for_the_edition(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def known(self: schedule._Work, edition: Edition, document_digest: str) -> RelatedEditions:
        asked.append((edition.format, document_digest))
        if edition.format == "docx":
            raise StyleError(Finding("D020", "wrong", Place("plantin.toml")))
        return ALONE

    monkeypatch.setattr(schedule._Work, "find_related", known)
    wanted = planning.plan(home, home.slugs(), (), ("txt", "docx", "html")).wanted
    events = schedule.run(home, wanted, Serial(), None)
    assert any(isinstance(event, Made) and event.edition.format == "txt" for event in events)
    with pytest.raises(StyleError, match="D020"):
        next(events)
    assert {one for one in asked if not one[1]} == {("docx", ""), ("html", "")}, "looked at while the text was made"
