"""The auditor of Word files: reads the package back (zipfile and lxml alone) and checks it against the rules of
accessible documents.

Numbers are not stored in a Word file: they are computed by an engine of our own from the definitions, as Word computes
them, and notes are numbered by the order of their marks. Tracked deletions are not read.
"""

from __future__ import annotations

from plantin.auditors import UnreadableEdition
from plantin.auditors.docx import record as _record
from plantin.auditors.docx import rules as _rules
from plantin.auditors.docx.charts import charts
from plantin.auditors.docx.conformance import word_conformance
from plantin.auditors.docx.reading import WordText
from plantin.auditors.passages import ChartValues
from plantin.auditors.reading import Reading
from plantin.auditors.record import RecordedStatement
from plantin.auditors.statements import Conformance, HouseContent
from plantin.bounded import archive as archives
from plantin.findings import Finding
from plantin.model.outline import Outline
from plantin.wordfile import package

__all__ = ["WordReading", "read"]


def read(content: bytes, name: str) -> WordReading:
    """Return the Word file of these bytes; findings call it ``name``. Raises Unreadable (V010) where it is damaged."""
    try:
        return WordReading(WordText(package.parse(content)), name, content)
    except package.DamagedError as error:
        raise UnreadableEdition.at(name, str(error)) from error


class WordReading(Reading):
    """A Word file, opened and parsed once (ECMA-376 part 1, 17)."""

    def __init__(self, reading: WordText, name: str, content: bytes) -> None:
        self._reading = reading
        self._name = name
        self._content = content

    def outline(self) -> Outline:
        """Return what the file shows, in the order of its story."""
        return self._reading.outline()

    def findings(self) -> tuple[Finding, ...]:
        """Return what keeps readers out (A207, A232, A235) or leads astray (L201, L204)."""
        return _rules.findings(self._reading, self._name)

    def conformance(self, known: HouseContent) -> Conformance:
        """Return what the file has that its grammar (TOML files here) or the house lacks, and what it says beside."""
        return word_conformance(self._content, self._reading, self._name, known)

    def record(self) -> tuple[RecordedStatement, ...]:
        """Return what the properties of the file say, and the languages of passages."""
        return tuple(_record.record(self._reading))

    def charts(self) -> tuple[ChartValues, ...]:
        """Return the charts that Word draws, in the order of the text."""
        return tuple(charts(self._reading.package.body(), archives.open_archive(self._content)))

    def formulas(self) -> tuple[str, ...]:
        """Return the words of the formulas, in order."""
        return tuple(words for line in self._reading.all_lines() for words in line.formulas)
