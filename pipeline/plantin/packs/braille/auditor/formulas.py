"""Compares formulas in the Nemeth Code with those of the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from plantin.auditors.fault import finding
from plantin.auditors.parity.content import formulas
from plantin.findings import Finding
from plantin.model.document import Document
from plantin.model.outline import Entry
from plantin.packs.braille import louis, nemeth
from plantin.packs.braille.cells import BLANK, NEMETH, cells_of

_CODED = re.compile(f"{NEMETH[0]}{BLANK}(.*?){BLANK}{NEMETH[1]}")


def unknown_formulas(rows: Iterable[Entry], document: Document, path: str) -> Iterator[Finding]:
    """Yield P015 for each formula of ``rows`` in the Nemeth Code that is not in ``document``; D130 or D131 where cells
    cannot be compared.
    """
    coded = Counter(cells for row in rows for cells in _CODED.findall(row.text))
    if not coded:
        return
    try:
        wanted = Counter(map(cells_of, nemeth.translate([formula.mathml for formula in formulas(document)])))
    except louis.LouisError as error:
        yield finding("D130" if error.missing else "D131", str(error), nemeth.PROGRAM)
        return
    for cells in sorted((coded - wanted).elements()):
        yield finding("P015", f"the formula “{cells[:60]}” is not in the document", path)
