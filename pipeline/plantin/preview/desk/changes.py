"""What differs between two versions of a text, word by word."""

from __future__ import annotations

import difflib
import re
from typing import Literal

Segment = tuple[Literal["same", "gone", "new"], str]
"""A stretch of text: in both versions, in the old one alone, in the new one alone."""

_WORD = re.compile(r"\w+|\s+|[^\w\s]")


def changes(old: str, new: str) -> tuple[Segment, ...]:
    """The stretches of the two texts, what is gone before what came instead.

    >>> changes("Two lamps burn.", "Three lamps burn.")
    (('gone', 'Two'), ('new', 'Three'), ('same', ' lamps burn.'))
    """
    words = _WORD.findall(old), _WORD.findall(new)
    found: list[Segment] = []
    for kind, begin, end, start, stop in difflib.SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(words[0][begin:end])))
            continue
        if begin < end:
            found.append(("gone", "".join(words[0][begin:end])))
        if start < stop:
            found.append(("new", "".join(words[1][start:stop])))
    return tuple(found)
