"""Makes a chart from the rows of a data file: categories, series and axes in the words and numbers of a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, get_args

from plantin.charts import colours, scales
from plantin.charts.drawing import draw
from plantin.charts.frame import WIDTH
from plantin.files import digest
from plantin.findings.suggestion import suggest
from plantin.house.conventions import decimals
from plantin.model.charts import STACKED, Chart, ChartKind, Panel, Series, Tick
from plantin.model.document import Picture
from plantin.resolve import data_tables, maps
from plantin.resolve.chart_sentences import kind_of, quartile
from plantin.resolve.data_tables import DATE, NUMBER, YEAR, ColumnsError, day, place_of, require_form

if TYPE_CHECKING:
    from plantin.house.chart_words import ChartWords
    from plantin.house.locale import Locale

KINDS: tuple[ChartKind, ...] = tuple(kind for kind in get_args(ChartKind) if kind != "sparkline")
"""The kinds of charts that are figures."""
_MOST_CATEGORIES: Mapping[str, int] = {"line": 400, "area": 400, "point": 1_000, "pie": 6, "map": 400}
_MOST_BARS, _MOST_PANELS = 40, 12
_UNGROUPED = 7
"""A number of so many digits is no year."""
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
        """Return the number of the column ``name``. Raises ColumnsError."""
        return place_of(name, [" ".join(head.split()) for head in self.given.rows[0]])

    def cells(self, name: str) -> list[str]:
        """Return the cells of the column ``name``."""
        at = self.column(name)
        return [" ".join(row[at].split()) for row in self.given.rows[1:]]

    def numbers(self, name: str) -> list[Decimal | None]:
        """Return the numbers of the column ``name``, None where a cell is empty. Raises ColumnsError."""
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
        """Return what the edition calls a head or a cell of the data."""
        return self.given.words.get(words, words)

    def number(self, value: Decimal, *, year: bool = False) -> str:
        """Return a number as the language writes it; a ``year`` has no sign between its thousands."""
        numbers = replace(self.locale.numbers, grouped_from=_UNGROUPED) if year else self.locale.numbers
        return numbers.number(format(value, "f"), self.locale.cldr)

    def series(self, name: str, values: Iterable[Decimal | None], *, years: bool = False) -> Series:
        """Return a series with its numbers as printed."""
        kept = tuple(values)
        return Series(name, kept, tuple("" if value is None else self.number(value, year=years) for value in kept))

    def ticks(self, values: Iterable[Decimal], *, zero: bool, years: bool = False) -> tuple[Tick, ...]:
        """Return the marks of an axis, with equally many decimals."""
        numbers = scales.tick_values(values, zero=zero)
        unit = Decimal(1).scaleb(-max(map(decimals, numbers)))
        return tuple(Tick(number, self.number(number.quantize(unit), year=years)) for number in numbers)


def read(given: ChartRequest, locale: Locale, forms: ChartWords) -> Chart:
    """Return the chart that ``given`` asks for. Raises ColumnsError."""
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
            return _chart_by_category(reader)


def _chart_by_category(reader: _Reader) -> Chart:
    """Return a chart with a value for each category and series."""
    request = reader.given
    kind = next(candidate for candidate in KINDS if candidate == request.kind)
    if not request.x:
        raise ColumnsError("a chart without a column of categories", "Name it: x=year.")
    keys = reader.cells(request.x)
    groups = reader.cells(request.facet) if request.facet else [""] * len(keys)
    rows = list(zip(groups, keys, strict=True))
    names, parts = tuple(dict.fromkeys(keys)), tuple(dict.fromkeys(groups))
    if kind == "point":
        names = tuple(keys)
    elif twice := [key for (_, key), times in Counter(rows).items() if times > 1]:
        raise ColumnsError(f"the column {request.x!r} has {twice[0]!r} twice", "Give each category once.")
    most = _MOST_CATEGORIES.get(kind, _MOST_BARS)
    if len(names) > most or len(parts) > _MOST_PANELS:
        message = f"{len(names)} categories" if len(names) > most else f"{len(parts)} panels"
        bars = "; take kind=bar" if kind == "pie" else ""
        raise ColumnsError(
            message, f"A chart of the kind {kind} has at most {most} categories and {_MOST_PANELS} panels{bars}."
        )
    values = {column: reader.numbers(column) for column in request.y}
    panels = []
    for part in parts:
        series = []
        for column, numbers in values.items():
            if kind == "point":
                column_values = [n if group == part else None for group, n in zip(groups, numbers, strict=True)]
            else:
                numbers_by_row = dict(zip(rows, numbers, strict=True))
                column_values = [numbers_by_row.get((part, name)) for name in names]
            series.append(reader.series(reader.name(column), column_values))
        panels.append(Panel(reader.name(part), tuple(series)))
    positions = _positions(kind, names, request.x)
    categories = tuple(_format_category(name, names, reader) for name in names)
    drawn_values = [value for panel in panels for each in panel.series for value in each.values if value is not None]
    if kind in ("pie", *STACKED) and min(drawn_values) < 0:
        raise ColumnsError(f"a chart of the kind {kind} of values below zero", "Take kind=bar or kind=line.")
    if kind == "pie":
        _require_parts(drawn_values, names, facet=bool(request.facet))
    return Chart(
        kind,
        reader.locale.direction,
        "" if kind == "pie" else request.words.get("x", reader.name(request.x)),
        "" if kind == "pie" else request.words.get("y", panels[0].series[0].name if len(request.y) == 1 else ""),
        categories,
        positions,
        _marks(kind, positions, categories, names, reader),
        () if kind == "pie" else reader.ticks(_ends(kind, panels), zero=kind in _ZERO),
        tuple(panels),
        cells=() if kind_of(names) == "name" or set(names) & set(reader.given.words) else tuple(names),
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
    """Return the values that the axis has to reach."""
    if kind in STACKED:
        stacks = [zip(*(series.values for series in panel.series), strict=True) for panel in panels]
        return [sum((value or Decimal(0) for value in stack), Decimal(0)) for each in stacks for stack in each]
    values = [value for panel in panels for each in panel.series for value in each.values if value is not None]
    # A line far above zero shows its course; one that comes near begins at zero.
    return [*values, Decimal(0)] if min(values) > 0 and min(values) * 2 < max(values) else values


def _positions(kind: ChartKind, names: Sequence[str], column: str) -> tuple[Decimal, ...]:
    """Return where categories that are numbers or dates are; nothing for other ones, and for bars."""
    if kind not in ("line", "area", "point"):
        return ()
    if all(NUMBER.fullmatch(name) for name in names):
        positions = tuple(map(Decimal, names))
    elif all(DATE.fullmatch(name) for name in names):
        positions = tuple(Decimal(day(name).toordinal()) for name in names)
    elif kind == "point":
        raise ColumnsError(f"the column {column!r} is not one of numbers or dates", "Take kind=line or kind=bar.")
    else:
        return ()
    if kind != "point" and list(positions) != sorted(positions):
        raise ColumnsError(f"the column {column!r} is not in order", "Sort the rows of the data by it.")
    return positions


def _marks(
    kind: ChartKind, positions: Sequence[Decimal], categories: Sequence[str], names: Sequence[str], reader: _Reader
) -> tuple[Tick, ...]:
    """Return the marks of the axis of the categories, where these have positions."""
    if not positions:
        return ()
    if kind == "point" and all(map(NUMBER.fullmatch, names)):
        return reader.ticks(positions, zero=False, years=_are_years(positions))
    pairs = dict(zip(positions, categories, strict=True))
    return tuple(Tick(position, pairs[position]) for position in sorted(pairs))


def _format_category(cell: str, names: Sequence[str], reader: _Reader) -> str:
    """Return a category as the edition prints it: in the author's words, else as a number or a date of the language."""
    if cell in reader.given.words:
        return reader.given.words[cell]
    if all(map(NUMBER.fullmatch, names)) and not all(map(YEAR.fullmatch, names)):
        return data_tables.format_number(cell, reader.locale)
    return data_tables.format_date(cell, reader.locale) if DATE.fullmatch(cell) else cell


def _map(reader: _Reader) -> Chart:
    """Return a map: areas by the classes of their values; the upper edge belongs to the last class alone."""
    request = reader.given
    keys = reader.cells(request.x) if request.x else []
    if not keys or request.facet or request.outlines is None or len(set(keys)) < len(keys):
        raise ColumnsError(
            "a map without shape or x, with facet, or with an area twice",
            "Write kind=map shape=districts.geojson x=district y=litres, with a row for each area.",
        )
    if len(keys) > _MOST_CATEGORIES["map"]:
        raise ColumnsError(f"{len(keys)} categories", f"A map has at most {_MOST_CATEGORIES['map']}.")
    values = reader.numbers(request.y[0])
    edges = reader.ticks((value for value in values if value is not None), zero=False)
    marks = tuple(
        Tick(low.at, reader.forms.interval.format(low=low.label, high=high.label)) for low, high in pairwise(edges)
    )
    name = reader.name(request.y[0])
    return Chart(
        "map",
        reader.locale.direction,
        request.words.get("x", reader.name(request.x)),
        request.words.get("y", name),
        tuple(map(reader.name, keys)),
        (),
        marks,
        edges,
        (Panel("", (reader.series(name, values),)),),
        areas=maps.areas(request.outlines, keys, request.x, request.projection, WIDTH),
    )


def _histogram(reader: _Reader) -> Chart:
    """Return how many values are in each of several classes of equal width; the upper end belongs to the last alone."""
    request = reader.given
    if request.x or request.facet:
        raise ColumnsError("a histogram with x or facet", "Name the column of its values alone: y=depth.")
    values = [value for value in reader.numbers(request.y[0]) if value is not None]
    marks = reader.ticks(values, zero=False, years=_are_years(values))
    edges = [tick.at for tick in marks]
    counts = [0] * (len(edges) - 1)
    for value in values:
        counts[next((n for n in range(len(counts)) if value < edges[n + 1]), len(counts) - 1)] += 1
    numbers = [Decimal(amount) for amount in counts]
    names = tuple(reader.forms.interval.format(low=low.label, high=high.label) for low, high in pairwise(marks))
    count = request.words.get("y", reader.forms.count)
    axis = request.words.get("x", reader.name(request.y[0]))
    panel = Panel("", (reader.series(count, numbers),))
    return Chart(
        "histogram", reader.locale.direction, axis, count, names, (), marks, reader.ticks(numbers, zero=True), (panel,)
    )


def _are_years(values: Iterable[Decimal]) -> bool:
    """Return whether what is measured are years, as a table of data takes them."""
    return all(YEAR.fullmatch(format(value, "f")) for value in values)


def _box(reader: _Reader) -> Chart:
    """Return the five numbers of each column of values, or of each group of them that has the same ``x``."""
    request = reader.given
    if request.facet or (request.x and len(request.y) > 1):
        raise ColumnsError("a box plot with facet, or with x and several columns", "Name x and one column, or columns.")
    groups: dict[str, list[Decimal]] = {}
    for column in request.y:
        keys = reader.cells(request.x) if request.x else [column] * (len(request.rows) - 1)
        for key, value in zip(keys, reader.numbers(column), strict=True):
            if value is not None:
                groups.setdefault(key, []).append(value)
    if len(groups) > _MOST_BARS:
        raise ColumnsError(f"{len(groups)} boxes", f"A box plot has at most {_MOST_BARS}.")
    fives = [_five(sorted(values)) for values in groups.values()]
    ends = [number for five in fives for number in five]
    years = _are_years(value for values in groups.values() for value in values)
    series = tuple(
        reader.series(name, [five[n] for five in fives], years=years) for n, name in enumerate(reader.forms.quartiles)
    )
    return Chart(
        "box",
        reader.locale.direction,
        request.words.get("x", reader.name(request.x) if request.x else ""),
        request.words.get("y", reader.name(request.y[0]) if request.x else ""),
        tuple(_format_category(group, tuple(groups), reader) if request.x else reader.name(group) for group in groups),
        (),
        (),
        reader.ticks(_ends("line", [Panel("", (Series("", tuple(ends), ()),))]), zero=False, years=years),
        (Panel("", series),),
    )


def _five(values: Sequence[Decimal]) -> list[Decimal]:
    """Return the lowest value, the quartiles and the highest value: between the two nearest values in proportion
    (Hyndman and Fan, 1996, definition 7), as the sentence of the language says (``quartile_method``).
    """
    quartiles = []
    for quarter in range(5):
        at, rest = divmod((len(values) - 1) * quarter, 4)
        after = values[min(at + 1, len(values) - 1)]
        value = values[at] + (after - values[at]) * rest / 4
        quartiles.append(quartile(value, min(map(decimals, values))) if rest else values[at])
    return quartiles


def picture(chart: Chart, name: str = "") -> Picture:
    """Return the drawing of ``chart`` as a picture of that ``name``; without one, named by its kind and content."""
    drawn = draw(chart)
    fingerprint = digest(drawn.content)
    file = f"{name or f'{chart.kind}-{fingerprint[:12]}'}.svg"
    return Picture(file, "image/svg+xml", drawn.width, drawn.height, False, fingerprint, drawn.content)
