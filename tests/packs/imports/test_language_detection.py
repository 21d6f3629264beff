"""The language of a file that says none, or one that is written in other letters."""

from __future__ import annotations

import pytest

from plantin.packs.imports.language_detection import language

TEXTS = {
    "en": "The keepers of the lamps say that the state of the coast is as it was, and that it will be so for the year.",
    "fr": (
        "Les gardiens des phares disent que l’état de la côte est le même, et que cela sera pour une année qui vient"
        " par la mer."
    ),
    "es": (
        "Los guardianes de los faros dicen que el estado de la costa es el mismo, y que será así por el año en que se"
        " cuenta."
    ),
    "ru": "Смотрители маяков говорят, что состояние берега прежнее.",
    "ar": "يقول حراس المنارات إن حالة الساحل كما كانت عليه من قبل",
    "zh": "灯塔看守人说，海岸的情况和以前一样，没有什么变化，明年也会这样的。",
    "ja": "灯台守は、海岸の状態は以前と同じであり、来年もそうだろうと言っている。",
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("said", ["", "en-US", "fr"])
def test_the_language_is_that_of_the_words(name: str, said: str) -> None:
    assert language([TEXTS[name]], said).partition("-")[0] == name


@pytest.mark.parametrize("said", ["fr", "sr-Cyrl", "zh-TW"])
def test_what_a_file_says_is_kept_where_nothing_contradicts_it(said: str) -> None:
    assert language({"fr": ["12"], "sr-Cyrl": [TEXTS["ru"]], "zh-TW": [TEXTS["zh"]]}[said], said) == said


def test_few_letters_say_nothing() -> None:
    assert language(["Да"], "") == ""
