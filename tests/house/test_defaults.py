"""A value that a later press asks for breaks no house: what a style does not give it has from ``styles/press``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from plantin.house import inheritance, style, word_styles
from plantin.house.layout import House
from plantin.house.style_tables import StyleFile
from plantin.production.formats import Edition
from plantin.production.ingredients import Ingredients
from plantin.settings.extended_tables import extend
from tests.kit.houses import ROOT


def tables(kind: Any) -> Iterator[tuple[str, str, bool]]:
    """Each value of a style by its table and its name, and whether a style must have it."""
    for table, hint in get_type_hints(kind).items():
        inner = next((one for one in (hint, *get_args(hint)) if is_dataclass(one)), None)
        for part in fields(inner) if inner else ():
            yield table, part.name, part.default is MISSING and part.default_factory is MISSING


VALUES = tuple(tables(extend(StyleFile, "style")))
GIVEN = tomllib.loads(inheritance.DEFAULTS.read_text("utf-8"))


@pytest.mark.parametrize(("table", "name"), [(table, name) for table, name, needed in VALUES if needed])
def test_a_value_that_a_style_must_have_has_a_default(table: str, name: str) -> None:
    assert name in GIVEN[table], f"give {table}.{name} a value in styles/press/defaults.toml"


def test_what_a_style_may_leave_out_is_left_out() -> None:
    """Given there, it would change the styles that leave it out."""
    optional = {(table, name) for table, name, needed in VALUES if not needed}
    assert [(table, name) for table, values in GIVEN.items() for name in values if (table, name) in optional] == []


@pytest.mark.parametrize("missing", [("type", "leader"), ("page", "note_rule"), ("colour", "tint")])
def test_a_style_that_stands_alone_may_lack_a_value(tmp_path: Path, missing: tuple[str, str]) -> None:
    table, name = missing
    whole = (ROOT / "styles" / "un" / "style.toml").read_text("utf-8").replace('inherits = "press"\n', "")
    lines, inside = [], ""
    for line in whole.splitlines():
        inside = line[1 : line.index("]")] if line.startswith("[") else inside
        lines += [line] if inside != table or not line.startswith(f"{name} ") else []
    assert len(lines) == len(whole.splitlines()) - 1
    (tmp_path / "style.toml").write_text("\n".join(lines), "utf-8")
    assert getattr(getattr(style.read(tmp_path), table), name) == GIVEN[table][name]


def test_a_style_of_nothing_has_faces_and_a_profile(tmp_path: Path) -> None:
    (tmp_path / "style.toml").write_text('[brand]\nname = "City Water"\n', "utf-8")
    made = style.read(tmp_path)
    assert made.font("bold") == inheritance.PRESS / "fonts" / "NotoSans-Bold.ttf"
    assert made.profile().parent == inheritance.PRESS / "profiles"


def test_word_styles_that_a_style_lacks_are_those_of_the_press(tmp_path: Path) -> None:
    (tmp_path / "style.toml").write_text("", "utf-8")
    rows = 'paragraph = [{ name = "Title", bold = true }]\ncharacter = [{ name = "Strong" }]\n'
    (tmp_path / "word.toml").write_text(rows, "utf-8")
    made = word_styles.read(tmp_path)
    stock = word_styles.read(ROOT / "styles" / "un")
    assert {row.name for row in made.paragraph} == {row.name for row in stock.paragraph}
    assert {row.name for row in made.character} == {row.name for row in stock.character}
    title = next(row for row in made.paragraph if row.name == "Title")
    assert (title.bold, title.size.name) == (True, ""), "a row of its own is kept as it is"


def test_the_defaults_make_an_edition_fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "styles" / "water").mkdir(parents=True)
    (tmp_path / "styles" / "water" / "style.toml").write_text("", "utf-8")
    home, edition = House(tmp_path), Edition("WU-2026-1", "en", "html")
    before = Ingredients(home, None).edition_digests(edition, "")["style"]
    press = tmp_path / "press"
    press.mkdir()
    (press / "defaults.toml").write_text("[type]\nleader = 3\n", "utf-8")
    monkeypatch.setattr(inheritance, "PRESS", press)
    assert Ingredients(home, None).edition_digests(edition, "")["style"] != before
