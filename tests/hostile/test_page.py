"""What measures the hostile-input tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.kit.houses import ROOT
from tests.kit.programs import program


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    return program("bench/hostile.py")


def test_every_file_of_cases_has_a_title(bench: ModuleType) -> None:
    assert set(bench.files()) == set(bench.NAMES)


PLANTED = """
import subprocess
from tests.kit.command import Ended
from tests.kit.limits import limited
from plantin.findings import Finding, Place

def work():
    held = b"x" * 200_000_000
    return f"a.md:1:1: error S011: {len(held)}"

def test_apart(): limited(work, seconds=30, megabytes=1000)
def test_here():
    Finding("T001", "words", Place("a.md"))
    assert b"x" * 300_000_000
def test_a_program():
    child = subprocess.Popen(["sh", "-c", "exit 3"])
    while child.poll() is None: pass
    assert child.returncode == 3
def test_fails(): assert Ended(70, "", "") is None
"""


def test_what_a_case_takes_and_how_it_ends_is_written_down(bench: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "test_planted.py").write_text(PLANTED, "utf-8")
    out = tmp_path / "out.jsonl"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        "-p",
        "tests.kit.case_measurements",
        "--measured",
        str(out),
    ]
    ended = subprocess.run(
        [*command, "--rootdir", str(ROOT), "-c", "pyproject.toml", str(tmp_path)], cwd=ROOT, check=False
    )
    assert ended.returncode == 1
    found = {row.case: row for row in bench.read(out)}
    assert (found["apart"].codes, found["here"].codes, found["fails"].exits) == (("S011",), ("T001",), (70,))
    assert [row.case for row in found.values() if row.failed] == ["fails"]
    assert found["apart"].megabytes >= 200
    assert 300 <= found["here"].megabytes < 300 + found["here"].own + 100
    assert found["a program"].megabytes < 300, "the most is that of the case, not of those before it"
    assert "4 cases, of which 3 held and 1 failed" in bench.page(list(found.values()), 1)
    assert "| fails | **failed** |" in bench.cases(list(found.values()))


def test_a_file_of_cases_that_is_not_done_in_time_has_failed(
    bench: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bench, "_LONGEST", 0.05)
    assert bench.measured(["tests/bounded/test_xml.py"], "", tmp_path, 1) == (False, [])
