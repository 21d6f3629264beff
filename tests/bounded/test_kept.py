"""Answers of methods are kept with what was asked."""

from __future__ import annotations

from plantin.bounded.kept import memoize


class Doubler:
    """Counts how often it works."""

    def __init__(self) -> None:
        self.worked = 0

    @memoize
    def of(self, number: int) -> int:
        """Twice the number."""
        self.worked += 1
        return 2 * number


def test_an_answer_is_that_of_what_was_asked_for() -> None:
    doubler = Doubler()
    assert [doubler.of(1), doubler.of(1), doubler.of(2), doubler.of(number=3), doubler.of(number=4)] == [2, 2, 4, 6, 8]
    assert doubler.worked == 4
    assert Doubler().worked == 0
