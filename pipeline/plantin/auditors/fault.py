"""Makes findings of the faults of an edition: how each is fixed is in the table of findings, by its code."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from plantin.findings import Finding, Place, Severity, registry

Fault = tuple[str, str]
"""The code of a rule, and what breaks it, in words."""

SHOWN = 60
"""How many characters of a passage a message quotes."""
MOST = 2_000
"""So many findings of one rule are listed, and that there are more: an edition could have one for each letter."""


def finding(
    code: str, message: str, path: str, *, line: int = 0, anchor: str = "", severity: Severity = "error"
) -> Finding:
    """Return the finding of a fault of the edition at ``path``, with the hint that the table has for its code."""
    words = registry.codes()[code].help
    return Finding(code, message, Place(path, line, anchor=anchor), f"{words[:1].upper()}{words[1:]}.", severity)


def limit_findings(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the first of ``findings``; where there are more, A151 says so."""
    left = iter(findings)
    yield from itertools.islice(left, MOST)
    if further := next(left, None):
        yield finding(
            "A151", f"there are more findings of this kind ({further.code}) than the first {MOST:,}", further.place.path
        )
