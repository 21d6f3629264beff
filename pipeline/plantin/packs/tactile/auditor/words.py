"""Finds the words that belong on the sheets of a figure, by their cells, and what else is in braille there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from plantin.model.charts import Chart
from plantin.packs.tactile.auditor.cells import BLANK, BrailleLine, count_rows
from plantin.packs.tactile.auditor.drawing import DrawnLine, DrawnSheet
from plantin.packs.tactile.tables import TactileWords

SIGN = "⠰"
_ALPHABET = "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵"
AXIS = 1.5
"""The width of the lines of axes."""
_ABOVE, _BELOW = 5.0, 17.5
"""How far above an axis, and below it, its numbers and labels are."""


def letter_at(number: int) -> str:
    """Return the letter of a key, after its sign."""
    return SIGN + _ALPHABET[number]


@dataclass(slots=True)
class ReadSheet:
    """A sheet of a figure: its drawing, the braille beside and within its axes, and where each phrase begins."""

    number: int
    drawn: DrawnSheet
    rows: list[BrailleLine]
    labels: list[BrailleLine]
    upright: DrawnLine | None
    level: DrawnLine | None
    found: list[tuple[str, BrailleLine]] = field(default_factory=list)
    """The names of the phrases on it, each with its first line."""

    def first(self, name: str) -> BrailleLine | None:
        """Return the first line of a phrase."""
        return next((line for phrase, line in self.found if phrase == name), None)


def divide(number: int, drawn: DrawnSheet, lines: Sequence[BrailleLine]) -> ReadSheet:
    """Return a sheet with its braille divided: what is beside its axes, or a letter alone, labels the drawing."""
    axes = [line for line in drawn.lines if abs(line.width - AXIS) < 0.02 and len(line.points) == 2]
    upright = next((line for line in axes if abs(line.points[0][0] - line.points[1][0]) < 0.02), None)
    level = next((line for line in axes if line is not upright), None)
    rows, labels = list[BrailleLine](), list[BrailleLine]()
    for line in lines:
        if upright:
            top, low = sorted(y for _, y in upright.points)
            is_label = top - _ABOVE < line.middle[1] < low + _BELOW
        else:
            is_label = len(line.cells) == 2 and line.cells[0] == SIGN
        (labels if is_label else rows).append(line)
    return ReadSheet(number, drawn, rows, labels, upright, level)


@dataclass(frozen=True, slots=True)
class Phrases:
    """What a figure has to say, in cells, by names: its head, its key, its axes."""

    head: dict[str, str]
    """Label and title, on each of its sheets."""
    panels: tuple[str, ...]
    word: str
    """The heading of the key."""
    samples: dict[str, str]
    """The entries of the key for patterns, by names."""
    letters: dict[int, str]
    """Those for letters, by the number of what they name."""
    axes: dict[str, str]

    def entries(self, *, lettered: bool) -> dict[str, str]:
        """Return the entries of the key in their order, with their letters."""
        named = {f"letter {n}": words for n, words in self.letters.items()} if lettered else {}
        return {**self.samples, **named}


def phrases(
    label: str, title: str, chart: Chart, words: TactileWords, cells: Callable[[str], str], step: int
) -> Phrases:
    """Return what a figure has to say; every ``step``-th mark of its axis has a letter, if any has."""
    series = chart.panels[0].series
    head = {name: cells(text) for name, text in (("label", label), ("title", title)) if text}
    samples, letters = dict[str, str](), dict[int, str]()
    values = series[0].shown if len(chart.series()) == 1 and (chart.kind == "map" or not chart.marks) else ()
    if chart.kind == "map":
        levels = chart.classes()
        samples = {f"class {n}": cells(chart.marks[n].label) for n in sorted({n for n in levels if n is not None})}
        if any(area.category < 0 or levels[area.category] is None for area in chart.areas):
            samples["unknown"] = cells(words.no_data)
        shown = sorted({area.category for area in chart.areas if area.category >= 0})
    else:
        if len(series) > 1 and chart.kind not in ("box", "pie"):
            samples = {f"series {n}": cells(one.name) for n, one in enumerate(series)}
        shown = list(range(0, len(chart.marks or chart.categories), step))
    names = [mark.label for mark in chart.marks] if chart.marks and chart.kind != "map" else list(chart.categories)
    for n in shown:
        text = f"{names[n]} {values[n]}".strip() if values else names[n]
        letters[n] = f"{letter_at(n if chart.kind == 'map' else n // step)}{BLANK}{cells(text)}"
    axes = {} if chart.kind in ("pie", "map") else {"values": chart.value_axis, "categories": chart.category_axis}
    panels = tuple(cells(panel.name) for panel in chart.panels)
    axes_cells = {name: cells(text) for name, text in axes.items() if text}
    return Phrases(head, panels, cells(words.key), samples, letters, axes_cells)


def find_phrases(sheet: ReadSheet, wanted: Sequence[tuple[str, str]]) -> list[str]:
    """Find which of the ``wanted`` phrases the rows of a sheet say; return what is wrong, in words. Where several begin
    alike, the one that takes most rows is it; of two that are the same the one that is not yet found.
    """
    faults, at = list[str](), 0
    while at < len(sheet.rows):
        rest = [line.cells for line in sheet.rows[at:]]
        seen = [name for name, _ in sheet.found]
        taken = [(count_rows(rest, words), name not in seen, name) for name, words in wanted]
        count, _, name = max(taken, key=lambda row: row[:2], default=(0, False, ""))
        if not count:
            faults.append(f"the line {rest[0]} belongs to no phrase of it")
            count = 1
        else:
            sheet.found.append((name, sheet.rows[at]))
        at += count
    return faults
