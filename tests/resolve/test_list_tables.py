"""A table typed as a list of lists: cells of several paragraphs and with lists."""

from __future__ import annotations

import pytest

from plantin.model.document import Table, every
from tests.kit.compose import codes, composed, said

TABLE = "See [](#t).\n\n::: {{#t .table .list{}}}\nLamps\n\n{}\n:::\n"
ROWS = "- - a\n  - b\n- - red\n  - {}"


def rows(cells: str, attributes: str = "") -> list[tuple[str, str]]:
    return [(row.label, row.text) for row in said(TABLE.format(attributes, cells)).body if row.kind == "row"]


def test_one_paragraph_in_a_cell_is_a_cell_like_any_other() -> None:
    assert rows(ROWS.format("1")) == [("c c", "a | b"), ("r d", "red | 1")]


def test_paragraphs_and_lists_in_a_cell_have_a_sign_each() -> None:
    cell = "It says\n\n    - one;\n\n      - and more;\n\n    - two.\n\n    It ends."
    assert rows(ROWS.format(cell))[1] == ("r d:p121p", "red | It says • one; • and more; • two. It ends.")


@pytest.mark.parametrize("number", ["3.", "(b)", "iv)", "A)"])
def test_entries_in_a_cell_keep_their_numbers(number: str) -> None:
    assert rows(ROWS.format(f"{number} lamps"))[1] == ("r d:1", f"red | {number} lamps")


def test_spans_heads_and_alignments_are_those_of_every_table() -> None:
    cells = "- - a\n  - b\n  - <\n- - ^\n  - c\n  - d\n- - red\n  - 1\n  -"
    assert rows(cells, " head=2") == [("c1/2 c2", "a | b"), ("c c", "c | d"), ("r d d", "red | 1 | ")]
    table = next(
        block
        for block in every(composed(TABLE.format(' align="left, right"', ROWS.format("1"))).blocks)
        if isinstance(block, Table)
    )
    assert [cell.align for cell in table.cells()] == ["start", "end", "start", "end"]


def test_what_is_typed_wrongly_has_its_finding() -> None:
    assert codes(TABLE.format("", "- - a\n  - b\n- - red")) == {"S075"}
    assert codes(TABLE.format("", "- - a\n  - b\n- red")) == {"S075"}
    assert codes(TABLE.format(' align="left"', ROWS.format("1"))) == {"S075"}
    assert codes(TABLE.format(' align="left, up"', ROWS.format("1"))) == {"S075"}
    assert codes(TABLE.format("", "no list")) == {"S077"}
    assert codes(TABLE.format("", ROWS.format("> quoted"))) == {"S173"}
    assert codes(TABLE.format("", ROWS.format("text\n\n    # Heading"))) == {"S173"}
