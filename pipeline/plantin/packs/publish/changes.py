"""Finds what changed between two releases of a report in one language, by the words of its passages."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from plantin.model.alignment import longest_rising
from plantin.packs.publish.passages import KeptPassage

Sort = Literal["added", "removed", "moved", "reworded", "renumbered"]
SORTS: tuple[Sort, ...] = ("added", "removed", "moved", "reworded", "renumbered")

_LEAST_LIKENESS = 0.5
"""How much of their words two passages must share to be one passage reworded."""
_WORD = re.compile(r"\d+|[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+|[^\w\s]")
_MARK = re.compile(r"(\[[\^@][^\]]*\])")
_Pairs = dict[int, int]
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PassageChange:
    """One passage that is not as it was: ``before`` is None where it was added, ``now`` where it was removed. A passage
    that moved and was reworded has two changes; ``renumbered`` are those whose number alone is another.
    """

    sort: Sort
    before: KeptPassage | None
    now: KeptPassage | None


def compare(before: Sequence[KeptPassage], now: Sequence[KeptPassage]) -> tuple[PassageChange, ...]:
    """Return every change from ``before`` to ``now``, by ``SORTS``, each sort in the order of the passages.

    A reference or the call of a note that has followed its place to a new number is no change of the words.
    """
    pairs = _align(before, now)
    moved = _moved_passages(pairs, before)
    followed = {(f"[@{before[old].anchor}]", f"[@{now[new].anchor}]") for old, new in pairs.items()}
    followed |= {(f"[^{before[old].number}]", f"[^{now[new].number}]") for old, new in pairs.items()}
    taken = set(pairs.values())
    changes = [PassageChange("removed", passage, None) for old, passage in enumerate(before) if old not in pairs]
    changes += [PassageChange("added", None, passage) for new, passage in enumerate(now) if new not in taken]
    for old, new in sorted(pairs.items(), key=lambda pair: pair[1]):
        sorts: list[Sort] = ["moved"] if old in moved else []
        sorts += [] if _same(before[old].likened, now[new].likened, followed) else ["reworded"]
        if not sorts and before[old].number != now[new].number:
            sorts = ["renumbered"]
        changes += [PassageChange(sort, before[old], now[new]) for sort in sorts]
    return tuple(sorted(changes, key=lambda change: SORTS.index(change.sort)))


def words(text: str) -> list[str]:
    """Return ``text`` as it is compared: words, numbers, signs, and Chinese characters one by one."""
    return _WORD.findall(text)


def _align(before: Sequence[KeptPassage], now: Sequence[KeptPassage]) -> _Pairs:
    """Return which passage of ``now`` each of ``before`` has become: those of the same words first, then those
    alike.
    """
    pairs: _Pairs = {}
    olds, news = [_key(passage) for passage in before], [_key(passage) for passage in now]
    counted, seen = Counter(olds), {key: new for new, key in enumerate(news)}
    once = Counter(news)
    pairs.update({old: seen[key] for old, key in enumerate(olds) if counted[key] == once[key] == 1})
    # Text that occurs more than once ("Ibid.") is matched by its neighbours first, then in order.
    _by_turns(olds, news, pairs, *_gaps(pairs, len(olds), len(news)))
    _by_turns(olds, news, pairs, [0] * len(olds), [0] * len(news))
    _alike(before, now, pairs)
    return pairs


def _key(passage: KeptPassage) -> _Key:
    return passage.kind, _MARK.sub(lambda mark: mark[0][:2], passage.likened)


def _by_turns(
    olds: Sequence[_Key], news: Sequence[_Key], pairs: _Pairs, before: Sequence[int], now: Sequence[int]
) -> None:
    """Pair what is left of equal words in equal gaps, the first with the first."""
    waiting: dict[tuple[_Key, int], list[int]] = defaultdict(list)
    taken = set(pairs.values())
    for new, key in enumerate(news):
        if new not in taken:
            waiting[key, now[new]].append(new)
    for old, key in enumerate(olds):
        if old not in pairs and waiting[key, before[old]]:
            pairs[old] = waiting[key, before[old]].pop(0)


def _gaps(pairs: _Pairs, before: int, now: int) -> tuple[list[int], list[int]]:
    """Return for each passage before and now how many that kept their order precede it: equal numbers, one gap."""
    olds = sorted(pairs)
    kept = [(olds[at], pairs[olds[at]]) for at in longest_rising([pairs[old] for old in olds])]
    return _count_preceding([old for old, _ in kept], before), _count_preceding([new for _, new in kept], now)


def _count_preceding(marks: Sequence[int], length: int) -> list[int]:
    passed, counts = 0, []
    for position in range(length):
        counts.append(passed)
        passed += passed < len(marks) and marks[passed] == position
    return counts


def _alike(before: Sequence[KeptPassage], now: Sequence[KeptPassage], pairs: _Pairs) -> None:
    """Pair what is left by how much of the words is the same, the most alike first, of equals those in the same gap."""
    gaps = _gaps(pairs, len(before), len(now))
    taken = set(pairs.values())
    candidates = []
    for old in (old for old in range(len(before)) if old not in pairs):
        matcher = difflib.SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(words(_key(before[old])[1]))
        for new in (new for new in range(len(now)) if new not in taken and now[new].kind == before[old].kind):
            matcher.set_seq1(words(_key(now[new])[1]))
            if matcher.quick_ratio() >= _LEAST_LIKENESS and (share := matcher.ratio()) >= _LEAST_LIKENESS:
                candidates.append((-share, gaps[0][old] != gaps[1][new], old, new))
    for _, _, old, new in sorted(candidates):
        if old not in pairs and new not in taken:
            pairs[old] = new
            taken.add(new)


def _moved_passages(pairs: _Pairs, before: Sequence[KeptPassage]) -> set[int]:
    """Return the passages that are not in the longest series of their body or notes that kept its order."""
    moved: set[int] = set()
    for series in ("body", "notes"):
        olds = sorted(old for old in pairs if before[old].series == series)
        still = longest_rising([pairs[old] for old in olds])
        moved |= set(olds) - {olds[at] for at in still}
    return moved


def _same(before: str, now: str, followed: set[tuple[str, str]]) -> bool:
    """Return whether two texts say the same, but for marks of places that have other numbers now."""
    olds, news = _MARK.split(before), _MARK.split(now)
    return len(olds) == len(news) and all(
        old == new or (old, new) in followed for old, new in zip(olds, news, strict=True)
    )
