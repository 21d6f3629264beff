"""Plain text and Markdown: every report read back, plain text in lines of the measure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from plantin.auditors.parity.outline import differences
from plantin.house.layout import House
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.packs.plain.auditor import markdown as markdown_auditor
from plantin.packs.plain.auditor import text as auditor
from plantin.packs.plain.tables import PlainText
from plantin.packs.plain.writer import markdown, text
from plantin.packs.plain.writer.text.wrapping import columns, wrap
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.kit.houses import NAMES, slug

MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)


def made(document: Document, style: Style) -> str:
    return text.write(document, style, MOMENT).decode()


def said(document: Document, content: str) -> list[str]:
    reading = auditor.read(content.encode(), "x.txt")
    return [
        str(finding)
        for finding in (
            *differences(reading.expected_outline(document), reading.outline(), "x.txt"),
            *reading.findings(),
        )
    ]


@pytest.mark.parametrize("notes", ["section", "end"])
@pytest.mark.parametrize("width", [40, 72])
@pytest.mark.parametrize("name", NAMES)
def test_every_report_is_read_back(name: str, width: int, notes: str, examples: House, store: Editions) -> None:
    document = store.document(examples, slug(name))
    style = replace(store.style, tables=(PlainText(width, notes),))  # type: ignore[arg-type]
    content = made(document, style)
    assert said(document, content) == []
    prose = re.sub(r"(?ms)^ *```$.*?^ *```$", "", content)
    assert [line for line in prose.split("\n") if columns(line) > width and len(line.split()) > 2] == []


@pytest.mark.parametrize(
    "body",
    [
        "One [7] is literal, two is a call.[^a]\n\n[^a]: A note, see [1].",
        "It says [sic[^a]].\n\n[^a]: A note.",
        "A link to [the book](https://example.org/book) of lamps.",
        "Ten is 10^6^ and H~2~O, x^th^ and y~max~.",
    ],
)
def test_what_looks_like_a_mark_is_not_one(body: str, store: Editions) -> None:
    document = composed(f"# Lamps\n\n{body}")
    content = made(document, store.style)
    assert said(document, content) == []


def test_an_address_is_printed_where_the_words_do_not_show_it(store: Editions) -> None:
    content = made(
        composed("# Lamps\n\nSee [the book](https://example.org/book) and https://example.org/a."), store.style
    )
    assert "the book <https://example.org/book> and https://example.org/a." in " ".join(content.split())


def test_a_raised_figure_keeps_its_meaning(store: Editions) -> None:
    assert "10⁶ lamps, CO₂" in made(composed("# Lamps\n\n10^6^ lamps, CO~2~."), store.style)


def test_a_head_above_an_empty_cell_has_plain_spaces(store: Editions) -> None:
    report = composed(f"::: {{.table}}\nLamps\n\n| Of\u00a0years | {'Words ' * 20}|\n|---|---|\n| | One |\n:::")
    content = made(report, store.style)
    assert "- Of years:\n" in content
    assert "\u00a0" not in content


def test_wide_characters_take_two_columns() -> None:
    lines = wrap("桥梁" * 30, 20).split("\n")
    assert max(map(columns, lines)) == 20
    assert all(not line.startswith("。") for line in wrap("桥梁很老。" * 9, 18).split("\n"))


@pytest.mark.parametrize("name", NAMES)
def test_every_report_is_read_back_from_markdown(name: str, examples: House, store: Editions) -> None:
    assert marked(store.document(examples, slug(name)), store.style) == []


@pytest.mark.parametrize(
    "body",
    [
        'A *"quoted"* word, **(bold)**text, *a***b**, \\_x_y, *(灯)*塔.',
        "Ten \\* 3 = 30, a_b_c, &amp; `a ``b`` |` 1\\. x!",
        "[^a] call [sic[^a]].\n\n[^a]: One.\n\n    Two.\n\n    - x\n    - y",
        "A [link (x)](https://example.org/a_(b)) and https://example.org/a_b_c?x=1&y=2.",
        "Price $5 and $6, a < b > c.",
        "- \\- dash\n- \\# heading\n- a | b",
        '[$\\frac{a}{b}$]{alt="a over b"} is `code with  two`.',
        "\\=== and\n\n\\--- and\n\n\\> more",
    ],
)
def test_no_sign_of_the_text_is_a_mark_of_markdown(body: str, store: Editions) -> None:
    assert marked(composed(f"# Lamps\n\nOne.\n\n{body}"), store.style) == []


def marked(document: Document, style: Style) -> list[str]:
    reading = markdown_auditor.read(markdown.write(document, style, MOMENT), "x.md")
    return [
        str(finding) for finding in (*differences(outline(document), reading.outline(), "x.md"), *reading.findings())
    ]


def test_what_is_raised_or_lowered_has_characters_that_say_so(store: Editions) -> None:
    document = composed("# Lamps\n\nx~i~, Ca^2+^, SO~4~^2-^, 10^−3^, x^β^, y~q~, 3^rd^.")
    content = made(document, store.style)
    assert "xᵢ, Ca²⁺, SO₄²⁻, 10⁻³, x⁽β⁾, y₍q₎, 3rd." in content
    for sign, flat in (("ᵢ", "i"), ("²⁺", "2+"), ("⁻³", "−3"), ("⁽β⁾", "β")):
        assert said(document, content.replace(sign, flat)) != []
