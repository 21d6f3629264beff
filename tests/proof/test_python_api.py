"""The Python interface: its names are kept, what it gives is what the commands give, and its page is true."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from pathlib import Path

import pytest

import plantin
from plantin import new_house
from plantin.new_house import HouseOrder

pytestmark = pytest.mark.full

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    new_house.make(tmp_path / "mill", HouseOrder(languages=("en", "fr")), dt.date(2026, 1, 31))
    return tmp_path / "mill"


def test_the_names_are_these() -> None:
    assert dir(plantin) == [
        "BuiltEdition",
        "CheckResult",
        "Finding",
        "PlantinError",
        "Report",
        "__version__",
        "build",
        "check",
    ]
    assert [name for name in dir(plantin) if getattr(plantin, name) is None] == []
    with pytest.raises(AttributeError, match="has no attribute 'bild'"):
        plantin.bild()


def test_the_package_loads_nothing_before_a_name_is_used() -> None:
    code = "import sys, plantin; plantin.__version__; sys.exit(len([name for name in sys.modules if name.startswith('plantin.')]))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_editions_are_built_and_checked(house: Path) -> None:
    built = plantin.build(house, languages=["fr"], formats=["html", "txt"])
    assert [(one.report, one.language, one.format, one.path.name, one.made) for one in built] == [
        ("R-2026-1", "fr", "html", "R-2026-1-fr.html", True),
        ("R-2026-1", "fr", "txt", "R-2026-1-fr.txt", True),
    ]
    assert [one.size for one in built] == [one.path.stat().st_size for one in built]
    again = plantin.build(house, languages=["fr"], formats=["html", "txt"])
    assert [one.made for one in again] == [False, False]
    found = plantin.check(house, languages=["fr"], formats=["html", "txt"])
    assert (found.passed, found.differences, found.findings) == (True, (), ())
    assert [path.name for path in found.editions] == [one.path.name for one in built]


def test_a_spoilt_edition_does_not_pass(house: Path) -> None:
    (one,) = plantin.build(house, languages=["en"], formats=["txt"])
    text = one.path.read_text("utf-8")
    one.path.write_text(text.replace("2026", "2027"), "utf-8")
    found = plantin.check(house, languages=["en"], formats=["txt"])
    assert not found.passed
    assert {finding.place.path for finding in found.differences} == {"build/R-2026-1/R-2026-1-en.txt"}


def test_a_report_has_its_languages_and_its_document(house: Path) -> None:
    report = plantin.Report("R/2026/1", house)
    assert report.languages == ("en", "fr")
    assert report.path == house / "sources/R-2026-1/report.md"
    assert report.document().language == "en"
    assert report.document("fr").language == "fr"


def test_what_is_wrong_is_raised_with_its_place(house: Path) -> None:
    with pytest.raises(plantin.PlantinError, match="there is no report R/2026/9"):
        plantin.Report("R/2026/9", house)
    source = house / "sources/R-2026-1/report.md"
    source.write_text(source.read_text("utf-8").replace("title:", "titel:", 1), "utf-8")
    with pytest.raises(plantin.PlantinError) as raised:
        plantin.build(house, formats=["txt"])
    assert {(finding.code, finding.place.path) for finding in raised.value.findings} >= {
        ("S005", "sources/R-2026-1/report.md")
    }
    assert not (house / "build").exists()
    assert not plantin.check(house, formats=["txt"]).passed


def test_the_examples_of_the_page_run(house: Path) -> None:
    page = (ROOT / "docs/python.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    run = subprocess.run([sys.executable, "-c", code], cwd=house, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[0] == "('en', 'fr')"
    assert "R-2026-1-en.pdf" in run.stdout
