"""Figures in words and numbers: a chart as a table, and the section of descriptions and data at the end of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plantin.findings import SourceError
from plantin.model.charts import Chart
from plantin.model.document import Align, Block, Box, Cell, CellKind, Paragraph, Section, Table
from plantin.model.inlines import Inline, Reference, Text, plain
from plantin.model.rewrite import RewriteRules, inlines
from plantin.resolve import data_tables

if TYPE_CHECKING:
    from plantin.house.chart_words import ChartWords
    from plantin.house.locale import Locale
    from plantin.resolve.context import Context
    from plantin.source.nodes import Node

HeadAndRows = tuple[tuple[tuple[Cell, ...], ...], tuple[tuple[Cell, ...], ...]]
"""The rows of a table: those of its head, and the others."""


def grid(chart: Chart) -> HeadAndRows:
    """Return the data of ``chart``: a row for each category, a column for each series, panels below their names."""
    heads = (chart.category_axis, *(series.name for series in chart.panels[0].series))
    head = tuple(_cell("column" if words else "data", words, "end" if n else "start") for n, words in enumerate(heads))
    rows: list[tuple[Cell, ...]] = []
    for panel in chart.panels:
        if panel.name:
            rows.append((Cell("group", (Text(panel.name),), len(heads)),))
        for n, name in enumerate(chart.categories):
            numbers = [series.shown[n] for series in panel.series]
            # A point of one panel is no row of another; a year without a value is a row.
            if any(numbers) or chart.kind != "point" or not panel.name:
                rows.append((_cell("row", name), *(_cell("data", number, "end") for number in numbers)))
    return (head,), tuple(rows)


def table_rows(rows: list[list[str]], locale: Locale) -> HeadAndRows:
    """Return the rows of a data file as those of a table, numbers as the language writes them."""
    (first, *others), numeric = data_tables.format_rows(rows, locale)
    aligns: list[Align] = ["end" if is_number else "start" for is_number in numeric]
    head = tuple(_cell("column", words, aligns[n]) for n, words in enumerate(first))
    return (head,), tuple(
        tuple(_cell("data" if n else "row", cell, aligns[n]) for n, cell in enumerate(row)) for row in others
    )


def _cell(kind: CellKind, words: str, align: Align = "start") -> Cell:
    return Cell(kind if words else "data", (Text(words),) if words else (), align=align)


def entry(
    anchor: str,
    label: str,
    title: tuple[Inline, ...],
    description: tuple[Block, ...],
    data: HeadAndRows | None,
    locale: Locale,
) -> Table | Box:
    """Return the description and data of a figure, a table or a box whose title leads back to ``anchor``."""
    # References in the title have their words only when every place is known.
    pending: list[Reference] = []

    def replace_reference(inline: Inline) -> Inline:
        if not isinstance(inline, Reference):
            return inline
        pending.append(inline)
        return Text("\1")

    title_text = plain(inlines(title, RewriteRules(replace_reference)))
    before, _, after = locale.publication.listed.format(label="\0", title=title_text).partition("\0")
    first, *rest = after.split("\1")
    again = [part for reference, words in zip(pending, rest, strict=True) for part in (reference, Text(words))]
    heading: tuple[Inline, ...] = (Text(before), Reference(anchor, label), Text(first), *again)
    if not label:
        heading = (Reference(anchor, title_text.replace("\1", "")),)
    heading = tuple(inline for inline in heading if not isinstance(inline, Text) or inline.text)
    place = f"{anchor}.data"
    if data is None:
        return Box(place, "", heading, description, ())
    head, rows = data
    columns = sum(cell.columns for cell in head[0])
    return Table(place, "", heading, description, columns, head, rows, (), (), wide=False)


def link(anchor: str, forms: ChartWords) -> Paragraph:
    """Return the line below the figure ``anchor`` that leads to its description and data."""
    return Paragraph("", "", (Reference(f"{anchor}.data", forms.link),))


def split_descriptions(nodes: tuple[Node, ...]) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """Return what is in boxes of the class ``description`` among ``nodes``, and all other nodes."""
    boxes = [node for node in nodes if node.kind == "Div" and node.classes == ("description",) and not node.attributes]
    return tuple(inner for box in boxes for inner in box.children), tuple(node for node in nodes if node not in boxes)


def kept_description(
    context: Context, node: Node, anchor: str, label: str, title: tuple[Inline, ...], description: tuple[Block, ...]
) -> tuple[Paragraph, ...]:
    """Keep the ``description`` of the figure that ``node`` is, and its data file; the line that leads there, or nothing
    where it has neither. S155 for data that cannot be read, S176 where the language has no words for it.
    """
    name, forms = dict(node.attributes).get("data", ""), context.locale.charts
    if not description and not name:
        return ()
    if forms is None:
        message = f"the language {context.locale.language} has no words for descriptions and data of figures"
        context.find("S176", message, node.place, "Give its locale the table [charts].")
        return ()
    data = None
    if name:
        try:
            hidden = dict(node.attributes).get("hidden", "")
            data = table_rows(context.data(name, node.place, hidden=hidden), context.locale)
        except SourceError as error:
            context.findings += error.findings
    context.place(f"{anchor}.data", node.place)
    context.described.append(entry(anchor, label, title, description, data, context.locale))
    return (link(anchor, forms),)


def section(context: Context) -> tuple[Block, ...]:
    """Return the section with what was kept of figures, or nothing."""
    forms = context.locale.charts
    if not context.described or forms is None:
        return ()
    anchor = f"heading-{sum(place.startswith('heading-') for place in context.places) + 1}"
    context.place(anchor, context.places[context.described[0].anchor])
    return (Section(anchor, 1, "", (Text(forms.heading),), tuple(context.described)),)
