"""A sign that its face lacks is set as another one and a stroke (≠), from right to left too, and charges are copied."""

from __future__ import annotations

import datetime as dt
from unicodedata import normalize

import pymupdf
import pypdfium2
import pytest

from plantin.house.style import Style
from plantin.writers import pdf
from tests.kit.compose import composed

SOURCES = {"en": "x ≠ y and (x ≠ y).", "ar": "مصابيح س ≠ ص الميناء.\n\n≠ y الميناء."}


def written(house: Style, language: str, body: str) -> bytes:
    return pdf.write(composed(body, language=language), house, dt.datetime(2035, 6, 1, tzinfo=dt.UTC))


def ink(content: bytes) -> set[float]:
    """How dark each ≠ of the first page is, as a part of its area."""
    with pymupdf.open(stream=content) as read:
        blocks = read[0].get_text("rawdict", flags=0)["blocks"]
        spans = [span for block in blocks for line in block["lines"] for span in line["spans"]]
        areas = [letter["bbox"] for span in spans for letter in span["chars"] if letter["c"] == "="]
        clips = [read[0].get_pixmap(dpi=300, clip=area, colorspace="gray") for area in areas]
        return {round(sum(value < 128 for value in clip.samples) / len(clip.samples), 2) for clip in clips}


def test_the_stroke_is_over_its_sign_from_right_to_left(house: Style) -> None:
    left_to_right, *_ = ink(written(house, "en", SOURCES["en"]))
    for share in ink(written(house, "ar", SOURCES["ar"])):
        assert share == pytest.approx(left_to_right, abs=0.02)


def test_every_reader_copies_it(house: Style) -> None:
    content = written(house, "ar", SOURCES["ar"])
    with pypdfium2.PdfDocument(content) as opened:
        assert "س ≠ ص" in normalize("NFC", opened[0].get_textpage().get_text_bounded())
    with pymupdf.open(stream=content) as read:
        assert "س ≠ ص" in normalize("NFC", read[0].get_text())


def test_a_charge_is_copied_as_one(house: Style) -> None:
    with pypdfium2.PdfDocument(written(house, "en", "SO~4~^2−^, SO₄²⁻, Ca^+^.")) as opened:
        copied = opened[0].get_textpage().get_text_bounded().replace("\r\n", "")
    assert "SO₄²⁻, SO₄²⁻, Ca⁺." in copied
