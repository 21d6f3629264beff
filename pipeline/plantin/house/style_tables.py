"""The tables of ``style.toml`` as values: page, fonts, sizes, colours and the settings of single formats."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from plantin.charts.colours import MOST
from plantin.settings.forms import COLOUR, FAMILY, FILE, INK, length, matching, with_names, within

Name = Annotated[str, FILE]
Millimetres = Annotated[float, within(0, 500, "mm")]
Points = Annotated[float, within(4, 144, "points")]
Hex = Annotated[str, COLOUR]
Ink = Annotated[str, INK]
Spot = Annotated[
    str,
    matching(r"[A-Za-z0-9][A-Za-z0-9 .+-]{0,59}: #[0-9a-fA-F]{6}", 'an ink and a colour, as "PANTONE 294 C: #13295f"'),
]


@dataclass(frozen=True, slots=True)
class Face:
    """A text face; files relative to ``fonts/`` of the style."""

    family: Annotated[str, FAMILY]
    """The family name."""
    regular: Name
    """The file of the regular cut."""
    italic: Name
    """The file of the italic cut."""
    bold: Name
    """The file of the bold cut."""
    bold_italic: Name
    """The file of the bold italic cut."""


@dataclass(frozen=True, slots=True)
class SansFace(Face):
    """The sans-serif face of large print (``[sans]``)."""


@dataclass(frozen=True, slots=True)
class Fonts(Face):
    """The text face and the other faces of a style (``[fonts]``)."""

    others: tuple[Name, ...]
    """Files of faces for scripts that the text face does not have; X-Bold is the bold of X-Regular."""
    web: Name = "web"
    """The folder in ``fonts/`` with cuts as WOFF2 under the same names; a cut that is not there is converted."""
    generic: Literal["serif", "sans-serif"] = "serif"
    """The generic family that replaces the text face where it is not available."""


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The printed page (``[page]``); lengths in millimetres."""

    size: Annotated[
        str, matching("[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*", "the name of a size of paper as CSS has it, such as A4")
    ]
    """The size of the sheet as CSS names it."""
    width: Annotated[float, within(50, 2000, "mm")]
    """The width of the sheet."""
    height: Annotated[float, within(50, 2000, "mm")]
    """The height of the sheet."""
    top: Millimetres
    """The top margin."""
    bottom: Millimetres
    """The bottom margin."""
    inner: Millimetres
    """The margin at the spine."""
    outer: Millimetres
    """The margin at the outer edge."""
    opening: Literal["auto", "page", "recto"]
    """Where a main section begins: anywhere, on a new page, on a right-hand page."""
    note_rule: Millimetres
    """The length of the rule above the notes, 0 for none."""
    stretch: Annotated[float, within(0, 5, "times itself")]
    """By how much of itself a space between blocks may grow, so that pages end at the same height."""
    head: Literal["columns", "block"] = "columns"
    """How the first page begins: with the two columns of a masthead, or with a block of lines above the title."""
    contents: Literal["auto", "whole", "page"] = "auto"
    """Whether contents may go on overleaf (auto), are kept together if possible (whole), or have own pages (page)."""
    codes: bool = False
    """Whether the QR code and the job number are printed at the foot of the first page in screen PDFs too."""
    thumbs: bool = False
    """Whether the number of the main section is printed at the outer edge of each page, lower for each section."""
    blank: bool = False
    """Whether a blank page is marked as intentionally blank, in words of the locale."""
    title_page: bool = False
    """Whether what precedes the contents and the text has a page of its own, in PDF and Word."""


@dataclass(frozen=True, slots=True)
class Type:
    """Type sizes in points (``[type]``, and ``[large]`` for large print)."""

    text: Points
    """The size of body text."""
    leading: Points
    """The distance between baselines of body text."""
    note: Points
    """The size of notes."""
    running: Points
    """The size of headers and footers."""
    title: Points
    """The size of the title."""
    leader: Annotated[float, within(0, 20, "points")]
    """The distance between the dots of the contents, 0 for none."""
    headings: Annotated[tuple[Points, ...], length(5, 5, "a list of five sizes, one for each level")]
    """The sizes of headings by level, from 1."""
    expansion: Annotated[float, within(0, 0.05, "of the width")] = 0.0
    """The part of itself by which type may be wider or narrower to keep spaces even, 0 for none."""


@dataclass(frozen=True, slots=True)
class Colour:
    """Colours as #rrggbb (``[colour]``)."""

    text: Hex
    """The colour of text."""
    link: Hex
    """The colour of links."""
    rule: Hex
    """The colour of rules."""
    tint: Hex
    """The background of boxes and table headers."""
    heading: Hex | Literal[""] = ""
    """The colour of headings and of the title, empty for ``text``."""
    accent: Hex | Literal[""] = ""
    """The colour of the rules at the head of the first page, empty for ``rule``."""
    call: Hex | Literal[""] = ""
    """The colour of the numbers of notes, empty for ``text``."""

    series: Annotated[tuple[Hex, ...], length(MOST, MOST, "a list of six colours, one for each series of a chart")] = ()
    """The fills of the series of charts, empty for those of the press."""

    def by_name(self, name: str) -> str:
        """Return the colour of that name, or the one that replaces it."""
        return str(getattr(self, name)) or {"heading": self.text, "accent": self.rule, "call": self.text}[name]


@dataclass(frozen=True, slots=True)
class Brand:
    """Whose reports these are (``[brand]``)."""

    name: str = ""
    """The name above the title, where the locale does not give one."""
    logo: str = ""
    """A picture in the folder of the style, above the name."""
    alternative: str = ""
    """The text alternative of the logo, empty for the name."""
    logo_height: Annotated[float, within(4, 80, "mm")] = 14
    """The height of the logo in millimetres."""


_FIELDS = with_names("symbol", "title", "organization", "organ", "date", "page")


@dataclass(frozen=True, slots=True)
class HeadersFooters:
    """The headers and footers: text with places for lines of the masthead and for ``{page}``, the page number as the
    language writes it. The first page does not have a header.
    """

    head: Annotated[str, _FIELDS] = "{symbol}"
    """The header at the outer edge."""
    head_inner: Annotated[str, _FIELDS] = ""
    """The header at the inner edge."""
    foot: Annotated[str, _FIELDS] = "{page}"
    """The footer at the outer edge."""
    foot_inner: Annotated[str, _FIELDS] = ""
    """The footer at the inner edge."""


@dataclass(frozen=True, slots=True)
class LegibleFace:
    """The face with distinct letters that readers of the web page may choose (``[legible]``): for each cut, WOFF2 files
    in the folder ``web`` of ``fonts/``, each with a part of the characters; a page embeds those that it needs.
    """

    family: Annotated[str, FAMILY]
    """The family name."""
    regular: tuple[Name, ...]
    """The files of the regular cut."""
    italic: tuple[Name, ...]
    """The files of the italic cut."""
    bold: tuple[Name, ...]
    """The files of the bold cut."""


@dataclass(frozen=True, slots=True)
class DarkColours:
    """The colours of large print on a dark background, as #rrggbb (``[dark]``)."""

    ground: Hex
    """The background of the whole page."""
    text: Hex
    """The colour of text."""
    link: Hex
    """The colour of links."""
    rule: Hex
    """The colour of rules."""
    tint: Hex
    """The background of boxes and table headers."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The edition for a printer (``[paper]``); lengths in millimetres, inks as in CSS (``device-cmyk(0 0 0 1)``)."""

    binding: Annotated[float, within(0, 50, "mm")]
    """How far the text is moved from the spine."""
    bleed: Annotated[float, within(0, 50, "mm")]
    """The bleed around the page."""
    slug: Annotated[float, within(0, 100, "mm")]
    """The space around the bleed for printer's marks."""
    profile: Name
    """The ICC profile, a file in ``profiles/``."""
    condition: Annotated[str, matching(r"[\w .()+/-]{1,80}", "the registered name of a condition of printing")]
    """The registered name of the printing condition."""
    black: Ink
    """The ink of text."""
    grey: Ink
    """The ink of rules."""
    tint: Ink
    """The ink of backgrounds."""
    address: Annotated[str, with_names("language", "symbol", "unspaced")]
    """The address of the QR code, with places for ``{language}`` and ``{symbol}``, or ``{unspaced}``,
    that without its spaces.
    """
    inks: Literal["black", "process"] = "black"
    """All in black, or pictures, links, headings and grounds in cyan, magenta, yellow and black by the profile."""
    total_ink: Annotated[int, within(200, 400, "per cent")] = 300
    """The most ink on one place, in hundredths of one ink."""
    spots: Annotated[tuple[Spot, ...], length(0, 3, "a list of at most three inks")] = ()
    """Inks of their own (spot colours), each with the colour of the house that it prints."""


@dataclass(frozen=True, slots=True)
class ReportLimits:
    """What reports of the house keep to."""

    words: Annotated[int, within(0, 10_000_000)] = 0
    """The most words of a report, including notes and tables (0: any number)."""


@dataclass(frozen=True, slots=True)
class StyleFile:
    """What ``style.toml`` has."""

    fonts: Fonts
    """The text face and the other faces."""
    page: PrintedPage
    """The printed page."""
    type: Type
    """The type sizes."""
    large: Type
    """The type sizes of large print."""
    paper: Paper
    """The edition for a printer."""
    colour: Colour
    """The colours."""
    brand: Brand = field(default_factory=Brand)
    """Whose reports these are."""
    name: str = ""
    """The name of the style."""
    report: ReportLimits = field(default_factory=ReportLimits)
    """What reports of the house keep to."""
    sans: SansFace | None = None
    """The face of large print, if the style has one."""
    legible: LegibleFace | None = None
    """The face with distinct letters, if the style has one."""
    dark: DarkColours | None = None
    """The colours of large print on a dark background, if the style has them."""
    running: HeadersFooters = field(default_factory=HeadersFooters)
    """The headers and footers."""
    inherits: Annotated[str, FILE] = ""
    """The style that it goes on from."""
