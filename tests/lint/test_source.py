"""The lint on single sentences: each slip is found, and what only looks like one is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.lint.source import lint
from plantin.lint.source.objects import pictures
from plantin.source import front_matter
from plantin.source import text as source_text
from tests.kit import houses

LOCALES = Path(__file__).parents[2] / "locales"
HEAD = '---\nsymbol: A/1/1\norgan: General Assembly\ntitle: "Lamps"\ndate: 2035-06-01\n{}---\n\n'


def codes(body: str, fields: str = "", language: str = "en") -> list[str]:
    report = source_text.parse(HEAD.format(fields) + body + "\n", "report.md")
    findings = lint(report, front_matter.read(report), houses.un(language))
    assert {finding.severity for finding in findings} <= {"warning"}
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    "words",
    ["S /2016/92", "S/ 2016/92", "A/71/ 344", "S//2016/92", "s/2016/92", "a/71/344", "А/71/344", "S/16/92", "S/20166/92", "A/2016/344",
     "S/2016-92", "A/71–344", "A/71/344/Add1", "A/71/344/Add 1", "A/71/344/add.1", "A/71/344/Rev"],
)  # fmt: skip
def test_a_malformed_symbol(words: str) -> None:
    assert codes(f"The lamps are listed in document {words}, as before.") == ["S079"]


@pytest.mark.parametrize(
    "words",
    ["S/2016/92", "A/71/344/Add.1", "E/CN.4/2003/10", "A/AC.105/2016/CRP.3", "S/RES/2253 (2015)", "A/71/344/Rev.1/Corr.2", "ST/AI/2002/4",
     "S/PRST/2015/11", "<https://undocs.org/en/S//2016/92>", "`s/2016/92`", "S/12345", "and/or", "12/15"],
)  # fmt: skip
def test_a_sound_symbol(words: str) -> None:
    assert codes(f"The lamps are listed in {words}, as before.") == []


@pytest.mark.parametrize(
    "words",
    ["the lamp -light", "lamp- light", "1 -week", "a lamp , and oil", "12 ,500 lamps", "12, 000 lamps", "\\$ 500", "lamps( red )",
     "a lamp ; oil", "a loss of -5 lamps"],
)  # fmt: skip
def test_a_stray_space(words: str) -> None:
    assert "S031" in codes(f"They have {words} here.")


@pytest.mark.parametrize(
    "words",
    [
        "mid- and long-term oil",
        "lamp-light",
        "a loss of −5 lamps",
        "12,000 lamps",
        "paras. 12, 115 and 130",
        "\\$500",
        "– a lamp –",
        "`a , b`",
        "$a , b$",
    ],
)
def test_no_stray_space(words: str) -> None:
    assert codes(f"They have {words} here.") == []


def test_french_has_a_space_before_a_colon() -> None:
    assert codes("Les lampes : une liste.", language="fr") == []
    assert codes("Lamps : a list.") == ["S031"]


@pytest.mark.parametrize("words", ["oil -- or gas", "oil---or gas", "oil (red)--gas", "1914--1918", "oil --\nor gas", "oil, wicks ...",
                                   "“oil...”", "10 - 12 lamps", "1914 - 1918"])  # fmt: skip
def test_signs_of_a_typewriter(words: str) -> None:
    assert codes(f"They have {words} here.") == ["S179"]


@pytest.mark.parametrize("words", ["oil – or gas", "`git add -- a...b`", "oil… and gas", "10–12 lamps", "10 − 2 lamps", "plantin --strict",
                                   "a/.../b", "<!-- oil ... -->", "$a -- b ...$", "a well-lit pier"])  # fmt: skip
def test_no_sign_of_a_typewriter(words: str) -> None:
    assert codes(f"They have {words} here.") == []


@pytest.mark.parametrize("words", ["[1]", "[2, 3]", "[4–7]", "[12; 15]", "[Smith 2020]", "[Smith, 2020a]", "[Smith et al., 2020, p. 3]",
                                   "[O'Neil and Lee 2020; Ray 2019]", "[ЮНЕП 2020]"])  # fmt: skip
def test_a_typed_citation(words: str) -> None:
    assert codes(f"The lamps burn {words}, as before.") == ["S180"]
    assert codes(f"The lamps burn \\{words}, as before.") == []
    waiver = f'waivers:\n  - {{code: S180, words: "burn {words}", reason: "As received."}}\n'
    assert codes(f"The lamps burn {words}, as before.", waiver) == []


@pytest.mark.parametrize("words", ["[1](https://example.org)", "[sic]", "[t]he", "[1]{lang=fr}", "`[1]`", "[0, 1]", "[2020] UKSC 1", "[^1]",
                                   "[the lamps of 2020]", "[March 2020]", "[Sept. 2020]", "[May and June 2020]", "![1](media/a.png)"])  # fmt: skip
def test_no_typed_citation(words: str) -> None:
    assert "S180" not in codes(f"The lamps burn {words}, as before.\n\n[^1]: A note.")


def test_numbers_of_a_table_are_in_its_language() -> None:
    table = "::: {{.table}}\nOil\n\n| Harbour | Casks |\n|:--|--:|\n| North | {} |\n:::"
    for number, found in (
        ("1,5", True),
        ("-12,25", True),
        ("1.371,5", True),
        ("1.5", False),
        ("1,371", False),
        ("1, 5", False),
    ):
        assert ("S181" in codes(table.format(number))) is found
    assert "S181" not in codes(table.format("1,5"), language="fr")


@pytest.mark.parametrize(
    "text", ["12\\. The lamps burn.", "\\(a) The lamps burn.", "12 bis. The lamps burn.", "[]{#x} 3\\. Lamps burn."]
)
def test_a_typed_number(text: str) -> None:
    assert codes(f"The keepers say:\n\n{text}") == ["S081"]


@pytest.mark.parametrize(
    "text",
    ["2017\\. was a year.", "> 12\\. The lamps burn.", "::: {.unnumbered}\n12\\. The lamps burn.\n:::", "(a) The lamps burn.",
     "12 lamps burn.", "```\n12. Text\n```", "The lamps.[^a]\n\n[^a]: Two parts.\n\n    12\\. The second."],
)  # fmt: skip
def test_no_typed_number(text: str) -> None:
    assert codes(f"The keepers say:\n\n{text}") == []


def test_paragraphs_that_are_not_numbered_may_have_typed_numbers() -> None:
    assert codes("12\\. The lamps burn.", "rules: {paragraphs: none}\n") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("*Recalling* oil,", []), ("_Recalling_ oil,", []), ("Recalling oil,", ["S082"]), ("**Oil**,", ["S082"])],
)
def test_a_preamble_begins_with_its_verb(text: str, expected: list[str]) -> None:
    assert codes(f"::: {{.preamble}}\n*The Assembly*,\n\n{text}\n:::") == expected
    assert codes(text) == []


TABLE = "::: {{{}.table}}\nLamps\n\n| a |\n|---|\n| 1 |\n:::"


def test_objects_that_nothing_refers_to() -> None:
    assert codes(TABLE.format("")) == ["S083"]
    assert codes(TABLE.format("#lamps ")) == ["S083"]
    assert codes(TABLE.format("#lamps ") + "\n\nSee [](#oil,lamps).") == []
    assert codes("::: {.figure}\n![](a.png){.decorative}\n:::") == []
    assert codes("::: {.figure}\n![Three lamps](a.png){.unnumbered}\n:::") == []
    assert codes("::: {.box}\nLamps\n\nThey burn.\n:::") == []
    assert codes("::: {#lamps .box}\nLamps\n\nThey burn.\n:::") == ["S083"]
    assert codes("```\n" + TABLE.format("") + "\n```") == []


@pytest.mark.parametrize(
    ("body", "undescribed"),
    [
        ("![… (a.png)](a.png){.unnumbered}", True),
        ("![Three lamps](a.png){.unnumbered}", False),
        ("![](a.png){.decorative width=20%}", False),
        ("::: {.figure}\nLamps[^a]\n\n![Lamps](a.png)\n:::", True),
        ("::: {.figure}\nLamps\n\n![Three lamps](a.png)\n:::", False),
    ],
)
def test_a_picture_is_described_by_words_of_its_own(body: str, undescribed: bool) -> None:
    report = source_text.parse(HEAD.format("") + body + "\n", "report.md")
    assert [one.is_undescribed for one in pictures(report)] == [undescribed]


def test_words_are_counted_with_notes_and_tables() -> None:
    body = (
        "The lamps[^a] *burn*.\n\n::: {#t .table}\nOil, see [](#t)\n\n| a | b |\n|---|---|\n| red | 1,000"
        " |\n:::\n\n[^a]: At night.\n"
    )
    # The lamps burn, Oil see, a b red 1,000, At night
    assert codes(body, "rules: {words: 11}\n") == []
    assert codes(body, "rules: {words: 10}\n") == ["S080"]


def test_chinese_words_are_counted_by_their_signs() -> None:
    assert codes("全市共有桥梁", "rules: {words: 3}\n", "zh") == []
    assert codes("全市共有桥梁", "rules: {words: 2}\n", "zh") == ["S080"]


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ("The list is S /2016/92.", "S079", "The list is"),
        ("The lamps burn at night.", "S080", "Lamps"),
        ("They say:\n\n2\\. Lamps burn.", "S081", "Lamps burn"),
        ("::: {.preamble}\nNoting the oil,\n:::", "S082", "Noting"),
        (TABLE.format(""), "S083", "Lamps"),
        ("The lamp burns.^[A note.]", "S085", "The lamp"),
    ],
)
def test_each_can_be_waived(body: str, code: str, words: str) -> None:
    limit = "rules: {words: 1}\n" if code == "S080" else ""
    assert codes(body, limit) == [code]
    assert codes(body, f'{limit}waivers: [{{code: {code}, words: "{words}", reason: "As received."}}]\n') == []
    assert codes("Oil.", f'waivers: [{{code: {code}, words: "{words}", reason: "As received."}}]\n') == ["S039"]


@pytest.mark.parametrize(
    "text",
    ["See [Lamps].", "Lamps (a) and (b).", "A \\[word\\] here.", "Costs \\$5.", "10:30:45 a.m.", "x &amp; y", "a == b", "@ noon",
     "*[sic]* lamps"],
)  # fmt: skip
def test_no_mark_of_another_dialect(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize("bullet", ["•", "\\•", "▪"])
def test_a_typed_bullet(bullet: str) -> None:
    assert codes(f"{bullet} The lamps are lit.\n\n::: {{.unnumbered}}\n{bullet} The lamps are out.\n:::") == [
        "S081",
        "S081",
    ]


@pytest.mark.parametrize(("calls", "found"), [("[^a] [^b]", ["S088"]), ("[^a],[^b]", []), ("[^a][^b]", [])])
def test_a_space_between_two_indicators(calls: str, found: list[str]) -> None:
    assert codes(f"The lamps are lit.{calls}\n\n[^a]: First.\n\n[^b]: Second.") == found
