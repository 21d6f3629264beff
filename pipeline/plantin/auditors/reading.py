"""What every auditor returns: a finished edition, opened and parsed once, that can be queried many times."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

from plantin.auditors.passages import ChartValues, EditionPassages
from plantin.auditors.record import RecordedStatement
from plantin.auditors.statements import Conformance, HouseContent
from plantin.findings import Finding
from plantin.model.document import Document
from plantin.model.levels import spell_levels
from plantin.model.outline import Outline, outline
from plantin.model.related_editions import PageStart


class Reading(ABC):
    """A finished edition, opened and parsed once. Its findings give the file the name under which it was opened. A
    format without pages, metadata or charts has the answers of this class.

    An auditor is a module with ``read(content, name) -> Reading``: ``content`` are the bytes of the file; it raises
    Unreadable (V010) where nothing can be read back from them. The methods of a reading do not change it.
    """

    spells_levels = False
    """Whether raised and lowered words are in characters of their own, as the format has no other way to say so."""

    @abstractmethod
    def outline(self) -> Outline:
        """Return what the edition says, in the order in which it is read."""

    def findings(self) -> tuple[Finding, ...]:
        """Return what is wrong with the edition in itself: links, accessibility, metadata."""
        return ()

    def conformance(self, known: HouseContent) -> Conformance:  # noqa: ARG002 - some formats carry nothing of a house
        """Return what the edition has that neither its grammar (docs/gate.md) nor its house has, as far as that is
        ``known``, and what it says beside its text.
        """
        return Conformance()

    def expected_outline(self, document: Document) -> Outline:
        """Return the outline of ``document`` as this edition should say it."""
        return outline(spell_levels(document) if self.spells_levels else document)

    def comparable_outlines(self, expected: Outline, found: Outline) -> tuple[Outline, Outline]:
        """Return the outline of the document and that of the edition as far as its format can say the same: a format
        whose text is in cells says what was merged, and which words the cells stand for. Raises ToolError.
        """
        return expected, found

    def unlike(self, document: Document) -> Iterator[Finding]:
        """Yield what the edition says otherwise than ``document``, besides what all formats are compared by."""
        del document
        yield from ()

    def pages(self) -> tuple[PageStart, ...]:
        """Return where printed pages begin, by the edition's own pages or by its marks."""
        return ()

    def record(self) -> tuple[RecordedStatement, ...]:
        """Return what the edition says of the report as a publication, in its own metadata; none where it has none."""
        return ()

    def passages(self) -> EditionPassages | None:
        """Return the passages in other languages, links and pictures; None where its format is not read for them."""
        return None

    def charts(self) -> tuple[ChartValues, ...]:
        """Return the charts that a program draws from values, in the order of the text."""
        return ()
