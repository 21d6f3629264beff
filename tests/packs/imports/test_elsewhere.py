"""A report in four languages from four Word files of other layouts is one source with three catalogues, word for
word.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit.programs import program

pytestmark = pytest.mark.proof


def test_four_word_files_of_other_layouts_are_one_source_with_three_catalogues(tmp_path: Path) -> None:
    elsewhere = program("bench/elsewhere.py")
    house = elsewhere.home(tmp_path)
    rows = {one.language: one for one in elsewhere.came(house, elsewhere.made(tmp_path))}
    assert list(rows) == ["en", "fr", "es", "ru"]
    for language, one in rows.items():
        assert [one.counts[kind] for kind in ("sections", "paragraphs", "notes", "indicators")] == [32, 80, 34, 34]
        assert one.same == "146 of 146", one.said
        if language != "en":
            assert (one.messages, one.share, one.codes) == ("147 of 147", "100.0%", ()), one.said
    assert all(code.startswith(("S03", "S08")) for code in rows["en"].codes), rows[
        "en"
    ].said  # slips of the original itself
