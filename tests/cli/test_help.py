"""What the command says of itself: pages of the documentation, and the validators put where it looks for them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plantin.findings import registry
from plantin.validators import install
from tests.kit.command import plantin
from tests.kit.houses import ROOT


def test_the_list_of_topics_begins_with_a_beginning_and_has_every_page(tmp_path: Path) -> None:
    listed = plantin("help", cwd=tmp_path).stdout
    assert listed.split("\n")[1:3] == [
        "Begin here",
        "  tutorial             from an empty folder to a release in four languages, in twenty minutes",
    ]
    pages = {path.relative_to(ROOT / "docs").with_suffix("").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    shown = re.findall(r"^  ([\w/-]+) +\S", listed, re.MULTILINE)
    assert len(shown) == len(set(shown))
    assert set(shown) == {page for page in pages if not page.endswith("README") and not page.startswith("decisions/")}
    for topic in ("houses", "docs/houses.md", "how-to/release"):
        assert plantin("help", topic, cwd=tmp_path).stdout.startswith("# ")
    for role in ("author", "translator", "designer", "officer"):
        assert plantin("help", role, "--path", cwd=tmp_path).stdout.strip().endswith(f"docs/how-to/{role}.md")
    assert plantin("help", "houses", "--path", cwd=tmp_path).stdout.strip().endswith("docs/houses.md")


def test_a_topic_that_is_invalid_is_reported_with_those_there_are(tmp_path: Path) -> None:
    ended = plantin("help", "hous", cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "error U030" in ended.stderr
    assert "Do you mean houses?" in ended.stderr


def test_an_explanation_names_a_page_that_the_command_prints(tmp_path: Path) -> None:
    for code in registry.codes():
        words = registry.explanation(code)
        assert "docs/" not in words, code
        for topic in re.findall(r"`plantin help ([\w/-]+)`", words):
            assert plantin("help", topic, "--path", cwd=tmp_path).returncode == 0, (code, topic)


def test_validators_that_cannot_be_installed_are_reported(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / ".validators" / "bin").mkdir(parents=True)
    python = tmp_path / ".validators" / "bin" / "python"
    python.write_text("#!/bin/sh\necho no network >&2\nexit 1\n", "utf-8")
    python.chmod(0o755)
    ended = plantin("validators", "install", "--into", str(tmp_path / ".validators"), cwd=tmp_path)
    assert ended.returncode == 6
    assert "validators: error V113: pip: no network" in ended.stderr
    assert not (tmp_path / ".validators" / ".installed").exists()


def test_each_step_of_the_installation_is_ours_to_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(install, "_run", lambda command, _=None: ran.append([str(word) for word in command]))
    (tmp_path / "lib").mkdir()
    assert len(list(install.install(tmp_path))) == 3
    assert [next(word for word in words if word in ("venv", "install", "ci")) for words in ran] == [
        "venv",
        "install",
        "ci",
    ]
    assert "--ignore-scripts" in ran[2]
    assert {path.name for path in tmp_path.iterdir()} >= {"package.json", "package-lock.json", ".installed"}


def test_all_findings_are_explained_where_no_code_is_named(tmp_path: Path) -> None:
    rows = re.findall(r"^\| ([A-Z]+\d{3}) \|", plantin("explain", cwd=tmp_path).stdout, re.MULTILINE)
    assert sorted(rows) == sorted(registry.codes())
