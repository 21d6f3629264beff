"""Each test report as people read it: its outline, and its reading in four formats, compared with the dumps beside it."""

from __future__ import annotations

import datetime as dt
import runpy
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from pipeline.auditors.parity.outline import differences
from pipeline.build import steps
from pipeline.build.formats import format_named
from pipeline.house.layout import House
from pipeline.house.style import Style
from pipeline.model.document import Document
from pipeline.model.outline import aloud, outline
from pipeline.model.related_editions import ALONE

HERE = Path(__file__).parent
HOUSES = runpy.run_path(str(HERE / "houses.py"))
NAMES: tuple[str, ...] = HOUSES["NAMES"]
Expected = Callable[[Path, str], None]


@cache
def document(house: House, name: str) -> Document:
    slug = HOUSES["slug"](name)
    return steps.compose(house, slug, house.languages(slug)[0]).document


def reading(found: object) -> str:
    return "".join(f"{role:<12} {words}".rstrip() + "\n" for role, words in aloud(found))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_the_outline(name: str, examples: House, expected: Expected) -> None:
    words = ["show", "--root", str(examples.root), HOUSES["slug"](name), "--as", "outline"]
    command = [sys.executable, "-c", "from pipeline.cli.main import main; main()", *words]
    expected(HERE / name / "outline.txt", subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout)


@pytest.mark.parametrize("name", NAMES)
def test_the_source_is_without_slips(name: str, examples: House) -> None:
    slug = HOUSES["slug"](name)
    assert [str(finding) for finding in steps.compose(examples, slug, examples.languages(slug)[0]).findings] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_reading(name: str, examples: House, expected: Expected) -> None:
    expected(HERE / name / "reading.txt", reading(outline(document(examples, name))))


@pytest.mark.parametrize("format_", ["html", "epub", "docx", "pdf"])
@pytest.mark.parametrize("name", NAMES)
def test_every_format_reads_the_same(name: str, format_: str, examples: House, house: Style, tmp_path: Path) -> None:
    row = format_named(format_)
    assert row is not None
    path = tmp_path / f"x{row.suffix}"
    path.write_bytes(row.write(document(examples, name), house, dt.datetime(2035, 9, 1, tzinfo=dt.UTC), ALONE))
    found = row.read(path)
    assert reading(found) == (HERE / name / "reading.txt").read_text("utf-8")
    assert [str(finding) for finding in differences(outline(document(examples, name)), found, path.name)] == []
    assert [str(finding) for finding in row.rules(path) if finding.severity == "error"] == []
