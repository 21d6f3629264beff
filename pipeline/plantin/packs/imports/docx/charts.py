"""Reads charts of a Word file (ECMA-376 part 1, 21.2) as charts of the house or as tables of their data, and diagrams
(SmartArt, 21.4) as their words.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml.etree import _Element as Node

from plantin.bounded import xml
from plantin.house.locale import Locale
from plantin.packs.imports import cells
from plantin.packs.imports.cells import ReceivedTable
from plantin.packs.imports.docx.headings import Draft
from plantin.packs.imports.markup import Row
from plantin.resolve import charts
from plantin.resolve.charts import ChartRequest
from plantin.resolve.data_tables import ColumnsError

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MOST_ROWS, _MOST_COLUMNS = 2_000, 64
_DEEPEST = 5
_DIGITS = 10
_PLOTS = {"bar": "bar", "bar3D": "bar", "line": "line", "line3D": "line", "area": "area", "area3D": "area",
          "pie": "pie", "pie3D": "pie", "doughnut": "pie", "scatter": "point"}  # fmt: skip
"""The elements of the kinds of charts (21.2.2), without Chart at their end, and what the house has for each."""
_SEVERAL = {
    ("bar", "stacked"): "stacked", ("bar", "percentStacked"): "", ("area", "stacked"): "area",
    ("line", "standard"): "line", ("line", ""): "line", ("area", "standard"): "line", ("area", ""): "line",
}  # fmt: skip
"""The same for several series, by the kind and its grouping (21.2.3.17): areas that cover each other are lines."""
_HEAD = re.compile(r"[\w .()/:;&'’–-]+")
"""What a head of the data may be written with, to be named by the source."""
_SAID = ("node", "asst", "doc")
Write = Callable[[str], str]
"""Gives words in the source's marks."""
_Below = dict[str, list[tuple[int, str]]]
"""What is below each point, with its order."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its title, empty where it has none, and its data, the first row the head; the kind of chart of the house
    that shows the same, empty where none does, and the title of its axis of values.
    """

    title: str
    rows: tuple[tuple[str, ...], ...]
    kind: str
    unit: str


@dataclass(frozen=True, slots=True)
class HouseChart:
    """A chart of the house: its data as CSV, the attributes that say how it is drawn, and the words for the data, as a
    list in the source's marks.
    """

    data: str
    attributes: str
    words: str


def read_chart(root: Node) -> Chart | None:
    """Read the chart whose part has ``root``; None where it has no data, or more than a table of a report can have."""
    series = list(root.iter(f"{_CHART}ser"))
    if not 0 < len(series) < _MOST_COLUMNS:
        return None
    heads: dict[int, str] = {}
    columns: list[tuple[str, dict[int, str]]] = []
    for n, element in enumerate(series, 1):
        for place, words in _points(_first(element, "cat", "xVal")).items():
            heads.setdefault(place, words)
        name = " ".join(_points(_first(element, "tx")).values()) or _text(_first(element, "tx")) or str(n)
        columns.append((name, _points(_first(element, "val", "yVal"))))
    places = sorted({place for _, points in columns for place in points} | heads.keys())
    if not 0 < len(places) < _MOST_ROWS:
        return None
    rows = [(_first_title(root, "catAx", "dateAx"), *(name for name, _ in columns))]
    rows += [(heads.get(place, str(place + 1)), *(points.get(place, "") for _, points in columns)) for place in places]
    return Chart(_first_title(root, "chart"), tuple(rows), _kind(root, len(columns)), _first_title(root, "valAx"))


def _first_title(root: Node, *tags: str) -> str:
    """Return the words of the first title that is in one of these elements."""
    titles = (_text(_first(node, "title")) for node in root.iter(*(f"{_CHART}{tag}" for tag in tags)))
    return next(filter(None, titles), "")


def _kind(root: Node, series: int) -> str:
    """Return the kind of chart of the house that shows the same as the one plot of a chart."""
    plots = [node for area in root.iter(f"{_CHART}plotArea") for node in area if str(node.tag).endswith("Chart")]
    kind = _PLOTS.get(str(plots[0].tag).removeprefix(_CHART).removesuffix("Chart"), "") if len(plots) == 1 else ""
    grouping = _first(plots[0], "grouping") if kind else None
    laid = "" if grouping is None else str(grouping.get("val", ""))
    if series == 1 or not kind:
        return kind
    return _SEVERAL.get((kind, laid), "grouped" if kind == "bar" else "")


def house_chart(chart: Chart, locale: Locale, write: Write) -> HouseChart | None:
    """Return the chart as one of the house; None where the house cannot draw it."""
    if locale.charts is None or not chart.kind:
        return None
    head, *below = chart.rows
    cells = [cell for row in below for cell in row[1:] if cell]
    parts = bool(cells) and all(cell.endswith("%") for cell in cells)
    x = head[0] if _HEAD.fullmatch(head[0]) and head[0] not in head[1:] else "category"
    series = [
        name if _HEAD.fullmatch(name) and name not in (x, "x", "y") and head.count(name) == 1 else f"series {n}"
        for n, name in enumerate(head[1:], 1)
    ]
    words = dict(zip(series, head[1:], strict=True))
    unit = chart.unit or "%" * parts
    words |= {"x": head[0], **({"y": unit} if unit else {})}
    rows = [[x, *series], *([row[0], *(cell.removesuffix("%" * parts) for cell in row[1:])] for row in below)]
    try:
        charts.read(ChartRequest(rows, chart.kind, x, tuple(series), "", words), locale, locale.charts)
    except ColumnsError:
        return None
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    listed = (f'- [{write(label)}]{{of="{name}"}}' for name, label in words.items())
    return HouseChart(out.getvalue(), f'kind={chart.kind} x="{x}" y="{",".join(series)}"', "\n".join(listed))


def _first(node: Node, *tags: str) -> Node | None:
    return next((kid for tag in tags for kid in node.findall(f"{_CHART}{tag}")), None)


def _text(node: Node | None) -> str:
    """Return the words of a title."""
    texts = () if node is None else node.iter(f"{_A}t", f"{_CHART}v")
    return " ".join("".join(str(text.text or "") for text in texts).split())


def _points(node: Node | None) -> dict[int, str]:
    """Return the values of a series by their places: those of the innermost level, where there are several."""
    if node is None:
        return {}
    level = next(node.iter(f"{_CHART}lvl"), node)
    form = next((str(element.text or "") for element in level.iter(f"{_CHART}formatCode")), "")
    values = {}
    for point in level.iter(f"{_CHART}pt"):
        place, value = (
            str(point.get("idx", "")),
            next((str(element.text or "") for element in point.iter(f"{_CHART}v")), ""),
        )
        if place.isdecimal() and len(place) < _DIGITS:
            values[int(place)] = _number(value.strip(), str(point.get("formatCode", form)))
    return values


def _number(value: str, form: str) -> str:
    """Return a value as a table gives it: the shortest decimal number, in per cent where the chart shows that."""
    try:
        number = float(value)
    except ValueError:
        return value
    return f"{number * 100:.10g}%" if "%" in form else f"{number:.10g}" if "e" not in f"{number:.10g}" else value


def diagram_entries(content: bytes, write: Write) -> list[Draft]:
    """Return the words of the diagram whose part has the bytes ``content`` as entries of a list. Raises XmlError."""
    root = xml.parse(content)
    points = {
        str(node.get("modelId", "")): node for node in root.iter(f"{_DIAGRAM}pt") if node.get("type", "node") in _SAID
    }
    below: _Below = {}
    led = set()
    for link in root.iter(f"{_DIAGRAM}cxn"):
        if link.get("type", "parOf") == "parOf":
            order = str(link.get("srcOrd", "0"))
            place = int(order) if order.isdecimal() and len(order) < _DIGITS else 0
            below.setdefault(str(link.get("srcId", "")), []).append((place, str(link.get("destId", ""))))
            led.add(str(link.get("destId", "")))
    tops = [name for name in points if name not in led]
    return [Draft(Row("bullet", level, write(words)), None, words) for level, words in _entries(tops, points, below)]


def _entries(tops: Sequence[str], points: dict[str, Node], below: _Below) -> Iterator[tuple[int, str]]:
    """Yield the words of each point, with the level from 1 that they have in a list."""
    met: set[str] = set()
    left = [(0, name) for name in reversed(tops)]
    while left:
        level, name = left.pop()
        if name in met or name not in points:
            continue
        met.add(name)
        lines = ("".join(str(text.text or "") for text in line.iter(f"{_A}t")) for line in points[name].iter(f"{_A}p"))
        text = " ".join(" ".join(lines).split())
        if text:
            yield min(level + 1, _DEEPEST), text
        left += [(level + bool(text), other) for _, other in sorted(below.get(name, ()), reverse=True)]


def data_table(chart: Chart, description: str, write: Write) -> Draft:
    """Return a chart as a table of its data; ``description`` describes it."""
    rows = [tuple(map(write, row)) for row in chart.rows]
    aligns = [":--", *["--:"] * (len(rows[0]) - 1)]
    return Draft(
        Row("object", 0, ReceivedTable(rows, 1, True, aligns).text(title(chart, description, write))), None, chart.title
    )


def title(chart: Chart, description: str, write: Write) -> str:
    """Return the title of a chart in the source's marks: its own, else ``description``, else its heads."""
    return write(chart.title or description) or cells.heads_in_words([*map(write, chart.rows[0])]) or "…"
