"""The colours that a house gives to its charts: used in every chart, and refused where readers could not distinguish
them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.findings import StyleError
from plantin.house.layout import House
from plantin.model.document import Figure, every
from plantin.model.related_editions import ALONE
from plantin.production import checking, steps
from plantin.production.formats import Edition, format_named
from tests.kit import houses
from tests.kit.editions import MOMENT

SERIES = ["#003049", "#e08a5f", "#1b7f79", "#9bd1e5", "#7b2d26", "#f4e9a8"]
SOURCE = """---
symbol: A/90/80
organ: General Assembly
title: Water
date: 2035-08-16
---

# Wells

::: {.chart data=data.csv kind=line x=year y="wells,springs"}
Water of the town
:::

::: {.chart data=data.csv kind=stacked x=year y="wells,springs"}
All the water of the town
:::
"""


def house(folder: Path, series: list[str]) -> House:
    made = houses.own(folder, "A-90-80", SOURCE, "locales")
    (made.report("A-90-80").parent / "data.csv").write_text("year,wells,springs\n2015,12,20\n2016,15.5,18\n", "utf-8")
    style = folder / "styles" / "own"
    style.mkdir(parents=True)
    (style / "style.toml").write_text(f'inherits = "plain"\n[colour]\nseries = {series!r}\n', "utf-8")
    (folder / "plantin.toml").write_text('style = "own"\n', "utf-8")
    return House(folder)


@pytest.mark.parametrize("name", ["html", "docx", "pdf"])
def test_charts_have_the_colours_of_the_house(name: str, tmp_path: Path) -> None:
    own = house(tmp_path, SERIES)
    document = steps.compose(own, "A-90-80", "en").document
    line, stacked = (one for one in every(document.blocks) if isinstance(one, Figure))
    assert all(colour.encode() in stacked.picture.content for colour in SERIES[:2])
    assert b'stroke="#003049"' in line.picture.content
    row = format_named(name)
    assert row is not None
    path = tmp_path / f"edition{row.suffix}"
    path.write_bytes(row.write(document, own.style(), MOMENT, ALONE))
    verdict = checking.check(path, path.name, Edition("A-90-80", "en", name), document, house=own)
    assert [one.message for one in (*verdict.differences, *verdict.findings)] == []


@pytest.mark.parametrize(
    ("other", "words"), [("#0a3a5a", "in grey"), ("#dd8a60", "in grey"), ("#d0d0d0", "#9bd1e5 and #d0d0d0 in grey")]
)
def test_colours_that_are_alike_are_refused(other: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(StyleError, match=words):
        house(tmp_path, [*SERIES[:-1], other]).style()
    with pytest.raises(StyleError, match="six colours"):
        house(tmp_path / "few", SERIES[:2]).style()


def test_a_list_of_another_length_is_refused_where_it_is_used(tmp_path: Path) -> None:
    own = house(tmp_path, SERIES[:1])
    document = steps.compose(own, "A-90-80", "en").document
    assert not document.palette.series
    with pytest.raises(StyleError, match="six colours"):
        own.style()
