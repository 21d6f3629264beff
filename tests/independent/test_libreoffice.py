"""LibreOffice, a numbering engine and a layout of its own, shows the Word edition; also after an editor has been at it.

A missing soffice or pdftotext is a failure, never a skip.
"""

from __future__ import annotations

import copy
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import docx
import docx.document
import pytest
from lxml import etree

from plantin.auditors import docx as auditor
from plantin.model.document import Document
from plantin.model.outline import outline
from tests.kit.editions import Editions
from tests.kit.read_back import reread

pytestmark = pytest.mark.full

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {"w": W[1:-1]}
Show = Callable[[bytes], str]


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Show:
    """The text that LibreOffice prints of a Word file, squeezed, without head and foot of the pages."""
    for program in ("soffice", "pdftotext"):
        assert shutil.which(program), f"not run: {program} is missing; `make tools` installs it"
    folder = tmp_path_factory.mktemp("libreoffice")

    def shown(data: bytes) -> str:
        (folder / "edition.docx").write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "edition.docx"]
        subprocess.run(command, check=True, capture_output=True)
        text = subprocess.run(
            ["pdftotext", "-raw", folder / "edition.pdf", "-"], check=True, capture_output=True, text=True
        ).stdout
        lines = (
            line
            for line in text.replace("\f", "\n").split("\n")
            if not re.fullmatch(r"\s*(\d+/\d+|[AS]/[\w./]+)\s*", line)
        )
        return squeezed("\n".join(lines))

    return shown


def squeezed(text: str) -> str:
    """Without white space: lines end anywhere, also after the hyphen of an address."""
    return "".join(text.split())


def begins(text: str) -> str:
    """The first words of a passage, up to its first indicator."""
    return squeezed(" ".join(text.partition("[^")[0].split()[:6]))


def test_every_number_of_the_report_is_printed(report: Document, store: Editions, show: Show) -> None:
    text = show(store.content(report, "docx"))
    found = outline(report)
    for entry in (*found.body, *found.notes):
        assert f"{entry.label}{begins(entry.text)}" in text
    assert squeezed("17. In Libya, the military offensive") in text
    assert text.count(squeezed("III. Evolving threat")) == 2, "in the contents and at its place"


def test_every_number_of_lists_and_notes_is_printed(harbour: Document, store: Editions, show: Show) -> None:
    text = show(store.content(harbour, "docx"))
    for entry in outline(harbour).body:
        assert f"{entry.label}{begins(entry.text)}" in text
    assert squeezed("1 The keepers are named in document A/89/7. 2 The log has two parts.") in text
    assert squeezed("(a) the lamps; (b) the hours. The second is kept by night. 3 See note 1.") in text


def test_numbers_and_fields_follow_an_editor(harbour: Document, store: Editions, show: Show) -> None:
    package = docx.Document(io.BytesIO(store.content(harbour, "docx")))
    numbered = [paragraph for paragraph in package.paragraphs if paragraph.style.name == "Numbered Paragraph"]
    numbered[0].insert_paragraph_before("Ships come first.", style="Numbered Paragraph")
    numbered[3].insert_paragraph_before("Ships come again.", style="Numbered Paragraph")
    numbered[5]._element.getparent().remove(numbered[5]._element)
    text = show(saved(package))
    wanted = (
        "1. Ships come first.",
        "2. The lamps of the harbour",
        "4. The keepers count:",
        "(a) lamps that burn;",
        "5. Ships come again.",
    )
    for words in (
        *wanted,
        "6. The water under lamp",
        "7. The lamp by the old gate",
        "8. Nothing follows from section II but",
    ):
        assert squeezed(words) in text
    assert squeezed("Their number is given in paragraph 4, and") in text, "the reference follows"


def test_the_whole_report_is_numbered_again_after_an_editor(
    report: Document, store: Editions, show: Show, tmp_path: Path
) -> None:
    package = docx.Document(io.BytesIO(store.content(report, "docx")))
    numbered = [paragraph for paragraph in package.paragraphs if paragraph.style.name == "Numbered Paragraph"]
    added = numbered[2].insert_paragraph_before("A first paragraph of the editor.", style="Numbered Paragraph")
    numbered[40].insert_paragraph_before("A second paragraph of the editor.", style="Numbered Paragraph")
    numbered[60]._element.getparent().remove(numbered[60]._element)
    note_before(package, added._element)
    (tmp_path / "edited.docx").write_bytes(saved(package))
    found = reread(auditor, tmp_path / "edited.docx").outline()
    assert found.counts() == {
        "sections": 32,
        "paragraphs": 81,
        "notes": 35,
        "indicators": 35,
        "tables": 0,
        "figures": 0,
    }
    assert [entry.label for entry in found.body if entry.kind == "paragraph" and entry.label] == [
        f"{n}." for n in range(1, 82)
    ]
    text = show((tmp_path / "edited.docx").read_bytes())
    for entry in (*found.body, *found.notes):
        assert f"{entry.label}{begins(entry.text)}" in text


def note_before(package: docx.document.Document, paragraph: etree._Element) -> None:
    """A note called at the end of ``paragraph``, the notes after it moved on as Word does when it saves."""
    part = next(
        relation.target_part for relation in package.part.rels.values() if relation.reltype.endswith("/footnotes")
    )
    root = docx.oxml.parse_xml(part.blob)
    marks = list(package.element.body.iter(f"{W}footnoteReference"))
    order = list(package.element.body.iter())
    place = order.index(paragraph)
    number = 1 + sum(order.index(mark) < place for mark in marks)
    note = copy.deepcopy(root[2])
    for mark in note.findall(".//w:bookmarkStart", NS) + note.findall(".//w:bookmarkEnd", NS):
        mark.getparent().remove(mark)
    note.findall(".//w:t", NS)[-1].text = "A note that the editor adds."
    for node in (*root[2:], *marks):
        if int(node.get(f"{W}id")) >= number:
            node.set(f"{W}id", str(int(node.get(f"{W}id")) + 1))
    note.set(f"{W}id", str(number))
    root.append(note)
    call = copy.deepcopy(marks[0].getparent())
    call.find("w:footnoteReference", NS).set(f"{W}id", str(number))
    paragraph.append(call)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def test_a_note_that_an_editor_adds_takes_its_number(report: Document, store: Editions, show: Show) -> None:
    package = docx.Document(io.BytesIO(store.content(report, "docx")))
    part = next(
        relation.target_part for relation in package.part.rels.values() if relation.reltype.endswith("/footnotes")
    )
    root = docx.oxml.parse_xml(part.blob)
    note = copy.deepcopy(root[2])
    for mark in note.findall(".//w:bookmarkStart", NS) + note.findall(".//w:bookmarkEnd", NS):
        mark.getparent().remove(mark)
    note.findall(".//w:t", NS)[-1].text = "A note that the editor adds."
    root.append(note)
    # Word gives new notes the next free id and numbers all again when it saves.
    body = package.element.body
    first = body.find(".//w:footnoteReference", NS)
    for count, node in enumerate(root[2:-1], 2):
        node.set(f"{W}id", str(count))
    note.set(f"{W}id", "1")
    for mark in body.findall(".//w:footnoteReference", NS):
        mark.set(f"{W}id", str(int(mark.get(f"{W}id")) + 1))
    added = copy.deepcopy(first.getparent())
    added.find("w:footnoteReference", NS).set(f"{W}id", "1")
    numbered = next(paragraph for paragraph in package.paragraphs if paragraph.style.name == "Numbered Paragraph")
    numbered._element.find("w:bookmarkStart", NS).addnext(added)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    text = show(saved(package))
    assert squeezed("1 A note that the editor adds.") in text
    for label, entry in enumerate(outline(report).notes, 2):
        assert f"{label}{begins(entry.text)}" in text


def saved(package: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    package.save(stream)
    return stream.getvalue()
