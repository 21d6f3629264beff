"""A locale that is wrong is refused with every value that is to be fixed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from plantin.findings import Finding, TranslationError
from plantin.house import locale

pytestmark = pytest.mark.full

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


def tables(language: str) -> Iterator[tuple[str, str, str]]:
    """The text of a locale with one form taken away, the table that it was in, and its name."""
    text = (ROOT / "locales" / language / "locale.toml").read_text("utf-8")
    names = re.findall(r"^\[((?:references|charts)[\w.]*)\]", text, re.MULTILINE)
    for name in names:
        begin = text.index(f"[{name}]")
        for line in text[begin : text.index("\n\n", begin)].splitlines()[1:]:
            yield text[:begin] + text[begin:].replace(f"{line}\n", "", 1), name, line.partition(" ")[0]


_OPTIONAL = {"within", "years"}
"""Forms that a case of references and a table of charts may do without; so it is with words that govern a case."""


@pytest.mark.sample(1)
@pytest.mark.parametrize("language", ["ar", "es", "fr", "ru"])
def test_a_form_taken_away_is_one_error_that_names_it(language: str, tmp_path: Path) -> None:
    path, tried = tmp_path / "locale.toml", 0
    for text, table, key in tables(language):
        optional = (key in _OPTIONAL and table != "references") or (key.startswith("two_") and ".cases." not in table)
        # Each of five cases in Russian, one in the others.
        apart = ".cases." in table and language != "ru" and not table.endswith((".genitive", ".definite"))
        if optional or apart or table in ("references.governed", "references.running"):
            continue
        tried += 1
        path.write_text(text, "utf-8")
        (finding,) = refused(path)
        assert (finding.code, finding.place.path) == ("T002", str(path))
        assert re.search(rf"value {re.escape(table)}( lacks {key}\b|\.{key}\b)", finding.message), finding.message
        assert finding.hint
    assert tried > 100


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('year = "from {first} to {last}"', "", "value charts.span lacks year"),
        ("{first:month}", "{first:genitive}", "value charts.span.months asks for genitive, a form without a pattern"),
        ("{first:month}", "{first.month}", "more than a name in its braces"),
        ('box = "Box plot."', "", "value charts.kinds lacks box"),
        (
            "[dates.forms]",
            '[dates]\nmonths = ["January"]\n\n[dates.forms]',
            "dates.months should be a list of twelve names",
        ),
        ("grouped_from = 4", "grouped_from = 1", "numbers.grouped_from should be a number from 4 to 7"),
        ("grouped_from = 4", 'percent = "{per}"', "numbers.percent should be text with no other braces than {number}"),
        ("[draft]", '[references.governed]\nablative = ["from"]\n\n[draft]', "governed.ablative is of a case that"),
    ],
)
def test_forms_that_lack_one_or_ask_for_none_are_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    text = ENGLISH.read_text("utf-8")
    assert old in text
    path = tmp_path / "locale.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    (finding,) = refused(path)
    assert finding.code == "T002"
    assert words in finding.message


@pytest.mark.parametrize(
    ("last", "joint"),
    [("Italia", " e "), ("hijos", " e "), ("Íñigo", " e "), ("hierro", " y "), ("Sur", " y "), ("", " y ")],
)
def test_a_conjunction_is_another_word_before_some_sounds(last: str, joint: str) -> None:
    spanish = locale.read(ROOT / "locales" / "es" / "locale.toml")
    assert spanish.list_separators(3, last) == (", ", joint)
    assert spanish.list_separators(1, last) == ()
