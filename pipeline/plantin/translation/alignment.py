"""Matches the messages of a changed report with those of the old one: by permanent context, else by order.

Never by likeness over the whole file: Babel's update, which does that, takes time that grows with the square of the
messages and gives equal texts the translation of another context (measured in the project's notes; python-babel pull
request 1330).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from plantin.model.alignment import longest_rising
from plantin.translation.message import Message
from plantin.translation.po import PoEntry

# Two stretches of at most so many pairs are compared by their words, to say which of the old is which of the new.
_COMPARED = 2500
_CELL, _MOST_CELLS = "cell", 4_000_000
"""How the contexts of cells begin; beyond so many pairs of cells, they are not compared by their texts."""
_WORD = re.compile(r"\w+")


def pairs(entries: Sequence[PoEntry], messages: Sequence[Message]) -> dict[int, int]:
    """Which entry (by index) each message (by index) goes on from; a message that is new has none."""
    same = _anchors(entries, messages)
    found = dict(same)
    fixed = [(old, new) for new, old in sorted(same.items())]
    fixed = [fixed[i] for i in longest_rising([old for old, _ in fixed])]
    taken = set(found.values())
    before = (-1, -1)
    for old, new in [*fixed, (len(entries), len(messages))]:
        olds = [i for i in range(before[0] + 1, old) if i not in taken]
        news = [i for i in range(before[1] + 1, new) if i not in found]
        found |= _gap(olds, news, entries, messages)
        before = (old, new)
    return found | _moved(found, entries, messages)


def _anchors(entries: Sequence[PoEntry], messages: Sequence[Message]) -> dict[int, int]:
    """Messages whose context and text are as they were, or whose context is the author's own.

    Cells are known by their order alone: where there are more or fewer of them than before, equal figures in one place
    are an accident.
    """
    by_context = {entry.context: i for i, entry in enumerate(entries)}
    cells = [
        sum(context.startswith(_CELL) for context in group)
        for group in (by_context, (message.context for message in messages))
    ]
    counted = cells[0] == cells[1] or cells[0] * cells[1] > _MOST_CELLS
    anchors = {}
    for n, message in enumerate(messages):
        i = by_context.get(message.context)
        alike = (
            i is not None and entries[i].original == message.text and (counted or not message.context.startswith(_CELL))
        )
        if i is not None and (message.permanent or alike):
            anchors[n] = i
    return anchors


def _gap(olds: list[int], news: list[int], entries: Sequence[PoEntry], messages: Sequence[Message]) -> dict[int, int]:
    """Align what is between two anchors by equal texts; what was replaced in one place is paired."""
    found: dict[int, int] = {}
    while olds and news and entries[olds[0]].original == messages[news[0]].text:
        found[news.pop(0)] = olds.pop(0)
    while olds and news and entries[olds[-1]].original == messages[news[-1]].text:
        found[news.pop()] = olds.pop()
    if not olds or not news:
        return found
    texts, others = [entries[i].original for i in olds], [messages[n].text for n in news]
    for tag, a, b, c, d in SequenceMatcher(None, texts, others, autojunk=False).get_opcodes():
        if tag == "equal":
            found |= dict(zip(news[c:d], olds[a:b], strict=True))
        elif tag == "replace":
            found |= _replaced(olds[a:b], news[c:d], entries, messages)
    return found


def _replaced(
    olds: list[int], news: list[int], entries: Sequence[PoEntry], messages: Sequence[Message]
) -> dict[int, int]:
    """Pair what was in one place with what is there now: in order, and of the same kind; where there are more on one
    side, so that the words shared are most.
    """
    kinds = [entries[i].context.partition(":")[0] for i in olds]
    others = [messages[n].context.partition(":")[0] for n in news]
    if kinds == others:
        return dict(zip(news, olds, strict=True))
    if len(olds) * len(news) > _COMPARED:
        return {}
    bags = [set(_WORD.findall(entries[i].original)) for i in olds]
    new_bags = [set(_WORD.findall(messages[n].text)) for n in news]
    best: list[list[tuple[float, tuple[tuple[int, int], ...]]]] = [
        [(0.0, ())] * (len(news) + 1) for _ in range(len(olds) + 1)
    ]
    for a, bag in enumerate(bags, 1):
        for b, other in enumerate(new_bags, 1):
            score, path = best[a - 1][b - 1]
            shared = len(bag & other) / max(len(bag | other), 1)
            both = (
                (score + shared, (*path, (news[b - 1], olds[a - 1])))
                if shared and kinds[a - 1] == others[b - 1]
                else (0.0, ())
            )
            best[a][b] = max(best[a - 1][b], best[a][b - 1], both, key=lambda row: row[0])
    return dict(best[-1][-1][1])


def _moved(found: Mapping[int, int], entries: Sequence[PoEntry], messages: Sequence[Message]) -> dict[int, int]:
    """Texts that went to another place unchanged, each taken once."""
    left: dict[str, list[int]] = defaultdict(list)
    taken = set(found.values())
    for i in reversed(range(len(entries))):
        if i not in taken:
            left[entries[i].original].append(i)
    return {
        n: left[message.text].pop() for n, message in enumerate(messages) if n not in found and left.get(message.text)
    }
