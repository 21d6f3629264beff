"""Numerals wider than the place that is kept for them push the words aside: they are never printed over them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from plantin.auditors import pdf as auditor
from plantin.house.style import Style
from plantin.writers import pdf as writer
from tests.kit.compose import composed
from tests.kit.read_back import audited


def test_the_numerals_of_thirty_nine_sections_are_printed_beside_their_words(
    house: Style, moment: dt.datetime, tmp_path: Path
) -> None:
    document = composed("\n\n".join(f"# Lamps of harbour {n}\n\nThey burn." for n in range(1, 40)))
    path = tmp_path / "edition.pdf"
    path.write_bytes(writer.write(document, house, moment))
    assert audited(auditor, path, document) == ()
