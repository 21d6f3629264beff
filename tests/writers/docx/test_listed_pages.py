"""Page numbers in the lists of tables, figures and boxes of a Word file: fields with the pages of the printed
edition.
"""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from plantin.auditors.docx import read
from plantin.auditors.parity.outline import differences
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.model.related_editions import RelatedEditions
from plantin.production.formats import format_named
from tests.kit import houses
from tests.spoilt import report_with_decimals, report_with_objects

MOMENT = dt.datetime(2035, 8, 16, tzinfo=dt.UTC)
STYLE = houses.House(houses.ROOT).style()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, bytes]:
    document = report_with_objects.make(tmp_path_factory.mktemp("water"), report_with_decimals.SOURCE)
    pdf, word = format_named("pdf"), format_named("docx")
    assert pdf is not None
    assert word is not None
    printed = pdf.write_with_pages(document, STYLE, MOMENT)
    return document, word.write(document, STYLE, MOMENT, RelatedEditions(pages=printed.pages))


def _rows(content: bytes) -> list[etree._Element]:
    body = docx.Document(io.BytesIO(content)).element.body
    return [
        node
        for node in body.iter(qn("w:p"))
        if any("PAGEREF table" in (code.text or "") for code in node.iter(qn("w:instrText")))
    ]


def test_a_line_ends_with_the_page_of_its_object(made: tuple[Document, bytes]) -> None:
    document, content = made
    shown = [
        "".join("\t" if one.tag == qn("w:tab") else one.text or "" for one in row.iter(qn("w:t"), qn("w:tab")))
        for row in _rows(content)
    ]
    assert shown == [
        "Table 1.1. Wells\t2",
        "Table 1.2. More wells\t3",
        "Table 2.1. Pumps\t3",
        "Table A.1. Laws\t3",
        "Table A.2. Rivers of the Tal\t3",
    ]
    found = read(content, "water.docx")
    assert differences(outline(document), found.outline(), "water.docx") == ()
    assert found.findings() == ()


def test_a_page_of_another_object_is_found(made: tuple[Document, bytes], tmp_path: Path) -> None:
    file = docx.Document(io.BytesIO(made[1]))
    code = next(one for one in file.element.body.iter(qn("w:instrText")) if "PAGEREF table_1__1" in (one.text or ""))
    code.text = code.text.replace("table_1__1", "table_2__1")
    file.save(str(tmp_path / "water.docx"))
    found = read((tmp_path / "water.docx").read_bytes(), "water.docx").findings()
    assert [finding.code for finding in found] == ["L204"]
