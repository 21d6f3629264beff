"""Where printed pages begin: read from the PDF, held against poppler, and against the marks in the EPUB and the web
page.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from plantin.auditors import pdf
from plantin.auditors.markup import epub, html
from plantin.auditors.parity import pages as page_parity
from plantin.auditors.pdf.pages import word_starts
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.outline import Outline, outline
from plantin.model.related_editions import PageStart, PrintedEdition, RelatedEditions
from plantin.writers import pdf as pdf_writer
from tests.kit.editions import Editions
from tests.kit.read_back import reread

pytestmark = pytest.mark.full

Edition = tuple[Path, tuple[PageStart, ...]]


@pytest.fixture(scope="module")
def printed(report: Document, house: Style, moment: dt.datetime, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The PDF of the report, and where its writer says that its pages begin."""
    path = tmp_path_factory.mktemp("printed") / "edition.pdf"
    made = pdf_writer.write_with_pages(report, house, moment)
    path.write_bytes(made.content)
    return path, made.pages


def related(printed: Edition) -> RelatedEditions:
    return RelatedEditions(printed[1], PrintedEdition("edition.pdf", "0" * 64))


def first_words(start: PageStart, said: Outline) -> list[str]:
    """The first words of a page, as the outline has them from there on, without marks of notes."""
    first, *others = said.body[start.row : start.row + 3]
    texts = [
        first.text[start.offset :] if start.offset else f"{first.label} {first.text}",
        *(f"{row.label} {row.text}" for row in others),
    ]
    return re.sub(r"\[\^\d+\]", " ", " ".join(texts)).split()[:4]


def test_the_auditor_reads_the_beginnings_that_the_writer_knows(printed: Edition) -> None:
    assert reread(pdf, printed[0]).pages() == printed[1]


@pytest.mark.parametrize("height", [90, 110, 130])
def test_pages_begin_in_every_kind_of_block(height: int, harbour: Document, house: Style, moment: dt.datetime) -> None:
    low = replace(house, page=replace(house.page, height=height, top=10, bottom=15))
    made = pdf_writer.write_with_pages(harbour, low, moment)
    assert pdf.read(made.content, "edition.pdf").pages() == made.pages
    assert len(made.pages) > 3


def test_every_page_begins_where_poppler_finds_it_begin(printed: Edition, report: Document) -> None:
    assert shutil.which("pdftotext"), "not run: pdftotext is missing; `make tools` installs it"
    path, starts = printed
    shown = subprocess.run(
        ["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout.split("\f")[:-1]
    assert [start.label for start in starts] == [str(count) for count in range(1, len(shown) + 1)]
    said = outline(report)
    for start, sheet in zip(starts, shown, strict=True):
        if start.series == "body":
            words = " ".join(first_words(start, said))
            lines = re.sub(r"\s+", " ", " ".join(sheet.split("\n")[:8]))
            assert words in re.sub(r"(?<=[a-z.,”)])\d{1,2}(?= )", "", lines) or words in lines, (start, words, lines)


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([(0, "1. One two "), (1, "three")], [(0, 0), (1, 8)]),
        ([(0, "1. One coun"), (1, "tries more")], [(0, 0), (1, 14)]),
        ([(0, "1. One coun"), (1, "tries")], [(0, 0)]),
        ([(0, "1. One coun"), (1, "tries"), (2, " more")], [(0, 0), (1, 14), (2, 14)]),
        ([(0, "1. Al-"), (1, "Qaida")], [(0, 0), (1, 3)]),
        ([(0, "1. 安全理"), (1, "事会")], [(0, 0), (1, 3)]),
        ([(3, "1. One")], [(3, 0)]),
    ],
)
def test_a_page_begins_with_the_first_word_that_begins_on_it(
    pieces: list[tuple[int, str]], expected: list[tuple[int, int]]
) -> None:
    text = "".join(words for _, words in pieces).removeprefix("1. ")
    assert list(word_starts(text, pieces)) == expected


def test_the_first_word_is_the_first(printed: Edition, report: Document) -> None:
    said = outline(report)
    for start in printed[1]:
        if start.series == "body" and start.offset:
            assert not said.body[start.row].text[start.offset - 1].isalnum(), start


@pytest.mark.parametrize("name", ["epub", "html"])
def test_the_marks_are_read_back_where_the_pages_begin(
    name: str, printed: Edition, report: Document, store: Editions
) -> None:
    auditor = {"epub": epub, "html": html}[name]
    path = store.path(report, name, related=related(printed))
    assert reread(auditor, path).pages() == printed[1]
    assert reread(auditor, path).outline() == outline(report), "a mark is no text"
    assert reread(auditor, path).findings() == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda pages: (*pages[:4], *pages[5:]), "page 5 is not marked"),
        (lambda pages: (*pages[:4], replace(pages[4], offset=pages[4].offset + 3), *pages[5:]), "page 5 is marked at"),
        (lambda pages: (*pages, replace(pages[-1], label="99")), "a page 99 is marked that is not printed"),
        (lambda pages: (*pages, pages[-1]), "a page is marked twice"),
        (lambda _: (), "none of the"),
    ],
)
def test_marks_at_other_places_are_found(
    change: Callable[[tuple[PageStart, ...]], tuple[PageStart, ...]], message: str, printed: Edition, report: Document
) -> None:
    (found,) = page_parity.differences(printed[1], change(printed[1]), outline(report), "edition.html")
    assert found.code == "P012"
    assert found.message.startswith(message)


def test_the_right_marks_are_no_finding(printed: Edition, report: Document) -> None:
    assert page_parity.differences(printed[1], printed[1], outline(report), "edition.html") == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('<li><a href="[^"]*#page-4">4</a></li>', "", "has 5 (page-5) where the text has the mark 4 (page-4)"),
        ('#page-4">4<', '#page-4">5<', "has 5 (page-4) where the text has the mark 4 (page-4)"),
        ('(<li><a href="[^"]*#page-4">4</a></li>)', r"\1\1", "has 4 (page-4) where the text has the mark 5 (page-5)"),
        (r'[^"]*#page-4">4<', 'title.xhtml">4<', "has 4 () where the text has the mark 4 (page-4)"),
    ],
)
def test_a_spoilt_page_list_is_found(
    old: str, new: str, message: str, printed: Edition, report: Document, store: Editions, tmp_path: Path
) -> None:
    book = zipfile.ZipFile(store.path(report, "epub", related=related(printed)))
    path = tmp_path / "edition.epub"
    with zipfile.ZipFile(path, "w") as spoilt:
        for entry in book.infolist():
            content = book.read(entry)
            if entry.filename.endswith("nav.xhtml"):
                changed, count = re.subn(old, new, content.decode())
                assert count
                content = changed.encode()
            spoilt.writestr(entry, content)
    found = reread(epub, path).findings()
    assert {finding.code for finding in found} == {"E003"}
    assert any(message in finding.message for finding in found)
