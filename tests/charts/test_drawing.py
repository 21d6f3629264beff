"""Charts as drawings: what is where, colours that all eyes tell apart, the same bytes twice."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import etree

from plantin.auditors import pdf as pdf_auditor
from plantin.auditors.charts import drawing_difference, faults, shapes
from plantin.charts import colours, scales
from plantin.charts.drawing import draw
from plantin.charts.frame import WIDTH
from plantin.house.style import Style
from plantin.model.charts import Chart, ChartKind, Panel, Series, Tick
from plantin.model.document import Figure, Picture
from plantin.model.inlines import Text
from plantin.source import drawings
from plantin.writers import pdf
from tests.kit.compose import composed

KINDS: tuple[ChartKind, ...] = ("bar", "grouped", "stacked", "line", "area", "point")
# Machado, Oliveira and Fernandes (2009), a physiologically-based model for simulation of colour vision deficiency,
# severity 1.0: what people without red, green or blue cones see.
SEEN = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def chart(kind: ChartKind = "line") -> Chart:
    years = tuple(str(year) for year in range(2015, 2020))
    series = tuple(
        Series(name, tuple(map(Decimal, values)), tuple(map(str, values)))
        for name, values in (("Wells", (12, 15, 18, 22, 25)), ("Springs", (20, 18, 16, 14, 13)))
    )
    ticks = tuple(Tick(Decimal(one), str(one)) for one in (0, 10, 20, 30, 40))
    places = tuple(map(Decimal, years)) if kind in ("line", "area", "point") else ()
    marks = tuple(Tick(one, str(one)) for one in places)
    return Chart(kind, "ltr", "Year", "Litres", years, places, marks, ticks, (Panel("", series),))


def elements(made: bytes, name: str) -> list[etree._Element]:
    return list(etree.fromstring(made).iter(f"{{http://www.w3.org/2000/svg}}{name}"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_is_a_still_drawing_with_its_words_as_text(kind: ChartKind) -> None:
    made = draw(chart(kind))
    assert made == draw(chart(kind))
    assert drawings.read(made.content).content == made.content
    shown = ["".join(one.itertext()) for one in elements(made.content, "text")]
    assert {"Year", "Litres", "Wells", "Springs", "2015", "2019", "0"} <= set(shown)
    for one in elements(made.content, "text"):
        assert 0 <= float(one.get("x", "-1")) <= WIDTH
        assert 0 <= float(one.get("y", "-1")) <= made.height


def test_bars_are_as_high_as_their_values() -> None:
    alone = replace(chart("bar"), panels=(Panel("", chart().panels[0].series[:1]),))
    bars = [float(one.get("height", "0")) for one in elements(draw(alone).content, "rect")]
    assert [round(one / bars[0] * 12) for one in bars] == [12, 15, 18, 22, 25]


def test_from_right_to_left_the_chart_is_mirrored_and_its_letters_are_not() -> None:
    left, right = (elements(draw(replace(chart(), direction=way)).content, "text") for way in ("ltr", "rtl"))
    assert [one.text for one in left] == [one.text for one in right]
    for one, other in zip(left, right, strict=True):
        assert float(one.get("x", "")) == pytest.approx(WIDTH - float(other.get("x", "")))
        assert {one.get("text-anchor"), other.get("text-anchor")} in ({"start", "end"}, {"middle"})


def test_long_names_of_categories_make_the_bars_lie() -> None:
    names = tuple(f"A long name of the harbour of the {year}" for year in chart().categories)
    made = elements(draw(replace(chart("stacked"), categories=names)).content, "rect")[2:]
    assert len({one.get("height") for one in made}) == 1
    assert len({one.get("width") for one in made}) > 2


def test_lines_across_do_not_strike_out_the_numbers_of_bars() -> None:
    alone = replace(chart("bar"), panels=(Panel("", chart().panels[0].series[:1]),))
    for one in (alone, replace(alone, categories=tuple(f"The harbour of the year {n}" for n in range(5)))):
        made = draw(one).content
        assert sum(text.get("class") == "number" for text in elements(made, "text")) == 5
        lines = [shape for shape in shapes(made) if shape.kind == "grid"]
        assert sorted(round(math.dist(*line.points)) for line in lines)[:-1] == [5, 5, 5, 5]


def test_classes_of_a_histogram_are_named_at_their_edges() -> None:
    counts = replace(chart("bar"), kind="histogram", panels=(Panel("", chart().panels[0].series[:1]),))
    edges = tuple(Tick(Decimal(n), f"{n},000") for n in range(6))
    made = draw(replace(counts, marks=edges)).content
    bars = sorted({round(x, 1) for shape in shapes(made) if shape.kind == "fill-1" for x, _ in shape.points})
    places = {shape.words: shape.points[0][0] for shape in shapes(made) if shape.kind == "text"}
    assert [places[one.label] for one in edges] == pytest.approx(bars, abs=0.1)
    assert bars[-1] + 16 < WIDTH


def test_long_names_at_lines_are_wrapped_and_none_is_over_another() -> None:
    long = ("Consumption of all, millions of litres", "Water of the springs, millions of litres")
    series = (replace(one, name=name) for one, name in zip(chart().panels[0].series, long, strict=True))
    made = draw(replace(chart(), panels=(Panel("", tuple(series)),))).content
    lines = [one for one in elements(made, "text") if (one.get("class") or "").startswith("name-")]
    assert " ".join(one.text or "" for one in lines) in (" ".join(long), " ".join(reversed(long)))
    places = [float(one.get("y", "")) for one in lines]
    assert len(places) >= 4
    assert min(after - before for before, after in itertools.pairwise(places)) >= 14


def linear(colour: str) -> tuple[float, ...]:
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return tuple(one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)


def light(colour: tuple[float, ...]) -> float:
    return sum(share * one for share, one in zip((0.2126, 0.7152, 0.0722), colour, strict=True))


@pytest.mark.parametrize("eyes", SEEN)
def test_fills_are_told_apart_by_all_eyes_and_in_grey(eyes: str) -> None:
    seen = [
        tuple(min(1, max(0, sum(a * b for a, b in zip(row, linear(one), strict=True)))) for row in SEEN[eyes])
        for one in colours.FILLS
    ]
    for one, other in itertools.combinations(seen, 2):
        darker, lighter = sorted((light(one), light(other)))
        assert (lighter + 0.05) / (darker + 0.05) >= 1.3 or eyes != "all"
        assert max(abs(a - b) for a, b in zip(one, other, strict=True)) > 0.05


def test_lines_stand_out_on_white_and_differ_in_dashes_and_signs() -> None:
    assert all(1.05 / (light(linear(one)) + 0.05) >= 3 for one in colours.LINES)
    assert len(set(colours.DASHES)) == len(set(colours.SIGNS)) == colours.MOST


@pytest.mark.parametrize("values", [("0.001", "0.0042"), ("-12.5", "1371"), ("7", "7"), ("0", "99999999")])
def test_marks_of_an_axis_hold_its_values(values: tuple[str, str]) -> None:
    low, high = map(Decimal, values)
    marks = scales.tick_values((low, high), zero=False)
    assert marks[0] <= low
    assert high <= marks[-1]
    assert 2 <= len(marks) <= 8
    assert len({other - one for one, other in itertools.pairwise(marks)}) == 1


def test_a_bar_of_nothing_is_painted(house: Style) -> None:
    first = chart().panels[0].series[0]
    bars = replace(chart("bar"), panels=(Panel("", (replace(first, values=(Decimal(0), *first.values[1:])),)),))
    for made in (bars, replace(bars, categories=tuple(f"The harbour of the year {n}" for n in range(5)))):
        drawn = draw(made)
        assert list(faults(drawn.content, made)) == []
        picture = Picture("c.svg", "image/svg+xml", drawn.width, drawn.height, False, "c", drawn.content)
        shown = Figure("figure-1", "Figure 1", (Text("Water"),), picture, "A chart", (), (), chart=made)
        document = replace(composed("Text."), blocks=(shown,))
        content = pdf.write(document, house, dt.datetime(2035, 6, 1, tzinfo=dt.UTC))
        read = pdf_auditor.read(content, "x.pdf").passages()
        assert read is not None
        assert [
            drawing_difference(shapes(drawn.content), one.shapes)
            for one in read.drawings or ()
            if one.words == "A chart"
        ] == [""]
