"""Tables of data files: columns by kind, order, totals, words and units in each language; what is refused."""

from __future__ import annotations

import io
import shlex
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from plantin.bounded import data
from plantin.findings import Place, PlantinError, SourceError
from plantin.model.charts import Panel
from plantin.model.document import Table, every
from plantin.model.inlines import Strong, plain
from plantin.model.outline import normal
from plantin.packs.plain.writer import markdown, text
from plantin.production import steps
from plantin.resolve import chart_sentences, data_tables
from plantin.resolve.data_tables import ColumnsError
from plantin.source.data_files import DataFiles
from plantin.source.nodes import Node
from plantin.writers.docx import charts
from tests.kit import houses
from tests.kit.charts import chart
from tests.kit.editions import MOMENT

HERE = Place("report.md", 1)
DATA = "place,use,share,since\nNorth,1240.5,0.25,2015-03-02\nÉast,310,0.5,2016-11\nSouth,,0.255,2014-01-20\n"
COLUMNS = 'columns="place, since:date, use:number, share:share"'
WORDS = {"place": "District", "use": "Use (m³)", "North": "The north", "total": "All"}


MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    "</manifest:manifest>"
)


def words(node: Node) -> str:
    return node.text or "".join(map(words, node.children))


def arranged(options: str, given: dict[str, str], language: str = "en", content: str = DATA) -> list[list[str]]:
    rows = [row for _, row in data.rows(content.encode())]
    asked = dict(one.split("=", 1) for one in shlex.split(options))
    made = data_tables.arrange(rows, asked, given, HERE, houses.un(language))
    return [[normal(words(cell)) for cell in row.children] for row in made.children]


@pytest.mark.parametrize(
    ("language", "rows"),
    [
        ("en", "South|20 January 2014||25.5%/The north|2 March 2015|1,240.5|25%/Éast|November 2016|310|50%/All||1,550.5|100.5%"),
        ("fr", "South|20 janvier 2014||25,5 %/The north|2 mars 2015|1 240,5|25 %/Éast|novembre 2016|310|50 %/All||1 550,5|100,5 %"),
        ("es", "South|20 de enero de 2014||25,5%/The north|2 de marzo de 2015|1240,5|25%/Éast|noviembre de 2016|310|50%/All||1550,5|100,5%"),
        ("ru", "South|20 января 2014 года||25,5%/The north|2 марта 2015 года|1240,5|25%/Éast|ноябрь 2016 года|310|50%/All||1550,5|100,5%"),
    ],
)  # fmt: skip
def test_columns_have_kinds_order_and_totals(language: str, rows: str) -> None:
    made = arranged(f'{COLUMNS} sort=since total="use, share"', WORDS, language)
    assert made == [["District", "since", "Use (m³)", "share"], *(row.split("|") for row in rows.split("/"))]


@pytest.mark.parametrize(("order", "names"), [("-use", "North Éast South"), ("place", "Éast North South")])
def test_rows_are_sorted_by_value_and_in_the_order_of_the_language(order: str, names: str) -> None:
    assert [row[0] for row in arranged(f"sort={order}", {})[1:]] == names.split()


@pytest.mark.parametrize(
    ("options", "given"),
    [
        ('columns="place, usage"', {}),
        ('columns="place, place:number"', {}),
        ('columns="use:date"', {}),
        ("sort=usage", {}),
        ("total=use", {}),
        ("total=place", WORDS),
        ('sparkline="use, share"', {}),
        ('sparkline="use, usage"', {"sparkline": "Course"}),
        ('sparkline="use, since"', {"sparkline": "Course"}),
        ('sparkline="use, share"', {"sparkline": "Course"}),
        ("sparkline=share", {"sparkline": "Course"}),
        (f'sparkline="{", ".join(["share"] * 25)}"', {"sparkline": "Course"}),
        ("sort=use", {"water": "Water"}),
        ("sort=use", {"sparkline": "Course"}),
        ("sort=use", {"total": "All"}),
    ],
)
def test_what_the_data_do_not_have_is_refused(options: str, given: dict[str, str]) -> None:
    with pytest.raises(ColumnsError):
        arranged(options, given)


def test_each_wrong_cell_is_named_and_the_rest_counted() -> None:
    with pytest.raises(ColumnsError, match="'North' in row 2, 'Éast' in row 3, 'South' in row 4: no number"):
        arranged("columns=place:number", {})
    with pytest.raises(ColumnsError, match=r"'a' in row 6 and 2 more: no number"):
        data_tables.require_form(data_tables.NUMBER, "use", ["a"] * 7, "no number", "")


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "zh"])
def test_negative_numbers_have_a_minus_sign(language: str) -> None:
    shown = arranged("columns='place, a:number, b:percent, c:share'", {}, language, "place,a,b,c\nN,-12.5,-7,-0.255\n")
    assert [one.lstrip("\u200e")[:1] for one in shown[1][1:]] == ["−"] * 3
    assert "-" not in "".join(shown[1])


@pytest.mark.parametrize(
    ("name", "printed"),
    [("All the water", "All\u00a0the\u00a0water"), ("All the water of the town together",) * 2],
)
def test_a_short_name_of_totals_is_not_divided_into_lines(name: str, printed: str) -> None:
    options = {"columns": "place, a:number", "total": "a"}
    made = data_tables.arrange([["place", "a"], ["N", "12"]], options, {"total": name}, HERE, houses.un("en"))
    assert words(made.children[-1].children[0]) == printed


def test_a_table_in_a_report_has_its_words_and_its_totals(tmp_path: Path) -> None:
    head = '---\nsymbol: A/90/79\norgan: General Assembly\ntitle: "Water"\ndate: 2035-08-16\n---\n\n# Wells\n\n'
    listed = "\n".join(f"- [{word}]{{of={name}}}" for name, word in WORDS.items())
    body = f"::: {{.table .csv file=data.csv {COLUMNS} total=use}}\nUse\n\n{listed}\n\nSource: Office.\n:::\n"
    house = houses.linked(tmp_path, "A-90-79", head + body)
    file = house.report("A-90-79").parent / "data.csv"
    file.write_text(DATA, "utf-8")
    table = next(one for one in every(steps.compose(house, "A-90-79", "en").document.blocks) if isinstance(one, Table))
    assert [plain(cell.content) for cell in table.rows[-1]] == ["All", "", "1,550.5", ""]
    assert [cell.align for cell in table.rows[0]] == ["start", "start", "end", "end"]
    assert isinstance(table.rows[-1][0].content[0], Strong)
    assert len(table.source) == 1
    file.write_text(DATA.replace("2015-03-02", "soon"), "utf-8")
    with pytest.raises(PlantinError) as refused:
        steps.compose(house, "A-90-79", "en")
    assert [one.code for one in refused.value.findings] == ["S155"]


@pytest.mark.parametrize(
    ("content", "options", "language", "warned"),
    [
        ("a;b\nx;1,5\ny;2\n", "", "en", True),
        ('a,b\nx,"1.371,25"\n', 'columns="a, b"', "en", True),
        ("a;b\nx;1,5\n", "", "fr", False),
        ("a;b\nx;1,5\n", 'columns="a, b:text"', "en", False),
        ("a;b\n1,5;2\n", "", "en", False),
        ('a,b\nx,"1,371"\n', "", "en", False),
    ],
)
def test_a_decimal_comma_is_reported(tmp_path: Path, content: str, options: str, language: str, warned: bool) -> None:
    head = f'---\nsymbol: A/90/79\noriginal-language: {language}\ntitle: "Water"\ndate: 2035-08-16\n---\n\n# Wells\n\n'
    house = houses.linked(tmp_path, "A-90-79", f"{head}::: {{.table .csv file=data.csv {options}}}\nUse\n:::\n")
    (house.report("A-90-79").parent / "data.csv").write_text(content, "utf-8")
    found = [one for one in steps.compose(house, "A-90-79", language).findings if one.code != "S083"]
    assert [(one.code, one.severity) for one in found] == [("S181", "warning")] * warned


COURSE = "place,2015,2016,2017\nNorth,1240.5,,1310\nSouth,,,\nEast,7,7,7\n"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Up from 1,240.5 (2015) to 1,310 (2017). No value for 2016."),
        ("fr", "En hausse, de 1 240,5 (2015) à 1 310 (2017). Aucune valeur (2016)."),
        ("ar", "ارتفاع من 1 240.5 (عام 2015) إلى 1 310 (عام 2017). لا توجد بيانات (عام 2016)."),
        ("zh", "从1 240.5（2015年）升至1 310（2017年）。缺少2016年的数据。"),
    ],
)
def test_a_sparkline_is_a_drawing_with_its_course_in_words(tmp_path: Path, language: str, words: str) -> None:
    head = '---\nsymbol: A/90/79\norgan: General Assembly\ntitle: "Water"\ndate: 2035-08-16\n---\n\n# Wells\n\n'
    asked = 'columns=place sparkline="2015, 2016, 2017"'
    body = f"::: {{.table .csv file=data.csv {asked}}}\nUse\n\n- [Course]{{of=sparkline}}\n:::\n"
    house = houses.linked(tmp_path, "A-90-79", head + body)
    report = house.report("A-90-79")
    (report.parent / "data.csv").write_text(COURSE, "utf-8")
    document = steps.compose(house, "A-90-79", "en").document
    table = next(one for one in every(document.blocks) if isinstance(one, Table))
    pictures = [row[1].picture for row in table.rows]
    assert [one is not None for one in pictures] == [True, False, True]
    chart = pictures[0].chart if pictures[0] else None
    assert chart is not None
    locale = houses.un(language)
    assert locale.charts is not None
    shown = tuple(data_tables.format_number(one, locale) for one in ("1240.5", "", "1310"))
    series = replace(chart.panels[0].series[0], shown=shown)
    said = chart_sentences.sparkline(replace(chart, panels=(Panel("", (series,)),)), locale, locale.charts)
    assert normal(said) == normal(words)
    alike = pictures[2].chart if pictures[2] else None
    assert alike is not None
    assert chart_sentences.sparkline(alike, locale, locale.charts).replace("2017", "").count("7") == 1
    for write in (text.write, markdown.write):
        assert b"1,240.5 (2015)" in write(document, house.style(), MOMENT)


def parquet() -> bytes:
    out = io.BytesIO()
    columns = {"name": ["North", "South"], "use": [Decimal("1240.50"), None], "part": [0.25, 3.0]}
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def ods() -> bytes:
    names = "".join(
        f' xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "table", "text")
    )
    cell = '<table:table-cell office:value-type="{}" office:{}="{}"><text:p>{}</text:p></table:table-cell>'
    rows = [
        cell.format("string", "string-value", "name", "name") + cell.format("string", "string-value", "since", "since"),
        cell.format("string", "string-value", "North", "North")
        + cell.format("date", "date-value", "2015-03-02", "2 March"),
    ]
    inside = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = f'<office:document-content{names} office:version="1.3"><office:body><office:spreadsheet><table:table table:name="a">{inside}</table:table></office:spreadsheet></office:body></office:document-content>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "row"),
    [
        ("a.parquet", parquet, ["North", "1240.5", "0.25"]),
        ("a.ods", ods, ["North", "2015-03-02"]),
        ("a.xlsx", lambda: charts.workbook(chart("bar")), None),
    ],
)
def test_workbooks_and_parquet_are_read(
    name: str, content: Callable[[], bytes], row: list[str] | None, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content())
    rows = DataFiles(tmp_path, "en")(name, HERE)
    made = chart("bar")
    assert rows[1] == (row or [made.categories[0], f"{made.panels[0].series[0].values[0]}"])
    (tmp_path / name).write_bytes(content()[:200])
    with pytest.raises(SourceError) as refused:
        DataFiles(tmp_path, "en")(name, HERE)
    assert [one.code for one in refused.value.findings] == ["S155"]
