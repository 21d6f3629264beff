"""Checks whether an edition has the brand colours of its house."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from plantin.auditors.fault import finding
from plantin.auditors.record import HEADINGS, RULES, RecordedStatement
from plantin.findings import Finding
from plantin.model.document import Document


def differences(document: Document, stated: Iterable[RecordedStatement], path: str) -> tuple[Finding, ...]:
    """P035 where the edition at ``path`` does not have the house's colour of headings in any of them, or in some of a
    rank and not in others, and where it has the colour of rules nowhere. A colour that the house does not give is not
    looked for; headings of a rank may all have another, by a style sheet.
    """
    wanted = document.palette
    messages = [message for one in stated for message in _lost(one, wanted.heading, wanted.accent)]
    return tuple(finding("P035", message, path) for message in messages)


def _lost(one: RecordedStatement, heading: str, accent: str) -> Iterator[str]:
    if one.term == RULES and accent and accent not in one.values:
        yield f"no rule of {one.where} is in the colour of the house, colour.accent {accent}"
    if one.term == HEADINGS and heading and one.values:
        ranks: dict[str, list[bool]] = defaultdict(list)
        for rank, *colours in (value.split() for value in one.values):
            ranks[rank].append(heading in colours)
        if not any(any(kept) for kept in ranks.values()):
            yield f"no heading of {one.where} is in the colour of the house, colour.heading {heading}"
        for rank, kept in ranks.items():
            if any(kept) and (lost := kept.count(False)):
                yield (
                    f"{lost} of {len(kept)} headings of rank {rank} of {one.where} are not in colour.heading {heading}"
                )
