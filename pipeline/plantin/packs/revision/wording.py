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
    first = next((n for n, pair in enumerate(zip(before, now, strict=False)) if pair[0] != pair[1]), None)
    first = min(len(before), len(now)) if first is None else first
    last = 0
    while last < min(len(before), len(now)) - first and before[-1 - last] == now[-1 - last]:
        last += 1
    ends = len(before) - last, len(now) - last
    if first:
        yield "equal", 0, first, 0, first
    if first < ends[0] or first < ends[1]:
        yield from _inner(before, now, first, ends, weak)
    if last:
        yield "equal", ends[0], len(before), ends[1], len(now)


def _inner(
    before: Sequence[Hashable],
    now: Sequence[Hashable],
    first: int,
    ends: tuple[int, int],
    weak: Callable[[Hashable], bool],
) -> Iterator[Stretch]:
    olds, news = before[first : ends[0]], now[first : ends[1]]
    whole: Stretch = ("replace", first, ends[0], first, ends[1])
    if len(olds) * len(news) > _MOST_WORK:
        yield whole
        return
    matcher = difflib.SequenceMatcher(None, olds, news, autojunk=False)
    strong = sum(
        not weak(before[first + at])
        for block in matcher.get_matching_blocks()
        for at in range(block.a, block.a + block.size)
    )
    outside = len(before) - len(olds)
    if strong + outside < _LEAST_KEPT * max(len(before), len(now)):
        yield whole
        return
    pending: list[int] | None = None
    for tag, a, b, c, d in matcher.get_opcodes():
        kept = tag == "equal" and not (pending and all(map(weak, olds[a:b])))
        if kept:
            if pending:
                yield "replace", pending[0], first + a, pending[1], first + c
            yield "equal", first + a, first + b, first + c, first + d
            pending = None
        elif pending is None and tag != "equal":
            pending = [first + a, first + c]
    if pending:
        yield "replace", pending[0], ends[0], pending[1], ends[1]
