"""Brackets around a figure in a line from right to left are copied as they are written."""

from __future__ import annotations

import datetime as dt
import io

import pikepdf
import pymupdf
import pypdfium2
import pytest

from plantin.auditors import pdf as auditor
from plantin.auditors.parity.outline import differences
from plantin.house.style import Style
from plantin.model.outline import outline
from plantin.writers import pdf
from tests.kit.compose import composed

SENTENCE = "عملا بالقرار 2253 (2035)، في [17] وفي (الفقرة) (a)، نخلة/شجرة (شجرة (old) كبيرة)"


DOCUMENT = composed(f"{SENTENCE}.\n\n[the (old) lady]{{lang=en}}.", language="ar")


@pytest.fixture(scope="module")
def made(house: Style) -> bytes:
    return pdf.write(DOCUMENT, house, dt.datetime(2035, 6, 1, tzinfo=dt.UTC))


def differing(content: bytes) -> set[str]:
    reading = auditor.read(content, "x.pdf")
    return {one.code for one in (*differences(outline(DOCUMENT), reading.outline(), "x.pdf"), *reading.findings())}


def test_figures_in_brackets_are_found(made: bytes) -> None:
    with pypdfium2.PdfDocument(made) as opened:
        text = opened[0].get_textpage().get_text_bounded()
    assert "بالقرار 2253 (2035)" in text
    assert "the (old) lady" in text
    with pymupdf.open(stream=made) as read:
        assert read[0].search_for("بالقرار 2253 (2035)")
        assert read[0].search_for("نخلة/شجرة")


def test_its_tags_read_what_is_written(made: bytes) -> None:
    assert differing(made) == set()


def test_a_bracket_that_is_read_turned_round_is_reported(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as file:
        for name, font in file.pages[0].Resources.Font.items():
            if name.endswith("soft"):
                rows = font.ToUnicode.read_bytes()
                turned = rows.replace(b"<0028>", b"<->").replace(b"<0029>", b"<0028>").replace(b"<->", b"<0029>")
                assert turned != rows
                font.ToUnicode.write(turned)
        held = io.BytesIO()
        file.save(held)
    assert differing(held.getvalue()) == {"P004"}
