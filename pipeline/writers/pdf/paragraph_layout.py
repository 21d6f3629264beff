"""Setting a paragraph as a whole: the layout engine, which ends each line where it is full, is led to the ends chosen for all of them.

The paragraph is first set as one endless line, which tells where each character lies. ``breaks`` chooses the ends of the lines; then the
engine sets each line in as much of the measure as the chosen words fill. A line that comes out otherwise (or of which nothing is known)
stays as the engine set it, and the rest of the paragraph is chosen anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from pipeline.findings import Finding, Place, ToolError
from pipeline.model.labels import Hyphenation
from pipeline.writers.pdf.hyphenation import Rules
from pipeline.writers.pdf.line_breaking import Measure, Stop, choose
from pipeline.writers.pdf.weasyprint_patches import replaced

KNOWN = "70.0"
"""The WeasyPrint whose functions are wrapped."""

_HYPHEN = "\u2010"
_SPACES = " \u00a0"
_WORD = re.compile(r"[^\W\d_]+")
_OBJECT = "\ufffc"
_ENDLESS = 1_000_000.0
# How much wider the chosen words may be where they are set apart from what follows, in pixels: letters are kerned to the next one. No
# further word or part of a word has room in it.
_KERNING = 2.0
# What dividing a word costs that is better left whole (see breaks).
_PRICE = 40_000.0


@contextmanager
def composed(hyphenation: Hyphenation) -> Iterator[None]:
    """WeasyPrint that sets paragraphs as a whole and divides words by the rules of ``hyphenation``, restored at the end. Raises ToolError
    (D012) where it is not the one known.
    """
    import pyphen  # type: ignore[import-untyped]
    import weasyprint
    from weasyprint.layout import block, inline

    if weasyprint.__version__ != KNOWN:
        hint = "Install the version that pyproject.toml names."
        raise ToolError(Finding("D012", f"WeasyPrint {weasyprint.__version__} is not {KNOWN}", Place("weasyprint.layout.inline"), hint))
    setting = _Setting(Rules(hyphenation), inline.get_next_linebox, block._linebox_layout, inline.split_inline_box)  # noqa: SLF001

    class Dictionary(pyphen.Pyphen):  # type: ignore[misc]
        def iterate(self, word: str) -> Iterator[tuple[str, str]]:
            for place in sorted(setting.places(word, self), reverse=True):
                yield word[:place], word[place:]

    with replaced(
        [
            (pyphen, "Pyphen", Dictionary),
            (inline, "get_next_linebox", setting.line),
            (inline, "split_inline_box", setting.split),
            (block, "_linebox_layout", setting.lines),
        ]
    ):
        yield


@dataclass(frozen=True, slots=True)
class _Planned:
    """A line to be set: its words, how wide they are in pixels, and whether it divides a word."""

    words: str
    width: float
    divided: bool


@dataclass(slots=True)
class _Setting:
    """The layout of one document. ``plans`` has the lines that are to come, by the paragraph, its measure and the place where they begin;
    ``now`` is the line that is being set, of the box ``paragraph``.
    """

    rules: Rules
    get_next_linebox: Any
    linebox_layout: Any
    split_inline_box: Any
    plans: dict[tuple[Any, float, str], tuple[_Planned, ...]] = field(default_factory=dict)
    paragraph: Any = None
    now: _Planned | None = None

    def places(self, word: str, dictionary: Any) -> set[int]:
        """Where ``word`` may be divided now: where the plan says; by the rules where there is none."""
        if not (self.now is None or self.now.divided):
            return set()
        found = self.rules.places(word, list(map(int, dictionary.positions(word))))
        if self.now is None:
            return found if self.rules.admits(word) else set()
        return {place for place in found if self.now.words.endswith(word[:place] + _HYPHEN)}

    def split(self, context: Any, box: Any, position_x: float, max_x: float, *rest: Any) -> Any:
        """``split_inline_box``; the line being set ends where its planned words end."""
        if box is self.paragraph and self.now is not None:
            ends = box.position_x + self.now.width + _KERNING
            max_x = ends if box.style["text_align_all"] == "justify" else min(ends, max_x)
        return self.split_inline_box(context, box, position_x, max_x, *rest)

    def line(self, *arguments: Any) -> tuple[Any, Any]:
        """``get_next_linebox``: the line as planned, or as the engine sets it."""
        context, box, _, _, skip, block = arguments[:6]
        if self.paragraph is not None or not _can_be_planned(context, box, block):
            return self._set(arguments, None)
        key = (box, round(block.width, 2), repr(skip))
        free = None
        if key not in self.plans:
            free = self._set(arguments, None)
            # Where the rest is one line, there is nothing to choose.
            self.plans[key] = () if free[1] is None else self._plan(arguments)
        made, resume = self._as_planned(arguments, self.plans[key]) if self.plans[key] else (None, None)
        return (made, resume) if made is not None else free or self._set(arguments, None)

    def lines(self, context: Any, box: Any, index: int, child: Any, children: list[Any], *rest: Any) -> Any:
        """``_linebox_layout``: where the page ends in the paragraph, its last line ends with a whole word."""
        skip = rest[6]
        result = self.linebox_layout(context, box, index, child, children, *rest)
        abort, _, resume, *others = result
        if not abort and resume is not None and children and _words(children[-1]).endswith(_HYPHEN):
            made = self._turned(context, box, child, skip, children, rest)
            if made:
                children[:] = made
                return abort, result[1], {index: made[-1].resume_at}, *others
        return result

    def _turned(self, context: Any, box: Any, child: Any, skip: Any, children: list[Any], rest: tuple[Any, ...]) -> list[Any]:
        """The lines of a paragraph before the turn of the page, chosen anew so that the last ends with a whole word: as many, with the same
        notes. None where that cannot be.
        """
        from weasyprint.layout.percent import resolve_one_percentage

        if skip is None:
            resolve_one_percentage(child, "text_indent", box.width)
        made: list[Any] = []
        plan: tuple[_Planned, ...] = ()
        for line in children:
            place = (context, child, line.position_y, rest[4], skip, box, rest[1], rest[2], None, None)
            plan = plan[1:] if made else self._plan(place, len(children)) if _can_be_planned(context, child, box) else ()
            if not plan:
                return []
            new, skip = self._as_planned(place, plan)
            if new is None or skip is None:
                return []
            child.text_indent = 0
            new.resume_at = skip
            made.append(new)
        return made if [*map(_notes, made)] == [*map(_notes, children)] else []

    def _as_planned(self, arguments: tuple[Any, ...], plan: tuple[_Planned, ...]) -> tuple[Any, Any]:
        """The first line of ``plan``, or nothing where the engine sets other words."""
        context, box, _, _, _, block = arguments[:6]
        made, resume = self._set(arguments, plan[0])
        if made is None or _words(made) != plan[0].words:
            return None, None
        _shrink(context, made, block)
        self.plans[box, round(block.width, 2), repr(resume)] = plan[1:]
        return made, resume

    def _set(self, arguments: tuple[Any, ...], line: _Planned | None) -> tuple[Any, Any]:
        before = self.paragraph, self.now
        self.paragraph, self.now = arguments[1], line
        try:
            made: tuple[Any, Any] = self.get_next_linebox(*arguments)
        finally:
            self.paragraph, self.now = before
        return made

    def _plan(self, arguments: tuple[Any, ...], turn: int = 0) -> tuple[_Planned, ...]:
        """The lines of the rest of the paragraph, the page turned after line number ``turn``; none where it is one line, or no choice is
        good enough.
        """
        context, box, position_y, bottom, skip, block = arguments[:6]
        endless = block.copy()
        endless.width = _ENDLESS
        made, _ = self._set((context, box, position_y, bottom, skip, endless, [], [], None, None), None)
        if made is None or made.width <= block.width:
            return ()
        line = _Endless.of(context, made)
        measure = Measure(block.width, block.style["font_size"], filled=box.style["text_align_all"] == "justify")
        start, *ends = line.stops(self.rules)
        lines = []
        for end in choose((start, *ends), measure, turn):
            words = line.text[start.resume : end.at] + (_HYPHEN if end.hyphen else "")
            lines.append(_Planned(words, end.end + end.hyphen - start.begin, bool(end.hyphen)))
            start = end
        return tuple(lines)


@dataclass(slots=True)
class _Endless:
    """A paragraph on one endless line: its characters, where each begins and ends, and the box of each if a line may end after it."""

    context: Any
    begin: float
    text: str = ""
    starts: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)

    @classmethod
    def of(cls, context: Any, line: Any) -> _Endless:
        """The paragraph that is set as ``line``."""
        made = cls(context, line.position_x)
        for box in _pieces(line):
            text = _piece(box)
            made.text += text
            if text == _OBJECT:
                made.starts.append(box.position_x)
                made.ends.append(box.position_x + box.margin_width())
                made.boxes.append(None)
            else:
                starts = [box.position_x + place for place in _starts(context, box)]
                made.starts += starts
                made.ends += [*starts[1:], box.position_x + box.width]
                made.boxes += [box if box.style["white_space"] == "normal" else None] * len(text)
        return made

    def stops(self, rules: Rules) -> list[Stop]:
        """The beginning, every place where a line may end, and the end."""
        spaces = list(accumulate((character in _SPACES for character in self.text), initial=0))
        found = [Stop(0, 0, self.begin, self.begin, 0, 0)]
        length = len(self.text.rstrip())
        places = {place: (0.0, 0.0) for place in self._breaks() if place < length} | self._divisions(rules)
        for place in sorted(places):
            at = len(self.text[:place].rstrip(" "))
            if at:
                found.append(Stop(at, place, self.ends[at - 1], self.starts[place], spaces[at], spaces[place], *places[place]))
        return [*found, Stop(length, length, self.ends[length - 1], 0, spaces[length], 0)]

    def _breaks(self) -> Iterator[int]:
        """Where the next line may begin without a division."""
        from weasyprint.text.line_break import get_log_attrs

        attributes = get_log_attrs(self.text, None)
        for place in range(1, len(self.text)):
            if attributes[place].is_line_break and self.boxes[place - 1] is not None and (self.boxes[place] or self.text[place - 1] == " "):
                yield place

    def _divisions(self, rules: Rules) -> dict[int, tuple[float, float]]:
        """Where words may be divided: the width of the hyphen, and the price of dividing what is better left whole."""
        found = {}
        hyphens: dict[int, float] = {}
        for match in _WORD.finditer(self.text):
            word, box = match[0], self.boxes[match.start()]
            if box is None or box.style["hyphens"] != "auto" or len(word) < box.style["hyphenate_limit_chars"][0]:
                continue
            joined = "-" in {self.text[match.start() - 1 : match.start()], self.text[match.end() : match.end() + 1]}
            willing = rules.admits(word, joined=joined)
            if not willing and not rules.admits(word, joined=joined, need=True):
                continue
            if id(box) not in hyphens:
                hyphens[id(box)] = _hyphen(self.context, box.style)
            for place in rules.places(word, _positions(self.context, box.style, word)):
                found[match.start() + place] = (hyphens[id(box)], 0.0 if willing else _PRICE)
        return found


def _can_be_planned(context: Any, box: Any, block: Any) -> bool:
    import pyphen

    style = block.style
    return bool(
        style["hyphens"] == "auto"
        and style["direction"] == "ltr"
        and box.style["white_space"] == "normal"
        and box.style["text_align_all"] in {"justify", "left", "start"}
        and not context.excluded_shapes
        and style["lang"]
        and pyphen.language_fallback(style["lang"])
    )


def _positions(context: Any, style: Any, word: str) -> list[int]:
    """Where the dictionary that the engine itself would ask divides ``word``; nowhere where there is none for its language."""
    import pyphen

    lang = style["lang"] and pyphen.language_fallback(style["lang"])
    if not lang:
        return []
    total, left, right = style["hyphenate_limit_chars"]
    key = (lang, left, right, total)
    if key not in context.dictionaries:
        context.dictionaries[key] = pyphen.Pyphen(lang=lang, left=left, right=right)
    return list(map(int, context.dictionaries[key].positions(word)))


def _hyphen(context: Any, style: Any) -> float:
    from weasyprint.text.line_break import split_first_line

    return float(split_first_line(_HYPHEN, style, context, None, 0)[3])


def _starts(context: Any, box: Any) -> list[float]:
    """Where the characters of a box begin, in pixels from its left side."""
    from weasyprint.text.ffi import FROM_UNITS
    from weasyprint.text.line_break import create_layout

    layout = create_layout(box.text, box.style, context, None, 0)
    line, _ = layout.get_first_line()
    offsets: dict[int, float] = {}
    width = 0
    run = line.runs
    while run:
        item = run.data
        for number in range(item.glyphs.num_glyphs):
            offsets.setdefault(item.item.offset + item.glyphs.log_clusters[number], width * FROM_UNITS)
            width += item.glyphs.glyphs[number].geometry.width
        run = run.next
    starts, place, byte = [], 0.0, 0
    for character in box.text:
        place = offsets.get(byte, place)
        starts.append(place)
        byte += len(character.encode())
    return starts


def _pieces(line: Any) -> Iterator[Any]:
    """The boxes of a line in their order: texts, and objects that stand among them as one character would."""
    from weasyprint.formatting_structure.boxes import InlineBox, TextBox

    for child in line.children:
        if isinstance(child, TextBox):
            yield child
        elif isinstance(child, InlineBox):
            yield from _pieces(child)
        elif child.is_in_normal_flow():
            yield child


def _piece(box: Any) -> str:
    from weasyprint.formatting_structure.boxes import TextBox

    return str(box.text) if isinstance(box, TextBox) else _OBJECT


def _words(line: Any) -> str:
    return "".join(map(_piece, _pieces(line))).rstrip(" ")


def _shrink(context: Any, line: Any, block: Any) -> None:
    """The spaces of a line that is wider than the measure made narrower."""
    from weasyprint.layout.inline import justify_line

    if line.width > block.width and line.style["text_align_all"] == "justify":
        justify_line(context, line, block.width - line.width)


def _notes(line: Any) -> list[Any]:
    return [box.footnote for box in line.descendants() if box.footnote is not None]
