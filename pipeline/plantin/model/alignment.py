"""The longest increasing subsequence, for aligning two sequences."""

from __future__ import annotations

import bisect
from collections.abc import Sequence


def longest_rising(values: Sequence[int]) -> tuple[int, ...]:
    """Return the positions, rising, of one longest rising series in ``values`` (patience sorting, n log n).

    >>> longest_rising([3, 0, 1, 9, 2])
    (1, 2, 4)
    """
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for position, value in enumerate(values):
        pile = bisect.bisect_left(tails, value)
        before.append(ends[pile - 1] if pile else -1)
        tails[pile : pile + 1] = [value]
        ends[pile : pile + 1] = [position]
    positions: list[int] = []
    position = ends[-1] if ends else -1
    while position >= 0:
        positions.append(position)
        position = before[position]
    return tuple(reversed(positions))
