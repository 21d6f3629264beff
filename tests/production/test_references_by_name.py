"""References by name to places of other reports, of another house and of a Sphinx project: words and links in four
formats, which follow when the other report is renumbered.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
import sphobjinv

from plantin.findings import SourceError
from plantin.house.layout import House
from plantin.model.inlines import plain
from plantin.packs.farm.parcels import of_report
from plantin.production import compose as composing
from plantin.production import steps
from plantin.resolve import elsewhere
from tests.kit.command import plantin

HEAD = '---\nsymbol: R/2026/{}\ntitle: "Lamps"\ndate: 2026-01-05\n{}---\n\n'
FIRST = """# Oil

It burns.

# Wicks {#wicks}

[]{#count}There are five, see [](#kinds).

# Foreword {#foreword .unnumbered}

::: {#kinds .table}
Kinds

| Kind | Count |
|:--|--:|
| Oil | 5 |
:::

# Watch {#watch .annex}

[]{#keeper}A keeper watches.
"""
SECOND = """# Oil

As in [](R-2026-1#{}), [](other:W-2026-5#wells) and [](python#json.dumps); [](python#tut-informal).
"""
SETTINGS = """style = "plain"

[site]
base = "https://reports.example.org/all"
folder = "site"

[references.other]
inventory = "references/other.json"

[references.python]
inventory = "references/python.inv"
address = "https://docs.example.org/3"
name = "Python"
"""


def settings(folder: Path, text: str = SETTINGS) -> House:
    """A house of two reports, and the inventories of another and of a project."""
    (folder / "references").mkdir()
    project = sphobjinv.Inventory()
    project.project, project.version = "cpython", "3.15"
    for name, domain, role, shown in (
        ("json.dumps", "py", "function", "-"),
        ("tut-informal", "std", "label", "An Informal Introduction"),
    ):
        project.objects.append(sphobjinv.DataObjStr(name, domain, role, "1", f"library/{name}.html#$", shown))
    packed = sphobjinv.compress(project.data_file())
    (folder / "references" / "python.inv").write_bytes(packed)
    well = elsewhere.row("W/2026/5", "W/2026/5/", ["en"], dict(composing.places(_wells(folder / "wells"), "R-2026-1")))
    made = elsewhere.inventory("https://wells.example.org/", {"W-2026-5": well})
    made["reports"]["W-2026-5"]["places"]["wells"] = made["reports"]["W-2026-5"]["places"].pop("wicks")  # type: ignore[index]
    (folder / "references" / "other.json").write_text(json.dumps(made), "utf-8")
    (folder / "plantin.toml").write_text(text, "utf-8")
    return House(folder)


def _wells(folder: Path) -> House:
    write(folder, 1, FIRST)
    (folder / "plantin.toml").write_text('style = "plain"\n', "utf-8")
    return House(folder)


def write(folder: Path, number: int, text: str) -> None:
    path = folder / "sources" / f"R-2026-{number}" / "report.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD.format(number, "rules: {sections: decimal}\n") + text, "utf-8")


def links(home: House) -> dict[str, str]:
    """The links of the second report's web page to other documents, by their words."""
    page = (home.build / "R-2026-2" / "R-2026-2-en.html").read_text("utf-8")
    found = re.findall(r'<a [^>]*href="(https://[^"]*example\.org/[^"]+)"[^>]*>(.*?)</a>', page)
    return {re.sub(r"\s|&nbsp;", " ", words): address for address, words in found}


def words(home: House, name: str) -> str:
    write(home.root, 2, f"As in [](R-2026-1#{name}).\n")
    document = steps.compose(home, "R-2026-2", "en").document
    return re.sub(r"\s", " ", plain(document.blocks[0].content)).removeprefix("As in ").rstrip(".")  # type: ignore[union-attr]


@pytest.mark.slow
def test_it_is_printed_in_four_formats_and_follows_the_other_report(tmp_path: Path) -> None:
    home = settings(tmp_path)
    write(tmp_path, 1, FIRST)
    write(tmp_path, 2, SECOND.format("wicks"))
    formats = ("--format", "html,docx,epub,pdf")
    made = plantin("build", *formats, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    site = "https://reports.example.org/all/R/2026/1/en/#wicks"
    assert links(home) == {
        "R/2026/1, section 2": site,
        "W/2026/5, section 2": "https://wells.example.org/W/2026/5/en/#wells",
        "Python, json.dumps": "https://docs.example.org/3/library/json.dumps.html#json.dumps",
        "Python, An Informal Introduction": "https://docs.example.org/3/library/tut-informal.html#tut-informal",
    }
    folder = home.build / "R-2026-2"
    with ZipFile(folder / "R-2026-2-en.docx") as word:
        assert site in word.read("word/_rels/document.xml.rels").decode()
    with ZipFile(folder / "R-2026-2-en.epub") as book:
        assert any(site in book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    checked = plantin("check", *formats, "--strict", cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr

    write(tmp_path, 1, "# Fuel\n\nOil.\n\n" + FIRST)
    made = plantin("build", *formats, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert links(home)["R/2026/1, section 3"] == site
    checked = plantin("check", *formats, "--strict", cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("count", "R/2026/1, para. 2"),
        ("kinds", "R/2026/1, table 1"),
        ("watch", "R/2026/1, annex A"),
        ("keeper", "R/2026/1, annex A, para. 1"),
        ("foreword", "R/2026/1, “Foreword”"),
    ],
)
def test_every_kind_of_place_has_its_words(name: str, expected: str, tmp_path: Path) -> None:
    home = settings(tmp_path)
    write(tmp_path, 1, FIRST)
    assert words(home, name) == expected


@pytest.mark.parametrize(
    ("reference", "code", "hint"),
    [
        ("R-2026-1#wick", "R006", "Did you mean 'wicks'?"),
        ("other:W-2026-5#well", "R006", "Did you mean 'wells'?"),
        ("python#json.dump", "R006", "Did you mean 'json.dumps'?"),
        ("pyton#json.dumps", "R006", "Give [references.NAME] in plantin.toml its inventory."),
        ("other:W-2026-6#wells", "R006", "Give [references.NAME] in plantin.toml its inventory."),
    ],
)
def test_a_broken_one_is_found_with_the_nearest_name(reference: str, code: str, hint: str, tmp_path: Path) -> None:
    home = settings(tmp_path)
    write(tmp_path, 1, FIRST)
    write(tmp_path, 2, f"As in []({reference}).\n")
    with pytest.raises(SourceError, match=code) as raised:
        steps.compose(home, "R-2026-2", "en")
    (finding,) = raised.value.findings
    assert (str(finding.place), finding.hint) == ("sources/R-2026-2/report.md:8:7", hint)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("other.json", b'{"schema": 2}'),
        ("other.json", b'{"schema": 1, "base": "", "reports": {"W-2026-5": {"symbol": "W"}}}'),
        ("python.inv", b"# Sphinx inventory version 2\n# Project: a\n# Version: 1\n# zlib\nnot packed"),
        ("python.inv", b"<!DOCTYPE html>"),
        ("python.inv", None),
    ],
)
def test_an_inventory_that_cannot_be_read_is_found(name: str, content: bytes | None, tmp_path: Path) -> None:
    home = settings(tmp_path)
    write(tmp_path, 2, "As in [](other:W-2026-5#wells) and [](python#json.dumps).\n")
    if content is None:
        (tmp_path / "references" / name).unlink()
    else:
        (tmp_path / "references" / name).write_bytes(content)
    with pytest.raises(SourceError, match="R009") as raised:
        steps.compose(home, "R-2026-2", "en")
    assert (raised.value.findings[0].place.path, name in raised.value.findings[0].message) == ("plantin.toml", True)


@pytest.mark.parametrize("words", ["oil\nwells", "9" * 2001], ids=["two lines", "endless"])
@pytest.mark.parametrize("part", ["anchor", "number"])
def test_a_place_of_an_inventory_is_one_line(part: str, words: str) -> None:
    def listed(place: dict[str, object]) -> bytes:
        report = {"symbol": "W/2026/5", "address": "W-2026-5/", "languages": ["en"], "places": {"wells": place}}
        return json.dumps({"schema": 1, "base": "", "reports": {"W-2026-5": report}}).encode()

    sound = {"kind": "section", "anchor": "wells", "number": "II"}
    assert elsewhere.rows(listed({**sound, "annex": [sound]}))
    for spoilt in ({**sound, part: words}, {**sound, "annex": [{**sound, part: words}]}):
        with pytest.raises(ValueError, match=f"{part} should be one line of text"):
            elsewhere.rows(listed(spoilt))


def test_what_a_report_refers_to_goes_to_other_machines_with_it(tmp_path: Path) -> None:
    home = settings(tmp_path)
    write(tmp_path, 1, FIRST)
    write(tmp_path, 2, SECOND.format("wicks"))
    assert {"references/other.json", "references/python.inv", "sources/R-2026-1/report.md"} <= {
        name for name, _ in of_report(home, "R-2026-2").files
    }
