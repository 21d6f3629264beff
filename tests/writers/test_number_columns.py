"""Numbers of a column have their units under one another, from right to left too: measured where pages show them."""

from __future__ import annotations

import io

import docx as python_docx
import pymupdf
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from plantin.house.style import Style
from plantin.production.formats import format_named
from plantin.writers import docx, pdf
from tests.kit.compose import composed
from tests.kit.editions import MOMENT

pytestmark = pytest.mark.full

TABLE = "| {} | {} |\n|---|--:|\n| A | 1512 |\n| B | 812 |\n| C | 61 |\n\n: {} {{#tbl-t}}\n"
WORDS = {"en": ("Name", "Number", "Lamps"), "ar": ("الاسم", "العدد", "المصابيح")}


@pytest.mark.parametrize("language", WORDS)
def test_units_are_under_units_on_the_page(language: str, house: Style) -> None:
    content = pdf.write(composed(TABLE.format(*WORDS[language]), language=language), house, MOMENT)
    with pymupdf.open("pdf", content) as file:
        ends = [word[2] for page in file for word in page.get_text("words") if word[4] in ("1512", "812", "61")]
    assert len(ends) == 3
    assert max(ends) - min(ends) < 0.5


@pytest.mark.parametrize("language", WORDS)
def test_units_are_under_units_in_word(language: str, house: Style) -> None:
    content = docx.write(composed(TABLE.format(*WORDS[language]), language=language), house, MOMENT)
    opened = python_docx.Document(io.BytesIO(content))
    cells = [cell for row in opened.tables[-1].rows[1:] for cell in row.cells[1:]]
    ways = {cell.paragraphs[0].style.paragraph_format.alignment for cell in cells}  # type: ignore[union-attr]
    # In a paragraph from right to left, left is the right edge (17.18.44).
    right = {"en": WD_ALIGN_PARAGRAPH.RIGHT, "ar": WD_ALIGN_PARAGRAPH.LEFT}[language]
    assert ways == {right}


@pytest.mark.parametrize("name", ["pdf", "large"])
@pytest.mark.parametrize("language", ["es", "ru"])
def test_totals_in_narrow_columns_are_not_divided(name: str, language: str, house: Style) -> None:
    wide = "Rendimiento medio y costo anual del mantenimiento de las explotaciones agrícolas"
    rows = "| {} | {} | {} | {} |\n|---|--:|--:|--:|\n| Norte | 1{s}512{s}406 | 8{s}120{s}330 | 48,5 |\n"
    total = "| **Toda\u00a0el\u00a0agua** | 12{s}934{s}406 | 18{s}120{s}330 | 100,0 |\n\n: T {{#tbl-t}}\n"
    source = (rows + total).format("", wide, wide, wide, s="\u00a0")
    row = format_named(name)
    assert row is not None
    with pymupdf.open("pdf", row.write(composed(source, language=language), house, MOMENT)) as file:
        lines = {line.replace("\u00a0", " ").strip() for page in file for line in page.get_text().splitlines()}
    assert {"Toda el agua", "12 934 406", "18 120 330", "100,0"} <= lines
