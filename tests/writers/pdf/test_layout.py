"""The pages of the PDF: every note once and on the page of its call, in whatever layout; the library changed only
while pages are set.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from plantin.auditors import pdf as checks
from plantin.findings import StyleError
from plantin.house import style as house_style
from plantin.house import style_sheets
from plantin.house.style import Style
from plantin.model.document import Document, Paragraph
from plantin.model.inlines import Formula, LineBreak, Text
from plantin.model.outline import outline
from plantin.writers import pdf
from plantin.writers.pdf import ua2
from plantin.writers.pdf.layout import lay_out
from plantin.writers.pdf.markup import markup
from plantin.writers.pdf.replacements import drawing_in_place, layout_in_place
from plantin.writers.pdf.stylesheet import sheets
from plantin.writers.pdf.text_repair import SOFT, endings
from tests.kit.editions import Editions
from tests.kit.houses import flat_style
from tests.kit.read_back import reread

pytestmark = pytest.mark.full

LAYOUTS = [(210, 297, 30, 9.0), (216, 279, 30, 12.0), (148, 210, 16, 10.5), (210, 297, 25, 18.0)]


def in_layout(style: Style, width: int, height: int, side: int, points: float) -> Style:
    page = replace(style.page, width=width, height=height, inner=side, outer=side)
    return replace(style, page=page, type=replace(style.type, text=points, leading=points * 1.4, note=points * 0.8))


def pages_of(item: Any, page: Any) -> Iterator[int]:
    """Where the content of a structure element is."""
    page = item.get("/Pg", page)
    for kid in item.K:
        if isinstance(kid, int):
            yield page.objgen
        elif "/MCID" in kid:
            yield kid.Pg.objgen
        elif kid.get("/Type") != "/OBJR":
            yield from pages_of(kid, page)


@pytest.mark.sample(2)
@pytest.mark.parametrize(("width", "height", "side", "points"), LAYOUTS)
def test_notes_are_where_they_are_called(
    half: Document, house: Style, moment: dt.datetime, width: int, height: int, side: int, points: float
) -> None:
    with pikepdf.open(io.BytesIO(pdf.write(half, in_layout(house, width, height, side, points), moment))) as file:
        names = file.Root.StructTreeRoot.IDTree.Names
        elements = {str(name): element for name, element in zip(names[::2], names[1::2], strict=True)}
        order = [page.objgen for page in file.pages]
        assert round(float(file.pages[0].MediaBox[2])) == round(width * 72 / 25.4)
        for note in half.notes:
            (call,) = set(pages_of(elements[note.indicators[0]], None))
            found = list(dict.fromkeys(pages_of(elements[note.anchor], None)))
            first = order.index(call)
            assert found == order[first : first + len(found)]


def test_library_alone_moves_notes_and_is_refused(half: Document, house: Style) -> None:
    with pytest.raises(StyleError) as raised:
        lay_out(markup(half, sheets(half, house)), house)
    assert {finding.code for finding in raised.value.findings} == {"D010"}
    assert all(finding.place.anchor.startswith("note-") for finding in raised.value.findings)


def test_library_is_as_it_was_afterwards(harbour: Document, house: Style, moment: dt.datetime) -> None:
    def known() -> list[Any]:
        import weasyprint.draw.text
        import weasyprint.pdf
        from weasyprint.layout import block, inline, page

        rows = [(weasyprint.document, "LayoutContext"), (page, "make_page"), (block, "_linebox_layout")]
        rows += [(inline, "split_first_line"), (weasyprint.draw.text, "draw_first_line"), (weasyprint.pdf, "add_tags")]
        return [getattr(*row) for row in rows]

    before = known()
    with layout_in_place(harbour.hyphenation), drawing_in_place(print):
        assert [one is other for one, other in zip(known(), before, strict=True)] == [False] * 6
    pdf.write(harbour, house, moment)
    with pytest.raises(StyleError):
        pdf.write(harbour, replace(house, folder=Path("nowhere")), moment)
    assert known() == before


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of the house style, to be spoilt."""
    return flat_style(tmp_path / "own")


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ('@import url("https://example.org/more.css");', "D011"),
        ("body { background: url(https://example.org/seal.png) }", "D011"),
        ("body { background: url(file:///etc/hostname) }", "D011"),
        ("h2 { text-transform: uppercase }", "D013"),
        (".label { display: none }", "D013"),
        (".note { float: none; display: none }", "D010"),
        (".label { visibility: hidden }", "D028"),
    ],
)
def test_sheet_that_spoils_the_page_is_refused(
    harbour: Document, own: Path, moment: dt.datetime, rule: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the grammar of sheets lets a rule pass, as those of the press, the page itself shows what it does."""
    if code in {"D010", "D013"}:
        monkeypatch.setattr(style_sheets, "_beyond", lambda *_: ())
    text = (own / "print.css").read_text("utf-8")
    (own / "print.css").write_text(f"{rule}\n{text}" if rule.startswith("@import") else f"{text}\n{rule}", "utf-8")
    with pytest.raises(StyleError) as raised:
        pdf.write(harbour, house_style.read(own), moment)
    assert {finding.code for finding in raised.value.findings} == {code}


def test_missing_font_is_refused(harbour: Document, own: Path, moment: dt.datetime) -> None:
    (own / "fonts" / "STIXTwoText-Bold.ttf").unlink()
    with pytest.raises(StyleError, match="D003"):
        pdf.write(harbour, house_style.read(own), moment)


def test_character_that_no_face_has_is_a_box_and_stays_in_the_text(
    harbour: Document, house: Style, moment: dt.datetime
) -> None:
    data = pdf.write(replace(harbour, masthead=replace(harbour.masthead, title="ᏣᎳᎩ")), house, moment)
    assert data == pdf.write(replace(harbour, masthead=replace(harbour.masthead, title="ᏣᎳᎩ")), house, moment)
    reading = checks.read(data, "harbour.pdf")
    assert [line for line in reading.outline().masthead if "ᏣᎳᎩ" in line]


def test_character_from_another_face_is_refused(harbour: Document, own: Path, moment: dt.datetime) -> None:
    """Where the machine has the family that the sheet names, its letters are refused; where not, the page is the
    style's all the same.
    """
    (own / "print.css").write_text(
        (own / "print.css").read_text("utf-8") + 'h1 { font-family: "DejaVu Sans" }', "utf-8"
    )
    try:
        data = pdf.write(harbour, house_style.read(own), moment)
    except StyleError as refused:
        assert {finding.code for finding in refused.findings} == {"D014"}  # noqa: PT017
    else:
        assert b"DejaVu" not in data


def test_worker_of_a_pool_writes_the_same_bytes(
    harbour: Document, house: Style, moment: dt.datetime, store: Editions
) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(pdf.write, harbour, house, moment).result() == store.content(harbour, "pdf")


@pytest.mark.parametrize(
    ("words", "texts", "lacking"),
    [
        ("one two", ["one two"], [""]),
        ("one two", ["one", "two"], [" ", ""]),
        ("one two", ["one ", "two"], ["", ""]),
        ("one two", ["one", " two"], ["", ""]),
        ("one two", ["o", "ne", "two"], ["", " ", ""]),
        ("going on", ["go‐", "ing on"], [SOFT, ""]),
        ("a go-between", ["a go-", "between"], ["", ""]),
        ("a‐b", ["a‐", "b"], ["", ""]),
        ("1\u00a0km off", ["1\u00a0km", "off"], [" ", ""]),
    ],
)
def test_endings(words: str, texts: list[str], lacking: list[str]) -> None:
    assert endings(words, texts) == lacking


@pytest.mark.parametrize(
    ("words", "texts"), [("one two", ["one", "too"]), ("one two", ["one"]), ("one", ["one", "two"]), ("ab", ["a‐"])]
)
def test_endings_of_other_words(words: str, texts: list[str]) -> None:
    with pytest.raises(ValueError, match=r"was (not )?set"):
        endings(words, texts)


def test_second_standard_has_its_own_notes_and_destinations(
    harbour: Document, house: Style, moment: dt.datetime, store: Editions
) -> None:
    data = ua2.write(harbour, house, moment)
    assert data == store.content(harbour, "ua2")
    with pikepdf.open(io.BytesIO(data)) as file:
        assert file.pdf_version == "2.0"
        assert list(file.attachments) == ["A-90-12-Add.1-en.json"]
        names = file.Root.StructTreeRoot.IDTree.Names
        elements = {str(name): element for name, element in zip(names[::2], names[1::2], strict=True)}
        for note in harbour.notes:
            element = elements[note.anchor]
            assert element.S == "/FENote"
            calls = [elements[anchor].P for anchor in note.indicators]
            assert [one.objgen for one in element.Ref] == [call.objgen for call in calls]
            assert all(call.Ref[0].objgen == element.objgen for call in calls)
        annotations = [annotation for page in file.pages for annotation in page.get("/Annots", [])]
        assert all("/SD" in annotation.A for annotation in annotations if annotation.A.S == "/GoTo")
        assert not any("/Dest" in annotation for annotation in annotations)


def test_formulas_beside_each_other_keep_the_space_between_them(
    harbour: Document, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    pair = (Formula("a", "<math><mi>a</mi></math>", "a"), Text(" "), Formula("b", "<math><mi>b</mi></math>", "b"))
    words = tuple(inline for number in range(90) for inline in (Text(f" w{'o' * (number % 7)}rd "), *pair))
    document = replace(harbour, blocks=(Paragraph("paragraph-1", "1.", (Text("See"), *words, Text("."))),), notes=())
    path = tmp_path / "formulas.pdf"
    path.write_bytes(pdf.write(document, house, moment))
    assert [entry.text for entry in reread(checks, path).outline().body] == [
        entry.text for entry in outline(document).body
    ]


def test_formulas_on_two_lines_are_reported_and_no_crash(harbour: Document, house: Style, moment: dt.datetime) -> None:
    pair = (Formula("a", "<math><mi>a</mi></math>", "a"), LineBreak(), Formula("b", "<math><mi>b</mi></math>", "b"))
    document = replace(harbour, blocks=(Paragraph("paragraph-1", "1.", (Text("See "), *pair, Text("."))),), notes=())
    with pytest.raises(StyleError, match="a line ends in a formula") as refused:
        pdf.write(document, house, moment)
    assert [finding.code for finding in refused.value.findings] == ["D013"]
