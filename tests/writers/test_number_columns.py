"""Numbers of a column have their units under one another, from right to left too: measured where pages show them."""

from __future__ import annotations

import io

import docx as python_docx
import pymupdf
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from plantin.house.style import Style
from plantin.writers import docx, pdf
from tests.kit.compose import composed
from tests.kit.editions import MOMENT

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
