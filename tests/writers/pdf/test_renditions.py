"""The other impression of the page, large print; and the small things of typography in
each.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
import pytest

from plantin.auditors import pdf as auditor
from plantin.auditors.parity.outline import differences
from plantin.auditors.pdf.file import open_file
from plantin.auditors.reading import Reading
from plantin.findings import StyleError
from plantin.house import style as house_style
from plantin.house.layout import House
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.production import steps
from plantin.writers import pdf
from plantin.writers.pdf import caches, large
from plantin.writers.pdf.layout import lay_out
from plantin.writers.pdf.markup import markup
from plantin.writers.pdf.metadata import UA1
from plantin.writers.pdf.rendition import Rendition
from plantin.writers.pdf.replacements import layout_in_place
from plantin.writers.pdf.stylesheet import sheets
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.kit.houses import ROOT
from tests.kit.read_back import reread

pytestmark = pytest.mark.full

MILLIMETRE = 72 / 25.4


IMPRESSIONS = {"report": ("pdf",), "half": ("large",), "harbour": ("pdf", "large", "ua2")}


@pytest.fixture(scope="module")
def documents(report: Document, half: Document, harbour: Document) -> dict[str, Document]:
    return {"report": report, "half": half, "harbour": harbour}


@pytest.fixture(scope="module")
def files(documents: dict[str, Document], store: Editions, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("renditions")
    for name, rows in IMPRESSIONS.items():
        for row in rows:
            (folder / f"{name}.{row}.pdf").symlink_to(store.path(documents[name], row))
    return folder


@pytest.fixture(scope="module")
def readings(files: Path) -> dict[str, Reading]:
    """Each of the files as it is read back, by its name."""
    rows = {path.name.removesuffix(".pdf"): path for path in sorted(files.glob("*.pdf"))}
    return {name: reread(auditor, path) for name, path in rows.items()}


@pytest.mark.proof
def test_every_impression_says_what_the_document_says(
    documents: dict[str, Document], readings: dict[str, Reading]
) -> None:
    for name, document in documents.items():
        for impression, reading in readings.items():
            if impression.startswith(name):
                assert reading.outline() == outline(document), impression
                assert reading.findings() == (), impression


@pytest.mark.parametrize(
    ("size", "sans", "dark"), [(0, False, False), (20, True, True)], ids=["numbers of pages", "drawings on dark"]
)
def test_large_print_of_an_example_is_right(size: int, sans: bool, dark: bool, moment: dt.datetime) -> None:
    # A heading that moves overleaf when pages are fitted, and a drawing with letters in black.
    home = House(ROOT / "examples" / "city-water")
    document = steps.compose(home, "WU-2026-1", "fr").document
    made = auditor.read(large.write(document, home.style(), moment, size=size, sans=sans, dark=dark), "large")
    assert [str(one) for one in made.findings()] == []
    assert made.outline() == outline(document)


def test_a_long_symbol_has_room_in_the_largest_print(
    examples: House, store: Editions, house: Style, moment: dt.datetime
) -> None:
    document = store.document(examples, "A-90-46-Rev.1-Corr.1")
    made = auditor.read(large.write(document, house, moment, size=24, sans=True), "large")
    assert [str(one) for one in made.findings()] == []
    assert made.outline() == outline(document)


def test_large_print_is_large_ragged_and_whole(files: Path) -> None:
    sizes = set()
    with pikepdf.open(files / "half.large.pdf") as file:
        for page in file.pages:
            text = page.obj.Contents.read_bytes()
            assert b"\xc2\xad" not in text
            assert b"\xfe\xff\x00\xad" not in text
            sizes |= {float(size) for size in re.findall(rb"/\S+ ([\d.]+) Tf", text)}
    points = {round(size * 0.75, 1) for size in sizes}
    assert min(points) >= 12.7  # indicators
    assert {size for size in points if size < 16} <= {12.8, 13.6, 14.4}


@pytest.mark.sample(2)
@pytest.mark.parametrize(("size", "sans", "dark"), [(20, True, False), (24, False, True), (24, True, True)])
def test_a_kind_of_large_print_is_what_it_is_called(
    size: int, sans: bool, dark: bool, harbour: Document, house: Style, moment: dt.datetime
) -> None:
    content = large.write(harbour, house, moment, size=size, sans=sans, dark=dark)
    reading = auditor.read(content, "x.pdf")
    assert differences(outline(harbour), reading.outline(), "x.pdf") == ()
    assert [str(finding) for finding in reading.findings()] == []
    with pikepdf.open(io.BytesIO(content)) as file:
        streams = [page.obj.Contents.read_bytes() for page in file.pages]
        faces = {
            str(one.BaseFont).partition("+")[2]
            for one in file.objects
            if isinstance(one, pikepdf.Dictionary) and "/DescendantFonts" in one
        }
    points = {round(float(found) * 0.75, 1) for stream in streams for found in re.findall(rb"/\S+ ([\d.]+) Tf", stream)}
    assert size in points
    raised = {round(0.8 * one, 1) for one in (size, size - 1, size + 3)} | {round(0.64 * size, 1)}
    assert {one for one in points if one < size - 2} <= raised
    assert any("Sans" in face for face in faces) == sans
    assert all((b"0.086275 0.086275 0.086275 rg" in stream) == dark for stream in streams)


def test_numbers_that_hang_in_the_margin_stand_in_the_measure_of_large_print(
    harbour: Document, moment: dt.datetime
) -> None:
    hanging = house_style.read(ROOT / "styles" / "plain")
    assert "margin-left: -" in hanging.sheet("print.css").text(str)
    made = auditor.read(large.write(harbour, hanging, moment, size=24), "large")
    assert differences(outline(harbour), made.outline(), "large") == ()
    assert made.findings() == ()


@pytest.mark.parametrize("lacking", ["sans", "dark"])
def test_a_style_without_what_large_print_needs_is_reported(
    lacking: str, harbour: Document, house: Style, moment: dt.datetime
) -> None:
    style = replace(house, **{lacking: None})  # type: ignore[arg-type]
    with pytest.raises(StyleError) as caught:
        large.write(harbour, style, moment, sans=lacking == "sans", dark=lacking == "dark")
    assert [finding.code for finding in caught.value.findings] == ["D026"]


@pytest.mark.parametrize(("width", "height"), [(210, 297), (215.9, 279.4)])
def test_a4_and_letter_from_one_style(
    harbour: Document, house: Style, moment: dt.datetime, width: float, height: float
) -> None:
    style = replace(house, page=replace(house.page, size="Letter" if width > 210 else "A4", width=width, height=height))
    with pikepdf.open(io.BytesIO(pdf.write(harbour, style, moment))) as file:
        assert [float(side) for side in file.pages[0].trimbox][2:] == pytest.approx(
            [width * MILLIMETRE, height * MILLIMETRE], abs=0.01
        )


@pytest.mark.parametrize("opening", ["page", "recto"])
def test_chapters_open_by_rule(harbour: Document, house: Style, moment: dt.datetime, opening: str) -> None:
    data = pdf.write(harbour, replace(house, page=replace(house.page, opening=opening)), moment)
    with pikepdf.open(io.BytesIO(data)) as file:
        names = [str(name) for name in file.Root.Names.Dests.Names[::2]]
        places = dict(zip(names, file.Root.Names.Dests.Names[1::2], strict=True))
        pages = [page.objgen for page in file.pages]
        opens = [pages.index(places[f"section-{number}"][0].objgen) for number in ("I", "II", "III")]
    assert len(set(opens)) == 3
    assert opening == "page" or all(number % 2 == 0 for number in opens)


def flow(page: Any) -> list[Any]:
    """The lines of a page's text, in the order they are set; notes, running heads and folios are not among them."""
    from weasyprint.formatting_structure.boxes import FootnoteAreaBox, LineBox, MarginBox

    parts = [part for part in page._page_box.children if not isinstance(part, FootnoteAreaBox | MarginBox)]
    return [box for part in parts for box in part.descendants() if isinstance(box, LineBox) and words(box)]


def words(line: Any) -> str:
    from weasyprint.formatting_structure.boxes import TextBox

    return "".join(box.text for box in line.descendants() if isinstance(box, TextBox)).strip()


@pytest.mark.sample(2)
@pytest.mark.parametrize(("width", "points"), [(210, 10.5), (215.9, 10.5), (148, 9.0), (210, 17.0)])
def test_lines_break_where_they_may(half: Document, house: Style, width: float, points: float) -> None:
    """No line is divided inside a symbol or before a number, none begins with an indicator; no heading is last on its
    page.
    """
    page = replace(house.page, width=width, inner=width / 7, outer=width / 7)
    style = replace(house, page=page, type=replace(house.type, text=points, leading=points * 1.43))
    with caches.in_force(), layout_in_place(half.hyphenation):
        pages = lay_out(markup(half, sheets(half, style)), style).pages
    for page in pages:
        blocks: dict[Any, list[str]] = {}
        for line in flow(page):
            blocks.setdefault(line.element, []).append(words(line))
        for line, following in (pair for texts in blocks.values() for pair in pairwise(texts)):
            assert not re.search(r"\b[A-Z]{1,2}(/\w+)*/$|\b[A-Z]/\d+$", line), line
            assert not re.search(r"\b(paras?|No|Nos)\.$", line), line
            assert not re.match(r"\d+$", following), following
        assert not re.fullmatch(r"h[2-6]", list(blocks)[-1].tag)


def test_codes_are_on_screens_where_the_style_wants_them(harbour: Document, house: Style, moment: dt.datetime) -> None:
    none = replace(house, page=replace(house.page, codes=False))
    found = []
    for style in (house, none):
        with pikepdf.open(io.BytesIO(pdf.write(harbour, style, moment))) as file:
            alternatives = [
                str(one.Alt) for one in file.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one
            ]
            found.append([words for words in alternatives if words.startswith(("QR code", "Bar code"))])
    assert [len(words) for words in found] == [2, 0]


def test_a_line_break_is_in_the_document_that_is_attached() -> None:
    from plantin.writers.pdf.attachment import content_of

    assert '"@type": "LineBreak"' in content_of(composed("# Lamps\n\nOne\\\ntwo.\n"))


# Pages of what is no report


def test_a_page_of_ones_own_is_tagged_and_says_what_is_inserted_and_what_a_sign_means() -> None:
    signed = '<span data-read="deleted: ">[</span><del>old</del> <ins>new</ins> words, 10<sup>2</sup> of them'

    def page(used: tuple[str, ...]) -> ET.Element:
        styles = "".join(f"<style>{escape(sheet, quote=False)}</style>" for sheet in used)
        return ET.fromstring(f'<html lang="en"><head>{styles}</head><body><main><p>{signed}</p></main></body></html>')

    document = composed("Not this.")
    made = pdf.render(document, House(ROOT).style(), steps.moment(document), Rendition(UA1, page=page))
    assert made.pages == ()
    file = open_file(made.content, "page.pdf")
    paragraph = next(element for element in file.elements if element.tag == "P")
    assert file.text(paragraph) == "deleted: old new words, 102 of them"
    looks = [(element.attributes.get("TextDecorationType"), element.actual) for element in paragraph.elements()]
    assert looks == [(None, "deleted: "), ("LineThrough", None), ("Underline", None), (None, "²")]
