"""A locale that is wrong is refused with every value that is to be fixed."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.findings import Finding, TranslationError
from plantin.house import locale

ROOT = Path(__file__).parents[2]
ENGLISH = ROOT / "locales" / "en" / "locale.toml"


def refused(path: Path) -> tuple[Finding, ...]:
    with pytest.raises(TranslationError) as raised:
        locale.read(path)
    return raised.value.findings


@pytest.mark.parametrize("path", sorted((ROOT / "locales").glob("*/locale.toml")), ids=lambda path: path.parent.name)
def test_every_locale_of_the_house_is_sound(path: Path) -> None:
    assert locale.read(path).language == path.parent.name


def test_a_locale_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (finding,) = refused(tmp_path / "locale.toml")
    assert (finding.code, finding.place.path) == ("T001", str(tmp_path / "locale.toml"))


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("[masthead]", "[masthead", "T001", "not TOML"),
        ('name = "English"', "", "T002", "value name is missing"),
        ('name = "English"', "name = 3", "T002", "value name should be text, not 3"),
        ('name = "English"', 'name = "English"\nnickname = "E"', "T002", "unknown value nickname"),
        ("[numbering]", '[numbering]\nnumerals = { decimal = "counting-rods" }', "T002", "not 'counting-rods'"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, old: str, new: str, code: str, words: str) -> None:
    text = ENGLISH.read_text("utf-8")
    assert old in text
    path = tmp_path / "locale.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    (finding,) = refused(path)
    assert (finding.code, finding.place.path) == (code, str(path))
    assert words in finding.message
    assert finding.hint


def test_all_wrong_values_are_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "locale.toml"
    path.write_text(ENGLISH.read_text("utf-8").replace('name = "English"', 'nickname = "E"'), "utf-8")
    assert [finding.code for finding in refused(path)] == ["T002", "T002"]
