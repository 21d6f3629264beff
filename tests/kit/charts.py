"""Charts of every kind, as values."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal
from typing import Any

from plantin.charts import scales
from plantin.charts.drawing import draw
from plantin.model.charts import Chart, ChartKind, Panel, Series, Tick
from plantin.model.document import Cell, Figure, Picture, Table
from plantin.model.inlines import Text

YEARS = tuple(str(year) for year in range(2015, 2020))
KINDS: tuple[ChartKind, ...] = ("bar", "grouped", "stacked", "line", "area", "point", "pie", "histogram", "box")


def series(name: str, *values: str) -> Series:
    return Series(name, tuple(map(Decimal, values)), values)


def chart(kind: ChartKind, direction: Any = "ltr") -> Chart:
    found = (series("Wells", "12", "15.5", "18", "22", "25"), series("Springs", "20", "18", "16", "14", "13"))
    if kind in ("bar", "pie", "histogram", "sparkline"):
        found = found[:1]
    if kind == "box":
        found = tuple(series(str(n), *(str(n * 5 + k) for k in range(5))) for n in range(5))
    places = tuple(map(Decimal, YEARS)) if kind in ("line", "area", "point") else ()
    ticks = tuple(Tick(one, str(one)) for one in scales.tick_values((Decimal(0), Decimal(45)), zero=True))
    marks = tuple(Tick(one, str(one)) for one in places)
    if kind == "histogram":
        marks = tuple(Tick(Decimal(n), str(n)) for n in range(len(YEARS) + 1))
    titles, ticks = (("", ""), ()) if kind in ("pie", "sparkline") else (("Year", "Litres"), ticks)
    return Chart(kind, direction, *titles, YEARS, places, marks, ticks, (Panel("", found),))


def figure(chart: Chart, words: str) -> Figure:
    """A figure of a report that shows ``chart`` and says ``words`` of it."""
    drawn = draw(chart)
    digest = hashlib.sha256(drawn.content).hexdigest()
    picture = Picture(f"{words}.svg", "image/svg+xml", drawn.width, drawn.height, False, digest, drawn.content)
    return Figure(f"figure-{words}", "", (Text(words),), picture, words, (), (), chart=chart)


def table() -> Table:
    """A table with a sparkline."""
    drawn = figure(chart("sparkline"), "sparkline")
    cells = (Cell("row", (Text("Wells"),)), Cell("data", (), blocks=(replace(drawn, anchor="", title=()),)))
    return Table("table-9", "Table 9", (Text("Water"),), (), 2, (), (cells,), (), (), wide=False)


def lying(chart: Chart) -> Chart:
    """``chart`` with names for which there is no room below upright bars."""
    return replace(chart, categories=tuple(f"The quite extraordinary {one}" for one in chart.categories))
