"""Catalogues go to XLIFF and TMX and come back unchanged."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from plantin import translation
from plantin.cli import main
from plantin.findings import ToolError, TranslationError, UsageError
from plantin.house.layout import House
from plantin.production import steps
from plantin.translation import xliff
from plantin.translation.po import Catalogue, PoEntry

ROOT = Path(__file__).parents[2]
SLUG = "S-2017-97"


@pytest.fixture
def home(tmp_path: Path) -> House:
    shutil.copytree(ROOT / "sources" / SLUG, tmp_path / "sources" / SLUG)
    for language in ("en", "fr", "es", "ru"):
        shutil.copytree(ROOT / "locales" / language, tmp_path / "locales" / language)
    shutil.copytree(ROOT / "styles" / "un", tmp_path / "styles" / "un")
    return House(tmp_path)


@pytest.mark.parametrize("language", ["fr", "es", "ru"])
def test_an_empty_catalogue_is_filled_from_the_xliff_of_a_full_one(home: House, language: str) -> None:
    file = home.catalogue_file(language, SLUG)
    before, document = file.read_bytes(), steps.compose(home, SLUG, language).document
    (home.root / "x.xlf").write_bytes(translation.export(home, SLUG, language, "xliff"))
    # Into the full catalogue it brings nothing new: reviews and comments stay.
    assert translation.import_file(home, SLUG, language, home.root / "x.xlf") == (0, ())
    assert file.read_bytes() == before
    file.unlink()
    assert translation.import_file(home, SLUG, language, home.root / "x.xlf") == (147, ())
    assert steps.compose(home, SLUG, language).document == document


def test_a_memory_has_every_message_with_its_context(home: House) -> None:
    made = translation.export(home, SLUG, "fr", "tmx").decode()
    assert made.count("<tu ") == 147
    assert '<prop type="x-context">title</prop>' in made
    assert '<tuv xml:lang="fr">' in made


def test_xliff_names_the_language_of_the_original(home: House) -> None:
    assert b'source-language="en"' in translation.export(home, SLUG, "fr", "xliff")


def test_what_is_not_finished_or_not_in_the_report_is_left_out(tmp_path: Path) -> None:
    entries = (
        PoEntry("a", "One", "Un"),
        PoEntry("b", "Two", "Deux", stale=True, previous="2"),
        PoEntry("c", "Gone", "Parti"),
    )
    (tmp_path / "x.xlf").write_bytes(xliff.export(Catalogue("x.po", "fr", entries), "xliff", "en"))
    ours = Catalogue("x.po", "fr", (PoEntry("a", "One"), replace(entries[1], translation="")))
    brought = xliff.merge(ours, tmp_path / "x.xlf", "x.xlf")
    assert brought.translations == {"a": "Un"}
    assert [finding.code for finding in brought.findings] == ["T055"]


def test_equal_originals_come_back_each_to_its_own(tmp_path: Path) -> None:
    entries = (PoEntry("note:a", "Seen.", "Vue."), PoEntry("note:b", "Seen.", "Vu."))
    (tmp_path / "x.xlf").write_bytes(xliff.export(Catalogue("x.po", "fr", entries), "xliff", "en"))
    empty = Catalogue("x.po", "fr", tuple(replace(entry, translation="") for entry in entries))
    assert xliff.merge(empty, tmp_path / "x.xlf", "x.xlf").translations == {"note:a": "Vue.", "note:b": "Vu."}


def test_a_file_that_is_not_there_or_cannot_be_read_is_told(home: House) -> None:
    with pytest.raises(UsageError):
        translation.import_file(home, SLUG, "fr", home.root / "nothing.xlf")
    (home.root / "x.xlf").write_text("no xliff", "utf-8")
    with pytest.raises(TranslationError) as error:
        translation.import_file(home, SLUG, "fr", home.root / "x.xlf")
    assert error.value.findings[0].code == "T057"


def test_a_missing_program_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xliff, "_places", lambda _: iter(()))
    with pytest.raises(ToolError) as error:
        xliff.export(Catalogue("x.po", "fr"), "tmx", "en")
    assert error.value.findings[0].code == "T054"


def test_the_commands(home: House, capsys: pytest.CaptureFixture[str]) -> None:
    root = ["--root", str(home.root)]
    made = home.build / SLUG / f"{SLUG}-fr.xlf"
    assert main.run(["catalogue", "export", "--language", "fr", *root]) == 0
    assert main.run(["catalogue", "import", str(made), "--language", "fr", *root]) == 0
    assert "0 messages changed, 0 of the file are not in the report" in capsys.readouterr().out
    assert main.run(["facing", "--language", "fr", *root]) == 0
    assert (home.build / SLUG / f"{SLUG}-en-fr.html").is_file()
    (home.root / "short.txt").write_text("1. Un seul paragraphe.\n", "utf-8")
    assert main.run(["catalogue", "adopt", str(home.root / "short.txt"), "--language", "fr", *root]) == 1
    captured = capsys.readouterr()
    assert "1 messages taken" in captured.out
    assert "T050: paragraph 80 is not in the text" in captured.err
    assert main.run(["catalogue", "import", "nothing.xlf", "--language", "fr", *root]) == 2
