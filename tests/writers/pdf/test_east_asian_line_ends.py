"""Lines of Chinese begin with no closing mark and end with no opening one (CLREQ, 3.1.3; UAX 14): read in the finished
file.
"""

from __future__ import annotations

import datetime as dt
from itertools import cycle, islice
from pathlib import Path

from bench.lines import lines
from plantin.house.style import Style
from plantin.writers import pdf
from tests.kit.compose import composed

_CLOSING, _OPENING = "，。；？！：、”）》」』", "“（《「『"
_WORDS = (
    "安全理事会",
    "“决议”",
    "（报告）",
    "《秘书长》、",
    "各国，",
    "大会；",
    "和平？",
    "行动。",
    "资助：",
    "恐怖主义！",
    "“各国（大会）”。",
)


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(
    house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    # Each paragraph begins a character later, so that every mark comes to the end of a line.
    paragraphs = ("各" * number + "".join(islice(cycle(_WORDS), 60 + number)) for number in range(1, 13))
    made = tmp_path / "zh.pdf"
    made.write_bytes(pdf.write(composed("# 导言\n\n" + "\n\n".join(paragraphs), language="zh"), house, moment))
    found = [("".join(word for word, *_ in line.words)) for line in lines(made)]
    assert sum(len(line) > 20 for line in found) > 60
    assert [line for line in found if line[0] in _CLOSING or line[-1] in _OPENING] == []
