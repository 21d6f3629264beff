"""What lies in a house that somebody else made, opened in a browser from the preview server: its scripts reach nothing
of the server, and the press's own web edition works as it does from a folder.
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

from plantin.house.layout import House
from plantin.model.related_editions import PageStart, RelatedEditions
from plantin.packs.desk.server import Server, site
from plantin.packs.imports import loss
from plantin.writers import html
from tests.kit import desks
from tests.kit.chromium import expect
from tests.kit.compose import composed
from tests.kit.desks import SLUG

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

EDITION = f"{SLUG}-en.html"
_ATTACK = """<!DOCTYPE html><html lang="en"><title>Lamps</title><script>(async () => {
  const desk = DESK, said = [];
  const attempt = async (name, deed) => {
    try { said.push(`${name}: ${await deed()}`); } catch (error) { said.push(`${name}: refused`); }
  };
  const sent = (address, body, type, key) => fetch(desk + address,
    { method: "POST", headers: { "Content-Type": type, "Plantin-Token": key, "Plantin-Name": "evil.md" }, body });
  let key = "unknown";
  await attempt("token", async () => key = (await (await fetch(desk + "/")).text()).match(/data-token="([^"]+)/)[1]);
  await attempt("file", async () => (await sent("/reception/file", "# x", "application/octet-stream", key)).status);
  await attempt("request", () => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.onload = () => resolve(request.responseText.length);
    request.onerror = reject;
    request.open("GET", desk + "/");
    request.send();
  }));
  await attempt("storage", () => localStorage.setItem("plantin name", "evil"));
  await attempt("image", () => new Promise((resolve, reject) => {
    Object.assign(new Image(), { onload: () => resolve("loaded"), onerror: reject }).src = desk + "/SLUG/picture/lamp.svg";
  }));
  await attempt("script", () => new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { onload: () => resolve("run"), onerror: reject });
    document.head.append(Object.assign(script, { src: desk + "/live.js" }));
  }));
  await attempt("frame", () => new Promise((resolve, reject) => {
    const frame = document.createElement("iframe");
    frame.onload = () => frame.contentDocument?.documentElement.dataset.token ? resolve("read") : reject();
    frame.src = desk + "/";
    document.documentElement.append(frame);
    setTimeout(reject, 2000);
  }));
  await attempt("window", async () => {
    const other = window.open(desk + "/");
    for (let wait = 0; wait < 20 && !other.document.documentElement.dataset.token; wait++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    return other.document.documentElement.dataset.token.length;
  });
  await attempt("form", () => new Promise((resolve, reject) => {
    const form = Object.assign(document.createElement("form"), { action: desk + "/reception/file", method: "post", target: "sink" });
    document.documentElement.append(form);
    form.submit();
    setTimeout(reject, 500);
  }));
  await attempt("beacon", () => navigator.sendBeacon(desk + "/reception/file", "# x"));
  document.documentElement.dataset.said = said.join("\\n");
})()</script>"""
_NAMES = ("token", "file", "request", "storage", "image", "script", "frame", "window", "form", "beacon")
_ABOUT = '![Lamps](lamp.svg){alt="A lamp."}\n'
_SHAPES = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><title>lamp</title></svg>'


@pytest.fixture
def home(tmp_path: Path) -> House:
    house = desks.made(tmp_path / "house")
    folder = house.build / SLUG
    folder.mkdir(parents=True)
    (folder / EDITION).write_text(_attack("location.origin"), "utf-8")
    (house.report(SLUG).parent / loss.PAGE).write_text(_attack("location.origin"), "utf-8")
    return house


@pytest.fixture
def running(home: House) -> Iterator[Server]:
    with desks.running(home) as server:
        yield server


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 800})
    made.set_default_timeout(20_000)
    yield made
    made.close()


@pytest.fixture
def elsewhere(running: Server, tmp_path: Path) -> Iterator[str]:
    """A site that is looked at on another port of this machine, with the same script in one of its editions."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / EDITION).write_text(_attack(f'"{running.address.rstrip("/")}"'), "utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{EDITION}"
        server.shutdown()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _attack(desk: str) -> str:
    return _ATTACK.replace("DESK", desk).replace("SLUG", SLUG)


def _said(page: Page) -> dict[str, str]:
    """What the script in a page says became of each attempt."""
    page.locator("html[data-said]").wait_for(state="attached")
    lines = (page.locator("html").get_attribute("data-said") or "").splitlines()
    return dict(line.split(": ", 1) for line in lines)


def _written(home: House) -> bool:
    return (home.root / "received").exists()


def test_the_script_of_an_edition_reaches_nothing(context: BrowserContext, running: Server, home: House) -> None:
    catalogue = home.catalogue_file("fr", SLUG).read_bytes()
    page = context.new_page()
    page.goto(running.address)
    page.locator("summary", has_text="edition").first.click()
    page.get_by_role("link", name="HTML").first.click()
    page.wait_for_url("**/build/**")
    said = _said(page)
    assert said.pop("beacon") in {"false", "true", "refused"}, "a beacon says that it was queued, not that it arrived"
    assert said == dict.fromkeys(_NAMES[:-1], "refused")
    assert page.evaluate("origin") == "null"
    assert not _written(home)
    assert home.catalogue_file("fr", SLUG).read_bytes() == catalogue


def test_the_same_script_on_the_origin_of_the_desk_would_write(
    context: BrowserContext, running: Server, home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So the script is one that the policy alone keeps out."""
    monkeypatch.setattr(site, "SCRIPTED", "default-src * 'unsafe-inline'")
    page = context.new_page()
    page.goto(f"{running.address}build/{SLUG}/{EDITION}")
    said = _said(page)
    assert said["token"] == running.site.desks.token
    assert said["file"] == "200"
    assert (home.root / "received" / "evil.md").read_text("utf-8") == "# x"


@pytest.mark.parametrize(
    ("address", "scripts"),
    [
        (f"build/{SLUG}/{EDITION}", True),
        (f"build/{SLUG}/{SLUG}-en.pdf", True),
        (f"build/{SLUG}/notes.txt", True),
        (f"{SLUG}/import", False),
        (f"{SLUG}/picture/lamp.svg", False),
        (f"{SLUG}/fr/preview.pdf", False),
        ("nowhere", False),
    ],
)
def test_whatever_is_no_page_of_the_server_has_an_origin_of_its_own(
    context: BrowserContext, running: Server, home: House, address: str, *, scripts: bool
) -> None:
    folder = home.report(SLUG).parent
    (folder / "lamp.svg").write_text(_SHAPES, "utf-8")
    if "picture" in address:
        home.report(SLUG).write_text(f"{desks.REPORT}\n{_ABOUT}", "utf-8")
    for name in (f"{SLUG}-en.pdf", "notes.txt"):
        (home.build / SLUG / name).write_bytes(b"%PDF-1.4")
    answer = context.request.get(running.address + address)
    assert answer.status == (404 if address == "nowhere" else 200)
    directive, *loaded = (part.split() for part in answer.headers["content-security-policy"].split(";"))
    assert directive[0] == "sandbox"
    assert "allow-same-origin" not in directive
    assert ("allow-scripts" in directive) == scripts
    assert ["default-src", "'none'"] in loaded
    assert not [part for part in loaded if part[0] == "connect-src" or "'self'" in part]


def test_an_edition_on_another_port_reaches_nothing(
    context: BrowserContext, running: Server, home: House, elsewhere: str
) -> None:
    del running
    page = context.new_page()
    page.goto(elsewhere)
    said = _said(page)
    assert {name: said[name] for name in ("token", "request", "image", "script", "frame", "window", "form")} == (
        dict.fromkeys(("token", "request", "image", "script", "frame", "window", "form"), "refused")
    )
    assert not _written(home)


def test_our_own_web_edition_works_as_it_does_from_a_folder(
    context: BrowserContext, running: Server, home: House, moment: dt.datetime
) -> None:
    """The choices of the reader, marks of pages, notes, what is copied, the other language, a download."""
    style = home.style("un")
    related = RelatedEditions(pages=(PageStart("2", "body", 2, 0),))
    body = "# Lamps\n\nThe keepers count them.[^a]\n\nThey burn.\n\n[^a]: By night.\n"
    (home.build / SLUG / EDITION).write_bytes(html.write(composed(body), style, moment, related))
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: message.type == "error" and faults.append(message.text))
    page.goto(f"{running.address}build/{SLUG}/{EDITION}")
    page.click("aside.display summary")
    page.click("#size-150")
    assert page.evaluate("document.documentElement.dataset.size") == "150"
    mark = "getComputedStyle(document.querySelector('#page-2'), '::before').content"
    assert "2" in page.evaluate(mark)
    page.click("#pages-hidden")
    expect(page.locator("#page-2")).not_to_be_visible()
    page.hover("a[role=doc-noteref]")
    expect(page.locator(".slip")).to_contain_text("By night.")
    page.click("#paragraph-1 > a.label")
    page.locator(".tools button").first.click()
    expect(page.locator(".announcement")).to_contain_text("#paragraph-1")
    assert page.evaluate("find('They burn')")
    assert faults == []


def test_links_among_editions_and_downloads_work(context: BrowserContext, running: Server, home: House) -> None:
    folder = home.build / SLUG
    (folder / EDITION).write_text(
        f'<!DOCTYPE html><title>en</title><a href="{SLUG}-fr.html">Français</a> <a href="{SLUG}-en.docx" download>Word</a>',
        "utf-8",
    )
    (folder / f"{SLUG}-fr.html").write_text("<!DOCTYPE html><title>fr</title>", "utf-8")
    (folder / f"{SLUG}-en.docx").write_bytes(b"PK")
    page = context.new_page()
    page.goto(f"{running.address}build/{SLUG}/{EDITION}")
    with page.expect_download() as download:
        page.get_by_text("Word").click()
    assert download.value.suggested_filename == f"{SLUG}-en.docx"
    assert download.value.failure() is None
    page.get_by_text("Français").click()
    page.wait_for_url(f"**/{SLUG}-fr.html")
    assert page.title() == "fr"
