"""Tactile editions: every kind of chart in six languages, read back by touch; spoilt sheets, all caught."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

import pikepdf
import pytest

from plantin.auditors import UnreadableEdition
from plantin.findings import Finding
from plantin.house.layout import House
from plantin.house.style import Style
from plantin.model.document import Document, Figure, every
from plantin.packs.braille import louis, repertoire
from plantin.packs.tactile import auditor
from plantin.packs.tactile.auditor.cells import count_rows
from plantin.packs.tactile.rows import TACTILE, TACTILE_SVG
from plantin.production import steps
from tests.kit import houses
from tests.kit.chart_limits import sample
from tests.kit.charts import figure
from tests.kit.compose import composed
from tests.kit.editions import MOMENT
from tests.spoilt import tactile_sheets
from tests.spoilt.tactile_sheets import KINDS, Sheets

pytestmark = pytest.mark.full

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
WATER = House(houses.ROOT / "examples" / "water-in-figures")
NUMBERS = range(17)
"""The drawings of the report: twelve charts and a map, and four sparklines of a table."""


@cache
def document(language: str) -> Document:
    return steps.compose(WATER, "WF-2026-1", language).document


@cache
def style() -> Style:
    return WATER.style(WATER.style_of("WF-2026-1"))


def alone(number: int, language: str = "en") -> Document:
    """The report with one of its drawings alone."""
    whole = document(language)
    found = [block for block in every(whole.text()) if isinstance(block, Figure) and block.chart]
    return replace(whole, blocks=(found[number],), notes=())


@cache
def drawn(number: int) -> bytes:
    return TACTILE_SVG.write(alone(number), style(), MOMENT)


def read(content: bytes, of: Document) -> list[Finding]:
    """What the second reader finds in an archive of drawings, or in a PDF."""
    opened = auditor.read_svg if content.startswith(b"PK") else auditor.read_pdf
    try:
        reading = opened(content, "x")
    except UnreadableEdition as error:
        return list(error.findings)
    return [*reading.findings(), *reading.unlike(of)]


@pytest.fixture(autouse=True)
def asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Liblouis is asked once for the same words."""
    monkeypatch.setattr(louis, "forward", lambda texts, table: list(_forward(tuple(texts), table)))


_real = louis.forward


@cache
def _forward(texts: tuple[str, ...], table: str) -> Sequence[str]:
    return _real(texts, table)


@pytest.mark.sample(1)
@pytest.mark.parametrize("language", LANGUAGES)
def test_twelve_charts_and_a_map_are_read_back(language: str) -> None:
    for row in (TACTILE, TACTILE_SVG):
        content = row.write(document(language), style(), MOMENT)
        assert read(content, document(language)) == []
        assert content == row.write(document(language), style(), MOMENT)


@pytest.mark.sample(5)
@pytest.mark.parametrize("spoil", KINDS, ids=lambda spoil: spoil.__name__)
def test_spoilt_sheets_are_caught(spoil: Callable[[Sheets], bool]) -> None:
    found = {}
    for number in NUMBERS:
        sheets = tactile_sheets.read(drawn(number))
        if spoil(sheets):
            found[number] = bool(read(tactile_sheets.write(sheets), alone(number)))
    assert found
    assert [number for number, caught in found.items() if not caught] == []


def test_a_page_of_the_pdf_that_is_missing_or_has_text_is_caught() -> None:
    content = TACTILE.write(alone(2), style(), MOMENT)
    for spoil in (lambda pdf: pdf.pages.__delitem__(-1), lambda pdf: pdf.pages[0].contents_add(b"BT ET")):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            spoil(pdf)
            written = io.BytesIO()
            pdf.save(written)
        assert codes(read(written.getvalue(), alone(2)))


@pytest.mark.sample(2)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_line_says_that_the_braille_of_a_language_is_a_draft(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = alone(2, language)
    for row in (TACTILE, TACTILE_SVG):
        assert row.draft
        assert bool(row.draft(of)) == (language not in ("en", "fr"))
    if language in ("en", "fr"):
        return
    table = of.transcription.table
    (line,) = _forward((of.transcription.words.draft,), table)
    opened = auditor.read_svg(TACTILE_SVG.write(of, style(), MOMENT), "x")
    assert count_rows([row[0].cells for row in opened._rows if row], line)
    with monkeypatch.context() as proved:
        proved.setattr(repertoire, "why_draft", lambda _: "")
        unsaid = TACTILE_SVG.write(of, style(), MOMENT)
    assert codes(read(unsaid, of)) == {"TAC003"}


def codes(findings: list[Finding]) -> set[str]:
    return {finding.code for finding in findings}


def test_each_fault_has_its_code() -> None:
    found = {}
    for name, number in (("dot_too_large", 2), ("labels_swapped", 3), ("words_dropped", 2), ("bar_higher", 2)):
        sheets = tactile_sheets.read(drawn(number))
        assert getattr(tactile_sheets, name)(sheets)
        found[name] = codes(read(tactile_sheets.write(sheets), alone(number)))
    assert "TAC002" in found["dot_too_large"]
    assert "TAC003" in found["words_dropped"]
    assert found["bar_higher"] == {"TAC004"}


def test_the_edition_of_another_language_is_caught() -> None:
    content = TACTILE.write(alone(2, "fr"), style(), MOMENT)
    assert "TAC003" in codes(read(content, alone(2)))


def test_a_report_without_charts_says_so() -> None:
    plain = composed("Text.")
    for row in (TACTILE, TACTILE_SVG):
        content = row.write(plain, style(), MOMENT)
        assert read(content, plain) == []
        assert "TAC003" in codes(read(content, document("en")))


def test_a_chart_with_more_series_than_patterns_is_listed_as_not_drawn() -> None:
    six = [case for case in sample(400) if (case.kind, case.limit, case.language) == ("stacked", "many", "en")]
    whole = replace(composed("Text."), blocks=(*alone(2).blocks, figure(six[0].chart, "Six series")))
    content = TACTILE.write(whole, style(), MOMENT)
    (warning,) = read(content, whole)
    assert (warning.code, warning.severity) == ("TAC001", "warning")
    assert "braille edition" in warning.hint


@pytest.mark.proof
def test_charts_at_their_limits_are_drawn_within_the_measures_or_not_at_all() -> None:
    drawings = Counter[str]()
    for case in sample(60):
        alone_in_report = replace(composed("Text.", language=case.language), blocks=(figure(case.chart, case.name),))
        found = read(TACTILE_SVG.write(alone_in_report, style(), MOMENT), alone_in_report)
        assert [str(one) for one in found if one.code != "TAC001"] == [], case.name
        drawings["not drawn" if found else "drawn"] += 1
    assert drawings["drawn"] > drawings["not drawn"]
