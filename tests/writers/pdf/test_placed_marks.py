"""Vowel signs that are placed by their outlines: the page looks as it did where they were placed by moves of
the pen.
"""

from __future__ import annotations

import datetime as dt
import io
import subprocess
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops

from plantin.auditors import pdf as auditor
from plantin.auditors.parity.outline import differences
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.model.outline import outline
from plantin.writers import pdf
from plantin.writers.pdf import bidi
from tests.kit.compose import composed

MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)
WORDS = "كلمة مُفِيدٌ و كِتَابٌ هنا.\n\n[הנה שָׁלוֹם וְלַיְלָה.]{lang=he}"


@pytest.fixture(scope="module")
def document() -> Document:
    return composed(f"# عنوان\n\n{WORDS}", language="ar")


@pytest.fixture(scope="module")
def made(document: Document, house: Style) -> bytes:
    return pdf.write(document, house, MOMENT)


def picture(content: bytes, path: Path) -> Image.Image:
    path.write_bytes(content)
    subprocess.run(["pdftoppm", "-r", "200", "-gray", "-singlefile", "-png", path, path.with_suffix("")], check=True)
    return Image.open(path.with_suffix(".png")).convert("L")


def test_the_page_looks_as_it_did(
    document: Document, made: bytes, house: Style, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bidi, "_place_marks", lambda *_: None)
    before = picture(pdf.write(document, house, MOMENT), tmp_path / "before.pdf")
    after = picture(made, tmp_path / "after.pdf")
    unlike = sum(value > 100 for value in ImageChops.difference(before, after).tobytes())
    assert unlike <= 30, f"{unlike} points of the page are another shade"


def test_tags_say_letter_and_sign_as_the_report_does(document: Document, made: bytes) -> None:
    reading = auditor.read(made, "x.pdf")
    assert differences(outline(document), reading.outline(), "x.pdf") == ()
    assert reading.findings() == ()
    with pikepdf.open(io.BytesIO(made)) as opened:
        streams = b"".join(page.Contents.read_bytes() for page in opened.pages)
    assert b"ActualText" not in streams
    assert b" Ts" not in streams


def test_a_report_without_such_signs_has_no_font_for_them(house: Style) -> None:
    assert b"/Marks" not in pdf.write(composed("# عنوان\n\nكلمة هنا.", language="ar"), house, MOMENT)
