"""The auditor of the PDF: reads tags and painted text back (pikepdf, and fontTools for what a glyph is), and holds them against
ISO 14289-1 and the house's rules.

A paragraph is what a reader of the tags gets: text is decoded from the content streams through each font's ToUnicode map, and only
where it is marked and in the tree. Notes, indicators and anchors are proved by where links land on the page, not by their names.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.auditors.parity.marks import Passages
from pipeline.auditors.pdf import pages as _pages
from pipeline.auditors.pdf import passages as _passages
from pipeline.auditors.pdf import rules as _rules
from pipeline.auditors.pdf.file import opened
from pipeline.auditors.pdf.reading import Reading
from pipeline.findings import Finding
from pipeline.model.outline import Outline
from pipeline.model.related_editions import PageStart

__all__ = ["pages", "passages", "read", "rules"]


def read(path: Path) -> Outline:
    """What the PDF at ``path`` says, in the order of its tags (ISO 32000-1, 14.7). Raises Unreadable (V010) where it is damaged."""
    return Reading(opened(path)).outline()


def rules(path: Path) -> tuple[Finding, ...]:
    """What breaks ISO 14289-1 (A101 to A115) or leads astray (L101 to L105) in the PDF at ``path``. Raises Unreadable (V010)."""
    return _rules.findings(Reading(opened(path)), path)


def pages(path: Path) -> tuple[PageStart, ...]:
    """Where each page of the PDF at ``path`` begins in the text of the report. Raises Unreadable (V010)."""
    return _pages.starts(Reading(opened(path)))


def passages(path: Path) -> Passages:
    """The passages in another language and the links that the PDF at ``path`` has. Raises Unreadable (V010)."""
    return _passages.passages(Reading(opened(path)))
