"""Reads charts of a Word file as tables of their data (ECMA-376 part 1, 21.2), and diagrams (SmartArt, 21.4) as their
words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.etree import _Element as Node

from plantin.bounded import xml
from plantin.importing import cells, markup
from plantin.importing.docx.headings import Draft
from plantin.importing.markup import Row

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MOST_ROWS, _MOST_COLUMNS = 2_000, 64
_DEEPEST = 5
_DIGITS = 10
_SAID = ("node", "asst", "doc")
_Below = dict[str, list[tuple[int, str]]]
"""What is below each point, with its order."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its title, empty where it has none, and its data, the first row the head."""

    title: str
    rows: tuple[tuple[str, ...], ...]


def chart(root: Node) -> Chart | None:
    """The chart whose part has ``root``; None where it keeps no data, or more than a table of a report can have."""
    series = list(root.iter(f"{_CHART}ser"))
    if not 0 < len(series) < _MOST_COLUMNS:
        return None
    heads: dict[int, str] = {}
    columns: list[tuple[str, dict[int, str]]] = []
    for n, one in enumerate(series, 1):
        for place, words in _points(_first(one, "cat", "xVal")).items():
            heads.setdefault(place, words)
        name = " ".join(_points(_first(one, "tx")).values()) or _text(_first(one, "tx")) or str(n)
        columns.append((name, _points(_first(one, "val", "yVal"))))
    places = sorted({place for _, points in columns for place in points} | heads.keys())
    if not 0 < len(places) < _MOST_ROWS:
        return None
    axis = next(
        (said for node in root.iter(f"{_CHART}catAx", f"{_CHART}dateAx") if (said := _text(_first(node, "title")))), ""
    )
    rows = [(axis, *(name for name, _ in columns))]
    rows += [(heads.get(place, str(place + 1)), *(points.get(place, "") for _, points in columns)) for place in places]
    title = next((said for node in root.iter(f"{_CHART}chart") if (said := _text(_first(node, "title")))), "")
    return Chart(title, tuple(rows))


def _first(node: Node, *tags: str) -> Node | None:
    return next((kid for tag in tags for kid in node.findall(f"{_CHART}{tag}")), None)


def _text(node: Node | None) -> str:
    """The words of a title."""
    return (
        ""
        if node is None
        else " ".join("".join(str(text.text or "") for text in node.iter(f"{_A}t", f"{_CHART}v")).split())
    )


def _points(node: Node | None) -> dict[int, str]:
    """The values of a series by their places: those of the innermost level, where there are several."""
    if node is None:
        return {}
    level = next(node.iter(f"{_CHART}lvl"), node)
    form = next((str(one.text or "") for one in level.iter(f"{_CHART}formatCode")), "")
    found = {}
    for point in level.iter(f"{_CHART}pt"):
        place, value = str(point.get("idx", "")), next((str(one.text or "") for one in point.iter(f"{_CHART}v")), "")
        if place.isdecimal() and len(place) < _DIGITS:
            found[int(place)] = _number(value.strip(), str(point.get("formatCode", form)))
    return found


def _number(value: str, form: str) -> str:
    """A value as a table gives it: the shortest decimal number that is it, in per cent where the chart shows that."""
    try:
        number = float(value)
    except ValueError:
        return value
    return f"{number * 100:.10g}%" if "%" in form else f"{number:.10g}" if "e" not in f"{number:.10g}" else value


def diagram(root: Node) -> list[tuple[int, str]]:
    """The words of the diagram whose part has ``root``, as entries of a list with their levels from 1."""
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
    met: set[str] = set()
    tops = [name for name in points if name not in led]
    return list(_entries(tops, points, below, met))


def _entries(names: Sequence[str], points: dict[str, Node], below: _Below, met: set[str]) -> Iterator[tuple[int, str]]:
    left = [(0, name) for name in reversed(names)]
    while left:
        level, name = left.pop()
        if name in met or name not in points:
            continue
        met.add(name)
        words = [
            " ".join("".join(str(text.text or "") for text in line.iter(f"{_A}t")).split())
            for line in points[name].iter(f"{_A}p")
        ]
        said = " ".join(filter(None, words))
        at = level + bool(said)
        if said:
            yield min(at, _DEEPEST), said
        left += [(at, other) for _, other in sorted(below.get(name, ()), reverse=True)]


def drafts(kind: str, content: bytes, said: str) -> list[Draft]:
    """The blocks of a source that a chart or a diagram becomes, whose part has the bytes ``content`` and which ``said``
    describes: a table, or a list. None where there is nothing in it that is read. Raises XmlError.
    """
    root = xml.parse(content)
    if kind == "diagram":
        return [Draft(Row("bullet", level, markup.escaped(words)), None, words) for level, words in diagram(root)]
    found = chart(root)
    if found is None:
        return []
    rows = [tuple(map(markup.escaped, row)) for row in found.rows]
    title = markup.escaped(found.title or said) or cells.heads_in_words(rows[0]) or "…"
    aligns = [":--", *["--:"] * (len(rows[0]) - 1)]
    return [Draft(Row("object", 0, cells.table(rows, aligns, 1, title)), None, found.title)]
