"""What the auditors of all editions in cells share: what is expected of them, and what they are compared by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from plantin.auditors.reading import Reading
from plantin.findings import Finding
from plantin.model.document import Document
from plantin.model.levels import spell_levels
from plantin.model.outline import Entry, Lack, Outline
from plantin.packs.braille import repertoire
from plantin.packs.braille.auditor.figures import unlike_figures
from plantin.packs.braille.auditor.formulas import unknown_formulas
from plantin.packs.braille.auditor.letters import unlike_letters
from plantin.packs.braille.auditor.marked_texts import bare_outline, mark_outline
from plantin.packs.braille.auditor.spelling import unlike_words
from plantin.packs.braille.auditor.wording import merge_entries
from plantin.packs.braille.cells import table_of

LACKS: frozenset[Lack] = frozenset({"marks", "anchors", "language", "shapes", "ornaments", "print"})
"""What an edition in cells can be without."""


class CellEdition(Reading):
    """An edition in cells."""

    spells_levels = True

    def expected_outline(self, document: Document) -> Outline:
        """Return the outline of ``document`` with marks in its texts, below the line that says that its braille is a
        draft where it is one.
        """
        expected = mark_outline(spell_levels(document))
        line = repertoire.draft_line(table_of(document), document.transcription.words)
        return replace(expected, masthead=(line, *expected.masthead)) if line else expected

    def unlike_cells(self, rows: Sequence[Entry], found: Outline, document: Document, name: str) -> Iterator[Finding]:
        """Yield P015 for formulas in the Nemeth Code among ``rows`` that ``document`` does not have, and P042 for
        figures, letters and words that ``found`` does not have.
        """
        yield from unknown_formulas(rows, document, name)
        expected = bare_outline(merge_entries(self.expected_outline(document)))
        yield from unlike_figures(expected, found, name)
        yield from unlike_letters(expected, found, name)
        yield from unlike_words(expected, found, table_of(document), name)
