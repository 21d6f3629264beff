"""Draws the sparklines of a table of data: a small line chart in a cell, with its course in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from plantin.house.colours import line_of
from plantin.model.charts import Chart, Panel, Series
from plantin.model.document import Figure
from plantin.resolve import described
from plantin.resolve.charts import picture
from plantin.resolve.data_tables import printed

if TYPE_CHECKING:
    from plantin.house.locale_tables import ChartWords
    from plantin.resolve.context import Context


def figure(values: Sequence[tuple[str, str]], forms: ChartWords, context: Context) -> Figure:
    """The sparkline of ``values``, each after the head of its column; an empty one is a gap."""
    locale = context.locale
    numbers = tuple(Decimal(one) if one else None for _, one in values)
    series = Series("", numbers, tuple(printed(one, locale) for _, one in values))
    lines = tuple(map(line_of, context.fills))
    heads = tuple(head for head, _ in values)
    chart = Chart(
        "sparkline", locale.direction, "", "", heads, (), (), (), (Panel("", (series,)),), context.fills, lines
    )
    return Figure("", "", (), picture(chart), described.course(chart, forms), (), (), chart=chart)
