"""Free translations that are right pass the gate, wrong ones do not, in five languages. Half of the rows of the first set
were written and counted after the code and the words of the languages. So was the second set: 21 of its 120 right
ones were flagged, 118 wrong ones caught; for the causes found in its first half alone words were added, after which of
the second half 12 of 60 were flagged, 59 caught. What stops a release among these was mended since: it is seen now.
The third set was written before numbers were put together of their words: 17 of its 60 right ones were flagged before
(5 with errors), 11 after (2 with errors); 56 wrong ones were caught. The fourth set was written next and counted once:
4 of 60 right ones flagged (1 with an error), 49 wrong ones caught. Both are seen since. What they still flag is half
typography that is wrong by the locale. Of the fifth, sixth and seventh set, 120 rows each, 13, 17 and 11 right ones were
flagged when they were first counted, each after what the one before had taught, and 86, 79 and 87 wrong ones caught: words
in a file know the opposites that somebody thought of, no others.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from plantin.house.layout import House
from plantin.lint.translation import Expectations, expectations_of, faults

pytestmark = pytest.mark.full

SETS = [
    Path(__file__).with_name(name)
    for name in (
        "free_translations.tsv",
        "free_translations_2.tsv",
        "free_translations_3.tsv",
        "free_translations_4.tsv",
        "free_translations_5.tsv",
        "free_translations_6.tsv",
        "free_translations_7.tsv",
    )
]
HOUSE = House(Path(__file__).parents[2])


@cache
def standard_of(language: str) -> Expectations:
    return expectations_of(HOUSE, "en", language)


def codes(language: str, original: str, translation: str) -> list[str]:
    return [fault.code for fault in faults(original, translation, standard_of(language))]


def rows(half: str) -> list[dict[str, str]]:
    found = []
    for path in SETS:
        with path.open(encoding="utf-8", newline="") as file:
            found += [row for row in csv.DictReader(file, delimiter="\t") if row["half"] == half]
    assert len(found) in (60, 120)
    return found


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("half", "flagged", "missed"),
    [
        ("seen", 0, 0),
        ("held out", 0, 0),
        ("first", 0, 0),
        ("second", 3, 1),
        ("third", 4, 3),
        ("fourth", 1, 0),
        ("fifth", 5, 12),
        ("sixth", 5, 30),
        ("seventh", 4, 27),
    ],
)
def test_right_ones_pass_and_wrong_ones_are_found(half: str, flagged: int, missed: int) -> None:
    found = rows(half)
    right = [row["right"] for row in found if codes(row["language"], row["original"], row["right"])]
    wrong = [row["wrong"] for row in found if not codes(row["language"], row["original"], row["wrong"])]
    assert len(right) <= flagged, right
    assert len(wrong) <= missed, wrong


@pytest.mark.parametrize(
    ("original", "translation", "found"),
    [
        ("Half of them doubled.", "La moitié a doublé.", []),
        ("The seventy-ninth lamp.", "La soixante-dix-neuvième lampe.", []),
        ("The seventy-ninth lamp.", "La soixante-dix-huitième lampe.", ["T043", "T043"]),
        ("Two and a half million lamps.", "2,5 millions de lampes.", []),
        ("Two and a half million lamps.", "3,5 millions de lampes.", ["T029", "T043"]),
        ("One hundred and two hundred lamps.", "Cent et 200 lampes.", []),
        ("Thirteen hundred lamps.", "Mille trois cents lampes.", []),
        ("Thirteen hundred lamps.", "Mille quatre cents lampes.", ["T043", "T043"]),
        ("Eighty-one lamps.", "Quatre-vingt-une lampes.", []),
        ("It burns 24 hours a day.", "Elle brûle 24 heures sur 24.", []),
        ("It burns 24 hours a day.", "Elle brûle heures sur 24.", ["T029"]),
        ("It burns 24 hours a day.", "Elle brûle pendant 24 longues heures.", []),
        ("They burned for four years.", "Elles ont brûlé pendant quatre mois.", ["T043"]),
        ("They burned for two weeks.", "Elles ont brûlé pendant deux semaines.", []),
        ("The lamps of the seventies and eighties.", "Les lampes des années 70 et 80.", []),
        ("No fewer than 350 lamps did not burn.", "Pas moins de 350 lampes brûlaient.", ["T095"]),
        ("At most 200 lamps burn.", "Au moins 200 lampes brûlent.", ["T095"]),
        ("Half of them doubled.", "Un tiers a doublé.", ["T043"]),
        ("The lamps did not burn.", "Les lampes brûlaient.", ["T095"]),
        ("The price rose.", "Le prix a baissé.", ["T095"]),
        ("It rose after noon.", "Il a augmenté avant midi.", ["T095"]),
        ('The "No lamps" plan began.', "Le plan « Zéro lampe » a commencé.", []),
        ("See [](#oil), [](#oil) and [](#oil).", "Voir.", ["T021"]),
    ],
)
def test_one_cause_is_one_finding(original: str, translation: str, found: list[str]) -> None:
    assert [code for code in codes("fr", original, translation) if code != "T035"] == found


def test_tens_take_teens_only_where_the_language_says_so() -> None:
    assert codes("es", "Lamps sixty eleven of them lit.", "Lámparas 60 11 de ellas encendidas.") == []
    assert codes("ar", "A share of 0.125.", "حصة قدرها 0,125.") == []
    assert codes("ar", "A share of 0.125.", "حصة قدرها 0,152.") == ["T029", "T029"]


def test_a_share_is_of_the_whole_unit_not_of_its_first_word() -> None:
    original = "The fund has 250,000,000 dollars."
    assert codes("es", original, "El fondo dispone de un cuarto de mil millones de dólares.") == []
    assert "T029" in codes("es", original, "El fondo dispone de un cuarto de millón de dólares.")
