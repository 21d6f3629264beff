"""Values that an editor changes in a chart of the Word edition come into the data of the report; what has no place there is
reported.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from plantin.house.layout import House
from plantin.model.related_editions import ALONE
from plantin.packs.imports import corrections
from plantin.production import steps
from plantin.production.formats import format_named
from tests.kit import houses
from tests.kit.editions import MOMENT
from tests.spoilt import rewriting

pytestmark = pytest.mark.full

DATA = "year,wells,springs\n2015,12,20\n2016,15.5,18\n2017,18,16\n"
SOURCE = """---
symbol: A/90/80
organ: General Assembly
title: Water
date: 2035-08-16
---

# Wells

::: {#fig-water .chart data=data.csv kind=line x=year y="wells, springs"}
Water of the town

- [Springs in the hills]{of=springs}
:::

::: {.chart data=data.csv kind=bar x=year y=wells}
Wells alone
:::

See [](#fig-water).
"""


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = houses.linked(tmp_path, "A-90-80", SOURCE)
    (made.report("A-90-80").parent / "data.csv").write_text(DATA, "utf-8")
    return made


def come(house: House, edit: Callable[[Path], None]) -> tuple[list[str], str]:
    """What the import of an edited edition reports, and the data after it."""
    document = steps.compose(house, "A-90-80", "en").document
    row = format_named("docx")
    assert row is not None
    path = house.root / "edited.docx"
    path.write_bytes(row.write(document, house.style(), MOMENT, ALONE))
    edit(path)
    done = corrections.merge_edits(house, path, "A-90-80", "refuse")
    data = (house.report("A-90-80").parent / "data.csv").read_text("utf-8")
    return [f"{one.code} {one.message}" for one in (*done.changes, *done.losses)], data


def replaced(part: str, old: str, new: str, folder: str = "word/charts") -> Callable[[Path], None]:
    def edit(path: Path) -> None:
        parts = rewriting.unpacked(path.read_bytes())
        name = f"{folder}/{part}.xml"
        assert old.encode() in parts[name]
        path.write_bytes(rewriting.packed({**parts, name: parts[name].replace(old.encode(), new.encode(), 1)}))

    return edit


def test_a_changed_value_comes_into_the_data(house: House) -> None:
    for chart, before, after in (("chart1", "18", "19.5"), ("chart2", "19.5", "21")):
        found, data = come(house, replaced(chart, f"<c:v>{before}</c:v>", f"<c:v>{after}</c:v>"))
        assert found == [f"S057 changed in a chart: wells at 2017 is now {after}, not {before}"]
        assert data == DATA.replace("2017,18,", f"2017,{after},")


def test_an_empty_line_of_the_data_is_no_row(house: House) -> None:
    apart = DATA.replace("\n", "\n\n", 1)
    (house.report("A-90-80").parent / "data.csv").write_text(apart, "utf-8")
    found, data = come(house, replaced("chart1", "<c:v>18</c:v>", "<c:v>19.5</c:v>"))
    assert found == ["S057 changed in a chart: wells at 2017 is now 19.5, not 18"]
    assert data == apart.replace("2017,18,", "2017,19.5,")


@pytest.mark.parametrize(("old", "new"), [(">2016<", ">2014<"), (">wells<", ">W<"), (">18<", ">many<")])
def test_what_has_no_place_in_the_data_is_reported(house: House, old: str, new: str) -> None:
    found, data = come(house, replaced("chart1", old, new))
    assert [one[:4] for one in found] == ["S058"]
    assert data == DATA


INSIDE = {
    "table": "Counted.\n\n| Place | Lamps |\n|:--|--:|\n| North | 12[^a] |\n\n: Lamps {#lamps}\n\nSee [](#lamps).",
    "last": "| Place | Lamps |\n|:--|--:|\n| North | 12[^a] |\n\n: Lamps",
    "chart": SOURCE[SOURCE.index("::: {#fig-water") : SOURCE.index("::: {.chart data")],
    "formula": "Counted.\n\n$$E = m$$\n\nMore.",
    "code": "Counted.\n\n    lamp = on",
    "box": "Counted.\n\n::: {.box}\nA box\n\nIn a box.\n:::\n\nMore.",
}


@pytest.mark.sample(3)
@pytest.mark.parametrize("inside", INSIDE)
def test_a_box_with_objects_comes_back(house: House, inside: str) -> None:
    after = "::: {.box}\nSecond\n\nEach day.\n:::\n\n[^a]: Lit.\n"
    body = f"::: {{#box .box}}\nHow it is counted\n\n{INSIDE[inside]}\n:::\n\n{after}"
    head = SOURCE[: SOURCE.index("::: {#fig-water")]
    file = house.report("A-90-80")
    file.write_text((head + body).removesuffix("" if "[^a]" in INSIDE[inside] else "[^a]: Lit.\n"), "utf-8")
    assert come(house, lambda _: None) == ([], DATA)
    found, _ = come(house, replaced("document", "Each day.", "Each week.", "word"))
    assert [one[:4] for one in found] == ["S057"]
    assert "Each week." in file.read_text("utf-8")


def test_a_title_of_a_chart_that_was_replaced_everywhere_comes_into_the_source(house: House) -> None:
    def edit(path: Path) -> None:
        parts = rewriting.unpacked(path.read_bytes())
        # As Word replaces: what is read, not what describes a picture or names a table.
        document = parts["word/document.xml"].replace(b"Wells alone<", b"Wells without springs<")
        path.write_bytes(rewriting.packed({**parts, "word/document.xml": document}))

    found, _ = come(house, edit)
    assert [one[:4] for one in found] == ["S057"]
    assert "\nWells without springs\n" in house.report("A-90-80").read_text("utf-8")


@pytest.mark.full
def test_libreoffice_keeps_charts_and_their_data(house: House) -> None:
    def saved(path: Path) -> None:
        profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
        folder = path.parent / "saved"
        command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", folder, path]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        path.write_bytes((folder / path.name).read_bytes())

    assert come(house, saved) == ([], DATA)

    def edited(path: Path) -> None:
        saved(path)
        replaced("chart1", "<c:v>20</c:v>", "<c:v>21</c:v>")(path)

    assert come(house, edited) == (
        ["S057 changed in a chart: Springs in the hills at 2015 is now 21, not 20"],
        DATA.replace("2015,12,20", "2015,12,21"),
    )
