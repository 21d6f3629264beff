"""Words from left to right that several boxes make stay in their order in lines from right to left (UAX 9)."""

from __future__ import annotations

import pymupdf
import pytest

from plantin.model.inlines import Emphasis, Indicator, Inline, Subscript, Superscript, Text, plain
from plantin.writers.pdf.embedded import runs
from tests.kit.compose import composed
from tests.kit.editions import Editions

TWO = Subscript((Text("2"),))
SQUARE = Superscript((Text("2"),))
HOMO = Emphasis((Text("Homo"),))


def held(*content: Inline) -> list[str]:
    found = list(runs(content))
    assert "".join(plain(run) for _, run in found) == plain(content)
    return [plain(run) for whole, run in found if whole]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ((Text("غاز CO"), TWO, Text(" في")), ["CO2"]),
        ((Text("غاز H"), TWO, Text("O في")), ["H2O"]),
        ((Text("غاز carbon CO"), TWO, Text(" في")), ["carbon CO2"]),
        ((Text("المساحة 10"), SQUARE, Text(" مترا")), ["102"]),
        ((Text("10"), SQUARE, Text(" 5"), SQUARE), ["102", "52"]),
        ((Text("يكتب "), HOMO, Text(" sapiens هنا")), ["Homo sapiens"]),
        ((Text("يكتب "), HOMO, Text(" هنا")), []),
        ((Text("سنة 2036"), Indicator("indicator-1", "1", "note-1"), Text(" هنا")), []),
        ((Text("غاز CO في"),), []),
    ],
)
def test_runs(content: tuple[Inline, ...], expected: list[str]) -> None:
    assert held(*content) == expected


def test_they_stand_in_their_order_on_the_page(store: Editions) -> None:
    document = composed("# الهواء\n\nيزيد غاز CO~2~ في الهواء.\n", "original-language: ar\nlanguages: [ar]\n", "ar")
    with pymupdf.open(store.path(document, "pdf")) as file:
        spans = [
            span
            for block in file[0].get_text("rawdict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
        ]
    places = [(char["c"], char["bbox"][0]) for span in spans for char in span["chars"]]
    letter = next(at for at, (char, _) in enumerate(places) if char == "C" and places[at + 1][0] == "O")
    end = places[letter + 1][1]
    assert any(char in "2₂" and 0 < x - end < 15 for char, x in places)
