"""What fixes a finding is offered beside its passage, line by line, and made by a button; nothing else is written."""

from __future__ import annotations

import html
import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from plantin.files import digest
from plantin.findings import Finding, Place, SourceError
from plantin.house.layout import House
from plantin.packs.desk.server import Server, fixes, listing, site
from plantin.packs.desk.server.fixes import OfferedFixes
from plantin.packs.desk.server.look import HouseLook
from plantin.packs.exchange import facing
from plantin.source import front_matter
from tests.kit import desks

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.full

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
    house.report(SLUG).write_text(SPOILT.replace("or so.", f"or so. {'A lamp burns. ' * 200_000}"), "utf-8")
    offered_fixes = OfferedFixes(house, SLUG)
    offers = [offered_fixes.markup(DASH) for _ in range(200)]
    assert 20 < len(list(filter(None, offers))) < 100
    assert [bool(offer) for offer in offers] == sorted(map(bool, offers), reverse=True)
    assert all("<del> -- </del>or so. A lamp" in offer for offer in filter(None, offers))
    assert sum(map(len, offers)) < 200_000, "of a long line, what is around the fault is shown"


def test_a_long_passage_is_shown_by_its_ends_and_removed_whole(house: House) -> None:
    note = f"[^none]: First words. {'There is oil. ' * 5_000}Last words."
    house.report(SLUG).write_text(f"{desks.REPORT}\n{note}\n", "utf-8")
    place = Place(PLACE.path, desks.REPORT.count("\n") + 2, 1)
    markup, request = offered(house, Finding("N002", "the note [^none] is not called", place))
    assert "[^none]: First words." in markup
    assert "Last words." in markup
    assert len(markup) < 3_000
    assert request["end"] - request["start"] == len(note) + 1


@pytest.mark.parametrize(
    ("body", "finding", "expected"),
    [
        ("12 lamps.", Finding("S006", "the field 'symbol' is missing", Place(PLACE.path, 1, 1)), None),
        ("a)\nLamps.", Finding("S012", "a number at the end", Place(PLACE.path, 5, 1)), "a\\)\nLamps."),
        ("They burn.*\nSo.", Finding("S177", "a star", Place(PLACE.path, 5, 11)), "They burn.\nSo."),
        ("[^b]: Oil.\n\nSo.", Finding("N002", "no call of [^b]", Place(PLACE.path, 5, 1)), "So."),
    ],
    ids=["S006", "S012", "S177", "N002"],
)
def test_a_source_keeps_its_line_ends(
    body: str, finding: Finding, expected: str | None, house: House, running: Server
) -> None:
    path, before = house.report(SLUG), f"---\ntitle: Lamps\n---\n\n{body}\n"
    path.write_bytes(before.replace("\n", "\r\n").encode())
    markup, request = offered(house, finding)
    assert "\r" not in markup
    assert "\\x0d" not in markup.split("data-post")[0]
    status, _ = desks.posted(running, f"/{SLUG}/fix", json.dumps(request))
    after = before.replace("---\n\n", "symbol: \n---\n\n") if expected is None else before.replace(body, expected)
    assert (status, path.read_bytes()) == (HTTPStatus.OK, after.replace("\n", "\r\n").encode())


def test_a_missing_field_of_a_source_with_carriage_returns_is_added_and_the_source_read(
    house: House, running: Server
) -> None:
    path = house.report(SLUG)
    path.write_bytes(desks.REPORT.replace('title: "The lamps"\n', "").replace("\n", "\r\n").encode())
    with pytest.raises(SourceError) as fault:
        front_matter.read(house.source(SLUG))
    missing = next(finding for finding in fault.value.findings if finding.code == "S006")
    request = offered(house, missing)[1]
    assert desks.posted(running, f"/{SLUG}/fix", json.dumps(request))[0] == HTTPStatus.OK
    path.write_bytes(path.read_bytes().replace(b"title: ", b"title: Lamps"))
    assert front_matter.read(house.source(SLUG)).title == "Lamps"


@pytest.mark.parametrize("name", ['x"onfocus=y', "A #1", "A?1", "50 %41"])
def test_the_address_of_a_button_is_that_of_its_report_whatever_the_folder_is_called(
    name: str, house: House, running: Server
) -> None:
    house.report(SLUG).parent.rename(house.sources / name)
    finding = replace(DASH, place=replace(PLACE, path=f"sources/{name}/report.md"))
    button = re.search(r"<button([^>]*)>", OfferedFixes(house, name).markup(finding))
    assert button
    assert re.sub(r'"[^"]*"', "", button[1]).split() == ["type=", "class=", "data-post=", "data-values="]
    fields = {key: html.unescape(value) for key, value in re.findall(r'([\w-]+)="([^"]*)"', button[1])}
    assert desks.posted(running, fields["data-post"], fields["data-values"])[0] == HTTPStatus.OK
    assert " – " in house.report(name).read_text("utf-8")


def test_of_two_edits_of_one_state_one_is_made(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    request = offered(house)[1]
    bodies = [json.dumps(request | {"new": new}).encode() for new in (" – ", " — ")]
    monkeypatch.setattr(fixes, "write", lambda *args, write=fixes.write: [time.sleep(0.2), write(*args)])
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda body: fixes.make(house, SLUG, body).status, bodies))
    assert sorted(answers) == [HTTPStatus.OK, HTTPStatus.CONFLICT]


def test_edits_are_of_the_text_that_was_there_before_the_findings(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = desks.REPORT.replace("24 hours", "24 hours -- or so")
    house.report(SLUG).write_text(source, "utf-8")
    before = digest(source.encode())

    def read(house: House, slug: str, language: str, read: Any = facing.read) -> Any:
        report = read(house, slug, language)
        house.report(slug).write_text(f"{source}\nA further lamp.\n", "utf-8")
        return report

    monkeypatch.setattr(facing, "read", read)
    report, screen = listing.read_report(house, SLUG), HouseLook(house).screen("Lamps")
    page = html.unescape(site.facing_page(house, report, screen, "en", "state"))
    assert set(re.findall(r'"digest": "(\w+)"', page)) == {before}


def test_a_reader_fixes_a_report_by_the_keyboard(house: House, running: Server, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{running.address}{SLUG}/en")
    page.locator(".fix summary").first.wait_for(timeout=30_000)
    count = page.locator(".fix").count()
    page.locator(".fix summary").first.press("Enter")
    button = page.locator(".fix[open] button")
    values = button.get_attribute("data-values")
    button.evaluate("button => (button.dataset.values = '[]')")
    button.press("Enter")
    page.get_by_text("The server refused it (400).").wait_for()
    button.evaluate("(button, values) => (button.dataset.values = values)", values)
    button.press("Enter")
    page.wait_for_function("count => document.querySelectorAll('.fix').length < count", arg=count, timeout=30_000)
    assert page.locator("#said").inner_text() == f"sources/{SLUG}/report.md was changed."
    assert house.report(SLUG).read_text("utf-8") != SPOILT
