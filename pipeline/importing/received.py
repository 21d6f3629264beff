"""What every importer gives back."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.findings import Finding


@dataclass(frozen=True, slots=True)
class Printed:
    """A number that the received text prints: ``kind`` is section, paragraph or note; ``label`` as printed; the words after it."""

    kind: str
    label: str
    words: str
    line: int


def letters(text: str) -> str:
    """The letters and digits of ``text`` alone, by which what was received is compared with what became of it."""
    return "".join(character for character in text if character.isalnum())


@dataclass(frozen=True, slots=True)
class Received:
    """An imported report: the canonical source as text, its symbol, the numbers it was received with, what was left out."""

    text: str
    symbol: str
    printed: tuple[Printed, ...]
    left_out: tuple[Finding, ...]
