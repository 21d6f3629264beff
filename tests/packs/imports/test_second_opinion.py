"""The numbers of a Word file as LibreOffice shows them, beside those that the importer reads."""

from __future__ import annotations

import shutil

import docx
import pytest

from plantin.house.layout import House
from plantin.packs.imports.docx import second_opinion
from plantin.packs.imports.received import PrintedNumber


def test_a_number_that_is_shown_otherwise_is_found_and_equal_ones_are_not() -> None:
    rows = [
        PrintedNumber("section", "1.1", "Oil of lamps", 0),
        PrintedNumber("item", "(b)", "The keeper lights the lamp of the harbour at dusk.", 0),
        PrintedNumber("paragraph", "7.", "Nobody shows this.", 0),
    ]
    same = "Oil of lamps 4\n1.1 Oil of lamps\n(b) The keeper lights the lamp of the harbour at dusk.\n"
    assert list(second_opinion.describe_differences(rows, same)) == []
    (found,) = second_opinion.describe_differences(rows, same.replace("1.1 Oil", "0.1 Oil"))
    assert found == "section 1.1 as we read it, 0.1 in LibreOffice: “Oil of lamps”"
    (found,) = second_opinion.describe_differences(rows, same.replace("(b) ", ""))
    assert "nothing in LibreOffice" in found


@pytest.mark.slow
def test_libreoffice_is_asked(home: House) -> None:
    assert shutil.which("soffice"), "not run: LibreOffice is missing; `make tools` installs it"
    package = docx.Document()
    for words in ("Light the lamps of the harbour.", "Put them out again at dawn."):
        package.add_paragraph(words, style="List Number")
    package.save(home.root / "lamps.docx")
    rows = [
        PrintedNumber("item", "1.", "Light the lamps of the harbour.", 0),
        PrintedNumber("item", "3.", "Put them out again at dawn.", 0),
    ]
    (found,) = second_opinion.second_opinion(home.root / "lamps.docx", rows)
    assert found.code == "S060"
    assert "item 3. as we read it, 2. in LibreOffice" in found.message
