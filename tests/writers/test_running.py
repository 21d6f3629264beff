"""Headers and footers that a style sets, in the PDF and in the Word file."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from plantin.auditors import docx, pdf
from plantin.findings import PlantinError
from plantin.house.layout import House
from plantin.house.style import Style
from plantin.house.style_tables import HeadersFooters
from plantin.model.document import Document
from plantin.writers import docx as docx_writer
from plantin.writers import pdf as pdf_writer
from plantin.writers.running import parts
from tests.house.test_inheritance import style

RUNNING = HeadersFooters("{symbol}", "{title}", "{page}", "{date}")


@pytest.fixture(scope="module")
def used(house: Style) -> Style:
    return replace(house, running=RUNNING)


def test_a_pattern_takes_the_lines_of_the_report(harbour: Document) -> None:
    line = [words for words, _ in parts("{symbol} – {organ}", harbour)]
    assert "".join(line) == f"{harbour.masthead.symbol} – {harbour.masthead.organ}"
    counters = [counter for _, counter in parts("{page}", harbour) if counter]
    assert counters == ["page", "pages"]


def test_the_word_file_has_the_lines_at_their_edges(harbour: Document, used: Style, moment: dt.datetime) -> None:
    made = docx_writer.write(harbour, used, moment)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        running = {
            name: archive.read(name).decode()
            for name in archive.namelist()
            if name.startswith(("word/header", "word/footer"))
        }
    heads = [text for name, text in running.items() if "header" in name and harbour.masthead.symbol in text]
    assert heads
    assert all(harbour.masthead.title in text for text in heads)
    assert any(text.index(harbour.masthead.title) < text.index(harbour.masthead.symbol) for text in heads), (
        "the title is inside on right pages"
    )
    assert any(text.index(harbour.masthead.title) > text.index(harbour.masthead.symbol) for text in heads), (
        "and on left ones"
    )
    feet = [text for name, text in running.items() if "footer" in name and "NUMPAGES" in text]
    assert all(harbour.masthead.date in text for text in feet)
    assert [found.code for found in docx.read(made, "x.docx").findings()] == []


def test_the_pdf_has_the_lines_as_artifacts(harbour: Document, used: Style, moment: dt.datetime) -> None:
    made = pdf_writer.write(harbour, used, moment)
    assert [found.code for found in pdf.read(made, "x.pdf").findings()] == []
    with pikepdf.open(io.BytesIO(made)) as file:
        kinds = [
            str(operands[1].get("/Subtype", ""))
            for operands, operator in pikepdf.parse_content_stream(file.pages[1])
            if str(operator) == "BDC"
            and str(operands[0]) == "/Artifact"
            and isinstance(operands[1], pikepdf.Dictionary)
        ]
    assert kinds.count("/Header") >= 2
    assert kinds.count("/Footer") >= 2


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ('head = ""', "value running.head or running.head_inner says {symbol} or {title}, and neither says {page}"),
        ('foot = "{date}"', "neither value running.foot nor running.foot_inner says {page}"),
        ('head = "{section}"', "value running.head should be text with no other braces than"),
    ],
)
def test_pages_that_nobody_could_name_are_refused(tmp_path: Path, values: str, words: str) -> None:
    style(tmp_path, "water", f'inherits = "plain"\n[running]\n{values}\n')
    with pytest.raises(PlantinError) as raised:
        House(tmp_path).style()
    (finding,) = raised.value.findings
    assert (finding.code, finding.place.line) == ("D001", 3)
    assert finding.message.startswith(words)
