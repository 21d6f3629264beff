"""What a line never parts: dates, symbols, numbers and names, in the languages that divide words."""

from __future__ import annotations

import pytest

from pipeline.resolve.typography import Typesetter
from tests.kit import houses

WHOLE = {
    "en": ("para. 17", "resolution 2253 (2015)", "30 October", "5 per cent", "Sales No. E.16.IV.6", "Mr. Ban", "see S/2016/92", "3 months"),
    "fr": ("par. 17", "résolution 2253 (2015)", "le 1er juillet", "5 %", "numéro de vente", "M. Ban", "voir S/2016/92", "45 États"),
    "es": (
        "párr. 17",
        "resolución 2253 (2015)",
        "30 de octubre",
        "de 2016",
        "El Cairo",
        "La Haya",
        "número de venta",
        "5 por ciento",
        "véase S/2016/92",
    ),
    "ru": (
        "пункт 17",
        "пункты 4 и 5",
        "резолюция 2253 (2015)",
        "30 октября",
        "2016 года",
        "в марте",
        "Боко харам",
        "№ R.16",
        "см. S/2016/92",
    ),
}
PARTED = {
    "en": ("30 October 2016", "Cairo and Paris"),
    "es": ("El camino", "la paz"),
    "fr": ("numéro de page",),
    "ru": ("30 октября 2016", "в марте 2015", "Каир и Париж в"),
}


@pytest.mark.parametrize(("language", "words"), [(language, words) for language, rows in WHOLE.items() for words in rows])
def test_what_belongs_together_stays_together(language: str, words: str) -> None:
    assert " " not in Typesetter(houses.un(language).typography).text(words)


@pytest.mark.parametrize(("language", "words"), [(language, words) for language, rows in PARTED.items() for words in rows])
def test_what_a_line_may_part_has_a_space(language: str, words: str) -> None:
    assert " " in Typesetter(houses.un(language).typography).text(words)
