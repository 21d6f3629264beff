"""The auditor of eBraille publications (DAISY, eBraille 1.0): reads the package as a braille display does and checks it
against the format.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from plantin.auditors.markup.dom import children, elements
from plantin.auditors.markup.epub_conformance import epub_conformance
from plantin.auditors.markup.epub_package import EpubFile, container_findings, open_book, unpack
from plantin.auditors.markup.record import package_record
from plantin.auditors.record import RecordedStatement
from plantin.auditors.statements import Conformance, HouseContent
from plantin.findings import Finding
from plantin.model.document import Document
from plantin.model.outline import Entry, Outline, normal
from plantin.packs.braille.auditor.cell_edition import LACKS, CellEdition
from plantin.packs.braille.auditor.ebraille_outline import EbrailleText, cells, role
from plantin.packs.braille.auditor.ebraille_rules import findings
from plantin.packs.braille.auditor.marked_texts import bare_outline
from plantin.packs.braille.auditor.wording import merge_entries, reword

_DEEPEST = 9


def read(content: bytes, name: str) -> EBrailleReading:
    """Return the publication with these bytes; findings call it ``name``. Raises Unreadable (V010)."""
    files = unpack(content, name)
    return EBrailleReading(open_book(files, name), name, container_findings(content, files, name))


class EBrailleReading(CellEdition):
    """An eBraille publication, opened and parsed once."""

    def __init__(self, book: EpubFile, name: str, container: tuple[Finding, ...]) -> None:
        self._book = book
        self._container = container
        self._name = name

    @cached_property
    def _text(self) -> EbrailleText:
        text = EbrailleText()
        for page in self._book.order():
            text.read(page)
        return text

    def outline(self) -> Outline:
        """Return what the publication says, in cells, in the order in which it is read."""
        text, index = self._text, self._book.contents_page()
        nav = next((nav for nav in elements(index.body(), "nav") if role(nav) == "toc"), None) if index else None
        listed = tuple(_contents(nav, 1)) if nav is not None else ()
        return Outline("", tuple(text.masthead), listed, tuple(text.body), tuple(text.notes), (), LACKS)

    def findings(self) -> tuple[Finding, ...]:
        """Return what is wrong with the container (E001), and links that lead astray (E009)."""
        return (*self._container, *findings(self._book, self._name))

    def conformance(self, known: HouseContent) -> Conformance:
        """Return what the package has that neither its grammar nor the press has, and what it says of itself."""
        return epub_conformance(self._book, self._name, known, "plantin.packs.braille.auditor:ebraille")

    def record(self) -> tuple[RecordedStatement, ...]:
        """Return what the package says of the publication, without the title in place of a creator (5.3.3)."""
        titles = tuple(normal(title.text or "") for title in elements(self._book.package, "title"))
        rows = package_record(self._book.package)
        return tuple(row for row in rows if (row.term, row.values) != ("creator", titles))

    def comparable_outlines(self, expected: Outline, found: Outline) -> tuple[Outline, Outline]:
        """Return the outline of the document as braille has it, and the cells of the edition as words."""
        merged = merge_entries(expected)
        return bare_outline(merged), reword(merged, found)

    def unlike(self, document: Document) -> Iterator[Finding]:
        """Yield P015 for formulas in the Nemeth Code that ``document`` does not have, P042 for figures and letters."""
        yield from self.unlike_cells((*self._text.body, *self._text.notes), self.outline(), document, self._name)


def _contents(holder: etree._Element, level: int) -> Iterator[Entry]:
    for item in (item for series in children(holder) if series.tag == "ol" for item in children(series)):
        for child in children(item):
            if child.tag in {"a", "span"}:
                yield Entry("contents", level, "", "", cells(child))
        if level < _DEEPEST:
            yield from _contents(item, level + 1)
