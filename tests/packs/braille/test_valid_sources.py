"""What a valid source may hold is brailled, and read back as what its document says."""

from __future__ import annotations

import datetime as dt

import pytest

from plantin.findings import Finding
from plantin.house.style import Style
from plantin.model.document import Document
from plantin.packs.braille import auditor
from plantin.packs.braille import writer as braille
from plantin.packs.braille.auditor import ebraille as ebraille_auditor
from plantin.packs.braille.writer import ebraille
from tests.kit.compose import composed
from tests.kit.editions import Editions
from tests.kit.read_back import unlike

MOMENT = dt.datetime(2035, 6, 1, tzinfo=dt.UTC)
LONG = "the lamps of every harbour burn all night because their keepers count casks"


def refused(document: Document, style: Style) -> list[str]:
    """What the gate finds in the editions on paper and for displays."""
    paper = auditor.read_brf(braille.brf(document, style, MOMENT), "x.brf")
    display = ebraille_auditor.read(ebraille.write(document, style, MOMENT), "x.ebrl")
    findings: list[Finding] = [*paper.findings(), *display.findings()]
    for book in (paper, display):
        findings += [*unlike(book, document, "x"), *book.unlike(document)]
    return [str(finding) for finding in findings]


def rows(document: Document, style: Style) -> list[str]:
    """The rows of the edition on paper."""
    return braille.brf(document, style, MOMENT).decode().split("\r\n")


def nested(levels: int, words: str) -> str:
    return "\n".join(f"{'  ' * level}- {words} {level}" for level in range(levels))


@pytest.mark.parametrize("words", ["lamps", LONG])
@pytest.mark.parametrize("levels", [1, 4, 5])
def test_lists_are_as_deep_as_the_manual_allows(levels: int, words: str, store: Editions) -> None:
    document = composed(f"# Lamps\n\nThe keepers count:\n\n{nested(levels, words)}\n{nested(2, words)}")
    assert refused(document, store.style) == []
    insides = {len(row) - len(row.lstrip()) for row in rows(document, store.style) if "LAMPS" in row or "CASKS" in row}
    assert 2 * (levels - 1) in insides


def test_entries_go_on_two_cells_after_the_deepest(store: Editions) -> None:
    for levels, inside in ((1, 8), (4, 8), (5, 10)):
        document = composed(f"# Lamps\n\nThe keepers count:\n\n{nested(levels, LONG)}")
        printed = rows(document, store.style)
        begins = [n for n, row in enumerate(printed) if row.lstrip().startswith("_4 ")]
        after = {len(printed[n + 1]) - len(printed[n + 1].lstrip()) for n in begins}
        assert len(begins) == levels
        assert after == {inside}


def test_a_deep_entry_at_another_level_is_found(store: Editions) -> None:
    document = composed(f"# Lamps\n\nThe keepers count:\n\n{nested(5, 'lamps')}")
    content = braille.brf(document, store.style, MOMENT)
    for inside in (6, 10):
        spoilt = content.replace(b"\r\n" + b" " * 8 + b"_4", b"\r\n" + b" " * inside + b"_4")
        assert spoilt != content
        assert unlike(auditor.read_brf(spoilt, "x"), document, "x") != ()
