"""Tries corrections: the earlier state with all of them made must say what the present one says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from plantin.findings import Finding
from plantin.model.outline import Entry, Outline, normal
from plantin.packs.revision.auditor import fault

TriedCorrection = tuple[str, int, str, str]
"""The series of a line in the outline, its row before, what is to be read otherwise, and how; both as the source has
them.
"""

_MARKUP = re.compile(r"\\(.)|[*^~]")
_CALL = re.compile(r"\[\^[^\]]*\]")


def unlike(corrections: Iterable[TriedCorrection], before: Outline, now: Outline) -> Iterator[Finding]:
    """Yield REV005 for each line that does not become, by its corrections, what it is now, or in which words to be
    exchanged are not found exactly once.
    """
    by_line = defaultdict[tuple[str, int], list[tuple[str, str]]](list)
    for series, row, former, present in corrections:
        by_line[series, row].append((_plain(former), _plain(present)))
    for series in ("masthead", "body", "notes"):
        olds, news = (list(map(_text, getattr(outline, series))) for outline in (before, now))
        if len(olds) != len(news):
            yield fault("plantin corrigendum", f"the {series} has {len(news)} lines, {len(olds)} before")
            continue
        for row, (old, new) in enumerate(zip(olds, news, strict=True)):
            if (said := normal(_correct(old, by_line[series, row]))) != new:
                yield fault(
                    "plantin corrigendum", f"with all corrections the {series} says “{said[:60]}”, not “{new[:60]}”"
                )


def _correct(text: str, pairs: list[tuple[str, str]]) -> str:
    """Return ``text`` with the words exchanged, from the last to the first, so that no exchange finds another's."""
    at = {former: text.find(former) for former, _ in pairs if -1 < text.find(former) == text.rfind(former)}
    if len(at) < len(pairs):
        return text
    for former, present in sorted(pairs, key=lambda pair: at[pair[0]], reverse=True):
        text = f"{text[: at[former]]}{present}{text[at[former] + len(former) :]}"
    return text


def _text(entry: Entry | str) -> str:
    return normal(_CALL.sub("", entry if isinstance(entry, str) else entry.text))


def _plain(markup: str) -> str:
    return normal(_MARKUP.sub(r"\1", markup))
