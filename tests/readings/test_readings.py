"""What the press itself says, in six languages: every sentence and label of charts, maps and sparklines, captions,
numbers and dates, references in each case.

A change of a line in one of these files must be read by somebody who knows the language, and the commit says so: no
program sees that a sentence is wrong. A no-break space is shown as ~, a mark of direction as {LRM}. ``pytest --accept tests/readings`` writes them anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from plantin.house import locale as locales
from plantin.house.chart_words import ChartWords
from plantin.house.locale import Locale
from plantin.house.locale_tables import ReferenceKind
from plantin.model.charts import Chart, Panel, Series
from plantin.model.inlines import plain
from plantin.resolve import chart_sentences, charts, data_tables
from plantin.resolve.charts import ChartRequest
from plantin.resolve.references import PlaceContext, Target, write_references
from tests.kit import houses
from tests.kit.chart_data import CASES, GEOJSON, LANGUAGES, SPARKLINES, WORDS, Case

HERE = Path(__file__).parent
_LABELS = (
    "part",
    "chapter",
    "annex",
    "annex_alone",
    "appendix",
    "appendix_alone",
    "table",
    "figure",
    "box",
    "equation",
)
_PRINTED = ("0", "-7", "812", "3000", "14338", "1234567.50", "-0.25")
_DATES = ("2016-05", "2016-03-01", "2016-05-03", "2016-08-31", "2016-12")


def words(language: str) -> dict[str, str]:
    return {key: forms[LANGUAGES.index(language)] for key, forms in WORDS.items()}


def charted(case: Case, locale: Locale, forms: ChartWords) -> Chart:
    said = words(locale.language)
    axes = {axis: said[word] for axis, word in case.axes.items()}
    outlines = GEOJSON if case.kind == "map" else None
    return charts.read(
        ChartRequest(case.table(), case.kind, case.x, case.y, case.facet, said | axes, outlines), locale, forms
    )


def described(locale: Locale, forms: ChartWords) -> Iterator[str]:
    """The sentences of each chart, one a line, and the labels along its axes."""
    for case in CASES:
        chart = charted(case, locale, forms)
        yield f"\n== {case.kind}: {case.name}"
        yield from chart_sentences.sentences(chart, locale, forms)
        yield f"   alone      {chart_sentences.alternative(chart, '', locale, forms)}"
        yield f"   values     {' | '.join(tick.label for tick in chart.ticks)}"
        yield f"   categories {' | '.join(tick.label for tick in chart.marks) or ' | '.join(chart.categories)}"
    years = tuple(map(str, range(2015, 2019)))
    for name, cells in SPARKLINES.items():
        values = tuple(Decimal(cell) if cell else None for cell in cells)
        series = Series("", values, tuple(data_tables.format_number(cell, locale) for cell in cells))
        chart = Chart("sparkline", "ltr", "", "", years, (), (), (), (Panel("", (series,)),), cells=years)
        yield f"\n== sparkline: {name}"
        yield chart_sentences.sparkline(chart, locale, forms)


def captions(locale: Locale, forms: ChartWords) -> Iterator[str]:
    yield "\n== captions"
    for name in _LABELS:
        yield f"{name:<15} {getattr(locale.numbering, name).format('3')}"
    yield f"{'listed':<15} {locale.publication.listed.format(label=locale.numbering.figure.format('3'), title='…')}"
    yield f"{'section':<15} {forms.heading}"
    yield f"{'link':<15} {forms.link}"


def figures(locale: Locale) -> Iterator[str]:
    yield "\n== numbers, per cent, dates"
    yield from (f"{cell:<15} {locale.number(cell)}   {locale.percentage(cell)}" for cell in _PRINTED)
    yield from (f"{cell:<15} {locale.date(cell)}" for cell in _DATES)
    for form in locale.dates.forms:
        yield f"{form:<15} {' | '.join(locale.date(cell, form) for cell in _DATES)}"


def references(locale: Locale) -> Iterator[str]:
    for case in ("", *locale.references.cases):
        yield f"\n== references: {case or 'as they stand alone'}"
        for kind in get_args(ReferenceKind):
            targets = [Target(kind, f"{kind}-{n}", str(n)) for n in (1, 2, 3)]
            said = (plain(tuple(write_references(targets[:count], locale, case))) for count in (1, 2, 3))
            yield f"{kind:<10} {' | '.join(said)}"
        annex = (PlaceContext("annex-II", "II", "annex"), PlaceContext("annex-II.section-I", "I", "section"))
        deep = [Target("paragraph", f"annex-II.paragraph-I.{n}", str(n), annex) for n in (3, 4)]
        yield f"{'within':<10} {' | '.join(plain(tuple(write_references(deep[:n], locale, case))) for n in (1, 2))}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_press_says_is_as_it_was_read(language: str, expected: Callable[[Path, str], None]) -> None:
    locale = locales.read(houses.ROOT / "locales" / language / "locale.toml")
    assert locale.charts is not None
    forms = locale.charts
    lines = (
        *described(locale, forms),
        *captions(locale, forms),
        *figures(locale),
        *references(locale),
    )
    expected(
        HERE / f"{language}.txt", "\n".join(lines).lstrip("\n").replace("\u00a0", "~").replace("\u200e", "{LRM}") + "\n"
    )
