"""Aligns the passages of a published translation with those of the report: by structure, figures, symbols, note calls
and lengths.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from plantin.translation.marks import INDICATOR
from plantin.translation.message import Kind

_FIGURES = re.compile(r"\d+")
_NAMES = re.compile(r"[A-Z]{2,}(?:[/.-][A-Z0-9]+)*|[A-Z]+/[A-Z0-9/.-]*[A-Z0-9]|(?:https?://|www\.)[^\s<>\])]+")
_MARKS = re.compile(r"\[\^[^\]]*\]|\[\]\{[^}]*\}|\[\]\([^)]*\)")
_GAP, _BAND = -0.3, 80
_LOOSE = ("paragraph", "entry")


@dataclass(frozen=True, slots=True)
class PassageFeatures:
    """What a passage is aligned by: what it is, its level (of a heading), and what its text has that a translation has
    too: figures, names, calls of notes, a length.
    """

    kind: Kind
    level: int
    figures: Counter[str]
    names: frozenset[str]
    calls: int
    length: int

    @classmethod
    def of(cls, kind: Kind, level: int, text: str) -> PassageFeatures:
        """Return those of a passage with this text in the source's marks."""
        bare = _MARKS.sub("", text)
        figures = Counter(_FIGURES.findall(re.sub(r"(?<=\d)[\u00a0\u202f .,](?=\d{3}\b)", "", bare)))
        return cls(
            kind, level, figures, frozenset(_NAMES.findall(bare)), len(INDICATOR.findall(text)), max(1, len(bare))
        )

    def __add__(self, other: PassageFeatures) -> PassageFeatures:
        figures, names = self.figures + other.figures, self.names | other.names
        return PassageFeatures(
            self.kind, self.level, figures, names, self.calls + other.calls, self.length + other.length
        )


def pairs(one: Sequence[PassageFeatures], two: Sequence[PassageFeatures]) -> list[tuple[int, tuple[int, ...]]]:
    """For each passage of ``one``, the report, that has a counterpart, its position and the positions in ``two``, the
    translation: one, or two that follow each other. Both rise.
    """
    ratio = sum(row.length for row in two) / max(1, sum(row.length for row in one))
    slope = len(two) / max(1, len(one))
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for j in range(1, min(len(two), _BAND) + 1):
        best[0][j] = (j * _GAP, -1)
    for i in range(1, len(one) + 1):
        middle = round(i * slope)
        row: dict[int, tuple[float, int]] = {}
        for j in range(max(0, middle - _BAND), min(len(two), middle + _BAND) + 1):
            row[j] = max(_steps(best[i - 1], row, i, j, one, two, ratio), key=lambda step: step[0])
        best.append(row)
    return _trace_back(best, len(one), max(best[-1]) if best[-1] else 0)


_Row = dict[int, tuple[float, int]]


def _steps(
    before: _Row,
    row: _Row,
    i: int,
    j: int,
    one: Sequence[PassageFeatures],
    two: Sequence[PassageFeatures],
    ratio: float,
) -> list[tuple[float, int]]:
    """Return what may have led to a place: how many passages of the other (1, 2) are the one of the report, 0 none, -1
    one more of the other.
    """
    steps = [(-math.inf, 0)]
    if j in before:
        steps.append((before[j][0] + _GAP, 0))
    if j - 1 in row:
        steps.append((row[j - 1][0] + _GAP, -1))
    if j >= 1 and j - 1 in before:
        steps.append((before[j - 1][0] + _alike(one[i - 1], two[j - 1], ratio), 1))
    loose = all(row.kind in _LOOSE for row in (*one[i - 1 : i], *two[max(0, j - 2) : j]))
    if loose and j > 1 and j - 2 in before:
        steps.append((before[j - 2][0] + _alike(one[i - 1], two[j - 2] + two[j - 1], ratio) + _GAP / 2, 2))
    return steps


def _trace_back(best: Sequence[dict[int, tuple[float, int]]], i: int, j: int) -> list[tuple[int, tuple[int, ...]]]:
    path: list[tuple[int, tuple[int, ...]]] = []
    while i > 0:
        _, step = best[i].get(j, (0.0, 0))
        if step < 0:
            j -= 1
            continue
        if step:
            path.append((i - 1, tuple(range(j - step, j))))
        i, j = i - 1, j - step
    return path[::-1]


def _alike(one: PassageFeatures, two: PassageFeatures, ratio: float) -> float:
    """Return how well two passages go together: above 0 where they may be one, and one translation."""
    if one.kind != two.kind and not (one.kind in _LOOSE and two.kind in _LOOSE):
        return -3.0
    score = 0.4 if one.kind == two.kind else 0.0
    score -= 0.5 * (one.kind == "heading" and two.level not in (0, one.level))
    score += _overlap(one.figures, two.figures) + 0.5 * _overlap(Counter(one.names), Counter(two.names))
    score += 0.3 if one.calls == two.calls else -0.3 * abs(one.calls - two.calls)
    apart = abs(math.log(two.length / (one.length * ratio)))
    return score - min(1.5, apart if one.length > 40 else apart / 2)


def _overlap(one: Counter[str], two: Counter[str]) -> float:
    """Return a measure from -1.5 (both have some, and none in common) to 1 (the same), 0 where neither has any; where
    one has none they may be in words.
    """
    both, either = (one & two).total(), (one | two).total()
    if not either:
        return 0.0
    if not both:
        return -1.5 if one and two else -0.5
    return 2 * both / either - 1
