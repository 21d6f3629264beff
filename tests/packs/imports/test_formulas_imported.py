"""Paragraphs that are one formula, numbered formulas and drawings in SVG stay as they are in the source when an edited
Word edition is imported, whether Word or LibreOffice saved it.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import pytest

from plantin.house.layout import House
from plantin.packs.imports.corrections import CorrectionResult, merge_edits
from plantin.production import steps
from plantin.production.formats import format_named, moment
from tests.kit.houses import own

SLUG = "R-2026-1"
SOURCE = """---
symbol: R/2026/1
organ: Security Council
title: "Lamps"
date: 2026-06-02
---

# Lamps

The first paragraph.

$I = 1$

[]{#mass} [$$E = mc^2$$]{alt="energy is mass times the square of the speed of light"}

$K = 2$

::: {.figure}
A hill

![A hill on white](hill.svg)
:::

The last one, after [](#mass).
"""
HILL = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="80" viewBox="0 0 100 80">'
    '<path d="M10 70 L50 10 L90 70 Z" fill="#204060"/></svg>'
)


@pytest.fixture
def home(tmp_path: Path) -> House:
    house = own(tmp_path, SLUG, SOURCE)
    house.report(SLUG).with_name("hill.svg").write_text(HILL, "utf-8")
    return house


def package(home: House) -> Any:
    row = format_named("docx")
    assert row is not None
    document = steps.compose(home, SLUG, "en").document
    return docx.Document(io.BytesIO(row.write(document, home.style(), moment(document))))


def merged(home: House, path: Path) -> CorrectionResult:
    return merge_edits(home, path, SLUG, "refuse")


def test_an_edition_that_nobody_touched_changes_no_byte(home: House, tmp_path: Path) -> None:
    package(home).save(tmp_path / "edition.docx")
    done = merged(home, tmp_path / "edition.docx")
    assert (done.changed, done.changes, done.losses) == (False, (), ())


def test_words_that_were_changed_beside_formulas_are_imported(home: House, tmp_path: Path) -> None:
    opened = package(home)
    next(one for one in opened.paragraphs if one.text.startswith("The first")).runs[
        0
    ].text = "The very first paragraph."
    opened.save(tmp_path / "edition.docx")
    done = merged(home, tmp_path / "edition.docx")
    assert [finding.code for finding in done.changes] == ["S057"]
    assert done.losses == ()
    assert home.report(SLUG).read_text("utf-8") == SOURCE.replace("The first", "The very first")


def test_a_paragraph_of_a_formula_that_is_gone_stays(home: House, tmp_path: Path) -> None:
    opened = package(home)
    gone = next(one._p for one in opened.paragraphs if "K" in "".join(one._p.itertext()) and one._p.xpath(".//m:oMath"))
    gone.getparent().remove(gone)
    opened.save(tmp_path / "edition.docx")
    done = merged(home, tmp_path / "edition.docx")
    assert "the formula “K=2” is not in the file; it stays" in [finding.message for finding in done.changes]
    assert home.report(SLUG).read_text("utf-8") == SOURCE


@pytest.mark.full
def test_an_edition_that_libreoffice_saved_changes_no_byte(home: House, tmp_path: Path) -> None:
    assert shutil.which("soffice"), "not run: soffice is missing; `make tools` installs it"
    package(home).save(tmp_path / "edition.docx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", tmp_path / "out"]
    subprocess.run([*command, tmp_path / "edition.docx"], check=True, capture_output=True)
    done = merged(home, tmp_path / "out" / "edition.docx")
    assert {finding.code for finding in done.changes} <= {"S059"}
    assert done.losses == ()
    assert home.report(SLUG).read_text("utf-8") == SOURCE
