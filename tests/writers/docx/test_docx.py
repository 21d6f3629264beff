"""The Word edition, opened with zipfile, lxml and python-docx: everything that Word numbers, calls and links is
native.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.opc.constants import CONTENT_TYPE
from lxml import etree

from plantin.auditors import docx as auditor
from plantin.house.layout import House
from plantin.house.style import Style
from plantin.model.document import Document, Item, Note, Paragraph, Section
from plantin.model.outline import outline
from plantin.resolve import resolve
from plantin.resolve.notes import definitions
from plantin.source import front_matter, pandoc
from plantin.source import text as source_text
from plantin.writers.docx import write
from tests.kit import houses
from tests.kit.editions import Editions
from tests.kit.read_back import reread

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[3]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {"w": W[1:-1]}
MARKS = re.compile(r"^\s*(?:\(?[a-z]{1,4}\)|[IVX]+\.|[A-Z]\.|\d+\.|•)\s")


def composed(body: str, fields: str = "", language: str = "en") -> Document:
    head = f'---\nsymbol: S/2035/1\norgan: Security Council\ntitle: "Lamps"\ndate: 2035-06-01\n{fields}---\n\n'
    report = source_text.parse(f"{head}{body}\n", "report.md")
    nodes, _ = pandoc.parse(report.body(), report.path)
    words = houses.un(language)
    return resolve(front_matter.read(report), nodes, definitions(report), words).document


def parts(data: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


def text_of(node: etree._Element) -> str:
    return "".join(found.text or "" for found in node.iter(f"{W}t"))


def style_of(paragraph: etree._Element) -> str:
    style = paragraph.find("w:pPr/w:pStyle", NS)
    return style.get(f"{W}val", "") if style is not None else ""


@pytest.fixture(scope="module")
def report_file(report: Document, store: Editions) -> bytes:
    return store.content(report, "docx")


@pytest.fixture(scope="module")
def harbour_file(harbour: Document, store: Editions) -> bytes:
    return store.content(harbour, "docx")


def read_back(data: bytes, folder: Path) -> object:
    path = folder / "edition.docx"
    path.write_bytes(data)
    return reread(auditor, path).outline()


# What it says


def test_the_auditor_reads_what_the_document_says(
    report: Document, report_file: bytes, harbour: Document, harbour_file: bytes, tmp_path: Path
) -> None:
    assert read_back(report_file, tmp_path) == outline(report)
    assert read_back(harbour_file, tmp_path) == outline(harbour)


def test_no_rule_of_accessible_documents_is_broken(report_file: bytes, harbour_file: bytes, tmp_path: Path) -> None:
    for data in (report_file, harbour_file):
        read_back(data, tmp_path)
        assert reread(auditor, tmp_path / "edition.docx").findings() == ()


@pytest.mark.parametrize("language", ["fr", "es", "ru"])
def test_every_language_says_the_same(language: str, house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    body = (
        "# Un\n\n[]{#a} First.[^n]\n\n(a) one\n\n    (i) two\n\n    (ii) see [](#a) and [](#n)\n\n(b) three\n\n[^n]: A"
        " note.\n"
    )
    document = composed(body, language=language)
    assert read_back(write(document, house, moment), tmp_path) == outline(document)


LISTS = """
- a bullet before all

# First

(a) an item before all paragraphs

(b) its neighbour

# Middle

Paragraph.

(a) one

(b) two

> Quoted.
>
> (a) quoted one
>
> (b) quoted two

::: {.unnumbered}
Between.
:::

- bullet

  (i) under a bullet

  (ii) still

# Second

Paragraph.[^n]

(a) one again

    continued

    (i) deeper

        - a bullet within

    (ii) deeper still

Next.[^m]

[^n]: Note.

    (a) first

    (b) second

    > quoted

[^m]: (a) begins with a list

    (b) and goes on

    Then words.
"""


@pytest.mark.parametrize("fields", ["", "rules:\n  paragraphs: by-section\n"])
def test_lists_begin_again_wherever_the_report_says(
    fields: str, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    document = composed(LISTS, fields)
    assert read_back(write(document, house, moment), tmp_path) == outline(document)


@pytest.mark.parametrize("rules", ["sections: none", "sections: [part]"])
def test_headings_without_numbers_are_headings_at_every_level(
    rules: str, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    document = composed(
        "# a {.unnumbered}\n\n## b\n\n### c\n\nText.\n\n### d\n\n## e\n\n# f {.unnumbered}\n", f"rules: {{{rules}}}\n"
    )
    content = write(document, house, moment)
    found = auditor.read(content, "a.docx").outline()
    assert [
        (entry.kind, entry.level, entry.label, entry.text) for entry in found.body if entry.kind != "paragraph"
    ] == [("section", level, "", text) for level, text in ((1, "a"), (2, "b"), (3, "c"), (3, "d"), (2, "e"), (1, "f"))]
    assert [entry.level for entry in found.contents] == [1, 2, 3, 3, 2, 1]
    styles = parts(content)["word/styles.xml"]
    numbered = [
        node
        for node in styles.iter(f"{W}style")
        if node.get(f"{W}styleId") == "Heading2" and node.find(".//w:numPr", NS) is not None
    ]
    assert not numbered


def test_a_right_to_left_report_is_right_to_left_throughout(
    harbour: Document, house: Style, moment: dt.datetime
) -> None:
    document = dataclasses.replace(harbour, language="ar", direction="rtl")
    made = parts(write(document, house, moment))
    defaults = made["word/styles.xml"].find("w:docDefaults", NS)
    assert defaults.find(".//w:lang", NS).get(f"{W}bidi") == "ar-EG"
    assert defaults.find("w:pPrDefault/w:pPr/w:bidi", NS) is not None
    body = made["word/document.xml"]
    assert len(body.findall(".//w:sectPr/w:bidi", NS)) == 2
    symbol = next(paragraph for paragraph in body.iter(f"{W}p") if style_of(paragraph) == "MastheadSymbol")
    for run in body.iter(f"{W}r"):
        language = run.find("w:rPr/w:lang", NS)
        if run.getparent() is symbol:
            assert run.find("w:rPr/w:rtl", NS) is None
            continue
        foreign = language is not None and language.get(f"{W}val")
        latin = any(unicodedata.bidirectional(character) == "L" for character in text_of(run))
        assert foreign or latin or not text_of(run).strip() or run.find("w:rPr/w:rtl", NS) is not None


# Numbers


def test_no_number_is_typed(report_file: bytes, harbour_file: bytes) -> None:
    for data in (report_file, harbour_file):
        made = parts(data)
        for part in ("word/document.xml", "word/footnotes.xml"):
            for paragraph in made[part].iter(f"{W}p"):
                assert style_of(paragraph).startswith("TOC") or not MARKS.match(text_of(paragraph))


def test_the_styles_number_32_headings_80_paragraphs_34_notes(report_file: bytes) -> None:
    package = docx.Document(io.BytesIO(report_file))
    names = [paragraph.style.name for paragraph in package.paragraphs]
    assert sum(name.startswith("Heading") for name in names) == 32
    assert names.count("Numbered Paragraph") == 80
    for name in {name for name in names if name.startswith(("Heading", "Numbered"))}:
        assert package.styles[name].element.find("w:pPr/w:numPr/w:numId", NS) is not None
    notes = parts(report_file)["word/footnotes.xml"]
    assert [note.get(f"{W}id") for note in notes] == ["-1", "0", *map(str, range(1, 35))]


def test_the_ids_of_notes_rise_in_reading_order(report_file: bytes) -> None:
    marks = parts(report_file)["word/document.xml"].iter(f"{W}footnoteReference")
    assert [mark.get(f"{W}id") for mark in marks] == list(map(str, range(1, 35)))


def test_levels_are_linked_to_their_styles(harbour_file: bytes) -> None:
    made = parts(harbour_file)
    linked = {node.get(f"{W}val") for node in made["word/numbering.xml"].iter(f"{W}pStyle")}
    styles = {style.get(f"{W}styleId") for style in made["word/styles.xml"].iter(f"{W}style")}
    assert (
        {"Heading1", "NumberedParagraph", "Subparagraph", "Subparagraph2", "ListBullet", "NoteSubparagraph"}
        <= linked
        <= styles
    )


def test_an_editor_who_inserts_a_paragraph_finds_the_rest_renumbered(
    report: Document, report_file: bytes, tmp_path: Path
) -> None:
    package = docx.Document(io.BytesIO(report_file))
    tenth = [paragraph for paragraph in package.paragraphs if paragraph.style.name == "Numbered Paragraph"][9]
    tenth.insert_paragraph_before("Lamps burn.", style="Numbered Paragraph")
    package.save(tmp_path / "edited.docx")
    labels = {entry.text: entry.label for entry in reread(auditor, tmp_path / "edited.docx").outline().body}
    expected = {entry.text: entry.label for entry in outline(report).body}
    assert labels.pop("Lamps burn.") == "10."
    for text, label in expected.items():
        number = int(label[:-1]) if label[:-1].isdigit() else 0
        heading = any(entry.kind == "section" and entry.text == text for entry in outline(report).body)
        assert labels[text] == (f"{number + 1}." if number >= 10 and not heading else label)


# Notes and references


def test_a_note_called_twice_is_one_note_and_a_field(harbour: Document, harbour_file: bytes) -> None:
    made = parts(harbour_file)
    body = made["word/document.xml"]
    assert len(list(body.iter(f"{W}footnoteReference"))) == len(harbour.notes) == 3
    codes = [(node.text or "").split() for node in body.iter(f"{W}instrText") if "NOTEREF" in (node.text or "")]
    assert [code for code in codes if "\\f" in code] == [
        ["NOTEREF", "indicator_1", "\\f", "\\h"],
        ["NOTEREF", "indicator_2", "\\f", "\\h"],
    ]
    mark = body.find(".//w:bookmarkStart[@w:name='indicator_1']", NS)
    assert mark.getnext().find("w:footnoteReference", NS) is not None


def test_references_are_fields_where_words_own_update_gives_the_printed_words(harbour_file: bytes) -> None:
    made = parts(harbour_file)
    fields = {
        (node.text or "").strip()
        for part in ("word/document.xml", "word/footnotes.xml")
        for node in made[part].iter(f"{W}instrText")
    }
    assert {
        r"REF paragraph_3 \r \h",
        r"REF section_II \r \h",
        r"NOTEREF indicator_2 \h",
        r"NOTEREF indicator_1 \h",
    } <= fields
    links = {
        link.get(f"{W}anchor"): text_of(link)
        for link in made["word/document.xml"].iter(f"{W}hyperlink")
        if style_of(link.getparent())[:3] != "TOC"
    }
    assert links["section_II__A"] == "section\u00a0II.A"
    assert links["paragraph_3__b__ii"] == "paragraph\u00a03 (b) (ii)"


def anchors(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        for inside in value:
            yield from anchors(inside)
    elif isinstance(value, Document | Section | Paragraph | Item | Note):
        yield getattr(value, "anchor", "")
        for field in dataclasses.fields(value):
            yield from anchors(getattr(value, field.name))
    elif dataclasses.is_dataclass(value) and hasattr(value, "items"):
        yield from anchors(value.items)
    elif dataclasses.is_dataclass(value) and hasattr(value, "blocks"):
        yield from anchors(value.blocks)


def test_every_anchor_is_a_bookmark_inside_its_paragraph(
    report: Document, report_file: bytes, harbour: Document, harbour_file: bytes
) -> None:
    for document, data in ((report, report_file), (harbour, harbour_file)):
        made = parts(data)
        starts = [
            node
            for part in ("word/document.xml", "word/footnotes.xml")
            for node in made[part].iter(f"{W}bookmarkStart")
        ]
        names = [node.get(f"{W}name") for node in starts]
        calls = [anchor for note in document.notes for anchor in note.indicators]
        wanted = {anchor.replace("-", "_").replace(".", "__") for anchor in (*anchors(document), *calls) if anchor}
        assert sorted(names) == sorted(wanted)
        assert all(len(name) <= 40 for name in names)
        assert {node.getparent().tag for node in starts} == {f"{W}p"}
        assert len({node.get(f"{W}id") for node in starts}) == len(starts)


def test_every_link_leads_somewhere_and_says_where(harbour_file: bytes) -> None:
    made = parts(harbour_file)
    names = {
        node.get(f"{W}name")
        for part in ("word/document.xml", "word/footnotes.xml")
        for node in made[part].iter(f"{W}bookmarkStart")
    }
    for link in made["word/document.xml"].iter(f"{W}hyperlink"):
        assert link.get(f"{W}tooltip")
        assert (
            link.get(f"{W}anchor") in names
            if link.get(f"{W}anchor")
            else link.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
        )


# Position the text


def test_each_line_of_the_masthead_is_a_paragraph_of_its_own_style(report: Document, report_file: bytes) -> None:
    head = docx.Document(io.BytesIO(report_file)).paragraphs[:7]
    assert tuple(paragraph.text.strip() for paragraph in head) == report.masthead.lines()
    fields = ("Organization", "Organ", "Symbol", "Distribution", "Date", "Original")
    assert [paragraph.style.name for paragraph in head] == [*(f"Masthead {field}" for field in fields), "Title"]


def test_the_contents_are_filled_and_make_no_promise_of_pages(report: Document, report_file: bytes) -> None:
    control = parts(report_file)["word/document.xml"].find(".//w:sdt", NS)
    rows = [paragraph for paragraph in control.iter(f"{W}p") if style_of(paragraph) != "TOCHeading"]
    assert [style_of(row) for row in rows] == [f"TOC{section.level}" for section in report.sections()]
    assert control.find(".//w:instrText", NS).text.split()[:3] == ["TOC", "\\o", '"1-5"']
    # Without \\n Word numbers the pages when the contents are updated; nothing promises a page before.
    assert "\\n" not in control.find(".//w:instrText", NS).text.split()
    assert next(row.find("w:hyperlink", NS).get(f"{W}anchor") for row in rows) == "section_I"


def test_runs_carry_their_language(harbour_file: bytes) -> None:
    body = parts(harbour_file)["word/document.xml"]
    found = {}
    for run in body.iter(f"{W}r"):
        language = run.find("w:rPr/w:lang", NS)
        if language is not None:
            found[text_of(run)] = (
                language.get(f"{W}val"),
                language.get(f"{W}bidi"),
                run.find("w:rPr/w:rtl", NS) is not None,
            )
    assert found == {
        "Старый фонарь": ("ru-RU", None, False),
        "المصباح القديم": (None, "ar-EG", True),
        "la vieille lampe": ("fr-FR", None, False),
    }


def test_no_paragraph_is_empty(report_file: bytes, harbour_file: bytes) -> None:
    for data in (report_file, harbour_file):
        for name, part in parts(data).items():
            for paragraph in part.iter(f"{W}p"):
                separator = (
                    paragraph.find("w:r/w:separator", NS) is not None
                    or paragraph.find("w:r/w:continuationSeparator", NS) is not None
                )
                assert text_of(paragraph).strip() or separator or style_of(paragraph) == "EndRule", name


def test_settings_and_properties(report: Document, report_file: bytes, moment: dt.datetime) -> None:
    package = docx.Document(io.BytesIO(report_file))
    properties = package.core_properties
    assert (properties.title, properties.identifier, properties.language) == (report.masthead.title, "S/2017/97", "en")
    assert properties.created.replace(tzinfo=dt.UTC) == properties.modified.replace(tzinfo=dt.UTC) == moment
    assert package.settings.odd_and_even_pages_header_footer
    settings = package.settings.element
    assert settings.find("w:compat/w:compatSetting[@w:name='compatibilityMode']", NS).get(f"{W}val") == "15"
    assert settings.find("w:compat/w:doNotExpandShiftReturn", NS) is not None
    assert settings.find("w:themeFontLang", NS).get(f"{W}val") == "en"
    assert settings.find("w:updateFields", NS) is None
    first, text = package.sections
    assert (first.header.paragraphs[0].text.strip(), first.even_page_header.paragraphs[0].text) == (
        "S/2017/97",
        "S/2017/97",
    )
    assert text.header.is_linked_to_previous


def test_every_style_in_use_is_defined(report_file: bytes, harbour_file: bytes) -> None:
    for data in (report_file, harbour_file):
        made = parts(data)
        defined = {style.get(f"{W}styleId") for style in made["word/styles.xml"].iter(f"{W}style")}
        used = {
            node.get(f"{W}val")
            for part in made.values()
            for tag in ("pStyle", "rStyle", "basedOn", "next")
            for node in part.iter(f"{W}{tag}")
        }
        assert used <= defined


def test_the_house_face_is_embedded_and_can_be_read_again(harbour_file: bytes, house: Style) -> None:
    made = parts(harbour_file)
    table = made["word/fontTable.xml"]
    regular = table.find(f"w:font[@w:name='{house.fonts.family}']/w:embedRegular", NS)
    key = bytes.fromhex(regular.get(f"{W}fontKey").strip("{}").replace("-", ""))[::-1] * 2
    with zipfile.ZipFile(io.BytesIO(harbour_file)) as archive:
        data = archive.read("word/fonts/font1.odttf")
        assert CONTENT_TYPE.WML_DOCUMENT_MAIN.encode() in archive.read("[Content_Types].xml")
    assert bytes(a ^ b for a, b in zip(data[:32], key, strict=True)) + data[32:] == house.font("regular").read_bytes()


def _faces(language: str, style: Style, moment: dt.datetime) -> tuple[dict[str, str], dict[str, str | None]]:
    """The faces of all text, and those of the font table, each with the one that is like it."""
    made = parts(write(composed("Words.", language=language), style, moment))
    (faces,) = made["word/styles.xml"].iterfind("w:docDefaults//w:rFonts", NS)
    fonts = made["word/fontTable.xml"].iterfind("w:font", NS)
    alike = {one.get(f"{W}name"): one.find("w:altName", NS).get(f"{W}val") for one in fonts}
    return {name.removeprefix(W): family for name, family in faces.attrib.items()}, alike


@pytest.mark.parametrize(
    ("language", "script", "alike", "used"),
    [
        ("fr", "", "", {"cs": "Times New Roman"}),
        ("ru", "", "", {"cs": "Times New Roman"}),
        ("zh", "Noto Serif CJK SC", "SimSun", {"eastAsia": "Noto Serif CJK SC", "cs": "Times New Roman"}),
        ("ar", "Noto Naskh Arabic", "Times New Roman", {"cs": "Noto Naskh Arabic"}),
        ("he", "Noto Serif Hebrew", "Times New Roman", {"cs": "Noto Serif Hebrew"}),
        (
            "hi",
            "Noto Serif Devanagari",
            "Times New Roman",
            {"hAnsi": "Noto Serif Devanagari", "cs": "Noto Serif Devanagari"},
        ),
    ],
)
def test_a_script_is_set_in_the_face_of_the_house_that_has_its_letters(
    language: str, script: str, alike: str, used: dict[str, str], house: Style, moment: dt.datetime
) -> None:
    own = house.fonts.family
    faces, listed = _faces(language, house, moment)
    assert faces == {"ascii": own, "hAnsi": own, "eastAsia": own, **used}
    assert set(listed) == {own, "Times New Roman", "Courier New"} | ({script} if script else set())
    assert listed.get(script, "") == alike


def test_a_japanese_report_is_set_in_the_face_that_a_house_brings(tmp_path: Path, moment: dt.datetime) -> None:
    own = tmp_path / "styles" / "own"
    shutil.copytree(ROOT / "tests" / "house" / "languages" / "ja", own / "fonts")
    (own / "style.toml").write_text('inherits = "plain"\n[fonts]\nothers = []\n', "utf-8")
    assert _faces("ja", House(tmp_path).style("own"), moment)[0]["eastAsia"] == "MS Mincho"
    names = '"NotoSerifCJKjp-Regular.otf", "NotoSerifCJKjp-Bold.otf", "NotoSerifCJKsc-Regular.otf"'
    (own / "style.toml").write_text(f'inherits = "plain"\n[fonts]\nothers = [{names}]\n', "utf-8")
    faces, listed = _faces("ja", House(tmp_path).style("own"), moment)
    assert (faces["eastAsia"], listed["Noto Serif CJK JP"]) == ("Noto Serif CJK JP", "MS Mincho")


def test_equal_documents_give_equal_bytes(
    report: Document, report_file: bytes, house: Style, moment: dt.datetime
) -> None:
    assert write(report, house, moment) == report_file
    with zipfile.ZipFile(io.BytesIO(report_file)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"


def test_the_last_row_of_a_table_stays_with_the_one_above(house: Style, moment: dt.datetime) -> None:
    rows = "".join(f"| Pier {n} | {n} |\n" for n in range(1, 6))
    document = composed(f"# Lamps\n\n::: {{#lamps .table}}\nLamps\n\n| Pier | Lamps |\n|---|---|\n{rows}:::\n")
    text = parts(write(document, house, moment))["word/document.xml"]
    kept = [row.find(".//w:keepNext", NS) is not None for row in text.iterfind(".//w:tr", NS)]
    assert kept == [False, False, False, False, True, False]
    assert {node.get(f"{W}val") for node in text.iterfind(".//w:tr[1]//w:pStyle", NS)} == {"TableHead"}
    styles = {
        style.get(f"{W}styleId"): style
        for style in parts(write(document, house, moment))["word/styles.xml"].iterfind("w:style", NS)
    }
    assert styles["TableHead"].find("w:pPr/w:keepNext", NS) is not None, "heads stay with what follows by their style"
    assert styles["TableTitle"].find("w:basedOn", NS).get(f"{W}val") == "Caption"
    assert styles["Caption"].get(f"{W}customStyle") is None
    assert styles["HouseTable"].find("w:tblStylePr/w:tcPr/w:tcBorders/w:bottom", NS) is not None


def test_text_and_notes_are_filled_as_the_style_says(house: Style, moment: dt.datetime) -> None:
    made = parts(write(composed("# Lamps\n\nThey are lit."), house, moment))
    styles = {style.get(f"{W}styleId"): style for style in made["word/styles.xml"].iterfind("w:style", NS)}
    sides = {
        name: found.get(f"{W}val")
        for name, style in styles.items()
        if (found := style.find("w:pPr/w:jc", NS)) is not None
    }
    assert (sides["BodyText"], sides["FootnoteText"], sides["SignatureText"]) == ("both", "both", "left")
    names = [child.tag.removeprefix(W) for child in made["word/settings.xml"]]
    at = names.index("autoHyphenation")
    assert names[at : at + 4] == ["autoHyphenation", "consecutiveHyphenLimit", "hyphenationZone", "doNotHyphenateCaps"]
    assert made["word/settings.xml"][at].get(f"{W}val") == "1"


def test_tables_of_annexes_are_counted_where_words_have_no_spaces(house: Style, moment: dt.datetime) -> None:
    text = "# 一\n\n[](#numbers)\n\n# 数据 {.annex}\n\n::: {#numbers .table}\n表题\n\n| 年 | 数 |\n|:--|:--|\n| 甲 | 3 |\n:::\n"
    document = composed(text, 'rules: {sections: decimal, tables: "1.1", annex-numerals: A}\n', "zh")
    made = auditor.read(write(document, house, moment), "zh.docx")
    assert [row.label for row in made.outline().body if row.label.startswith("表")] == ["表A.1"]
