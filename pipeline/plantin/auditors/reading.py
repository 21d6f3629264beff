"""What every auditor returns: a finished edition, opened and parsed once, that can be queried many times."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from plantin.auditors.passages import ChartValues, EditionPassages
from plantin.auditors.record import RecordedStatement
from plantin.auditors.statements import Conformance, HouseContent
from plantin.findings import Finding
from plantin.model.outline import Outline
from plantin.model.related_editions import PageStart


class Reading(Protocol):
    """A finished edition, opened and parsed once. Its findings give the file the name under which it was opened.

    An auditor is a module with ``read(content, name) -> Reading``: ``content`` are the bytes of the file; it raises
    Unreadable (V010) where nothing can be read back from them. The methods of a reading do not change it.
    """

    def outline(self) -> Outline:
        """What the edition says, in the order in which it is read."""

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the edition in itself: links, accessibility, metadata."""

    def pages(self) -> tuple[PageStart, ...]:
        """Where printed pages begin, by the edition's own pages or by its marks; none in a format without either."""

    def record(self) -> tuple[RecordedStatement, ...]:
        """What the edition says of the report as a publication, in its own metadata; none in a format without
        metadata.
        """

    def passages(self) -> EditionPassages | None:
        """The passages in other languages, the links and the pictures of the edition; None where its format is not read
        for them.
        """


@runtime_checkable
class SupportsCharts(Protocol):
    """A reading of a format in which a program draws charts."""

    def charts(self) -> tuple[ChartValues, ...]:
        """The charts, in the order of the text."""


@runtime_checkable
class SupportsGrammar(Protocol):
    """A reading of a format that has a grammar (docs/gate.md)."""

    def conformance(self, known: HouseContent) -> Conformance:
        """What the edition has that neither its grammar nor its house has, as far as that is ``known``, and what it
        says beside its text.
        """
