"""What the first page says of a report, and how findings are grouped."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from plantin import translation
from plantin.files import json_file
from plantin.house.layout import House
from plantin.packs.desk.server import Server, listing
from plantin.packs.desk.server import site as site_module
from plantin.packs.desk.server.listing import NextStep, Report
from tests.kit import desks
from tests.kit.desks import FIRST, SLUG, THIRD


@pytest.fixture
def home(tmp_path: Path) -> House:
    return desks.made(tmp_path / "house")


@pytest.fixture
def running(home: House) -> Iterator[Server]:
    with desks.running(home) as server:
        yield server


def step(home: House) -> NextStep:
    return listing.count_report(home, SLUG).next_step()


def complete(home: House) -> None:
    desks.write(home, FIRST, "[]{#oil} La première lampe brûle 24\u00a0heures[^a].")
    desks.write(home, THIRD, "La troisième lampe du Conseil de sécurité brûle.")
    desks.write(home, "heading", "Lampes")
    desks.write(home, "note", "Vue de nuit.")


def ledger(home: House, differences: list[str]) -> None:
    edition = {"differences": differences, "findings": []}
    path = home.build / SLUG / "ledger.json"
    path.write_bytes(json_file({"editions": [edition], "across": []}))


def test_a_report_says_the_one_thing_to_do_next(home: House) -> None:
    assert step(home) == NextStep("Translate 4 messages into Français", f"/{SLUG}/fr/desk")
    complete(home)
    assert step(home) == NextStep("Make the editions")
    made = home.build / SLUG / f"{SLUG}-fr.html"
    made.parent.mkdir(parents=True)
    made.write_text("<p>made</p>", "utf-8")
    assert step(home) == NextStep("Check the editions", command=f"plantin check {SLUG}")
    ledger(home, ["P001 one", "P002 two"])
    assert step(home) == NextStep("See the differences", command=f"plantin check {SLUG}")
    ledger(home, [])
    assert step(home) == NextStep("Revise 6 messages in Français", f"/{SLUG}/fr/desk")
    later = time.time() + 60
    os.utime(made, (later, later))
    assert step(home) == NextStep("Check the editions", command=f"plantin check {SLUG}")
    home.report(SLUG).write_text("---\nsymbol: [\n---\n", "utf-8")
    assert step(home) == NextStep("See what is wrong", f"/{SLUG}/en")


def test_a_damaged_ledger_or_catalogue_is_no_fault_of_the_page(home: House) -> None:
    for damage in (b"[" * 100_000, b"{}", b"\xff"):
        (home.build / SLUG).mkdir(parents=True, exist_ok=True)
        (home.build / SLUG / "ledger.json").write_bytes(damage)
        assert listing.count_report(home, SLUG).checked is None
    home.catalogue_file("fr", SLUG).write_text('msgid "', "utf-8")
    report = listing.count_report(home, SLUG)
    assert "T014" in report.faults
    assert report.is_counted


def test_languages_have_their_own_names_and_the_share_of_their_words(running: Server) -> None:
    page = running.site.answer("/").content.decode()
    assert re.search(r'<a href="/A-1-1/fr" lang="fr">Français</a>\s*<progress aria-label="Français, translated"', page)
    status = translation.status_rows(running.site.desks._house, SLUG, ("fr",))[0]
    assert f'<span class="number">{status.words_translated * 100 // status.words} %</span>' in page
    assert '<h2><a href="/A-1-1/en" lang="en" dir="ltr">The lamps</a></h2>' in page


def test_a_card_that_takes_long_keeps_no_page_waiting(running: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    work: Future[Report] = Future()
    monkeypatch.setattr(running.site._executor, "submit", lambda *_: work)
    monkeypatch.setattr(site_module, "_GLIMPSE", 0.05)
    page = running.site.answer("/").content.decode()
    assert 'id="report-A-1-1" data-waiting' in page
    assert "The lamps" in page
    work.set_result(replace(listing.count_report(running.site.desks._house, SLUG), title="Counted"))
    page = running.site.answer("/").content.decode()
    assert "data-waiting" not in page
    assert "Counted" in page


def test_no_page_of_the_server_lets_a_script_or_a_sheet_in_that_is_not_a_file_of_its_own(running: Server) -> None:
    for path in ("/", f"/{SLUG}/fr", f"/{SLUG}/fr/desk", f"/{SLUG}/progress", f"/{SLUG}/fr/revision"):
        answer = running.site.answer(path)
        page = answer.content.decode()
        assert "default-src 'none'" in answer.policy, path
        assert "unsafe" not in answer.policy, path
        assert re.findall(r"<style|\sstyle=|<script>|\son\w+=", page) == [], path
        for address in re.findall(r'(?:<link rel="stylesheet" href|<script src)="([^"]+)"', page):
            assert running.site.answer(address).status == 200, address


def test_the_look_is_that_of_the_house_and_of_the_press_while_its_style_is_broken(running: Server, home: House) -> None:
    sheet = running.site.answer("/screen.css").content.decode()
    assert '--face: "STIX Two Text"' in sheet
    assert running.site.answer("/face-regular").content[:4] == b"wOF2"
    face = running.site.answer("/NotoNaskhArabic-Regular.ttf")
    with face:
        assert face.open().read(4) == b"\x00\x01\x00\x00"
    assert running.site.answer("/logo").status == 404, "it has none"
    assert running.site.answer("/style.toml").status == 404
    (home.root / "styles" / "un" / "style.toml").write_text("[half", "utf-8")
    assert '--face: "Noto Sans"' in running.site.answer("/screen.css").content.decode()
    assert running.site.answer("/face-regular").status == 404
    assert running.site.answer("/").status == 200
