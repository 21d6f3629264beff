"""What a chart shows in sentences of a language: each is made of values with kinds (number, year, month, day, class,
name), in the form that the language has for that kind, and says what is so of the data and no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from plantin.house.conventions import decimals
from plantin.model.charts import STACKED, Chart, Panel, Series
from plantin.resolve.data_tables import DATE, NUMBER, YEAR

if TYPE_CHECKING:
    from plantin.house.chart_words import ChartWords, SpanKind, ValueKind
    from plantin.house.locale import Locale

_MOST_NAMED_CATEGORIES = 8
"""So many categories are named one by one."""
_MOST_NAMED_LEGS = 4
"""So many legs of a course are named one by one."""
_WITH_COMMAS = re.compile("[,;،؛、，；]")
_STOPS = (*".?!…؟？！。।",)
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_UNIT = 3
_MOST_CHARACTERS = 150
"""So long is the alternative text of a chart at most: it is heard in one piece."""
_HUNDRED = Decimal(100)
Point = tuple[int, Decimal]
"""The number of a category, and the value there."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of a course in which nothing falls, or nothing rises, up to a turning point or to the last value."""

    rises: bool
    end: Point


def sentences(chart: Chart, locale: Locale, forms: ChartWords) -> tuple[str, ...]:
    """Return what ``chart`` shows: its kind and axes, and of each series the highest and the lowest value with all
    categories that have it, its course where the categories have an order, and what is missing; totals of what is
    stacked.
    """
    return tuple(_Description(chart, locale, forms).sentences())


def alternative(chart: Chart, title: str, locale: Locale, forms: ChartWords) -> str:
    """Return the kind of ``chart``, its title, which may be empty, and one finding; what is too long together is left
    out: the title, which is above the chart too, or the finding.
    """
    kind = forms.kinds[chart.kind]
    stop = kind[-1:] if kind.endswith(_STOPS) else ""
    closed = title if title.endswith(_STOPS) else title + stop * bool(title)
    findings = tuple(_Description(chart, locale, forms).findings())
    choices = [(kind, title, finding) for title in (closed, "") for finding in findings]
    texts = [forms.between.join(filter(None, choice)) for choice in (*choices, (kind, closed))]
    return next((text for text in texts if len(text) <= _MOST_CHARACTERS), kind)


def sparkline(chart: Chart, locale: Locale, forms: ChartWords) -> str:
    """Return what a sparkline shows, in one sentence, and what is missing in another."""
    return forms.between.join(_Description(chart, locale, forms).sparkline())


def legs(points: Sequence[Point]) -> list[Leg]:
    """Return the legs of the course through ``points``; none where all values are equal.

    >>> [(leg.rises, leg.end[0]) for leg in legs([(n, Decimal(value)) for n, value in enumerate((3, 5, 5, 4, 4))])]
    [(True, 1), (False, 4)]
    """
    course: list[Leg] = []
    for before, after in pairwise(points):
        rises = after[1] > before[1]
        if after[1] == before[1]:
            continue
        if course and course[-1].rises is rises:
            course.pop()
        course.append(Leg(rises, after))
    # A last value that is that of the turning point before it ends the course all the same.
    return [*course[:-1], Leg(course[-1].rises, points[-1])] if course else []


def shares(values: Sequence[Decimal]) -> tuple[list[Decimal], bool]:
    """Return the shares of ``values`` in their sum, in per cent, and whether they are exact or add up to a hundred:
    with as few decimals as give equal values equal shares, and none of a value that is not zero.

    >>> [str(share) for share in shares([Decimal(94), Decimal(2), Decimal("1.5"), Decimal("1.5"), Decimal(1)])[0]]
    ['94', '2', '1.5', '1.5', '1']
    >>> shares([Decimal(1)] * 3)
    ([Decimal('33.3'), Decimal('33.3'), Decimal('33.3')], False)
    """
    total = sum(values, Decimal(0))
    due = [value * _HUNDRED / total for value in values]
    if all(share == share.quantize(Decimal("0.01")) for share in due):
        return [_short(share) for share in due], True
    for digits in range(3):
        unit = Decimal(1).scaleb(-digits)
        rounded = [share // unit * unit for share in due]
        rest = int((_HUNDRED - sum(rounded, Decimal(0))) / unit)
        up = sorted(range(len(due)), key=lambda n: (rounded[n] - due[n], n))[:rest]
        apportioned = [share + unit if n in up else share for n, share in enumerate(rounded)]
        pairs = set(zip(values, apportioned, strict=True))
        if len(pairs) == len(set(values)) and all(share or not value for value, share in pairs):
            return [share.quantize(unit) for share in apportioned], True
    unit = Decimal("0.1") if min(share for share in due if share) >= Decimal("0.1") else Decimal("0.01")
    return [share.quantize(unit, ROUND_HALF_EVEN) for share in due], False


def _short(number: Decimal) -> Decimal:
    """Return ``number`` without zeros at the end of its decimals."""
    short = number.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def kind_of(cells: Sequence[str]) -> ValueKind:
    """Return the kind of categories that the data have as ``cells``."""
    for kind, form in (("year", YEAR), ("number", NUMBER)):
        if cells and all(map(form.fullmatch, cells)):
            return "year" if kind == "year" else "number"
    if cells and all(map(DATE.fullmatch, cells)):
        return "month" if all(len(cell) == len("2000-01") for cell in cells) else "day"
    return "name"


@dataclass(frozen=True, slots=True)
class _Description:
    """The sentences of one chart in one language."""

    chart: Chart
    locale: Locale
    forms: ChartWords

    @property
    def kind(self) -> ValueKind:
        """What the categories are."""
        return kind_of(self.chart.cells)

    @property
    def is_ordered(self) -> bool:
        """Whether the categories follow each other as their numbers or dates do, so that a series has a course."""
        chart, kind = self.chart, self.kind
        if chart.kind in ("line", "area", "sparkline"):
            return bool(chart.positions) or chart.kind == "sparkline"
        if chart.kind not in ("bar", "grouped", "stacked") or kind == "name":
            return False
        if kind in ("month", "day"):
            return all(before < after for before, after in pairwise(chart.cells))
        return all(before < after for before, after in pairwise(map(Decimal, chart.cells)))

    def sentences(self) -> Iterator[str]:
        """Yield all sentences, in their order."""
        chart, forms = self.chart, self.forms
        yield forms.kinds[chart.kind]
        if len(chart.panels) > 1:
            yield self._say(forms.panels, names=self._enumerate_names(panel.name for panel in chart.panels))
        if chart.kind not in ("pie", "map"):
            yield from self._axes()
        for panel in chart.panels:
            match chart.kind:
                case "box":
                    yield from self._boxes(panel)
                case "pie":
                    yield from self._parts(panel.series[0])
                case _:
                    for series in panel.series:
                        yield from self._course(panel, series)
                    yield from self._totals(panel)
        if chart.kind == "box":
            yield forms.quartile_method
        if chart.kind == "map":
            classes = self.chart.classes()
            for n, mark in enumerate(self.chart.marks):
                if names := [name for name, number in zip(self.chart.categories, classes, strict=True) if number == n]:
                    yield self._say(self.forms.categories, axis=mark.label, names=self._enumerate_names(names))
        if chart.kind in ("histogram", "map"):
            yield forms.classes

    def findings(self) -> Iterator[str]:
        """Yield what the chart shows in single sentences, the most telling first: totals of stacks, the largest part or
        the highest median, the series with the highest value.
        """
        panels, kind = self.chart.panels, self.chart.kind
        if kind in ("pie", "box"):
            each_series = panels[0].series
            each = [*(self._parts(each_series[0]) if kind == "pie" else self._boxes(panels[0]))]
            yield each[max(_points(each_series[len(each_series) // 2]), key=lambda point: point[1])[0]]
            return
        if kind in STACKED and len(panels) == 1:
            yield from self._totals(panels[0])
        pairs = [(panel, series) for panel in panels for series in panel.series if _points(series)]
        for panel, series in sorted(pairs, key=lambda pair: -max(value for _, value in _points(pair[1]))):
            yield next(self._course(panel, series))

    def sparkline(self) -> Iterator[str]:
        """Yield the sentences of a sparkline."""
        series, forms = self.chart.panels[0].series[0], self.forms
        points = _points(series)
        course = legs(points)
        ends = self._ends(series, points)
        if not course:
            span = self._span((points[0][0], points[-1][0]))
            yield self._say(forms.sparkline_alike, value=ends["first"], span=span)
        elif len(course) == 1:
            yield self._say(forms.sparkline_rises if course[0].rises else forms.sparkline_falls, **ends)
        else:
            yield self._say(forms.sparkline, **ends, **self._extremes(series, points))
        if gaps := self._gaps(series):
            yield self._say(forms.sparkline_missing, at=self._at(gaps, len(series.values)))

    def _say(self, form: str, **values: str) -> str:
        """Return a sentence with ``values``: it begins with a capital and ends with one full stop."""
        text = form.format(**values)
        if text.endswith("..") and not text.endswith("..."):
            text = text[:-1]
        match = _FIRST_WORD.match(text)
        word = match[0] if match else ""
        following = text[len(word) :]
        symbol = word in self.locale.typography.units and len(word) <= _LONGEST_UNIT
        alone = len(word) == 1 and not re.match(r"['’]|\s\w", following)
        if not word.islower() or symbol or alone or following[:1].isdecimal():
            return text
        return word[0].upper() + text[1:]

    def _name(self, panel: str, series: str) -> str:
        """Return the name of a series, with that of its small chart."""
        return self.forms.series.format(panel=panel, series=series) if panel and series else panel or series

    def _enumerate_names(self, names: Iterable[str]) -> str:
        """Return an enumeration; of names with commas or conjunctions by the sign that the language has for that."""
        name_list = list(names)
        between = self.locale.list_separators(len(name_list), name_list[-1])
        if any(_WITH_COMMAS.search(name) or any(joint in name for joint in between) for name in name_list):
            return self.forms.separator.join(name_list)
        return "".join(chain.from_iterable(zip(name_list, (*between, ""), strict=True)))

    def _at(self, places: Sequence[int], total: int) -> str:
        """Return the categories ``places`` by their names; of more than a few how many they are, of ``total``."""
        along = self.chart.positions
        places = sorted(places, key=lambda n: along[n] if along else n)
        names = dict.fromkeys(self.chart.categories[n] for n in places)
        if len(places) > _MOST_NAMED_CATEGORIES:
            count, of_all = (self.locale.number(str(number)) for number in (len(places), total))
            return self.forms.several.format(count=count, total=of_all)
        if self.kind == "year" and len(names) > 1 and "years" in self.forms.place:
            return self.forms.place["years"].format(at=self._enumerate_names(names))
        listed = self._enumerate_names(self.forms.place[self.kind].format(at=name) for name in names)
        if self.kind == "number" and self.chart.category_axis:
            return self.forms.located.format(axis=self.chart.category_axis, at=listed)
        return listed

    def _span(self, places: tuple[int, int]) -> str:
        """Return the words for "from one category to another"."""
        first, last = places
        kind: SpanKind = self.kind
        if kind in ("month", "day"):
            cells = [self.chart.cells[n] for n in places]
            months = kind == "month" and cells[0][:4] == cells[1][:4]
            ends = [self.locale.date_value(cell) for cell in cells]
            return self.forms.span["months" if months else kind].format(first=ends[0], last=ends[1])
        return self.forms.span[kind].format(first=self.chart.categories[first], last=self.chart.categories[last])

    def _axes(self) -> Iterator[str]:
        chart, forms = self.chart, self.forms
        names, axis = chart.categories, chart.category_axis or forms.category
        if chart.kind == "histogram":
            span = forms.span["number"].format(first=chart.marks[0].label, last=chart.marks[-1].label)
            yield self._say(forms.range, axis=axis, span=span)
        elif self.is_ordered or chart.positions:
            order = sorted(range(len(names)), key=lambda n: chart.positions[n] if chart.positions else n)
            span = self._span((order[0], order[-1])) if len(names) > 1 else names[0]
            yield self._say(forms.range, axis=axis, span=span)
        elif len(names) <= _MOST_NAMED_CATEGORIES:
            yield self._say(forms.categories, axis=axis, names=self._enumerate_names(names))
        else:
            count = self.locale.number(str(len(names)))
            yield self._say(forms.many, axis=axis, count=count, first=names[0], last=names[-1])
        span = forms.span["number"].format(first=chart.ticks[0].label, last=chart.ticks[-1].label)
        yield self._say(forms.values, axis=chart.value_axis or forms.amount, span=span)

    def _course(self, panel: Panel, series: Series) -> Iterator[str]:
        """Yield what there is to say of a series: its extremes, its course, its gaps."""
        name = self._name(panel.name, series.name if len(panel.series) > 1 or not panel.name else "")
        yield from self._values(name, series)
        if gaps := self._gaps(series):
            yield self._say(self.forms.missing, name=name, at=self._at(gaps, len(series.values)))

    def _values(self, name: str, series: Series) -> Iterator[str]:
        """Yield what there is to say of the values of a series."""
        points, forms = _points(series), self.forms
        if len(points) == 1:
            ((place, _),) = points
            yield self._say(forms.single, name=name, value=series.shown[place], at=self._at([place], 1))
        elif points and len({value for _, value in points}) == 1:
            form = forms.constant if self.is_ordered else forms.alike
            yield self._say(form, name=name, value=series.shown[points[0][0]])
        elif points:
            yield from self._changes(name, series, points)

    def _changes(self, name: str, series: Series, points: Sequence[Point]) -> Iterator[str]:
        """Yield the extremes of a series whose values differ, and its course where it has one: a course that never
        turns has its extremes at its ends, and they are not repeated unless others are equal to them.
        """
        forms, course = self.forms, legs(points) if self.is_ordered else []
        values = [value for _, value in points]
        if len(course) != 1 or values.count(max(values)) > 1 or values.count(min(values)) > 1:
            yield self._say(forms.extremes, name=name, **self._extremes(series, points))
        if not course:
            return
        ends = self._ends(series, points)
        if len(course) == 1:
            yield self._say(forms.rises if course[0].rises else forms.falls, name=name, **ends)
        elif len(course) <= _MOST_NAMED_LEGS:
            legs_ = (
                (forms.rise if leg.rises else forms.fall).format(
                    value=series.shown[leg.end[0]], at=self._at([leg.end[0]], 1)
                )
                for leg in course
            )
            ends = {key: ends[key] for key in ("first", "first_at")}
            yield self._say(forms.course, name=name, legs=forms.then.join(legs_), **ends)
        else:
            count = self.locale.number(str(len(course) - 1))
            yield self._say(forms.turning, name=name, count=count, **ends)

    def _ends(self, series: Series, points: Sequence[Point]) -> dict[str, str]:
        """Return the first and the last value, and where they are."""
        (first, _), (last, _) = points[0], points[-1]
        ends = {"first": series.shown[first], "last": series.shown[last]}
        return ends | {"first_at": self._at([first], 1), "last_at": self._at([last], 1)}

    def _extremes(self, series: Series, points: Sequence[Point]) -> dict[str, str]:
        """Return the highest and the lowest value, and all categories that have them."""
        extremes: dict[str, str] = {}
        for name, extreme in (("high", max(value for _, value in points)), ("low", min(value for _, value in points))):
            places = [place for place, value in points if value == extreme]
            extremes |= {name: series.shown[places[0]], f"{name}_at": self._at(places, len(points))}
        return extremes

    def _gaps(self, series: Series) -> list[int]:
        """Return the categories that a series has no value for. A point of another panel is not missing in this one."""
        gaps = [n for n, value in enumerate(series.values) if value is None]
        if self.chart.kind != "point" or len(self.chart.panels) == 1:
            return gaps
        return []

    def _totals(self, panel: Panel) -> Iterator[str]:
        """Yield the totals of the categories that no stacked series lacks; of a histogram the number of all values."""
        chart, forms = self.chart, self.forms
        name = self._name(panel.name, forms.total)
        if chart.kind == "histogram":
            yield self._say(forms.sum, name=name, value=self._sum(panel.series[0].values))
        if chart.kind not in STACKED or len(panel.series) == 1:
            return
        stacks = list(zip(*(series.values for series in panel.series), strict=True))
        full = [n for n, stack in enumerate(stacks) if None not in stack]
        sums = tuple("" if None in stack else self._sum(stack) for stack in stacks)
        if len(full) > _MOST_NAMED_CATEGORIES:
            values = tuple(None if None in stack else sum(filter(None, stack), Decimal(0)) for stack in stacks)
            yield from self._values(name, Series(name, values, sums))
        elif full:
            each = (forms.amount_at.format(value=sums[n], at=self._at([n], 1)) for n in full)
            yield self._say(forms.totals, name=name, values=forms.separator.join(each))

    def _sum(self, values: Iterable[Decimal | None]) -> str:
        addends = [value for value in values if value is not None]
        total = sum(addends, Decimal(0))
        # 12.50 and 7.50 are 20.00; 98.5 and 1.5 and 2 are 102.
        alike = len(set(map(decimals, addends))) == 1
        return self.locale.number(format(total if alike else _short(total), "f"))

    def _parts(self, series: Series) -> Iterator[str]:
        """Yield the parts of a pie, and the whole."""
        values = [value or Decimal(0) for value in series.values]
        parts, exact = shares(values)
        form = self.forms.part if exact else self.forms.part_about
        for name, value, share in zip(self.chart.categories, series.shown, parts, strict=True):
            yield self._say(form, name=name, value=value, share=self.locale.percentage(format(share, "f")))
        yield self._say(self.forms.sum, name=self.forms.total, value=self._sum(values))

    def _boxes(self, panel: Panel) -> Iterator[str]:
        """Yield the five numbers of each box."""
        for n, name in enumerate(self.chart.categories):
            five = (self.forms.number.format(name=series.name, value=series.shown[n]) for series in panel.series)
            yield self._say(self.forms.numbers, name=name, values=self.forms.separator.join(five))


def _points(series: Series) -> list[Point]:
    return [(n, value) for n, value in enumerate(series.values) if value is not None]


def quartile(value: Decimal, given: int) -> Decimal:
    """Return a computed ``value`` with the decimals that it needs, and no fewer than the data, which have ``given``.

    >>> str(quartile(Decimal("8.00"), 0)), str(quartile(Decimal("15.50"), 0)), str(quartile(Decimal("9.00"), 1))
    ('8', '15.5', '9.0')
    """
    short = _short(value)
    return short if decimals(short) >= given else short.quantize(Decimal(1).scaleb(-given))
