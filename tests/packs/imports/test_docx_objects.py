"""Importing objects from Word: changed words are imported; all else is kept as the source has it, and reported."""

from __future__ import annotations

import io
from collections.abc import Callable
from difflib import unified_diff
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from plantin.house.layout import House
from plantin.packs.imports import corrections
from tests.kit.editions import Editions

pytestmark = pytest.mark.full

LIBRARIES, STATIONS, MEADOWS, TRAINS = "A-90-41", "A-90-42", "E-2036-18", "A-90-46-Rev.1-Corr.1"
Edit = Callable[[Any], None]


@pytest.fixture(scope="module")
def editions(examples: House, store: Editions) -> dict[str, bytes]:
    slugs = (LIBRARIES, STATIONS, MEADOWS, TRAINS)
    return {slug: store.content(store.document(examples, slug, "en"), "docx") for slug in slugs}


def come(
    examples: House, editions: dict[str, bytes], slug: str, edit: Edit, folder: Any
) -> tuple[list[str], list[str]]:
    """The codes of what was reported, and the lines of the source that changed; the source is restored."""
    package = docx.Document(io.BytesIO(editions[slug]))
    edit(package)
    package.save(folder / "edited.docx")
    source = examples.report(slug)
    before = source.read_bytes()
    try:
        done = corrections.merge_edits(examples, folder / "edited.docx", slug, "refuse")
        after = source.read_text("utf-8")
    finally:
        source.write_bytes(before)
    lines = unified_diff(before.decode().split("\n"), after.split("\n"), n=0, lineterm="")
    changed = [line for line in lines if line[:3] not in {"---", "+++"} and line[:2] != "@@"]
    return sorted(finding.code for finding in (*done.changes, *done.losses)), changed


def untouched(package: Any) -> None:
    """No edit at all."""


def reworded(old: str, new: str) -> Edit:
    """An edit that writes ``new`` for ``old`` in one run, wherever it is."""

    def edit(package: Any) -> None:
        texts = [node for node in package.element.body.iter(qn("w:t")) if old in (node.text or "")]
        texts[-1].text = texts[-1].text.replace(old, new)

    return edit


@pytest.mark.parametrize("slug", [LIBRARIES, STATIONS, MEADOWS, TRAINS])
def test_objects_that_say_the_same_stay_byte_for_byte(
    slug: str, examples: House, editions: dict[str, bytes], tmp_path: Any
) -> None:
    assert come(examples, editions, slug, untouched, tmp_path) == ([], [])


@pytest.mark.sample(4)
@pytest.mark.parametrize(
    ("slug", "old", "new", "lines"),
    [
        (LIBRARIES, "14.2", "14.9", ["-| Cedar Mill | 6.0 | 14.2 | 3.9 | 12.5 | 36.6 |",
                                     "+| Cedar Mill | 6.0 | 14.9 | 3.9 | 12.5 | 36.6 |"]),
        (LIBRARIES, "Upper valley", "Upland", ["-| Upper valley | < | < | < | < | < |", "+| Upland | < | < | < | < | < |"]),
        (LIBRARIES, "Hours", "Opening | hours", ["-Hours", "+Opening \\| hours"]),
        (LIBRARIES, ": Registers of", ": Books of", ["-*Source*: Registers of the libraries, count of April 2035.",
                                                     "+*Source*: Books of the libraries, count of April 2035."]),
        (STATIONS, "Clouds in the course", "Clouds during", ["-Clouds in the course of one day", "+Clouds during of one day"]),
        (MEADOWS, "From the middle", "Out of the middle", ["-From the middle outwards, so that birds can leave.[^birds]",
                                                           "+Out of the middle outwards, so that birds can leave.[^birds]"]),
        (MEADOWS, "not at night.", "never at night.", ["-    (ii) not at night.", "+    (ii) never at night."]),
    ],
)  # fmt: skip
def test_words_that_were_changed_in_an_object_are_imported(
    slug: str, old: str, new: str, lines: list[str], examples: House, editions: dict[str, bytes], tmp_path: Any
) -> None:
    assert come(examples, editions, slug, reworded(old, new), tmp_path) == (["S057"], lines)


def test_pictures_of_the_same_pixels_are_the_same(examples: House, editions: dict[str, bytes], tmp_path: Any) -> None:
    assert come(examples, editions, STATIONS, picture_packed_again, tmp_path) == ([], [])


def row_added(package: Any) -> None:
    package.tables[0].add_row()
    package.tables[0].rows[-1].cells[0].text = "Elm Court"


def cells_merged(package: Any) -> None:
    row = package.tables[4].rows[1]
    row.cells[0].merge(row.cells[1])


def table_deleted(package: Any) -> None:
    node = package.tables[2]._element
    node.getparent().remove(node.getprevious())
    node.getparent().remove(node)


def table_added(package: Any) -> None:
    package.add_table(1, 2).cell(0, 0).text = "New"


def other_words_for_a_picture(package: Any) -> None:
    next(package.element.body.iter(qn("wp:docPr"))).set("descr", "Something else")


def picture_packed_again(package: Any) -> None:
    """Pictures of the same pixels in other bytes, as a word processor saves them."""
    from PIL import Image

    parts = [part for part in package.part.package.iter_parts() if str(part.partname).endswith(".png")]
    for part in parts:
        stream = io.BytesIO()
        Image.open(io.BytesIO(part.blob)).convert("RGBA").save(stream, "PNG", compress_level=1)
        assert stream.getvalue() != part.blob
        part._blob = stream.getvalue()
    assert parts


def other_picture(package: Any) -> None:
    blips = list(package.element.body.iter(qn("a:blip")))
    blips[0].set(qn("r:embed"), blips[1].get(qn("r:embed")))


def formula_changed(package: Any) -> None:
    math = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
    next(text for text in package.element.body.iter(f"{math}t") if text.text == "30").text = "31"


def equation_changed(package: Any) -> None:
    math = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
    next(text for text in package.element.body.iter(f"{math}t") if text.text == "0.14").text = "0.15"


def asterisk_note_changed(package: Any) -> None:
    part = next(part for part in package.part.package.iter_parts() if str(part.partname) == "/word/footnotes.xml")
    part._blob = part.blob.replace(b"A/90/100", b"A/90/101")


@pytest.mark.sample(8)
@pytest.mark.parametrize(
    ("slug", "edit", "told"),
    [
        (LIBRARIES, row_added, ["S058"]),
        (LIBRARIES, cells_merged, ["S058"]),
        (LIBRARIES, table_deleted, ["S058"]),
        (LIBRARIES, table_added, ["S058"]),
        (LIBRARIES, reworded("A year runs from", "A year goes from"), ["S058"]),
        (STATIONS, other_words_for_a_picture, ["S058"]),
        (STATIONS, other_picture, ["S058"]),
        (STATIONS, formula_changed, ["S058"]),
        (STATIONS, equation_changed, ["S058"]),
        (STATIONS, reworded("lamps = 5", "lamps = 6"), ["S058"]),
        (TRAINS, asterisk_note_changed, ["S058"]),
    ],
)
def test_what_else_was_changed_is_reported_and_nothing_is_lost(
    slug: str, edit: Edit, told: list[str], examples: House, editions: dict[str, bytes], tmp_path: Any
) -> None:
    codes, lines = come(examples, editions, slug, edit, tmp_path)
    assert (sorted(set(codes)), lines) == (told, [])
