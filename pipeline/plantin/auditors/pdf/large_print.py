"""Checks the type size of large print: every word, including notes, tables and captions."""

from __future__ import annotations

from collections.abc import Iterator

from plantin.auditors.fault import SHOWN, Fault
from plantin.auditors.pdf.reading import PdfText
from plantin.auditors.pdf.semantics import says_so
from plantin.model.outline import normal

_SMALLER_BY_PT = 2.0
"""So many points smaller than the text notes and tables may be."""
_RAISED_SIZE_RATIO = 0.6
"""What is raised or lowered may be so much of the size of the text."""
_DRAWN = frozenset(("Figure", "Formula"))
_TOLERANCE_PT = 0.05
_SHOWN_AT_MOST = 3


def size_faults(reading: PdfText, size: float) -> Iterator[Fault]:
    """A169: words that are smaller than those of large print of ``size`` points may be (WCAG 2.2, 1.4.4; Clear Print).
    Drawings are not looked at: they are as large as the page allows.
    """
    count, root = 0, reading.file.root
    for owner, mark in ((element, mark) for element in root.walk() for mark in reading.file.inside(element)):
        if not mark.painted.strip() or any(ancestor.tag in _DRAWN for ancestor in (owner, *owner.above())):
            continue
        least = size * _RAISED_SIZE_RATIO if says_so(owner, root) else size - _SMALLER_BY_PT
        if mark.size < least - _TOLERANCE_PT:
            words = f"“{normal(mark.text)[:SHOWN]}” on page {mark.page + 1} is of {mark.size:.1f} points"
            yield "A169", f"{words} in large print of {size:g}"
            count += 1
            if count == _SHOWN_AT_MOST:
                return
