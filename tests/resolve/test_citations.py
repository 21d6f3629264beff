"""The documents that a report names are listed, each with every place that names it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plantin.findings import TranslationError
from plantin.model.inlines import Foreign, Link, plain
from plantin.model.outline import inlines
from plantin.resolve import resolve
from plantin.resolve.elsewhere import OtherPlace, OtherReport
from plantin.resolve.notes import definitions
from plantin.source import front_matter, pandoc, tables
from plantin.source import text as source_text
from tests.kit import houses

ROOT = Path(__file__).parents[2]
OTHER_ORGAN = 'symbol: A/90/1\norgan: Council of Keepers\ntitle: "Lamps"\ndate: 2035-06-01\nlanguages: [en, fr]\n'
HEAD = 'symbol: A/90/1\norgan: General Assembly\ntitle: "Lamps"\ndate: 2035-06-01\n'


def listed(body: str) -> dict[str, tuple[str, ...]]:
    """The symbols named in a report with ``body``, each with its places; every link must be in the list."""
    report = source_text.parse(f"---\n{HEAD}---\n\n{body}\n", "report.md")
    nodes, _ = pandoc.parse(tables.prepare(report), report.path)
    words = houses.un("en")
    there = {"paragraph-2": OtherPlace("para. 2", "")}
    other = {"A-89-1": OtherReport("A/89/1", there), "A-88-6_~Sect._3~": OtherReport("A/88/6 (Sect. 3)", there)}
    document = resolve(front_matter.read(report), nodes, definitions(report), words, others=other.get).document
    blocks = (*document.blocks, *(block for note in document.notes for block in note.blocks))
    links = {one.target for block in blocks for one in inlines(block) if isinstance(one, Link)}
    assert links == {one.address for one in document.citations}
    return {one.symbol: one.anchors for one in document.citations}


TABLE = (
    "::: {.table}\nLamps, S/2035/11[^n]\n\nAs in S/2035/12.\n\n"
    "| a S/2035/13 | b |\n|---|---|\n| red | S/2035/14 |\n\nSource: S/2035/15.\n:::\n\n[^n]: See S/2035/16.\n"
)
BOX = (
    "::: {.box}\nLamps of S/2035/21\n\nSee S/2035/22.[^n]\n\nLamp of S/2035/23\n:   As in S/2035/24.\n:::\n\n[^n]: See"
    " S/2035/25.\n"
)
FIRST, RESUMED = ("paragraph-1",), "S/PV.7890 (Resumption 1)"
IN_TABLE = {f"S/2035/{n}": ("table-1",) for n in range(11, 16)} | {"S/2035/16": ("table-1.note-a",)}
IN_BOX = {f"S/2035/{n}": ("box-1",) for n in range(21, 25)} | {"S/2035/25": ("box-1.note-a",)}
QUOTED = "Text.\n\n::: {.unnumbered}\nSee S/2035/2.\n:::\n\n> As in S/2035/3."


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("Text.\n\nSee S/2035/2.", {"S/2035/2": ("paragraph-2",)}),
        ("See S/2035/2 and S/2035/2.\n\nSee S/2035/2.", {"S/2035/2": ("paragraph-1", "paragraph-2")}),
        (
            "We\n\n(a) see S/2035/2;\n\n(b) do not.\n\n- see S/2035/3",
            {"S/2035/2": ("paragraph-1.a",), "S/2035/3": ("paragraph-1",)},
        ),
        (QUOTED, {"S/2035/2": ("paragraph-1",), "S/2035/3": ("paragraph-1",)}),
        ("# a\n\nLamp of S/2035/2\n:   As in S/2035/3.", {"S/2035/2": ("section-I",), "S/2035/3": ("section-I",)}),
        ("Text.[^n]\n\n[^n]: See S/2035/2.", {"S/2035/2": ("note-1",)}),
        ("Text.\n\n# A {.annex}\n\nSee S/2035/2.", {"S/2035/2": ("annex-I.paragraph-1",)}),
        ("Text.\n\n# A {.annex}\n\n## b\n\n- S/2035/2\n", {"S/2035/2": ("annex-I.section-I",)}),
        ("并提及A/90/31和S/2035/119号文件。", {"A/90/31": ("paragraph-1",), "S/2035/119": ("paragraph-1",)}),
        ("See [](A-89-1#paragraph-2).", {"A/89/1": ("paragraph-1",)}),
        ("See [](A-88-6_~Sect._3~#paragraph-2).", {"A/88/6 (Sect. 3)": ("paragraph-1",)}),
        ("See A/88/5 (Vol. II), and S/PV.7890 (Resumption 1).", dict.fromkeys(["A/88/5 (Vol. II)", RESUMED], FIRST)),
        ("A/88/6 (Sect. 29A)/Corr.1 (see A/88/1)", dict.fromkeys(["A/88/6 (Sect. 29A)/Corr.1", "A/88/1"], FIRST)),
        ("DP/FPA/2017/3 (Part I) and A/88/2 (Part of it)", dict.fromkeys(["DP/FPA/2017/3 (Part I)", "A/88/2"], FIRST)),
        ("S/RES/2253 (2015) (see below), S/2016/92 (2016)", dict.fromkeys(["S/RES/2253 (2015)", "S/2016/92"], FIRST)),
        (f"Text.\n\n{TABLE}", IN_TABLE),
        (f"Text.\n\n{BOX}", IN_BOX),
        (f"Text.\n\n{BOX}\n\n- As in S/2035/26.", IN_BOX | {"S/2035/26": ("paragraph-1",)}),
    ],
)
def test_each_document_is_listed_with_its_places(body: str, places: dict[str, tuple[str, ...]]) -> None:
    assert listed(body) == places


def test_the_address_of_a_symbol_with_a_part_in_brackets_has_no_space() -> None:
    report = source_text.parse(f"---\n{HEAD}---\n\nSee A/88/5 (Vol. II) and S/RES/2253 (2015).\n", "report.md")
    nodes, _ = pandoc.parse(tables.prepare(report), report.path)
    document = resolve(front_matter.read(report), nodes, {}, houses.un("en")).document
    assert [one.address for one in document.citations] == [
        "https://undocs.org/en/A/88/5(Vol.II)",
        "https://undocs.org/en/S/RES/2253(2015)",
    ]
    words = [one.content for block in document.blocks for one in inlines(block) if isinstance(one, Link)]
    assert [plain(content).replace("\u00a0", " ") for content in words] == ["A/88/5 (Vol. II)", "S/RES/2253 (2015)"]


@pytest.mark.parametrize("symbol", ["A/88/5 (Vol. II)", "S/RES/2253 (2015)", "S/RES/2253(2015)"])
def test_in_arabic_the_part_in_brackets_is_set_apart_with_its_symbol(symbol: str) -> None:
    report = source_text.parse(f"---\n{HEAD}languages: [en, ar]\n---\n\nانظر {symbol} (هنا).\n", "report.md")
    nodes, _ = pandoc.parse(tables.prepare(report), report.path)
    document = resolve(front_matter.read(report), nodes, {}, replace(houses.un("ar"), language="ar")).document
    (apart,) = (one for block in document.blocks for one in inlines(block) if isinstance(one, Foreign))
    (link,) = apart.content
    assert isinstance(link, Link)
    assert (plain(link.content).replace("\u00a0", " "), apart.direction) == (symbol, "ltr")


def test_an_organ_that_the_house_does_not_name_is_printed_as_typed_in_the_language_of_the_report() -> None:
    report = source_text.parse(f"---\n{OTHER_ORGAN}---\n\nText.\n", "report.md")
    nodes, _ = pandoc.parse(tables.prepare(report), report.path)
    head = front_matter.read(report)
    assert resolve(head, nodes, {}, houses.un("en")).document.masthead.organ == "Council of Keepers"
    with pytest.raises(TranslationError) as caught:
        resolve(head, nodes, {}, houses.un("fr"))
    assert [(one.code, one.message) for one in caught.value.findings] == [
        ("T003", "fr has no word for 'Council of Keepers'")
    ]


def test_an_organ_that_the_house_names_has_its_words_in_each_language() -> None:
    head = front_matter.read(source_text.parse(f"---\n{HEAD}languages: [en, fr]\n---\n\nText.\n", "report.md"))
    organs = [resolve(head, [], {}, houses.un(language)).document.masthead.organ for language in ("en", "fr")]
    assert organs == ["General Assembly", "Assemblée générale"]
