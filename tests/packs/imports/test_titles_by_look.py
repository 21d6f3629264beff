"""Titles and lines below them that no style names, as people set them by hand in Word."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import docx
import pypandoc
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Pt

from plantin.house.layout import House
from plantin.packs.imports import receive
from plantin.packs.imports.received import GivenFields
from tests.kit.houses import in_un, without_reports
from tests.kit.word_files import told
from tests.packs.imports.test_passages import come, faults


@pytest.fixture
def home(tmp_path: Path) -> House:
    return in_un(without_reports(tmp_path).root)


def bold(package: Any, words: str, *, size: int = 0, side: WD_ALIGN_PARAGRAPH | None = None) -> Any:
    """A bold paragraph, of a size and on a side."""
    paragraph = package.add_paragraph()
    run = paragraph.add_run(words)
    run.bold = True
    run.font.size = Pt(size) if size else None
    paragraph.alignment = side
    return paragraph


def source(home: House, package: Any) -> tuple[str, str]:
    """The front matter and the body that a Word file becomes, and what was found."""
    path = home.root / "lamps.docx"
    package.save(path)
    arrived = receive.import_file(home, path, GivenFields({"symbol": "S/2035/9"}), overwrite=True)
    return (home.root / arrived.path).read_text("utf-8"), told(arrived)


def test_the_first_line_in_larger_type_than_the_headings_is_the_title(home: House) -> None:
    package = docx.Document()
    bold(package, "On lamps", size=24)
    package.add_paragraph("Version 2.")
    bold(package, "1. Oil", size=14)
    package.add_paragraph("It is dear.")
    text, said = source(home, package)
    assert 'title: "On lamps"\n' in text
    assert "# On lamps" not in text
    assert "no title found" not in said


def test_lines_in_the_middle_are_the_title_and_the_line_below_it(home: House) -> None:
    package = docx.Document()
    bold(package, "ON LAMPS", side=WD_ALIGN_PARAGRAPH.CENTER)
    bold(package, "Minutes of 2 June 2035", side=WD_ALIGN_PARAGRAPH.CENTER)
    bold(package, "1. Oil")
    package.add_paragraph("It is dear.")
    text, said = source(home, package)
    assert 'title: "ON LAMPS"\nsubtitle: "Minutes of 2 June 2035"\n' in text
    assert "# 1. Oil" in text or "# Oil" in text
    assert "S058" not in said


def test_a_line_in_the_style_subtitle_is_below_the_title(home: House) -> None:
    package = docx.Document()
    package.add_paragraph("On lamps", "Title")
    package.add_paragraph("For the Board", "Subtitle")
    package.add_heading("Oil", 1)
    package.add_paragraph("It is dear.")
    assert 'title: "On lamps"\nsubtitle: "For the Board"\n' in source(home, package)[0]


def test_the_first_of_headings_that_look_alike_is_no_title(home: House) -> None:
    package = docx.Document()
    bold(package, "Oil", size=14)
    package.add_paragraph("It is dear.")
    bold(package, "Wicks", size=14)
    package.add_paragraph("They burn.")
    text, _ = source(home, package)
    assert "# Oil" in text
    assert 'title: "Oil"' not in text


def test_a_bold_line_on_the_right_is_no_heading_unless_it_is_written_from_right_to_left(home: House) -> None:
    package = docx.Document()
    package.add_heading("Oil", 1)
    bold(package, "Action: the keeper", side=WD_ALIGN_PARAGRAPH.RIGHT)
    arabic = bold(package, "المصابيح", side=WD_ALIGN_PARAGRAPH.RIGHT)
    arabic._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    text, _ = source(home, package)
    assert "\n**Action: the keeper**\n" in text
    assert "# [المصابيح]{lang=ar}" in text


def test_heads_of_tables_have_no_marks_of_bold_words(home: House) -> None:
    package = docx.Document()
    package.add_paragraph("On lamps", "Title")
    table = package.add_table(2, 2)
    for cell, words in zip((*table.rows[0].cells, *table.rows[1].cells), ("Lamp", "Oil", "North", "2"), strict=True):
        cell.text = words
        cell.paragraphs[0].runs[0].bold = words == "Lamp" or words == "Oil"
    text, _ = source(home, package)
    assert "\n| Lamp | Oil |\n" in text


def test_a_form_and_a_list_of_names_with_long_values_have_no_head(home: House) -> None:
    package = docx.Document()
    package.add_paragraph("On lamps", "Title")
    for rows in (
        (("Name*", ""), ("Address*", "")),
        (("Present", "The keepers of the lamps " * 4), ("Absent", "Nobody")),
    ):
        table = package.add_table(2, 2)
        for n, row in enumerate(rows):
            for cell, words in zip(table.rows[n].cells, row, strict=True):
                cell.text = words
        package.add_paragraph("It is so.")
    text, said = source(home, package)
    assert "::: {.table .unnumbered}\n|  |  |\n|:--|:--|\n| Name\\* |  |\n" in text
    assert "::: {.table .unnumbered}\n|  |  |\n|:--|:--|\n| Present |" in text
    assert "S121" not in said


def test_an_open_document_has_its_captions_sources_and_numbers_as_word_files_have(home: House) -> None:
    path = home.root / "lamps.odt"
    text = "# Lampen\n\nTabelle 1: Lampen nach Häfen\n\n| Hafen | Lampen |\n|---|---|\n| Nord | 1.204 |\n| Süd | –7 |\n\nQuelle: Hafenamt.\n\nEnde.\n"
    pypandoc.convert_text(text, "odt", "markdown", outputfile=str(path))
    arrived = receive.import_file(home, path, GivenFields({"symbol": "S/2035/9"}), overwrite=True)
    body = re.sub(r"\[([^\]]*)\]\{lang=de\}", r"\1", (home.root / arrived.path).read_text("utf-8"))
    table = "| Hafen | Lampen |\n|:--|--:|\n| Nord | 1.204 |\n| Süd | –7 |"
    assert (
        f"::: {{.table .unnumbered}}\nTabelle 1: Lampen nach Häfen\n\n{table}\n\nQuelle: Hafenamt.\n:::\n\nEnde."
        in body
    )


NOTES = {
    "DocBook": '<div class="note"><table border="0" summary="Note"><tr><td rowspan="2"><img alt="[Note]" src="n.png"></td>'
    '<th align="left">Note</th></tr><tr><td><p>Trim the wick.</p><ul><li>Every day.</li></ul></td></tr></table></div>',
    "Asciidoctor": '<div class="admonitionblock note"><table><tr><td class="icon"><div class="title">Note</div></td>'
    '<td class="content"><p>Trim the wick.</p><ul><li>Every day.</li></ul></td></tr></table></div>',
    "Sphinx": '<div class="admonition note"><p class="admonition-title">Note</p><p>Trim the wick.</p>'
    "<ul><li>Every day.</li></ul></div>",
}


@pytest.mark.parametrize("program", NOTES)
def test_notes_that_programs_set_off_in_a_page_are_boxes(home: House, program: str) -> None:
    page = f"<html><body><h1>Lamps</h1><p>They burn in the night.</p>{NOTES[program]}<p>And they are put out.</p></body></html>"
    arrived, text = come(home, "lamps.html", page)
    assert "::: {.box}\nNote\n\nTrim the wick.\n\n- Every day.\n:::" in text
    assert ".table" not in text
    assert not faults(home, arrived, "html")
