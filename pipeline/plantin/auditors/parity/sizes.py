"""Checks whether pictures and columns have the widths that the author gave them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plantin.auditors.fault import finding
from plantin.auditors.record import SIZES, RecordedStatement
from plantin.findings import Finding
from plantin.model.document import Document, Figure, Table, every

_CLOSE = 1
"""So many hundredths a width may differ by: Word files have twips."""


def differences(document: Document, stated: Iterable[RecordedStatement], path: str) -> tuple[Finding, ...]:
    """P017 for each picture and table of ``document`` that the edition at ``path`` sets at another width than its
    author gives. Widths that follow from the words and the dots are not looked at.
    """
    wanted = list(_wanted(document))
    return tuple(
        finding("P017", f"{name} is {found or 'as wide as it comes'}, not {given} hundredths wide", path)
        for one in stated
        if one.term == SIZES
        for (name, given), found in zip(wanted, (*one.values, *[""] * len(wanted)), strict=False)
        if given and not _agree(given, found)
    )


def _wanted(document: Document) -> Iterator[tuple[str, str]]:
    """Every picture and table in reading order: its name, and its widths in hundredths, empty where none are given."""
    yield from [("the logo", "")] * bool(document.logo)
    for block in every(document.text()):
        if isinstance(block, Figure) and block.picture.name:
            yield block.label or "an ornament", str(block.width or "")
        elif isinstance(block, Table):
            yield block.label, " ".join(map(str, block.widths))


def _agree(given: str, found: str) -> bool:
    one, other = given.split(), found.split()
    return len(one) == len(other) and all(abs(int(a) - int(b)) <= _CLOSE for a, b in zip(one, other, strict=True))
