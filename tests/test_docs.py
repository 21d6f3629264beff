"""The documentation names what is there, and stays short enough to be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.kit.houses import ROOT

PAGES = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
PACKAGE = ROOT / "pipeline" / "plantin"
ROOMS = {path.name for path in PACKAGE.iterdir() if path.is_dir()}
TOP = {"pipeline", "tests", "setup", "bench", "examples", ".ci"}
BASES = (ROOT, PACKAGE, PACKAGE / "packs", ROOT / "docs", ROOT / "examples" / "extension")
NAMED = re.compile(r"`([\w.-]+(?:/[\w.*-]+)+/?)`")
_MOST_WORDS = 60_000


def is_of_the_repository(name: str) -> bool:
    """Whether a path is one of the repository, not of a house or of an edition."""
    first = name.split("/", maxsplit=1)[0]
    return first in TOP or name.endswith(".py") or (first in ROOMS and name.endswith("/"))


def exists(name: str) -> bool:
    return any(next(base.glob(name.rstrip("/")), None) for base in BASES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_paths_in_pages_exist(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    assert [name for name in NAMED.findall(text) if is_of_the_repository(name) and not exists(name)] == []


def test_the_pages_are_short_enough_to_be_read() -> None:
    words = sum(len(page.read_text("utf-8").split()) for page in [*PAGES, ROOT / "CHANGELOG.md"])
    assert words <= _MOST_WORDS, f"{words} words"
