"""The words of drawings: set as a whole, unless their letters have places of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from plantin.writers.pdf.drawing_text import set_words_whole

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
