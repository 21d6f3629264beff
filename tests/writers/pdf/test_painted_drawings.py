"""Drawings with what the layout engine draws wrongly: dots under words that stay words."""

from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image

from plantin.model.document import Picture
from plantin.source import drawings
from plantin.writers.pdf.painted_drawings import paint_with_words

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="10 0 40 20"><defs>{}</defs>'
    '<rect x="10" width="20" height="20" fill="url(#a)" filter="url(#f)"/><text x="40" y="9">Lamp</text></svg>'
)
PLAIN = '<linearGradient id="a" x1="0" x2="1"><stop stop-color="red"/></linearGradient>'
UNITS = (
    '<linearGradient id="a" gradientUnits="userSpaceOnUse" x1="10" x2="30"><stop stop-color="red"/></linearGradient>'
)
SHADOW = '<filter id="f"><feOffset dx="0"/></filter><radialGradient id="a"><stop stop-color="red"/></radialGradient>'


def drawing(defs: str) -> Picture:
    content = SVG.format(defs).replace("" if "<filter" in defs else ' filter="url(#f)"', "").encode()
    return Picture("a.svg", "image/svg+xml", 40, 20, moving=False, digest=defs, content=content)


def test_what_the_engine_draws_rightly_stays_a_drawing() -> None:
    assert paint_with_words(drawing(PLAIN)) is None


@pytest.mark.parametrize("defs", [UNITS, SHADOW])
def test_shapes_are_dots_and_words_are_words(defs: str) -> None:
    made = paint_with_words(drawing(defs))
    assert made is not None
    over, dots = made
    assert drawings.words(over) == "Lamp"
    assert b"<rect" not in over
    assert f"picture:{dots.digest}".encode() in over
    assert dots.digest == hashlib.sha256(dots.content).hexdigest()
    with Image.open(io.BytesIO(dots.content)) as image:
        red, white = (image.convert("RGBA").getpixel((image.width * at // 4, image.height // 2)) for at in (1, 3))
    assert red == (255, 0, 0, 255), "the left half"
    assert white == (0, 0, 0, 0), "the words are not in the dots"
