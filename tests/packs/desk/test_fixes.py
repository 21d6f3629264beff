"""What fixes a finding is offered beside its passage, line by line, and made by a button; nothing else is written."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from plantin.findings import Finding, Place
from plantin.house.layout import House
from plantin.packs.desk.server import Server
from plantin.packs.desk.server.fixes import OfferedFixes
from tests.kit import desks

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SLUG = desks.SLUG
SPOILT = desks.REPORT.replace("burns 24 hours", "burns <b>24</b> hours -- or so").replace(
    "lamp of", "lamp of the of the"
)
BEFORE = SPOILT[: SPOILT.index(" -- ")].split("\n")
PLACE = Place(f"sources/{SLUG}/report.md", len(BEFORE), len(BEFORE[-1]) + 1)
DASH = Finding("S179", "hyphens for a dash", PLACE, "", "warning")


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = desks.made(tmp_path / "house")
    house.report(SLUG).write_text(SPOILT, "utf-8")
    return house


@pytest.fixture
def running(house: House) -> Iterator[Server]:
    with desks.running(house) as server:
        yield server


def offered(house: House, finding: Finding = DASH) -> tuple[str, dict[str, Any]]:
    """What is offered for a finding, and what its button sends."""
    markup = OfferedFixes(house, SLUG).markup(finding)
    values = re.search(r'data-values="([^"]*)"', markup)
    return markup, json.loads(html.unescape(values[1])) if values else {}


def test_an_edit_is_shown_before_it_is_made_with_the_text_of_others_as_text(house: House) -> None:
    markup, request = offered(house)
    assert "Now: []{#oil} The first lamp burns &lt;b&gt;24&lt;/b&gt; hours<del> -- </del>or so.[^a]</p>" in markup
    assert "hours<ins> – </ins>or so.[^a]</p>" in markup
    assert SPOILT[request["start"] : request["end"]] == " -- "


def test_nothing_is_offered_for_other_files_and_hints_that_are_no_edit(house: House) -> None:
    others = (replace(PLACE, path="locales/fr/A-1-1.po"), Place(PLACE.path), replace(PLACE, path=f"../{PLACE.path}"))
    for place in others:
        assert offered(house, Finding("S179", "hyphens for a dash", place))[0] == ""
    assert offered(house, Finding("T090", "a word", PLACE, "Add it to the list."))[0] == ""


def test_a_button_makes_the_edit_and_nothing_else(house: House, running: Server) -> None:
    request = offered(house)[1]
    status, answer = desks.posted(running, f"/{SLUG}/fix", json.dumps(request))
    assert (status, answer) == (HTTPStatus.OK, {"words": f"sources/{SLUG}/report.md was changed."})
    assert house.report(SLUG).read_text("utf-8") == SPOILT.replace(" -- ", " – ")


def test_a_source_that_changed_meanwhile_stays_as_it_is(house: House, running: Server) -> None:
    request = offered(house)[1]
    house.report(SLUG).write_text(f"{SPOILT}\nA further lamp.\n", "utf-8")
    status, answer = desks.posted(running, f"/{SLUG}/fix", json.dumps(request))
    assert (status, "stays as it is" in answer["words"]) == (HTTPStatus.CONFLICT, True)
    assert house.report(SLUG).read_text("utf-8") == f"{SPOILT}\nA further lamp.\n"


@pytest.mark.parametrize(
    "spoil",
    [
        {"start": -1},
        {"end": 10_000},
        {"start": 9, "end": 8},
        {"new": 1},
        {"new": "\ud800"},
        {"start": "1"},
        {"digest": None},
    ],
    ids=str,
)
def test_what_no_page_sends_is_refused(spoil: dict[str, Any], house: House, running: Server) -> None:
    request = offered(house)[1] | spoil
    status, _ = desks.posted(running, f"/{SLUG}/fix", json.dumps(request))
    assert status in (HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT)
    assert house.report(SLUG).read_text("utf-8") == SPOILT


def test_pages_of_others_change_no_source(house: House, running: Server) -> None:
    request = json.dumps(offered(house)[1])
    for field in ({"Plantin_Token": "guessed"}, {"Origin": "null"}, {"Sec_Fetch_Site": "cross-site"}):
        assert desks.posted(running, f"/{SLUG}/fix", request, **field)[0] == HTTPStatus.FORBIDDEN
    assert desks.posted(running, "/no-report/fix", request)[0] == HTTPStatus.NOT_FOUND
    for body in ("[]", "{", "[" * 100_000):
        assert desks.posted(running, f"/{SLUG}/fix", body)[0] == HTTPStatus.BAD_REQUEST
    assert house.report(SLUG).read_text("utf-8") == SPOILT


def test_a_source_of_the_largest_size_is_gone_through_for_few_findings(house: House) -> None:
    house.report(SLUG).write_text(SPOILT + "A lamp burns. " * 200_000, "utf-8")
    fixes = OfferedFixes(house, SLUG)
    offers = [bool(fixes.markup(DASH)) for _ in range(200)]
    assert 20 < sum(offers) < 100
    assert offers == sorted(offers, reverse=True)


def test_a_reader_fixes_a_report_by_the_keyboard(house: House, running: Server, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{running.address}{SLUG}/en")
    page.locator(".fix summary").first.wait_for(timeout=30_000)
    count = page.locator(".fix").count()
    page.locator(".fix summary").first.press("Enter")
    page.locator(".fix[open] button").press("Enter")
    page.wait_for_function("count => document.querySelectorAll('.fix').length < count", arg=count, timeout=30_000)
    assert page.locator("#said").inner_text() == f"sources/{SLUG}/report.md was changed."
    assert house.report(SLUG).read_text("utf-8") != SPOILT
