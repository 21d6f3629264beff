"""The easy-to-read summary and the version in sign language: printed, and in the metadata of each edition."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plantin.auditors.parity.record import differences
from plantin.auditors.record import RecordedStatement
from plantin.findings import SourceError
from plantin.house.layout import House
from plantin.model.document import Document
from plantin.model.related_editions import ALONE
from plantin.production import steps
from plantin.writers.a11y_metadata import claims, matter
from tests.kit import houses

FILMS = 'sign-language: {en: "https://example.org/ase", fr: "https://example.org/lsf"}\n'
EASY = "::: {.easy-to-read level=A2}\nThe lamps are old.\n:::\n\n"


def made(folder: Path, front: str, body: str, language: str = "en") -> Document:
    text = houses.HARBOUR.read_text("utf-8")
    text = text.replace("title:", f"{front}title:", 1)
    text = text.replace("\n# ", f"\n{body}# ", 1)
    return steps.compose(houses.linked(folder, houses.HARBOUR_SLUG, text), houses.HARBOUR_SLUG, language).document


def test_both_are_reported(tmp_path: Path) -> None:
    document = made(tmp_path, FILMS, EASY)
    easy, film = document.publication.companions
    assert (easy.name, easy.target, easy.level) == ("Easy-to-read summary (language level A2)", "easy-to-read", "A2")
    assert (film.target, film.level) == ("https://example.org/ase", "")
    assert claims(matter(document, ALONE), document.labels).summary.endswith(f"{easy.about} {film.about}")
    silent = replace(document, publication=replace(document.publication, companions=()))
    assert document.digest() != silent.digest()


@pytest.mark.parametrize(
    ("front", "body", "code"),
    [
        ("", EASY.replace(" level=A2", ""), "S077"),
        ("", EASY.replace("A2", "easy"), "S077"),
        ("", EASY + EASY, "S077"),
        ("", EASY.replace("level", "degree"), "S014"),
        ("sign-language: the film\n", "", "S007"),
        ("sign-language: {en: film}\n", "", "S007"),
    ],
)
def test_what_cannot_be_is_found(tmp_path: Path, front: str, body: str, code: str) -> None:
    with pytest.raises(SourceError) as caught:
        made(tmp_path, front, body)
    assert code in {finding.code for finding in caught.value.findings}


def test_an_edition_that_keeps_silent_is_found(tmp_path: Path) -> None:
    document = made(tmp_path, FILMS, EASY)
    (found,) = differences(
        document, [RecordedStatement("the package", "relation", ("https://example.org/ase",))], "a.epub"
    )
    assert found.code == "P016"


@pytest.mark.parametrize("language", ["fr", "es", "ru", "ar", "zh"])
def test_every_language_has_words_for_them(language: str) -> None:
    forms = House(houses.ROOT).locale(language).publication
    words = (forms.easy_to_read, forms.sign_language, forms.about_easy_to_read, forms.about_sign_language)
    assert all(len(text) > len("{address} ") for text in words)
