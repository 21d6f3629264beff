"""The language and direction of passages and the targets of links are the document's; what is right in an unusual
report is no fault.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from plantin.auditors.markup import epub as epub_auditor
from plantin.auditors.markup import html as html_auditor
from plantin.auditors.passages import EditionPassages
from plantin.house.style import Style
from plantin.model.document import Document, Paragraph, Section
from plantin.model.inlines import Foreign, Text
from plantin.writers import epub as epub_writer
from plantin.writers import html as html_writer
from tests.kit.read_back import audited, reread

RUSSIAN = Foreign("ru", "ltr", (Text("Старый фонарь"),))
ARABIC = Foreign("ar", "rtl", (Text("المصباح القديم"),))
FRENCH = Foreign("fr", "ltr", (Text("la vieille lampe"),))
Print = Callable[[Document], Path]


@pytest.fixture(params=["html", "epub"])
def press(request: pytest.FixtureRequest, house: Style, moment: dt.datetime, tmp_path: Path) -> Print:
    def printed(document: Document) -> Path:
        writer = {"html": html_writer, "epub": epub_writer}[request.param]
        path = tmp_path / f"edition.{request.param}"
        path.write_bytes(writer.write(document, house, moment))
        return path

    return printed


def passages(path: Path) -> EditionPassages:
    return reread(html_auditor, path).passages() if path.suffix == ".html" else reread(epub_auditor, path).passages()


def audit(path: Path, document: Document) -> list[str]:
    auditor = html_auditor if path.suffix == ".html" else epub_auditor
    found = audited(auditor, path, document, beside=True)
    return sorted(finding.code for finding in found)


def change(path: Path, *pairs: tuple[str, str]) -> None:
    """Replace words in the edition, wherever they are."""
    if path.suffix == ".html":
        text = path.read_text("utf-8")
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
        return
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        files = {entry: archive.read(entry) for entry in archive.infolist()}
    for old, new in pairs:
        assert any(old.encode() in content for content in files.values()), old
        pages = [entry for entry in files if entry.filename.endswith(".xhtml")]
        files |= {entry: files[entry].replace(old.encode(), new.encode()) for entry in pages}
    with zipfile.ZipFile(path, "w") as archive:
        for entry, content in files.items():
            archive.writestr(entry, content)


def both(language: str, path: Path) -> str:
    """How a language is written on an element of this format."""
    return f'lang="{language}"' if path.suffix == ".html" else f'lang="{language}" xml:lang="{language}"'


def test_the_passages_of_an_edition_are_those_of_its_document(
    report: Document, harbour: Document, press: Print
) -> None:
    for document in (harbour, report):
        assert audit(press(document), document) == []
    text = passages(press(harbour)).text
    assert [passage.language for passage in text if passage.language] == ["ru", "ar", "fr"]
    assert "https://example.org/lights?year=2035&lamp=1" in [passage.target for passage in text]


def test_languages_exchanged_are_found(harbour: Document, press: Print) -> None:
    path = press(harbour)
    russian, french = (f'<span {both(language, path)} dir="ltr">' for language in ("ru", "fr"))
    change(path, (russian, "@@"), (french, russian), ("@@", french))
    assert [code for code in audit(path, harbour) if code != "A008"] == ["P013", "P013"]


def test_a_language_in_the_same_script_is_found(harbour: Document, press: Print) -> None:
    path = press(harbour)
    change(path, (both("fr", path), both("es", path)))
    assert audit(path, harbour) == ["P013"]


def test_a_language_dropped_or_added_is_found(harbour: Document, press: Print) -> None:
    path = press(harbour)
    change(path, (f'<span {both("fr", path)} dir="ltr">la vieille lampe</span>', "la vieille lampe"))
    assert audit(path, harbour) == ["P013"]
    path = press(harbour)
    change(path, ("<strong>burn</strong>", f"<strong {both('fr', path)}>burn</strong>"))
    assert audit(path, harbour) == ["P013"]
    path = press(harbour)
    change(path, ("<blockquote>", f"<blockquote {both('fr', path)}>"))
    assert audit(path, harbour) == ["P013"]


def test_a_direction_turned_is_found(harbour: Document, press: Print) -> None:
    path = press(harbour)
    change(path, (f'{both("ar", path)} dir="rtl"', f'{both("ar", path)} dir="ltr"'))
    assert audit(path, harbour) == ["P013"]
    path = press(harbour)
    change(path, ("<strong>burn</strong>", '<strong dir="rtl">burn</strong>'))
    assert audit(path, harbour) == ["P013"]
    path = press(harbour)
    change(path, ("<strong>burn</strong>", '<strong dir="ltr">burn</strong>'))
    assert audit(path, harbour) == []


def test_a_link_that_leads_elsewhere_is_found_whatever_it_says(harbour: Document, press: Print) -> None:
    path = press(harbour)
    change(path, ('href="https://example.org/lights?year=2035&amp;lamp=1"', 'href="https://example.net/"'))
    assert audit(path, harbour) == ["P014"]


# What is right in an unusual report


def test_a_report_without_headings_has_no_rows_of_contents(harbour: Document, press: Print) -> None:
    document = replace(harbour, blocks=(Paragraph("paragraph-1", "1.", (Text("The lamps are lit."),)),), notes=())
    path = press(document)
    assert audit(path, document) == []


def test_the_one_row_of_a_report_without_headings_is_its_title(
    harbour: Document, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    document = replace(harbour, blocks=(Paragraph("paragraph-1", "1.", (Text("The lamps are lit."),)),), notes=())
    path = tmp_path / "edition.epub"
    path.write_bytes(epub_writer.write(document, house, moment))
    change(path, ('<li><a href="title.xhtml">Harbour lights', '<li><a href="title.xhtml">Ships'))
    assert audit(path, document) == ["P010"]


@pytest.mark.parametrize("passage", [RUSSIAN, ARABIC, FRENCH])
def test_a_heading_wholly_in_another_language_is_no_fault(harbour: Document, press: Print, passage: Foreign) -> None:
    lit = Paragraph("paragraph-1", "1.", (Text("The lamps are lit."),))
    document = replace(harbour, blocks=(Section("section-I", 1, "I.", (passage,), (lit,)),), notes=())
    path = press(document)
    assert audit(path, document) == []
    assert len(passages(path).contents) == 1


def test_a_heading_that_hides_its_language_is_found(harbour: Document, press: Print) -> None:
    lit = Paragraph("paragraph-1", "1.", (Text("The lamps are lit."),))
    document = replace(harbour, blocks=(Section("section-I", 1, "I.", (RUSSIAN,), (lit,)),), notes=())
    path = press(document)
    change(path, (f'<span {both("ru", path)} dir="ltr">Старый фонарь</span>', "Старый фонарь"))
    assert audit(path, document) == ["A008", "A008", "P013", "P013"]
