"""What is painted on a page is found by its place: everything that a place meets, and little else."""

from __future__ import annotations

import random
from dataclasses import dataclass
from math import inf, nan

from plantin.auditors.pdf.bands import Bands, Box
from plantin.auditors.pdf.bounds import ReadingBudget
from plantin.auditors.pdf.visibility import Canvas


@dataclass(frozen=True)
class Painted:
    box: Box


def meets(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def test_all_that_meets_a_box_is_near_it() -> None:
    seeded = random.Random(20261203)  # noqa: S311
    boxes: list[Box] = [(0, -inf, 9, inf), (0, nan, 9, nan), (0, -5000, 9, 5000)]
    for _ in range(300):
        left, lower = seeded.uniform(-100, 700), seeded.uniform(-100, 900)
        boxes.append((left, lower, left + seeded.uniform(0, 200), lower + seeded.choice((0, 9, 12, 300, 3000))))
    bands: Bands[Painted] = Bands()
    for box in boxes:
        bands.append(Painted(box))
    for box in boxes:
        near = bands.near(box)
        assert [painted for painted in bands if meets(painted.box, box) and painted not in near] == []
        assert near == [painted for painted in bands if painted in near], "in another order"


def test_a_long_page_of_short_strings_is_read_within_its_budget() -> None:
    canvas = Canvas((0, 0, 595, 842), ReadingBudget(0))
    for line in range(100):
        for word in range(60):
            canvas.show([("ن", 0.5)], 4.5, (1, 0, 0, 1, 20 + 9 * word, 20 + 8 * line), 7, 0)
    assert canvas.hidden == []
