"""Widths of pictures and columns, line breaks in cells, titles of plain tables, comments of authors."""

from __future__ import annotations

import pytest

from plantin.model.document import Section, Table
from plantin.model.inlines import LineBreak
from plantin.model.outline import outline
from plantin.source import front_matter
from plantin.source import text as source_text
from plantin.translation import message
from tests.kit.compose import HEAD, codes, composed, findings, said

GRID = "| a | b |\n|:--|--:|\n| c | d |\n"


def table(body: str) -> Table:
    (section,) = composed(f"# a\n\n{body}\n").blocks
    assert isinstance(section, Section)
    return next(block for block in section.blocks if isinstance(block, Table))


def test_a_plain_table_has_its_title_below() -> None:
    found = said(
        f"# a\n\nSee [](#t).\n\n{GRID}\n: Lamps by *harbour*[^n] {{#t .no-row-heads}}\n\nText.\n\n[^n]: All.\n"
    )
    assert [f"{entry.kind} {entry.label} {entry.text}" for entry in found.body[1:]] == [
        "paragraph 1. See table 1.",
        "table Table 1 Lamps by harbour[^a]",
        "row c c a | b",
        "row d d c | d",
        "letter a All.",
        "paragraph 2. Text.",
    ]


def test_the_title_needs_no_id() -> None:
    assert table(f"{GRID}\n: Lamps\n").label == "Table 1"


def test_the_finding_of_a_table_without_a_title_says_how_to_give_one() -> None:
    (found,) = findings(f"# a\n\n{GRID}\nText.\n")
    assert (found.code, found.message) == ("S014", "a table without a title")
    assert ": Lamps by harbour" in found.hint


@pytest.mark.parametrize(("given", "widths"), [("30 70", (30, 70)), ("1, 2", (33, 67)), ("1 1", (50, 50))])
def test_columns_are_as_wide_as_their_author_says(given: str, widths: tuple[int, int]) -> None:
    assert table(f'::: {{.table widths="{given}"}}\nLamps\n\n{GRID}:::\n').widths == widths


@pytest.mark.parametrize("given", ["1", "1 2 3", "0 1", "a b", "1;2", "99999 1", "-1 2"])
def test_widths_that_cannot_be(given: str) -> None:
    assert codes(f'# a\n\n::: {{.table widths="{given}"}}\nLamps\n\n{GRID}:::\n') == {"S075"}


@pytest.mark.parametrize("given", ["0%", "101%", "60", "6cm", "60.5%", "wide"])
def test_pictures_are_as_wide_as_a_part_of_the_text(given: str) -> None:
    body = f"# a\n\n::: {{.figure}}\nMap\n\n![Three lamps](media/map.png){{width={given}}}\n:::\n"
    assert codes(body) == {"S077", "S071"}
    assert codes(body.replace(given, "60%")) == {"S071"}


@pytest.mark.parametrize("mark", ["<br>", "<br/>", "<br />", "<BR>"])
def test_lines_break_in_cells(mark: str) -> None:
    made = table(f"| a | b |\n|:--|--:|\n| c{mark}d | e |\n\n: Lamps\n")
    assert [type(inline).__name__ for inline in made.rows[0][0].content] == ["Text", "LineBreak", "Text"]


def test_lines_break_in_cells_of_a_table_in_html() -> None:
    grid = "<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td>c<br>d</td><td>e<br/>f</td></tr>\n</table>\n"
    cells = table(f"::: {{.table}}\nLamps\n\n{grid}:::\n").rows[0]
    assert all(LineBreak() in cell.content for cell in cells)


COMMENTED = (
    "# a\n\nOne.\n\n<!-- A [](#nowhere) of\n\n# an author -->\n\nTwo.\n\n- three\n\n    <!-- a comment -->\n\n<!-- the"
    " last -->\n"
)


def test_comments_of_authors_reach_nobody() -> None:
    found = outline(composed(COMMENTED))
    assert [entry.text for entry in found.body] == ["a", "One.", "Two.", "three"]
    source = source_text.parse(f"---\n{HEAD}---\n\n{COMMENTED}", "report.md")
    assert [one.text for one in message.messages(source, front_matter.read(source))] == [
        "Lamps",
        "a",
        "One.",
        "Two.",
        "three",
    ]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("Text <!-- comment --> more.\n", "S016"),
        ("<!-- a --> text\n", "S016"),
        ("<!-- never closed\n\nText.\n", "S014"),
    ],
)
def test_comments_that_would_take_text_with_them_are_refused(body: str, code: str) -> None:
    assert code in codes(f"# a\n\n{body}")
