"""What a translator's tool can do to the marks of a message, and what is reported of it, format by format."""

from __future__ import annotations

import re
import shutil
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from plantin.cli import main
from plantin.house.layout import House
from plantin.packs.exchange import facing, word_rows, word_table
from plantin.packs.exchange.writer import write_word
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
KINDS = ("PO", "XLIFF 1.2", "XLIFF 2.1", "Word table")
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="9" height="9"/></svg>\n'
_REPORTED = re.compile(rf"{SLUG}\.po:(\d+):\d+ \([^)]*\): (error|warning) (T\d+)")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import of a damaged file reports."""

    changed: frozenset[int]
    """The lines of the messages that were damaged, in the catalogue."""
    reported: tuple[tuple[int, str, str], ...]
    """The line, the severity and the code of each finding at a message."""
    said: str
    """All that the command said."""


def house(root: Path) -> House:
    """A house with the report and its French catalogue, in which nothing is wrong, at the new folder ``root``."""
    (root / "sources" / SLUG / "media").mkdir(parents=True)
    (root / "sources" / SLUG / "media" / "lamps.svg").write_text(PICTURE, "utf-8")
    (root / "sources" / SLUG / "report.md").write_text(REPORT, "utf-8")
    shutil.copytree(houses.ROOT / "locales", root / "locales", ignore=shutil.ignore_patterns("*.po"))
    (root / "styles").symlink_to(houses.ROOT / "styles")
    made = houses.in_un(root)
    assert main.run(["catalogue", "update", "--language", "fr", "--root", str(root)]) == 0
    file = made.catalogue_file("fr", SLUG)
    catalogue = po.read_catalogue(file)
    texts = [line.replace("|", "\n") for line in FRENCH.splitlines()]
    entries = tuple(replace(one, translation=text) for one, text in zip(catalogue.entries, texts, strict=True))
    po.write_catalogue(file, replace(catalogue, entries=entries), root)
    assert steps.compose(made, SLUG, "fr").findings == ()
    return made


def damaged(catalogue: Catalogue, damage: str) -> Catalogue:
    """The catalogue with its translations changed as the damage of that name does."""
    given, entries = DAMAGES[damage], list(catalogue.entries)
    for old, new in given if isinstance(given[0], tuple) else (given,):
        n = next(n for n, one in enumerate(entries) if old in one.translation)
        entries[n] = replace(entries[n], translation=entries[n].translation.replace(old, new))  # type: ignore[arg-type]
    return replace(catalogue, entries=tuple(entries))


def returned(made: House, changed: Catalogue, kind: str, folder: Path) -> Path:
    """The file that was exported of the house, with the targets that a translator has changed in it, in ``folder``."""
    if kind == "PO":
        path = folder / "back.po"
        path.write_text(po.text(changed), "utf-8")
        return path
    if kind == "Word table":
        return _table(made, changed, folder)
    name = {"XLIFF 1.2": "xliff", "XLIFF 2.1": "xliff-2.1"}[kind]
    catalogue = po.read_catalogue(made.catalogue_file("fr", SLUG))
    sent, other = (etree.fromstring(formats.write(one, SLUG, "en", name)) for one in (catalogue, changed))
    for unit, now in zip(sent.iter("{*}trans-unit", "{*}unit"), other.iter("{*}trans-unit", "{*}unit"), strict=True):
        for path_ in (".//{*}target", ".//{*}originalData"):
            old, new = unit.find(path_), now.find(path_)
            if old is not None and new is not None:
                old.getparent().replace(old, deepcopy(new))  # type: ignore[union-attr]
    path = folder / f"back{formats.suffixes()[name]}"
    path.write_bytes(etree.tostring(sent))
    return path


def _table(made: House, changed: Catalogue, folder: Path) -> Path:
    """The facing Word file of the house with the right column of another one."""
    shutil.copytree(made.root, folder / "other", symlinks=True)
    other = House(folder / "other")
    po.write_catalogue(other.catalogue_file("fr", SLUG), changed, other.root)
    report = steps.compose(made, SLUG, "en")
    pairs = zip(*(word_rows.messages(one, SLUG, "fr", report) for one in (made, other)), strict=True)
    rows = tuple(replace(sent, sides=(sent.sides[0], now.sides[1])) for sent, now in pairs)
    found = facing.read(made, SLUG, "fr")
    path = folder / "back.docx"
    style, moment = made.style(made.style_of(SLUG)), steps.moment(report.document, None)
    names, keyword = (found.names[0], found.names[1]), word_table.keyword(SLUG, "fr")
    path.write_bytes(write_word((found.documents[0], found.documents[1]), names, rows, keyword, style, moment))
    return path


def imported(root: Path, file: Path) -> frozenset[int]:
    """Import the file into the house at ``root``; the lines of the messages that changed in its catalogue."""
    place = House(root).catalogue_file("fr", SLUG)
    before = po.read_catalogue(place).entries
    main.run(["catalogue", "import", str(file), "--theirs", "--language", "fr", "--root", str(root)])
    after = po.read_catalogue(place).entries
    return frozenset(now.line for now, was in zip(after, before, strict=True) if now.translation != was.translation)


def outcome(changed: frozenset[int], said: str) -> Outcome:
    """What came of an import that changed these lines and said that to the standard error output."""
    found = sorted({(int(line), severity, code) for line, severity, code in _REPORTED.findall(said)})
    return Outcome(changed, tuple(found), said)
