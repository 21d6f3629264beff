"""Texts that differ in the names of their marks or in spaces alone say the same: a translation follows by machine."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache

from plantin.translation.inline import Mark, Part, divide, every, join_parts
from plantin.translation.po import PoEntry

_SPACES = str.maketrans("\u00a0\u202f", "  ")
_MEANINGFUL = ("code", "formula")
"""Marks that are words of the text, whatever they are called."""


@lru_cache(maxsize=8192)
def normal_form(text: str) -> str:
    """Return ``text`` with its marks as slots and every space that does not break as one that does.

    >>> normal_form("Seen[^log] for $45\u00a0million.") == normal_form("Seen[^logs] for $45 million.")
    True
    """
    parts = divide(text)
    if any(isinstance(part, Mark) for part in parts):
        text = join_parts(tuple(map(_empty_slot, parts)))
    return text.translate(_SPACES)


def _empty_slot(part: Part) -> Part:
    if isinstance(part, str) or part.kind in _MEANINGFUL:
        return part
    content = tuple(map(_empty_slot, part.content))
    if not part.is_required:
        return replace(part, content=content)
    return Mark(part.kind, f"\ufffc{part.kind}", "\ufffc" * part.is_pair, content)


def rename_marks(entry: PoEntry, original: str) -> PoEntry | None:
    """Return ``entry`` as a translation of ``original``, with its signatures, where that says the same as its own
    original; nothing where it says something else, or where the translation lacks a mark that was renamed.
    """
    if normal_form(entry.original) != normal_form(original):
        return None
    old, new = (tuple(every(divide(text))) for text in (entry.original, original))
    names = {before.code: now.code for before, now in zip(old, new, strict=True)}
    if any(names[before.code] != now.code for before, now in zip(old, new, strict=True)):
        return None
    due, present = (Counter(mark.code for mark in marks) for marks in (old, every(divide(entry.translation))))
    if entry.translation and any(due[code] != present[code] for code in names if names[code] != code):
        return None
    translation = join_parts(tuple(_rename(part, names) for part in divide(entry.translation)))
    return entry.with_texts(original, translation)


def _rename(part: Part, names: dict[tuple[str, str], tuple[str, str]]) -> Part:
    if isinstance(part, str):
        return part
    opening, closing = names.get(part.code, part.code)
    return Mark(part.kind, opening, closing, tuple(_rename(inner, names) for inner in part.content))
