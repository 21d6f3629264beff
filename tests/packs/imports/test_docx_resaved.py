"""A Word edition that LibreOffice saved again is imported byte for byte; one edited before, with the editor's changes
alone.

A missing soffice is a failure, never a skip.
"""

from __future__ import annotations

import copy
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import docx.document
import pytest
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image

from plantin.house.layout import House
from plantin.model.document import Document
from plantin.packs.imports import corrections
from plantin.source import front_matter
from plantin.source import text as source_text
from tests.kit.editions import Editions
from tests.kit.houses import in_un

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[3]
PATHS = (ROOT / "sources" / "S-2017-97" / "report.md", *sorted((ROOT / "tests" / "reports").glob("*/report.md")))
REPORTS = {front_matter.read(source_text.read(path)).slug: path for path in PATHS}


EDITED = "edited"
CHANGED = "A-90-44"
"""A report with a table and notes, whose cell, row and note an editor changes, each in a file of its own."""
TWO_PICTURES = "A-90-77"
_TWO = """---
symbol: A/90/77
organ: General Assembly
title: "Two maps"
date: 2035-06-02
---

The maps.

::: {#north .figure}
North

![The north, in teal](media/map1.png)
:::

::: {#south .figure}
South

![The south, in teal](media/map9.png)
:::
"""


def edited(edition: bytes) -> bytes:
    """S/2017/97 after an editor, who adds two paragraphs and takes one out."""
    package = docx.Document(io.BytesIO(edition))
    numbered = [paragraph for paragraph in package.paragraphs if paragraph.style.name == "Numbered Paragraph"]
    numbered[2].insert_paragraph_before("A paragraph that the editor's “hand” adds.", style="Numbered Paragraph")
    numbered[9].insert_paragraph_before("And another.", style="Numbered Paragraph")
    assert not numbered[18]._element.findall(f".//{qn('w:footnoteReference')}"), "Word would delete the note too"
    numbered[18]._element.getparent().remove(numbered[18]._element)
    stream = io.BytesIO()
    package.save(stream)
    return stream.getvalue()


def change_cell(package: docx.document.Document) -> None:
    package.tables[0].cell(1, 1).paragraphs[0].runs[0].text = "Otter"


def change_row(package: docx.document.Document) -> None:
    row = package.tables[0].rows[1]._tr
    row.addnext(copy.deepcopy(row))


def change_note(package: docx.document.Document) -> None:
    (part,) = (part for part in package.part.package.iter_parts() if part.partname == "/word/footnotes.xml")
    root = etree.fromstring(part.blob)
    text = [node for node in root.iter(qn("w:t")) if node.text.strip()][-1]
    text.text += " So the keeper says."
    part._blob = etree.tostring(root)


def changed(edition: bytes, change: Callable[[docx.document.Document], None]) -> bytes:
    package = docx.Document(io.BytesIO(edition))
    change(package)
    stream = io.BytesIO()
    package.save(stream)
    return stream.getvalue()


CHANGES = {"cell": change_cell, "row": change_row, "note": change_note}


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory, report: Document, store: Editions) -> Path:
    """The folder of all Word editions and of the edited one, as LibreOffice saves them when it is started once."""
    assert shutil.which("soffice"), "not run: soffice is missing; `make tools` installs it"
    folder = tmp_path_factory.mktemp("resaved")
    house = lay_out(folder / "house")
    files = {slug: store.content(store.document(house, slug), "docx") for slug in REPORTS}
    files[TWO_PICTURES] = store.content(store.document(house, TWO_PICTURES), "docx")
    files[EDITED] = edited(store.content(report, "docx"))
    files |= {name: changed(files[CHANGED], change) for name, change in CHANGES.items()}
    paths = [folder / f"{name}.docx" for name in files]
    for path, content in zip(paths, files.values(), strict=True):
        path.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", folder / "out", *paths],
        check=True,
        capture_output=True,
    )
    return folder / "out"


def lay_out(folder: Path) -> House:
    """A house of all these reports, and of one with the same picture in two files of other bytes, which LibreOffice
    saves as one.
    """
    for name, path in REPORTS.items():
        shutil.copytree(path.parent, folder / "sources" / name)
    two = folder / "sources" / TWO_PICTURES
    (two / "media").mkdir(parents=True)
    (two / "report.md").write_text(_TWO, "utf-8")
    for level in (1, 9):
        Image.new("RGB", (64, 64), "teal").save(two / "media" / f"map{level}.png", compress_level=level)
    for name in ("locales", "styles"):
        (folder / name).symlink_to(ROOT / name)
    return in_un(folder)


@pytest.fixture
def home(tmp_path: Path) -> House:
    return lay_out(tmp_path / "house")


@pytest.mark.sample(3)
@pytest.mark.parametrize("slug", REPORTS)
def test_a_report_is_imported_byte_for_byte(slug: str, home: House, resaved: Path) -> None:
    done = corrections.merge_edits(home, resaved / f"{slug}.docx", slug, "refuse")
    # LibreOffice makes plain text of links inside the file; their words are kept, so they stay references.
    assert {finding.code for finding in done.changes} <= {"S059"}
    assert done.losses == (), "every number in the file is the one that the press gives"
    assert home.report(slug).read_bytes() == REPORTS[slug].read_bytes()


def test_two_pictures_of_the_same_pixels_are_no_change(home: House, resaved: Path) -> None:
    with zipfile.ZipFile(resaved / f"{TWO_PICTURES}.docx") as archive:
        assert len([name for name in archive.namelist() if "/media/" in name]) == 1, "LibreOffice keeps one of the two"
    done = corrections.merge_edits(home, resaved / f"{TWO_PICTURES}.docx", TWO_PICTURES, "refuse")
    assert done.losses == ()
    assert home.report(TWO_PICTURES).read_text("utf-8") == _TWO


def test_an_edited_file_brings_its_edits_alone(home: House, resaved: Path) -> None:
    done = corrections.merge_edits(home, resaved / f"{EDITED}.docx", "S-2017-97", "refuse")
    assert [finding.code for finding in done.changes] == ["S055", "S055", "S056"]
    assert done.losses == (), "every number in the file is the one that the press gives"
    before = REPORTS["S-2017-97"].read_text("utf-8").split("\n\n")
    after = home.report("S-2017-97").read_text("utf-8").split("\n\n")
    new = [block for block in after if block not in before]
    assert new == ['A paragraph that the editor\'s "hand" adds.', "And another."]
    assert len(after) == len(before) + 1


@pytest.mark.parametrize(("what", "code", "words"), [
    ("cell", "S057", "Otter"), ("row", "S058", "what was changed in a table"), ("note", "S057", "So the keeper says."),
])  # fmt: skip
def test_what_is_changed_in_one_place_is_the_only_change(
    what: str, code: str, words: str, home: House, resaved: Path
) -> None:
    done = corrections.merge_edits(home, resaved / f"{what}.docx", CHANGED, "refuse")
    findings = [*(finding for finding in done.changes if finding.code != "S059"), *done.losses]
    assert [finding.code for finding in findings] == [code]
    assert words in findings[0].message
    old, new = (path.read_text("utf-8").splitlines() for path in (REPORTS[CHANGED], home.report(CHANGED)))
    assert len([line for line in new if line not in old]) == (code == "S057")
