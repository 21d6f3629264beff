"""The contents of the Word edition as a reader sees them who opens it and answers no question: LibreOffice, a layout of
its own.
"""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from bench.word_pages import compared
from plantin.house import style as styles
from plantin.model.document import Document
from plantin.model.related_editions import RelatedEditions
from plantin.production.formats import format_named
from tests.kit.editions import MOMENT
from tests.kit.houses import ROOT

_NO_FIELD = ("w:updateFields", "w:dirty")


@pytest.fixture(scope="module")
def edition(report: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Word edition of S/2017/97, made after its PDF."""
    pdf, word = format_named("pdf"), format_named("docx")
    assert pdf is not None
    assert word is not None
    style = styles.read(ROOT / "styles" / "un")
    printed = pdf.write_with_pages(report, style, MOMENT)
    path = tmp_path_factory.mktemp("word") / "edition.docx"
    path.write_bytes(word.write(report, style, MOMENT, RelatedEditions(pages=printed.pages)))
    return path


@pytest.mark.full
def test_the_pages_of_the_contents_are_those_on_which_headings_are_shown(edition: Path) -> None:
    _, found = compared(edition)
    assert len(found) == 32
    assert [row for row in found if row[1] != row[2]] == []


@pytest.mark.full
def test_dots_lead_to_them_under_a_head(edition: Path, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, edition]
    subprocess.run(command, check=True, capture_output=True)
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "edition.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    lines = [line.strip() for line in text.split("\f")[0].splitlines()]
    assert any(re.fullmatch(r"Contents +Page", line) for line in lines)
    assert sum(bool(re.search(r"\.{5,} ?\d+$", line)) for line in lines) > 20


def test_opening_it_asks_no_question(edition: Path) -> None:
    with zipfile.ZipFile(edition) as parts:
        texts = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")]
    assert [word for word in _NO_FIELD if any(word in text for text in texts)] == []
