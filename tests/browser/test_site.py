"""A site in a browser: its search finds words by their stems in each language, its pages are accessible, and an address
of a paragraph leads to it.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plantin import new_house
from plantin.new_house import HouseOrder
from tests.browser.test_web import AXE
from tests.kit.chromium import expect
from tests.kit.command import plantin
from tests.kit.sites import harbour

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.full


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = harbour(tmp_path_factory.mktemp("site"))
    ended = plantin("site", cwd=home)
    assert ended.returncode == 0, ended.stderr
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(home / "site"))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_words_are_found_by_their_stems(browser: Browser, address: str) -> None:
    page = browser.new_page()
    for name, asked, path in (
        ("search.html?q=keeper", "keeper", "/H/2026/2/en/"),
        ("search-fr.html", "gardiens", ""),
    ):
        page.goto(f"{address}/{name}")
        if "?q=" not in name:
            page.get_by_role("textbox").fill(asked)
        if path:
            found = page.locator(f".pagefind-ui__result a[href*='{path}']").first
            found.wait_for()
            assert found.inner_text() == "H/2026/2 – Title H-2026-2"
        else:
            page.locator(".pagefind-ui__message").wait_for()
    page.close()


def test_the_words_of_two_cells_are_found_apart(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/search.html?q=number")
    excerpt = page.locator(".pagefind-ui__result:has(a[href*='/H/2026/2/en/']) .pagefind-ui__result-excerpt").first
    expect(excerpt).to_contain_text("Lamp Number")
    page.close()


def test_arabic_words_are_found_with_an_article_and_by_plurals_inside(browser: Browser, tmp_path: Path) -> None:
    new_house.make(tmp_path / "house", HouseOrder(languages=("ar",)), dt.date(2026, 1, 31))
    (source,) = (tmp_path / "house/sources").glob("*/report.md")
    text = "زارت اللجنة المدارس وقرأت الكتب، وفي المدينة مكتبات، والمفتشون والجسور والموانئ والأنهار والعمال."
    source.write_text(f"{source.read_text('utf-8')}\n{text}\n", "utf-8")
    assert plantin("build", "--format", "html", cwd=tmp_path / "house").returncode == 0
    assert plantin("site", "--draft", cwd=tmp_path / "house").returncode == 0
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "house/site"))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        page = browser.new_page()
        for asked in "المدرسة مدرسة كتاب مكتبة مفتش لجنة جسر ميناء نهر عامل".split():
            page.goto(f"http://127.0.0.1:{server.server_port}/search.html?q={asked}")
            page.locator(".pagefind-ui__result").first.wait_for()
        page.goto(f"http://127.0.0.1:{server.server_port}/search.html?q=طائرة")
        page.locator(".pagefind-ui__message:has-text('لا توجد نتائج')").wait_for()
        assert page.locator(".pagefind-ui__result").count() == 0, "no report has it"
        page.close()
        server.shutdown()
        thread.join()


def test_a_word_that_no_report_has_finds_nothing_by_its_first_letter(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/search-fr.html")
    for asked in ("arboriculture", "arriver"):
        page.get_by_role("textbox").fill(asked)
        page.locator(f".pagefind-ui__message:has-text('Pas de résultat pour {asked}')").wait_for()
        assert page.locator(".pagefind-ui__result").count() == 0, asked
    page.get_by_role("textbox").fill("lamps")
    page.locator(".pagefind-ui__result").first.wait_for()
    page.close()


@pytest.mark.full
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(browser: Browser, address: str, scheme: str, width: int) -> None:
    assert AXE.is_file(), "not run: axe-core is missing; `make validators` installs it"
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
    for name in (
        "",
        "index-fr.html",
        "bodies.html",
        "subjects.html",
        "search-fr.html",
        "accessibility.html",
        "R/2026/1/",
        "R/2026/1/1.0/index-fr.html",
        "R/2026/1/en/",
        "R/2026/1/1.0/fr/",
        "404.html",
    ):
        page.goto(f"{address}/{name}")
        page.add_script_tag(path=AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(row["id"], row["nodes"][0]["html"]) for row in found["violations"]] == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    page.close()


def test_an_address_of_a_paragraph_leads_to_it(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/H/2026/2/en/#pier")
    page.wait_for_url(f"{address}/H/2026/2/en/#section-1")
    assert page.locator("#section-1").count() == 1
    page.close()


def test_no_page_but_the_search_needs_a_script(browser: Browser, address: str, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/H/2026/2/en/counted/")
    page.wait_for_url(f"{address}/H/2026/2/en/index.html#table-1")
    page.goto(f"{address}/search.html")
    assert "Search requires JavaScript." in page.content()
    context.close()
