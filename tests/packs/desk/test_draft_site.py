"""The draft of the site within the server: made by its command, and open to whoever knows its address alone."""

from __future__ import annotations

import http.client
import os
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plantin.bounded import process
from plantin.bounded.limits import BoundError, Limits
from plantin.bounded.process import ProcessResult
from plantin.house.layout import House
from plantin.packs.desk.server import Server, draft_site
from plantin.settings import extensions
from tests.kit import desks
from tests.kit.command import plantin

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def house(tmp_path: Path) -> House:
    return desks.made(tmp_path / "house")


@pytest.fixture
def running(house: House) -> Iterator[Server]:
    with desks.running(house) as server:
        yield server


@pytest.fixture
def site(house: House) -> Path:
    """A draft that is there."""
    folder = house.build / ".site"
    (folder / "A" / "1").mkdir(parents=True)
    (folder / "index.html").write_text("<h1>Lamps</h1>", "utf-8")
    (folder / "A" / "1" / "index.html").write_text("<h1>The lamps</h1>", "utf-8")
    (folder / "site.css").write_text("h1 { color: red }", "utf-8")
    (folder / "out").symlink_to(house.sources)
    return folder


def ask(server: Server, path: str, **fields: str) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in fields.items()})
    answer = connection.getresponse()
    content = answer.read().decode("utf-8")
    connection.close()
    return answer.status, content, dict(answer.getheaders())


@pytest.mark.usefixtures("site")
def test_the_draft_is_in_a_sandbox_below_an_address_that_nobody_can_guess(running: Server) -> None:
    address = running.site.draft.address
    assert address in ask(running, "/site")[1]
    # Pages of a sandbox ask so for what is beside them.
    foreign = {"Origin": "null", "Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "cors"}
    status, content, fields = ask(running, f"{address}site.css", **foreign)
    assert (status, content, fields["Content-Type"]) == (HTTPStatus.OK, "h1 { color: red }", "text/css")
    status, content, fields = ask(running, address, **foreign)
    assert (status, content) == (HTTPStatus.OK, "<h1>Lamps</h1>")
    assert fields["Content-Security-Policy"].startswith("sandbox ")
    assert "allow-same-origin" not in fields["Content-Security-Policy"]
    assert ask(running, f"{address}A/1/")[1] == "<h1>The lamps</h1>"
    status, _, fields = ask(running, f"{address}A/1")
    assert (status, fields["Location"]) == (HTTPStatus.MOVED_PERMANENTLY, "1/")
    for path in ("/site", "/", f"{address[:-2]}/", f"/site/guessed/{address[6:]}"):
        assert ask(running, path, **foreign)[0] == HTTPStatus.FORBIDDEN, path
    assert ask(running, address, Host="evil.example")[0] == HTTPStatus.FORBIDDEN


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    "path", ["none.html", "out/A-1-1/report.md", "../../plantin.toml", "%2e%2e/%2e%2e/sources/A-1-1/report.md", "%2Fetc/passwd", "a%00b"]
)  # fmt: skip
def test_nothing_but_the_draft_is_below_its_address(path: str, running: Server) -> None:
    assert ask(running, f"{running.site.draft.address}{path}")[0] == HTTPStatus.NOT_FOUND


def test_the_command_makes_it_and_what_it_says_is_shown(
    running: Server, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []

    def run(command: list[str], *, name: str) -> ProcessResult:
        commands.append(command)
        return ProcessResult(2, b"", f"build: error U035: no edition was <b>built</b> ({name})\n".encode())

    monkeypatch.setattr(process, "run", run)
    assert "Make the site" in ask(running, "/site")[1]
    assert desks.posted(running, "/site/make", "{}", Origin="null")[0] == HTTPStatus.FORBIDDEN
    assert commands == []
    assert desks.posted(running, "/site/make", "{}")[0] == HTTPStatus.CONFLICT
    into = ["--root", str(house.root), "--into", str(house.build / ".site")]
    assert [(command[:2], command[4:]) for command in commands] == [
        ([sys.executable, "-I"], ["site", "--draft", *into])
    ]
    assert "no edition was &lt;b&gt;built" in ask(running, "/site")[1]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (BoundError("site", "seconds", 600), "site did not end within 600 s. If it is to go on, raise `seconds`"),
        (FileNotFoundError(2, "No such file"), "No such file. Run `plantin site --draft`"),
    ],
    ids=["bound", "start"],
)
def test_a_command_that_cannot_end_is_a_refusal_with_a_hint(
    error: Exception, expected: str, running: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*_: object, **__: object) -> ProcessResult:
        raise error

    monkeypatch.setattr(process, "run", run)
    for _ in range(2):
        status, answer = desks.posted(running, "/site/make", "{}")
        assert (status, expected in answer["words"]) == (HTTPStatus.CONFLICT, True)
    assert expected.partition(".")[0] in ask(running, "/site")[1]


def test_a_second_reader_is_refused_while_the_site_is_being_made_and_the_first_waits_for_the_bound(
    running: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, end = threading.Event(), threading.Event()

    def run(*_: object, **__: object) -> ProcessResult:
        begun.set()
        assert end.wait(30)
        return ProcessResult(0, b"made", b"")

    monkeypatch.setattr(process, "run", run)
    with ThreadPoolExecutor(1) as thread:
        first = thread.submit(desks.posted, running, "/site/make", "{}")
        try:
            assert begun.wait(30)
            assert max(running._deadlines.values()) - time.monotonic() > Limits().seconds + 60
            status, answer = desks.posted(running, "/site/make", "{}")
            assert (status, "is being made" in answer["words"]) == (HTTPStatus.CONFLICT, True)
            assert "The site is being made" in ask(running, "/site")[1]
        finally:
            end.set()
    assert first.result() == (HTTPStatus.OK, {"words": "made"})
    assert desks.posted(running, "/site/make", "{}")[0] == HTTPStatus.OK


def test_a_check_makes_no_draft_old_and_an_edition_does(running: Server, house: House, site: Path) -> None:
    os.utime(site / "index.html", (0, 1))
    folder = house.build / desks.SLUG
    folder.mkdir()
    (folder / "ledger.json").write_text("{}", "utf-8")
    assert "older than an edition" not in ask(running, "/site")[1]
    (folder / f"{desks.SLUG}-fr.txt").write_text("Les lampes", "utf-8")
    assert "older than an edition" in ask(running, "/site")[1]


def test_without_a_command_that_makes_sites_no_page_leads_to_one(
    running: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 'href="/site"' in ask(running, "/")[1]
    monkeypatch.setattr(extensions, "names", lambda _: ())
    assert not draft_site.is_installed()
    assert 'href="/site"' not in ask(running, "/")[1]
    assert desks.posted(running, "/site/make", "{}")[0] == HTTPStatus.NOT_FOUND
    assert ask(running, "/site")[0] == HTTPStatus.NOT_FOUND


def test_a_button_that_the_server_knows_no_more_says_so(
    running: Server, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = browser.new_page()
    page.goto(f"{running.address}site")
    monkeypatch.setattr(extensions, "names", lambda _: ())
    page.get_by_role("button", name="Make the site").click()
    page.get_by_text("The server refused it (404).").wait_for()


@pytest.mark.full
def test_a_reader_sees_the_site_of_what_is_built_and_searches_it(
    running: Server, house: House, browser: Browser
) -> None:
    ended = plantin("build", "--format", "html", "--language", "en", cwd=house.root)
    assert ended.returncode == 0, ended.stderr
    page = browser.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(f"{running.address}site")
    page.get_by_role("button", name="Make the site").click()
    page.get_by_role("link", name="Open the site").click(timeout=120_000)
    page.get_by_role("link", name="The lamps").click()
    assert page.get_by_role("heading", name="The lamps").is_visible()
    assert page.evaluate("self.origin") == "null"
    page.go_back()
    page.get_by_role("searchbox").fill("Security Council")
    page.get_by_role("searchbox").press("Enter")
    page.locator(".pagefind-ui__result").first.wait_for()
    assert faults == []
