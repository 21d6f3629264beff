"""Corrections of a report in several files go into the file that each line comes from."""

from __future__ import annotations

import io
from copy import deepcopy
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from plantin.findings import SourceError
from plantin.house.layout import House
from plantin.packs.imports.corrections import CorrectionResult, merge_edits
from plantin.production import steps
from plantin.production.formats import format_named, moment
from tests.kit import houses

pytestmark = pytest.mark.full

SLUG = "A-90-79"
HEAD = '---\nsymbol: A/90/79\norgan: General Assembly\ntitle: "Lamps"\ndate: 2035-08-16\n---\n\n'
WHOLE = HEAD + (
    "# Lamps\n\nThe lamps burn.\n\n::: {.include file=parts/wells.md}\n:::\n\n# Keepers\n\nThe keepers count.\n"
)
WELLS = "# Wells\n\nThe wells are deep.[^a]\n\nThe wells are old.\n\nThe wells are clear.\n\n[^a]: Not all.\n"


def home(folder: Path, text: str = WHOLE, wells: str = WELLS) -> House:
    house = houses.own(folder, SLUG, text, "styles", "locales")
    parts = house.report(SLUG).parent / "parts"
    parts.mkdir(exist_ok=True)
    (parts / "wells.md").write_bytes(wells.encode())
    return house


def edited(house: House, folder: Path, old: str, new: str) -> Path:
    """The Word edition with the words ``old`` changed to ``new``; more paragraphs after it where ``new`` has several
    lines.
    """
    row = format_named("docx")
    assert row is not None
    document = steps.compose(house, SLUG, "en").document
    opened = docx.Document(io.BytesIO(row.write(document, house.style(), moment(document))))
    first, *more = new.split("\n")
    runs = ((paragraph, run) for paragraph in opened.paragraphs for run in paragraph.runs)
    for paragraph, run in [found for found in runs if old in found[1].text][:1]:
        run.text = run.text.replace(old, first)
        for words in reversed(more):
            added = Paragraph(deepcopy(paragraph._p), paragraph._parent)
            for one in (*added.runs[1:], *added._p.iter(qn("w:bookmarkStart")), *added._p.iter(qn("w:bookmarkEnd"))):
                node = getattr(one, "_r", one)
                node.getparent().remove(node)
            added.runs[0].text = words
            paragraph._p.addnext(added._p)
    path = folder / "edited.docx"
    opened.save(str(path))
    return path


def come(house: House, folder: Path, old: str, new: str) -> tuple[CorrectionResult, str, str]:
    """What was imported, and the report and the included file after it."""
    done = merge_edits(house, edited(house, folder, old, new), SLUG, "refuse")
    parent = house.report(SLUG).parent
    return done, house.report(SLUG).read_bytes().decode(), (parent / "parts" / "wells.md").read_bytes().decode()


def test_an_unedited_edition_changes_no_file(tmp_path: Path) -> None:
    done, whole, wells = come(home(tmp_path), tmp_path, "nothing at all", "")
    assert (done.changed, done.changes, done.losses, whole, wells) == (False, (), (), WHOLE, WELLS)


def test_words_of_an_included_file_go_there(tmp_path: Path) -> None:
    done, whole, wells = come(home(tmp_path), tmp_path, "are deep", "are very deep")
    assert done.paths == (f"sources/{SLUG}/parts/wells.md",)
    assert (whole, wells) == (WHOLE, WELLS.replace("are deep", "are very deep"))
    assert not done.losses


def test_words_of_the_report_stay_in_it(tmp_path: Path) -> None:
    done, whole, wells = come(home(tmp_path), tmp_path, "keepers count", "keepers count well")
    assert done.paths == (f"sources/{SLUG}/report.md",)
    assert (whole, wells) == (WHOLE.replace("keepers count", "keepers count well"), WELLS)


def test_a_heading_and_line_ends_of_windows(tmp_path: Path) -> None:
    house = home(tmp_path, wells=WELLS.replace("\n", "\r\n"))
    _, whole, wells = come(house, tmp_path, "Wells", "Deep wells")
    assert (whole, wells) == (WHOLE, WELLS.replace("# Wells", "# Deep wells").replace("\n", "\r\n"))


def test_a_new_paragraph_goes_where_the_one_before_it_is(tmp_path: Path) -> None:
    _, whole, wells = come(home(tmp_path), tmp_path, "The wells are old.", "The wells are old.\nThey are clean.")
    assert whole == WHOLE
    assert "The wells are old.\n\nThey are clean.\n" in wells


def test_a_file_that_is_included_twice_is_reported_with_its_line(tmp_path: Path) -> None:
    twice = WHOLE.replace(
        "# Keepers", "# Keepers\n\n::: {.include file=parts/twice.md}\n:::\n\n::: {.include file=parts/twice.md}\n:::"
    )
    house = home(tmp_path, twice)
    (house.report(SLUG).parent / "parts" / "twice.md").write_text("The keepers sing.\n", "utf-8")
    with pytest.raises(SourceError) as caught:
        come(house, tmp_path, "keepers sing", "keepers sing well")
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.path, finding.place.line) == ("S058", f"sources/{SLUG}/parts/twice.md", 1)
    assert "included more than once" in finding.message
    assert (house.report(SLUG).parent / "parts" / "twice.md").read_text("utf-8") == "The keepers sing.\n"
