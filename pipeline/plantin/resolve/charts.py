"""Makes a chart from the rows of a data file: categories, series and axes in the words and numbers of a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, get_args

from plantin.charts import colours, scales
from plantin.charts.drawing import draw
from plantin.charts.sheet import WIDTH
from plantin.files import digest
from plantin.findings.suggestion import suggest
from plantin.house.conventions import decimals
from plantin.model.charts import STACKED, Chart, ChartKind, Panel, Series, Tick
from plantin.model.document import Picture
from plantin.resolve import maps
from plantin.resolve.chart_sentences import kind_of, quartile
from plantin.resolve.data_tables import DATE, NUMBER, YEAR, ColumnsError, dated, day, place_of, printed, require_form

if TYPE_CHECKING:
    from plantin.house.chart_words import ChartWords
    from plantin.house.locale import Locale

KINDS: tuple[ChartKind, ...] = tuple(one for one in get_args(ChartKind) if one != "sparkline")
"""The kinds of charts that are figures."""
_MOST_CATEGORIES: Mapping[str, int] = {"line": 400, "area": 400, "point": 1_000, "pie": 6, "map": 400}
_MOST_BARS, _MOST_PANELS = 40, 12
_LEAST_PART = Decimal("0.03")
"""The least part of a pie."""
_ALONE = ("bar", "pie", "histogram", "map")
"""The kinds that have one series."""
_ZERO = ("bar", "grouped", "stacked", "area", "histogram")
"""The kinds whose areas begin at zero."""


@dataclass(frozen=True, slots=True)
class ChartRequest:
    """What the author asks for: the rows of the data, the head first; the columns by their heads; words instead of the
    heads and cells of the data, by these, and of the axes, by ``x`` and ``y``.
    """

    rows: Sequence[Sequence[str]]
    kind: str
    x: str
    y: tuple[str, ...]
    facet: str
    words: Mapping[str, str]
    outlines: object = None
    """The value of the GeoJSON file of a map."""
    projection: str = "equirectangular"


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one request in one language."""

    given: ChartRequest
    locale: Locale
    forms: ChartWords

    def column(self, name: str) -> int:
        """The number of the column ``name``. Raises ColumnsError."""
        return place_of(name, [" ".join(one.split()) for one in self.given.rows[0]])

    def cells(self, name: str) -> list[str]:
        """The cells of the column ``name``."""
        at = self.column(name)
        return [" ".join(row[at].split()) for row in self.given.rows[1:]]

    def numbers(self, name: str) -> list[Decimal | None]:
        """The numbers of the column ``name``, None where a cell is empty. Raises ColumnsError."""
        cells = self.cells(name)
        hint = (
            "Write numbers with a point before the decimals and nothing between thousands, 1371.5; leave the cell empty"
            " where there is none."
        )
        require_form(NUMBER, name, cells, "no number", hint)
        if not any(cells):
            raise ColumnsError(f"the column {name!r} has no numbers", "Name a column with numbers.")
        return [Decimal(cell) if cell else None for cell in cells]

    def name(self, words: str) -> str:
        """What the edition calls a head or a cell of the data."""
        return self.given.words.get(words, words)

    def number(self, value: Decimal) -> str:
        """A number as the language writes it."""
        return printed(format(value, "f"), self.locale)

    def series(self, name: str, values: Iterable[Decimal | None]) -> Series:
        """A series with its numbers as printed."""
        kept = tuple(values)
        return Series(name, kept, tuple("" if one is None else self.number(one) for one in kept))

    def ticks(self, values: Iterable[Decimal], *, zero: bool) -> tuple[Tick, ...]:
        """The marks of an axis, with equally many decimals."""
        found = scales.tick_values(values, zero=zero)
        digits = max(max(0, -int(one.as_tuple().exponent)) for one in found)
        return tuple(Tick(one, self.number(one.quantize(Decimal(1).scaleb(-digits)))) for one in found)


def read(given: ChartRequest, locale: Locale, forms: ChartWords) -> Chart:
    """The chart that ``given`` asks for. Raises ColumnsError."""
    reader = _Reader(given, locale, forms)
    if given.kind not in KINDS:
        hint = f"Known: {', '.join(KINDS)}."
        raise ColumnsError(f"there is no kind of chart {given.kind[:40]!r}", suggest(given.kind, KINDS, hint))
    if not given.y:
        raise ColumnsError("a chart without a column of values", 'Name one or several: y="wells,springs".')
    if len(given.y) > (most := 1 if given.kind in _ALONE else colours.MOST):
        raise ColumnsError(f"{len(given.y)} series in a chart of the kind {given.kind}", f"It has at most {most}.")
    match given.kind:
        case "histogram":
            return _histogram(reader)
        case "box":
            return _box(reader)
        case "map":
            return _map(reader)
        case _:
            return _plotted(reader)


def _plotted(reader: _Reader) -> Chart:
    """A chart with a value for each category and series."""
    given = reader.given
    kind = next(one for one in KINDS if one == given.kind)
    if not given.x:
        raise ColumnsError("a chart without a column of categories", "Name it: x=year.")
    keys = reader.cells(given.x)
    groups = reader.cells(given.facet) if given.facet else [""] * len(keys)
    rows = list(zip(groups, keys, strict=True))
    names, parts = tuple(dict.fromkeys(keys)), tuple(dict.fromkeys(groups))
    if kind == "point":
        names = tuple(keys)
    elif twice := [key for (_, key), times in Counter(rows).items() if times > 1]:
        raise ColumnsError(f"the column {given.x!r} has {twice[0]!r} twice", "Give each category once.")
    most = _MOST_CATEGORIES.get(kind, _MOST_BARS)
    if len(names) > most or len(parts) > _MOST_PANELS:
        message = f"{len(names)} categories" if len(names) > most else f"{len(parts)} panels"
        bars = "; take kind=bar" if kind == "pie" else ""
        raise ColumnsError(
            message, f"A chart of the kind {kind} has at most {most} categories and {_MOST_PANELS} panels{bars}."
        )
    values = {one: reader.numbers(one) for one in given.y}
    panels = []
    for part in parts:
        series = []
        for column, numbers in values.items():
            if kind == "point":
                own = [one if group == part else None for group, one in zip(groups, numbers, strict=True)]
            else:
                known = dict(zip(rows, numbers, strict=True))
                own = [known.get((part, name)) for name in names]
            series.append(reader.series(reader.name(column), own))
        panels.append(Panel(reader.name(part), tuple(series)))
    positions = _positions(kind, names, given.x)
    categories = tuple(_printed(one, names, reader) for one in names)
    shown = [one for panel in panels for each in panel.series for one in each.values if one is not None]
    if kind in ("pie", *STACKED) and min(shown) < 0:
        raise ColumnsError(f"a chart of the kind {kind} of values below zero", "Take kind=bar or kind=line.")
    if kind == "pie":
        _require_parts(shown, names, facet=bool(given.facet))
    return Chart(
        kind,
        reader.locale.direction,
        "" if kind == "pie" else given.words.get("x", reader.name(given.x)),
        "" if kind == "pie" else given.words.get("y", panels[0].series[0].name if len(given.y) == 1 else ""),
        categories,
        positions,
        _marks(kind, positions, categories, names, reader),
        () if kind == "pie" else reader.ticks(_ends(kind, panels), zero=kind in _ZERO),
        tuple(panels),
        cells=_typed(names, reader),
    )


def _require_parts(values: Sequence[Decimal], names: Sequence[str], *, facet: bool) -> None:
    """Raises ColumnsError for a pie that nobody can read: without a whole, or with a part that is a mere line."""
    whole = sum(values, Decimal(0))
    if not whole or facet or len(values) < len(names):
        raise ColumnsError("a pie without parts, with a missing one, or with facet", "A pie has one to six parts.")
    least, name = min(zip(values, names, strict=True))
    if least < _LEAST_PART * whole:
        share = f"{least * 100 / whole:.2g}"
        hint = "Parts under 3 per cent can be neither seen nor named: take kind=bar."
        raise ColumnsError(f"a pie with a part of {share} per cent, {name[:40]!r}", hint)


def _ends(kind: ChartKind, panels: Sequence[Panel]) -> list[Decimal]:
    """The values that the axis has to reach."""
    if kind in STACKED:
        stacks = [zip(*(one.values for one in panel.series), strict=True) for panel in panels]
        return [sum((one or Decimal(0) for one in stack), Decimal(0)) for each in stacks for stack in each]
    found = [one for panel in panels for each in panel.series for one in each.values if one is not None]
    # A line far above zero shows its course; one that comes near begins at zero.
    return [*found, Decimal(0)] if min(found) > 0 and min(found) * 2 < max(found) else found


def _positions(kind: ChartKind, names: Sequence[str], column: str) -> tuple[Decimal, ...]:
    """Where categories that are numbers or dates are; nothing for other ones, and for bars."""
    if kind not in ("line", "area", "point"):
        return ()
    if all(NUMBER.fullmatch(one) for one in names):
        found = tuple(map(Decimal, names))
    elif all(DATE.fullmatch(one) for one in names):
        found = tuple(Decimal(day(one).toordinal()) for one in names)
    elif kind == "point":
        raise ColumnsError(f"the column {column!r} is not one of numbers or dates", "Take kind=line or kind=bar.")
    else:
        return ()
    if kind != "point" and list(found) != sorted(found):
        raise ColumnsError(f"the column {column!r} is not in order", "Sort the rows of the data by it.")
    return found


def _marks(
    kind: ChartKind, positions: Sequence[Decimal], categories: Sequence[str], names: Sequence[str], reader: _Reader
) -> tuple[Tick, ...]:
    """The marks of the axis of the categories, where these have positions."""
    if not positions:
        return ()
    if kind == "point" and all(map(NUMBER.fullmatch, names)):
        plain = all(map(YEAR.fullmatch, names))
        found = scales.tick_values(positions, zero=False)
        return tuple(Tick(one, format(one, "f") if plain else reader.number(one)) for one in found)
    pairs = dict(zip(positions, categories, strict=True))
    return tuple(Tick(one, pairs[one]) for one in sorted(pairs))


def _printed(cell: str, names: Sequence[str], reader: _Reader) -> str:
    """A category as the edition prints it: in the author's words, else as a number or a date of the language."""
    if cell in reader.given.words:
        return reader.given.words[cell]
    if all(map(NUMBER.fullmatch, names)) and not all(map(YEAR.fullmatch, names)):
        return printed(cell, reader.locale)
    return dated(cell, reader.locale) if DATE.fullmatch(cell) else cell


def _typed(names: Sequence[str], reader: _Reader) -> tuple[str, ...]:
    """Categories that are all numbers, years or dates, and for none of which the author has other words."""
    return () if kind_of(names) == "name" or set(names) & set(reader.given.words) else tuple(names)


def _map(reader: _Reader) -> Chart:
    """Areas by the classes of their values; the upper edge belongs to the last class alone."""
    given = reader.given
    keys = reader.cells(given.x) if given.x else []
    if not keys or given.facet or given.outlines is None or len(set(keys)) < len(keys):
        raise ColumnsError(
            "a map without shape or x, with facet, or with an area twice",
            "Write kind=map shape=districts.geojson x=district y=litres, with a row for each area.",
        )
    if len(keys) > _MOST_CATEGORIES["map"]:
        raise ColumnsError(f"{len(keys)} categories", f"A map has at most {_MOST_CATEGORIES['map']}.")
    values = reader.numbers(given.y[0])
    edges = reader.ticks((one for one in values if one is not None), zero=False)
    marks = tuple(
        Tick(low.at, reader.forms.interval.format(low=low.label, high=high.label)) for low, high in pairwise(edges)
    )
    name = reader.name(given.y[0])
    return Chart(
        "map",
        reader.locale.direction,
        given.words.get("x", reader.name(given.x)),
        given.words.get("y", name),
        tuple(map(reader.name, keys)),
        (),
        marks,
        edges,
        (Panel("", (reader.series(name, values),)),),
        areas=maps.areas(given.outlines, keys, given.x, given.projection, WIDTH),
    )


def _histogram(reader: _Reader) -> Chart:
    """How many values are in each of several classes of equal width; the upper end belongs to the last alone."""
    given = reader.given
    if given.x or given.facet:
        raise ColumnsError("a histogram with x or facet", "Name the column of its values alone: y=depth.")
    values = [one for one in reader.numbers(given.y[0]) if one is not None]
    marks = reader.ticks(values, zero=False)
    edges = [tick.at for tick in marks]
    counts = [0] * (len(edges) - 1)
    for value in values:
        counts[next((n for n in range(len(counts)) if value < edges[n + 1]), len(counts) - 1)] += 1
    numbers = [Decimal(one) for one in counts]
    names = tuple(reader.forms.interval.format(low=low.label, high=high.label) for low, high in pairwise(marks))
    count = given.words.get("y", reader.forms.count)
    axis = given.words.get("x", reader.name(given.y[0]))
    panel = Panel("", (reader.series(count, numbers),))
    return Chart(
        "histogram", reader.locale.direction, axis, count, names, (), marks, reader.ticks(numbers, zero=True), (panel,)
    )


def _box(reader: _Reader) -> Chart:
    """The five numbers of each column of values, or of each group of them that has the same ``x``."""
    given = reader.given
    if given.facet or (given.x and len(given.y) > 1):
        raise ColumnsError("a box plot with facet, or with x and several columns", "Name x and one column, or columns.")
    groups: dict[str, list[Decimal]] = {}
    for column in given.y:
        keys = reader.cells(given.x) if given.x else [column] * (len(given.rows) - 1)
        for key, value in zip(keys, reader.numbers(column), strict=True):
            if value is not None:
                groups.setdefault(key, []).append(value)
    if len(groups) > _MOST_BARS:
        raise ColumnsError(f"{len(groups)} boxes", f"A box plot has at most {_MOST_BARS}.")
    fives = [_five(sorted(values)) for values in groups.values()]
    series = tuple(reader.series(name, [five[n] for five in fives]) for n, name in enumerate(reader.forms.quartiles))
    ends = [one for five in fives for one in five]
    return Chart(
        "box",
        reader.locale.direction,
        given.words.get("x", reader.name(given.x) if given.x else ""),
        given.words.get("y", reader.name(given.y[0]) if given.x else ""),
        tuple(_printed(one, tuple(groups), reader) if given.x else reader.name(one) for one in groups),
        (),
        (),
        reader.ticks(_ends("line", [Panel("", (Series("", tuple(ends), ()),))]), zero=False),
        (Panel("", series),),
    )


def _five(values: Sequence[Decimal]) -> list[Decimal]:
    """The lowest value, the quartiles and the highest value: between the two nearest values in proportion (Hyndman and
    Fan, 1996, definition 7), as the sentence of the language says (``quartile_method``).
    """
    found = []
    for quarter in range(5):
        at, rest = divmod((len(values) - 1) * quarter, 4)
        after = values[min(at + 1, len(values) - 1)]
        value = values[at] + (after - values[at]) * rest / 4
        found.append(quartile(value, max(map(decimals, values))) if rest else values[at])
    return found


def picture(chart: Chart, name: str = "") -> Picture:
    """The drawing of ``chart`` as a picture of that ``name``; without one, it is named by its kind and its content."""
    drawn = draw(chart)
    known = digest(drawn.content)
    file = f"{name or f'{chart.kind}-{known[:12]}'}.svg"
    return Picture(file, "image/svg+xml", drawn.width, drawn.height, False, known, drawn.content)
