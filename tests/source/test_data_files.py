"""Tables that are data files: where they are looked for, what is refused, how their numbers are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.findings import Place, SourceError
from plantin.model.document import Table, every
from plantin.model.inlines import plain
from plantin.model.outline import normal
from plantin.resolve import resolve
from plantin.source import front_matter, pandoc, tables
from plantin.source import text as source_text
from plantin.source.data_files import DataFiles
from tests.kit import houses
from tests.kit.compose import HEAD, codes, findings, said

HERE = Place("report.md", 3, 1)


def read(folder: Path, content: str | bytes, name: str = "a.csv") -> list[list[str]]:
    (folder / "a.csv").write_bytes(content.encode() if isinstance(content, str) else content)
    return DataFiles(folder, "en")(name, HERE)


@pytest.mark.parametrize("content", ["a,b\n1,2\n", "a;b\r\n1;2\r\n", "a\tb\n\n1\t2", '\ufeffa,b\n"1",2\n'])
def test_rows_are_parted_by_the_sign_that_is_used(content: str, tmp_path: Path) -> None:
    assert read(tmp_path, content) == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("", [1]),
        ("a,b\n", [1]),
        ("a,b\n1\n", [2]),
        ("a,b\n\n1,2\n3\n4,5\n6,7,8\n", [4, 6]),
        ('a,b\n"1,2\n', [2]),
        (b"a,b\n\xff,1\n", [2]),
        (b"a\x00,b\n1,2\n", [1]),
    ],
)
def test_what_is_no_table_is_reported_at_its_lines(content: str | bytes, lines: list[int], tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refused:
        read(tmp_path, content)
    assert [(one.code, one.place.path, one.place.line) for one in refused.value.findings] == [
        ("S155", "a.csv", line) for line in lines
    ]


@pytest.mark.parametrize(
    "name", ["", "b.csv", "../a.csv", "/etc/a.csv", "a.txt", "http://example.org/a.csv", "b\\a.csv"]
)
def test_only_files_of_the_report_are_read(name: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refused:
        read(tmp_path, "a,b\n1,2\n", name)
    assert [one.code for one in refused.value.findings] == ["S155"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n", "utf-8")
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / "a.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(SourceError):
        DataFiles(folder, "en")("a.csv", HERE)


def test_a_language_has_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.fr.csv").write_text("un,deux\n1,2\n", "utf-8")
    assert read(tmp_path, "one,two\n1,2\n")[0] == ["one", "two"]
    assert DataFiles(tmp_path, "fr")("a.csv", HERE)[0] == ["un", "deux"]


class Rows(DataFiles):
    """A file of these rows."""

    def __init__(self, rows: list[list[str]]) -> None:
        super().__init__(Path(), "en")
        object.__setattr__(self, "rows", rows)

    def __call__(self, _name: str, _place: Place, **_: object) -> list[list[str]]:
        return list(self.rows)


def table(rows: list[list[str]], language: str) -> Table:
    body = "# a\n\n::: {.table .csv file=a.csv}\nLamps\n\nSource.\n:::\n"
    report = source_text.parse(f"---\n{HEAD}---\n\n{body}", "report.md")
    nodes, _ = pandoc.parse(tables.prepare(report), report.path)
    words = houses.un(language)
    document = resolve(front_matter.read(report), nodes, (), words, data=Rows(rows)).document
    return next(block for block in every(document.blocks) if isinstance(block, Table))


@pytest.mark.parametrize(("language", "shown"), [("en", "1,234.50"), ("fr", "1 234,50"), ("ru", "1234,50")])
def test_numbers_are_written_as_the_language_writes_them(language: str, shown: str) -> None:
    made = table([["Lamp", "Oil"], ["7", "1234.50"], ["2345", "-7"]], language)
    assert [[normal(plain(cell.content)) for cell in row] for row in made.rows] == [["7", shown], ["2345", "−7"]]
    assert [cell.align for cell in made.rows[0]] == ["start", "end"]
    assert len(made.source) == 1


def test_years_and_words_stay_as_they_are() -> None:
    made = table([["Lamp", "Year", "Note"], ["A *b*", "2015", "1234 (est.)"], ["C", "2016", ""]], "en")
    assert [getattr(cell.content[0], "text", "") for cell in made.rows[0]] == ["A *b*", "2015", "1234 (est.)"]


def test_a_file_and_its_class_belong_together() -> None:
    assert "S077" in codes("# a\n\n::: {.table .csv}\nLamps\n\n| a | b |\n|--|--|\n| 1 | 2 |\n:::\n")
    assert "S077" in codes("# a\n\n::: {.table file=a.csv}\nLamps\n\n| a | b |\n|--|--|\n| 1 | 2 |\n:::\n")
    (fault,) = findings("# a\n\n::: {.table file=a.csv}\nLamps\n:::\n")
    assert fault.hint == "Give both: ::: {.table .csv file=data/lamps.csv}."


GRID = "::: {{#tbl-{0} .table}}\n{0} *x*[^{0}]\n\n| a | b |\n|:--|--:|\n| c | d |\n:::\n\n[^{0}]: Note.\n\n"


def test_objects_are_listed_before_the_text() -> None:
    body = GRID.format("p") + "# a\n\n" + GRID.format("q") + "::: {.box}\nBox\n\nText.\n:::\n"
    found = said(body, "rules: {lists: [boxes, tables, figures]}\n")
    assert [entry.text for entry in found.body[:5]] == ["Boxes", "Box 1. Box", "Tables", "Table 1. p x", "Table 2. q x"]
    assert codes("# a\n", "rules: {lists: [lamps]}\n") == {"S007"}
