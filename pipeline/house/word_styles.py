"""The Word styles of a house, read from ``styles/<name>/word.toml``: editions and the editor's template are made from the same rows."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

from pipeline.findings import Finding, Place, StyleError

ListName = Literal["sections", "paragraphs", "bullets", "note items", "note bullets", "annexes", "appendices"]

LISTS: tuple[ListName, ...] = ("sections", "paragraphs", "bullets", "note items", "note bullets", "annexes", "appendices")
COLOURS = ("text", "link", "rule")
_SIZE = re.compile(r"(text|leading|note|title|heading [1-5])(?: ([*+]) (\d+(?:\.\d+)?))?")
_HINT = "See styles/un/word.toml, which says what each value means."


@dataclass(frozen=True, slots=True)
class Size:
    """A size in points: ``name`` is one of the style's (empty: none) times ``times`` plus ``plus``."""

    name: str = ""
    times: float = 1
    plus: float = 0

    def points(self, sizes: Mapping[str, float]) -> float:
        """The size, where the style has ``sizes``."""
        return (sizes[self.name] * self.times if self.name else 0) + self.plus


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph style as people see its name. Indents and stops are in steps, a stop at ``measure`` at the end of the line, at ``middle``
    in its middle.

    ``left`` is None where the list or the style below gives it. ``number`` is the list and its level from 1 (0: none); ``of`` and ``depth``
    say that the style exists only where the report has so many levels of sections or subparagraphs.
    """

    name: str
    based: str = "Normal"
    next: str = ""
    size: Size = Size()
    bold: bool = False
    italic: bool = False
    left: float | None = None
    first: float = 0
    right: float = 0
    before: Size = Size()
    after: Size = Size()
    line: Size = Size()
    kept: bool = False
    page: bool = False
    fixed: bool = False
    trailing: bool = False
    rule: str = ""
    weight: int = 4
    gap: int = 2
    stops: tuple[tuple[str, float | str], ...] = ()
    outline: int = 0
    number: tuple[str, int] = ("", 0)
    of: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class CharacterStyle:
    """A character style as people see its name. ``colour`` names one of the style's."""

    name: str
    bold: bool = False
    italic: bool = False
    fixed: bool = False
    colour: str = ""
    underline: bool = False
    raised: bool = False


@dataclass(frozen=True, slots=True)
class WordStyles:
    """The Word styles of a house, those that others go on from first."""

    paragraph: tuple[ParagraphStyle, ...]
    character: tuple[CharacterStyle, ...]


def read(folder: Path) -> WordStyles:
    """The Word styles of the house style in ``folder``. Raises StyleError: D001 no word.toml, not TOML, or a value unknown or wrong."""
    path = folder / "word.toml"
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise StyleError(Finding("D001", "the style has no word.toml", Place(str(path)), "Copy that of styles/un.")) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StyleError(Finding("D001", f"not TOML: {error}", Place(str(path)), _HINT)) from None
    reader = _Reader()
    made = WordStyles(
        tuple(style for row in reader.rows(data, "paragraph") for style in reader.paragraphs(row)),
        tuple(style for row in reader.rows(data, "character") for style in reader.characters(row)),
    )
    reader.named({"Normal", *(style.name for style in made.paragraph)}, made)
    if reader.wrong:
        raise StyleError(*(Finding("D001", message, Place(str(path)), _HINT) for message in reader.wrong))
    return made


class _Reader:
    """Reads rows and keeps what is wrong with them."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def rows(self, data: Mapping[str, Any], kind: str) -> list[dict[str, Any]]:
        found = data.get(kind)
        if not isinstance(found, list) or not found or not all(isinstance(row, dict) and isinstance(row.get("name"), str) for row in found):
            self.wrong.append(f"{kind} should be a list of rows, each with a name")
            return []
        return found

    def paragraphs(self, row: dict[str, Any]) -> list[ParagraphStyle]:
        """The styles of one row, one for each level that it has."""
        levels = row.get("levels", 1)
        if not isinstance(levels, int) or levels < 1:
            self.wrong.append(f"{row['name']}: levels {levels!r}")
            levels = 1
        own = {name: value for name, value in row.items() if name != "levels"}
        style = self._style(ParagraphStyle, own)
        return [_at(style, level) for level in range(1, levels + 1)] if style else []

    def characters(self, row: dict[str, Any]) -> list[CharacterStyle]:
        style = self._style(CharacterStyle, row)
        return [style] if style else []

    def _style(self, kind: type[Any], row: dict[str, Any]) -> Any:
        known = {field.name: str(field.type) for field in fields(kind) if field.name != "depth"}
        before = len(self.wrong)
        values = {name: self._value(row["name"], name, known.get(name, ""), value) for name, value in row.items()}
        return kind(**values) if len(self.wrong) == before else None

    def _value(self, style: str, name: str, kind: str, value: Any) -> Any:
        good: Any = None
        if name == "number" and isinstance(value, list) and len(value) == 2 and value[0] in LISTS and isinstance(value[1], int):
            good = (value[0], value[1])
        elif name == "stops" and isinstance(value, list) and all(isinstance(stop, list) and len(stop) == 2 for stop in value):
            good = tuple((str(side), place) for side, place in value)
        elif name == "colour":
            good = value if value in COLOURS else None
        elif kind == "Size":
            good = _size(value)
        elif (
            (kind == "bool" and isinstance(value, bool))
            or (kind == "str" and isinstance(value, str))
            or (kind.startswith(("int", "float")) and isinstance(value, int | float) and not isinstance(value, bool))
        ):
            good = value
        if good is None:
            self.wrong.append(f"{style}: {name} {value!r}" if kind else f"{style}: unknown value {name}")
        return good

    def named(self, known: set[str], made: WordStyles) -> None:
        """Styles that rows name are there."""
        for style in made.paragraph:
            for name in (style.based, style.next):
                if name and name not in known:
                    self.wrong.append(f"{style.name}: there is no style {name!r}")


def _size(value: Any) -> Size | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Size(plus=value)
    match = _SIZE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    number = float(match[3] or 0)
    return Size(match[1], number if match[2] == "*" else 1, number if match[2] == "+" else 0)


def _at(style: ParagraphStyle, level: int) -> ParagraphStyle:
    """The style of a row at a level: one step further in, one level deeper in its list."""
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
