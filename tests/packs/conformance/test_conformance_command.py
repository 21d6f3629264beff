"""The command: what it reads, what it refuses, and that nothing is half written."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from plantin.house.layout import House
from plantin.packs.conformance import pages
from plantin.proof import gate
from plantin.validators import ValidatorChoice
from tests.kit.command import plantin
from tests.packs.conformance import records

pytestmark = pytest.mark.full


def written(home: House) -> list[str]:
    return sorted(path.name for path in (home.build / "conformance").glob("*"))


def run(home: House, *words: str) -> tuple[int, str]:
    done = plantin("conformance", *words, cwd=home.root)
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def test_of_a_release(tmp_path: Path) -> None:
    home = records.house(tmp_path, records.EVALUATION)
    folder = records.release(tmp_path / "release" / "1.0", records.record())
    code, said = run(home, "--release", str(folder))
    assert (code, written(home)) == (0, ["conformance-en.docx", "conformance-en.html", "conformance-en.json"]), said
    page = (home.build / "conformance" / "conformance-en.html").read_text("utf-8")
    assert "record of release 1.0, commit aaaaaaaaaaaa" in page
    assert re.search(r"30\sNovember\s2026", page), "the day on which the release was made"
    assert "VPAT" not in page, "that is the template of others"
    plain = json.loads((home.build / "conformance" / "conformance-en.json").read_text("utf-8"))
    assert plain["version"] == "1.0"


def test_a_release_that_was_changed_is_refused(tmp_path: Path) -> None:
    home = records.house(tmp_path)
    folder = records.release(tmp_path / "release" / "1.0", records.record())
    changed = (folder / "check.json").read_text("utf-8").replace('"passed": true', '"passed": TRUE')
    (folder / "check.json").write_text(changed, "utf-8")
    code, said = run(home, "--release", str(folder))
    assert (code, written(home)) == (1, [])
    assert "D105" in said
    code, said = run(home, "--release", str(tmp_path))
    assert (code, "U009" in said) == (2, True)


@pytest.mark.parametrize(("old", "new"), [("2026-11-30T10", "2026-13-30T10"), ('"committed"', '"finished"')])
def test_a_release_without_a_day_is_none(tmp_path: Path, old: str, new: str) -> None:
    home = records.house(tmp_path)
    folder = records.release(tmp_path / "release" / "1.0", records.record())
    path = folder / "manifest.json"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    code, said = run(home, "--release", str(folder))
    assert (code, "U009" in said and "committed" in said, written(home)) == (2, True, [])


def test_a_report_that_the_release_does_not_have(tmp_path: Path) -> None:
    home = records.house(tmp_path)
    folder = records.release(tmp_path / "release" / "1.0", records.record())
    code, said = run(home, "R/2026/2", "--release", str(folder))
    assert (code, "U002" in said, written(home)) == (2, True, [])


def test_findings_lower_levels_and_are_named(tmp_path: Path) -> None:
    home = records.house(tmp_path)
    found = records.record()
    found["findings"] = [records.finding("P011", "fr.html")]
    code, said = run(home, "--release", str(records.release(tmp_path / "release" / "1.0", found)))
    assert code == 0
    assert "CNF004: P011 found something in 1 of 2 files (html): 3.1.1" in said


def test_without_editions_there_is_no_report(tmp_path: Path) -> None:
    home = records.house(tmp_path)
    code, said = run(home, "R/2026/1")
    assert (code, "CNF001" in said, written(home)) == (1, True, [])


def test_a_wrong_evaluation_stops_it(tmp_path: Path) -> None:
    home = records.house(tmp_path, records.EVALUATION.replace("method", "methods"))
    folder = records.release(tmp_path / "release" / "1.0", records.record())
    code, said = run(home, "--release", str(folder))
    assert (code, "CNF002" in said, written(home)) == (2, True, [])


def test_what_is_no_site_is_refused(tmp_path: Path) -> None:
    home = records.house(tmp_path)
    code, said = run(home, "--site", str(tmp_path))
    assert (code, "CNF006" in said) == (2, True)
    code, said = run(home, "--serve", "http://127.0.0.1:9/")
    assert (code, "CNF006" in said) == (2, True)


PAGE = '<!DOCTYPE html><html lang="en"><title>{0}</title><link rel="stylesheet" href="/look.css">{1}</html>'


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "index.html").write_text(
        PAGE.format("One", '<a href="/two.html">Two</a> <a href="/x.txt">X</a>'), "utf-8"
    )
    (folder / "two.html").write_text(
        PAGE.format("Two", '<video></video><a href="http://other.example/">Away</a>'), "utf-8"
    )
    (folder / "x.txt").write_text("X", "utf-8")
    (folder / "look.css").write_text("body { color: black }", "utf-8")
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def test_pages_of_a_server_and_of_a_site(
    served: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page that the first one leads to is judged with its style sheet; a film in one is found."""
    folder, address = served
    seen: dict[str, str] = {}

    def judge(_house: House, named: dict[str, Path], _asked: ValidatorChoice) -> tuple[()]:
        seen.update({name: path.read_text("utf-8") for name, path in named.items()})
        return ()

    monkeypatch.setattr(gate, "judge", judge)
    home = records.house(tmp_path / "house")
    record = pages.of_server(home, address, ValidatorChoice())
    assert {row["path"]: row["status"] for row in record["validators"]} == {
        "serve/": "passed",
        "serve/two.html": "failed",
    }
    assert all("<style>body { color: black }</style>" in page for page in seen.values())
    seen.clear()
    (folder / ".plantin-site").touch()
    record = pages.of_site(home, folder, ValidatorChoice())
    assert {row["path"]: row["status"] for row in record["validators"]} == {
        "site/index.html": "passed",
        "site/two.html": "failed",
    }
