"""The desk's server, asked as a browser asks it: reports beside their translations, broken ones with what is wrong, and
no other file.
"""

from __future__ import annotations

import http.client
import json
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from plantin import translation, validators
from plantin.cli import main
from plantin.files import BuildRecord, BuildRecords
from plantin.findings import UsageError
from plantin.house.layout import House
from plantin.packs.desk.server import Server, server, site
from plantin.production.formats import Edition
from plantin.production.ingredients import Ingredients
from plantin.translation.message import context_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[3]
REPORT = """---
symbol: A/1/1
organ: General Assembly
title: "The lamps"
date: 2035-06-01
original-language: en
languages: [en, fr]
---

# Lamps

[]{#oil} The first lamp burns 24 hours.[^a]

The second lamp burns. See [](#oil).

[^a]: Seen by night.
"""
Ask = Callable[..., tuple[int, str, dict[str, str]]]


@pytest.fixture
def home(tmp_path: Path) -> House:
    root = tmp_path / "house"
    for name in ("styles/un", "locales/en", "locales/fr"):
        shutil.copytree(ROOT / name, root / name)
    (root / "sources" / "A-1-1").mkdir(parents=True)
    found = House(root)
    found.report("A-1-1").write_text(REPORT, "utf-8")
    (root / "build" / "A-1-1").mkdir(parents=True)
    (root / "build" / "A-1-1" / "A-1-1-fr.html").write_text("<p>made</p>", "utf-8")
    (root / "build" / "A-1-1" / ".records").write_text("secret", "utf-8")
    (root / "build" / "A-1-1" / "out").symlink_to(root / "styles" / "un" / "style.toml")
    translation.update_file(found, "A-1-1", "fr")
    translate(found, "La première lampe brûle 36\u00a0heures[^a].")
    return found


def translate(home: House, first: str) -> None:
    texts = {
        "title": "Les lampes",
        context_of("heading", "Lamps"): "Lampes",
        "#oil": f"[]{{#oil}} {first}",
        context_of("paragraph", "The second lamp burns. See [](#oil)."): "La seconde brûle. Voir [](#oil).",
        "note:a": "Vue de nuit.",
    }
    path = home.catalogue_file("fr", "A-1-1")
    translation.write_catalogue(path, translation.adopt(translation.read_catalogue(path), texts), path.parent)


@pytest.fixture
def running(home: House) -> Iterator[Server]:
    with ThreadPoolExecutor(3) as executor, server(home, 0, executor) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture
def ask(running: Server) -> Ask:
    def asked(path: str, method: str = "GET", host: str = "") -> tuple[int, str, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", running.server_port, timeout=60)
        connection.request(method, path, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        body = answer.read().decode("utf-8")
        connection.close()
        return answer.status, body, dict(answer.getheaders())

    return asked


def whole(ask: Ask, path: str) -> str:
    """A page with its sheets in it, without the faces that they name."""

    def sheet(link: re.Match[str]) -> str:
        return f"<style>{re.sub('@font-face.*', '', ask(link[1])[1])}</style>"

    return re.sub(r'<link rel="stylesheet" href="([^"]+)">', sheet, ask(path)[1])


def row(page: str, anchor: str) -> str:
    found = re.search(rf'<div class="pair" id="{anchor}">.*', page)
    return found[0] if found else ""


def test_source_and_translation_stand_side_by_side_with_the_findings_in_place(ask: Ask) -> None:
    status, page = _made(ask)
    assert status == 200
    assert re.search(r'lang="en".*burns 24 hours.*lang="fr".*brûle 36\u00a0heures', row(page, "paragraph-1"))
    assert re.search(
        r'class="badge bad">error T029</span> number 24 is missing; .*<a href="/A-1-1/fr/desk#%23oil">',
        row(page, "paragraph-1"),
    )
    assert "finding" not in row(page, "paragraph-2")
    assert row(page, "note-1").count("<p>") == 2
    assert "<h2>2 findings</h2>" in page
    assert "2 errors</span> a number is missing, or is not in the original" in page
    assert page.count('<li><a href="#paragraph-1">number ') == 2


def test_a_page_is_made_anew_when_source_catalogue_or_locale_changes(ask: Ask, running: Server, home: House) -> None:
    _, first = _made(ask)
    state = re.search(r'data-state="(\w+)"', first)
    assert state
    assert running.site.state("A-1-1", "fr") == state[1]
    seen = {state[1]}
    translate(home, "La première lampe brûle 24\u00a0heures[^a].")
    assert "No findings." in ask("/A-1-1/fr")[1]
    seen.add(running.site.state("A-1-1", "fr"))
    home.report("A-1-1").write_text(REPORT.replace("second lamp burns", "second lamp shines"), "utf-8")
    assert "[traduit d’une version antérieure]" in ask("/A-1-1/fr")[1]
    seen.add(running.site.state("A-1-1", "fr"))
    words = home.root / "locales" / "fr" / "locale.toml"
    words.write_text(words.read_text("utf-8").replace("[traduit d’une version antérieure]", "[vieux]"), "utf-8")
    assert "[vieux]" in ask("/A-1-1/fr")[1]
    seen.add(running.site.state("A-1-1", "fr"))
    assert len(seen) == 4


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("](#oil)", "](#nothing)", "sources/A-1-1/report.md:14:"),
        ("symbol: A/1/1", "symbol: [", "sources/A-1-1/report.md:"),
        ("[^a]: Seen", "[^b]: Seen", "sources/A-1-1/report.md:12:"),
    ],
)
def test_a_broken_source_is_shown_as_its_findings_and_comes_back(
    ask: Ask, home: House, old: str, new: str, where: str
) -> None:
    home.report("A-1-1").write_text(REPORT.replace(old, new), "utf-8")
    status, page = _made(ask)
    assert status == 200
    assert f"<pre>{where}" in page
    assert "data-state" in page
    assert ask("/")[0] == 200
    home.report("A-1-1").write_text(REPORT, "utf-8")
    assert "burns 24 hours" in _made(ask)[1]


def test_a_report_in_its_own_language_stands_alone_with_its_lint(ask: Ask, home: House) -> None:
    home.report("A-1-1").write_text(REPORT.replace("The second lamp", "The communique"), "utf-8")
    _, page, _ = ask("/A-1-1/en")
    assert "communiqué" in row(page, "paragraph-2")
    assert "brûle" not in page


def test_an_edition_is_older_where_the_words_of_its_source_changed(ask: Ask, home: House) -> None:
    report, edition, records = home.report("A-1-1"), Edition("A-1-1", "fr", "html"), BuildRecords(home.build)
    records.put("A-1-1/fr", BuildRecord(Ingredients(home, None).document_digests("A-1-1", "fr"), "a digest"))
    records.put(edition.target, BuildRecord({"document": "a digest"}, "another"))
    report.touch()
    assert "older than its source" not in ask("/")[1]
    report.write_text(report.read_text("utf-8") + "\nMore.\n", "utf-8")
    assert "older than its source" in ask("/")[1]


def test_the_list_leads_to_languages_and_to_the_editions_that_are_made(ask: Ask, home: House) -> None:
    _, page, _ = ask("/")
    links = {"/A-1-1/en", "/A-1-1/fr", "/A-1-1/fr/desk", "/A-1-1/progress", "/build/A-1-1/A-1-1-fr.html"}
    links |= {"/", "/site", "/#reception", "#main", "/screen.css"}
    assert links == set(re.findall(r'href="([^"]+)"', page))
    assert all(ask(path.partition("#")[0])[0] == 200 for path in links - {"#main"})
    assert ask("/build/A-1-1/A-1-1-fr.html")[:2] == (200, "<p>made</p>")


@pytest.mark.parametrize(
    "path",
    [
        "/sources/A-1-1/report.md",
        "/build/../sources/A-1-1/report.md",
        "/build/A-1-1/../../sources/A-1-1/report.md",
        "/build/A-1-1/..%2f..%2fstyles%2fun%2fstyle.toml",
        "/build/%2e%2e/sources",
        "/build/A-1-1/out",
        "/build/A-1-1/.records",
        "/build/A-1-1/",
        "/build/A-1-1",
        "/build/A-1-1/A-1-1-fr.html%00",
        "//etc/passwd",
        "/A-1-1/de",
        "/A-9-9/fr",
    ],
)
def test_nothing_outside_the_build_folder_is_served(ask: Ask, path: str) -> None:
    status, body, _ = ask(path)
    assert (status, body) == (404, "404 Not Found\n")


def test_browsers_that_ask_for_an_icon_get_no_error(ask: Ask) -> None:
    status, body, headers = ask("/favicon.ico")
    assert (status, body, "Content-Length" in headers) == (204, "", False)


def test_only_this_machine_s_own_pages_are_answered(ask: Ask, running: Server) -> None:
    assert running.server_address[0] == "127.0.0.1"
    assert ask("/", host=f"localhost:{running.server_port}")[0] == 200
    assert ask("/", host=f"elsewhere.example:{running.server_port}")[0] == 403
    assert ask("/", method="POST")[0] == 403
    status, body, headers = ask("/", method="HEAD")
    assert (status, body) == (200, "")
    assert "script-src 'self'" in headers["Content-Security-Policy"]


def test_a_port_that_is_taken_is_reported(running: Server, home: House) -> None:
    for port in (running.server_port, 70000):
        with ThreadPoolExecutor(1) as executor, pytest.raises(UsageError) as error:
            server(home, port, executor)
        assert error.value.findings[0].code == "U016"
    assert main.run(["serve", "--port", str(running.server_port), "--root", str(home.root)]) == 2


def test_the_command_says_where_it_answers_and_ends_with_the_keyboard(home: House) -> None:
    command = [
        sys.executable,
        "-u",
        "-c",
        "from plantin.cli.main import main; main()",
        "serve",
        "--port",
        "0",
        "--root",
        str(home.root),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as started:
        assert started.stdout
        address = started.stdout.readline().strip()
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/", address)
        assert found, address
        connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=60)
        connection.request("GET", "/")
        assert connection.getresponse().status == 200
        connection.close()
        started.send_signal(2)
        assert started.wait(30) == 0


@pytest.mark.proof
def test_axe_and_nu_find_nothing_in_the_pages(ask: Ask, home: House, tmp_path: Path) -> None:
    pages = {"index": "/", "facing": "/A-1-1/fr", "alone": "/A-1-1/en", "desk": "/A-1-1/fr/desk"}
    pages |= {"progress": "/A-1-1/progress", "revision": "/A-1-1/fr/revision"}
    for name, path in pages.items():
        _made(ask)
        (tmp_path / f"{name}.html").write_text(whole(ask, path), "utf-8")
    home.report("A-1-1").write_text(REPORT.replace("](#oil)", "](#nothing)"), "utf-8")
    (tmp_path / "broken.html").write_text(whole(ask, "/A-1-1/fr"), "utf-8")
    files = sorted(tmp_path.glob("*.html"))
    toolbox = validators.find(ROOT)
    for name in ("axe", "nu"):
        tool = validators.tool_named(name)
        assert tool
        faults = tool.run(toolbox, files).faults
        assert {path.name: list(map(str, found)) for path, found in faults.items()} == {path.name: [] for path in files}


def test_an_open_page_shows_a_change_by_itself(running: Server, home: House, browser: Browser) -> None:
    """In a real browser: the reader changes nothing."""
    page = browser.new_page()
    page.goto(f"{running.address}A-1-1/fr")
    assert page.locator(".finding").count() == 1
    home.report("A-1-1").write_text(REPORT.replace("](#oil)", "](#nothing)"), "utf-8")
    page.get_by_text("R001").wait_for(timeout=20000)
    home.report("A-1-1").write_text(REPORT, "utf-8")
    translate(home, "La première lampe brûle 24\u00a0heures[^a].")
    page.get_by_text("No findings.").wait_for(timeout=20000)
    page.get_by_role("link", name="Reports").first.click()
    page.get_by_role("link", name="Français").first.click()
    page.get_by_text("brûle 24").wait_for(timeout=20000)
    page.close()


def test_what_did_not_change_stays_as_it_is_with_the_focus_in_it(
    running: Server, home: House, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(f"{running.address}A-1-1/fr")
    page.evaluate("document.querySelector('main').dataset.seen = 'before'")
    page.locator("#paragraph-2 a").first.focus()
    translate(home, "La première lampe brûle 26\u00a0heures[^a].")
    page.get_by_text("26\u00a0heures").first.wait_for(timeout=20000)
    assert page.locator("main[data-seen]").count() == 1, "the page was not loaded again"
    assert page.evaluate("document.activeElement.closest('#paragraph-2') !== null"), "the focus stays where it was"
    page.close()


def lines(running: Server, path: str) -> Iterator[str]:
    """The lines of a stream of events, as they come."""
    connection = http.client.HTTPConnection("127.0.0.1", running.server_port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    assert answer.getheader("Content-Type") == "text/event-stream"
    try:
        while line := answer.fp.readline():
            yield line.decode().rstrip("\n")
    finally:
        connection.close()


def test_a_change_is_reported_when_it_happens(running: Server, home: House) -> None:
    told = (line.removeprefix("data: ") for line in lines(running, "/A-1-1/fr/events") if line.startswith("data: "))
    first = next(told)
    assert first == running.site.state("A-1-1", "fr")
    (home.report("A-1-1").parent / "notes.txt").write_text("no part of the page", "utf-8")
    translate(home, "La première lampe brûle 25\u00a0heures[^a].")
    assert next(told) not in {first, ""}


def test_a_page_is_begun_when_its_files_change_and_is_not_that_of_older_files(
    running: Server, home: House, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []
    real = site.facing_page
    monkeypatch.setattr(
        site,
        "facing_page",
        lambda house, report, screen, language, state: (
            begun.append(state) or real(house, report, screen, language, state)
        ),
    )
    told = (line.removeprefix("data: ") for line in lines(running, "/A-1-1/fr/events") if line.startswith("data: "))
    first = next(told)
    assert not begun, "a reader who only listens has the page"
    translate(home, "La première lampe brûle 25\u00a0heures[^a].")
    second = next(told)
    assert begun == [second] != [first], "before anybody asked for it"
    translate(home, "La première lampe brûle 26\u00a0heures[^a].")
    third = next(told)
    _, page, _ = ask("/A-1-1/fr")
    assert f'data-state="{third}"' in page
    assert "26\u00a0heures" in page


def test_a_change_before_the_system_watches_is_found_all_the_same(
    running: Server, home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running.site.changes, "_watch", lambda: None)
    told = (line for line in lines(running, "/A-1-1/fr/events") if line.startswith("data: "))
    first = next(told)
    translate(home, "La première lampe brûle 25\u00a0heures[^a].")
    started = time.monotonic()
    assert next(told) != first
    assert time.monotonic() - started < 10


def test_what_changes_before_the_system_watches_is_told(
    running: Server, home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    import watchfiles

    begun, armed, watch = threading.Event(), threading.Event(), watchfiles.watch

    def watch_late(*folders: Path, **options: Any) -> Iterator[set[Any]]:
        begun.set()
        armed.wait(60)
        yield from watch(*folders, **options)

    monkeypatch.setattr(watchfiles, "watch", watch_late)
    told = (line for line in lines(running, "/A-1-1/fr/events") if line.startswith("data: "))
    first = next(told)
    assert begun.wait(60)
    time.sleep(2)
    translate(home, "La première lampe brûle 25\u00a0heures[^a].")
    started = time.monotonic()
    armed.set()
    assert next(told) != first
    assert time.monotonic() - started < 10


def test_a_reader_without_news_is_informed(running: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plantin.packs.desk.server.site.BEAT", 0.1)
    told = lines(running, "/A-1-1/fr/events")
    assert [next(told).partition(":")[0] for _ in range(4)] == ["data", "", "", ""], "a state, then remarks"


def _made(ask: Ask) -> tuple[int, str]:
    """The status and the page of the report, after it was made."""
    until = time.monotonic() + 60
    while "is being made" in (answer := ask("/A-1-1/fr"))[1] and time.monotonic() < until:
        time.sleep(0.5)
    return answer[0], answer[1]


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("plantin.toml", "D020"),
        ("styles/un/style.toml", "D001"),
        ("styles/un/facing.css", "D021"),
        ("locales/fr/locale.toml", "T001"),
        ("styles/un/locales/fr/locale.toml", "T001"),
    ],
)
def test_a_half_saved_file_is_shown_as_its_finding_and_the_next_save_brings_the_page_back(
    name: str, code: str, ask: Ask, running: Server, home: House
) -> None:
    path = home.root / name
    whole = path.read_text("utf-8") if path.exists() else 'style = "un"\n'
    path.write_text(whole, "utf-8")
    told = (line.removeprefix("data: ") for line in lines(running, "/A-1-1/fr/events") if line.startswith("data: "))
    first = next(told)
    path.write_bytes(b"\xff" if path.suffix == ".css" else b'[half = "')
    second = next(told)
    assert second != first
    status, page = _made(ask)
    assert (status, code in page) == (200, True), page
    assert f'data-state="{second}"' in page
    assert ask("/")[0] == 200
    if path.suffix == ".toml":
        assert ask("/A-1-1/fr/preview.pdf")[0] == 409
    path.write_text(whole, "utf-8")
    assert next(told) not in {first, second} or running.site.state("A-1-1", "fr") == first, "the same stream goes on"
    assert (_made(ask)[0], "La première lampe" in _made(ask)[1], code in _made(ask)[1]) == (200, True, False)


def test_readers_who_left_make_room_at_once(running: Server) -> None:
    def stream() -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", running.server_port, timeout=60)
        connection.request("GET", "/A-1-1/fr/events")
        return connection.getresponse()

    readers = [stream() for _ in range(24)]
    assert {reader.status for reader in readers} == {200}
    assert stream().status == 503
    for reader in readers:
        reader.close()
    until = time.monotonic() + 5
    while (status := stream().status) == 503 and time.monotonic() < until:
        time.sleep(0.1)
    assert status == 200


def test_a_server_that_ends_lets_go_who_waits_for_changes(home: House) -> None:
    with ThreadPoolExecutor(1) as executor, server(home, 0, executor) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        told = lines(made, "/A-1-1/fr/events")
        next(told)
        made.shutdown()
        made.server_close()
        thread.join()
        assert not [line for line in told if line]


def test_the_printed_edition_is_that_of_the_files_as_they_are(ask: Ask, running: Server, home: House) -> None:
    def printed() -> tuple[bytes, list[str]]:
        connection = http.client.HTTPConnection("127.0.0.1", running.server_port, timeout=60)
        connection.request("GET", "/A-1-1/fr/preview.pdf")
        answer = connection.getresponse()
        assert answer.status == 200
        found = answer.read(), json.loads(answer.getheader("Plantin-Pages") or "")
        connection.close()
        return found

    first, starts = printed()
    assert first.startswith(b"%PDF-")
    assert len(starts) == 1
    assert f'id="{starts[0]}"' in ask("/A-1-1/fr")[1], "a place of the text begins the page"
    assert printed()[0] == first
    translate(home, "La première lampe brûle 24\u00a0heures[^a].")
    assert printed()[0] != first
    assert not list(home.build.rglob("*.pdf")), "nothing is written"
    home.report("A-1-1").write_text(REPORT.replace("](#oil)", "](#nothing)"), "utf-8")
    status, said, _ = ask("/A-1-1/fr/preview.pdf")
    assert status == 409
    assert "R001" in said


def test_the_printed_page_is_beside_the_text_where_the_reader_asks_for_it(running: Server, browser: Browser) -> None:
    """In a real browser, with the keyboard; it stays open when the page comes anew."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(f"{running.address}A-1-1/fr")
    button = page.get_by_role("button", name="Printed page")
    button.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary", name="Printed page")
    panel.get_by_text("Page 1 of 1").wait_for(timeout=20000)
    assert panel.locator("iframe").get_attribute("src") == "/A-1-1/fr/preview.pdf?1#page=1&navpanes=0&view=FitH"
    assert button.get_attribute("aria-expanded") == "true"
    page.reload()
    panel.get_by_text("Page 1 of 1").wait_for(timeout=20000)
    button.click()
    assert not panel.is_visible()
    page.close()
