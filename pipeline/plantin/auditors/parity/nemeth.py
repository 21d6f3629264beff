"""Checks the formulas that a braille edition has in the Nemeth Code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from plantin.auditors.fault import finding
from plantin.auditors.parity.content import formulas
from plantin.auditors.record import FORMULAS, RecordedStatement
from plantin.bounded import louis, nemeth
from plantin.findings import Finding
from plantin.model.braille import cells_of
from plantin.model.document import Document


def differences(document: Document, stated: Iterable[RecordedStatement], path: str) -> tuple[Finding, ...]:
    """P015 for each formula in cells that is not in ``document``, D130 or D131 where it cannot be translated."""
    found = Counter(cells for one in stated if one.term == FORMULAS for cells in one.values)
    if not found:
        return ()
    try:
        wanted = Counter(map(cells_of, nemeth.translated([formula.mathml for formula in formulas(document)])))
    except louis.LouisError as error:
        return (finding("D130" if error.missing else "D131", str(error), nemeth.PROGRAM),)
    return tuple(
        finding("P015", f"the formula “{cells[:60]}” is not in the document", path)
        for cells in sorted((found - wanted).elements())
    )
