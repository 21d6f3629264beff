"""The finished translations hold no word that is in neither the language's dictionary nor its list of names and
terms.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from plantin import translation
from plantin.house.layout import House

ROOT = Path(__file__).parents[2]
DICTIONARIES = {"es": "es_ES", "fr": "fr_FR", "ru": "ru_RU"}
LONGEST = 130

# What is not in the language: code, marks, passages in other languages, addresses, symbols.
LEFT_OUT = re.compile(
    r"`[^`]*`|\[\^[^\]]*\]|\[[^\]]*\]\{lang=[^}]*\}|\(#[^)]*\)|\{[^}]*\}|(?:https?://|www\.)\S+|\b[A-Z]+(?:/\w[\w.]*)+"
)
WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'", re.IGNORECASE)


def words(language: str) -> set[str]:
    """The words of the report in ``language``."""
    found: set[str] = set()
    for entry in translation.read_catalogue(House(ROOT).catalogue_file(language, "S-2017-97")).entries:
        text = LEFT_OUT.sub(" ", entry.translation).replace("’", "'")
        found |= {ELISION.sub("", word) if language == "fr" else word for word in WORD.findall(text)}
    # In Russian, words in Latin letters are names and titles that are not translated.
    return {word for word in found if len(word) > 1 and not (language == "ru" and word.isascii())}


def listed(language: str) -> set[str]:
    """The language's own list: one word to a line, lines with # are remarks."""
    lines = (ROOT / "locales" / language / "words.txt").read_text("utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def unknown(language: str, asked: set[str]) -> set[str]:
    """Those of the words ``asked`` that hunspell does not know."""
    command = ["hunspell", "-d", DICTIONARIES[language], "-i", "utf-8", "-l"]
    done = subprocess.run(
        command, input="\n".join(sorted(asked)), capture_output=True, text=True, check=True, env={"LC_ALL": "C.UTF-8"}
    )
    # hunspell cuts words at an apostrophe or a dot; single letters are ordinals and initials.
    return {word for word in done.stdout.split() if len(word) > 1}


def parts(word: str) -> set[str]:
    """What a compound is made of."""
    return set(re.split("[-']", word))


@pytest.mark.parametrize("language", DICTIONARIES)
def test_every_word_is_known(language: str) -> None:
    asked = words(language) - listed(language)
    wrong = {word for word in unknown(language, asked) if unknown(language, parts(word) - listed(language))}
    assert sorted(wrong) == []


@pytest.mark.parametrize("language", DICTIONARIES)
def test_the_list_is_short_and_every_word_of_it_is_needed(language: str) -> None:
    own = listed(language)
    assert len(own) <= LONGEST
    assert sorted(own - {part for word in words(language) for part in (word, *parts(word))}) == []
    assert sorted(own - unknown(language, own)) == []


@pytest.mark.parametrize(("language", "word"), [("es", "terrorizmo"), ("fr", "térrorisme"), ("ru", "тероризм")])
def test_a_misspelt_word_is_found(language: str, word: str) -> None:
    assert unknown(language, {word}) == {word}
