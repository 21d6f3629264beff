"""The result of composing a report, in a module of its own for processes that do not compose."""

from __future__ import annotations

from dataclasses import dataclass

from plantin.findings import Finding, Place
from plantin.model.document import Document


@dataclass(frozen=True, slots=True)
class ComposedReport:
    """A report in one language: the document, the places of its anchors in the source, what was noticed."""

    document: Document
    places: tuple[tuple[str, Place], ...]
    findings: tuple[Finding, ...]
    changed: tuple[str, ...] = ()
    """The files that were read with other bytes than was expected: they changed meanwhile."""
