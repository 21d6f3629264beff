"""Charts that Word draws itself have room for their words; others are pictures in the size of notes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import etree

from plantin.charts.drawing import is_turned
from plantin.house.style import Style
from plantin.model.charts import Panel
from plantin.writers import docx
from plantin.writers.docx import charts
from plantin.writers.docx.fonts import faces
from tests.kit.charts import chart, figure, series
from tests.kit.compose import composed


@pytest.mark.parametrize(
    ("values", "name", "drawn"),
    [
        (("40", "30", "20", "6", "4"), "Well", False),
        (("40", "30", "16", "8", "6"), "Well", True),
        (("40", "30", "16", "8", "6"), "Households of the northern uplands", False),
    ],
)
def test_a_pie_without_room_for_its_names_is_a_picture(values: tuple[str, ...], name: str, drawn: bool) -> None:
    pie = chart("pie")
    pie = replace(pie, categories=(name, *pie.categories[1:]), panels=(Panel("", (series("Use", *values),)),))
    assert (charts.native(figure(pie, "pie")) is not None) == drawn


@pytest.mark.parametrize(("letters", "drawn"), [(20, True), (60, False)])
def test_lying_bars_without_room_for_their_names_are_a_picture(letters: int, drawn: bool) -> None:
    bars = replace(chart("bar"), categories=tuple(f"{'Households' * 6:.{letters}} {n}" for n in range(5)))
    assert is_turned(bars)
    assert (charts.native(figure(bars, "bars")) is not None) == drawn


@pytest.mark.parametrize(
    ("language", "tag", "family"),
    [
        ("en", "cs", "Times New Roman"),
        ("ar", "cs", "Noto Naskh Arabic"),
        ("he", "cs", "Noto Serif Hebrew"),
        ("hi", "cs", "Noto Serif Devanagari"),
        ("zh", "ea", "Noto Serif CJK SC"),
        ("ja", "ea", "MS Mincho"),
    ],
)
def test_words_of_other_scripts_are_in_the_face_of_the_text(
    language: str, tag: str, family: str, house: Style, moment: dt.datetime
) -> None:
    made = replace(composed("Text.", language=language), blocks=(figure(chart("line"), "line"),))
    with zipfile.ZipFile(io.BytesIO(docx.write(made, house, moment))) as file:
        words = etree.fromstring(file.read("word/charts/chart1.xml")).find("./{*}txPr//{*}defRPr")
    assert words is not None
    found = {node.tag.rpartition("}")[2]: node.get("typeface") for node in words if node.get("typeface")}
    assert [*found] == ["latin", "ea", "cs"]
    assert found[tag] == family
    assert found["latin"] == house.fonts.family


def test_names_of_many_years_are_left_out_and_not_turned(house: Style) -> None:
    years = tuple(map(str, range(1960, 2020)))
    values = series("Wells", *(str(n % 7) for n in range(60)))
    many = replace(
        chart("line"), categories=years, positions=tuple(map(Decimal, years)), panels=(Panel("", (values,)),)
    )
    few = chart("line")
    part = charts.chart_part(figure(many, "many"), many, house, "en", faces(house)).decode()
    assert '<c:tickLblSkip val="5"/><c:noMultiLvlLbl' in part
    assert part.count('<a:bodyPr rot="600" vert="horz"/>') == 1
    months = replace(many, categories=tuple(f"September {year}" for year in years))
    assert (
        '<a:bodyPr rot="-2700000" vert="horz"/>'
        in charts.chart_part(figure(months, "m"), months, house, "en", faces(house)).decode()
    )
    assert "tickLblSkip" not in charts.chart_part(figure(few, "few"), few, house, "en", faces(house)).decode()


@pytest.mark.parametrize(
    ("words", "direction", "slanted"), [("Litres", "ltr", 1), ("الاستهلاك", "rtl", 0), ("用水量", "ltr", 0)]
)
def test_titles_are_slanted_in_scripts_that_have_a_slanted_form(
    words: str, direction: str, slanted: int, house: Style
) -> None:
    one = replace(chart("line", direction), value_axis=words, category_axis="")
    part = charts.chart_part(figure(one, "one"), one, house, "en", faces(house)).decode()
    assert f'i="{slanted}"/><a:t>{words}</a:t>' in part
    assert f'<a:defRPr b="0" i="{slanted}"/>' in part
    assert f'i="{1 - slanted}"' not in part
