"""What a translator's tool can do to the marks of a message, in each format: each is refused or reported at its message."""

from __future__ import annotations

import re
import shutil
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from plantin.cli import main
from plantin.house.layout import House
from plantin.production import steps
from plantin.translation import formats, po
from plantin.translation.po import Catalogue
from tests.kit import houses

SLUG = "S-2035-8"
REPORT = """---
symbol: S/2035/8
organ: Security Council
title: "On lamps"
date: 2035-06-02
languages: [en, fr]
---

# Oil {#oil}

The keepers of the harbour used more *oil* in the long winter, as they had done before, and the town paid.[^log]

As [](#oil) says, no more was needed, and the wicks were changed as [](#wicks) has it, in every lamp of the town.

# Wicks {#wicks}

The keepers call the great light [le grand feu]{lang=fr-CA}, and ships know it by that name in every port.

The lamps of the quay:\\
three of them are new.

::: {.figure #quay}
Lamps of the quay

![Three lamps on a quay, seen from the sea](media/lamps.svg)
:::

[^log]: The log of the keepers.
"""
FRENCH = """Des lampes
Huile
Les gardiens du port ont employé plus d’*huile* pendant le long hiver, comme ils l’avaient déjà fait, et la ville a payé[^log].
Comme le dit la [](#oil), il n’en a pas fallu davantage, et les mèches ont été changées selon la [](#wicks), dans chaque lampe.
Mèches
Les gardiens appellent le grand phare [le grand feu]{lang=fr-CA}, et les navires le connaissent sous ce nom dans chaque port.
Les lampes du quai :\\|trois d’entre elles sont neuves.
Lampes du quai
![Trois lampes sur un quai, vues de la mer](media/lamps.svg)
Le journal des gardiens.
"""
DAMAGES = {
    "a note call deleted": ("payé[^log].", "payé."),
    "a note call doubled": ("payé[^log].", "payé[^log][^log]."),
    "a note call mistyped": ("[^log]", "[^lgo]"),
    "a reference deleted": ("la [](#oil),", "la première section,"),
    "a note call moved to another message": (("payé[^log].", "payé."), ("chaque lampe.", "chaque lampe[^log].")),
    "two references swapped": (("[](#oil)", "[](#x)"), ("[](#wicks)", "[](#oil)"), ("[](#x)", "[](#wicks)")),
    "words in a reference": ("[](#oil)", "[section I](#oil)"),
    "emphasis on other words": (("*huile*", "huile"), ("la ville a", "la *ville* a")),
    "emphasis that is not closed": ("*huile*", "*huile"),
    "a language on other words": (("[le grand feu]{lang=fr-CA}", "le grand feu"), ("chaque port", "[chaque port]{lang=fr-CA}")),
    "a note call moved in its sentence": (("payé[^log].", "payé."), ("Les gardiens du port", "Les gardiens[^log] du port")),
    "a line break lost": ("quai :\\\n", "quai : "),
    "the path of a picture changed": ("media/lamps.svg", "media/lampes.svg"),
    "HTML": ("chaque lampe", "<b>chaque</b> lampe"),
}  # fmt: skip
KINDS = ("PO", "XLIFF 1.2", "XLIFF 2.1")
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="9" height="9"/></svg>\n'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house with the report and its French catalogue, in which nothing is wrong."""
    root = tmp_path_factory.mktemp("damages")
    (root / "sources" / SLUG / "media").mkdir(parents=True)
    (root / "sources" / SLUG / "media" / "lamps.svg").write_text(PICTURE, "utf-8")
    (root / "sources" / SLUG / "report.md").write_text(REPORT, "utf-8")
    shutil.copytree(houses.ROOT / "locales", root / "locales", ignore=shutil.ignore_patterns("*.po"))
    (root / "styles").symlink_to(houses.ROOT / "styles")
    house = houses.in_un(root)
    assert main.run(["catalogue", "update", "--language", "fr", "--root", str(root)]) == 0
    file = house.catalogue_file("fr", SLUG)
    catalogue = po.read_catalogue(file)
    texts = [line.replace("|", "\n") for line in FRENCH.splitlines()]
    entries = tuple(replace(one, translation=text) for one, text in zip(catalogue.entries, texts, strict=True))
    po.write_catalogue(file, replace(catalogue, entries=entries), root)
    assert steps.compose(house, SLUG, "fr").findings == ()
    return house


def damaged(catalogue: Catalogue, changes: tuple[tuple[str, str], ...]) -> Catalogue:
    """The catalogue with its translations changed."""
    entries = list(catalogue.entries)
    for old, new in changes:
        n = next(n for n, one in enumerate(entries) if old in one.translation)
        entries[n] = replace(entries[n], translation=entries[n].translation.replace(old, new))
    return replace(catalogue, entries=tuple(entries))


def returned(catalogue: Catalogue, changed: Catalogue, kind: str, folder: Path) -> Path:
    """The file that was exported, with the targets that a translator has changed in it."""
    if kind == "PO":
        path = folder / "back.po"
        path.write_text(po.text(changed), "utf-8")
        return path
    name = {"XLIFF 1.2": "xliff", "XLIFF 2.1": "xliff-2.1"}[kind]
    sent, other = (etree.fromstring(formats.written(one, SLUG, "en", name)) for one in (catalogue, changed))
    for unit, now in zip(sent.iter("{*}trans-unit", "{*}unit"), other.iter("{*}trans-unit", "{*}unit"), strict=True):
        for path_ in (".//{*}target", ".//{*}originalData"):
            old, new = unit.find(path_), now.find(path_)
            if old is not None and new is not None:
                old.getparent().replace(old, deepcopy(new))  # type: ignore[union-attr]
    path = folder / f"back{formats.SUFFIXES[name]}"
    path.write_bytes(etree.tostring(sent))
    return path


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("damage", DAMAGES)
def test_no_damage_is_silent(
    made: House, tmp_path: Path, damage: str, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(made.root, tmp_path / "house", symlinks=True)
    file = House(tmp_path / "house").catalogue_file("fr", SLUG)
    catalogue = po.read_catalogue(file)
    given = DAMAGES[damage]
    changes = given if isinstance(given[0], tuple) else (given,)
    changed = damaged(catalogue, changes)  # type: ignore[arg-type]
    back = returned(catalogue, changed, kind, tmp_path)
    main.run(["catalogue", "import", str(back), "--theirs", "--language", "fr", "--root", str(tmp_path / "house")])
    lines = {
        entry.line
        for entry, was in zip(po.read_catalogue(file).entries, catalogue.entries, strict=True)
        if entry.translation != was.translation
    }
    assert lines
    said = capsys.readouterr().err
    found = {int(number) for number in re.findall(rf"{SLUG}\.po:(\d+):\d+ \([^)]*\): (?:error|warning) T\d+", said)}
    assert found & lines, said
    assert any(code in said for code in ("T016", "T020", "T021", "T044", "T049")), said


def test_the_page_of_languages_has_every_damage() -> None:
    page = (houses.ROOT / "docs" / "languages.md").read_text("utf-8")
    assert all(f"| {damage} |" in page for damage in DAMAGES)
