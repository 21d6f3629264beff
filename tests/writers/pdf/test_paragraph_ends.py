"""White space and passages at the ends of paragraphs and headings leave the PDF whole."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from plantin.auditors import pdf as auditor
from plantin.house.style import Style
from plantin.writers import pdf as writer
from tests.kit.compose import codes, composed
from tests.kit.read_back import audited


@pytest.mark.parametrize(
    "body",
    [
        (
            "# Lamps\n\nThe lamp is [**red**]{lang=fr}\u00a0\n\nIt is [rouge\u00a0]{lang=fr}\n\nIt **burns**"
            " \u2003\n\nEnd."
        ),
        "# [Le phare]{lang=fr}\n\nText.\n\n# The lamps of [Brest]{lang=fr}\n\nText.",
        "# Lamps\n\nText.\n\n[^a]\n\n[^a]: A note of a paragraph that is its call alone.",
    ],
    ids=["white space", "headings in another language", "a call alone"],
)
def test_the_pdf_says_what_the_document_says(body: str, house: Style, moment: dt.datetime, tmp_path: Path) -> None:
    document = composed(body)
    path = tmp_path / "edition.pdf"
    path.write_bytes(writer.write(document, house, moment))
    assert audited(auditor, path, document, beside=True) == ()


def test_a_paragraph_of_spaces_alone_is_found_in_the_source() -> None:
    assert codes("# Lamps\n\nText.\n\n\u00a0\n\nEnd.") == {"S014"}


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("[https://example.org/a](https://example.org/a)", set()),
        ("[www.Example.org](https://www.example.org/)", set()),
        ("[the lamps](https://example.org/a)", set()),
        ("https://example.org/a; and so on", set()),
        ("[https://example.org/%C3%A9](https://example.org/é)", set()),
        ("[https://example.org/a](https://example.org/b)", {"R007"}),
        ("[www.example.org](https://example.com)", {"R007"}),
    ],
)
def test_the_words_of_a_link_name_no_other_address(link: str, expected: set[str]) -> None:
    assert codes(f"# Lamps\n\nSee {link}.") == expected
