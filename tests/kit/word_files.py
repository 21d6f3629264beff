"""Word files that are not ours, put together and imported."""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml

from plantin.house.layout import House
from plantin.packs.imports import receive
from plantin.packs.imports.receive import ImportResult
from plantin.packs.imports.received import GivenFields
from plantin.wordfile.tracked import Tracked

SPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in (
        ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
        ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
        ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
        ("m", "http://schemas.openxmlformats.org/officeDocument/2006/math"),
        ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
        ("v", "urn:schemas-microsoft-com:vml"),
        ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("c", "http://schemas.openxmlformats.org/drawingml/2006/chart"),
        ("dgm", "http://schemas.openxmlformats.org/drawingml/2006/diagram"),
        ("w14", "http://schemas.microsoft.com/office/word/2010/wordml"),
    )
)
FIELDS = {
    "symbol": "S/2035/9",
    "title": "On lamps",
    "organ": "Security Council",
    "date": "2035-06-02",
    "original-language": "en",
}


def paragraph(package: Any, inside: str, style: str = "") -> None:
    """A paragraph of raw WordprocessingML at the end of the text."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    package.element.body.insert(-1, parse_xml(f"<w:p {SPACES}>{properties}{inside}</w:p>"))


def come(home: House, package: Any, *, tracked: Tracked = "refuse", **fields: str) -> tuple[ImportResult, str]:
    """The file imported, and the body of the source; whatever it is, every word of the file is in the source or
    listed.
    """
    path = home.root / "lamps.docx"
    package.save(path)
    arrived = receive.import_file(home, path, GivenFields(FIELDS | fields), overwrite=True, tracked=tracked)
    assert "S067" not in [finding.code for finding in arrived.findings()], told(arrived)
    return arrived, (home.root / arrived.path).read_text("utf-8").split("---\n", 2)[2].strip()


def told(arrived: ImportResult) -> str:
    return "\n".join(f"{finding.code} {finding.message}" for finding in arrived.findings())


def merged(package: Any) -> Any:
    """A table with two rows of head, a merged head, a cell that goes down, one of two paragraphs and one without
    words.
    """
    table = package.add_table(4, 3)
    rows = (("Harbour", "Lamps", ""), ("", "By day", "By night"), ("North | <b>", "3", "4"), ("", "", "5"))
    for n, row in enumerate(rows):
        for c, words in enumerate(row):
            table.cell(n, c).text = words
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Lamps"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Harbour"
    table.cell(2, 0).merge(table.cell(3, 0)).text = "North | <b>"
    table.cell(3, 1).text = "one"
    table.cell(3, 1).add_paragraph("two")
    for row in list(table.rows)[:2]:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {SPACES}/>"))
    return table
