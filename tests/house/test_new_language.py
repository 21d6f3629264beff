"""A language is begun from CLDR and another one; what nobody has decided is refused; a variety goes over its language;
a report in Portuguese, German and Japanese is built and checked.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from plantin import translation
from plantin.cli import main
from plantin.findings import UsageError
from plantin.house import new_language
from plantin.house.layout import House
from plantin.house.stock_folders import STOCK
from plantin.lint.translation import number_writer
from plantin.production import steps
from plantin.translation import po
from tests.kit.command import plantin

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

LANGUAGES = Path(__file__).parent / "languages"
WHOLE = """---
symbol: S/2035/8
organ: Security Council
title: The lamps of the harbour
date: 2035-06-02
languages: [en, {}]
---

# Lamps

[]{{#oil}} On 1 June 2035 the harbour had 1,250.5 litres of oil, 12.5 per cent more than before.[^log]

The three lamps are described in [](#use).

# Use {{#use}}

The lamps burn by night (see [](#oil), [](#use) and [](#table)). The keeper calls them “old friends”.

| Lamp | Litres |
|---|--:|
| North | 1,250.5 |

: Oil {{#table}}

[^log]: The log of the harbour.
"""
RIGHT_AS_THEY_ARE = r"""locale.toml labels.page
locale.toml labels.large_file
locale.toml numbering.sections
locale.toml numbering.paragraphs
locale.toml numbering.subparagraphs
locale.toml numbering.bullet
locale.toml numbering.equation
locale.toml references.within
locale.toml references.elsewhere
locale.toml typography.apostrophe
locale.toml typography.indicator_side
locale.toml hyphenation.word
locale.toml hyphenation.before
locale.toml hyphenation.after
locale.toml release.digest
locale.toml release.changes.counted
locale.toml release.changes.numbered
parity.toml script
parity.toml date
parity.toml currency.EUR
parity.toml marks. [,.;:!?](?!\w)
"""
"""What English and another language may write alike."""


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
    open_keys = new_language.undecided_keys(house, language)
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
    left = new_language.undecided_keys(house, language)
    assert "locale.toml labels.contents" not in left
    assert left == tuple(
        key for key in open_keys if key.startswith("locale.toml") and key != "locale.toml labels.contents"
    )
    # Without its list a language is refused for the sentences that it has from another.
    listed.unlink()
    (found,) = [one for one in steps.compose(house, SLUG, language).findings if one.code == "T087"]
    assert "are those of the language en" in found.message


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
    assert main.run(["locale", "new", "fr-CA", "--root", str(tmp_path)]) == 0
    path = tmp_path / "locales" / "fr-CA" / "locale.toml"
    assert [one.name for one in path.parent.iterdir()] == ["locale.toml"]
    path.write_text(path.read_text("utf-8") + '[labels]\nnotes = "Notes de bas de page"\n', "utf-8")
    words, french = house.locale("fr-CA"), house.locale("fr")
    assert (words.language, words.name) == ("fr-CA", "Français (Canada)")
    assert words.labels.contents == french.labels.contents
    assert words.labels.notes == "Notes de bas de page"
    assert words.references.running["section"] == "section {}"
    assert number_writer(house, SLUG, "fr-CA")("1,250.5") == "1\u00a0250,5"


def test_the_numbers_of_a_variety_are_its_own_and_all_else_that_of_its_language(tmp_path: Path) -> None:
    house = home_of(tmp_path, "es-MX")
    new_language.begin(house, "es-MX")
    assert (tmp_path / "locales" / "es-MX" / "parity.toml").read_text("utf-8").count(" = ") == 3
    assert number_writer(house, SLUG, "es-MX")("12,250.5") == "12,250.5"
    assert number_writer(house, SLUG, "es")("12,250.5") == "12.250,5"
    assert [house.locale(tag).number("12250.5") for tag in ("es-MX", "es")] == ["12,250.5", "12.250,5"]


def test_numbers_and_dates_of_a_new_language_are_those_of_cldr(tmp_path: Path) -> None:
    house = home_of(tmp_path, "uk")
    new_language.begin(house, "uk", "ru")
    text = (tmp_path / "locales" / "uk" / "locale.toml").read_text("utf-8")
    assert "[numbers]" not in text
    assert "[dates]" not in text
    words = house.locale("uk")
    assert (words.number("3000.5"), words.percentage("5"), words.date("2016-05-03")) == (
        "3\u00a0000,5", "5%", "3 травня 2016\u202fр."
    )  # fmt: skip


def test_a_language_that_was_copied_by_hand_is_refused(tmp_path: Path) -> None:
    house = home_of(tmp_path, "pt")
    folder = tmp_path / "locales" / "pt"
    shutil.copytree(STOCK / "locales" / "es", folder, ignore=shutil.ignore_patterns("*.po"))
    found = new_language.finding(house, "pt")
    assert found
    assert (found.code, found.severity) == ("T087", "error")
    assert "are those of the language es" in found.message


@pytest.mark.parametrize("language", ["pt", "de", "ja"])
def test_a_report_in_a_new_language_is_built_in_four_formats_and_checked(tmp_path: Path, language: str) -> None:
    house, folder, files = home_of(tmp_path, language), tmp_path / "locales" / language, LANGUAGES / language
    house.report(SLUG).write_text(WHOLE.format(language), "utf-8")
    if fonts := list(files.glob("*.otf")):
        (tmp_path / "styles" / "report" / "fonts").mkdir()
        for font in fonts:
            shutil.copy(font, tmp_path / "styles" / "report" / "fonts")
        with (tmp_path / "styles" / "report" / "style.toml").open("a", encoding="utf-8") as style:
            style.write(f"[fonts]\nothers = {[font.name for font in fonts]}\n")
    new_language.begin(house, language)
    for name in ("locale.toml", "parity.toml"):
        shutil.copy(files / name, folder)
    left = new_language.undecided_keys(house, language)
    assert set(left) <= set(RIGHT_AS_THEY_ARE.splitlines())
    (folder / new_language.LIST).unlink()
    assert main.run(["catalogue", "update", "--language", language, "--root", str(tmp_path)]) == 0
    file = house.catalogue_file(language, SLUG)
    catalogue = translation.read_catalogue(file)
    texts = tomllib.loads((files / "report.toml").read_text("utf-8"))
    given = {one.context: texts[one.original] for one in catalogue.entries if not one.translation}
    translation.write_catalogue(file, translation.adopt(catalogue, given), tmp_path)
    formats = ("--language", language, "--format", "pdf,docx,epub,html")
    for command in ("build", "check"):
        ended = plantin(command, *formats, cwd=tmp_path)
        assert ended.returncode == 0, ended.stderr
    assert "0 findings" in ended.stdout
    page = re.sub("<[^>]+>", "", (house.build / SLUG / f"{SLUG}-{language}.html").read_text("utf-8"))
    for words in texts["words of the press"]:
        assert words in page
