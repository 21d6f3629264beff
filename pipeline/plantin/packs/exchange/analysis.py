"""How much of a report is new to a translator, by the bands that CAT tools count by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rich.table import Table

from plantin.cli.tables import aligned_table
from plantin.translation.memory import Memory, count_words, neighbours
from plantin.translation.message import Message

Band = Literal["context", "repetition", "100", "95-99", "85-94", "75-84", "new"]
BANDS: tuple[Band, ...] = ("context", "repetition", "100", "95-99", "85-94", "75-84", "new")
"""What a message costs, the cheapest first: those that CAT tools count by."""
_FLOORS: tuple[tuple[int, Band], ...] = ((100, "100"), (95, "95-99"), (85, "85-94"), (75, "75-84"))
_NAMES = {"context": "in context", "100": "100 %"}


@dataclass(frozen=True, slots=True)
class Analysis:
    """How much of a report is new, by bands."""

    messages: Counter[Band]
    words: Counter[Band]
    """Words of the original, marks left out."""


def analyse(messages: Sequence[Message], memory: Memory) -> Analysis:
    """Return the messages of a report, and their words, by what ``memory`` has for them. A text that is in the report
    twice is a repetition from the second time on, unless the memory has it in context.
    """
    counts, words, seen = Counter[Band](), Counter[Band](), set[str]()
    texts = [message.text for message in messages]
    for n, text in enumerate(texts):
        match = memory.match(text, *neighbours(texts, n))
        score = match.score if match else 0
        band: Band = next((name for floor, name in _FLOORS if score >= floor), "new")
        if match and match.in_context:
            band = "context"
        elif text in seen:
            band = "repetition"
        counts[band] += 1
        words[band] += count_words(text)
        seen.add(text)
    return Analysis(counts, words)


def analysis_table(name: str, analysis: Analysis) -> Table:
    """Return the messages and the words of a report by bands."""
    table = aligned_table((name,), ("messages", "words", ""), whole=True)
    whole = max(analysis.words.total(), 1)
    for band in BANDS:
        messages, words = analysis.messages[band], analysis.words[band]
        table.add_row(_NAMES.get(band, band), f"{messages:,}", f"{words:,}", f"{words / whole:.0%}")
    table.add_row("all", f"{analysis.messages.total():,}", f"{analysis.words.total():,}", "100%")
    return table
