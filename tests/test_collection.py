"""Which tests are run: each tier has those of the one before it, and of a sample the parameters that are asked."""

from __future__ import annotations

import pytest

from tests import conftest


class Item:
    """What pytest's selection asks of a test."""

    def __init__(self, name: str, *marks: pytest.MarkDecorator) -> None:
        self.nodeid = f"tests/test_lamps.py::{name}"
        self.marks = [one.mark for one in marks]

    def iter_markers(self) -> list[pytest.Mark]:
        return self.marks

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        return next((mark for mark in self.marks if mark.name == name), None)


def test_each_tier_has_the_tests_of_the_one_before_it() -> None:
    items = [
        Item("oil"),
        Item("wick", pytest.mark.full),
        Item("glass", pytest.mark.full, pytest.mark.proof),
        Item("fire", pytest.mark.slow),
        *(Item(f"light[{n}]", pytest.mark.sample(3)) for n in range(7)),
    ]
    found = {
        tier: " ".join(item.nodeid.partition("::")[2] for item in items if item in conftest.select(items, tier))
        for tier in conftest.TIERS
    }
    assert found == {
        "quick": "oil light[0] light[3] light[6]",
        "test": "oil wick light[0] light[3] light[6]",
        "proof": f"oil wick glass {' '.join(f'light[{n}]' for n in range(7))}",
        "all": f"oil wick glass fire {' '.join(f'light[{n}]' for n in range(7))}",
    }
