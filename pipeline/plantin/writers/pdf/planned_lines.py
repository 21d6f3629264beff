"""The lines that are chosen for a paragraph and not set yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from xml.etree import ElementTree as ET

from plantin.writers.pdf.engine_types import Box
from plantin.writers.pdf.line_breaking import BreakOpportunity, Measure, choose_lines
from plantin.writers.pdf.shaped_text import ShapedText
from plantin.writers.pdf.unbroken_line import HYPHEN, UnbrokenLine

LinesKey = tuple[Box, float, str]
"""A paragraph, its measure and the place in it where lines begin."""


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line to be set."""

    words: str
    width: float
    """In pixels."""
    divided: bool
    """Whether a word is divided at its end."""
    parts: Mapping[int, ShapedText]
    """The glyphs of its texts, by where these begin in its words."""
    short: bool = False
    """Whether it is not filled because the next line calls a note that must not be called in it."""


@dataclass(frozen=True, slots=True)
class ParagraphShape:
    """A paragraph, or the rest of one, that begins on a page and may have more or fewer lines."""

    key: LinesKey
    element: ET.Element
    line: UnbrokenLine
    stops: tuple[BreakOpportunity, ...]
    """Where its lines might end."""
    measure: Measure
    count: int
    """How many lines it has; 0 where none are good enough, so that the engine breaks them as it can."""
    choices: dict[int, tuple[tuple[BreakOpportunity, ...], float]] = field(default_factory=dict, compare=False)
    """The ends of the lines and their cost, by the number of lines, as far as they were asked for."""

    def lines(self, count: int) -> tuple[tuple[PlannedLine, ...], float]:
        """Return the same in ``count`` lines, and what that costs more than now; no lines where that cannot be."""
        if not self.count:
            return (), inf
        for wanted in (count, self.count):
            if wanted not in self.choices:
                most = max(wanted, self.count + 1)
                ways = choose_lines(self.stops, self.measure, most)
                self.choices.update((number, ways.get(number, ((), inf))) for number in range(most + 1))
        ends, cost = self.choices[count]
        return planned_lines(self.line, self.stops[0], ends), cost - self.choices[self.count][1]


def planned_lines(
    whole: UnbrokenLine, start: BreakOpportunity, ends: tuple[BreakOpportunity, ...]
) -> tuple[PlannedLine, ...]:
    """Return the lines of ``whole`` from ``start`` to each of ``ends``."""
    lines = []
    for end in ends:
        words = whole.text[start.resume : end.at] + (HYPHEN if end.hyphen else "")
        lines.append(
            PlannedLine(words, end.end + end.hyphen - start.begin, bool(end.hyphen), whole.parts(start.resume, end.at))
        )
        start = end
    return tuple(lines)
