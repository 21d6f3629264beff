"""Pages without holes: where spaces cannot grow enough for a page to end above its notes, its paragraphs get more or
fewer lines.

A heading of several lines with the text below it may leave a page short by more than spaces can hide. Such a page is
made again: with lines more in some of its paragraphs, so that the text reaches the notes; with lines fewer, so that
what did not fit fits (TeX calls it looseness); or with the end of its last note overleaf. The paragraphs that bear it
best are taken. Lines more in the last pages keep the last of all from being a stub.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from math import ceil, inf
from typing import Any

from plantin.writers.pdf.engine_types import Asked, Box, Context, LayOut, Made, PageType, Resume
from plantin.writers.pdf.note_pages import called_with_another, share_page
from plantin.writers.pdf.page_depth import Depth, depth, even
from plantin.writers.pdf.page_making import begin_page
from plantin.writers.pdf.paragraph_layout import Paragraphs
from plantin.writers.pdf.planned_lines import ParagraphShape
from plantin.writers.pdf.target_pages import TargetPages

_HOLE = 1.3
"""Lines of white that are no hole yet."""
_MOST = 0.34
"""A page that lacks more of its depth ends where something large did not fit, or something begins: it stays."""
_MORE = 1.5
"""How much more than ``stretch`` spaces grow where a hole would be left."""
_SHORTER = 3
"""How many lines a page wins at most from its paragraphs,"""
_LOWER = 4
"""and how many from its last note."""
_REACH = 6
"""By how many lines a ragged paragraph may grow."""
_STUB = 0.25
"""A last page that fills less of its depth is a stub;"""
_LAST = 0.28
"""it is made to fill so much,"""
_BEFORE = 4
"""by lines that come from so many pages before it; from as many more each time that this was not enough,"""
_ROUNDS = 3
"""so many times."""
_LEFT = 1.8
"""How many lines of white a page may keep that the page before it is not asked to hand on more;"""
_PASSES = 3
"""it is asked only while pages are gone through the first times: the engine goes through them eight times at most."""
_WORST = 400_000.0
"""What a line more or fewer may cost, as line breaking reckons."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """Paragraphs in other numbers of lines, and by how many pixels the last note begins lower."""

    lines: tuple[tuple[ParagraphShape, int], ...] = ()
    lower: float = 0.0


@dataclass(slots=True)
class PageFitting:
    """The making of pages whose text ends at one height: spaces grow by ``stretch`` times themselves, and where that
    leaves a hole of more than ``_HOLE`` lines, each ``leading`` pixels high, ``paragraphs`` are set in more or fewer
    lines. ``make`` makes a page; ``fitted`` are the boxes of the paragraphs and the notes that were changed, by page;
    ``full`` are the pages that go on overleaf because they are full. ``wanted`` is by how many lines the text of a page
    is to grow: so that the last page is no stub, as was asked for in ``rounds``, or that the next page has no hole,
    which has ``asked`` so often. ``passes`` says how often pages were gone through again, ``latest`` is the number of
    the page made last.
    """

    make: LayOut
    stretch: float
    leading: float
    paragraphs: Paragraphs
    fitted: dict[int, tuple[set[Box], Box | _Note]] = field(default_factory=dict)
    full: set[int] = field(default_factory=set)
    wanted: dict[int, int] = field(default_factory=dict)
    rounds: int = 0
    asked: Counter[int] = field(default_factory=Counter)
    passes: int = 0
    latest: int = 0

    def page(self, context: Context, root: Box, kind: PageType, skip: Resume, number: int, state: Asked) -> Made:
        """``make_page``."""
        kind = begin_page(context, kind, skip, root, number, state)
        self.passes += number <= self.latest
        self.latest = number
        self._release(number)
        self.full.discard(number)
        page = _RepeatablePage(self.make, self.paragraphs, context, root, kind, skip, number, state)
        result = page.make_page()
        if self.stretch and number in self.wanted:
            result = self._longer(page, result, self.wanted[number])
        if self.stretch and _is_full(kind, result):
            self.full.add(number)
            stretch = self.stretch
            if self._hole(page, result) > _HOLE * self.leading:
                result = self._best(page, result)
                if self._hole(page, result) > _HOLE * self.leading:
                    stretch *= _MORE
                    self._ask(page, result, stretch)
            if _is_full(kind, result):
                even(result[0], context.page_bottom, stretch)
        elif self.stretch and result[1] is None and self.rounds < _ROUNDS:
            self._want(page, result)
        return result

    def _longer(self, page: _RepeatablePage, result: Made, lines: int) -> Made:
        """Return the page with ``lines`` more in its paragraphs, fewer where they cannot have so many."""
        trial = _trial(_by_cost(self._shapes(result), range(1, _REACH + 1))[:lines])
        self.paragraphs.plans |= {shape.key: shape.lines(count)[0] for shape, count in trial.lines}
        self.fitted[page.number] = {shape.key[0] for shape, _ in trial.lines}, _Note()
        return page.make_page()

    def _want(self, page: _RepeatablePage, result: Made) -> None:
        """Where the last page is a stub, have the pages before it made again, longer by what it lacks."""
        self.rounds += 1
        last, page_depth = result[0], depth(result[0], page.context.page_bottom)
        if page_depth is None or page.context.current_page_footnotes or page_depth.lacking < (1 - _STUB) * last.height:
            return
        lines = ceil((page_depth.lacking - (1 - _LAST) * last.height) / self.leading)
        before = list(
            takewhile(
                self.full.__contains__, range(page.number - 1, max(page.number - 1 - self.rounds * _BEFORE, 0), -1)
            )
        )
        for left, number in zip(range(len(before), 0, -1), reversed(before), strict=True):
            if lines > 0:
                self.wanted[number] = self.wanted.get(number, 0) + ceil(lines / left)
                lines -= ceil(lines / left)
                page.context.page_maker[number - 1][-1]["content_changed"] = True

    def _ask(self, page: _RepeatablePage, result: Made, stretch: float) -> None:
        """Where a page cannot fill its hole, have the page before it made again, longer, to hand on more text."""
        page_depth = depth(result[0], page.context.page_bottom)
        if page_depth is None or self.passes > _PASSES or page.number - 1 not in self.full:
            return
        lines = ceil((page_depth.hole(stretch) - _LEFT * self.leading) / self.leading)
        if lines > 0:
            # Where that was not enough, lines of one paragraph went from one page to the other: more are wanted than
            # are lacking.
            self.asked[page.number] += 1
            self.wanted[page.number - 1] = self.wanted.get(page.number - 1, 0) + lines * self.asked[page.number]
            page.context.page_maker[page.number - 2][-1]["content_changed"] = True

    def _release(self, number: int) -> None:
        """Forget what was changed on this page and on those after it, which are made anew."""
        for later in [later for later in self.fitted if later >= number]:
            boxes, note = self.fitted.pop(later)
            note.lowest = 0.0
            for key in [key for key in self.paragraphs.plans if key[0] in boxes]:
                del self.paragraphs.plans[key]

    def _hole(self, page: _RepeatablePage, result: Made) -> float:
        """Return the white left on a page; 0 where it ends well or something large follows, endless without text."""
        if not _is_full(page.kind, result):
            return 0.0
        page_depth = depth(result[0], page.context.page_bottom)
        if page_depth is None:
            return inf
        return page_depth.hole(self.stretch) if page_depth.lacking < _MOST * result[0].height else 0.0

    def _best(self, page: _RepeatablePage, result: Made) -> Made:
        """Return the page with the smallest hole, made anew where that is another than ``result``."""
        least, before = self._hole(page, result), self.paragraphs.plans
        notes, bottom = page.context.current_page_footnotes, page.context.page_bottom
        note = notes[-1] if notes else _Note()
        best = used = _Trial()

        def remake(trial: _Trial) -> Made:
            self.paragraphs.plans = self.paragraphs.not_parted(before) | {
                shape.key: shape.lines(count)[0] for shape, count in trial.lines
            }
            note.lowest = bottom + trial.lower if trial.lower else 0.0
            return page.make_page()

        for used in self._trials(self._shapes(result), depth(result[0], bottom)):
            result = remake(used)
            if (hole := self._hole(page, result)) < least:
                best, least = used, hole
            if least <= _HOLE * self.leading:
                break
        if used != best:
            result = remake(best)
        boxes = {shape.key[0] for shape, _ in best.lines}
        if page.number in self.fitted:
            boxes |= self.fitted[page.number][0]
        self.fitted[page.number] = boxes, note
        return result

    def _shapes(self, result: Made) -> list[ParagraphShape]:
        """Return the paragraphs of the page that has just been made, without its headings and notes."""
        return self.paragraphs.shapes(
            {box.element for box in result[0].children[0].descendants() if box.element_tag == "p"}
        )

    def _trials(self, shapes: list[ParagraphShape], found: Depth | None) -> Iterator[_Trial]:
        """Yield what to try, the best first: more lines, as many as the hole asks for; fewer; the end of the last note
        overleaf; all the lines that the hole can take.
        """
        if found is None:
            return
        more = _by_cost(shapes, range(1, _REACH + 1))
        fewer = _by_cost(shapes, range(-1, -2, -1))
        room = int(found.lacking // self.leading)
        need = ceil((found.hole(self.stretch) - _HOLE * self.leading) / self.leading)
        if need <= min(room, len(more)):
            yield _trial(more[:need])
        for count in range(1, min(_SHORTER, len(fewer)) + 1):
            yield _trial(fewer[:count])
        for count in range(1, _LOWER + 1):
            yield _Trial(lower=count * self.leading)
        if 0 < min(room, len(more)) < need:
            yield _trial(more[:room])


class _Note:
    """Stands for the last note of a page without notes."""

    lowest = 0.0


def _by_cost(shapes: list[ParagraphShape], steps: range) -> list[tuple[float, int, ParagraphShape, int]]:
    """Return each step of each paragraph that may be taken, the cheapest first, further ones of a paragraph later."""
    choices = []
    for place, shape in enumerate(shapes):
        worst = 0.0
        for step in steps[:1] if shape.measure.filled else steps:
            lines, cost = shape.lines(shape.count + step)
            worst = max(worst, cost)
            if not lines or worst > _WORST:
                break
            choices.append((worst, place, shape, step))
    return sorted(choices, key=lambda choice: (choice[0], choice[1], abs(choice[3])))


def _trial(steps: list[tuple[float, int, ParagraphShape, int]]) -> _Trial:
    """Return the paragraphs of ``steps`` in as many lines as the furthest step of each gives them."""
    furthest = {shape.key: (shape, shape.count + step) for _, _, shape, step in steps}
    return _Trial(tuple(furthest.values()))


def _is_full(kind: PageType, result: Made) -> bool:
    """Return whether a page goes on overleaf because it is full."""
    return result[1] is not None and not kind.blank and result[2]["break"] == "any"


class _RepeatablePage:
    """A page that can be made again and again: what the engine changes by making it is put back before."""

    def __init__(self, make: LayOut, paragraphs: Paragraphs, *asked: Any) -> None:
        self.make, self.paragraphs = make, paragraphs
        self.context, self.root, self.kind, self.skip, self.number, self.state = asked
        self._first = copy.deepcopy(self.state)
        self._notes = list(self.context.footnotes), list(self.context.reported_footnotes)
        self._broken = dict(self.context.broken_out_of_flow)
        self._targets = TargetPages(self.context, self.number)
        self._times = 0

    def make_page(self) -> Made:
        """Return the page, where the next one begins, and how."""
        while True:
            result: Made = share_page(self.context, self._notes[1], self._once)
            if not self.paragraphs.part(called_with_another(self.context, result[0], self._notes[1])):
                return result

    def _once(self) -> Made:
        state = self.state
        if self._times:
            state = copy.deepcopy(self._first)
            self.context.footnotes[:], self.context.reported_footnotes = self._notes[0], list(self._notes[1])
            self.context.broken_out_of_flow = dict(self._broken)
            self._targets.put_back()
            self.context.page_maker[self.number - 1][-1].update(anchors=[], content_lookups=[])
        self._times += 1
        self.paragraphs.begun = []
        result: Made = self.make(self.context, self.root, self.kind, self.skip, self.number, state)
        return result
