"""A house style: page, fonts, sizes, colours and style sheets, read from ``styles/<name>/``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from plantin.bounded import bytes as bounded_bytes
from plantin.bounded import fonts
from plantin.findings import Finding, Place, StyleError
from plantin.house import brand, colours, inheritance, style_sheets, web_fonts
from plantin.house.style_sheets import CheckedSheet
from plantin.model.document import Picture
from plantin.settings import reader
from plantin.settings.forms import COLOUR, FAMILY, FILE, INK, length, matching, with_names, within
from plantin.settings.reader import Settings

CODES = inheritance.CODES
CUTS = ("regular", "italic", "bold", "bold_italic")
"""The cuts of the text face, by the names of their settings."""
_LARGEST_PROFILE = 8 * bounded_bytes.MIB
_ROOM = 30
"""Millimetres that the margins leave at least."""

Name = Annotated[str, FILE]
Millimetres = Annotated[float, within(0, 500, "mm")]
Points = Annotated[float, within(4, 144, "points")]
Hex = Annotated[str, COLOUR]
Ink = Annotated[str, INK]


@dataclass(frozen=True, slots=True)
class Fonts:
    """The text face: its family name and the file of each of its four cuts, relative to the style's ``fonts/``.

    ``web`` is the folder, also there, in which a cut may lie as WOFF2 under the same name; one that does not is made
    from the cut. ``others`` are files of faces for scripts that the text face does not have (X-Bold is the bold of
    X-Regular), ``generic`` what the text face is, where it is not there.
    """

    family: Annotated[str, FAMILY]
    regular: Name
    italic: Name
    bold: Name
    bold_italic: Name
    others: tuple[Name, ...]
    web: Name = "web"
    generic: Literal["serif", "sans-serif"] = "serif"


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The printed page; lengths in millimetres, ``size`` as CSS names it. ``opening`` is where a main section begins:
    auto, page, recto; ``note_rule`` how long the rule over the notes is (0: none); ``stretch`` by how much of itself a
    space between blocks may grow for pages to end at one height. ``head`` is how the first page begins: with the two
    columns of a masthead, or with a block of lines over the title. ``contents`` is whether the contents may go on
    overleaf (auto), stand on one page where they can (whole), or have pages of their own (page). ``codes``: the QR code
    and the job number are at the foot of the first page on screens too. ``thumbs``: the number of the main section
    stands at the outer edge of each page, lower for each section. ``blank``: a page that is blank says so, in words of
    the locale. ``title_page``: what stands over the contents and the text has a page of its own, in PDF and Word.
    """

    size: Annotated[
        str, matching("[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*", "the name of a size of paper as CSS has it, such as A4")
    ]
    width: Annotated[float, within(50, 2000, "mm")]
    height: Annotated[float, within(50, 2000, "mm")]
    top: Millimetres
    bottom: Millimetres
    inner: Millimetres
    outer: Millimetres
    opening: Literal["auto", "page", "recto"]
    note_rule: Millimetres
    stretch: Annotated[float, within(0, 5, "times itself")]
    head: Literal["columns", "block"] = "columns"
    contents: Literal["auto", "whole", "page"] = "auto"
    codes: bool = False
    thumbs: bool = False
    blank: bool = False
    title_page: bool = False


@dataclass(frozen=True, slots=True)
class Type:
    """Sizes in points; ``headings`` by level from 1; ``leader`` is how far the dots of the contents are apart (0:
    none). ``expansion`` is by which part of itself the type of a filled line may be set wider or narrower, so that its
    spaces stay even (0: not).
    """

    text: Points
    leading: Points
    note: Points
    running: Points
    title: Points
    leader: Annotated[float, within(0, 20, "points")]
    headings: Annotated[tuple[Points, ...], length(5, 5, "a list of five sizes, one for each level")]
    expansion: Annotated[float, within(0, 0.05, "of the width")] = 0.0


@dataclass(frozen=True, slots=True)
class Colour:
    """Colours as #rrggbb. ``heading`` is that of headings and of the title, ``accent`` that of the rules at the head of
    the first page; empty, they are ``text`` and ``rule``.
    """

    text: Hex
    link: Hex
    rule: Hex
    tint: Hex
    heading: Hex | Literal[""] = ""
    accent: Hex | Literal[""] = ""

    def named(self, name: str) -> str:
        """The colour of that name, or the one that replaces it."""
        return str(getattr(self, name)) or {"heading": self.text, "accent": self.rule}[name]


@dataclass(frozen=True, slots=True)
class Brand:
    """Whose reports these are: the ``name`` over the title, where the words of a language give no other; the ``logo``
    over it, a picture in the style's folder, ``logo_height`` millimetres high, and its ``alternative`` text (empty: the
    name).
    """

    name: str = ""
    logo: str = ""
    alternative: str = ""
    logo_height: Annotated[float, within(4, 80, "mm")] = 14


_FIELDS = with_names("symbol", "title", "organization", "organ", "date", "page")


@dataclass(frozen=True, slots=True)
class Running:
    """What stands at the ``head`` and at the ``foot`` of the pages, at their outer edge and, ``_inner``, at the inner
    one: text with places for lines of the masthead and for ``{page}``, the number of the page as the language writes
    it. The first page has no head.
    """

    head: Annotated[str, _FIELDS] = "{symbol}"
    head_inner: Annotated[str, _FIELDS] = ""
    foot: Annotated[str, _FIELDS] = "{page}"
    foot_inner: Annotated[str, _FIELDS] = ""


@dataclass(frozen=True, slots=True)
class Sans:
    """The face without serifs of large print: its family name and the file of each of its four cuts, relative to the
    style's ``fonts/``.
    """

    family: Annotated[str, FAMILY]
    regular: Name
    italic: Name
    bold: Name
    bold_italic: Name


@dataclass(frozen=True, slots=True)
class Legible:
    """The face with letters hard to mistake for one another that readers of the web page may choose: its family name
    and, for each cut, WOFF2 files in the folder ``web`` of ``fonts/``, each with some of the characters; a page carries
    those that it needs.
    """

    family: Annotated[str, FAMILY]
    regular: tuple[Name, ...]
    italic: tuple[Name, ...]
    bold: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Dark:
    """The colours of large print on a dark ground, as #rrggbb; ``ground`` is that of the whole page."""

    ground: Hex
    text: Hex
    link: Hex
    rule: Hex
    tint: Hex


@dataclass(frozen=True, slots=True)
class Paper:
    """What the edition for a printer needs; lengths in millimetres, inks as CSS gives them (``device-cmyk(0 0 0 1)``).

    ``binding`` is how far the text moves from the spine, ``bleed`` and ``slug`` what the sheet has around the page;
    ``profile`` is a file under ``profiles/`` and ``condition`` its registered name; ``address`` has places for
    ``{language}`` and ``{symbol}``.
    """

    binding: Annotated[float, within(0, 50, "mm")]
    bleed: Annotated[float, within(0, 50, "mm")]
    slug: Annotated[float, within(0, 100, "mm")]
    profile: Name
    condition: Annotated[str, matching(r"[\w .()+/-]{1,80}", "the registered name of a condition of printing")]
    black: Ink
    grey: Ink
    tint: Ink
    address: Annotated[str, with_names("language", "symbol")]


@dataclass(frozen=True, slots=True)
class PlainText:
    """The plain text edition: the ``width`` of its lines in columns, and where its ``notes`` stand: at the foot of each
    main ``section``, or at the ``end``.
    """

    width: Annotated[int, within(40, 200, "columns")] = 72
    notes: Literal["section", "end"] = "section"


@dataclass(frozen=True, slots=True)
class Braille:
    """The braille editions: cells in a line (``columns``) and lines on a page (``rows``), the first of them the running
    head; where the ``notes`` stand; ``tables`` in columns where they fit, or always as lists; ``formulas`` in words, or
    in English in the Nemeth Code.
    """

    columns: Annotated[int, within(20, 60, "cells")] = 40
    rows: Annotated[int, within(10, 40, "lines")] = 25
    notes: Literal["section", "end"] = "section"
    tables: Literal["columns", "lists"] = "columns"
    formulas: Literal["words", "nemeth"] = "words"


@dataclass(frozen=True, slots=True)
class Style:
    """A house style. ``folder`` is where its fonts and sheets lie, ``parents`` where those lie that it goes on from,
    the nearest first; ``spare`` are the files of fallback faces.
    """

    folder: Path
    name: str
    fonts: Fonts
    page: PrintedPage
    type: Type
    large: Type
    paper: Paper
    colour: Colour
    brand: Brand = Brand()
    spare: tuple[Path, ...] = ()
    text: PlainText = PlainText()
    braille: Braille = Braille()
    sans: Sans | None = None
    legible: Legible | None = None
    dark: Dark | None = None
    running: Running = Running()
    parents: tuple[Path, ...] = ()

    def place(self, value: str) -> Place:
        """Where ``style.toml`` gives a value, ``fonts.others`` for one; its table or the file where it gives none."""
        return _settings(self.folder).place(*value.split("."))

    def naming(self, family: str) -> Place:
        """Where a sheet of the style names a family of faces; ``fonts`` in ``style.toml`` where none does."""
        for folder in (self.folder, *self.parents):
            for sheet in sorted(folder.glob("*.css")):
                for number, line in enumerate(style_sheets.read(folder, sheet.name).split("\n"), 1):
                    if family in line:
                        return Place(str(sheet), number)
        return self.place("fonts.others")

    def sheet(self, name: str) -> CheckedSheet:
        """The style sheet ``name``, checked, after those of the styles that it goes on from. Raises StyleError: D002
        the style has none, D011 it imports or shows what is not in the style, D021 it cannot be read, D022 it exceeds a
        limit, D023 it would close its element.
        """
        folders = [folder for folder in (*reversed(self.parents), self.folder) if _is_present(folder / name)]
        return style_sheets.joined([style_sheets.sheet(folder, name) for folder in folders or [self.folder]])

    def script(self, name: str) -> str:
        """The text of the script ``name``. Raises StyleError: D002 the style has none, D021 it cannot be read, D023 it
        would close its element.
        """
        holder = next((folder for folder in (self.folder, *self.parents) if _is_present(folder / name)), self.folder)
        return style_sheets.read(holder, name)

    def _holder(self, name: str) -> Path:
        """The nearest of the style's folders that has the file ``name``; its own where none has."""
        return next((folder for folder in self._folders() if _is_present(folder / name)), self.folder)

    def _folders(self) -> tuple[Path, ...]:
        """Where files of the style are looked for: its folder, those that it goes on from, and that of the default
        values.
        """
        return tuple(dict.fromkeys((self.folder, *self.parents, inheritance.PRESS)))

    def font(self, cut: str) -> Path:
        """The file of a cut: regular, italic, bold or bold_italic. Raises StyleError: D003 it is missing, D024 it is no
        whole font.
        """
        return self._font(getattr(self.fonts, cut))

    def web_font(self, cut: str) -> bytes:
        """A cut as WOFF2: the file beside that of the cut, or one made from it. Raises StyleError: D003 the cut is
        missing, D024 it is no whole font.
        """
        if made := self._web_file(cut):
            return self.file(made, fonts.LARGEST, ("D003", "D024"), "font")
        return web_fonts.subset(self.file(self.font(cut), fonts.LARGEST, ("D003", "D024"), "font"))

    def _web_file(self, cut: str) -> Path | None:
        """The WOFF2 file beside that of a cut, where there is one. Raises StyleError: D003 no cut is there, D024 one is
        no whole font.
        """
        made = self.font(cut).parent / self.fonts.web / self.web_name(cut)
        if not _is_present(made):
            return None
        self.letters(made)
        return made

    def read_faces(self) -> None:
        """Read which characters the faces of the style have, those for web pages too: it is kept. Raises StyleError:
        D003 one is missing, D024 one is no whole font.
        """
        for cut in CUTS:
            self._web_file(cut)
            tuple(self.legible_files(cut))
        self.others()

    def web_name(self, cut: str) -> str:
        """What a cut is called as WOFF2."""
        return f"{Path(getattr(self.fonts, cut)).stem}.woff2"

    def legible_files(self, cut: str) -> Iterator[tuple[frozenset[str], bytes]]:
        """The files of a cut of the face that readers may choose (regular, italic, bold), each with the characters that
        it has. Raises StyleError: D003 one is missing, D024 one is no whole font.
        """
        for name in getattr(self.legible, cut, ()):
            web = f"fonts/{self.fonts.web}/{name}"
            path = self._holder(web) / web
            yield self.letters(path), self.file(path, fonts.LARGEST, ("D003", "D024"), "font")

    def others(self) -> tuple[Path, ...]:
        """The files of the other faces, the fallback faces last. Raises StyleError: D003 one is missing, D024 one is no
        whole font.
        """
        return (*map(self._font, self.fonts.others), *self.spare)

    def web_part(self, path: Path, letters: frozenset[str]) -> bytes:
        """The face at ``path``, one of the others, as WOFF2 with no characters but ``letters``. Raises StyleError:
        D003, D024.
        """
        return web_fonts.part(self.file(path, fonts.LARGEST, ("D003", "D024"), "font"), letters)

    def logo(self) -> Picture | None:
        """The logo; nothing where the style has none. Raises StyleError: D011 it is not in the style, or cannot be
        printed.
        """
        return brand.picture(self.folder, self.brand.logo)

    def profile(self) -> Path:
        """The file of the paper's colour profile. Raises StyleError: D004 it is missing, D025 it is no profile for four
        inks.
        """
        name = f"profiles/{self.paper.profile}"
        path = self._holder(name) / name
        content = self.file(path, _LARGEST_PROFILE, ("D004", "D025"), "profile")
        if content[16:20] != b"CMYK" or content[36:40] != b"acsp" or int.from_bytes(content[:4], "big") != len(content):
            message = f"{path.name} is no profile for printing with four inks"
            raise StyleError(
                Finding("D025", message, Place(str(path)), "Take an ICC profile of a condition of printing (CMYK).")
            )
        return path

    def letters(self, path: Path) -> frozenset[str]:
        """The characters that a face of the style has. Raises StyleError: D003 it is missing, D024 it is no whole
        font.
        """
        try:
            stat = path.stat()
            key = (stat.st_mtime_ns, stat.st_size)
        except OSError:
            key = (0, 0)
        return _letters(self, path, key)

    def _font(self, name: str) -> Path:
        path = self._holder(f"fonts/{name}") / "fonts" / name
        self.letters(path)
        return path

    def file(self, path: Path, most: int, codes: tuple[str, str], noun: str) -> bytes:
        """The bytes of a file of the style. Raises StyleError with the first of ``codes`` where there is none, with the
        second where it cannot be read.
        """
        home = next((folder for folder in self._folders() if path.is_relative_to(folder)), self.folder)
        try:
            return bounded_bytes.read(path, most, None if path in self.spare else home)
        except (FileNotFoundError, NotADirectoryError):
            message, code = f"the style has no {noun} {path.name}", codes[0]
        except OSError as error:
            message, code = f"{path.name} {bounded_bytes.why(error)}", codes[1]
        raise StyleError(Finding(code, message, Place(str(path)), "Put the file there, with its licence."))


@lru_cache(maxsize=128)
def _letters(style: Style, path: Path, _version: tuple[int, int]) -> frozenset[str]:
    content = style.file(path, fonts.LARGEST, ("D003", "D024"), "font")
    try:
        return frozenset(map(chr, fonts.characters(content)))
    except fonts.FontError as error:
        hint = "Take the font from where it was published, whole."
        raise StyleError(Finding("D024", f"{path.name} {error}", Place(str(path)), hint)) from None


@dataclass(frozen=True, slots=True)
class _StyleFile:
    """What ``style.toml`` has."""

    fonts: Fonts
    page: PrintedPage
    type: Type
    large: Type
    paper: Paper
    colour: Colour
    brand: Brand = Brand()
    name: str = ""
    text: PlainText = PlainText()
    braille: Braille = Braille()
    sans: Sans | None = None
    legible: Legible | None = None
    dark: Dark | None = None
    running: Running = Running()
    inherits: Annotated[str, FILE] = ""


def _settings(folder: Path) -> Settings:
    """The values of the style in ``folder``, those that it inherits among them; a name is not inherited."""
    *under, own = inheritance.files(folder, "style.toml", CODES)
    named = [
        replace(one, values={name: value for name, value in one.values.items() if name != "name"}) for one in under
    ]
    return reader.layered([*named, own])


def _is_present(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def read(folder: Path) -> Style:
    """The style in ``folder``. Raises StyleError: D001 no style.toml, not TOML, or values missing, unknown or wrong,
    with their lines; D027 it inherits from a style that is not there.
    """
    given = _settings(folder)
    values = reader.fill(_StyleFile, given, CODES)
    if faults := list(_faults(values)):
        raise StyleError(*(Finding(CODES.wrong, words, given.place(*path), CODES.hint) for path, words in faults))
    own = {"name", "inherits"}
    tables = {one.name: getattr(values, one.name) for one in fields(values) if one.name not in own}
    return Style(folder=folder, name=values.name or folder.name, parents=inheritance.chain(folder)[1:], **tables)


def _faults(values: _StyleFile) -> Iterator[tuple[tuple[str, str], str]]:
    """What no single value shows: margins leave room for the text, the sheet for the bleed."""
    page, paper = values.page, values.paper
    for path, left in (
        (("page", "width"), page.width - page.inner - page.outer),
        (("page", "height"), page.height - page.top - page.bottom),
    ):
        if left < _ROOM:
            yield path, f"value {'.'.join(path)} leaves {left:g} mm between the margins, {_ROOM} mm are the least"
    for name in ("text", "link", "heading"):
        ratio = colours.contrast(values.colour.named(name), "#ffffff")
        if ratio < colours.LEAST:
            yield (
                ("colour", name),
                (
                    f"value colour.{name} has a contrast of {ratio:.1f}:1 on white, {colours.LEAST}:1 is the least for"
                    " text"
                ),
            )
    if values.brand.logo and not (values.brand.alternative or values.brand.name):
        yield ("brand", "logo"), "value brand.logo has neither brand.alternative nor brand.name to say what it shows"
    head, foot = (
        f"{outer} {inner}"
        for outer, inner in (
            (values.running.head, values.running.head_inner),
            (values.running.foot, values.running.foot_inner),
        )
    )
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
