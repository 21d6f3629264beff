"""What a workbook hides is left out of tables, values and charts, and reported; an author may ask for it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from plantin.findings import Place, SourceError
from plantin.model.document import Table, every
from plantin.model.inlines import plain
from plantin.production import steps
from plantin.source.data_files import DataFiles
from tests.kit import houses

pytestmark = pytest.mark.full

HERE = Place("sources/A-90-1/report.md", 7)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ROWS = (("district", "price", "lamps"), ("North", "17", "71"), ("SECRET", "18", "72"), ("South", "19", "73"))
OPEN, ALL = [["district", "price", "lamps"], *map(list, ROWS[1:2]), list(ROWS[3])], [list(row) for row in ROWS]


def packed(files: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def xlsx(
    row: str = "", columns: str = "", sheet: str = "", *, comments: str = "", main: str = MAIN, begin: int = 1
) -> bytes:
    """A workbook whose first sheet is ``ROWS``, the second of which says SECOND; ``row`` are attributes of the third
    row of the data, ``columns`` is the element cols, ``sheet`` attributes of the first sheet.
    """

    def lines(rows: tuple[tuple[str, ...], ...]) -> str:
        return "".join(
            f'<row r="{n}"{row if n == begin + 2 else ""}>'
            + "".join(
                f'<c r="{chr(65 + k)}{n}" t="inlineStr"><is><t>{cell}</t></is></c>' for k, cell in enumerate(cells)
            )
            + "</row>"
            for n, cells in enumerate(rows, begin)
        )

    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" ContentType="application/'
        f'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{RELATIONS}"><sheets>'
        f'<sheet name="Draft" sheetId="1" r:id="rId1"{sheet}/><sheet name="Second" sheetId="2" r:id="rId2"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in (1, 2)
        )
        + "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{columns}<sheetData>{lines(ROWS)}</sheetData>'
        "</worksheet>",
        "xl/worksheets/sheet2.xml": f'<worksheet xmlns="{main}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is>'
        '<t>SECOND</t></is></c></row><row r="2"><c r="A2"><v>1</v></c></row></sheetData></worksheet>',
    }
    if comments:
        files["xl/comments1.xml"] = f'<comments xmlns="{main}"><commentList>{comments}</commentList></comments>'
    return packed(files)


def ods(
    row: str = "", column: str = "", display: str = "true", *, annotation: str = "", around: str = "", before: str = ""
) -> bytes:
    """The same workbook of OpenDocument: ``row`` are attributes of the third row, ``column`` of the second column."""
    names = "".join(
        f' xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
        for one in ("office", "table", "text", "style")
    )
    cell = '<table:table-cell office:value-type="string">{}<text:p>{}</text:p></table:table-cell>'
    lines = [
        f"<table:table-row{row if n == 2 else ''}>"
        + "".join(cell.format(annotation if n == 1 and not k else "", words) for k, words in enumerate(cells))
        + "</table:table-row>"
        for n, cells in enumerate(ROWS)
    ]
    if around:
        lines[2] = f"<table:table-row-group{around}>{lines[2]}</table:table-row-group>"
    columns = f"<table:table-column/><table:table-column{column}/><table:table-column/>"
    style = (
        '<style:style style:name="ta1" style:family="table">'
        f'<style:table-properties table:display="{display}"/></style:style>'
    )
    second = f"<table:table-row>{cell.format('', 'SECOND')}</table:table-row>"
    second += f"<table:table-row>{cell.format('', '1')}</table:table-row>"
    content = (
        f'<office:document-content{names} office:version="1.3"><office:automatic-styles>{style}'
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Draft" table:style-name="ta1">{columns}{before}{"".join(lines)}</table:table>'
        f'<table:table table:name="Second">{second}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:'
            'manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type='
            '"application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
            "content.xml": content,
        }
    )


def read(folder: Path, name: str, content: bytes, hidden: str = "") -> tuple[list[list[str]], list[str]]:
    """The rows of the file, and what is reported of it."""
    (folder / name).write_bytes(content)
    files = DataFiles(folder, "en")
    rows = files(name, HERE, hidden=hidden)
    assert all((one.code, one.severity) == ("S178", "warning") for one in files.remarks)
    return rows, [one.message for one in files.remarks]


NO_PRICE = [[row[0], row[2]] for row in ROWS]
SECOND = [["SECOND"], ["1"]]
HIDDEN, COLLAPSED = ' hidden="1"', ' table:visibility="collapse"'
EMPTY = '<table:table-row table:number-rows-repeated="3"/>'


@pytest.mark.sample(19)
@pytest.mark.parametrize(
    ("name", "content", "rows", "words"),
    [
        ("a.xlsx", xlsx, ALL, ""),
        ("a.xlsx", lambda: xlsx(HIDDEN), OPEN, "hidden rows: 3"),
        ("a.xlsx", lambda: xlsx(' hidden="true"'), OPEN, "hidden rows: 3"),
        ("a.xlsx", lambda: xlsx(' hidden="0"'), ALL, ""),
        ("a.xlsx", lambda: xlsx(' ht="0" customHeight="1"'), OPEN, "hidden rows: 3"),
        ("a.xlsx", lambda: xlsx(HIDDEN, begin=5), OPEN, "hidden rows: 7"),
        ("a.xlsx", lambda: xlsx(HIDDEN, main="http://purl.oclc.org/ooxml/spreadsheetml/main"), OPEN, "hidden rows: 3"),
        (
            "a.xlsx",
            lambda: xlsx(columns='<cols><col min="2" max="2" width="9" hidden="1"/></cols>'),
            NO_PRICE,
            "hidden columns: B",
        ),
        ("a.xlsx", lambda: xlsx(columns='<cols><col min="4" max="16384" hidden="1"/></cols>'), ALL, ""),
        ("a.xlsx", lambda: xlsx(sheet=' state="hidden"'), SECOND, "hidden sheets: Draft"),
        ("a.xlsx", lambda: xlsx(sheet=' state="veryHidden"'), SECOND, "hidden sheets: Draft"),
        ("a.xlsx", lambda: xlsx(comments='<comment ref="A1" authorId="0"/>'), ALL, "comments: 1"),
        ("a.ods", ods, ALL, ""),
        ("a.ods", lambda: ods(COLLAPSED), OPEN, "hidden rows: 3"),
        ("a.ods", lambda: ods(' table:visibility="filter"'), OPEN, "hidden rows: 3"),
        ("a.ods", lambda: ods(COLLAPSED, around=' table:display="false"'), OPEN, "hidden rows: 3"),
        ("a.ods", lambda: ods(COLLAPSED, before=EMPTY), OPEN, "hidden rows: 6"),
        ("a.ods", lambda: ods(column=COLLAPSED), NO_PRICE, "hidden columns: B"),
        ("a.ods", lambda: ods(display="false"), SECOND, "hidden sheets: Draft"),
        (
            "a.ods",
            lambda: ods(annotation="<office:annotation><text:p>x</text:p></office:annotation>"),
            ALL,
            "comments: 1",
        ),
    ],
)
def test_what_is_hidden_is_left_out_and_reported(
    name: str, content: Callable[[], bytes], rows: list[list[str]], words: str, tmp_path: Path
) -> None:
    assert read(tmp_path, name, content()) == (rows, [f"left out: {words}"] if words else [])
    assert read(tmp_path, name, content(), "left-out") == (rows, [])
    assert read(tmp_path, name, content(), "printed") == (ALL, [])


def test_another_wish_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refused:
        read(tmp_path, "a.xlsx", xlsx(), "yes")
    assert [(one.code, one.message) for one in refused.value.findings] == [("S155", "hidden=yes")]


@pytest.mark.parametrize(
    ("asked", "printed"),
    [("", False), (" hidden=left-out", False), (" hidden=printed", True), (" columns=lamps", False)],
)
def test_no_edition_has_a_hidden_row_unless_it_is_asked_for(tmp_path: Path, asked: str, printed: bool) -> None:
    head = '---\nsymbol: A/90/79\norgan: General Assembly\ntitle: "Water"\ndate: 2035-08-16\n---\n\n# Wells\n\n'
    value = f"[]{{.value file=data.xlsx row=North column=lamps{' hidden=printed' if printed else ''}}}"
    body = f"There are {value} lamps.\n\n::: {{.table .xlsx file=data.xlsx{asked}}}\nUse\n:::\n"
    house = houses.linked(tmp_path, "A-90-79", head + body)
    (house.report("A-90-79").parent / "data.xlsx").write_bytes(xlsx(HIDDEN))
    composed = steps.compose(house, "A-90-79", "en")
    table = next(one for one in every(composed.document.blocks) if isinstance(one, Table))
    words = " ".join(plain(cell.content) for row in table.rows for cell in row)
    assert ("SECRET" in words or "72" in words) == printed
    found = [one for one in composed.findings if one.code == "S178"]
    assert [(one.message, one.place.path) for one in found] == (
        [] if printed else [("left out: hidden rows: 3", "sources/A-90-79/data.xlsx")]
    )
