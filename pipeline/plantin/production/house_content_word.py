"""What a house puts into a Word file, as values: heads and feet, and the pictures and formulas of a document as
Word has them, made again.
"""

from __future__ import annotations

from hashlib import sha256

from plantin.auditors.docx.statements import canonical
from plantin.auditors.parity import content
from plantin.auditors.statements import HouseContent
from plantin.house.style import Style
from plantin.model.document import Document, Figure
from plantin.model.outline import normal
from plantin.writers.docx import charts, formulas
from plantin.writers.docx.builder import house_parts
from plantin.writers.docx.pictures import raster, with_face
from plantin.writers.running import PAGE, PAGES, parts


def known_in_word(document: Document, style: Style) -> HouseContent:
    """Return what a Word file of ``document`` has from ``style``: its parts, and its values by the terms of its
    grammar. Raises StyleError: D003 the style lacks a font.
    """
    terms = {term: frozenset(values) for term, values in _terms(document, style).items()}
    return HouseContent(terms=terms, parts=house_parts(document, style))


def _terms(document: Document, style: Style) -> dict[str, list[str]]:
    trees = list(content.formulas(document))
    return {
        "picture of Word": [
            f"{normal(figure.alternative)}: {_digests(figure, style)}" for figure in document.pictures()
        ],
        "words of a formula": [chunk for tree in trees for chunk in formulas.titles(tree)],
        "formula of Word": [
            canonical(formulas.formula(tree, display=display)) for tree in trees for display in (False, True)
        ],
        **_running(document, style),
    }


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
