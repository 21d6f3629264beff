"""Limits how many findings an auditor lists: a crafted edition could have one for each of its letters."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from plantin.findings import Finding

MOST = 2_000
"""So many findings of one rule are listed, and one that says that there are more."""


def listed(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The first of ``findings``; where there are more, A151 says so."""
    left = iter(findings)
    yield from itertools.islice(left, MOST)
    if one := next(left, None):
        yield Finding("A151", f"there are more findings of this kind ({one.code}) than the first {MOST:,}", one.place)
