"""The auditor of the Word file and objects: tables, figures, boxes, formulas, letters, asterisks, annexes. Every spoilt file is caught."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.auditors import docx
from pipeline.house.layout import House
from pipeline.model.document import Document
from pipeline.model.outline import outline
from tests.kit.audited import audited, reread
from tests.kit.editions import Editions

HERE = Path(__file__).parent
SPOILING = runpy.run_path(str(HERE / "test_docx.py"))
File, drop, made, w, words = (SPOILING[name] for name in ("File", "drop", "made", "w", "words"))
SPACES = SPOILING["SPACES"] | {
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
LIBRARIES, STATIONS, FERRIES, TRAINS, MEADOWS = "A-90-41", "A-90-42", "A-90-44", "A-90-46-Rev.1-Corr.1", "E-2036-18"
SPOILT: dict[str, tuple[str, Callable[[Any], None], set[str]]] = {}


@pytest.fixture(scope="module")
def documents(examples: House, store: Editions) -> dict[str, Document]:
    slugs = (LIBRARIES, STATIONS, FERRIES, TRAINS, MEADOWS)
    return {slug: store.document(examples, slug) for slug in slugs}


@pytest.fixture(scope="module")
def editions(documents: dict[str, Document], store: Editions) -> dict[str, Path]:
    return {slug: store.path(document, "docx") for slug, document in documents.items()}


def codes(document: Document, path: Path) -> set[str]:
    found = audited(docx, path, document)
    return {finding.code for finding in found}


def spoils(slug: str, *expected: str) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    def keep(change: Callable[[Any], None]) -> Callable[[Any], None]:
        SPOILT[change.__name__] = (slug, change, set(expected))
        return change

    return keep


def table(file: Any, n: int = 0) -> Any:
    return list(file.body.iter(w("tbl")))[n]


def bookmarked(file: Any, name: str) -> Any:
    return next(mark for mark in file.body.iter(w("bookmarkStart")) if mark.get(w("name")) == name)


def field(file: Any, code: str) -> Any:
    return next(node for node in file.body.iter(w("instrText")) if code in (node.text or ""))


# Tables


@spoils(LIBRARIES, "A204", "P003")
def rows_of_heads_not_marked(file: Any) -> None:
    for mark in list(table(file, 2).iter(w("tblHeader"))):
        drop(mark)


@spoils(LIBRARIES, "P003")
def heads_of_rows_taken_for_data(file: Any) -> None:
    look = next(table(file).iter(w("tblLook")))
    look.set(w("firstColumn"), "0")
    look.set(w("val"), "0620")


@spoils(LIBRARIES, "P003", "P004")
def cell_no_longer_merged_with_that_below(file: Any) -> None:
    drop(next(mark for mark in table(file).iter(w("vMerge")) if not mark.get(w("val"))))


@spoils(LIBRARIES, "P003")
def cell_over_too_few_columns(file: Any) -> None:
    next(table(file).iter(w("gridSpan"))).set(w("val"), "1")


@spoils(LIBRARIES, "P004")
def figure_in_a_cell_changed(file: Any) -> None:
    next(text for text in table(file).iter(w("t")) if text.text == "9.8").text = "8.9"


@spoils(LIBRARIES, "P001")
def row_dropped(file: Any) -> None:
    drop(list(table(file).iter(w("tr")))[3])


# Captions


@spoils(LIBRARIES, "A208", "L201", "P003")
def number_of_a_caption_typed(file: Any) -> None:
    caption = file.styled("TableTitle")[0]
    for node in [*caption.iter(w("fldChar")), *caption.iter(w("instrText"))]:
        drop(node)


@spoils(LIBRARIES, "L201")
def caption_shows_another_number(file: Any) -> None:
    caption = file.styled("TableTitle")[1]
    next(text for text in caption.iter(w("t")) if text.text == "2").text = "7"


@spoils(LIBRARIES, "P003", "L201")
def captions_that_begin_again(file: Any) -> None:
    code = [node for node in file.body.iter(w("instrText")) if "SEQ Table" in node.text][2]
    code.text = code.text.rstrip() + " \\r 9 "


@spoils(LIBRARIES, "L201", "P004")
def reference_shows_another_table(file: Any) -> None:
    begin = field(file, "REF table_2__number").getparent()
    text = next(node for node in begin.itersiblings() if node.find("w:t", SPACES) is not None)
    text.find("w:t", SPACES).text = "5"


@spoils(STATIONS, "P003", "P004", "P007")
def title_of_a_figure_made_plain(file: Any) -> None:
    file.styled("FigureTitle")[0].find("w:pPr/w:pStyle", SPACES).set(w("val"), "BodyText")


# Pictures


@spoils(STATIONS, "A205", "P001", "P002", "P006")
def words_of_a_picture_gone(file: Any) -> None:
    next(file.body.iter(f"{{{SPACES['wp']}}}docPr")).set("descr", "")


@spoils(STATIONS, "A205")
def ornament_no_longer_marked(file: Any) -> None:
    ornament = next(one for one in file.body.iter(f"{{{SPACES['wp']}}}docPr") if not one.get("descr"))
    drop(ornament[0])


@spoils(STATIONS, "P001")
def picture_gone(file: Any) -> None:
    drop(file.styled("FigurePicture")[0])


# Formulas, definitions, listings


@spoils(STATIONS, "A214", "P004")
def words_of_a_formula_gone(file: Any) -> None:
    alias = next(one for one in file.body.iter(w("alias")) if one.get(w("val")) == "r bar")
    drop(alias)


@spoils(STATIONS, "P003", "L201")
def equation_counted_wrongly(file: Any) -> None:
    code = field(file, "SEQ Equation")
    code.text = code.text.rstrip() + " \\r 4 "


@spoils(STATIONS, "P007")
def term_made_plain(file: Any) -> None:
    file.styled("DefinitionTerm")[0].find("w:pPr/w:pStyle", SPACES).set(w("val"), "BodyText")


@spoils(STATIONS, "P004")
def line_of_a_listing_changed(file: Any) -> None:
    next(text for text in file.styled("Listing")[0].iter(w("t")) if "lamps = 5" in text.text).text = "lamps = 6"


# Letters and asterisks


@spoils(LIBRARIES, "P005")
def letter_leads_to_another_note(file: Any) -> None:
    link = next(one for one in file.body.iter(w("hyperlink")) if one.get(w("anchor")) == "table_1__note_b")
    link.set(w("anchor"), "table_1__note_a")


@spoils(LIBRARIES, "L201", "P008")
def note_under_a_table_without_its_place(file: Any) -> None:
    bookmarked(file, "table_2__note_a").set(w("name"), "elsewhere")


@spoils(LIBRARIES, "P003")
def letter_of_a_note_changed(file: Any) -> None:
    note = file.styled("LetterNote")[0]
    next(note.iter(w("t"))).text = "z"


@spoils(TRAINS, "P003", "P005", "P009", "L201", "P004")
def asterisk_made_a_number(file: Any) -> None:
    for mark in file.body.iter(w("footnoteReference")):
        mark.attrib.pop(w("customMarkFollows"), None)


@spoils(TRAINS, "P003", "P004", "P005", "P009")
def asterisk_changed(file: Any) -> None:
    mark = next(one for one in file.body.iter(w("footnoteReference")) if one.get(w("customMarkFollows")))
    mark.getnext().text = "†"


@spoils(TRAINS, "A201")
def language_of_a_passage_gone(file: Any) -> None:
    for mark in [mark for mark in file.body.iter(w("lang")) if mark.get(w("bidi")) == "ar"]:
        drop(mark)


# Annexes, boxes, entries


@spoils(FERRIES, "L201", "P003")
def paragraphs_of_an_annex_go_on(file: Any) -> None:
    for override in list(file.tree("word/numbering.xml").iter(w("lvlOverride"))):
        drop(override)


@spoils(FERRIES, "P003", "L205")
def annexes_numbered_with_letters(file: Any) -> None:
    level = next(one for one in file.tree("word/numbering.xml").iter(w("lvlText")) if one.get(w("val")) == "Annex %1")
    level.getparent().find("w:numFmt", SPACES).set(w("val"), "upperLetter")


@spoils(MEADOWS, "L201", "L205", "P003")
def paragraph_bis_counts_on(file: Any) -> None:
    paragraph = file.paragraph("The gates were")
    drop(paragraph.find("w:pPr/w:numPr", SPACES))


@spoils(MEADOWS, "P001", "P002")
def number_of_a_quotation_gone(file: Any) -> None:
    runs = list(file.paragraph("7.").iter(w("r")))
    drop(runs[0])
    drop(runs[1])


@spoils(MEADOWS, "P007")
def title_of_a_box_made_plain(file: Any) -> None:
    file.styled("BoxTitle")[0].find("w:pPr/w:pStyle", SPACES).set(w("val"), "BodyText")


@pytest.mark.parametrize("slug", [LIBRARIES, STATIONS, FERRIES, TRAINS, MEADOWS])
def test_objects_are_read_back_exactly(slug: str, documents: dict[str, Document], editions: dict[str, Path]) -> None:
    assert reread(docx, editions[slug]).outline() == outline(documents[slug])
    assert reread(docx, editions[slug]).findings() == ()


@pytest.mark.parametrize("name", SPOILT)
def test_spoilt_object_is_found(name: str, documents: dict[str, Document], editions: dict[str, Path], tmp_path: Path) -> None:
    slug, change, expected = SPOILT[name]
    file = File(editions[slug])
    change(file)
    path = tmp_path / f"{name}.docx"
    file.save(path)
    assert codes(documents[slug], path) == expected
