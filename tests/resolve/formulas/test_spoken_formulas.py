"""Formulas in words: a table of them in every language that has a voice, and what becomes of those that cannot be put
into words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pypandoc
import pytest

from plantin.house import locale
from plantin.house.locale_tables import FormulaWords
from plantin.resolve.spoken_formulas import signs, speak
from tests.kit import houses
from tests.kit.compose import warnings

_TEX = re.compile(r"\\[A-Za-z]{2,}|[_^]\{|\\[,;!{}]")
"""What is not read in words: commands and groups of TeX."""

HERE = Path(__file__).parent
FORMULAS = tuple((HERE / "formulas.txt").read_text("utf-8").splitlines())
VOICES = ("en", "fr", "es", "ru")


def words(language: str) -> FormulaWords:
    found = locale.read(houses.ROOT / "locales" / language / "locale.toml").formulas
    assert found is not None
    return found


@pytest.fixture(scope="module")
def mathml() -> dict[str, str]:
    made = pypandoc.convert_text(
        "\n\n".join(f"${tex}$" for tex in FORMULAS), "html", format="markdown", extra_args=["--mathml"]
    )
    return dict(zip(FORMULAS, re.findall(r"<math.*?</math>", made, re.DOTALL), strict=True))


@pytest.mark.parametrize("language", VOICES)
def test_formulas_are_put_into_words(
    language: str, mathml: dict[str, str], expected: Callable[[Path, str], None]
) -> None:
    assert len(FORMULAS) > 60
    rows = []
    for tex, held in mathml.items():
        found = speak(held, words(language))
        assert found.words, tex
        assert not found.unknown, (tex, found)
        assert not _TEX.search(found.words)
        assert "{" not in found.words, tex
        rows.append(f"{tex}\n    {found.words}\n")
    expected(HERE / f"{language}.txt", "".join(rows))


def test_different_formulas_have_different_words(mathml: dict[str, str]) -> None:
    for language in VOICES:
        worded = [speak(held, words(language)).words for held in mathml.values()]
        assert len(worded) == len(set(worded))


@pytest.mark.parametrize("language", VOICES)
def test_every_language_has_the_words_of_english(language: str) -> None:
    own, english = words(language), words("en")
    for table in ("signs", "letters", "functions", "powers", "accents", "limits", "roots"):
        assert getattr(own, table).keys() == getattr(english, table).keys(), table


def test_signs_are_no_tex(mathml: dict[str, str]) -> None:
    for tex, held in mathml.items():
        assert signs(held)
        assert not _TEX.search(signs(held)), tex


def test_a_sign_without_a_word_is_reported() -> None:
    found = speak("<math><mi>a</mi><mo>⊢</mo><mi>b</mi></math>", words("en"))
    assert found.unknown == ("⊢",)


def test_a_formula_nested_too_deeply_is_not_put_into_words() -> None:
    deep = "<msqrt>" * 60 + "<mi>x</mi>" + "</msqrt>" * 60
    assert not speak(f"<math>{deep}</math>", words("en")).words
    assert not signs(f"<math>{deep}</math>")


@pytest.mark.parametrize(
    ("language", "text", "count"), [("ar", "$x^2$", 1), ("ar", '[$x^2$]{alt="س تربيع"}', 0), ("en", "$x^2$", 0)]
)
def test_words_are_asked_for_where_there_is_no_voice(language: str, text: str, count: int) -> None:
    found = warnings(f"# One\n\n{text}", language=language)
    assert [(finding.code, finding.severity) for finding in found] == [("S150", "warning")] * count
