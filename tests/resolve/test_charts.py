"""Charts: their data, words, numbers and descriptions in each language, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from plantin.findings import PlantinError
from plantin.model.document import Box, Document, Figure, Paragraph, Table, every
from plantin.model.inlines import plain
from plantin.production import steps
from plantin.resolve import chart_sentences
from tests.kit import houses

_HEAD = '---\nsymbol: A/90/79\norgan: General Assembly\ntitle: "Water"\ndate: 2035-08-16\n---\n\n# Wells\n\n'
YEARS = "year,wells,springs\n2015,1240.5,20\n2016,1310,\n2017,1402.5,16\n"
PLACES = "place,use\nNorth,46\nSouth,24\nEast,30\n"
DEPTHS = "place,depth\n" + "".join(f"{'NS'[n % 2]},{value}\n" for n, value in enumerate((2, 4, 6, 8, 10, 12, 14, 30)))
LINE = 'data=data.csv kind=line x=year y="wells,springs"'


def composed(folder: Path, data: str, options: str, inside: str = "", language: str = "en") -> Document:
    body = f"::: {{#fig .chart {options}}}\nWater of the town\n\n{inside}\n:::\n\nSee [](#fig).\n"
    house = houses.linked(folder, "A-90-79", _HEAD + body)
    (house.report("A-90-79").parent / "data.csv").write_text(data, "utf-8")
    return steps.compose(house, "A-90-79", language).document


def figure(document: Document) -> Figure:
    return next(one for one in every(document.blocks) if isinstance(one, Figure))


def table(document: Document) -> Table:
    return next(one for one in every(document.blocks) if isinstance(one, Table))


def description(document: Document) -> str:
    """The sentences over the data, without no-break spaces."""
    paragraphs = [one for one in table(document).headnote if isinstance(one, Paragraph)]
    return plain(paragraphs[0].content).replace("\u00a0", " ")


def cells(document: Document) -> list[list[str]]:
    return [[plain(cell.content) for cell in row] for row in (*table(document).head, *table(document).rows)]


def test_a_chart_of_equal_values_says_so_once(tmp_path: Path) -> None:
    made = composed(tmp_path, "year,wells\n2015,7\n2016,7\n", "data=data.csv kind=line x=year y=wells")
    assert figure(made).alternative == "Line chart. Water of the town. Wells: constant at 7."
    assert description(made).endswith("axis from 0 to 8. Wells: constant at 7.")


def test_a_line_chart_has_its_words_its_description_and_its_data(tmp_path: Path) -> None:
    words = "- [Year]{of=year}\n- [Wells of all]{of=wells}\n- [Litres]{of=y}\n\nSource: Office."
    made = composed(tmp_path, YEARS, LINE, words)
    shown = figure(made)
    assert (shown.anchor, shown.label, plain(shown.title)) == ("figure-I", "Figure I", "Water of the town")
    assert shown.alternative == (
        "Line chart. Water of the town. Wells of all: up from 1,240.5 (2015) to 1,402.5 (2017)."
    )
    assert description(made) == (
        "Line chart. Year: from 2015 to 2017. Litres: axis from 0 to 1,500. Wells of all: up from 1,240.5 (2015) to"
        " 1,402.5 (2017). Springs: down from 20 (2015) to 16 (2017). Springs: no value for 2016."
    )
    assert cells(made) == [
        ["Year", "Wells of all", "springs"], ["2015", "1,240.5", "20"], ["2016", "1,310", ""], ["2017", "1,402.5", "16"]
    ]  # fmt: skip
    assert table(made).anchor == "figure-I.data"
    assert plain(table(made).title) == "Figure I.\u00a0Water of the town"
    assert b">Wells of all</text>" in shown.picture.content
    assert shown.chart is not None
    assert [one.name for one in shown.chart.series()] == ["Wells of all", "springs"]


def test_numbers_and_kinds_are_in_the_language(tmp_path: Path) -> None:
    pie = "data=data.csv kind=pie x=place y=use"
    parts = composed(tmp_path / "p", PLACES, pie)
    assert figure(parts).alternative == "Pie chart. Water of the town. North: 46, 46% of the whole."
    assert "South: 24, 24% of the whole." in description(parts)
    bar = composed(tmp_path / "b", PLACES, "data=data.csv kind=bar x=place y=use")
    assert description(bar).startswith("Bar chart. Place: North, South and East. Use: axis from 0 to 50.")


def test_boxes_and_classes_are_counted_from_the_values(tmp_path: Path) -> None:
    box = composed(tmp_path / "b", DEPTHS, "data=data.csv kind=box x=place y=depth")
    assert cells(box)[1:] == [["N", "2", "5", "8", "11", "14"], ["S", "4", "7", "10", "16.5", "30"]]
    counts = composed(tmp_path / "h", DEPTHS, "data=data.csv kind=histogram y=depth")
    assert cells(counts)[1:] == [
        ["0 to 5", "2"], ["5 to 10", "2"], ["10 to 15", "3"], ["15 to 20", "0"], ["20 to 25", "0"], ["25 to 30", "1"]
    ]  # fmt: skip


def test_an_author_replaces_the_short_description_and_adds_a_long_one(tmp_path: Path) -> None:
    own = "::: {.alternative}\nLess and less.\n:::\n\n::: {.description}\nThe pump broke.\n\nIt was old.\n:::"
    made = composed(tmp_path, YEARS, LINE, own)
    assert figure(made).alternative == "Less and less."
    said = [plain(one.content) for one in table(made).headnote if hasattr(one, "content")]
    assert said[0].startswith("Line chart. ")
    assert said[1:] == ["The pump broke.", "It was old."]


def test_small_charts_share_their_axes(tmp_path: Path) -> None:
    data = "year,place,use\n2015,North,5\n2016,North,7\n2015,South,1\n2016,South,\n"
    made = composed(tmp_path, data, "data=data.csv kind=line x=year y=use facet=place")
    chart = figure(made).chart
    assert chart is not None
    assert [panel.name for panel in chart.panels] == ["North", "South"]
    assert cells(made)[1:] == [["North"], ["2015", "5"], ["2016", "7"], ["South"], ["2015", "1"], ["2016", ""]]


@pytest.mark.parametrize(
    ("data", "options", "inside", "message"),
    [
        (YEARS, "data=data.csv kind=donut x=year y=wells", "", "there is no kind of chart 'donut'"),
        (YEARS, "data=data.csv kind=line x=year", "", "without a column of values"),
        (YEARS, "data=data.csv kind=line y=wells", "", "without a column of categories"),
        (YEARS, "data=data.csv kind=line x=year y=lamps", "", "no column 'lamps'"),
        (YEARS, 'data=data.csv kind=bar x=year y="wells,springs"', "", "2 series"),
        (YEARS.replace("1310", "many"), LINE, "", "'many' in row 3"),
        (YEARS.replace("2016", "2015"), LINE, "", "'2015' twice"),
        (YEARS.replace("2016", "2019"), LINE, "", "not in order"),
        (YEARS, LINE + " colour=red", "", "a chart with colour"),
        (YEARS, LINE, "- [Lamps]{of=lamps}", "'lamps', which is not in the data"),
        (PLACES, "data=data.csv kind=point x=place y=use", "", "not one of numbers or dates"),
        (PLACES.replace("46", "-46"), "data=data.csv kind=pie x=place y=use", "", "below zero"),
        (PLACES + "A,9\nB,9\nC,9\nD,9\n", "data=data.csv kind=pie x=place y=use", "", "7 categories"),
        (PLACES + "A,3\n", "data=data.csv kind=pie x=place y=use", "", "a part of 2.9 per cent, 'A'"),
        (DEPTHS, "data=data.csv kind=histogram x=place y=depth", "", "a histogram with x"),
        (DEPTHS, "data=data.csv kind=box facet=place y=depth", "", "a box plot with facet"),
    ],
)
def test_what_cannot_be_drawn_is_refused(tmp_path: Path, data: str, options: str, inside: str, message: str) -> None:
    with pytest.raises(PlantinError) as caught:
        composed(tmp_path, data, options, inside)
    found = [finding for finding in caught.value.findings if finding.code == "S176"]
    assert len(found) == 1
    assert message in found[0].message
    assert found[0].hint


@pytest.mark.parametrize(("kind", "meant"), [("column", "bar"), ("scatter", "point"), ("donut", "pie")])
def test_a_kind_of_chart_in_the_words_of_other_programs_gets_ours(tmp_path: Path, kind: str, meant: str) -> None:
    with pytest.raises(PlantinError) as caught:
        composed(tmp_path, YEARS, f"data=data.csv kind={kind} x=year y=wells", "")
    assert [finding.hint for finding in caught.value.findings] == [f"Did you mean {meant!r}?"]


def test_data_that_are_not_there_are_reported_once(tmp_path: Path) -> None:
    with pytest.raises(PlantinError) as caught:
        composed(tmp_path, YEARS, LINE.replace("data.csv", "none.csv"))
    assert [finding.code for finding in caught.value.findings] == ["S155"]


def test_a_reference_in_a_title_has_its_words_where_the_data_are_too(tmp_path: Path) -> None:
    body = f"::: {{#fig .chart {LINE}}}\nWater, as in [](#fig) and [](#wet)\n:::\n\n[]{{#wet}} See [](#fig).\n"
    house = houses.linked(tmp_path, "A-90-79", _HEAD + body)
    (house.report("A-90-79").parent / "data.csv").write_text(YEARS, "utf-8")
    made = steps.compose(house, "A-90-79", "en").document
    assert plain(table(made).title) == f"Figure I.\u00a0{plain(figure(made).title)}"
    assert plain(table(made).title).endswith("paragraph\u00a01")


@pytest.mark.parametrize(
    "title", ["Water *of [](#wet)*", "Water **of *all* [](#wet)**", "Water [of [](#wet)]{lang=fr}", "Water ^[](#wet)^"]
)
def test_a_reference_at_any_depth_of_a_title_brings_no_path_into_what_is_heard(tmp_path: Path, title: str) -> None:
    body = f"::: {{#fig .chart {LINE}}}\n{title}\n:::\n\n[]{{#wet}} See [](#fig).\n"
    house = houses.linked(tmp_path, "A-90-79", _HEAD + body)
    (house.report("A-90-79").parent / "data.csv").write_text(YEARS, "utf-8")
    made = steps.compose(house, "A-90-79", "en").document
    assert figure(made).alternative.startswith("Line chart. Wells: up from 1,240.5 (2015)")
    assert plain(table(made).title) == f"Figure I.\u00a0{plain(figure(made).title)}"
    assert plain(table(made).title).endswith("1")


def test_a_title_ends_with_the_stop_of_the_kind_where_that_has_one(tmp_path: Path) -> None:
    chart = figure(composed(tmp_path, "year,wells\n2015,7\n2016,7\n", "data=data.csv kind=line x=year y=wells")).chart
    locale = houses.un("en")
    assert chart is not None
    assert locale.charts is not None
    for kind, due in (("Diagramm", "Diagramm Water Wells"), ("图。", "图。 Water。 Wells")):
        forms = replace(locale.charts, kinds={**locale.charts.kinds, "line": kind})
        assert chart_sentences.alternative(chart, "Water", locale, forms).startswith(due)


def test_any_figure_may_have_a_long_description_and_data(tmp_path: Path) -> None:
    parts = {
        "both": " data=data.csv\n![A map](map.png)\n\n::: {.description}\nThe coast.\n:::",
        "words": "\n![A map](map.png)\n\n::: {.description}\nThe coast.\n:::",
        "none": "\n![A map](map.png)",
    }
    shown = {}
    for name, text in parts.items():
        options, _, inside = text.partition("\n")
        body = f"::: {{#fig .figure{options}}}\nThe coast\n\n{inside}\n:::\n\nSee [](#fig).\n"
        house = houses.linked(tmp_path / name, "A-90-79", _HEAD + body)
        folder = house.report("A-90-79").parent
        (folder / "data.csv").write_text(PLACES, "utf-8")
        Image.new("RGB", (40, 30), "white").save(folder / "map.png")
        shown[name] = steps.compose(house, "A-90-79", "en").document
    assert [len(figure(shown[name]).source) for name in parts] == [1, 1, 0]
    assert cells(shown["both"])[1] == ["North", "46"]
    assert [plain(one.content) for one in table(shown["both"]).headnote if isinstance(one, Paragraph)] == ["The coast."]
    box = next(one for one in every(shown["words"].blocks) if isinstance(one, Box))
    assert (box.anchor, plain(box.title)) == ("figure-I.data", "Figure I.\u00a0The coast")
