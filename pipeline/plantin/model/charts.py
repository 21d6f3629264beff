"""A chart as values: what is drawn, described and compared, with every number as the edition prints it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from plantin.model.languages import Direction

ChartKind = Literal["bar", "grouped", "stacked", "line", "area", "point", "pie", "histogram", "box"]
STACKED: tuple[ChartKind, ...] = ("stacked", "area")
"""The kinds whose series are on top of one another."""
QUARTILES = 5
"""The series of a box plot: lowest value, lower quartile, median, upper quartile, highest value."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: where it is, and the number or date as printed."""

    at: Decimal
    label: str


@dataclass(frozen=True, slots=True)
class Series:
    """One series of values, one for each category; None where the data have none."""

    name: str
    values: tuple[Decimal | None, ...]
    shown: tuple[str, ...]
    """The values as printed, empty where there is none."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One of several small charts with the same axes; of one chart alone the name is empty."""

    name: str
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart."""

    kind: ChartKind
    direction: Direction
    """``rtl``: the first category is on the right, and so are the numbers of the value axis."""
    category_axis: str
    """The title of the axis of the categories, or empty."""
    value_axis: str
    """The title of the axis of the values, or empty."""
    categories: tuple[str, ...]
    """The categories as printed; of ``point`` the numbers along the axis."""
    positions: tuple[Decimal, ...]
    """Where the categories are along their axis; empty, they are at equal distances."""
    marks: tuple[Tick, ...]
    """The marks of the axis of the categories, where these have positions; of a histogram the edges of its classes."""
    ticks: tuple[Tick, ...]
    """The marks of the axis of the values, the lowest and the highest at its ends; none of a pie."""
    panels: tuple[Panel, ...]
    fills: tuple[str, ...] = ()
    """The fills of its series as ``#rrggbb``; empty for those of the press."""
    lines: tuple[str, ...] = ()
    """The colours of lines and signs, as the fills are given."""

    def series(self) -> tuple[Series, ...]:
        """The series of all panels, in order."""
        return tuple(one for panel in self.panels for one in panel.series)
