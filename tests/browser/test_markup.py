"""The markup of the web page, as html-validate judges it; the rules that are the house's own are set up in its configuration."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from pathlib import Path

import pytest

from pipeline.document import Document
from pipeline.style import Style
from pipeline.writers import html

ROOT = Path(__file__).parents[2]
NODE = ROOT / ".validators" / "bin" / "node"
PROGRAM = ROOT / ".validators" / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
CONFIGURATION = ROOT / "setup" / "validators" / "htmlvalidate.json"


def found(path: Path) -> list[str]:
    """The rules that a page breaks."""
    assert PROGRAM.is_file(), "not run: html-validate is missing; `make validators` installs it"
    # Into a file: the answer has the whole page in it, more than a pipe takes before the program ends.
    answer = path.with_suffix(".json")
    command = [NODE, PROGRAM, "--config", CONFIGURATION, "--formatter", f"json={answer}", path]
    ended = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert ended.returncode in {0, 1}, ended.stderr
    return [f"{one['ruleId']}: {one['message']}" for file in json.loads(answer.read_text("utf-8")) for one in file["messages"]]


@pytest.fixture
def page(harbour: Document, house: Style, moment: dt.datetime, tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_bytes(html.write(harbour, house, moment))
    return path


def test_the_markup_has_no_fault(page: Path) -> None:
    assert found(page) == []


def test_a_fault_is_found(page: Path) -> None:
    page.write_text(page.read_text("utf-8").replace("<main", "<main tabindex='3'", 1), "utf-8")
    assert found(page)
