"""Values of data files in the text: which cell is printed, how, and what is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin.findings import PlantinError
from plantin.lint.translation import forms, tokens
from plantin.model.outline import outline
from plantin.resolve import resolve
from plantin.source import front_matter, pandoc, tables
from plantin.source import text as source_text
from plantin.source.data_files import DataFiles
from tests.kit import houses
from tests.kit.compose import HEAD

ROWS = "Harbour,2015,Share\nNorth,1200,0.5\nSouth  coast,90,12.25\n"


def printed(folder: Path, given: str, language: str = "en") -> str:
    """The paragraph with a value that is asked for by ``given``."""
    if not (folder / "a.csv").exists():
        (folder / "a.csv").write_text(ROWS, "utf-8")
    report = source_text.parse(f"---\n{HEAD}---\n\n# Lamps\n\nThe value is []{{.value {given}}}.\n", "report.md")
    words = houses.un(language)
    nodes, _ = pandoc.parse(tables.prepare(report), report.path)
    made = resolve(front_matter.read(report), nodes, (), words, data=DataFiles(folder, language)).document
    return outline(made).body[1].text.removeprefix("The value is ").removesuffix(".")


@pytest.mark.parametrize(
    ("language", "number", "share"),
    [("en", "1,200", "12.25"), ("fr", "1 200", "12,25"), ("es", "1200", "12,25"), ("ru", "1200", "12,25")],
)
def test_a_value_is_written_as_the_language_writes_it(language: str, number: str, share: str, tmp_path: Path) -> None:
    assert printed(tmp_path, 'file=a.csv row=North column="2015"', language) == number
    assert printed(tmp_path, 'file=a.csv row="South coast" column=Share', language) == share


@pytest.mark.parametrize(
    ("language", "kind", "printed_so"),
    [("en", "percent", "12.25%"), ("fr", "percent", "12,25 %"), ("ru", "share", "1225%"), ("en", "text", "12.25")],
)
def test_a_value_is_of_the_kind_that_is_asked_for(language: str, kind: str, printed_so: str, tmp_path: Path) -> None:
    assert printed(tmp_path, f'file=a.csv row="South coast" column=Share:{kind}', language) == printed_so


def test_words_are_values_too(tmp_path: Path) -> None:
    assert printed(tmp_path, 'file=a.csv row="South coast" column=Harbour') == "South coast"


def test_the_file_of_a_language_is_asked_by_the_words_of_the_original(tmp_path: Path) -> None:
    (tmp_path / "a.fr.csv").write_text("Port,2015,Part\nNord,1300,0.5\nCôte sud,90,12.25\n", "utf-8")
    assert printed(tmp_path, 'file=a.csv row=North column="2015"', "fr") == "1 300"


@pytest.mark.parametrize(
    "given",
    [
        "file=a.csv",
        "file=a.csv row=North",
        "file=a.csv row=West column=Share",
        "file=a.csv row=North column=Harbours",
        "file=a.csv row=North column=Harbour:percent",
        "file=a.csv row=North column=Share:date",
        "file=a.csv row=North column=Share:dozen",
        "file=a.csv row=North column=Share unit=m",
    ],
)
def test_a_value_that_is_not_there_is_reported(given: str, tmp_path: Path) -> None:
    with pytest.raises(PlantinError) as refused:
        printed(tmp_path, given)
    assert [(one.code, one.place.line) for one in refused.value.findings] == [("S161", 10)]


def test_a_row_that_is_there_twice_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\nx,1\nx,2\n", "utf-8")
    with pytest.raises(PlantinError) as refused:
        printed(tmp_path, "file=a.csv row=x column=b")
    assert [one.message for one in refused.value.findings] == ["a value of a.csv: several rows 'x'"]


@pytest.mark.parametrize("name", ["b.csv", "../a.csv", "/etc/passwd"])
def test_only_files_of_the_report_are_read(name: str, tmp_path: Path) -> None:
    with pytest.raises(PlantinError) as refused:
        printed(tmp_path, f"file={name} row=x column=b")
    assert [one.code for one in refused.value.findings] == ["S155"]


def test_a_translation_asks_for_the_same_value() -> None:
    read = forms.read_forms(houses.ROOT / "locales" / "en" / "parity.toml")
    one, other = (
        tokens.read(f"It is []{{.value file=a.csv row={row} column=b}}.", read).kind("id") for row in ("x", "y")
    )
    assert one != other
