"""Charts that Word draws: what the file keeps of each is read back, and every other value is found, in the chart and in
the workbook behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from plantin.auditors import docx
from plantin.auditors.docx import conformance
from plantin.auditors.docx.charts import apply_format
from plantin.auditors.grammar import Breach
from plantin.auditors.parity import charts as parity
from plantin.bounded import xml
from plantin.model.charts import ChartKind
from plantin.model.document import Document
from plantin.resolve.charts import ChartRequest
from plantin.resolve.charts import read as read_chart
from plantin.writers.docx import write
from tests.kit import houses
from tests.kit.charts import KINDS, chart, figure, lying
from tests.kit.editions import MOMENT, Editions
from tests.spoilt import report_with_objects, rewriting

pytestmark = pytest.mark.full

NATIVE: tuple[ChartKind, ...] = tuple(one for one in KINDS if one != "box")


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    source = "---\nsymbol: A/90/77\norgan: General Assembly\ntitle: Sums\ndate: 2035-08-16\n---\n\n# Sums\n\nText.\n"
    made: Document = report_with_objects.make(tmp_path_factory.mktemp("charts"), source)
    return replace(made, blocks=(*made.blocks, *(figure(chart(kind), kind) for kind in NATIVE)))


def written(document: Document, store: Editions) -> bytes:
    return write(document, store.style, MOMENT)


def wrong(content: bytes, document: Document) -> list[str]:
    found = docx.read(content, "edition.docx").charts()
    return [one.message for one in parity.of_values(document, found, "edition.docx")]


def test_word_draws_every_kind_but_boxes(document: Document, store: Editions) -> None:
    content = written(document, store)
    assert wrong(content, document) == []
    grammar, _ = conformance.tables()
    for part, held in rewriting.unpacked(content).items():
        if part.startswith("word/charts/chart"):
            kind = conformance.kind_of(part)
            found = grammar.breaches(xml.parse(held), kind, set())
            assert [one for one in found if isinstance(one, Breach)] == []
    read = docx.read(content, "edition.docx").charts()
    assert [one.words for one in read] == list(NATIVE)
    assert read[0].rows == read[0].table
    assert read[0].rows[:2] == (("Year", "Wells"), ("2015", "12"))
    assert read[0].ends == ("0", "50", "10")
    boxes = replace(document, blocks=(*document.blocks, figure(chart("box"), "box")))
    uneven = replace(chart("line"), positions=tuple(map(Decimal, (2015, 2016, 2017, 2018, 2023))))
    boxes = replace(boxes, blocks=(*boxes.blocks, figure(uneven, "uneven")))
    assert len(docx.read(written(boxes, store), "edition.docx").charts()) == len(NATIVE)


@pytest.mark.parametrize("kind", ["grouped", "point", "line"])
def test_a_chart_of_the_other_direction_is_found(kind: ChartKind, document: Document, store: Editions) -> None:
    for one in (chart(kind, "rtl"), lying(chart(kind, "rtl"))):
        turned = replace(document, blocks=(*document.blocks[:1], figure(one, "one")))
        content = written(turned, store)
        assert wrong(content, turned) == []
        there = replace(turned, blocks=(*turned.blocks[:-1], figure(replace(one, direction="ltr"), "one")))
        assert ["side" in message for message in wrong(content, there)] == [True]


SPOILT: dict[str, Callable[[str], str]] = {
    "a value": lambda text: text.replace("<c:v>15.5<", "<c:v>15.4<", 1),
    "a name": lambda text: text.replace("<c:v>Wells<", "<c:v>Springs<", 1),
    "a category": lambda text: text.replace("<c:v>2016<", "<c:v>2017<", 1),
    "the axis": lambda text: text.replace('<c:max val="50"/>', '<c:max val="500"/>', 1),
    "a title": lambda text: text.replace("<a:t>Litres<", "<a:t>Gallons<", 1),
    "the cells": lambda text: text.replace("$B$2:$B$6", "$B$2:$B$5", 1),
    "the kind": lambda text: text.replace('val="clustered"', 'val="stacked"', 1),
    "the numbers at bars": lambda text: re.sub("<c:dLbls>.*?</c:dLbls>", "", text, count=1),
    "the side": lambda text: text.replace('val="minMax"', 'val="maxMin"', 1),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_chart_is_found(name: str, document: Document, store: Editions) -> None:
    content = written(document, store)
    parts = rewriting.unpacked(content)
    before = parts["word/charts/chart1.xml"].decode()
    spoilt = SPOILT[name](before)
    assert spoilt != before
    assert len(wrong(rewriting.packed({**parts, "word/charts/chart1.xml": spoilt.encode()}), document)) == 1


def test_another_workbook_is_found(document: Document, store: Editions) -> None:
    content = written(document, store)
    parts = rewriting.unpacked(content)
    other = parts["word/embeddings/workbook7.xlsx"]
    spoilt = rewriting.packed({**parts, "word/embeddings/workbook1.xlsx": other})
    assert wrong(spoilt, document)
    assert wrong(rewriting.packed({**parts, "word/embeddings/workbook1.xlsx": b"PK"}), document)


def test_two_runs_give_the_same_bytes(document: Document, store: Editions) -> None:
    assert written(document, store) == written(document, store)


@pytest.mark.sample(14)
@pytest.mark.parametrize(
    ("language", "values"),
    [
        (language, values)
        for language in ("en", "fr", "es", "ru", "ar", "zh")
        for values in (("-80", "20"), ("-14338", "12000"), ("-14338", "500"), ("-1500", "300"), ("-1.5", "2.5"))
    ],
)
def test_negative_numbers_are_as_the_house_writes_them(
    language: str, values: tuple[str, ...], document: Document, store: Editions
) -> None:
    locale = houses.un(language)
    assert locale.charts is not None
    rows = [["x", "v"], *([f"a{n}", value] for n, value in enumerate(values))]
    below = read_chart(ChartRequest(rows, "bar", "x", ("v",), "", {}), locale, locale.charts)
    one = replace(document, language=language, blocks=(figure(below, "below"),))
    content = written(one, store)
    assert wrong(content, one) == []
    part = rewriting.unpacked(content)["word/charts/chart1.xml"].decode()
    assert "<c:dLbls>" in part
    assert part.count("\u2212") >= 2
    minus = rewriting.unpacked(content) | {"word/charts/chart1.xml": part.replace("\u2212", "-").encode()}
    assert ["it shows" in message for message in wrong(rewriting.packed(minus), one)] == [True]
    low = re.sub(r'(<c:min val=")[^"]*', r"\g<1>-90000", part)
    assert wrong(rewriting.packed({**rewriting.unpacked(content), "word/charts/chart1.xml": low.encode()}), one)


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("-5", "0", "-5"),
        ("-5", '0;"\u2212"0', "\u22125"),
        ("14338", '[<1000]0;[<1000000]0","000;0","000","000', "14,338"),
        ("12345678", '[<1000]0;[<1000000]0","000;0","000","000', "12,345,678"),
        ("-14338", '[<=-10000]"\u2212"0"."000;[>=10000]0"."000;0', "\u221214.338"),
        ("-500", '[<=-10000]"\u2212"0"."000;[>=10000]0"."000;0', "-500"),
        ("-500", '[<=-10000]"\u2212"0"."000;[<0]"\u2212"0;0', "\u2212500"),
        ("-1512.5", '[$-40C]#,##0.00;[$-40C]"\u2212"#,##0.00', "\u22121?512?50"),
        ("1.5", "General", "1?5"),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(value: str, code: str, shown: str) -> None:
    assert apply_format(value, code) == shown
