"""Reports drawn from the whole grammar of the manual: whatever it allows is made and says the same."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest

from bench.random_reports import small_pages
from plantin.house.layout import House
from tests.kit.random_reports import LANGUAGES, RandomReport, faults_of

pytestmark = pytest.mark.full


def test_a_seed_gives_the_same_report() -> None:
    assert RandomReport(1, "en", 6).text == RandomReport(1, "en", 6).text != RandomReport(2, "en", 6).text


@pytest.mark.parametrize("name", ["html", "txt"])
def test_a_random_report_says_the_same(name: str, tmp_path: Path) -> None:
    assert RandomReport(1, "en", 12).faults(tmp_path / "house", name) == []


SHORT = {
    ("zh", "pdf"): "# 港口\n\n港口[^a]。\n\n[^a]: 书里10⁻³船只10^−3^港口。",
    ("ar", "pdf"): "# مصابيح\n\nمصابيح س ≠ ص (الميناء) ≥ 3 ∉ 4 ≮ 5، [x ≥ 3 ≠ 4 ∉ 5]{lang=en} الميناء.",
    ("es", "brf"): "# Faros\n\nEl 1^er^ año, el 3.^er^ año y 0,5.",
    ("en", "pdf"): "# Lamps\n\nSO~4~^2−^, SO₄²⁻, Ca^+^ and Ca^2+^.[^a]\n\n[^a]: SO~4~^2−^, 1^st^.",
    ("ar", "docx"): "# مصابيح\n\nمصابيح $\\int_0^{\\infty} e^{-x^2}\\,dx$ الميناء.",
}
"""Raised figures that are characters of their own, in a note that is read by its replacement text; signs that are
turned round or set in two glyphs from right to left; ordinals before letters that are figures too; charges; a formula
with a thin space.
"""


@pytest.mark.sample(4)
@pytest.mark.parametrize(("language", "name"), SHORT)
def test_a_short_report_says_the_same(language: str, name: str, tmp_path: Path) -> None:
    assert faults_of(SHORT[language, name], language, tmp_path / "house", name) == []


BLOCKS = {"html": 12, "epub": 12, "docx": 12, "pdf": 6, "md": 12, "txt": 12}
"""How long the report is whose edition in a format is made; pages take longest."""


@pytest.mark.full
@pytest.mark.sample(4)
@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_random_reports_say_the_same(language: str, name: str, tmp_path: Path) -> None:
    assert RandomReport(1, language, BLOCKS[name]).faults(tmp_path / "house", name) == []


@pytest.mark.proof
@pytest.mark.parametrize("seed", [300, 301, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(302, 304))])
def test_random_reports_are_set_on_small_pages(seed: int, tmp_path: Path) -> None:
    with patch.object(House, "style", small_pages):
        assert RandomReport(seed, "ru", 14).faults(tmp_path / "house", "pdf") == []
