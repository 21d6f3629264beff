"""Word files from elsewhere: each word is imported or reported, each number that changes is reported, nothing is
refused.
"""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from PIL import Image

from plantin.house.layout import House
from plantin.model.inlines import Link, plain
from plantin.model.outline import inlines
from plantin.packs.imports import receive, word_counts
from plantin.packs.imports.docx import read
from plantin.packs.imports.received import GivenFields
from tests.kit.compose import composed
from tests.kit.houses import ROOT, in_un, without_reports
from tests.kit.word_files import FIELDS, SPACES, come, merged, paragraph, told

pytestmark = pytest.mark.full


@pytest.fixture
def home(tmp_path: Path) -> House:
    return in_un(without_reports(tmp_path).root)


def test_text_before_the_title_stays_text(home: House) -> None:
    package = docx.Document()
    package.add_paragraph("Department of Lamps")
    package.add_paragraph("Yearly", style="Title")
    package.add_paragraph("report", style="Title")
    package.add_paragraph("The lamps were lit.")
    package.add_paragraph("Second part", style="Title")
    package.add_paragraph("They still are.")
    path = home.root / "lamps.docx"
    package.save(path)
    arrived = receive.import_file(home, path)
    text = (home.root / arrived.path).read_text("utf-8")
    assert "symbol: DRAFT/lamps\n" in text
    assert 'title: "Yearly report"\n' in text
    for words in ("Department of Lamps", "The lamps were lit.", "Second part", "They still are."):
        assert f"\n{words}\n" in text
    assert arrived.refused is None


def test_text_boxes_come_in_at_their_anchor(home: House) -> None:
    package = docx.Document()
    package.add_heading("I. Lamps", 1)
    box = (
        "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p><w:p><w:r><w:t>Second"
        " line.</w:t></w:r></w:p></w:txbxContent>"
    )
    shape = f"<w:drawing><wp:inline><wps:wsp><wps:txbx>{box.format('In the box.')}</wps:txbx></wps:wsp></wp:inline></w:drawing>"
    old = f"<w:pict><v:textbox>{box.format('In the box.')}</v:textbox></w:pict>"
    run = (
        "<mc:AlternateContent><mc:Choice"
        f' Requires="wps">{shape}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>'
    )
    paragraph(package, f"<w:r><w:t>1. The lamps are lit.</w:t></w:r><w:r>{run}</w:r>")
    package.add_paragraph("2. The oil is spent.")
    arrived, body = come(home, package)
    assert (
        body
        == "# Lamps\n\nThe lamps are lit.\n\n::: {.unnumbered}\nIn the box.\n\nSecond line.\n:::\n\nThe oil is spent."
    )
    assert arrived.exit_code() == 0, told(arrived)
    assert "S069 a text box comes in as text: “In the box.”" in told(arrived)


def test_bold_lines_are_headings_and_their_numbers_are_compared(home: House) -> None:
    package = docx.Document()
    for bold, words in (
        (True, "1. Purpose"), (False, "The lamps were lit."), (True, "2. Lamps"), (True, "2.1 Oil"), (False, "It is spent."),
        (True, "2.2 Glass"), (False, "It is clean."), (True, "This is a bold sentence."), (True, "Keepers"),
    ):  # fmt: skip
        package.add_paragraph().add_run(words).bold = bold
    arrived, body = come(home, package)
    headings = [line for line in body.split("\n") if line.startswith("#")]
    assert headings == ["# Purpose", "# Lamps", "## Oil", "## Glass", "# Keepers {.unnumbered}"]
    assert "**This is a bold sentence.**" in body
    assert "sections: decimal" in (home.root / arrived.path).read_text("utf-8")
    assert arrived.exit_code() == 0


def test_headings_stand_in_order(home: House) -> None:
    package = docx.Document()
    for level, words in (
        (2, "One"),
        (4, "Two"),
        (4, "Three"),
        (2, "Four"),
        (3, "Alone"),
        (2, "See https://example.org"),
    ):
        package.add_heading(words, level)
        package.add_paragraph("Text.")
    arrived, body = come(home, package)
    assert [line for line in body.split("\n") if line.startswith(("#", "**"))] == [
        "# One", "## Two", "## Three", "# Four", "## Alone", "**See https://example.org**"
    ]  # fmt: skip
    assert [code in told(arrived) for code in ("S062", "S063", "S064")] == [True, True, True]
    assert arrived.refused is None


def test_a_number_that_no_rule_gives_is_kept_as_typed(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    for words in ("one", "two"):
        package.add_paragraph(words, style="List Number")
    package.add_heading("Oil", 1)
    package.add_paragraph("7. It is spent.")
    package.add_paragraph("(a) by day;")
    package.add_paragraph("(c) by night.")
    arrived, body = come(home, package)
    # Two that do not follow each other are no list: what is typed stays.
    assert "\\(a) by day;\n\n\\(c) by night." in body
    assert "1. one\n\n2. two" in body
    assert "7. It is spent." in body
    assert not arrived.losses


def test_what_word_alone_can_show_is_reported(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    paragraph(
        package,
        "<w:r><w:t xml:space='preserve'>The lamp"
        " </w:t></w:r><w:r><w:ruby><w:rt><w:r><w:t>tou</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>灯</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t"
        ' xml:space=\'preserve\'> is lit </w:t></w:r><w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym'
        ' w:font="Wingdings" w:char="F030"/></w:r><w:r><w:rPr><w:rFonts'
        ' w:ascii="Symbol"/></w:rPr><w:t>a</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>secretly</w:t></w:r>',
    )
    relation = package.part.relate_to("https://example.org/a", "http://x/hyperlink", is_external=True)
    paragraph(package, f'<w:hyperlink r:id="{relation}" w:anchor="place"><w:r><w:t>there</w:t></w:r></w:hyperlink>')
    package.element.body.insert(-1, parse_xml(f'<w:altChunk {SPACES} r:id="rId99"/>'))
    arrived, body = come(home, package)
    assert "The lamp 灯 is lit ✓α" in body
    assert "[there](https://example.org/a#place)" in body
    for words in (
        "how words are read (ruby): “tou”",
        "hidden words: “secretly”",
        "a sign of the font Wingdings, F030",
        "(altChunk)",
    ):
        assert words in told(arrived)
    assert arrived.exit_code() == 1


def test_tables_contents_and_heads_of_pages_are_listed_whole(home: House) -> None:
    package = docx.Document()
    package.sections[0].header.paragraphs[0].text = "Draft of lamps"
    package.add_paragraph("Lamps 3", style="Normal").style = package.styles.add_style("toc 1", 1)
    package.add_heading("Lamps", 1)
    table = package.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = (
        "Harbour",
        "A long description of the lamps of the harbour, by those who keep them",
    )
    arrived, body = come(home, package)
    page = (home.root / arrived.path).with_name(receive.FINDINGS).read_text("utf-8")
    for words in ("Draft of lamps", "Lamps 3"):
        assert words in page
    assert "\n\nA long description of the lamps of the harbour, by those who keep them" in body


def test_code_links_and_lines_come_in_as_they_are(home: House) -> None:
    package = docx.Document()
    package.styles.add_style("Verbatim Char", 2)
    package.add_heading("A single heading of the first level is the title", 1)
    package.add_heading("Lamps", 2)
    code = package.add_paragraph().add_run("lamp = [x](y)\n::: {.on}\n```")
    code.style = "Verbatim Char"
    package.add_paragraph("A line\n- and one\n::: more\n1. still one")
    package.add_paragraph("The code ").add_run("[^a](b) {=x}").style = "Verbatim Char"
    relation = package.part.relate_to("other.docx", "http://x/hyperlink", is_external=True)
    paragraph(package, f'<w:hyperlink r:id="{relation}"><w:r><w:t>beside</w:t></w:r></w:hyperlink>')
    package.add_heading("Oil", 2)
    fields = {name: value for name, value in FIELDS.items() if name != "title"}
    package.save(home.root / "lamps.docx")
    arrived = receive.import_file(home, home.root / "lamps.docx", GivenFields(fields))
    text = (home.root / arrived.path).read_text("utf-8")
    assert 'title: "A single heading of the first level is the title"\n' in text
    assert "# Lamps\n\n````\nlamp = [x](y)\n::: {.on}\n```\n````\n" in text
    assert "A line\\\n\\- and one\\\n\\::: more\\\n1\\. still one" in text
    assert "\n\nbeside\n" in text
    assert [finding.code for finding in arrived.findings() if finding.severity == "error"] == []
    assert "S065 a link to 'other.docx'" in told(arrived)


def test_pictures_come_in_as_figures_under_their_captions(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    picture = ROOT / "tests" / "reports" / "weather-stations" / "media" / "coast.png"
    first = package.add_paragraph("1. The coast is long: ")
    first.add_run().add_picture(str(picture))
    package.add_paragraph("Figure 1. The coast")
    package.add_paragraph().add_run().add_picture(str(picture.with_name("mast.jpg")))
    package.add_paragraph("2. The lamps are lit.")
    next(package.element.body.iter(qn("wp:docPr"))).set("descr", "Three lamps on a coast")
    arrived, body = come(home, package)
    assert (
        "The coast is long:\n\n::: {.figure}\nThe coast\n\n![Three lamps on a coast](media/image1.png){width=56%}\n"
        in body
    )
    assert "::: {.figure}\n![… (image2.jpg)](media/image2.jpg){.unnumbered width=56%}\n:::\n\nThe" in body
    assert (home.root / arrived.path).with_name("media").joinpath("image1.png").read_bytes() == picture.read_bytes()
    assert arrived.refused is None, told(arrived)
    assert (arrived.counts["figures"], arrived.exit_code()) == (1, 0), told(arrived)
    assert "S175 media/image2.jpg" in told(arrived)
    assert "S125" not in told(arrived)  # it is the same picture


def test_a_picture_that_no_edition_can_carry_is_left_out_and_reported(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    package.add_paragraph("1. Lit.").add_run().add_picture(
        str(ROOT / "tests" / "reports" / "weather-stations" / "media" / "coast.png")
    )
    part = next(part for part in package.part.package.iter_parts() if part.partname.startswith("/word/media/"))
    part._blob = b"no picture"
    arrived, body = come(home, package)
    assert body == "# Lamps\n\nLit."
    assert "S058 not carried over: a picture: " in told(arrived)
    assert not (home.root / arrived.path).with_name("media").exists()


def test_a_table_of_plain_cells_comes_in(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    package.add_paragraph().add_run("Table 1. Lamps of *the* harbour").bold = True
    merged(package)
    package.add_paragraph("1. The lamps are lit.")
    arrived, body = come(home, package)
    assert (
        body.split("\n\n", 1)[1] == "::: {.table .list head=2}\nLamps of \\*the\\* harbour\n\n"
        "- - Harbour\n  - Lamps\n  - <\n- - ^\n  - By day\n  - By night\n- - North \\| \\<b>\n  - 3\n  - 4\n"
        "- - ^\n  - one\n\n    two\n  - 5\n:::\n\n"
        "The lamps are lit."
    )
    assert (arrived.counts["tables"], arrived.exit_code()) == (1, 0), told(arrived)
    assert "S122 1 cells have several paragraphs or a list" in told(arrived)


def test_a_table_without_title_gets_none_and_its_head_is_reported(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    table = package.add_table(2, 2)
    for n, words in enumerate(("Harbour", "Lamps", "North", "3")):
        table.cell(n // 2, n % 2).text = words
    arrived, body = come(home, package)
    assert "::: {.table .unnumbered}\n| Harbour | Lamps |" in body
    assert ["S121" in told(arrived), arrived.exit_code()] == [True, 0]


def test_notes_of_a_table_are_its_letters_and_one_called_in_the_text_too_is_defined_twice(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    table = package.add_table(2, 2)
    for n, words in enumerate(("Harbour", "Lamps", "North", "3")):
        table.cell(n // 2, n % 2).text = words
    call = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    table.cell(1, 0).paragraphs[0]._p.append(parse_xml(call.format(2).replace("<w:r>", f"<w:r {SPACES}>", 1)))
    table.cell(1, 1).paragraphs[0]._p.append(parse_xml(call.format(3).replace("<w:r>", f"<w:r {SPACES}>", 1)))
    paragraph(package, f"<w:r><w:t>1. Lit.</w:t></w:r>{call.format(3)}")
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:footnote>'
        for n, words in ((2, "Far."), (3, "Few."))
    )
    content = f"<w:footnotes {SPACES}>{notes}</w:footnotes>".encode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, content, package.part.package)
    package.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")
    arrived, body = come(home, package)
    assert "| North[^far] | 3[^few-table] |" in body
    assert body.endswith("Lit.[^few]\n\n[^few]: Few.\n\n[^far]: Far.\n\n[^few-table]: Few.")
    assert "S123 2 notes of tables" in told(arrived)
    assert arrived.refused is None, told(arrived)


def test_end_notes_become_notes_and_one_may_begin_with_an_address(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    paragraph(package, '<w:r><w:t>1. Lit.</w:t></w:r><w:r><w:endnoteReference w:id="2"/></w:r>')
    words = "<w:p><w:r><w:t>https://example.org is the place.</w:t></w:r></w:p>"
    content = f'<w:endnotes {SPACES}><w:endnote w:id="2">{words}</w:endnote></w:endnotes>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
    part = Part(PackURI("/word/endnotes.xml"), kind, content.encode(), package.part.package)
    package.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes")
    arrived, body = come(home, package)
    assert body == "# Lamps\n\nLit.[^https-example]\n\n[^https-example]: https://example.org is the place."
    assert (arrived.counts["notes"], arrived.exit_code()) == (1, 0), told(arrived)
    assert "S066 1 end notes" in told(arrived)


def test_a_table_in_a_table_is_laid_flat_and_one_of_a_single_row_is_opened(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    outer = merged(package)
    outer.cell(2, 1).add_table(1, 1).cell(0, 0).text = "inner"
    package.add_table(1, 2).cell(0, 0).text = "single"
    arrived, body = come(home, package)
    assert (arrived.counts["tables"], arrived.exit_code()) == (1, 0), told(arrived)
    assert "\n\n    inner\n" in body
    assert [one.unexplained for one in arrived.accounts if one.kind in ("tables", "cells")] == [0, 0]
    assert "\n\nsingle" in body
    assert "S165 a table in a cell becomes paragraphs" in told(arrived)
    assert "S165 a table of one row or column is opened: “single" in told(arrived)


def test_pictures_in_cells_are_figures_below_the_table(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    table = merged(package)
    Image.new("RGB", (2, 2)).save(home.root / "a.png")
    table.cell(2, 2).paragraphs[0].add_run().add_picture(str(home.root / "a.png"))
    arrived, body = come(home, package)
    assert (arrived.counts["tables"], arrived.exit_code()) == (1, 0), told(arrived)
    assert body.index("::: {.table") < body.index("![… (image1.png)](media/image1.png){.unnumbered")


def test_the_account_is_of_the_file_and_not_of_the_reading(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    package.add_paragraph("One of two words is lost.")
    package.save(home.root / "lamps.docx")
    manuscript = read(home.root / "lamps.docx", "refuse")
    source = word_counts.source_words("# Lamps\n\nOne of two is lost.\n")
    assert word_counts.words(manuscript.texts) - source == {"words": 1}


def test_a_masthead_laid_out_as_a_table_and_a_symbol_at_the_head_of_pages(home: House) -> None:
    package = docx.Document()
    package.sections[0].header.paragraphs[0].text = "S/2035/12"
    table = package.add_table(2, 2)
    for n, words in enumerate(
        ("United Nations", "S/2035/12", "Security Council", "Distr.: General\n2 June 2035\nOriginal: English")
    ):
        table.cell(n // 2, n % 2).text = words
    package.add_paragraph("On lamps", style="Title")
    package.add_heading("Lamps", 1)
    path = home.root / "lamps.docx"
    package.save(path)
    arrived = receive.import_file(home, path)
    text = (home.root / arrived.path).read_text("utf-8")
    assert text.startswith(
        '---\nsymbol: S/2035/12\norgan: "Security Council"\ntitle: "On lamps"\ndate: 2035-06-02\ndistribution:'
        " general\n"
    )
    table._element.getparent().remove(table._element)
    package.save(path)
    ordinary = package.add_table(1, 2)
    ordinary.cell(0, 0).text = "S/2035/13"
    package.element.body.insert(0, ordinary._element)
    package.save(path)
    assert "symbol: S/2035/12\n" in (home.root / receive.import_file(home, path, overwrite=True).path).read_text(
        "utf-8"
    )


def test_numbers_that_begin_again_are_lists_and_not_paragraphs(home: House) -> None:
    package = docx.Document()
    for heading in ("Lamps", "Oil"):
        package.add_heading(heading, 1)
        package.add_paragraph("To be done:")
        for n, words in enumerate(("Light the lamp.", "Fill the lamp."), 1):
            package.add_paragraph(f"{n}. {words}")
        package.add_paragraph("And then:")
        package.add_paragraph("1. Put it out.")
    arrived, body = come(home, package)
    assert arrived.exit_code() == 0, told(arrived)
    assert "To be done:\n\n1. Light the lamp.\n\n2. Fill the lamp.\n\nAnd then:\n\n1. Put it out." in body


def test_an_empty_note_is_reported(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    paragraph(package, '<w:r><w:t>Lit.</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r>')
    notes = f'<w:footnotes {SPACES}><w:footnote w:id="7"><w:p/></w:footnote></w:footnotes>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), package.part.package)
    package.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")
    arrived, body = come(home, package)
    assert (body, arrived.refused) == ("# Lamps\n\nLit.", None)
    assert "S165 1 notes without words" in told(arrived)


@pytest.mark.parametrize(("before", "rule"), [("", "subparagraphs: as-typed"), ("I. ", "paragraphs: by-section")])
def test_paragraphs_begin_again_only_in_sections_that_have_numbers(home: House, before: str, rule: str) -> None:
    package = docx.Document()
    for n, heading in enumerate(("Lamps", "Oil")):
        package.add_heading(f"{before and ('I. ', 'II. ')[n]}{heading}", 1)
        for number in (1, 2):
            package.add_paragraph(f"{number}. It is lit.")
    arrived, _ = come(home, package)
    assert (arrived.refused, arrived.exit_code()) == (None, 0), told(arrived)
    assert rule in (home.root / arrived.path).read_text("utf-8")


def test_the_language_of_the_whole_file_is_said_once_and_an_address_in_it_is_one_link(home: House) -> None:
    package = docx.Document()
    runs = (("en-GB", "Text of the "), ("fr-FR", "phare"))
    run = '<w:r><w:rPr><w:lang w:val="{}"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
    paragraph(package, "".join(run.format(*one) for one in runs))
    _, text = come(home, package)
    assert "Text of the [phare]{lang=fr}" in text
    linked = composed("See [[https://example.org/a]{lang=de}](https://example.org/a).")
    links = [inline for block in linked.blocks for inline in inlines(block) if isinstance(inline, Link)]
    assert [(link.target, [type(inner).__name__ for inner in link.content]) for link in links] == [
        ("https://example.org/a", ["Foreign"])
    ]
    assert plain(links[0].content) == "https://example.org/a"


def test_cells_keep_their_paragraphs_and_lists(home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    table = package.add_table(2, 2)
    for cell, words in zip(table.rows[0].cells, ("Harbour", "What is done"), strict=True):
        cell.text = words
    one, two = table.rows[1].cells
    one.text = "North"
    two.text = "The keeper:"
    for words, style in (
        ("counts;", "List Bullet"),
        ("by day;", "List Bullet 2"),
        ("lights.", "List Bullet"),
        ("Again", "Heading 3"),
    ):
        two.add_paragraph(words, style=style)
    for words in ("(a) one", "(b) two", "1.1 no list"):
        two.add_paragraph(words)
    arrived, body = come(home, package)
    expected = (
        "- - North\n  - The keeper:\n\n    - counts;\n\n      - by day;\n\n    - lights.\n\n    **Again**\n\n"
        "    (a) one\n\n    (b) two\n\n    1.1 no list\n:::"
    )
    assert expected in body
    assert arrived.exit_code() == 0, told(arrived)
    assert "1 headings in cells of tables become bold lines" in told(arrived)


def test_a_table_of_which_one_cell_serves_the_masthead_stays_a_table(home: House) -> None:
    package = docx.Document()
    rows = ("Item", "Value"), ("Date", "1 August 2022"), ("Keeper", "The keeper of the northern harbour"), ("Oil", "40")
    table = package.add_table(len(rows), 2)
    for n, (item, value) in enumerate(rows):
        table.cell(n, 0).text, table.cell(n, 1).text = item, value
    package.add_paragraph("On lamps", style="Title")
    package.add_heading("Lamps", 1)
    package.add_paragraph("They burn.")
    package.save(home.root / "lamps.docx")
    arrived = receive.import_file(home, home.root / "lamps.docx", GivenFields({"symbol": "S/2035/9"}))
    source = (home.root / arrived.path).read_text("utf-8")
    assert "date: 2022-08-01" in source
    assert "| Keeper | The keeper of the northern harbour |" in source
    assert "| Date | 1 August 2022 |" in source
    assert "not carried over: a table" not in told(arrived)


@pytest.mark.parametrize("blank", ["\u00a0", "\u2003", " \u3000 ", "\u200b", "\ufeff", "\u00a0\n\u00a0"])
def test_a_paragraph_of_space_alone_is_left_out(blank: str, home: House) -> None:
    package = docx.Document()
    package.add_heading("Lamps", 1)
    package.add_paragraph("They burn.")
    package.add_paragraph(blank)
    package.add_paragraph(blank, style="List Bullet")
    package.add_heading(blank, 2)
    package.add_paragraph("They do.")
    arrived, body = come(home, package)
    assert arrived.refused is None
    assert body == "# Lamps\n\nThey burn.\n\nThey do."
