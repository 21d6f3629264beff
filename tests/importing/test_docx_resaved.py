"""A Word edition that LibreOffice saved again comes home byte for byte; one edited before, with the editor's changes alone.

A missing soffice is a failure, never a skip.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from pipeline.house.layout import House
from pipeline.importing import corrections
from pipeline.model.document import Document
from pipeline.source import front_matter
from pipeline.source import text as source_text
from tests.kit.editions import Editions

ROOT = Path(__file__).parents[2]
PATHS = (ROOT / "sources" / "S-2017-97" / "report.md", *sorted((ROOT / "tests" / "reports").glob("*/report.md")))
REPORTS = {front_matter.read(source_text.read(path)).slug: path for path in PATHS}
Resave = Callable[[bytes], Path]


@pytest.fixture(scope="module")
def resave(tmp_path_factory: pytest.TempPathFactory) -> Resave:
    """A Word file as LibreOffice saves it."""
    assert shutil.which("soffice"), "not run: soffice is missing; `make tools` installs it"
    folder = tmp_path_factory.mktemp("resaved")

    def resaved(data: bytes) -> Path:
        (folder / "edition.docx").write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", folder / "out", folder / "edition.docx"]
        subprocess.run(command, check=True, capture_output=True)
        return folder / "out" / "edition.docx"

    return resaved


@pytest.fixture
def home(tmp_path: Path) -> House:
    for name, path in REPORTS.items():
        shutil.copytree(path.parent, tmp_path / "sources" / name)
    (tmp_path / "locales").symlink_to(ROOT / "locales")
    (tmp_path / "styles").symlink_to(ROOT / "styles")
    return House(tmp_path)


@pytest.mark.parametrize("slug", REPORTS)
def test_a_report_comes_home_byte_for_byte(slug: str, home: House, store: Editions, resave: Resave) -> None:
    language = front_matter.read(source_text.read(REPORTS[slug])).original_language
    document = store.document(home, slug, language)
    done = corrections.correct(home, resave(store.content(document, "docx")), slug, "refuse")
    # LibreOffice makes mere text of links inside the file; their words stand, so they stay references.
    assert {finding.code for finding in done.changes} <= {"S059"}
    assert done.losses == (), "every number in the file is the one that the press gives"
    assert home.report(slug).read_bytes() == REPORTS[slug].read_bytes()


def test_an_edited_file_brings_its_edits_alone(home: House, report: Document, store: Editions, resave: Resave) -> None:
    package = docx.Document(io.BytesIO(store.content(report, "docx")))
    numbered = [paragraph for paragraph in package.paragraphs if paragraph.style.name == "Numbered Paragraph"]
    numbered[2].insert_paragraph_before("A paragraph that the editor's “hand” adds.", style="Numbered Paragraph")
    numbered[9].insert_paragraph_before("And another.", style="Numbered Paragraph")
    assert not numbered[18]._element.findall(f".//{qn('w:footnoteReference')}"), "Word would delete the note too"
    numbered[18]._element.getparent().remove(numbered[18]._element)
    stream = io.BytesIO()
    package.save(stream)
    done = corrections.correct(home, resave(stream.getvalue()), "S-2017-97", "refuse")
    assert [finding.code for finding in done.changes] == ["S055", "S055", "S056"]
    assert done.losses == (), "every number in the file is the one that the press gives"
    before = REPORTS["S-2017-97"].read_text("utf-8").split("\n\n")
    after = home.report("S-2017-97").read_text("utf-8").split("\n\n")
    new = [block for block in after if block not in before]
    assert new == ['A paragraph that the editor\'s "hand" adds.', "And another."]
    assert len(after) == len(before) + 1
