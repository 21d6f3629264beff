"""Reads ``locales/citations.toml``: how the organization's documents are named in text, the same in every language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated

from plantin.bounded.patterns import Pattern, PatternError
from plantin.findings import Place, TranslationError
from plantin.settings import reader
from plantin.settings.forms import PATTERN, with_names
from plantin.settings.reader import Codes

NAME = "citations.toml"
CODES = Codes(
    TranslationError,
    unreadable="T062",
    wrong="T062",
    hint=(
        "The stock locales have a citations.toml with every value and its meaning; without the file nothing is linked."
    ),
)


@dataclass(frozen=True, slots=True)
class NumberForm:
    """A number that stands for a document: its ``pattern``, and the symbol made of its groups ``{1}``,
    ``{2}`` and the ``{organ}``.
    """

    pattern: Annotated[str, PATTERN]
    symbol: Annotated[str, with_names("1", "2", "organ")]


@dataclass(frozen=True, slots=True)
class SymbolFault:
    """A symbol with a fault, and the ``words`` that say what is wrong."""

    pattern: Annotated[str, PATTERN]
    words: str


@dataclass(frozen=True, slots=True)
class Documents:
    """Patterns of symbols, of numbers that stand for them, and of slips in them; empty ones match nothing.

    ``organs`` has the sign of an organ by how a report's own symbol begins, ``nature`` are parts of symbols that need
    an organ before them, ``ordered`` numbers and years that grow together.
    """

    symbols: Annotated[str, PATTERN] = ""
    example: str = ""
    nature: Annotated[str, PATTERN] = ""
    nature_example: str = ""
    ordered: Annotated[str, PATTERN] = ""
    numbers: tuple[NumberForm, ...] = ()
    organs: Mapping[str, str] = field(default_factory=dict)
    malformed: tuple[SymbolFault, ...] = ()

    def organ(self, symbol: str) -> str:
        """Return the sign of the organ whose numbers a report with this ``symbol`` means; empty where none is named."""
        return next((sign for begin, sign in self.organs.items() if symbol.startswith(begin)), "")


def read(path: Path, name: str = "") -> Documents:
    """Return the documents that the file ``path``, which findings call ``name``, describes; none where there is no such
    file. Raises TranslationError (T062): it cannot be read, or a value is unknown or wrong.
    """
    if not path.exists() and not path.is_symlink():
        return Documents()
    return reader.fill(Documents, reader.toml(path, CODES, name, within=path.parent), CODES)


@cache
def compile_pattern(pattern: str) -> Pattern:
    """Return the ``pattern``, compiled; an empty one matches nothing."""
    return Pattern(pattern or "(?!)")


def endless(error: PatternError) -> TranslationError:
    """Return the finding for a pattern that does not end in time (T060)."""
    hint = "Let a repeated part hold no other repetition that takes the same letters: (a+)+ never ends."
    return TranslationError.of("T060", f"the pattern {error.pattern[:80]!r} {error}", Place(f"locales/{NAME}"), hint)
