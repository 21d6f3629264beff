"""Translations are compared once: what was found is kept by the messages and by all that they are held against."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from plantin import new_house
from plantin.bounded.process import BoundError
from plantin.findings import Finding
from plantin.house.layout import House
from plantin.lint import translation as lint
from plantin.lint.translation import spelling
from plantin.new_house import HouseOrder
from plantin.production import comparing
from plantin.source import front_matter
from plantin.translation import po
from tests.kit.command import plantin

pytestmark = pytest.mark.full

SLUG = "R-2026-1"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house whose French translation is finished: it says all in English."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    order = HouseOrder("plain", ("en", "fr"), "Lamps of 2019", "")
    house = new_house.make(tmp_path / "house", order, dt.date(2026, 1, 5)).house
    plantin("catalogue", "update", cwd=house.root)
    translate(house, lambda text: text)
    return house


def translate(home: House, change: Callable[[str], str]) -> None:
    path = home.catalogue_file("fr", SLUG)
    catalogue = po.read_catalogue(path)
    entries = (
        replace(entry, translation=change(entry.original), stale=False, previous="", review="yes")
        for entry in catalogue.entries
    )
    po.write_catalogue(path, replace(catalogue, entries=tuple(entries)), home.root)


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The translations that are compared."""
    texts: list[str] = []
    faults = lint.faults

    def note(original: str, translation: str, expectations: lint.Expectations) -> object:
        texts.append(translation)
        return faults(original, translation, expectations)

    monkeypatch.setattr(lint, "faults", note)
    return texts


def compare(home: House) -> tuple[Finding, ...]:
    """Compare as another process would."""
    lint._expectations.cache_clear()
    catalogue = po.read_catalogue(home.catalogue_file("fr", SLUG))
    return comparing.compare(home, catalogue, front_matter.read(home.source(SLUG)))


def test_a_message_is_compared_once_and_again_when_it_changes(home: House, looked_at: list[str]) -> None:
    first = compare(home)
    whole = len(looked_at)
    assert whole > 3
    assert compare(home) == first
    assert len(looked_at) == whole, "nothing is compared a second time"
    translate(home, lambda text: text.replace("Lamps of 2019", "Lamps of 2018"))
    assert "T029" in {finding.code for finding in {*compare(home)} - {*first}}
    assert len(looked_at) == whole + 1


@pytest.mark.sample(2)
@pytest.mark.parametrize("file", ["parity", "words", "glossary"])
def test_all_is_compared_again_when_the_standard_changes(home: House, looked_at: list[str], file: str) -> None:
    compare(home)
    whole = len(looked_at)
    path = {
        "parity": home.root / "locales" / "fr" / "parity.toml",
        "words": home.words_file("fr"),
        "glossary": home.glossary_file,
    }[file]
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(home.parity_files("fr")[-1].read_bytes() if file == "parity" else b"")
    with path.open("a", encoding="utf-8") as lines:
        lines.write("\n# other words\n")
    compare(home)
    assert len(looked_at) == 2 * whole


def test_what_is_kept_in_another_state_or_damaged_is_not_believed(
    home: House, looked_at: list[str], tmp_path: Path
) -> None:
    compare(home)
    whole = len(looked_at)
    (kept,) = (tmp_path / "cache" / "plantin" / "translations").iterdir()
    row = json.loads(kept.read_text("utf-8"))
    for wrong in (
        b"{",
        b"[]",
        json.dumps(row | {"state": "0"}).encode(),
        json.dumps(row | {"answer": {"a": 1}}).encode(),
    ):
        looked_at.clear()
        kept.write_bytes(wrong)
        compare(home)
        assert len(looked_at) == whole, wrong


def test_words_that_nobody_judged_are_judged_next_time(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "dictionary", lambda *_: "fr_FR")
    asked: list[int] = []

    def stop(_: str, words: frozenset[str], __: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
        asked.append(len(words))
        raise BoundError("hunspell", "seconds", 1)

    monkeypatch.setattr(spelling, "_look_up", stop)
    compare(home)
    compare(home)
    assert len(asked) == 2
    assert asked[0] == asked[1] > 0
