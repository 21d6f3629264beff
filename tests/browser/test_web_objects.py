"""Tables, pictures, boxes and formulas of the web page in a real browser."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from plantin.house.layout import House
from plantin.house.style import Style
from plantin.writers import html
from tests.kit import charts, drawn_words
from tests.kit.compose import composed
from tests.kit.editions import MOMENT, Editions
from tests.kit.houses import slug

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
AXE = ROOT / ".validators" / "node_modules" / "axe-core" / "axe.min.js"
REPORTS = ("lending-libraries", "weather-stations", "meadows", "ferry-crossings", "night-trains")


@pytest.fixture(scope="module")
def pages(examples: House, store: Editions) -> dict[str, Path]:
    """The web pages of the test reports, by the names of their folders."""
    return {name: store.path(store.document(examples, slug(name), "en"), "html") for name in REPORTS}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


@pytest.mark.full
@pytest.mark.parametrize("name", REPORTS)
def test_it_is_whole_on_every_screen_and_asks_nobody_for_anything(
    pages: dict[str, Path], page: Page, name: str
) -> None:
    assert AXE.is_file(), "not run: axe-core is missing; `make validators` installs it"
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(pages[name].as_uri())
    page.evaluate(AXE.read_text("utf-8"))
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            assert [f"{rule['id']}: {rule['nodes'][0]['target']}" for rule in found["violations"]] == [], (
                width,
                scheme,
            )
    page.emulate_media(media="print")
    page.mouse.wheel(0, 20000)
    assert [url for url in asked if not url.startswith("data:")] == [pages[name].as_uri()]
    broken = "[...document.images].filter((one) => !(one.complete && one.naturalWidth)).length"
    assert page.evaluate(broken) == 0


def test_only_what_can_be_too_wide_is_a_region_to_be_moved(pages: dict[str, Path], page: Page) -> None:
    page.goto(pages["lending-libraries"].as_uri())
    rows: list[list[Any]] = page.evaluate("""() => [...document.querySelectorAll(".scroll")]
          .map((one) => [one.scrollWidth > one.clientWidth, one.tabIndex, one.getAttribute("role")])""")
    assert any(moved for moved, *_ in rows)
    assert any(role is None for *_, role in rows)
    assert all(not moved or (index, role) == (0, "region") for moved, index, role in rows)
    region = page.get_by_role("region", name="Volumes held, by library and by kind of book")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("(one) => one.scrollLeft > 0", arg=region.element_handle())


def _dark(png: bytes) -> int:
    """The darkest value of a picture."""
    return int(Image.open(io.BytesIO(png)).convert("L").getextrema()[0])


def test_a_table_that_goes_on_beyond_an_edge_shows_it_there(pages: dict[str, Path], page: Page) -> None:
    page.goto(pages["lending-libraries"].as_uri())
    region = page.locator(".scroll[role=region]").first
    region.evaluate(
        "(one) => { one.firstElementChild.style.visibility = 'hidden'; one.scrollIntoView({block: 'start'}); }"
    )
    box = region.bounding_box()
    assert box
    top = {"y": box["y"] + 3, "height": 3, "width": 3}
    edges = [{"x": box["x"], **top}, {"x": box["x"] + box["width"] - 3, **top}]

    def shades() -> list[bool]:
        page.wait_for_timeout(100)
        return [_dark(page.screenshot(clip=edge)) < 200 for edge in edges]  # type: ignore[arg-type]

    assert region.get_attribute("data-beyond") == "end"
    assert shades() == [False, True]
    region.evaluate("(one) => { one.scrollLeft = 40; }")
    assert shades() == [True, True]
    assert region.get_attribute("data-beyond") == "start end"
    region.evaluate("(one) => { one.scrollLeft = 10000; }")
    assert shades() == [True, False]
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_function("(one) => one.dataset.beyond === ''", arg=region.element_handle())
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(forced_colors="active")
    page.wait_for_function("(one) => one.dataset.beyond !== ''", arg=region.element_handle())
    style, width = region.evaluate(
        "(one) => { const look = getComputedStyle(one); return [look.borderInlineEndStyle,"
        " look.borderInlineEndWidth]; }"
    )
    assert (style, width) == ("dashed", "4px")


def test_what_is_focused_shows_it(pages: dict[str, Path], page: Page) -> None:
    page.goto(pages["weather-stations"].as_uri())
    page.locator("pre[tabindex]").first.focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


@pytest.mark.parametrize("width", [320, 360, 390, 412, 480, 768])
def test_no_arrow_stands_alone_on_a_line(pages: dict[str, Path], page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in pages.values():
        page.goto(path.as_uri())
        alone: list[str] = page.evaluate(
            """() => [...document.querySelectorAll(".joined > .back:first-of-type")].filter((arrow) => {
              const word = document.createRange();
              word.selectNodeContents(arrow.parentElement.firstChild);
              const boxes = [...word.getClientRects()];
              const at = arrow.getBoundingClientRect();
              return !boxes.some((box) => box.bottom > at.top && box.top < at.bottom);
            }).map((arrow) => arrow.getAttribute("href"))"""
        )
        assert alone == [], path.name


def test_a_paragraph_of_an_annex_is_cited_with_its_annex(pages: dict[str, Path], page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(pages["ferry-crossings"].as_uri())
    page.locator("[id='annex-I.paragraph-1'] > a.label").click()
    page.get_by_role("button", name="Copy link to paragraph 1", exact=True).wait_for()
    page.locator(".tools button.copy-citation").click()
    page.get_by_role("status").filter(has_text="A/90/44, annex I, para. 1").wait_for()
    page.locator("[id='annex-I.appendix-I.paragraph-1'] > a.label").click()
    page.locator(".tools button.copy-citation").click()
    page.get_by_role("status").filter(has_text="A/90/44, annex I, appendix I, para. 1").wait_for()


def test_the_call_of_a_note_is_a_word_of_its_own_in_names(pages: dict[str, Path], page: Page) -> None:
    """What a screen reader calls a figure or a table: "VaneNote a" is no word."""
    names = set()
    for report in ("weather-stations", "lending-libraries"):
        page.goto(pages[report].as_uri())
        nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        named = (node for node in nodes if node.get("role", {}).get("value") in {"figure", "table"})
        names |= {" ".join(node.get("name", {}).get("value", "").split()) for node in named}
    assert {"Figure III Vane Note a", "Table 2 Loans per reader and year Note a"} <= names


def test_words_of_charts_have_contrast_on_dark_pages_and_in_forced_colours(
    page: Page, house: Style, tmp_path: Path
) -> None:
    made = replace(charts.figure(charts.chart("stacked"), "chart"), label="1")
    path = tmp_path / "chart.html"
    path.write_bytes(html.write(replace(composed("Text."), blocks=(made,)), house, MOMENT))
    page.goto(path.as_uri())
    for scheme, forced in (("light", "active"), ("dark", "active"), ("dark", "none")):
        page.emulate_media(color_scheme=scheme, forced_colors=forced)  # type: ignore[arg-type]
        drawings = drawn_words.in_page(page)
        assert len(drawings[0].words) > 5
        assert list(drawn_words.pale(page, drawings)) == []
        box = page.locator("svg.chart").bounding_box()
        assert box
        ground = page.screenshot(clip={"x": box["x"], "y": box["y"] + box["height"] - 3, "width": 2, "height": 2})
        assert (_dark(ground) < 60) is (scheme == "dark")
    page.add_style_tag(content="svg.chart text { fill: #888 }")
    assert list(drawn_words.pale(page, drawings))
