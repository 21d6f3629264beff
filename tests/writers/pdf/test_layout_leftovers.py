"""What is left of a layout when its pages are there: the boxes of the pages, and nothing that they were made of."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from weasyprint.formatting_structure.boxes import Box

from plantin.house.style import Style
from plantin.writers import pdf
from plantin.writers.pdf import rendition
from tests.kit.compose import composed
from tests.kit.editions import MOMENT

BODY = "# Lamps\n\n" + "".join(
    f"[]{{#lamp-{n}}} Lamp {n} burns beside [](#lamp-{(n + 1) % 60}).\n\n" for n in range(60)
)


def test_boxes_that_are_on_no_page_are_let_go_before_the_pages_are_drawn(
    house: Style, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[tuple[int, int]] = []
    laid: list[Any] = []
    lay_out, describe = rendition.lay_out, rendition.describe

    def kept(*arguments: Any) -> Any:
        laid.append(lay_out(*arguments))
        return laid[0]

    def counted(*arguments: Any) -> None:
        drawn = {id(box) for page in laid[0].pages for box in page._page_box.descendants(placeholders=True)}
        gc.collect()
        left.append((len(drawn), sum(isinstance(one, Box) and id(one) not in drawn for one in gc.get_objects())))
        describe(*arguments)

    monkeypatch.setattr(rendition, "lay_out", kept)
    monkeypatch.setattr(rendition, "describe", counted)
    pdf.write(composed(BODY), house, MOMENT)
    ((drawn, other),) = left
    assert drawn > 500
    assert other < drawn / 3, "the paragraphs before they were broken into lines are gone"
