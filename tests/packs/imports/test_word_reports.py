"""Ordinary Word reports: captions, boxes, sources, formulas, lists and styles as people use them."""

from __future__ import annotations

import io
import re

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.shared import Cm

from plantin.house.layout import House
from plantin.packs.imports import receive
from tests.kit.word_files import SPACES, come, told
from tests.packs.imports.test_tree import PNG

SENTENCE = (
    "The keeper of the harbour lights the lamp at dusk, and puts it out again at dawn, in every night of the year."
)


def _numbered(package: Document, kind: str, shown: str, words: str, style: str = "Caption") -> None:
    """A caption whose number counts itself, in a bookmark that a reference can lead to."""
    line = package.add_paragraph(style=style)._p
    name = f"_Ref_{kind}"
    line.append(parse_xml(f'<w:bookmarkStart {SPACES} w:id="7" w:name="{name}"/>'))
    line.append(parse_xml(f'<w:r {SPACES}><w:t xml:space="preserve">{shown} </w:t></w:r>'))
    line.append(parse_xml(f'<w:fldSimple {SPACES} w:instr=" SEQ {kind} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
    line.append(parse_xml(f'<w:bookmarkEnd {SPACES} w:id="7"/>'))
    line.append(parse_xml(f"<w:r {SPACES}><w:t>. {words}</w:t></w:r>"))


def _table(package: Document) -> None:
    table = package.add_table(2, 2)
    for n, words in enumerate(("Harbour", "Lamps", "North", "12")):
        table.cell(n // 2, n % 2).text = words


def test_words_own_reference_to_a_caption_leads_to_the_table(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    _numbered(package, "Table", "Table", "Lamps by harbour")
    _table(package)
    line = package.add_paragraph("As ")._p
    line.append(
        parse_xml(f'<w:fldSimple {SPACES} w:instr=" REF _Ref_Table \\h "><w:r><w:t>Table 1</w:t></w:r></w:fldSimple>')
    )
    arrived, body = come(home, package)
    assert arrived.exit_code() == 0
    assert "::: {#table-1 .table}\nLamps by harbour\n" in body
    assert "As [](#table-1)" in body


def test_a_picture_keeps_its_part_of_the_width_of_the_text(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    section = package.sections[0]
    section.page_width, section.left_margin, section.right_margin = Cm(21), Cm(3), Cm(2)
    for width in (4, 16, 20):
        line = package.add_paragraph()
        line.add_run().add_picture(io.BytesIO(PNG), Cm(width))
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _numbered(package, f"Figure{width}", "Figure", "The harbour")
    arrived, body = come(home, package)
    assert re.findall(r"\.png\)(.*)", body) == ["{width=25%}", "{width=100%}", "{width=100%}"]
    assert "set to the middle" not in told(arrived), "a picture alone is in the middle in the house's own way"


def test_the_language_that_words_and_file_agree_on_is_found(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    package.add_paragraph(SENTENCE)
    path = home.root / "lamps.docx"
    package.save(path)
    assert "language of the original" not in told(receive.import_file(home, path))


@pytest.mark.parametrize("above", [True, False])
def test_a_caption_in_another_language_titles_its_table_above_or_below(home: House, *, above: bool) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    if above:
        _numbered(package, "Tabelle", "Tabelle", "Lampen im Hafen")
    _table(package)
    if not above:
        _numbered(package, "Tabelle", "Tabelle", "Lampen im Hafen")
    package.add_paragraph("Source: Harbour Office.")
    package.add_paragraph("That is all.")
    _, body = come(home, package)
    assert "Lampen im Hafen\n\n| Harbour | Lamps |\n|:--|:--|\n| North | 12 |\n\nSource: Harbour Office.\n:::" in body
    assert "That is all." in body


def test_a_photograph_under_a_heading_like_a_caption_and_one_that_is_a_chapter(home: House) -> None:
    package = docx.Document()
    package.add_heading("Chapter 1. Lamps", 1)
    package.add_picture(io.BytesIO(PNG))
    package.add_heading("Photo 1. The harbour at dusk", 2)
    package.add_picture(io.BytesIO(PNG))
    package.add_heading("Chapter 2. Oil", 1)
    package.add_paragraph("Oil is dear.")
    _, body = come(home, package)
    assert "::: {.figure .unnumbered}\nPhoto 1. The harbour at dusk\n" in body
    assert "# Photo" not in body
    assert "Chapter 2. Oil" in body


def test_a_cell_with_a_title_and_text_is_a_box(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    cell = package.add_table(1, 1).cell(0, 0)
    cell.text = "How lamps are counted"
    cell.add_paragraph("Every evening, by two keepers.")
    arrived, body = come(home, package)
    assert "::: {.box}\nHow lamps are counted\n\nEvery evening, by two keepers.\n:::" in body
    assert "becomes a box" in told(arrived)


def test_a_heading_that_is_a_sentence_is_a_heading(home: House) -> None:
    package = docx.Document()
    package.styles.add_style("Numbered Text", WD_STYLE_TYPE.PARAGRAPH).base_style = package.styles["Heading 2"]
    package.add_heading("Lamps", 1)
    for _ in range(2):
        package.add_paragraph(SENTENCE, "Numbered Text")
    package.add_paragraph("Oil", "Heading 2")
    package.add_paragraph("Oil is dear.")
    _, body = come(home, package)
    assert body.count(f"\n\n## {SENTENCE}") == 2
    assert "## Oil" in body


def test_a_formula_alone_is_set_apart_and_one_in_a_line_is_not(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    space = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    power = "<m:sSup><m:e><m:r><m:t>b</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
    package.add_paragraph()._p.append(parse_xml(f"<m:oMathPara {space}><m:oMath>{power}</m:oMath></m:oMathPara>"))
    package.add_paragraph("It costs ")._p.append(parse_xml(f"<m:oMath {space}>{power}</m:oMath>"))
    arrived, body = come(home, package)
    assert "\n\n$$b^{2}$$" in body or '\n\n[$$b^{2}$$]{alt="' in body
    assert "It costs [$b^{2}$]{alt=" in body or "It costs $b^{2}$" in body
    assert not arrived.refused


def test_the_head_of_a_table_whose_cells_are_merged_downwards_has_both_rows(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    table = package.add_table(3, 2)
    for n, words in enumerate(("", "Lamps", "", "2021", "North", "12")):
        table.cell(n // 2, n % 2).text = words
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Harbour"
    _, body = come(home, package)
    assert "head=2" in body
    assert "| ^ | 2021 |" in body


def test_few_numbers_are_lists_and_no_text_is_wrapped(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    for _ in range(4):
        package.add_paragraph(SENTENCE)
    for words in ("Count the lamps.", "Light them."):
        package.add_paragraph(words, style="List Number")
    package.add_paragraph(SENTENCE)
    package.add_paragraph("7. It is typed.")
    arrived, body = come(home, package)
    assert ".unnumbered" not in body
    assert "1. Count the lamps.\n\n2. Light them." in body
    assert "7. It is typed." in body
    assert not arrived.losses


def test_a_list_among_numbered_paragraphs_keeps_its_numbers(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    for words in ("1. One.", "2. Two.", "3. Three:", "1. inner one;", "2. inner two.", "4. Four.", "5. Five."):
        package.add_paragraph(words)
    arrived, body = come(home, package)
    assert "Three:\n\n1. inner one;\n\n2. inner two.\n\nFour." in body
    assert not arrived.losses


def test_the_title_is_never_the_name_of_the_file_and_no_organ_is_invented(home: House) -> None:
    package = docx.Document()
    package.core_properties.title = "lamps"
    package.add_heading("On the lamps of the harbour", 1)
    package.add_paragraph("They burn.")
    package.add_heading("Oil", 1)
    package.add_paragraph("It is dear.")
    package.save(home.root / "lamps.docx")
    receive.import_file(home, home.root / "lamps.docx")
    (source,) = (home.root / "sources").glob("*/report.md")
    text = source.read_text("utf-8")
    assert 'title: "On the lamps of the harbour"' in text
    assert "organ:" not in text


def test_a_list_of_contents_that_was_never_updated_is_left_out_with_its_heading(home: House) -> None:
    package = docx.Document()
    package.add_paragraph("Lamps of the town", "Title")
    package.add_paragraph("Contents")
    field = package.add_paragraph()
    for kind, words in (("begin", ""), ("", "TOC \\o"), ("separate", ""), ("t", "Update the field."), ("end", "")):
        run = field.add_run(words if kind == "t" else "")
        if kind and kind != "t":
            run._r.append(parse_xml(f'<w:fldChar {SPACES} w:fldCharType="{kind}"/>'))
        elif not kind:
            run._r.append(parse_xml(f"<w:instrText {SPACES}> {words} </w:instrText>"))
    for words in ("Oil", "Wicks"):
        package.add_paragraph(words, "Heading 1")
        package.add_paragraph(f"They had {words}.")
    path = home.root / "received.docx"
    package.save(str(path))
    done = receive.import_file(home, path)
    text = (home.root / done.path).read_text("utf-8")
    assert "Update the field" not in text
    assert "Contents" not in text
    assert done.exit_code() == 0
    assert [one.unexplained for one in done.accounts] == [0] * len(done.accounts)


def test_an_address_before_a_quotation_mark_takes_no_part_of_it(home: House) -> None:
    path = home.root / "received.html"
    path.write_text('<html lang="en"><body><h1>Lamps</h1><p>See "www.example.org/a">.</p></body></html>', "utf-8")
    done = receive.import_file(home, path)
    assert 'www\\.example.org/a">' in (home.root / done.path).read_text("utf-8")
    assert done.exit_code() == 0
