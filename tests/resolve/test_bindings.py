"""A number and its unit stay on one line whatever marks are between them, in every language and in the finished files
of every format.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from plantin.model.document import Document, Paragraph
from plantin.model.inlines import Code, plain
from plantin.resolve import resolve
from plantin.resolve.notes import definitions
from plantin.resolve.typography import plainer
from plantin.source import front_matter, pandoc
from plantin.source import text as source_text
from tests.kit import houses
from tests.kit.editions import Editions
from tests.kit.kept_together import UNITS, WHOLE

pytestmark = pytest.mark.full

HEAD = '---\nsymbol: S/2035/1\norgan: Security Council\ntitle: "Lamps"\ndate: 2035-06-01\n---\n\n'
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
NO_BREAK = "\u00a0"


def composed(body: str, language: str) -> Document:
    report = source_text.parse(f"{HEAD}{body}\n", "report.md")
    nodes, _ = pandoc.parse(report.body(), report.path)
    return resolve(front_matter.read(report), nodes, definitions(report), houses.un(language)).document


def first(body: str, language: str = "en") -> str:
    """The words of the first paragraph of a report."""
    block = composed(body, language).blocks[0]
    assert isinstance(block, Paragraph)
    return plain(block.content)


@pytest.mark.parametrize(
    "typed", ["**97.4** %", "97.4 **%**", "*97.4* *%*", "97.4[^a] %", "97.4[ %](https://a.org)", "12 m^2^", "97.4\n%"]
)
def test_marks_between_a_number_and_its_unit_part_nothing(typed: str) -> None:
    note = "\n\n[^a]: A note." if "[^a]" in typed else ""
    for language in LANGUAGES:
        assert " " not in first(f"{typed}.{note}", language)


@pytest.mark.parametrize(
    ("language", "typed", "printed"),
    [
        ("fr", "*Le Temps* ; puis", "Le Temps~; puis"),
        ("en", "paragraphs *4* and 5, see [S/2016/92](https://a.org)", "paragraphs~4 and 5, see~S/2016/92"),
        ("ru", "пункты **4** и 5", "пункты~4~и~5"),
    ],
)
def test_what_else_belongs_together_does_too(language: str, typed: str, printed: str) -> None:
    assert first(typed, language).replace(NO_BREAK, "~") == printed


def test_what_is_to_be_typed_stays_as_it_is() -> None:
    block = composed("Type `97.4 %` and `5 km` for 97.4 %.", "en").blocks[0]
    assert isinstance(block, Paragraph)
    assert [inline.text for inline in block.content if isinstance(inline, Code)] == ["97.4 %", "5 km"]
    assert plain(block.content).endswith(f"97.4{NO_BREAK}%.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_that_begins_like_a_unit_is_not_one(language: str) -> None:
    words = first("There were 5 maps, 7 kits and 9 %-signs; 3 hats.", language)
    assert [bound for bound in re.findall(rf"\d{NO_BREAK}\w+", words) if bound[-1] in "ps"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_chinese_letters_beside_a_unit_do_not_hide_it(language: str) -> None:
    assert f"5{NO_BREAK}kg" in first("重5 kg的灯", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_is_imported_with_the_spaces_that_were_typed(language: str) -> None:
    typography = houses.un(language).typography
    for words in UNITS:
        assert plainer(typography)(words.replace(" ", NO_BREAK), " ") == words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format_", ["html", "epub", "docx"])
def test_the_finished_file_has_no_space_there_at_which_a_line_may_end(
    language: str, format_: str, store: Editions
) -> None:
    groups = [words for words in WHOLE[language] if " " in words]
    said = _said(store.path(composed("\n\n".join(f"Xx {words}, xx." for words in groups), language), format_))
    assert [words for words in groups if f"Xx {words.replace(' ', NO_BREAK)}, xx." not in said] == []


def _said(path: Path) -> str:
    """The characters of a finished file, without its marks."""
    if path.suffix == ".html":
        trees = [etree.fromstring(path.read_bytes(), etree.HTMLParser())]
    else:
        with zipfile.ZipFile(path) as parts:
            names = [name for name in parts.namelist() if re.search(r"word/document\.xml|\.xhtml", name)]
            trees = [etree.fromstring(parts.read(name)) for name in names]
    return "\n".join("".join(tree.itertext()) for tree in trees)
