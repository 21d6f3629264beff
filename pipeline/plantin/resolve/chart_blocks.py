"""Resolves the charts of a report, drawn from data: boxes of the class ``chart``, cells with sparklines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from plantin.charts.colours import FILLS
from plantin.findings import SourceError
from plantin.findings.suggestion import suggest
from plantin.house.colours import line_of, tints
from plantin.model.charts import Chart, Panel, Series
from plantin.model.document import Block, Figure, Note, Paragraph
from plantin.model.inlines import Inline, Reference, Text, plain
from plantin.model.outline import flat, normal
from plantin.resolve import chart_sentences, chart_specs, charts, described
from plantin.resolve.charts import ChartRequest
from plantin.resolve.data_tables import ColumnsError, format_number

if TYPE_CHECKING:
    from plantin.house.chart_words import ChartWords
    from plantin.house.locale_tables import ReferenceKind
    from plantin.resolve.context import Context, Position
    from plantin.source.nodes import Node

_KNOWN = ("data", "kind", "x", "y", "series", "facet", "shape", "projection", "hidden", "number")
_HINT = (
    'Write ::: {.chart data=data/wells.csv kind=line x=year y="wells,springs"}, then its title; `plantin explain S176`.'
)


@dataclass(frozen=True, slots=True)
class ChartReader:
    """Reads charts. ``blocks`` reads what is in a box, ``title`` a title, ``letters`` keeps the notes of an object,
    ``count`` gives its anchor, its number and its label.
    """

    context: Context
    blocks: Callable[[tuple[Node, ...], Position], tuple[Block, ...]]
    title: Callable[[Node], tuple[Inline, ...]]
    letters: Callable[[str, str], AbstractContextManager[list[Note]]]
    count: Callable[[ReferenceKind, Node], tuple[str, str, str]]

    def read(self, node: Node, around: Position) -> Figure | None:
        """Return the figure that a chart is; nothing, and S176, where it cannot be drawn."""
        anchor, _, label = self.count("figure", node)
        forms = self.context.locale.charts
        if forms is None:
            hint = "Give its locale the table [charts]."
            self._find(node, f"the language {self.context.locale.language} has no words for charts", hint)
            return None
        if not node.children or node.children[0].kind != "Para":
            self._find(node, "a chart without a title", _HINT)
            return None
        words, parts, rest = _split_parts(node.children[1:])
        chart = self._chart(node, words, forms)
        with self.letters("figure", anchor) as notes:
            title = self.title(node.children[0])
            source = self.blocks(rest, around)
            description = [block for part in parts["description"] for block in self.blocks(part.children, around)]
        if chart is None:
            return None
        alternative = " ".join(" ".join(part.words() for part in parts["alternative"]).split())
        # References in the title have their words only when every place is known.
        heard = "" if any(isinstance(inline, Reference) for inline in flat(title)) else normal(plain(title))
        alternative = alternative or chart_sentences.alternative(chart, heard, self.context.locale, forms)
        sentences = forms.between.join(chart_sentences.sentences(chart, self.context.locale, forms))
        long = (Paragraph("", "", (Text(sentences),)), *description)
        kept = described.entry(anchor, label, title, long, described.grid(chart), self.context.locale)
        self.context.described.append(kept)
        self.context.place(f"{anchor}.data", node.place)
        below, picture = (described.link(anchor, forms), *source), charts.picture(chart, anchor)
        return Figure(anchor, label, title, picture, alternative, below, tuple(notes), chart=chart)

    def _chart(self, node: Node, words: Mapping[str, str], forms: ChartWords) -> Chart | None:
        options = dict(node.attributes)
        if unknown := [
            *(f".{name}" for name in node.classes if name not in ("chart", "unnumbered")),
            *(name for name in options if name not in (("spec", "hidden", "number") if "spec" in options else _KNOWN)),
        ]:
            hint = f"Known: {', '.join(_KNOWN)}; or spec alone."
            meant = suggest(unknown[0], _KNOWN, hint) if len(unknown) == 1 else hint
            self._find(node, f"a chart with {', '.join(unknown)}", meant)
            return None
        try:
            request = self._request(options, words, node)
            fills = self.context.fills
            chart = charts.read(request, self.context.locale, forms)
            if chart.kind == "map":
                return replace(chart, fills=tints((fills or FILLS)[0], len(chart.marks)))
            return replace(chart, fills=fills, lines=tuple(map(line_of, fills)))
        except SourceError as error:
            self.context.findings += error.findings
        except ColumnsError as error:
            self._find(node, str(error), error.hint)
        return None

    def _request(self, options: dict[str, str], words: Mapping[str, str], node: Node) -> ChartRequest:
        """Return what the options, or the specification that they name, ask for. Raises SourceError or ColumnsError."""
        hidden = options.get("hidden", "")
        if "spec" in options:
            options = chart_specs.options(self.context.data.json(options["spec"], node.place))
        rows = self.context.data(options.get("data", ""), node.place, original=True, hidden=hidden)
        self._require_in_data(node, rows, words)
        kind, x, y, series, facet, shape, projection = (" ".join(options.get(key, "").split()) for key in _KNOWN[1:-2])
        if (shape or projection) and kind != "map":
            raise ColumnsError("shape or projection of a chart that is not a map", "Write kind=map, or leave it out.")
        columns = tuple(filter(None, (column.strip() for column in y.split(","))))
        if series and len(columns) == 1:
            rows, name = chart_specs.by_series(rows, x, y, series, facet), words.get(y, y)
            columns = tuple(rows[0][2 if facet else 1 :])
            words = {"y": name, **words}
        outlines = self.context.data.json(shape, node.place) if shape else None
        return ChartRequest(rows, kind, x, columns, facet, words, outlines, projection or "equirectangular")

    def _require_in_data(self, node: Node, rows: Sequence[Sequence[str]], words: Mapping[str, str]) -> None:
        """Report S176 for a word that is of nothing in the data."""
        cells = {" ".join(cell.split()) for row in rows for cell in row} | {"x", "y"}
        for name in words:
            if name not in cells:
                hint = "Name a head or a cell of the data as it is there, or an axis, x or y."
                self._find(node, f"a word of {name[:60]!r}, which is not in the data", hint)

    def _find(self, node: Node, message: str, hint: str) -> None:
        self.context.find("S176", message, node.place, hint)


def _split_parts(nodes: tuple[Node, ...]) -> tuple[dict[str, str], dict[str, list[Node]], tuple[Node, ...]]:
    """Return the words for the data, the boxes ``.alternative`` and ``.description``, and all other nodes."""
    words, nodes = split_words(nodes)
    parts: dict[str, list[Node]] = {"alternative": [], "description": []}
    rest: list[Node] = []
    for node in nodes:
        named = node.kind == "Div" and len(node.classes) == 1 and node.classes[0] in parts and not node.attributes
        (parts[node.classes[0]] if named else rest).append(node)
    return words, parts, tuple(rest)


def split_words(nodes: tuple[Node, ...]) -> tuple[dict[str, str], tuple[Node, ...]]:
    """Return the words that lists among ``nodes`` give, and the other nodes."""
    pairs = [(node, words_of(node)) for node in nodes]
    words = {key: word for _, words_of_node in pairs for key, word in words_of_node.items()}
    return words, tuple(node for node, words_of_node in pairs if not words_of_node)


def words_of(node: Node) -> dict[str, str]:
    """Return the words instead of those of the data, if ``node`` is a list of them."""
    spans = list(_spans(node)) if node.kind == "BulletList" else []
    if len(spans) != len(node.children):
        return {}
    return {dict(span.attributes)["of"]: " ".join(span.words().split()) for span in spans}


def _spans(node: Node) -> Iterator[Node]:
    """Yield the words for data in ``node``: ``[Wells]{of=wells}``."""
    if node.kind == "Span" and [key for key, _ in node.attributes] == ["of"]:
        yield node
    else:
        for child in node.children:
            yield from _spans(child)


def sparkline(values: Sequence[tuple[str, str]], forms: ChartWords, context: Context) -> Figure:
    """Return the small line chart of ``values``, each after the head of its column; an empty one is a gap."""
    locale, fills = context.locale, context.fills
    numbers = tuple(Decimal(value) if value else None for _, value in values)
    panel = Panel("", (Series("", numbers, tuple(format_number(value, locale) for _, value in values)),))
    heads, lines = tuple(head for head, _ in values), tuple(map(line_of, fills))
    cells = heads if chart_sentences.kind_of(heads) == "year" else ()
    chart = Chart("sparkline", locale.direction, "", "", heads, (), (), (), (panel,), fills, lines, cells=cells)
    words = chart_sentences.sparkline(chart, locale, forms)
    return Figure("", "", (), charts.picture(chart), words, (), (), chart=chart)
