"""docs/decisions: a file for each decision, and an index of all of them."""

from __future__ import annotations

import re

from tests.kit.programs import program

DECISIONS = program("setup/decisions.py")


def test_each_decision_has_a_number_a_title_a_date_and_a_reason() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS.files()]
    assert numbers == sorted(set(numbers)), "a number is given once"
    for path in DECISIONS.files():
        title, blank, date, again, *text = path.read_text("utf-8").split("\n")
        assert title.startswith("# ")
        assert (blank, again) == ("", "")
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", date), path.name
        assert "".join(text).strip(), path.name


def test_the_index_has_all_of_them() -> None:
    assert DECISIONS.PAGE.read_text("utf-8") == DECISIONS.page(), "run `python setup/decisions.py`"
