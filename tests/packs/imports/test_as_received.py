"""What a reader saw in a Word file is in the source: numbers of clauses, emphasis inside words, text below a list of
contents, labels in a half-bold caption, notes whose text has a style.
"""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml

from plantin.house.layout import House
from plantin.model.outline import aloud, outline
from plantin.production import steps
from tests.kit.houses import in_un, small, without_reports
from tests.kit.word_files import SPACES, come, paragraph

LIST = f"""<w:abstractNum {SPACES} w:abstractNumId="90">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>"""
CLAUSE = "The keeper of each lamp keeps a book of the oil that was brought, and lays it before the Council in spring."


@pytest.fixture
def home(tmp_path: Path) -> House:
    return in_un(without_reports(tmp_path).root)


def numbered(package: docx.document.Document, words: str, style: str, level: int) -> None:
    one = package.add_paragraph(words, style=style)
    row = f'<w:numPr {SPACES}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'
    one._p.get_or_add_pPr().append(parse_xml(row))


def test_numbers_of_clauses_in_a_style_of_headings_stay(home: House) -> None:
    package = docx.Document()
    numbering = package.part.numbering_part.element
    numbering.insert(0, parse_xml(LIST))
    numbering.append(parse_xml(f'<w:num {SPACES} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    package.styles.add_style("Clause", WD_STYLE_TYPE.PARAGRAPH).base_style = package.styles["Heading 2"]
    for heading in ("Introduction", "Declaration"):
        numbered(package, heading, "Heading 1", 0)
        for _ in range(2):
            numbered(package, CLAUSE, "Clause", 1)
    _, text = come(home, package)
    assert [line[:4] for line in text.splitlines() if CLAUSE in line] == ["1.1 ", "1.2 ", "2.1 ", "2.2 "]


@pytest.mark.parametrize(
    ("before", "bold", "after"),
    [("", "Next.", "Preface to the lamps"), ("The keeper", "’s pay:", "four"), ("", "Note (1)", "of the book")],
)
def test_emphasis_that_begins_or_ends_within_a_word_is_emphasis(
    before: str, bold: str, after: str, home: House
) -> None:
    package = docx.Document()
    package.add_paragraph("The lamp burns.")
    one = package.add_paragraph(before)
    one.add_run(bold).bold = True
    one.add_run(after)
    arrived, _ = come(home, package)
    assert [finding.code for finding in arrived.findings() if finding.severity == "error"] == []
    document = steps.compose(home, "S-2035-9", "en").document
    assert f"{before}{bold}{after}" in [words for _, words in aloud(outline(document))]
    assert "Strong(" in str(document.blocks)


def test_the_label_of_a_half_bold_caption_is_the_press_s_and_the_rest_stays_bold(home: House) -> None:
    package = docx.Document()
    package.add_paragraph("The lamp burns.")
    caption = package.add_paragraph(style="Caption")
    caption.add_run("Table 1: All lamps.").bold = True
    caption.add_run(" Counted in the spring.")
    table = package.add_table(2, 2)
    for cell, words in zip(
        [*table.rows[0].cells, *table.rows[1].cells], ("Harbour", "Lamps", "North", "4"), strict=True
    ):
        cell.text = words
    _, text = come(home, package)
    assert "\n**All lamps.** Counted in the spring.\n" in text


def test_text_in_the_control_of_a_list_of_contents_stays(home: House) -> None:
    package = docx.Document()
    rows = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'
        for words in (CLAUSE, "Contents", "1. Lamps 3", "Annex iv")
    )
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    package.element.body.insert(0, parse_xml(f"<w:sdt {SPACES}>{gallery}<w:sdtContent>{rows}</w:sdtContent></w:sdt>"))
    paragraph(package, "<w:r><w:t>The lamp burns.</w:t></w:r>")
    _, text = come(home, package)
    assert CLAUSE in text
    assert "Lamps 3" not in text


def test_a_note_whose_text_begins_on_a_later_line_is_called(tmp_path: Path) -> None:
    home = small(tmp_path)
    source = home.report("A-90-12-Add.1")
    text = source.read_text("utf-8")
    source.write_text(f"{text}\n\nIt burns.[^book]\n\n[^book]:\n\n    *See the book.*\n", "utf-8")
    assert "See the book." in str(steps.compose(home, "A-90-12-Add.1", "en").document.notes)
