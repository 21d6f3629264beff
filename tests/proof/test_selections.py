"""The command and the Python interface give one answer for one selection, and what was not read never passes."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import pytest
from lxml import etree

import plantin
from plantin import new_house
from plantin.new_house import HouseOrder
from plantin.production.planning import Plan
from plantin.proof import gate, junit, python_api, report, sarif
from tests.kit.command import Serial
from tests.kit.command import plantin as command

pytestmark = pytest.mark.full

NAMES = tuple[str, ...]


class Selection(NamedTuple):
    """What is asked for, as text or names, and what is expected: the codes that refuse it, or the editions read."""

    reports: str | NAMES
    languages: str | NAMES
    formats: str | NAMES
    refused: frozenset[str]
    editions: int


# Reports, and the number of their versions in all languages and in French.
REPORTS: tuple[tuple[str | NAMES, str, int, int], ...] = (
    ((), "", 3, 1),
    ("R/2026/1", "", 2, 1),
    (("R-2026-1", "R/2026/1"), "", 2, 1),
    ("R-2026-9", "U002", 0, 0),
)
LANGUAGES: tuple[tuple[str | NAMES, str], ...] = (
    ((), ""),
    ("fr", ""),
    (("fr", "xx"), "U003"),
    ("FR", "U003"),
    ("fr,", "U003"),
)
FORMATS: tuple[tuple[str | NAMES, str, int], ...] = ((("txt", "txt"), "", 1), ("html , txt", "", 2), ("htm", "U003", 0))
GRID = [
    Selection(
        reports,
        languages,
        formats,
        frozenset({bad_report, bad_language, bad_format} - {""}),
        (french if languages == "fr" else both) * each,
    )
    for (reports, bad_report, both, french), (languages, bad_language), (formats, bad_format, each) in product(
        REPORTS, LANGUAGES, FORMATS
    )
]
SINGLE = [
    Selection("R-2026-2", "fr", "txt", frozenset({"U003"}), 0),
    Selection(("R-2026-1", "R-2026-2"), "fr", "txt", frozenset({"U003"}), 0),
    Selection("", (), "txt", frozenset({"U002"}), 0),
    Selection((), "", "txt", frozenset({"U003"}), 0),
    Selection((), (), "", frozenset({"U003"}), 0),
    Selection((), (), ",", frozenset({"U003"}), 0),
    Selection((), (), ("txt", ""), frozenset({"U003"}), 0),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two reports, one in English and French, one in English, with editions as web pages and plain text."""
    root = tmp_path_factory.mktemp("mill")
    new_house.make(root / "house", HouseOrder(languages=("en", "fr")), dt.date(2026, 1, 31))
    first = root / "house/sources/R-2026-1/report.md"
    second = root / "house/sources/R-2026-2/report.md"
    second.parent.mkdir()
    text = first.read_text("utf-8").replace("R/2026/1", "R/2026/2").replace("languages: [en, fr]", "languages: [en]")
    second.write_text(text, "utf-8")
    plantin.build(root / "house", formats=["html", "txt"])
    return root / "house"


def arguments(selection: Selection) -> Iterator[str]:
    """The arguments of the command that ask for the same."""
    yield from (selection.reports,) if isinstance(selection.reports, str) else selection.reports
    for option, names in (("--language", selection.languages), ("--format", selection.formats)):
        if names != ():
            yield from (option, names if isinstance(names, str) else ",".join(names))


def by_call(house: Path, selection: Selection) -> dict[str, Any]:
    """The answer of the Python interface."""
    asked: dict[str, Any] = {"reports": selection.reports, "languages": selection.languages}
    try:
        with mock.patch.object(python_api, "Workers", return_value=Serial()):
            found = plantin.check(house, formats=selection.formats, **asked)
    except plantin.PlantinError as error:
        return {"exit": error.exit_code, "refused": [finding.row() for finding in error.findings]}
    return {
        "exit": 0 if found.passed else 1,
        "findings": sorted(str(one.row()) for one in (*found.findings, *found.differences)),
        "read": sorted(path.name for path in found.editions),
        "asked": found.asked,
    }


def by_command(house: Path, selection: Selection, log: Path, suites: Path) -> dict[str, Any]:
    """The answer of the command, by its exit code and its JSON."""
    written = ("--sarif", str(log), "--junit", str(suites))
    ended = command("check", *arguments(selection), "--json", *written, cwd=house)
    found = json.loads(ended.stdout) if ended.stdout else {"asked": 0, "passed": False, "findings": None}
    assert found["passed"] == (ended.returncode == 0)
    if not found["asked"]:
        return {"exit": ended.returncode, "refused": found["findings"]}
    return {
        "exit": ended.returncode,
        "findings": sorted(map(str, found["findings"])),
        "read": sorted(Path(row["path"]).name for row in found["editions"] if row["sha256"]),
        "asked": found["asked"],
    }


def is_green(log: Path, suites: Path) -> bool:
    """Whether a service that reads the log and the tests, if they are there, shows no failure."""
    results = json.loads(log.read_bytes())["runs"][0]["results"] if log.exists() else [{"level": "error"}]
    failures = etree.parse(suites).getroot().get("failures") if suites.exists() else "1"
    assert any(row["level"] == "error" for row in results) == (failures != "0")
    return failures == "0"


def test_they_are_sixty_and_more() -> None:
    assert len(GRID) == 60
    assert sum(not one.refused for one in GRID + SINGLE) == 12


@pytest.mark.sample(24)
@pytest.mark.parametrize("selection", [*GRID, *SINGLE], ids=lambda one: "|".join(map(str, one[:3])))
def test_command_and_call_give_one_answer(house: Path, tmp_path: Path, selection: Selection) -> None:
    log, suites = tmp_path / "log.sarif", tmp_path / "junit.xml"
    called, commanded = by_call(house, selection), by_command(house, selection, log, suites)
    if commanded.get("refused", "") is None:
        # An empty name is refused before anything else is read.
        commanded["refused"] = called["refused"]
    assert called == commanded
    if selection.refused:
        assert called["exit"] == 2
        assert {row["code"] for row in called["refused"]} <= selection.refused
        assert not is_green(log, suites)
    else:
        assert (called["exit"], called["asked"], len(called["read"])) == (0, selection.editions, selection.editions)
        assert is_green(log, suites)


@pytest.mark.parametrize(
    "selection", [one for one in GRID + SINGLE if one.refused], ids=lambda one: "|".join(map(str, one[:3]))
)
def test_build_refuses_what_check_refuses(house: Path, selection: Selection) -> None:
    with pytest.raises(plantin.PlantinError) as raised:
        plantin.build(house, reports=selection.reports, languages=selection.languages, formats=selection.formats)
    assert [one.row() for one in raised.value.findings] == by_call(house, selection)["refused"]
    assert command("build", *arguments(selection), cwd=house).returncode == 2
    printed = command("why", *arguments(selection), cwd=house).stderr
    assert all(f"{one.code}: {one.message}" in printed for one in raised.value.findings)


def test_an_edition_that_is_not_there_does_not_pass(house: Path) -> None:
    """Nor do the usual formats, of which one is there."""
    for formats in ("md", ()):
        found = plantin.check(house, languages="fr", formats=formats)
        assert (found.passed, found.asked > len(found.editions)) == (False, True)
        assert {one.code for one in found.differences} == {"P000"}


def test_an_old_edition_that_was_asked_for_is_read(house: Path, tmp_path: Path) -> None:
    """It is on request alone, so that it is a remark where it only lies there."""
    shutil.copytree(house, tmp_path / "house")
    source = tmp_path / "house/sources/R-2026-2/report.md"
    source.write_text(source.read_text("utf-8") + "\nOne more paragraph.\n", "utf-8")
    plantin.build(tmp_path / "house", formats="html")
    for formats, code in (("html", 0), ("txt", 1), ("html,txt", 1)):
        assert command("check", "R-2026-2", "--format", formats, cwd=tmp_path / "house").returncode == code
    named = plantin.check(tmp_path / "house", reports="R-2026-2", formats="txt")
    assert (named.asked, len(named.editions)) == (1, 1)
    assert ("V013", "error") in {(one.code, one.severity) for one in named.findings}
    lying = plantin.check(tmp_path / "house", reports="R-2026-2")
    assert ("V013", "warning") in {(one.code, one.severity) for one in lying.findings}
    assert "R-2026-2-en.txt" not in {path.name for path in lying.editions}


def test_files_are_not_named_together_with_anything_else(house: Path) -> None:
    file = "build/R-2026-1/R-2026-1-en.txt"
    assert command("check", file, cwd=house).returncode == 0
    assert (ended := command("check", file, "R-2026-2", cwd=house)).returncode == 2
    assert "U004" in ended.stderr
    assert (ended := command("check", file, "--language", "fr", cwd=house)).returncode == 2
    assert "U003" in ended.stderr


def test_a_gate_that_read_nothing_is_red_everywhere(house: Path) -> None:
    nothing = gate.run(plantin.Report("R/2026/1", house)._house, Plan(()), Serial(), whole=False, asked=None)
    assert (nothing.has_passed(), nothing.exit_code()) == (False, 1)
    assert [one.code for one in nothing.findings()] == ["V024"]
    assert report.rows(nothing)["passed"] is False
    assert [row["level"] for row in sarif.log(nothing)["runs"][0]["results"]] == ["error"]  # type: ignore[index]
    assert etree.fromstring(junit.suites(nothing)).get("failures") == "1"
