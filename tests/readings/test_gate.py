"""`plantin check` finds an edition whose sentence on a chart has another value, another place, another turn or less than
is due, in every format.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from plantin.house.layout import House
from plantin.model.document import Document
from plantin.model.related_editions import ALONE
from plantin.production import checking, steps
from plantin.production.formats import Edition, format_named
from tests.kit import houses
from tests.kit.editions import MOMENT

SOURCE = """---
symbol: A/90/80
organ: General Assembly
title: Water
date: 2035-08-16
---

# Wells

::: {#fig .chart data=years.csv kind=line x=year y=wells}
Water of the town
:::

::: {#tall .chart data=uses.csv kind=stacked x=place y="homes,farms"}
Use of the town
:::

::: {#parts .chart data=uses.csv kind=pie x=place y=homes}
Use of the homes
:::

::: {#deep .chart data=depths.csv kind=histogram y=depth}
How deep the wells are
:::

::: {#boxes .chart data=depths.csv kind=box x=place y=depth}
Depth of the wells
:::

::: {.table .csv file=course.csv columns="place, 2018" sparkline="2015, 2016, 2017, 2018"}
Use

- [Course]{of=sparkline}
:::

See [](#fig), [](#tall), [](#parts), [](#deep) and [](#boxes).
"""
FILES = {
    "years.csv": "year,wells\n2015,12\n2016,18.5\n2017,\n2018,14\n2019,14\n",
    "depths.csv": "place,depth\nNorth,8\nNorth,18\nNorth,9\nSouth,44\nSouth,31\nSouth,36.5\n",
    "course.csv": "place,2015,2016,2017,2018\nNorth,12,18.5,14,16\nSouth,3,,4,4\n",
    "uses.csv": "place,homes,farms\nNorth,46,12\nSouth,24,8\nEast,30,5\n",
}
SPOILT = {  # ~ is a no-break space
    "value": ("then down to 14~(2019)", "then down to 13~(2019)"),
    "turn": ("up to 18.5~(2016), then down to", "up to 18.5~(2016), then up to"),
    "monotone": ("from 12~(2015) up to 18.5~(2016), then down to 14~(2019)", "up from 12~(2015) to 14~(2019)"),
    "place": ("highest 18.5~(2016)", "highest 18.5~(2018)"),
    "gap": (" Wells: no value for 2017.", ""),
    "total": ("58 (North)", "57 (North)"),
    "share": ("24, 24% of the whole", "24, 25% of the whole"),
    "class": ("highest 2 (0 to 10", "highest 2 (10 to 20"),
    "count": ("Total: 6.", "Total: 7."),
    "quartile": ("median 9;", "median 18;"),
    "course": ("From 12 (2015) to 16 (2018); highest", "From 12 (2015) to 16 (2018); lowest"),
    "turn of a course": ("Up from 3 (2015)", "Down from 3 (2015)"),
    "gap of a course": (" No value for 2016.", ""),
    "alternative": ("Water of the town. Wells: highest 18.5", "Water of the town. Wells: highest 18.6"),
    "alternative without a finding": ("Use of the homes. North: 46, 46% of the whole.", "Use of the homes."),
    "axis": ("axis from 0 to 60", "axis from 0 to 50"),
    "first": ("from 12~(2015) up to 18.5~(2016)", "from 11~(2015) up to 18.5~(2016)"),
    "year of an end": ("then down to 14~(2019)", "then down to 14~(2018)"),
    "lowest": ("Farms: highest 12 (North), lowest 5", "Farms: highest 12 (North), lowest 4"),
    "highest and lowest exchanged": ("highest 46 (North), lowest 24 (South)", "lowest 46 (North), highest 24 (South)"),
    "series": ("Farms: highest 12", "Homes: highest 12"),
    "another gap": ("no value for 2017", "no value for 2018"),
    "totals exchanged": ("32 (South); 35 (East)", "35 (South); 32 (East)"),
    "no totals": (" Total: 58 (North); 32 (South); 35 (East).", ""),
    "total of parts": ("Total: 100.", "Total: 99."),
    "part": ("South: 24, 24%", "South: 25, 24%"),
    "tie": ("(0 to 10 and 30 to 40)", "(0 to 10)"),
    "boundary": ("is counted in the upper one", "is counted in the lower one"),
    "kind": ("Stacked bar chart. Place", "Grouped bar chart. Place"),
    "quartiles exchanged": (
        "lower quartile 8.5; median 9; upper quartile 13.5",
        "lower quartile 13.5; median 9; upper quartile 8.5",
    ),
    "end of a course": ("to 4 (2018). No value", "to 5 (2018). No value"),
    "year of a course": ("highest 18.5 (2016), lowest 12 (2015).", "highest 18.5 (2017), lowest 12 (2015)."),
}


def with_words(value: Any, old: str, new: str) -> Any:
    """``value`` with other words in all its texts."""
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, tuple):
        return tuple(with_words(one, old, new) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {one.name: with_words(getattr(value, one.name), old, new) for one in fields(value) if one.init}
        return replace(value, **{name: one for name, one in changed.items() if one is not getattr(value, name)})
    return value


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[House, Document]:
    house = houses.linked(tmp_path_factory.mktemp("spoilt"), "A-90-80", SOURCE)
    for name, content in FILES.items():
        (house.report("A-90-80").parent / name).write_text(content, "utf-8")
    return house, steps.compose(house, "A-90-80", "en").document


def faults(house: House, right: Document, printed: Document, name: str, folder: Path) -> tuple[str, ...]:
    row = format_named(name)
    assert row is not None
    path = folder / f"A-90-80-en{row.suffix}"
    path.write_bytes(row.write(printed, house.style(), MOMENT, ALONE))
    verdict = checking.check(path, path.name, Edition("A-90-80", "en", name), right, house=house)
    return tuple(one.code for one in (*verdict.differences, *verdict.findings))


def shown_of(made: tuple[House, Document], spoil: str) -> Document:
    old, new = (words.replace("~", "\u00a0") for words in SPOILT[spoil])
    document = made[1]
    spoilt: Document = with_words(document, old, new)
    assert spoilt != document, spoil
    return spoilt


_SLOW = [pytest.param(name, marks=pytest.mark.proof) for name in ("epub", "docx", "pdf", "large", "brf")]


@pytest.mark.parametrize("name", ["html", "txt", "md", *_SLOW])
def test_a_sentence_that_is_another_is_found(name: str, made: tuple[House, Document], tmp_path: Path) -> None:
    house, document = made
    assert faults(house, document, document, name, tmp_path) == ()
    for spoil in SPOILT:
        assert faults(house, document, shown_of(made, spoil), name, tmp_path), spoil


@pytest.mark.proof
def test_the_name_of_a_table_of_data_has_no_sentences(made: tuple[House, Document]) -> None:
    house, document = made
    row = format_named("html")
    assert row is not None
    root = html.fromstring(row.write(document, house.style(), MOMENT, ALONE).decode())
    named = root.xpath("//*[contains(@id, '.data-title')]")
    names = [element.text_content().replace("\u00a0", " ") for element in named]
    titles = (
        "Water of the town",
        "Use of the town",
        "Use of the homes",
        "How deep the wells are",
        "Depth of the wells",
    )
    assert names == [f"Figure {n}. {title}" for n, title in zip(("I", "II", "III", "IV", "V"), titles, strict=True)]
