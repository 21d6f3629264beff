"""A received text that is not understood is told at its line, and what the press numbers otherwise is a loss."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.findings import SourceError
from pipeline.house.layout import House
from pipeline.importing import receive
from pipeline.importing.plaintext import read

ROOT = Path(__file__).parents[2]
TEXT = """Shop

United Nations

Security Council

S/2035/7

Distr.: General

2 June 2035

Original: English

Report on lamps

I. Lamps

1. The lamps are lit. |1|

2. The oil is spent.

Notes:

1. At dusk. [Back]
"""


def test_a_sound_text_leaves_out_only_what_is_no_part_of_it() -> None:
    received = read(TEXT, "received.txt")
    assert received.symbol == "S/2035/7"
    assert [(row.code, row.severity, row.place.path, row.place.line) for row in received.left_out] == [
        ("S043", "warning", "received.txt", 1),
        ("S043", "warning", "received.txt", TEXT.split("\n").index("Notes:") + 1),
    ]
    assert "'Shop'" in received.left_out[0].message


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("S/2035/7", "Document seven", "S040", ""),
        ("Original: English", "Original: Latin", "S041", "Original: Latin"),
        ("2 June 2035", "2 Juno 2035", "S041", "2 Juno 2035"),
        ("lit. |1|", "lit. |3|", "S042", "1. The lamps are lit. |3|"),
    ],
)
def test_what_is_not_understood_is_told_at_its_line(old: str, new: str, code: str, at: str) -> None:
    text = TEXT.replace(old, new)
    with pytest.raises(SourceError) as raised:
        read(text, "received.txt")
    (finding,) = raised.value.findings
    assert (finding.code, finding.place.path) == (code, "received.txt")
    assert finding.place.line == (text.split("\n").index(at) + 1 if at else 0)
    assert finding.hint


def test_a_number_that_the_press_gives_otherwise_is_a_loss(tmp_path: Path) -> None:
    for name in ("styles", "locales"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "sources").mkdir()
    file = tmp_path / "received.txt"
    file.write_text(TEXT, "utf-8")
    assert receive.bring(House(tmp_path), file, replace=False, dry=True).losses == ()
    file.write_text(TEXT.replace("I. Lamps", "II. Lamps"), "utf-8")
    (loss,) = receive.bring(House(tmp_path), file, replace=False, dry=True).losses
    assert loss.code == "S044"
    assert loss.place.line == TEXT.split("\n").index("I. Lamps") + 1
    assert "section II. as received, I. from the press" in loss.message
