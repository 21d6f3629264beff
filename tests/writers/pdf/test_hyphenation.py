"""Where the printed page divides words, and where it does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from plantin.house.style import Style
from plantin.model.document import Document, Paragraph
from plantin.model.inlines import Text
from plantin.model.labels import Hyphenation
from plantin.writers.pdf import line_breaking, paragraph_layout
from plantin.writers.pdf.hyphenation import Rules
from plantin.writers.pdf.layout import lay_out
from plantin.writers.pdf.markup import markup
from plantin.writers.pdf.replacements import layout_in_place

RUSSIAN = Hyphenation(
    "ru", 6, 2, 3, name=9, exceptions=("контр-тер-рор", "между-на-род"), whole=(r"\b[A-Z]-\d+(?:/\d+)?",)
)
WORDS = (
    "По оценкам государств, в этом году продолжающееся давление на группу и ограничение возможностей ее финансирования"
    " привели к тому, что она расширила присутствие в соседних районах, где, как и прежде, представляет угрозу для"
    " населения и для международного сообщества."
)


@pytest.mark.parametrize(
    ("word", "joined"), [("ИНТЕРПОЛ", False), ("ЮНИСЕФом", False), ("Франция", False), ("членами", True)]
)
def test_capitals_short_names_and_parts_of_compounds_are_whole(word: str, joined: bool) -> None:
    assert not Rules(RUSSIAN).admits(word, joined=joined)


def test_at_need_a_long_name_is_divided_but_short_ones_and_capitals_never() -> None:
    assert Rules(replace(RUSSIAN, name=40)).admits("Исполнительного", need=True)
    assert not Rules(replace(RUSSIAN, name=40)).admits("Исполнительного")
    assert not Rules(RUSSIAN).admits("Франция", need=True)
    assert Rules(RUSSIAN).admits("членами", joined=True, need=True)
    assert not Rules(RUSSIAN).admits("ИНТЕРПОЛ", need=True)
    assert Rules(RUSSIAN).admits("государствами")


def test_a_language_says_what_a_division_costs_and_a_name_costs_more() -> None:
    dear, cheap = Rules(replace(RUSSIAN, penalty=3600)), Rules(RUSSIAN)
    assert dear.price(willing=True) > cheap.price(willing=True)
    assert cheap.price(willing=False) > cheap.price(willing=True)


@pytest.mark.parametrize(
    ("before", "after", "kept"), [("Дайр", "эз", True), ("Абу", "Бакр", False), ("по", "прежнему", True)]
)
def test_a_compound_leaves_no_stub_at_its_own_hyphen(before: str, after: str, kept: bool) -> None:
    assert Rules(replace(RUSSIAN, before=3)).keeps(before, after) is kept


def test_exceptions_win_over_the_dictionary() -> None:
    places = Rules(RUSSIAN).places("контртеррористических", [3, 5, 8, 10, 12, 14, 16])
    assert places == {5, 8, 12, 14, 16} | ({11} & places)
    assert Rules(RUSSIAN).places("международного", [3, 5, 7, 11]) == {5, 7, 11}


def lines(document: Document, style: Style) -> list[list[str]]:
    """The lines of the paragraphs of each page."""
    from weasyprint.formatting_structure.boxes import LineBox, TextBox

    root: ET.Element = markup(
        document, ("p { hyphens: auto; text-align: justify; hyphenate-character: '\u2010' }" + PAGE,)
    )
    with layout_in_place(document.hyphenation):
        pages: Any = lay_out(root, style).pages
    return [
        [
            "".join(box.text for box in line.descendants() if isinstance(box, TextBox)).strip()
            for line in page._page_box.descendants()
            if isinstance(line, LineBox) and line.element.tag == "p"
        ]
        for page in pages
    ]


def test_the_lines_chosen_for_a_paragraph_are_kept_for_when_its_page_is_made_again(
    report: Document, house: Style
) -> None:
    paragraphs = tuple(Paragraph(f"paragraph-{n}", "", (Text(WORDS),)) for n in range(1, 4))
    document = replace(report, language="ru", hyphenation=RUSSIAN, blocks=paragraphs, notes=())
    root: ET.Element = markup(
        document, ("p { hyphens: auto; text-align: justify; hyphenate-character: '\u2010' }" + PAGE,)
    )
    with layout_in_place(document.hyphenation) as setting:
        lay_out(root, house)
        chosen = {box.element.get("id"): plan for (box, _, begin), plan in setting.plans.items() if begin == "None"}
    assert [len(chosen[f"paragraph-{n}"]) > 1 for n in range(1, 4)] == [True] * 3, (
        "to be at the end is not to be at the beginning"
    )


PAGE = (
    " @page { size: 130mm 60mm; margin: 8mm } html { font-family: 'Noto Serif'; font-size: 9pt } header, nav, h1 {"
    " display: none }"
)


@pytest.fixture
def words(report: Document, house: Style) -> Document:
    text = Text(" ".join([WORDS] * 7))
    return replace(
        report, language="ru", hyphenation=RUSSIAN, blocks=(Paragraph("paragraph-1", "", (text,)),), notes=()
    )


def test_three_divisions_in_a_row_are_fewer_and_none_is_at_a_page_turn(
    words: Document, house: Style, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faults(pages: list[list[str]]) -> tuple[int, int]:
        ends = [line.endswith("\u2010") for page in pages for line in page]
        thirds = sum(all(ends[n - 2 : n + 1]) for n in range(2, len(ends)))
        turns = sum(page[-1].endswith("\u2010") for page in pages)
        return thirds, turns

    def said(pages: list[list[str]]) -> str:
        return "".join(f"{line} ".replace("\u2010 ", "") for page in pages for line in page)

    ours = lines(words, house)
    monkeypatch.setattr(paragraph_layout, "choose", lambda *_: ())
    free = lines(words, house)
    assert faults(ours) == (0, 0)
    assert min(faults(free)) > 0, "the engine by itself has both"
    assert said(ours) == said(free)


def test_every_line_ends_where_it_was_chosen_to(words: Document, house: Style, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: list[int] = []

    def choose(*arguments: Any) -> Any:
        ends = line_breaking.choose(*arguments)
        chosen.append(len(ends))
        return ends

    monkeypatch.setattr(paragraph_layout, "choose", choose)
    pages = lines(words, house)
    # The paragraph is chosen whole, and again from the top of each page whose last line was changed.
    assert chosen[0] >= len(pages[0])
    assert len(chosen) <= len(pages)
    assert all(chosen)


def test_the_same_words_are_divided_in_the_same_way_again(words: Document, house: Style) -> None:
    assert lines(words, house) == lines(words, house)


def test_addresses_and_what_the_language_names_stay_whole(report: Document) -> None:
    text = Text("Сеть I-24/7 и www.lamps.example/one-two/three, http://lamps.example/x.")
    document = replace(report, hyphenation=RUSSIAN, blocks=(Paragraph("paragraph-1", "", (text,)),), notes=())
    root = markup(document, ())
    spans = [
        (span.get("class"), "".join(span.itertext()))
        for span in root.iter("span")
        if span.get("class") in {"address", "whole"}
    ]
    assert ("whole", "I-24/7") in spans
    assert ("whole", "www.lamps.example/") in spans
    assert ("address", "www.lamps.example/one-two/three,") in spans
    assert ("whole", "http://lamps.example/") in spans
    assert "".join(root.find(".//main").itertext()).strip() == text.text  # type: ignore[union-attr]
