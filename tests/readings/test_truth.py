"""Generated charts at the limits of their data: a second reader, written apart, computes each statement again, in six
languages, and misses none that is due; and it finds each statement that is spoilt.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from plantin.house import locale as locales
from plantin.house.chart_words import ChartWords
from plantin.house.locale import Locale
from plantin.model.charts import Chart, Panel, Series
from plantin.resolve import chart_sentences, charts, data_tables
from plantin.resolve.charts import ChartRequest
from tests.kit import houses
from tests.kit.chart_data import GEOJSON, LANGUAGES, WORDS
from tests.kit.chart_truth import Asked, Reader

pytestmark = pytest.mark.full

KINDS = ("bar", "grouped", "stacked", "line", "area", "point", "pie", "histogram", "box", "map")
_SERIES = {"grouped": 4, "stacked": 5, "line": 4, "area": 4, "point": 2}
_NAMES = ("North", "South", "East", "West", "upper", "lower", "kept")
_SCALES = ("1", "10", "1000", "12345678")


def value(chance: random.Random, scale: str, digits: int, *, below_zero: bool) -> str:
    number = chance.randint(-int(scale) if below_zero else 0, int(scale))
    return f"{number}.{chance.randint(0, 10**digits - 1):0{digits}}" if digits else str(number)


def keys(chance: random.Random, kind: str, count: int) -> tuple[str, list[str]]:
    """The head of the categories, and the categories."""
    if kind == "map":
        return "district", list(_NAMES[: min(count, 4)])
    choices = ["year", "month", "day", "week"] if kind in ("line", "area", "point") else ["year", "month", "district"]
    head = chance.choice(choices)
    start = chance.randint(0, 8)
    if kind == "pie":
        head, count = "district", min(count, 6)
    if head == "year":
        return head, [str(2010 + start + n) for n in range(count)]
    if head == "month":
        return head, [f"{2015 + (start + n) // 12}-{(start + n) % 12 + 1:02}" for n in range(count)]
    if head == "day":
        return head, [f"2023-{3 + n // 14:02}-{n % 14 * 2 + 1:02}" for n in range(count)]
    if head == "week":
        return head, [str(start + n * 2) for n in range(count)]
    names = [*_NAMES, *(f"Ward {n}" for n in range(1, 20))]
    return head, chance.sample(names, count) if count <= len(_NAMES) else names[:count]


def generated(seed: int, language: str) -> Asked:
    """A chart of that number."""
    chance = random.Random(seed)  # noqa: S311
    kind = KINDS[seed % len(KINDS)]
    count = chance.choice((1, 2, 3, 5, 8, 9, 12, 20))
    words = {key: forms[LANGUAGES.index(language)] for key, forms in WORDS.items() if key not in ("year", "use")}
    scale, digits = chance.choice(_SCALES), chance.choice((0, 0, 1, 2))
    below_zero = kind in ("bar", "grouped", "line", "point", "box", "histogram") and chance.random() < 0.3
    flat = chance.random() < 0.15
    gaps = 0.0 if kind == "pie" else chance.choice((0.0, 0.0, 0.2, 0.5))

    def cell() -> str:
        if chance.random() < gaps:
            return ""
        if kind == "pie" and not flat:  # no part is under 3 per cent
            tail = f".{chance.randint(0, 99):02}" if digits else ""
            return f"{chance.randint(100, 499)}{tail}"
        return "7" if flat else value(chance, scale, digits, below_zero=below_zero)

    columns = tuple(("wells", "springs", "reservoir", "balance", "litres")[: chance.randint(1, _SERIES.get(kind, 1))])
    if kind == "histogram":
        rows = [[cell()] for _ in range(count)]
        return Asked(language, kind, _filled([["depth"], *rows]), "", ("depth",), "", {**words, "y": words["wells"]})
    head, categories = keys(chance, kind, count)
    if kind == "box":
        rows = [[category, cell()] for category in categories[:6] for _ in range(chance.randint(1, 7))]
        return Asked(language, kind, _filled([[head, "depth"], *rows]), head, ("depth",), "", words)
    facets = ["North", "South"] if kind in ("line", "bar", "stacked", "area") and chance.random() < 0.2 else [""]
    rows = [
        [*([facet] if facet else []), category, *(cell() for _ in columns)]
        for facet in facets
        for category in categories
    ]
    heads = [*(["district"] if facets[0] else []), "place" if facets[0] and head == "district" else head, *columns]
    table = _filled([heads, *rows])
    axes = {"y": words["litres"]} if len(columns) > 1 else {}
    return Asked(
        language,
        kind,
        table,
        heads[len(heads) - len(columns) - 1],
        columns,
        "district" if facets[0] else "",
        words | axes,
    )


def _filled(rows: list[list[str]]) -> list[list[str]]:
    """``rows`` with a value in each column: a column without is refused."""
    first = rows[1]
    for n, cell in enumerate(first):
        if not cell and not any(row[n] for row in rows[1:]):
            first[n] = "3"
    return rows


def drawn(asked: Asked) -> tuple[Chart, Locale, ChartWords]:
    locale = locales.read(houses.ROOT / "locales" / asked.language / "locale.toml")
    assert locale.charts is not None
    outlines = GEOJSON if asked.kind == "map" else None
    request = ChartRequest(asked.rows, asked.kind, asked.x, asked.y, asked.facet, asked.words, outlines)
    return charts.read(request, locale, locale.charts), locale, locale.charts


def said(asked: Asked) -> tuple[str, ...]:
    return chart_sentences.sentences(*drawn(asked))


def faults(seeds: range) -> Iterator[str]:
    for seed in seeds:
        for language in LANGUAGES:
            asked = generated(seed, language)
            yield from (f"{seed} {language} {asked.kind}: {fault}" for fault in Reader(asked).faults(said(asked)))


def sparkline(seed: int, language: str) -> tuple[Asked, str]:
    """A sparkline of that number, and what is said of it."""
    chance = random.Random(seed)  # noqa: S311
    years = tuple(map(str, range(2010, 2010 + chance.randint(2, 12))))
    digits, gaps = chance.choice((0, 0, 1, 2)), chance.choice((0.0, 0.3))
    scale = chance.choice(("1", "10", "1000", "12345678"))
    cells = ["" if chance.random() < gaps else value(chance, scale, digits, below_zero=seed % 3 == 0) for _ in years]
    if chance.random() < 0.3:
        cells = sorted(cells, key=lambda cell: float(cell or 0), reverse=chance.random() < 0.5)
    elif chance.random() < 0.2:
        cells = ["7" if cell else "" for cell in cells]
    cells[0], cells[-1] = (cells[0] or "3", cells[-1] or "3") if sum(map(bool, cells)) < 2 else (cells[0], cells[-1])
    locale = locales.read(houses.ROOT / "locales" / language / "locale.toml")
    assert locale.charts is not None
    shown = tuple(data_tables.format_number(cell, locale) for cell in cells)
    series = Series("", tuple(Decimal(cell) if cell else None for cell in cells), shown)
    chart = Chart("sparkline", "ltr", "", "", years, (), (), (), (Panel("", (series,)),), cells=years)
    asked = Asked(
        language, "sparkline", [["year", "v"], *map(list, zip(years, cells, strict=True))], "year", ("v",), "", {}
    )
    return asked, chart_sentences.sparkline(chart, locale, locale.charts)


def faults_of_sparklines(seeds: range) -> Iterator[str]:
    for seed in seeds:
        for language in LANGUAGES:
            asked, text = sparkline(seed, language)
            yield from (f"{seed} {language} {text!r}: {fault}" for fault in Reader(asked).sparkline(text) if fault)


def test_sixty_sparklines_say_what_is_so() -> None:
    assert list(faults_of_sparklines(range(60))) == []


def test_each_sparkline_of_other_data_is_found() -> None:
    for seed in range(60):
        asked, text = sparkline(seed, "en")
        for n, row in enumerate(asked.rows[1:], 1):
            cell = "" if row[1] else "3"
            rows = [*asked.rows[:n], [row[0], cell], *asked.rows[n + 1 :]]
            if sum(bool(cell) for _, cell in rows[1:]) > 1:
                assert any(Reader(replace(asked, rows=rows)).sparkline(text)), (text, rows)


def test_thirty_charts_say_what_is_so() -> None:
    assert list(faults(range(30))) == []


@pytest.mark.parametrize(
    "title", ["", "Water", "Water of the town from its own wells and springs, by the use that homes make of it"]
)
def test_alternatives_are_short_and_say_a_finding(title: str) -> None:
    """The kind, the title, and one of the sentences that the second reader reads above."""
    lengths = []
    for seed in range(0, 300, 13):
        for language in LANGUAGES:
            asked = generated(seed, language)
            words = chart_sentences.alternative(*drawn(asked)[:1], title, *drawn(asked)[1:])
            kind, *others = said(asked)
            stop = "。" if language == "zh" else "."
            between = "" if language == "zh" else " "
            beginnings = {between.join(filter(None, (kind, title and title + stop, finding))) for finding in others}
            beginnings |= {between.join((kind, finding)) for finding in others}
            assert words in beginnings or words == f"{kind}{between}{title}{stop}" or words == kind, words
            lengths.append(len(words))
            assert words[-1] == stop
    assert max(lengths) <= 150
    assert sum(length > 60 for length in lengths) > len(lengths) / 4


@pytest.mark.slow
def test_three_hundred_charts_say_what_is_so() -> None:
    assert list(faults(range(300))) == []


def spoilt(sentences: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The sentences with one that is another, or without one; the kind and the axes are left as they are."""
    for n, sentence in enumerate(sentences[1:], 1):
        if "axis" in sentence or "from" in sentence[: sentence.find(":") + 7] or "interpolated" in sentence:
            continue
        if re.search(r": (up|down) from|no value|total|whole|lowest value", sentence, re.IGNORECASE):
            yield (*sentences[:n], *sentences[n + 1 :])
        for old, new in (
            (": up ", ": down "),
            (": down ", ": up "),
            (" up to ", " down to "),
            (" down to ", " up to "),
        ):
            if old in sentence:
                yield (*sentences[:n], sentence.replace(old, new, 1), *sentences[n + 1 :])
        match = re.search(r"(?<= )[\d.,]*\d(?= \()", sentence)
        if match:
            more = f"{sentence[: match.end() - 1]}{(int(match[0][-1]) + 1) % 10}{sentence[match.end() :]}"
            yield (*sentences[:n], more, *sentences[n + 1 :])


def test_each_statement_that_is_spoilt_is_found() -> None:
    tried = 0
    for seed in range(120):
        asked = generated(seed, "en")
        for sentences in spoilt(said(asked)):
            tried += 1
            assert list(Reader(asked).faults(sentences)), (asked.kind, sentences)
    assert tried >= 300


def test_the_second_reader_shares_no_code_with_the_press() -> None:
    source = (houses.ROOT / "tests" / "kit" / "chart_truth.py").read_text("utf-8")
    assert not {"plantin", "tests"} & set(re.findall(r"(?m)^\s*(?:from|import) (\w+)", source))
