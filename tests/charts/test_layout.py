"""Charts at the limits of their data, as pages show them: no word touches another, a mark or the edge, and each is as
large as the notes of its edition. `bench/charts.py` measures more of them, in more media.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from plantin.charts.colours import FILLS, edge_of
from plantin.charts.drawing import draw
from plantin.charts.frame import Frame, spread
from plantin.house.colours import contrast
from plantin.house.style import Style
from plantin.model.document import Box, Document, Figure, Picture, every
from plantin.model.inlines import Text
from plantin.production.formats import format_named
from tests.kit import drawn_words
from tests.kit.chart_limits import LimitCase, sample
from tests.kit.compose import composed
from tests.kit.drawn_words import InkOfWords, RenderedDrawing
from tests.kit.editions import MOMENT

pytestmark = pytest.mark.full

_SAMPLE = 18


def drawing(case: LimitCase, name: str = "") -> Figure:
    """A figure that shows a chart as it is drawn for nobody."""
    drawn = draw(case.chart)
    digest = hashlib.sha256(drawn.content).hexdigest()
    picture = Picture(f"{case.name}.svg", "image/svg+xml", drawn.width, drawn.height, False, digest, drawn.content)
    return Figure(f"figure-{name}", name, (Text(case.name),), picture, case.name, (), (), chart=case.chart)


def document(cases: Sequence[LimitCase]) -> Document:
    """A document of these charts."""
    return replace(composed("Text."), blocks=tuple(drawing(case, f"{n}") for n, case in enumerate(cases)))


@pytest.mark.sample(1)
@pytest.mark.parametrize(("name", "least"), [("pdf", 8.5), ("large", 16.0)])
def test_words_of_charts_touch_nothing_and_are_as_large_as_notes(house: Style, name: str, least: float) -> None:
    cases = [case for case in sample(400, seed=7) if case.language in ("en", "ru") and case.kind != "sparkline"][
        :_SAMPLE
    ]
    row = format_named(name)
    assert row is not None
    drawings = drawn_words.in_pdf(row.write(document(cases), house, MOMENT), [case.name for case in cases])
    assert sum(len(drawn.words) for drawn in drawings) > 10 * _SAMPLE
    assert [fault for drawn in drawings for fault in drawn.faults(least)] == []


def test_faults_of_words_are_found() -> None:
    edge = (0.0, 0.0, 100.0, 50.0)
    words = [
        InkOfWords("a", (10, 10, 30, 20), 9),
        InkOfWords("b", (25, 15, 60, 25), 9),
        InkOfWords("c", (90, 30, 104, 40), 6),
    ]
    line = (False, ((0.0, 35.0), (100.0, 35.0)))
    found = [fault.partition(":")[0] for fault in RenderedDrawing("x", edge, tuple(words), (line,)).faults(8.5)]
    assert found == ["overlap", "cut", "small", "over a mark"]


def test_words_turned_alike_touch_only_along_their_way() -> None:
    slope = (0.5**0.5, -(0.5**0.5))
    one = InkOfWords("one", (10, 10, 40, 40), 9, (slope, (0, 30, 40, 38)))
    beside = InkOfWords("beside", (15, 15, 45, 45), 9, (slope, (0, 40, 40, 48)))
    over = InkOfWords("over", (15, 15, 45, 45), 9, (slope, (20, 32, 60, 40)))
    edge = (0.0, 0.0, 100.0, 50.0)
    assert list(RenderedDrawing("x", edge, (one, beside), ()).faults(8.5)) == []
    assert len(list(RenderedDrawing("x", edge, (one, over), ()).faults(8.5))) == 1


@pytest.mark.parametrize("size", [11.3, 13, 22.7])
def test_a_drawing_is_as_large_as_its_words_ask(size: float) -> None:
    for case in sample(60, seed=8):
        if case.kind != "sparkline":
            drawn = draw(case.chart, Frame(602, size))
            across, down = map(float, drawn.content.decode().split('viewBox="0 0 ')[1].split('"')[0].split())
            assert drawn.width <= 602
            assert (drawn.width / across, drawn.height / down) == pytest.approx((size / 13, size / 13), rel=1e-4)


def test_bars_of_close_rows_are_as_thick_as_the_page_allows() -> None:
    (case,) = (case for case in sample(400) if case.name == "grouped many en")
    thick = [
        min(float(height) for height in re.findall('<rect [^>]*height="([^"]*)"[^>]*class="fill', words))
        for words in (draw(case.chart, Frame(642, 11.3, tallest)).content.decode() for tallest in (900, 400))
    ]
    assert thick[0] >= 4
    assert 1 < thick[1] < thick[0]


def test_labels_are_spread_as_little_as_they_must() -> None:
    assert spread([10, 30], [10, 10], 0, 100) == [5, 25]
    assert spread([20, 20, 20], [10, 10, 10], 0, 100) == [5, 15, 25]
    assert spread([98, 99], [10, 10], 0, 100) == [80, 90]
    assert spread([1, 2], [10, 10], 0, 100) == [0, 10]


def test_a_web_page_has_a_drawing_for_a_narrow_page_too(house: Style) -> None:
    (case,) = (case for case in sample(60) if (case.kind, case.limit) == ("grouped", "millions"))
    row = format_named("html")
    assert row is not None
    (figure,) = (block for block in every(row.draw_charts(document([case]), house).blocks) if isinstance(block, Figure))
    assert figure.narrow is not None
    assert (figure.picture.width, figure.narrow.width) == (480, 280)
    page = row.write(document([case]), house, MOMENT).decode()
    assert page.count('class="chart narrow"') == page.count('class="chart"') == 1


def test_a_chart_in_a_box_is_drawn_for_the_room_in_it(house: Style) -> None:
    case = sample(1)[0]
    row = format_named("pdf")
    assert row is not None
    alone, boxed = drawing(case, "1"), Box("box-1", "Box 1", (), (drawing(case, "2"),), ())
    drawn = row.draw_charts(replace(document([]), blocks=(alone, boxed)), house)
    wide = [block.picture.width for block in every(drawn.blocks) if isinstance(block, Figure)]
    assert wide[0] - wide[1] == 32


@pytest.mark.parametrize("fill", [*FILLS, "#000000", "#ffffff", "#777777", "#008000"])
def test_an_edge_stands_out_from_every_fill(fill: str) -> None:
    edge = edge_of(fill).replace("currentColor", "#000000")
    assert contrast(edge, fill) >= 3


def test_words_are_wrapped_within_their_room() -> None:
    frame = Frame()
    for words in ("Interdepartmentalization of water", "居民家庭和公共机构用户，及其他", "a"):
        lines = frame.wrap(words, 60)
        assert "".join(lines).replace(" ", "") == words.replace(" ", "")
        assert frame.longest(lines) <= 60
        assert not any(line[0] in "，。" for line in lines)
