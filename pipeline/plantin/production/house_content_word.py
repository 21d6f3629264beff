"""What a house puts into a Word file, as values: pages, columns, heads and feet, and the pictures and formulas of a
document as Word has them, made again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from plantin.auditors.docx.statements import canonical
from plantin.auditors.parity import content
from plantin.auditors.statements import HouseContent
from plantin.house.style import Style
from plantin.model.document import Document, Figure, Table, every
from plantin.model.inlines import plain
from plantin.model.outline import normal
from plantin.writers.docx import charts, formulas
from plantin.writers.docx.builder import house_parts
from plantin.writers.docx.composition import PackageContext
from plantin.writers.docx.numbering import STEP
from plantin.writers.docx.pages import RIGHT_COLUMN
from plantin.writers.docx.pictures import raster, row_height, size, with_face
from plantin.writers.docx.styles import rule_colour, twips
from plantin.writers.docx.tables import column_widths
from plantin.writers.parts import title_drop
from plantin.writers.running import PAGE, PAGES, parts

_EMU, _TWIP = 36_000, 635
"""English Metric Units in a millimetre and in a twentieth of a point (ECMA-376 part 1, 20.1.2.1)."""
_COLUMNS = (2, 3)


def known_in_word(document: Document, style: Style) -> HouseContent:
    """Return what a Word file of ``document`` has from ``style``: its parts, and its values by the terms of its
    grammar. Raises StyleError: D003 the style lacks a font.
    """
    terms = {term: frozenset(values) for term, values in _terms(document, style).items()}
    return HouseContent(terms=terms, parts=house_parts(document, style))


def _terms(document: Document, style: Style) -> dict[str, list[str]]:
    page = style.page
    measure, turned = twips(page.width - page.inner - page.outer), twips(page.height - page.top - page.bottom)
    lying = _twips(page.height) - _twips(page.top) - _twips(page.bottom)
    blocks = document.text()
    tables = [block for block in every(blocks) if isinstance(block, Table)]
    trees = list(content.formulas(document))
    return {
        "rule of Word": ["auto", rule_colour(style)],
        "stop": [*map(str, (measure, lying, *range(STEP, STEP * 12, STEP)))],
        "indent": [*map(str, ((measure - twips(25)) // 2, *range(STEP, STEP * 12, STEP)))],
        "space": [*map(str, (0, 200, 440, twips(title_drop(document, style))))],
        "page of Word": list(_pages(style)),
        "columns of a page": list(_columns(measure)),
        "columns of a table": [
            f"{normal(f'{table.label} {plain(table.title)}')}: {' '.join(map(str, column_widths(table, width)))}"
            for table in tables
            for width in (measure, turned)
        ],
        "picture of Word": [
            f"{normal(figure.alternative)}: {_digests(figure, style)}" for figure in document.pictures()
        ],
        "colour of a chart": [colour.removeprefix("#").upper() for colour in charts.colours(style)],
        "size of a picture": list(_sizes(document, style, measure)),
        "words of a formula": [chunk for tree in trees for chunk in formulas.titles(tree)],
        "formula of Word": [
            canonical(formulas.formula(tree, display=display)) for tree in trees for display in (False, True)
        ],
        **_running(document, style),
    }


def _pages(style: Style) -> Iterator[str]:
    """Yield the size and the margins of an upright page, and of a landscape page."""
    page = style.page
    upright = (page.width, page.height, page.top, page.bottom, page.inner, page.outer)
    lying = (page.height, page.width, page.inner, page.outer, page.top, page.bottom)
    for turned, sides in (("", upright), ("orient=landscape ", lying)):
        halves = (sides[2] * 0.5, sides[3] * 0.5)
        width, height, top, bottom, left, right, head, foot = map(_twips, (*sides, *halves))
        margins = f"bottom={bottom} footer={foot} header={head} left={left} right={right} top={top}"
        yield f"h={height} {turned}w={width} {margins}"


def _twips(millimetres: float) -> int:
    """As a section has it: by way of English Metric Units."""
    return round(int(millimetres * _EMU) / _TWIP)


def _columns(measure: int) -> Iterator[str]:
    """Yield the columns of a section: one, those of the masthead, and those of figures side by side."""
    right = round(measure * RIGHT_COLUMN)
    yield "space=0"
    yield "num=2 space=0"
    yield f"equalWidth=0 num=2 space=0 {measure - right} {right}"
    for number in _COLUMNS:
        yield f"num={number} space={PackageContext.gap(measure)}"


def _sizes(document: Document, style: Style, measure: int) -> Iterator[str]:
    """Yield each picture as large as it is in the text, or in one of several columns."""
    gap = PackageContext.gap(measure)
    for figure in document.pictures():
        rooms = (measure, *((measure - gap * (number - 1)) // number for number in _COLUMNS))
        sizes = [size(figure, room, measure) for room in rooms]
        if figure == document.logo:
            sizes = [size(replace(figure, width=100), measure, twips(style.brand.logo_height))]
        elif figure.chart and figure.chart.kind == "sparkline":
            sizes = [size(figure, measure, row_height(style))]
        yield from (f"{normal(figure.alternative)}: {across} {down}" for across, down in sizes)


def _digests(figure: Figure, style: Style) -> str:
    """Return the bytes that Word shows of a picture, and those of the drawing that it is made from; of a chart that
    Word draws those of its workbook.
    """
    if chart := charts.native(figure):
        return sha256(charts.workbook(chart)).hexdigest()
    files = [raster(figure.picture, style)[1]]
    files += [with_face(figure.picture, style)] if figure.picture.media_type == "image/svg+xml" else []
    return " ".join(sha256(file).hexdigest() for file in files)


def _running(document: Document, style: Style) -> dict[str, list[str]]:
    """Return what is at the head and the foot of each kind of pages; the number of a page is away from the binding."""
    head, head_inner, foot, foot_inner = (_running_text(pattern, document) for pattern in (
        style.running.head, style.running.head_inner, style.running.foot, style.running.foot_inner,
    ))  # fmt: skip
    worded = any(map(str.isalpha, "".join(words for words, _ in parts(style.running.foot, document))))
    odd, even = f"{foot_inner}|{foot}", f"{foot}|{foot_inner}" if foot_inner else foot
    if document.direction == "rtl" and not worded:
        odd, even = even, odd
    return {
        "header of default pages": [f"{head_inner}|{head}"],
        "header of even pages": [f"{head}|{head_inner}" if head_inner else head],
        "footer of default pages": [odd],
        "footer of first pages": [odd],
        "footer of even pages": [even],
    }


def _running_text(pattern: str, document: Document) -> str:
    """Return what a pattern of a head or a foot shows, its fields by their codes and results."""
    codes = {PAGE: "{PAGE 1}", PAGES: "{NUMPAGES 1}"}
    return "".join(f"{words}{codes.get(name, '')}" for words, name in parts(pattern, document))
