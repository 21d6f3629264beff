"""A line that its author ends is a line of the text, in every kind of block; code keeps its spaces."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from plantin.house.style import Style
from plantin.production.formats import format_named
from tests.kit.compose import composed
from tests.kit.read_back import opened, strictly, unlike

WORDS = {"en": "the lamps burn all night", "zh": "港口的灯 整夜亮着", "ar": "مصابيح الميناء تضيء طوال الليل"}
KINDS = {"": "", "- ": "  ", "> ": "> ", "Lamp\n:   ": "    ", "A call.[^a]\n\n[^a]: ": "    "}
"""What begins each kind of block, and what its other lines begin with."""


@pytest.mark.parametrize("language", WORDS)
def test_each_line_of_a_poem_is_a_line(language: str, house: Style, moment: dt.datetime) -> None:
    draw = random.Random(language)  # noqa: S311 - nothing is kept secret with it
    for begin, further in KINDS.items():
        poem = [" ".join(draw.choices(WORDS[language].split(), k=draw.randint(1, 6))) for _ in range(4)]
        source = f"# Lamps\n\n{begin}" + f"\\\n{further}".join(poem)
        lines = _text(source, language, house, moment)
        assert [line for line in poem if not any(printed.endswith(line) for printed in lines)] == [], source


def test_paragraphs_of_a_cell_are_parted_in_a_script_without_spaces(house: Style, moment: dt.datetime) -> None:
    cell = "港口的灯。\n\n    看守人。"
    source = f"# Lamps\n\n::: {{.table .list}}\n灯\n\n- - 灯\n  - 塔\n- - {cell}\n  - 12\n:::"
    lines = _text(source, "zh", house, moment)
    assert any(line.endswith("港口的灯。") for line in lines)


def test_code_and_levels_are_of_characters_that_a_text_has(house: Style, moment: dt.datetime) -> None:
    code = "name = 'two\u00a0lamps'  # 3\u202f000"
    lines = _text(f"# Lamps\n\nx~i~ and T~max~, a^n^.\n\n```\n{code}\n```\n", "en", house, moment)
    assert "name = 'two lamps'  # 3 000" in lines
    assert "1.  xᵢ and Tₘₐₓ, aⁿ." in lines


def _text(source: str, language: str, house: Style, moment: dt.datetime) -> list[str]:
    """The lines of the edition, which says what its document says."""
    row = format_named("txt")
    assert row is not None
    document = composed(source, "" if language == "en" else f"original-language: {language}\n", language)
    content = row.write(document, house, moment)
    reading = opened("txt", content)
    found = (*unlike(reading, document, "txt"), *reading.findings(), *strictly("txt", reading, document, house))
    assert [str(finding) for finding in found] == []
    return [line.rstrip() for line in content.decode().split("\n")]
