"""An edited Word file in which everything was changed is imported in time that grows with its length, and no faster."""

from __future__ import annotations

import pytest
from lxml import etree

from plantin.packs.imports.corrections import matching, recasting
from plantin.packs.imports.docx import Passage
from plantin.packs.imports.docx.story import ReceivedLine
from plantin.packs.imports.paragraph_pieces import Words
from plantin.source import scan
from plantin.source import text as source_text

COUNT = 600


def passages(words: str) -> list[Passage]:
    return [
        Passage("numbered", 0, "", ReceivedLine(etree.Element("p"), "", [Words(f"{words} {n} {words}{n}")]))
        for n in range(COUNT)
    ]


def test_passages_without_a_word_in_common_are_compared_with_their_neighbours_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = []
    monkeypatch.setattr(matching, "likeness", lambda one, other: compared.append((one, other)) or 0.0)
    assert matching.passages(passages("old"), passages("new"), by_words=True) == {}
    assert len(compared) <= COUNT * 100 + COUNT


def test_a_passage_is_still_found_among_new_ones() -> None:
    former = passages("The lamp of the harbour was lit")
    present = [*passages("Other words are here")[:50], *former[:10]]
    assert set(matching.passages(former, present)) == set(range(50, 60))


def test_a_source_is_scanned_as_often_for_many_passages_as_for_few(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    real = scan.blocks
    monkeypatch.setattr(recasting.scan, "blocks", lambda given: calls.append(1) or real(given))
    head = 'symbol: S/2035/1\norgan: Security Council\ntitle: "Lamps"\ndate: 2035-06-01\n'

    def scans(count: int) -> int:
        calls.clear()
        text = "".join(f"Lamp {n} is lit.\n\n" for n in range(count))
        source = source_text.parse(f"---\n{head}---\n\n{text}", "report.md")
        recasting.recast(source, [("numbered", 0)] * count, [], [], ("lower-latin",), {})
        return len(calls)

    assert scans(200) == scans(20)
