"""Creates the Word file that editions and the template start from."""

from __future__ import annotations

import datetime as dt
import re

from plantin.house import word_styles
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.writers.docx import fonts, notes, package, pages
from plantin.writers.docx.masthead import logo, masthead
from plantin.writers.docx.notes import SEPARATORS
from plantin.writers.docx.numbering import FORMATS, STEP, Numbers
from plantin.writers.docx.ooxml import Elements, element, value
from plantin.writers.docx.story import PackageContext
from plantin.writers.docx.styles import add

_WORD = "http://schemas.microsoft.com/office/word"
_COMPATIBLE = (
    ("compatibilityMode", 15),
    ("overrideTableStyleFontSizeAndJustification", 1),
    ("enableOpenTypeFeatures", 1),
    ("doNotFlipMirrorIndents", 1),
    ("differentiateMultirowTableHeaders", 1),
)
_OF_HOUSE = re.compile(
    r"word/(?:styles|numbering|settings|fontTable|theme/theme1)\.xml|word/_rels/fontTable\.xml\.rels|word/fonts/.*"
)


def house_parts(document: Document, style: Style) -> dict[str, bytes]:
    """Return the parts that a Word file of ``document`` has from its house, by their names: styles, settings, faces,
    and the lists, before any entry of them is printed. Raises StyleError: D003 the style lacks a font.
    """
    opened, house_styles = package.open_template(), word_styles.read(style.folder)
    add(opened.styles, document, style, house_styles)
    opened.part.numbering_part.element[:] = Numbers(document).lists()
    opened.settings.element[:] = _settings(document, hyphenation=house_styles.hyphenation)
    fonts.put(opened, style, document)
    return {part: content for part, content in package.parts(opened).items() if _OF_HOUSE.fullmatch(part)}


class WordFileBuilder:
    """The file of ``document``, with the styles of the house in it: ``head`` is the masthead that its text begins with,
    ``notes`` the part of its footnotes. To be filled once, then packed.

    Raises StyleError: D003 the style lacks a font.
    """

    def __init__(self, document: Document, style: Style) -> None:
        self._document, self._style = document, style
        self.opened = package.open_template()
        self.composition = PackageContext(document, style)
        self.notes = notes.add_part(self.opened.part)
        self._styles = word_styles.read(style.folder)
        add(self.opened.styles, document, style, self._styles)
        self.head = [
            *logo(self.composition, self.opened.part),
            *masthead(self.composition, columns=style.page.head == "columns"),
        ]

    def fill(self, text: Elements) -> None:
        """Put ``text`` (the masthead first in it) into the file, and notes, numbers, settings and fonts beside it."""
        body = self.opened.element.body
        body[:] = [*text, body[-1]]
        pages.arrange(self.opened, self.head[-1], self._document, self._style)
        notes.fill(self.notes, self.composition)
        self.opened.part.numbering_part.element[:] = self.composition.numbers.elements()
        self.opened.settings.element[:] = _settings(self._document, hyphenation=self._styles.hyphenation)
        fonts.put(self.opened, self._style, self._document)

    def pack(self, moment: dt.datetime) -> bytes:
        """Return the file, which names no time but ``moment``."""
        package.describe(self.opened, self._document, moment)
        return package.pack(self.opened)


def _settings(document: Document, *, hyphenation: bool = False) -> Elements:
    """Return the children of w:settings (17.15); with ``hyphenation``, words are divided at the ends of lines, in two
    in a row at most, none in capitals. No field is marked to be updated: Word would ask before it shows the report.
    """
    notes = element(
        "footnotePr",
        value("numFmt", FORMATS[document.numbering.notes.numerals]),
        value("numStart", 1),
        value("numRestart", "continuous"),
        *(element("footnote", id=number) for _, number in SEPARATORS),
    )
    modes = [element("compatSetting", name=name, uri=_WORD, val=setting) for name, setting in _COMPATIBLE]
    side = "bidi" if document.direction == "rtl" else "val"
    return [
        element("zoom", percent=100),
        element("embedTrueTypeFonts"),
        value("defaultTabStop", STEP),
        value("autoHyphenation", int(hyphenation)),
        *(
            [value("consecutiveHyphenLimit", 2), value("hyphenationZone", 357), element("doNotHyphenateCaps")]
            if hyphenation
            else []
        ),
        element("evenAndOddHeaders"),
        value("characterSpacingControl", "doNotCompress"),
        notes,
        element("compat", element("doNotExpandShiftReturn"), *modes),
        element("themeFontLang", **{side: document.language}),
        value("decimalSymbol", "."),
        value("listSeparator", ";"),
    ]
