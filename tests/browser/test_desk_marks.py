"""The desk as a translator's tool, in a real browser: marks, saving that keeps nobody waiting, what fits a window."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from plantin import translation
from plantin.house.layout import House
from plantin.packs.desk.server import Server
from plantin.translation.po import Catalogue
from tests.kit import desks
from tests.kit.chromium import PATIENCE, expect
from tests.kit.desks import FIRST, SECOND, SLUG, THIRD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.full

Open = Callable[..., "Page"]
WHOLE = "[]{#oil} La première lampe brûle 24\u00a0heures[^a]."


@pytest.fixture
def home(tmp_path: Path) -> House:
    house = desks.made(tmp_path / "house")
    shutil.copytree(desks.ROOT / "locales" / "ar", house.root / "locales" / "ar", ignore=shutil.ignore_patterns("*.po"))
    report = house.report(SLUG)
    report.write_text(report.read_text("utf-8").replace("[en, fr]", "[en, fr, ar]"), "utf-8")
    translation.update_file(house, SLUG, "ar")
    return house


@pytest.fixture
def running(home: House) -> Iterator[Server]:
    with desks.running(home) as server:
        yield server


@pytest.fixture
def opened(home: House, running: Server, browser: Browser) -> Iterator[Open]:
    """Opens the desk, and fails on an error of its script or its policy."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=False)
    context.set_default_timeout(PATIENCE)

    def open_(message: str, language: str = "fr") -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"the script fails: {error}"))
        context_ = desks.entry(home, message).context.replace("#", "%23")
        page.goto(f"{running.address}{SLUG}/{language}/desk#{context_}")
        page.locator("#finished[data-made]").wait_for()
        return page

    yield open_
    context.close()


def hold_saves(page: Page) -> list[Any]:
    """The saves that the page asks for, each held until it is let go."""
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    page.route("**/desk/save", hold)
    return held


def test_one_key_puts_the_next_mark_in_and_what_is_lacking_is_shown(opened: Open) -> None:
    page = opened(FIRST)
    page.locator("#text").focus()
    assert page.locator("#marks button").all_text_contents() == ["[]{#oil}", "[^a]"]
    page.keyboard.press("Alt+n")
    page.keyboard.type(" La première lampe brûle 24\u00a0heures")
    page.keyboard.press("Alt+n")
    page.keyboard.type(".")
    expect(page.locator("#text")).to_have_value(WHOLE)
    assert not page.locator("#marks").is_visible()
    assert page.locator("#mirror mark").all_text_contents() == ["[]{#oil}", "[^a]"]
    assert page.locator("#original .mark").all_text_contents() == ["[]{#oil}", "[^a]"]
    page.keyboard.press("Alt+n")
    page.get_by_text("Every mark of the original is there.").wait_for()
    page.keyboard.press("Control+z")
    expect(page.locator("#text")).to_have_value(WHOLE.removesuffix("."))


def test_a_mark_is_isolated_where_the_text_runs_from_right_to_left(opened: Open, home: House) -> None:
    page = opened(FIRST, "ar")
    text = page.locator("#text")
    text.focus()
    page.keyboard.press("Alt+n")
    page.keyboard.type(" يضيء المصباح الأول 24 ساعة")
    page.keyboard.press("Alt+n")
    page.keyboard.type(".")
    assert text.get_attribute("dir") == "rtl"
    assert text.input_value() == "\u2068[]{#oil}\u2069 يضيء المصباح الأول 24 ساعة\u2068[^a]\u2069."
    page.keyboard.press("Control+Enter")
    page.get_by_text("Saved: translated.").wait_for()
    saved: Catalogue = translation.read_catalogue(home.catalogue_file("ar", SLUG))
    entry = next(one for one in saved.entries if one.context.startswith(FIRST))
    assert entry.translation == "[]{#oil} يضيء المصباح الأول 24 ساعة[^a]."


def test_the_key_moves_on_at_once_and_the_save_follows(opened: Open, home: House) -> None:
    page = opened(FIRST)
    waiting = hold_saves(page)
    page.locator("#text").fill(WHOLE)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#original")).to_contain_text("The second lamp")
    expect(page.locator("#list").get_by_text("being saved")).to_have_count(1)
    page.locator("#text").fill("La seconde lampe brûle. Voir [](#oil).")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#original")).to_contain_text("The third lamp")
    assert len(waiting) == 1, "one after the other"
    assert desks.entry(home, FIRST).translation == ""
    waiting[0].continue_()
    expect(page.locator("#list").get_by_text("being saved")).to_have_count(1)
    assert desks.entry(home, FIRST).translation == WHOLE
    waiting[1].continue_()
    expect(page.locator("#list").get_by_text("being saved")).to_have_count(0)
    assert desks.entry(home, SECOND).translation == "La seconde lampe brûle. Voir [](#oil)."
    expect(page.locator("#original")).to_contain_text("The third lamp")


def test_a_save_that_fails_comes_back_to_its_message(opened: Open, home: House) -> None:
    page = opened(FIRST)
    page.route("**/desk/save", lambda route: route.abort())
    page.locator("#text").fill(WHOLE)
    page.keyboard.press("Control+Enter")
    page.get_by_text("The server gives no answer.").wait_for()
    expect(page.locator("#text")).to_have_value(WHOLE)
    expect(page.locator("#original")).to_contain_text("The first lamp")
    page.unroute("**/desk/save")
    held = hold_saves(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#original")).to_contain_text("The second lamp")
    page.locator("#text").fill("La seconde, en cours")
    held[0].abort()
    page.get_by_text("The server gives no answer.").wait_for()
    expect(page.locator("#original")).to_contain_text("The second lamp")
    page.get_by_role("button", name="Go back to it").click()
    expect(page.locator("#text")).to_have_value(WHOLE)
    assert desks.entry(home, FIRST).translation == ""


def test_two_saves_of_one_message_are_no_conflict(opened: Open, home: House) -> None:
    page = opened(THIRD)
    page.locator("#text").fill("La troisième")
    page.keyboard.press("Control+s")
    page.locator("#text").fill("La troisième lampe du Conseil de sécurité brûle.")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Saved: translated.").wait_for()
    expect(page.get_by_role("alert")).to_be_hidden()
    assert desks.entry(home, THIRD).translation == "La troisième lampe du Conseil de sécurité brûle."


def test_emptying_a_revised_text_asks(opened: Open, home: House) -> None:
    page = opened(SECOND)
    page.locator("#text").fill("La seconde lampe brûle. Voir [](#oil).")
    page.get_by_role("button", name="Revised", exact=True).click()
    page.get_by_text("Saved: revised.").wait_for()
    page.locator("#text").fill("")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("button", name="Keep the text")).to_be_focused()
    assert desks.entry(home, SECOND).translation == "La seconde lampe brûle. Voir [](#oil)."
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_have_value("La seconde lampe brûle. Voir [](#oil).")
    page.locator("#text").fill("")
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Empty it").click()
    page.get_by_text("Saved: draft.").wait_for()
    assert desks.entry(home, SECOND).translation == ""


def test_a_text_of_another_house_is_not_offered(opened: Open, running: Server) -> None:
    page = opened(THIRD)
    context = desks.entry(running.site.desks._house, THIRD).context
    begun = '{"text":"%s","notes":"","base":"","comments":[],"source":"%s"}'
    old = f"plantin /{SLUG}/fr {context}"
    other = f"plantin 0123456789abcdef /{SLUG}/fr {context}"
    source = "The third lamp of the Security Council burns."
    for key, value in ((other, begun % ("D’une autre maison", source)), (old, begun % ("Vieux", "Another original"))):
        page.evaluate("([key, value]) => localStorage.setItem(key, value)", [key, value])
    page.reload()
    page.locator("#finished[data-made]").wait_for()
    expect(page.locator("#text")).to_have_value("")
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [old, begun % ("Vieux texte", source)])
    page.reload()
    expect(page.locator("#text")).to_have_value("Vieux texte")
    assert page.evaluate("(key) => localStorage.getItem(key)", old) is None, "it is kept under the key of the house"
    assert page.evaluate("(key) => localStorage.getItem(key)", other) is not None


def test_all_that_a_translator_looks_at_fits_a_window_and_the_field_grows(opened: Open) -> None:
    page = opened(THIRD)
    expect(page).to_have_title("Français – The lamps – Desk")
    for part in ("#list", "#original", "#text", "#finished", "#terms", "#matches"):
        box = page.locator(part).bounding_box()
        assert box, part
        assert box["x"] + box["width"] <= 1280, part
        assert box["y"] + min(box["height"], 40) <= 800, part
    text = page.locator("#text")
    low = text.evaluate("field => field.clientHeight")
    text.fill("La troisième lampe brûle, et brûle encore. " * 20)
    page.locator("#findings li").first.wait_for()
    assert text.evaluate("field => field.clientHeight >= field.scrollHeight"), "nothing of it is scrolled away"
    assert text.evaluate("field => field.clientHeight") > low
    for width, height in ((700, 900), (390, 844), (640, 400), (320, 256)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("document.querySelector('#text').getBoundingClientRect().width") > 200
