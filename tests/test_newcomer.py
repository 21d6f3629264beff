"""What a newcomer wanted is asked for in one house, and found in its editions."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.model.document import Section
from plantin.model.inlines import plain
from tests.kit.command import plantin
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
        ended = plantin(*words, cwd=tmp_path, PLANTIN_VALIDATORS=str(tmp_path / "nothing"))
        return ended.returncode, ended.stdout + ended.stderr

    assert WANTED.missing(tmp_path, run) == []
