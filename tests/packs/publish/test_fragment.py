"""A fragment is cut out of what the gate let pass, and out of nothing else."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from tests.kit.command import plantin
from tests.kit.houses import ROOT

pytestmark = pytest.mark.full

PAGE = "build/R-2026-1/R-2026-1-en.html"
FIGURE = """

::: {#lamps .chart data=lamps.csv kind=bar x=year y=lamps}
Lamps of the pier
:::
"""


@pytest.fixture(scope="module")
def mill(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new house in English and French with a chart, its web editions built, and its plain text."""
    folder = tmp_path_factory.mktemp("fragment") / "mill"
    assert plantin("new", "mill", "--languages", "en,fr", cwd=folder.parent).returncode == 0
    source = folder / "sources/R-2026-1/report.md"
    source.write_text(source.read_text("utf-8") + FIGURE, "utf-8")
    (source.parent / "lamps.csv").write_text("year,lamps\n2024,12\n2025,19\n", "utf-8")
    ended = plantin("build", "--format", "html,txt", cwd=folder)
    assert ended.returncode == 0, ended.stderr
    return folder


def about(mill: Path, name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((mill / "fragments" / f"{name}.json").read_text("utf-8"))
    return found


def test_its_languages_are_languages(mill: Path) -> None:
    ended = plantin("fragment", "--language", "en", cwd=mill)
    assert ended.returncode == 0, ended.stderr
    assert 'href="R-2026-1-en.txt"' in (mill / PAGE).read_text("utf-8"), "the page offers a download"
    assert about(mill, "R-2026-1-en")["languages"] == {"fr": "R-2026-1-fr.html"}


@pytest.mark.parametrize(
    ("part", "title"),
    [("figure-1", "Figure 1 Lamps of the pier"), ("table-1", "Table 1 Editions of a report"), ("section-1", "1 ")],
)
def test_a_part_is_named_by_its_heading_or_caption(mill: Path, part: str, title: str) -> None:
    assert plantin("fragment", "--language", "en", "--only", part, cwd=mill).returncode == 0
    named = str(about(mill, f"R-2026-1-en-{part}")["title"])
    assert named.startswith(title)
    assert len(named) < 60


@pytest.mark.sample(6)
@pytest.mark.parametrize(
    "written",
    [
        '<p onclick="alert(1)">',
        '<p><a href="javascript:alert(1)">more</a> ',
        '<p><iframe src="https://example.org/"></iframe>',
        '<p><img src="x" onerror="alert(1)" alt="">',
        '<form action="https://example.org/"><input name="word"></form><p>',
        '<p><a xlink:href="https://example.org/">more</a> ',
        "<script>alert(1)</script><p>",
    ],
)
def test_nothing_is_cut_out_of_what_the_gate_refuses(mill: Path, written: str) -> None:
    page, folder = mill / PAGE, mill / "cut"
    kept = page.read_bytes()
    main = kept.index(b"<main")
    at = kept.index(b"<p", main)
    opening = kept[at : kept.index(b">", at) + 1]
    try:
        page.write_bytes(kept[:at] + written.encode().replace(b"<p>", opening) + kept[at + len(opening) :])
        ended = plantin("fragment", "--into", str(folder), cwd=mill)
    finally:
        page.write_bytes(kept)
    assert ended.returncode == 1
    assert f"{PAGE} (section-1): error " in ended.stderr or f"{PAGE}: error" in ended.stderr
    assert not folder.exists()


def test_a_web_edition_that_is_missing_is_reported(mill: Path) -> None:
    (mill / PAGE).rename(mill / "aside.html")
    try:
        ended = plantin("fragment", cwd=mill)
    finally:
        (mill / "aside.html").rename(mill / PAGE)
    assert (ended.returncode, f"{PAGE}: error U039" in ended.stderr) == (2, True)


def test_only_the_gate_calls_an_edition_proved() -> None:
    makers = []
    for path in sorted((ROOT / "pipeline/plantin").rglob("*.py")):
        calls = (node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Call))
        makers += [path.name for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Proved"]
    assert makers == ["gate.py"]
