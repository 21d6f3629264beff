"""The parity gate: right translations pass it, spoilt ones do not, whatever the language and the kind of fault."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from plantin import translation as catalogue
from plantin.findings import TranslationError
from plantin.house.layout import House
from plantin.lint.translation import Expectations, check, expectations_of, faults, waivers
from plantin.lint.translation.forms import read_forms
from plantin.production import steps
from plantin.translation import Catalogue, PoEntry

ROOT = Path(__file__).parents[2]
HOUSE = House(ROOT)
LANGUAGES = ("es", "fr", "ru")
MONTHS = {"es": "marzo", "fr": "mars", "ru": "марта"}
ACRONYM = {"es": "EIIL", "fr": "EIIL", "ru": "ИГИЛ"}
SPACE = "[ \u00a0]"

Spoil = Callable[..., str]


def once(pattern: str, change: str | Callable[[re.Match[str]], str]) -> Spoil:
    return lambda text, *_: re.sub(pattern, change, text, count=1)


def every(pattern: str, change: str) -> Spoil:
    return lambda text, *_: re.sub(pattern, change, text)


def more(match: re.Match[str]) -> str:
    """The same digits with the last one changed."""
    return match[0][:-1] + str((int(match[0][-1]) + 1) % 10)


def divided(match: re.Match[str]) -> str:
    """The figures with another sign after them than the language's own: a plain space, or one that does not break."""
    return match[1] + (" " if match[2] == "\u00a0" else "\u00a0")


def another_month(text: str, language: str, original: str) -> str:
    month = standard_of(language).forms.month
    found = next((match for match in month.finditer(text) if match.lastindex != 3), None)
    return text[: found.start()] + MONTHS[language] + text[found.end() :] if found else text


def swapped(text: str, language: str, original: str) -> str:
    numbers = re.findall(rf"(?<![\w/.,])(\d+)(?={SPACE}?(?:mill|млн))", text)
    if len(numbers) < 2 or numbers[0] == numbers[1]:
        return text
    first, second = numbers[:2]
    parts = re.split(rf"(?<![\w/.,])({first}|{second})(?!\d)", text)
    return "".join({first: second, second: first}.get(part, part) for part in parts)


# Kind of fault: the codes one of which must be found, and how to spoil a translation.
KINDS: dict[str, tuple[set[str], Spoil]] = {
    "indicator dropped": ({"T020"}, once(r"\[\^[^\]]+\]", "")),
    "indicator doubled": ({"T020"}, once(r"\[\^[^\]]+\]", r"\g<0>\g<0>")),
    "indicator renamed": ({"T020"}, once(r"\[\^([^\]]+)\]", r"[^\1x]")),
    "indicator broken": ({"T020"}, once(r"\[\^([^\]]+)\]", r"[ ^\1]")),
    "indicator on the wrong side": ({"T036"}, once(r"(\[\^[^\]]+\])([.,;])", r"\2\1")),
    "symbol changed": ({"T023"}, once(r"S/201\d/\d+", more)),
    "symbol dropped": ({"T023"}, once(r"S/201\d/\d+", "")),
    "symbol of the Assembly changed": ({"T023"}, once(r"(?<![\w/])71/\d+", more)),
    "symbol with a Cyrillic letter": ({"T033"}, once(r"S(?=/201\d/\d+)", "Ѕ")),
    "resolution changed": ({"T024"}, once(rf"\d{{4}}(?={SPACE}\(\d{{4}}\))", more)),
    "year of a resolution changed": ({"T024"}, once(rf"(?<=\d{SPACE}\()\d{{4}}(?=\))", more)),
    "entry changed": ({"T025"}, once(r"QD[ei]\.\d{3}", more)),
    "sales number changed": ({"T025"}, once(r"E\.16\.IV\.\d", more)),
    "address changed": ({"T026"}, once(r"(?<=www\.)\w", "x")),
    "address dropped": ({"T026"}, once(r"(?:http://|www\.)\S+", "")),
    "month changed": ({"T027", "T028"}, another_month),
    "day changed": ({"T027"}, once(rf"(?<![\w.,/-])[2-8](?={SPACE}(?:de )?[^\W\d]{{3,}}{SPACE}(?:de )?20)", more)),
    "year of a date changed": ({"T027", "T029"}, once(rf"(?<=[^\W\d]{SPACE})201[4-7](?![\d/)])", more)),
    "number changed": ({"T027", "T029"}, once(rf"(?<![\w/.,(-])\d{{2}}(?={SPACE}[^\W\d]{{5,}})", more)),
    "number dropped": ({"T027", "T029"}, once(rf"(?<![\w/.,(])(?:1[3-9]|[2-9]\d){SPACE}(?=[^\W\d]{{5,}})", "")),
    "thousands as in English": (
        {"T029", "T035"},
        once(rf"(?<![\d/])(\d{{1,3}})(?:\.|{SPACE}|(?=\d{{3}}))(000|338|600)(?!\d)", r"\1,\2"),
    ),
    "thousands divided by another sign": (
        {"T035"},
        once(rf"(?<![\d/])(\d{{1,3}})(\.|{SPACE})(?=(?:000|338|600)(?!\d))", divided),
    ),
    "scale changed": (
        {"T029"},
        once(r"millones|millions|млн", lambda match: {"м": "млрд", "e": ""}.get(match[0][0], "mil")),
    ),
    "numbers swapped": ({"T045"}, swapped),
    "percent dropped": ({"T031"}, every(rf"(?<=\d){SPACE}?(?:%|процент\w*)", "")),
    "currency changed": ({"T030"}, once(r"dólares|dollars|долл\w*", "€")),
    "quotation marks lost": (
        {"T032"},
        lambda text, language, _: text if language == "ru" else re.sub("[«»“”]\u00a0?", "", text),
    ),
    "two scripts in one word": (
        {"T033", "T026"},
        once(r"(?<=[^\W\d_][^\W\d_])[oо](?=[^\W\d_])", lambda match: {"o": "о"}.get(match[0], "o")),
    ),
    "acronym of the original left": (
        {"T038", "T037"},
        lambda text, language, _: re.sub(rf"\b{ACRONYM[language]}\b", "ISIL", text),
    ),
    "text of the original left": ({"T046", "T027", "T028"}, lambda *given: given[2]),
    "title of a work in roman": ({"T048"}, every(r"(?<!\*)\*(?!\*)([^*]+)\*(?!\*)", r"\1")),
    "two spaces": ({"T035"}, once(r"(?<=\w) (?=\w)", "  ")),
    "term not used": (
        {"T037"},
        every(r"[Rr]epública Árabe Siria|République arabe syrienne|Сирийск\w+ Арабск\w+ Республик\w+", "Siria"),
    ),
    "half of the text lost": (
        {"T039"},
        lambda text, _, original: text[: len(text) // 3] if len(original) > 300 else text,
    ),
}


@cache
def standard_of(language: str) -> Expectations:
    return expectations_of(HOUSE, "en", language)


@cache
def entries(language: str) -> tuple[PoEntry, ...]:
    return catalogue.read_catalogue(HOUSE.catalogue_file(language, "S-2017-97")).entries


@pytest.mark.sample(2)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_real_catalogues_pass(language: str) -> None:
    assert steps.compose(HOUSE, "S-2017-97", language).findings == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_spoilt_translation_is_found(kind: str) -> None:
    codes, spoil = KINDS[kind]
    spoilt = missed = 0
    for language in LANGUAGES:
        for entry in entries(language):
            text = spoil(entry.translation, language, entry.original)
            if text == entry.translation or not touched(kind, entry):
                continue
            spoilt += 1
            found = faults(entry.original, text, standard_of(language))
            if not any(fault.code in codes for fault in found):
                missed += 1
                print(language, entry.context)  # noqa: T201
    assert spoilt, "nothing was spoilt"
    assert not missed, f"{missed} of {spoilt} not found"


def touched(kind: str, entry: PoEntry) -> bool:
    """Whether the change is a fault at all: not where the original has no such thing, nor where its translation is
    waived.
    """
    if kind == "text of the original left":
        return len(entry.original.split()) >= 8
    if kind == "term not used":
        return "Syrian Arab Republic" in entry.original
    return not any(waiver.code in KINDS[kind][0] for waiver in waivers(entry))


def held(original: str, translation: str, language: str = "fr") -> list[str]:
    return sorted({fault.code for fault in faults(original, translation, standard_of(language))})


@pytest.mark.parametrize(
    ("original", "translation", "language"),
    [
        ("On 1 January 2017, 14,338 people came.", "Le 1er janvier 2017, 14\u00a0338 personnes sont venues.", "fr"),
        ("In March, 3,000 people came.", "En marzo llegaron 3000 personas.", "es"),
        ("Between \\$5 and \\$10 million was spent.", "Было потрачено от 5\u00a0до 10\u00a0млн долл. США.", "ru"),
        ("From 70 to 80 per cent burn in May.", "Entre el 70% y el 80% arden en mayo.", "es"),
        ("They may go in May.", "Они могут уйти в мае.", "ru"),
        ("Twelve lamps, 3 of them new.", "12\u00a0lampes, dont trois neuves.", "fr"),
        (
            "Oil rose by 1.5 per cent (see S/2016/92, para. 17).",
            "Le prix a augmenté de 1,5\u00a0% (voir S/2016/92, par.\u00a017).",
            "fr",
        ),
        ("[]{#oil} See [](#count).[^a] It burns.", "[]{#oil} Véase [](#count)[^a]. Arde.", "es"),
        ("See document A/HRC/32/CRP.2.", "См. документ A/HRC/32/CRP.2.", "ru"),
        ('See "ISIL and the lamps", 2016.', "Voir «\u00a0[ISIL and the lamps]{lang=en}\u00a0», 2016.", "fr"),
        ("See ISIL and the lamps of Mosul (2016).", "Véase [ISIL and the lamps of Mosul]{lang=en} (2016).", "es"),
        ('See "ISIL and the lamps", 2016.', "См. «ISIL and the lamps», 2016 год.", "ru"),
        ("The lamps of *Lady Grey* are 2 m high.", "Лампы *Леди Грей* имеют высоту 2 м.", "ru"),
    ],
)
def test_forms_of_a_language_are_understood(original: str, translation: str, language: str) -> None:
    assert held(original, translation, language) == []


@pytest.mark.parametrize(
    ("original", "translation", "codes"),
    [
        ("[]{#oil} The lamps.", "Les lampes.", ["T022"]),
        ("See [](#count).", "Voir [](#number).", ["T021"]),
        ("The code is `LAMP-3*`.", "Le code est `LAMP-4*`.", ["T044"]),
        ("They *burn*.", "Elles brûlent.", ["T044"]),
        ("See *World Report on Lamps*, 2016.", "Voir *Rapport mondial sur les lampes*, 2016.", []),
        ("See *World Report on Lamps*, 2016.", "Voir Rapport mondial sur les lampes, 2016.", ["T048"]),
        ("See World Report on Lamps, 2016.", "Voir *Rapport mondial sur les lampes*, 2016.", ["T048"]),
        ("See *World Report on Lamps*, 2016.", "Voir [*World Report on Lamps*]{lang=en}, 2016.", []),
        ("See *World Report on Lamps*, 2016.", "Voir [World Report on Lamps]{lang=en}, 2016.", ["T048"]),
        ('It is [$x^2$]{alt="x squared"}.', 'Il est de [$x^2$]{alt="x au carré"}.', []),
        ('It is [$x^2$]{alt="x squared"}.', "Il est de [$x^2$]{.unnumbered}.", ["T044"]),
        ('He said "no".', 'Il a dit "non".', ["T034"]),
        ("Why?", "Pourquoi?", ["T035"]),
        ("Three lamps burn.", "Quatre lampes brûlent.", ["T043"]),
        ("Some lamps burn.", "Quatre lampes brûlent.", ["T043"]),
        ("The eighteenth report.", "Le dix-huitième rapport.", []),
        ("A,[^a] then B.[^b]", "A[^b], puis B[^a].", ["T020"]),
        ("The lamps of the harbour burn.", "Les lampes of the port brûlent.", ["T047"]),
        ("They burn. They shine. They fade.", "Elles brûlent, brillent et pâlissent.", []),
        (
            "The lamps of the old harbour burn. The keepers light them at dusk. Nobody has counted the wicks.",
            "Les lampes du vieux port brûlent. Personne n’a compté les mèches.",
            ["T042"],
        ),
        (
            "The lamps of the old harbour burn. The keepers light them at dusk. Nobody has counted the wicks.",
            "Les lampes du vieux port, que les gardiens allument au crépuscule, brûlent. Personne n’a compté les mèches.",
            [],
        ),
        ("The keeper's lamp burns.", "La lampe de l'ancien gardien brûle.", []),
        ("![The lamps](media/map.png){width=90%}", "![Les lampes](media/map.png){width=90%}", []),
        (
            "The lamps of the old harbour burn. " * 4 + "Yes.",
            "Les lampes du vieux port brûlent et " * 4 + "oui.",
            ["T042"],
        ),
    ],
)
def test_each_kind_of_fault_has_its_code(original: str, translation: str, codes: list[str]) -> None:
    assert held(original, translation) == codes


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("es", "Véase *Informe mundial sobre las lámparas*, 2016.", "Véase Informe mundial sobre las lámparas, 2016."),
        ("fr", "Voir *Rapport mondial sur les lampes*, 2016.", "Voir Rapport mondial sur les lampes, 2016."),
        ("ru", "См. «*Всемирный доклад о лампах*», 2016 год.", "См. «Всемирный доклад о лампах», 2016 год."),
    ],
)
def test_titles_of_works_are_in_italics_on_both_sides(language: str, right: str, wrong: str) -> None:
    title, roman = "See *World Report on Lamps*, 2016.", "See World Report on Lamps, 2016."
    assert "T048" not in held(title, right, language)
    assert "T048" in held(title, wrong, language)
    assert "T048" in held(roman, right, language)
    assert "T048" not in held(roman, wrong, language)


def waived(*comments: str) -> list[str]:
    entry = PoEntry(
        "paragraph:a/1", "It burns 24 hours, 12 lamps.", "Elle brûle 36 heures, 12\u00a0lampes.", comments=comments
    )
    return [finding.code for finding in check(Catalogue("x.po", "fr", (entry,)), standard_of("fr"))]


def test_waivers() -> None:
    assert waived() == ["T029", "T029"]
    assert waived("waive T029: the clock has changed") == []
    assert waived('waive T029 "24": the clock has changed') == ["T029"]
    assert waived('waive T029 "24": so', 'waive T029 "36": so') == []
    assert waived("waive T029") == ["T029", "T029", "T041"]
    assert waived("waive T029: so", "waive T023: no symbol here") == ["T040"]


def test_a_finding_is_at_its_message() -> None:
    entry = PoEntry("title", "It burns 24 hours.", "Elle brûle.", line=7)
    finding = check(Catalogue("x.po", "fr", (entry,)), standard_of("fr"))[0]
    assert (finding.place.path, finding.place.line, finding.place.anchor) == ("x.po", 7, "title")


def test_stale_and_missing_messages_are_not_looked_at() -> None:
    entry = PoEntry("title", "24 hours", "36 heures", stale=True)
    assert check(Catalogue("x.po", "fr", (entry, replace(entry, context="b", translation=""))), standard_of("fr")) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("decimal =", "decimals ="), "decimals"),
        (("inflection = 1", 'inflection = "1"'), "inflection"),
        (("'one|first", "'(one|first"), "pattern"),
        (("[scale]", "[scale"), "not TOML"),
    ],
)
def test_a_wrong_file_of_forms_is_reported(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    text = (ROOT / "locales" / "en" / "parity.toml").read_text("utf-8")
    assert change[0] in text
    (tmp_path / "parity.toml").write_text(text.replace(*change), "utf-8")
    with pytest.raises(TranslationError) as error:
        read_forms(tmp_path / "parity.toml")
    assert {finding.code for finding in error.value.findings} == {"T018"}
    assert words in str(error.value)


def test_a_new_language_is_a_file(tmp_path: Path) -> None:
    text = (
        (ROOT / "locales" / "es" / "parity.toml").read_text("utf-8").replace('months_cldr = "es"', 'months_cldr = "pt"')
    )
    (tmp_path / "parity.toml").write_text(text, "utf-8")
    portuguese = replace(standard_of("es"), forms=read_forms(tmp_path / "parity.toml"), terms=())
    assert list(faults("On 5 October 2016 it burnt.", "Em 5 de outubro de 2016 ardeu.", portuguese)) == []
    assert [fault.code for fault in faults("On 5 October 2016.", "Em 6 de outubro de 2016.", portuguese)] == [
        "T027",
        "T027",
    ]
