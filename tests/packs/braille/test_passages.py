"""A passage in another language is read by its own code: what it says is compared, and so is what is beside it."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator

import pytest

from plantin.house.style import Style
from plantin.model.document import Document
from plantin.packs.braille import auditor, louis
from plantin.packs.braille import writer as braille
from plantin.packs.braille.auditor import ebraille as ebraille_auditor
from plantin.packs.braille.writer import ebraille
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.kit.read_back import unlike

pytestmark = pytest.mark.full

MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)
WORDS = {
    "en": "all lamps burn to be seen 12 nights",
    "fr": "toute la nuit parce que le gardien compte 12 jours",
    "es": "toda la noche porque el guardián cuenta 12 días",
    "ru": "всю ночь потому что смотритель считает 12 дней",
    "ar": "طوال الليل لأن الحارس يعد 12 يوما",
    "zh": "港口的灯整夜亮着看守人数12天",
}
PASSAGES = {
    "en": "[parce que la nuit]{lang=fr}",
    "fr": "[the lamps of x 12]{lang=en}",
    "es": "[old lamps in x 2]{lang=en}",
    "ru": "[Vieux phare]{lang=fr}",
    "ar": "[old lamp]{lang=en}",
    "zh": "[старая лампа]{lang=ru}",
}
SIGNS = ('""(', '"")')
"""The signs around a passage in another code, in ASCII braille (RUEB 2013, 14.3)."""


def findings(document: Document, style: Style) -> list[str]:
    """What the gate finds in the editions on paper and for displays."""
    paper = auditor.read_brf(braille.brf(document, style, MOMENT), "x")
    display = ebraille_auditor.read(ebraille.write(document, style, MOMENT), "x")
    return [str(one) for book in (paper, display) for one in (*unlike(book, document, "x"), *book.unlike(document))]


def report(language: str) -> Document:
    """Passages in a paragraph, beside a call, in a note of two blocks with a list, in an entry, in a letter note."""
    words, passage = WORDS[language], PASSAGES[language]
    text = f"{passage} {words} {passage}[^1] {words}, {passage}."
    table = f"| x | y |\n|---|---|\n| {passage}[^A] {words} | {words} |\n\n: {words} {passage}\n"
    note = f"[^1]: {text.replace('[^1]', '')}\n\n    {words}\n\n    (a) {passage} {words}\n"
    return composed(
        f"# {words} {passage}\n\n{text}\n\n- {text.replace('[^1]', '')}\n\n{table}\n{note}\n[^A]: {words} {passage} {words}.",
        language=language,
    )


@pytest.mark.parametrize("language", WORDS)
def test_words_beside_passages_are_read_as_they_are_written(language: str, store: Editions) -> None:
    assert findings(report(language), store.style) == []


def begin_of_text(text: str) -> int:
    """Where the pages end that come ahead of the text, with a t before their number."""
    return [page.end() for page in re.finditer(r"T[#,][^ \r]+\r[^\f]*\f", text)][-1]


def spoilt(text: str, seed: int) -> Iterator[tuple[str, str]]:
    """The edition with a cell of a passage changed, lost, exchanged for the next; with a sign around it lost."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    begin = begin_of_text(text)
    places = [
        (match.start(1), match.end(1))
        for match in re.finditer(r'""\(([^"\r]+)""\)', text[begin:])
        if len(match[1].strip()) > 3
    ]
    for _ in range(6):
        first, end = chance.choice(places)
        at = begin + chance.choice([n for n in range(first, end - 1) if not text[begin + n : begin + n + 2].isspace()])
        other = chance.choice([cell for cell in "ABDFKLMPRSUVXZ" if cell != text[at]])
        if text[at] != " ":
            yield "changed", text[:at] + other + text[at + 1 :]
            yield "lost", text[:at] + text[at + 1 :]
        if text[at] != text[at + 1]:
            yield "exchanged", text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    for sign in SIGNS:
        at = text.rindex(sign)
        yield "sign lost", text[:at] + text[at + len(sign) :]


@pytest.mark.sample(4)
@pytest.mark.parametrize("language", WORDS)
def test_each_spoilt_passage_is_found(language: str, store: Editions) -> None:
    document = report(language)
    text = braille.brf(document, store.style, MOMENT).decode()
    editions = [*spoilt(text, 49)]
    assert len(editions) > 12
    passed = [how for how, one in editions if not unlike(auditor.read_brf(one.encode(), "x"), document, "x")]
    assert passed == []


def test_a_passage_in_the_wrong_code_is_found(store: Editions) -> None:
    document = composed("# Lamps\n\n[le phare de la nuit]{lang=fr} is lit.")
    text = braille.brf(document, store.style, MOMENT).decode()
    (right,), (wrong,) = (
        louis.forward(["le phare de la nuit"], table) for table in ("fr-bfu-comp6.utb", "en-ueb-g2.ctb")
    )
    spoiled = text.replace(braille.braille.ascii_of(right), braille.braille.ascii_of(wrong))
    assert spoiled != text
    assert unlike(auditor.read_brf(spoiled.encode(), "x"), document, "x") != ()


def test_a_passage_within_one_has_the_code_of_its_own_language(store: Editions) -> None:
    document = composed("# Lamps\n\n::: {lang=fr}\nla lampe\n\n::: {lang=es}\nla lámpara\n:::\n:::\n\nThey rest.")
    assert findings(document, store.style) == []
    (spanish,) = louis.forward(["la lámpara"], "es-g1.ctb")
    text = braille.brf(document, store.style, MOMENT).decode()
    assert f'""({braille.braille.ascii_of(spanish)}"")' in text


def test_signs_of_italics_are_read_where_words_are_in_italics_alone(store: Editions) -> None:
    for language in ("en", "fr", "es", "ru", "zh"):
        words = "les lampes du phare" if language == "fr" else WORDS[language]
        document = composed(f"# Lamps\n\nx {words}\n\ny *{words}*", language=language)
        text = braille.brf(document, store.style, MOMENT).decode()
        sign = {"en": ".7", "fr": "3_", "es": "9", "ru": "_", "zh": ".1"}[language]
        at = text.index(sign, begin_of_text(text))
        spoiled = text[: text.rindex("X ", 0, at) + 2] + sign + text[text.rindex("X ", 0, at) + 2 :]
        assert unlike(auditor.read_brf(spoiled.encode(), "x"), document, "x") != (), language
