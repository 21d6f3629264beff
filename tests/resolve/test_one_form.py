"""A number, a range, a percentage, a date of data has one form in a report: in text, a table, a chart, its axis, its sentences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plantin.model.document import Block, Cell, Figure, Paragraph, Table, every
from plantin.model.inlines import plain
from plantin.resolve import resolve
from plantin.source import front_matter, pandoc, tables
from plantin.source import text as source_text
from plantin.source.data_files import DataFiles
from tests.kit import houses

_SOURCE = """---
symbol: A/90/1
organ: General Assembly
title: "Lamps"
date: 2035-06-01
---

# Lamps

The lamps used []{.value file=a.csv row=2016-05 column=oil}, and []{.value file=a.csv row=2016-06 column=oil},
[]{.value file=a.csv row=2016-05 column=part:percent} of it and []{.value file=a.csv row=2016-06 column=part:percent}.

::: {.table .csv file=a.csv columns="month:date, oil, part:percent, all:number" sparkline="oil, all"}
Oil

- [Course]{of=sparkline}
:::

::: {#fig .chart data=a.csv kind=line x=month y="oil,all"}
Oil
:::

::: {#pie .chart data=b.csv kind=pie x=place y=oil}
Oil
:::

::: {#classes .chart data=c.csv kind=histogram y=oil}
Oil
:::

See [](#fig), [](#pie) and [](#classes).
"""
_DATA = "month,oil,part,all\n2016-05,1512.5,51.5,15000\n2016-06,1024,-0.25,10000\n2016-07,14338,48.5,5000\n"
_PIE = "place,oil\na,103\nb,97\n"
_CLASSES = "oil\n200\n1100\n9000\n14338\n24000\n"
_RANGES = {
    "en": ("15,000 to 20,000", "from 0 to 25,000", "from May to July 2016"),
    "fr": ("15~000 à 20~000", "de 0 à 25~000", "mai à juillet 2016"),
    "es": ("15.000 a 20.000", "de 0 a 25.000", "de mayo a julio de 2016"),
    "ru": ("от 15~000 до 20~000", "от 0 до 25~000", "с мая по июль 2016 года"),
    "ar": ("من 15~000 إلى 20~000", "من 0 إلى 25~000", "من أيار/مايو إلى تموز/يوليه 2016"),
    "zh": ("15~000至20~000", "从0到25~000", "2016年5月至7月"),
}
"""A class of values in the table and the sentences; the values and the months of an axis in the sentences."""
_FORMS = {
    "en": ("1,512.5", "1,024", "14,338", "51.5%", "−0.25%", "15,000", "May 2016"),
    "fr": ("1~512,5", "1~024", "14~338", "51,5~%", "−0,25~%", "15~000", "mai 2016"),
    "es": ("1512,5", "1024", "14.338", "51,5%", "−0,25%", "15.000", "mayo de 2016"),
    "ru": ("1512,5", "1024", "14~338", "51,5%", "−0,25%", "15~000", "май 2016 года"),
    "ar": ("1~512.5", "1~024", "14~338", "51.5~في~المائة", "−0.25~في~المائة", "15~000", "أيار/مايو 2016"),
    "zh": ("1~512.5", "1~024", "14~338", "51.5%", "−0.25%", "15~000", "2016年5月"),
}
"""1512.5, 1024, 14338, 51.5 and -0.25 per cent, 15000 and May 2016 in each language; ~ is U+00A0."""


@pytest.mark.parametrize("language", _FORMS)
def test_each_number_and_date_has_one_form(language: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(_DATA, "utf-8")
    (tmp_path / "b.csv").write_text(_PIE, "utf-8")
    (tmp_path / "c.csv").write_text(_CLASSES, "utf-8")
    report = source_text.parse(_SOURCE, "report.md")
    nodes, _ = pandoc.parse(tables.prepare(report), report.path)
    document = resolve(
        front_matter.read(report), nodes, (), houses.un(language), data=DataFiles(tmp_path, language)
    ).document
    blocks = list(every(document.blocks))
    figures = [block for block in blocks if isinstance(block, Figure)]
    cells = [cell for block in blocks if isinstance(block, Table) for cell in block.cells()]
    parts = {
        "text": " ".join(plain(block.content) for block in blocks if hasattr(block, "content")),
        "table": " ".join(plain(cell.content) for cell in cells),
        "drawing": " ".join(_words(figure) for figure in figures),
        "sentences": " ".join([plain(block.content) for block in _headnotes(blocks)] + [_said(cell) for cell in cells]),
    }
    decimal, thousand, large, percent, less, tick, month = (form.replace("~", "\u00a0") for form in _FORMS[language])
    where = {
        decimal: ("text", "table", "sentences"),
        thousand: ("text", "table", "sentences"),
        large: ("table", "sentences"),
        percent: ("text", "table", "sentences"),
        less: ("text", "table"),
        tick: ("table", "drawing", "sentences"),
    }
    for form, places in where.items():
        assert [place for place in places if form not in parts[place]] == [], form
    # No line ends within a month of a table; in a drawing one may.
    months = {place: month in parts[place].replace("\u00a0", " ") for place in ("table", "drawing", "sentences")}
    assert all(months.values()), months
    values, *others = (form.replace("~", "\u00a0") for form in _RANGES[language])
    # No line ends within a range of months of a sentence, between some of its words.
    told = parts["sentences"].replace("\u00a0", " ")
    assert values in parts["table"]
    assert [form for form in (values, *others) if form.replace("\u00a0", " ") not in told] == []
    edge = tick.replace("15", "20")
    assert edge in parts["drawing"]
    everything = " ".join(parts.values())
    for digits, form in (("15125", decimal), ("1024", thousand), ("14338", large), ("15000", tick)):
        found = set(re.findall(r"(?<!\d)" + r"[.,\s\u00a0\u202f]?".join(digits) + r"(?!\d)", everything))
        assert found == {form}
    written = r"−?(?<!\d)(?:51[.,]5|0[.,]25)(?!\d)(?:\s?%|\sفي\sالمائة)?"
    shares = set(re.findall(written, everything))
    assert shares == {percent, less}


def _words(figure: Figure) -> str:
    return " ".join(re.findall("<text[^>]*>([^<]*)", figure.picture.content.decode()))


def _headnotes(blocks: list[Block]) -> list[Paragraph]:
    """The descriptions of the charts, over their data."""
    above = [block for table in blocks if isinstance(table, Table) for block in table.headnote]
    return [block for block in above if isinstance(block, Paragraph)]


def _said(cell: Cell) -> str:
    return cell.picture.alternative if cell.picture else ""
