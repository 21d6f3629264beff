"""Annexes in Hebrew have letters that add up to their numbers, in the document and as Word counts them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from lxml import etree

from plantin.auditors import docx as auditor
from plantin.house.style import Style
from plantin.model.numerals import numeral
from plantin.wordfile.numbering import figure
from plantin.writers.docx import write
from tests.kit.houses import un
from tests.writers.docx.test_docx import composed

LETTERS = "א ב ג ד ה ו ז ח ט י יא יב יג יד טו טז יז".split()


@pytest.mark.parametrize(("number", "letters"), [*enumerate(LETTERS, 1), (20, "כ"), (99, "צט"), (100, "100")])
def test_a_number_is_written_in_hebrew_letters(number: int, letters: str) -> None:
    assert (numeral(number, "hebrew"), figure(number, "hebrew1")) == (letters, letters)


def test_annexes_are_counted_by_word_as_they_are_printed(house: Style, moment: dt.datetime) -> None:
    body = "# אחת\n\n[](#n15)\n\n" + "".join(f"# נספח {n} {{#n{n} .annex}}\n\nמילים.\n\n" for n in range(1, 18))
    document = composed(body, 'rules: {sections: ["1"], annex-numerals: A}\n', "he")
    annexes = [section for section in document.sections() if section.kind == "annex"]
    assert [section.label for section in annexes] == [f"נספח {letters}" for letters in LETTERS]
    made = write(document, house, moment)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert b'w:val="hebrew1"' in etree.tostring(etree.fromstring(archive.read("word/numbering.xml")))
    read = [row.label for row in auditor.read(made, "he.docx").outline().body if row.label.startswith("נספח")]
    assert read == [f"נספח {letters}" for letters in LETTERS]
    assert un("he").numbering.numerals["lower-latin"] == "hebrew"
