"""Where the lines of a paragraph end, chosen for all of them together.

Each way of breaking the paragraph has a price: of every line that is looser or tighter than it should be, of every
divided word, of divisions in consecutive lines, of a last line that is very short or a mere rest of a word. The
cheapest way is found by comparing, at each place where a line may end, the ways that lead there (the method is that of
Knuth and Plass, "Breaking paragraphs into lines", 1981).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import NamedTuple

# By how much a space grows or shrinks, in ems, for a line to be as bad as 100: a space of STIX Two Text is .25 em, and
# .185 em is the narrowest that keeps words apart.
GROWTH = 0.15
SHRINKING = 0.06
_NARROWEST_SHRINKING_EM = 0.065
# From this part of what a line can bear its spaces are seen as holes, and how much worse it is from there on.
_HOLE_RATIO = 2.0
_HOLE_COST = 3_000.0
# In a line of fewer spaces than these, as beside an address, one wide space is less bad than in others.
_FEW_SPACES = 4
# How many ems a line of a ragged paragraph may fall short, to be as bad as 100.
_RAG_EM = 6.0
# By how many ems a space may grow before the type of its line grows as far as it may.
COMFORT = 0.22
# By how much a space may grow at all: first with care, and where no way is found, with less.
LOOSEST = (0.5, 0.6, 1.5)
# A line costs the square of its badness and this, so that fewer lines are cheaper than more.
_LINE_COST = 10.0
_IN_A_ROW = (0.0, 30_000.0, 100_000_000.0)
_REST = 2_000_000.0
# The last line should reach beyond the indent of the next paragraph: how many ems, and what a shorter one costs.
_SHORT_LAST_LINE_EM = 2.7
_SHORT_LAST_LINE_COST = 20_000.0
# What it costs to end a line between a number and what it counts, or within a name of two parts.
_TORN_COST = 40_000.0
_ADDRESS = r"(?P<address>(?:https?://|www\.)\S+)"
_LOW_LINE = re.compile(r"(?<=[^\W_])_(?=[^\W_])")
_NUMBER = r"(?<![\w.,/(§№-])\d{1,3}(?:[.,\u00a0\u202f]\d+)*[ ]+(?=[^\W\d_])"
_NAME = r"(?<=[^\W\d_]-)(?=[A-ZÀ-ÖØ-ÞА-Я])"
_PARTS = re.compile(f"{_ADDRESS}|{_NUMBER}|{_NAME}")
# A small number that another is compared with in a few short words: 1 in 10, 1 из 10, 1 de cada 10, 15 до 40.
_RATIO = re.compile(r"(?<![\w.,/(§№-])\d{1,2} (?:[^\W\d_]{1,4} ){1,2}(?=\d{1,3}(?![\w.,/-]))")
# How much wider than the measure words are that no shrinking can bring into a line.
_FULL_RATIO = 1.05


class BreakOpportunity(NamedTuple):
    """A place where a line may end, or the beginning or the end of the paragraph.

    ``at`` and ``resume`` are the characters of the paragraph before the end of that line and before the beginning of
    the next; ``end`` and ``begin`` are where they lie on one endless line, in pixels; ``spaces`` and ``resumed`` count
    the spaces before them. ``hyphen`` is the width of the hyphen that divides a word here (0: none), ``price`` what the
    place costs by itself (the square of TeX's hyphenpenalty). ``dash``: the line would end with a hyphen that the word
    has itself.
    """

    at: int
    resume: int
    end: float
    begin: float
    spaces: int
    resumed: int
    hyphen: float = 0.0
    price: float = 0.0
    dash: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """How long the lines are and how large the type is, in pixels, and whether the lines are filled (else they are
    ragged). ``expansion`` is by which part of itself the type of a filled line may be set wider or narrower.
    """

    width: float
    em: float
    filled: bool = True
    expansion: float = 0.0


@dataclass(slots=True)
class _Way:
    """The cheapest way to end a line at a stop: its cost, the divisions in a row that it ends with, its lines, and the
    way before. ``begin`` and ``resumed`` are those of the stop, at hand for the innermost loop.
    """

    stop: BreakOpportunity
    cost: float
    divided: int
    lines: int
    before: _Way | None
    begin: float
    resumed: int


def unwanted_starts(text: str) -> dict[int, float]:
    """Return where a line should not begin, with what it costs: at a word after the number that counts it, at the
    second number of a ratio, at the second part of a name.

    >>> unwanted_starts("In 2016, 12 soldiers came to Grand-Bassam")
    {12: 40000.0, 35: 40000.0}
    """
    places = [match.end() for match in _PARTS.finditer(text) if not match["address"]]
    return dict.fromkeys(places + [match.end() for match in _RATIO.finditer(text)], _TORN_COST)


def within_addresses(text: str) -> set[int]:
    """Return where an address may be divided besides after its strokes: before a low line between letters or figures.

    >>> within_addresses("see www.example.org/a_plan.pdf, a_b")
    {21}
    """
    return {
        match.start() + line.start()
        for match in _PARTS.finditer(text)
        for line in _LOW_LINE.finditer(match["address"] or "")
    }


def choose(stops: Sequence[BreakOpportunity], measure: Measure, turn: int = 0) -> tuple[BreakOpportunity, ...]:
    """Return the ends of the lines, the last being the end of the paragraph. ``stops`` are in the order of the text,
    from the beginning of the paragraph to its end. After line number ``turn`` (0: none) the page is turned: it ends
    with a whole word. Empty where no way is good enough: a word is wider than the measure, or a line would be mostly
    space.
    """
    return next(filter(None, (_ends(_ways(stops, measure, turn, loosest)) for loosest in LOOSEST)), ())


def choose_whole(
    stops: Sequence[BreakOpportunity], measure: Measure, turn: int, division: float
) -> tuple[BreakOpportunity, ...]:
    """Return the same where no word is divided, given the ``stops`` that divide none and the least that a ``division``
    costs: what ``choose`` gives for all stops. Empty where it might divide a word, because lines of whole words cost
    more than that.
    """
    ways = _ways(stops, measure, turn, LOOSEST[0])
    return _ends(ways) if _least(ways) <= division + _LINE_COST**2 else ()


def choose_lines(
    stops: Sequence[BreakOpportunity], measure: Measure, most: int
) -> dict[int, tuple[tuple[BreakOpportunity, ...], float]]:
    """Return the ends of the lines and what they cost, as ``choose`` computes it, for each number of lines up to
    ``most`` in which the paragraph can be set.
    """
    by_count: dict[int, list[_Way]] = {}
    for way in _ways(stops, measure, most, LOOSEST[0]):
        if way.lines <= most:
            by_count.setdefault(way.lines, []).append(way)
    return {count: (_ends(ways), _least(ways)) for count, ways in by_count.items()}


def first_fit(stops: Sequence[BreakOpportunity], width: float) -> int:
    """Return how many lines there are where each ends where it is full."""
    count, begin = 1, stops[0].begin
    for before, stop in pairwise(stops):
        if stop.end + stop.hyphen - begin > width and before.begin > begin:
            count, begin = count + 1, before.begin
    return count


def _ways(stops: Sequence[BreakOpportunity], measure: Measure, turn: int, loosest: float) -> list[_Way]:
    """Return the ways to the end of the paragraph, with spaces that grow by ``loosest`` ems at most."""
    ways = [_Way(stops[0], 0.0, 0, 0, None, stops[0].begin, stops[0].resumed)]
    width, filled = measure.width, measure.filled
    room, full, expansion = loosest * measure.em, measure.width * _FULL_RATIO, measure.expansion
    for stop in stops[1:]:
        best: dict[tuple[int, int], _Way] = {}
        behind = 0
        last = stop is stops[-1]
        reach, spaces, limited = stop.end + stop.hyphen, stop.spaces, filled and stop is not stops[-1]
        for way in ways:
            spare = width - (reach - way.begin)
            if limited and spare - expansion * (width - spare) > room * (spaces - way.resumed):
                # The ways are in the order of the text: lines that begin later would be looser still.
                break
            # Up to the turn of the page, ways of as many lines are compared with each other alone.
            lines = way.lines + 1 if way.lines < turn else turn + 1
            divided = min(way.divided + 1, len(_IN_A_ROW) - 1) if stop.hyphen or stop.dash else 0
            cheapest = best.get((lines, divided))
            if cheapest is not None and cheapest.cost <= way.cost:
                # No line is free: the way is dearer whatever the line costs, and not so far behind as the one that is
                # cheaper.
                continue
            cost = way.cost + _cost(way, stop, spare, measure, last=last)
            if cost == inf:
                behind += stop.end - way.begin > full
            elif not ((stop.hyphen or stop.price) and lines == turn) and (cheapest is None or cost < cheapest.cost):
                best[lines, divided] = _Way(stop, cost, divided, lines, way, stop.begin, stop.resumed)
        # Those too far behind are the first.
        del ways[:behind]
        ways += best.values()
        if not ways:
            return []
    return [way for way in ways if way.stop is stops[-1]]


def _cost(way: _Way, stop: BreakOpportunity, spare: float, measure: Measure, *, last: bool) -> float:
    """Return the cost of a line from the end of ``way`` to ``stop`` that leaves ``spare``; endless if it cannot be."""
    if spare < 0 and not measure.filled:
        return inf
    if last and spare >= 0:
        badness = 0.0
    elif measure.filled:
        spaces = stop.spaces - way.stop.resumed
        ems, type_ = spaces * measure.em, (measure.width - spare) * measure.expansion
        if not ems or -spare > ems * _NARROWEST_SHRINKING_EM + type_:
            return inf
        badness = _badness(_ratio(spare, ems * GROWTH, type_) if spare > 0 else _ratio(-spare, ems * SHRINKING, type_))
        badness *= min(1.0, spaces / _FEW_SPACES)
    else:
        badness = _badness(spare / measure.em / _RAG_EM)
    cost = (_LINE_COST + badness) ** 2 + stop.price
    if stop.hyphen or stop.dash:
        cost += _IN_A_ROW[way.divided]
    elif last and way.stop.hyphen and stop.spaces == way.stop.resumed:
        cost += _REST
    elif last and measure.width - spare < _SHORT_LAST_LINE_EM * measure.em:
        cost += _SHORT_LAST_LINE_COST
    return cost


def _ratio(lacking: float, spaces: float, type_: float) -> float:
    """Return how far a line is from its natural width, as a part of what its spaces and its type can bear."""
    return lacking / (spaces + type_) if lacking < spaces + type_ else (lacking - type_) / spaces


def _badness(ratio: float) -> float:
    return 100.0 * ratio * ratio * ratio + (_HOLE_COST * (ratio - _HOLE_RATIO) if ratio > _HOLE_RATIO else 0.0)


def _least(ways: list[_Way]) -> float:
    """Return what the cheapest of ``ways`` costs; endless where there is no way."""
    return min((way.cost for way in ways), default=inf)


def _ends(ways: list[_Way]) -> tuple[BreakOpportunity, ...]:
    """Return the ends of the lines of the cheapest of ``ways``; none where there is no way."""
    ends = []
    step = min(ways, key=lambda way: way.cost, default=None)
    while step is not None:
        ends.append(step.stop)
        step = step.before
    return tuple(reversed(ends[:-1]))
