"""A file that is brought to the first page of the preview: what is kept, imported and made of it, and what is refused."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import docx
import pytest
from docx.shared import Cm

from plantin.findings import SourceError
from plantin.house.layout import House
from plantin.packs.desk import reception
from plantin.packs.desk.server import Server
from tests.browser.test_web import AXE, violations
from tests.kit import desks, pictures, word_files
from tests.kit.chromium import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.full

TEXT = b"# The lamps of the port\n\nThe port has 24 lamps.\n\nEach lamp burns oil.\n"
ASKED = {"publisher": "The Harbour", "symbol": "R/2035/1", "date": "2035-06-01"}
ANSWERS = {"symbol": "A/5/5", "organ": "General Assembly", "date": "2035-06-01", "original-language": "en"}
INSERTED = '<w:ins w:id="7" w:author="A"><w:r><w:t> And 3 more.</w:t></w:r></w:ins>'
Bring = Callable[..., tuple[int, Any]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(reception, "EDITIONS", ("html",))
    return desks.made(tmp_path / "house")


@pytest.fixture
def running(home: House) -> Iterator[Server]:
    with desks.running(home) as server:
        yield server


@pytest.fixture
def send(running: Server) -> Bring:
    def sent(what: str, given: object, name: str = "", **headers: str) -> tuple[int, Any]:
        fields = {"Plantin-Name": quote(name)}
        if isinstance(given, bytes):
            fields["Content-Type"] = "application/octet-stream"
        body = given if isinstance(given, bytes) else json.dumps(given)
        return desks.posted(running, f"/reception/{what}", body, **(fields | headers))

    return sent


def test_a_file_is_kept_imported_and_made_into_editions(send: Bring, running: Server, home: House) -> None:
    assert send("file", TEXT, "The lamps.md") == (200, {"name": "The lamps.md"})
    assert (home.root / "received" / "The lamps.md").read_bytes() == TEXT
    status, done = send("import", {"name": "The lamps.md", **ANSWERS})
    assert (status, done["slug"], done["buildable"]) == (200, "A-5-5", True)
    assert any("words: " in line and " 0 unexplained" in line for line in done["account"])
    with running.site.answer("/A-5-5/import") as account:
        assert "<title>Import of The lamps.md</title>" in account.open().read().decode()
    made = send("make", {"slug": "A-5-5"})[1]
    assert [one["address"] for one in made["editions"]] == ["/build/A-5-5/A-5-5-en.html"]
    assert "24 lamps" in (home.build / "A-5-5" / "A-5-5-en.html").read_text("utf-8")


def test_what_the_file_does_not_have_is_asked_by_its_field(send: Bring) -> None:
    send("file", TEXT, "lamps.md")
    found = {one["words"][:4]: one for one in send("import", {"name": "lamps.md"})[1]["findings"]}
    assert found["S040"]["hint"] == "Fill in “Symbol, as R/2035/8” above, and import it again."
    assert found["S040"]["asks"]
    assert found["S040"]["place"].startswith("received/lamps.md")


def test_tracked_changes_are_settled_as_a_person_answers(send: Bring, home: House) -> None:
    send("file", _word_file(INSERTED), "lamps.docx")
    status, wrong = send("import", {"name": "lamps.docx", **ANSWERS})
    assert (status, wrong["findings"][0]["words"][:4]) == (409, "S051")
    assert wrong["findings"][0]["hint"] == "Fill in “Tracked changes” above, and import it again."
    assert send("import", {"name": "lamps.docx", "tracked": "reject", **ANSWERS})[0] == 200
    assert "3 more" not in home.report("A-5-5").read_text("utf-8")
    assert send("import", {"name": "lamps.docx", "tracked": "accept", **ANSWERS})[0] == 200
    assert "3 more" in home.report("A-5-5").read_text("utf-8")


def test_a_source_that_a_person_edited_is_never_replaced(send: Bring, home: House) -> None:
    send("file", TEXT, "lamps.md")
    send("import", {"name": "lamps.md", **ANSWERS})
    again = send("import", {"name": "lamps.md", **ANSWERS, "title": "The other lamps"})
    assert again[0] == 200, "as the import left it, it may be imported again with further answers"
    source = home.report("A-5-5")
    edited = source.read_text("utf-8").replace("24 lamps", "25 lamps")
    source.write_text(edited, "utf-8")
    status, wrong = send("import", {"name": "lamps.md", **ANSWERS})
    assert (status, wrong["findings"][0]["words"][:4]) == (409, "U006")
    assert source.read_text("utf-8") == edited


def test_another_symbol_leaves_nothing_of_the_first_behind(send: Bring, home: House) -> None:
    send("file", TEXT, "lamps.md")
    first = send("import", {"name": "lamps.md", **ANSWERS})[1]["slug"]
    again = send("import", {"name": "lamps.md", **ANSWERS, "symbol": "A/5/6", "former": first})[1]
    assert (again["slug"], again["former"], home.report(first).parent.exists()) == ("A-5-6", "", False)
    mine = home.report("A-5-6").with_name("notes.txt")
    mine.write_text("Mine", "utf-8")
    last = send("import", {"name": "lamps.md", **ANSWERS, "symbol": "A/5/7", "former": "A-5-6"})[1]
    assert (last["former"], mine.read_text("utf-8")) == ("A-5-6", "Mine"), (
        "what a person put there stays, and all of it"
    )
    assert home.report("A-5-6").is_file()


def test_another_file_of_the_same_name_is_kept_beside_it(send: Bring, home: House) -> None:
    send("file", TEXT, "lamps.md")
    other = send("file", TEXT + b"More.\n", "lamps.md")[1]["name"]
    assert other.startswith("lamps-")
    assert (home.root / "received" / "lamps.md").read_bytes() == TEXT
    assert send("file", TEXT, "lamps.md")[1]["name"] == "lamps.md"


@pytest.mark.parametrize("name", ["lamps.exe", ".md", "", "..", "../../plantin", "lamps"])
def test_what_is_of_no_kind_is_refused(send: Bring, home: House, name: str) -> None:
    status, wrong = send("file", TEXT, name)
    assert (status, wrong["findings"][0]["words"][:4]) == (409, "U010")
    assert not (home.root / "received").exists()


def test_a_name_leads_nowhere(send: Bring, home: House) -> None:
    before = {path for path in home.root.parent.rglob("*") if "received" not in path.parts}
    for name in ("../../../evil.md", "C:\\evil.md", "/usr/evil.md", "..%2fevil.md"):
        status, kept = send("file", TEXT, name)
        assert (status, kept["name"].endswith("evil.md")) == (200, True)
        assert (home.root / "received" / kept["name"]).is_file()
    assert {path for path in home.root.parent.rglob("*") if "received" not in path.parts} == before
    assert send("import", {"name": "../plantin.toml", **ANSWERS})[0] == 404


def test_nobody_else_can_bring_a_file(send: Bring, home: House) -> None:
    for headers in (
        {"Plantin-Token": "another"},
        {"Origin": "http://elsewhere.example"},
        {"Content-Type": "text/plain"},
    ):
        assert send("file", TEXT, "lamps.md", **headers)[0] == 403
    assert send("file", TEXT, "lamps.md", **{"Content-Length": str(reception.LARGEST + 1)})[0] == 413
    assert not (home.root / "received").exists()


def test_descriptions_are_never_written_into_an_edited_source(send: Bring, home: House, running: Server) -> None:
    send("file", _word_file(), "lamps.docx")
    done = send("import", {"name": "lamps.docx", **ANSWERS})[1]
    assert [(one["name"], one["words"], one["alone"]) for one in done["pictures"]] == [
        ("image1.png", "", True),
        ("image2.png", "", True),
    ]
    with running.site.answer(done["pictures"][0]["address"]) as shown:
        assert (shown.status, shown.media_type) == (200, "image/png")
    assert running.site.answer("/A-5-5/picture/report.md").status == 404
    source = home.report("A-5-5")
    edited = source.read_text("utf-8").replace("24 lamps", "25 lamps")
    source.write_text(edited, "utf-8")
    status, wrong = send("describe", {"slug": "A-5-5", "words-0": "A coast"})
    assert (status, wrong["findings"][0]["words"][:4], source.read_text("utf-8")) == (409, "U006", edited)


def _word_file(inside: str = "") -> bytes:
    package = docx.Document()
    package.sections[0].page_width, package.sections[0].page_height = Cm(14.8), Cm(21)
    package.add_paragraph("The lamps of the port", "Title")
    package.add_heading("Lamps", 1)
    package.add_paragraph("The port has 24 lamps.")
    if inside:
        word_files.paragraph(package, inside)
    package.add_paragraph("Each lamp burns oil.", "List Bullet")
    for size in ((40, 30), (30, 40)):
        held = io.BytesIO()
        pictures.coast(size).save(held, "PNG")
        package.add_picture(held)
    out = io.BytesIO()
    package.save(out)
    return out.getvalue()


@pytest.mark.full
def test_an_officer_brings_a_word_file_to_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> None:
    """From an empty folder to an edition, by the keyboard but for the file, which is dropped; axe finds nothing."""
    monkeypatch.setattr(reception, "EDITIONS", ("html",))
    assert AXE.is_file(), "not run: axe-core is missing; `make validators` installs it"
    home = House(tmp_path)
    with desks.running(home) as running:
        page = browser.new_page(color_scheme="dark")
        page.set_default_timeout(60_000)
        page.goto(running.address)
        drop = "all => { const to = new DataTransfer(); to.items.add(new File([new Uint8Array(all)], 'a.docx')); return to; }"
        page.dispatch_event("body", "drop", {"dataTransfer": page.evaluate_handle(drop, list(_word_file()))})
        page.get_by_text("a.docx is ready to be imported.").wait_for()
        for field, value in ASKED.items():
            page.locator(f"#{field}").fill(value)
        assert page.locator("#organ").count() == 0, "a house with one issuing body asks for none"
        page.get_by_role("button", name="Import").press("Enter")
        page.get_by_text("Imported as R-2035-1").wait_for()
        assert page.locator("#title").input_value() == "The lamps of the port"
        first = page.get_by_role("textbox", name="What it shows: image1.png")
        expect(first).to_be_focused()
        page.keyboard.type("A *grey* square")
        page.get_by_label("It is decorative, and says nothing: image2.png").check()
        page.get_by_role("button", name="Import").press("Enter")
        expect(page.locator("#busy")).to_be_hidden()
        expect(first).to_have_value("A *grey* square")
        page.evaluate(AXE.read_text("utf-8"))
        assert violations(page) == []
        assert page.evaluate("[...document.querySelectorAll('#pictures img')].map((one) => one.naturalWidth)") == [
            40,
            30,
        ]
        page.get_by_role("button", name="Make the editions").press("Enter")
        page.get_by_text("1 edition made.").wait_for()
        assert violations(page) == []
        with page.expect_download() as download:
            page.get_by_role("link", name="Download HTML (en)").click()
        made = home.build / "R-2035-1" / "R-2035-1-en.html"
        assert Path(download.value.path()).read_bytes() == made.read_bytes()
        page.close()
    source = home.report("R-2035-1").read_text("utf-8")
    assert "![A \\*grey\\* square](media/image1.png){.unnumbered width=" in source
    assert "![](media/image2.png){.decorative width=" in source
    assert "The Harbour" in made.read_text("utf-8")
    assert 'size = "A5"' in (tmp_path / "styles" / "house" / "style.toml").read_text("utf-8")


def test_a_folder_with_files_of_others_is_no_house_to_be(tmp_path: Path) -> None:
    assert reception.is_empty(House(tmp_path))
    name = reception.keep(House(tmp_path), "a.docx", _word_file(INSERTED))
    with pytest.raises(SourceError, match="S051"):
        reception.bring(House(tmp_path), name, {}, {})
    assert reception.is_empty(House(tmp_path)), "a refused file leaves nothing but itself"
    (tmp_path / "notes.txt").write_text("Mine", "utf-8")
    assert not reception.is_empty(House(tmp_path))
