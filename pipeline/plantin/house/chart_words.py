"""The words of charts in a language (``[charts]``): forms for values of each kind, from which sentences are made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from plantin.model.charts import QUARTILES, ChartKind
from plantin.settings.forms import ValueForm, format_names, length, with_names

ValueKind = Literal["name", "number", "year", "month", "day"]
"""What the categories of a chart are; to each a language has forms of its own."""
PlaceKind = Literal["name", "number", "year", "years", "month", "day"]
"""The same for the categories that a value belongs to; several ``years`` may have a form of their own."""
SpanKind = Literal["name", "number", "year", "month", "months", "day"]
"""The same for a span from one to another; ``months`` are of one year."""
_ENDS = {"first", "last"}
_IN_A_FORM = re.compile(r"\{(\w+):(\w+)\}")


def date_forms(pattern: str) -> set[str]:
    """Return the forms of dates that ``pattern`` asks for: ``{first:genitive}``."""
    return {form for _, form in _IN_A_FORM.findall(pattern)}


_SPAN = ValueForm(
    "text with no other braces than {first} and {last}, of months and days also {first:genitive}",
    lambda value: format_names(_IN_A_FORM.sub(r"{\1}", value)) <= _ENDS,
)
Span = Annotated[str, _SPAN]
At = Annotated[str, with_names("at")]
Range = Annotated[str, with_names("axis", "span")]
Trend = Annotated[str, with_names("name", "first", "first_at", "last", "last_at")]
Leg = Annotated[str, with_names("value", "at")]
Extremes = Annotated[str, with_names("name", "high", "high_at", "low", "low_at")]
Values = Annotated[str, with_names("name", "values")]
Part = Annotated[str, with_names("name", "value", "share")]


@dataclass(frozen=True, slots=True)
class ChartWords:
    """The words for charts (``[charts]``), without which reports have none: each form is a sentence of its own, right
    whatever words the author puts in.
    """

    heading: str
    """The heading of the section with the descriptions and data of figures."""
    link: str
    """The words of the link to it below a figure."""
    between: str
    """What is between two sentences."""
    separator: str
    """What is between the entries of a list that have commas of their own."""
    series: Annotated[str, with_names("panel", "series")]
    """The name of a series of one of several small charts."""
    kinds: Mapping[ChartKind, str]
    """A sentence that names the kind of chart."""
    panels: Annotated[str, with_names("names")]
    """The names of several small charts."""
    categories: Annotated[str, with_names("axis", "names")]
    """The categories by their names, where these are few and have no order."""
    many: Annotated[str, with_names("axis", "count", "first", "last")]
    """Their number, the first and the last, where they are many."""
    category: str
    """What an axis of categories is called where the author gives it no name."""
    span: Mapping[SpanKind, Span]
    """From one value to another, by the kind of value."""
    place: Mapping[PlaceKind, At]
    """The category that a value belongs to, by its kind."""
    located: Annotated[str, with_names("axis", "at")]
    """Where a value is along an axis of numbers."""
    several: Annotated[str, with_names("count", "total")]
    """How many categories there are of all, where they are too many to be named."""
    range: Range
    """The axis of the categories, where they have an order."""
    values: Range
    """The axis of the values."""
    extremes: Extremes
    """The highest and the lowest value of a series, and all categories that have it."""
    rises: Trend
    """A series that never falls, from its first value to its last."""
    falls: Trend
    """A series that never rises."""
    course: Annotated[str, with_names("name", "first", "first_at", "legs")]
    """A series that turns, from its first value through its ``legs``."""
    rise: Leg
    """A leg of it upward, to a turning point or to its last value."""
    fall: Leg
    """A leg downward."""
    then: str
    """What is between two legs."""
    turning: Annotated[str, with_names("name", "first", "first_at", "last", "last_at", "count")]
    """A series that turns too often for its legs to be named."""
    constant: Annotated[str, with_names("name", "value")]
    """A series whose values are all equal, in an order."""
    alike: Annotated[str, with_names("name", "value")]
    """The same without an order."""
    single: Annotated[str, with_names("name", "value", "at")]
    """A series with one value."""
    missing: Annotated[str, with_names("name", "at")]
    """The categories that a series has no value for."""
    total: str
    """The name of the total of all series, of all parts or of all classes."""
    totals: Values
    """The totals of the categories one by one, after their name."""
    amount_at: Annotated[str, with_names("value", "at")]
    """One of them."""
    sum: Annotated[str, with_names("name", "value")]
    """A total alone."""
    part: Part
    """A part of a pie; shares so worded add up to a hundred per cent."""
    part_about: Part
    """The same with a share that was rounded, where they cannot."""
    numbers: Values
    """The five numbers of a box, each after its name (``quartiles``)."""
    number: Annotated[str, with_names("name", "value")]
    """One of them."""
    quartiles: Annotated[tuple[str, ...], length(QUARTILES, QUARTILES, "a list of five names")]
    """Their names: lowest value, lower quartile, median, upper quartile, highest value."""
    quartile_method: str
    """The sentence that says how quartiles are computed."""
    classes: str
    """The sentence that says which of two classes the value between them belongs to."""
    amount: str
    """What an axis of values is called where the author gives it no name."""
    count: str
    """The axis of the values of a histogram."""
    interval: Annotated[str, with_names("low", "high")]
    """A class of a histogram or a map."""
    sparkline: Annotated[str, with_names("first", "first_at", "last", "last_at", "high", "high_at", "low", "low_at")]
    """A sparkline in a cell of a table."""
    sparkline_rises: Annotated[str, with_names("first", "first_at", "last", "last_at")]
    """One that never falls."""
    sparkline_falls: Annotated[str, with_names("first", "first_at", "last", "last_at")]
    """One that never rises."""
    sparkline_alike: Annotated[str, with_names("value", "span")]
    """One whose values are all equal."""
    sparkline_missing: At
    """The columns that one has no value for."""
