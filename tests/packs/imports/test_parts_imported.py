"""Citations, figures of several pictures and values of data files are imported from an edited Word edition as they are
in the source.
"""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from plantin.house.layout import House
from plantin.packs.imports.corrections import CorrectionResult, merge_edits
from plantin.production import steps
from plantin.production.formats import format_named, moment
from tests.spoilt import report_with_citations, report_with_objects

pytestmark = pytest.mark.full

VALUE = '[]{.value file=data/a.csv row="North" column="Lamps"}'


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = tmp_path_factory.mktemp("works")
    data = house / "sources" / report_with_objects.SLUG / "data"
    data.mkdir(parents=True)
    (data / "a.csv").write_text("Harbour,Lamps\nNorth,1400\n", "utf-8")
    report_with_objects.make(
        house, report_with_citations.SOURCE.replace("# Wells\n", f"# Wells\n\nThere are {VALUE} lamps in the north.\n")
    )
    return House(house)


def come(home: House, folder: Path, old: str = "", new: str = "") -> CorrectionResult:
    """Import the Word edition with the words ``old`` changed to ``new``, wherever a run has them."""
    row = format_named("docx")
    assert row is not None
    document = steps.compose(home, report_with_objects.SLUG, "en").document
    opened = docx.Document(io.BytesIO(row.write(document, home.style(), moment(document))))
    for paragraph in opened.paragraphs:
        for run in paragraph.runs:
            if old and old in run.text:
                run.text = run.text.replace(old, new)
    path = folder / "edited.docx"
    opened.save(str(path))
    before = home.report(report_with_objects.SLUG).read_text("utf-8")
    done = merge_edits(home, path, report_with_objects.SLUG, "refuse")
    if not old:
        assert home.report(report_with_objects.SLUG).read_text("utf-8") == before
    return done


def test_an_unedited_edition_changes_nothing(home: House, tmp_path: Path) -> None:
    done = come(home, tmp_path)
    assert (done.changed, done.changes, done.losses) == (False, (), ())


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("There are", "There were", f"There were {VALUE} lamps in the north."),
        (
            "They were deeper",
            "They all were deeper",
            "They all were deeper before [@li2012], see [](#fig-before) and [](#fig-map).",
        ),
        ("Before", "Well before", "Well before"),
        ("Water Office", "Water Board", "Source: Water Board."),
    ],
)
def test_edited_words_are_imported_around_them(old: str, new: str, line: str, home: House, tmp_path: Path) -> None:
    done = come(home, tmp_path, old, new)
    assert done.losses == ()
    assert line in home.report(report_with_objects.SLUG).read_text("utf-8").split("\n")


def test_an_edited_entry_of_the_list_is_reported(home: House, tmp_path: Path) -> None:
    done = come(home, tmp_path, "Town Press", "City Press")
    assert not done.changed
    ((code, message),) = [(one.code, one.message) for one in done.losses]
    assert code == "S058"
    assert "an entry of the list of references: “Li, Wei. 2012." in message
