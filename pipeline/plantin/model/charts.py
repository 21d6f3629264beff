"""A chart as values: what is drawn, described and compared, with every number as the edition prints it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from plantin.model.languages import Direction

ChartKind = Literal["bar", "grouped", "stacked", "line", "area", "point", "pie", "histogram", "box", "map", "sparkline"]
STACKED: tuple[ChartKind, ...] = ("stacked", "area")
"""The kinds whose series are on top of one another."""
QUARTILES = 5
"""The series of a box plot: lowest value, lower quartile, median, upper quartile, highest value."""


Ring = tuple[tuple[float, float], ...]
"""The points of a closed outline."""


@dataclass(frozen=True, slots=True)
class Area:
    """An area of a map: the number of its category, -1 where the data do not have it, and its rings in CSS pixels: the
    first is its edge, the others are holes.
    """

    category: int
    rings: tuple[Ring, ...]

    def path(self) -> Ring:
        """Return the points of one outline without the holes: there and back from the first point of the edge."""
        edge, *holes = self.rings
        return (*edge, *(point for hole in holes for point in (edge[0], *hole, hole[0])), *edge[: bool(holes)])


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
    """The marks of the axis of the categories, where these have positions; of a histogram the edges of its
    classes, of a map its classes, from the lowest.
    """
    ticks: tuple[Tick, ...]
    """The marks of the axis of the values, the lowest and the highest at its ends; none of a pie and of a sparkline,
    which reaches from its lowest value to its highest; of a map the edges of its classes.
    """
    panels: tuple[Panel, ...]
    fills: tuple[str, ...] = ()
    """The fills of its series as ``#rrggbb``; empty for those of the press."""
    lines: tuple[str, ...] = ()
    """The colours of lines and signs, as the fills are given."""

    areas: tuple[Area, ...] = ()
    """The areas of a map, in the order in which they are painted."""
    cells: tuple[str, ...] = ()
    """The categories as the data have them, ``2016-05``, where they are numbers, years, months or days;
    empty where they are names.
    """

    def classes(self) -> tuple[int | None, ...]:
        """Return the class of each category of a map: the last one has its upper edge too."""
        values, edges = self.panels[0].series[0].values, [tick.at for tick in self.ticks[1:-1]]
        return tuple(None if value is None else sum(value >= edge for edge in edges) for value in values)

    def series(self) -> tuple[Series, ...]:
        """Return the series of all panels, in order."""
        return tuple(series for panel in self.panels for series in panel.series)
