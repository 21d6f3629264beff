"""What the engine is spared changes nothing: the same bytes as when it does all of it again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from plantin.house.style import Style
from plantin.writers import pdf
from plantin.writers.pdf import note_layouts, weasyprint_patches
from plantin.writers.pdf.label_boxes import LabelBoxes
from tests.kit.compose import composed

SPARED = {
    "block_level_layout",
    "shrink_to_fit",
    "inline_block_box_layout",
    "inline_block_width",
    "layout_box_backgrounds",
    "setup",
    "_font_style_cache_key",
    "set_computed_styles",
    "__init__",
}
MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)
LONG = " ".join(["which the keeper wrote down in the book of the quay"] * 60)
TEXT = f"""# Lamps

The first lamp, H~2~O, *others*, `L 1` and a number, 24.[^a] Again.[^b]

The second lamp[^c] burns.[^long] It burns all night[^d], and the third does not[^e]; the fourth[^f].

(a) An entry.[^a]

    Of two parts.

[^a]: Seen by night.

[^b]: In two parts.

    - one

    - two, *by day*

[^c]: [Les lampes]{{lang=fr}} of the harbour.

[^d]: The same.

[^e]: The same.

[^f]: Last.

[^long]: A long note, {LONG}.
"""
LABELS = """# Lamps

The first.[^a]

(a) An entry.

| a | b |
|---|---|
| 1 | 2 |

: Lamps {#tbl-lamps}

[^a]: Seen.
"""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_are_those_of_an_engine_that_does_all_of_it(
    house: Style, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    document = composed(TEXT, language=language)
    made = pdf.write(document, house, MOMENT)
    wrapped = weasyprint_patches._wrapped
    monkeypatch.setattr(weasyprint_patches, "_wrapped", lambda: [row for row in wrapped() if row[1] not in SPARED])
    assert pdf.write(document, house, MOMENT) == made


def test_a_note_is_laid_out_once_however_many_follow(house: Style, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = 9
    calls = " ".join(f"Lamp {number}.[^n{number}]" for number in range(notes))
    document = composed(
        f"# Lamps\n\n{calls}\n\n" + "\n".join(f"[^n{number}]: Note {number}.\n" for number in range(notes))
    )
    counted: list[Any] = []
    once = note_layouts.once

    def counting(lay_out: Any) -> Any:
        def counted_layout(*arguments: Any, **named: Any) -> Any:
            if len(arguments) > 4 and type(arguments[4]).__name__ == "FootnoteAreaBox":
                counted.append(arguments[1].element)
            return lay_out(*arguments, **named)

        return once(counted_layout)

    monkeypatch.setattr(note_layouts, "once", counting)
    pdf.write(document, house, MOMENT)
    assert len(counted) == notes


@pytest.mark.parametrize(("language", "measured"), [("en", 0), ("ar", 5)])
def test_words_of_a_label_are_not_measured_where_they_have_room(
    house: Style, monkeypatch: pytest.MonkeyPatch, language: str, measured: int
) -> None:
    """From right to left their place depends on the width of the label."""
    document = composed(LABELS, language=language)
    asked: list[str] = []

    def measuring(lay_out: Any, measure: Any) -> LabelBoxes:
        def counted(box: Any, context: Any, around: Any) -> None:
            asked.append("".join(box.element.itertext()))
            measure(box, context, around)

        return LabelBoxes(lay_out, counted)

    monkeypatch.setattr(weasyprint_patches, "LabelBoxes", measuring)
    pdf.write(document, house, MOMENT)
    assert len(asked) == measured, asked
