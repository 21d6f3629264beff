"""Automatic numbering (ECMA-376 part 1, 17.9): the lists of the house, linked to styles, what Word prints by them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from plantin.model.document import Document, List, Paragraph, every
from plantin.model.labels import Numbering, Scheme
from plantin.model.numerals import WORDED, numeral
from plantin.writers.docx.ooxml import Element, Elements, element, value
from plantin.writers.parts import has_cell_blocks

STEP = 567
"""The step of all indents in twips: 10 mm."""

FORMATS = {
    "upper-roman": "upperRoman",
    "upper-latin": "upperLetter",
    "decimal": "decimal",
    "lower-latin": "lowerLetter",
    "lower-roman": "lowerRoman",
    "arabic-abjad": "arabicAbjad",
    "chinese-counting": "chineseCountingThousand",
    "hebrew": "hebrew1",
    # Words: each entry prints its own, and a new one, until it has one, its number.
    "arabic-ordinal": "decimal",
    "arabic-definite": "decimal",
    "arabic-letter": "decimal",
}
_DEPTH = 9
BULLETS = 5
"""To what depth bullets have styles of their own: Word's own styles go from List Bullet to List Bullet 5."""

SECTIONS, PARAGRAPHS, LIST_BULLETS, NOTE_ITEMS, NOTE_BULLETS, ITEMS, ANNEXES, APPENDICES, CELL_BULLETS = range(1, 10)
NAMES = {
    SECTIONS: "Sections",
    PARAGRAPHS: "Paragraphs",
    LIST_BULLETS: "Bullets",
    NOTE_ITEMS: "NoteItems",
    NOTE_BULLETS: "NoteBullets",
    ITEMS: "Items",  # of lists that hang on no numbered paragraph
    ANNEXES: "Annexes",
    APPENDICES: "Appendices",
    CELL_BULLETS: "CellBullets",
}


_UNNUMBERED, _IN_CELLS = 9, 10
"""The abstract lists of headings without numbers and of bullets in cells, which few reports have."""


def _abstract_list(kind: int) -> int:
    """Return the abstract list of ``kind``."""
    return _IN_CELLS if kind == CELL_BULLETS else kind


def deep(name: str, level: int) -> str:
    """Return the style of a level as Word names its own: List Bullet, List Bullet 2."""
    return name if level == 1 else f"{name}{level}"


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    form: str
    text: str
    left: int
    hanging: int
    tab: int = 0
    side: str = "left"


def schemes(numbering: Numbering) -> dict[int, tuple[Scheme, ...]]:
    """Return the schemes of each list whose numbers count, by level."""
    return {
        SECTIONS: numbering.sections,
        PARAGRAPHS: (numbering.paragraphs, *numbering.subparagraphs),
        NOTE_ITEMS: numbering.subparagraphs,
        ITEMS: numbering.subparagraphs,
        ANNEXES: (numbering.annexes, *numbering.inner),
        APPENDICES: (numbering.appendices, *numbering.inner),
    }


class Numbers:
    """The numbering part: the lists of the house, and one instance more wherever a list must begin again."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._schemes = schemes(document.numbering)
        self._bullet = _bullet(document) or "•"
        # The side of the page, whatever the direction of the paragraph (17.9.8): the one on which its lines begin.
        self._side = "right" if document.direction == "rtl" else "left"
        self._suffixes: dict[str, int] = {}
        self._none = 0
        self._kinds = (
            NAMES if has_cell_blocks(document) else {kind: name for kind, name in NAMES.items() if kind != CELL_BULLETS}
        )
        self._instances: list[Element] = [_instance(kind, _abstract_list(kind)) for kind in self._kinds]

    def again(self, kind: int, level: int, start: int, words: str = "") -> int:
        """Return the w:numId of an instance that begins at ``start`` on ``level`` (17.9.27) or prints ``words``."""
        number = len(self._instances) + 1
        starts = {level: start, **dict.fromkeys(range(level + 1, len(self._schemes[kind])), 1)}
        instance = _instance(number, kind, starts)
        if words:
            instance[1].append(_level(level, replace(self._level(kind, level), text=words)))
        self._instances.append(instance)
        return number

    def none(self) -> int:
        """Return the list of headings without numbers, which their styles would give them: its w:numId."""
        if not self._none:
            self._none = len(self._instances) + 1
            self._instances.append(_instance(self._none, _UNNUMBERED))
        return self._none

    def alone(self, kind: int, level: int, scheme: Scheme, label: str) -> SingleListInstance:
        """Return a list of its own on ``level`` (from 0) by ``scheme``, whose first entry is printed as ``label``."""
        number = len(self._instances) + 1
        instance = _instance(number, kind, {level: _position(scheme, label) or 1})
        look = replace(
            self._level(kind, level),
            style="",
            form=FORMATS[scheme.numerals],
            text=scheme.pattern.format(f"%{level + 1}"),
        )
        instance[1].append(_level(level, look))
        self._instances.append(instance)
        return SingleListInstance(number)

    def suffix_level(self, suffix: str) -> int:
        """Return the level (from 0) on which paragraphs are printed with ``suffix`` after the number of the one before:
        12 bis.

        Word has no such numbers; a deep level that prints the count of the first, and never its own, is one.
        """
        return self._suffixes.setdefault(suffix, _DEPTH - 1 - len(self._suffixes))

    def series(self, kind: int, *, shared: bool) -> Series:
        """Return a series of numbers along ``kind``; one that is not ``shared`` begins with an instance of its own."""
        return Series(self, kind, self._schemes[kind], kind if shared else 0)

    def elements(self) -> Elements:
        """Return the children of w:numbering."""
        none = [_levels(_UNNUMBERED, "Unnumbered", [_Level("", "none", "", 0, 0)] * _DEPTH)] if self._none else []
        lists = [
            _levels(_abstract_list(kind), NAMES[kind], [self._level(kind, depth) for depth in range(_DEPTH)])
            for kind in self._kinds
        ]
        return [*lists, *none, *self._instances]

    def lists(self) -> Elements:
        """Return the lists that a file of the document may have, before any entry is printed."""
        inner = every((*self._document.blocks, *(block for note in self._document.notes for block in note.blocks)))
        for block in inner:
            if isinstance(block, Paragraph) and (suffix := suffix_of(self._document.numbering.paragraphs, block.label)):
                self.suffix_level(suffix)
        self.none()
        return self.elements()[: len(self._kinds) + 1]

    def _level(self, kind: int, depth: int) -> _Level:
        return replace(self._form(kind, depth), side=self._side)

    def _form(self, kind: int, depth: int) -> _Level:
        levels = self._schemes.get(kind, ())
        scheme = levels[depth] if depth < len(levels) else Scheme("decimal", "{}.")
        form, text = FORMATS[scheme.numerals], scheme.pattern.format(_label_places(levels, depth))
        numbered = depth < len(levels)
        left = (1 + depth) * STEP
        if kind == SECTIONS:
            return _Level(f"Heading{depth + 1}" if numbered else "", form, text, *_hung(levels, depth))
        if kind in (ANNEXES, APPENDICES):
            style = "" if depth else "AnnexHeading" if kind == ANNEXES else "AppendixHeading"
            return _Level(style, form, text, *_hung(levels, depth))
        if kind == PARAGRAPHS and depth in self._suffixes.values():
            suffix = next(suffix for suffix, level in self._suffixes.items() if level == depth)
            return _Level("", form, levels[0].pattern.format(f"%1 {suffix}"), 0, 0, STEP * 2)
        if kind == PARAGRAPHS and depth == 0:
            return _Level("NumberedParagraph", form, text, 0, 0, STEP)
        if kind == PARAGRAPHS:
            return _Level(deep("Subparagraph", depth) if numbered else "", form, text, left, STEP)
        if kind == ITEMS:
            return _Level("", form, text, left + STEP, STEP)
        if kind == NOTE_ITEMS:
            return _Level(deep("NoteSubparagraph", depth + 1) if numbered else "", form, text, left, STEP * 2 // 3)
        if kind == CELL_BULLETS:
            style = deep("TableBullet", depth + 1) if depth < BULLETS else ""
            return _Level(style, "bullet", self._bullet, (1 + depth) * STEP * 2 // 5, STEP * 2 // 5)
        style = "ListBullet" if kind == LIST_BULLETS else "NoteBullet"
        bullet = deep(style, depth + 1) if depth < BULLETS else ""
        return _Level(bullet, "bullet", self._bullet, left + (STEP if kind == LIST_BULLETS else 0), STEP // 2)


class Series:
    """What Word will print along one list, so that a list of its own is begun exactly where the printed number needs
    it.

    Instances of one abstract list share their counts in Word and do not in LibreOffice; the numbers are right in both,
    because a level is either clean under its parent, or has an instance of its own.
    """

    def __init__(self, numbers: Numbers, kind: int, levels: tuple[Scheme, ...], instance: int) -> None:
        self._numbers, self._kind, self._levels = numbers, kind, levels
        self._shared = instance
        self._counts = [0] * len(levels)
        self._instances = [instance] * len(levels)

    def next(self, level: int, label: str) -> int:
        """Return the instance by which the next entry on ``level`` (from 0) is printed as ``label``."""
        count = self._counts[level] + 1
        # What a numeral of this level comes after: the numbers of those above, where the scheme is nested.
        scheme = self._levels[level]
        around = "".join(
            f"{numeral(max(self._counts[above], 1), self._levels[above].numerals)}."
            for above in _around(self._levels, level)
        )
        worded = scheme.numerals in WORDED
        if (
            worded
            or not self._instances[level]
            or scheme.pattern.format(around + numeral(count, scheme.numerals)) != label
        ):
            count = _position(scheme, label, around)
            fresh = self._numbers.again(self._kind, level, count or 1, label if worded or not count else "")
            self._instances[level:] = [fresh] * (len(self._levels) - level)
        self._counts[level:] = [count, *[0] * (len(self._levels) - level - 1)]
        self._instances[level + 1 :] = [self._instances[level]] * (len(self._levels) - level - 1)
        return self._instances[level]

    def beside(self, suffix: str) -> tuple[int, int]:
        """Return the instance and level that print the last number of the first level again, with ``suffix``."""
        return self._instances[0] or self._kind, self._numbers.suffix_level(suffix)

    def reaches(self, level: int) -> bool:
        """Return whether ``level`` has an entry above it to hang on; programs count a skipped level differently."""
        return self._counts[level - 1] > 0

    def is_own(self, instance: int) -> bool:
        """Return whether ``instance`` must be named in the paragraph: the style alone would give the shared one."""
        return instance != self._shared


@dataclass(frozen=True, slots=True)
class SingleListInstance:
    """A list that is one instance: Word counts its entries, whatever they are printed as."""

    instance: int

    def next(self, _level: int, _label: str) -> int:
        """Return the instance by which the next entry is printed."""
        return self.instance

    def is_own(self, _instance: int) -> bool:
        """Return whether the instance must be named in the paragraph: it must."""
        return True


def suffix_of(scheme: Scheme, label: str) -> str:
    """Return what is after the number in the label of a paragraph: "bis" in "12 bis."."""
    before, _, after = scheme.pattern.partition("{}")
    base, _, suffix = label.removeprefix(before).removesuffix(after).partition(" ")
    return suffix if base else ""


def _around(levels: tuple[Scheme, ...], depth: int) -> tuple[int, ...]:
    """Return the levels, from 0, whose numbers come before that of level ``depth``."""
    first = depth
    while 0 < first < len(levels) and levels[first].nested:
        first -= 1
    return tuple(range(first, depth))


def _label_places(levels: tuple[Scheme, ...], depth: int) -> str:
    """Return the places of a label (17.9.11): ``%1.%2`` where the second level is numbered after the first."""
    return "".join(f"%{level + 1}." for level in _around(levels, depth)) + f"%{depth + 1}"


def _hung(levels: tuple[Scheme, ...], depth: int) -> tuple[int, int]:
    """Return the left indent of a heading's level and how far its number hangs out of it: long ones need more room."""
    scheme = levels[depth] if depth < len(levels) else Scheme("decimal", "{}.")
    wide = _wide(scheme)
    if wide == 1 and any(level.nested for level in levels[: depth + 2]):
        return STEP // 2, STEP * 3 // 2
    return STEP * (wide - 1), STEP * wide


def _position(scheme: Scheme, label: str, around: str = "") -> int:
    """Return the position whose numeral ``label`` shows, after the numbers ``around`` it; 0 where it shows none."""
    for position in range(1, 1000):
        if scheme.pattern.format(around + numeral(position, scheme.numerals)) == label:
            return position
    return 0


WIDE = 3
"""In so many steps a label that has words in it ("Annex II") has room; a numeral needs one."""


def _wide(scheme: Scheme) -> int:
    if any(map(str.isalpha, scheme.pattern.format(""))):
        return WIDE
    return 2 if scheme.numerals in WORDED else 1


def _levels(kind: int, name: str, levels: list[_Level]) -> Element:
    """Return an abstract list (17.9.1)."""
    return element(
        "abstractNum",
        value("nsid", f"1705{kind:04X}"),
        value("multiLevelType", "multilevel"),
        value("tmpl", f"2017{kind:04X}"),
        value("name", name),
        *(_level(depth, level) for depth, level in enumerate(levels)),
        abstractNumId=kind,
    )


def _level(depth: int, level: _Level) -> Element:
    indent = (
        element("ind", left=level.left, hanging=level.hanging)
        if level.hanging
        else element("ind", left=level.left, firstLine=0)
    )
    stops = [element("tabs", element("tab", val="num", pos=level.tab))] if level.tab else []
    return element(
        "lvl",
        value("start", 1),
        value("numFmt", level.form),
        *([value("pStyle", level.style)] if level.style else []),
        value("suff", "tab" if level.text else "nothing"),
        value("lvlText", level.text),
        value("lvlJc", level.side),
        element("pPr", *stops, indent),
        ilvl=depth,
    )


def _instance(number: int, kind: int, starts: dict[int, int] | None = None) -> Element:
    overrides = [
        element("lvlOverride", value("startOverride", start), ilvl=level) for level, start in (starts or {}).items()
    ]
    return element("num", value("abstractNumId", kind), *overrides, numId=number)


def _bullet(document: Document) -> str:
    """Return the sign of the document's bullets, empty where it has none."""
    blocks = document.text()
    lists = (block for block in every(blocks) if isinstance(block, List) and block.kind == "bullets" and block.items)
    return next((block.items[0].label for block in lists), "")
