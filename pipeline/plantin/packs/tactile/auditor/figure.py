"""Reads the sheets of one figure: its words in their order, its key, its drawing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from plantin.model.charts import Chart
from plantin.packs.tactile.auditor.drawing import DrawnDots, DrawnLine
from plantin.packs.tactile.auditor.parts import map_faults, pie_faults
from plantin.packs.tactile.auditor.planes import Look, PlaneReader, look_of, marks
from plantin.packs.tactile.auditor.spacing import centroid
from plantin.packs.tactile.auditor.words import SIGN, Phrases, ReadSheet, find_phrases, phrases
from plantin.packs.tactile.tables import TactileWords

Fault = tuple[str, int, str]
"""The code of a rule, the number of the sheet, and what breaks the rule."""
_LEVEL = 1.0
"""How far the middle of a sample is from that of its words, in millimetres."""


class FigureReader:
    """The sheets of a figure, and the chart that they have to show."""

    def __init__(self, chart: Chart, sheets: Sequence[ReadSheet], cells: Callable[[str], str]) -> None:
        self._chart, self._sheets, self._cells = chart, sheets, cells
        self._alone = chart.kind in ("pie", "map")
        self._drawn = [sheet for sheet in sheets if (sheet.labels if self._alone else sheet.upright)]
        below = self._labels_below()
        self._lettered = self._alone or any(len(words) == 2 and words[0] == SIGN for words in below)
        count = len(chart.marks or chart.categories)
        steps = [step for step in range(1, count + 1) if len(range(0, count, step)) == len(below)]
        self._step = steps[0] if steps and chart.marks and not self._alone else 1

    def _labels_below(self) -> list[str]:
        """Return the labels below the axis of the first drawing."""
        for sheet in self._drawn:
            if sheet.upright:
                return [line.cells for line in sheet.labels if line.end > sheet.upright.points[0][0]]
        return []

    def faults(self, label: str, title: str, words: TactileWords) -> Iterator[Fault]:
        """Yield what the sheets show otherwise than the chart and its words."""
        due = phrases(label, title, self._chart, words, self._cells, self._step)
        entries = due.entries(lettered=self._lettered)
        count = len(self._sheets)
        found = list[str]()
        for n, sheet in enumerate(self._sheets, 1):
            part = {"part": self._cells(words.part.format(number=n, count=count))} if count > 1 else {}
            panels = {f"panel {k}": name for k, name in enumerate(due.panels) if name}
            wanted = {**due.head, **panels, **part, "key": due.word, **entries, **due.axes}
            yield from (("TAC003", sheet.number, fault) for fault in find_phrases(sheet, list(wanted.items())))
            yield from self._order(sheet, due, list(part), list(entries))
            found += [name for name, _ in sheet.found if name in entries]
            if sheet.drawn.about and not sheet.drawn.about.startswith(". ".join(filter(None, (label, title)))):
                yield "TAC003", sheet.number, f"its words for screen readers are {sheet.drawn.about[:60]}"
        if found != list(entries):
            yield "TAC003", self._sheets[0].number, f"the key has {len(found)} entries in its order, not {len(entries)}"
        samples = dict(self._samples(list(due.samples)))
        if len(set(samples.values())) < len(due.samples):
            yield "TAC002", self._sheets[0].number, "two entries of the key feel alike, or have no sample"
        yield from self._drawings(due, samples)

    def _order(self, sheet: ReadSheet, due: Phrases, part: list[str], entries: list[str]) -> Iterator[Fault]:
        seen = [name for name, _ in sheet.found]
        panels = [name for name in seen if name.startswith("panel ")]
        is_drawing = sheet in self._drawn
        if is_drawing and any(due.panels) and len(panels) != 1:
            yield "TAC003", sheet.number, "it does not name its panel"
        keyed = [name for name in entries if name in seen]
        axes = list(due.axes) if is_drawing else []
        if seen != [*due.head, *panels, *part, *(["key", *keyed] if keyed else []), *axes]:
            yield "TAC003", sheet.number, f"its words are not in their order: {', '.join(seen)}"

    def _samples(self, names: Sequence[str]) -> Iterator[tuple[str, Look]]:
        """Yield how each entry of the key feels."""
        for sheet in self._sheets:
            for name, line in sheet.found:
                if name in names:
                    beside = [
                        mark
                        for mark in marks(sheet.drawn)
                        if abs(_middle(mark) - line.middle[1]) < _LEVEL
                        and max(x for x, _ in (mark.points if isinstance(mark, DrawnLine) else mark.centres)) < line.x
                    ]
                    if len(beside) == 1:
                        yield name, look_of(beside[0], sheet.drawn)

    def _drawings(self, due: Phrases, samples: dict[str, Look]) -> Iterator[Fault]:
        number = self._sheets[0].number
        if not self._drawn:
            yield "TAC004", number, "there is no drawing"
        if self._alone:
            for sheet in self._drawn[:1]:
                faults = (
                    pie_faults(sheet, self._chart)
                    if self._chart.kind == "pie"
                    else map_faults(sheet, self._chart, samples)
                )
                yield from (("TAC004", sheet.number, fault) for fault in faults)
            return
        for k, panel in enumerate(self._chart.panels):
            reader = PlaneReader(self._chart, self._cells, samples, lettered=self._lettered, step=self._step)
            done = set[tuple[int, int]]()
            for sheet in self._drawn:
                if not due.panels[k] or sheet.first(f"panel {k}"):
                    wrong = list(reader.faults(sheet, panel, done))
                    yield from (("TAC004", sheet.number, fault) for fault in wrong)
                    number = sheet.number
            for series, n in sorted(reader.due(panel) - done):
                yield "TAC004", number, f"series {series + 1} is not drawn from {self._chart.categories[n]!r} on"
            if not self._chart.marks and len(reader.seen) < len(self._chart.categories):
                yield "TAC004", number, f"there are {len(reader.seen)} categories, not {len(self._chart.categories)}"


def _middle(mark: DrawnLine | DrawnDots) -> float:
    ys = [y for _, y in (mark.points if isinstance(mark, DrawnLine) else mark.centres)]
    return centroid([(0.0, min(ys)), (0.0, max(ys))])[1]
