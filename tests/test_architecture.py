"""The shape of the house: few rooms on few floors, none too large, and no circle of imports, not even inside a room."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from bench import house

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[1]
drawn = cache(house.draw)


def test_nothing_imports_in_a_circle() -> None:
    assert drawn().circles == []


def test_a_circle_of_modules_is_found_inside_a_room_and_between_rooms(tmp_path: Path) -> None:
    package = tmp_path / "plantin"
    for name, text in {
        "__init__.py": "",
        "a/__init__.py": "",
        "a/one.py": "from plantin.a.two import x\n",
        "a/two.py": "from plantin.a import one\n",
        "b.py": "import plantin.c\n",
        "c.py": "from plantin import b\n",
        "d.py": "from plantin import b\n",
    }.items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(text)
    assert sorted(house.draw(package).circles) == [
        ["b", "c"],
        ["plantin.a.one", "plantin.a.two"],
        ["plantin.b", "plantin.c"],
    ]


def test_the_house_has_few_rooms_and_none_is_too_large() -> None:
    assert len([room for room in drawn().lines if not room.startswith("packs.")]) <= 20
    assert len(drawn().alone) <= 4
    assert drawn().largest < 0.25


def test_the_import_contract_has_few_rows_and_names_every_room() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract.get("exhaustive"))
    assert len(layers) <= 12
    rooms = {name.partition(".")[0] for name in drawn().lines}  # the packs are one row
    assert {name for row in layers for name in row.split(" | ")} == rooms
