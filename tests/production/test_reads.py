"""A build never says "as it was" of what it did not read: a file that changes while an edition is made of it, and changes
back, leaves no record that calls the edition fresh (`bench/faults.py --only race` does it to the command, 200 times).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from plantin.findings import PlantinError
from plantin.house.layout import House
from plantin.packs import publish
from plantin.production import schedule, steps
from plantin.production.formats import Edition
from plantin.production.schedule import Fresh, Made, Warned
from tests.kit.command import Serial
from tests.kit.houses import REPORTS, ROOT

pytestmark = pytest.mark.full

SLUG = "A-1"
WANTED = (Edition(SLUG, "en", "html"), Edition(SLUG, "fr", "docx"))
TEXT = """---
symbol: A/1
title: "Lamps"
date: 2035-06-02
original-language: en
languages: [en, fr]
rules: {paragraphs: none, sections: ["1"]}
---

# Lamps

::: {.include file=parts/wells.md}
:::

::: {.figure}
A lamp

![A lamp](lamp.png)
:::

See [](A-2#section-1).
"""
OTHER = '---\nsymbol: A/2\ntitle: "Wells"\ndate: 2035-06-02\noriginal-language: en\nrules: {paragraphs: none, sections: ["1"]}\n---\n\n# Wells\n\nDeep.\n'
CATALOGUE = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


@pytest.fixture
def home(tmp_path: Path) -> House:
    shutil.copytree(ROOT / "styles" / "plain", tmp_path / "styles" / "own")
    files = {
        f"sources/{SLUG}/report.md": TEXT,
        f"sources/{SLUG}/parts/wells.md": "The wells are deep.\n",
        "sources/A-2/report.md": OTHER,
        f"locales/fr/{SLUG}.po": CATALOGUE,
        "locales/fr/locale.toml": '[labels]\nsummary = "Bref"\n',
        "plantin.toml": 'style = "own"\n',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    picture = min(REPORTS.rglob("*.png"))
    shutil.copy(picture, tmp_path / "sources" / SLUG / "lamp.png")
    return House(tmp_path)


class Meddler(Serial):
    """Does the work at once, and lets ``change`` change a file before the step that it is about, and put it back after it."""

    def __init__(self, step: Callable[..., Any], language: str, path: Path, change: Callable[[Path], None]) -> None:
        self.step, self.language, self.path, self.change = step, language, path, change
        self.times = 0

    def submit(self, call: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        told = next((one.language for one in arguments if isinstance(one, Edition)), arguments[2])
        if call is not self.step or told != self.language:
            return super().submit(call, *arguments, **named)
        self.times += 1
        kept = self.path.with_name(f".{self.path.name}.kept")
        shutil.copy2(self.path, kept)
        self.change(self.path)
        try:
            return super().submit(call, *arguments, **named)
        finally:
            kept.replace(self.path)


def other_words(path: Path) -> None:
    path.write_text(
        path.read_text("utf-8").replace("deep", "dry").replace("Deep", "Dry").replace("Bref", "Abrégé"), "utf-8"
    )


def more(path: Path) -> None:
    path.write_text(path.read_text("utf-8") + "\n/* more */\n", "utf-8")


def other_style(path: Path) -> None:
    path.write_text('style = "civic"\n', "utf-8")


def other_colour(path: Path) -> None:
    path.write_text(path.read_text("utf-8").replace('heading = "', 'heading = "#005f73" # "'), "utf-8")


def other_picture(path: Path) -> None:
    path.write_bytes(max(REPORTS.rglob("*.png")).read_bytes())


def translated(path: Path) -> None:
    path.write_text(f'{CATALOGUE}\nmsgctxt "head"\nmsgid "Lamps"\nmsgstr "Autres lampes"\n', "utf-8")


MEDDLING: list[tuple[Callable[..., Any], str, str, Callable[[Path], None]]] = [
    (steps.compose, "fr", f"locales/fr/{SLUG}.po", translated),
    (steps.compose, "fr", "locales/fr/locale.toml", other_words),
    (steps.compose, "en", "sources/A-2/report.md", more),
    (steps.compose, "en", f"sources/{SLUG}/lamp.png", other_picture),
    (steps.compose, "en", "plantin.toml", other_style),
    (steps.compose, "en", "styles/own/style.toml", other_colour),
    (steps.issue, "en", "styles/own/screen.css", more),
    (steps.issue, "en", "styles/own/style.toml", other_colour),
    (steps.issue, "en", "plantin.toml", other_style),
    (steps.issue, "fr", "styles/own/style.toml", other_colour),
]


def contents(home: House) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in home.build.glob("*/*") if path.suffix in {".html", ".docx"}}


@pytest.mark.sample(3)
@pytest.mark.parametrize(
    ("step", "language", "name", "change"), MEDDLING, ids=lambda one: getattr(one, "__name__", one)
)
def test_what_changed_while_it_was_read_is_made_again(
    step: Callable[..., Any], language: str, name: str, change: Callable[[Path], None], home: House
) -> None:
    path = home.root / name
    if not path.exists():
        path.write_text("", "utf-8")
    meddler = Meddler(step, language, path, change)
    events = list(schedule.run(home, WANTED, meddler, None))
    assert meddler.times == 1
    warned = [finding for event in events if isinstance(event, Warned) for finding in event.findings]
    assert {(finding.code, finding.place.path) for finding in warned} == {("V019", name)}
    wrong, again = contents(home), list(schedule.run(home, WANTED, Serial(), None))
    known = contents(home)
    shutil.rmtree(home.build)
    list(schedule.run(home, WANTED, Serial(), None))
    assert contents(home) == known, "nothing that was made of other bytes is called fresh"
    assert any(isinstance(event, Made) for event in again) or wrong == known
    assert all(isinstance(event, Fresh) for event in list(schedule.run(home, WANTED, Serial(), None))[1:])


def test_the_source_that_was_read_is_the_one_that_is_recorded(home: House) -> None:
    """A source is given to the step by value: what the file has by then does not count."""
    path = home.report(SLUG)
    list(schedule.run(home, WANTED, Meddler(steps.compose, "en", path, other_words), None))
    list(schedule.run(home, WANTED, Serial(), None))
    known = contents(home)
    shutil.rmtree(home.build)
    list(schedule.run(home, WANTED, Serial(), None))
    assert contents(home) == known


def test_nothing_is_called_changed_that_did_not_change(home: House) -> None:
    for _ in range(2):
        assert not [event for event in schedule.run(home, WANTED, Serial(), None) if isinstance(event, Warned)]
        (home.root / "locales" / "fr" / "locale.toml").write_text('[labels]\nsummary = "Abrégé"\n', "utf-8")


def test_a_release_of_files_that_change_is_refused(home: House) -> None:
    from plantin.packs.publish import ReleaseOrder

    meddler = Meddler(steps.compose, "fr", home.root / "locales" / "fr" / "locale.toml", other_words)
    with pytest.raises(PlantinError, match="V019"):
        publish._build(home, WANTED, ReleaseOrder("1.0"), meddler)
