"""Words of the other direction that several boxes make, in a line from right to left: CO₂, 10², a name in italics and
its ending.

The layout engine orders the letters within a box by their directions (UAX 9), but the boxes of a line by the direction
of what holds them. So what is read from left to right across boxes is given a holder of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

from plantin.model.inlines import Code, Emphasis, Inline, Strong, Subscript, Superscript, Text, merge_texts, plain

_INSIDE = frozenset({"L", "EN", "ES", "ET", "CS", "NSM", "BN"})
_TOKENS = re.compile(r"\s+|\S+")

Kind = Literal["letters", "figures", "space", "other"]
Run = tuple[Inline, ...]


def runs(content: Run) -> Iterator[tuple[bool, Run]]:
    """Yield ``content`` in runs; those that are read from left to right and have several boxes are true."""
    tokens = list(_tokens(content))
    numbers = _run_numbers([kind for kind, _ in tokens])
    for within, group in groupby(range(len(tokens)), key=lambda place: numbers[place]):
        run = [tokens[place][1] for place in group]
        yield bool(within) and len(run) > 1 and any(not isinstance(inline, Text) for inline in run), merge_texts(run)


def _tokens(content: Run) -> Iterator[tuple[Kind, Inline]]:
    """Yield words, the spaces between them, and what has a box of its own."""
    for inline in content:
        if isinstance(inline, Text):
            yield from ((_kind(token), Text(token)) for token in _TOKENS.findall(inline.text))
        elif isinstance(inline, Subscript | Superscript | Emphasis | Strong | Code):
            yield _kind(plain((inline,))), inline
        else:
            yield "other", inline


def _kind(text: str) -> Kind:
    kinds = {unicodedata.bidirectional(character) for character in text if not character.isspace()}
    if not kinds:
        return "space"
    if not kinds <= _INSIDE or not kinds & {"L", "EN"}:
        return "other"
    return "letters" if "L" in kinds else "figures"


def _run_numbers(kinds: Sequence[Kind]) -> list[int]:
    """For each token the number of the run from left to right that it is in, 0 for none. A space joins what follows
    letters (UAX 9, N1 and W7); figures alone are joined by nothing.
    """
    numbers = [0] * len(kinds)
    number, lettered = 0, False
    for place, kind in enumerate(kinds):
        before = numbers[place - 1] if place else 0
        gap = place > 1 and kinds[place - 1] == "space" and lettered and numbers[place - 2]
        if kind in {"letters", "figures"}:
            if not before and not gap:
                number, lettered = number + 1, False
            if gap and not before:
                numbers[place - 1] = number
            numbers[place] = number
            lettered = lettered or kind == "letters"
    return numbers
