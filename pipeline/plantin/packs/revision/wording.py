"""What changed between two runs of words: which are kept, which are gone, which are new."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Hashable, Iterator, Sequence

import regex

_WORD = regex.compile(r"\s+|\p{Han}|\d+|[\p{L}\p{M}\u200c\u200d]+|[\ue000-\uf8ff]|.", regex.DOTALL)
_WEAK = regex.compile(r"[\s,.;:()«»“”‘’\"'/–—-]*")
_MOST_WORK = 4_000_000
"""So many pairs of words are compared at most: beyond, a passage is replaced as a whole."""
_LEAST_KEPT = 0.25
"""The share of its words that a passage must keep to be shown word by word."""

Stretch = tuple[str, int, int, int, int]
"""``equal`` or ``replace``, and where the stretch begins and ends before and now."""


def divide(text: str) -> list[str]:
    """Return words, numbers, spaces and signs one by one, Chinese characters each for itself.

    >>> divide("1526 (2014), 决议")
    ['1526', ' ', '(', '2014', ')', ',', ' ', '决', '议']
    """
    parts: list[str] = _WORD.findall(text)
    return parts


def is_weak(text: str) -> bool:
    """Return whether ``text`` says nothing by itself: spaces, commas."""
    return _WEAK.fullmatch(text) is not None


def stretches(
    before: Sequence[Hashable], now: Sequence[Hashable], weak: Callable[[Hashable], bool] = lambda _: False
) -> Iterator[Stretch]:
    """Yield the stretches of two sequences in order. What is kept between two changes and is ``weak`` (a space, a
    comma) is shown as changed too: a reader follows words, not signs.
    """
    shorter = min(len(before), len(now))
    first = next((n for n in range(shorter) if before[n] != now[n]), shorter)
    last = next((n for n in range(shorter - first) if before[-1 - n] != now[-1 - n]), shorter - first)
    ends = len(before) - last, len(now) - last
    if first:
        yield "equal", 0, first, 0, first
    if first < max(ends):
        for tag, a, b, c, d in _inner(before[first : ends[0]], now[first : ends[1]], first + last, weak):
            yield tag, first + a, first + b, first + c, first + d
    if last:
        yield "equal", ends[0], len(before), ends[1], len(now)


def _inner(
    olds: Sequence[Hashable], news: Sequence[Hashable], outside: int, weak: Callable[[Hashable], bool]
) -> Iterator[Stretch]:
    """Yield the stretches between what both begin and end with, which is so many words ``outside``."""
    is_much = len(olds) * len(news) > _MOST_WORK
    matcher = difflib.SequenceMatcher(None, () if is_much else olds, news, autojunk=False)
    strong = sum(not weak(olds[a + n]) for a, _, size in matcher.get_matching_blocks() for n in range(size))
    if is_much or strong + outside < _LEAST_KEPT * (outside + max(len(olds), len(news))):
        yield "replace", 0, len(olds), 0, len(news)
        return
    pending: tuple[int, int] | None = None
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal" and not (pending and all(map(weak, olds[a:b]))):
            if pending:
                yield "replace", pending[0], a, pending[1], c
            yield "equal", a, b, c, d
            pending = None
        elif tag != "equal":
            pending = pending or (a, c)
    if pending:
        yield "replace", pending[0], len(olds), pending[1], len(news)
