"""Charts read back: every value, order, label and series that a drawing shows otherwise than its data is found, in the
drawing itself and in the editions that have it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from plantin.auditors.charts import drawing_difference, faults, shapes
from plantin.charts.drawing import draw
from plantin.model.charts import Chart, ChartKind, Panel, Tick
from plantin.model.document import Cell, Document, Figure, Section, Table, every
from plantin.model.related_editions import ALONE
from plantin.production import checking, steps
from plantin.production.formats import Edition, format_named
from tests.kit import houses
from tests.kit.charts import KINDS, chart, figure
from tests.kit.editions import MOMENT


def with_values(chart: Chart, change: Callable[[list[Decimal | None]], None]) -> Chart:
    values = list(chart.panels[0].series[0].values)
    change(values)
    first = replace(chart.panels[0].series[0], values=tuple(values))
    return replace(chart, panels=(replace(chart.panels[0], series=(first, *chart.panels[0].series[1:])),))


def one_more(values: list[Decimal | None]) -> None:
    values[2] = (values[2] or 0) + Decimal("0.4")


def exchanged(values: list[Decimal | None]) -> None:
    values[0], values[3] = values[3], values[0]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("kind", [*KINDS, "sparkline"])
def test_a_drawing_is_read_back_to_its_values(kind: ChartKind, direction: str) -> None:
    made = chart(kind, direction)
    assert list(faults(draw(made).content, made)) == []
    assert list(faults(draw(with_values(made, one_more)).content, made))
    assert list(faults(draw(with_values(made, exchanged)).content, made))


def test_a_sparkline_upside_down_or_without_a_height_is_found() -> None:
    made = chart("sparkline")
    assert list(faults(draw(made).content, replace(made, direction="rtl")))
    assert list(faults(draw(with_values(made, list[Decimal | None].reverse)).content, made))
    flat = draw(with_values(made, lambda values: values.__setitem__(slice(None), [Decimal(5)] * 5)))
    assert list(faults(flat.content, made)) == ["its highest value is not above its lowest, 12"]
    gap = with_values(made, lambda values: values.__setitem__(2, None))
    assert list(faults(draw(gap).content, gap)) == []
    assert list(faults(draw(gap).content, made)) == ["it has 4 values, not 5"]


@pytest.mark.parametrize("kind", ["grouped", "stacked", "line", "area", "point"])
def test_exchanged_series_are_found(kind: ChartKind) -> None:
    made = chart(kind)
    other = replace(made, panels=(Panel("", tuple(reversed(made.panels[0].series))),))
    assert list(faults(draw(other).content, made))
    assert drawing_difference(shapes(draw(made).content), shapes(draw(other).content))


def test_another_axis_is_found() -> None:
    made = chart("bar")
    labels = (*made.ticks[:-1], Tick(made.ticks[-1].at, "400"))
    assert list(faults(draw(replace(made, ticks=labels)).content, made)) == [
        "the axis of the values has the marks 0, 10, 20, 30, 40, 400"
    ]


DATA = "year,wells,springs\n2015,12,20\n2016,15,18\n2017,18,16\n2018,22,14\n"
SOURCE = """---
symbol: A/90/80
organ: General Assembly
title: Water
date: 2035-08-16
---

# Wells

::: {#fig .chart data=data.csv kind=KIND x=year y="wells,springs"}
Water of the town
:::

See [](#fig).
"""
TURNED = "water,2015,2016,2017,2018\nwells,12,15,18,22\nsprings,20,18,,14\n"
TABLE = """::: {#fig .table .csv file=data.csv columns="water, 2018" sparkline="2015, 2016, 2017, 2018"}
Water of the town

- [Wells]{of=wells}
- [2015 to 2018]{of=sparkline}
:::
"""


def labels(made: Chart) -> Chart:
    names = (made.categories[1], made.categories[0], *made.categories[2:])
    marks = [tick.label for tick in made.marks]
    again = tuple(
        replace(tick, label=label)
        for tick, label in zip(made.marks, [*marks[1:2], *marks[:1], *marks[2:]], strict=True)
    )
    return replace(made, categories=names, marks=again)


def legend(made: Chart) -> Chart:
    (first, second), panel = made.panels[0].series, made.panels[0]
    names = (replace(first, name=second.name), replace(second, name=first.name))
    return replace(made, panels=(replace(panel, series=names),))


SPOILT: dict[str, Callable[[Chart], Chart]] = {
    "value": lambda made: with_values(made, one_more),
    "order": lambda made: with_values(made, exchanged),
    "label": labels,
    "legend": legend,
}


def spoilt(document: Document, change: Callable[[Chart], Chart], words: str = "") -> Document:
    """``document`` with another drawing of its charts, and other ``words`` for them; all else is as it is."""

    def of(block: Any) -> Any:
        if isinstance(block, Section):
            return replace(block, blocks=tuple(map(of, block.blocks)))
        if isinstance(block, Table):
            return replace(block, rows=tuple(tuple(map(of, row)) for row in block.rows))
        if isinstance(block, Cell):
            return replace(block, blocks=tuple(map(of, block.blocks)))
        if isinstance(block, Figure) and block.chart is not None:
            made = figure(change(block.chart), block.anchor)
            picture = replace(made.picture, name=block.picture.name)
            return replace(block, picture=picture, chart=made.chart, alternative=words or block.alternative)
        return block

    return replace(document, blocks=tuple(map(of, document.blocks)))


@pytest.mark.full
@pytest.mark.sample(4)
@pytest.mark.parametrize("name", ["html", "epub", "docx", "pdf"])
@pytest.mark.parametrize("kind", ["line", "grouped", "sparkline"])
def test_spoilt_charts_are_found_in_every_format(tmp_path: Path, name: str, kind: str) -> None:
    chosen, data = SOURCE.replace("KIND", kind), DATA
    if kind == "sparkline":
        chosen, data = re.sub(r"(?s)::: .*:::\n", TABLE, SOURCE), TURNED
    house = houses.linked(tmp_path, "A-90-80", chosen)
    (house.report("A-90-80").parent / "data.csv").write_text(data, "utf-8")
    document = steps.compose(house, "A-90-80", "en").document
    row, edition = format_named(name), Edition("A-90-80", "en", name)
    assert row is not None

    def found(made: Document) -> tuple[str, ...]:
        path = tmp_path / f"A-90-80-en{row.suffix}"
        path.write_bytes(row.write(made, house.style(), MOMENT, ALONE))
        verdict = checking.check(path, path.name, edition, document, house=house)
        return tuple(one.code for one in (*verdict.differences, *verdict.findings))

    assert found(document) == ()
    if kind == "sparkline":
        said = {cell.picture.alternative for cell in _cells(document) if cell.picture}
        assert said == {
            "Up from 12 (2015) to 22 (2018).",
            "Down from 20 (2015) to 14 (2018). No value for 2017.",
        }
        other = next(iter(said)).replace("20", "21").replace("22", "23")
        assert "P004" in found(spoilt(document, lambda made: made, other))
    for spoil, change in SPOILT.items():
        if kind == "sparkline" and spoil in ("label", "legend"):
            continue
        codes = found(spoilt(document, change))
        drawn = name == "pdf" or (name == "docx" and kind != "sparkline")
        assert "P039" in codes if drawn else codes, spoil


def _cells(document: Document) -> list[Cell]:
    return [cell for one in every(document.blocks) if isinstance(one, Table) for cell in one.cells()]
