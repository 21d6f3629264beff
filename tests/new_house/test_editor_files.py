"""JSON Schemas of settings: every settings file of the press and its examples is valid by them, and mistakes are not."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from plantin import new_house
from plantin.findings import UsageError
from plantin.new_house import HouseOrder, editor_files
from tests.cli import test_typical_mistakes
from tests.kit.command import plantin

ROOT = Path(__file__).resolve().parents[2]
HOUSES = (ROOT, *sorted(path.parent for path in (ROOT / "examples").glob("*/plantin.toml")))
SCHEMAS = {Path(path).stem: json.loads(text) for path, text in editor_files.files(Path()) if path.suffix == ".json"}
FILES = [
    (kind.name, path)
    for kind in editor_files.KINDS
    for house in HOUSES
    for pattern in kind.files
    for path in sorted(house.glob(pattern))
    # The files of `styles/*/locales/*.toml` have the one of citations among them.
    if kind.name != "locale" or path.name != "citations.toml"
]


def faults(kind: str, values: object) -> list[str]:
    """What the schema of a kind finds in values, each with its path."""
    from jsonschema import Draft7Validator

    # YAML and TOML have dates, JSON writes them as text.
    plain = json.loads(json.dumps(values, default=lambda value: value.isoformat()))
    return [f"{error.json_path}: {error.message}" for error in Draft7Validator(SCHEMAS[kind]).iter_errors(plain)]


def test_each_schema_is_one() -> None:
    from jsonschema import Draft7Validator

    assert len(SCHEMAS) == len(editor_files.KINDS)
    for made in SCHEMAS.values():
        Draft7Validator.check_schema(made)


@pytest.mark.parametrize(("kind", "path"), FILES, ids=lambda value: str(value).removeprefix(str(ROOT)))
def test_every_settings_file_is_valid(kind: str, path: Path) -> None:
    assert faults(kind, tomllib.loads(path.read_text("utf-8"))) == []


def test_there_are_files_of_every_kind() -> None:
    assert {kind for kind, _ in FILES} == {kind.name for kind in editor_files.KINDS if kind.files}
    assert len(FILES) > 20


@pytest.mark.parametrize(
    "path", sorted(path for house in HOUSES for path in house.glob("sources/*/report.md")), ids=str
)
def test_every_front_matter_is_valid(path: Path) -> None:
    assert faults("report", yaml.safe_load(path.read_text("utf-8").split("---\n")[1])) == []


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house") / "mill"
    new_house.make(folder, HouseOrder(languages=("en", "fr")), dt.date(2026, 1, 5))
    return folder


def changed(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    """Give a value of a file, ``page.width`` for one."""

    def change(values: dict[str, Any]) -> None:
        *tables, last = name.split(".")
        for table in tables:
            values = values.setdefault(table, {})
        values[last] = value

    return change


MISTAKES = [
    ("plantin", changed("stile", "plain"), "stile"),
    ("plantin", changed("limits.memory", "much"), "$.limits.memory: 'much' is not of type 'integer'"),
    ("plantin", changed("limits.memory", 5), "$.limits.memory: 5 is less than the minimum of 512"),
    ("plantin", changed("site", {}), "$.site: 'base' is a required property"),
    ("style", changed("page.widht", 210), "widht"),
    ("style", changed("colour.link", "blue"), "$.colour.link: 'blue' does not match"),
    ("style", changed("braille.columns", 400), "$.braille.columns: 400 is greater than the maximum of 60"),
    ("style", changed("braille.notes", "foot"), "$.braille.notes: 'foot' is not one of"),
    ("locale", changed("masthead.organisation", "Mill"), "organisation"),
    ("locale", changed("inherits", True), "$.inherits"),
    ("report", changed("titel", "Water"), "titel"),
    ("report", changed("distribution", "secret"), "$.distribution: 'secret' is not one of"),
    ("report", changed("languages", "en, fr"), "$.languages: 'en, fr' is not of type 'array'"),
    ("report", changed("rules.footnotes", "I"), "footnotes"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "mistake", "words"), MISTAKES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_mistake_is_found_at_its_place(
    house: Path, kind: str, mistake: Callable[[dict[str, Any]], None], words: str
) -> None:
    files = {"plantin": "plantin.toml", "style": "styles/house/style.toml", "report": "sources/R-2026-1/report.md"}
    text = (house / files[kind]).read_text("utf-8") if kind in files else ""
    values = yaml.safe_load(text.split("---\n")[1]) if kind == "report" else tomllib.loads(text)
    assert faults(kind, values) == []
    mistake(values)
    (found,) = faults(kind, values)
    assert words in found


def test_typical_mistakes_in_settings_are_found_where_one_file_says_enough(house: Path, tmp_path: Path) -> None:
    read: dict[str, tuple[str, Callable[[str], Any]]] = {
        "plantin": ("plantin.toml", tomllib.loads),
        "style": ("styles/house/style.toml", tomllib.loads),
        "report": ("sources/R-2026-1/report.md", lambda text: yaml.safe_load(text.split("---\n")[1])),
    }
    found, missed = set(), set()
    for name, mistake in test_typical_mistakes.MISTAKES.items():
        copy = shutil.copytree(house, tmp_path / name)
        mistake.make(copy)
        for kind, (path, values) in read.items():
            try:
                given = values((copy / path).read_text("utf-8"))
            except (ValueError, yaml.YAMLError):
                found.add(name)  # editors say so without a schema
                continue
            if given != values((house / path).read_text("utf-8")):
                (found if faults(kind, given) else missed).add(name)
    assert missed == {
        "curly mark at one end",
        "misspelt stock style",
        "misspelt style of the house",
        "no bibliography",
        "no logo",
        "no such language",
        "pale colour",
        "symbol and folder differ",
        "unknown style of a report",
    }, "what one file does not say: which other files there are, what two values say together"
    assert len(found) > 14


def test_fields_are_described() -> None:
    braille = SCHEMAS["style"]["definitions"]["Braille"]
    assert "[braille]" in braille["description"]
    assert braille["properties"]["columns"] == {
        "type": "integer",
        "minimum": 20,
        "maximum": 60,
        "description": "Cells in a line.",
        "default": 40,
    }


def test_the_command_writes_them_again_and_nothing_else(house: Path) -> None:
    before = {path: path.read_bytes() for path in house.rglob("*") if path.is_file()}
    assert house / ".schemas/style.json" in before
    (house / ".schemas/style.json").unlink()
    run = plantin("schema", cwd=house)
    assert run.returncode == 0, run.stderr
    assert {path: path.read_bytes() for path in house.rglob("*") if path.is_file()} == before
    rules = tomllib.loads((house / ".taplo.toml").read_text("utf-8"))["rule"]
    assert [row for row in rules if not (house / row["schema"]["path"]).is_file()] == []


def test_a_file_of_ones_own_is_kept(tmp_path: Path) -> None:
    (tmp_path / ".taplo.toml").write_text("[formatting]\n")
    with pytest.raises(UsageError, match="is there already") as raised:
        editor_files.write_files(tmp_path)
    assert raised.value.findings[0].code == "U028"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".taplo.toml"]
