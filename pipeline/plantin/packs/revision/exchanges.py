"""The words of a line that are to be read as others: what a corrigendum says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

import regex

from plantin.packs.revision.changes import Piece, Word

_ALONE = regex.compile(r"\p{Han}| +")
"""What is a unit by itself: a Chinese character, a space at which lines may be broken."""
_SPECIAL = regex.compile(r"[\\`*_\[\]{}<>$~^|]")
_MARKS = {"em": "*", "strong": "**", "sup": "^", "sub": "~"}
_OPENING = "([（［"
"""Signs whose words belong to those before: 1526 (2014)."""
_SHED = ",.;:"
"""What both texts may end with and neither needs."""

Unit = tuple[Word, ...]
"""Words between two spaces."""


@dataclass(slots=True)
class _Span:
    """Units that are exchanged, before and now."""

    first: int
    end: int
    first_now: int
    end_now: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """Words of the earlier state, as the source writes them, and what is to be read for them. They are in their line
    once; ``before`` words of it are before them.
    """

    former: str
    present: str
    before: int


def exchanges(cell: Sequence[Piece]) -> list[Exchange]:
    """Return what is exchanged in a line, or in a cell, with as many words around it as make it the only such place.

    >>> kept = Piece("kept", (Word("Lamps"), Word(" ")))
    >>> exchanges([kept, Piece("deleted", (Word("burn"),)), Piece("inserted", (Word("fail"),))])
    [Exchange(former='burn', present='fail', before=1)]
    """
    olds, news = (_units(cell, present=present) for present in (False, True))
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    spans = [_Span(*ends) for tag, *ends in matcher.get_opcodes() if tag != "equal"]
    at = 0
    while at < len(spans):
        at = _widen(olds, news, spans, at) + 1
    return [_exchange(olds, news, span) for span in spans]


def _exchange(olds: list[Unit], news: list[Unit], span: _Span) -> Exchange:
    former, present = _markup(olds[span.first : span.end]).strip(), _markup(news[span.first_now : span.end_now]).strip()
    shared = former[-1:] if former[-1:] == present[-1:] and former[-1:] in _SHED else ""
    if shared and present[:-1] and _is_once(_markup(olds), former[:-1]):
        former, present = former[:-1], present[:-1]
    return Exchange(former, present, len(_text(olds[: span.first]).split()))


def _widen(olds: list[Unit], news: list[Unit], spans: list[_Span], at: int) -> int:
    """Add units on either side in turn to the span ``at``, until its words are in the line once and there are others
    for them, with what is before a bracket; what another span begins or ends with becomes part of this one. Return
    where it is in ``spans`` now.
    """
    span = spans[at]
    left = True
    while span.first or span.end < len(olds):
        former = _text(olds[span.first : span.end]).strip()
        present = _text(news[span.first_now : span.end_now]).strip()
        is_place = bool(former and present) and _is_once(_text(olds), former)
        if is_place and not (span.first and former[0] in _OPENING):
            break
        if span.first and (left or is_place or span.end == len(olds)):
            if at and spans[at - 1].end == span.first:
                at -= 1
                earlier = spans.pop(at)
                span.first, span.first_now = earlier.first, earlier.first_now
            else:
                span.first, span.first_now = span.first - 1, span.first_now - 1
        elif at + 1 < len(spans) and spans[at + 1].first == span.end:
            later = spans.pop(at + 1)
            span.end, span.end_now = later.end, later.end_now
        else:
            span.end, span.end_now = span.end + 1, span.end_now + 1
        left = not left
    return at


def _is_once(whole: str, text: str) -> bool:
    return whole.find(text) == whole.rfind(text)


def _units(cell: Sequence[Piece], *, present: bool) -> list[Unit]:
    """Return the words of one state, without the calls of notes."""
    gone = "deleted" if present else "inserted"
    words = [
        word
        for piece in cell
        if piece.status != gone
        for word in (piece.former if piece.former and not present else piece.words)
        if not word.text.startswith("[^")
    ]
    units: list[Unit] = []
    for is_alone, group in groupby(words, lambda word: _ALONE.fullmatch(word.text) is not None):
        run = tuple(group)
        units += [(word,) for word in run] if is_alone else [run]
    return units


def _text(units: Sequence[Unit]) -> str:
    return "".join(word.text for unit in units for word in unit)


def _markup(units: Sequence[Unit]) -> str:
    """Return the words as a source writes them."""
    markup = ""
    for marks, group in groupby((word for unit in units for word in unit), lambda word: word.marks):
        text = _SPECIAL.sub(r"\\\g<0>", "".join(word.text for word in group).replace("\u00a0", " "))
        signs = [_MARKS[mark] for mark in marks]
        markup += f"{''.join(signs)}{text}{''.join(reversed(signs))}"
    return markup
