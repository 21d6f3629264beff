"""``plantin doctor``: what is here, what is missing, and how to get it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from plantin.cli import doctor
from plantin.packs.braille import louis
from plantin.writers import engine
from tests.kit.command import plantin


def row(printed: str, name: str) -> list[str]:
    """The cells of a row, without those that are empty."""
    (line,) = [line for line in printed.splitlines() if re.match(rf"{re.escape(name)} ", line)]
    return re.split(r" {2,}", line.strip())


def test_it_lists_what_is_here(tmp_path: Path) -> None:
    run = plantin("doctor", cwd=tmp_path)
    assert run.returncode == 0
    assert row(run.stdout, "Pango")[1:] == [engine.versions()["Pango"], "PDF"]
    assert re.fullmatch(r"2\.\d+\.\d+", row(run.stdout, "fontconfig")[1])
    assert row(run.stdout, "WeasyPrint")[1:] == [engine.version(), "PDF"]
    assert row(run.stdout, "validators")[-1] == "plantin validators install"


def test_versions_of_programs_are_numbers(tmp_path: Path) -> None:
    # An edition in braille is made again when liblouis changes, so its version must not be empty.
    assert re.fullmatch(r"\d+(\.\d+)+", louis.version())
    run = plantin("doctor", cwd=tmp_path)
    for name in ("liblouis", "espeak-ng", "lame"):
        assert re.fullmatch(r"\d+(\.\d+)+", row(run.stdout, name)[1]), name


def test_what_is_missing_is_named_with_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.engine, "versions", lambda: {"Pango": "", "HarfBuzz": "10.2.0", "fontconfig": "2.15"})
    run = plantin("doctor", cwd=tmp_path)
    assert run.returncode == 6
    assert row(run.stdout, "Pango")[1:3] == ["missing", "PDF"]
    assert "apt-get install libpango-1.0-0" in re.sub(r"\s+", " ", run.stdout)
    assert run.stdout.rstrip().endswith("PDF editions cannot be made without Pango.")


@pytest.mark.parametrize(
    ("name", "debian", "command"),
    [("Pango", "libpango-1.0-0", "brew install pango"), ("poppler-utils", "poppler-utils", "brew install poppler")],
)
def test_on_macos_the_remedy_is_one_of_homebrew(
    name: str, debian: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert doctor._package(name, debian) == command


def test_on_windows_the_command_says_where_it_runs() -> None:
    code = "import sys; sys.platform = 'win32'; import plantin.cli"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, "WSL" in run.stderr, "Traceback" in run.stderr) == (1, True, False)


def test_a_missing_program_of_another_format_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_version", lambda _: "")
    run = plantin("doctor", cwd=tmp_path)
    assert run.returncode == 0
    assert row(run.stdout, "liblouis")[1:3] == ["missing", "braille"]
    assert run.stdout.rstrip().endswith("The usual editions can be made.")
