"""The edition for a printer: what a press needs of its sheets and inks, and what is read back of it."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from plantin.auditors import pdf as pdf_auditor
from plantin.auditors.statements import HouseContent
from plantin.house import style as house_style
from plantin.house.style import Style
from plantin.model.document import Document, Figure, Paragraph, Picture
from plantin.model.inlines import Text
from plantin.model.outline import outline
from plantin.packs.print_shop import auditor, house_content, writer
from plantin.writers.pdf.codes import codes
from tests.auditors.pdf import test_labels, test_objects
from tests.hostile import test_pdf
from tests.kit.drawings import CHARTS, DRAWN
from tests.kit.editions import Editions
from tests.kit.houses import ROOT
from tests.kit.limits import limited
from tests.kit.read_back import reread
from tests.writers.pdf import test_note_fragmentation

pytestmark = pytest.mark.full

MILLIMETRE = 72 / 25.4


@pytest.fixture(scope="module")
def files(report: Document, harbour: Document, store: Editions, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("renditions")
    for name, document in (("report", report), ("harbour", harbour)):
        for row in ("pdf", "print"):
            (folder / f"{name}.{row}.pdf").symlink_to(store.path(document, row))
    return folder


def test_an_edition_says_what_the_document_says(report: Document, harbour: Document, files: Path) -> None:
    for name, document in (("report", report), ("harbour", harbour)):
        reading = reread(auditor, files / f"{name}.print.pdf")
        assert reading.outline() == outline(document)
        assert reading.findings() == ()


@pytest.mark.parametrize("name", ["report", "harbour"])
def test_pages_begin_as_on_the_screen(name: str, files: Path) -> None:
    screen = reread(pdf_auditor, files / f"{name}.pdf.pdf").pages()
    printed = reread(auditor, files / f"{name}.print.pdf").pages()
    assert len(printed) == len(screen) + len(screen) % 2
    assert printed[: len(screen)] == screen


def test_sheet_is_ready_for_a_printer(files: Path, house: Style) -> None:
    with pikepdf.open(files / "harbour.print.pdf") as file:
        assert file.pdf_version == "1.6"
        assert str(file.docinfo.Trapped) == "/False"
        intents: list[Any] = list(file.Root.OutputIntents)
        assert [(str(one.S), str(one.OutputConditionIdentifier)) for one in intents] == [
            ("/GTS_PDFX", "FOGRA47"),
            ("/GTS_PDFA1", "FOGRA47"),
        ]
        assert len({one.DestOutputProfile.objgen for one in intents}) == 1
        assert intents[0].DestOutputProfile.read_bytes() == house.profile().read_bytes()
        with file.open_metadata() as packet:
            assert packet["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
        for page in file.pages:
            media, bleed, trim = (
                [float(corner) for corner in page.obj[name]] for name in ("/MediaBox", "/BleedBox", "/TrimBox")
            )
            assert trim == pytest.approx(
                [0, 0, house.page.width * MILLIMETRE, house.page.height * MILLIMETRE], abs=0.01
            )
            assert bleed == pytest.approx(
                [trim[0] - 8.504, trim[1] - 8.504, trim[2] + 8.504, trim[3] + 8.504], abs=0.01
            )
            assert media[0] == pytest.approx(-house.paper.slug * MILLIMETRE, abs=0.01)
            assert "/Annots" not in page.obj
            assert b"0 0 0 1 K .25 w" in page.obj.Contents.read_bytes()


def test_text_moves_from_the_spine(files: Path, house: Style) -> None:
    """On a right-hand page the spine is left, on a left-hand page right; the lines are as wide as on the screen."""
    lefts = {}
    for row in ("pdf", "print"):
        for number in (3, 4):
            with pikepdf.open(files / f"report.{row}.pdf") as file:
                page = file.pages[number - 1].obj
                offset = float(page.MediaBox[0])
            call = [
                "pdftotext",
                "-bbox-layout",
                "-f",
                str(number),
                "-l",
                str(number),
                str(files / f"report.{row}.pdf"),
                "-",
            ]
            found = subprocess.run(call, capture_output=True, text=True, check=True).stdout
            body = [float(x) for x in re.findall(r'<line xMin="([\d.]+)"', found)]
            lefts[row, number] = max(body, key=body.count) + offset
    shift = house.paper.binding * MILLIMETRE
    assert lefts["print", 3] - lefts["pdf", 3] == pytest.approx(shift, abs=0.1)
    assert lefts["print", 4] - lefts["pdf", 4] == pytest.approx(-shift, abs=0.1)


def test_codes_have_their_words(files: Path, harbour: Document, report: Document, house: Style) -> None:
    with pikepdf.open(files / "harbour.print.pdf") as file:
        figures = [one for one in file.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
        assert {str(one.Alt) for one in figures} == {
            "QR code that leads to the report: https://undocs.org/en/A/90/12/Add.1",
            "Bar code of the job number: 35-00012 (E)",
        }
        for figure in figures:
            left, low, right, high = map(float, figure.A.BBox)
            assert 0 < left < right < 300
            assert 0 < low < high < 85
    assert "bars" not in codes(report, house, "#000000")
    assert codes(harbour, house, "#000000").count("M") > 100


def charts(harbour: Document) -> Document:
    """A report of nothing but charts and a photograph."""
    figures = []
    photograph = io.BytesIO()
    Image.merge("RGB", [Image.linear_gradient("L").rotate(90 * n) for n in range(3)]).save(photograph, "PNG")
    pictures = [
        Picture(
            f"{name}.svg",
            "image/svg+xml",
            200,
            60,
            moving=False,
            digest=str(number),
            content=DRAWN.format(inside).encode(),
        )
        for number, (name, inside) in enumerate(CHARTS.items())
    ]
    pictures.append(Picture("a.png", "image/png", 256, 256, False, "photograph", photograph.getvalue()))
    for number, picture in enumerate(pictures, 1):
        figures.append(
            Figure(f"figure-{number}", f"Figure {number}", (Text("Lamps"),), picture, "Lamps that shine", (), ())
        )
    return replace(harbour, blocks=tuple(figures), notes=(), masthead=replace(harbour.masthead, notes=(), calls=()))


def test_ordinary_charts_are_printed_on_the_black_plate(harbour: Document, house: Style, moment: dt.datetime) -> None:
    read = auditor.read(writer.write(charts(harbour), house, moment), "a.pdf")
    assert read.findings() == ()


def test_charts_and_photographs_are_printed_in_four_inks(harbour: Document, house: Style, moment: dt.datetime) -> None:
    style = replace(house, paper=replace(house.paper, inks="process", total_ink=280))
    content = writer.write(charts(harbour), style, moment)
    read = auditor.read(content, "a.pdf")
    assert read.findings() == ()
    own = HouseContent(terms=house_content.style_terms(style))
    assert {finding.code for finding in read.conformance(own).findings} <= {"V309", "A172"}, "few dots alone"
    lower = HouseContent(terms={**own.terms, auditor.TOTAL_INK: frozenset(["90"])})
    assert "V308" in {finding.code for finding in read.conformance(lower).findings}
    with pikepdf.open(io.BytesIO(content)) as pdf:
        spaces = {str(one.ColorSpace) for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/Width" in one}
        text = b"".join(page.Contents.read_bytes() for page in pdf.pages)
    assert spaces == {"/DeviceCMYK"}
    assert not re.search(rb" (?:rg|RG)\n", text)
    assert b"0 0 0 1 scn" in text, "text is black alone"
    assert re.search(rb"\n0 0\.\d+ 0?\.?\d+ 0?\.?\d* ?k\n", text), "a red is of magenta and yellow"
    assert writer.write(charts(harbour), style, moment) == content


def test_headings_in_colours_are_printed_on_the_black_plate(harbour: Document, moment: dt.datetime) -> None:
    coloured = house_style.read(ROOT / "styles" / "civic")
    assert coloured.colour.heading
    assert auditor.read(writer.write(harbour, coloured, moment), "a.pdf").findings() == ()


def test_objects_are_read_back_exactly_and_have_no_colours(
    harbour: Document, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    lamps = test_objects.of_objects(harbour)
    path = tmp_path / "lamps.print.pdf"
    path.write_bytes(writer.write(lamps, house, moment))
    assert reread(auditor, path).outline() == outline(lamps)
    assert reread(auditor, path).findings() == ()


def test_note_on_another_page_is_found(report: Document, store: Editions) -> None:
    """As if the notes of one page had been painted on the next."""
    path = store.path(report, "print")
    read = auditor.PaperReading(auditor.open_file(path.read_bytes(), path.name))
    for mark in (read.file.marks[key] for key in read.notes[3].marks()):
        mark.page += 1
    assert [code for code, _ in auditor._notes(read)] == ["L101"]


@pytest.mark.parametrize("name", ["forms_that_paint_forms_twice", "tag_tree_shared", "bookmarks_that_hold_themselves"])
def test_hostile_print_edition_is_a_finding(name: str, harbour: Document, store: Editions) -> None:
    change, expected = test_pdf.SPOILT[name]
    content = test_pdf.spoilt(store.content(harbour, "pdf"), change)
    ended = limited(
        lambda: test_pdf.said(content, harbour, auditor), seconds=test_pdf.SECONDS, megabytes=test_pdf.MEMORY
    ).result
    assert expected in ended


def test_wide_table_is_on_a_turned_page_that_is_upright_for_the_printer(
    harbour: Document, house: Style, moment: dt.datetime
) -> None:
    text = Paragraph("", "", (Text("Words."),))
    wide = replace(harbour, blocks=(text, replace(test_objects._table(3), wide=True), text), notes=())
    with pikepdf.open(io.BytesIO(writer.write(wide, house, moment))) as opened:
        lying = [float(page.mediabox[2]) > float(page.mediabox[3]) for page in opened.pages]
        assert lying[:3] == [False, True, False]
        assert [int(page.obj.get("/Rotate", 0)) for page in opened.pages][:3] == [0, 270, 0]


@pytest.mark.parametrize(("width", "height"), [(210, 297), (215.9, 279.4)])
def test_a4_and_letter_from_one_style(
    harbour: Document, house: Style, moment: dt.datetime, width: float, height: float
) -> None:
    style = replace(house, page=replace(house.page, size="Letter" if width > 210 else "A4", width=width, height=height))
    with pikepdf.open(io.BytesIO(writer.write(harbour, style, moment))) as file:
        assert [float(side) for side in file.pages[0].trimbox][2:] == pytest.approx(
            [width * MILLIMETRE, height * MILLIMETRE], abs=0.01
        )


def test_a_long_note_is_divided(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    document = test_note_fragmentation.report(10, {5: 420})
    path = tmp_path / "other.pdf"
    path.write_bytes(writer.write(document, house, moment))
    places = test_note_fragmentation.where(path.read_bytes())
    assert test_note_fragmentation.begins_with_its_call(places, document) == 2
    read = reread(auditor, path)
    assert read.outline() == outline(document)
    assert read.findings() == ()


def test_anchors_are_read_back(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    body = test_labels.BODY.format(*test_labels.LATIN)
    document = test_labels.composed(tmp_path, body, "rules:\n  paragraphs: by-section\n")
    path = tmp_path / "edition.pdf"
    path.write_bytes(writer.write(document, house, moment))
    assert test_labels.found(document, path, auditor) == []


def test_reading_grows_with_the_report(house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    counts = test_labels.calls_as_it_grows(writer.write, auditor, house, moment, tmp_path)
    assert counts[1] < 4.8 * counts[0]


def test_the_engine_is_loaded_when_a_page_is_made() -> None:
    script = "import plantin.packs.print_shop.writer, sys; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
