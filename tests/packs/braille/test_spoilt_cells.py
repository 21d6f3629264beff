"""A changed, a lost and two exchanged cells are found by the reader of the cells alone: liblouis is not to be had."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator

import pytest

from plantin.house.layout import House
from plantin.model.outline import outline
from plantin.packs.braille import auditor, louis
from plantin.packs.braille import writer as braille
from plantin.packs.braille.auditor.figures import unlike_figures
from plantin.packs.braille.auditor.letters import unlike_letters
from plantin.packs.braille.auditor.spelling import unlike_words
from plantin.packs.braille.auditor.wording import merge_entries
from plantin.packs.braille.cells import table_of
from plantin.production import steps
from tests.kit.houses import ROOT

pytestmark = pytest.mark.full

MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)
LETTERS = "KLMNOPQRSTUVXYZ"
REPORTS = {
    "en": (ROOT, "S-2017-97", LETTERS, 4),
    "fr": (ROOT, "S-2017-97", LETTERS, 4),
    "es": (ROOT, "S-2017-97", LETTERS, 25),
    "ru": (ROOT, "S-2017-97", "KLMNOPRSTUFW", 25),
    "ar": (ROOT / "examples" / "water-in-figures", "WF-2026-1", LETTERS, 4),
}
"""The house, the report, cells of letters in ASCII braille that are no figures, how many of them are spoilt."""

FRONT = re.compile(r"\A[^\r]* ,?T#[A-J]+\r")
"""What a page ahead of the text of a volume begins with."""


def spoilt(text: str, seed: int, letters: str, count: int) -> Iterator[str]:
    """The edition with a cell of its text changed, lost, exchanged for the next one: this many of each."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    pages = [(page.start(), page.end()) for page in re.finditer("[^\f]+", text) if not FRONT.search(page[0])]
    places = [
        begin + found.start() + 1
        for begin, end in pages
        for found in re.finditer(f"(?<=[{letters}])[{letters}](?=[{letters}])", text[begin:end])
    ]
    for at in chance.sample(places, count):
        yield text[: at - 1] + chance.choice(letters.replace(text[at - 1], "")) + text[at:]
        yield text[: at - 1] + text[at:]
        if text[at] != text[at - 1]:
            yield text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]


@pytest.mark.sample(1)
@pytest.mark.parametrize("language", REPORTS)
def test_each_spoilt_letter_is_found(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    root, slug, letters, count = REPORTS[language]
    house = House(root)
    document = steps.compose(house, slug, language).document
    text = braille.brf(document, house.style(), MOMENT).decode()
    expected = merge_entries(outline(document))

    def fail(*_: object) -> list[str]:
        raise AssertionError

    monkeypatch.setattr(louis, "_ask", fail)

    def found(edition: str) -> set[str]:
        cells = auditor.read_brf(edition.encode(), "x").outline()
        return {
            one.code
            for found in (
                unlike_figures(expected, cells, "x"),
                unlike_letters(expected, cells, "x"),
                unlike_words(expected, cells, table_of(document), "x"),
            )
            for one in found
        }

    assert found(text) == set()
    editions = [*spoilt(text, 49, letters, count)]
    assert len(editions) > 2.5 * count
    assert [n for n, one in enumerate(editions) if found(one) != {"P042"}] == []
