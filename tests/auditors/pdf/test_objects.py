"""The auditor of the PDF on tables, figures, formulas and their notes: it reads them from the tags alone, and finds
what is spoilt.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from plantin.auditors import pdf
from plantin.house import style as styles
from plantin.house.style import Style
from plantin.model.document import Box, Cell, Document, Equation, Figure, Listing, Note, Paragraph, Picture, Table
from plantin.model.inlines import Formula, Indicator, Text
from plantin.model.outline import outline
from plantin.writers import pdf as press
from plantin.writers.pdf import ua2
from tests.kit.editions import Editions
from tests.kit.read_back import audited, reread

pytestmark = pytest.mark.full

Spoil = Callable[[Any], None]

_SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"'
    b' fill="#336699"/></svg>'
)
_MATHML = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mi>a</mi><mi>b</mi></mfrac></math>'


def _call(anchor: str) -> Indicator:
    return Indicator(f"{anchor}.indicator-a", f"{anchor}.note-a", "a")


def _note(anchor: str, words: str) -> Note:
    return Note(f"{anchor}.note-a", "a", (Paragraph("", "", (Text(words),)),), (f"{anchor}.indicator-a",))


def _cell(kind: Any, words: str, columns: int = 1, rows: int = 1) -> Cell:
    return Cell(kind, (Text(words),) if words else (), columns, rows, "end" if kind == "data" else "start")


def _table(rows: int) -> Table:
    head = (
        (_cell("column", "Harbour", 1, 2), Cell("column", (Text("Lamps"), _call("table-1")), 2)),
        (_cell("column", "2015"), _cell("column", "2016")),
    )
    body = tuple((_cell("row", f"Pier {n}"), _cell("data", f"{n} 000"), _cell("data", "")) for n in range(1, rows))
    cut_in = (_cell("group", "All of the coast", 3),)
    source = (Paragraph("", "", (Text("Source: Harbour Office."),)),)
    headnote = (Paragraph("", "", (Text("(Thousands)"),)),)
    notes = (_note("table-1", "Counted at night."),)
    return Table(
        "table-1", "Table 1", (Text("Lamps by harbour"),), headnote, 3, head, (cut_in, *body), source, notes, wide=False
    )


@pytest.fixture(scope="module")
def lamps(harbour: Document) -> Document:
    return of_objects(harbour)


def of_objects(harbour: Document) -> Document:
    """A report of nothing but objects, the table longer than a page."""
    picture = Picture("lamp.svg", "image/svg+xml", 40, 20, moving=False, digest="0" * 64, content=_SVG)
    formula = Formula("a/b", _MATHML, "a over b")
    blocks = (
        _table(90),
        replace(
            Figure("figure-I", "Figure I", (Text("A lamp"), _call("figure-I")), picture, "A blue lamp", (), ()),
            notes=(_note("figure-I", "Not to scale."),),
        ),
        Figure("", "", (), picture, "", (), ()),
        Box(
            "box-1", "Box 1", (Text("Counting"),), (Paragraph("", "", (Text("Every "), formula, Text(" nights."))),), ()
        ),
        Equation("equation-1", "(1)", formula),
        Listing('lamp = "on"\n\n  two  = 2', "toml"),
    )
    return replace(harbour, blocks=blocks, notes=())


@pytest.fixture(scope="module")
def printed(lamps: Document, store: Editions) -> Path:
    return store.path(lamps, "pdf")


def test_objects_are_read_back_exactly(lamps: Document, printed: Path) -> None:
    assert reread(pdf, printed).outline() == outline(lamps)
    assert reread(pdf, printed).findings() == ()


def test_objects_of_the_second_standard_are_read_back_exactly(
    lamps: Document, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    path = tmp_path / "lamps.ua2.pdf"
    path.write_bytes(ua2.write(lamps, house, moment))
    assert reread(pdf, path).outline() == outline(lamps)
    assert reread(pdf, path).findings() == ()
    with pikepdf.open(path) as opened:
        formula, _ = _of(opened, "Formula")
        assert formula.AF[0].EF.F.read_bytes().decode() == _MATHML


def test_long_table_repeats_its_head_for_the_eye_alone(printed: Path) -> None:
    with pikepdf.open(printed) as opened:
        assert len(_of(opened, "Table")) == len(_of(opened, "THead")) == 1
        assert len(_of(opened, "TR")) == 2 + 90
        shown = [page for page in opened.pages if _paints_again(page)]
    assert len(shown) >= 2


def _paints_again(page: Any) -> bool:
    properties = [operands[1] for operands, operator in pikepdf.parse_content_stream(page) if str(operator) == "BDC"]
    return any(
        one.get("/Type") == "/Pagination" and "/Subtype" not in one for one in properties if isinstance(one, Dictionary)
    )


def test_wide_table_is_on_a_turned_page_of_its_own(
    lamps: Document, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    text = Paragraph("", "", (Text("Words."),))
    wide = replace(lamps, blocks=(text, replace(_table(3), wide=True), text))
    path = tmp_path / "wide.pdf"
    path.write_bytes(press.write(wide, house, moment))
    with pikepdf.open(path) as opened:
        lying = [float(page.mediabox[2]) > float(page.mediabox[3]) for page in opened.pages]
        assert lying[:3] == [False, True, False]
        assert [int(page.obj.get("/Rotate", 0)) for page in opened.pages][:3] == [0, 0, 0]


# Spoilt files


def _of(opened: Any, *tags: str) -> list[Any]:
    def walk(node: Any) -> Iterator[Any]:
        if str(node.get("/S", ""))[1:] in tags:
            yield node
        held = node.get("/K")
        for kid in list(held) if isinstance(held, Array) else [] if held is None else [held]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield from walk(kid)

    return list(walk(opened.Root.StructTreeRoot))


def _head_turned_data(opened: Any) -> None:
    _of(opened, "TH")[0].S = Name.TD


def _scope_dropped(opened: Any) -> None:
    del _of(opened, "TH")[0].A.Scope


def _span_changed(opened: Any) -> None:
    next(cell for cell in _of(opened, "TH") if cell.A.get("/ColSpan") == 2).A.ColSpan = 3


def _span_dropped(opened: Any) -> None:
    del next(cell for cell in _of(opened, "TH") if "/RowSpan" in cell.A).A.RowSpan


def _headers_wrong(opened: Any) -> None:
    next(cell for cell in _of(opened, "TD") if "/A" in cell).A.Headers[0] = pikepdf.String("nothing")


def _alternative_dropped(opened: Any) -> None:
    del _of(opened, "Figure")[0].Alt


def _alternative_changed(opened: Any) -> None:
    _of(opened, "Figure")[-1].Alt = pikepdf.String("A red lamp")


def _words_of_formula_dropped(opened: Any) -> None:
    del _of(opened, "Formula")[0].Alt


def _note_unlinked(opened: Any) -> None:
    label = next(kid for kid in _of(opened, "Note")[0].K if str(kid.S) == "/Lbl")
    link = next(kid for kid in label.K if "/S" in kid)
    link.K = Array([kid for kid in link.K if not isinstance(kid, Dictionary)])


def _call_leads_astray(opened: Any) -> None:
    links = [
        link
        for page in opened.pages
        for link in page.obj.get("/Annots", [])
        if str(link.get("/Dest", "")).endswith("note-a")
    ]
    links[0].Dest, links[1].Dest = links[1].Dest, links[0].Dest


def _caption_moved(opened: Any) -> None:
    table = _of(opened, "Table")[0]
    table.K = Array([table.K[1], table.K[0], *list(table.K)[2:]])


def _title_lost(opened: Any) -> None:
    table = _of(opened, "Table")[0]
    table.K = Array(list(table.K)[1:])


def _head_read_again(opened: Any) -> None:
    """On the second page the header is in the tree too, as a row of its own."""
    page = next(page for page in opened.pages if _paints_again(page))
    instructions = list(pikepdf.parse_content_stream(page))
    numbers = []
    for one in instructions:
        properties = one.operands[1] if str(one.operator) == "BDC" else None
        if (
            isinstance(properties, Dictionary)
            and properties.get("/Type") == "/Pagination"
            and "/Subtype" not in properties
        ):
            numbers.append(5000 + len(numbers))
            one.operands[0], one.operands[1] = Name.Span, Dictionary(MCID=numbers[-1])
    page.obj.Contents = opened.make_stream(pikepdf.unparse_content_stream(instructions))
    body = _of(opened, "TBody")[0]
    row = opened.make_indirect(Dictionary(Type=Name.StructElem, S=Name.TR, P=body))
    cell = opened.make_indirect(Dictionary(Type=Name.StructElem, S=Name.TD, P=row, Pg=page.obj, K=Array(numbers)))
    row.K = Array([cell])
    body.K.append(row)


def _label_tagged_as_words(opened: Any) -> None:
    next(label for label in _of(opened, "Lbl") if str(label.P.P.S) == "/Caption").S = Name.Span


def _box_is_no_box(opened: Any) -> None:
    _of(opened, "Art")[0].S = Name.Div


SPOILT: tuple[tuple[Spoil, str], ...] = (
    (_head_turned_data, "P003"),
    (_scope_dropped, "A115"),
    (_span_changed, "A115"),
    (_span_dropped, "A115"),
    (_headers_wrong, "A115"),
    (_alternative_dropped, "A106"),
    (_alternative_changed, "P004"),
    (_words_of_formula_dropped, "A106"),
    (_note_unlinked, "L102"),
    (_call_leads_astray, "P005"),
    (_caption_moved, "A115"),
    (_title_lost, "P001"),
    (_head_read_again, "P002"),
    (_label_tagged_as_words, "P003"),
    (_box_is_no_box, "P001"),
)


@pytest.mark.parametrize(("spoil", "code"), SPOILT, ids=[spoil.__name__.strip("_") for spoil, _ in SPOILT])
def test_spoilt_object_is_found(spoil: Spoil, code: str, lamps: Document, printed: Path, tmp_path: Path) -> None:
    path = tmp_path / f"{spoil.__name__.strip('_')}.pdf"
    with pikepdf.open(printed) as opened:
        spoil(opened)
        opened.save(path)
    found = audited(pdf, path, lamps)
    assert code in {finding.code for finding in found}, found


def test_style_keeps_a_face_for_listings(house: Style) -> None:
    assert any("Mono" in path.stem for path in styles.read(house.folder).others())
