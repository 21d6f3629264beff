"""The translators' desk in a real browser: a day's work by keys alone, two windows and an editor at once, axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plantin.house.layout import House
from plantin.packs.desk.server import Server
from tests.browser.test_web import AXE, violations
from tests.kit import desks
from tests.kit.chromium import PATIENCE, expect
from tests.kit.desks import FIRST, SECOND, SLUG, THIRD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.full

Open = Callable[..., "Page"]


@pytest.fixture
def home(tmp_path: Path) -> House:
    return desks.made(tmp_path / "house")


@pytest.fixture
def running(home: House) -> Iterator[Server]:
    with desks.running(home) as server:
        yield server


@pytest.fixture
def opened(running: Server, browser: Browser) -> Iterator[Open]:
    """Opens the desk in a window of the same browser, and fails on an error of its script or its policy."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=False)
    context.set_default_timeout(PATIENCE)

    def open_(message: str = "") -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"the script fails: {error}"))
        page.goto(f"{running.address}{SLUG}/fr/desk#{message.replace('#', '%23')}")
        page.locator("#finished[data-made]").wait_for()
        return page

    yield open_
    context.close()


def test_a_message_is_translated_by_keys_alone(opened: Open, home: House) -> None:
    page = opened()
    page.locator("#name").fill("A. Translator")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("lamp")
    page.keyboard.press("Tab")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    text = page.locator("#text")
    expect(text).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.type("[]{#oil} La première lampe brûle 25 heures[^a].")
    page.locator("#findings").get_by_text("T029: number 24 is missing").wait_for()
    page.locator("#finished").get_by_text("La première lampe brûle 25").wait_for()
    page.keyboard.press("Control+a")
    page.keyboard.type("[]{#oil} La première lampe brûle 24\u00a0heures[^a].")
    expect(page.locator("#findings")).to_have_text("None.")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Saved: translated.").wait_for()
    expect(page.locator("#original")).to_contain_text("The second lamp")
    assert desks.entry(home, FIRST).translation == "[]{#oil} La première lampe brûle 24\u00a0heures[^a]."
    assert "A. Translator" in desks.entry(home, FIRST).translated
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#original")).to_contain_text("The third lamp")
    page.keyboard.press("Escape")
    expect(page.locator("#list button[aria-current]")).to_be_focused()


def test_two_windows_and_an_editor_lose_nothing(opened: Open, home: House) -> None:
    second = desks.entry(home, SECOND).context
    one, other = opened(second), opened(second)
    one.locator("#text").fill("Celle de la première fenêtre, [](#oil).")
    other.locator("#text").fill("Celle de la seconde fenêtre, [](#oil).")
    desks.write(home, THIRD, "Celle de l’éditeur.")
    one.get_by_role("button", name="Translated", exact=True).click()
    one.get_by_text("Saved: translated.").wait_for()
    conflict = other.get_by_role("alert")
    conflict.get_by_text("Celle de la première fenêtre, [](#oil).").wait_for()
    other.get_by_role("button", name="Translated", exact=True).click()
    conflict.get_by_text("Celle de la première fenêtre, [](#oil).").wait_for()
    expect(other.locator("#text")).to_have_value("Celle de la seconde fenêtre, [](#oil).")
    assert desks.entry(home, SECOND).translation == "Celle de la première fenêtre, [](#oil)."
    assert desks.entry(home, THIRD).translation == "Celle de l’éditeur."
    other.reload()
    expect(other.locator("#text")).to_have_value("Celle de la seconde fenêtre, [](#oil).")
    conflict.get_by_role("button", name="Keep mine").click()
    other.keyboard.press("Control+Enter")
    expect(one.locator("#text")).to_have_value("Celle de la seconde fenêtre, [](#oil).")
    expect(one.locator("#finished")).to_contain_text("Celle de la seconde fenêtre")
    assert desks.entry(home, SECOND).translation == "Celle de la seconde fenêtre, [](#oil)."
    assert desks.entry(home, THIRD).translation == "Celle de l’éditeur."


def test_what_is_typed_outlasts_the_window_and_the_server(opened: Open, running: Server, home: House) -> None:
    third = desks.entry(home, THIRD).context
    page = opened(third)
    page.locator("#text").fill("La troisième")
    running.site.desks.token = running.site._look.token = "of another server"  # noqa: S105 - no secret
    page.keyboard.press("Control+s")
    expect(page.locator("#message")).to_contain_text("The server was started again")
    page.close()
    page = opened(third)
    expect(page.locator("#text")).to_have_value("La troisième")
    page.get_by_text("This text is not saved yet.").wait_for()
    page.keyboard.press("Control+s")
    page.get_by_text("Saved: draft.").wait_for()
    assert (desks.entry(home, THIRD).translation, desks.entry(home, THIRD).state) == ("La troisième", "stale")


def test_what_is_typed_goes_to_the_message_whose_original_the_author_changed(opened: Open, home: House) -> None:
    page = opened(desks.entry(home, THIRD).context)
    page.locator("#text").fill("La troisième")
    page.close()
    change(home, ("The third lamp", "The fourth lamp"))
    page = opened("paragraph:fourth-lamp-security")
    page.get_by_role("button", name="fourth lamp").first.click()
    expect(page.locator("#text")).to_have_value("La troisième")


def change(home: House, *changes: tuple[str, str]) -> None:
    """Let the author change the original."""
    report = home.report(SLUG)
    text = report.read_text("utf-8")
    for old, new in changes:
        text = text.replace(old, new)
    report.write_text(text, "utf-8")


def test_the_open_message_goes_along_with_its_text_when_the_author_changes_the_original(
    opened: Open, home: House
) -> None:
    page = opened(desks.entry(home, THIRD).context)
    page.locator("#text").fill("La troisième")
    change(home, ("The third lamp", "The fourth lamp"))
    page.get_by_text("The original has changed meanwhile. Your text is kept").wait_for()
    expect(page.locator("#original")).to_contain_text("The fourth lamp")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type(" lampe")
    page.close()
    page = opened("paragraph:fourth-lamp-security")
    page.get_by_role("button", name="fourth lamp").first.click()
    expect(page.locator("#text")).to_have_value("La troisième lampe")


def test_nothing_is_typed_into_a_message_that_is_gone(opened: Open, home: House) -> None:
    page = opened(desks.entry(home, THIRD).context)
    page.locator("#text").fill("La troisième")
    change(home, ("The third lamp of the Security Council burns.", "Nothing glows."))
    page.get_by_text("The report does not have this message any more.").wait_for()
    expect(page.locator("#text")).to_be_disabled()
    change(home, ("Nothing glows.", "The third lamp of the Security Council burns."))
    expect(page.locator("#text")).to_be_enabled()
    expect(page.locator("#text")).to_have_value("La troisième")


def test_of_several_texts_the_likest_takes_the_message_and_what_is_no_text_stops_none(
    opened: Open, home: House
) -> None:
    page = opened(desks.entry(home, THIRD).context)
    page.locator("#text").fill("?")
    page.evaluate(
        """() => {
            const [name] = Object.keys(localStorage).filter((name) => name.includes("third-lamp"));
            const draft = JSON.parse(localStorage.getItem(name));
            const start = name.slice(0, name.indexOf("paragraph:"));
            localStorage.removeItem(name);
            const sources = { a: "A lamp of the Security Council.", m: "The fifth lamp of the Security Council burns.", z: "Lamps of the Security Council burns." };
            for (const [key, source] of Object.entries(sources)) localStorage.setItem(start + key, JSON.stringify({ ...draft, source, text: key }));
            for (const [key, text] of Object.entries({ b: "null", n: "{", y: "[]" })) localStorage.setItem(start + key, text);
        }"""
    )
    page.close()
    page = opened(desks.entry(home, THIRD).context)
    expect(page.locator("#text")).to_have_value("m")


def test_a_browser_that_keeps_nothing_loses_nothing_of_an_open_window(opened: Open, home: House) -> None:
    page = opened(desks.entry(home, FIRST).context)
    page.context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } })"
    )
    page.close()
    page = opened(desks.entry(home, THIRD).context)
    page.locator("#text").fill("La troisième")
    change(home, ("The third lamp", "The fourth lamp"))
    page.get_by_text("The original has changed meanwhile. Your text is kept").wait_for()
    expect(page.locator("#text")).to_have_value("La troisième")


@pytest.mark.full
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_desk_at_work(
    opened: Open, running: Server, browser: Browser, home: House, scheme: str
) -> None:
    """With findings, a match, a conflict, on a screen and on a phone."""
    del opened
    assert AXE.is_file(), "not run: axe-core is missing; `make validators` installs it"
    context = browser.new_context(bypass_csp=True, color_scheme="dark" if scheme == "dark" else "light")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{running.address}{SLUG}/fr/desk#{desks.entry(home, SECOND).context}")
    page.locator("#text").fill("La 3e lampe.")
    page.locator("#findings li").first.wait_for()
    desks.write(home, SECOND, "Écrit ailleurs.")
    page.get_by_role("alert").get_by_text("Écrit ailleurs.").wait_for()
    page.locator("summary").click()
    page.evaluate(AXE.read_text("utf-8"))
    for width, height in ((1280, 800), (390, 844), (320, 256)):
        page.set_viewport_size({"width": width, "height": height})
        assert violations(page) == [], (width, height)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
