"""The auditor of the Word file: sound files are read back exactly, damaged ones are findings; pages of the contents are
no words.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from plantin.auditors import UnreadableEdition, docx
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.model.related_editions import PageStart, RelatedEditions
from tests.kit.editions import Editions
from tests.kit.read_back import audited, reread
from tests.spoilt.docx import SPACES, File, drop, results, w


@pytest.fixture(scope="module")
def editions(report: Document, harbour: Document, store: Editions) -> dict[str, Path]:
    return {"report": store.path(report, "docx"), "harbour": store.path(harbour, "docx")}


def codes(document: Document, path: Path) -> set[str]:
    found = audited(docx, path, document)
    return {finding.code for finding in found}


def test_report_is_read_back_exactly(report: Document, editions: dict[str, Path]) -> None:
    assert reread(docx, editions["report"]).outline() == outline(report)
    assert reread(docx, editions["report"]).findings() == ()


def test_harbour_is_read_back_exactly(harbour: Document, editions: dict[str, Path]) -> None:
    assert reread(docx, editions["harbour"]).outline() == outline(harbour)
    assert reread(docx, editions["harbour"]).findings() == ()


def test_untouched_parts_written_again_are_read_the_same(
    harbour: Document, editions: dict[str, Path], tmp_path: Path
) -> None:
    file = File(editions["harbour"])
    copy.deepcopy(file.body)
    file.save(tmp_path / "again.docx")
    assert codes(harbour, tmp_path / "again.docx") == set()


def archive(**parts: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as opened:
        for name, text in parts.items():
            opened.writestr(name.replace("__", "/") + ".xml", text)
    return held.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"%PDF-1.7\n", archive(), archive(word__document="<not xml"), archive(word__document="<p/>")],
)
def test_damaged_file_is_a_finding(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "damaged.docx"
    path.write_bytes(content)
    with pytest.raises(UnreadableEdition) as caught:
        reread(docx, path)
    assert [finding.code for finding in caught.value.findings] == ["V010"]


def test_cut_file_is_a_finding(editions: dict[str, Path], tmp_path: Path) -> None:
    whole = editions["harbour"].read_bytes()
    (tmp_path / "cut.docx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableEdition):
        reread(docx, tmp_path / "cut.docx").outline()


PAGED: dict[str, Callable[[File], None]] = {
    "a page is gone": lambda file: drop(results(file, "PAGEREF")[1]),
    "pages fall": lambda file: setattr(results(file, "PAGEREF")[1], "text", "0"),
    "a page of another place": lambda file: setattr(
        next(code for code in file.body.iter(w("instrText")) if "PAGEREF" in (code.text or "")),
        "text",
        " PAGEREF section_III \\h ",
    ),
}


@pytest.fixture(scope="module")
def paged(harbour: Document, store: Editions) -> Path:
    """The edition with the pages of a printed one."""
    pages = (PageStart("1", "masthead", 0, 0), PageStart("2", "body", 3, 0))
    return store.path(harbour, "docx", related=RelatedEditions(pages=pages))


def test_pages_of_the_contents_are_no_words_of_theirs(harbour: Document, paged: Path) -> None:
    assert next(text.text for text in results(File(paged), "PAGEREF")) == "1"
    assert codes(harbour, paged) == set()


@pytest.mark.parametrize("name", PAGED)
def test_spoilt_pages_of_the_contents_are_found(name: str, harbour: Document, paged: Path, tmp_path: Path) -> None:
    file = File(paged)
    PAGED[name](file)
    file.save(tmp_path / "spoilt.docx")
    assert codes(harbour, tmp_path / "spoilt.docx") == {"L204"}


def test_a_page_of_the_contents_that_is_typed_is_called_so(paged: Path, tmp_path: Path) -> None:
    file = File(paged)
    code = [one for one in file.body.iter(w("instrText")) if "PAGEREF" in (one.text or "")][1]
    row = next(code.iterancestors(w("hyperlink"), w("p")))
    for one in (*row.iter(w("fldChar"), w("instrText")),):
        drop(one)
    file.save(tmp_path / "spoilt.docx")
    found = reread(docx, tmp_path / "spoilt.docx").findings()
    assert [one.message.rpartition("” ")[2] for one in found if one.code == "L204"] == ["has a page that is typed"]


def test_rows_of_the_contents_that_are_plain_text_are_read_apart(
    harbour: Document, paged: Path, tmp_path: Path
) -> None:
    """LibreOffice takes links and fields out of them; number, heading and page stay what they are."""
    file = File(paged)
    for row in [
        node
        for node in file.body.iter(w("p"))
        if (node.find("w:pPr/w:pStyle", SPACES).get(w("val")) or "").startswith("TOC")
    ]:
        for link in row.findall("w:hyperlink", SPACES):
            for run in list(link):
                if not any(kid.tag in {w("fldChar"), w("instrText")} for kid in run):
                    link.addprevious(run)
            drop(link)
    file.save(tmp_path / "plain.docx")
    found = reread(docx, tmp_path / "plain.docx").outline().contents
    assert [(row.label, row.text) for row in found] == [(row.label, row.text) for row in outline(harbour).contents]
