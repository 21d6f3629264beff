"""Charts that Word draws itself have room for their words; others are pictures in the size of notes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from plantin.house.style import Style
from plantin.model.charts import Panel
from plantin.writers.docx import charts
from tests.kit.charts import chart, figure, series


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


def test_names_of_many_years_are_left_out_and_not_turned(house: Style) -> None:
    years = tuple(map(str, range(1960, 2020)))
    values = series("Wells", *(str(n % 7) for n in range(60)))
    many = replace(
        chart("line"), categories=years, positions=tuple(map(Decimal, years)), panels=(Panel("", (values,)),)
    )
    few = chart("line")
    part = charts.chart_part(figure(many, "many"), many, house, "en").decode()
    assert '<c:tickLblSkip val="5"/><c:noMultiLvlLbl' in part
    assert part.count('<a:bodyPr rot="600" vert="horz"/>') == 1
    months = replace(many, categories=tuple(f"September {year}" for year in years))
    assert (
        '<a:bodyPr rot="-2700000" vert="horz"/>' in charts.chart_part(figure(months, "m"), months, house, "en").decode()
    )
    assert "tickLblSkip" not in charts.chart_part(figure(few, "few"), few, house, "en").decode()


@pytest.mark.parametrize(
    ("words", "direction", "slanted"), [("Litres", "ltr", 1), ("الاستهلاك", "rtl", 0), ("用水量", "ltr", 0)]
)
def test_titles_are_slanted_in_scripts_that_have_a_slanted_form(
    words: str, direction: str, slanted: int, house: Style
) -> None:
    one = replace(chart("line", direction), value_axis=words, category_axis="")
    part = charts.chart_part(figure(one, "one"), one, house, "en").decode()
    assert f'i="{slanted}"/><a:t>{words}</a:t>' in part
    assert f'<a:defRPr b="0" i="{slanted}"/>' in part
    assert f'i="{1 - slanted}"' not in part
