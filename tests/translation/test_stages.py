"""Who translated, revised and approved a message, and when; what a release demands."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from plantin import translation
from plantin.cli import main
from plantin.house.layout import House
from plantin.translation import po
from plantin.translation.po import Catalogue, PoEntry
from tests.kit import houses

pytestmark = pytest.mark.full

SLUG = "S-2017-97"
ENTRY = PoEntry("a", "Two lamps.", "Deux lampes.")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2064441600")  # 3 June 2035
    shutil.copytree(houses.ROOT / "sources" / SLUG, tmp_path / "sources" / SLUG)
    shutil.copytree(houses.ROOT / "locales", tmp_path / "locales")
    (tmp_path / "styles").symlink_to(houses.ROOT / "styles")
    house = houses.in_un(tmp_path)
    file = house.catalogue_file("fr", SLUG)
    catalogue = po.read_catalogue(file)
    entries = tuple(replace(entry, review="") for entry in catalogue.entries)
    po.write_catalogue(file, replace(catalogue, entries=entries), house.root)
    return house


def stages(home: House) -> set[str]:
    return {entry.stage for entry in po.read_catalogue(home.catalogue_file("fr", SLUG)).entries}


def codes(home: House) -> set[str]:
    report, head = translation.report_of(home, SLUG)
    rules = home.settings.translations
    file = home.catalogue_file("fr", SLUG)
    found = translation.unready(report, head, file, "x.po", rules.release, two_people=rules.two_people)
    return {finding.code for finding in found}


def run(home: House, *arguments: str) -> int:
    return main.run(["catalogue", *arguments, "--language", "fr", "--root", str(home.root)])


def test_a_message_goes_through_its_stages_with_names_and_dates(
    home: House, capsys: pytest.CaptureFixture[str]
) -> None:
    (home.root / "plantin.toml").write_text(
        'style = "un"\n[translations]\nrelease = "approved"\ntwo_people = true\n', "utf-8"
    )
    assert (stages(home), codes(home)) == ({"translated"}, {"T013"})
    assert run(home, "sign", "--stage", "translated", "--by", "A. Translator") == 0
    assert run(home, "sign", "--stage", "revised", "--by", "A. Translator") == 1
    assert "T086" in capsys.readouterr().err
    assert stages(home) == {"translated"}
    assert run(home, "sign", "--by", "A. Reviser", "--message", "title") == 0
    assert stages(home) == {"translated", "revised"}
    assert codes(home) == {"T013", "T085"}
    assert run(home, "sign", "--by", "A. Reviser") == 0
    assert run(home, "sign", "--stage", "approved", "--by", "An Editor") == 0
    assert (stages(home), codes(home)) == ({"approved"}, set())
    first = po.read_catalogue(home.catalogue_file("fr", SLUG)).entries[0]
    assert first.review == f"{first.mark}, A. Reviser, 2035-06-03"
    capsys.readouterr()
    run(home, "status")
    assert "100 %    100 %     100 %" in capsys.readouterr().out


def test_a_release_without_names_is_refused_where_two_people_are_due(home: House) -> None:
    (home.root / "plantin.toml").write_text('style = "un"\n[translations]\ntwo_people = true\n', "utf-8")
    file = home.catalogue_file("fr", SLUG)
    catalogue = po.read_catalogue(file)
    entries = tuple(replace(entry, review="yes").pin() for entry in catalogue.entries)
    po.write_catalogue(file, replace(catalogue, entries=entries), home.root)
    assert codes(home) == {"T086"}


@pytest.mark.parametrize("demand", ["translated", "revised", "approved"])
def test_the_house_says_what_a_release_demands(home: House, demand: str) -> None:
    (home.root / "plantin.toml").write_text(f'style = "un"\n[translations]\nrelease = "{demand}"\n', "utf-8")
    assert codes(home) == (set() if demand == "translated" else {"T013"})


def test_a_stage_does_not_hold_for_another_text(tmp_path: Path) -> None:
    signed = ENTRY.sign("translated", "A. Translator").sign("revised", "A. Reviser").sign("approved", "An Editor")
    assert signed.stage == "approved"
    changed = replace(signed, translation="Deux phares.").pin()
    assert (changed.stage, changed.translated, changed.review, changed.approved) == ("translated", "", "", "")
    po.write_catalogue(tmp_path / "x.po", Catalogue("x.po", "fr", (signed,)), tmp_path)
    (back,) = po.read_catalogue(tmp_path / "x.po").entries
    assert replace(back, line=0) == replace(signed, line=0)
    written = (tmp_path / "x.po").read_text("utf-8")
    assert f"# approved: {signed.mark}, An Editor, " in written


def test_what_a_person_sends_bears_their_name(home: House) -> None:
    path = home.root / "back.xlf"
    text = translation.export(home, SLUG, "fr", "xliff").decode()
    path.write_text(text.replace("Internet clandestin", "Internet caché"), "utf-8")
    main.run(["catalogue", "import", str(path), "--by", "A. Translator", "--language", "fr", "--root", str(home.root)])
    names = {po.signer(one.translated) for one in po.read_catalogue(home.catalogue_file("fr", SLUG)).entries}
    assert names == {"", "A. Translator"}
