"""A house style: page, fonts, sizes, colours and style sheets, read from ``styles/<name>/``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from plantin.bounded import bytes as bounded_bytes
from plantin.bounded import fonts
from plantin.findings import Finding, Place, StyleError
from plantin.house import brand, colours, inheritance, style_sheets, web_fonts
from plantin.house.style_sheets import CheckedSheet
from plantin.house.style_tables import StyleFile
from plantin.model.added_tables import table_of
from plantin.model.document import Picture
from plantin.settings import extended_tables, reader
from plantin.settings.reader import Settings

T = TypeVar("T")
CODES = inheritance.CODES
CUTS = ("regular", "italic", "bold", "bold_italic")
"""The cuts of the text face, by the names of their settings."""
_LARGEST_PROFILE = 8 * bounded_bytes.MIB
_ROOM = 30
"""Millimetres that the margins leave at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style(StyleFile):
    """A house style."""

    folder: Path
    """The folder with its fonts and style sheets."""
    spare: tuple[Path, ...] = ()
    """The files of fallback faces."""
    parents: tuple[Path, ...] = ()
    """The folders of the styles that it inherits from, the nearest first."""
    tables: tuple[object, ...] = ()
    """What the tables that packs and extensions add to ``style.toml`` have."""

    def table(self, kind: type[T]) -> T:
        """Return the table of that ``kind``, which a pack or an extension adds; its defaults where there is none."""
        return table_of(self.tables, kind)

    def place(self, value: str) -> Place:
        """Return where ``style.toml`` gives a value (``fonts.others``); its table or the file where it does not."""
        return _settings(self.folder).place(*value.split("."))

    def naming(self, family: str) -> Place:
        """Return where a sheet of the style names a family of faces; ``fonts`` in ``style.toml`` where none does."""
        for folder in (self.folder, *self.parents):
            for sheet in sorted(folder.glob("*.css")):
                for number, line in enumerate(style_sheets.read(folder, sheet.name).split("\n"), 1):
                    if family in line:
                        return inheritance.place_of(sheet, number)
        return self.place("fonts.others")

    def sheet(self, name: str) -> CheckedSheet:
        """Return the style sheet ``name``, checked, after those of the styles that it goes on from. Raises StyleError:
        D002 the style has none, D011 it imports or shows what is not in the style, D021 it cannot be read, D022 it
        exceeds a limit, D023 it would close its element.
        """
        folders = [folder for folder in (*reversed(self.parents), self.folder) if _is_present(folder / name)]
        return style_sheets.join([style_sheets.sheet(folder, name) for folder in folders or [self.folder]])

    def script(self, name: str) -> str:
        """Return the text of the script ``name``. Raises StyleError: D002 the style has none, D021 it cannot be read,
        D023 it would close its element.
        """
        holder = next((folder for folder in (self.folder, *self.parents) if _is_present(folder / name)), self.folder)
        return style_sheets.read(holder, name)

    def _holder(self, name: str) -> Path:
        """Return the nearest of the style's folders that has the file ``name``; its own where none has."""
        return next((folder for folder in self._folders() if _is_present(folder / name)), self.folder)

    def _folders(self) -> tuple[Path, ...]:
        """Return where files of the style are: its folder, those that it inherits from, that of the defaults."""
        return tuple(dict.fromkeys((self.folder, *self.parents, inheritance.PRESS)))

    def font(self, cut: str) -> Path:
        """Return the file of a cut: regular, italic, bold or bold_italic. Raises StyleError: D003 it is missing, D024
        it is no whole font, D030 one of another family.
        """
        path = self._font(getattr(self.fonts, cut))
        hint = f'give its four cuts: {cut} = "{self.fonts.family}-Regular.ttf"'
        self._require_family(path, self.fonts.family, "fonts.family", hint)
        return path

    def web_font(self, cut: str) -> bytes:
        """Return a cut as WOFF2: the file beside that of the cut, or one made from it. Raises StyleError: D003 the cut
        is missing, D024 it is no whole font.
        """
        if face := self._face_beside(cut, self.web_name(cut)):
            return self.face(face)
        return web_fonts.subset(self.face(self.font(cut)))

    def book_font(self, cut: str) -> bytes:
        """Return a cut as EPUBs carry it: that of web pages as TrueType or OpenType, the file beside it or one made
        from it. Raises StyleError as ``web_font``.
        """
        if face := self._face_beside(cut, self.font(cut).name):
            return self.face(face)
        return web_fonts.plain(self.web_font(cut))

    def _face_beside(self, cut: str, name: str) -> Path | None:
        """Return the file ``name`` among the web fonts beside a cut, where there is one. Raises StyleError: D003 the
        cut is missing, D024 it or the file is no whole font.
        """
        face = self.font(cut).parent / self.fonts.web / name
        if not _is_present(face):
            return None
        self.letters(face)
        return face

    def read_faces(self) -> None:
        """Read which characters the faces of the style have, those for web pages and EPUBs too: it is kept. Raises
        StyleError: D003 one is missing, D024 one is no whole font.
        """
        for cut in CUTS:
            for name in (self.web_name(cut), self.font(cut).name):
                self._face_beside(cut, name)
            tuple(self.legible_files(cut))
        self.others()
        self.in_sans()

    def in_sans(self) -> Style | None:
        """Return the style with its sans-serif face for its text face, None where it has none. Raises StyleError: D003
        a cut is missing, D024 it is no whole font, D030 it is of another family.
        """
        if self.sans is None:
            return None
        for cut in CUTS:
            path = self._font(getattr(self.sans, cut))
            self._require_family(path, self.sans.family, "sans.family", f"give its own files as {cut}")
        return replace(self, fonts=replace(self.fonts, **asdict(self.sans)))

    def web_name(self, cut: str) -> str:
        """Return what a cut is called as WOFF2."""
        return f"{Path(getattr(self.fonts, cut)).stem}.woff2"

    def legible_files(self, cut: str) -> Iterator[tuple[frozenset[str], bytes]]:
        """Yield the files of a cut of the face that readers may choose (regular, italic, bold), each with the
        characters that it has. Raises StyleError: D003 one is missing, D024 one is no whole font, D030 one is of
        another family.
        """
        legible = self.legible
        if not legible:
            return
        for name in getattr(legible, cut, ()):
            web = f"fonts/{self.fonts.web}/{name}"
            path = self._holder(web) / web
            self._require_family(path, legible.family, "legible.family", f"give its own files as {cut}")
            yield self.letters(path), self.face(path)

    def _require_family(self, path: Path, family: str, setting: str, otherwise: str) -> None:
        """Refuse a file that is of another family than the setting names. Raises StyleError: D003, D024, D030."""
        names = _families(_Face(path, _file_version(path), self))
        if names and family.casefold() not in map(str.casefold, names):
            message = f"{path.name} is of the family {min(names)!r}, not {family!r}, which the editions claim"
            hint = f'Write family = "{min(names)}", or {otherwise}.'
            raise StyleError.of("D030", message, self.place(setting), hint)

    def others(self) -> tuple[Path, ...]:
        """Return the files of the other faces, the fallback faces last. Raises StyleError: D003, D024."""
        return (*map(self._font, self.fonts.others), *self.spare)

    def other_files(self) -> tuple[Path, ...]:
        """As ``others``, but no file is read, which takes long: for those who need names, or one face of them. Raises
        StyleError: D003 one is missing.
        """
        return (*map(self._face_file, self.fonts.others), *self.spare)

    def web_part(self, path: Path, letters: frozenset[str]) -> bytes:
        """Return the other face at ``path`` as WOFF2 with only ``letters``. Raises StyleError: D003, D024."""
        return web_fonts.part(self.face(path), letters)

    def book_part(self, path: Path, letters: frozenset[str]) -> bytes:
        """Return the same as EPUBs carry it, as TrueType or OpenType. Raises StyleError: D003, D024."""
        return web_fonts.plain(self.web_part(path, letters))

    def logo(self) -> Picture | None:
        """Return the logo, or None. Raises StyleError: D011 it is not in the style, or cannot be printed."""
        return brand.picture(self.folder, self.brand.logo)

    def profile(self) -> Path:
        """Return the file of the colour profile. Raises StyleError: D004 it is missing, D025 not for four inks."""
        name = f"profiles/{self.paper.profile}"
        path = self._holder(name) / name
        content = self.file(path, _LARGEST_PROFILE, ("D004", "D025"), "profile")
        if content[16:20] != b"CMYK" or content[36:40] != b"acsp" or int.from_bytes(content[:4], "big") != len(content):
            message = f"{path.name} is no profile for printing with four inks"
            raise StyleError.of(
                "D025", message, inheritance.place_of(path), "Take an ICC profile of a condition of printing (CMYK)."
            )
        return path

    def letters(self, path: Path) -> frozenset[str]:
        """Return the characters that a face of the style has. Raises StyleError: D003 missing, D024 not whole."""
        return _letters(_Face(path, _file_version(path), self))

    def family(self, path: Path) -> str:
        """Return the name of the family of a face of the style. Raises StyleError: D003 missing, D024 not whole."""
        return _family(_Face(path, _file_version(path), self))

    def _font(self, name: str) -> Path:
        path = self._face_file(name)
        self.letters(path)
        return path

    def _face_file(self, name: str) -> Path:
        path = self._holder(f"fonts/{name}") / "fonts" / name
        if not _is_present(path):
            self.letters(path)
        return path

    def _missing_fonts(self) -> Iterator[Finding]:
        """D003 for every file of a face that the style names and no folder has: all are reported at once."""
        named = [(f"fonts.{cut}", getattr(self.fonts, cut)) for cut in CUTS]
        named += [("fonts.others", name) for name in self.fonts.others]
        named += [(f"sans.{cut}", getattr(self.sans, cut)) for cut in CUTS if self.sans]
        for value, name in named:
            path = self._holder(f"fonts/{name}") / "fonts" / name
            if not _is_present(path):
                hint = f"Put the file there, with its licence: {inheritance.place_of(path).path}."
                yield Finding("D003", f"the style has no font {name}", self.place(value), hint)

    def face(self, path: Path) -> bytes:
        """Return the bytes of a face of the style. Raises StyleError: D003 it is missing, D024 it cannot be read."""
        return self.file(path, fonts.LARGEST, ("D003", "D024"), "font")

    def file(self, path: Path, most: int, codes: tuple[str, str], noun: str) -> bytes:
        """Return the bytes of a file of the style. Raises StyleError with the first of ``codes`` where there is none,
        with the second where it cannot be read.
        """
        home = next((folder for folder in self._folders() if path.is_relative_to(folder)), self.folder)
        try:
            return bounded_bytes.read(path, most, None if path in self.spare else home)
        except (FileNotFoundError, NotADirectoryError):
            message, code = f"the style has no {noun} {path.name}", codes[0]
            if findings := tuple(self._missing_fonts()) if noun == "font" else ():
                raise StyleError(*findings) from None
        except OSError as error:
            message, code = f"{path.name} {bounded_bytes.why(error)}", codes[1]
        raise StyleError.of(code, message, inheritance.place_of(path), "Put the file there, with its licence.")


def _file_version(path: Path) -> tuple[int, int]:
    """Return what differs where a file was written again; zeros where it is missing."""
    try:
        stat = path.stat()
    except OSError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size


@dataclass(frozen=True, slots=True)
class _Face:
    """A file of a face, whichever style of the house has it."""

    path: Path
    version: tuple[int, int]
    style: Style = field(compare=False)


@lru_cache(maxsize=128)
def _letters(face: _Face) -> frozenset[str]:
    return frozenset(map(chr, _read_face(face, fonts.characters)))


@lru_cache(maxsize=128)
def _families(face: _Face) -> frozenset[str]:
    return _read_face(face, fonts.families)


@lru_cache(maxsize=128)
def _family(face: _Face) -> str:
    return _read_face(face, fonts.family)


def _read_face(face: _Face, read: Callable[[bytes], T]) -> T:
    """Return what ``read`` finds in a face of the style. Raises StyleError: D003 missing, D024 not whole."""
    path, content = face.path, face.style.face(face.path)
    try:
        return read(content)
    except fonts.FontError as error:
        hint = "Take the font from where it was published, whole."
        raise StyleError.of("D024", f"{path.name} {error}", inheritance.place_of(path), hint) from None


def _settings(folder: Path) -> Settings:
    """Return the values of the style in ``folder``, those that it inherits among them; a name is not inherited."""
    *under, last = inheritance.files(folder, "style.toml", CODES)
    named = [
        replace(layer, values={name: value for name, value in layer.values.items() if name != "name"})
        for layer in under
    ]
    return reader.merge_layers([*named, last])


def _is_present(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def read(folder: Path) -> Style:
    """Return the style in ``folder``. Raises StyleError: D001 no style.toml, not TOML, or values missing, unknown or
    wrong, with their lines; D027 it inherits from a style that is not there.
    """
    settings = _settings(folder)
    values = reader.fill(extended_tables.extend(StyleFile, "style"), settings, CODES)
    if faults := list(_faults(values)):
        raise StyleError(*(Finding(CODES.wrong, words, settings.place(*path), CODES.hint) for path, words in faults))
    core, tables = extended_tables.separate_tables(values, StyleFile, "style")
    core["name"] = values.name or folder.name
    return Style(**core, folder=folder, parents=inheritance.chain(folder)[1:], tables=tables)


def _faults(values: StyleFile) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield what no single value shows: margins leave room for the text, the sheet for the bleed."""
    page, paper = values.page, values.paper
    for path, left in (
        (("page", "width"), page.width - page.inner - page.outer),
        (("page", "height"), page.height - page.top - page.bottom),
    ):
        if left < _ROOM:
            yield path, f"value {'.'.join(path)} leaves {left:g} mm between the margins, {_ROOM} mm are the least"
    for name in ("text", "link", "heading", "call"):
        colour = values.colour.by_name(name)
        ratio = colours.contrast(colour, "#ffffff")
        if ratio < colours.LEAST:
            darker = f"{colours.darken(colour)} is dark enough"
            words = (
                f"value colour.{name} has a contrast of {ratio:.1f}:1 on white; text needs {colours.LEAST}:1: {darker}"
            )
            yield ("colour", name), words
    if alike := colours.alike(values.colour.series):
        yield ("colour", "series"), f"value colour.series has colours that not all readers can distinguish: {alike}"
    if values.brand.logo and not (values.brand.alternative or values.brand.name):
        yield ("brand", "logo"), "value brand.logo has neither brand.alternative nor brand.name to say what it shows"
    running = values.running
    head, foot = f"{running.head} {running.head_inner}", f"{running.foot} {running.foot_inner}"
    if not ("{symbol}" in head or "{title}" in head) or "{page}" in head:
        yield (
            ("running", "head"),
            "value running.head or running.head_inner says {symbol} or {title}, and neither says {page}",
        )
    if "{page}" not in foot:
        yield ("running", "foot"), "neither value running.foot nor running.foot_inner says {page}"
    if paper.binding >= page.outer:
        yield ("paper", "binding"), "value paper.binding moves the text over the edge: it is not less than page.outer"
    if paper.bleed > paper.slug:
        yield (
            ("paper", "bleed"),
            "value paper.bleed is greater than paper.slug, which is the sheet that there is around the page",
        )
