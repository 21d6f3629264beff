"""The settings of the Word file (ECMA-376 part 1, 17.15)."""

from __future__ import annotations

from plantin.model.document import Document
from plantin.writers.docx.notes import SEPARATORS
from plantin.writers.docx.numbering import FORMATS, STEP
from plantin.writers.docx.ooxml import Elements, element, value

_WORD = "http://schemas.microsoft.com/office/word"
_COMPATIBLE = (
    ("compatibilityMode", 15),
    ("overrideTableStyleFontSizeAndJustification", 1),
    ("enableOpenTypeFeatures", 1),
    ("doNotFlipMirrorIndents", 1),
    ("differentiateMultirowTableHeaders", 1),
)


def settings(document: Document, *, hyphenation: bool = False) -> Elements:
    """The children of w:settings; ``hyphenation``: words are divided at the ends of lines, in two in a row at most,
    none in capitals. No field is marked to be updated: Word would ask the reader before it shows the report.
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
        element("compat", *modes),
        element("themeFontLang", **{side: document.language}),
        value("decimalSymbol", "."),
        value("listSeparator", ";"),
    ]
