"""Nothing of one organization is in the press: its documents, addresses and style are data that a house changes or
removes.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from plantin.findings import TranslationError
from plantin.house.layout import House
from plantin.house.locale import Locale
from plantin.house.style import Style
from plantin.lint.source import lint
from plantin.model.document import Document
from plantin.resolve import resolve
from plantin.source import front_matter, pandoc, tables
from plantin.source import text as source_text
from plantin.writers.pdf.codes import codes
from tests.kit.compose import HEAD
from tests.kit.houses import ROOT, in_un

BODY = "As in A/71/344 and resolution 70/291, and in WU-2024-17.\n"


@pytest.fixture
def languages(tmp_path: Path) -> Path:
    """The folder of a root's own words: English and the documents of the house, to be changed."""
    (tmp_path / "locales" / "en").mkdir(parents=True)
    shutil.copy(ROOT / "styles" / "un" / "locales" / "en" / "locale.toml", tmp_path / "locales" / "en")
    shutil.copy(ROOT / "styles" / "un" / "locales" / "citations.toml", tmp_path / "locales")
    return in_un(tmp_path).root / "locales"


def english(languages: Path) -> Locale:
    """The words of English in that house."""
    return House(languages.parent).locale("en")


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def cited(words: Locale, body: str = BODY) -> dict[str, str]:
    report = source_text.parse(f"---\n{HEAD}---\n\n{body}", "report.md")
    nodes, _ = pandoc.parse(tables.prepare(report), report.path)
    made: Document = resolve(front_matter.read(report), nodes, {}, words).document
    return {one.symbol: one.address for one in made.citations}


def test_documents_of_the_house_are_linked_by_its_patterns(languages: Path) -> None:
    assert list(cited(english(languages))) == ["A/71/344", "A/RES/70/291"]
    (languages / "citations.toml").write_text(r"symbols = 'WU-\d{4}-\d+'", "utf-8")
    changed(languages / "en" / "locale.toml", "https://undocs.org/en/{unspaced}", "https://water.example/{symbol}")
    assert cited(english(languages)) == {"WU-2024-17": "https://water.example/WU-2024-17"}


def test_without_the_file_or_an_address_nothing_is_linked(languages: Path) -> None:
    words = english(languages)
    assert cited(replace(words, citations=replace(words.citations, address=""))) == {}
    (languages / "citations.toml").write_text("", "utf-8")
    bare = english(languages)
    assert cited(bare) == {}
    report = source_text.parse(f"---\n{HEAD}---\n\nThe list is S /2016/92, and PRST/2015/11 is another.\n", "report.md")
    assert [finding.code for finding in lint(report, front_matter.read(report), words)] == ["S079", "S034"]
    assert lint(report, front_matter.read(report), bare) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("example = ", "exemple = "),
        ("symbols = '(?a)", "symbols = '(?a)("),
        ('symbol = "{organ}/RES/{1}"', 'symbol = "{organ.__class__}"'),
        ('"E/" = "E"', '"E/" = 3'),
        ("[organs]", "[organs"),
    ],
)
def test_a_wrong_value_is_reported_with_its_line(languages: Path, old: str, new: str) -> None:
    changed(languages / "citations.toml", old, new)
    with pytest.raises(TranslationError) as raised:
        english(languages)
    (finding,) = raised.value.findings
    assert (finding.code, finding.place.path) == ("T062", "locales/citations.toml")
    assert new in (languages / "citations.toml").read_text("utf-8").split("\n")[finding.place.line - 1]


def test_a_pattern_that_never_ends_is_reported(languages: Path) -> None:
    (languages / "citations.toml").write_text("symbols = '(?:a|aa)+b'", "utf-8")
    words = english(languages)
    with pytest.raises(TranslationError, match="T060"):
        cited(words, f"See {'a' * 80}.\n")


def test_the_qr_code_is_the_styles(harbour: Document, house: Style) -> None:
    assert "qr" in codes(harbour, house, "#000000")
    without = replace(house, paper=replace(house.paper, address=""))
    assert "qr" not in codes(harbour, without, "#000000")
    assert codes(replace(harbour, masthead=replace(harbour.masthead, job="")), without, "#000000") == ""


def test_a_style_may_be_called_anything(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "styles" / "un", tmp_path / "styles" / "water", ignore=shutil.ignore_patterns("fonts"))
    assert House(tmp_path).style_folder().name == "water"
    (tmp_path / "styles" / "air").mkdir()
    shutil.copy(ROOT / "styles" / "un" / "style.toml", tmp_path / "styles" / "air")
    assert House(tmp_path).style_folder().name == "air"
    (tmp_path / "plantin.toml").write_text('style = "water"\n', "utf-8")
    assert House(tmp_path).style().folder == tmp_path / "styles" / "water"


def test_no_words_of_an_organization_are_in_the_code() -> None:
    """Sources that rules were taken from may be named in comments; addresses, words and patterns are data."""
    told = re.compile(r"undocs|un\.org|[\"'](?:[^\"'\n]*\W)?United Nations|[\"']un[\"']")
    found = [
        f"{path}: {match[0]}"
        for path in sorted((ROOT / "pipeline" / "plantin").rglob("*.py"))
        for match in told.finditer(path.read_text("utf-8"))
    ]
    assert found == []
