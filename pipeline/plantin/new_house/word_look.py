"""Reads how a Word file looks: its page, sizes, colours, typeface and logo, and the formats of its styles, as the
settings of a house.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePosixPath

from lxml.etree import _Element as Node

from plantin.bounded import archive as archives
from plantin.bounded import bytes as bounded
from plantin.bounded import xml
from plantin.bounded.archive import Archive, ArchiveError
from plantin.bounded.bytes import MIB
from plantin.bounded.xml import XmlError
from plantin.findings import Place, SourceError
from plantin.house.colours import darken
from plantin.wordfile.package import DamagedError, Package, child, children, leading, name, parse, val, whole
from plantin.wordfile.styles import Styles

_LARGEST = 512 * MIB
_TWIPS_PER_MM = 1440 / 25.4
_INDENT_TWIPS = 567
"""Twips of a step of an indent, 10 mm."""
_LEADING_RATIO = 1.4
_PAPERS = {
    "A3": (297, 420), "A4": (210, 297), "A5": (148, 210), "B4": (250, 353), "B5": (176, 250), "letter": (215.9, 279.4),
    "legal": (215.9, 355.6),
}  # fmt: skip
_LEAST_MARGIN, _WIDEST_MARGIN = 20.0, 60.0
_SMALLEST, _LARGEST_TYPE = 7.0, 40.0
_LEVELS = 5
_LAST_SERIF = 10
_FIRST = 100
_LOGOS = (".png", ".jpg", ".jpeg", ".svg")
_ROWS = {
    "title": "Title", "subtitle": "Subtitle", "heading 1": "heading 1", "heading 2": "heading 2",
    "heading 3": "heading 3", "heading 4": "heading 4", "heading 5": "heading 5", "body text": "Body Text",
    "quote": "Quote", "list bullet": "List Bullet",
}  # fmt: skip
"""Word's own styles, and what the press calls the same ones."""
_ALIGNED = {"both": "both", "distribute": "both", "start": "start", "center": "centre"}


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture in the header of the first page: a name for its file, its bytes, its text alternative."""

    name: str
    content: bytes
    alternative: str


@dataclass(frozen=True, slots=True)
class WordLook:
    """How a Word file looks. What it does not say is left out."""

    page: Mapping[str, str | float] = field(default_factory=dict)
    """The sheet and the margins, as ``[page]`` of a style has them."""
    sizes: Mapping[str, float | list[float]] = field(default_factory=dict)
    """The sizes of type, as ``[type]`` has them."""
    colours: Mapping[str, str] = field(default_factory=dict)
    """The colours of headings, rules and links, dark enough to be read on white."""
    family: str = ""
    """The typeface of the text."""
    serif: bool = False
    """Whether that is one with serifs."""
    logo: Logo | None = None
    """The picture in the header."""
    company: str = ""
    """The company that the properties name."""
    lines: tuple[str, ...] = ()
    """Its first lines."""
    rows: tuple[Mapping[str, object], ...] = ()
    """The formats of its styles, as rows of ``word.toml``."""

    def tables(self) -> str:
        """Return the tables of ``style.toml`` that say this, without colours and brand."""
        parts = [
            f"[{key}]\n" + "".join(f"{setting} = {json.dumps(value)}\n" for setting, value in rows.items())
            for key, rows in (("page", self.page), ("type", self.sizes))
            if rows
        ]
        return "\n".join(parts)

    def word_styles(self, source: str) -> str:
        """Return the text of a ``word.toml``; ``source`` is the name of the file."""
        head = f"# The Word styles of the house, as {json.dumps(source, ensure_ascii=False)} has them.\n\n"
        rows = (", ".join(f"{key} = {json.dumps(value)}" for key, value in row.items()) for row in self.rows)
        return f"{head}paragraph = [\n" + "".join(f"  {{ {row} }},\n" for row in rows) + "]\n"


def read(path: Path) -> WordLook:
    """Return how the Word file or template at ``path`` looks. Raises SourceError (S050) where it cannot be read."""
    try:
        content = bounded.read(path, _LARGEST)
        package, archive = parse(content), archives.open_archive(content)
    except (OSError, DamagedError) as error:
        hint = "Open it in Word and save it again as .docx or .dotx."
        raise SourceError.of("S050", bounded.why(error), Place(str(path)), hint) from None
    return _WordLookReader(package, archive).look()


class _WordLookReader:
    def __init__(self, package: Package, archive: Archive) -> None:
        self._package, self._archive = package, archive
        self._styles = Styles(package.styles)
        self._named = {self._styles.name(key): key for key in reversed(list(self._styles))}
        self._theme = self._part("word/theme/theme1.xml")
        self._defaults = child(package.styles, "w:docDefaults/w:rPrDefault/w:rPr")

    def look(self) -> WordLook:
        """Return all of it."""
        family = self._family()
        return WordLook(
            dict(self._page()),
            dict(self._sizes()),
            dict(self._colours()),
            family,
            self._has_serifs(family),
            self._logo(),
            " ".join(self._package.properties.get("Company", "").split())[:100],
            tuple(self._lines()),
            tuple(self._rows()),
        )

    def _part(self, part: str) -> Node | None:
        try:
            return xml.parse(self._archive.read(part)) if part in self._archive else None
        except (ArchiveError, XmlError):
            return None

    # The page

    def _page(self) -> Iterator[tuple[str, str | float]]:
        section = next(self._package.document.iter(name("w:sectPr")), None)
        width, height = (_mm(val(section, "w:pgSz", f"w:{key}")) for key in ("w", "h"))
        if not (width and height):
            return
        lying = width > height
        sheet = sorted((width, height))
        size = next(
            (paper for paper, sides in _PAPERS.items() if _near(sheet[0], sides[0]) and _near(sheet[1], sides[1])), ""
        )
        if not size:
            return
        yield "size", f"{size} landscape" if lying else size
        yield from (("width", width), ("height", height))
        for key, attribute in (("top", "top"), ("bottom", "bottom"), ("inner", "left"), ("outer", "right")):
            if (margin := _mm(val(section, "w:pgMar", f"w:{attribute}"))) > 0:
                yield key, min(max(margin, _LEAST_MARGIN), _WIDEST_MARGIN)

    # Type

    def _size(self, style: str) -> float:
        """Return the size of a style in points; 0 where nothing says it."""
        size = next((value for element in self._styles.chain(style) if (value := val(element, "w:rPr/w:sz"))), "")
        return whole(size or val(self._defaults, "w:sz")) / 2

    def _sizes(self) -> Iterator[tuple[str, float | list[float]]]:
        text = self._size(self._styles.default)
        if not _SMALLEST <= text <= _LARGEST_TYPE / 2:
            return
        yield "text", text
        yield "leading", round(text * _LEADING_RATIO, 1)
        yield "note", max(_SMALLEST, round(text * 0.85 * 2) / 2)
        if title := min(self._of("title"), _LARGEST_TYPE):
            yield "title", max(title, text)
        if first := min(self._of("heading 1"), _LARGEST_TYPE):
            sizes = [max(first, text)]
            for level in range(2, _LEVELS + 1):
                # A heading is never larger than the one above it.
                sizes.append(min(max(self._of(f"heading {level}") or text, text), sizes[-1]))
            yield "headings", sizes

    def _of(self, style: str) -> float:
        return self._size(self._named[style]) if style in self._named else 0

    def _family(self) -> str:
        for fonts in (
            *(child(element, "w:rPr/w:rFonts") for element in self._styles.chain(self._styles.default)),
            child(self._defaults, "w:rFonts"),
        ):
            if themed := val(fonts, attribute="w:asciiTheme"):
                return self._theme_font("majorFont" if themed.startswith("major") else "minorFont")
            if family := val(fonts, attribute="w:ascii"):
                return family
        return ""

    def _theme_font(self, kind: str) -> str:
        fonts = next(self._theme.iter(name(f"a:{kind}")), None) if self._theme is not None else None
        latin = child(fonts, "a:latin")
        return str(latin.get("typeface", "")) if latin is not None else ""

    def _has_serifs(self, family: str) -> bool:
        """Return what the table of fonts says of it: that its family is "roman" (17.8.3.9), or the second figure of its
        PANOSE number, which is 02 to 0A for a face with serifs (17.8.3.13).
        """
        fonts = children(self._part("word/fontTable.xml"), "w:font")
        font = next((font for font in fonts if val(font, attribute="w:name") == family), None)
        panose = val(font, "w:panose1")
        if re.fullmatch("02[0-9A-Fa-f]{18}", panose):
            return 1 < int(panose[2:4], 16) <= _LAST_SERIF
        return val(font, "w:family") == "roman"

    # Colours and logo

    def _colours(self) -> Iterator[tuple[str, str]]:
        colours = {
            "heading": self._ink("heading 1") or self._ink("title"),
            "accent": self._scheme("accent1"),
            "link": self._ink("hyperlink") or self._scheme("hlink"),
        }
        for key, colour in colours.items():
            if re.fullmatch("[0-9A-Fa-f]{6}", colour):
                yield key, darken(f"#{colour.lower()}")

    def _ink(self, style: str) -> str:
        ink = self._styles.colours(self._named[style])[0] if style in self._named else ""
        return "" if ink == "000000" else ink

    def _scheme(self, key: str) -> str:
        node = next(self._theme.iter(name(f"a:{key}")), None) if self._theme is not None else None
        colour = child(node, "a:srgbClr")
        return str(colour.get("val", "")) if colour is not None else ""

    def _logo(self) -> Logo | None:
        targets = self._package.targets["document"]
        for key, root in self._package.running.items():
            part = targets.get(key, "")
            folder, file = posixpath.split(part)
            related = self._part(f"{folder}/_rels/{file}.rels")
            pictures = {
                str(relation.get("Id")): str(relation.get("Target", ""))
                for relation in children(related, "rel:Relationship")
            }
            if not file.startswith("header"):
                continue
            for blip in root.iter(name("a:blip")):
                target = pictures.get(str(blip.get(name("r:embed"), "")), "")
                whole_name = posixpath.normpath(posixpath.join(folder, target))
                suffix = PurePosixPath(target).suffix.lower()
                if suffix in _LOGOS and whole_name in self._package.pictures:
                    words = next((str(drawing.get("descr", "")) for drawing in root.iter(name("wp:docPr"))), "")
                    return Logo(f"logo{suffix}", self._package.pictures[whole_name], " ".join(words.split())[:300])
        return None

    def _lines(self) -> Iterator[str]:
        for paragraph in islice(self._package.document.iter(name("w:p")), _FIRST):
            yield "".join(text.text or "" for text in paragraph.iter(name("w:t")))

    # Word styles

    def _rows(self) -> Iterator[dict[str, object]]:
        """Yield a row for each style of the file that the press has too, with what its chain says."""
        for word, press_style in _ROWS.items():
            style = self._named.get(word) or (self._styles.default if press_style == "Body Text" else "")
            if style and (values := dict(self._format(style))):
                yield {"name": press_style, **values}

    def _format(self, style: str) -> Iterator[tuple[str, object]]:
        if size := self._size(style):
            yield "size", size
        for key, path in (("bold", "w:rPr/w:b"), ("italic", "w:rPr/w:i"), ("kept", "w:pPr/w:keepNext")):
            if (toggled := self._styles.toggle(style, path)) is not None:
                yield key, toggled
        if aligned := _ALIGNED.get(leading(self._paragraph_value(style, "w:jc"))):
            yield "align", aligned
        for key in ("before", "after"):
            if spacing := self._paragraph_value(style, "w:spacing", f"w:{key}"):
                yield key, min(max(whole(spacing) / 20, 0), 144)
        if left := self._paragraph_value(style, "w:ind", "w:left") or self._paragraph_value(style, "w:ind", "w:start"):
            yield "left", round(min(max(whole(left) / _INDENT_TWIPS, 0), 15), 2)

    def _paragraph_value(self, style: str, tag: str, attribute: str = "w:val") -> str:
        return next(
            (value for element in self._styles.chain(style) if (value := val(element, f"w:pPr/{tag}", attribute))), ""
        )


def _mm(twips: str) -> float:
    return round(whole(twips) / _TWIPS_PER_MM, 1)


def _near(one: float, other: float) -> bool:
    return abs(one - other) < 2
