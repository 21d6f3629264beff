"""Random edits of whole reports cost no translation; ``bench/edits.py`` makes many."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bench.edits import Case, cases, costs, in_a_row, lines, tries

MOST_LINES = 12


def test_no_edit_costs_a_translation_or_a_review_of_a_text_that_is_there(tmp_path: Path) -> None:
    for case in cases(tmp_path):
        if case.name in ("mixed", "S/2017/97"):
            rows = [*tries(case, 2, 1, 7), *tries(case, 2, 10, 7), *in_a_row(case, 3, 7)]
            assert rows == [(0, 0, 0)] * 7
            assert lines(case, 2, 7) <= MOST_LINES


def test_what_is_lost_is_counted(tmp_path: Path) -> None:
    case = Case.of(
        "small",
        "---\nsymbol: R/1\norgan: Harbour\ntitle: The lamps\ndate: 2035-06-01\n"
        "original-language: en\nlanguages: [en, fr]\n---\n\nOne lamp.\n\nTwo wicks.\n",
        tmp_path,
    )
    found = case.translated()
    first, second, third = found.entries
    assert costs(found, found) == (0, 0, 0)
    spoilt = replace(found, entries=(first, replace(second, translation=""), replace(third, stale=True)))
    assert costs(found, spoilt) == (2, 1, 1)
    assert costs(found, replace(found, entries=(first, third))) == (0, 0, 0)
