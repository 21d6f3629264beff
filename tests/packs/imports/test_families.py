"""All languages of a report come in with one command: a source, its languages, and a catalogue for each."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest

from plantin.house.layout import House
from plantin.packs.imports import families
from plantin.translation import po
from tests.kit import houses
from tests.kit.command import plantin

WORDS = {
    "en": ("On lamps", "Oil", "The keepers used 1,250 litres of oil in 2034, as in 2033.", "The old lamp was lit."),
    "fr": ("Des lampes", "Huile", "Les gardiens ont utilisé 1 250 litres d’huile en 2034, comme en 2033.",
           "La vieille lampe a été allumée."),
    "ru": ("О лампах", "Масло", "Хранители использовали 1250 литров масла в 2034 году, как и в 2033.",
           "Старая лампа была зажжена."),
}  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> House:
    (tmp_path / "sources").mkdir()
    shutil.copytree(houses.ROOT / "locales", tmp_path / "locales", ignore=shutil.ignore_patterns("*.po"))
    (tmp_path / "styles").symlink_to(houses.ROOT / "styles")
    return House(tmp_path)


def word(home: House, language: str) -> Path:
    package = docx.Document()
    for style, text in zip(("Title", "Heading 1", None, "List Bullet"), WORDS[language], strict=True):
        package.add_paragraph(text, style)
    path = home.root / f"{language}.docx"
    package.save(str(path))
    return path


def test_every_language_is_paired_passage_by_passage(home: House) -> None:
    english, french, russian = (word(home, language) for language in WORDS)
    ended = plantin(
        "import", str(english), "--symbol", "WU/2035/8", "--as", f"fr:{french}", "--as", f"ru:{russian}", cwd=home.root
    )
    assert ended.returncode == 0, ended.stderr
    assert "locales/ru/WU-2035-8.po: 4 of 4 messages taken" in ended.stdout
    assert "\nlanguages: [en, fr, ru]\n" in home.report("WU-2035-8").read_text("utf-8")
    for language in ("fr", "ru"):
        catalogue = po.read_catalogue(home.catalogue_file(language, "WU-2035-8"), language)
        assert tuple(entry.translation for entry in catalogue.entries) == WORDS[language]
    assert home.languages("WU-2035-8") == ("en", "fr", "ru")


def test_a_translation_that_cannot_be_read_is_reported_and_the_others_are_taken(home: House) -> None:
    broken = home.root / "fr.docx"
    broken.write_bytes(b"PK\x03\x04 no archive")
    done = families.import_family(home, word(home, "en"), {"fr": broken, "ru": word(home, "ru")})
    assert list(done.catalogues) == ["ru"]
    assert [finding.code for one in done.refused for finding in one.findings] == ["S050"]
    assert done.exit_code() != 0


@pytest.mark.parametrize(
    ("asked", "code"),
    [(("en:en.docx",), "T058"), (("fr:en.docx", "fr:en.docx"), "U034"), (("xx:en.docx",), "T001"),
     (("fr:none.docx",), "S001"), (("fr:en.docx", "--dry-run"), "U034"), (("french",), "U034")],
)  # fmt: skip
def test_languages_that_cannot_be_are_refused_and_nothing_is_written(
    home: House, asked: tuple[str, ...], code: str
) -> None:
    path = word(home, "en")
    options = [part for one in asked for part in ((one,) if one.startswith("--") else ("--as", one))]
    ended = plantin("import", str(path), *[one.replace(":", f":{home.root}/") for one in options], cwd=home.root)
    assert ended.returncode != 0
    assert code in ended.stderr
    assert not any(home.sources.rglob("*.md"))
