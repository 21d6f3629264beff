"""The words of drawings: set as a whole, unless their letters have places of their own, and as plain text at their places."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
import pymupdf
import pytest

from plantin.house.style import Style
from plantin.model.document import Figure, Picture
from plantin.model.inlines import Text
from plantin.writers import pdf
from plantin.writers.pdf.drawing_text import set_words_whole
from tests.kit.charts import KINDS, chart, figure
from tests.kit.compose import composed
from tests.kit.editions import MOMENT

pytestmark = pytest.mark.full

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><g id="a">{}</g><use href="#a"/></svg>'


def letters(content: str) -> Iterator[list[str]]:
    """What the engine takes for the letters of each text of a drawing, as it is and repeated."""
    from weasyprint.images import SVGImage

    image = SVGImage(ET.fromstring(SVG.format(content)), "", None, None)
    set_words_whole([object(), image])
    tree = image._svg.tree
    for group in (tree.get_child("a"), tree.get_child("a").copy()):
        yield from (list(text) for text in texts(group))


def texts(element: Any) -> Iterator[str]:
    for child in element:
        yield from [child.text] if child.tag in {"text", "tspan"} and child.text else []
        yield from texts(child)


@pytest.mark.parametrize("words", ["سلام عليكم", "नमस्ते", "Lamps shine"])
def test_words_are_set_whole(words: str) -> None:
    assert list(letters(f'<text x="1" y="2">{words}</text>')) == [[words]] * 2
    assert list(letters(f"<text>{words}<tspan>{words}</tspan></text>")) == [[words]] * 4


@pytest.mark.parametrize("places", ['x="1 2"', 'dy="1"', 'rotate="4"', 'textLength="90"', 'letter-spacing="2"'])
def test_letters_with_places_of_their_own_are_set_one_by_one(places: str) -> None:
    assert list(letters(f"<text {places}>Lamp</text>")) == [["L", "a", "m", "p"]] * 2


def written(house: Style, *figures: Figure, language: str = "en") -> bytes:
    return pdf.write(replace(composed("Text.", language=language), blocks=figures), house, MOMENT)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_label_is_a_group(house: Style, direction: str) -> None:
    # PDFium drops stems of letters in transparency groups (ISO 32000-1, 11.6.6) at the size of a screen.
    language = {"ltr": "en", "rtl": "ar"}[direction]
    content = written(house, *(figure(chart(kind, direction), kind) for kind in KINDS), language=language)
    with pikepdf.open(io.BytesIO(content)) as file:
        assert [item for item in file.objects if isinstance(item, pikepdf.Stream) and "/Group" in item] == []


@pytest.mark.parametrize(
    ("anchor", "direction", "before"),
    [("start", "ltr", 0), ("middle", "ltr", 0.5), ("end", "ltr", 1), ("start", "rtl", 1), ("end", "rtl", 0)],
)
def test_a_text_is_at_its_place(house: Style, anchor: str, direction: str, before: float) -> None:
    look = f'font-family="{house.fonts.family}" font-size="20" direction="{direction}"'
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 60" width="400" height="60">'
        f'<text x="0" y="40" {look}>Hd</text><text x="200" y="40" text-anchor="{anchor}" {look}>HHarbourH</text></svg>'
    ).encode()
    picture = Picture("a.svg", "image/svg+xml", 400, 60, False, hashlib.sha256(svg).hexdigest(), svg)
    shown = Figure("figure-1", "", (Text("Lamps"),), picture, "Lamps.", (), ())
    with pymupdf.open("pdf", written(house, shown)) as file:
        spans = {
            span["chars"][0][0] and "".join(chr(c[0]) for c in span["chars"]): span for span in file[0].get_texttrace()
        }
    origin, bounds = spans["Hd"]["chars"][0][2][0], spans["HHarbourH"]["chars"]
    left, right = bounds[0][2][0], bounds[-1][3][2]
    scale = spans["HHarbourH"]["size"] / 20
    own_place = origin if direction == "ltr" else origin + sum(c[3][2] - c[3][0] for c in spans["Hd"]["chars"])
    assert left + before * (right - left) == pytest.approx(own_place + 200 * scale, abs=0.3)
