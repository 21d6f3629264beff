"""Setting a paragraph as a whole: the layout engine, which ends each line where it is full, is led to the ends chosen
for all of them.

The paragraph is first set as one endless line, which shows where each character is. ``line_breaking`` chooses the ends
of the lines; then the engine sets each line in as much of the measure as the chosen words fill. A line that comes out
otherwise (or of which nothing is known) stays as the engine set it, and the rest of the paragraph is chosen anew.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import pyphen  # type: ignore[import-untyped]
from weasyprint.layout import inline
from weasyprint.layout.inline import get_next_linebox, handle_leader
from weasyprint.layout.percent import resolve_one_percentage

from plantin.writers.pdf.engine_types import Asked, Box, Context, Css, LayOut, Lines, Patterns, Resume
from plantin.writers.pdf.expansion import has_holes, justify
from plantin.writers.pdf.hyphenation import Rules
from plantin.writers.pdf.line_boxes import LineBoxes
from plantin.writers.pdf.line_breaking import BreakOpportunity, Measure, choose, choose_whole, first_fit
from plantin.writers.pdf.planned_lines import LinesKey, ParagraphShape, PlannedLine, planned_lines
from plantin.writers.pdf.shaped_text import Face
from plantin.writers.pdf.shaping import shape, shape_line_end, shape_with_starts
from plantin.writers.pdf.unbroken_line import HYPHEN, OBJECT, UnbrokenLine, piece, pieces

_WRAPPED = ("normal", "nowrap")
_ENDS = tuple(mark.encode() for mark in "\n\t\f\u0085\u2028\u2029")
"""What ends a line wherever it is."""
_ENDLESS = 1_000_000.0
# How much wider the chosen words may be where they are set apart from what follows, in pixels: letters are kerned to
# the next one. No further word or part of a word has room in it.
_KERNING_PX = 2.0
_CHOSEN = 64


@dataclass(frozen=True, slots=True)
class _Whole:
    """The rest of a paragraph on one line (None: nothing is left), and whether that line may be its last."""

    line: Box | None
    is_last: bool


@dataclass(frozen=True, slots=True)
class _Begun:
    """A paragraph, or the rest of one, that begins on the page being made: what the engine was asked for, the indent of
    its next line, and in how many lines it ends there (0: it goes on overleaf).
    """

    place: Asked
    indent: float
    count: int


@dataclass(slots=True)
class Paragraphs:
    """The layout of one document. ``plans`` has the lines that are to come, by the paragraph, its measure and the place
    where they begin; ``chosen`` has the last of them by what was measured: a note that goes on overleaf is copied, and
    set again, several times; ``shaped`` are the last paragraphs of pages that were fitted, which may be made in several
    rounds; ``now`` is the line that is being set, of the box ``paragraph``; ``left`` are those of its
    words that are still to be set. ``measured`` is the block of a paragraph that is being set as one endless line.
    ``begun`` are the paragraphs of the page being made, as they were asked for. ``blocks`` are the boxes in lines (the
    numbers of paragraphs), by what they were made of and the size of the block around them; ``hyphens`` are the widths
    of the hyphens of each face. ``apart`` are the notes that are not to be called in the line of a note before them.
    ``faces`` are the glyphs of the text, by the addresses of Pango's fonts.
    """

    rules: Rules
    expansion: float
    plans: dict[LinesKey, tuple[PlannedLine, ...]] = field(default_factory=dict)
    chosen: OrderedDict[tuple[object, Measure, int], tuple[PlannedLine, ...]] = field(default_factory=OrderedDict)
    shaped: OrderedDict[LinesKey, ParagraphShape] = field(default_factory=OrderedDict)
    begun: list[_Begun] = field(default_factory=list)
    paragraph: Box | None = None
    now: PlannedLine | None = None
    left: str = ""
    measured: Box | None = None
    hyphens: dict[str, float] = field(default_factory=dict)
    apart: set[Box] = field(default_factory=set)
    faces: dict[int, Face] = field(default_factory=dict)

    def part(self, note: Box | None) -> bool:
        """End the line before the word that calls ``note``, from now on; whether it did not before."""
        if note is None or note in self.apart:
            return False
        self.apart.add(note)
        self.plans = self.not_parted(self.plans)
        return True

    def not_parted(self, plans: dict[LinesKey, tuple[PlannedLine, ...]]) -> dict[LinesKey, tuple[PlannedLine, ...]]:
        """Return those of ``plans`` that do not have to be made anew because of a note that was parted since."""
        return {key: plan for key, plan in plans.items() if not self._is_parted(key[0])} if self.apart else plans

    def forget(self) -> None:
        """Let go of what was kept of the layout, such as boxes, which nobody needs when the pages are there."""
        self.plans.clear()
        self.chosen.clear()
        self.shaped.clear()
        self.begun.clear()
        self.apart.clear()
        self.faces.clear()

    def places(self, word: str, dictionary: Patterns) -> set[int]:
        """Return where ``word`` may be divided now: where the plan says; by the rules where there is none."""
        if not (self.now is None or self.now.divided):
            return set()
        places = self.rules.places(word, list(map(int, dictionary.positions(word))))
        if self.now is None:
            return places if self.rules.admits(word) else set()
        return {place for place in places if self.now.words.endswith(word[:place] + HYPHEN)}

    def text(
        self,
        split: LayOut,
        text: str,
        style: Css,
        context: Context,
        width: float | None,
        spacing: float,
        **rest: object,
    ) -> object:
        """Return ``split_first_line``, given the engine's (``split``): what is known to be on the line is shaped once,
        without a search for the end of the line.
        """
        if width is not None and self.measured and style["white_space"] in _WRAPPED:
            return shape_with_starts(text, style, context, spacing, self.faces)
        if width is not None and self.left:
            left = self.left.lstrip(OBJECT)
            divided = self.now is not None and self.now.divided
            words = left.removesuffix(HYPHEN) if divided else left
            kept = self.now.parts.get(len(self.now.words) - len(left)) if self.now else None
            self.left = ""
            if style["white_space"] in _WRAPPED and words.startswith(text) and not (divided and words == text):
                self.left = left[len(text) :]
                return (
                    kept.on_line(text, spacing) if kept and kept.text == text else shape(text, style, context, spacing)
                )
            if style["white_space"] == "normal" and words and text.startswith(words) and text[len(words) :].strip(" "):
                if kept and kept.text == words and not divided:
                    return kept.on_line(text, spacing)
                return shape_line_end(text, words, HYPHEN if divided else "", style, context, spacing)
        return split(text, style, context, width, spacing, **rest)

    def line(self, *arguments: Any) -> tuple[Box | None, Resume]:
        """Return the next line as planned, or as the engine sets it, and where the one after it begins; ``arguments``
        are those of ``get_next_linebox``.
        """
        context, box, _, _, skip, block = arguments[:6]
        if self.paragraph is not None:
            return self._set(arguments, None)
        key = (box, round(block.width, 2), repr(skip))
        if key not in self.plans or (not self.plans[key] and self._is_parted(box)):
            if not _can_be_planned(context, box, block) and not (
                self._is_parted(box) and _is_plain(context, box, block)
            ):
                return self._set(arguments, None)
            whole = self._whole(arguments)
            self.plans[key] = self._plan(arguments, whole.line)
            if (
                not self.plans[key]
                and whole.line is not None
                and whole.is_last
                and whole.line.width <= block.width
                and arguments[8:] == (None, None)
            ):
                return whole.line, None
        line_box, resume = self._as_planned(arguments, self.plans[key]) if self.plans[key] else (None, None)
        return (line_box, resume) if line_box is not None else self._set(arguments, None)

    def following(self, context: Context, child: Box, *place: Any) -> Lines:
        """Yield the lines of ``child``, which is set as one line before they are made, one by one, each with where the
        next one begins; the arguments are those of ``iter_line_boxes``.
        """
        position_y, bottom_space, skip, block, absolute, fixed, letter, first = place
        inline.resolve_percentages(child, block)
        child.text_indent = 0
        if skip is None:
            resolve_one_percentage(child, "text_indent", block.width)
        while True:
            line, resume = self.line(
                context, child, position_y, bottom_space, skip, block, absolute, fixed, letter, first
            )
            if line is None:
                return
            handle_leader(context, line, block)
            position_y = line.position_y + line.height
            yield line, resume
            if resume is None:
                return
            skip, letter, first, child.text_indent = resume, None, None, 0

    def lines(self, engine: LayOut, *asked: Any) -> Any:
        """Return ``_linebox_layout``, given the engine's (``engine``), which sets blocks of which a number of lines is
        asked for; where the page ends in a paragraph, its last line ends with a whole word.
        """
        boxes = LineBoxes(*asked)
        if boxes.most is not None:
            return engine(*asked)
        context, box, index, child, children, *rest = asked
        skip = rest[6]
        result = boxes.lay_out(self.following)
        abort, _, resume, *others = result
        if not abort and resume is not None and children and _words(children[-1]).endswith(HYPHEN):
            new_lines = self._end_with_whole_word(context, box, child, skip, children, tuple(rest))
            if new_lines:
                children[:] = new_lines
                return abort, result[1], {index: new_lines[-1].resume_at}, *others
        if not abort and children and not context.excluded_shapes:
            place = (context, child, children[0].position_y, rest[4], skip, box, rest[1], rest[2], None, None)
            count = len(children) if children[-1].resume_at is None else 0
            self.begun.append(_Begun(place, getattr(child, "text_indent", 0), count))
        return result

    def shapes(self, elements: set[Box]) -> list[ParagraphShape]:
        """Return the paragraphs of the page made last that are those of ``elements``."""
        shapes = {}
        for begun in self.begun:
            context = begun.place[0]
            context.create_block_formatting_context()
            if begun.place[5].element in elements and (shape := self._shape(begun)) is not None:
                shapes[shape.key] = shape
            context.finish_block_formatting_context()
        return list(shapes.values())

    def _shape(self, begun: _Begun) -> ParagraphShape | None:
        context, child, _, _, skip, box = begun.place[:6]
        if begun.count == 1 or not _is_plain(context, child, box):
            return None
        child.text_indent = begun.indent
        key = (child, round(box.width, 2), repr(skip))
        if (cached := self.shaped.get(key)) and cached.count == begun.count and not self.apart:
            return cached
        whole = self._whole(begun.place).line
        if whole is None or whole.width <= box.width or self._is_parted(whole):
            return None
        line, stops, measure = self._measure_rest(context, child, box, whole)
        planned = _can_be_planned(context, child, box)
        count = begun.count or (len(choose(stops, measure)) if planned else first_fit(stops, measure.width))
        self.shaped[key] = ParagraphShape(key, box.element, line, stops, measure, count)
        while len(self.shaped) > _CHOSEN:
            self.shaped.popitem(last=False)
        return self.shaped[key]

    def _end_with_whole_word(
        self, context: Context, box: Box, child: Box, skip: Resume, children: list[Box], rest: Asked
    ) -> list[Box]:
        """Return the lines of a paragraph before the turn of the page, chosen again so that the last ends with a whole
        word: as many, with the same notes. None where that cannot be.
        """
        if skip is None:
            resolve_one_percentage(child, "text_indent", box.width)
        new_lines: list[Box] = []
        plan: tuple[PlannedLine, ...] = ()
        for line in children:
            place = (context, child, line.position_y, rest[4], skip, box, rest[1], rest[2], None, None)
            plan = (
                plan[1:]
                if new_lines
                else self._plan(place, self._whole(place).line, len(children))
                if _can_be_planned(context, child, box)
                else ()
            )
            if not plan:
                return []
            new, skip = self._as_planned(place, plan)
            if new is None or skip is None:
                return []
            child.text_indent = 0
            new.resume_at = skip
            new_lines.append(new)
        return new_lines if [*map(_notes, new_lines)] == [*map(_notes, children)] else []

    def _as_planned(self, arguments: Asked, plan: tuple[PlannedLine, ...]) -> tuple[Box | None, Resume]:
        """Return the first line of ``plan``, or nothing where the engine sets other words."""
        context, box, _, _, _, block = arguments[:6]
        line_box, resume = self._set(arguments, plan[0])
        if line_box is None or _words(line_box) != plan[0].words:
            return None, None
        if line_box.width > block.width and line_box.style["text_align_all"] == "justify":
            justify(context, line_box, block.width - line_box.width, self.expansion)
        if resume is not None:  # else the paragraph is at its end, and nothing is the place of its beginning too
            self.plans[box, round(block.width, 2), repr(resume)] = plan[1:]
        return line_box, resume

    def _set(
        self, arguments: Asked, line: PlannedLine | None, measured: Box | None = None
    ) -> tuple[Box | None, Resume]:
        """Return what the engine makes of the next line filled: ``line`` if it is planned, else as fits the measure."""
        context, box, *_ = arguments
        before = self.paragraph, self.now, self.left, self.measured
        self.paragraph, self.now, self.left, self.measured = box, line, line.words if line else "", measured
        filled = _is_filled(context, box, arguments[5], arguments[9])
        style, block = box.style, arguments[5]
        try:
            if filled:
                box.style = _ragged_style(box)
            room = _room(block, line, filled=filled)
            line_box, resume = get_next_linebox(*arguments[:5], room, *arguments[6:])
            if line_box is not None and has_holes(line_box):
                box.style = _ragged_style(box)
                line_box, resume = get_next_linebox(*arguments[:5], room, *arguments[6:])
            if filled and line_box is not None:
                line_box.style = style
        finally:
            box.style = style
            self.paragraph, self.now, self.left, self.measured = before
        if (
            filled
            and line_box is not None
            and line_box.width < block.width
            and not (line and line.short)
            and not _is_last(box, resume)
        ):
            justify(context, line_box, block.width - line_box.width, self.expansion)
        return line_box, resume

    def _whole(self, arguments: Asked) -> _Whole:
        """Return the rest of the paragraph as one endless line, up to a break that the author asked for."""
        block = arguments[5]
        out_of_flow: tuple[list[Box], list[Box]] = [], []
        endless = block.copy()
        endless.width = _ENDLESS
        line, resume = self._set((*arguments[:5], endless, *out_of_flow, None, None), None, block)
        return _Whole(line, line is not None and resume is None and not any(out_of_flow))

    def _plan(self, arguments: Asked, whole: Box | None, turn: int = 0) -> tuple[PlannedLine, ...]:
        """Return the lines of the rest of the paragraph, which is ``whole`` on one line, the page turned after line
        number ``turn``; none where it is one line, or no choice is good enough.
        """
        context, box, _, _, _, block = arguments[:6]
        if whole is None or (whole.width <= block.width and not self._is_parted(whole)):
            return ()
        line, measure = UnbrokenLine.of(context, whole, self.hyphens), self._measure(box, block)
        if self._is_parted(whole):
            return () if turn else self._plan_apart(line, measure, whole)
        key = line.places(), measure, turn
        if key not in self.chosen:
            stops = line.stops(self.rules, whole=True)
            ends = choose_whole(stops, measure, turn, self.rules.price(willing=True))
            ends = ends or choose(line.stops(self.rules), measure, turn)
            self.chosen[key] = planned_lines(line, stops[0], ends)
            while len(self.chosen) > _CHOSEN:
                self.chosen.popitem(last=False)
        return self.chosen[key]

    def _is_parted(self, box: Box) -> bool:
        """Return whether a note is called in ``box`` that is not to be called in the line of another."""
        return bool(self.apart) and not self.apart.isdisjoint(_notes(box))

    def _plan_apart(self, line: UnbrokenLine, measure: Measure, whole: Box) -> tuple[PlannedLine, ...]:
        """Return the lines of the rest, one up to each word that calls a note of ``apart``; none if none is good."""
        stops = line.stops(self.rules)
        calls = [box.position_x for box in whole.descendants() if box.footnote in self.apart]
        words = [(place, stop.begin) for place, stop in enumerate(stops[:-1]) if not stop.hyphen]
        before = {max(place for place, begin in words if begin < call or not place) for call in calls}
        plan: list[PlannedLine] = []
        for begin, end in pairwise(sorted({0, *before, len(stops) - 1})):
            part = planned_lines(line, stops[begin], choose(stops[begin : end + 1], measure))
            if not part:
                return ()
            plan += [*part[:-1], replace(part[-1], short=end < len(stops) - 1)]
        return tuple(plan)

    def _measure_rest(
        self, context: Context, box: Box, block: Box, whole: Box
    ) -> tuple[UnbrokenLine, tuple[BreakOpportunity, ...], Measure]:
        """Return the rest of a paragraph (``whole``) as one line, where its lines may end, and in which measure."""
        line = UnbrokenLine.of(context, whole, self.hyphens)
        return line, tuple(line.stops(self.rules)), self._measure(box, block)

    def _measure(self, box: Box, block: Box) -> Measure:
        filled = box.style["text_align_all"] == "justify"
        return Measure(block.width, block.style["font_size"], filled, self.expansion if filled else 0.0)


def _can_be_planned(context: Context, box: Box, block: Box) -> bool:
    style = block.style
    return bool(
        style["hyphens"] == "auto"
        and _is_plain(context, box, block)
        and style["lang"]
        and pyphen.language_fallback(style["lang"])
    )


def _is_plain(context: Context, box: Box, block: Box) -> bool:
    """Return whether the lines of ``box`` run from left to right in a measure that stays the same, filled or ragged."""
    return bool(
        block.style["direction"] == "ltr"
        and box.style["white_space"] == "normal"
        and box.style["text_align_all"] in {"justify", "left", "start"}
        and not context.excluded_shapes
    )


def _words(line: Box) -> str:
    return "".join(map(piece, pieces(line))).rstrip(" ")


def _room(block: Box, line: PlannedLine | None, *, filled: bool) -> Box:
    """Return the block in which ``line`` is set: so wide that its words and no others fit."""
    if line is None:
        return block
    room = block.copy()
    room.width = line.width + _KERNING_PX if filled else min(line.width + _KERNING_PX, block.width)
    return room


def _is_filled(context: Context, box: Box, block: Box, first: Css | None) -> bool:
    """Return whether the lines of ``box`` are filled here: from left to right, the last one at most as long as it is,
    beside nothing that floats.
    """
    style = box.style
    return (
        style["text_align_all"] == "justify"
        and style["text_align_last"] in {"auto", "start", "left"}
        and style["white_space"] in {"normal", "nowrap", "pre-line"}
        and style["direction"] == block.style["direction"] == "ltr"
        and first is None
        and not context.excluded_shapes
    )


def _ragged_style(box: Box) -> Css:
    """Return the style of ``box``, whose lines the engine leaves as they are."""
    style: Css | None = vars(box).get("ragged")
    if style is None:
        style = box.ragged = box.style.copy()
        style["text_align_all"] = style["text_align_last"] = "start"
    return style


def _is_last(box: Box, resume: Resume) -> bool:
    """Return whether the line of ``box`` before ``resume`` is last or ends by its author's wish: neither is filled."""
    if resume is None:
        return True
    ((index, inside),) = resume.items()
    while inside is not None:
        box = box.children[index]
        ((index, inside),) = inside.items()
    return bool(getattr(box, "text", "").encode()[:index].endswith(_ENDS))


def _notes(line: Box) -> list[Box]:
    return [box.footnote for box in line.descendants() if box.footnote is not None]
