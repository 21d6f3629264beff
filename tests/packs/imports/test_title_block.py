"""What the press prints of the front matter under the title is not imported as a passage of the text; what was changed
there is reported.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest

from plantin.house.layout import House
from plantin.packs.imports.corrections import CorrectionResult, merge_edits
from plantin.production import steps
from plantin.production.formats import format_named, moment
from tests.spoilt import report_with_decimals, report_with_objects

pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = tmp_path_factory.mktemp("water")
    report_with_objects.make(folder, report_with_decimals.SOURCE)
    return House(folder)


def come(home: House, folder: Path, changes: Mapping[str, str], *, dry: bool = True) -> CorrectionResult:
    """Import the Word edition with paragraphs, of cells too, that begin with these words changed to others."""
    row = format_named("docx")
    assert row is not None
    document = steps.compose(home, report_with_objects.SLUG, "en").document
    opened = docx.Document(io.BytesIO(row.write(document, home.style(), moment(document))))
    cells = (
        paragraph
        for table in opened.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
    )
    for paragraph in (*opened.paragraphs, *cells):
        for begins, words in changes.items():
            if paragraph.text.startswith(begins):
                paragraph.runs[0].text = words
    path = folder / "edited.docx"
    opened.save(str(path))
    return merge_edits(home, path, report_with_objects.SLUG, "refuse", dry=dry)


def test_an_unedited_edition_changes_nothing(home: House, tmp_path: Path) -> None:
    done = come(home, tmp_path, {})
    assert (done.changed, done.changes, done.losses) == (False, (), ())


def test_an_edited_text_is_imported(home: House, tmp_path: Path) -> None:
    done = come(home, tmp_path, {"None.": "Nothing at all is new."})
    assert done.changed
    assert done.losses == ()


def test_an_edited_line_under_the_title_is_reported(home: House, tmp_path: Path) -> None:
    done = come(home, tmp_path, {"Town Press": "City Press"})
    assert not done.changed
    assert [(one.code, one.message) for one in done.losses] == [
        ("S058", "not carried over: a line under the title: “City Press”")
    ]


def test_words_of_a_plain_table_are_imported_with_its_title_below_it(tmp_path: Path) -> None:
    report_with_objects.make(tmp_path, report_with_decimals.SOURCE)
    house = House(tmp_path)
    done = come(house, tmp_path, {"Length": "Measured length", "Long": "Very long"}, dry=False)
    assert done.losses == ()
    wanted = report_with_decimals.SOURCE.replace("| Length<br>", "| Measured length<br>").replace(
        "| Long<br>", "| Very long<br>"
    )
    assert house.report(report_with_objects.SLUG).read_text("utf-8") == wanted


def test_a_plain_table_gets_another_title_and_keeps_its_id(tmp_path: Path) -> None:
    report_with_objects.make(tmp_path, report_with_decimals.SOURCE)
    house = House(tmp_path)
    document = steps.compose(house, report_with_objects.SLUG, "en").document
    row = format_named("docx")
    assert row is not None
    opened = docx.Document(io.BytesIO(row.write(document, house.style(), moment(document))))
    run = next(run for paragraph in opened.paragraphs for run in paragraph.runs if run.text.startswith("Rivers of the"))
    run.text = "Long rivers of the "
    opened.save(str(tmp_path / "edited.docx"))
    done = merge_edits(house, tmp_path / "edited.docx", report_with_objects.SLUG, "refuse")
    assert done.losses == ()
    assert ': Long rivers of the [Tal]{lang=de}[^rivers] {#tbl-rivers widths="70 30"}' in house.report(
        report_with_objects.SLUG
    ).read_text("utf-8")
