"""eBraille: every report read back, the list of print pages, the package."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace

import pytest

from plantin.auditors.parity import record
from plantin.auditors.parity.outline import complete_outlines, differences
from plantin.house.layout import House
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.related_editions import ALONE, PageStart, RelatedEditions
from plantin.packs.braille.auditor import ebraille as auditor
from plantin.packs.braille.tables import Braille
from plantin.packs.braille.writer import ebraille
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.kit.houses import NAMES, slug

MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)
PAGES = RelatedEditions(
    pages=(PageStart("1", "masthead", 0, 0), PageStart("2", "body", 1, 12), PageStart("3", "body", 2, 0))
)


def files(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def packed(held: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return made.getvalue()


def said(document: Document, content: bytes) -> list[str]:
    reading = auditor.read(content, "x.ebrl")
    unlike = differences(*complete_outlines(reading.expected_outline(document), reading.outline(), reading), "x.ebrl")
    return [
        str(one) for one in (*unlike, *reading.findings(), *record.differences(document, reading.record(), "x.ebrl"))
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_report_is_read_back(name: str, examples: House, store: Editions) -> None:
    document = store.document(examples, slug(name))
    assert said(document, ebraille.write(document, store.style, MOMENT)) == []


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru"])
def test_bold_numbers_in_cells_are_read_back(language: str, house: Style) -> None:
    table = "::: {#sums .table}\nSums\n\n| A | B |\n|---|---|\n| C | 12 |\n| **All D** | **2\u202f934** |\n:::\n"
    document = composed(f"# Sums\n\n{table}", language=language)
    assert said(document, ebraille.write(document, house, MOMENT)) == []


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru"])
def test_the_report_is_read_back_in_its_languages(language: str, house: Style) -> None:
    words = {
        "en": "The keepers count.",
        "fr": "Les gardiens comptent.",
        "es": "Los guardianes cuentan.",
        "ru": "Смотрители считают.",
    }
    document = composed(
        f"# {words[language]}\n\n{words[language]}[^one]\n\n[^one]: {words[language]}", language=language
    )
    content = ebraille.write(document, house, MOMENT)
    assert said(document, content) == []
    assert f"<dc:language>{language}-Brai</dc:language>" in files(content)["package.opf"]


def test_the_same_report_gives_the_same_bytes(harbour: Document, store: Editions) -> None:
    assert ebraille.write(harbour, store.style, MOMENT) == ebraille.write(harbour, store.style, MOMENT)


def test_text_is_cells_between_spaces_and_nothing_else(harbour: Document, store: Editions) -> None:
    for name, content in files(ebraille.write(harbour, store.style, MOMENT)).items():
        if name.endswith(".html"):
            text = re.sub(r"<[^>]*>", "", content)
            assert re.fullmatch("[⠁-⠿ \n]*", text), name


def test_print_pages_are_marked_and_listed_with_their_numbers_in_print(store: Editions) -> None:
    document = composed("# Lamps\n\nThe keepers count lamps.\n\nThey light them at dusk.")
    content = ebraille.write(document, store.style, MOMENT, PAGES)
    assert said(document, content) == []
    index = files(content)["index.html"]
    assert re.findall(r'href="([^"]*)" title="(\d)">([⠀-⠿]*)', index) == [
        ("ebraille/part-1.html#page-2", "2", "⠼⠃"),
        ("ebraille/part-1.html#page-3", "3", "⠼⠉"),
    ]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("index.html", 'title="2"', ""),
        ("index.html", "#page-2", "#page-3"),
        ("index.html", 'role="doc-pagelist"', 'role="doc-index"'),
        ("ebraille/part-1.html", 'id="page-2">⠼⠃', 'id="page-2">⠼⠙'),
    ],
)
def test_a_list_of_pages_that_leads_astray_is_found(name: str, old: str, new: str, store: Editions) -> None:
    held = files(
        ebraille.write(composed("# Lamps\n\nThe keepers count lamps.\n\nAt dusk."), store.style, MOMENT, PAGES)
    )
    assert old in held[name]
    held[name] = held[name].replace(old, new, 1)
    assert {one.code for one in auditor.read(packed(held), "x.ebrl").findings()} & {"E009"}


def test_a_call_leads_to_its_note_and_the_note_back(store: Editions) -> None:
    document = composed("# Lamps\n\nThey are lit.[^all]\n\n[^all]: Every one.")
    text = files(ebraille.write(document, store.style, MOMENT))["ebraille/part-1.html"]
    assert '<a href="#note-1" id="indicator-1" epub:type="noteref" role="doc-noteref">⠰⠔⠼⠁</a>' in text
    assert '<a href="#indicator-1" role="doc-backlink">⠰⠔⠼⠁</a>' in text


def test_notes_at_the_end_are_in_the_last_part_and_called_from_the_others(store: Editions) -> None:
    document = composed("# Lamps\n\nLit.[^all]\n\n# Oil\n\nNone.[^two]\n\n[^all]: Every one.\n\n[^two]: Not one.")
    content = ebraille.write(document, replace(store.style, tables=(Braille(40, 25, "end"),)), MOMENT, ALONE)
    assert said(document, content) == []
    assert 'href="part-2.html#note-1"' in files(content)["ebraille/part-1.html"]


def test_a_passage_in_another_says_its_own_language(store: Editions) -> None:
    document = composed("# Lamps\n\nIn [le phare, [фонарь]{lang=ru}, et la lampe]{lang=fr} there.")
    held = files(ebraille.write(document, store.style, MOMENT))["ebraille/part-1.html"]
    assert re.findall(r'<span lang="(\w\w)-Brai"', held) == ["fr", "ru", "fr"]


def test_a_passage_says_its_language_and_the_package_its_code(store: Editions) -> None:
    document = composed("# Lamps\n\nThe word [фонарь]{lang=ru} is Russian.")
    held = files(ebraille.write(document, store.style, MOMENT))
    assert '<span lang="ru-Brai" xml:lang="ru-Brai">' in held["ebraille/part-1.html"]
    assert 'UEB grade2</meta>\n<meta property="a11y:brailleSystem">Russian grade1' in held["package.opf"]
