"""Maps of areas by the classes of their values: from GeoJSON to a drawing that is read back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from plantin.auditors.charts import faults
from plantin.charts.drawing import draw
from plantin.findings import PlantinError
from plantin.model.charts import Chart, Panel
from plantin.model.document import Document, Figure, Paragraph, Table, every
from plantin.model.inlines import plain
from plantin.production import steps
from plantin.resolve.data_tables import ColumnsError
from plantin.resolve.maps import areas
from tests.kit import houses

_HEAD = '---\nsymbol: A/90/82\norgan: General Assembly\ntitle: "Water"\ndate: 2035-08-16\n---\n\n# Wells\n\n'
DATA = "place,use\nNorth,46\nSouth,24\nIsle,30\nCape,\n"


def square(x: float, y: float, size: float) -> list[list[float]]:
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]


def feature(name: str, *rings: list[list[float]]) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {"place": name},
        "geometry": {"type": "Polygon", "coordinates": list(rings)},
    }


MAP = {
    "type": "FeatureCollection",
    "features": [
        feature("Isle", square(4, 54, 2)),
        feature("North", square(0, 50, 10), square(3, 53, 4)),
        feature("South", square(0, 40, 10)),
        feature("Cape", square(10, 40, 4)),
        feature("Sea", square(10, 50, 4)),
    ],
}


def composed(folder: Path, options: str = "", given: object = MAP, data: str = DATA, language: str = "en") -> Document:
    options = f"kind=map shape=map.geojson data=data.csv x=place y=use {options}"
    body = f"::: {{#fig .chart {options}}}\nWater of the town\n\n- [Litres]{{of=use}}\n:::\n\nSee [](#fig).\n"
    house = houses.linked(folder, "A-90-82", _HEAD + body)
    inside = house.report("A-90-82").parent
    (inside / "data.csv").write_text(data, "utf-8")
    (inside / "map.geojson").write_text(json.dumps(given), "utf-8")
    return steps.compose(house, "A-90-82", language).document


def figure(document: Document) -> Figure:
    return next(one for one in every(document.blocks) if isinstance(one, Figure))


@pytest.fixture(scope="module")
def chart(tmp_path_factory: pytest.TempPathFactory) -> Chart:
    made = figure(composed(tmp_path_factory.mktemp("map"))).chart
    assert made is not None
    return made


def test_a_map_has_classes_names_a_description_and_its_data(tmp_path: Path) -> None:
    document = composed(tmp_path)
    made = figure(document)
    assert made.alternative == "Map. Water of the town. Litres: highest 46 (North), lowest 24 (South)."
    table = next(one for one in every(document.blocks) if isinstance(one, Table))
    said = [plain(one.content).replace("\u00a0", " ") for one in table.headnote if isinstance(one, Paragraph)]
    assert said[0] == (
        "Map. Litres: highest 46 (North), lowest 24 (South). Litres: no value for Cape. 20 to 25: South. 30 to 35: Isle."
        " 45 to 50: North. A value on the boundary of two classes is counted in the upper one."
    )
    assert made.chart is not None
    assert [made.chart.marks[n].label for n in (0, -1)] == ["20 to 25", "45 to 50"]
    assert list(faults(made.picture.content, made.chart)) == []
    shown = [name for name in made.chart.categories if f">{name}</text>".encode() in made.picture.content]
    assert shown == ["South", "Cape"]  # the others have no room


@pytest.mark.parametrize("projection", ["equirectangular", "mercator"])
def test_areas_are_where_they_are_on_the_earth(projection: str) -> None:
    names = ["North", "South", "Isle", "Cape"]
    found = {one.category: one.rings[0] for one in areas(MAP, names, "place", projection, 480)}
    north, south = (found[n] for n in (0, 1))
    assert max(y for _, y in north) == pytest.approx(min(y for _, y in south))
    high, low = (max(y for _, y in one) - min(y for _, y in one) for one in (north, south))
    assert high == pytest.approx(low) if projection == "equirectangular" else high > 1.1 * low


def test_from_right_to_left_a_map_is_not_mirrored(chart: Chart) -> None:
    made = replace(chart, direction="rtl")
    assert list(faults(draw(made).content, made)) == []
    west, east = (draw(one).content.split(b">South</text>")[0] for one in (made, chart))
    west, east = (drawn.rpartition(b"<text x=")[2].split()[0] for drawn in (west, east))
    assert west == east


def exchanged(chart: Chart, first: int, second: int) -> Chart:
    series, order = chart.panels[0].series[0], [0, 1, 2, 3]
    order[first], order[second] = second, first
    values, shown = ((*(each[n] for n in order),) for each in (series.values, series.shown))
    return replace(chart, panels=(Panel("", (replace(series, values=values, shown=shown),)),))


def test_what_a_map_shows_otherwise_is_found(chart: Chart) -> None:
    spoilt = {
        "value": exchanged(chart, 0, 2),
        "no value": exchanged(chart, 0, 3),
        "name": replace(chart, categories=("North", "Cape", "Isle", "South")),
        "class": replace(chart, marks=(chart.marks[1], chart.marks[0], *chart.marks[2:])),
        "place": replace(chart, areas=tuple(reversed(chart.areas))),
    }
    for name, one in spoilt.items():
        assert list(faults(draw(one).content, chart)), name


@pytest.mark.parametrize(
    ("options", "given", "data", "message"),
    [
        ("projection=conic", MAP, DATA, "conic"),
        ("", {"type": "FeatureCollection", "features": []}, DATA, "without areas"),
        ("", MAP, DATA + "East,3\n", "no area 'East'"),
        ("", MAP, DATA + "North,3\n", "twice"),
        ("facet=place", MAP, DATA, "facet"),
        ("", {**MAP, "features": [feature("North", square(500_000, 50, 9))]}, "place,use\nNorth,3\n", "not in degrees"),
        ("", {**MAP, "features": [feature("North", [[0, 0], [1, 1]])]}, "place,use\nNorth,3\n", "fewer than four"),
        ("", {**MAP, "features": [{"geometry": {"type": "Point"}}]}, DATA, "'Point'"),
        ("projection=mercator", {**MAP, "features": [feature("North", square(0, 80, 9))]}, "place,use\nNorth,3\n", "pole"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused(tmp_path: Path, options: str, given: object, data: str, message: str) -> None:
    with pytest.raises(PlantinError) as caught:
        composed(tmp_path, options, given, data)
    assert [one.code for one in caught.value.findings][:1] == ["S176"]
    assert message in caught.value.findings[0].message


@pytest.mark.parametrize("given", [None, [], {"features": {}}, {"features": [None]}, {"features": [{"geometry": []}]}])
def test_other_values_are_refused(given: object) -> None:
    with pytest.raises(ColumnsError):
        areas(given, ["North"], "place", "equirectangular", 480)


def test_a_map_of_too_many_points_is_refused_and_a_fine_one_is_thinned() -> None:
    fine = [[n / 1000, 0.0] for n in range(10_000)] + [[10.0, 10.0], [0.0, 10.0], [0.0, 0.0]]
    (made,) = areas({**MAP, "features": [feature("North", fine)]}, ["North"], "place", "equirectangular", 480)
    assert len(made.rings[0]) < 1_000
