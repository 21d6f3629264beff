"""Computes the numbers of a Word file, which Word prints but does not store (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from lxml.etree import _Element as Node

from plantin.bounded.kept import memoize
from plantin.wordfile.package import child, children, on, val, whole
from plantin.wordfile.styles import Styles

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_SYMBOLS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "–", "\uf0d8": "➢"}
_LARGEST_LIST = 32_767
_LARGEST = {
    "upperLetter": 780,
    "lowerLetter": 780,
    "chicago": 120,
    "arabicAbjad": 840,
    "russianLower": 870,
    "russianUpper": 870,
    "hebrew1": 99,
}
"""The largest number of each format: those that repeat a letter do so 30 times, as Word does; lists end at 32,767
(17.9.25).
"""
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def figure(number: int, form: str) -> str:
    """Return ``number`` in a number format of Word's (17.18.59); formats that reports do not use are given in decimal,
    and so are numbers too large for Word to give them in letters.

    >>> figure(28, "lowerLetter"), figure(10**15, "upperRoman")
    ('bb', '1000000000000000')
    """
    if number > _LARGEST.get(form, _LARGEST_LIST):
        return str(number)
    match form:
        case "none":
            return ""
        case "upperRoman":
            return _roman(number).upper()
        case "lowerRoman":
            return _roman(number)
        case "upperLetter":
            return _letters(number).upper()
        case "lowerLetter":
            return _letters(number)
        case "decimalZero":
            return f"{number:02}"
        case "chicago":
            return "*†‡§"[(number - 1) % 4] * ((number - 1) // 4 + 1)
        case "arabicAbjad":
            return _repeat_letters(number, "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ")
        case "chineseCounting" | "chineseCountingThousand":
            return _chinese(number)
        case "hebrew1":
            return _hebrew(number)
        case "russianLower":
            return _repeat_letters(number, "абвгдежзиклмнопрстуфхцчшщыэюя")
        case "russianUpper":
            return _repeat_letters(number, "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ")
        case _:
            return str(number)


def _roman(number: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        text += sign * (number // worth)
        number %= worth
    return text


def _hebrew(number: int) -> str:
    """Add letters of falling worth; יה and יו, names of God, are written טו and טז."""
    text = ""
    for place, letter in enumerate("צפעסנמלכיטחזוהדגבא"):
        worth = 10 * (9 - place) if place < 9 else 18 - place
        if number >= worth:
            text, number = text + letter, number - worth
    return text.replace("יה", "טו").replace("יו", "טז")


def _chinese(number: int) -> str:
    """Name tens with their count: 十, 十一, 二十; from a hundred on, figures: no report has so many headings."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    figures = "〇一二三四五六七八九"
    return (figures[tens] if tens > 1 else "") + "十" * (tens > 0) + figures[ones] * (ones > 0)


def _letters(number: int) -> str:
    return _repeat_letters(number, "abcdefghijklmnopqrstuvwxyz")


def _repeat_letters(number: int, alphabet: str) -> str:
    """Return letters as Word goes on with them, doubled: y, z, aa, bb."""
    return alphabet[(number - 1) % len(alphabet)] * ((number - 1) // len(alphabet) + 1) if number > 0 else ""


def _depth(level: str) -> int:
    return max(0, min(whole(level), _LEVELS - 1))


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. ``restart`` is the level (from 0) whose use, or that of one above it, begins this one again;
    -1: none does.

    ``hidden`` and ``colour`` are the looks of its numbers (17.9.24), empty where it gives none.
    """

    start: int
    form: str
    text: str
    style: str
    restart: int
    legal: bool
    hidden: bool
    colour: str


@dataclass(frozen=True, slots=True)
class ParagraphNumber:
    """How a paragraph is numbered: the label, its level from 0, whether it is a bullet, the style of the list's first
    level, and whether and in what colour the label is shown.
    """

    label: str
    level: int
    bullet: bool
    top: str
    hidden: bool = False
    colour: str = ""


class NumberingDefinitions:
    """The definitions of the numbering part."""

    def __init__(self, root: Node | None, styles: Styles) -> None:
        self.styles = styles
        self._abstract = {val(node, attribute="w:abstractNumId"): node for node in children(root, "w:abstractNum")}
        self._instances = {val(node, attribute="w:numId"): node for node in children(root, "w:num")}

    def abstract(self, instance: str) -> str:
        """Return the identifier of the abstract list of an instance; lists that only name a list style are followed to
        it (17.9.21).
        """
        for _ in range(_LEVELS):
            identifier = val(self._instances.get(instance), "w:abstractNumId")
            linked = val(self._abstract.get(identifier), "w:numStyleLink")
            if not linked:
                return identifier if identifier in self._abstract else ""
            instance = self.styles.numbering(linked)[0]
        return ""

    @memoize
    def level(self, instance: str, depth: int) -> Level:
        """Return a level of an instance, with what the instance overrides (17.9.8); read once, as each paragraph asks
        for all of its list.
        """
        overrides = _at(depth, children(self._instances.get(instance), "w:lvlOverride"))
        usual = _at(depth, children(self._abstract.get(self.abstract(instance)), "w:lvl"))
        overriding = (level for override in overrides if (level := child(override, "w:lvl")) is not None)
        node = next(chain(overriding, usual), None)
        restart = val(node, "w:lvlRestart")
        return Level(
            start=whole(val(node, "w:start")),
            form=val(node, "w:numFmt") or "decimal",
            text=val(node, "w:lvlText"),
            style=val(node, "w:pStyle"),
            restart=whole(restart, depth) - 1,
            legal=on(node, "w:isLgl") is True,
            hidden=on(node, "w:rPr/w:vanish") is True,
            colour=val(node, "w:rPr/w:color"),
        )

    def starts(self, instance: str) -> dict[int, int]:
        """Return the levels that an instance restarts, with their first numbers (17.9.27)."""
        return {
            _depth(val(node, attribute="w:ilvl")): whole(start)
            for node in children(self._instances.get(instance), "w:lvlOverride")
            if (start := val(node, "w:startOverride"))
        }

    def linked_level(self, instance: str, style: str) -> int | None:
        """Return the level of an instance that is linked to a paragraph style (17.9.23)."""
        depths = (depth for depth in range(_LEVELS) if self.level(instance, depth).style == style)
        return next(depths, None) if style else None


def _at(depth: int, nodes: Iterable[Node]) -> Iterator[Node]:
    """Return those of ``nodes`` that are about the level ``depth``."""
    return (node for node in nodes if val(node, attribute="w:ilvl") == str(depth))


class Engine:
    """Counts through one story. Instances of one abstract list share their counts, until one that overrides the start
    of a level is first used at such a level: the levels above it then go on (17.9.26).
    """

    def __init__(self, lists: NumberingDefinitions) -> None:
        self._lists = lists
        self._counts: dict[str, list[int | None]] = {}
        self._used: set[str] = set()

    def next(self, paragraph: Node) -> ParagraphNumber | None:
        """Return the number of the next paragraph of the story, None where it has none."""
        instance, depth = self._place(paragraph)
        abstract = self._lists.abstract(instance) if instance not in {"", "0"} else ""
        if not abstract:
            return None
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        levels = [self._lists.level(instance, step) for step in range(_LEVELS)]
        starts = self._lists.starts(instance)
        if depth in starts and instance not in self._used:
            self._used.add(instance)
            for step, start in starts.items():
                counts[step] = start - 1 if step >= depth else counts[step]
        # A level that is passed over counts as begun: after 1.1 comes 2, as LibreOffice has it.
        for step in range(depth):
            if counts[step] is None:
                counts[step] = levels[step].start
        before = counts[depth]
        counts[depth] = levels[depth].start if before is None else before + 1
        for step in range(depth + 1, _LEVELS):
            if 0 <= depth <= levels[step].restart:
                counts[step] = None
        # Deeper levels begin at the start that the instance gives them, each time they begin.
        for step, start in starts.items():
            if step > depth and counts[step] is None:
                counts[step] = start - 1
        label = self._label(levels, counts, depth)
        # The mark of the paragraph passes its looks on to the number, unless the level has its own (17.9.24).
        mark = child(paragraph, "w:pPr/w:rPr")
        hidden = levels[depth].hidden or on(mark, "w:vanish") is True
        colour = levels[depth].colour or val(mark, "w:color")
        return ParagraphNumber(label, depth, levels[depth].form == "bullet", levels[0].style, hidden, colour)

    def _place(self, paragraph: Node) -> tuple[str, int]:
        """Return instance and level: the paragraph's own, else its style's."""
        properties = child(paragraph, "w:pPr")
        direct = child(properties, "w:numPr")
        style = val(properties, "w:pStyle") or self._lists.styles.default
        instance, level, giver = self._lists.styles.numbering(style)
        if direct is not None and (number := val(direct, "w:numId")):
            instance, level, giver = number, val(direct, "w:ilvl"), "" if val(direct, "w:ilvl") else style
        linked = self._lists.linked_level(instance, giver)
        return instance, _depth(level) if linked is None else linked

    @staticmethod
    def _label(levels: list[Level], counts: list[int | None], depth: int) -> str:
        level = levels[depth]
        if level.form == "bullet":
            return _SYMBOLS.get(level.text, level.text)

        def format_place(place: re.Match[str]) -> str:
            step = int(place[1]) - 1
            count = counts[step]
            form = "decimal" if level.legal and levels[step].form != "decimal" else levels[step].form
            return figure(levels[step].start if count is None else count, form)

        return _PLACE.sub(format_place, level.text)
