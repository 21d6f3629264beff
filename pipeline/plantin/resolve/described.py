"""Figures in words and numbers: what a chart shows as sentences and as a table, and the section at the end of a report
that has the descriptions and data of its figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from plantin.findings import SourceError
from plantin.model.charts import Chart, Series
from plantin.model.document import Align, Block, Box, Cell, CellKind, Paragraph, Section, Table
from plantin.model.inlines import Inline, Reference, Text, plain
from plantin.resolve import data_tables

if TYPE_CHECKING:
    from plantin.house.locale import Locale
    from plantin.house.locale_tables import ChartWords
    from plantin.resolve.context import Context
    from plantin.source.nodes import Node

_FEW = 8
"""So many categories without an order are named one by one."""
HeadAndRows = tuple[tuple[tuple[Cell, ...], ...], tuple[tuple[Cell, ...], ...]]
"""The rows of a table: those of its head, and the others."""


def sentences(chart: Chart, locale: Locale, forms: ChartWords) -> str:
    """What ``chart`` shows: kind, axes, range, the highest and lowest values and the trend of each series."""
    return forms.between.join(_sentences(chart, locale, forms))


def _sentences(chart: Chart, locale: Locale, forms: ChartWords) -> Iterator[str]:
    yield forms.kinds[chart.kind]
    if len(chart.panels) > 1:
        yield forms.panels.format(names=_listed((panel.name for panel in chart.panels), locale))
    ordered = bool(chart.positions) or chart.kind == "histogram"
    if chart.kind not in ("pie", "map"):
        yield from _axes(chart, locale, forms, ordered=ordered)
    for panel in chart.panels:
        if chart.kind == "box":
            yield from _boxes(chart, panel.series, locale, forms)
            continue
        for series in panel.series:
            name = " – ".join(
                filter(None, (panel.name, series.name if len(panel.series) > 1 or not panel.name else ""))
            )
            if chart.kind == "pie":
                yield from _parts(chart, series, locale, forms)
            else:
                yield from _course(chart, name, series, forms, ordered=ordered and chart.kind in ("line", "area"))
    if chart.kind == "map":
        yield from _classes(chart, locale, forms)


def _classes(chart: Chart, locale: Locale, forms: ChartWords) -> Iterator[str]:
    """The areas of each class of a map."""
    classes = chart.classes()
    for n, mark in enumerate(chart.marks):
        if names := [name for name, one in zip(chart.categories, classes, strict=True) if one == n]:
            yield forms.categories.format(axis=mark.label, names=_listed(names, locale))


def _axes(chart: Chart, locale: Locale, forms: ChartWords, *, ordered: bool) -> Iterator[str]:
    names = chart.categories
    if not ordered and len(names) <= _FEW:
        listed = _listed(names, locale)
        yield forms.categories.format(axis=chart.category_axis, names=listed) if chart.category_axis else f"{listed}."
    else:
        order = sorted(range(len(names)), key=lambda n: chart.positions[n]) if chart.positions else range(len(names))
        yield forms.range.format(axis=chart.category_axis, first=names[order[0]], last=names[order[-1]])
    ends = {"first": chart.ticks[0].label, "last": chart.ticks[-1].label}
    yield forms.values.format(axis=chart.value_axis or forms.amount, **ends)


def _listed(names: Iterable[str], locale: Locale) -> str:
    from babel.lists import format_list

    return str(format_list(list(names), locale=locale.cldr))


def _course(chart: Chart, name: str, series: Series, forms: ChartWords, *, ordered: bool) -> Iterator[str]:
    """The highest and lowest value; from the first to the last, where there is an order."""
    known = [one for one in series.values if one is not None]
    if not known:
        return
    words = _ends(chart, series)
    if _alike(series):
        yield forms.alike.format(name=name, **words)
        return
    yield forms.extremes.format(name=name, **words)
    if ordered and len(known) > 1:
        begin, end = known[0], known[-1]
        form = forms.rises if end > begin else forms.falls if end < begin else forms.same
        yield form.format(name=name, **words)


def _ends(chart: Chart, series: Series) -> dict[str, str]:
    """The first, last, highest and lowest value of ``series``, and where each is."""
    known = [(value, n) for n, value in enumerate(series.values) if value is not None]
    (_, high), (_, low) = max(known, key=lambda one: (one[0], -one[1])), min(known)
    places = {"first": known[0][1], "last": known[-1][1], "high": high, "low": low}
    shown = {name: series.shown[n] for name, n in places.items()}
    return shown | {f"{name}_at": chart.categories[n] for name, n in places.items()}


def course(chart: Chart, forms: ChartWords) -> str:
    """What a sparkline shows, in one sentence."""
    series = chart.panels[0].series[0]
    form = forms.sparkline_alike if _alike(series) else forms.sparkline
    return form.format(**_ends(chart, series))


def _alike(series: Series) -> bool:
    """Whether several values of ``series`` are all equal."""
    known = [one for one in series.values if one is not None]
    return len(known) > 1 and len(set(known)) == 1


def _parts(chart: Chart, series: Series, locale: Locale, forms: ChartWords) -> Iterator[str]:
    from babel.numbers import format_percent

    total = sum(one for one in series.values if one)
    for name, value, shown in zip(chart.categories, series.values, series.shown, strict=True):
        share = format_percent((value or 0) / total, format=None, locale=locale.cldr)
        yield forms.part.format(name=name, value=shown, share=share)


def _boxes(chart: Chart, series: tuple[Series, ...], locale: Locale, forms: ChartWords) -> Iterator[str]:
    for n, name in enumerate(chart.categories):
        values = _listed((forms.number.format(name=one.name, value=one.shown[n]) for one in series), locale)
        yield forms.numbers.format(name=name, values=values)


def grid(chart: Chart) -> HeadAndRows:
    """The data of ``chart`` as the rows of a table: a row for each category, a column for each series, the rows of each
    of several panels below its name.
    """
    heads = (chart.category_axis, *(one.name for one in chart.panels[0].series))
    head = tuple(_cell("column" if words else "data", words, "end" if n else "start") for n, words in enumerate(heads))
    rows: list[tuple[Cell, ...]] = []
    for panel in chart.panels:
        if panel.name:
            rows.append((Cell("group", (Text(panel.name),), len(heads)),))
        for n, name in enumerate(chart.categories):
            shown = [one.shown[n] for one in panel.series]
            if any(shown) or not panel.name:
                rows.append((_cell("row", name), *(_cell("data", one, "end") for one in shown)))
    return (head,), tuple(rows)


def typed(rows: list[list[str]], locale: Locale) -> HeadAndRows:
    """The rows of a data file as those of a table, numbers as the language writes them."""
    (first, *others), numeric = data_tables.written(rows, locale)
    aligns: list[Align] = ["end" if one else "start" for one in numeric]
    head = tuple(_cell("column", words, aligns[n]) for n, words in enumerate(first))
    return (head,), tuple(
        tuple(_cell("data" if n else "row", one, aligns[n]) for n, one in enumerate(row)) for row in others
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
    """The description and data of the figure ``anchor``: a table, or a box where there are no data. Its title leads
    back to the figure.
    """
    # References in the title have their words only when every place is known.
    pending = [one for one in title if isinstance(one, Reference)]
    shown = "".join("\1" if isinstance(one, Reference) else plain((one,)) for one in title)
    before, _, after = locale.publication.listed.format(label="\0", title=shown).partition("\0")
    first, *rest = after.split("\1")
    again = [one for reference, words in zip(pending, rest, strict=True) for one in (reference, Text(words))]
    heading: tuple[Inline, ...] = (Text(before), Reference(anchor, label), Text(first), *again)
    heading = tuple(one for one in heading if not isinstance(one, Text) or one.text)
    place = f"{anchor}.data"
    if data is None:
        return Box(place, "", heading, description, ())
    head, rows = data
    columns = sum(cell.columns for cell in head[0])
    return Table(place, "", heading, description, columns, head, rows, (), (), wide=False)


def link(anchor: str, forms: ChartWords) -> Paragraph:
    """The line below the figure ``anchor`` that leads to its description and data."""
    return Paragraph("", "", (Reference(f"{anchor}.data", forms.link),))


def divided(nodes: tuple[Node, ...]) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """What is in boxes of the class ``description`` among ``nodes``, and all other nodes."""
    boxes = [one for one in nodes if one.kind == "Div" and one.classes == ("description",) and not one.attributes]
    return tuple(inner for one in boxes for inner in one.children), tuple(one for one in nodes if one not in boxes)


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
            data = typed(context.data(name, node.place), context.locale)
        except SourceError as error:
            context.findings += error.findings
    context.place(f"{anchor}.data", node.place)
    context.described.append(entry(anchor, label, title, description, data, context.locale))
    return (link(anchor, forms),)


def section(context: Context) -> tuple[Block, ...]:
    """The section with what was kept of figures, or nothing."""
    forms = context.locale.charts
    if not context.described or forms is None:
        return ()
    anchor = f"heading-{sum(place.startswith('heading-') for place in context.places) + 1}"
    context.place(anchor, context.places[context.described[0].anchor])
    return (Section(anchor, 1, "", (Text(forms.heading),), tuple(context.described)),)
