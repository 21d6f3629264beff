"""Spelling: the finished translations hold no word that is in neither the dictionary nor the list of the house, and a
misspelt word is a finding at its message.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from plantin import translation
from plantin.house.layout import House
from plantin.lint import translation as lint
from plantin.lint.translation import lint_catalogue, terms, tokens
from plantin.lint.translation.spelling import Spelling, spelling
from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.translation.po import Catalogue, PoEntry
from plantin.translation.terms import Term

ROOT = Path(__file__).parents[2]
LANGUAGES = ("es", "fr", "ru")
LONGEST = 130


def checked(language: str, words: Path | None = None) -> Spelling:
    """The check of a language, with the list of the house or another one."""
    found = spelling(language, words or House(ROOT).words_file(language), latin=language != "ru")
    assert found.dictionary, "setup/tools.sh installs the dictionaries"
    return found


def catalogue(language: str) -> Catalogue:
    """The finished translation."""
    return translation.read_catalogue(House(ROOT).catalogue_file(language, "S-2017-97"))


def wrong(check: Spelling, text: str, original: str = "x") -> list[str]:
    """The words of a text that are wrong."""
    found = check.faults([PoEntry("m", original, text)]).get("m", [])
    return [one.message.split("'")[1] for one in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_finished_translations_is_known(language: str) -> None:
    assert checked(language).faults(catalogue(language).entries) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_is_short(language: str) -> None:
    assert len(checked(language).own) <= LONGEST


@pytest.mark.parametrize(("language", "word"), [("es", "terrorizmo"), ("fr", "térrorisme"), ("ru", "тероризм")])
def test_a_misspelt_word_is_found(language: str, word: str) -> None:
    assert wrong(checked(language), f"{word}: (S/2017/97), 12") == [word]


def test_names_of_the_original_marks_and_other_languages_are_not_asked() -> None:
    text = "L’*île* d’Amberlight[^lampz], voir [](#wixz), [lamps of old]{lang=en} et `wickz`, https://lampz.org/wixz."
    assert wrong(checked("fr"), text, "The isle of Amberlight") == []
    assert wrong(checked("fr"), "L’île d’Amberlight", "The isle") == ["d’Amberlight"]
    assert wrong(checked("ru"), "Группа Amberlight", "The group") == []


def test_a_list_of_the_house_has_its_words(tmp_path: Path) -> None:
    own = tmp_path / "words.txt"
    own.write_text("# names\nAmberlight\nporte'nuit\n", "utf-8")
    assert wrong(checked("fr", own), "L’île d’Amberlight, porte’nuit, Amberlights") == ["Amberlights"]


def test_a_finding_is_at_its_message_and_can_be_waived() -> None:
    house, slug = House(ROOT), "S-2017-97"
    head = front_matter.read(source_text.read(house.report(slug)))
    found = catalogue("fr")
    entry = found.entries[5]
    text = f"{entry.translation} Térrorisme."
    for comments, codes in (((), ["T090"]), (('waive T090 "Térrorisme": a quotation',), [])):
        changed = replace(entry, translation=text, comments=comments)
        faults = lint_catalogue(house, replace(found, entries=(changed,)), head)
        spelt = [one for one in faults if one.code == "T090"]
        assert [one.code for one in spelt] == codes
        assert all((one.severity, one.place.line) == ("warning", entry.line) for one in spelt)
        assert all("locales/fr/words.txt" in one.hint for one in spelt)


def test_without_the_program_no_word_is_wrong_and_no_error_comes_or_goes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from plantin.lint.translation import spelling as module

    house = House(ROOT)
    forms = lint.expectations_of(house, "en", "fr").forms
    read = [tokens.read(text, forms) for text in ("the armed group", "les groupes que l’on a dits armés")]
    term = Term("armed group", ("groupe armé",), "A")

    def found() -> list[tuple[str, str]]:
        kept = module.dictionary("fr")
        return [(one.code, one.severity) for one in terms.check(*read, [term], forms, kept)]

    assert module.describe_unchecked(house, ["fr"]) == ""
    assert found() == []
    module.dictionary.cache_clear()
    monkeypatch.setattr(shutil, "which", lambda _: None)
    try:
        assert wrong(spelling("fr", tmp_path / "none", latin=True), "térrorisme") == []
        assert (
            module.describe_unchecked(house, ["fr"])
            == "Spelling was not checked: Hunspell has no dictionary fr_FR here."
        )
        assert found() == [("T037", "warning")]
    finally:
        module.dictionary.cache_clear()


def test_a_dictionary_of_the_house_comes_before_that_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "fr_FR.aff").write_text("SET UTF-8\n", "utf-8")
    (tmp_path / "fr_FR.dic").write_text("1\nlampze\n", "utf-8")
    check = spelling("fr", tmp_path / "words.txt", latin=True)
    assert wrong(check, "lampze lampe") == ["lampe"]
