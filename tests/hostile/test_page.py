"""docs/hostile.md: how each case ended and what it took, written by `bench/hostile.py --write`; and what writes it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.kit.houses import ROOT
from tests.kit.programs import program

PAGE = (ROOT / "docs" / "hostile.md").read_text("utf-8")


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    return program("bench/hostile.py")


def rows() -> list[tuple[str, str, str]]:
    """The file, the name and the end of each case of the page; those of its list of the dearest come again below."""
    found = []
    for part in PAGE.split("\n## ")[1:]:
        lines = part.splitlines()
        if lines[2].startswith("`tests/"):
            cells = [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines[6:] if line.startswith("|")]
            found += [(lines[2].strip("`"), cell[0].strip(), cell[1].strip()) for cell in cells]
    return found


def test_no_case_of_the_page_failed() -> None:
    assert len(rows()) == int(
        re.findall(r"([\d,]+) cases, of which [\d,]+ held and 0 failed", PAGE)[0].replace(",", "")
    )
    assert [case for case in rows() if "failed" in case[2]] == []


def test_a_page_of_all_has_every_test_and_one_of_a_part_says_so(bench: ModuleType) -> None:
    shown = {(file, bench.cell(case).partition(": ")[0]) for file, case, _ in rows()}
    wanted = {(file, bench.cell(case)) for file, case in bench.functions()}
    assert shown <= wanted, "a test is gone: run `python bench/hostile.py --write`"
    assert shown == wanted or bench.PARTIAL in PAGE, "run `python bench/hostile.py --write`"
    assert shown
    assert {file for file, _ in wanted} <= set(bench.NAMES), "each file has a title"


@pytest.mark.slow
def test_a_page_of_all_has_every_case(bench: ModuleType) -> None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-n",
        "0",
        "-m",
        "slow or not slow",
        *bench.files(),
    ]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    wanted = {
        (line.partition("::")[0], bench.cell(bench.titled(line)).strip())
        for line in listed.splitlines()
        if "::" in line
    }
    shown = {(file, case) for file, case, _ in rows()}
    assert shown <= wanted
    assert shown == wanted or bench.PARTIAL in PAGE


def test_what_is_not_run_again_stays_as_it_was(bench: ModuleType) -> None:
    found, minutes = bench.kept(PAGE, [])
    again = bench.page(found, minutes, whole=bench.PARTIAL not in PAGE)
    # What is equal when it is rounded may come in another order, and sums of what was rounded differ.
    cases = [sorted(line for line in text.splitlines() if line.startswith("| ")) for text in (PAGE, again)]
    assert len(cases[0]) == len(cases[1])
    assert len(set(cases[0]) ^ set(cases[1])) < 40
    assert {(row.file, bench.cell(row.case), row.ended) for row in found} == set(rows())
    fewer, _ = bench.kept(PAGE, ["tests/hostile/test_pdf.py"])
    assert {row.file for row in found} - {row.file for row in fewer} == {"tests/hostile/test_pdf.py"}


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
        "tests.kit.measured",
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
    text = bench.page(list(found.values()), 1, whole=True)
    assert "4 cases, of which 3 held and 1 failed" in text
    assert "| fails | **failed** |" in text
