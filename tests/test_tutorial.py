"""docs/tutorial.md, followed word for word: its commands are run, its translations written as a translator writes
them.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import polib
import pytest

from tests.kit.houses import ROOT

BLOCKS = re.findall(
    r"^```(sh|po)\n(.*?)^```", (ROOT / "docs" / "tutorial.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
)
INSTALL = "plantin validators install\n"
RELEASE = "plantin release 1.0\n"
VALIDATORS = ROOT / ".validators"


def run(commands: str, folder: Path, environment: dict[str, str]) -> tuple[str, Path]:
    """What a shell says that runs ``commands``, and where it is afterwards."""
    script = f"set -e -o pipefail\n{commands}\npwd > {environment['KEPT']}\n"
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, timeout=1500, check=False
    )
    assert done.returncode == 0, f"{commands}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr, Path(Path(environment["KEPT"]).read_text("utf-8").strip())


def translate(written: str, house: Path) -> None:
    """Write the messages of a block into the catalogue that it names, each with the mark of its reviser."""
    first, _, pairs = written.partition("\n")
    (path,) = (house / first.removeprefix("# ")).glob("*.po")
    catalogue = polib.pofile(str(path), wrapwidth=0)
    for entry in polib.pofile(pairs):
        (found,) = [one for one in catalogue if one.msgid == entry.msgid and not one.obsolete]
        found.msgstr = entry.msgstr
        found.flags = [flag for flag in found.flags if flag != "fuzzy"]
        found.tcomment = "reviewed: yes"
    catalogue.save(str(path))


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    return kept | {"PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}", "KEPT": str(tmp_path / "kept")}


def followed(blocks: list[tuple[str, str]], folder: Path, environment: dict[str, str]) -> list[str]:
    said = []
    for kind, written in blocks:
        if kind == "po":
            translate(written, folder)
        elif written == INSTALL:
            (folder / ".validators").symlink_to(VALIDATORS)
        else:
            text, folder = run(written, folder, environment)
            said.append(text)
    return said


@pytest.mark.slow
def test_the_tutorial_leads_to_editions_that_are_proved(tmp_path: Path, environment: dict[str, str]) -> None:
    last = next(n for n, (_, written) in enumerate(BLOCKS) if RELEASE in written)
    said = followed([*BLOCKS[:last], ("sh", BLOCKS[last][1].partition(RELEASE)[0])], tmp_path, environment)
    assert sum("16 editions, 0 differences, 0 findings" in text for text in said) == 3
    assert any("fresh" in text for text in said)


@pytest.mark.slow
def test_the_tutorial_leads_to_a_release(tmp_path: Path, environment: dict[str, str]) -> None:
    said = followed(BLOCKS, tmp_path, environment)
    release = tmp_path / "city-water" / "release" / "1.0"
    assert len(list(release.glob("*/*.pdf"))) == 4
    assert {path.name for path in release.glob("*/index*.html")} == {
        "index.html",
        "index-fr.html",
        "index-es.html",
        "index-ru.html",
    }
    assert "release/1.0" in said[-1]
