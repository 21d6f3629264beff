"""A fragment in the page of others: accessible, its links lead to its own places, its style stays in it, and what the
page has keeps its own.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_web import AXE
from tests.kit.command import plantin

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOST = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Portal</title><style>body {{ font: 16px serif; margin: 0 1rem }} p {{ color: #7a0000 }} h1 {{ color: #040 }}</style>
</head><body><header><p id="text">The portal</p><p id="notes">News</p></header><main><h1>Portal</h1>{}</main></body></html>
"""
IDS = """() => [...document.querySelectorAll("[id]")].map((one) => one.id).sort().join(" ")"""
DEAD = """() => [...document.querySelectorAll("article.plantin a[href^='#']")].map((one) => one.hash.slice(1))
  .filter((id) => !document.getElementById(id))"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fragment") / "mill"
    assert plantin("new", "mill", "--languages", "en,fr", cwd=folder.parent).returncode == 0
    assert plantin("build", "--format", "html", cwd=folder).returncode == 0
    ended = plantin("fragment", cwd=folder)
    assert ended.returncode == 0, ended.stderr
    assert plantin("fragment", "--only", "table-1", "--language", "fr", cwd=folder).returncode == 0
    return folder / "fragments"


@pytest.mark.full
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_it_is_accessible_in_the_page_of_others(browser: Browser, house: Path, width: int, scheme: str) -> None:
    assert AXE.is_file(), "not run: axe-core is missing; `make validators` installs it"
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
    # Two fragments in one page: their ids are others.
    names = ("R-2026-1-en.html", "R-2026-1-fr-table-1.html")
    page.set_content(HOST.format("".join((house / name).read_text("utf-8") for name in names)))
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(row["id"], row["nodes"][0]["html"]) for row in found["violations"]] == []
    ids = page.evaluate(IDS).split()
    assert len(ids) == len(set(ids))
    assert page.evaluate(DEAD) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_styles_stay_where_they_belong(browser: Browser, house: Path) -> None:
    page = browser.new_page()
    page.set_content(HOST.format((house / "R-2026-1-en.html").read_text("utf-8")))

    def colour(selector: str) -> str:
        return str(page.evaluate("(one) => getComputedStyle(document.querySelector(one)).color", selector))

    assert (colour("#text"), colour("main > h1")) == ("rgb(122, 0, 0)", "rgb(0, 68, 0)")
    assert (colour("article.plantin section p"), colour("article.plantin h1")) == ("rgb(26, 26, 26)", "rgb(31, 58, 82)")
    assert page.locator("article.plantin script, article.plantin style").count() == 0
    page.close()


def test_a_file_beside_says_what_it_is(house: Path) -> None:
    about = json.loads((house / "R-2026-1-fr.json").read_text("utf-8"))
    assert (about["language"], about["prefix"], about["contents"][0]["number"]) == ("fr", "r-2026-1-fr", "1")
    text = (house / "R-2026-1-fr.html").read_text("utf-8")
    assert all(f'id="{row["id"]}"' in text for row in about["contents"])


def test_one_table_alone(house: Path) -> None:
    text = (house / "R-2026-1-fr-table-1.html").read_text("utf-8")
    assert (text.count("<table"), "<h1" in text, "<caption" in text) == (1, False, True)
    ended = plantin("fragment", "--only", "table-9", cwd=house.parent)
    assert (ended.returncode, "U039" in ended.stderr) == (2, True)
    assert "Did you mean 'table-1'?" in ended.stderr
