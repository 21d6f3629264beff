"""Which values of a style an edition is made of: a change of another one makes nothing again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from plantin.house import style_values
from plantin.house.layout import House
from plantin.production import planning, reasons, schedule, steps
from plantin.production.formats import Edition
from plantin.production.schedule import Fresh, Made
from tests.kit.command import Serial
from tests.kit.houses import ROOT, small

pytestmark = pytest.mark.full

FORMATS = ("txt", "html", "docx")


def test_what_is_read_of_a_style_is_noted_by_name_and_nothing_else() -> None:
    style, read = House(ROOT).style(), set[str]()
    watched = style_values.watch(style, read)
    assert read == set()
    assert watched.colour.link == style.colour.link
    assert read - {"colour?"} == {"colour.link"}
    assert watched.dark is not None
    assert "dark?" in read
    smaller = replace(watched, page=replace(watched.page, width=100.0))
    read.clear()
    assert smaller.large.text == style.large.text
    assert read - {"large?"} == {"large.text"}, "a table is known by its place, not by its kind"
    assert hash(watched) == hash(style)
    assert {"colour.text", "page.height", "running.foot"} <= read, "to hash it is to read all"


@pytest.fixture
def home(tmp_path: Path) -> House:
    """A house with a style of its own, all of whose editions are made."""
    house = small(tmp_path)
    (tmp_path / "styles").unlink()
    (tmp_path / "styles" / "mine").mkdir(parents=True)
    (tmp_path / "styles" / "mine" / "style.toml").write_text('inherits = "un"\n', "utf-8")
    settings = (tmp_path / "plantin.toml").read_text("utf-8") if (tmp_path / "plantin.toml").is_file() else ""
    (tmp_path / "plantin.toml").write_text(re.sub(r"(?m)^style = .*\n", "", settings), "utf-8")
    assert {event.format for event in made(house)} == {*FORMATS}
    return house


class Noting(Serial):
    """Notes what is composed."""

    composed = 0

    def submit(self, call, /, *arguments, **named):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN003, ANN201
        self.composed += call is steps.compose
        return super().submit(call, *arguments, **named)


def made(home: House, executor: Serial | None = None) -> Iterator[Edition]:
    wanted = planning.plan(home, home.slugs(), (), FORMATS).wanted
    events = list(schedule.run(home, wanted, executor or Serial(), None))
    assert len([event for event in events if isinstance(event, Fresh | Made)]) == len(wanted)
    return (event.edition for event in events if isinstance(event, Made))


@pytest.mark.parametrize(
    ("table", "value", "formats"),
    [
        ("dark", 'link = "#aaccee"', set()),
        ("colour", 'link = "#123456"', {"html", "docx"}),
        ("page", "inner = 33", {"docx"}),
        ("colour", 'accent = "#123456"', {"html", "docx"}),
    ],
)
def test_a_value_makes_again_what_uses_it(home: House, table: str, value: str, formats: set[str]) -> None:
    style = home.root / "styles" / "mine" / "style.toml"
    style.write_text(f"{style.read_text('utf-8')}\n[{table}]\n{value}\n", "utf-8")
    wanted = planning.plan(home, home.slugs(), (), FORMATS).wanted
    why = {edition.format: words for edition, words in reasons.why(home, wanted, None)}
    name = f"{table}.{value.partition(' ')[0]} in style.toml changed"
    assert {kind for kind, words in why.items() if words} == formats
    assert all(name in words for words in why.values() if words)
    executor = Noting()
    beside = {"html"} if formats else set()  # a web page says how large the other files are
    assert formats <= {edition.format for edition in made(home, executor)} <= formats | beside
    assert bool(executor.composed) == bool(formats)
    assert not list(made(home)), "what was made of it is fresh"
