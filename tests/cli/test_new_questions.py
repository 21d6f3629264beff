"""``plantin new`` asks at a terminal, and its house has the answers; elsewhere, or with options, it asks nothing."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from pathlib import Path

import pytest

from plantin.house.layout import House
from tests.kit.command import plantin

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#1b4b7a"/></svg>'
)


def answer(monkeypatch: pytest.MonkeyPatch, *answers: str, terminal: bool = True) -> list[str]:
    """The questions that are asked of someone who gives these answers."""
    asked: list[str] = []
    waiting: Iterator[str] = iter(answers)

    def given(question: str) -> str:
        asked.append(question)
        return next(waiting)

    monkeypatch.setattr(builtins, "input", given)
    monkeypatch.setattr("plantin.cli.new._is_at_terminal", lambda: terminal)
    return asked


def test_the_house_has_what_was_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mark.svg").write_text(LOGO, "utf-8")
    monkeypatch.chdir(tmp_path)
    asked = answer(monkeypatch, "en, xx", "en, fr", "Wells of 2025", "River Board", "civic", "blue", "#1B4B7A", "none.png", "mark.svg", "Letter")  # fmt: skip
    ended = plantin("new", "mill", cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert len(asked) == 10
    assert "'xx'" in ended.stderr
    assert "Six hexadecimal digits" in ended.stderr
    house = House(tmp_path / "mill")
    style = house.style()
    assert (style.colour.heading.lower(), style.page.size, style.brand.name) == ("#1b4b7a", "Letter", "River Board")
    assert (house.root / "styles/house/media/logo.svg").read_text("utf-8") == LOGO
    (slug,) = house.slugs()
    assert house.languages(slug) == ("en", "fr")
    assert 'title: "Wells of 2025"' in house.report(slug).read_text("utf-8")


def test_enter_takes_what_new_makes_without_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Next: cd 'old mill' && " in plantin("new", "old mill", cwd=tmp_path).stdout
    assert plantin("new", "silent/mill", cwd=tmp_path).returncode == 0
    answer(monkeypatch, *[""] * 7)
    assert plantin("new", "asked/mill", cwd=tmp_path).returncode == 0
    kept = [
        {path.relative_to(tmp_path / one): path.read_bytes() for path in (tmp_path / one).rglob("*") if path.is_file()}
        for one in ("silent", "asked")
    ]
    assert kept[0] == kept[1]


@pytest.mark.parametrize(("terminal", "options"), [(False, ()), (True, ("--languages", "en"))])
def test_it_asks_nothing_elsewhere(
    terminal: bool, options: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch, terminal=terminal)
    assert plantin("new", "mill", *options, cwd=tmp_path).returncode == 0
    assert asked == []


def test_translations_and_accept_are_words_of_the_command(tmp_path: Path) -> None:
    assert plantin("new", "mill", "--languages", "en,fr", cwd=tmp_path).returncode == 0
    ended = plantin("translations", "status", cwd=tmp_path / "mill")
    assert (ended.returncode, "fr" in ended.stdout) == (0, True)
    path = next((tmp_path / "mill" / "sources").glob("*/report.md"))
    path.write_text(path.read_text("utf-8").replace("date:", "issuing-body: River Board\ndate:", 1), "utf-8")
    ended = plantin("build", "--format", "html", cwd=tmp_path / "mill")
    assert (ended.returncode, "Did you mean 'organ'?" in ended.stderr) == (3, True)
