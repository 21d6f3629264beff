"""Readers that share no line with the press find its numbers, words and notes in the finished English editions.

pdftotext reads the PDF; LibreOffice turns the Word file into a PDF, so that automatic numbers are real; html.parser
walks the web page; zipfile and ElementTree walk the EPUB. A missing program is a failure, never a skip.
"""

from __future__ import annotations

import html.parser
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import naive
import pytest

from plantin.model.document import Document
from tests.kit.editions import Editions

pytestmark = pytest.mark.full

REPORT = Path(__file__).parents[2] / "sources" / "S-2017-97" / "report.md"
SAID = naive.read(REPORT)


class Words(html.parser.HTMLParser):
    """The text of a page, unchanged, without scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.silent = 0
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.silent += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def ran(*command: str) -> str:
    """The output of a program, which must be there and succeed."""
    assert shutil.which(command[0]), f"not run: {command[0]} is missing; `make tools` installs it"
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def pdf_text(path: Path) -> str:
    """The text of a PDF without the lines at the head and foot of its pages, in pdftotext's three orders: it may take
    the raised number of a note for a line of its own in some of them.
    """
    running = re.compile(r"\s*(S/2017/97|\d+/\d+|S/2017/97\s+\d+/\d+|\d+/\d+\s+S/2017/97)\s*")
    texts = []
    for order in (["-layout"], ["-raw"], []):
        pages = ran("pdftotext", *order, "-nopgbrk", str(path), "-")
        lines = "\n".join(line for line in pages.split("\n") if not running.fullmatch(line))
        texts.append(re.sub(r"[-\u2010\u00ad]\n\s*", "", lines))
    return "\n\n".join(texts)


@pytest.fixture(scope="module")
def editions(report: Document, store: Editions, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The text of each edition as an independent reader gives it."""
    folder = tmp_path_factory.mktemp("editions")
    texts = {}
    for name in ("pdf", "docx", "epub", "html"):
        path = folder / f"report.{name}"
        path.symlink_to(store.path(report, name))
        texts[name] = {"pdf": pdf_text, "docx": docx_text, "epub": epub_text, "html": html_text}[name](path)
    return texts


def docx_text(path: Path) -> str:
    """The text of a Word file as LibreOffice lays it out."""
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    ran("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(path.parent / "office"), str(path))
    made = path.parent / "office" / "report.pdf"
    assert made.is_file(), "LibreOffice could not read the Word file"
    return pdf_text(made)


def epub_text(path: Path) -> str:
    """The text of an EPUB's spine, in order."""
    with zipfile.ZipFile(path) as book:
        container = ET.fromstring(book.read("META-INF/container.xml"))
        package = next(element.attrib["full-path"] for element in container.iter() if element.tag.endswith("rootfile"))
        tree = ET.fromstring(book.read(package))
        files = {
            element.attrib["id"]: element.attrib["href"] for element in tree.iter() if element.tag.endswith("}item")
        }
        spine = [files[element.attrib["idref"]] for element in tree.iter() if element.tag.endswith("itemref")]
        base = package.rpartition("/")[0]
        roots = [ET.fromstring(book.read(f"{base}/{name}" if base else name)) for name in spine]
    return "\n".join(
        "".join(body.itertext()) for root in roots for body in root.iter("{http://www.w3.org/1999/xhtml}body")
    )


def html_text(path: Path) -> str:
    """The text of a page."""
    words = Words()
    words.feed(path.read_text("utf-8"))
    return "".join(words.parts)


PAGED = ("pdf", "docx")
FORMATS = pytest.mark.parametrize("name", ["pdf", "docx", "epub", "html"])


@FORMATS
def test_every_heading_is_printed_with_its_number(editions: dict[str, str], name: str) -> None:
    text = naive.squeezed(editions[name])
    assert len(SAID.headings) == 32
    assert [words for words in SAID.headings if naive.squeezed(words) not in text] == []


@FORMATS
def test_every_paragraph_is_printed_whole_with_its_number_and_those_of_its_notes(
    editions: dict[str, str], name: str
) -> None:
    text = naive.squeezed(editions[name])
    assert len(SAID.paragraphs) == 80
    assert [
        words for words in SAID.paragraphs if not naive.stands(naive.squeezed(words), text, paged=name in PAGED)
    ] == []


@FORMATS
def test_every_note_is_printed_whole_with_its_number(editions: dict[str, str], name: str) -> None:
    text = naive.squeezed(editions[name])
    assert len(SAID.notes) == 34
    assert [words for words in SAID.notes if not naive.stands(naive.squeezed(words), text, paged=name in PAGED)] == []


@FORMATS
def test_one_letter_changed_anywhere_is_seen(editions: dict[str, str], name: str) -> None:
    text = naive.squeezed(editions[name])
    for words in map(naive.squeezed, SAID.paragraphs[:: 8 if name in PAGED else 1]):
        for at in (0, len(words) // 3, len(words) // 2, len(words) - 1):
            spoilt = f"{words[:at]}§{words[at + 1 :]}"
            assert not naive.stands(spoilt, text, paged=name in PAGED), f"letter {at} of {words[:60]}"


@FORMATS
def test_every_indicator_follows_its_word(editions: dict[str, str], name: str) -> None:
    text = naive.squeezed(editions[name])
    assert len(SAID.indicators) == 34
    assert [call for call in SAID.indicators if naive.squeezed(call[0].split()[-1]) + call[1] not in text] == []
