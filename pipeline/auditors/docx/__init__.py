"""The auditor of the Word file: reads the package back (zipfile and lxml alone) and holds it against the rules of accessible documents.

Numbers in a Word file stand nowhere: they are computed by an engine of our own from the definitions, as Word computes them, and notes
are numbered by the order of their marks. Tracked deletions are not read.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.auditors.docx import rules as _rules
from pipeline.auditors.docx.package import opened
from pipeline.auditors.docx.reading import Reading
from pipeline.findings import Finding
from pipeline.model.outline import Outline

__all__ = ["formulas", "read", "rules"]


def read(path: Path) -> Outline:
    """What the Word file at ``path`` shows (ECMA-376 part 1, 17). Raises Unreadable (V010) where it is damaged."""
    return Reading(opened(path)).outline()


def rules(path: Path) -> tuple[Finding, ...]:
    """What keeps readers out (A201 to A214) or leads astray (L201 to L206) in the Word file at ``path``. Raises Unreadable (V010)."""
    return _rules.findings(Reading(opened(path)), path)


def formulas(path: Path) -> tuple[str, ...]:
    """The words of the formulas in the Word file at ``path``, in its order. Raises Unreadable (V010) where it is damaged."""
    return tuple(said for line in Reading(opened(path)).all_lines() for said in line.formulas)
