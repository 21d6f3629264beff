"""What a reader saw in a Word file is in the source: numbers of clauses, emphasis inside words, text below a list of
contents, labels in a half-bold caption, notes whose text has a style.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml

from plantin.findings import SourceError
from plantin.house.layout import House
from plantin.model.outline import aloud, outline
from plantin.production import steps
from plantin.writers.docx import write
from tests.kit.houses import in_un, small, without_reports
from tests.kit.pictures import coast
from tests.kit.word_files import SPACES, come, paragraph

pytestmark = pytest.mark.full

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
    come(home, package)
    rows = outline(steps.compose(home, "S-2035-9", "en").document).body
    assert [row.label for row in rows if row.text == CLAUSE] == ["1.1", "1.2", "2.1", "2.2"]


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


def captioned(*captions: str) -> docx.document.Document:
    """A report with a picture over each caption of a figure, and a table under each other; one without has none."""
    package = docx.Document()
    package.add_paragraph("The lamps that burn are in Figure 3, and the dark ones in Figure 2.")
    for words in captions:
        if words.startswith(("Figure", "Photo")):
            image = io.BytesIO()
            coast().save(image, "PNG")
            package.add_picture(image)
            package.add_paragraph(words, "Caption")
            continue
        if words:
            package.add_paragraph(words, "Caption")
        table = package.add_table(2, 2)
        cells = [*table.rows[0].cells, *table.rows[1].cells]
        for cell, inside in zip(cells, ("Harbour", "Lamps", "North", "4"), strict=True):
            cell.text = inside
        package.add_paragraph("It is so.")
    return package


SEEN = (
    "Figure 1. All lamps", "Figure 3. Lamps that burn", "Figure 2: Dark lamps", "Photo 7. The harbour", "",
    "Table A-2. Oil", "Wicks of lamps",
)  # fmt: skip


def labels(home: House) -> list[tuple[str, str]]:
    rows = outline(steps.compose(home, "S-2035-9", "en").document).body
    return [(row.label, row.text) for row in rows if row.kind in ("figure", "table")]


def test_captions_keep_the_labels_that_a_reader_saw(home: House) -> None:
    arrived, text = come(home, captioned(*SEEN))
    assert labels(home) == [
        ("Figure 1", "All lamps"), ("Figure 3", "Lamps that burn"), ("Figure 2", "Dark lamps"),
        ("", "Photo 7. The harbour"), ("Table A-2", "Oil"), ("", "Wicks of lamps"),
    ]  # fmt: skip
    assert "::: {.table .unnumbered}\n| Harbour | Lamps |" in text, "no title is invented"
    assert (arrived.counts["tables"], arrived.exit_code()) == (3, 0)


def between(*items: str) -> docx.document.Document:
    """A report of tables (T), of captions that are numbered, and of text."""
    package = docx.Document()
    package.add_paragraph("The lamps are below.")
    for count, item in enumerate(items):
        if item == "T":
            for cell, inside in zip(
                package.add_table(2, 2)._cells, ("Port", "Lamps", "North", f"at {count}"), strict=True
            ):
                cell.text = inside
        else:
            package.add_paragraph(item, "Caption" if item.startswith("Table") else "Normal")
    return package


@pytest.mark.parametrize(
    ("items", "captioned"),
    [
        (("T", "Table 2. Oil", "T", "Text."), {"Oil": "at 2"}),
        (("Text.", "Table 1. Wicks", "T", "Text.", "T", "Table 2. Oil", "T"), {"Wicks": "at 2", "Oil": "at 6"}),
        (("T", "Table 1. Wicks", "Text.", "T", "Table 2. Oil", "T"), {"Wicks": "at 0", "Oil": "at 3"}),
        (("T", "Table 1. Wicks", "T", "Table 2. Oil"), {"Wicks": "at 0", "Oil": "at 2"}),
        (("T", "Table 1. Wicks", "T", "Table 2. Oil", "T"), {"Wicks": "at 2", "Oil": "at 4"}),
    ],
)
def test_a_caption_between_two_tables_is_where_the_others_are(
    items: tuple[str, ...], captioned: dict[str, str], home: House
) -> None:
    _, text = come(home, between(*items))
    tables = re.findall(r"::: \{\.table[^}]*\}\n(\w*).*?(at \d)", text, re.DOTALL)
    assert {title: inside for title, inside in tables if title} == captioned


def test_a_line_between_two_tables_that_says_where_the_first_is_from_stays_with_it(home: House) -> None:
    _, text = come(home, between("Table 1. Oil", "T", "Source: the harbour office.", "Table 2. Wicks", "T"))
    assert re.search(r"at 1 \|\n+Source: the harbour office\\?\.\n+:::", text)
    _, text = come(home, between("T", "Source: the harbour office.", "T"))
    assert re.search(r"at 0 \|\n+Source: the harbour office\\?\.\n+:::", text)


@pytest.mark.parametrize("numbers", [("1", "2", "3"), ("I", "II", "III")])
def test_captions_that_count_are_counted_by_the_press(numbers: tuple[str, ...], home: House) -> None:
    _, text = come(home, captioned(*(f"Figure {number}. Lamps" for number in numbers)))
    assert "number=" not in text
    assert [label for label, _ in labels(home)] == [f"Figure {number}" for number in numbers]


def test_a_number_that_is_too_long_to_be_typed_stays_in_the_title(home: House) -> None:
    number = "1.2.3.4.5.6.7.8.9.10.11"
    arrived, text = come(home, captioned("Figure 3. Lamps", f"Figure {number}. Oil"))
    assert "number=1.2" not in text
    assert labels(home) == [("Figure 3", "Lamps"), ("", f"Figure {number}. Oil")]
    assert arrived.exit_code() == 0


def test_a_reference_leads_to_the_figure_that_is_called_so(home: House) -> None:
    package = captioned(*SEEN[:3])
    field = '<w:fldSimple w:instr=" REF _Ref1 \\h "><w:r><w:t>Figure 2</w:t></w:r></w:fldSimple>'
    paragraph(package, f'<w:r><w:t xml:space="preserve">See </w:t></w:r>{field}')
    _, text = come(home, package)
    assert "::: {#Figure-2 .figure number=2}\nDark".casefold() in text.casefold()
    assert "See [](#figure-2)" in text
    assert "anchor='figure-2'" in str(steps.compose(home, "S-2035-9", "en").document.blocks)


def test_a_number_that_the_press_cannot_print_and_an_id_without_one_are_refused(home: House) -> None:
    come(home, captioned(*SEEN))
    source = home.report("S-2035-9")
    text = source.read_text("utf-8")
    for old, new, code in (
        ("number=3", 'number="3 and 4"', "S075"), (".table .unnumbered", "#wicks .table .unnumbered", "S077"),
        (".table .unnumbered", ".table", "S077"),
    ):  # fmt: skip
        source.write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(SourceError) as refused:
            steps.compose(home, "S-2035-9", "en")
        assert code in {finding.code for finding in refused.value.findings}


LABEL = re.compile(r"\b(?:Figure|Photo|Table) [\w-]+")


def shown(file: Path, folder: Path) -> list[str]:
    """The labels in the text that LibreOffice makes of ``file``."""
    command = ["soffice", f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless", "--convert-to", "txt:Text",
               "--outdir", str(folder), str(file)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return LABEL.findall((folder / f"{file.stem}.txt").read_text("utf-8-sig"))


@pytest.mark.full
def test_libreoffice_shows_the_same_labels_in_the_file_and_in_our_word_edition(home: House, tmp_path: Path) -> None:
    come(home, captioned(*SEEN))
    source, edition = home.report("S-2035-9"), tmp_path / "edition.docx"

    def labels_of_edition() -> list[str]:
        composed = steps.compose(home, "S-2035-9", "en")
        edition.write_bytes(write(composed.document, home.style(), dt.datetime(2035, 6, 2, tzinfo=dt.UTC)))
        return shown(edition, tmp_path)

    received = shown(home.root / "lamps.docx", tmp_path)
    assert len(received) == 7, "two in words, five over objects"
    assert labels_of_edition() == received
    source.write_text(source.read_text("utf-8").replace("number=3", "number=4"), "utf-8")
    assert labels_of_edition() != received
