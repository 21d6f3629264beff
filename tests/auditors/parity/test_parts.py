"""Parts that are counted in words have the same labels in every format."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from plantin.house.style import Style
from plantin.model.document import Document
from plantin.production.formats import format_named
from plantin.resolve import resolve
from plantin.source import front_matter, pandoc
from plantin.source import text as source_text
from tests.kit import houses
from tests.kit.read_back import reread, unlike

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[3]
REPORT = """---
symbol: A/90/1
organ: General Assembly
title: "1"
date: 2035-06-01
rules: {sections: [part, chapter, A], parts: words}
---

# 10 + 1 {#first}

## 11 + 1

Lamp 1, [](#first), [](#last).

## 12 + 1

Lamp 2.

# 20 + 1

## 21 + 1

Lamp 3.

## 22 + 1 {#last}

Lamp 4.
"""


def report(language: str) -> Document:
    text = source_text.parse(REPORT, "report.md")
    nodes, _ = pandoc.parse(text.body(), text.path)
    return resolve(front_matter.read(text), nodes, (), houses.un(language)).document


@pytest.mark.sample(9)
@pytest.mark.parametrize("name", ["pdf", "docx", "epub", "html"])
@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "zh"])
def test_every_format_has_the_names_of_the_parts(
    name: str, language: str, house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    document = report(language)
    row = format_named(name)
    assert row
    path = tmp_path / f"x{row.suffix}"
    path.write_bytes(row.write(document, house, moment))
    assert [str(finding) for finding in unlike(reread(row, path), document, path.name)] == []
    assert [str(finding) for finding in reread(row, path).findings()] == []
