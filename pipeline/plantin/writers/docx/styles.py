"""The styles of the Word file (ECMA-376 part 1, 17.7), named for people and defined completely by the house style."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from docx.styles.styles import Styles

from plantin.house import word_styles
from plantin.house.style import Style
from plantin.house.word_styles import CharacterStyle, ParagraphStyle, WordStyles
from plantin.model.document import Box, Document, every
from plantin.model.languages import Direction, agree, script
from plantin.writers.docx.fonts import EAST_ASIAN, FIXED, faces
from plantin.writers.docx.numbering import BULLETS, NAMES, STEP
from plantin.writers.docx.ooxml import Element, Elements, clark, element, lang, size_properties, value
from plantin.writers.parts import has, has_cell_blocks, has_object_lists

LOGO = "Masthead Logo"
_LISTS = {re.sub("(?<=[a-z])(?=[A-Z])", " ", name).lower(): kind for kind, name in NAMES.items()}
"""The lists by the names that styles give them: "note bullets"."""
_ALIGNED = {"both": "both", "start": "left", "centre": "center", "right": "right"}
"""ST_Jc (17.18.44): left is where a line begins, in paragraphs from right to left too."""
_FILLED = "lowKashida"
"""How lines from right to left are filled (17.18.44): letters are stretched a little. LibreOffice 25.2 does not end
laying out Arabic lines that are filled in the other way, and leaves these ragged.
"""
_IN_CELLS = ("Table Paragraph", "Table Bullet", "Table Typed Entry", "Table Continue")
"""How styles are called that only reports with cells of several blocks have."""
_HOUSE_HEADING_LEVELS = 5
"""The levels of headings that a house style has."""
_WORD_HEADING_LEVELS = 9
"""The levels of headings that Word has."""
_BOX = "Box Title"
_WORKS = "Bibliography"
_INDEX, _UNDER = "index 1", "index 2"
_LISTED = "table of figures"
"""The styles of entries of references, of the index and under them, and of lists of objects, where there are such."""


def identifier(name: str) -> str:
    """Return the id of a style: its name without spaces."""
    words = name.replace("toc ", "TOC ").split(" ")
    return "".join(word[:1].upper() + word[1:] for word in words)


def is_slanted(document: Document) -> bool:
    """Return whether letters of the script of ``document`` have an italic: Chinese characters have none."""
    return script(document.language) not in EAST_ASIAN


def heading_levels(document: Document) -> int:
    """Return how deep headings go: as deep as numbered, or as the document's; all of Word's where none has a number."""
    numbered = len(document.numbering.sections)
    return max([numbered or _HOUSE_HEADING_LEVELS, *(section.level for section in document.sections())])


def box_level(document: Document) -> int:
    """Return the level of the built-in heading style of titles of boxes without a number, the first below those of the
    contents: screen readers know headings by these styles, and the TOC field does not list it. 0 where there is no such
    box or no such level.
    """
    boxes = any(isinstance(block, Box) and block.title and not block.label for block in every(document.blocks))
    level = heading_levels(document) + 1
    return level if boxes and level <= _WORD_HEADING_LEVELS else 0


def paragraph_styles(styles: WordStyles, document: Document) -> tuple[ParagraphStyle, ...]:
    """Return the paragraph styles of a document, those they are based on first; that of a logo where it has one.
    Headings at levels that are not numbered have no list.
    """
    numbered, deepest = len(document.numbering.sections), heading_levels(document)
    levels = {"sections": deepest, "subparagraphs": len(document.numbering.subparagraphs), "": BULLETS}
    indexed = has(document, "index")
    kept = {_WORKS: has(document, "references"), _LISTED: has_object_lists(document), LOGO: bool(document.logo)}
    kept |= {_INDEX: indexed, _UNDER: indexed}
    cells = has_cell_blocks(document)
    forms = tuple(
        replace(style, number=("", 0)) if style.number[0] == "sections" and style.number[1] > numbered else style
        for style in styles.paragraph
        if kept.get(style.name, True)
        and (cells or not style.name.startswith(_IN_CELLS))
        and style.depth <= levels.get(style.of, 0)
        and not (style.number[0] == "sections" and style.number[1] > deepest)
    )
    level = box_level(document)
    titles = (style for style in forms if style.name == _BOX and level)
    return (*forms, *(replace(title, name=f"heading {level}", based=title.name, outline=level) for title in titles))


def twips(millimetres: float) -> int:
    """Return millimetres as twentieths of a point."""
    return round(millimetres / 25.4 * 1440)


def add(styles: Styles, document: Document, style: Style, given: word_styles.WordStyles) -> None:
    """Put every style of the file in the place of the template's: those of ``given`` and that of tables."""
    root: Element = styles.element
    root[:] = [_defaults(document, style), *standing()]
    sizes, slanted = _sizes(style), is_slanted(document)
    measure = twips(style.page.width - style.page.inner - style.page.outer)
    for rank, form in enumerate(paragraph_styles(given, document), 1):
        upright = form if slanted else replace(form, italic=False)
        based = [value("basedOn", identifier(form.based)), value("next", identifier(form.next or form.name))]
        look = [_paragraph(form, sizes, measure, style, document.direction), *_run(upright, sizes, style)]
        root.append(_style_element("paragraph", form.name, based, min(rank, _LOWEST), look))
    root.append(_house_table(rule_colour(style)))
    east = "" if slanted else "underDot" if script(document.language).startswith("Han") else "dot"
    for row in given.character:
        look = [element("rPr", *_look(row, style, sizes, east))]
        root.append(_style_element("character", row.name, [value("basedOn", "DefaultParagraphFont")], _LAST, look))


def _sizes(style: Style) -> dict[str, float]:
    """Return the sizes of the style by the names that a row gives them."""
    sizes = style.type
    headings = {f"heading {level}": sizes.headings[min(level, len(sizes.headings)) - 1] for level in range(1, 6)}
    return {"text": sizes.text, "leading": sizes.leading, "note": sizes.note, "title": sizes.title, **headings}


def _style_element(kind: str, name: str, based: Elements, rank: int, look: Elements) -> Element:
    """Return a style (17.7.4.17), with the name by which Word knows its own."""
    custom = {} if _BUILT_IN.fullmatch(name) else {"customStyle": 1}
    name_element = value("name", name.lower() if name == "Caption" else name)
    return element(
        "style", name_element, *based, value("uiPriority", rank), element("qFormat"), *look,
        type=kind, **custom, styleId=identifier(name),
    )  # fmt: skip


_LAST, _LOWEST = 90, 99
_BUILT_IN = re.compile(
    r"(?:Sub)?[Tt]itle|header|footer|Caption|Quote|Body Text|(?:heading|toc) [1-9]|TOC Heading|List"
    r" (?:Bullet|Continue)(?: [2-5])?"
    r"|footnote (?:text|reference)|Bibliography|index [12]|table of figures|Emphasis|Strong|Hyperlink"
)
"""The names that are Word's own (17.7.4.9)."""


def _defaults(document: Document, style: Style) -> Element:
    right_to_left = document.direction == "rtl"
    tag = document.regional if agree(document.language, document.regional) else document.language
    language = lang(tag, right_to_left=right_to_left)
    run = element(
        "rPr",
        faces(style, document),
        value("color", _colour(style.colour.text)),
        *size_properties(style.type.text),
        language,
    )
    spacing = element("spacing", before=0, after=0, line=round(style.type.leading * 20), lineRule="atLeast")
    direction = [element("bidi")] if right_to_left else []
    text = element("pPr", element("widowControl"), *direction, spacing)
    return element("docDefaults", element("rPrDefault", run), element("pPrDefault", text))


def _house_table(colour: str) -> Element:
    """Return the tables of the house: a rule above and a rule below, none between but that under a head of one row;
    heads of several rows have rules of their own (17.7.6: what a style says of a first row holds for one).
    """
    rules = [element(side, val="single", sz=8, space=0, color=colour) for side in ("top", "bottom")]
    margins = [
        element(side, w=width, type="dxa") for side, width in (("top", 20), ("left", 57), ("bottom", 20), ("right", 57))
    ]
    properties = element(
        "tblPr", element("tblInd", w=0, type="dxa"), element("tblBorders", *rules), element("tblCellMar", *margins)
    )
    based = value("basedOn", "TableNormal")
    under = element("tcBorders", element("bottom", val="single", sz=4, space=0, color=colour))
    first = element("tblStylePr", element("tcPr", under, value("vAlign", "bottom")), type="firstRow")
    return element(
        "style", value("name", "House Table"), based, value("uiPriority", 59), element("qFormat"), properties, first,
        type="table",
        styleId="HouseTable", customStyle=1,
    )  # fmt: skip


def standing() -> Elements:
    """Return the four styles that every file has, one for each kind (17.7.4.17)."""
    margins = [
        element(side, w=width, type="dxa") for side, width in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))
    ]
    table = element("tblPr", element("tblInd", w=0, type="dxa"), element("tblCellMar", *margins))
    return [
        _standard("paragraph", "Normal", element("qFormat")),
        _standard("character", "Default Paragraph Font", value("uiPriority", 1), element("semiHidden")),
        _standard("table", "Normal Table", value("uiPriority", 99), element("semiHidden"), table, key="TableNormal"),
        _standard("numbering", "No List", value("uiPriority", 99), element("semiHidden")),
    ]


def _standard(kind: str, name: str, *content: Element, key: str = "") -> Element:
    return element("style", value("name", name), *content, type=kind, default=1, styleId=key or identifier(name))


def _paragraph(
    form: ParagraphStyle, sizes: Mapping[str, float], measure: int, style: Style, direction: Direction
) -> Element:
    """Return the w:pPr of a style, in the order of the schema (17.3.1.26)."""
    properties: Elements = []
    if form.kept:
        properties += [element("keepNext"), element("keepLines")]
    if form.page:
        properties.append(element("pageBreakBefore"))
    kind, level = form.number
    if kind:
        # The level is given even where it is the first: LibreOffice would take that of the style below.
        properties.append(element("numPr", value("ilvl", level - 1), value("numId", _LISTS[kind])))
    if form.rule:
        properties.append(
            element("pBdr", element(form.rule, val="single", sz=form.weight, space=form.gap, color=rule_colour(style)))
        )
    if form.stops:
        ends = {"measure": measure, "middle": measure // 2}
        stops = ((side, ends[place] if isinstance(place, str) else _step(place)) for side, place in form.stops)
        properties.append(element("tabs", *(_stop(side, place, style) for side, place in stops)))
    if form.kept:
        properties.append(element("suppressAutoHyphens"))
    properties.append(
        element("spacing", before=_twentieths(form.before.points(sizes)), after=_twentieths(form.after.points(sizes)))
    )
    if line := form.line.points(sizes):
        properties[-1].set(clark("w:line"), str(_twentieths(line)))
        properties[-1].set(clark("w:lineRule"), "exact" if form.exact else "atLeast")
    if form.left is not None:
        first = {"hanging": _step(-form.first)} if form.first < 0 else {"firstLine": _step(form.first)}
        properties.append(element("ind", left=_step(form.left), right=_step(form.right), **first))
    if form.trailing or form.align:
        turned = {"both": _FILLED, "right": "left"} if direction == "rtl" else {}
        filled = (_ALIGNED | turned).get(form.align, "")
        properties.append(value("jc", "right" if form.trailing else filled))
    if form.outline:
        properties.append(value("outlineLvl", form.outline - 1))
    return element("pPr", *properties)


def moved_rule(style: Style) -> tuple[Elements, Elements]:
    """Return the rule over the title as properties of one before it, and what removes it from the title, if any."""
    form = next((form for form in word_styles.read(style.folder).paragraph if form.name == "Title"), None)
    if form is None or form.rule != "top":
        return [], []
    over = element("top", val="single", sz=form.weight, space=form.gap, color=rule_colour(style))
    return [element("pBdr", over)], [element("pBdr", element("top", val="nil"))]


def _stop(side: str, place: int, style: Style) -> Element:
    """Return a tab stop (17.3.1.37); before the pages of contents it has a row of dots where the style has them."""
    if side != "leader":
        return element("tab", val=side, pos=place)
    dots = {"leader": "dot"} if style.type.leader else {}
    return element("tab", val="right", **dots, pos=place)


def rule_colour(style: Style) -> str:
    """Return the colour of rules as Word writes it: the accent of the style, or that of the text where it has none."""
    return _colour(style.colour.accent) or "auto"


def _step(steps: float) -> int:
    return round(steps * STEP)


def _twentieths(points: float) -> int:
    return round(points * 20)


def _run(form: ParagraphStyle, sizes: Mapping[str, float], style: Style) -> Elements:
    properties: Elements = [element("rFonts", ascii=FIXED, hAnsi=FIXED, cs=FIXED)] if form.fixed else []
    properties += _weight(form)
    properties += [element("noProof")] if form.fixed else []
    properties += _ink(form, style)
    if size := form.size.points(sizes):
        properties += size_properties(size)
    return [element("rPr", *properties)] if properties else []


def _weight(form: ParagraphStyle | CharacterStyle) -> Elements:
    """Return bold and italic: not w:iCs, for Arabic and its like are not slanted."""
    bold = [element("b"), element("bCs")] if form.bold else []
    return [*bold, *([element("i")] if form.italic else [])]


def _ink(form: ParagraphStyle | CharacterStyle, style: Style) -> Elements:
    """Return the colour that a style names; none where the house gives none: the text has that of what is around it."""
    return (
        [value("color", _colour(getattr(style.colour, form.colour)))]
        if form.colour and getattr(style.colour, form.colour)
        else []
    )


def _look(look: CharacterStyle, style: Style, sizes: Mapping[str, float], dots: str) -> Elements:
    """Return the w:rPr of a character style, in the order of the schema (17.3.2.28). Where letters are not slanted,
    emphasis has ``dots`` (17.3.2.12); in scripts such as Arabic it is bold.
    """
    properties: Elements = [element("rFonts", ascii=FIXED, hAnsi=FIXED, cs=FIXED)] if look.fixed else []
    properties += [element("bCs")] if look.italic and not look.bold else []
    properties += _weight(replace(look, italic=look.italic and not dots))
    properties += [element("noProof")] if look.fixed else []
    properties += _ink(look, style)
    if size := look.size.points(sizes):
        properties += size_properties(size)
    properties += [value("u", "single")] if look.underline else []
    properties += [value("em", dots)] if look.italic and dots else []
    return [*properties, *([value("vertAlign", "superscript")] if look.raised else [])]


def _colour(colour: str) -> str:
    return colour.removeprefix("#").upper()
