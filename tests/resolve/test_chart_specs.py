"""Charts by a specification in the grammar of Vega-Lite: the same chart as by options, and what is refused by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from plantin.findings import PlantinError
from plantin.model.document import Document, Figure, every
from plantin.production import steps
from plantin.resolve.chart_specs import options
from plantin.resolve.data_tables import ColumnsError
from tests.kit import houses

_HEAD = '---\nsymbol: A/90/81\norgan: General Assembly\ntitle: "Water"\ndate: 2035-08-16\n---\n\n# Wells\n\n'
LONG = "year,works,litres\n2015,wells,12\n2015,springs,20\n2016,wells,15\n2017,wells,18\n2017,springs,16\n"
WIDE = "year,wells,springs\n2015,12,20\n2016,15,\n2017,18,16\n"
WORDS = "- [Year]{of=year}\n- [Wells]{of=wells}\n- [Litres]{of=y}\n"
X, Y = {"field": "year", "type": "temporal"}, {"field": "litres", "type": "quantitative"}
COLOUR = {"field": "works", "type": "nominal"}
LINE: dict[str, Any] = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    "width": 400,
    "data": {"url": "long.csv"},
    "mark": {"type": "line", "point": True},
    "encoding": {"x": X, "y": Y, "color": COLOUR},
}


def composed(folder: Path, specification: object, given: str = "spec=chart.vl.json") -> Document:
    body = f"::: {{#fig .chart {given}}}\nWater of the town\n\n{WORDS}\n:::\n\nSee [](#fig).\n"
    house = houses.linked(folder, "A-90-81", _HEAD + body)
    inside = house.report("A-90-81").parent
    (inside / "long.csv").write_text(LONG, "utf-8")
    (inside / "wide.csv").write_text(WIDE, "utf-8")
    (inside / "chart.vl.json").write_text(json.dumps(specification), "utf-8")
    return steps.compose(house, "A-90-81", "en").document


def figure(document: Document) -> Figure:
    return next(one for one in every(document.blocks) if isinstance(one, Figure))


def test_a_specification_gives_the_chart_that_options_give(tmp_path: Path) -> None:
    folded = {
        **LINE,
        "data": {"url": "wide.csv"},
        "transform": [{"fold": ["wells", "springs"], "as": ["works", "litres"]}],
    }
    due = figure(composed(tmp_path / "o", {}, 'data=wide.csv kind=line x=year y="wells,springs"'))
    for name, one in {"long": LINE, "folded": folded}.items():
        assert figure(composed(tmp_path / name, one)) == due
    assert figure(composed(tmp_path / "s", {}, "data=long.csv kind=line x=year y=litres series=works")) == due
    assert due.chart is not None
    assert [one.name for one in due.chart.series()] == ["Wells", "springs"]


@pytest.mark.parametrize(
    ("mark", "encoding", "due"),
    [
        ("bar", {"x": X, "y": Y}, "bar year litres"),
        ("bar", {"x": Y, "y": {"field": "works"}, "color": {"field": "works"}}, "bar works litres"),
        ("bar", {"x": X, "y": Y, "color": COLOUR}, "stacked year litres works"),
        ("bar", {"x": X, "y": Y, "color": COLOUR, "xOffset": COLOUR}, "grouped year litres works"),
        ("bar", {"x": {"field": "depth", "bin": True}, "y": {"aggregate": "count"}}, "histogram depth"),
        ("area", {"x": X, "y": Y, "color": COLOUR}, "area year litres works"),
        ("circle", {"x": X, "y": Y}, "point year litres"),
        ("arc", {"theta": Y, "color": COLOUR}, "pie works litres"),
        ("boxplot", {"x": COLOUR, "y": Y}, "box works litres"),
        ("line", {"x": X, "y": Y, "facet": COLOUR}, "line year litres works"),
    ],
)
def test_marks_and_channels_are_kinds_and_columns(mark: str, encoding: object, due: str) -> None:
    found = options({"data": {"url": "d.csv"}, "mark": mark, "encoding": encoding})
    assert found.pop("data") == "d.csv"
    assert " ".join(found.values()) == due


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"mark": "geoshape"}, "geoshape"),
        ({"layer": []}, "layer"),
        ({"data": {"values": []}}, "values"),
        ({"transform": [{"filter": "datum.a > 3"}]}, "filter"),
        ({"encoding": {"x": X, "y": {**Y, "scale": {"type": "log"}}}}, "scale"),
        ({"encoding": {"x": {**X, "title": "Year"}, "y": Y}}, "title of encoding.x"),
        ({"encoding": {"x": {**X, "timeUnit": "year"}, "y": Y}}, "timeUnit"),
        ({"encoding": {"x": X, "y": {**Y, "aggregate": "mean"}}}, "aggregate"),
        ({"encoding": {"x": X, "y": {**Y, "stack": "normalize"}}}, "stack"),
        ({"encoding": {"x": X, "y": Y, "size": Y}}, "size"),
        ({"mark": {"type": "line", "interpolate": "step"}}, "interpolate"),
    ],
)
def test_what_charts_do_not_have_is_refused_by_name(change: dict[str, object], named: str) -> None:
    with pytest.raises(ColumnsError, match=named) as caught:
        options(LINE | change)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("specification", "given", "code"),
    [
        ({**LINE, "params": []}, "spec=chart.vl.json", "S176"),
        (LINE, "spec=chart.vl.json kind=bar", "S176"),
        (LINE, "spec=none.json", "S155"),
        (LINE, "spec=wide.csv", "S155"),
    ],
)
def test_a_wrong_specification_is_a_finding(tmp_path: Path, specification: object, given: str, code: str) -> None:
    with pytest.raises(PlantinError) as caught:
        composed(tmp_path, specification, given)
    assert [one.code for one in caught.value.findings][:1] == [code]
