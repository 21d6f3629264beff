"""The facing Word file goes to a reviser and comes back: what was edited in it, and nothing else, is in the catalogue."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from plantin import translation
from plantin.cli import main
from plantin.findings import SourceError, TranslationError
from plantin.house.layout import House
from plantin.packs.exchange import facing
from plantin.translation import formats, po
from tests.kit import houses
from tests.packs.exchange.test_facing import home

pytestmark = pytest.mark.full

__all__ = ["home"]

CATALOGUES = [
    pytest.param(path, marks=[pytest.mark.slow] * (path.stem == "S-2017-97" or path.parent.name != "fr"))
    for path in sorted((*houses.ROOT.glob("locales/*/*.po"), *houses.ROOT.glob("examples/*/locales/*/*.po")))
]
SLUG = "A-1-1"


def received(here: House, path: Path, **options: str) -> translation.MergeResult:
    """What importing the file would make of the catalogue; nothing is written."""
    return translation.import_file(here, SLUG, "fr", path, dry=True, **options)  # type: ignore[arg-type]


def changed(merged: translation.MergeResult, here: House) -> dict[str, str]:
    """The translations that changed, by their originals."""
    old = po.read_catalogue(here.catalogue_file("fr", SLUG))
    pairs = zip(old.entries, merged.catalogue.entries, strict=True)
    return {one.original: now.translation for one, now in pairs if one.translation != now.translation}


def edited(path: Path, old: str, new: str, tmp_path: Path) -> Path:
    """The file with other markup in its text, once."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            data = given.read(name)
            if name == "word/document.xml":
                assert data.decode().count(old) == 1, data.decode().count(old)
                data = data.decode().replace(old, new).encode()
            made.writestr(name, data)
    target = tmp_path / "back.docx"
    target.write_bytes(out.getvalue())
    return target


@pytest.mark.parametrize("path", CATALOGUES)
def test_a_catalogue_comes_back_letter_for_letter(path: Path, tmp_path: Path) -> None:
    here, slug, language = House(path.parents[2]), path.stem, path.parent.name
    report, head = translation.report_of(here, slug)
    catalogue = translation.current(report, head, path, "x")[0]
    table = tmp_path / "table.docx"
    table.write_bytes(facing.word(here, slug, language))
    units = formats.read(table, "x", catalogue)[0].units
    assert [(unit.original, unit.translation) for unit in units] == [
        (entry.original, entry.translation) for entry in catalogue.entries
    ]
    assert translation.merging.merge(catalogue, formats.read(table, "x", catalogue)[0], "x", slug).catalogue == (
        catalogue
    )


def test_one_word_is_one_message_and_marks_stay(home: House, tmp_path: Path) -> None:
    back = edited(facing.write(home, SLUG, "fr", "docx"), " lampe brûle", " lanterne brûle", tmp_path)
    merged = received(home, back)
    assert changed(merged, home) == {
        "[]{#oil} The *first* lamp burns 24 hours: <https://example.org>.[^a]": (
            "[]{#oil} La *première* lanterne brûle 36\u00a0heures\u00a0: <https://example.org>[^a]."
        )
    }
    assert merged.fates["same"] == 6


def test_tracked_changes_are_refused_or_settled(home: House, tmp_path: Path) -> None:
    table = facing.write(home, SLUG, "fr", "docx")
    run = '<w:t xml:space="preserve">nouvelles.</w:t>'
    author = 'w:id="900" w:author="A. Reviser" w:date="2035-06-02T00:00:00Z"'
    data = zipfile.ZipFile(table).read("word/document.xml").decode()
    start = data.rindex("<w:r>", 0, data.index(run))
    old = data[start : data.index("</w:r>", start) + 6]
    new = (
        f"<w:del {author}>{old.replace('<w:t ', '<w:delText ').replace('</w:t>', '</w:delText>')}</w:del>"
        f"<w:ins {author}><w:r><w:t>récentes.</w:t></w:r></w:ins>"
    )
    back = edited(table, old, new, tmp_path)
    with pytest.raises(SourceError) as error:
        received(home, back)
    assert {one.code for one in error.value.findings} == {"S051"}
    assert changed(received(home, back, tracked="accept"), home) == {"new.": "récentes."}
    merged = received(home, back, tracked="reject")
    assert changed(merged, home) == {}
    assert [one.code for one in merged.findings] == ["S052", "S052"]


def test_italics_of_the_reviser_and_a_comment_come_in(home: House, tmp_path: Path) -> None:
    package = docx.Document(str(facing.write(home, SLUG, "fr", "docx")))
    cell = package.tables[0].rows[-2].cells[2]
    cell.paragraphs[0].runs[0].italic = True
    package.add_comment(cell.paragraphs[0].runs, "Really new?", author="A. Reviser")
    back = tmp_path / "back.docx"
    package.save(str(back))
    merged = received(home, back)
    assert changed(merged, home) == {"new.": "*nouvelles.*"}
    assert merged.catalogue.entries[-2].comments == ("A. Reviser: Really new?",)
    assert merged.notes == 1


def test_a_deleted_mark_is_reported_at_its_message(
    home: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = facing.write(home, SLUG, "fr", "docx")
    data = zipfile.ZipFile(table).read("word/document.xml").decode()
    start = data.rindex("<w:sdt>", 0, data.rindex("[^a]"))
    back = edited(
        table,
        data[start : data.index("</w:sdt>", start) + 8] + data[data.index("</w:sdt>", start) + 8 :],
        data[data.index("</w:sdt>", start) + 8 :],
        tmp_path,
    )
    file = home.catalogue_file("fr", SLUG)
    before = file.read_bytes()
    try:
        code = main.run(["import", str(back), "--onto", "A/1/1", "--language", "fr", "--root", str(home.root)])
        assert code != 0
        assert "note a is missing" in capsys.readouterr().err
    finally:
        file.write_bytes(before)


def test_a_newer_text_of_the_catalogue_is_not_overwritten(home: House, tmp_path: Path) -> None:
    back = edited(facing.write(home, SLUG, "fr", "docx"), "nouvelles.", "récentes.", tmp_path)
    file = home.catalogue_file("fr", SLUG)
    before = file.read_bytes()
    file.write_bytes(before.replace(b"nouvelles.", b"neuves."))
    try:
        merged = received(home, back)
        assert changed(merged, home) == {}
        assert [one.code for one in merged.findings] == ["T082"]
        assert changed(received(home, back, prefer="theirs"), home) == {"new.": "récentes."}
        translation.import_file(home, SLUG, "fr", back)
        apart = translation.conflicts_file(home, SLUG, "fr")
        assert changed(received(home, apart, prefer="theirs"), home) == {"new.": "récentes."}
        apart.unlink()
    finally:
        file.write_bytes(before)


def test_another_word_file_is_refused(home: House, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    docx.Document().save(str(path))
    with pytest.raises(TranslationError) as error:
        received(home, path)
    assert error.value.findings[0].code == "T057"
