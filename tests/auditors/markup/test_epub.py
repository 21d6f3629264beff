"""The auditor of the EPUB: it finds in a good book what the document says, and in a spoilt one exactly what was
spoilt.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plantin.auditors import UnreadableEdition
from plantin.auditors.markup import epub as auditor
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.production.formats import format_named
from tests.kit.editions import Editions
from tests.kit.read_back import audited, reread
from tests.spoilt.rewriting import Files, packed, unpacked


@pytest.fixture(scope="module")
def book(harbour: Document, store: Editions) -> Files:
    return unpacked(store.content(harbour, "epub"))


def audit(path: Path, document: Document) -> list[str]:
    """The codes of all that the auditor finds in a book that should say what ``document`` says."""
    return sorted(finding.code for finding in audited(auditor, path, document))


def test_a_good_book_says_what_the_document_says(report: Document, harbour: Document, store: Editions) -> None:
    for document in (report, harbour):
        path = store.path(document, "epub")
        assert reread(auditor, path).outline() == outline(document)
        assert reread(auditor, path).findings() == ()


def test_packing_alone_spoils_nothing(harbour: Document, book: Files, tmp_path: Path) -> None:
    (tmp_path / "edition.epub").write_bytes(packed(book))
    assert audit(tmp_path / "edition.epub", harbour) == []


def test_a_media_type_that_is_compressed_or_comes_late_is_found(harbour: Document, book: Files, tmp_path: Path) -> None:
    path = tmp_path / "edition.epub"
    path.write_bytes(packed(book, compressed=("mimetype",)))
    assert audit(path, harbour) == ["E001"]
    path.write_bytes(packed({name: book[name] for name in sorted(book)}))
    assert audit(path, harbour) == ["E001"]


def test_a_container_that_names_no_package_is_found(book: Files, tmp_path: Path) -> None:
    path = tmp_path / "edition.epub"
    for container in (b"<container/>", None):
        files = dict(book)
        if container is None:
            del files["META-INF/container.xml"]
        else:
            files["META-INF/container.xml"] = container
        path.write_bytes(packed(files))
        with pytest.raises(UnreadableEdition) as caught:
            reread(auditor, path)
        assert [finding.code for finding in caught.value.findings] == ["V010"]


def damaged_archive(files: Files, path: Path) -> None:
    path.write_bytes(packed(files))
    content = bytearray(path.read_bytes())
    content[content.index(b"The lamps of the harbour")] ^= 0xFF
    path.write_bytes(content)


def short_archive(files: Files, path: Path) -> None:
    path.write_bytes(packed(files))
    path.write_bytes(path.read_bytes()[:-400])


def unclosed_page(files: Files, path: Path) -> None:
    path.write_bytes(packed({**files, "EPUB/chapter-2.xhtml": files["EPUB/chapter-2.xhtml"][:-40]}))


def no_package(files: Files, path: Path) -> None:
    path.write_bytes(packed({name: content for name, content in files.items() if name != "EPUB/content.opf"}))


@pytest.mark.parametrize(
    "damage", [damaged_archive, short_archive, unclosed_page, no_package, lambda _, path: path.write_bytes(b"")]
)
def test_a_damaged_book_is_one_finding(book: Files, tmp_path: Path, damage: Callable[[Files, Path], object]) -> None:
    path = tmp_path / "edition.epub"
    damage(book, path)
    with pytest.raises(UnreadableEdition) as caught:
        reread(auditor, path)
    assert [finding.code for finding in caught.value.findings] == ["V010"]


def test_no_file_is_a_finding(tmp_path: Path) -> None:
    row = format_named("epub")
    assert row is not None
    with pytest.raises(UnreadableEdition, match="V010"):
        row.open(tmp_path / "edition.epub", "edition.epub")
