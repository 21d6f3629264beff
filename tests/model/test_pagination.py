"""Where the printed pages begin, as nodes of the document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plantin.model.document import (
    Block,
    Box,
    Cell,
    Definition,
    Definitions,
    Document,
    Equation,
    Figure,
    Item,
    List,
    Note,
    Paragraph,
    Picture,
    Section,
    Table,
)
from plantin.model.inlines import Code, Emphasis, Formula, Indicator, Inline, PageBreak, Reference, Text
from plantin.model.outline import outline
from plantin.model.pagination import paginate
from plantin.model.related_editions import PageStart

BREAK = PageBreak("page-2", "2")
ONE = Paragraph("paragraph-1", "1.", (Text("One two"),))
LETTER = Note("table-1.note-a", "a", (Paragraph("", "", (Text("A note."),)),), ("table-1.indicator-a",))
TABLE = Table(
    "table-1",
    "Table 1",
    (Text("Ports"),),
    (Paragraph("", "", (Text("In tons"),)),),
    2,
    (),
    ((Cell("row", (Text("Bergen"),)), Cell("data", (Text("7"),))),),
    (Paragraph("", "", (Text("Source: the port."),)),),
    (LETTER,),
    wide=False,
)
FIGURE = Figure(
    "figure-I",
    "Figure I",
    (Text("A port"),),
    Picture("a.png", "image/png", 1, 1, moving=False, digest="0", content=b""),
    "Quay",
    (),
    (),
)
EQUATION = Equation("equation-1", "(1)", Formula("x", "<math/>", "x"))
NESTED = List("bullets", 1, (Item("", "•", (Paragraph("", "", (Text("Nested"),)),)),))


def broken(harbour: Document, *blocks: Block, row: int = 0, offset: int = 0) -> tuple[Block, ...]:
    """``blocks`` as a document's, with page 2 at a place of them."""
    made = replace(harbour, blocks=blocks)
    paged = paginate(made, (PageStart("2", "body", row, offset),))
    assert outline(paged) == outline(made), "a page break says nothing"
    return paged.blocks


def words(harbour: Document, *content: Inline, offset: int) -> tuple[Inline, ...]:
    """``content`` as a paragraph's, with page 2 at a place of its text."""
    paragraph = broken(harbour, replace(ONE, content=content), offset=offset)[0]
    assert isinstance(paragraph, Paragraph)
    return paragraph.content


@pytest.mark.parametrize(
    ("content", "offset", "expected"),
    [
        ((Text("One two"),), 4, (Text("One "), BREAK, Text("two"))),
        ((Text("One\u00a0 two"),), 4, (Text("One\u00a0 "), BREAK, Text("two"))),
        ((Text("One "), Emphasis((Text("two"),))), 4, (Text("One "), Emphasis((BREAK, Text("two"))))),
        ((Code("one two"),), 4, (Code("one "), BREAK, Code("two"))),
        (
            (Text("See "), Reference("table-1", "table 1")),
            10,
            (Text("See "), Reference("table-1", "table "), BREAK, Reference("table-1", "1")),
        ),
        ((Text("Let "), EQUATION.formula, Text(" be")), 4, (Text("Let "), BREAK, EQUATION.formula, Text(" be"))),
        (
            (Text("One"), Indicator("indicator-1", "note-1", "1"), Text(" two")),
            8,
            (Text("One"), Indicator("indicator-1", "note-1", "1"), Text(" "), BREAK, Text("two")),
        ),
    ],
)
def test_a_page_inside_a_text_is_broken_before_its_word(
    harbour: Document, content: tuple[Inline, ...], offset: int, expected: tuple[Inline, ...]
) -> None:
    assert words(harbour, *content, offset=offset) == expected


def test_several_pages_can_begin_in_one_paragraph(harbour: Document) -> None:
    made = replace(harbour, blocks=(replace(ONE, content=(Text("One two three"),)),))
    paged = paginate(made, (PageStart("2", "body", 0, 4), PageStart("3", "body", 0, 8)))
    expected = (Text("One "), BREAK, Text("two "), PageBreak("page-3", "3"), Text("three"))
    assert paged.blocks == (replace(ONE, content=expected),)


@pytest.mark.parametrize(
    "block", [ONE, TABLE, FIGURE, EQUATION, Section("section-I", 1, "I.", (Text("Ports"),), (ONE,))]
)
def test_a_page_that_begins_with_a_block_is_broken_before_it(harbour: Document, block: Block) -> None:
    assert broken(harbour, block) == (BREAK, block)


def test_a_page_inside_a_heading(harbour: Document) -> None:
    section = Section("section-I", 1, "I.", (Text("Ports and"),), (ONE,))
    assert broken(harbour, section, offset=6) == (replace(section, heading=(Text("Ports "), BREAK, Text("and"))),)


def test_a_page_in_the_caption_of_a_table(harbour: Document) -> None:
    assert broken(harbour, TABLE, row=1) == (replace(TABLE, headnote=(BREAK, *TABLE.headnote)),)


def test_a_page_in_a_row_of_a_table_is_broken_in_its_first_cell(harbour: Document) -> None:
    (first, second), *_ = TABLE.rows
    assert broken(harbour, TABLE, row=2) == (
        replace(TABLE, rows=((replace(first, content=(BREAK, *first.content)), second),)),
    )


def test_a_page_below_a_table(harbour: Document) -> None:
    assert broken(harbour, TABLE, row=3) == (replace(TABLE, source=(BREAK, *TABLE.source)),)
    assert broken(harbour, TABLE, row=4) == (replace(TABLE, notes=(replace(LETTER, blocks=(BREAK, *LETTER.blocks)),)),)


def test_a_page_that_begins_with_a_picture_is_broken_after_its_title(harbour: Document) -> None:
    assert broken(harbour, FIGURE, row=1) == (replace(FIGURE, title=(*FIGURE.title, BREAK)),)


def test_a_page_in_a_box(harbour: Document) -> None:
    box = Box("box-1", "Box 1", (Text("Ports"),), (ONE,), ())
    assert broken(harbour, box, row=1) == (replace(box, blocks=(BREAK, ONE)),)


def test_a_page_in_an_item_of_a_list(harbour: Document) -> None:
    item = Item("", "•", (ONE, NESTED))
    assert broken(harbour, List("bullets", 1, (item, item)), row=2) == (
        List("bullets", 1, (item, replace(item, blocks=(BREAK, ONE, NESTED)))),
    )


def test_an_item_that_begins_with_no_paragraph_has_its_label_on_one_page_and_its_words_on_another(
    harbour: Document,
) -> None:
    block = List("bullets", 1, (Item("", "•", (EQUATION,)),))
    empty = Paragraph("", "", ())
    assert broken(harbour, block, row=0) == (List("bullets", 1, (Item("", "•", (BREAK, empty, EQUATION)),)),)
    assert broken(harbour, block, row=1) == (List("bullets", 1, (Item("", "•", (empty, BREAK, EQUATION)),)),)


def test_a_page_in_a_list_of_definitions(harbour: Document) -> None:
    entry = Definition((Text("Port"),), (ONE,))
    assert broken(harbour, Definitions((entry,))) == (Definitions((replace(entry, term=(BREAK, *entry.term)),)),)
    assert broken(harbour, Definitions((entry,)), row=1) == (Definitions((replace(entry, blocks=(BREAK, ONE)),)),)


def test_a_page_with_nothing_but_notes_is_broken_after_the_last_block(harbour: Document) -> None:
    assert broken(harbour, ONE, row=1) == (ONE, BREAK)


def test_pages_of_the_masthead_and_the_contents_are_not_of_the_document(harbour: Document) -> None:
    assert paginate(harbour, (PageStart("1", "masthead", 0, 0), PageStart("2", "contents", 1, 0))) is harbour
