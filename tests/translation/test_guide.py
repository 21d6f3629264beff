"""The guide for translators, followed from its first command to its last."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import docx
import pytest

from plantin.house.layout import House
from plantin.translation import po
from tests.kit import houses
from tests.kit.command import plantin
from tests.packs.exchange.test_memory import FRENCH, NEW, home

pytestmark = pytest.mark.full

__all__ = ["home"]

GUIDE = houses.ROOT / "docs" / "how-to" / "translator.md"
NEWLY = {
    "The wicks of all the lamps were changed three times in the year, and the old ones were given away.": (
        "Les mèches de toutes les lampes ont été changées trois fois dans l’année, et les vieilles ont été données."
    ),
    "Nothing like this was ever written in a report of the harbour.": (
        "Rien de tel n’a jamais été écrit dans un rapport du port."
    ),
    "Lamp": "Lampe",
    "Litres": "Litres d’huile",
    "Ships": "Navires",
    "Years": "Années",
    "Lamps {#lamps}": "Les lampes {#lamps}",
}


def commands() -> list[list[str]]:
    """The commands of the guide, in their order."""
    return [shlex.split(line)[1:] for line in re.findall(r"(?m)^ +(plantin .*)$", GUIDE.read_text("utf-8"))]


def translate(path: Path) -> None:
    """What a translator does in the exported file: each target that is still the original or a near match is filled."""
    text = path.read_text("utf-8")
    for original, translation in NEWLY.items():
        unit = re.compile(rf"(<source>{re.escape(original)}</source>\s*<target state=\")[^\"]*(\">)[^<]*(</target>)")
        text = unit.sub(rf"\g<1>translated\g<2>{translation}\g<3>", text)
    path.write_text(text, "utf-8")


def correct(path: Path, edited: Path) -> None:
    """What a reviser does in the Word edition."""
    package = docx.Document(str(path))
    run = next(run for one in package.paragraphs for run in one.runs if "jamais" in run.text)
    run.text = run.text.replace("Rien de tel n’a jamais été écrit", "Rien de semblable n’a jamais été écrit")
    package.save(str(edited))


@pytest.mark.proof
def test_a_days_work_by_the_guide(home: House) -> None:
    report = home.report(NEW)
    report.write_text(
        report.read_text("utf-8").replace("| Years | 2016 |\n", "| Years | 2016 |\n\n: Lamps {#lamps}\n"), "utf-8"
    )
    given = commands()
    assert len(given) == 14
    for command in given:
        if command[:2] == ["catalogue", "import"] and command[2].endswith(".xlf"):
            translate(home.root / command[2])
        if command[0] == "import":
            correct(home.build / NEW / f"{NEW}-fr.docx", home.root / "edited.docx")
        ended = plantin(*command, cwd=home.root)
        assert ended.returncode == 0, (command, ended)
    entries = po.read_catalogue(home.catalogue_file("fr", NEW)).entries
    assert {entry.stage for entry in entries} == {"revised"}
    assert any("Rien de semblable" in entry.translation for entry in entries)
    wicks = next(entry for entry in entries if "three times" in entry.original)
    assert (po.signer(wicks.translated), po.signer(wicks.review)) == ("A. Translator", "A. Reviser")
    assert FRENCH["The log."] in {entry.translation for entry in entries}
