"""The marks in a message that a translation must keep: note calls, references, citations, ids."""

from __future__ import annotations

import re
from collections import Counter

INDICATOR = re.compile(r"\[\^([^\]\s]+)\]")
REFERENCE = re.compile(r"\[[^\]]*\]\(#([^)\s]+)\)")
IDENTIFIER = re.compile(r"\[\]\{(?!\.index\b)#?([^}]+)\}")
CITATION = re.compile(r"(?<![\w/\\.:@])@(\w(?:[\w:.+/-]*\w)?)", re.ASCII)


def indicators(text: str) -> Counter[str]:
    """The names of the notes that ``text`` calls."""
    return Counter(INDICATOR.findall(text))


def references(text: str) -> Counter[str]:
    """The ids that ``text`` refers to."""
    return Counter(REFERENCE.findall(text))


def identifiers(text: str) -> Counter[str]:
    """The ids that ``text`` gives."""
    return Counter(IDENTIFIER.findall(text))


def hang_together(original: str, translation: str) -> bool:
    """Whether the translation calls, refers to and names the same things as the original."""
    return all(read(original) == read(translation) for read in (indicators, references, identifiers))
