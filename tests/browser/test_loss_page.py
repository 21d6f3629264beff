"""The loss report of an import and the page of a check are pages that everyone can read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plantin.house.layout import House
from plantin.packs.imports import loss, receive
from tests.browser.test_web import AXE, violations
from tests.kit.houses import ROOT, in_un
from tests.proof.test_check_page import check_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGE = """<html lang="en"><head><title>On lamps</title></head><body><nav><a href="x.html">Home</a></nav><main><h1>On lamps</h1>
<p>Text<sup><a href="#n1" id="c1">1</a></sup> with <a href="other.html">a link</a> and <u>more</u>.</p><img src="none.png" alt="A lamp">
<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table><ol><li id="n1">Note. <a href="#c1">back</a></li></ol></main>
<footer>Made by nobody.</footer></body></html>"""


@pytest.mark.full
def test_axe_finds_nothing_in_a_loss_report(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    for part in ("styles", "locales"):
        (tmp_path / part).symlink_to(ROOT / part)
    house = in_un(tmp_path)
    (tmp_path / "lamps.html").write_text(PAGE, "utf-8")
    arrived = receive.import_file(house, tmp_path / "lamps.html")
    report = (house.root / arrived.path).with_name(loss.PAGE)
    context = browser.new_context()
    page = context.new_page()
    page.goto(report.as_uri())
    page.evaluate(AXE.read_text("utf-8"))
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert violations(page) == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.screenshot(path=str(tmp_path / "loss.png"))
    context.close()


@pytest.mark.full
@pytest.mark.parametrize("forced", ["none", "active"])
def test_axe_finds_nothing_in_the_page_of_a_check(browser: Browser, tmp_path: Path, forced: str) -> None:
    (tmp_path / "check.html").write_text(check_page(House(tmp_path)), "utf-8")
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, forced_colors=forced)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto((tmp_path / "check.html").as_uri())
        page.evaluate(AXE.read_text("utf-8"))
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert violations(page) == [], (width, scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        context.close()
