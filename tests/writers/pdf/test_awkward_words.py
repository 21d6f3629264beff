"""Words that a line has no place for: none runs off the page, no line beside one is full of holes, and each is read
back as it is written.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pymupdf
import pytest

from plantin.auditors import pdf as auditor
from plantin.house.style import Style
from plantin.model.outline import outline
from plantin.writers import pdf
from tests.kit.compose import composed
from tests.kit.read_back import strictly

pytestmark = pytest.mark.full

SPACE = "\u00a0"
CODE = "QDi325"
ADDRESS = f"https://example.org/{'lamps_of_the_harbour_' * 5}"
MOST_PT = 20.0
"""The widest space between words of a line."""


@pytest.mark.sample(6)
@pytest.mark.parametrize(
    ("text", "language"),
    [
        # A space between two marks is a text of its own.
        (f"The lamps “.{SPACE}*High Educ*{SPACE}**87**,{SPACE}`a`{SPACE}*b*\u2003**c** burn.", "en"),
        (f"Les lampes *du port*{SPACE}**87** brûlent\u202f; *a*\u202f**b**.", "fr"),
        (f"مصابيح *الميناء*{SPACE}**تضيء** طوال *a*{SPACE}**ب** b", "ar"),
        # A word beside which the line has room for two others.
        (f"Lamps of the night `{CODE * 11}` lamps burn all night because their keepers do.", "en"),
        (f"See ({ADDRESS}) and the code `{CODE * 14}`, which is very long.", "en"),
        (f"مصابيح الميناء تضيء طوال `{CODE * 11}` الليل لأن الحارس يعد البراميل والقوارب والأيام", "ar"),
        # A word that is longer than the line.
        (f"Lamps of `{CODE * 33}` and {'W' * 150} burn.", "en"),
    ],
)
def test_no_word_is_lost_or_leaves_a_hole(text: str, language: str, house: Style, moment: dt.datetime) -> None:
    fields = f"original-language: {language}\n" if language == "ar" else ""
    document = composed(f"{text}\n\nBurning.[^long]\n\n[^long]: {text}\n", fields, language)
    made = pdf.write(document, house, moment)
    reading = auditor.read(made, "edition.pdf")
    assert reading.outline() == outline(document)
    assert [str(finding) for finding in reading.findings()] == []
    assert [finding.code for finding in strictly("pdf", reading, document, house)] == []
    with pymupdf.open(stream=made) as file:
        assert max(gap for page in file for gap in _gaps(page)) < MOST_PT


def _gaps(page: pymupdf.Page) -> list[float]:
    """The spaces between the words of each line, in points."""
    words = sorted(page.get_text("words"), key=lambda word: (word[5:7], word[0]))
    return [after[0] - before[2] for before, after in pairwise(words) if before[5:7] == after[5:7]]
