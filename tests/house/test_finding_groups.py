"""Findings on screens: by kind, errors first, each with the words that it is about."""

from __future__ import annotations

import pytest

from plantin.findings import Finding, Place
from plantin.house.finding_groups import LocatedFinding, group_findings, passage_at


def test_findings_are_by_kind_errors_first_and_words_of_no_dictionary_in_one_line() -> None:
    place = Place("locales/fr/A-1-1.po", 3, 1, "title")
    spelling = [
        Finding("T090", f"'{word}' is not in the dictionary", place, "Add it.", "warning")
        for word in ("lampo", "oilo", "lampo")
    ]
    number = LocatedFinding(Finding("T029", "number 24 is missing", place, "Write `24`."), "#p-1", "Les lampes.")
    groups = group_findings([*map(LocatedFinding, spelling), number])
    assert [(group.code, group.severity, group.count) for group in groups] == [
        ("T029", "error", 1),
        ("T090", "warning", 3),
    ]
    (row,) = groups[0].rows
    assert (row.link, row.message, row.passage) == ("#p-1", "number 24 is missing", "Les lampes.")
    assert (groups[0].hint, row.hint) == ("Write <code>24</code>.", "")
    assert groups[1].summary == "lampo, oilo"


def test_findings_that_say_the_same_are_told_apart() -> None:
    same = [
        Finding("T046", "the text is still that of the original", Place("fr.po", line, 1, anchor), "Fix it.")
        for line, anchor in ((3, "heading:pier.f413b6"), (9, "note:oil"), (12, ""))
    ]
    (group,) = group_findings(map(LocatedFinding, same))
    assert [row.message.partition(" (")[2] for row in group.rows] == ["heading:pier)", "note:oil)", "line 12)"]


@pytest.mark.parametrize(("line", "words"), [(1, "# Lamps"), (3, "They  burn."), (0, ""), (4, ""), (-1, "")])
def test_a_passage_is_its_line(line: int, words: str) -> None:
    assert passage_at(["# Lamps", "", "  They  burn. "], Place("report.md", line, 1)) == words


def test_of_a_long_line_the_words_around_the_column_are_the_passage() -> None:
    line = " ".join(f"lamp{number}" for number in range(1000))
    for number in (0, 3, 500, 998, 999):
        words = passage_at([line], Place("report.md", 1, line.index(f"lamp{number}") + 1))
        assert f"lamp{number}" in words.split()
        assert len(words) < 250
        assert words.startswith("…") == (number > 100)
        assert words.endswith("…") == (number < 900)
    assert len(passage_at(["灯" * 9000], Place("report.md", 1, 5000))) < 250
