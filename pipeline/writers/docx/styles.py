"""The styles of the Word file (ECMA-376 part 1, 17.7), named for people and defined completely, from the house style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.document import Document
from pipeline.style import Style
from pipeline.writers.docx.fonts import FALLBACK, FIXED
from pipeline.writers.docx.numbering import BULLETS, LIST_BULLETS, NOTE_BULLETS, NOTE_ITEMS, PARAGRAPHS, SECTIONS, STEP
from pipeline.writers.docx.ooxml import Element, Elements, clark, element, value

if TYPE_CHECKING:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.styles.styles import Styles

Rule = Literal["", "top", "bottom"]


@dataclass(frozen=True, slots=True)
class Form:
    """A paragraph style: lengths in twips, spaces and sizes in points; 0 leaves a size to the style it is based on."""

    name: str
    based: str = "Normal"
    following: str = ""
    size: float = 0
    bold: bool = False
    italic: bool = False
    left: int | None = None
    first: int = 0
    right: int = 0
    before: float = 0
    after: float = 0
    line: float = 0
    kept: bool = False
    trailing: bool = False
    rule: Rule = ""
    weight: int = 4
    gap: int = 2
    stops: tuple[tuple[str, int], ...] = ()
    outline: int = -1
    number: tuple[int, int] = (0, 0)


def identifier(name: str) -> str:
    """The id of a style: its name without spaces."""
    words = name.replace("toc ", "TOC ").split(" ")
    return "".join(word[:1].upper() + word[1:] for word in words)


def forms(document: Document, style: Style) -> tuple[Form, ...]:
    """The paragraph styles, those they are based on first."""
    measure = twips(style.page.width - style.page.inner - style.page.outer)
    return (
        *_text(style),
        *_masthead(style),
        *_headings(document, style),
        *_lists(document),
        *_notes(document, style),
        Form("header", size=style.type.note, bold=True, stops=(("right", measure),), line=style.type.note + 3),
        Form("Running Head", "header", rule="bottom"),
        Form("footer", size=style.type.note, bold=True, stops=(("right", measure),), line=style.type.note + 3),
    )


def twips(millimetres: float) -> int:
    """Millimetres as twentieths of a point."""
    return round(millimetres / 25.4 * 1440)


def _text(style: Style) -> tuple[Form, ...]:
    half = style.type.leading / 2
    return (
        Form("Body Text", left=STEP, after=half),
        Form("Numbered Paragraph", "Body Text", number=(PARAGRAPHS, 0), after=half),
        Form("Quotation", "Body Text", left=2 * STEP, right=STEP, after=half),
        Form(
            "Title",
            following="Body Text",
            size=style.type.title,
            bold=True,
            left=0,
            before=8,
            after=16,
            line=style.type.title * 1.2,
            kept=True,
            rule="top",
            weight=12,
            gap=16,
        ),
    )


def _masthead(style: Style) -> tuple[Form, ...]:
    """The rules stand over the second line of each column: Word splits the symbol's paragraph, which begins with the column's break."""
    size, small = style.type.headings[0], style.type.text
    line = size * 1.5
    return (
        Form("Masthead Organization", size=size, line=line, kept=True),
        Form("Masthead Organ", size=size * 1.5, bold=True, line=size * 1.8, kept=True, rule="top", gap=6),
        Form("Masthead Symbol", size=size, line=line, trailing=True, kept=True),
        Form("Masthead Distribution", size=small, line=small * 1.3, kept=True, rule="top", gap=6),
        *(Form(f"Masthead {name}", size=small, line=small * 1.3, kept=True) for name in ("Date", "Language", "Original")),
        Form("Masthead Notice", size=small, italic=True, before=6, line=small * 1.3, kept=True),
    )


def _headings(document: Document, style: Style) -> tuple[Form, ...]:
    made = []
    sizes = style.type.headings
    for level in range(1, len(document.numbering.sections) + 1):
        size = sizes[min(level, len(sizes)) - 1]
        made.append(
            Form(
                f"heading {level}",
                following="Numbered Paragraph",
                size=size,
                bold=level < 4,
                italic=level > 3,
                before=max(20 - 2 * level, 12),
                after=6,
                line=size * 1.3,
                kept=True,
                outline=level - 1,
                number=(SECTIONS, level - 1),
            )
        )
        left = STEP * level
        made.append(
            Form(f"toc {level}", following="Body Text", left=left + STEP, first=-STEP, right=STEP, after=3, stops=(("left", left + STEP),))
        )
    contents = Form("TOC Heading", following="Body Text", size=sizes[0], bold=True, left=STEP, before=12, after=6, kept=True)
    return (contents, *made)


def _lists(document: Document) -> tuple[Form, ...]:
    made = []
    for level in range(1, len(document.numbering.subparagraphs) + 1):
        made.append(Form(_deep("Subparagraph", level), "Body Text", number=(PARAGRAPHS, level), after=5))
    for level in range(1, BULLETS + 1):
        made.append(Form(_deep("List Bullet", level), "Body Text", number=(LIST_BULLETS, level - 1), after=4))
        made.append(Form(_deep("List Continue", level), "Body Text", left=(2 + level) * STEP, after=5))
    return tuple(made)


def _notes(document: Document, style: Style) -> tuple[Form, ...]:
    size, line = style.type.note, style.type.note * 1.25
    note = "footnote text"
    made = [
        Form(note, size=size, left=STEP, line=line, after=2, stops=(("left", STEP * 3 // 2),)),
        Form("Note Quotation", note, left=2 * STEP, right=STEP, after=2),
    ]
    for level in range(1, len(document.numbering.subparagraphs) + 1):
        made.append(Form(_deep("Note Subparagraph", level), note, number=(NOTE_ITEMS, level - 1), after=2))
    for level in range(1, BULLETS + 1):
        made.append(Form(_deep("Note Bullet", level), note, number=(NOTE_BULLETS, level - 1), after=2))
        made.append(Form(_deep("Note Continue", level), note, left=(1 + level) * STEP, after=2))
    return tuple(made)


def _deep(name: str, level: int) -> str:
    return name if level == 1 else f"{name} {level}"


def add(styles: Styles, document: Document, style: Style) -> None:
    """Every style of the file in the place of the template's."""
    from docx.enum.style import WD_STYLE_TYPE

    root: Element = styles.element
    root[:] = [_defaults(document, style), *_standing()]
    for rank, form in enumerate(forms(document, style), 1):
        node = _added(styles, form.name, WD_STYLE_TYPE.PARAGRAPH, rank)
        node.insert(1, value("basedOn", identifier(form.based)))
        node.insert(2, value("next", identifier(form.following or form.name)))
        node.extend([_paragraph(form), *_run(form)])
    for name, properties in _characters(style):
        node = _added(styles, name, WD_STYLE_TYPE.CHARACTER, _LAST)
        node.insert(1, value("basedOn", "DefaultParagraphFont"))
        node.append(element("rPr", *properties))


def _added(styles: Styles, name: str, kind: WD_STYLE_TYPE, rank: int) -> Element:
    added = styles.add_style(name, kind, builtin=not name.startswith(_OWN))  # type: ignore[no-untyped-call]
    added.quick_style, added.hidden, added.unhide_when_used, added.priority = True, False, False, rank
    node: Element = added.element
    node.set(clark("w:styleId"), identifier(name))
    return node


_LAST = 90
_OWN = ("Masthead", "Numbered", "Subparagraph", "Note ", "Code", "Running", "Quotation")


def _defaults(document: Document, style: Style) -> Element:
    right_to_left = document.direction == "rtl"
    language = element("lang", **{"bidi" if right_to_left else "val": document.language})
    run = element(
        "rPr",
        element("rFonts", ascii=style.fonts.family, hAnsi=style.fonts.family, eastAsia=style.fonts.family, cs=FALLBACK),
        value("color", _colour(style.colour.text)),
        *_size(style.type.text),
        language,
    )
    spacing = element("spacing", before=0, after=0, line=round(style.type.leading * 20), lineRule="atLeast")
    direction = [element("bidi")] if right_to_left else []
    text = element("pPr", element("widowControl"), *direction, spacing)
    return element("docDefaults", element("rPrDefault", run), element("pPrDefault", text))


def _standing() -> Elements:
    """The four styles that every file has, one for each kind (17.7.4.17)."""
    margins = [element(side, w=width, type="dxa") for side, width in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))]
    table = element("tblPr", element("tblInd", w=0, type="dxa"), element("tblCellMar", *margins))
    return [
        _standard("paragraph", "Normal", element("qFormat")),
        _standard("character", "Default Paragraph Font", value("uiPriority", 1), element("semiHidden")),
        _standard("table", "Normal Table", value("uiPriority", 99), element("semiHidden"), table, key="TableNormal"),
        _standard("numbering", "No List", value("uiPriority", 99), element("semiHidden")),
    ]


def _standard(kind: str, name: str, *content: Element, key: str = "") -> Element:
    return element("style", value("name", name), *content, type=kind, default=1, styleId=key or identifier(name))


def _paragraph(form: Form) -> Element:
    """The w:pPr of a style, in the order of the schema (17.3.1.26)."""
    made: Elements = []
    if form.kept:
        made += [element("keepNext"), element("keepLines")]
    if form.number[0]:
        made.append(element("numPr", *([value("ilvl", form.number[1])] if form.number[1] else []), value("numId", form.number[0])))
    if form.rule:
        made.append(element("pBdr", element(form.rule, val="single", sz=form.weight, space=form.gap, color="auto")))
    if form.stops:
        made.append(element("tabs", *(element("tab", val=kind, pos=place) for kind, place in form.stops)))
    if form.kept:
        made.append(element("suppressAutoHyphens"))
    made.append(element("spacing", before=round(form.before * 20), after=round(form.after * 20)))
    if form.line:
        made[-1].set(clark("w:line"), str(round(form.line * 20)))
        made[-1].set(clark("w:lineRule"), "atLeast")
    if form.left is not None:
        first = {"hanging": -form.first} if form.first < 0 else {"firstLine": form.first}
        made.append(element("ind", left=form.left, right=form.right, **first))
    if form.trailing:
        made.append(value("jc", "right"))
    if form.outline >= 0:
        made.append(value("outlineLvl", form.outline))
    return element("pPr", *made)


def _run(form: Form) -> Elements:
    made: Elements = []
    if form.bold:
        made += [element("b"), element("bCs")]
    if form.italic:
        made += [element("i"), element("iCs")]
    if form.size:
        made += _size(form.size)
    return [element("rPr", *made)] if made else []


def _characters(style: Style) -> tuple[tuple[str, Elements], ...]:
    # No style of ours is named as a structure type of PDF (Code, Quote, Figure): LibreOffice would remap the type, which PDF/UA forbids.
    return (
        ("Emphasis", [element("i"), element("iCs")]),
        ("Strong", [element("b"), element("bCs")]),
        ("Code Text", [element("rFonts", ascii=FIXED, hAnsi=FIXED, cs=FIXED), element("noProof")]),
        ("Hyperlink", [value("color", _colour(style.colour.link)), value("u", "single")]),
        ("footnote reference", [value("vertAlign", "superscript")]),
    )


def _size(points: float) -> Elements:
    return [value("sz", round(points * 2)), value("szCs", round(points * 2))]


def _colour(colour: str) -> str:
    return colour.removeprefix("#").upper()
