"""The marks in a message that a translation must keep: note calls, references, citations, ids."""

from __future__ import annotations

import re
from collections import Counter

INDICATOR = re.compile(r"\[\^([^\]\s]+)\]")
REFERENCE = re.compile(r"\[[^\]]*\]\(#([^)\s]+)\)")
IDENTIFIER = re.compile(r"\[\]\{(?!\.index\b)#?([^}]+)\}")
CITATION = re.compile(r"(?<![\w/\\.:@])@(\w(?:[\w:.+/-]*\w)?)", re.ASCII)


def indicators(text: str) -> Counter[str]:
    """Return the names of the notes that ``text`` calls."""
    return Counter(INDICATOR.findall(text))


def references(text: str) -> Counter[str]:
    """Return the ids that ``text`` refers to."""
    return Counter(REFERENCE.findall(text))


def identifiers(text: str) -> Counter[str]:
    """Return the ids that ``text`` gives."""
    return Counter(IDENTIFIER.findall(text))


def hang_together(original: str, translation: str) -> bool:
    """Return whether the translation calls, refers to and names the same things as the original."""
    return not differences(original, translation)


def differences(original: str, translation: str) -> str:
    """Return which notes, references and ids one of two texts has and the other does not, in words; empty where none.

    >>> differences("Seen.[^log]", "Vu[^lgo].")
    'note log is missing, note lgo is not in the original'
    """
    rows = []
    for name, read in (("note", indicators), ("reference to", references), ("id", identifiers)):
        due, present = read(original), read(translation)
        for which, marks in (("missing", due - present), ("not in the original", present - due)):
            rows += [f"{name} {key} is {which}{f', {n} times' * (n > 1)}" for key, n in sorted(marks.items())]
    return ", ".join(rows)
