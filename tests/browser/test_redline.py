"""The web redline in a real browser: axe, narrow windows, and every change reached by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from plantin.packs.revision import changes
from plantin.packs.revision.writer import page as redline
from tests.browser.test_web import AXE, violations
from tests.kit.compose import composed
from tests.packs.revision.test_redlines import BEFORE, NOW


@pytest.mark.full
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_in_a_redline(browser: Browser, tmp_path: Path, language: str) -> None:
    assert AXE.is_file(), "not run: axe-core is missing; `make validators` installs it"
    before, now = (composed(body, language=language) for body in (BEFORE, NOW))
    path = tmp_path / "redline.html"
    path.write_bytes(redline.write(changes.compare(before, now), now))
    page = browser.new_page()
    page.goto(path.as_uri())
    page.evaluate(AXE.read_text("utf-8"))
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#change-1"
    assert page.evaluate("document.activeElement.id") == "change-1"
    page.close()
