"""Draws the sparklines of a table of data: a small line chart in a cell, with its course in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from plantin.charts.drawing import draw
from plantin.files import digest
from plantin.house.colours import line_of
from plantin.model.charts import Chart, Panel, Series
from plantin.model.document import Figure, Picture
from plantin.resolve import described
from plantin.resolve.data_tables import printed

if TYPE_CHECKING:
    from plantin.house.chart_words import ChartWords
    from plantin.resolve.context import Context


def figure(values: Sequence[tuple[str, str]], forms: ChartWords, context: Context) -> Figure:
    """The sparkline of ``values``, each after the head of its column, empty where there is none."""
    locale = context.locale
    numbers = tuple(Decimal(one) if one else None for _, one in values)
    series = Series("", numbers, tuple(printed(one, locale) for _, one in values))
    lines = tuple(map(line_of, context.fills))
    heads = tuple(head for head, _ in values)
    chart = Chart(
        "sparkline", locale.direction, "", "", heads, (), (), (), (Panel("", (series,)),), context.fills, lines
    )
    drawn = draw(chart)
    known = digest(drawn.content)
    picture = Picture(
        f"sparkline-{known[:12]}.svg", "image/svg+xml", drawn.width, drawn.height, False, known, drawn.content
    )
    return Figure("", "", (), picture, described.course(chart, forms), (), (), chart=chart)
