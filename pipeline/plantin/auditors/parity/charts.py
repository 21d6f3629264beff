"""Compares the charts of an edition with their data: the drawing by its geometry, what is shown with the drawing."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator

from plantin.auditors.charts import DrawnShape, drawing_difference, faults, shapes
from plantin.auditors.fault import finding
from plantin.auditors.passages import ChartValues, EditionPassages
from plantin.findings import Finding
from plantin.model.charts import Chart
from plantin.model.document import Document, Figure, every
from plantin.model.outline import normal


def of_values(document: Document, found: Iterable[ChartValues], path: str) -> Iterator[Finding]:
    """P039 for each chart of the edition at ``path`` that a program draws from other values than ``document`` has."""
    figures = defaultdict[str, deque[Figure]](deque)
    for figure in every(document.blocks):
        if isinstance(figure, Figure) and figure.chart is not None:
            figures[normal(figure.alternative)].append(figure)
    for seen in found:
        due = figures[seen.words].popleft() if figures[seen.words] else None
        wrong = "the document has no such chart" if due is None or due.chart is None else _wrong(due.chart, seen)
        if wrong:
            label, anchor = (due.label, due.anchor) if due else (seen.words[:60], "")
            yield finding("P039", f"{label}: {wrong}", path, anchor=anchor)


def _wrong(chart: Chart, seen: ChartValues) -> str:
    """Return how the values of ``seen`` differ from those of ``chart``, in words; empty where they do not."""
    if chart.kind not in seen.kinds:
        return f"it is drawn as {' or '.join(seen.kinds) or 'another kind of chart'}, not as {chart.kind}"
    series = chart.panels[0].series
    categories = [f"{position:f}" for position in chart.positions] if chart.kind == "point" else chart.categories
    values = ((f"{number:f}" if number is not None else "" for number in each.values) for each in series)
    due = [(chart.category_axis, *(data.name for data in series)), *zip(categories, *values, strict=True)]
    for name, rows in (("the chart", seen.rows), ("its workbook", seen.table)):
        if len(rows) != len(due) or any(len(row) != len(due[0]) for row in rows):
            return f"{name} has {len(rows) - 1} categories, or not its {len(series)} series"
        for n, (row, wanted) in enumerate(zip(rows, due, strict=True)):
            for cell, expected, head in zip(row, wanted, due[0], strict=True):
                if cell != expected:
                    where = f" at {wanted[0]!r}" if n and head != due[0][0] else ""
                    return f"in {name}, {head!r}{where} is {cell!r}, not {expected!r}"
    ticks = [tick.at for tick in chart.ticks]
    ends = (f"{ticks[0]:f}", f"{ticks[-1]:f}", f"{ticks[1] - ticks[0]:f}") if ticks else ("", "", "")
    # Below bars that go down there is room for their numbers: one mark more.
    lower = (f"{2 * ticks[0] - ticks[1]:f}", *ends[1:]) if ticks and ticks[0] < 0 else ends
    if seen.value_axis != chart.value_axis or seen.ends not in (ends, lower):
        return f"the axis of the values is {seen.value_axis!r} from {seen.ends[0]} to {seen.ends[1]} by {seen.ends[2]}"
    shown = [(seen.marks[-len(ticks) :], [tick.label for tick in chart.ticks])] if ticks else []
    for some, printed in (*shown, *zip(seen.labels, (each.shown for each in series), strict=False)):
        for mark, label in zip(some, printed, strict=True):
            if not re.fullmatch(re.escape(mark).replace(r"\?", ".?"), label):
                return f"it shows {mark!r}, not {label!r}"
    if ticks and seen.mirrored != (chart.direction == "rtl"):
        return "it does not begin on the side where its language begins"
    return ""


def differences(document: Document, edition: EditionPassages, path: str) -> Iterator[Finding]:
    """P039 for each chart of ``document`` that does not show its data, or is drawn otherwise at ``path``."""
    drawn = defaultdict[str, deque[tuple[DrawnShape, ...]]](deque)
    for drawing in edition.drawings or ():
        drawn[drawing.words].append(drawing.shapes)
    for figure in every(document.blocks):
        if not isinstance(figure, Figure) or figure.chart is None:
            continue
        pictures = filter(None, (figure.picture, figure.narrow))
        wrong = next((fault for picture in pictures for fault in faults(picture.content, figure.chart)), "")
        words = normal(figure.alternative)
        if edition.drawings is not None and not wrong:
            seen = drawn[words].popleft() if drawn[words] else ()
            wrong = drawing_difference(shapes(figure.picture.content), seen)
        if wrong:
            yield finding("P039", f"{figure.label}: {wrong}", path, anchor=figure.anchor)
