"""What a line never parts: dates, symbols, numbers and names, in the languages that divide words."""

from __future__ import annotations

import pytest

from plantin.resolve.typography import Typesetter
from tests.kit import houses
from tests.kit.kept_together import PARTED, WHOLE


@pytest.mark.parametrize(
    ("language", "words"), [(language, words) for language, rows in WHOLE.items() for words in rows]
)
def test_what_belongs_together_stays_together(language: str, words: str) -> None:
    assert " " not in Typesetter(houses.un(language).typography).text(words)


@pytest.mark.parametrize(
    ("language", "words"), [(language, words) for language, rows in PARTED.items() for words in rows]
)
def test_what_a_line_may_part_has_a_space(language: str, words: str) -> None:
    assert " " in Typesetter(houses.un(language).typography).text(words)
