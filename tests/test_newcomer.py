"""What a newcomer wanted is asked for in one house, and found in its editions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from plantin.model.document import Section
from plantin.model.inlines import plain
from tests.kit.compose import composed
from tests.kit.houses import ROOT
from tests.kit.programs import program

WANTED = program("bench/wanted.py")


def test_the_first_example_is_a_whole_report(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text("utf-8").partition("```markdown\n")[2].partition("```")[0]
    document = composed(text)
    headings = [plain(one.heading) for one in document.blocks if isinstance(one, Section)]
    assert headings == ["Lamps and keepers", "Oil"]


@pytest.mark.proof
def test_all_that_was_wanted_comes_out(tmp_path: Path) -> None:
    def run(*words: str) -> tuple[int, str]:
        command = [Path(sys.executable).with_name("plantin"), *words]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    assert WANTED.missing(tmp_path, run) == []
