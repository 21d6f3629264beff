"""A house style: page, fonts, sizes, colours and style sheets, read from ``styles/<name>/``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pipeline.findings import Finding, Place, StyleError

_LINE = re.compile(r"line (\d+), column (\d+)")

KINDS = (".toml", ".css", ".js", ".ttf", ".otf", ".woff2", ".icc")
"""What the files of a style are called that editions are made from; others (a README, a licence) are for people."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """The text face: its family name and the file of each of its four cuts, relative to the style's ``fonts/``.

    ``web`` is the folder, also there, in which each cut lies as WOFF2 under the same name (setup/webfonts.py makes them).
    ``others`` are files of faces for scripts that the text face does not have.
    """

    family: str
    regular: str
    italic: str
    bold: str
    bold_italic: str
    web: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The printed page; lengths in millimetres, ``size`` as CSS names it. ``opening`` is where a main section begins: auto, page, recto."""

    size: str
    width: float
    height: float
    top: float
    bottom: float
    inner: float
    outer: float
    opening: str


@dataclass(frozen=True, slots=True)
class Type:
    """Sizes in points; ``headings`` by level from 1."""

    text: float
    leading: float
    note: float
    running: float
    title: float
    headings: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Colour:
    """Colours as #rrggbb."""

    text: str
    link: str
    rule: str
    tint: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What the edition for a printer needs; lengths in millimetres, inks as CSS gives them (``device-cmyk(0 0 0 1)``).

    ``binding`` is how far the text moves from the spine, ``bleed`` and ``slug`` what the sheet has around the page; ``profile`` is a
    file under ``profiles/`` and ``condition`` its registered name; ``address`` has places for ``{language}`` and ``{symbol}``.
    """

    binding: float
    bleed: float
    slug: float
    profile: str
    condition: str
    black: str
    grey: str
    tint: str
    address: str


@dataclass(frozen=True, slots=True)
class Style:
    """A house style. ``folder`` is where its fonts and sheets lie."""

    folder: Path
    name: str
    fonts: Fonts
    page: Page
    type: Type
    large: Type
    paper: Paper
    colour: Colour

    def place(self, value: str) -> Place:
        """Where ``style.toml`` gives a value, ``fonts.others`` for one; its table or the file where it gives none."""
        return _place(self.folder / "style.toml", value)

    def naming(self, family: str) -> Place:
        """Where a sheet of the style names a family of faces; ``fonts`` in ``style.toml`` where none does."""
        for sheet in sorted(self.folder.glob("*.css")):
            for number, line in enumerate(sheet.read_text("utf-8").split("\n"), 1):
                if family in line:
                    return Place(str(sheet), number)
        return self.place("fonts.others")

    def sheet(self, name: str) -> str:
        """The text of the style sheet ``name``. Raises StyleError (D002) where the style has none."""
        path = self.folder / name
        try:
            return path.read_text("utf-8")
        except FileNotFoundError:
            raise StyleError(Finding("D002", f"the style has no {name}", Place(str(path)), "Copy that of styles/un.")) from None

    def font(self, cut: str) -> Path:
        """The file of a cut: regular, italic, bold or bold_italic. Raises StyleError (D003) where it is missing."""
        return self._font(getattr(self.fonts, cut))

    def web_font(self, cut: str) -> Path:
        """The file of a cut as WOFF2. Raises StyleError (D003) where it is missing."""
        return self._font(f"{self.fonts.web}/{Path(getattr(self.fonts, cut)).stem}.woff2")

    def others(self) -> tuple[Path, ...]:
        """The files of the other faces. Raises StyleError (D003) where one is missing."""
        return tuple(map(self._font, self.fonts.others))

    def profile(self) -> Path:
        """The file of the paper's colour profile. Raises StyleError (D004) where it is missing."""
        path = self.folder / "profiles" / self.paper.profile
        if not path.is_file():
            raise StyleError(Finding("D004", f"the style has no profile {path.name}", Place(str(path)), "Put it there, with its licence."))
        return path

    def _font(self, name: str) -> Path:
        path = self.folder / "fonts" / name
        if not path.is_file():
            raise StyleError(
                Finding("D003", f"the style has no font {path.name}", Place(str(path)), "Put the file there, with its licence.")
            )
        return path


def read(folder: Path) -> Style:
    """The style in ``folder``. Raises StyleError: D001 no style.toml, not TOML, or a value missing, unknown or wrong."""
    path = folder / "style.toml"
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise StyleError(Finding("D001", "there is no such style", Place(str(path)), "A style is a folder with a style.toml.")) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        told = _LINE.search(str(error))
        place = Place(str(path), int(told[1]), int(told[2])) if told else Place(str(path))
        raise StyleError(Finding("D001", f"not TOML: {error}", place, "See styles/un/style.toml.")) from None
    wrong: list[tuple[str, str]] = []
    parts = {"fonts": Fonts, "page": Page, "type": Type, "large": Type, "paper": Paper, "colour": Colour}
    values = {name: _part(kind, data.get(name), name, wrong) for name, kind in parts.items()}
    wrong += sorted((name, f"unknown value {name}") for name in data.keys() - parts.keys() - {"name"})
    if wrong:
        raise StyleError(*(Finding("D001", message, _place(path, value), "See styles/un/style.toml.") for value, message in wrong))
    return Style(folder=folder, name=str(data.get("name", folder.name)), **values)


def _place(path: Path, value: str) -> Place:
    table, _, name = value.rpartition(".")
    line = inside = 0
    for number, text in enumerate(path.read_text("utf-8").split("\n"), 1):
        key = text.partition("=")[0].strip()
        if key.startswith("["):
            inside = number if key.partition("]")[0].strip("[ ") in (table, value) else 0
            line = line or inside
        elif key == name and (inside or not table):
            return Place(str(path), number)
    return Place(str(path), line)


_TYPES: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "tuple[float, ...]": (list,),
    "tuple[str, ...]": (list,),
}


def _part(kind: type, data: Any, table: str, wrong: list[tuple[str, str]]) -> Any:
    values = {}
    given = data if isinstance(data, dict) else {}
    known = {field.name: str(field.type) for field in fields(kind)}
    wrong += sorted((f"{table}.{name}", f"unknown value {table}.{name}") for name in given.keys() - known.keys())
    for name, type_name in known.items():
        value = given.get(name)
        if not isinstance(value, _TYPES[type_name]):
            wrong.append((f"{table}.{name}", f"value {table}.{name} should be {type_name}, not {value!r}"))
        values[name] = tuple(value) if isinstance(value, list) else value
    return kind(**values)
