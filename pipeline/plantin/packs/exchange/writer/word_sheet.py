"""Page, styles and settings of the facing Word file (ECMA-376 part 1, 17.6, 17.7, 17.15), without live numbering."""

from __future__ import annotations

from docx.enum.section import WD_ORIENT
from docx.section import Section
from docx.shared import Mm

from plantin.house.style import Style
from plantin.model.document import Document
from plantin.writers.docx.fonts import faces
from plantin.writers.docx.ooxml import Element, Elements, element, size_properties, value
from plantin.writers.docx.styles import identifier, standing

_WIDTH, _HEIGHT, _MARGIN = 297, 210, 15
"""A4 on its side and its margins, in millimetres."""

LABEL = 1000
"""The width of the column of numbers, in twentieths of a point."""
COLUMN = (round((_WIDTH - 2 * _MARGIN) / 25.4 * 1440) - LABEL) // 2
"""The width of a column of text, in twentieths of a point."""

HEADINGS = 6
_WORD = "http://schemas.microsoft.com/office/word"
_SIZES = (15, 13, 12, 11, 11, 11)
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def measure(section: Section) -> None:
    """Set the page: A4 on its side."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(_WIDTH), Mm(_HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
    section.header_distance = section.footer_distance = Mm(_MARGIN / 2)


def table(caption: str) -> Element:
    """Return the properties of the table; ``caption`` is what a screen reader says it is (17.4.59)."""
    look = element("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1)
    layout = (element("tblW", w=LABEL + 2 * COLUMN, type="dxa"), element("tblLayout", type="fixed"))
    return element("tblPr", value("tblStyle", "FacingTable"), *layout, look, value("tblCaption", caption))


def styles(documents: tuple[Document, Document], style: Style) -> Elements:
    """Return every style of the file with the original and the translation, in the place of the template's."""
    colour = style.colour.text.removeprefix("#").upper()
    rule, link = style.colour.rule.removeprefix("#").upper(), style.colour.link.removeprefix("#").upper()
    points = style.type.text
    return [
        _defaults(documents, style, colour),
        *standing(),
        _paragraph_style("Title", points * 1.6, bold=True),
        *(_paragraph_style(f"heading {level}", size, bold=True, outline=level) for level, size in enumerate(_SIZES, 1)),
        _paragraph_style("footer", style.type.running),
        _paragraph_style("annotation text", points, key="CommentText"),
        _character("annotation reference", *size_properties(8), key="CommentReference"),
        _character("Mark", element("noProof"), value("color", link)),
        _facing(rule),
    ]


def _defaults(documents: tuple[Document, Document], style: Style, colour: str) -> Element:
    side = "bidi" if documents[0].direction == "rtl" else "val"
    size, language = size_properties(style.type.text), element("lang", **{side: documents[0].language})
    looks = element("rPr", faces(style, *documents), value("color", colour), *size, language)
    spacing = element("spacing", before=60, after=60, line=round(style.type.leading * 20), lineRule="atLeast")
    text = element("pPr", element("widowControl"), spacing)
    return element("docDefaults", element("rPrDefault", looks), element("pPrDefault", text))


def _style(kind: str, name: str, *content: Element, key: str = "") -> Element:
    return element("style", value("name", name), *content, type=kind, styleId=key or identifier(name))


def _paragraph_style(name: str, points: float, *, bold: bool = False, outline: int = 0, key: str = "") -> Element:
    """Return a paragraph style that is based on Normal."""
    weight = [element("b"), element("bCs")] if bold else []
    paragraph = [element("pPr", element("keepNext"), value("outlineLvl", outline - 1))] if outline else []
    return _style(
        "paragraph",
        name,
        value("basedOn", "Normal"),
        *paragraph,
        element("rPr", *weight, *size_properties(points)),
        key=key,
    )


def _character(name: str, *looks: Element, key: str = "") -> Element:
    return _style("character", name, value("basedOn", "DefaultParagraphFont"), element("rPr", *looks), key=key)


def _facing(rule: str) -> Element:
    """Return the style of the table: thin rules, the head in bold."""
    edges = element("tblBorders", *(element(edge, val="single", sz=4, space=0, color=rule) for edge in _EDGES))
    head = element("tblStylePr", element("rPr", element("b"), element("bCs")), type="firstRow")
    properties = element("tblPr", element("tblInd", w=0, type="dxa"), edges)
    return _style("table", "Facing Table", value("basedOn", "TableNormal"), properties, head)


def settings(document: Document) -> Elements:
    """Return the children of w:settings."""
    mode = element("compatSetting", name="compatibilityMode", uri=_WORD, val=15)
    side = "bidi" if document.direction == "rtl" else "val"
    return [
        element("zoom", percent=100),
        element("embedTrueTypeFonts"),
        value("defaultTabStop", 720),
        value("characterSpacingControl", "doNotCompress"),
        element("compat", mode),
        element("themeFontLang", **{side: document.language}),
        value("decimalSymbol", "."),
        value("listSeparator", ";"),
    ]
