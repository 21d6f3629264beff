"""The script and the direction of a language, and that maker and auditor agree about them."""

from __future__ import annotations

import pytest

from plantin.auditors.pdf import passages
from plantin.auditors.scripts import foreign
from plantin.model.languages import direction, script, scripts
from tests.kit.compose import codes, composed

RIGHT_TO_LEFT = """
    ar ar-EG arc arz az-Arab az-IR bal ckb ckb-IR dv fa fa-AF ff-Adlm glk ha-Arab he he-IL iw ks ku-Arab ku-arab-IQ ku-Yezi lrc ms-Arab
    mzn nqo pa-Arab pa-PK ps rhg sd sd-PK sdh syr ug ug-CN ur ur-IN uz-AF uz-Arab yi ara heb urd
"""
LEFT_TO_RIGHT = """
    am ar-Latn az be bg bn de el en en-GB es eu fil fr fr-CA hi hy id it ja ka kk km ko ku ku-Latn ks-Deva mn ms ne pa pa-IN pl pt-BR ru
    sd-Deva sr sr-Cyrl-RS sr-Latn sw ta th ti tr ug-KZ uk ur-Latn uz vi zh zh-Hans zh-Hant-HK zu qaa de-x-arab en-u-nu-arab
"""


@pytest.mark.parametrize("language", RIGHT_TO_LEFT.split())
def test_languages_written_from_right_to_left(language: str) -> None:
    assert direction(language) == "rtl"
    assert passages.direction(language, "1") == "rtl"


@pytest.mark.parametrize("language", LEFT_TO_RIGHT.split())
def test_languages_written_from_left_to_right(language: str) -> None:
    assert direction(language) == "ltr"
    assert passages.direction(language, "1") == "ltr"


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("en", "Latn"),
        ("sr", "Cyrl"),
        ("sr-latn", "Latn"),
        ("zh-TW", "Hant"),
        ("pa-PK", "Arab"),
        ("iw", "Hebr"),
        ("ara", "Arab"),
        ("qaa", ""),
    ],
)
def test_the_script_of_a_language(language: str, code: str) -> None:
    assert script(language) == code


def test_a_language_without_its_script_in_the_tag_may_be_in_any_that_it_has() -> None:
    assert scripts("sr") == {"Cyrl", "Latn"}
    assert scripts("sr-Latn") == {"Latn"}


@pytest.mark.parametrize(
    ("words", "language", "found"),
    [
        ("Привет", "sr", ""),
        ("Привет", "sr-Latn", "Привет"),
        ("Привет", "ky-KG", ""),
        ("سلام", "sd", ""),
        ("سلام", "ku-Arab", ""),
        ("سلام", "ku-Latn", "سلام"),
        ("سلام", "he", "سلام"),
        ("日本語", "ja", ""),
        ("日本語", "yue", ""),
        ("한국어", "zh", "한국어"),
        ("मराठी", "mr", ""),
        ("मराठी", "qaa", ""),
        ("London", "ar", ""),
    ],
)
def test_words_in_a_script_that_the_language_does_not_have(words: str, language: str, found: str) -> None:
    assert foreign(f"a {words} b", language) == found


@pytest.mark.parametrize(
    ("passage", "shown"),
    [
        ("[Silav]{lang=ku}", "ltr"),
        ("[سڵاو]{lang=ku-Arab}", "rtl"),
        ("[سلام]{lang=sd}", "rtl"),
        ("[ياخشىمۇسىز]{lang=ug}", "rtl"),
        ("[سلام]{lang=qaa dir=rtl}", "rtl"),
    ],
)
def test_a_passage_is_set_in_the_direction_of_its_language(passage: str, shown: str) -> None:
    document = composed(f"# x\n\nThe word {passage} is there.\n")
    assert f"'{shown}'" in repr(document.blocks)


@pytest.mark.parametrize("passage", ["[Silav]{lang=ku dir=rtl}", "[سلام]{lang=sd dir=ltr}", "[x]{lang=a-b}"])
def test_a_direction_that_the_language_does_not_have_is_found_in_the_source(passage: str) -> None:
    assert codes(f"# x\n\nThe word {passage} is there.\n") == {"S018"}
