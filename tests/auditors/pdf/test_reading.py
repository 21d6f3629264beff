"""The auditor of the PDF: sound editions are read back exactly, damaged ones are findings."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Name

from plantin.auditors import UnreadableEdition, pdf
from plantin.auditors.pdf.file import open_file
from plantin.model.document import Document
from plantin.model.outline import normal, outline
from tests.kit.editions import Editions
from tests.kit.read_back import audited, reread
from tests.spoilt.pdf_pages import layer
from tests.spoilt.pdf_visibility import one, wrapped


@pytest.fixture(scope="module")
def editions(report: Document, harbour: Document, store: Editions) -> dict[str, Path]:
    return {"report": store.path(report, "pdf"), "harbour": store.path(harbour, "pdf")}


def codes(document: Document, path: Path) -> set[str]:
    found = audited(pdf, path, document)
    return {finding.code for finding in found}


def test_report_is_read_back_exactly(report: Document, editions: dict[str, Path]) -> None:
    assert reread(pdf, editions["report"]).outline() == outline(report)
    assert reread(pdf, editions["report"]).findings() == ()


def test_harbour_is_read_back_exactly(harbour: Document, editions: dict[str, Path]) -> None:
    assert reread(pdf, editions["harbour"]).outline() == outline(harbour)
    assert reread(pdf, editions["harbour"]).findings() == ()


def test_number_of_the_page_is_a_word_of_its_own_in_the_contents(editions: dict[str, Path]) -> None:
    file = open_file(editions["harbour"].read_bytes(), "harbour.pdf")
    rows = [normal(file.text(element)) for element in file.elements if element.tag == "TOCI"]
    assert rows[0] == "I. Introduction 1"


def test_words_in_a_layer_that_is_on_are_read(harbour: Document, editions: dict[str, Path], tmp_path: Path) -> None:
    sound = editions["harbour"]
    path = tmp_path / sound.name
    with pikepdf.open(sound) as opened:
        layer(opened, shown=True)
        wrapped(opened, [one("BDC", Name.OC, Name.own)], [one("EMC")])
        opened.save(path)
    assert codes(harbour, path) == set()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"not a PDF", b"PK\x03\x04"])
def test_damaged_file_is_a_finding(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "damaged.pdf"
    path.write_bytes(content)
    with pytest.raises(UnreadableEdition) as caught:
        reread(pdf, path)
    assert [finding.code for finding in caught.value.findings] == ["V010"]


def test_cut_file_is_a_finding_or_read(editions: dict[str, Path], tmp_path: Path) -> None:
    whole = editions["harbour"].read_bytes()
    path = tmp_path / "cut.pdf"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableEdition):
        reread(pdf, path).outline()
