"""Objects in the Word edition are Word's own: rows of heads, merged cells, captions that count, pages on their side,
formulas.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import docx
import pypandoc
import pytest
from lxml import etree

from plantin.house.layout import House
from plantin.house.style import Style
from plantin.model.document import Document, Table, every
from plantin.model.inlines import Formula
from plantin.source.pandoc import mathml
from plantin.writers.docx import formulas, write
from tests.kit.editions import Editions

pytestmark = pytest.mark.full

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
NS = {
    "w": W,
    "m": M,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
}
LIBRARIES, STATIONS, FERRIES, TRAINS, MEADOWS = "A-90-41", "A-90-42", "A-90-44", "A-90-46-Rev.1-Corr.1", "E-2036-18"


@pytest.fixture(scope="module")
def documents(examples: House, store: Editions) -> dict[str, Document]:
    slugs = (LIBRARIES, STATIONS, FERRIES, TRAINS, MEADOWS)
    return {slug: store.document(examples, slug) for slug in slugs}


@pytest.fixture(scope="module")
def editions(documents: dict[str, Document], store: Editions) -> dict[str, bytes]:
    return {slug: store.content(document, "docx") for slug, document in documents.items()}


def part(data: bytes, name: str = "word/document.xml") -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def styled(root: Any, style: str) -> list[Any]:
    return [node.getparent().getparent() for node in root.iter(f"{{{W}}}pStyle") if node.get(f"{{{W}}}val") == style]


def said(node: Any) -> str:
    return "".join(text.text or "" for text in node.iter(f"{{{W}}}t"))


def test_the_same_report_gives_the_same_bytes(
    documents: dict[str, Document], editions: dict[str, bytes], house: Style, moment: Any
) -> None:
    assert all(write(document, house, moment) == editions[slug] for slug, document in documents.items())


def test_a_table_has_rows_of_heads_that_come_back_and_rows_that_are_not_divided(
    documents: dict[str, Document], editions: dict[str, bytes]
) -> None:
    given = [block for block in every(documents[LIBRARIES].blocks) if isinstance(block, Table)]
    found = part(editions[LIBRARIES]).findall(".//w:tbl", NS)
    assert [len(table.findall("w:tr/w:trPr/w:tblHeader", NS)) for table in found] == [
        len(table.head) for table in given
    ]
    assert all(len(table.findall("w:tr/w:trPr/w:cantSplit", NS)) == len(table.findall("w:tr", NS)) for table in found)
    for table, drawn in zip(given, found, strict=True):
        assert {len(row.findall("w:tc", NS)) + sum(int(span.get(f"{{{W}}}val")) - 1 for span in row.iter(f"{{{W}}}gridSpan"))
                for row in drawn.findall("w:tr", NS)} == {table.columns}  # fmt: skip


def test_a_wide_table_is_on_its_side_and_the_pages_go_on(editions: dict[str, bytes]) -> None:
    sections = docx.Document(io.BytesIO(editions[LIBRARIES])).sections
    assert [section.page_width > section.page_height for section in sections] == [False, False, True, False]
    assert part(editions[LIBRARIES]).find(".//w:pgNumType", NS) is None
    for section in sections:
        assert "A/90/41" in section.header.paragraphs[0].text
        assert section.even_page_header.paragraphs[0].text.strip() == "A/90/41"


def test_captions_count_themselves_and_references_are_fields(editions: dict[str, bytes]) -> None:
    root = part(editions[LIBRARIES])
    codes = [(node.text or "").strip() for node in root.iter(f"{{{W}}}instrText")]
    assert sum(code.startswith("SEQ Table") for code in codes) == len(styled(root, "TableTitle")) == 6
    assert r"REF table_1__number \h" in codes
    assert not any("\\r" in code for code in codes if code.startswith("SEQ"))


def test_pictures_are_described_or_ornaments_and_all_are_ones_that_word_reads(editions: dict[str, bytes]) -> None:
    root = part(editions[STATIONS])
    pictures = root.findall(".//wp:docPr", NS)
    assert len(pictures) == 6
    assert [bool(one.get("descr")) or one.find(".//adec:decorative", NS) is not None for one in pictures] == [True] * 6
    names = zipfile.ZipFile(io.BytesIO(editions[STATIONS])).namelist()
    assert {name.rpartition(".")[2] for name in names if "/media/" in name} == {"png", "jpeg", "gif", "svg"}
    drawing = root.find(".//a:blip[a:extLst]", NS)
    targets = {one.get("Id"): one.get("Target") for one in part(editions[STATIONS], "word/_rels/document.xml.rels")}
    assert targets[drawing.get(f"{{{NS['r']}}}embed")].endswith(".png")
    assert targets[drawing.find(".//asvg:svgBlip", NS).get(f"{{{NS['r']}}}embed")].endswith(".svg")


def test_a_letter_leads_to_its_note_and_back(editions: dict[str, bytes]) -> None:
    root = part(editions[LIBRARIES])
    names = {mark.get(f"{{{W}}}name") for mark in root.iter(f"{{{W}}}bookmarkStart")}
    notes = styled(root, "LetterNote")
    back = [note.find(".//w:hyperlink", NS).get(f"{{{W}}}anchor") for note in notes]
    assert all("indicator" in anchor for anchor in back)
    assert set(back) <= names
    calls = [link for link in root.iter(f"{{{W}}}hyperlink") if "__note_" in link.get(f"{{{W}}}anchor", "")]
    assert len(calls) > len(notes), "some notes are called twice"
    assert {link.get(f"{{{W}}}anchor") for link in calls} <= names


def test_asterisks_take_no_number(documents: dict[str, Document], editions: dict[str, bytes]) -> None:
    marks = part(editions[TRAINS]).findall(".//w:footnoteReference", NS)
    own = [mark for mark in marks if mark.get(f"{{{W}}}customMarkFollows")]
    assert [mark.getnext().text for mark in own] == ["*", "**", "***"]
    assert len(marks) - len(own) == len(documents[TRAINS].notes)
    assert [int(mark.get(f"{{{W}}}id")) for mark in marks] == list(range(1, len(marks) + 1))


def test_annexes_and_numbers_with_bis_are_lists(editions: dict[str, bytes]) -> None:
    root = part(editions[FERRIES])
    assert [said(node) for node in styled(root, "AnnexHeading")] == [
        "Terms of the ferrymen",
        "Routes",
        "Words of the ferrymen",
    ]
    texts = [node.get(f"{{{W}}}val") for node in part(editions[MEADOWS], "word/numbering.xml").iter(f"{{{W}}}lvlText")]
    assert {"%1 bis.", "%1 ter.", "Annex %1", "Appendix %1"} <= set(texts)
    assert not any(
        said(node).startswith(("2 bis", "2 ter")) for node in styled(part(editions[MEADOWS]), "NumberedParagraph")
    )


def test_passages_in_other_scripts_have_their_direction_and_language(editions: dict[str, bytes]) -> None:
    arabic = next(node for node in styled(part(editions[TRAINS]), "BodyText") if "قطار" in said(node))
    assert arabic.find("w:pPr/w:bidi", NS) is not None
    assert arabic.find("w:r/w:rPr/w:lang", NS).get(f"{{{W}}}bidi") == "ar-EG"


def test_a_listing_in_an_entry_begins_where_its_words_do(editions: dict[str, bytes]) -> None:
    root, styles = part(editions[STATIONS]), part(editions[STATIONS], "word/styles.xml")
    assert [said(one) for one in styled(root, "ListingContinue")] == ["gauge read"]
    left = {
        name: int(styles.xpath(f"//w:style[@w:styleId='{name}']//w:ind/@w:left", namespaces=NS)[0])
        for name in ("Listing", "ListingContinue")
    }
    assert left["ListingContinue"] > left["Listing"]
    assert len(styled(root, "Listing")) == 3


def test_pandoc_reads_every_one(editions: dict[str, bytes]) -> None:
    for slug, data in editions.items():
        plain = pypandoc.convert_text(data, "markdown", format="docx")
        assert "|" in plain or "---" in plain or slug in (STATIONS, MEADOWS)
        assert len(plain) > 2000


# Formulas

TEX = (
    r"E = mc^2",
    r"\bar{r} = \frac{1}{n} \sum_{i=1}^{n} r_i",
    r"v_h = v_{10} \left( \frac{h}{10} \right)^{0.14}",
    r"\sqrt{x} + \sqrt[3]{y} \le \int_0^1 f(x)\,dx",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    r"x_i^2 \ne \hat{y}",
)


def pandoc_version() -> list[int]:
    """The version of pandoc's tree."""
    return list(json.loads(pypandoc.convert_text("", "json", format="markdown"))["pandoc-api-version"])


SHAPES = (("f",), ("rad",), ("nary",), ("sSub",), ("sSup",), ("sSubSup",), ("m",), ("mr",), ("acc", "bar"))
"""A bar over something may be an accent or a bar: both are drawn the same way."""


@pytest.mark.parametrize("tex", TEX)
def test_a_formula_has_the_letters_and_the_shape_that_pandoc_gives_it(tex: str, tmp_path: Path) -> None:
    ours = formulas.formula(Formula(tex, mathml([tex], pandoc_version())[tex], "words"))
    pypandoc.convert_text(f"$${tex}$$", "docx", format="markdown", outputfile=str(tmp_path / "theirs.docx"))
    other = part((tmp_path / "theirs.docx").read_bytes())

    def letters(node: Any) -> str:
        return "".join("".join(text.text or "" for text in node.iter(f"{{{M}}}t")).split()).translate(
            {0x2009: None, 0x200A: None}
        )

    assert sorted(letters(ours).strip("()")) == sorted(letters(other).strip("()"))
    for shape in SHAPES:
        names = [f"{{{M}}}{name}" for name in shape]
        assert len(list(ours.iter(*names))) == len(list(other.iter(*names))), shape


def test_the_words_of_a_formula_are_the_title_of_its_control() -> None:
    long = (
        "x equals minus b plus or minus the square root of b squared minus four a c, all over two a, where a is not"
        " nought"
    )
    markup = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>'
    made = formulas.formula(Formula("x", markup, long))
    aliases = [one.get(f"{{{W}}}val") for one in made.iter(f"{{{W}}}alias")]
    assert " ".join(aliases) == long
    assert max(map(len, aliases)) <= 64
