"""A translator asks, the author answers in the source, and both are kept with the message."""

from __future__ import annotations

from pathlib import Path

import pytest

from plantin import translation
from plantin.cli import main
from plantin.house.layout import House
from plantin.translation import po
from tests.kit import houses

REPORT = """---
symbol: R/2035/1
organ: General Assembly
title: The lamps
date: 2035-06-01
original-language: en
languages: [en, fr]
---

# Oil

The keepers bought oil.
"""
ANSWER = '<!-- answer "Which oil": whale oil, as before -->'


@pytest.fixture
def home(tmp_path: Path) -> House:
    found = houses.in_un(tmp_path)
    found.report("R-2035-1").parent.mkdir(parents=True)
    found.report("R-2035-1").write_text(REPORT, "utf-8")
    translation.update_file(found, "R-2035-1", "fr")
    path = found.catalogue_file("fr", "R-2035-1")
    text = path.read_text("utf-8")
    path.write_text(text.replace("#. paragraph", "# query: Which oil was it?\n#. paragraph"), "utf-8")
    return found


def said(home: House, capsys: pytest.CaptureFixture[str]) -> str:
    main.run(["catalogue", "status", "--language", "fr", "--root", str(home.root)])
    return capsys.readouterr().err


def test_a_query_is_listed_until_the_source_answers_it(home: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert "T091" in said(home, capsys)
    (finding,) = translation.open_queries(home, "R-2035-1", "fr")
    assert "Which oil was it?" in finding.message
    assert finding.severity == "warning"
    assert finding.place.line > 1
    home.report("R-2035-1").write_text(f"{REPORT}\n{ANSWER}\n\nThey are lit.\n", "utf-8")
    assert "T091" not in said(home, capsys)
    translation.update_file(home, "R-2035-1", "fr")
    path = home.catalogue_file("fr", "R-2035-1")
    entry = next(one for one in po.read_catalogue(path).entries if one.comments)
    assert entry.comments == ("query: Which oil was it?",)
    assert entry.note.split("\n")[-1] == "answer: whale oil, as before"
    before = path.read_bytes()
    translation.update_file(home, "R-2035-1", "fr")
    assert path.read_bytes() == before, "an update twice changes nothing"


def test_another_answer_is_none(home: House) -> None:
    home.report("R-2035-1").write_text(f'{REPORT}\n<!-- answer "Which lamp": the old one -->\n', "utf-8")
    assert [one.code for one in translation.open_queries(home, "R-2035-1", "fr")] == ["T091"]
