"""The words of a language for charts: the table ``[charts]`` of its ``locale.toml``; without it there are no charts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from plantin.model.charts import QUARTILES, ChartKind
from plantin.settings.forms import length, with_names

Range = Annotated[str, with_names("axis", "first", "last")]
Trend = Annotated[str, with_names("name", "first", "first_at", "last", "last_at")]


@dataclass(frozen=True, slots=True)
class ChartWords:
    """Each form is a sentence of its own, so that it is right whatever the words are that the author puts in."""

    heading: str
    """The heading of the section with the descriptions and data of figures."""
    link: str
    """The words of the link to it below a figure."""
    between: str
    """What is between two sentences."""
    kinds: Mapping[ChartKind, str]
    """A sentence that names the kind of chart."""
    panels: Annotated[str, with_names("names")]
    """The names of several small charts."""
    categories: Annotated[str, with_names("axis", "names")]
    """The categories by their names, where these are few and have no order."""
    range: Range
    """The axis of the categories from one end to the other."""
    values: Range
    """The axis of the values, likewise."""
    extremes: Annotated[str, with_names("name", "high", "high_at", "low", "low_at")]
    """The highest and the lowest value of a series, and where they are."""
    rises: Trend
    """From the first value of a series to the last, where that is higher."""
    falls: Trend
    """The same, where it is lower."""
    same: Annotated[str, with_names("name", "first", "first_at", "last_at")]
    """The same, where both are equal."""
    alike: Annotated[str, with_names("name", "first")]
    """A series whose values are all equal."""
    part: Annotated[str, with_names("name", "value", "share")]
    """A part of a pie."""
    numbers: Annotated[str, with_names("name", "values")]
    """The five numbers of a box, each after its name (``quartiles``)."""
    number: Annotated[str, with_names("name", "value")]
    """One of them."""
    quartiles: Annotated[tuple[str, ...], length(QUARTILES, QUARTILES, "a list of five names")]
    """Their names: lowest value, lower quartile, median, upper quartile, highest value."""
    amount: str
    """What an axis of values is called where the author gives it no name."""
    count: str
    """The axis of the values of a histogram."""
    interval: Annotated[str, with_names("low", "high")]
    """A class of a histogram."""
    sparkline: Annotated[str, with_names("first", "first_at", "last", "last_at", "high", "high_at", "low", "low_at")]
    """A sparkline in a cell of a table."""
    sparkline_alike: Annotated[str, with_names("first", "first_at", "last_at")]
    """The same, where all values are equal."""
