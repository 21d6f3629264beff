"""A language is begun from CLDR and another one; what nobody has decided is refused; a variety goes over its language."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.cli import main
from plantin.findings import UsageError
from plantin.house import new_language
from plantin.house.layout import House
from plantin.lint.translation import number_writer
from plantin.production import steps
from plantin.translation import po

SLUG = "S-2035-8"
REPORT = """---
symbol: S/2035/8
organ: Security Council
title: On lamps
date: 2035-06-02
languages: [en, {}]
---

There are 1,250.5 lamps.

| Lamps |
|---|
| 1,250.5 |

: Lamps {{#lamps}}
"""


def home_of(folder: Path, language: str) -> House:
    (folder / "sources" / SLUG).mkdir(parents=True)
    (folder / "sources" / SLUG / "report.md").write_text(REPORT.format(language), "utf-8")
    (folder / "plantin.toml").write_text('style = "report"\n', "utf-8")
    (folder / "styles").mkdir()
    (folder / "styles" / "report").mkdir()
    (folder / "styles" / "report" / "style.toml").write_text('inherits = "plain"\n', "utf-8")
    return House(folder)


@pytest.mark.parametrize(
    ("language", "name", "number"),
    [("pt", "Português", "1.250,5"), ("de", "Deutsch", "1.250,5"), ("ja", "日本語", "1,250.5")],
)
def test_a_language_is_begun_and_refused_until_it_is_decided(
    tmp_path: Path, language: str, name: str, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    house = home_of(tmp_path, language)
    assert main.run(["locale", "new", language, "--root", str(tmp_path)]) == 0
    assert "values to decide" in capsys.readouterr().out
    assert house.locale(language).name == name
    assert main.run(["catalogue", "update", "--language", language, "--root", str(tmp_path)]) == 0
    cells = [
        one for one in po.read_catalogue(house.catalogue_file(language, SLUG)).entries if one.original == "1,250.5"
    ]
    assert [one.translation for one in cells] == [number]
    open_keys = new_language.unsettled(house, language)
    assert "locale.toml labels.contents" in open_keys
    assert not any(key.endswith((" language", " decimal", " cldr")) for key in open_keys)
    found = [one for one in steps.compose(house, SLUG, language).findings if one.code == "T087"]
    assert [one.severity for one in found] == ["error"]
    assert f"{len(open_keys)} values" in found[0].message
    # A value that was changed is decided; one that is right as it is is decided by removing its line.
    locale, listed = (tmp_path / "locales" / language / one for one in ("locale.toml", new_language.LIST))
    locale.write_text(locale.read_text("utf-8").replace('contents = "Contents"', 'contents = "X"', 1), "utf-8")
    lines = [one for one in listed.read_text("utf-8").splitlines() if not one.startswith("parity.toml ")]
    listed.write_text("\n".join(lines), "utf-8")
    left = new_language.unsettled(house, language)
    assert "locale.toml labels.contents" not in left
    assert left == tuple(
        key for key in open_keys if key.startswith("locale.toml") and key != "locale.toml labels.contents"
    )
    listed.unlink()
    assert not [one for one in steps.compose(house, SLUG, language).findings if one.code == "T087"]


@pytest.mark.parametrize(("language", "origin"), [("xx-unknown", "en"), ("pt", "qq"), ("pt", "en")])
def test_what_cannot_be_begun_is_refused(tmp_path: Path, language: str, origin: str) -> None:
    house = home_of(tmp_path, "pt")
    if (language, origin) == ("pt", "en"):
        new_language.begin(house, "pt", "en")
    with pytest.raises(UsageError, match="U036"):
        new_language.begin(house, language, origin)


def test_a_variety_has_what_its_language_has(tmp_path: Path) -> None:
    house = home_of(tmp_path, "fr-CA")
    assert not house.has_language("fr-CA")
    (tmp_path / "locales" / "fr-CA").mkdir(parents=True)
    own = 'language = "fr-CA"\nname = "Français (Canada)"\ncldr = "fr_CA"\n[labels]\nnotes = "Notes de bas de page"\n'
    (tmp_path / "locales" / "fr-CA" / "locale.toml").write_text(own, "utf-8")
    words, french = house.locale("fr-CA"), house.locale("fr")
    assert (words.language, words.name) == ("fr-CA", "Français (Canada)")
    assert words.labels.contents == french.labels.contents
    assert words.labels.notes == "Notes de bas de page"
    assert house.parity_file("fr-CA") == house.parity_file("fr")
    assert number_writer(house, SLUG, "fr-CA")("1,250.5") == "1\u00a0250,5"
