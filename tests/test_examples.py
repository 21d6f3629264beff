"""The example houses build, say the same in every edition and have no finding, and their logo and colours are in
each.
"""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from plantin.house.layout import House
from tests.kit.command import plantin
from tests.kit.houses import ROOT

EXAMPLES = ROOT / "examples"
HOUSES = sorted(path.parent.name for path in EXAMPLES.glob("*/plantin.toml"))


@pytest.mark.proof
@pytest.mark.parametrize("name", HOUSES)
def test_an_example_builds_and_is_proved(name: str, tmp_path: Path) -> None:
    house = tmp_path / name
    shutil.copytree(EXAMPLES / name, house, ignore=shutil.ignore_patterns("build"))
    for command in (("build",), ("check", "--strict")):
        done = plantin(*command, cwd=house)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "0 differences, 0 findings" in done.stdout
    heading = House(house).style().colour.heading
    pages = list((house / "build").rglob("*.html"))
    books = list((house / "build").rglob("*.epub"))
    files = list((house / "build").rglob("*.docx"))
    assert len(pages) == len(books) == len(files) == {"city-water": 3, "water-in-figures": 6}.get(name, 1)
    for page in pages:
        assert heading in page.read_text("utf-8")
    for book in books:
        with zipfile.ZipFile(book) as archive:
            assert heading.encode() in archive.read("EPUB/style.css")
    for file in files:
        with zipfile.ZipFile(file) as archive:
            assert heading[1:].upper().encode() in archive.read("word/styles.xml")


def test_every_example_is_described() -> None:
    told = (EXAMPLES / "README.md").read_text("utf-8")
    assert [name for name in HOUSES if f"`{name}/`" not in told] == []
    assert len(HOUSES) == 4
