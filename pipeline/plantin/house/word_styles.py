"""The Word styles of a house, read from ``styles/<name>/word.toml``, for editions and for the editor's template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from plantin.files import file_digest
from plantin.findings import Finding, StyleError
from plantin.house import inheritance
from plantin.settings import reader
from plantin.settings.forms import Conversion, ValueForm, length, matching, with_names, within
from plantin.settings.reader import Codes

ListName = Literal[
    "sections", "paragraphs", "bullets", "note items", "note bullets", "annexes", "appendices", "cell bullets"
]

_SIZE = re.compile(r"(text|leading|note|title|heading [1-5])(?: ([*+]) (\d+(?:\.\d+)?))?")
_NAMED = "word.toml"
CODES = Codes(
    StyleError,
    unreadable="D001",
    wrong="D001",
    hint="`styles/press/word.toml` of the stock says what each value means; `plantin help` says where it is.",
    absent="the style has no word.toml",
)


@dataclass(frozen=True, slots=True)
class Size:
    """A size in points: ``name`` is one of the style's (empty: none) times ``times`` plus ``plus``."""

    name: str = ""
    times: Annotated[float, within(0, 20)] = 1
    plus: Annotated[float, within(-144, 144, "points")] = 0

    def points(self, sizes: Mapping[str, float]) -> float:
        """Return the size, where the style has ``sizes``."""
        return (sizes[self.name] * self.times if self.name else 0) + self.plus


def _size(value: float | str) -> dict[str, object]:
    """Return a size as ``word.toml`` has it, a number or "title * 1.2", as the values of ``Size``."""
    if type(value) in (int, float):
        return {"plus": value}
    match = _SIZE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(value)
    number = float(match[3] or 0)
    return {"name": match[1], "times": number if match[2] == "*" else 1, "plus": number if match[2] == "+" else 0}


Points = Annotated[Size, Conversion(_size, 'points, or a size of the style ("title", "text * 1.2", "note + 2")')]
Steps = Annotated[float, within(-20, 20, "steps")]
_END = ValueForm(
    "a number of steps, measure or middle", lambda place: not isinstance(place, str) or place in ("measure", "middle")
)
_NAME = (matching(r"\w[\w {}-]{0,79}", "the name of a style, in letters, figures, spaces and hyphens"), with_names(""))


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph style as people see its name. Indents and stops are in steps, a stop at ``measure`` at the end of the
    line, at ``middle`` in its middle; ``leader`` is a stop at the right after the dots of the contents, where the style
    has them.

    ``left`` is None where the list or the style below gives it. ``number`` is the list and its level from 1 (0: none);
    ``of`` and ``depth`` say that the style exists only where the report has so many levels of sections or
    subparagraphs. ``align`` fills the lines (both) or leaves them ragged (start); empty, it is that of the style below.
    """

    name: Annotated[str, *_NAME]
    based: str = "Normal"
    next: str = ""
    size: Points = Size()
    bold: bool = False
    italic: bool = False
    colour: Literal["", "text", "link", "rule", "heading", "accent"] = ""
    left: Steps | None = None
    first: Steps = 0
    right: Steps = 0
    before: Points = Size()
    after: Points = Size()
    line: Points = Size()
    kept: bool = False
    page: bool = False
    fixed: bool = False
    trailing: bool = False
    align: Literal["", "both", "start", "centre", "right"] = ""
    exact: bool = False
    rule: Literal["", "top", "bottom"] = ""
    weight: Annotated[int, within(2, 96, "eighths of a point")] = 4
    gap: Annotated[int, within(0, 31, "points")] = 2
    stops: tuple[tuple[Literal["left", "right", "center", "leader"], Annotated[float | str, _END]], ...] = ()
    outline: Annotated[int, within(0, 9)] = 0
    number: tuple[ListName | Literal[""], Annotated[int, within(0, 9)]] = ("", 0)
    of: Literal["", "sections", "subparagraphs"] = ""
    depth: Annotated[int, ValueForm("left out: the press counts it", lambda depth: depth == 0)] = 0


@dataclass(frozen=True, slots=True)
class CharacterStyle:
    """A character style by its visible name; ``colour`` is one of the style's, no ``size`` that of the text around."""

    name: Annotated[str, *_NAME]
    size: Points = Size()
    bold: bool = False
    italic: bool = False
    fixed: bool = False
    colour: Literal["", "text", "link", "rule", "heading", "accent"] = ""
    underline: bool = False
    raised: bool = False


_STANDING = ("normal", "default paragraph font", "normal table", "no list", "house table")
"""The styles that every Word file of the press has, in small letters."""


@dataclass(frozen=True, slots=True)
class WordStyles:
    """The Word styles of a house, basic ones first, and whether Word divides words at the ends of lines."""

    paragraph: tuple[ParagraphStyle, ...]
    character: tuple[CharacterStyle, ...]
    hyphenation: bool = False


@dataclass(frozen=True, slots=True)
class _StyleRow(ParagraphStyle):
    """A row of ``word.toml``: one style, or one for each of so many ``levels``."""

    levels: Annotated[int, within(1, 9)] = 1


@dataclass(frozen=True, slots=True)
class WordStylesFile:
    """What ``word.toml`` has."""

    paragraph: Annotated[tuple[_StyleRow, ...], length(1, 500, "a list of 1 to 500 rows")]
    character: Annotated[tuple[CharacterStyle, ...], length(1, 500, "a list of 1 to 500 rows")]
    hyphenation: bool = False


def read(folder: Path) -> WordStyles:
    """Return the Word styles of the house style in ``folder``: the rows of the styles that it goes on from, each value
    changed that a row of the same name gives, and rows of its own; then those of ``styles/press`` of which it has none.
    Raises StyleError: D001 no word.toml, not TOML, or a value unknown or wrong, each with its line.
    """
    inheritance.files(folder, _NAMED, CODES)
    chain = inheritance.chain(folder)
    return _read(folder, chain, *(file_digest(style / _NAMED) for style in (*chain, inheritance.PRESS)))


@lru_cache(maxsize=16)
def _read(folder: Path, chain: tuple[Path, ...], *_: str) -> WordStyles:
    """Return the styles, for every Word file made of them; the digests of their files show whether they still hold."""
    settings = reader.merge_layers(inheritance.files(folder, _NAMED, CODES), rows=("paragraph", "character"))
    rows = reader.fill(WordStylesFile, settings, CODES)
    house_styles = WordStyles(
        tuple(style for row in rows.paragraph for style in _levels(row)), rows.character, rows.hyphenation
    )
    styles = house_styles if inheritance.PRESS in chain else _add_press_styles(house_styles)
    names = {"Normal", *(style.name for style in styles.paragraph)}
    wrong = [
        Finding(
            CODES.wrong, f"{row.name}: there is no style {name!r}", settings.place("paragraph", number, key), CODES.hint
        )
        for number, row in enumerate(rows.paragraph)
        for key, name in (("based", row.based), ("next", row.next))
        if name and name not in names
    ]
    wrong += [
        Finding(CODES.wrong, f"there are two styles called {name!r}", settings.place(kind, number), CODES.hint)
        for kind, number, name in _again(rows)
    ]
    if wrong:
        raise StyleError(*wrong)
    return styles


def _add_press_styles(own: WordStyles) -> WordStyles:
    """Return the styles, and after them those of the press that are missing among them."""
    stock = read(inheritance.PRESS)
    names = {style.name.casefold() for style in own.paragraph}, {style.name.casefold() for style in own.character}
    return WordStyles(
        (*own.paragraph, *(style for style in stock.paragraph if style.name.casefold() not in names[0])),
        (*own.character, *(style for style in stock.character if style.name.casefold() not in names[1])),
        own.hyphenation,
    )


def _again(rows: WordStylesFile) -> Iterator[tuple[str, int, str]]:
    """Yield the rows that give a name once more, each by its list and its place in it, with the name."""
    met = set(_STANDING)
    named = [("paragraph", number, style.name) for number, row in enumerate(rows.paragraph) for style in _levels(row)]
    named += [("character", number, row.name) for number, row in enumerate(rows.character)]
    for kind, number, name in named:
        # Word tells names apart by their letters alone, not by their case.
        if name.casefold() in met:
            yield kind, number, name
        met.add(name.casefold())


def _levels(row: _StyleRow) -> Iterator[ParagraphStyle]:
    """Return the styles of one row, one for each level that it has."""
    style = ParagraphStyle(**{part.name: getattr(row, part.name) for part in fields(ParagraphStyle)})
    return (_at(style, level) for level in range(1, row.levels + 1))


def _at(style: ParagraphStyle, level: int) -> ParagraphStyle:
    """Return the style of a row at a level: one step further in, one level deeper in its list."""
    name = style.name.format(level) if "{}" in style.name else style.name if level == 1 else f"{style.name} {level}"
    deeper = level - 1
    kind, depth = style.number
    return replace(
        style,
        name=name,
        left=None if style.left is None else style.left + deeper,
        stops=tuple((side, place + deeper if not isinstance(place, str) else place) for side, place in style.stops),
        number=(kind, depth + deeper if kind else 0),
        depth=level if style.of else 0,
    )
