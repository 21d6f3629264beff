"""Web pages and EPUBs of reports in Arabic and Chinese, in a browser: in the faces that they carry, in both weights,
nothing cut off.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pymupdf
import pytest
from fontTools.ttLib import TTFont

from plantin.house.style import Style
from plantin.model.document import Document
from plantin.resolve import resolve
from plantin.resolve.notes import definitions
from plantin.source import front_matter, pandoc
from plantin.source import text as source_text
from plantin.writers import font_faces, html
from tests.kit import charts, houses
from tests.kit.compose import composed
from tests.kit.editions import Editions

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.full

REPORTS = {"ar": "public-gardens", "zh": "river-bridges"}
FACES = {"ar": "NotoNaskhArabic-Regular", "zh": "NotoSerifCJKsc-Regular"}
MOST = {"ar": 60_000, "zh": 200_000}
"""What the faces of these short reports may add to a file, in bytes."""

_LOADED = (
    "document.fonts.ready.then(() => [...document.fonts].filter((f) => f.status == 'loaded').map((f) => `${f.family}"
    " ${f.weight}`))"
)
_CUT = r"""() => [...document.querySelectorAll("nav.contents a")].flatMap((row) => {
  const nav = row.closest("nav").getBoundingClientRect();
  const range = document.createRange();
  range.selectNodeContents(row);
  return [...range.getClientRects()].filter((box) => box.width && (box.left < nav.left - 1 || box.right > nav.right + 1));
}).length"""


def document(language: str) -> Document:
    """The test report in ``language``."""
    text = source_text.read(houses.REPORTS / REPORTS[language] / "report.md")
    nodes, _ = pandoc.parse(text.body(), text.path)
    return resolve(front_matter.read(text), nodes, definitions(text), houses.un(language)).document


@pytest.mark.parametrize("language", REPORTS)
def test_the_page_is_set_in_the_face_of_its_script(language: str, store: Editions, browser: Browser) -> None:
    path = store.path(document(language), "html")
    with browser.new_context(viewport={"width": 1100, "height": 900}) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        loaded = set(page.evaluate(_LOADED))
        assert {f"{FACES[language]} 400", f"{FACES[language]} 700"} <= loaded
        assert page.evaluate(_CUT) == 0, "rows of the contents are cut off"
        chain = page.evaluate("getComputedStyle(document.querySelector('p')).fontFamily")
        assert FACES[language] in chain.split(",")[1]


@pytest.mark.parametrize(("language", "word"), [("ar", "ضفضع"), ("zh", "青蛙")])
def test_words_of_charts_are_found_and_in_faces_of_the_page(
    language: str, word: str, store: Editions, browser: Browser
) -> None:
    made = replace(charts.figure(replace(charts.chart("bar"), category_axis=word), "chart"), label="1")
    report = document(language)
    path = store.path(replace(report, blocks=(*report.blocks, made)), "html")
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(path.as_uri())
        page.evaluate("document.fonts.ready")
        assert (
            page.evaluate("(word) => window.find(word) && getSelection().anchorNode.parentElement.tagName", word)
            == "text"
        )
        session = context.new_cdp_session(page)
        session.send("DOM.enable")
        session.send("CSS.enable")
        root = session.send("DOM.getDocument")["root"]["nodeId"]
        texts = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": ".chart text"})["nodeIds"]
        faces = [
            one for node in texts for one in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        ]
        assert {one["isCustomFont"] for one in faces} == {True}


@pytest.mark.parametrize("language", REPORTS)
def test_the_book_carries_the_letters_that_it_shows_and_no_more(language: str, store: Editions) -> None:
    with zipfile.ZipFile(store.path(document(language), "epub")) as book:
        names = [
            name for name in book.namelist() if Path(name).name.startswith(FACES[language].removesuffix("Regular"))
        ]
        fonts = {Path(name).stem: book.read(name) for name in names}
        assert sum(book.getinfo(name).compress_size for name in names) < MOST[language]
        pages = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    shown = re.sub(r"<title\b.*?</title>|<[^>]*>", "", pages)
    assert set(fonts) == {FACES[language], FACES[language].replace("Regular", "Bold")}
    for name, content in fonts.items():
        face = TTFont(io.BytesIO(content))
        assert face["OS/2"].usWeightClass == (700 if name.endswith("Bold") else 400)
        assert {
            ord(one) for one in shown if "\u0600" <= one <= "\u06ff" or "\u4e00" <= one <= "\u9fff"
        } <= face.getBestCmap().keys()


def test_a_page_in_latin_letters_carries_none_of_them(harbour: Document, store: Editions) -> None:
    page = store.content(harbour, "html").decode()
    assert set(re.findall(r'@font-face \{ font-family: "([^"]*)"', page)) == {"STIX Two Text", "Andika"}


@pytest.mark.parametrize(
    ("report", "carried"),
    [
        ("河上桥梁：现状与维护 Bridge Bridge Bridge", True),
        ("The river 河 has bridges", False),
        ("", False),
        ("1 2", False),
    ],
)
def test_a_report_carries_them_though_it_has_latin_words(report: str, store: Editions, *, carried: bool) -> None:
    assert bool(font_faces.others(store.style, report, report)) is carried


@pytest.mark.parametrize("way", ["scale of the printer", "size that the reader chose"])
def test_a_page_printed_at_twice_its_size_has_all_its_words(way: str, store: Editions, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(store.path(document("ar"), "html").as_uri())
        usual = page.pdf()
        if way.startswith("size"):
            page.evaluate("document.documentElement.dataset.size = '200'")
        larger = page.pdf(scale=1 if way.startswith("size") else 2)
    (letters, size), (others, twice) = map(_printed, (usual, larger))
    assert Counter({one: times for one, times in letters.items() if one.isalpha()}) <= others
    assert twice == pytest.approx(2 * size, rel=0.02)


def test_a_wide_table_is_printed_whole_at_twice_its_size(browser: Browser, house: Style, moment: dt.datetime) -> None:
    rows = (["Place", *("Mo.",) * 12], ["---"] * 13, ["Alder Bridge", *("17,777",) * 12])
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    made = html.write(composed(f"# Tables\n\nText.\n\n:::: {{#t .table}}\n\nBarges\n\n{table}\n\n::::"), house, moment)
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content(made.decode())
        page.evaluate("document.documentElement.dataset.size = '200'")
        letters, _ = _printed(page.pdf())
    assert letters["7"] == 4 * 12


def _printed(content: bytes) -> tuple[Counter[str], float]:
    """The letters that are on the pages, and the size of most of them in points."""
    with pymupdf.open(stream=content, filetype="pdf") as opened:
        spans = [
            span
            for page in opened
            for block in page.get_text("dict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
        ]
    sizes = Counter(size for span in spans for size in [round(span["size"], 1)] * len(span["text"]))
    return Counter("".join(span["text"] for span in spans).replace(" ", "")), sizes.most_common(1)[0][0]
