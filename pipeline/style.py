"""A house style: page, fonts, sizes, colours and style sheets, read from ``styles/<name>/``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pipeline.findings import Finding, Place, StyleError


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
    """The printed page; lengths in millimetres, ``size`` as CSS names it."""

    size: str
    width: int
    height: int
    top: int
    bottom: int
    inner: int
    outer: int


@dataclass(frozen=True, slots=True)
class Type:
    """Sizes in points; ``headings`` by level from 1."""

    text: float
    leading: float
    note: float
    title: float
    headings: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Colour:
    """Colours as #rrggbb."""

    text: str
    link: str
    rule: str


@dataclass(frozen=True, slots=True)
class Style:
    """A house style. ``folder`` is where its fonts and sheets lie."""

    folder: Path
    name: str
    fonts: Fonts
    page: Page
    type: Type
    colour: Colour

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
        raise StyleError(Finding("D001", f"not TOML: {error}", Place(str(path)), "See styles/un/style.toml.")) from None
    wrong: list[str] = []
    parts = {"fonts": Fonts, "page": Page, "type": Type, "colour": Colour}
    values = {name: _part(kind, data.get(name), name, wrong) for name, kind in parts.items()}
    wrong += sorted(f"unknown value {name}" for name in data.keys() - parts.keys() - {"name"})
    if wrong:
        raise StyleError(*(Finding("D001", message, Place(str(path)), "See styles/un/style.toml.") for message in wrong))
    return Style(folder=folder, name=str(data.get("name", folder.name)), **values)


_TYPES: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "tuple[float, ...]": (list,),
    "tuple[str, ...]": (list,),
}


def _part(kind: type, data: Any, table: str, wrong: list[str]) -> Any:
    values = {}
    given = data if isinstance(data, dict) else {}
    known = {field.name: str(field.type) for field in fields(kind)}
    wrong += sorted(f"unknown value {table}.{name}" for name in given.keys() - known.keys())
    for name, type_name in known.items():
        value = given.get(name)
        if not isinstance(value, _TYPES[type_name]):
            wrong.append(f"value {table}.{name} should be {type_name}, not {value!r}")
        values[name] = tuple(value) if isinstance(value, list) else value
    return kind(**values)
