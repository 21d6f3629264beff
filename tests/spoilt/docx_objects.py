"""Word files with objects (tables, figures, boxes, formulas, letters, asterisks, annexes), spoilt in one way each."""

from __future__ import annotations

from typing import Any

from tests.spoilt import docx
from tests.spoilt.docx import drop, w, word
from tests.spoilt.registry import Faults

FILES = Faults("docx", word)
spoils = FILES.spoils
SPACES = docx.SPACES | {
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}


def table(file: Any, n: int = 0) -> Any:
    return list(file.body.iter(w("tbl")))[n]


def bookmarked(file: Any, name: str) -> Any:
    return next(mark for mark in file.body.iter(w("bookmarkStart")) if mark.get(w("name")) == name)


def field(file: Any, code: str) -> Any:
    return next(node for node in file.body.iter(w("instrText")) if code in (node.text or ""))


# Tables


@spoils("P003", of="libraries")
def rows_of_heads_not_marked(file: Any) -> None:
    for mark in list(table(file, 2).iter(w("tblHeader"))):
        drop(mark)


@spoils("P003", of="libraries")
def heads_of_rows_taken_for_data(file: Any) -> None:
    look = next(table(file).iter(w("tblLook")))
    look.set(w("firstColumn"), "0")
    look.set(w("val"), "0620")


@spoils("P003", "P004", of="libraries")
def cell_no_longer_merged_with_that_below(file: Any) -> None:
    drop(next(mark for mark in table(file).iter(w("vMerge")) if not mark.get(w("val"))))


@spoils("P003", of="libraries")
def cell_over_too_few_columns(file: Any) -> None:
    next(table(file).iter(w("gridSpan"))).set(w("val"), "1")


@spoils("P004", of="libraries")
def figure_in_a_cell_changed(file: Any) -> None:
    next(text for text in table(file).iter(w("t")) if text.text == "9.8").text = "8.9"


@spoils("P001", of="libraries")
def row_dropped(file: Any) -> None:
    drop(list(table(file).iter(w("tr")))[3])


# Captions


@spoils("L201", "P003", of="libraries")
def number_of_a_caption_typed(file: Any) -> None:
    caption = file.styled("TableTitle")[0]
    for node in [*caption.iter(w("fldChar")), *caption.iter(w("instrText"))]:
        drop(node)


@spoils("L201", of="libraries")
def caption_shows_another_number(file: Any) -> None:
    caption = file.styled("TableTitle")[1]
    next(text for text in caption.iter(w("t")) if text.text == "2").text = "7"


@spoils("P003", "L201", of="libraries")
def captions_that_begin_again(file: Any) -> None:
    code = [node for node in file.body.iter(w("instrText")) if "SEQ Table" in node.text][2]
    code.text = code.text.rstrip() + " \\r 9 "


@spoils("L201", "P004", of="libraries")
def reference_shows_another_table(file: Any) -> None:
    begin = field(file, "REF table_2__number").getparent()
    text = next(node for node in begin.itersiblings() if node.find("w:t", SPACES) is not None)
    text.find("w:t", SPACES).text = "5"


@spoils("P003", "P004", "P007", of="weather")
def title_of_a_figure_made_plain(file: Any) -> None:
    file.styled("FigureTitle")[0].find("w:pPr/w:pStyle", SPACES).set(w("val"), "BodyText")


# Pictures


@spoils("P001", "P002", "P006", of="weather")
def words_of_a_picture_gone(file: Any) -> None:
    next(file.body.iter(f"{{{SPACES['wp']}}}docPr")).set("descr", "")


@spoils("P001", of="weather")
def picture_gone(file: Any) -> None:
    drop(file.styled("FigurePicture")[0])


# Formulas, definitions, listings


@spoils("P004", of="weather")
def words_of_a_formula_gone(file: Any) -> None:
    alias = next(one for one in file.body.iter(w("alias")) if one.get(w("val")) == "r bar")
    drop(alias)


@spoils("P004", of="weather")
def words_of_a_formula_as_tex(file: Any) -> None:
    alias = next(one for one in file.body.iter(w("alias")) if one.get(w("val")) == "r bar")
    alias.set(w("val"), r"\bar{r}")


@spoils("P003", "L201", of="weather")
def equation_counted_wrongly(file: Any) -> None:
    code = field(file, "SEQ Equation")
    code.text = code.text.rstrip() + " \\r 4 "


@spoils("P007", of="weather")
def term_made_plain(file: Any) -> None:
    file.styled("DefinitionTerm")[0].find("w:pPr/w:pStyle", SPACES).set(w("val"), "BodyText")


@spoils("P004", of="weather")
def line_of_a_listing_changed(file: Any) -> None:
    next(text for text in file.styled("Listing")[0].iter(w("t")) if "lamps = 5" in text.text).text = "lamps = 6"


# Letters and asterisks


@spoils("P005", of="libraries")
def letter_leads_to_another_note(file: Any) -> None:
    link = next(one for one in file.body.iter(w("hyperlink")) if one.get(w("anchor")) == "table_1__note_b")
    link.set(w("anchor"), "table_1__note_a")


@spoils("P008", of="libraries")
def note_under_a_table_without_its_place(file: Any) -> None:
    bookmarked(file, "table_2__note_a").set(w("name"), "elsewhere")


@spoils("P003", of="libraries")
def letter_of_a_note_changed(file: Any) -> None:
    note = file.styled("LetterNote")[0]
    next(note.iter(w("t"))).text = "z"


@spoils("P003", "P005", "P009", "L201", "P004", of="trains")
def asterisk_made_a_number(file: Any) -> None:
    for mark in file.body.iter(w("footnoteReference")):
        mark.attrib.pop(w("customMarkFollows"), None)


@spoils("P003", "P004", "P005", "P009", of="trains")
def asterisk_changed(file: Any) -> None:
    mark = next(one for one in file.body.iter(w("footnoteReference")) if one.get(w("customMarkFollows")))
    mark.getnext().text = "†"


@spoils("P013", of="trains")
def language_of_a_passage_gone(file: Any) -> None:
    for mark in [mark for mark in file.body.iter(w("lang")) if mark.get(w("bidi")) == "ar-EG"]:
        drop(mark)


# Annexes, boxes, entries


@spoils("L201", "P003", of="ferry")
def paragraphs_of_an_annex_go_on(file: Any) -> None:
    for override in list(file.tree("word/numbering.xml").iter(w("lvlOverride"))):
        drop(override)


@spoils("P003", of="ferry")
def annexes_numbered_with_letters(file: Any) -> None:
    level = next(one for one in file.tree("word/numbering.xml").iter(w("lvlText")) if one.get(w("val")) == "Annex %1")
    level.getparent().find("w:numFmt", SPACES).set(w("val"), "upperLetter")


@spoils("L201", "P003", of="meadows")
def paragraph_bis_counts_on(file: Any) -> None:
    paragraph = file.paragraph("The gates were")
    drop(paragraph.find("w:pPr/w:numPr", SPACES))


@spoils("P001", "P002", of="meadows")
def number_of_a_quotation_gone(file: Any) -> None:
    runs = list(file.paragraph("7.").iter(w("r")))
    drop(runs[0])
    drop(runs[1])


@spoils("P003", "P004", "P007", of="meadows")
def title_of_a_box_made_plain(file: Any) -> None:
    file.styled("BoxTitle")[0].find("w:pPr/w:pStyle", SPACES).set(w("val"), "BodyText")


@spoils("A019", of="meadows")
def title_of_the_summary_no_heading(file: Any) -> None:
    file.paragraph("Summary").find("w:pPr/w:pStyle", SPACES).set(w("val"), "BoxTitle")


# Styles


@spoils("P013", of="gardens")
def line_of_the_masthead_without_its_language(file: Any) -> None:
    for mark in list(file.paragraph("Distr.").iter(w("lang"))):
        drop(mark)


@spoils("A235", of="libraries")
def total_alone_overleaf(file: Any) -> None:
    table = next(one for one in file.body.iter(w("tbl")) if len(one.findall("w:tr", SPACES)) > 4)
    for mark in list(table.findall("w:tr", SPACES)[-2].iter(w("keepNext"))):
        drop(mark)


def _based(file: Any, name: str, other: str) -> None:
    """Let the style of that name go on from another one."""
    style = next(
        one for one in file.tree("word/styles.xml").iter(w("style")) if one.find(w("name")).get(w("val")) == name
    )
    style.find(w("basedOn")).set(w("val"), other)
