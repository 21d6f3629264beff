"""Catalogues go to XLIFF and TMX and come back unchanged."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from translate.storage.tmx import tmxfile
from translate.storage.xliff import Xliff1File

from plantin import translation
from plantin.cli import main
from plantin.findings import TranslationError, UsageError
from plantin.house.layout import House
from plantin.packs.exchange import xliff
from plantin.production import steps
from plantin.translation import formats
from plantin.translation.exchange import ReceivedUnit, TranslatorFile
from plantin.translation.merging import MergeResult, Side, merge
from plantin.translation.po import Catalogue, PoEntry

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[3]
SLUG = "S-2017-97"


@pytest.fixture
def home(tmp_path: Path) -> House:
    shutil.copytree(ROOT / "sources" / SLUG, tmp_path / "sources" / SLUG)
    for language in ("en", "fr", "es", "ru"):
        shutil.copytree(ROOT / "locales" / language, tmp_path / "locales" / language)
    shutil.copy(ROOT / "locales" / "glossary.csv", tmp_path / "locales")
    shutil.copytree(ROOT / "styles" / "un", tmp_path / "styles" / "un")
    return House(tmp_path)


FIRST, SECOND = PoEntry("paragraph:a/1", "Two lamps.", "Deux lampes."), PoEntry("note:a", "Seen.", "Vue.")


def sent(path: Path, *entries: PoEntry, change: dict[str, str] | None = None) -> TranslatorFile:
    """What comes back of an export, with some texts of the file changed by the translator."""
    text = xliff.write(Catalogue("x.po", "fr", entries), "R-1", "en").decode()
    for old, new in (change or {}).items():
        assert old in text
        text = text.replace(old, new)
    (path / "x.xlf").write_text(text, "utf-8")
    return formats.read(path / "x.xlf", "x.xlf", Catalogue("", ""))[0]


def merged(path: Path, now: tuple[PoEntry, ...], given: TranslatorFile, prefer: Side = "") -> MergeResult:
    return merge(Catalogue("x.po", "fr", now), given, "x.xlf", "R-1", prefer)


@pytest.mark.sample(1)
@pytest.mark.parametrize("language", ["fr", "es", "ru"])
def test_an_empty_catalogue_is_filled_from_the_xliff_of_a_full_one(home: House, language: str) -> None:
    file = home.catalogue_file(language, SLUG)
    before, document = file.read_bytes(), steps.compose(home, SLUG, language).document
    (home.root / "x.xlf").write_bytes(translation.export(home, SLUG, language, "xliff"))
    # Into the full catalogue it brings nothing new: reviews and comments stay.
    back = translation.import_file(home, SLUG, language, home.root / "x.xlf")
    assert (dict(back.fates), back.findings, back.notes) == ({"same": 147}, [], 0)
    assert file.read_bytes() == before
    file.unlink()
    filled = translation.import_file(home, SLUG, language, home.root / "x.xlf", "theirs")
    assert (dict(filled.fates), filled.findings) == ({"taken": 147}, [])
    assert steps.compose(home, SLUG, language).document == document


def test_a_memory_has_every_message_with_its_context(home: House) -> None:
    made = translation.export(home, SLUG, "fr", "tmx").decode()
    assert made.count("<tu>") == 147
    assert '<prop type="x-context">title</prop>' in made
    assert '<tuv xml:lang="fr">' in made


@pytest.mark.sample(2)
@pytest.mark.parametrize("language", ["fr", "es", "ru"])
def test_the_translate_toolkit_reads_every_unit_and_its_state(home: House, language: str) -> None:
    store = Xliff1File.parsestring(translation.export(home, SLUG, language, "xliff"))
    assert (store.sourcelanguage, store.targetlanguage) == ("en", language)
    assert len(store.units) == 147
    assert all(unit.target and not unit.isapproved() for unit in store.units)
    main.run(["catalogue", "sign", "--stage", "approved", "--by", "An Editor", "--root", str(home.root)])
    store = Xliff1File.parsestring(translation.export(home, SLUG, language, "xliff"))
    assert all(unit.isapproved() for unit in store.units)
    memory = tmxfile.parsestring(translation.export(home, SLUG, language, "tmx"))
    assert len(memory.units) == 147


def test_only_the_messages_of_the_report_are_exported(tmp_path: Path) -> None:
    catalogue = Catalogue("x.po", "fr", (FIRST,), obsolete=(SECOND,))
    assert b"Seen." not in xliff.write(catalogue, "R-1", "en")


def test_what_the_translator_changed_is_taken(tmp_path: Path) -> None:
    given = sent(tmp_path, FIRST, SECOND, change={"Deux lampes.": "Deux phares."})
    found = merged(tmp_path, (FIRST, SECOND), given)
    assert [entry.translation for entry in found.catalogue.entries] == ["Deux phares.", "Vue."]
    assert dict(found.fates) == {"taken": 1, "same": 1}


def test_a_text_that_the_catalogue_has_changed_since_the_export_is_not_reverted(tmp_path: Path) -> None:
    given = sent(tmp_path, FIRST, SECOND)
    newer = replace(FIRST, translation="Deux grandes lampes.", review="yes").pin()
    found = merged(tmp_path, (newer, SECOND), given)
    assert found.catalogue.entries == (newer, SECOND)
    assert (dict(found.fates), found.findings) == ({"same": 2}, [])


@pytest.mark.parametrize(
    ("prefer", "kept"), [("", "Deux grandes lampes."), ("theirs", "Deux phares."), ("ours", "Deux grandes lampes.")]
)
def test_a_conflict_is_reported_with_both_texts_and_can_be_settled(tmp_path: Path, prefer: Side, kept: str) -> None:
    given = sent(tmp_path, FIRST, SECOND, change={"Deux lampes.": "Deux phares."})
    newer = replace(FIRST, translation="Deux grandes lampes.", review="yes").pin()
    found = merged(tmp_path, (newer, SECOND), given, prefer)
    assert found.catalogue.entries[0].translation == kept
    assert [finding.code for finding in found.findings] == ["T082"] * (not prefer)
    if not prefer:
        assert "grandes lampes" in found.findings[0].message
        assert "phares" in found.findings[0].message
        assert found.catalogue.entries[0].state == "reviewed"
    apart = [replace(FIRST, translation="Deux phares.", note="the catalogue has: Deux grandes lampes.")]
    assert found.conflicts == apart * (not prefer)


def test_a_message_is_known_by_its_text_where_its_place_has_changed(tmp_path: Path) -> None:
    given = sent(tmp_path, FIRST, change={"Deux lampes.": "Deux phares."})
    moved = (PoEntry("paragraph:a/1", "New."), replace(FIRST, context="paragraph:a/2"))
    found = merged(tmp_path, moved, given)
    assert [entry.translation for entry in found.catalogue.entries] == ["", "Deux phares."]
    assert found.findings == []


def test_what_is_not_finished_is_left_out_and_what_is_gone_is_reported(tmp_path: Path) -> None:
    missing = PoEntry("b", "Two")
    gone = PoEntry("c", "Gone", "Parti")
    given = sent(tmp_path, FIRST, missing, gone)
    found = merged(tmp_path, (FIRST, missing), given)
    assert dict(found.fates) == {"same": 1, "unfinished": 1, "unknown": 1}
    assert [finding.code for finding in found.findings] == ["T055"]
    assert found.catalogue.entries == (FIRST, missing)


def test_the_translation_of_a_text_that_was_changed_since_the_export_is_kept(tmp_path: Path) -> None:
    one = PoEntry("a", "Two lamps were lit in the tower at night.")
    two = PoEntry("b", "The wicks are cut.", "Les mèches sont coupées.")
    given = sent(tmp_path, one, two, change={'"new">Two lamps': '"new">Deux lampes', "coupées": "taillées"})
    shorter = replace(one, original="Two lamps were lit in the tower.")
    stale = replace(two, original="The wicks are cut by hand.", stale=True, previous=two.original)
    found = merged(tmp_path, (shorter, stale), given).catalogue
    brought = "Deux lampes were lit in the tower at night."
    assert [(one.translation, one.stale, one.previous) for one in found.entries] == [
        (brought, True, one.original),
        ("Les mèches sont taillées.", True, two.original),
    ]
    assert [(one.original, one.translation) for one in found.obsolete] == [(one.original, brought)]
    assert merged(tmp_path, (shorter, stale), sent(tmp_path, two)).catalogue.entries == (shorter, stale)


def test_a_missing_translation_is_taken_whatever_its_state_says_when_its_target_was_filled(tmp_path: Path) -> None:
    """OmegaT counts and fills targets that have a text, and leaves their states as they are."""
    given = sent(tmp_path, PoEntry("b", "Two"), change={'<target state="new">Two': '<target state="new">Deux'})
    found = merged(tmp_path, (PoEntry("b", "Two"),), given)
    assert found.catalogue.entries[0].translation == "Deux"


def test_an_emptied_target_is_reported_and_the_translation_kept(tmp_path: Path) -> None:
    given = sent(tmp_path, FIRST, change={"Deux lampes.": ""})
    found = merged(tmp_path, (FIRST,), given)
    assert (dict(found.fates), [finding.code for finding in found.findings]) == ({"emptied": 1}, ["T083"])
    assert found.catalogue.entries == (FIRST,)


def test_a_note_of_the_reviser_is_kept(tmp_path: Path) -> None:
    given = sent(tmp_path, FIRST, change={"</target>": '</target><note from="reviser">Sounds right.</note>'})
    found = merged(tmp_path, (FIRST,), given)
    assert (found.catalogue.entries[0].comments, found.notes) == (("Sounds right.",), 1)


def test_equal_originals_come_back_each_to_its_own(tmp_path: Path) -> None:
    entries = (PoEntry("note:a", "Seen.", "Vue."), PoEntry("note:b", "Seen.", "Vu."))
    empty = tuple(replace(entry, translation="") for entry in entries)
    found = merged(tmp_path, empty, sent(tmp_path, *entries), "theirs")
    assert [entry.translation for entry in found.catalogue.entries] == ["Vue.", "Vu."]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (TranslatorFile("es", "R-1", ()), "T080"),
        (TranslatorFile("fr", "R-2", ()), "T081"),
        (TranslatorFile("fr", "", (ReceivedUnit("Another report.", "Un autre."),)), "T081"),
    ],
)
def test_a_file_of_another_language_or_report_is_refused(tmp_path: Path, given: TranslatorFile, code: str) -> None:
    with pytest.raises(TranslationError) as error:
        merged(tmp_path, (FIRST,), given)
    assert error.value.findings[0].code == code


def test_the_wrong_language_changes_nothing(home: House, capsys: pytest.CaptureFixture[str]) -> None:
    before = home.catalogue_file("fr", SLUG).read_bytes()
    (home.root / "x.xlf").write_bytes(translation.export(home, SLUG, "es", "xliff"))
    assert (
        main.run(["catalogue", "import", str(home.root / "x.xlf"), "--language", "fr", "--root", str(home.root)]) == 4
    )
    assert "T080" in capsys.readouterr().err
    assert home.catalogue_file("fr", SLUG).read_bytes() == before
    shutil.copy(home.catalogue_file("es", SLUG), home.root / "x.po")
    assert main.run(["catalogue", "import", str(home.root / "x.po"), "--language", "fr", "--root", str(home.root)]) == 4
    assert home.catalogue_file("fr", SLUG).read_bytes() == before


def test_a_file_that_is_not_there_or_cannot_be_read_is_reported(home: House) -> None:
    with pytest.raises(UsageError):
        translation.import_file(home, SLUG, "fr", home.root / "nothing.xlf")
    two = '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.2" version="2.2" srcLang="en" trgLang="fr"/>'
    for content in ("no xliff", two, "<tmx version='1.4'/>"):
        (home.root / "x.xlf").write_text(content, "utf-8")
        with pytest.raises(TranslationError) as error:
            translation.import_file(home, SLUG, "fr", home.root / "x.xlf")
        assert error.value.findings[0].code == "T057"


def test_the_commands(home: House, capsys: pytest.CaptureFixture[str]) -> None:
    root = ["--root", str(home.root)]
    made = home.build / SLUG / f"{SLUG}-fr.xlf"
    assert main.run(["catalogue", "export", "--language", "fr", *root]) == 0
    assert main.run(["catalogue", "import", str(made), "--language", "fr", *root]) == 0
    assert "0 taken, 0 confirmed, 147 the same, 0 in conflict" in capsys.readouterr().out
    assert main.run(["facing", "--language", "fr", *root]) == 0
    assert (home.build / SLUG / f"{SLUG}-en-fr.html").is_file()
    (home.root / "short.txt").write_text("1. Un seul paragraphe.\n", "utf-8")
    assert main.run(["catalogue", "adopt", str(home.root / "short.txt"), "--language", "fr", *root]) == 1
    captured = capsys.readouterr()
    assert "1 message taken" in captured.out
    assert "T050: paragraph 2 is not in the text" in captured.err
    assert main.run(["catalogue", "import", "nothing.xlf", "--language", "fr", *root]) == 2
