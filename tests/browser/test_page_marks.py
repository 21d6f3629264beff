"""Where a printed page begins in the web page: beside the text where there is a margin, and no entry of a list loses its
indent for it; and the web page printed has symbol and numbers.
"""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from plantin.house.style import Style
from plantin.model.related_editions import PageStart, RelatedEditions
from plantin.writers import epub, html
from tests.kit.compose import composed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BODY = "# Lamps\n\nThe keepers of the northern harbour count them all.\n\n- one lamp\n\n- two lamps\n\n- three lamps\n"
PAGES = (PageStart("2", "body", 3, 0), PageStart("3", "body", 1, 12))
"""Page 2 begins with the second entry, page 3 within the paragraph."""
_LEFT = """() => [...document.querySelectorAll("main ul .label")].map((label) => {
  const after = document.createRange();
  after.selectNodeContents(label.parentElement);
  after.setStartAfter(label);
  return [label.getBoundingClientRect().left, after.getClientRects()[0].left];
})"""
_MARK = """() => {
  const mark = document.querySelector("#page-3"), text = mark.parentElement.getBoundingClientRect();
  const style = getComputedStyle(mark, "::before");
  return [style.position, style.content, parseFloat(style.left) > 0, text.right];
}"""


@pytest.fixture(scope="module")
def file(house: Style, moment: dt.datetime, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("marks") / "edition.html"
    path.write_bytes(html.write(composed(BODY), house, moment, RelatedEditions(pages=PAGES)))
    return path


def opened(browser: Browser, file: Path, width: int) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(file.as_uri())
    return page


@pytest.mark.parametrize("width", [390, 1280])
def test_an_entry_at_the_beginning_of_a_page_keeps_its_indent(browser: Browser, file: Path, width: int) -> None:
    page = opened(browser, file, width)
    assert page.locator("li > .page").count() == 1
    rows = page.evaluate(_LEFT)
    assert len(rows) == 3
    assert {tuple(map(round, row)) for row in rows} == {tuple(map(round, rows[0]))}
    page.close()


@pytest.mark.parametrize(("width", "place"), [(390, "static"), (1024, "absolute"), (1280, "absolute")])
def test_the_mark_is_in_the_margin_where_there_is_one(browser: Browser, file: Path, width: int, place: str) -> None:
    page = opened(browser, file, width)
    position, content, _, right = page.evaluate(_MARK)
    assert position == place
    assert content == ('"Page 3"' if place == "absolute" else '"[Page 3]"')
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert right < width - 60 or place == "static"
    page.close()


def test_printed_it_has_the_symbol_and_the_numbers_of_its_pages(
    browser: Browser, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    path = tmp_path / "long.html"
    path.write_bytes(html.write(composed("The lamps burn.\n\n" * 120), house, moment))
    page = opened(browser, path, 1280)
    with pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True))) as printed:
        texts = ["".join(one.get_textpage().get_text_range().split()) for one in printed]
        count = len(texts)
    page.close()
    assert count > 2, texts
    assert [f"{n}/{count}" in text for n, text in enumerate(texts, 1)] == [True] * count
    assert all(text.startswith(f"S/2035/1{n}/{count}") for n, text in enumerate(texts[1:], 2))


def test_the_sheet_of_the_book_has_the_same_indent(house: Style, moment: dt.datetime) -> None:
    made = epub.write(composed(BODY), house, moment, RelatedEditions(pages=PAGES))
    assert made
    sheet = house.sheet("epub.css").text(lambda picture: picture.name)
    assert "li > p:first-child" not in sheet
    assert "li > p:first-of-type > .label" in sheet


def test_readers_can_do_without_the_marks(browser: Browser, file: Path) -> None:
    page = opened(browser, file, 390)
    assert page.locator("#page-3").is_visible()
    page.evaluate('document.querySelector("#pages-hidden").click()')
    assert not page.locator("#page-3").is_visible(), "neither seen nor heard"
    assert page.locator("#page-3").count() == 1, "and still there for a link"
    page.close()


def test_without_printed_pages_there_is_no_such_choice(house: Style, moment: dt.datetime) -> None:
    assert b'id="pages-hidden"' not in html.write(composed(BODY), house, moment)


def test_what_the_tab_key_reaches_is_in_view_at_once(
    browser: Browser, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    path = tmp_path / "links.html"
    path.write_bytes(
        html.write(
            composed(
                "\n\n".join(f"The lamps[^n{n}] burn." for n in range(40))
                + "\n\n"
                + "\n\n".join(f"[^n{n}]: Lamp {n}." for n in range(40))
            ),
            house,
            moment,
        )
    )
    page = opened(browser, path, 1280)
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate("""() => new Promise((done) => requestAnimationFrame(() => {
              const box = document.activeElement.getBoundingClientRect();
              done(box.bottom > 0 && box.top < innerHeight);
            }))""")
        )
    page.close()
    assert all(seen)
