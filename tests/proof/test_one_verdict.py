"""What is wrong with a translation counts wherever it is proved, and is the same finding everywhere."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from plantin import new_house
from plantin.house.layout import House
from plantin.new_house import HouseOrder
from plantin.packs.exchange import facing
from plantin.translation import po
from tests.kit.command import plantin

pytestmark = pytest.mark.full

CATALOGUE = "locales/fr/R-2026-1.po"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A house whose report is in English and, reviewed, in French."""
    order = HouseOrder("plain", ("en", "fr"), "Lamps of 2019", "")
    root = new_house.make(tmp_path / "house", order, dt.date(2026, 1, 5)).house.root
    plantin("catalogue", "update", cwd=root)
    translate(root, "title", "Les lampes de 2019")
    return root


def translate(root: Path, context: str, text: str) -> None:
    """Give the message of this context another French text, and mark it as reviewed."""
    path = root / CATALOGUE
    found = po.read_catalogue(path)
    entries = [
        entry if entry.context != context else replace(entry, translation=text, stale=False, previous="", review="yes")
        for entry in found.entries
    ]
    po.write_catalogue(path, replace(found, entries=tuple(entries)), root)


def test_right_translation_passes_everywhere(home: Path) -> None:
    assert plantin("build", "--format", "html", "--strict", cwd=home).returncode == 0
    checked = plantin("check", "--format", "html", "--strict", cwd=home)
    assert checked.returncode == 0, checked.stderr
    assert "2 editions, 0 differences, 0 findings" in checked.stdout
    assert plantin("catalogue", "status", cwd=home).returncode == 0


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("Les lampes de 2018", "T029: number 2019 is missing"),
        ("Les lampes de 12 ports, 2019", "T029: number 12 is not"),
    ],
)
def test_wrong_number_counts_in_every_command(home: Path, wrong: str, words: str) -> None:
    translate(home, "title", wrong)
    built = plantin("build", "--format", "html", cwd=home)
    assert built.returncode == 0, "an edition can be made and looked at"
    assert "error" not in built.stderr, "a build compares no translation"
    for _ in range(2):
        strict = plantin("build", "--format", "html", "--strict", cwd=home)
        assert (strict.returncode, f"error {words}" in strict.stderr) == (1, True), "whether it is made or as it was"
    file = "build/R-2026-1/R-2026-1-fr.html"
    for command in (("check", "--format", "html"), ("check", "-W", "--format", "html"), ("check", file)):
        checked = plantin(*command, cwd=home)
        assert checked.returncode == 1, command
        assert f"error {words}" in checked.stderr
        assert f"{CATALOGUE}:" in checked.stderr
        assert "0 findings" not in checked.stdout
    status = plantin("catalogue", "status", cwd=home)
    assert (status.returncode, words in status.stderr) == (4, True)
    result = json.loads(plantin("check", "--format", "html", "--json", cwd=home).stdout)
    assert (result["passed"], {row["code"] for row in result["findings"]}) == (False, {"T029"})
    shown = facing.read(House(home), "R-2026-1", "fr").findings
    assert {one.code for one in shown["title"]} == {"T029"}


def test_check_of_another_language_says_nothing_of_it(home: Path) -> None:
    translate(home, "title", "Les lampes de 2018")
    plantin("build", "--format", "html", cwd=home)
    assert plantin("check", "--format", "html", "--language", "en", cwd=home).returncode == 0


def test_draft_is_no_error(home: Path) -> None:
    translate(home, "title", "")
    plantin("build", "--format", "html", cwd=home)
    checked = plantin("check", "--format", "html", cwd=home)
    assert checked.returncode == 0, checked.stderr


def test_check_says_what_is_wrong_where_no_report_can_be_read(home: Path) -> None:
    report = home / "sources" / "R-2026-1" / "report.md"
    report.write_text(report.read_text("utf-8").replace("title:", "tittle:"), "utf-8")
    checked = plantin("check", cwd=home)
    assert checked.returncode == 3
    assert "S006" in checked.stderr
