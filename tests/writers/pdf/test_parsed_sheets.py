"""Sheets are read once, and nothing that they give to a document is lost when they are not read again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import weasyprint

from plantin.house.style import Style
from plantin.writers import pdf
from plantin.writers.pdf import caches
from tests.kit.compose import composed

FACE = '@font-face { font-family: "Lamps"; src: url("font:regular") }\n'
PAGE = "@page { margin: 1cm } @page :left { @top-left { content: 'Lamps' } }\n"


class Fonts:
    """The fonts of a document, as far as sheets know them."""

    def __init__(self) -> None:
        self.faces: list[dict[str, Any]] = []

    def add_font_face(self, descriptors: dict[str, Any], fetcher: Any) -> None:
        assert fetcher == "fetcher"
        self.faces.append(descriptors)


class Reader:
    """WeasyPrint's, that counts."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, *, string: str, **given: Any) -> Any:
        self.texts.append(string)
        return weasyprint.CSS(string=string, **given | {"url_fetcher": None})


def given(rules: list[Any] | None = None) -> dict[str, Any]:
    return {
        "base_url": None,
        "media_type": "print",
        "url_fetcher": "fetcher",
        "font_config": Fonts(),
        "page_rules": [] if rules is None else rules,
        "layers": [],
        "counter_style": {},
        "color_profiles": {},
    }


@pytest.fixture(autouse=True)
def _none_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caches, "_SHEETS", type(caches._SHEETS)())


def test_a_sheet_is_read_once_and_gives_all_to_each_document() -> None:
    reader = Reader()
    sheet = caches.sheets_read_once(reader)
    first, again = given(), given(["a rule of the sheet before"])
    made = [sheet(string=FACE + PAGE + "p { color: red }", **one) for one in (first, again)]
    assert len(reader.texts) == 1
    assert [len(one["font_config"].faces) for one in (first, again)] == [1, 1]
    assert [len(one["page_rules"]) for one in (first, again)] == [2, 3]
    assert [
        one.page_rules is rules for one, rules in zip(made, (first["page_rules"], again["page_rules"]), strict=True)
    ] == [True, True]
    assert made[0].matcher is made[1].matcher


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("@layer lamps { p { color: red } }", "layers"),
        ('@counter-style lamps { system: cyclic; symbols: "*"; suffix: " " }', "counter_style"),
    ],
)
def test_a_sheet_that_adds_anything_else_is_read_each_time(text: str, part: str) -> None:
    sheet = caches.sheets_read_once(Reader())
    for one in (given(), given()):
        sheet(string=text, **one)
        assert len(one[part]) == 1


def test_the_last_sheets_are_kept() -> None:
    reader = Reader()
    sheet = caches.sheets_read_once(reader)
    texts = [f"p {{ margin: {number}px }}" for number in range(caches._MOST_SHEETS + 1)]
    for text in [*texts, texts[-1], texts[0]]:
        sheet(string=text, **given())
    assert reader.texts == [*texts, texts[0]]


def test_pages_of_sheets_that_were_kept_are_the_same(house: Style, moment: dt.datetime) -> None:
    document = composed("# Lamps\n\nOne.[^a]\n\n[^a]: A note.\n")
    first = pdf.write(document, house, moment)
    assert caches._SHEETS
    assert pdf.write(document, house, moment) == first
