"""Lines are parts of a paragraph that was shaped once: what is drawn of them is what the engine would draw, and as wide
as was measured.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import weasyprint
import weasyprint.draw.text
from weasyprint.text.line_break import Layout

from plantin.house.style import Style
from plantin.model.document import Document, Paragraph
from plantin.model.inlines import Text
from plantin.model.labels import Hyphenation
from plantin.writers.engine import apply_replacements
from plantin.writers.pdf import glyph_strings
from plantin.writers.pdf.layout import lay_out
from plantin.writers.pdf.markup import markup
from plantin.writers.pdf.replacements import layout_in_place
from plantin.writers.pdf.shaped_text import Face, LocatedText, ShapedText
from plantin.writers.pdf.shaping import shape_with_starts

WORDS = (
    "The office of the keeper of the lights of the fjord, which is afloat, tells of (a) the wharf, (b) the reef and 1½"
    " miles of cliff – and of all the efforts of the staff: Āfrīn and Tō\u0301 put off the lights at 5\u00a0a.m. if the"
    " surf of the offing is of no effect."
)
PAGE = (
    " @font-face { font-family: 'STIX Two Text'; src: url('font:regular') } @page { size: 90mm 200mm; margin: 8mm }"
    " html { font-family: 'STIX Two Text'; font-size: 9pt } header, nav, h1 { display: none }"
)
FILLED = "p { hyphens: auto; text-align: justify; hyphenate-character: '\u2010' }"


@pytest.fixture
def paged(report: Document, house: Style) -> Callable[..., Any]:
    """The pages of one paragraph of words, in a style that is added."""

    def made(words: str = WORDS, sheet: str = FILLED) -> Any:
        blocks = (Paragraph("paragraph-1", "", (Text(words),)),)
        document = replace(report, language="en", hyphenation=Hyphenation("en_GB", 5, 2, 3), blocks=blocks, notes=())
        root: ET.Element = markup(document, (sheet + PAGE,))
        with layout_in_place(document.hyphenation):
            return lay_out(root, house)

    return made


def texts(pages: Any) -> list[Any]:
    """The texts of the lines of the paragraph."""
    from weasyprint.formatting_structure.boxes import TextBox

    found = (box for page in pages.pages for box in page._page_box.descendants() if isinstance(box, TextBox))
    return [box for box in found if box.element.tag in {"p", "span"} and len(box.text.split()) > 1]


def drawn(pages: Any, by: Callable[..., Any]) -> Iterator[tuple[str, float, Any]]:
    """Of each text: its show strings as ``by`` draws them, the size of its type in pixels, and its font."""
    found = []

    def show(stream: Any, box: Any, *rest: Any) -> Any:
        before = len(stream.stream)
        result = by(stream, box, *rest)
        added = stream.stream[before:]
        strings = [one.decode() for one in added if isinstance(one, bytes) and one.endswith(b"] TJ")]
        if len(box.text.split()) > 1 and box.element.tag in {"p", "span"}:
            found.append(("".join(strings), box.style["font_size"], next(iter(stream._fonts.values()))))
        return result

    with apply_replacements([(weasyprint.draw.text, "draw_first_line", show)]):
        pages.write_pdf()
    return iter(found)


def codes(string: str) -> str:
    return "".join(re.findall(r"<([0-9a-f]*)>", string))


def width(string: str, size: float, font: Any) -> float:
    """How far the pen goes, in pixels."""
    shown = codes(string)
    glyphs = sum(font.widths[int(shown[at : at + 4], 16)] for at in range(0, len(shown), 4))
    moves = sum(float(number) for number in re.findall(r"(?<=>)(-?[0-9.]+)(?=[<\]])", string))
    return float(glyphs - moves) * size / 1000


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_lines_are_drawn_as_wide_as_they_were_measured(
    paged: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def faults(pages: Any) -> list[float]:
        """How far each line is from its width, in parts of what the engine's rounding of the moves of the pen makes at
        most.
        """
        lines = texts(pages)
        shown = list(drawn(pages, glyph_strings.drawing(weasyprint.draw.text.draw_first_line)))
        assert len(shown) == len(lines) > 4
        return [
            abs(width(string, size, font) - box.width) / (len(box.text) * size / 1000)
            for box, (string, size, font) in zip(lines, shown, strict=True)
        ]

    pages = paged()
    assert all(isinstance(box.pango_layout, ShapedText) for box in texts(pages))
    assert max(faults(pages)) < 1
    monkeypatch.setattr(ShapedText, "with_spacing", lambda text, _: text)  # spaces that do not grow
    assert max(faults(paged())) > 1


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("sheet", [FILLED, "p { hyphens: auto; text-align: left }"], ids=["filled", "ragged"])
def test_the_glyphs_are_those_of_the_engine(
    paged: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, sheet: str
) -> None:
    usual = [
        codes(string)
        for string, _, _ in drawn(paged(sheet=sheet), glyph_strings.drawing(weasyprint.draw.text.draw_first_line))
    ]
    pages = paged(sheet=sheet)
    monkeypatch.setattr(glyph_strings, "_is_drawn_otherwise", lambda _: True)  # as of a face of pictures
    by_engine = [
        codes(string) for string, _, _ in drawn(pages, glyph_strings.drawing(weasyprint.draw.text.draw_first_line))
    ]
    assert len(usual) > 4
    assert usual == by_engine
    assert all(isinstance(box.pango_layout, Layout) for box in texts(pages)), "the engine drew them"


def shaped(pages: Any, words: str, sheet: str = "") -> Any:
    """``words`` on one line, in the style of the paragraph of ``pages``."""
    box = texts(pages)[0]
    style = box.style.copy()
    for name, value in (pair.split(":") for pair in sheet.split(";") if pair):
        style[name] = float(value) if value[0].isdigit() else value
    return shape_with_starts(words, style, None, 0.0, {})[0]


def test_a_part_ends_where_letters_do_not_touch(paged: Callable[..., Any]) -> None:
    pages = paged()
    text = shaped(pages, WORDS)
    assert isinstance(text, LocatedText)
    first = text.part(0, WORDS.index(" of the keeper"))
    assert first is not None
    assert first.text == "The office"
    assert first.width == text.starts[10]
    for end in (place for place, letter in enumerate(WORDS) if letter == " "):
        part, alone = text.part(0, end), shaped(pages, WORDS[:end])
        assert part is not None
        assert part.width == pytest.approx(alone.width, abs=0.001), (
            "the last letter is not kerned with the space after it"
        )
    assert text.part(0, 2) is None, "within a word"
    assert text.part(0, WORDS.index("\u0301")) is None, "before a mark"
    assert text.part(4, len(WORDS)) is not None
    assert text.part(WORDS.index("(b)"), len(WORDS)).glyphs == text.glyphs[text.places[WORDS.index("(b)")] :]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("words", "sheet"),
    [
        ("from left שלום", ""),
        ("two faces 灯", ""),
        ("spaced out", "letter_spacing:2"),
        ("far apart", "word_spacing:2"),
        ("a\ttab", ""),
        ("no face \U00013080", ""),
        ("join\u2060ed", ""),
    ],
    ids=["directions", "faces", "letters", "words", "tab", "unknown", "invisible"],
)
def test_what_the_engine_has_to_draw_is_left_to_it(paged: Callable[..., Any], words: str, sheet: str) -> None:
    layout = shaped(paged(), words, sheet)
    assert isinstance(layout, Layout)
    assert len(layout.starts) >= len(words)
    assert isinstance(shaped(paged(), "quay lamps"), LocatedText)


def test_a_face_counts_as_many_glyphs_as_two_bytes_can() -> None:
    face = Face(None, None)
    most = face.numbers((code, 1, 0, "a") for code in range(0x10000))
    assert most is not None
    assert most[-1] == 0xFFFF
    assert face.glyphs()[7].code == 7
    assert face.numbers([(7, 1, 0, "a")]) == most[7:8]
    assert face.numbers([(7, 2, 0, "a")]) is None
