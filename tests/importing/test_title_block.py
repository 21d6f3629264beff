"""What the press prints of the front matter under the title comes home as no passage of the text; what was changed there is told."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest

from pipeline.build import steps
from pipeline.build.formats import format_named, moment
from pipeline.house.layout import House
from pipeline.importing.corrections import Corrected, merge_edits
from tests.spoilt import lamps, waterworks

PLAIN = waterworks.SOURCE.index("| River |"), waterworks.SOURCE.index("<!-- Nobody")
WHOLE = waterworks.SOURCE[: PLAIN[0]] + waterworks.SOURCE[PLAIN[1] :]
SOURCE = WHOLE.replace("[](#tbl-rivers), ", "").replace("\n[^rivers]: By length.\n", "")
"""The report without its plain table, whose corrections are made in the source."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = tmp_path_factory.mktemp("water")
    lamps.make(folder, SOURCE)
    return House(folder)


def come(home: House, folder: Path, changes: Mapping[str, str]) -> Corrected:
    """The Word edition comes home with paragraphs that begin with these words changed to others."""
    row = format_named("docx")
    assert row is not None
    document = steps.compose(home, lamps.SLUG, "en").document
    opened = docx.Document(io.BytesIO(row.write(document, home.style(), moment(document))))
    for paragraph in opened.paragraphs:
        for begins, words in changes.items():
            if paragraph.text.startswith(begins):
                paragraph.runs[0].text = words
    path = folder / "edited.docx"
    opened.save(str(path))
    return merge_edits(home, path, lamps.SLUG, "refuse", dry=True)


def test_an_unedited_edition_changes_nothing(home: House, tmp_path: Path) -> None:
    done = come(home, tmp_path, {})
    assert (done.changed, done.changes, done.losses) == (False, (), ())


def test_an_edited_text_comes_home(home: House, tmp_path: Path) -> None:
    done = come(home, tmp_path, {"None.": "Nothing at all is new."})
    assert done.changed
    assert done.losses == ()


def test_an_edited_line_under_the_title_is_told(home: House, tmp_path: Path) -> None:
    done = come(home, tmp_path, {"Town Press": "City Press"})
    assert not done.changed
    assert [(one.code, one.message) for one in done.losses] == [("S058", "not carried over: a line under the title: “City Press”")]
