"""Reads a specification in the grammar of Vega-Lite (version 5) as the options of a chart: which columns of which file
are drawn how. Sizes, colours and faces are the house's, words are the block's; all else that changes what is shown is
refused by its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plantin.resolve.data_tables import ColumnsError, place_of

_MARKS = {
    "bar": "bar",
    "line": "line",
    "area": "area",
    "point": "point",
    "circle": "point",
    "square": "point",
    "arc": "pie",
    "boxplot": "box",
}
_TOP = ("$schema", "data", "mark", "encoding", "transform")
_HOUSE = ("name", "description", "title", "width", "height", "autosize", "padding", "background", "config", "usermeta")
"""What the house and the block say: it is passed over."""
_MARK = ("type", "point", "tooltip", "filled")
_CHANNELS = ("x", "y", "color", "xOffset", "yOffset", "theta", "facet", "column", "row")
_CHANNEL = ("field", "type", "bin", "aggregate", "stack", "sort")
_WORDS = ("title", "axis", "legend", "header")
_PANELS = ("facet", "column", "row")
_QUANTITY = "quantitative"


@dataclass(frozen=True, slots=True)
class _Channel:
    """What one channel of the encoding shows."""

    field: str = ""
    quantity: bool = False
    binned: bool = False
    counted: bool = False
    apart: bool = False
    """Whether its bars are not on top of one another."""


def options(specification: object) -> dict[str, str]:
    """Return the options of a chart (``data``, ``kind``, ``x``, ``y``, ``series``, ``facet``) that ``specification``,
    the value of a JSON file, asks for. Raises ColumnsError.

    >>> channels = {"x": {"field": "year", "type": "ordinal"}, "y": {"field": "wells", "type": "quantitative"}}
    >>> options({"data": {"url": "wells.csv"}, "mark": "line", "encoding": channels})
    {'data': 'wells.csv', 'kind': 'line', 'x': 'year', 'y': 'wells'}
    """
    top = _object(specification, "the specification", _TOP, _HOUSE)
    file = _text(_object(top.get("data"), "data", ("url",)).get("url"), "data.url")
    mark = top.get("mark")
    name = _text(mark if isinstance(mark, str) else _object(mark, "mark", _MARK).get("type"), "mark")
    if name not in _MARKS:
        raise ColumnsError(f"mark {name[:40]!r} in the specification", f"Known: {', '.join(_MARKS)}.")
    encoding = _object(top.get("encoding"), "encoding", _CHANNELS)
    channels = {key: _channel(value, f"encoding.{key}") for key, value in encoding.items()}
    kind, x, y, series = _kind_and_columns(_MARKS[name], channels)
    folded = _fold_columns(top.get("transform"), series, y)
    panels = [channels[channel].field for channel in _PANELS if channel in channels]
    if len(panels) > 1:
        raise ColumnsError("panels by two columns in the specification", "Take one of facet, column and row.")
    settings = {"data": file, "kind": kind, "x": x, "y": folded or y, "series": "" if folded else series}
    return {key: value for key, value in {**settings, "facet": "".join(panels)}.items() if value}


def _kind_and_columns(kind: str, channels: Mapping[str, _Channel]) -> tuple[str, str, str, str]:
    """Return the kind of chart, and the columns of its categories, its values and its series."""
    nothing = _Channel()
    x, y, colour = (channels.get(name, nothing) for name in ("x", "y", "color"))
    beside = channels.get("xOffset", channels.get("yOffset", nothing))
    if kind == "pie":
        return kind, colour.field, channels.get("theta", nothing).field, ""
    if kind in ("bar", "box") and x.quantity and not x.binned and not y.quantity:
        x, y = y, x  # bars lie down where their names are long: that is not for the specification to say
    if x.binned or y.counted:
        if kind != "bar" or not (x.binned and y.counted) or colour.field:
            raise ColumnsError("bin or aggregate in the specification", "They make a histogram: bars of x alone.")
        return "histogram", "", x.field, ""
    if kind == "bar" and beside.field not in ("", colour.field):
        raise ColumnsError("bars beside each other by another column than color", "Give both the same field.")
    if kind == "bar" and colour.field and colour.field != x.field:
        kind = "grouped" if beside.field or y.apart else "stacked"
    if kind == "box" and colour.field not in ("", x.field):
        raise ColumnsError("boxes with series in the specification", "Leave color out.")
    return kind, x.field, y.field, "" if colour.field == x.field else colour.field


def _channel(value: object, name: str) -> _Channel:
    channel = _object(value, name, _CHANNEL)
    aggregate, stack, sort = channel.get("aggregate"), channel.get("stack", True), channel.get("sort")
    if aggregate not in (None, "count") or channel.get("bin") not in (None, False, True) or sort is not None:
        raise ColumnsError(
            f"aggregate, bin or sort of {name} in the specification",
            "Count or sort in the data; a histogram has bin: true and aggregate: count.",
        )
    if stack not in (True, "zero", None, False):
        raise ColumnsError(f"stack of {name} in the specification", "Known: zero, null.")
    field = "" if aggregate else _text(channel.get("field"), f"{name}.field")
    return _Channel(
        field,
        channel.get("type") == _QUANTITY,
        channel.get("bin") is True,
        aggregate is not None,
        stack in (None, False),
    )


def _fold_columns(transform: object, series: str, values: str) -> str:
    """Return the columns that are the series, where the one transform makes rows of them."""
    if transform is None:
        return ""
    if not isinstance(transform, list) or len(transform) != 1:
        raise ColumnsError("transforms in the specification", "One is known: fold.")
    fold = _object(transform[0], "transform", ("fold", "as"))
    names = fold.get("as", ["key", "value"])
    columns = fold.get("fold")
    if not isinstance(columns, list) or not columns or names != [series, values]:
        hint = "Name them in `as`, in this order."
        raise ColumnsError("fold in the specification makes other columns than color and y show", hint)
    return ",".join(_text(column, "fold") for column in columns)


def _object(value: object, name: str, known: Iterable[str], passed: Iterable[str] = ()) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ColumnsError(f"{name} is missing in the specification, or not an object", "Write it as { }.")
    for key in value:
        if key in _WORDS and key not in passed:
            hint = "Words are the block's, for translators: `- [Year]{of=x}` an axis, `- [Wells]{of=wells}` a series."
            raise ColumnsError(f"{key} of {name} in the specification", hint)
        if key not in known and key not in passed:
            raise ColumnsError(f"{str(key)[:40]!r} of {name} in the specification", f"Known: {', '.join(known)}.")
    return value


def _text(value: object, name: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ColumnsError(f"{name} is missing in the specification, or not text", "Name a column or a file.")
    return " ".join(value.split())


def by_series(rows: list[list[str]], x: str, y: str, series: str, facet: str = "") -> list[list[str]]:
    """Return the rows of data with a row for each value as rows with a column for each cell of the column ``series``.
    Raises ColumnsError.

    >>> by_series([["year", "of", "n"], ["2015", "wells", "3"], ["2015", "springs", "4"]], "year", "n", "of")
    [['year', 'wells', 'springs'], ['2015', '3', '4']]
    """
    heads = [" ".join(head.split()) for head in rows[0]]
    keys = [column for column in (facet, x) if column]
    *kept, value, at = (place_of(name, heads) for name in (*keys, y, series))
    body = [[" ".join(cell.split()) for cell in row] for row in rows[1:]]
    names = list(dict.fromkeys(row[at] for row in body))
    table: dict[tuple[str, ...], dict[str, str]] = {}
    for row in body:
        cells = table.setdefault(tuple(row[n] for n in kept), {})
        if row[at] in cells:
            raise ColumnsError(f"{row[at][:40]!r} twice for the same {x}", "Give each value once.")
        cells[row[at]] = row[value]
    return [[*keys, *names], *([*key, *(cells.get(name, "") for name in names)] for key, cells in table.items())]
