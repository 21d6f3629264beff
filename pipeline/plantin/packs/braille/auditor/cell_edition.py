"""What the auditors of all editions in cells share: what is expected of them, and what they are compared by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from plantin.auditors.parity.lossy_formats import visible
from plantin.auditors.reading import Reading
from plantin.findings import Finding
from plantin.model.document import Document
from plantin.model.levels import spell_levels
from plantin.model.outline import Entry, Lack, Outline
from plantin.packs.braille import repertoire
from plantin.packs.braille.auditor.figures import unlike_figures
from plantin.packs.braille.auditor.formulas import unknown_formulas
from plantin.packs.braille.auditor.letters import unlike_letters
from plantin.packs.braille.auditor.marked_texts import mark_outline
from plantin.packs.braille.auditor.paired_rows import pair_rows
from plantin.packs.braille.auditor.wording import merge_entries
from plantin.packs.braille.cells import table_of, tables

LACKS: frozenset[Lack] = frozenset({"marks", "anchors", "language", "shapes", "ornaments", "print"})
"""What an edition in cells can be without."""


class CellEdition(Reading):
    """An edition in cells."""

    spells_levels = True

    def __init__(self, name: str) -> None:
        self._name = name

    def expected_outline(self, document: Document) -> Outline:
        """Return the outline of ``document`` with marks in its texts, below the line that says that its braille is a
        draft where it is one.
        """
        expected = mark_outline(spell_levels(document))
        line = repertoire.draft_line(table_of(document), document.transcription.words)
        return replace(expected, masthead=(line, *expected.masthead)) if line else expected

    def unlike_cells(
        self, rows: Sequence[Entry], found: Outline, document: Document, *, repeated: bool
    ) -> Iterator[Finding]:
        """Yield P015 for formulas in the Nemeth Code among ``rows`` that ``document`` does not have, and P042 for
        figures and letters that ``found`` does not have, whose tables have cells in all rows that they cover where
        these are ``repeated``.
        """
        yield from unknown_formulas(rows, document, self._name)
        expected, table = merge_entries(visible(self.expected_outline(document), LACKS)), table_of(document)
        pairs = list(pair_rows(expected, found, table, repeated=repeated))
        yield from unlike_figures(pairs, document.language, self._name)
        contracted = table != tables(document.language)[-1]
        yield from unlike_letters(pairs, document.language, self._name, contracted=contracted)
